"""What a pen reports, made into a stroke: cleaned, steadied, thinned, cut by an eraser, packed as text.

Rows are (n, 4): x and y in widths of the picture, pressure 0…1, tilt in degrees from upright.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from previz.scene.marks import FAR, Pen

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]

MOST_TOUCHES = 20_000
"""Of one stroke: four minutes without lifting a pen that reports 80 times a second."""
EVEN_PRESSURE = 0.5
"""Of a pen that reports none, such as a mouse."""
TOLERANCE = 0.00012
"""A quarter of a pixel at 1920 px: what thinning may move a line by."""
PRESSURE_SHARE = 0.08
"""A step in pressure that is never thinned away."""
_UNITS = np.array([100_000.0, 100_000.0, 1000.0, 1.0])
_THINNEST: dict[Pen, float] = {"pencil": 0.3, "ink": 0.14, "marker": 1.0, "highlighter": 1.0}
"""Of its size: how wide a pen draws without pressure."""
SIDE_WIDTH = 3.5
"""How many times wider a pencil draws that lies on its side."""
_UPRIGHT_DEG, _FLAT_DEG = 25.0, 70.0
"""A pencil is held at up to the first; at the second it lies on the side of its lead."""


def clean(touches: Sequence[Sequence[float]] | Floats) -> Floats:
    """What a pen reported, made fit to be kept; no row when no place in it is finite.

    Rows may leave out tilt, or pressure and tilt. Places that are no numbers are dropped, far ones brought
    near. A pressure that is no number is the one before it, such a tilt is upright. Touches at one place
    become one, with the strongest pressure. Very long strokes are thinned evenly.
    """
    rows = _four_columns(np.asarray(touches, dtype=np.float64))
    rows = rows[np.isfinite(rows[:, :2]).all(axis=1)]
    if not len(rows):
        return rows
    rows[:, :2] = rows[:, :2].clip(-FAR, 1 + FAR)
    rows[:, 2] = _known(rows[:, 2]).clip(0.0, 1.0)
    rows[:, 3] = np.nan_to_num(rows[:, 3], nan=0.0, posinf=0.0, neginf=0.0).clip(0.0, 90.0)
    starts = np.flatnonzero(np.concatenate([[True], (np.diff(rows[:, :2], axis=0) != 0).any(axis=1)]))
    kept = rows[starts]
    kept[:, 2] = np.maximum.reduceat(rows[:, 2], starts)
    if len(kept) > MOST_TOUCHES:
        kept = kept[np.linspace(0, len(kept) - 1, MOST_TOUCHES).round().astype(int)]
    return kept


def thin(rows: Floats, tolerance: float = TOLERANCE) -> Floats:
    """Fewer rows, none left out lying further than ``tolerance`` from the line that remains.

    Ramer 1972, Douglas and Peucker 1973; pressure counts as a third axis on which `PRESSURE_SHARE` is as
    long as ``tolerance``, so a swell on a straight line stays.
    """
    if len(rows) < 3:
        return rows
    space = rows[:, :3] * (1.0, 1.0, tolerance / PRESSURE_SHARE)
    keep = np.zeros(len(rows), dtype=bool)
    keep[[0, -1]] = True
    spans = [(0, len(rows) - 1)]
    while spans:
        low, high = spans.pop()
        if high - low < 2:
            continue
        away = _away(space[low + 1 : high], space[low], space[high])
        worst = int(away.argmax())
        if away[worst] > tolerance:
            middle = low + 1 + worst
            keep[middle] = True
            spans += [(low, middle), (middle, high)]
    return rows[keep]


class Steady:
    """Takes the tremble out of a stroke while it is drawn; nothing drawn already moves."""

    def __init__(self, amount: float) -> None:
        """``amount``: 0 as the hand goes … 1, which follows it only slowly."""
        self._follow = 1.0 - 0.9 * min(max(amount, 0.0), 1.0)
        self._at: Floats | None = None

    def feed(self, row: Sequence[float]) -> Floats:
        """(4,) where the pen is taken to be now."""
        reported = np.asarray(row, dtype=np.float64)
        if self._at is None or not np.isfinite(reported).all():
            self._at = reported
        else:
            self._at = self._at + (reported - self._at) * self._follow
        return self._at


def pack(rows: Floats) -> str:
    """As `Ink.touches`. The rows must be clean."""
    return " ".join(map(str, (rows * _UNITS).round().astype(int).ravel().tolist()))


def unpack(touches: str) -> Floats:
    """(n, 4) rows of `Ink.touches`. Raises ValueError for text that is no such thing."""
    # Read as whole numbers: five times as fast as decimal ones.
    rows: Floats = np.fromstring(touches, dtype=np.int64, sep=" ").reshape(-1, 4) / _UNITS
    return rows


def unpack_all(texts: Sequence[str]) -> tuple[Floats, Ints]:
    """Rows of many `Ink.touches` one behind the other, and where each begins, (len(texts) + 1,)."""
    counts = np.array([text.count(" ") + 1 for text in texts], dtype=np.int64) // 4
    return unpack(" ".join(texts)), np.concatenate([[0], counts.cumsum()])


def half_widths(rows: Floats, pen: Pen, size: float | Floats) -> Floats:
    """(n,) half the width of the line at each row. ``size``: of the stroke, or (n,) of each row's."""
    thinnest = _THINNEST[pen]
    half: Floats = (rows[:, 2] * (1 - thinnest) + thinnest) * (size / 2)
    if pen == "pencil":
        flat = ((rows[:, 3] - _UPRIGHT_DEG) / (_FLAT_DEG - _UPRIGHT_DEG)).clip(0.0, 1.0)
        half = half * (1 + (SIDE_WIDTH - 1) * flat)
    return half


