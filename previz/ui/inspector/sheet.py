"""Rows that are bound to the document: each knows how to read its values and how to write one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QColorDialog, QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from previz.scene.document import Document
from previz.scene.model import Rgb
from previz.studio import arranging, tracks
from previz.ui import tokens
from previz.ui.actions import always
from previz.ui.controls import Choice, Field, Measure, Toggle, label, row, text_line
from previz.ui.controls.measure import length_units
from previz.ui.session import Session

Reader = Callable[[], Sequence[Any]]
"""The value of each thing that is selected; different ones show as mixed."""
Writer = Callable[[Any, str | None], None]
"""Put a value into everything selected, under a gesture."""

PARAGRAPH_PX = 62


def one_of(values: Sequence[Any]) -> tuple[Any, bool]:
    """The common value, and whether they differ."""
    first = values[0] if values else None
    mixed = any(value != first for value in values)
    return (None if mixed else first), mixed


class Sheet(QWidget):
    """A column of rows; `refresh` reads all of them again."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._readers: list[Callable[[], None]] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(12, 4, 8, 12)
        self._layout.setSpacing(4)
        self._layout.setAlignment(Qt.AlignmentFlag.AlignTop)

    def refresh(self) -> None:
        for read in self._readers:
            read()

    def add(self, widget: QWidget) -> None:
        self._layout.addWidget(widget)

    # --------------------------------------------------------------------------------------------- rows
    def number(
        self,
        name: str,
        read: Reader,
        write: Writer,
        kind: Measure = Measure.NUMBER,
        *,
        nudge: Callable[[float, str], None] | None = None,
        free: Callable[[], bool] = always,
        **field: Any,
    ) -> Field:
        """A number; ``nudge`` moves each of mixed values by as much; it can be changed while ``free``. Other
        arguments go to `Field`."""
        made = Field(name, kind, **field)
        gesture = [""]
        made.began.connect(lambda: gesture.__setitem__(0, self.session.new_gesture(name)))
        made.edited.connect(lambda value: self._put(write, value, gesture[0] or None))
        if nudge is not None:
            made.nudged.connect(lambda by: self.session.attempt(lambda: nudge(by, gesture[0])))
        made.cancelled.connect(lambda: self.session.end_gesture(broken_off=gesture[0]))
        made.ended.connect(self.session.end_gesture)
        default = field.get("default")
        if default is not None:
            made.mark_clicked.connect(lambda: self._put(write, default, None))

        def show() -> None:
            value, mixed = one_of(read())
            made.setEnabled(free() and not self.session.read_only)
            made.setToolTip("" if free() else "Locked; Ctrl+L unlocks.")
            made.set_value(None if mixed else float(value if value is not None else 0.0))
            made.set_units(length_units(self.session.project))
            if default is not None:
                made.set_mark("none" if not mixed and value == default else "changed")

        return self._row(made, show)

    def computed(
        self, name: str, read: Callable[[], float | None], kind: Measure, decimals: int = 2
    ) -> Field:
        """A number that follows from others; it cannot be typed."""
        made = Field(name, kind, decimals=decimals)
        made.set_mark("computed")

        def show() -> None:
            value = read()
            made.setVisible(value is not None)
            if value is not None:
                made.set_value(value)
            made.set_units(length_units(self.session.project))

        return self._row(made, show)

    def choice(
        self,
        name: str,
        options: Callable[[], Sequence[tuple[Any, str]]],
        read: Reader,
        write: Writer,
        wide: bool = False,
    ) -> Choice:
        made = Choice(name, options(), wide=wide)
        made.setEnabled(not self.session.read_only)
        made.chosen.connect(lambda value: self._put(write, value, None))

        def show() -> None:
            made.set_options(options())
            value, mixed = one_of(read())
            made.set_value(value, mixed)

        return self._row(made, show)

    def toggle(self, name: str, read: Reader, write: Writer) -> Toggle:
        made = Toggle(name, tokens.WIDTH_LABEL)
        made.setEnabled(not self.session.read_only)
        made.clicked.connect(lambda: self._put(write, made.isChecked(), None))

        def show() -> None:
            with QSignalBlocker(made):
                made.setChecked(bool(one_of(read())[0]))

        return self._row(made, show)

    def flags(self, ids: Sequence[str]) -> None:
        """Whether things or people are locked and hidden."""
        for name, holds, put in (
            ("Locked", tracks.is_locked, arranging.set_locked),
            ("Hidden", tracks.is_hidden, arranging.set_hidden),
        ):
            self.toggle(
                name,
                lambda holds=holds: self._of_each(holds, ids),
                lambda on, _, put=put: self._put_flag(put, ids, on),
            )

    def _put_flag(
        self, put: Callable[[Document, str, Sequence[str], bool], None], ids: Sequence[str], on: bool
    ) -> None:
        if self.session.shot is not None:
            put(self.session.document, self.session.shot.id, ids, on)

    def is_free(self, ids: Sequence[str]) -> bool:
        """Whether any of them can be moved."""
        locked = self._of_each(tracks.is_locked, ids)
        return not locked or not all(locked)

    def _of_each(self, holds: Callable[[Document, str, str], bool], ids: Sequence[str]) -> list[bool]:
        """Empty without a shot, in which nobody stands."""
        document, shot = self.session.document, self.session.shot
        return [holds(document, shot.id, id) for id in ids if id in document] if shot is not None else []

    def text(self, name: str, read: Reader, write: Writer, prompt: str = "") -> QLineEdit:
        made = text_line(name, prompt=prompt)
        made.setReadOnly(self.session.read_only)
        made.editingFinished.connect(lambda: self._put_text(made.text(), read, write))

        def show() -> None:
            value, mixed = one_of(read())
            if not made.hasFocus() or not made.isModified():
                made.setText("" if value is None else str(value))
                made.setPlaceholderText("Mixed" if mixed else prompt)

        self._row(self._labelled(name, made), show)
        return made

    def paragraph(self, name: str, read: Reader, write: Writer) -> QPlainTextEdit:
        made = _Paragraph(lambda text: self._put_text(text, read, write))
        made.setAccessibleName(name)
        made.setReadOnly(self.session.read_only)

        def show() -> None:
            value = str(one_of(read())[0] or "")
            if not made.hasFocus() and made.toPlainText() != value:
                made.setPlainText(value)

        self.add(label(name, tone="2"))
        self._row(made, show)
        return made

    def colour(self, name: str, read: Reader, write: Writer) -> QPushButton:
        made = QPushButton()
        made.setAccessibleName(f"Colour of {name}")
        made.setFixedSize(44, 20)
        made.setEnabled(not self.session.read_only)
        made.clicked.connect(lambda: self._pick(name, read, write))

        def show() -> None:
            value, _ = one_of(read())
            made.setToolTip(f"{name}: {'mixed' if value is None else to_qcolor(value).name()}")
            shown = "transparent" if value is None else to_qcolor(value).name()
            made.setStyleSheet(
                f"QPushButton {{ background: {shown}; border: 1px solid {tokens.COLOUR['line_hi']};"
                " min-height: 18px; max-height: 18px; padding: 0; }"
            )

        self._row(self._labelled(name, made), show)
        return made

    def _labelled(self, name: str, widget: QWidget) -> QWidget:
        words = label(name, tone="2")
        words.setFixedWidth(tokens.WIDTH_LABEL)
        stretch = None if isinstance(widget, QPushButton) else tokens.WIDTH_GUTTER
        return row(words, widget, stretch, gap=0, height=tokens.HEIGHT_ROW)

    def _row(self, widget: Any, show: Callable[[], None]) -> Any:
        self._layout.addWidget(widget)
        self._readers.append(show)
        show()
        return widget

    # ------------------------------------------------------------------------------------------ writing
    def _put(self, write: Writer, value: Any, gesture: str | None) -> None:
        self.session.attempt(lambda: write(value, gesture))
        self.refresh()

    def _put_text(self, text: str, read: Reader, write: Writer) -> None:
        value, mixed = one_of(read())
        if text != (value or "") and not (mixed and not text):
            self._put(write, text, None)

    def _pick(self, name: str, read: Reader, write: Writer) -> None:
        value, _ = one_of(read())
        start = to_qcolor(value) if value is not None else QColor("#888888")
        chosen = QColorDialog.getColor(start, self, f"Colour of {name}")
        if chosen.isValid():
            self._put(write, to_rgb(chosen), None)


class _Paragraph(QPlainTextEdit):
    """Several lines; what was typed is taken when the focus goes."""

    def __init__(self, take: Callable[[str], None]) -> None:
        super().__init__()
        self._take = take
        self.setFixedHeight(PARAGRAPH_PX)
        self.setTabChangesFocus(True)

    def focusOutEvent(self, event: Any) -> None:  # noqa: N802
        super().focusOutEvent(event)
        self._take(self.toPlainText())


def to_qcolor(rgb: Rgb) -> QColor:
    return QColor.fromRgbF(*(min(max(float(c), 0.0), 1.0) for c in rgb))


def to_rgb(colour: QColor) -> Rgb:
    return (round(colour.redF(), 4), round(colour.greenF(), 4), round(colour.blueF(), 4))
