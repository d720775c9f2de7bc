"""What a person draws over a take, as frozen values: strokes, arrows, frames, words, boxes and measures.

One unit is the width of the picture on both axes, x to the right and y down from its top left corner; so a
circle stays a circle when it is turned, and marks fit every size in pixels of the same picture. A picture
never changes: what is drawn over it hangs on its take. Nothing here computes: see `strokes`, `mark_shapes`.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

Point: TypeAlias = tuple[float, float]
Quad: TypeAlias = tuple[Point, Point, Point, Point]
"""Corners in turn: top left, top right, bottom right, bottom left before anything was turned."""
Pen = Literal["pencil", "ink", "marker", "highlighter"]
Layer = Literal["drawing", "arrows", "notes"]

PENS: tuple[Pen, ...] = ("pencil", "ink", "marker", "highlighter")
LAYERS: tuple[Layer, ...] = ("drawing", "arrows", "notes")
"""From the picture upwards."""
FAR = 4.0
"""Nothing is drawn further from the picture than this many of its widths."""
LARGEST_SIZE = 1.0
LONGEST_TEXT = 2000

SUBJECT_RED = "#D7263D"
CAMERA_BLUE = "#1565C0"
BLACK = "#1B1B1B"


class _Part(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A part of an entity, as `model.Value`."""


class Ink(_Part, frozen=True, kw_only=True, tag="ink"):
    """One stroke of a pen."""

    touches: str
    """Four whole numbers a touch, all separated by spaces: x and y in 1/100,000 of the picture's width,
    pressure in 1/1000, tilt in degrees from upright. See `strokes.pack`."""
    pen: Pen = "pencil"


class Arrow(_Part, frozen=True, kw_only=True, tag="arrow"):
    """A movement. The curve goes through its points, the head stands at the last."""

    points: tuple[Point, ...]
    means: Literal["subject", "camera"] = "subject"
    """A subject's arrow is solid; a camera's is open."""
    form: Literal["line", "block"] = "line"
    taper: float = 0.65
    """How much thinner a block arrow begins than it ends: 0 even … 1 from a point."""
    turn_deg: float = 0.0
    """A block arrow turned about its own length, so that its side shows."""
    label: str = ""


class Frames(_Part, frozen=True, kw_only=True, tag="frames"):
    """The frame at the start (A) and at the end (B) of a camera move."""

    start: Quad
    end: Quad
    label: str = ""


class Words(_Part, frozen=True, kw_only=True, tag="words"):
    """Text; the mark's size is the height of a line's capitals. ``at`` is the left end of the first line."""

    at: Point
    text: str
    turn_deg: float = 0.0
    """Clockwise."""


class Box(_Part, frozen=True, kw_only=True, tag="box"):
    corners: Quad
    filled: bool = False
    """A see-through area instead of an outline."""


class Measure(_Part, frozen=True, kw_only=True, tag="measure"):
    """A distance between two places, with what was read there ("1.42 m")."""

    start: Point
    end: Point
    label: str = ""


Shape = Ink | Arrow | Frames | Words | Box | Measure


class LayerLook(_Part, frozen=True, kw_only=True):
    opacity: float = 1.0
    visible: bool = True
    locked: bool = False


class NotePin(_Part, frozen=True, kw_only=True):
    """What a note points at."""

    take_id: str = ""
    """The take over which the pin was put."""
    place: Point
    """On that take, in widths of its picture."""
    target_id: str = ""
    """The person or item that the note follows through every shot; "" for a place of the picture. Nothing
    keeps it from being removed: the note stays."""
    target_name: str = ""
    """As the target was called then."""
    part: str = ""
    """Of a person: "bone:" and the bone that carries the skin there; in old films the nearest landmark."""
    offset_m: tuple[float, float, float] = (0.0, 0.0, 0.0)
    """From the head of the bone in its own space (or from the landmark), or in the item's own space."""


def fixed_points(shape: Shape) -> tuple[Point, ...]:
    """The points that place a shape; of a stroke none, for its touches do."""
    match shape:
        case Arrow(points=points):
            return points
        case Frames(start=start, end=end):
            return (*start, *end)
        case Words(at=at):
            return (at,)
        case Box(corners=corners):
            return corners
        case Measure(start=one, end=other):
            return (one, other)
    return ()
