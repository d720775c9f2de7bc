"""What a set-up of coverage says on a shot list: what it is, what happens, and the lines that are its own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from previz.grammar.coverage import CLOSE_ROLES, Setup
from previz.scene import model
from previz.scene.document import Document
from previz.scene.words import Covered
from previz.script import covering

Lines = tuple[tuple[str, str], ...]

BRIEF = 3
"""Passages that a shot can tell word by word; what runs on is told in short."""
OPENING_LETTERS = 160
"""Of what happens in a run: whole sentences up to about here."""
QUOTED_LETTERS = 32
_TITLES = "".join(rf"(?<!\b(?i:{title})\.)" for title in ("Mr", "Mrs", "Ms", "Dr", "St"))
_SENTENCE = re.compile(rf"(?<=[.!?…]){_TITLES}(?<!\b[A-ZÀ-Þ]\.)\s+(?=[^a-z])")
"""Between two sentences: the point behind a title or an initial ends none."""


def words_of_setup(document: Document, setup: Setup, covers: Sequence[Covered]) -> tuple[str, Lines]:
    """(action, dialogue). A run of the scene says what it is and between which lines it runs; a single and an
    over-the-shoulder have the lines of the one who is seen, a master how the scene begins."""
    action, dialogue = covering.words_of(document, covers)
    if len(covers) <= BRIEF:
        return action or setup.name, dialogue
    run = f"{setup.name}, {_between(dialogue)}" if dialogue else setup.name
    if setup.role in CLOSE_ROLES:
        return run, _said_by(document, setup.framing.subjects[:1], dialogue)
    return f"{run}. {opening(action)}" if action else run, ()


def opening(words: str, letters: int = OPENING_LETTERS) -> str:
    """The first sentences, none of them cut: up to so many letters, or one that is longer."""
    sentences = _SENTENCE.split(" ".join(words.split()))
    told = sentences[0]
    for one in sentences[1:]:
        if len(told) + 1 + len(one) > letters:
            break
        told += f" {one}"
    return told


def _said_by(document: Document, ids: Sequence[str], dialogue: Lines) -> Lines:
    names = {one.name.casefold() for id in ids if (one := document.get(id, model.Character)) is not None}
    return tuple((who, line) for who, line in dialogue if who.casefold() in names)


def _between(dialogue: Lines) -> str:
    """ "from “Shut it” to “No”"."""
    first, last = (
        covering.short(line, QUOTED_LETTERS).rstrip(".") for _, line in (dialogue[0], dialogue[-1])
    )
    return f"from “{first}” to “{last}”" if len(dialogue) > 1 else f"with “{first}”"
