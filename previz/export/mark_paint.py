"""Marks as paint. Screen, PNG, SVG and PDF paint this and nothing else: a mark is the same on each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from previz.export.arrows import CASING, LABEL_SIZE, arrow_paint
from previz.export.paint import WHITE, Fill, Line, Paint, lettered, width_of
from previz.export.ribbons import all_rings, disc
from previz.scene.mark_shapes import LINE_HEIGHT
from previz.scene.marks import LAYERS, Arrow, Box, Frames, Ink, Layer, LayerLook, Measure, Pen, Point, Words
from previz.scene.model import FrameMark, MarkSheet
from previz.scene.strokes import Floats, unpack

OPACITY: dict[Pen, float] = {"pencil": 0.86, "ink": 1.0, "marker": 0.92, "highlighter": 0.38}
AREA_OPACITY = 0.3
TICK = 0.012
"""Length of the ends of a measure."""
PIN_SIZE = 0.0125
"""Radius of a note's disc."""


def paint_of(mark: FrameMark, label_size: float = LABEL_SIZE) -> list[Paint]:
    """From below upwards. ``label_size``: height of the capitals on labels."""
    shape = mark.shape
    match shape:
        case Ink():
            return paints_of([mark], label_size)[0]
        case Arrow():
            return arrow_paint(shape, mark.size, mark.colour, mark.opacity, label_size)
        case Frames():
            return _frames(shape, mark, label_size)
        case Words():
            return _words(shape, mark)
        case Box():
            ring = np.array(shape.corners)
            if shape.filled:
                return [Fill((ring,), mark.colour, mark.opacity * AREA_OPACITY)]
            return [Line((ring,), mark.size, mark.colour, closed=True, opacity=mark.opacity)]
        case Measure():
            return _measure(shape, mark, label_size)


def paints_of(marks: Sequence[FrameMark], label_size: float = LABEL_SIZE) -> list[list[Paint]]:
    """As `paint_of`, of many marks: strokes are worked out together."""
    inks = [(mark.shape, mark.size) for mark in marks if isinstance(mark.shape, Ink)]
    rings = iter(all_rings([ink for ink, _ in inks], [size for _, size in inks]))
    return [
        [_stroke(mark.shape, mark, next(rings))]
        if isinstance(mark.shape, Ink)
        else paint_of(mark, label_size)
        for mark in marks
    ]


def layer_look(sheet: MarkSheet | None, layer: str) -> LayerLook:
    return sheet.layers.get(layer, LayerLook()) if sheet is not None else LayerLook()


def paint_sheet(
    marks: Iterable[FrameMark],
    sheet: MarkSheet | None = None,
    layers: Iterable[Layer] = LAYERS,
    label_size: float = LABEL_SIZE,
) -> list[Paint]:
    """Marks of one take in the order given, layer upon layer, without what is hidden."""
    known: dict[Layer, list[FrameMark]] = {layer: [] for layer in LAYERS}
    for mark in marks:
        known[mark.layer].append(mark)
    found: list[Paint] = []
    for layer in LAYERS:
        look = layer_look(sheet, layer)
        if look.visible and look.opacity > 0 and layer in set(layers):
            painted = paints_of(known[layer], label_size)
            found += [faded(part, look.opacity) for parts in painted for part in parts]
    return found


def faded(paint: Paint, opacity: float) -> Paint:
    return replace(paint, opacity=paint.opacity * opacity) if opacity < 1 else paint


def pin_middle(place: Point, radius: float = PIN_SIZE) -> Point:
    """Where the disc of a note stands: beside what it points at, so that no face is covered."""
    x, y = place[0] + radius * 1.9, place[1] - radius * 1.9
    if x > 1 - radius:
        x = place[0] - radius * 1.9
    return x, max(y, radius * 1.15)


def pin_paint(place: Point, number: int, colour: str, radius: float = PIN_SIZE) -> list[Paint]:
    """A dot on the place, a line from it to a disc, and in that the number."""
    middle = np.array(pin_middle(place, radius))
    way = (np.array([place, middle]),)
    return [
        Line(way, radius * 0.32, WHITE),
        Fill((disc(np.array(place), radius * 0.28),), WHITE),
        Fill((disc(middle, radius * 1.11),), WHITE),
        Line(way, radius * 0.14, colour),
        Fill((disc(np.array(place), radius * 0.19),), colour),
        *_numbered(middle, number, colour, radius),
    ]


def corner_paint(place: int, number: int, colour: str, radius: float) -> list[Paint]:
    """As `pin_paint`, of a note on the whole panel: the ``place``-th disc (from 0) in the upper left."""
    middle = np.array([radius * (1.6 + 2.5 * place), radius * 1.6])
    return [Fill((disc(middle, radius * 1.11),), WHITE), *_numbered(middle, number, colour, radius)]


