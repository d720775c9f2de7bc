"""Which words a shot covers, whether they are still those that it was made for, and what no shot covers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import msgspec

from previz.errors import NotFound
from previz.scene.document import Document
from previz.scene.model import Script, Shot
from previz.scene.words import Covered, Passage
from previz.script.screenplay import speaker

TO_COVER = ("action", "speech", "lyrics", "centred")
"""Headings and transitions need no shot of their own."""
REWRITTEN = "script: "
"""So begins every line of `changed_words`."""


@dataclass(frozen=True)
class Gap:
    """Letters of a passage that no shot covers."""

    passage: Passage
    start: int
    end: int

    @property
    def words(self) -> str:
        return " ".join(self.passage.text[self.start : self.end].split())


def script_of(document: Document) -> Script | None:
    """The screenplay of the film, if it has one."""
    scripts = document.of(Script)
    return scripts[0] if scripts else None


def passages_of(document: Document, omitted: bool = False) -> list[Passage]:
    """The script in order; words that it omits itself only when ``omitted`` are asked for, too."""
    script = script_of(document)
    passages = document.children(script.id, Passage) if script else []
    return [one for one in passages if omitted or not one.omitted or one.type == "heading"]


def need_passages(document: Document) -> list[Passage]:
    """The script in order. Raises NotFound without one."""
    passages = passages_of(document)
    if not passages:
        raise NotFound("This film has no script; import one first.")
    return passages


def passages_by_scene(document: Document, omitted: bool = False) -> dict[str | None, list[Passage]]:
    """Scene id → its passages, the heading first; None: what precedes scene one. ``omitted`` as above."""
    found: dict[str | None, list[Passage]] = {}
    for one in passages_of(document, omitted):
        found.setdefault(one.scene_id, []).append(one)
    return found


def span(covered: Covered, passage: Passage) -> tuple[int, int]:
    """First letter and end within the text as it is now."""
    end = len(passage.text) if covered.end is None else min(covered.end, len(passage.text))
    return min(covered.start, end), end


def cover(passage: Passage, start: int = 0, end: int | None = None) -> Covered:
    """Words tied as they read now. All of a passage is tied as all of it, whatever becomes of its length."""
    whole = start <= 0 and (end is None or end >= len(passage.text))
    start, stop = (0, len(passage.text)) if whole else (start, len(passage.text) if end is None else end)
    return Covered(
        passage_id=passage.id, start=start, end=None if whole else stop, was=passage.text[start:stop]
    )


def changed_words(document: Document, shot: Shot) -> tuple[str, ...]:
    """Why the words of a shot are not those that it was made for, a line each."""
    reasons = []
    for one in shot.covers:
        passage = document.get(one.passage_id, Passage)
        if passage is None:
            reasons.append(f"{REWRITTEN}“{short(one.was)}” was cut")
            continue
        start, end = span(one, passage)
        now = passage.text[start:end]
        if now != one.was:
            reasons.append(f"{REWRITTEN}“{short(one.was)}” is now “{short(now)}”")
    return tuple(reasons)


def short(words: str, letters: int = 48) -> str:
    """On one line, cut where a word ends."""
    plain = " ".join(words.split())
    return plain if len(plain) <= letters else plain[:letters].rsplit(" ", 1)[0].rstrip(",.;:–-") + "…"


def tied_anew(document: Document, shot: Shot) -> Shot:
    """The shot with its words as they read now; what was cut is let go of."""
    covers = []
    for one in shot.covers:
        passage = document.get(one.passage_id, Passage)
        if passage is not None:
            start, end = span(one, passage)
            covers.append(msgspec.structs.replace(one, was=passage.text[start:end]))
    return msgspec.structs.replace(shot, covers=tuple(covers))


def gaps(passages: Iterable[Passage], shots: Sequence[Shot]) -> list[Gap]:
    """What of ``passages`` no shot covers, in order; blanks between words do not count."""
    by_passage: dict[str, list[Covered]] = {}
    for shot in shots:
        if not shot.omitted:
            for one in shot.covers:
                by_passage.setdefault(one.passage_id, []).append(one)
    found = []
    for passage in passages:
        if passage.type not in TO_COVER:
            continue
        at = 0
        spans = sorted(span(one, passage) for one in by_passage.get(passage.id, ()))
        for start, end in [*spans, (len(passage.text), len(passage.text))]:
            if start > at and any(letter.isalnum() for letter in passage.text[at:start]):
                found.append(Gap(passage, at, start))
            at = max(at, end)
    return found


def share_covered(passages: Sequence[Passage], shots: Sequence[Shot]) -> float:
    """Share of the letters that some shot covers, 0…1; 1 where there is nothing to cover."""
    whole = sum(len(one.text) for one in passages if one.type in TO_COVER)
    missing = sum(gap.end - gap.start for gap in gaps(passages, shots))
    return 1 - missing / whole if whole else 1.0


def words_of(document: Document, covers: Iterable[Covered]) -> tuple[str, tuple[tuple[str, str], ...]]:
    """(action, dialogue) for a shot: what happens, and who says what."""
    action: list[str] = []
    dialogue: list[tuple[str, str]] = []
    for one in covers:
        passage = document.get(one.passage_id, Passage)
        if passage is None:
            continue
        start, end = span(one, passage)
        said = words_of_text(passage, start, end)
        if passage.type == "speech":
            dialogue += [(speaker(passage.cue), said)] if said else []
        elif passage.type != "heading":
            action.append(said)
    return " ".join(filter(None, action)), tuple(dialogue)


def words_of_text(passage: Passage, start: int = 0, end: int | None = None) -> str:
    """On one line, without the directions in a speech."""
    rows = [row.strip() for row in passage.text[start:end].split("\n")]
    if passage.type == "speech":
        rows = [row for row in rows if not (row.startswith("(") and row.endswith(")"))]
    return " ".join(filter(None, rows))


def cast_of(passages: Iterable[Passage]) -> dict[str, int]:
    """Who speaks → how many cues, in the order of their first."""
    counts: dict[str, int] = {}
    for one in passages:
        if one.type == "speech":
            name = speaker(one.cue).upper()
            counts[name] = counts.get(name, 0) + 1
    return counts
