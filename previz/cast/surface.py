"""The mesh of a dressed person: which triangles show, how they split into patches, where they lie.

Everything that depends on clothes and hair but not on the body is a `Pattern`, cut once and kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from previz.cast import dressing, outfit, patches
from previz.cast.dressing import Wardrobe
from previz.cast.library import RIM, Library, library
from previz.cast.names import check_numbers
from previz.cast.outfit import Cut
from previz.cast.worn import Worn
from previz.scene.model import Body

Ints = NDArray[np.int64]
Singles = NDArray[np.float32]

SHOE_SOLE_MM = 9.0
ADULT_CALF_M = 0.43
"""Garments of smaller people are thinner in this proportion."""
ADULT_HEAD_M = 0.0604
"""Distance of the eyes of an adult: the measure of a head."""
CANCELLED_M2 = 1e-9
GIVEN = ("skin", "top", "bottom", "under", "shoes", "hair", "hat")
MIXED = ("brow", "mouth", "sole", "trim", "brim", "band")
FIXED = {
    "white": (0.92, 0.92, 0.90),
    "iris": (0.16, 0.11, 0.08),
    "teeth": (0.90, 0.89, 0.85),
    "frame": (0.09, 0.08, 0.08),
    "lens": (0.07, 0.07, 0.08),
    "tie": (0.36, 0.10, 0.12),
}
PAINTS = (*GIVEN, *MIXED, *FIXED)
"""Colours that a body gives, those that follow from them, and those that are the same for everybody."""
MOUTH = np.array([0.20, 0.11, 0.11])
"""The dark between the lips against the skin."""


@dataclass(frozen=True, eq=False)
class Pattern:
    """Topology of clothes and hair; the first b of n vertices are the mannequin's, m faces."""

    source: Ints
    """(b,) split vertex of the mannequin."""
    point: Ints
    """(b,) welded point."""
    offset_m: Singles
    """(b,) distance from the skin for an adult."""
    sole: Singles
    """(b,) share of the shoe's sole below the foot."""
    region: Ints
    """(b,) garment region or RIM."""
    worn: Worn | None
    """What hangs on the body: the other vertices."""
    faces: NDArray[np.uint32]
    patch: NDArray[np.uint16]
    paint: Ints
    """(n,) index in PAINTS."""
    bones: NDArray[np.uint8]
    weights: NDArray[np.uint8]


@lru_cache(maxsize=256)
def pattern(wardrobe: Wardrobe) -> Pattern:
    """Cut the mannequin and put on the rest. Raises BadProject for unknown names."""
    base = _suit(wardrobe.cut)
    worn = dressing.worn(wardrobe)
    if worn is None:
        return base
    paint = np.array([PAINTS.index(name) for name in worn.paint])
    return Pattern(
        source=base.source,
        point=base.point,
        offset_m=base.offset_m,
        sole=base.sole,
        region=base.region,
        worn=worn,
        faces=np.concatenate([base.faces, (worn.faces + len(base.source)).astype(np.uint32)]),
        patch=np.concatenate([base.patch, worn.patch.astype(np.uint16)]),
        paint=np.concatenate([base.paint, paint]),
        bones=np.concatenate([base.bones, worn.bones]),
        weights=np.concatenate([base.weights, worn.weights]),
    )