def erase(rows: Floats, half: Floats, path: Floats, radius: float) -> list[Floats] | None:
    """What an eraser drawn along ``path`` (m, 2) leaves of a stroke; None when it touches nothing.

    ``half`` are the stroke's half widths. A piece is at least two rows, or a dot that was one before.
    """
    fine = _filled(rows, max(radius / 3, 1e-4))
    widths = np.interp(np.linspace(0, 1, len(fine)), np.linspace(0, 1, len(half)), half)
    gone = distances(fine[:, :2], path) <= radius + widths * 0.5
    if not gone.any():
        return None
    edges = np.flatnonzero(np.diff(np.concatenate([[True], gone, [True]]).astype(int)))
    runs = [(low, high) for low, high in zip(edges[::2], edges[1::2], strict=True)]
    return [thin(fine[low:high]) for low, high in runs if high - low > 1 or len(fine) == 1]


def distances(points: Floats, path: Floats) -> Floats:
    """(n,) how far points (n, 2) lie from a path (m, 2) of one point or more."""
    if len(path) == 1:
        return np.asarray(np.linalg.norm(points - path[0], axis=1), dtype=np.float64)
    start, along = path[:-1], np.diff(path, axis=0)
    length = np.maximum((along**2).sum(axis=1), 1e-18)
    offset = points[:, None] - start[None]
    share = ((offset * along).sum(axis=2) / length).clip(0.0, 1.0)
    away = np.linalg.norm(offset - share[..., None] * along, axis=2).min(axis=1)
    return np.asarray(away, dtype=np.float64)


def _four_columns(rows: Floats) -> Floats:
    if rows.size == 0:
        return np.empty((0, 4))
    rows = np.atleast_2d(rows)
    usual = np.tile([0.0, 0.0, EVEN_PRESSURE, 0.0], (len(rows), 1))
    usual[:, : rows.shape[1]] = rows
    return usual


def _filled(rows: Floats, step: float) -> Floats:
    """With rows between, no further apart than ``step``."""
    if len(rows) < 2:
        return rows
    lengths = np.linalg.norm(np.diff(rows[:, :2], axis=0), axis=1)
    counts = np.maximum(1, np.ceil(lengths / step)).astype(int)
    places = np.repeat(np.arange(len(counts)), counts)
    firsts = np.concatenate([[0], np.cumsum(counts)[:-1]])
    share = (np.arange(counts.sum()) - firsts[places]) / counts[places]
    between = rows[places] + (rows[places + 1] - rows[places]) * share[:, None]
    return np.concatenate([between, rows[-1:]])


def _known(pressure: Floats) -> Floats:
    """Each unknown pressure as the last known before it, or `EVEN_PRESSURE`."""
    padded = np.concatenate([[EVEN_PRESSURE], pressure])
    known = np.where(np.isfinite(padded), np.arange(len(padded)), 0)
    return np.asarray(padded[np.maximum.accumulate(known)][1:], dtype=np.float64)


def _away(points: Floats, start: Floats, end: Floats) -> Floats:
    """(n,) distance of points from the segment between two."""
    along = end - start
    share = ((points - start) @ along / max(float(along @ along), 1e-18)).clip(0.0, 1.0)
    return np.asarray(np.linalg.norm(points - start - share[:, None] * along, axis=1), dtype=np.float64)
