"""Hair: combed streamlines, a broken highlight, and locks that leave the outline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np

from previz.gen.sketch.face import HEAD_M
from previz.gen.sketch.marks import Marks
from previz.gen.sketch.noise import Chance, hash01
from previz.gen.sketch.people import Person
from previz.gen.sketch.sheet import HAIR, SKIN, Floats, Mask, Sheet
from previz.gen.sketch.trace import curve_numbers, smooth

_STEP = 1.6


@dataclass(frozen=True)
class Hair:
    """The hair of one head on the half-size grid, cut to its box."""

    top: int
    left: int
    mask: Mask
    flow: Floats
    """(h, w, 2) unit direction of combing in px, 0 where it points at the camera."""
    shine: Floats
    """0…1"""
    head_px: float
    hang: float
    """0 cropped … 1 hangs below the neck."""


def comb(sheet: Sheet, person: Person, key: Floats) -> Hair | None:
    """Flow and highlight of a person's hair; None when hardly any is in the picture."""
    own = np.nonzero(sheet.object_ids == person.object_id)[0]
    if not len(own):
        return None
    mask = (sheet.half_objects == own[0]) & (sheet.half_roles == HAIR)
    rows, columns = np.nonzero(mask.any(axis=1))[0], np.nonzero(mask.any(axis=0))[0]
    if len(rows) < 2 or len(columns) < 2 or mask.sum() < 30:
        return None
    top, left = int(rows[0]), int(columns[0])
    box = np.s_[top : int(rows[-1]) + 1, left : int(columns[-1]) + 1]
    mask, depth = mask[box], sheet.half_depth[box]
    normal = sheet.half_normals[box]
    place = _places(sheet, depth, top, left)
    height = ((place - person.skull) @ person.up) / (0.07 * person.scale)
    flow = _flow(person, place, normal, height)
    head = HEAD_M * person.scale * sheet.px_per_m / max(float(np.median(depth[mask])), 0.1)
    shine = np.zeros(mask.shape, np.float32)
    if head >= 64:
        shine = _shine(person, place, normal, flow, height, key) * mask
    screen = np.stack([flow[..., 0], -flow[..., 1]], axis=-1)
    length = np.linalg.norm(screen, axis=-1, keepdims=True)
    screen = np.where(length > 0.15, screen / np.maximum(length, 1e-3), 0).astype(np.float32)
    hang = float(np.clip((-np.percentile(height[mask], 3) - 0.9) / 1.2, 0, 1))
    return Hair(top, left, mask, screen, shine, head, hang)


def _places(sheet: Sheet, depth: Floats, top: int, left: int) -> Floats:
    """Camera-space points of half-size pixels."""
    y = (np.arange(depth.shape[0]) + top) * 2 + 1
    x = (np.arange(depth.shape[1]) + left) * 2 + 1
    across, over = sheet.optics.spread(x, y, sheet.size)
    near = np.minimum(depth, 1000)
    return np.stack([across[None] * near, over[:, None] * near, -near], axis=-1).astype(np.float32)


def _flow(person: Person, place: Floats, normal: Floats, height: Floats) -> Floats:
    """Away from the crown, turning to straight down below the ears, along the surface."""
    way = place - person.crown
    way /= np.maximum(np.linalg.norm(way, axis=-1, keepdims=True), 1e-6)
    hang = np.clip(0.35 - height, 0, 1)[..., None]
    way = way * (1 - hang) - person.up * hang
    way -= normal * (way * normal).sum(axis=-1, keepdims=True)
    return np.asarray(way / np.maximum(np.linalg.norm(way, axis=-1, keepdims=True), 1e-6), np.float32)


def _shine(
    person: Person, place: Floats, normal: Floats, flow: Floats, height: Floats, key: Floats
) -> Floats:
    """Kajiya–Kay highlight, shifted per lock so that it ends like a comb."""
    away = place - person.skull
    turn = np.arctan2(away @ person.left, away @ person.forward) * 14
    lock = np.floor(turn * 1.7).astype(np.int64)
    shift = 0.30 * (hash01(lock + 1000, person.object_id) - 0.5) + 0.10 * np.sin(
        turn * 3.1 + person.object_id
    )
    half = key - place / np.maximum(np.linalg.norm(place, axis=-1, keepdims=True), 1e-6)
    half /= np.maximum(np.linalg.norm(half, axis=-1, keepdims=True), 1e-6)
    along = (flow * half).sum(axis=-1)
    facing = np.clip((normal @ key) * 1.4 + 0.25, 0, 1) * np.clip((height + 0.75) / 0.7, 0, 1)
    return np.asarray(np.exp(-(((along + shift) / 0.20) ** 2)) * facing, np.float32)


