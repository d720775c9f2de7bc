"""Rows of the settings: a line to type into, a choice, a list to add to and to take from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QHBoxLayout,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from previz.scene.model import PROJECT_ID, CameraPackage
from previz.ui import tokens
from previz.ui.controls import Choice, ToolButton, label, text_line
from previz.ui.controls.labels import set_role
from previz.ui.session import Session

LABEL = 150


def write(session: Session, what: str, **changes: Any) -> None:
    """Change fields of the project, as one edit called "Project: what"."""

    def put() -> None:
        with session.edit(f"Project: {what}") as edit:
            edit.update(PROJECT_ID, **changes)

    session.attempt(put)


def write_package(session: Session, what: str, package: CameraPackage) -> None:
    write(session, what, package=package)


def text_row(session: Session, words: str, field: str) -> QWidget:
    """A line for a text field of the project; written when it is left or Enter is pressed."""
    line = text_line(words, getattr(session.project, field))
    line.setObjectName(f"setting.{field}")

    def keep() -> None:
        if line.text().strip() != getattr(session.project, field):
            write(session, words.lower(), **{field: line.text().strip()})

    line.editingFinished.connect(keep)
    return labelled(words, line)


def choice_row(session: Session, words: str, field: str, options: Sequence[tuple[Any, str]]) -> QWidget:
    choice = Choice("", options)
    choice.box.setAccessibleName(words)
    choice.setObjectName(f"setting.{field}")
    choice.set_value(getattr(session.project, field))
    choice.chosen.connect(lambda value: write(session, words.lower(), **{field: value}))
    return labelled(words, choice)


def paragraph(words: str, text: str, keep: Callable[[str], None]) -> QWidget:
    """Several lines; kept when the box is left."""
    box = _Paragraph(text, keep)
    box.setAccessibleName(words)
    box.setFixedHeight(64)
    return labelled(words, box)


class _Paragraph(QPlainTextEdit):
    def __init__(self, text: str, keep: Callable[[str], None]) -> None:
        super().__init__(text)
        self._keep, self._kept = keep, text
        self.setTabChangesFocus(True)

    def focusOutEvent(self, event: Any) -> None:  # noqa: N802
        super().focusOutEvent(event)
        text = self.toPlainText().strip()
        if text != self._kept:
            self._kept = text
            self._keep(text)


def labelled(words: str, part: QWidget, top: bool = False) -> QWidget:
    """``top``: of a part that may grow."""
    name = label(words, tone="2")
    name.setFixedWidth(LABEL)
    if top:
        name.setFixedHeight(tokens.HEIGHT_ROW)
    made = QWidget()
    layout = QHBoxLayout(made)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    tall = top or part.sizeHint().height() > 40
    layout.addWidget(name, 0, Qt.AlignmentFlag.AlignTop if tall else Qt.AlignmentFlag.AlignVCenter)
    layout.addWidget(part, 1)
    return made


class Listed(QWidget):
    """Things in order, the first of which is the default; each can be taken away or made the first."""

    def __init__(
        self,
        entries: Sequence[tuple[str, str]],
        remove: Callable[[int], None],
        first: Callable[[int], None],
        keep_one: bool = True,
    ) -> None:
        """``entries``: (name, note)."""
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        for place, (name, note) in enumerate(entries):
            line = QWidget()
            set_role(line, "plate")
            across = QHBoxLayout(line)
            across.setContentsMargins(10, 3, 4, 3)
            words = label(name, weight="medium")
            words.setMinimumWidth(40)
            across.addWidget(words)
            across.addWidget(label(note, "cap", "3"), 1)
            if place:
                across.addWidget(ToolButton("arrow-up", f"Make {name} the default", partial(first, place)))
            elif len(entries) > 1:
                across.addWidget(label("default", "cap", "3"))
            gone = ToolButton("x", f"Remove {name}", partial(remove, place))
            gone.setEnabled(len(entries) > 1 or not keep_one)
            across.addWidget(gone)
            layout.addWidget(line)


class Adder(QComboBox):
    """Type a few letters of what is wanted, take it from the list."""

    def __init__(self, prompt: str, options: Sequence[tuple[str, str]], take: Callable[[str], None]) -> None:
        """``options``: (key, words)."""
        super().__init__()
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setAccessibleName(prompt)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(20)
        self._keys = [key for key, _ in options]
        self._take = take
        for _, words in options:
            self.addItem(words)
        self.setCurrentIndex(-1)
        line, completer = self.lineEdit(), self.completer()
        assert line is not None
        assert completer is not None
        line.setPlaceholderText(prompt)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        shown = completer.popup()
        assert shown is not None
        shown.setProperty("kind", "completions")
        self.activated.connect(self._taken)

    def _taken(self, index: int) -> None:
        if 0 <= index < len(self._keys):
            self.setCurrentIndex(-1)
            self._take(self._keys[index])
