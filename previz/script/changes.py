"""What a new version of a script changed, and which of its words are those of the version before."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import Literal

from previz.scene.words import CutScene, Passage
from previz.script.alike import alike, common_places, parts_of, rising
from previz.script.screenplay import Paragraph, speaker

SAME_SCENE = 0.4
"""Share of common paragraphs from which a scene with another heading is the same scene."""
TELLING = 40
"""A paragraph that stands in more scenes than this ("CUT TO:") does not tell which one a scene is."""
NEAR = 16
"""So many of the paragraphs that went are tried as the old words of one that came."""
Kind = Literal[
    "scene added",
    "scene removed",
    "scene omitted",
    "scene returned",
    "scene moved",
    "scene renumbered",
    "heading",
    "dialogue",
    "action",
]
Key = tuple[str, str, str]


@dataclass(frozen=True)
class OldScene:
    """A scene of the film with the words that it has so far; ``scene_id`` None is what precedes scene one."""

    scene_id: str | None
    number: str
    heading: str
    passages: tuple[Passage, ...] = ()
    omitted: bool = False


@dataclass(frozen=True)
class NewScene:
    """A heading with its paragraphs; no heading for what precedes the first."""

    heading: Paragraph | None
    paragraphs: tuple[Paragraph, ...] = ()
    """With the heading."""

    @property
    def name(self) -> str:
        return self.heading.text if self.heading else ""


@dataclass(frozen=True)
class Change:
    """One thing that is not as it was. ``number`` is the scene's, "" before the first or while it has none;
    texts are whole paragraphs, and ``before`` the old number where that is what changed."""

    kind: Kind
    number: str = ""
    before: str = ""
    after: str = ""
    who: str = ""
    scene_id: str = ""
    """"" for what precedes scene one, and for a scene that has no id yet."""
    passage_id: str = ""
    """Of the paragraph as it was, else as it is."""
    shown_id: str = ""
    """The paragraph at which one sees it; "" where the scene is gone."""
    place: tuple[int, int] | None = None
    """Scene and paragraph of the new version where it stands, or stood; None where the scene is gone."""

    def __str__(self) -> str:
        scene = f"scene {self.number}" if self.number else "before scene 1"
        if self.kind == "scene renumbered":
            return f"{scene}: renumbered, was {self.before}"
        if self.kind.startswith("scene"):
            return f"{scene}: {self.kind.removeprefix('scene ')} ({self.after or self.before})"
        who = f"{self.who}: " if self.who else ""
        if not self.before or not self.after:
            return (
                f"{scene}: {self.kind} {'cut' if self.before else 'new'}: {who}“{self.before or self.after}”"
            )
        return f"{scene}: {self.kind} changed: {who}“{self.before}” → “{self.after}”"


@dataclass
class Comparison:
    """``scene_ids`` and ``passage_ids`` stand beside the new scenes and their paragraphs; None is new."""

    scene_ids: list[str | None]
    passage_ids: list[list[str | None]]
    gone: list[OldScene]
    changes: list[Change] = field(default_factory=list)


def part_scenes(paragraphs: Sequence[Paragraph]) -> list[NewScene]:
    """The script by its headings; the first has none where words stand before scene one."""
    runs: list[list[Paragraph]] = [[]]
    for one in paragraphs:
        if one.type == "heading":
            runs.append([])
        runs[-1].append(one)
    return [NewScene(run[0] if run[0].type == "heading" else None, tuple(run)) for run in runs if run]


def compare(old: Sequence[OldScene], new: Sequence[NewScene], cut: Sequence[CutScene] = ()) -> Comparison:
    """``cut`` are scenes of earlier versions, that return when their words do. Changes are still without the
    numbers that the new scenes will have."""
    pairs = _match_scenes(old, new)
    made = Comparison([], [], [])
    known = _Cut(cut)
    for place, scene in enumerate(new):
        before = pairs.get(id(scene))
        made.scene_ids.append(before.scene_id if before else None)
        if before is not None and before.passages:
            ids, changes = _match_paragraphs(before, scene)
            made.passage_ids.append(ids)
            made.changes += [
                replace(one, scene_id=before.scene_id or "", place=(place, at))
                for one, at in _with_omission(before, scene, changes)
            ]
            continue
        made.passage_ids.append([None] * len(scene.paragraphs))
        if scene.heading is not None:
            back = before.omitted if before is not None else known.has(scene)
            made.changes.append(
                Change("scene returned" if back else "scene added", after=scene.name, place=(place, 0))
            )
    kept = {id(one) for one in pairs.values()}
    made.gone = [one for one in old if id(one) not in kept and one.passages and one.scene_id]
    made.changes += [
        Change("scene removed", before=one.heading, number=one.number, scene_id=one.scene_id or "")
        for one in made.gone
    ]
    made.changes += _moves(old, new, pairs)
    return made


def _with_omission(
    before: OldScene, after: NewScene, changes: Sequence[tuple[Change, int]]
) -> Sequence[tuple[Change, int]]:
    """Where the script itself omits a scene, or has it again, that says what became of its words."""
    was, now = _out(before), after.heading is not None and after.heading.omitted
    if was == now:
        return changes
    edited = [(one, at) for one, at in changes if one.before and one.after and one.kind != "heading"]
    if now:
        return [(Change("scene omitted", before=before.heading), 0), *edited]
    kept_words = len(before.passages) > 1
    words = [(one, at) for one, at in changes if one.kind != "heading"] if kept_words else []
    return [(Change("scene returned", after=after.name), 0), *words]


def _out(scene: OldScene) -> bool:
    """Whether the script itself omitted it."""
    return bool(scene.passages) and scene.passages[0].type == "heading" and scene.passages[0].omitted


def cut_scene(scene: OldScene) -> CutScene:
    words = sorted(_mark(key) for key in _words(scene.passages))
    return CutScene(heading=_plain(scene.heading), words=tuple(words))


def _mark(key: Key) -> str:
    return hashlib.blake2s("\0".join(key).encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()


class _Cut:
    """Scenes of earlier versions, by what they had."""

    def __init__(self, cut: Sequence[CutScene]) -> None:
        self._by_heading: dict[str, list[CutScene]] = {}
        self._by_word: dict[str, list[CutScene]] = {}
        for one in cut:
            self._by_heading.setdefault(one.heading, []).append(one)
            for word in one.words:
                self._by_word.setdefault(word, []).append(one)

    def has(self, scene: NewScene) -> bool:
        """Whether it is one of them: most of its words, or its heading where neither has any."""
        words = frozenset(map(_mark, _words(scene.paragraphs)))
        if not words:
            return any(not one.words for one in self._by_heading.get(_plain(scene.name), ()))
        likely = (one for word in words for one in self._by_word.get(word, ())[:TELLING])
        return any(
            len(words.intersection(one.words)) / max(len(words), len(one.words)) >= SAME_SCENE
            for one in likely
        )


# ----------------------------------------------------------------------------------------------- scenes
def _match_scenes(old: Sequence[OldScene], new: Sequence[NewScene]) -> dict[int, OldScene]:
    """id of a new scene → the scene that it was, the surest pairs first."""
    return _Matching(old, new).pairs


class _Matching:
    """Every scene is looked up by what it has, never beside all others: scripts of 3,000 scenes come, too."""

    def __init__(self, old: Sequence[OldScene], new: Sequence[NewScene]) -> None:
        self.pairs: dict[int, OldScene] = {}
        self._words = {id(one): _words(one.passages) for one in old}
        self._words |= {id(one): _words(one.paragraphs) for one in new}
        self._free = {id(one): one for one in old if one.scene_id is not None}
        self._order = {id(one): place for place, one in enumerate(old)}
        before = next((one for one in old if one.scene_id is None), None)
        headless = next((one for one in new if one.heading is None), None)
        if before is not None and headless is not None:
            self.pairs[id(headless)] = before
        with_words: dict[Key, list[OldScene]] = {}
        for other in self._free.values():
            for key in self._words[id(other)]:
                with_words.setdefault(key, []).append(other)
        self._telling = {key: rows for key, rows in with_words.items() if len(rows) <= TELLING}
        headed = [one for one in new if one.heading is not None]
        self._by(headed, lambda one: one.passages and _row(one.passages), lambda one: _row(one.paragraphs))
        self._by(headed, lambda one: one.number, lambda one: one.heading and one.heading.number, True)
        self._by(headed, lambda one: _plain(one.heading), lambda one: _plain(one.name))
        for one in headed:
            if id(one) not in self.pairs:
                best = self._most_common(one, self._known_by_words(one))
                if best is not None and self._common(one, best) >= SAME_SCENE:
                    self._pair(one, best)

    def _by(
        self,
        new: Sequence[NewScene],
        of_old: Callable[[OldScene], object],
        of_new: Callable[[NewScene], object],
        ask: bool = False,
    ) -> None:
        """Pair scenes of which the same can be said; with ``ask`` only where their words agree."""
        rows: dict[object, dict[int, OldScene]] = {}
        for other in self._free.values():
            rows.setdefault(of_old(other), {})[id(other)] = other
        for one in new:
            told = of_new(one)
            found = rows.get(told) if told and id(one) not in self.pairs else None
            if not found:
                continue
            likely = [found[id(other)] for other in self._known_by_words(one) if id(other) in found]
            best = self._most_common(one, likely) or next(iter(found.values()))
            if not ask or self._agree(one, best):
                del found[id(best)]
                self._pair(one, best)

    def _pair(self, one: NewScene, other: OldScene) -> None:
        self.pairs[id(one)] = other
        del self._free[id(other)]

    def _known_by_words(self, one: NewScene) -> list[OldScene]:
        """Free scenes that share a telling paragraph with it, in their order."""
        found = {
            id(other): other for key in self._words[id(one)] for other in self._telling.get(key, ())
            if id(other) in self._free
        }  # fmt: skip
        return sorted(found.values(), key=lambda other: self._order[id(other)])

    def _most_common(self, one: NewScene, among: Iterable[OldScene]) -> OldScene | None:
        return max(among, key=lambda other: self._common(one, other), default=None)

    def _agree(self, one: NewScene, other: OldScene) -> bool:
        """Numbers of the script hold; but one that was given to other words does not."""
        if _out(other) or (one.heading is not None and one.heading.omitted):
            return True  # OMITTED stands in place of the words
        same_name = _plain(one.name) == _plain(other.heading)
        return not other.passages or same_name or self._common(one, other) > 0.2

    def _common(self, one: NewScene, other: OldScene) -> float:
        """Share of the paragraphs that both have, headings aside."""
        mine, theirs = self._words[id(one)], self._words[id(other)]
        return len(mine & theirs) / max(len(mine), len(theirs), 1)


def _row(paragraphs: Sequence[Paragraph | Passage]) -> tuple[Key, ...]:
    return tuple(map(_key, paragraphs))


def _words(paragraphs: Sequence[Paragraph | Passage]) -> frozenset[Key]:
    return frozenset(_key(one) for one in paragraphs if one.type != "heading")


def _plain(heading: str) -> str:
    return " ".join(heading.upper().replace(".", " ").split())


def _moves(old: Sequence[OldScene], new: Sequence[NewScene], pairs: dict[int, OldScene]) -> Iterable[Change]:
    """Scenes that stand elsewhere among those that both versions have; as few as explain it."""
    order = {id(one): place for place, one in enumerate(old)}
    kept = [
        (order[id(pairs[id(one)])], at)
        for at, one in enumerate(new)
        if id(one) in pairs and pairs[id(one)].passages
    ]
    places = [place for place, _ in kept]
    still = {places[index] for index in rising(places)}
    return [
        Change(
            "scene moved",
            after=new[at].name,
            scene_id=pairs[id(new[at])].scene_id or "",
            place=(at, 0),
        )
        for place, at in kept
        if place not in still
    ]


# ------------------------------------------------------------------------------------------- paragraphs
def _key(one: Paragraph | Passage) -> Key:
    return one.type, one.cue, one.text


def _match_paragraphs(before: OldScene, after: NewScene) -> tuple[list[str | None], list[tuple[Change, int]]]:
    """Ids beside the new paragraphs, and what changed, each with the paragraph where it stands or stood."""
    old, new = before.passages, after.paragraphs
    ids: list[str | None] = [None] * len(new)
    changes: list[tuple[Change, int]] = []
    a = c = 0
    for b, d in [*common_places(_row(old), _row(new)), (len(old), len(new))]:
        left = list(old[a:b])
        for place in range(c, d):
            found = next((one for one in left[:NEAR] if _edited(one, new[place])), None)
            if found is not None:
                left.remove(found)
                ids[place] = found.id
            changes += [(one, place) for one in _change(found, new[place])]
        for gone in left:
            changes += [(one, min(d, len(new) - 1)) for one in _change(gone, None)]
        if d < len(new):
            ids[d] = old[b].id
        a, c = b + 1, d + 1
    return ids, changes


def _edited(old: Passage, new: Paragraph) -> bool:
    return old.type == new.type and (old.type == "heading" or alike(old.text, new.text))


def _change(old: Passage | None, new: Paragraph | None) -> list[Change]:
    kind: Kind = "action"
    one = new or old
    assert one is not None
    if one.type == "speech":
        kind = "dialogue"
    elif one.type == "heading":
        kind = "heading"
    elif one.type == "page-break":
        return []
    texts = [" ".join(part.text.split()) if part else "" for part in (old, new)]
    return [
        Change(kind, "", texts[0], texts[1], speaker(one.cue), passage_id=old.id if old else ""),
    ]


def relocated(start: int, end: int, before: str, after: str) -> tuple[int, int]:
    """Where letters ``start`` up to ``end`` of a text have gone in another version of it."""
    words = before[start:end]
    if words and words in after:
        at = after.find(words, max(0, start - (len(before) - len(after)) - len(words)))
        at = at if at >= 0 else after.find(words)
        return at, at + len(words)
    rows = [parts_of(before), parts_of(after)]
    starts = [_starts(row) for row in rows]
    known = common_places(*rows)

    def moved(letter: int, late: bool) -> int:
        at = 0
        for a, c in [*known, (len(rows[0]), len(rows[1]))]:
            first, new = starts[0][a], starts[1][c]
            if letter < first or (late and letter == first):
                return new if late else at
            if a < len(rows[0]) and letter < starts[0][a + 1]:
                return new + letter - first
            at = starts[1][min(c + 1, len(rows[1]))]
        return len(after)

    return moved(start, False), moved(end, True)


def _starts(words: Sequence[str]) -> list[int]:
    """Where each begins, and where the last ends."""
    return list(accumulate(map(len, words), initial=0))
