"""The curves of a face that a draughtsman knows, found once per figure on its rest head.

All curves are in the figure's rest space and rigid with its head bone. Their names end in _l and _r for the
person's own sides; paired curves run from the nose outwards. Lengths are those of an adult whose eyes are
60.4 mm apart and scale with the face.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from previz.cast import Figure
from previz.cast.patches import BROW, EYE, MOUTH
from previz.render.hints_map import STEP_M, FrontMap, ends, front_map, smoothed, spread

Floats = NDArray[np.float64]
Curves = dict[str, Floats]

ADULT_EYES_M = 0.0604
_SIDES = (("l", 1), ("r", -1))
_BROW_PROFILE = ((0.0, 0.12, 0.40, 0.75, 1.0), (0.22, 0.66, 1.0, 0.75, 0.05))
_BROW_LIFT_M = 0.0024
"""The inner ends of the brows are raised: left as modelled, every face looks stern."""
_HALF_MOUTH_M = 0.0185
_PARTED_M = 0.0022
"""Lips further apart than this are an open mouth."""
TEETH_SHARE = 0.36
"""Of an open mouth."""


@dataclass(frozen=True, eq=False)
class Face:
    """Rest space. ``eyes``: side → centre and radius of the eyeball, metres."""

    scale: float
    curves: Curves
    eyes: dict[str, tuple[Floats, float]]


@lru_cache(maxsize=64)
def face(figure: Figure) -> Face:
    """Curves of a figure's face; kept for the last 64 figures (about 0.1 s each)."""
    seen = front_map(figure)
    mark = {name: figure.marks[name].point_m for name in ("nose", "eye_l", "eye_r", "ear_l", "ear_r")}
    scale = float(mark["eye_l"][0] - mark["eye_r"][0]) / ADULT_EYES_M
    curves: Curves = {}
    eyes = {}
    for side, sign in _SIDES:
        _eye(figure, seen, side, sign, scale, curves)
        eyes[side] = (mark[f"eye_{side}"], _eye_radius(figure, mark[f"eye_{side}"]))
        _brow(seen, side, sign, scale, curves)
    mouth = _mouth(figure, seen, scale, curves)
    _nose(seen, mark["nose"], float(mark["eye_l"][1]), scale, mouth, curves)
    _jaw(seen, figure.marks["chin"].point_m, scale, curves)
    for side, sign in _SIDES:
        _ear(figure, mark[f"ear_{side}"], side, sign, scale, curves)
    return Face(scale, curves, eyes)


def _eye_radius(figure: Figure, centre: Floats) -> float:
    """From the middle of the eyeball to its surface."""
    eye = figure.mesh.positions[figure.mesh.patches == EYE]
    own = eye[np.sign(eye[:, 0]) == np.sign(centre[0])]
    return float(np.median(np.linalg.norm(own - centre, axis=1)))


def _side_columns(mask: NDArray[np.bool_], seen: FrontMap, sign: int) -> NDArray[np.bool_]:
    return np.asarray(mask & (np.sign(seen.x(np.arange(mask.shape[1])))[None] == sign))


def _by_x(line: Floats, count: int, x: Floats | None = None) -> tuple[Floats, Floats]:
    """A line of the face as heights over ``count`` even places from its first end to its last."""
    across = np.linspace(line[0, 0], line[-1, 0], count) if x is None else x
    order = np.argsort(line[:, 0], kind="stable")
    heights = np.interp(across, line[order, 0], smoothed(line[order, 1], 1))
    return across, smoothed(heights, 1)


