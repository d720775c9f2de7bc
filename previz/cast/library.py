"""The baked mannequin: a mesh with clothes regions, the linear shape space of all bodies, moves of the face.

``assets/mannequin/mannequin.npz``, made by ``tools/bake_mannequins.py``, holds about 3,000 welded points:
surface, joint heads, tips, landmarks, as ``mean + Σ z_k · basis_k`` in metres, Y up, feet on y = 0. The
coefficients z follow from MakeHuman's macro targets; every target's weight is the product of the factors in
its name (see `body`).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from previz.assets import asset
from previz.cast.skeleton import BONES, LANDMARKS, TIPS
from previz.errors import BadProject

Ints = NDArray[np.int64]
Singles = NDArray[np.float32]

RIM = 255
"""Region of vertices folded inwards at collars and cuffs."""


@dataclass(frozen=True, eq=False)
class Library:
    mean: Singles
    """(p, 3) points of the average body."""
    basis: Singles
    """(K, p · 3)"""
    coefficients: Singles
    """(targets + 1, K); the last row belongs to the measured targets' constant part."""
    offset: Singles
    """(K,)"""
    factor_names: tuple[str, ...]
    factor_index: Ints
    """(targets, 5) factors whose product is a target's weight; index len(factor_names) is the number 1."""
    welded_count: int
    weld: Ints
    """(n,) point of each split vertex."""
    faces: Ints
    """(m, 3) split vertices."""
    labels: Ints
    """(m,) region of each face."""
    regions: Ints
    """(n,) region of each split vertex, or RIM."""
    flare: Singles
    """(n,) 0…1 towards the hem of a garment region."""
    sole: Singles
    """(n,) 1 under the shoe."""
    bones: NDArray[np.uint8]
    weights: NDArray[np.uint8]
    region: dict[str, int]
    parts: dict[str, tuple[int, int]]
    """Ranges of faces: the figure and the skirt."""
    skirt_rows: int
    units: tuple[str, ...]
    """Names of the face's moves."""
    unit_points: Ints
    """(u,) welded points that they move."""
    unit_moves: Singles
    """(units, 3 heritages, u, 3) metres on an adult."""
    face_lines: dict[str, Ints]
    """Welded points along lids (outwards) and lips (towards the person's left)."""
    bake: dict[str, str]
    """Version and hashes of the baking."""

    @cached_property
    def solid_faces(self) -> Ints:
        """Welded triangles with three different corners, for normals."""
        a, b, c = self.weld[self.faces].T
        keep = (a != b) & (b != c) & (a != c)
        return np.asarray(self.weld[self.faces][keep])

    @cached_property
    def head_points(self) -> Ints:
        """Welded points of the skin of head and neck."""
        return np.asarray(np.unique(self.weld[self.faces[self.labels == self.region["skin"]]]))

    @cached_property
    def crown_points(self) -> Ints:
        """Candidates for the highest point of the skull in any shape."""
        height = self.mean[self.head_points, 1]
        return np.asarray(self.head_points[height > height.max() - 0.03])

    @cached_property
    def chin_point(self) -> int:
        """The foremost low point of the jaw (menton), chosen on the average body."""
        mouth = np.unique(self.weld[self.faces[self.labels == self.region["mouth"]]])
        x, y, z = self.mean[self.head_points].T
        lip = self.mean[mouth, 1].min()
        below = (np.abs(x) < 0.012) & (y < lip - 0.01) & (y > lip - 0.06) & (z > 0.1)
        return int(self.head_points[np.where(below, 0.6 * z - 0.8 * y, -9.0).argmax()])

    def points(self, weights: Singles) -> Singles:
        """Target weights (targets,) → all points (p, 3) in metres."""
        z = self.offset + np.einsum("t,tk->k", weights, self.coefficients)
        return np.asarray(self.mean + np.einsum("k,kn->n", z, self.basis).reshape(-1, 3))

    def part(self, name: str) -> Ints:
        return np.arange(*self.parts[name])


def load(path: Path) -> Library:
    """Read a baked mannequin. Raises BadProject when the file is missing or is not one."""
    try:
        with np.load(path) as file:
            data = {name: file[name] for name in file.files}
        meta = json.loads(bytes(data["meta"]).decode())
    except (OSError, ValueError, KeyError) as error:
        raise BadProject(f"The mannequin {path.name} cannot be read; install the package again.") from error
    low = data["basis_lo"].astype(np.float32) * data["scale_lo"][:, None, None]
    basis = np.concatenate([data["basis_hi"].astype(np.float32), low])
    factors = [factors for _, factors in meta["macros"]]
    names = tuple(sorted({name for group in factors for name in group}))
    index = np.full((len(factors), 5), len(names))
    for row, group in enumerate(factors):
        index[row, : len(group)] = [names.index(name) for name in group]
    return Library(
        mean=data["mean"],
        basis=basis.reshape(len(basis), -1),
        coefficients=data["coef"],
        offset=data["z0"],
        factor_names=names,
        factor_index=index,
        welded_count=int(data["nverts"]),
        weld=data["weld"].astype(np.int64),
        faces=data["faces"].astype(np.int64),
        labels=data["label"].astype(np.int64),
        regions=data["region"].astype(np.int64),
        flare=data["flare"].astype(np.float32) / 255,
        sole=data["sole"].astype(np.float32) / 255,
        bones=data["wi"],
        weights=data["ww"],
        region={name: number for number, name in enumerate(meta["regions"])},
        parts={name: (int(first), int(last)) for name, (first, last) in meta["parts"].items()},
        skirt_rows=int(meta["skirt_rows"]),
        units=tuple(meta["units"]),
        unit_points=data["unit_points"].astype(np.int64),
        unit_moves=data["unit_moves"] * data["unit_scale"][:, None, None, None],
        face_lines={name: np.array(line) for name, line in meta["face_lines"].items()},
        bake={name: str(meta[name]) for name in ("version", "wheel_sha256", "content_sha256")},
    )


@cache
def library() -> Library:
    """The shipped mannequin, loaded once (about 50 ms)."""
    return load(asset("mannequin", "mannequin.npz"))


JOINTS = slice(0, len(BONES))
TIP_POINTS = slice(len(BONES), len(BONES) + len(TIPS))
LANDMARK_POINTS = slice(len(BONES) + len(TIPS), len(BONES) + len(TIPS) + len(LANDMARKS))
"""Slices of the points after the surface."""
