"""Letters as outlines, so that words over a picture are the same on every screen, sheet and machine."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont

from previz.assets import asset
from previz.scene.strokes import Floats

WEIGHT = 600
CURVE_STEPS = 5


def covers(text: str) -> bool:
    """Whether Inter has every letter, and none that must be joined or ordered by a shaper."""
    known = _face().known
    return all(ord(letter) in known for letter in text)


def advance(text: str, size: float) -> float:
    """Width of a line whose capitals are ``size`` high."""
    face = _face()
    return sum(face.glyph(letter).advance for letter in text) * size / face.capital


def outlines(text: str, size: float) -> list[Floats]:
    """Rings (n, 2) of a line that begins at (0, 0) on its base line, y down; holes run the other way."""
    face, x, rings = _face(), 0.0, []
    scale = size / face.capital
    for letter in text:
        glyph = face.glyph(letter)
        rings += [(ring + np.array((x, 0.0))) * (scale, -scale) for ring in glyph.rings]
        x += glyph.advance
    return rings


class _Glyph:
    def __init__(self, rings: list[Floats], advance: float) -> None:
        self.rings = rings
        self.advance = advance


class _Face:
    def __init__(self) -> None:
        self._font = TTFont(str(asset("fonts", "Inter.ttf")), lazy=True)
        self._names = self._font.getBestCmap()
        self._glyphs = self._font.getGlyphSet(location={"wght": WEIGHT})
        self._drawn: dict[str, _Glyph] = {}
        self.known = frozenset(self._names)
        self.capital = float(self._font["OS/2"].sCapHeight)

    def glyph(self, letter: str) -> _Glyph:
        if letter not in self._drawn:
            found = self._glyphs[self._names.get(ord(letter), ".notdef")]
            pen = _Rings(self._glyphs)
            found.draw(pen)
            self._drawn[letter] = _Glyph([np.array(ring) for ring in pen.rings], float(found.width))
        return self._drawn[letter]


@lru_cache(maxsize=1)
def _face() -> _Face:
    return _Face()


class _Rings(BasePen):  # type: ignore[misc]
    """Collects a glyph's contours, its curves as short lines."""

    def __init__(self, glyphs: object) -> None:
        super().__init__(glyphs)
        self.rings: list[list[tuple[float, float]]] = []

    def _moveTo(self, pt: tuple[float, float]) -> None:  # noqa: N802
        self.rings.append([pt])

    def _lineTo(self, pt: tuple[float, float]) -> None:  # noqa: N802
        self.rings[-1].append(pt)

    def _curveToOne(  # noqa: N802
        self, pt1: tuple[float, float], pt2: tuple[float, float], pt3: tuple[float, float]
    ) -> None:
        start = self.rings[-1][-1]
        for t in np.arange(1, CURVE_STEPS + 1) / CURVE_STEPS:
            weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
            x, y = (
                sum(w * p[axis] for w, p in zip(weights, (start, pt1, pt2, pt3), strict=True))
                for axis in (0, 1)
            )
            self.rings[-1].append((x, y))
