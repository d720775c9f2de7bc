"""Where lines may run: the cracks between neighbouring pixels that show different things.

A crack is one pixel edge, between two corners of the pixel grid. Tracing cracks instead of filtering an
image keeps the exact topology of the id buffer: silhouettes run through, corners stay corners.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from previz.gen.sketch.sheet import BROW, EYE, FIGURE, HAND, MOUTH, SKIN, Floats, Ints, Mask, Sheet, with_role

SILHOUETTE, CONTACT, CREASE, FOLD = 0, 1, 2, 3
"""Edge of an object over something behind; objects touching; patches of one object; an object over itself."""

_FACE = (SKIN, EYE, BROW, MOUTH)
_SAME_COLOUR = 26


@dataclass(frozen=True)
class Cracks:
    """Struct of arrays, (n,) each. ``near`` is the side that owns the line."""

    start: Ints
    end: Ints
    """Corner numbers: row · (width + 1) + column."""
    kind: NDArray[np.int8]
    owner: Ints
    """Object index of the near side; ``other`` of the far side."""
    other: Ints
    near_m: Floats
    far_m: Floats
    near_id: NDArray[np.uint32]
    far_id: NDArray[np.uint32]
    near_role: NDArray[np.uint8]
    far_role: NDArray[np.uint8]
    angle: Floats
    """Between the normals, radians."""
    across: NDArray[np.int8]
    """1: the neighbours lie side by side, 0: one above the other."""
    outward: NDArray[np.int8]
    """+1 when the near pixel is the left or upper one, so outward is +x or +y."""

    def __len__(self) -> int:
        return len(self.start)

    def where(self, keep: Mask) -> Cracks:
        return Cracks(*(getattr(self, f.name)[keep] for f in fields(self)))


MOST_CRACKS = 260_000
"""More than any drawing needs, and few enough to be traced in a second."""


def thinned(cracks: Cracks, size: tuple[int, int]) -> tuple[Cracks, float]:
    """At most `MOST_CRACKS`, and the share that was left out: inner lines first, from the fullest places."""
    count = len(cracks)
    if count <= MOST_CRACKS:
        return cracks, 0.0
    columns = size[1] // 16 + 1
    row, column = cracks.start // (size[1] + 1) // 16, cracks.start % (size[1] + 1) // 16
    cell = row * columns + column
    inner = (cracks.kind == CREASE) | (cracks.kind == CONTACT)
    crowd = np.bincount(cell, minlength=int(cell.max()) + 1)[cell] + np.where(inner, 100_000, 0)
    limit = np.partition(crowd, MOST_CRACKS)[MOST_CRACKS]
    kept = cracks.where(crowd < limit)
    if len(kept) < MOST_CRACKS // 4:
        # everything is equally crowded: one cell in so many stays whole
        stride = -(-count // MOST_CRACKS)
        kept = cracks.where(cell % stride == 0)
    return kept, 1 - len(kept) / count


def find_cracks(sheet: Sheet) -> Cracks:
    """Every crack that may become a line; the drawn face replaces the raw borders of eyes, brows and lips."""
    ids = _without_slivers(sheet)
    face = with_role(sheet.roles, _FACE)
    ids[face] = (ids[face] & np.uint32(0xFFFF0000)) | np.uint32(1)
    inverse = np.where(sheet.ids == 0, np.float32(0), 1 / sheet.depth)
    parts = [_between(sheet, ids, inverse, axis) for axis in (1, 0)]
    cracks = Cracks(*(np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(Cracks)))
    return cracks.where(_drawn(sheet, cracks))


def _without_slivers(sheet: Sheet) -> NDArray[np.uint32]:
    """Bevels one pixel wide take a neighbour's id: they would give dashed double lines."""
    ids = sheet.ids.copy()
    numbers = ids >> 16
    plain = sheet.kind != FIGURE
    for axis in (1, 0):
        cut = [np.s_[:, :-2], np.s_[:, 1:-1], np.s_[:, 2:]] if axis else [np.s_[:-2], np.s_[1:-1], np.s_[2:]]
        before, here, after = (ids[c] for c in cut)
        same = (numbers[cut[0]] == numbers[cut[1]]) & (numbers[cut[2]] == numbers[cut[1]])
        sliver = (here != before) & (here != after) & same & plain[cut[1]]
        here[sliver] = before[sliver]
    return ids


def _gap(inverse: Floats, depth: Floats, axis: int) -> Floats:
    """Depth jump in metres between neighbours: 1/z is linear on any plane, so its second difference is 0."""
    kernel = np.array([[1, -2, 1]], np.float32) if axis else np.array([[1], [-2], [1]], np.float32)
    bend = cv2.absdiff(cv2.filter2D(inverse, cv2.CV_32F, kernel, borderType=cv2.BORDER_REPLICATE), 0)
    rim = np.s_[:, [0, -1]] if axis else np.s_[[0, -1]]
    bend[rim] = 0
    a = np.s_[:, :-1] if axis else np.s_[:-1]
    b = np.s_[:, 1:] if axis else np.s_[1:]
    jump = cv2.min(bend[a], bend[b])
    nearest = cv2.min(depth[a], depth[b])
    return np.asarray(cv2.multiply(cv2.multiply(jump, nearest), nearest), np.float32)