def _eye(figure: Figure, seen: FrontMap, side: str, sign: int, k: float, curves: Curves) -> None:
    """Lids, crease, bag, outer flick and the opening; the lids of a closed eye meet."""
    above, below = (figure.face_line(f"lid_{edge}_{side}") for edge in ("up", "lo"))
    x, _ = _by_x(above, 17)
    _, shut = _by_x(below, 17, x)
    upper, lower = _between_lids(_side_columns(seen.patch == EYE, seen, sign), seen, x, shut)
    t = np.linspace(-1, 1, 17)
    middle, pinch = (upper + lower) / 2, np.abs(t) ** 4
    upper, lower = upper * (1 - pinch) + middle * pinch, lower * (1 - pinch) + middle * pinch
    curves[f"open_up_{side}"] = curves[f"lid_up_{side}"] = seen.on_surface(x, upper, 0.0015)
    curves[f"open_lo_{side}"] = seen.on_surface(x, lower, 0.0012)
    curves[f"lid_lo_{side}"] = curves[f"open_lo_{side}"][3:15]
    crease = seen.on_surface(x, upper + 0.0042 * k - 0.0012 * k * t**2, 0.0008)
    curves[f"crease_{side}"] = crease[2:15]
    bag = seen.on_surface(x, lower - 0.0052 * k + 0.0020 * k * t**2, 0.0008)
    curves[f"bag_{side}"] = bag[2:10]
    corner = curves[f"lid_up_{side}"][-1]
    out, up = sign * np.array([-0.003, 0, 0.003]) * k, np.array([0.0012, 0.0005, 0.0002]) * k
    curves[f"flick_{side}"] = seen.on_surface(corner[0] + out, corner[1] + up, 0.0012)


def _between_lids(mask: NDArray[np.bool_], seen: FrontMap, x: Floats, shut: Floats) -> tuple[Floats, Floats]:
    """Upper and lower edge (n,) of what shows of an eye; ``shut`` (n,) where its lids meet."""
    found = np.flatnonzero(mask.any(axis=0))
    if len(found) < 6:
        return shut, shut
    top, low = ends(mask, found)
    edge = seen.x(found)
    order = np.argsort(edge)
    upper = np.interp(x, edge[order], smoothed(seen.y(top), 2)[order])
    lower = np.interp(x, edge[order], smoothed(seen.y(low), 2)[order])
    away = np.maximum(edge.min() - x, x - edge.max())
    closed = np.clip(away / 0.003, 0, 1)
    middle = (upper + lower) / 2
    return upper + (middle - upper) * closed, lower + (middle - lower) * closed


def _brow(seen: FrontMap, side: str, sign: int, k: float, curves: Curves) -> None:
    mask = _side_columns(seen.patch == BROW, seen, sign)
    found = np.flatnonzero(mask.any(axis=0))
    if len(found) < 5:
        return
    columns = spread(found, 13)[::sign]
    top, low = ends(mask, columns)
    x, upper, lower = seen.x(columns), smoothed(seen.y(top), 1), smoothed(seen.y(low), 1)
    q = np.linspace(0, 1, 13)
    middle = (upper + lower) / 2 + _BROW_LIFT_M * k * (1 - q) ** 2
    half = (upper - lower) / 2 * np.interp(q, *_BROW_PROFILE)
    above, below = (seen.on_surface(x, middle + shift, 0.002) for shift in (half, -half))
    curves[f"brow_top_{side}"], curves[f"brow_low_{side}"] = above, below
    curves[f"brow_{side}"] = (above + below) / 2


