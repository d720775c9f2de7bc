"""Where the caret of the script goes with a key: by letters, by words, by lines of the pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from previz.scene.words import Passage
from previz.script.pages import Line, Page

Spot = tuple[int, int]
"""(place of a passage in the script, letter of its text)."""
Step = Literal[
    "left", "right", "word left", "word right", "up", "down", "home", "end", "page up", "page down"
]
PAGE_LINES = 25

_KEYS: dict[Qt.Key, Step] = {
    Qt.Key.Key_Left: "left",
    Qt.Key.Key_Right: "right",
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
    Qt.Key.Key_Home: "home",
    Qt.Key.Key_End: "end",
    Qt.Key.Key_PageUp: "page up",
    Qt.Key.Key_PageDown: "page down",
}


def step_of(event: QKeyEvent) -> Step | None:
    """What a key means to the caret; None for any other key."""
    shift, ctrl = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
    step = _KEYS.get(Qt.Key(event.key()))
    held = event.modifiers() & ~(shift | Qt.KeyboardModifier.KeypadModifier)
    if held == ctrl and step in ("left", "right"):
        return "word left" if step == "left" else "word right"
    return step if held == Qt.KeyboardModifier.NoModifier else None


class Caret:
    """Knows the lines of the pages that have words."""

    def __init__(
        self, pages: Sequence[Page], passages: Sequence[Passage], place_of: Mapping[str, int]
    ) -> None:
        self._passages, self._place_of = passages, place_of
        self.lines: list[tuple[int, int, Line]] = [
            (number, at, line)
            for number, page in enumerate(pages)
            for at, line in enumerate(page.lines)
            if line.passage_id in place_of and line.kind not in (None, "cue", "more")
        ]
        """(page, line of it, the line), from the first to the last."""

    def line_of(self, spot: Spot) -> int | None:
        """Which of `lines` shows a letter; None when none does."""
        found = None
        for n, (_, _, line) in enumerate(self.lines):
            if self._place_of[line.passage_id] == spot[0] and line.start <= spot[1]:
                found = n
                if spot[1] < line.end:
                    break
        return found

    def go(self, spot: Spot | None, step: Step) -> Spot | None:
        """From there by a step; without a start the first letter. None when there are no words."""
        if not self.lines:
            return None
        at = self.line_of(spot) if spot is not None else None
        if spot is None or at is None:
            return self._spot(0, 0)
        line = self.lines[at][2]
        column = spot[1] - line.start
        if step == "left":
            return self._spot(at, column - 1) if column > 0 else self._spot(at - 1, 10**6)
        if step == "right":
            return self._spot(at, column + 1) if spot[1] < line.end else self._spot(at + 1, 0)
        if step in ("home", "end"):
            return self._spot(at, 0 if step == "home" else 10**6)
        if step in ("up", "down", "page up", "page down"):
            by = PAGE_LINES if step.startswith("page") else 1
            return self._spot(at - by if step.endswith("up") else at + by, column + line.indent, True)
        return self._word(at, spot, -1 if step == "word left" else 1)

    def _spot(self, at: int, column: int, on_page: bool = False) -> Spot:
        """A letter of a line, by its place in the line, or ``on_page`` by its place on the paper."""
        line = self.lines[min(max(at, 0), len(self.lines) - 1)][2]
        column -= line.indent if on_page else 0
        if not 0 <= at < len(self.lines):  # beyond the words is their end
            column = 0 if at < 0 else line.end - line.start
        return self._place_of[line.passage_id], line.start + min(max(column, 0), line.end - line.start)

    def _word(self, at: int, spot: Spot, way: int) -> Spot:
        """The start of the word before, or the end of the word after."""
        text, letter = self._passages[spot[0]].text, spot[1]
        if way < 0:
            while letter > 0 and text[letter - 1].isspace():
                letter -= 1
            while letter > 0 and not text[letter - 1].isspace():
                letter -= 1
        else:
            while letter < len(text) and text[letter].isspace():
                letter += 1
            while letter < len(text) and not text[letter].isspace():
                letter += 1
        if letter != spot[1]:
            return spot[0], letter
        ends = [n for n, (_, _, line) in enumerate(self.lines) if self._place_of[line.passage_id] == spot[0]]
        return self._spot(ends[0] - 1, 10**6) if way < 0 else self._spot(ends[-1] + 1, 0)
