"""Marks waiting to be laid on the paper: strokes with their own width and pressure, and small fills."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from previz.gen.sketch.sheet import Floats, Mask
from previz.gen.sketch.trace import Offsets, arc_length, curve_numbers, smooth

FillKind = Literal["white", "iris", "black", "glint", "lip", "soft lip", "brow"]


@dataclass(frozen=True)
class Strokes:
    """Curves as one array of points; see `trace`."""

    points: Floats
    """(n, 2) px"""
    half_widths: Floats
    pressures: Floats
    """0…1 per point"""
    starts: Offsets
    chance: Floats
    """(s,) 0…1 per curve, for the grain of its edge."""

    def __len__(self) -> int:
        return len(self.starts) - 1

    def pick(self, keep: Mask) -> Strokes:
        """The curves where ``keep`` (s,) holds."""
        number = curve_numbers(self.starts)
        points = keep[number]
        starts = np.concatenate([[0], np.cumsum(np.diff(self.starts)[keep])])
        return Strokes(
            self.points[points], self.half_widths[points], self.pressures[points], starts, self.chance[keep]
        )


NO_STROKES = Strokes(
    np.zeros((0, 2), np.float32),
    np.zeros(0, np.float32),
    np.zeros(0, np.float32),
    np.zeros(1, np.int64),
    np.zeros(0, np.float32),
)


def join(parts: list[Strokes]) -> Strokes:
    """All curves of all parts, in order."""
    full = [part for part in parts if len(part)]
    if not full:
        return NO_STROKES
    counts = np.concatenate([np.diff(part.starts) for part in full])
    return Strokes(
        np.concatenate([part.points for part in full]),
        np.concatenate([part.half_widths for part in full]),
        np.concatenate([part.pressures for part in full]),
        np.concatenate([[0], np.cumsum(counts)]),
        np.concatenate([part.chance for part in full]),
    )


@dataclass(frozen=True)
class Fill:
    """A small polygon (k, 2) px, inside ``within`` and outside ``without`` where they are given."""

    polygon: Floats
    kind: FillKind
    within: Floats | None = None
    without: Floats | None = None


@dataclass
class Marks:
    """Collects what faces, hair, folds and hands want drawn."""

    curves: list[tuple[Floats, Floats, Floats]] = field(default_factory=list)
    fills: list[Fill] = field(default_factory=list)

    def stroke(
        self,
        points: NDArray[np.floating],
        width_px: float | Floats,
        pressure: float = 1.0,
        taper: float = 0.8,
    ) -> None:
        """Add one curve (n, 2) px; ``taper`` 1 ends in points. Fewer than 3 points are no curve."""
        count = len(points)
        if count < 3:
            return
        width = np.asarray(width_px, np.float32) * (1 - np.float32(taper) * _ends(count))
        self.curves.append((np.asarray(points, np.float32), width, np.full(count, pressure, np.float32)))

    def visible(
        self,
        points: Floats,
        seen: Mask,
        width_px: float | Floats,
        pressure: float = 1.0,
        taper: float = 0.8,
        shortest_px: float = 5.0,
    ) -> None:
        """Add the runs of a curve where ``seen`` (n,) holds."""
        edge = np.diff(np.concatenate([[0], seen.astype(np.int8), [0]]))
        widths = np.broadcast_to(np.asarray(width_px, np.float32), (len(points),))
        for first, end in zip(np.nonzero(edge == 1)[0], np.nonzero(edge == -1)[0], strict=True):
            if end - first >= 3 and np.hypot(*(points[end - 1] - points[first])) >= shortest_px:
                self.stroke(points[first:end], widths[first:end], pressure, taper)

    def visible_runs(
        self,
        points: Floats,
        starts: Offsets,
        seen: Mask,
        widths_px: Floats,
        pressures: Floats,
        taper: float,
        shortest_px: float,
    ) -> None:
        """`visible` for many curves at once; widths and pressures (s,) are one a curve."""
        if not seen.any():
            return
        number = curve_numbers(starts)
        joined = seen[1:] & seen[:-1] & (number[1:] == number[:-1])
        first = np.nonzero(seen & ~np.concatenate([[False], joined]))[0]
        end = np.nonzero(seen & ~np.concatenate([joined, [False]]))[0] + 1
        long = (end - first >= 3) & (np.hypot(*(points[end - 1] - points[first]).T) >= shortest_px)
        first, counts = first[long], (end - first)[long]
        if not len(first):
            return
        offsets = np.concatenate([[0], np.cumsum(counts)])
        place = np.arange(offsets[-1]) - np.repeat(offsets[:-1], counts)
        index = np.repeat(first, counts) + place
        self.add(
            points[index],
            offsets,
            widths_px[number[index]].astype(np.float32),
            pressures[number[index]].astype(np.float32),
            taper,
        )

    def add(
        self, points: Floats, starts: Offsets, widths_px: Floats, pressures: Floats, taper: float
    ) -> None:
        """Many curves at once, at least 3 points each; width and pressure (n,) a point."""
        counts = np.diff(starts)
        t = (np.arange(len(points)) - np.repeat(starts[:-1], counts)) / np.repeat(counts - 1, counts)
        width = widths_px * (1 - np.float32(taper) * _lacking(t))
        for a, b in zip(starts[:-1].tolist(), starts[1:].tolist(), strict=True):
            self.curves.append((points[a:b], width[a:b], pressures[a:b]))

    def strokes(self) -> Strokes:
        if not self.curves:
            return NO_STROKES
        counts = [len(points) for points, _, _ in self.curves]
        count = len(counts)
        return Strokes(
            np.concatenate([points for points, _, _ in self.curves]),
            np.maximum(np.concatenate([width for _, width, _ in self.curves]) / 2, 0.28).astype(np.float32),
            np.concatenate([pressure for _, _, pressure in self.curves]),
            np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
            np.linspace(0, 1, count, dtype=np.float32) * 0.618 % 1,
        )


@lru_cache(maxsize=512)
def _ends(count: int) -> Floats:
    """(count,) how much a stroke lacks of its width: 1 at both ends, 0 between."""
    return _lacking(np.linspace(0, 1, count, dtype=np.float32))


def _lacking(t: Floats) -> Floats:
    return np.asarray(1 - np.sqrt(np.clip(np.minimum(t, 1 - t) / 0.28, 0, 1)), np.float32)


def even(
    points: NDArray[np.floating], values: NDArray[np.floating], step_px: float
) -> tuple[Floats, Floats, Floats]:
    """A short curve at even, slightly smoothed steps: points, values along it, and 0…1."""
    run = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    count = max(int(min(run[-1], 20000) / step_px) + 1, 4)
    where = np.linspace(0, run[-1], count)
    out = np.stack([np.interp(where, run, points[:, 0]), np.interp(where, run, points[:, 1])], axis=1)
    for _ in range(3):
        out[1:-1] = 0.25 * out[:-2] + 0.5 * out[1:-1] + 0.25 * out[2:]
    share = where / max(float(run[-1]), 1e-6)
    return (
        out.astype(np.float32),
        np.interp(where, run, values).astype(np.float32),
        share.astype(np.float32),
    )


def even_all(
    curves: Sequence[Floats], values: Sequence[Floats], step_px: float
) -> tuple[Floats, Floats, Offsets]:
    """`even` for many curves at once: points, values along them, and where each curve begins."""
    old = np.concatenate([[0], np.cumsum([len(curve) for curve in curves])])
    points, value = np.concatenate(curves), np.concatenate(values)
    run, length = arc_length(points, old)
    counts = np.maximum((np.minimum(length, 20000) / step_px).astype(np.int64) + 1, 4)
    starts = np.concatenate([[0], np.cumsum(counts)])
    number = curve_numbers(starts)
    # apart from each other, so that no place lies on two curves
    run = run + curve_numbers(old)
    share = (np.arange(starts[-1]) - starts[number]) / (counts[number] - 1)
    begin, end = run[old[:-1]], run[old[1:] - 1]
    where = begin[number] + share * (end - begin)[number]
    out = np.stack([np.interp(where, run, points[:, axis]) for axis in (0, 1)], axis=1)
    return (
        smooth(out, starts, 3).astype(np.float32),
        np.interp(where, run, value).astype(np.float32),
        starts,
    )


def arc(start: NDArray[np.floating], end: NDArray[np.floating], bow: float, count: int = 9) -> Floats:
    """A shallow curve from ``start`` to ``end`` (2,) px that swells by ``bow`` of its length."""
    t = np.linspace(0, 1, count)[:, None]
    d = end - start
    side = np.array([-d[1], d[0]])
    return np.asarray(start + d * t + side * bow * 4 * t * (1 - t), np.float32)