def _mouth(figure: Figure, seen: FrontMap, k: float, curves: Curves) -> tuple[float, float]:
    """Lip line, lips, corners and the dent above the chin; height of the mouth and half its width."""
    x, upper = _by_x(figure.face_line("lip_up"), 21)
    _, lower = _by_x(figure.face_line("lip_lo"), 21, x)
    t = np.linspace(-1, 1, 21)
    centre, half = float(x[0] + x[-1]) / 2, max(float(x[-1] - x[0]) / 2, _HALF_MOUTH_M * k)
    opened = _opened(seen, x)
    if opened is None:
        upper = lower = _crease(seen, x, upper, lower, k)
        curves["mouth"] = seen.on_surface(centre + t * half, lower, 0.0025)
    else:
        upper, lower = opened
        _opening(seen, x, upper, lower, curves)
    line = smoothed((upper + lower) / 2, 1)
    middle = float(lower[5:-5].mean())
    if opened is None:
        bow = 0.0075 * k * (1 - np.abs(t) ** 1.6) - 0.0016 * k * np.exp(-((t / 0.16) ** 2)) + 0.001 * k
        curves["lip_up"] = seen.on_surface((centre + t * half)[2:-2], (upper + bow)[2:-2], 0.001)
        u = np.linspace(-0.62, 0.62, 13)
        under = np.interp(u, t, lower) - 0.0088 * k * np.sqrt(1 - (u / 0.95) ** 2) - 0.0005 * k
        curves["lip_lo"] = seen.on_surface(centre + u * half, under, 0.001)
    u = np.linspace(-0.5, 0.5, 9)
    dent = middle - 0.0185 * k - 0.002 * k * (1 - (2 * u) ** 2)
    curves["chin"] = seen.on_surface(centre + u * 0.016 * k, dent, 0.001)
    for side, sign in _SIDES:
        end = float(line[-1 if sign > 0 else 0])
        rise = np.clip(end - float(line[10]), -0.006 * k, 0.006 * k)
        out = centre + sign * (half + np.array([-0.003, 0, 0.0012]) * k)
        drop = end + np.array([0.0003, 0.0001, -0.0008]) * k + np.array([-0.25, 0, 0.25]) * rise
        curves[f"corner_{side}"] = seen.on_surface(out, drop, 0.0015)
    return float(line[[0, -1]].mean()), half


def _crease(seen: FrontMap, x: Floats, upper: Floats, lower: Floats, k: float) -> Floats:
    """Heights (n,) where closed lips meet: the deepest place between them."""
    reach, found = 0.0035 * k, []
    for across, high, low in zip(x, upper, lower, strict=True):
        column, first = seen.column(float(across)), seen.row(float(low) - reach)
        depth = smoothed(seen.depth[first : seen.row(float(high) + reach) + 1, column], 1)
        found.append(float(seen.y(first + int(depth.argmin()))))
    # at the corners there is no dip, and the lips themselves tell
    ends = np.abs(np.linspace(-1, 1, len(x))) ** 6
    return np.asarray(smoothed(smoothed(found, 1) * (1 - ends) + (upper + lower) / 2 * ends, 2))


def _opened(seen: FrontMap, x: Floats) -> tuple[Floats, Floats] | None:
    """Upper and lower edge (n,) of what shows between the lips; None for a closed mouth."""
    first, last = seen.column(float(x[0])), seen.column(float(x[-1]))
    mask = (seen.patch == MOUTH) & (np.arange(seen.patch.shape[1]) >= first)[None]
    mask &= (np.arange(seen.patch.shape[1]) <= last)[None]
    found = np.flatnonzero(mask.any(axis=0))
    if len(found) < 5 or mask.sum(axis=0).max() * STEP_M < _PARTED_M:
        return None
    top, low = ends(mask, found)
    edge = seen.x(found)
    upper = np.interp(x, edge, smoothed(seen.y(top), 2))
    lower = np.interp(x, edge, smoothed(seen.y(low), 2))
    shut = (x < edge[0]) | (x > edge[-1])
    upper[shut] = lower[shut] = ((upper + lower) / 2)[shut]
    return upper, lower


def _opening(seen: FrontMap, x: Floats, upper: Floats, lower: Floats, curves: Curves) -> None:
    """An open mouth: its line runs along the upper lip, back along the lower one and ends where lines of
    mouths end; ``gape`` goes round the dark below the teeth."""
    above, below = seen.on_surface(x, upper, 0.0025), seen.on_surface(x, lower, 0.0025)
    curves["mouth"] = np.concatenate([above, below[-2::-1], above[1:]])
    teeth = seen.on_surface(x, upper - TEETH_SHARE * (upper - lower), 0.002)
    curves["gape"] = np.concatenate([teeth, below[-2:0:-1]])


def _jaw(seen: FrontMap, chin: Floats, k: float, curves: Curves) -> None:
    """The edge under the chin: near a parabola through it, where the face turns back most steeply."""
    x = np.linspace(-0.042, 0.042, 15) * k
    expected = float(chin[1]) - 0.002 * k + 9.0 * x * x / k
    reach = int(0.006 * k / STEP_M)
    rows = []
    for column, middle in zip(map(seen.column, x), map(seen.row, expected), strict=True):
        low = max(middle - reach, 1)
        slope = np.diff(seen.depth[low : middle + reach, column])
        rows.append(low + int(np.where(np.abs(slope) > 0.004, 0, slope).argmax()))
    mixed = (smoothed(rows, 3) + smoothed([seen.row(y) for y in expected], 1)) / 2
    curves["jaw"] = seen.on_surface(x, seen.y(mixed), 0.001)