def _numbered(middle: Floats, number: int, colour: str, radius: float) -> list[Paint]:
    text = str(number)
    size = radius * (0.86 if len(text) < 3 else 0.62)
    at = (float(middle[0]) - width_of(text, size) / 2, float(middle[1]) + size / 2)
    return [Fill((disc(middle, radius),), colour), *lettered(text, at, size, "#101010", halo=False)]


def _stroke(ink: Ink, mark: FrameMark, rings: Sequence[Floats]) -> Fill:
    opacity = OPACITY[ink.pen]
    if ink.pen == "pencil":  # a light hand leaves less graphite, and so does the side of the lead
        _, _, pressure, tilt_deg = unpack(ink.touches).mean(axis=0).tolist()
        opacity *= (0.5 + 0.5 * pressure**0.5) * (1 - 0.45 * min(max(tilt_deg - 25, 0) / 45, 1))
    return Fill(tuple(rings), mark.colour, mark.opacity * opacity)


def _frames(frames: Frames, mark: FrameMark, label_size: float) -> list[Paint]:
    start, end = np.array(frames.start), np.array(frames.end)
    width, opacity = mark.size, mark.opacity
    ways = tuple(np.array([one, other]) for one, other in zip(start, end, strict=True))
    dash = (width * 4, width * 3)
    paint: list[Paint] = [
        Line(ways, CASING * 0.8, WHITE, opacity=opacity * 0.8),
        Line(ways, width * 0.55, mark.colour, opacity=opacity, dash=dash),
        Line((start, end), width + CASING, WHITE, closed=True, opacity=opacity),
        Line((start,), width, mark.colour, closed=True, opacity=opacity),
        Line((end,), width, mark.colour, closed=True, opacity=opacity, dash=(width * 6, width * 2.6)),
    ]
    for ring, name in ((start, "A"), (end, "B")):
        paint += _plate(name, ring[0], ring[1] - ring[0], ring[3] - ring[0], mark, label_size)
    if frames.label:
        paint += _plate(frames.label, start[2], start[3] - start[2], start[1] - start[2], mark, label_size)
    return paint


def _plate(
    text: str, corner: Floats, along: Floats, down: Floats, mark: FrameMark, size: float
) -> list[Paint]:
    """Words on a plate of the mark's colour in a corner of a frame, turned as the frame is."""
    right = along / max(float(np.linalg.norm(along)), 1e-9)
    inward = down / max(float(np.linalg.norm(down)), 1e-9)
    width, tall = width_of(text, size) + size * 1.3, size * 2.1
    ring = corner + np.array([0 * right, right * width, right * width + inward * tall, inward * tall])
    middle = ring.mean(axis=0)
    # Words run from left to right whichever corner the plate hangs in.
    reading = right if right[0] >= 0 else -right
    below = inward if inward[1] >= 0 else -inward
    at = middle - reading * width_of(text, size) / 2 + below * size / 2
    turn_deg = float(np.degrees(np.arctan2(reading[1], reading[0])))
    place = (float(at[0]), float(at[1]))
    return [
        Fill((ring,), mark.colour, mark.opacity),
        *lettered(text, place, size, WHITE, turn_deg, halo=False, opacity=mark.opacity),
    ]


def _words(words: Words, mark: FrameMark) -> list[Paint]:
    angle_rad = np.radians(words.turn_deg)
    down = np.array([-np.sin(angle_rad), np.cos(angle_rad)]) * mark.size * LINE_HEIGHT
    paint: list[Paint] = []
    for line, text in enumerate(words.text.split("\n")):
        x, y = np.array(words.at) + down * line
        at = (float(x), float(y))
        paint += lettered(text, at, mark.size, mark.colour, words.turn_deg, opacity=mark.opacity)
    return paint


def _measure(measure: Measure, mark: FrameMark, label_size: float) -> list[Paint]:
    start, end = np.array(measure.start), np.array(measure.end)
    along = end - start
    length = float(np.linalg.norm(along))
    if length < 1e-6:
        return []
    across = np.array([-along[1], along[0]]) / length * TICK / 2
    paths = (
        np.array([start, end]),
        np.array([start - across, start + across]),
        np.array([end - across, end + across]),
    )
    paint: list[Paint] = [
        Line(paths, mark.size + CASING, WHITE, opacity=mark.opacity),
        Line(paths, mark.size, mark.colour, opacity=mark.opacity),
    ]
    if measure.label:
        x, y = (start + end) / 2
        left = float(x) - width_of(measure.label, label_size) / 2
        rise = label_size * 0.9 + TICK * abs(float(along[0])) / length * 0.3
        at = (left, float(y) - rise)
        paint += lettered(measure.label, at, label_size, mark.colour, opacity=mark.opacity)
    return paint
