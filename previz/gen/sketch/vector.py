"""Strokes as SVG: what an artist can take up in a drawing program and bend, thin out or delete one by one.

Lines swell and taper, so each is drawn by its outline; its middle line with a plain width waits in a
hidden layer. Hatching has little swell and is plain strokes. The tooth of the paper has no vector form:
a line that it breaks up is a little transparent instead.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from previz.gen.sketch.layers import Parts, Pixels
from previz.gen.sketch.marks import Strokes
from previz.gen.sketch.raster import Nib, rough
from previz.gen.sketch.sheet import Floats
from previz.gen.sketch.trace import curve_numbers

_UNIT = 20
"""Coordinates are whole numbers of a twentieth of a pixel."""
_TOLERANCE_PX = 0.12
_OPACITY_STEP = 0.05
_SOLID = 100
"""Coverage (0…255) from which black counts as laid in; the iris of an eye is the faintest."""
_TOOTH = (0.2, 0.35, 0.5, 0.65, 0.8)
"""Heights of paper that stand for all of it."""
_HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape"'
    ' width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
)


def to_svg(parts: Parts, size_px: tuple[int, int]) -> str:
    """One SVG document: paper, hatching, spots, lines, white lines, and the hidden middle lines."""
    width, height = size_px
    scale = max(width, height) / 1920
    style = parts.style
    line, hatch = Nib(style.grain, style.roughness), Nib(style.hatch_grain, style.roughness)
    ink, paper = _hex(style.ink), _hex(style.paper)
    body = [
        _layer("paper", "Paper", [f'<path fill="{paper}" d="M0 0h{width}v{height}h-{width}z"/>']),
        _scaled("hatch", "Hatching", _strokes(parts.hatching, hatch, scale, ink)),
        _scaled("spots", "Spots of black", _spots(parts.coverage.get("black"), ink)),
        _scaled("lines", "Lines", _outlines(parts.lines, line, scale, ink)),
        _scaled("lights", "White lines", _outlines(parts.whites, line, scale, paper)),
        _scaled("middles", "Middle lines", _strokes(parts.lines, line, scale, ink), hidden=True),
    ]
    return "\n".join([_HEAD.format(width=width, height=height), *filter(None, body), "</svg>\n"])


def _layer(name: str, label: str, content: list[str], about: str = "") -> str:
    if not content:
        return ""
    opening = f'<g id="{name}" inkscape:groupmode="layer" inkscape:label="{label}"{about}>'
    return "\n".join([opening, *content, "</g>"])


def _scaled(name: str, label: str, content: Iterator[str], hidden: bool = False) -> str:
    about = f' transform="scale({1 / _UNIT:g})"' + (' style="display:none"' if hidden else "")
    return _layer(name, label, list(content), about)


def _hex(colour: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in colour)


def _outlines(strokes: Strokes, nib: Nib, scale: float, colour: str) -> Iterator[str]:
    """Filled outlines, grouped by how dark they are."""
    if not len(strokes):
        return
    half, normal = rough(strokes, nib, scale)
    left, right = strokes.points + normal * half[:, None], strokes.points - normal * half[:, None]
    groups: defaultdict[float, list[str]] = defaultdict(list)
    for number, opacity in enumerate(_opacities(strokes, half, nib)):
        span = slice(strokes.starts[number], strokes.starts[number + 1])
        path = _path(np.concatenate([left[span], right[span][::-1]]), closed=True)
        if opacity and path:
            groups[opacity].append(path)
    for opacity in sorted(groups):
        yield f'<g fill="{colour}"{_seen("fill", opacity)}>'
        yield from (f'<path d="{path}"/>' for path in groups[opacity])
        yield "</g>"


def _strokes(strokes: Strokes, nib: Nib, scale: float, colour: str) -> Iterator[str]:
    """Middle lines with the mean width of each, grouped by width and darkness."""
    if not len(strokes):
        return
    half, _ = rough(strokes, nib, scale)
    widths = np.add.reduceat(half, strokes.starts[:-1]) / np.diff(strokes.starts) * 2
    groups: defaultdict[tuple[float, float], list[str]] = defaultdict(list)
    for number, opacity in enumerate(_opacities(strokes, half, nib)):
        span = slice(strokes.starts[number], strokes.starts[number + 1])
        path = _path(strokes.points[span], closed=False)
        if opacity and path:
            groups[round(float(widths[number]) * 5) / 5 or 0.2, opacity].append(path)
    for width, opacity in sorted(groups):
        about = f'stroke-width="{width * _UNIT:g}"{_seen("stroke", opacity)}'
        yield f'<g fill="none" stroke="{colour}" {about}>'
        yield from (f'<path d="{path}"/>' for path in groups[width, opacity])
        yield "</g>"


def _seen(what: str, opacity: float) -> str:
    return "" if opacity >= 1 else f' {what}-opacity="{opacity:g}"'


def _opacities(strokes: Strokes, half: Floats, nib: Nib) -> list[float]:
    """(s,) 0…1: what the raster lays down at the core of each stroke, on average over the paper."""
    press = strokes.pressures[:, None]
    t = np.clip((press * 0.95 + 0.18 - np.array(_TOOTH, np.float32) + 0.30) / 0.60, 0, 1)
    bitten = (t * t * (3 - 2 * t)).mean(axis=1) * np.minimum(strokes.pressures * 1.25, 1)
    ink = strokes.pressures + (bitten - strokes.pressures) * nib.grain
    ink = ink * np.minimum(1, half * 2 + 0.15)
    number = curve_numbers(strokes.starts)
    weight = np.maximum(half, 0.05)
    mean = np.bincount(number, ink * weight, len(strokes)) / np.bincount(number, weight, len(strokes))
    return [float(step) for step in np.round(np.rint(mean / _OPACITY_STEP) * _OPACITY_STEP, 2)]


def _spots(black: Pixels | None, colour: str) -> Iterator[str]:
    """Black areas by their borders, holes left open."""
    if black is None or not (black > _SOLID).any():
        return
    # four times the size, so that a border follows the soft edge and not the pixels
    big = cv2.resize(np.pad(black, 1), None, fx=4, fy=4, interpolation=cv2.INTER_LINEAR)
    borders, _ = cv2.findContours((big > _SOLID).astype(np.uint8), cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    rings = ((border[:, 0].astype(np.float32) + 0.5) / 4 - 1 for border in borders)
    path = "".join(_path(ring, closed=True, tolerance_px=0.3) for ring in rings)
    yield f'<path fill="{colour}" fill-rule="evenodd" d="{path}"/>'


def _path(points: NDArray[np.floating], closed: bool, tolerance_px: float = _TOLERANCE_PX) -> str:
    """Path data, empty when nothing is left of the points."""
    kept = cv2.approxPolyDP(np.ascontiguousarray(points, np.float32), tolerance_px, closed)[:, 0]
    if len(kept) < (3 if closed else 2) or not np.isfinite(kept).all():
        return ""
    whole = np.rint(kept * _UNIT).astype(np.int64)
    (x, y), steps = whole[0].tolist(), np.diff(whole, axis=0).tolist()
    moves = " ".join(f"{dx} {dy}" for dx, dy in steps)
    return f"M{x} {y}l{moves}{'z' if closed else ''}"
