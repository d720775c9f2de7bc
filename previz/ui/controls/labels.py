"""Words and the boxes they stand in."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

Size = Literal["", "cap", "base", "title", "head", "display"]
Tone = Literal["", "2", "3", "off", "stale"]
Weight = Literal["", "medium", "strong"]


def label(
    text: str = "", size: Size = "", tone: Tone = "", weight: Weight = "", wrap: bool = False
) -> QLabel:
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    for name, value in (("scale", size), ("tone", tone), ("weight", weight)):
        if value:
            made.setProperty(name, value)
    return made


class OneLine(QLabel):
    """Words in the room there is, with … where they do not end; whole in the tip.

    ``snug``: it takes no more room than the words need; else all there is.
    """

    def __init__(self, text: str, snug: bool = False) -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        wide = QSizePolicy.Policy.Preferred if snug else QSizePolicy.Policy.Ignored
        self.setSizePolicy(wide, QSizePolicy.Policy.Preferred)
        self.setToolTip(text)

    def setText(self, text: str) -> None:  # noqa: N802
        super().setText(text)
        self.setToolTip(text)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter = QPainter(self)
        self.style().drawItemText(
            painter, self.rect(), int(self.alignment()), self.palette(), True, shown, self.foregroundRole()
        )
        painter.end()


def row(
    *children: QWidget | int | None,
    role: str = "",
    margins: tuple[int, int, int, int] = (0, 0, 0, 0),
    gap: int = 8,
    height: int | None = None,
) -> QWidget:
    """Widgets beside each other. An int leaves that much room, None takes all room there is."""
    return _box(QHBoxLayout, children, role, margins, gap, height)


def column(
    *children: QWidget | int | None,
    role: str = "",
    margins: tuple[int, int, int, int] = (0, 0, 0, 0),
    gap: int = 8,
) -> QWidget:
    """Widgets below each other, as `row`."""
    return _box(QVBoxLayout, children, role, margins, gap, None)


def _box(
    kind: type[QHBoxLayout] | type[QVBoxLayout],
    children: tuple[QWidget | int | None, ...],
    role: str,
    margins: tuple[int, int, int, int],
    gap: int,
    height: int | None,
) -> QWidget:
    box = QWidget()
    layout: QBoxLayout = kind(box)
    layout.setContentsMargins(*margins)
    layout.setSpacing(gap)
    for child in children:
        if child is None:
            layout.addStretch(1)
        elif isinstance(child, int):
            layout.addSpacing(child)
        else:
            layout.addWidget(child)
    if role:
        set_role(box, role)
    if height is not None:
        box.setFixedHeight(height)
    return box


def set_role(widget: QWidget, role: str) -> None:
    """Give a plain widget the surface that the style sheet has for ``role``."""
    widget.setProperty("role", role)
    widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)


def rule(upright: bool = False) -> QFrame:
    """A hairline."""
    made = QFrame()
    set_role(made, "vrule" if upright else "hrule")
    return made
