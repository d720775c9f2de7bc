"""What a new version of a script changed, and which of its words are those of the version before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Literal

from previz.scene.words import Passage
from previz.script.screenplay import Paragraph, speaker

ALIKE = 0.45
"""Share of common letters from which a paragraph is an edited one and no other."""
SAME_SCENE = 0.4
"""Share of common paragraphs from which a scene with another heading is the same scene."""
Kind = Literal["scene added", "scene removed", "scene moved", "heading", "dialogue", "action"]
Key = tuple[str, str, str]


@dataclass(frozen=True)
class OldScene:
    """A scene of the film with the words that it has so far; ``scene_id`` None is what precedes scene one."""

    scene_id: str | None
    number: str
    heading: str
    passages: tuple[Passage, ...] = ()


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
    """One thing that is not as it was. ``number`` is the scene's; texts are whole paragraphs."""

    kind: Kind
    number: str
    before: str = ""
    after: str = ""
    who: str = ""

    def __str__(self) -> str:
        scene = f"scene {self.number}" if self.number else "before scene 1"
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


def compare(old: Sequence[OldScene], new: Sequence[NewScene], numbers: Sequence[str]) -> Comparison:
    """``numbers`` are what the new scenes will be called, "" for what precedes the first."""
    pairs = _match_scenes(old, new)
    made = Comparison([], [], [])
    for scene, number in zip(new, numbers, strict=True):
        before = pairs.get(id(scene))
        made.scene_ids.append(before.scene_id if before else None)
        if before is None:
            made.passage_ids.append([None] * len(scene.paragraphs))
            if scene.heading is not None:
                made.changes.append(Change("scene added", number, after=scene.name))
            continue
        ids, changes = _match_paragraphs(before, scene, number)
        made.passage_ids.append(ids)
        made.changes += changes if before.passages else []
    kept = {id(one) for one in pairs.values()}
    made.gone = [one for one in old if id(one) not in kept and one.passages and one.scene_id]
    made.changes += [Change("scene removed", one.number, before=one.heading) for one in made.gone]
    made.changes += _moves(old, new, pairs, numbers)
    return made


# ----------------------------------------------------------------------------------------------- scenes
def _match_scenes(old: Sequence[OldScene], new: Sequence[NewScene]) -> dict[int, OldScene]:
    """id of a new scene → the scene that it was, the surest pairs first."""
    pairs: dict[int, OldScene] = {}
    free_old, free_new = list(old), list(new)

    def pair(one: NewScene, other: OldScene) -> None:
        pairs[id(one)] = other
        free_new.remove(one)
        free_old.remove(other)

    for one in list(free_new):
        if one.heading is None:
            other = next((o for o in free_old if o.scene_id is None), None)
            if other is not None:
                pair(one, other)
    free_old = [one for one in free_old if one.scene_id is not None]
    for test in (_identical, _same_number, _same_name):
        for one in list(free_new):
            found = [other for other in free_old if one.heading is not None and test(one, other)]
            if found:
                pair(one, max(found, key=lambda other: _common(one, other)))
    for one in list(free_new):
        best = max(free_old, key=lambda other: _common(one, other), default=None)
        if best is not None and one.heading is not None and _common(one, best) >= SAME_SCENE:
            pair(one, best)
    return pairs


def _identical(one: NewScene, other: OldScene) -> bool:
    return bool(other.passages) and [_key(p) for p in one.paragraphs] == [_key(p) for p in other.passages]


def _same_number(one: NewScene, other: OldScene) -> bool:
    """Numbers of the script hold; but one that was given to other words does not."""
    assert one.heading is not None
    alike = not other.passages or _plain(one.name) == _plain(other.heading) or _common(one, other) > 0.2
    return bool(one.heading.number) and one.heading.number == other.number and alike


def _same_name(one: NewScene, other: OldScene) -> bool:
    return _plain(one.name) == _plain(other.heading)


def _plain(heading: str) -> str:
    return " ".join(heading.upper().replace(".", " ").split())


def _common(one: NewScene, other: OldScene) -> float:
    """Share of the paragraphs that both have, headings aside."""
    mine = {_key(p) for p in one.paragraphs if p.type != "heading"}
    theirs = {_key(p) for p in other.passages if p.type != "heading"}
    return len(mine & theirs) / max(len(mine), len(theirs), 1)


def _moves(
    old: Sequence[OldScene], new: Sequence[NewScene], pairs: dict[int, OldScene], numbers: Sequence[str]
) -> Iterable[Change]:
    """Scenes that stand elsewhere among those that both versions have; as few as explain it."""
    order = {id(one): place for place, one in enumerate(old)}
    kept = [(order[id(pairs[id(one)])], one, number) for one, number in zip(new, numbers, strict=True)
            if id(one) in pairs and pairs[id(one)].passages]  # fmt: skip
    places = [place for place, _, _ in kept]
    blocks = SequenceMatcher(None, sorted(places), places, autojunk=False).get_matching_blocks()
    still = {places[block.b + step] for block in blocks for step in range(block.size)}
    return [
        Change("scene moved", number, after=one.name) for place, one, number in kept if place not in still
    ]


# ------------------------------------------------------------------------------------------- paragraphs
def _key(one: Paragraph | Passage) -> Key:
    return one.type, one.cue, one.text


def _match_paragraphs(
    before: OldScene, after: NewScene, number: str
) -> tuple[list[str | None], list[Change]]:
    old, new = before.passages, after.paragraphs
    ids: list[str | None] = [None] * len(new)
    changes: list[Change] = []
    matcher = SequenceMatcher(None, [_key(p) for p in old], [_key(p) for p in new], autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            ids[c:d] = [one.id for one in old[a:b]]
            continue
        left = list(old[a:b])
        for place in range(c, d):
            found = next((one for one in left if _edited(one, new[place])), None)
            if found is not None:
                left = (
                    left[left.index(found) + 1 :] if found is left[0] else [o for o in left if o is not found]
                )
                ids[place] = found.id
            changes += _change(found, new[place], number)
        used = {id for id in ids if id}
        for one in old[a:b]:
            if one.id not in used:
                changes += _change(one, None, number)
    return ids, changes


def _edited(old: Passage, new: Paragraph) -> bool:
    if old.type != new.type:
        return False
    if old.type == "heading":
        return True
    matcher = SequenceMatcher(None, old.text, new.text, autojunk=False)
    return matcher.real_quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


def _change(old: Passage | None, new: Paragraph | None, number: str) -> list[Change]:
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
    return [Change(kind, number, texts[0], texts[1], speaker(one.cue))]


def relocated(start: int, end: int, before: str, after: str) -> tuple[int, int]:
    """Where letters ``start`` up to ``end`` of a text have gone in another version of it."""
    words = before[start:end]
    if words and words in after:
        at = after.find(words, max(0, start - (len(before) - len(after)) - len(words)))
        at = at if at >= 0 else after.find(words)
        return at, at + len(words)
    opcodes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()

    def moved(letter: int, late: bool) -> int:
        for tag, a, b, c, d in opcodes:
            if a <= letter < b or (late and letter == b):
                if tag == "equal":
                    return c + letter - a
                return d if late else c
        return len(after)

    return moved(start, False), moved(end, True)
