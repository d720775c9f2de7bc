"""What lies at hand: the tool that is taken up, its colour, size and feel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypedDict

from PySide6.QtCore import QObject, Signal

from previz.scene.marks import BLACK, CAMERA_BLUE, SUBJECT_RED, Layer, Pen

PX = 1 / 1920
"""Sizes are told in pixels of a picture of this width, whatever the take's own."""

COLOURS = (
    ("Red: the subject", SUBJECT_RED),
    ("Blue: the camera", CAMERA_BLUE),
    ("Black", BLACK),
    ("White", "#FFFFFF"),
    ("Yellow", "#F5B83D"),
    ("Green", "#2E9E5B"),
)


@dataclass(frozen=True)
class ToolFacts:
    name: str
    words: str
    key: str
    icon: str
    size_px: float = 4.0
    colour: str = BLACK
    layer: Layer = "drawing"
    pen: Pen | None = None
    hint: str = "Drag to draw"


TOOLS: tuple[ToolFacts, ...] = (
    ToolFacts("select", "Select and move", "V", "cursor", hint="Click a mark, or drag around several"),
    ToolFacts("pencil", "Pencil", "P", "pencil-simple", 5.0, pen="pencil"),
    ToolFacts("ink", "Ink", "I", "pen-nib", 6.0, pen="ink"),
    ToolFacts("marker", "Marker", "M", "marker-circle", 16.0, pen="marker"),
    ToolFacts("highlighter", "Highlighter", "L", "highlighter-circle", 34.0, "#F5B83D", pen="highlighter"),
    ToolFacts("eraser", "Eraser", "E", "eraser", 26.0, hint="Cuts strokes; takes other marks whole"),
    ToolFacts("arrow", "Arrow", "A", "arrow-up-right", 9.0, SUBJECT_RED, "arrows"),
    ToolFacts("curve", "Curved arrow", "C", "arrow-bend-up-right", 9.0, SUBJECT_RED, "arrows"),
    ToolFacts("block", "Movement arrow", "B", "arrow-fat-right", 36.0, SUBJECT_RED, "arrows"),
    ToolFacts(
        "frames",
        "Frames A to B",
        "F",
        "bounding-box",
        4.0,
        CAMERA_BLUE,
        "arrows",
        hint="Drag frame B; with Shift the move starts there and ends on the whole picture",
    ),
    ToolFacts("text", "Text", "T", "text-t", 24.0, layer="notes", hint="Click where the words begin"),
    ToolFacts("box", "Rectangle", "R", "rectangle", 5.0, SUBJECT_RED, "notes"),
    ToolFacts("area", "Highlight an area", "Shift+L", "selection", 5.0, "#F5B83D", "notes"),
    ToolFacts("measure", "Measure", "U", "ruler", 3.0, layer="notes", hint="Drag from one thing to another"),
    ToolFacts("note", "Note", "N", "chat-text", layer="notes", hint="Click what the note is about"),
)
BREAKS = ("pencil", "arrow", "text", "note")
"""Tools before which the rail draws a line."""
FACTS = {tool.name: tool for tool in TOOLS}


class MarkLook(TypedDict):
    """What a mark that is drawn now looks like."""

    layer: Layer
    colour: str
    size: float
    """In widths of the picture."""
    opacity: float


class Kit(QObject):
    changed = Signal()
    """Another tool, or another setting of it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tool = "pencil"
        self._sizes = {tool.name: tool.size_px for tool in TOOLS}
        self._colours = {tool.name: tool.colour for tool in TOOLS}
        self._opacities = {tool.name: 1.0 for tool in TOOLS}
        self.smooth = 0.35
        self.feels_pressure = True

    @property
    def facts(self) -> ToolFacts:
        return FACTS[self._tool]

    @property
    def size_px(self) -> float:
        return self._sizes[self._tool]

    @property
    def size(self) -> float:
        """In widths of the picture."""
        return self.size_px * PX

    @property
    def colour(self) -> str:
        return self._colours[self._tool]

    @property
    def opacity(self) -> float:
        return self._opacities[self._tool]

    @property
    def look(self) -> MarkLook:
        return {"layer": self.facts.layer, "colour": self.colour, "size": self.size, "opacity": self.opacity}

    def take_up(self, tool: str) -> None:
        """Raises KeyError."""
        self._tool = FACTS[tool].name
        self.changed.emit()

    def set_size_px(self, size_px: float) -> None:
        self._sizes[self._tool] = min(max(size_px, 1.0), 400.0)
        self.changed.emit()

    def set_colour(self, colour: str) -> None:
        self._colours[self._tool] = colour
        self.changed.emit()

    def set_opacity(self, opacity: float) -> None:
        self._opacities[self._tool] = min(max(opacity, 0.05), 1.0)
        self.changed.emit()

    def set_smooth(self, smooth: float) -> None:
        self.smooth = min(max(smooth, 0.0), 1.0)
        self.changed.emit()

    def set_feels_pressure(self, feels: bool) -> None:
        self.feels_pressure = feels
        self.changed.emit()
