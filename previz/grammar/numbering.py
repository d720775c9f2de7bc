"""What scenes and shots are called: numbers are labels for people, ids are ids (film-grammar §5).

Locked numbers never change. Whatever was put between them is named after its neighbours, so a script page
that was printed yesterday still says what it said. No two labels of a project are ever equal.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, count
from typing import Literal

from previz.scene.document import Document
from previz.scene.model import Project, Scene, Shot

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without I and O, which look like 1 and 0."""

Style = Literal["suffix", "prefix"]
"""10A or A11 for what is inserted between 10 and 11."""

Parts = tuple[str, int, str, str]
"""Letters before, number, small letters and capitals after."""

_NUMBER = re.compile(r"([A-Za-z]*)(\d+)([a-z]*)([A-Z]*)")


@dataclass(frozen=True)
class Numbers:
    """Scene id → number and shot id → label."""

    scenes: dict[str, str]
    shots: dict[str, str]


def number_project(project: Project, scenes: Iterable[Scene], shots: Iterable[Shot]) -> Numbers:
    """Everything by the project's settings, scenes and shots in the order of their keys."""
    ordered = sorted(scenes, key=lambda scene: (scene.order, scene.id))
    numbers = number_scenes(ordered, project.insert_number)
    labels = number_shots(
        ordered, shots, numbers, project.numbering, project.master_number, project.insert_number
    )
    return Numbers(numbers, labels)


def scene_numbers(document: Document) -> dict[str, str]:
    """Scene id → number as every list says it."""
    return number_scenes(document.of(Scene), document.project.insert_number)


def letters(index: int) -> str:
    """0 → A, 23 → Z, 24 → AA: the alphabet of slates, which has 24 letters."""
    text = ""
    index += 1
    while index > 0:
        index, rest = divmod(index - 1, len(LETTERS))
        text = LETTERS[rest] + text
    return text


def number_scenes(scenes: Sequence[Scene], insert: Style = "suffix") -> dict[str, str]:
    """Scene id → number, in the order given. Omitted scenes keep theirs.

    Unlocked scenes count on from the locked one before them; where the next locked number leaves no room
    they become 10A, 10B (or A11, B11 as prefix), and 10aA between 10 and 10A.
    """
    return _numbered([(s.id, s.number.strip() if s.number_locked else None) for s in scenes], insert)


def number_shots(
    scenes: Sequence[Scene],
    shots: Iterable[Shot],
    numbers: dict[str, str],
    numbering: Literal["us", "uk"] = "us",
    master: Literal["bare", "A"] = "bare",
    insert: Style = "suffix",
) -> dict[str, str]:
    """Shot id → label. A label that a person gave is kept; of two equal ones the first keeps it.

    US: scene number and the next free letter of the scene; the first shot takes the bare number when
    ``master`` says so. UK: slates count through the whole list. Shots of no scene in ``scenes`` come last.
    """
    place = {scene.id: index for index, scene in enumerate(scenes)}
    ordered = sorted(shots, key=lambda shot: (place.get(shot.scene_id, len(place)), shot.order, shot.id))
    given = _first_of_each({shot.id: (shot.label or "").strip() for shot in ordered})
    if numbering == "uk":
        return _numbered([(shot.id, given.get(shot.id)) for shot in ordered], insert)
    return _lettered(ordered, given, numbers, master)


def _first_of_each(labels: dict[str, str]) -> dict[str, str]:
    kept: dict[str, str] = {}
    taken: set[str] = set()
    for key, label in labels.items():
        if label and label not in taken:
            kept[key] = label
            taken.add(label)
    return kept


def _lettered(
    shots: Sequence[Shot], given: dict[str, str], numbers: dict[str, str], master: Literal["bare", "A"]
) -> dict[str, str]:
    taken = set(given.values())
    names: dict[str, Iterator[str]] = {}
    labels: dict[str, str] = {}
    for shot in shots:
        source = names.setdefault(shot.scene_id, _setups(numbers.get(shot.scene_id, "0"), master))
        if shot.id in given:
            labels[shot.id] = given[shot.id]
            continue
        labels[shot.id] = next(name for name in source if name not in taken)
        taken.add(labels[shot.id])
    return labels


def _setups(number: str, master: Literal["bare", "A"]) -> Iterator[str]:
    """12, 12A, 12B… A number that ends in a letter sets the setup off, and is never bare: 12A-A, 12A-B;
    else scene 12A's master and scene 12's second setup would be one slate."""
    ends_in_letter = not number[-1:].isdigit()
    if master == "bare" and not ends_in_letter:
        yield number
    joint = "-" if ends_in_letter else ""
    for index in count():
        yield f"{number}{joint}{letters(index)}"


# ------------------------------------------------------------------------------- counting between locks
def _numbered(entries: Sequence[tuple[str, str | None]], insert: Style) -> dict[str, str]:
    """Key → number; entries are (key, locked number or None)."""
    locked = _first_of_each({key: number or "" for key, number in entries})
    taken = set(locked.values())
    result: dict[str, str] = {}
    run: list[str] = []
    before: str | None = None
    for key, _ in [*entries, ("", None)]:
        after = locked.get(key)
        if key and after is None:
            run.append(key)
            continue
        names = _between(before, after, len(run), insert)
        for inner in run:
            result[inner] = next(name for name in names if name not in taken)
            taken.add(result[inner])
        if after is not None:
            result[key] = before = after
        run = []
    return {key: result[key] for key, _ in entries}


def _between(before: str | None, after: str | None, wanted: int, insert: Style) -> Iterator[str]:
    """Endless names for what stands between two locked numbers; either may be missing."""
    low, high = _parts(before), _parts(after)
    if before is not None and low is None:
        return (f"{before}-{letters(i)}" for i in count())
    start = low[1] if low else 0
    if high is None:
        return (str(start + 1 + i) for i in count())
    lead, number, small, tail = high
    room = range(start + 1, number) if number - start - 1 >= wanted else range(0)
    return chain(map(str, room), _inserted(low, start, lead, number, small, tail, insert))


def _inserted(
    low: Parts | None, start: int, lead: str, number: int, small: str, tail: str, prefer: Style
) -> Iterator[str]:
    if lead:
        return (f"{letters(i).lower()}{lead}{number}{small}{tail}" for i in count())
    if low and start == number:
        if tail:
            return (f"{number}{small}{letters(i).lower()}{tail}" for i in count())
        return (f"{letters(i)}{number}" for i in count())
    if low is None or prefer == "prefix":
        return (f"{letters(i)}{number}" for i in count())
    return (f"{start}{letters(i)}" for i in count())


def _parts(number: str | None) -> Parts | None:
    """ "10aA" → ("", 10, "a", "A"); None for a number of another form."""
    match = _NUMBER.fullmatch(number or "")
    return (match[1], int(match[2]), match[3], match[4]) if match else None