def _between(sheet: Sheet, ids: NDArray[np.uint32], inverse: Floats, axis: int) -> Cracks:
    """Cracks between left and right (axis 1) or upper and lower (axis 0) neighbours."""
    depth, width = sheet.depth, sheet.size[1]
    gap = _gap(inverse, depth, axis)
    a = np.s_[:, :-1] if axis else np.s_[:-1]
    b = np.s_[:, 1:] if axis else np.s_[1:]
    nearest = cv2.min(depth[a], depth[b])
    deep = gap > cv2.max(cv2.multiply(nearest, 0.005), 0.010)
    place = np.flatnonzero((ids[a] != ids[b]) | deep)
    row, column = np.divmod(place, gap.shape[1])
    p, q = (row, column), (row + (1 - axis), column + axis)
    here, there = ids[p], ids[q]
    object_p, object_q = sheet.objects[p], sheet.objects[q]
    z, zp, zq, size = nearest[row, column], depth[p], depth[q], gap[row, column]
    itself = (object_p == object_q) & (sheet.kinds[object_p] == FIGURE)
    jump = deep[row, column] & ((size > np.maximum(0.030, 0.012 * z)) | itself)
    cosine = np.einsum("ij,ij->i", sheet.normals[p].astype(np.float32), sheet.normals[q].astype(np.float32))
    kind = np.where(object_p != object_q, np.where(jump, SILHOUETTE, CONTACT), np.where(jump, FOLD, CREASE))
    keep = (here != there) | jump
    keep &= ~_coplanar(sheet, p, q, kind, cosine, size, z)
    first = (row + 1 - axis) * (width + 1) + column + axis
    near = zp <= zq

    def pick(x: NDArray[Any], y: NDArray[Any]) -> NDArray[Any]:
        return np.asarray(np.where(near, x, y)[keep])

    return Cracks(
        start=first[keep].astype(np.int32),
        end=((row + 1) * (width + 1) + column + 1)[keep].astype(np.int32),
        kind=kind[keep].astype(np.int8),
        owner=pick(object_p, object_q),
        other=pick(object_q, object_p),
        near_m=np.minimum(zp, zq)[keep],
        far_m=np.maximum(zp, zq)[keep],
        near_id=pick(here, there),
        far_id=pick(there, here),
        near_role=pick(sheet.roles[p], sheet.roles[q]),
        far_role=pick(sheet.roles[q], sheet.roles[p]),
        angle=np.arccos(np.clip(cosine, -1, 1)).astype(np.float32)[keep],
        across=np.full(int(keep.sum()), axis, np.int8),
        outward=np.where(near, 1, -1).astype(np.int8)[keep],
    )


def _coplanar(
    sheet: Sheet,
    p: tuple[NDArray[np.int64], NDArray[np.int64]],
    q: tuple[NDArray[np.int64], NDArray[np.int64]],
    kind: NDArray[np.int64],
    cosine: Floats,
    gap_m: Floats,
    depth_m: Floats,
) -> Mask:
    """Seams of two patches, or of two set pieces, that lie in one plane and have one colour are no lines."""
    flat = (cosine > 0.985) & (gap_m < 0.0005 * depth_m + 0.0004)
    colour = np.abs(sheet.albedo[p][:, :3].astype(np.int16) - sheet.albedo[q][:, :3]).max(axis=1, initial=0)
    figures = (sheet.kinds[sheet.objects[p]] == FIGURE) | (sheet.kinds[sheet.objects[q]] == FIGURE)
    seam = (kind == CREASE) | ((kind == CONTACT) & (colour < 6))
    return np.asarray(flat & seam & ~figures & (colour < _SAME_COLOUR))


def _drawn(sheet: Sheet, cracks: Cracks) -> Mask:
    """Drop borders of skin with skin, except between two fingers, and noise inside a face."""
    figure = sheet.kinds[cracks.owner] == FIGURE
    near, far = cracks.near_role, cracks.far_role
    bare_near = with_role(near, (*_FACE, HAND))
    bare_far = with_role(far, (*_FACE, HAND))
    palms = ((cracks.near_id & 7) == 0) | ((cracks.far_id & 7) == 0)
    fingers = (near == HAND) & (far == HAND) & (cracks.near_id != cracks.far_id) & ~palms
    drop = figure & (cracks.kind == CREASE) & bare_near & bare_far & ~fingers
    head = with_role(near, _FACE) & with_role(far, _FACE)
    drop |= figure & (cracks.kind == FOLD) & head & (cracks.far_m - cracks.near_m < 0.008)
    return np.asarray(~drop)