@lru_cache(maxsize=64)
def _suit(cut_name: str) -> Pattern:
    """The mannequin in a cut, without hair and whatever else is put on."""
    mannequin, cut = library(), outfit.cut(cut_name)
    offsets = _offsets(mannequin, cut)
    rows = _visible_faces(mannequin, cut, offsets)
    patch = patches.face_patches(mannequin, cut, rows)
    paint = _face_paints(mannequin, cut, rows)
    corners = mannequin.faces[rows]
    keys = (corners * 64 + patch[:, None]) * 32 + paint[:, None]
    unique, faces = np.unique(keys.ravel(), return_inverse=True)
    source = unique // (64 * 32)
    return Pattern(
        source=source,
        point=mannequin.weld[source],
        offset_m=offsets[source],
        sole=np.zeros(len(source), np.float32) if cut.barefoot else mannequin.sole[source],
        region=mannequin.regions[source],
        worn=None,
        faces=faces.reshape(-1, 3).astype(np.uint32),
        patch=(unique // 32 % 64).astype(np.uint16),
        paint=unique % 32,
        bones=mannequin.bones[source],
        weights=mannequin.weights[source],
    )


def _offsets(mannequin: Library, cut: Cut) -> Singles:
    """(split vertices,) metres along the normal; collars and cuffs fold inwards."""
    thickness, flare = np.zeros(256, np.float32), np.zeros(256, np.float32)
    thickness[RIM] = -9.0
    thickness[mannequin.region["skirt"]] = cut.skirt_mm
    for name, layer in cut.layers.items():
        number = mannequin.region[name]
        thickness[number], flare[number] = layer.thickness_mm, layer.flare_mm
    regions = mannequin.regions
    return np.asarray((thickness[regions] + flare[regions] * mannequin.flare) * 1e-3, np.float32)


def _visible_faces(mannequin: Library, cut: Cut, offsets: Singles) -> Ints:
    """Face rows of figure and skirt; hem strips between equal thicknesses vanish."""
    groups = [mannequin.part("figure")]
    if cut.skirt_rows:
        first, last = mannequin.parts["skirt"]
        groups.append(np.arange(first, first + (last - first) // mannequin.skirt_rows * cut.skirt_rows))
    rows = np.concatenate(groups)
    skin = mannequin.mean[: mannequin.welded_count]
    normals = vertex_normals(skin, mannequin.solid_faces)
    points = skin[mannequin.weld] + normals[mannequin.weld] * offsets[:, None]
    a, b, c = (points[mannequin.faces[rows, corner]] for corner in range(3))
    area = np.linalg.norm(np.cross(b - a, c - a), axis=1)
    lips = np.isin(mannequin.labels[rows], [mannequin.region[name] for name in ("mouth", "teeth")])
    return np.asarray(rows[(area > 1e-8) | lips])


def _face_paints(mannequin: Library, cut: Cut, rows: Ints) -> Ints:
    table = np.zeros(len(mannequin.region), np.int64)
    fixed = {"eye_white": "white", "iris": "iris", "mouth": "mouth", "teeth": "teeth"}
    worn = {name: layer.paint for name, layer in cut.layers.items()} | {"skirt": cut.skirt_paint}
    for name, colour in (fixed | worn).items():
        table[mannequin.region[name]] = PAINTS.index(colour)
    return np.asarray(table[mannequin.labels[rows]])


def palette(body: Body) -> NDArray[np.uint8]:
    """(paints, 4) sRGB in the order of PAINTS; emission 0. Raises BadProject for NaN."""
    worn = body.outfit
    given = np.array(
        [body.skin, worn.top, worn.bottom, worn.under, worn.shoes, body.hair_colour, worn.hat_colour], float
    )
    check_numbers(given.ravel().tolist(), "Colours")
    skin, top, shoes, strands, hat = (given[row] for row in (0, 1, 4, 5, 6))
    mixed = np.stack(
        [0.8 * strands + 0.2 * skin, skin * MOUTH, shoes * 0.55, top * 0.8, hat * 0.85, hat * 0.4]
    )
    table = np.zeros((len(PAINTS), 4), np.uint8)
    colours = np.concatenate([given, mixed, np.array(list(FIXED.values()))])
    table[:, :3] = np.clip(colours * 255, 0, 255).round()
    return table


def vertex_normals(points: Singles, faces: Ints) -> Singles:
    """(n, 3) unit normals, weighted by area. Where faces cancel (the line of the mouth) neighbours decide."""
    a, b, c = (points[faces[:, corner]] for corner in range(3))
    normal = np.cross(b - a, c - a)
    total = np.zeros_like(points, dtype=np.float64)
    for corner in range(3):
        for axis in range(3):
            total[:, axis] += np.bincount(faces[:, corner], normal[:, axis], minlength=len(points))
    length = np.sqrt((total * total).sum(1, keepdims=True))
    unit = total / np.maximum(length, 1e-12)
    lost = length[:, 0] < CANCELLED_M2
    if lost.any():
        unit[lost] = 0
        near = faces[lost[faces].any(1)]
        around = unit[near].sum(1)
        np.add.at(unit, near.ravel(), np.repeat(around, 3, axis=0) * lost[near].reshape(-1, 1))
        unit[lost] /= np.maximum(np.linalg.norm(unit[lost], axis=1, keepdims=True), 1e-12)
    return np.asarray(unit, np.float32)


@dataclass(frozen=True)
class Sizes:
    """Of one body against an adult."""

    head: float
    garments: float


def positions(cloth: Pattern, mannequin: Library, points: Singles, sizes: Sizes) -> tuple[Singles, Singles]:
    """Rest positions and normals (n, 3) of a pattern on a body whose points are (p, 3)."""
    skin = points[: mannequin.welded_count]
    normals = vertex_normals(skin, mannequin.solid_faces)
    turned = normals[cloth.point]
    placed = skin[cloth.point] + turned * (cloth.offset_m * np.float32(sizes.garments))[:, None]
    placed[:, 1] -= cloth.sole * np.float32(SHOE_SOLE_MM * 1e-3 * sizes.garments)
    if cloth.worn is None:
        return placed, turned
    worn = cloth.worn.places(points, sizes.head, sizes.garments)
    return np.concatenate([placed, worn]), np.concatenate([turned, vertex_normals(worn, cloth.worn.faces)])


def moving(cloth: Pattern, mannequin: Library) -> NDArray[np.bool_]:
    """(n,) vertices that an expression may move."""
    moves = np.zeros(len(mannequin.mean), bool)
    moves[mannequin.unit_points] = True
    base = moves[cloth.point]
    if cloth.worn is None:
        return base
    return np.concatenate([base, (moves[cloth.worn.index] & (cloth.worn.share > 0)).any(1)])
