"""What marks are painted with: filled rings, lines, letters; places in widths of the picture, y down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from previz.export.lettering import advance, covers, outlines
from previz.scene.marks import Point
from previz.scene.strokes import Floats

WHITE = "#FFFFFF"


@dataclass(frozen=True)
class Reading:
    """A line of words: about its middle a mirrored view turns it back, so that it can be read."""

    middle: Point
    turn_deg: float


@dataclass(frozen=True, eq=False)
class Fill:
    """Rings (n, 2) filled together by the non-zero rule."""

    rings: tuple[Floats, ...]
    colour: str
    opacity: float = 1.0
    reading: Reading | None = None
    """Of letters."""


@dataclass(frozen=True, eq=False)
class Line:
    """Round joins and ends. ``dash``: (drawn, left out), in widths of the picture."""

    paths: tuple[Floats, ...]
    width: float
    colour: str
    closed: bool = False
    opacity: float = 1.0
    dash: tuple[float, float] | None = None
    reading: Reading | None = None
    """Of what lies around letters."""


@dataclass(frozen=True, eq=False)
class Letters:
    """A line of words that needs a shaper; begins at ``at`` on its base line, capitals ``size`` high."""

    text: str
    at: Point
    size: float
    turn_deg: float
    colour: str
    opacity: float = 1.0
    halo: float = 0.0
    """Width of white around the letters."""

    @property
    def reading(self) -> Reading:
        return _reading(self.text, self.at, self.size, self.turn_deg)


Paint: TypeAlias = Fill | Line | Letters

CAPITAL_SHARE = 0.727
"""Height of Inter's capitals in sizes of the font."""


def lettered(
    text: str,
    at: Point,
    size: float,
    colour: str,
    turn_deg: float = 0.0,
    halo: bool = True,
    opacity: float = 1.0,
) -> list[Paint]:
    """One line of words: outlines where Inter has all of it, else `Letters`."""
    if not text.strip():
        return []
    width = size * 0.5 if halo else 0.0
    if not covers(text):
        return [Letters(text, at, size, turn_deg, colour, opacity, width)]
    angle_rad = np.radians(turn_deg)
    c, s = np.cos(angle_rad), np.sin(angle_rad)
    turn = np.array([(c, -s), (s, c)])
    rings = tuple(ring @ turn.T + at for ring in outlines(text, size))
    reading = _reading(text, at, size, turn_deg)
    around: list[Paint] = []
    if halo:
        around.append(Line(rings, width, WHITE, closed=True, opacity=opacity * 0.9, reading=reading))
    return [*around, Fill(rings, colour, opacity, reading)]


def _reading(text: str, at: Point, size: float, turn_deg: float) -> Reading:
    half, angle_rad = width_of(text, size) / 2, np.radians(turn_deg)
    middle = at[0] + half * float(np.cos(angle_rad)), at[1] + half * float(np.sin(angle_rad))
    return Reading(middle, turn_deg)


def width_of(text: str, size: float) -> float:
    """Of a line of words; for a shaper's scripts about that."""
    return advance(text, size) if covers(text) else len(text) * size * 0.85


def mixed(colour: str, other: str, share: float) -> str:
    """``share`` of the other colour, both as #RRGGBB."""
    pairs = zip(bytes.fromhex(colour[1:]), bytes.fromhex(other[1:]), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)
