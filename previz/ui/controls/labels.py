"""Words and the boxes they stand in."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

Size = Literal["", "cap", "base", "title", "head", "display"]
Tone = Literal["", "2", "3", "off"]
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
