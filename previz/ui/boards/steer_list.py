"""What pushback changes in the next take: reason, parameter, old → new."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from previz.gen.request import Steer
from previz.ui import tokens
from previz.ui.controls import ToolButton
from previz.ui.controls.labels import column, label, row
from previz.ui.theme import colour, font, plate


class ReasonChip(QWidget):
    """The word of a reason on its colour."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.setAccessibleName(words)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(80, 20)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        plate(painter, self.rect().toRectF(), "changes_bg", None, 10)
        painter.setFont(font(tokens.TEXT_CAP, 500))
        painter.setPen(colour("changes"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._words)
        painter.end()


def _is_number(text: str) -> bool:
    return text.lstrip("-−").replace(".", "").isdigit()


class SteerList(QWidget):
    """Rows of changes; ``editable``: the new value is a field, and × leaves a change out."""

    changed = Signal()

    def __init__(self, editable: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editable = editable
        self.steers: tuple[Steer, ...] = ()
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(4)

    def show_steers(self, steers: Sequence[Steer]) -> None:
        self.steers = tuple(steers)
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for place, steer in enumerate(self.steers):
            self._rows.addWidget(self._row(place, steer))
        self.setVisible(bool(self.steers))

    def _row(self, place: int, steer: Steer) -> QWidget:
        box = QWidget()
        layout = QHBoxLayout(box)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(ReasonChip(steer.reason))
        below: list[QWidget] = [label(f"{steer.old} →", tone="3")] if steer.old else []
        if steer.where == "stage":
            layout.addWidget(label(f"On the stage: {steer.new}", tone="2", wrap=True), 1)
        else:
            layout.addWidget(label(steer.label, tone="2"))
            layout.addStretch(1)
            below.append(self._new(place, steer))
            if not self._editable:
                for part in below:
                    layout.addWidget(part)
        if self._editable:
            layout.addWidget(ToolButton("x", f"Leave out: {steer.line()}", lambda: self._leave_out(place)))
        # With a field a row is wider than the panel beside the boards: old and new get a line of their own.
        two = self._editable and steer.where != "stage"
        whole = column(box, row(None, *below, gap=8), gap=2) if two else box
        whole.setToolTip(steer.line())
        return whole

    def _new(self, place: int, steer: Steer) -> QWidget:
        if not self._editable:
            return label(steer.new, weight="strong")
        field = QLineEdit(steer.new)
        field.setAccessibleName(f"{steer.label}, {steer.reason}")
        field.setFixedWidth(56 if _is_number(steer.new) else 148)
        field.setCursorPosition(0)
        field.editingFinished.connect(lambda: self._take(place, field.text().strip()))
        return field

    def _take(self, place: int, text: str) -> None:
        if place < len(self.steers) and text and text != self.steers[place].new:
            changed = msgspec.structs.replace(self.steers[place], new=text)
            self.steers = (*self.steers[:place], changed, *self.steers[place + 1 :])
            self.changed.emit()

    def _leave_out(self, place: int) -> None:
        self.show_steers([steer for other, steer in enumerate(self.steers) if other != place])
        self.changed.emit()
