"""What must be true of a mark and of the sheet of a take's layers, so that every program can draw them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from previz.scene.marks import FAR, LARGEST_SIZE, LAYERS, LONGEST_TEXT, Arrow, Ink, Words, fixed_points
from previz.scene.model import FrameMark, MarkSheet

_TOUCHES = re.compile(r"-?\d{1,6} -?\d{1,6} \d{1,4} \d{1,2}(?: -?\d{1,6} -?\d{1,6} \d{1,4} \d{1,2})*")
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")


def mark_troubles(mark: FrameMark) -> Iterator[str]:
    """One line for each thing about a mark that cannot be drawn."""
    if not _COLOUR.fullmatch(mark.colour):
        yield f"{mark.colour!r} is no colour; write it as #RRGGBB"
    if not 0 < mark.size <= LARGEST_SIZE:
        yield f"its size is {mark.size:g} of the picture's width; give one above 0, up to {LARGEST_SIZE:g}"
    if not 0 <= mark.opacity <= 1:
        yield f"its opacity is {mark.opacity:g}; give 0 to 1"
    shape = mark.shape
    if isinstance(shape, Ink):
        if not _TOUCHES.fullmatch(shape.touches):
            yield "its touches are not x, y, pressure and tilt as whole numbers; draw it again"
        return
    if isinstance(shape, Arrow) and len(shape.points) < 2:
        yield "an arrow needs two points; draw it again"
    if any(not -FAR <= value <= FAR + 1 for point in fixed_points(shape) for value in point):
        yield f"it lies more than {FAR:g} widths from the picture; draw it nearer"
    text = shape.text if isinstance(shape, Words) else getattr(shape, "label", "")
    if len(text) > LONGEST_TEXT:
        yield f"it has {len(text)} letters; write {LONGEST_TEXT} or fewer"


def sheet_troubles(sheet: MarkSheet) -> Iterator[str]:
    for name, look in sheet.layers.items():
        if name not in (*LAYERS, "picture"):
            yield f"there is no layer {name!r}; it is one of picture, {', '.join(LAYERS)}"
        if not 0 <= look.opacity <= 1:
            yield f"the opacity of {name} is {look.opacity:g}; give 0 to 1"
