"""Hatching: parallel strokes planned over a map of darkness, cut at every border of a region."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from previz.gen.sketch.marks import NO_STROKES, Strokes
from previz.gen.sketch.noise import Chance, hash01, normal
from previz.gen.sketch.sheet import Floats, Ints, Mask

_STEP_PX = 3.0
_POINTS = 5


@dataclass(frozen=True)
class Segments:
    """Straight strokes: both ends, (n, 2) px."""

    start: Floats
    end: Floats

    def __len__(self) -> int:
        return len(self.start)


NO_SEGMENTS = Segments(np.zeros((0, 2), np.float32), np.zeros((0, 2), np.float32))


def hatch(
    dark: Floats,
    region: Ints,
    angle_deg: float,
    spacing_px: float,
    threshold: float,
    shortest_px: float,
    longest_px: float,
    chance: Chance,
) -> Segments:
    """Strokes at ``angle_deg`` wherever half-size ``dark`` is above the (slightly ragged) threshold.

    Only the box of pixels above the threshold is scanned.
    """
    box = _box(dark > threshold - 0.08)
    if box is None:
        return NO_SEGMENTS
    top, bottom, left, right = box
    centre = np.array([left + right, top + bottom], np.float32)
    along = np.array([np.cos(np.radians(angle_deg)), -np.sin(np.radians(angle_deg))], np.float32)
    across = np.array([-along[1], along[0]], np.float32)
    reach = float(np.hypot(right - left, bottom - top)) + 8
    # lines keep their place in the sheet whatever the box, so that neighbouring areas match
    middle = float(centre @ across)
    first, last = int(np.floor((middle - reach) / spacing_px)), int(np.ceil((middle + reach) / spacing_px))
    lines = np.arange(first, last)
    salt = int(chance.uniform(0, 1 << 20))
    offset = ((lines + (hash01(lines, salt) - 0.5) * 0.5) * spacing_px).astype(np.float32)
    tilt = normal(lines, salt + 1) * np.float32(0.012)
    steps = np.arange(-reach, reach, _STEP_PX, dtype=np.float32)
    shift = hash01(lines, salt + 2) * np.float32(_STEP_PX)
    origin = along * float(centre @ along)
    t = steps[None] + shift[:, None]
    x = origin[0] + offset[:, None] * across[0] + t * (along[0] + tilt[:, None] * across[0])
    y = origin[1] + offset[:, None] * across[1] + t * (along[1] + tilt[:, None] * across[1])
    width = dark.shape[1]
    # cut towards 0, quicker than down: a stroke may begin two pixels outside the picture
    column, row = (x * 0.5).astype(np.int32), (y * 0.5).astype(np.int32)
    inside = (column >= left) & (row >= top) & (column < right) & (row < bottom)
    flat = np.where(inside, row * width + column, 0)
    ragged = np.clip(normal(lines, salt + 3), -1.1, 1.3) * 0.048
    on = inside & (dark.ravel()[flat] > (threshold + ragged)[:, None])
    on[:, :1] = on[:, -1:] = False
    return _runs(
        on,
        region.ravel()[flat],
        steps,
        shift,
        offset,
        tilt,
        origin,
        along,
        across,
        _Cut(shortest_px, longest_px, spacing_px, salt),
    )


@dataclass(frozen=True)
class _Cut:
    shortest_px: float
    longest_px: float
    spacing_px: float
    salt: int


def _box(mask: Mask) -> tuple[int, int, int, int] | None:
    rows, columns = np.nonzero(mask.any(axis=1))[0], np.nonzero(mask.any(axis=0))[0]
    if not len(rows):
        return None
    return int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1


def _runs(
    on: Mask,
    region: NDArray[np.int32],
    steps: Floats,
    shift: Floats,
    offset: Floats,
    tilt: Floats,
    origin: Floats,
    along: Floats,
    across: Floats,
    cut: _Cut,
) -> Segments:
    """Runs of ``on`` along each line, broken at region borders, split to a human length, ends uneven."""
    border = np.zeros_like(on)
    border[:, 1:] = on[:, 1:] & on[:, :-1] & (region[:, 1:] != region[:, :-1])
    flat, breaks = on.ravel(), border.ravel()
    before = np.concatenate([[False], flat[:-1]])
    after = np.concatenate([flat[1:], [False]])
    next_break = np.concatenate([breaks[1:], [False]])
    first = np.nonzero(flat & (~before | breaks))[0]
    last = np.nonzero(flat & (~after | next_break))[0]
    line = first // on.shape[1]
    t0 = steps[first % on.shape[1]] + shift[line]
    t1 = steps[last % on.shape[1]] + shift[line]
    keep = t1 - t0 >= cut.shortest_px
    line, t0, t1 = line[keep], t0[keep], t1[keep]
    length = t1 - t0
    number = np.arange(len(line))
    want = cut.longest_px * (0.45 + 0.75 * hash01(number, cut.salt + 4)) if len(line) else length
    pieces = np.maximum(np.ceil(length / want), 1).astype(np.int64) if len(line) else np.zeros(0, np.int64)
    run = np.repeat(number, pieces)
    place = np.arange(len(run)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    part = (length / np.maximum(pieces, 1))[run]
    a = t0[run] + part * place
    slip = np.minimum(7, part * 0.12)
    each = np.arange(len(run))
    gap = np.where(place < pieces[run] - 1, hash01(each, cut.salt + 5) * 4, 0) if len(run) else part
    b = a + part + (hash01(each, cut.salt + 6) * 2 - 1) * slip - gap if len(run) else a
    a = a + (hash01(each, cut.salt + 7) * 2 - 1) * slip if len(run) else a
    owner = line[run]

    def at(t: Floats, salt: int) -> Floats:
        sideways = offset[owner] + normal(each, salt) * 0.12 * cut.spacing_px
        direction = along[None] + tilt[owner][:, None] * across[None]
        return np.asarray(origin + sideways[:, None] * across + t[:, None] * direction, np.float32)

    if not len(run):
        return NO_SEGMENTS
    return Segments(at(a, cut.salt + 8), at(b, cut.salt + 9))


def together(parts: list[Segments]) -> Segments:
    if not parts:
        return NO_SEGMENTS
    return Segments(np.concatenate([p.start for p in parts]), np.concatenate([p.end for p in parts]))


def without_strays(segments: Segments, figure: Mask, scale: float) -> Segments:
    """Isolated marks read as dirt: keep a stroke where 12 (on figures 3) lie in its 3 × 3 cells of 34 px.

    ``figure`` is full size.
    """
    if not len(segments):
        return segments
    height, width = figure.shape
    cell = 34 * scale
    middle = (segments.start + segments.end) / 2
    column = np.clip(middle[:, 0] / cell, 0, int(width / cell) + 1).astype(int) + 1
    row = np.clip(middle[:, 1] / cell, 0, int(height / cell) + 1).astype(int) + 1
    count = np.zeros((int(height / cell) + 4, int(width / cell) + 4), np.int64)
    np.add.at(count, (row, column), 1)
    around = np.zeros_like(count)
    for dy in (-1, 0, 1):
        for dx in (-1, 0, 1):
            around += np.roll(count, (dy, dx), (0, 1))
    x = np.clip(middle[:, 0], 0, width - 1).astype(int)
    y = np.clip(middle[:, 1], 0, height - 1).astype(int)
    keep = around[row, column] >= np.where(figure[y, x], 3, 12)
    return Segments(segments.start[keep], segments.end[keep])


def pull(segments: Segments, width_px: float, pressure: float, scale: float, seed: int) -> Strokes:
    """Segments → strokes with a slight bow that thin out towards their end."""
    count = len(segments)
    if not count:
        return NO_STROKES
    number = np.arange(count)
    t = np.linspace(0, 1, _POINTS, dtype=np.float32)
    d = segments.end - segments.start
    bow = 0.010 * (normal(number, seed + 31) + 0.8)
    side = np.stack([-d[:, 1], d[:, 0]], axis=1) * bow[:, None]
    points = segments.start[:, None] + d[:, None] * t[None, :, None]
    points = points + side[:, None] * (4 * t * (1 - t))[None, :, None]
    firm = hash01(number, seed + 77)[:, None]
    half = width_px * scale * (0.75 + 0.5 * firm) * (1 - 0.55 * t[None] ** 2)
    press = pressure * (0.75 + 0.4 * firm) * (1 - 0.35 * t[None] ** 3)
    return Strokes(
        points.reshape(-1, 2).astype(np.float32),
        half.reshape(-1).astype(np.float32),
        np.clip(press, 0, 1).reshape(-1).astype(np.float32),
        np.arange(count + 1, dtype=np.int64) * _POINTS,
        hash01(number, 5),
    )
