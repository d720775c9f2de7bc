"""Traced curves → pen strokes: weight, wobble, overshoot, a second try, and what is left out."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from previz.gen.sketch.attention import Halo
from previz.gen.sketch.cracks import CREASE, FOLD, SILHOUETTE, Cracks
from previz.gen.sketch.marks import NO_STROKES, Strokes
from previz.gen.sketch.noise import along, hash01
from previz.gen.sketch.plan import Plan
from previz.gen.sketch.sheet import FIGURE, HAIR, HAND, Floats, Mask, Sheet
from previz.gen.sketch.styles import Style
from previz.gen.sketch.trace import Offsets, arc_length, curve_numbers, resample, smooth, trace

_WEIGHTS = np.array(
    # nothing, set, prop, figure
    [[0, 0.66, 0.86, 1.45], [0, 0.50, 0.60, 0.85], [0, 0.0, 0.0, 0.55], [0, 0.50, 0.65, 1.0]],
    np.float32,
)
"""Line weight by kind of crack and kind of owner; creases of things depend on their angle instead."""


@dataclass(frozen=True)
class Lines:
    """Resampled curves with what decides their weight, all (n,) per point or (s,) per curve."""

    points: Floats
    starts: Offsets
    number: Offsets
    share: Floats
    length: Floats
    weight: Floats
    side: Floats
    depth: Floats
    crowd: Floats
    outline: Floats
    figure: Mask
    curve_depth: Floats
    curve_crowd: Floats


def draw_lines(
    sheet: Sheet, cracks: Cracks, plan: Plan, style: Style, quiet_edge: Halo | None = None
) -> list[Strokes]:
    """One Strokes per pass of the pen. Lines that pass behind somebody stop at ``quiet_edge``."""
    lines = _lines(sheet, cracks, style)
    if lines is None:
        return [NO_STROKES]
    drop = _left_out(lines, sheet, style, plan.seed)
    points, straight = _straightened(lines, sheet.scale)
    presence = _presence(lines, sheet, style, quiet_edge)
    return [_pen(lines, points, straight, drop, presence, sheet, plan, style, p) for p in range(style.passes)]


def _lines(sheet: Sheet, cracks: Cracks, style: Style) -> Lines | None:
    points, source, starts = trace(cracks, sheet.size[1])
    if len(starts) < 2:
        return None
    kind = cracks.kind[source]
    owner = sheet.kinds[cracks.owner[source]]
    weight = _WEIGHTS[kind, owner]
    crease = (kind == CREASE) & (owner != FIGURE)
    weight = np.where(crease, 0.26 + 0.30 * np.clip(cracks.angle[source] / 1.4, 0, 1), weight)
    hairline = (kind == CREASE) & ((cracks.near_role[source] == HAIR) | (cracks.far_role[source] == HAIR))
    weight = np.where(hairline, 0.42, weight)
    fingers = (kind == CREASE) & (cracks.near_role[source] == HAND) & (cracks.far_role[source] == HAND)
    weight = np.where(fingers, 0.85, weight)
    key = _key_on_screen(sheet)
    outward = cracks.outward[source].astype(np.float32)
    across = cracks.across[source] == 1
    side = -(np.where(across, outward, 0) * key[0] + np.where(across, 0, outward) * key[1])
    outline = (kind == SILHOUETTE) | (kind == FOLD)
    side = side * np.where(kind == SILHOUETTE, 1.0, 0.5) * style.side
    crowd = _crowding(sheet, cracks, points)
    attributes = [weight, side, cracks.near_m[source], crowd, outline, owner == FIGURE]
    # zig-zags of the hair line come from coarse triangles, not from the barber
    if hairline.any():
        points = np.where(hairline[:, None], smooth(points, starts, 40), points)
    step = 4.5 * max(sheet.scale, 0.5)
    points, values, starts, length, share = resample(points, attributes, starts, step)
    weight, side, depth = (smooth(v, starts, 6) for v in values[:3])
    number = curve_numbers(starts)

    def mean(v: Floats) -> Floats:
        return np.asarray(np.add.reduceat(v, starts[:-1]) / np.diff(starts))

    return Lines(
        points=points,
        starts=starts,
        number=number,
        share=share,
        length=length,
        weight=weight,
        side=side,
        depth=depth,
        crowd=values[3],
        outline=mean(values[4]),
        figure=mean(values[5]) > 0.5,
        curve_depth=mean(depth),
        curve_crowd=mean(values[3]),
    )


def _key_on_screen(sheet: Sheet) -> Floats:
    """Direction of the light in the picture plane, x right, y down."""
    optics = sheet.optics
    towards = (
        optics.key if optics.lamp is None else optics.lamp / max(float(np.linalg.norm(optics.lamp)), 1e-6)
    )
    return np.array([towards[0], -towards[1]], np.float32)


def _crowding(sheet: Sheet, cracks: Cracks, points: Floats) -> Floats:
    """How many cracks lie round each point, 1 = a line in every cell of 8 px."""
    height, width = sheet.size
    rows, columns = (height + 15) // 8, (width + 15) // 8
    row, column = cracks.start // (width + 1), cracks.start % (width + 1)
    count = np.bincount((row // 8) * columns + column // 8, minlength=rows * columns)
    dense = cv2.blur(count.reshape(rows, columns).astype(np.float32), (5, 5)) / 8
    y = np.clip(points[:, 1] / 8, 0, rows - 1).astype(int)
    x = np.clip(points[:, 0] / 8, 0, columns - 1).astype(int)
    return np.asarray(dense[y, x], np.float32)


def _left_out(lines: Lines, sheet: Sheet, style: Style, seed: int) -> Mask:
    """Short, far and crowded inner lines go first."""
    scale, length = sheet.scale, lines.length
    chance = hash01(np.arange(len(length)), seed * 7 + 1)
    focus = sheet.optics.focus_m
    far = np.clip((lines.curve_depth - focus) / (focus * 1.6), 0, 1)
    inner = lines.outline < 0.5
    least = style.shortest_px * scale * (1 + 0.8 * far * inner)
    drop = ((length < least) & ~lines.figure) | (length < 7 * scale)
    drop |= (length < 1.5 * style.shortest_px * scale) & inner & ~lines.figure
    excess = np.clip(lines.curve_crowd - 0.55, 0, None) * 1.5 * style.omit
    drop |= (chance < excess) & inner & ~lines.figure & (length < 160 * scale)
    drop |= (far > 0.5) & inner & (chance < far * 0.35 * style.omit) & (length < 60 * scale)
    return np.asarray(drop)


def _straightened(lines: Lines, scale: float) -> tuple[Floats, Mask]:
    """Nearly straight curves of sets and props become their chord; (s,) says which."""
    first, last = lines.points[lines.starts[:-1]], lines.points[lines.starts[1:] - 1]
    chord = last - first
    length = np.hypot(*chord.T)
    normal = np.stack([-chord[:, 1], chord[:, 0]], axis=1) / np.maximum(length, 1e-3)[:, None]
    away = np.abs(((lines.points - first[lines.number]) * normal[lines.number]).sum(axis=1))
    deviation = np.maximum.reduceat(away, lines.starts[:-1])
    straight = (deviation < np.maximum(1.1 * scale, 0.007 * length)) & (length > 26 * scale) & ~lines.figure
    ruled = first[lines.number] + chord[lines.number] * lines.share[:, None]
    return np.where(straight[lines.number][:, None], ruled, lines.points).astype(np.float32), straight


def _tangents(points: Floats, starts: Offsets) -> Floats:
    result = np.empty_like(points)
    result[1:-1] = points[2:] - points[:-2]
    first, last = starts[:-1], starts[1:] - 1
    result[first] = points[first + 1] - points[first]
    result[last] = points[last] - points[last - 1]
    return np.asarray(result / np.maximum(np.hypot(*result.T), 1e-6)[:, None])


def _pen(
    lines: Lines,
    points: Floats,
    straight: Mask,
    drop: Mask,
    presence: Floats,
    sheet: Sheet,
    plan: Plan,
    style: Style,
    turn: int,
) -> Strokes:
    """One pass of the pen over all lines; the second pass is looser, thinner and finds fewer of them."""
    salt = plan.seed * 131 + turn * 17
    run, _ = arc_length(points, lines.starts)
    run = run - run[lines.starts[:-1]][lines.number]
    moved = _wobbled(lines, points, straight, run, sheet, plan, style, turn, salt)
    width = _widths(lines, run, sheet, plan, style, salt)
    pressure = _pressures(lines, run, sheet, style, salt) * presence
    keep = ~drop
    if turn:
        width, pressure = width * 0.62, pressure * 0.55
        chance = hash01(np.arange(len(drop)), plan.seed * 7 + 1)
        keep = keep & (lines.length > 40 * sheet.scale) & (chance < np.where(lines.figure, 0.4, 0.75))
    strokes = Strokes(
        moved,
        np.maximum(width / 2, style.thinnest_px / 2 * sheet.pen).astype(np.float32),
        np.clip(pressure, 0, 1).astype(np.float32),
        lines.starts,
        hash01(np.arange(len(drop)), salt + 9),
    )
    return strokes.pick(keep)


def _presence(lines: Lines, sheet: Sheet, style: Style, quiet_edge: Halo | None) -> Floats:
    """(n,) how much of a line is there at all: less out of focus and for sets, nothing beside people."""
    figure = lines.figure[lines.number]
    there = np.where(figure, 1.0, style.set_lines)
    if sheet.softness is not None:
        row, column, _ = sheet.sample(lines.points)
        there = there * (1 - style.focus_loss * sheet.softness[row, column] * np.where(figure, 0.6, 1.0))
    if quiet_edge is not None:
        there = there * (1 - np.where(figure, 0, quiet_edge.along(lines.points, lines.depth)))
    return np.asarray(there, np.float32)


def _wobbled(
    lines: Lines,
    points: Floats,
    straight: Mask,
    run: Floats,
    sheet: Sheet,
    plan: Plan,
    style: Style,
    turn: int,
    salt: int,
) -> Floats:
    """The unsteady hand: low waves, a bow on straight lines, ends that miss their corner."""
    scale, number = sheet.scale, lines.number
    curves = np.arange(len(lines.length))
    loose = np.where(lines.figure, 0.55, 1.0)[number] * np.minimum(1, lines.length / (90 * scale))[number]
    reach = style.wobble_px * plan.wobble * scale * (1.5 if turn else 1.0)
    wave = along(run, number, 95 * scale, salt) + 0.45 * along(run, number, 31 * scale, salt + 1)
    miss = (hash01(number, salt + 2) - 0.5) * (2.2 if turn else 1.1) * style.jitter * scale
    swell = (
        (hash01(curves, salt + 3) - 0.5) * 2 * np.minimum(0.006 * lines.length, 3.2 * scale) * style.wobble_px
    )
    bow = np.where(straight, swell, 0)[number] * 4 * lines.share * (1 - lines.share)
    tangent = _tangents(points, lines.starts)
    normal = np.stack([-tangent[:, 1], tangent[:, 0]], axis=1)
    moved = points + normal * ((reach * wave + miss) * loose + bow)[:, None]
    ruled = np.clip(lines.length * 0.045, 2 * scale, 22 * scale)
    curved = np.clip(lines.length * 0.02, 0, 5 * scale) * ~lines.figure
    past = style.overshoot * plan.overshoot * np.where(straight, ruled, curved) * (1.8 if turn else 1.0)
    first, last = lines.starts[:-1], lines.starts[1:] - 1
    moved[first] -= tangent[first] * (past * (hash01(curves, salt + 4) * 1.3 - 0.15))[:, None]
    moved[last] += tangent[last] * (past * (hash01(curves, salt + 5) * 1.3 - 0.15))[:, None]
    return np.asarray(moved, np.float32)


def _widths(lines: Lines, run: Floats, sheet: Sheet, plan: Plan, style: Style, salt: int) -> Floats:
    scale, number = sheet.scale, lines.number
    near = np.clip((sheet.optics.focus_m / np.maximum(lines.depth, 0.2)) ** style.depth_power, 0.42, 1.75)
    alive = 1 + 0.22 * along(run, number, 60 * scale, salt + 6)
    crowd = np.clip(1.35 - lines.crowd * 0.55, 0.45, 1)
    width = style.width_px * plan.weight * sheet.pen * lines.weight * near * (1 + lines.side) * alive * crowd
    end = np.minimum(lines.share, 1 - lines.share) * np.maximum(lines.length, 1)[number]
    taper = np.clip(end / np.maximum(14 * scale, 0.10 * lines.length)[number], 0, 1)
    return np.asarray(width * (1 - style.taper * (1 - np.sqrt(taper))), np.float32)


def _pressures(lines: Lines, run: Floats, sheet: Sheet, style: Style, salt: int) -> Floats:
    scale, number, focus = sheet.scale, lines.number, sheet.optics.focus_m
    haze = style.haze * np.clip((lines.depth - focus * 1.2) / (focus * 1.7), 0, 1)
    lit = np.clip(-lines.side / max(style.side, 0.05) * 0.8, 0, 1) * style.lost
    fading = 1 - lit * (0.5 + 0.5 * along(run, number, 70 * scale, salt + 7))
    breath = 1 + 0.12 * along(run, number, 45 * scale, salt + 8)
    air = 0.12 + 0.88 * sheet.optics.clear(lines.depth)
    return np.asarray(style.alpha * (1 - haze) * air * fading * breath, np.float32)
