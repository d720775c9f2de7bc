"""Faces → patches whose borders are the lines of a drawing, and the mesh that carries them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from previz.kit.builder import CREASE_DEG, components
from previz.kit.soup import Floats, Ints, Seams, Soup, seams
from previz.scene.mesh import Mesh

MAX_PATCHES = 4000
_COLOUR_STEP = 30
"""Where the colours of two neighbours differ by more than this (of 255) along their edge, there is a line."""
_SPECK_SHARE = 5e-5
"""A patch with less than this share of the model's surface joins a neighbour: it would be a speck of ink."""


def to_mesh(soup: Soup, crease_deg: float = CREASE_DEG) -> Mesh:
    """A baked soup in metres, Y up, as a mesh with patches, split vertices and smooth normals."""
    a, b, c = (soup.points[soup.faces[:, i]] for i in range(3))
    normal = np.cross(b - a, c - a)  # its length is twice the area: the mean over faces is by area
    neighbours = seams(soup.faces)
    smooth = _smooth(soup, neighbours, _directions(normal), crease_deg)
    patch = components(len(soup.faces), neighbours.faces[smooth])
    area = np.linalg.norm(normal, axis=1) / 2
    patch = _without_specks(patch, area, neighbours, soup)
    return _split(soup, _at_most(patch, area, soup.material), normal)


def _directions(vectors: Floats) -> Floats:
    """(n, 3) of length 1, however short they were; in a model of tiny faces they are very short."""
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(length, 1e-300), float)


def _smooth(soup: Soup, neighbours: Seams, normal: Floats, crease_deg: float) -> NDArray[np.bool_]:
    """(p,) pairs of one material, without a crease, whose colours go over into each other."""
    one, other = neighbours.faces.T
    flat = np.einsum("ij,ij->i", normal[one], normal[other]) > np.cos(np.radians(crease_deg))
    same = _paint(soup)[soup.material[one]] == _paint(soup)[soup.material[other]]
    mine = soup.tint[one[:, None], neighbours.corners[:, 0]].astype(np.int16)
    theirs = soup.tint[other[:, None], neighbours.corners[:, 1]].astype(np.int16)
    pictures = np.array([material.picture for material in soup.materials])
    alike = (np.abs(mine - theirs).max(axis=(1, 2)) <= _COLOUR_STEP) | pictures[soup.material[one]]
    return np.asarray(flat & same & alike, np.bool_)


def _paint(soup: Soup) -> Ints:
    """(materials,) equal numbers for materials that look the same: exporters often repeat one."""
    looks = [
        (material.linear, material.emits, None if material.image is None else material.image.tobytes())
        for material in soup.materials
    ]
    number = {look: i for i, look in reversed(list(enumerate(looks)))}
    return np.array([number[look] for look in looks], np.int64)


def _without_specks(patch: Ints, area: Floats, neighbours: Seams, soup: Soup) -> Ints:
    """Tiny patches join the neighbour of their own material with which they share the most edges."""
    for _ in range(2):
        size = np.bincount(patch, area)
        small = size < _SPECK_SHARE * size.sum()
        one, other = neighbours.faces.T
        within = soup.material[one] == soup.material[other]
        ends = np.concatenate([patch[neighbours.faces[within]], patch[neighbours.faces[within]][:, ::-1]])
        ends = ends[(ends[:, 0] != ends[:, 1]) & small[ends[:, 0]]]
        if not len(ends):
            break
        pair, shared = np.unique(ends[:, 0] * len(size) + ends[:, 1], return_counts=True)
        source, target = pair // len(size), pair % len(size)
        order = np.lexsort((shared, source))
        last = np.append(np.diff(source[order]) > 0, True)
        links = np.stack([source[order][last], target[order][last]], axis=1)
        patch = components(len(size), links)[patch]
    return patch


def _at_most(patch: Ints, area: Floats, material: Ints) -> Ints:
    """The largest `MAX_PATCHES` stay; all smaller ones of a material become one."""
    size = np.bincount(patch, area)
    kinds = np.unique(material, return_inverse=True)[1].reshape(-1)
    kinds = np.minimum(kinds, MAX_PATCHES // 4)
    if len(size) <= MAX_PATCHES:
        return patch
    room = MAX_PATCHES - int(kinds.max()) - 1
    kept = np.argsort(-size, kind="stable")[:room]
    number = np.full(len(size), -1, np.int64)
    number[kept] = np.arange(room)
    return np.where(number[patch] >= 0, number[patch], room + kinds)


def _split(soup: Soup, patch: Ints, normal: Floats) -> Mesh:
    """One vertex for every point and patch: mean normal by area, mean colour."""
    key = soup.faces * np.int64(patch.max() + 1) + patch[:, None]
    _, first, corner = np.unique(key, return_index=True, return_inverse=True)
    corner = corner.reshape(-1)
    count = len(first)
    owner = first // 3
    normals: Floats = np.stack(
        [np.bincount(corner, np.repeat(normal[:, i], 3), count) for i in range(3)], axis=1
    )
    lost = np.linalg.norm(normals, axis=1) < 1e-9 * np.linalg.norm(normal[owner], axis=1)
    normals[lost] = normal[owner[lost]]  # faces back to back: any of them
    tint = soup.tint.reshape(-1, 3)
    share = np.bincount(corner, minlength=count)
    colours = np.zeros((count, 4), np.uint8)
    for i in range(3):
        colours[:, i] = np.round(np.bincount(corner, tint[:, i], count) / share)
    glow = np.array([255 if material.emits else 0 for material in soup.materials], np.uint8)
    colours[:, 3] = glow[soup.material[owner]]
    return Mesh(
        positions=soup.points[soup.faces.reshape(-1)[first]].astype(np.float32),
        normals=_directions(normals).astype(np.float32),
        colours=colours,
        patches=patch[owner].astype(np.uint16),
        faces=corner.reshape(-1, 3).astype(np.uint32),
    )
