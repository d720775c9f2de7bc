"""Pieces seen from above: outlines for a floor plan, and the cut through walls that shows their openings."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from previz.scene.mesh import Mesh

Floats = NDArray[np.float64]

CUT_M = 1.15
"""Plans are cut at this height: through doors and windows, over tables."""

_PIXELS = 220
"""Along the longer side of a footprint; enough for a plan, whose lines are wider."""
_MARGIN = 3
_KEPT = 512


@lru_cache(maxsize=_KEPT)
def footprint(mesh: Mesh) -> tuple[Floats, ...]:
    """Outlines (n, 2) of x, z in metres of everything that a piece covers, holes left out, largest first."""
    points = np.asarray(mesh.positions, float)[:, [0, 2]]
    if not len(mesh.faces):
        return ()
    low, high = points.min(axis=0), points.max(axis=0)
    step = max(float((high - low).max()) / _PIXELS, 1e-4)
    size = np.ceil((high - low) / step).astype(int) + 2 * _MARGIN + 1
    sheet = np.zeros((size[1], size[0]), np.uint8)
    pixels = np.rint((points - low) / step + _MARGIN).astype(np.int32)
    for triangle in pixels[np.asarray(mesh.faces)]:
        cv2.fillConvexPoly(sheet, triangle, 1)
    found, _ = cv2.findContours(sheet, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    outlines = [cv2.approxPolyDP(outline, 1.0, closed=True)[:, 0, :] for outline in found]
    metres = [(outline - _MARGIN) * step + low for outline in outlines if len(outline) >= 3]
    return tuple(sorted(metres, key=_area_m2, reverse=True))


@lru_cache(maxsize=_KEPT)
def section(mesh: Mesh, height_m: float = CUT_M) -> tuple[Floats, ...]:
    """Segments (n, 2, 2) of x, z where a level plane cuts the piece, one array a patch: walls in plan."""
    height = height_m + 1.7e-4  # between the heights at which things are built, so that no corner lies on it
    positions = np.asarray(mesh.positions, float)
    faces = np.asarray(mesh.faces)
    if not len(faces):
        return ()
    above = positions[:, 1][faces] > height
    cut = above.any(axis=1) & ~above.all(axis=1)
    segments: dict[int, list[Floats]] = {}
    for face, over in zip(faces[cut], above[cut], strict=True):
        alone = int(np.flatnonzero(over == (over.sum() == 1))[0])
        tip, *base = positions[face[[alone, (alone + 1) % 3, (alone + 2) % 3]]]
        ends = [tip + (height - tip[1]) / (end[1] - tip[1]) * (end - tip) for end in base]
        segments.setdefault(int(mesh.patches[face[0]]), []).append(np.stack(ends)[:, [0, 2]])
    return tuple(np.stack(found) for found in segments.values())


@lru_cache(maxsize=_KEPT)
def cut_outlines(mesh: Mesh, height_m: float = CUT_M) -> tuple[Floats, ...]:
    """Closed outlines (n, 2) of x, z of what a level plane cuts: filled they are the walls of a plan."""
    parts = section(mesh, height_m)
    if not parts:
        return ()
    return tuple(_loops(np.concatenate(parts)))


def _loops(segments: Floats) -> list[Floats]:
    """Segments (n, 2, 2) joined end to end; what does not close is left out."""
    corners: dict[tuple[int, int], int] = {}
    places: list[Floats] = []

    def corner(point: Floats) -> int:
        name = (round(float(point[0]) * 2000), round(float(point[1]) * 2000))
        if name not in corners:
            corners[name] = len(places)
            places.append(point)
        return corners[name]

    joined: dict[int, list[int]] = {}
    for start, end in segments:
        a, b = corner(start), corner(end)
        if a != b:
            joined.setdefault(a, []).append(b)
            joined.setdefault(b, []).append(a)
    loops = []
    while joined:
        first = here = next(iter(joined))
        walked = [first]
        while joined.get(here):
            there = joined[here].pop()
            joined[there].remove(here)
            for one in (here, there):
                if not joined[one]:
                    del joined[one]
            here = there
            if here == first:
                break
            walked.append(here)
        if here == first and len(walked) >= 3:
            loops.append(np.array([places[index] for index in walked]))
    return loops


def _area_m2(outline: Floats) -> float:
    x, z = outline.T
    return abs(float(np.dot(x, np.roll(z, 1)) - np.dot(z, np.roll(x, 1)))) / 2