def _nose(
    seen: FrontMap, tip: Floats, eyes_y: float, k: float, mouth: tuple[float, float], curves: Curves
) -> None:
    """Wings, nostrils, bridge, and the folds from nose to mouth.

    The underside is where the profile falls back steepest below the tip; the wings where the row 6 mm
    above it falls back steepest sideways.
    """
    middle, tip_row = seen.column(0.0), seen.row(float(tip[1]))
    lowest = max(tip_row - int(0.022 * k / STEP_M), 1)
    profile = smoothed(seen.depth[:, middle], 2)
    under = float(seen.y(lowest + int(np.diff(profile[lowest:tip_row]).argmax())))
    across = smoothed(seen.depth[min(seen.row(under + 0.006 * k), len(seen.depth) - 1)], 2)
    reach = np.arange(int(0.007 * k / STEP_M), int(0.024 * k / STEP_M))
    wing = (reach[np.diff(across)[middle + reach].argmin()] + 0.5) * STEP_M
    turn, t = np.radians(np.linspace(48, -100, 11)), np.linspace(0, 1, 9)
    for side, sign in _SIDES:
        x = sign * (wing - 0.0048 * k + 0.0042 * k * np.cos(turn))
        curves[f"wing_{side}"] = seen.on_surface(x, under + 0.0052 * k + 0.0056 * k * np.sin(turn), 0.0022)
        arch = under + 0.0012 * k + 0.0016 * k * np.sin(np.linspace(0, np.pi, 7))
        x = sign * np.linspace(0.0030 * k, wing - 0.003 * k, 7)
        curves[f"nostril_{side}"] = seen.on_surface(x, arch, 0.002)
        y = np.linspace(eyes_y + 0.004 * k, under + 0.022 * k, 9)
        curves[f"bridge_{side}"] = seen.on_surface(sign * np.linspace(0.0085, 0.0062, 9) * k, y, 0.001)
        height, half = mouth
        x = wing + 0.004 * k + (half - wing) * t**1.3
        y = under + 0.008 * k + (height + 0.004 * k - under - 0.008 * k) * t
        curves[f"nasolab_{side}"] = seen.on_surface(sign * x, y, 0.001)


def _ear(figure: Figure, ear: Floats, side: str, sign: int, k: float, curves: Curves) -> None:
    """Rim and inner curl, on ellipses round the ear's landmark, laid on the nearest skin."""
    points = figure.mesh.positions.astype(np.float64)
    near = (np.abs(points[:, 1] - ear[1]) < 0.035 * k) & (np.abs(points[:, 2] - ear[2]) < 0.03 * k)
    skin = points[near & (points[:, 0] * sign > 0.04 * k)]
    if not len(skin):
        return

    def laid(y: Floats, z: Floats) -> Floats:
        away = (skin[None, :, 1] - y[:, None]) ** 2 + (skin[None, :, 2] - z[:, None]) ** 2
        weight = 1 / (away + 2e-5)
        x = (weight * np.abs(skin[:, 0])[None]).sum(axis=1) / weight.sum(axis=1) + 0.002
        return np.stack([sign * x, y, z], axis=1)

    turn = np.radians(np.linspace(200, -35, 13))
    rim_z = ear[2] - 0.004 * k + 0.0095 * k * np.cos(turn)
    curves[f"ear_{side}"] = laid(ear[1] + 0.002 * k + 0.019 * k * np.sin(turn), rim_z)
    turn = np.radians(np.linspace(120, -100, 9))
    curl_z = ear[2] + 0.001 * k + 0.005 * k * np.cos(turn)
    curves[f"ear_in_{side}"] = laid(ear[1] - 0.002 * k + 0.008 * k * np.sin(turn), curl_z)
