"""Arrows of movement. Solid: a person moves. Open: the camera does. A block arrow stands in space."""

from __future__ import annotations

import numpy as np

from previz.export.paint import WHITE, Fill, Line, Paint, lettered, mixed, width_of
from previz.scene.mark_shapes import curve
from previz.scene.marks import Arrow
from previz.scene.strokes import Floats

LABEL_SIZE = 0.0105
"""Height of the capitals on labels: 20 px at 1920."""
LABEL_GAP = 0.01
CASING = 0.0024
HEAD_LENGTH, HEAD_WIDTH = 4.2, 4.0
"""Of a line arrow, in its widths."""
BLOCK_HEAD_LENGTH, BLOCK_HEAD_WIDTH = 1.25, 2.3
THICKNESS = 0.7
"""Of a block arrow that is seen from its side, in its widths."""
BLACK = "#000000"


def arrow_paint(
    arrow: Arrow, size: float, colour: str, opacity: float, label_size: float = LABEL_SIZE
) -> list[Paint]:
    """``size``: width of the shaft where it meets the head."""
    path = curve(arrow.points)
    if float(np.linalg.norm(np.diff(path, axis=0), axis=1).sum()) < 1e-6:
        return []
    if arrow.form == "block":
        paint = _block(arrow, path, size, colour, opacity)
    else:
        paint = _line(arrow, path, size, colour, opacity)
    return paint + _label(arrow, path, size, colour, opacity, label_size)


def _line(arrow: Arrow, path: Floats, size: float, colour: str, opacity: float) -> list[Paint]:
    ring = _outline(path, size * 0.5, size, HEAD_LENGTH * size, HEAD_WIDTH * size)
    casing = Line((ring,), CASING, WHITE, closed=True, opacity=opacity)
    if arrow.means == "subject":
        return [casing, Fill((ring,), colour, opacity)]
    edge = Line((ring,), max(size * 0.32, 0.0011), colour, closed=True, opacity=opacity)
    wide = Line((ring,), CASING + edge.width, WHITE, closed=True, opacity=opacity)
    return [wide, Fill((ring,), WHITE, opacity), edge]


def _block(arrow: Arrow, path: Floats, size: float, colour: str, opacity: float) -> list[Paint]:
    """Its top, and under it the side that shows when it is turned about its length."""
    turn_rad = np.radians(arrow.turn_deg)
    flat = max(abs(float(np.cos(turn_rad))), 0.12)
    start = size * (1 - arrow.taper)
    ring = _outline(path, start * flat, size * flat, BLOCK_HEAD_LENGTH * size, BLOCK_HEAD_WIDTH * size * flat)
    deep = float(np.sin(turn_rad)) * THICKNESS * size
    paint: list[Paint] = []
    dark = mixed(colour, BLACK, 0.45)
    if abs(deep) > 1e-4:
        down = np.array((0.0, deep))
        side = _swept(ring, down)
        paint += [Line((ring + down,), CASING, WHITE, closed=True, opacity=opacity)]
        paint += [Fill(side, dark, opacity)]
    paint = [Line((ring,), CASING, WHITE, closed=True, opacity=opacity), *paint]
    fill = colour if arrow.means == "subject" else mixed(colour, WHITE, 0.86)
    edge = dark if arrow.means == "subject" else colour
    width = 0.0009 if arrow.means == "subject" else 0.0016
    return [*paint, Fill((ring,), fill, opacity), Line((ring,), width, edge, closed=True, opacity=opacity)]


def _outline(path: Floats, start: float, end: float, head_length: float, head_width: float) -> Floats:
    """(n, 2) once around an arrow whose shaft swells from ``start`` to ``end``."""
    steps = np.linalg.norm(np.diff(path, axis=0), axis=1)
    run = np.concatenate([[0.0], np.cumsum(steps)])
    head_length = min(head_length, float(run[-1]) * 0.6)
    neck = float(run[-1]) - head_length
    places = np.linspace(0.0, neck, max(2, min(48, round(neck / 0.004))))
    shaft = np.stack([np.interp(places, run, path[:, axis]) for axis in (0, 1)], axis=1)
    tip = path[-1]
    along = tip - shaft[-1]
    along = along / max(float(np.linalg.norm(along)), 1e-9)
    across = np.array([-along[1], along[0]])
    directions = np.gradient(shaft, axis=0)
    directions[-1] = along
    directions /= np.maximum(np.linalg.norm(directions, axis=1, keepdims=True), 1e-9)
    normals = np.stack([-directions[:, 1], directions[:, 0]], axis=1)
    half = np.linspace(start, end, len(shaft))[:, None] / 2
    # The barbs stand a little behind the neck, as a hand draws them.
    barb = shaft[-1] - along * head_length * 0.08
    head = np.array([barb + across * head_width / 2, tip, barb - across * head_width / 2])
    return np.concatenate([shaft + normals * half, head, (shaft - normals * half)[::-1]])


def _swept(ring: Floats, way: Floats) -> tuple[Floats, ...]:
    """Rings, all in one direction, of what a ring passes over when it is pushed along ``way``."""
    quads = []
    for one, other in zip(ring, np.roll(ring, -1, axis=0), strict=True):
        quad = np.array([one, other, other + way, one + way])
        quads.append(quad if _area(quad) > 0 else quad[::-1])
    for face in (ring, ring + way):
        quads.append(face if _area(face) > 0 else face[::-1])
    return tuple(quads)


def _area(ring: Floats) -> float:
    after = np.roll(ring, -1, axis=0)
    return float((ring[:, 0] * after[:, 1] - after[:, 0] * ring[:, 1]).sum() / 2)


def _label(
    arrow: Arrow, path: Floats, size: float, colour: str, opacity: float, label_size: float
) -> list[Paint]:
    """Beside the tip, inside the picture."""
    if not arrow.label:
        return []
    width = width_of(arrow.label, label_size)
    x, y = (float(value) for value in path[-1])
    place = (x + LABEL_GAP, y + label_size / 2)
    if place[0] + width > 0.995 or path[-1, 0] < path[-2, 0]:
        # No room beyond the tip, or the head points away from it: above the head instead.
        wide = BLOCK_HEAD_WIDTH if arrow.form == "block" else HEAD_WIDTH
        left = min(max(x - width / 2, 0.005), 0.995 - width)
        place = (left, y - wide * size / 2 - label_size * 0.9)
    return lettered(arrow.label, place, label_size, mixed(colour, BLACK, 0.15), opacity=opacity)