def draw_hair(sheet: Sheet, hair: Hair, weight: float, marks: Marks, chance: Chance) -> None:
    """Add strands over the hair and fly-away locks at its outline."""
    detail = hair.head_px / sheet.print_scale
    if detail < 26:
        return
    width = float(np.clip(detail * 0.0045, 0.55, 3.2)) * weight
    _strands(hair, width, marks, chance)
    if detail > 90:
        rim = hair.mask & ~(cv2.erode(hair.mask.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0)
        free, inner = _rims(sheet, hair, rim, _outward(hair.mask))
        _locks(sheet, hair, free, width, marks, chance)
        _fringe(sheet, hair, inner, width, marks, chance)


def _seeds(hair: Hair, chance: Chance) -> Floats:
    """Jittered starting points (n, 2) on the half grid, one in six of an even net."""
    spacing = max(hair.head_px * 0.030, 2.6) / 2
    rows, columns = max(int(hair.mask.shape[0] / spacing), 1), max(int(hair.mask.shape[1] / spacing), 1)
    count = rows * columns
    y = (np.repeat(np.arange(rows), columns) + chance.uniforms(count)) * spacing
    x = (np.tile(np.arange(columns), rows) + chance.uniforms(count)) * spacing
    keep = (chance.uniforms(count) < 0.16) & (y < hair.mask.shape[0]) & (x < hair.mask.shape[1])
    y, x = y[keep], x[keep]
    on = hair.mask[y.astype(int), x.astype(int)]
    return np.stack([x[on], y[on]], axis=1).astype(np.float32)


def _strands(hair: Hair, width: float, marks: Marks, chance: Chance) -> None:
    place = _seeds(hair, chance)
    count = len(place)
    if not count:
        return
    longest = hair.head_px * chance.uniforms(count, 0.18, 0.62) / 2
    steps = int(np.clip(hair.head_px * 0.62 / 2 / _STEP + 2, 4, 90))
    path = np.full((count, steps, 2), np.nan, np.float32)
    alive = np.ones(count, bool)
    rows, columns = hair.mask.shape
    for index in range(steps):
        x = np.clip(place[:, 0].astype(int), 0, columns - 1)
        y = np.clip(place[:, 1].astype(int), 0, rows - 1)
        inside = (place >= 0).all(axis=1) & (place[:, 0] < columns) & (place[:, 1] < rows)
        alive &= inside & hair.mask[y, x] & (index * _STEP <= longest)
        if not alive.any():
            break
        path[alive, index] = place[alive]
        step = hair.flow[y, x]
        alive &= np.abs(step).sum(axis=1) > 0.1
        place = place + step * _STEP
    firm, pressure = chance.uniforms(count, 0.6, 1.5), chance.uniforms(count, 0.45, 0.95)
    lengths = np.isfinite(path[:, :, 0]).sum(axis=1)
    kept = np.nonzero(lengths >= 6)[0]
    if not len(kept):
        return
    counts = lengths[kept]
    middle = path[kept, counts // 2].astype(int)
    shine = hair.shine[np.minimum(middle[:, 1], rows - 1), np.minimum(middle[:, 0], columns - 1)]
    pressure = pressure[kept] * (1 - 0.85 * np.minimum(shine * 1.5, 1.0))
    starts = np.concatenate([[0], np.cumsum(counts)])
    points = path[kept][np.arange(steps) < counts[:, None]]
    points = smooth((points + np.array([hair.left, hair.top], np.float32)) * 2, starts, 2)
    number = curve_numbers(starts)
    marks.add(points, starts, (width * firm[kept])[number], pressure[number].astype(np.float32), 0.9)


def _locks(sheet: Sheet, hair: Hair, free: Mask, width: float, marks: Marks, chance: Chance) -> None:
    """Curved wisps that start inside the outline, follow the combing and leave over what lies behind."""
    y, x = np.nonzero(free)
    if len(y) < 8:
        return
    outward = _outward(hair.mask)
    wisps: list[_Wisp] = []
    count = int(np.clip(hair.head_px * 0.07 * (0.4 + 0.6 * hair.hang), 6, 40))
    for pick in (chance.uniforms(count) * len(y)).astype(int):
        row, column = int(y[pick]), int(x[pick])
        away, flow = outward[row, column], hair.flow[row, column]
        length = hair.head_px * chance.uniform(0.10, 0.34) * (0.3 + 0.7 * hair.hang)
        leave, curl = chance.uniform(0.02, 0.16), chance.uniform(-0.02, 0.04)
        if not np.abs(flow).sum() or flow @ away < -0.25:
            continue
        start = (np.array([column + hair.left, row + hair.top], np.float32)) * 2
        t = np.linspace(0, 1, 14, dtype=np.float32)[:, None]
        bend = leave * np.sin(t * 2.2) ** 2 + curl * np.sin(t * 6.3)
        points = start + flow * length * (t - 0.5) + away * (length * bend - 1.5)
        root = float(sheet.half_depth[row + hair.top, column + hair.left])
        wisps.append(_Wisp(points, root, width * chance.uniform(0.6, 1.2), chance.uniform(0.6, 0.95)))
    _lay(sheet, wisps, 4.0, marks)


def _fringe(sheet: Sheet, hair: Hair, inner: Mask, width: float, marks: Marks, chance: Chance) -> None:
    """Short hairs over the skin along the hairline, where the combing leads out of the hair."""
    outward = _outward(hair.mask)
    y, x = np.nonzero(inner & ((hair.flow * outward).sum(axis=-1) > 0.15))
    if len(y) < 8:
        return
    wisps: list[_Wisp] = []
    longest = min(hair.head_px * 0.085, 40 * sheet.pen)
    for pick in (chance.uniforms(int(np.clip(hair.head_px * 0.13, 10, 80))) * len(y)).astype(int):
        row, column = int(y[pick]), int(x[pick])
        flow = hair.flow[row, column]
        length = longest * chance.uniform(0.3, 0.65 + 0.35 * hair.hang)
        t = np.linspace(0, 1, 8, dtype=np.float32)[:, None]
        start = np.array([column + hair.left, row + hair.top], np.float32) * 2
        side = np.array([-flow[1], flow[0]], np.float32) * chance.uniform(-0.12, 0.12)
        points = start + (flow * (t - 0.55) + side * t * t) * length
        root = float(sheet.half_depth[row + hair.top, column + hair.left])
        wisps.append(_Wisp(points, root, width * chance.uniform(0.4, 0.75), chance.uniform(0.35, 0.7)))
    _lay(sheet, wisps, 2.0, marks)


def _rims(sheet: Sheet, hair: Hair, rim: Mask, outward: Floats) -> tuple[Mask, Mask]:
    """Outline pixels beside something else, below the top of the head; and those beside their own skin."""
    y, x = np.nonzero(rim)
    reach = 3.0
    objects, roles = sheet.half_objects, sheet.half_roles
    column = np.clip(x + hair.left + np.rint(outward[y, x, 0] * reach), 0, objects.shape[1] - 1).astype(int)
    row = np.clip(y + hair.top + np.rint(outward[y, x, 1] * reach), 0, objects.shape[0] - 1).astype(int)
    other = objects[row, column] != objects[y + hair.top, x + hair.left]
    free, inner = np.zeros_like(rim), np.zeros_like(rim)
    free[y, x] = other & (outward[y, x, 1] > -0.45) & (y > rim.shape[0] * 0.18)
    inner[y, x] = ~other & (roles[row, column] == SKIN)
    return free, inner


def _outward(mask: Mask) -> Floats:
    """Unit gradient away from the hair, (h, w, 2) px."""
    soft = cv2.GaussianBlur(mask.astype(np.float32), (0, 0), 2.5, borderType=cv2.BORDER_REPLICATE)
    gradient = np.stack([-cv2.Sobel(soft, cv2.CV_32F, 1, 0), -cv2.Sobel(soft, cv2.CV_32F, 0, 1)], axis=-1)
    return np.asarray(
        gradient / np.maximum(np.linalg.norm(gradient, axis=-1, keepdims=True), 1e-6), np.float32
    )


class _Wisp(NamedTuple):
    points: Floats
    root_m: float
    """Depth of the pixel in which it is rooted."""
    width_px: float
    pressure: float


def _lay(sheet: Sheet, wisps: list[_Wisp], shortest_px: float, marks: Marks) -> None:
    """Wisps where they are not covered by something in front of the hair."""
    if not wisps:
        return
    points = np.concatenate([wisp.points for wisp in wisps])
    starts = np.concatenate([[0], np.cumsum([len(wisp.points) for wisp in wisps])])
    root = np.array([wisp.root_m for wisp in wisps])[curve_numbers(starts)]
    y, x, inside = sheet.sample(points)
    behind = np.asarray(inside & (sheet.depth[y, x] > root - 0.05))
    widths, pressures = (np.array([wisp[column] for wisp in wisps]) for column in (2, 3))
    marks.visible_runs(points, starts, behind, widths, pressures, 0.95, shortest_px)
