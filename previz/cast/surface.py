"""The mesh of a dressed person: which triangles show, how they split into patches, where they lie.

Everything that depends on clothes and hair but not on the body is a `Pattern`, cut once and kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from previz.cast import hair, outfit, patches
from previz.cast.library import RIM, Library, library
from previz.cast.names import check_numbers
from previz.cast.outfit import Cut
from previz.scene.model import Body

Ints = NDArray[np.int64]
Singles = NDArray[np.float32]

SHOE_SOLE_MM = 12.0
ADULT_CALF_M = 0.43
"""Garments of smaller people are thinner in this proportion."""
ADULT_HEAD_M = 0.0604
"""Distance of the eyes of an adult: the measure of a head."""
CANCELLED_M2 = 1e-9
PAINTS = ("skin", "top", "bottom", "under", "shoes", "hair", "brow", "white", "iris", "mouth")
EYE_WHITE, IRIS = np.array([0.92, 0.92, 0.90]), np.array([0.16, 0.11, 0.08])
LIPS = np.array([0.5, 0.3, 0.3])
"""The line of the mouth against the skin."""


@dataclass(frozen=True, eq=False)
class Pattern:
    """Topology of one cut and hair style; n vertices, m faces."""

    source: Ints
    """(n,) split vertex of the mannequin."""
    point: Ints
    """(n,) welded point."""
    faces: NDArray[np.uint32]
    patch: NDArray[np.uint16]
    paint: Ints
    """(n,) index in PAINTS."""
    offset_m: Singles
    """(n,) distance from the skin for an adult."""
    sole: Singles
    """(n,) share of the shoe's sole below the foot."""
    bones: NDArray[np.uint8]
    weights: NDArray[np.uint8]
    region: Ints
    """(n,) garment region or RIM."""


@lru_cache(maxsize=64)
def pattern(cut_name: str, hair_style: str) -> Pattern:
    """Cut the mannequin. Raises BadProject for unknown names."""
    mannequin, cut = library(), outfit.cut(cut_name)
    offsets = _offsets(mannequin, cut)
    rows = _visible_faces(mannequin, cut, hair.part(hair_style), offsets)
    patch = patches.face_patches(mannequin, cut, rows)
    paint = _face_paints(mannequin, cut, rows)
    corners = mannequin.faces[rows]
    keys = (corners * 64 + patch[:, None]) * 16 + paint[:, None]
    unique, faces = np.unique(keys.ravel(), return_inverse=True)
    source = unique // (64 * 16)
    return Pattern(
        source=source,
        point=mannequin.weld[source],
        faces=faces.reshape(-1, 3).astype(np.uint32),
        patch=(unique // 16 % 64).astype(np.uint16),
        paint=unique % 16,
        offset_m=offsets[source],
        sole=np.zeros(len(source), np.float32) if cut.barefoot else mannequin.sole[source],
        bones=mannequin.bones[source],
        weights=mannequin.weights[source],
        region=mannequin.regions[source],
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


def _visible_faces(mannequin: Library, cut: Cut, hair_part: str, offsets: Singles) -> Ints:
    """Face rows of figure, brows, hair and skirt; hem strips between equal thicknesses vanish."""
    groups = [mannequin.part("figure"), mannequin.part("brow")]
    if hair_part:
        groups.append(mannequin.part(hair_part))
    if cut.skirt_rows:
        first, last = mannequin.parts["skirt"]
        groups.append(np.arange(first, first + (last - first) // mannequin.skirt_rows * cut.skirt_rows))
    rows = np.concatenate(groups)
    skin = mannequin.mean[: mannequin.welded_count]
    normals = vertex_normals(skin, mannequin.solid_faces)
    points = skin[mannequin.weld] + normals[mannequin.weld] * offsets[:, None]
    a, b, c = (points[mannequin.faces[rows, corner]] for corner in range(3))
    area = np.linalg.norm(np.cross(b - a, c - a), axis=1)
    return np.asarray(rows[area > 1e-8])


def _face_paints(mannequin: Library, cut: Cut, rows: Ints) -> Ints:
    table = np.zeros(len(mannequin.region), np.int64)
    fixed = {"eye_white": "white", "iris": "iris", "hair": "hair", "brow": "brow", "mouth": "mouth"}
    worn = {name: layer.paint for name, layer in cut.layers.items()} | {"skirt": cut.skirt_paint}
    for name, colour in (fixed | worn).items():
        table[mannequin.region[name]] = PAINTS.index(colour)
    return np.asarray(table[mannequin.labels[rows]])


def palette(body: Body) -> NDArray[np.uint8]:
    """(10, 4) sRGB in the order of PAINTS; emission 0. Raises BadProject for NaN."""
    worn = body.outfit
    given = np.array([body.skin, worn.top, worn.bottom, worn.under, worn.shoes, body.hair_colour], float)
    check_numbers(given.ravel().tolist(), "Colours")
    skin, strands = given[0], given[5]
    made = np.stack([0.8 * strands + 0.2 * skin, EYE_WHITE, IRIS, skin * LIPS])
    table = np.zeros((len(PAINTS), 4), np.uint8)
    table[:, :3] = np.clip(np.concatenate([given, made]) * 255, 0, 255).round()
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


def rest_positions(
    cloth: Pattern, skin: Singles, normals: Singles, size: float, style: str, head: tuple[Singles, float]
) -> tuple[Singles, Singles]:
    """Rest positions and normals (n, 3) of a pattern on a body.

    ``skin`` and ``normals`` (welded, 3); ``size`` of the garments; ``head`` = (head joint, size of the head).
    """
    positions = skin[cloth.point] + normals[cloth.point] * (cloth.offset_m * np.float32(size))[:, None]
    positions[:, 1] -= cloth.sole * np.float32(SHOE_SOLE_MM * 1e-3 * size)
    turned = normals[cloth.point]
    strands = cloth.patch == patches.HAIR
    if style in hair.LOOSE:
        positions[strands] = hair.shape(style, positions[strands], *head)
        turned[strands] = _strand_normals(cloth, positions, strands)
    return positions, turned


def _strand_normals(cloth: Pattern, positions: Singles, strands: NDArray[np.bool_]) -> Singles:
    faces = cloth.faces.astype(np.int64)
    faces = cloth.point[faces[strands[faces].all(1)]]
    points = np.zeros((int(cloth.point.max()) + 1, 3), np.float32)
    points[cloth.point[strands]] = positions[strands]
    return np.asarray(vertex_normals(points, faces)[cloth.point[strands]])
