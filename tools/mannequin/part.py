"""A surface whose vertices are sparse combinations of the base mesh's points.

Targets, joints and weights of such a vertex are then plain matrix products, whatever was cut, smoothed or
left out on the way.
"""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.sparse.linalg import splu
from scipy.spatial import cKDTree

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]

SLIDE = 0.18
"""Vertices nearer to a cut than this share of their edge slide onto it instead of leaving slivers."""
SMALLEST = 1e-4
"""Shares of a combination below this are dropped."""


class Part:
    """Vertices as rows over the base points, triangles, and a region per triangle."""

    def __init__(self, rows: sp.csr_matrix, faces: Ints, labels: Ints, mean: Floats) -> None:
        self.rows, self.faces, self.labels = rows, faces, labels
        self.mean = mean
        """(base, 3) the body on which places are measured."""

    @classmethod
    def of(cls, faces: Ints, label: int, mean: Floats) -> Part:
        """From triangles over the base points."""
        used, small = np.unique(faces, return_inverse=True)
        shape = (len(used), len(mean))
        rows = sp.csr_matrix((np.ones(len(used)), (np.arange(len(used)), used)), shape)
        return cls(rows, small.reshape(-1, 3), np.full(len(faces), label), mean)

    @property
    def points(self) -> Floats:
        """(n, 3) on the measuring body."""
        return np.asarray(self.rows @ self.mean)

    def keep(self, mask: Mask) -> None:
        """Only these triangles and their vertices."""
        used, small = np.unique(self.faces[mask], return_inverse=True)
        self.rows, self.faces = self.rows[used], small.reshape(-1, 3)
        self.labels = self.labels[mask]

    def corner_means(self, values: Floats) -> Floats:
        return np.asarray(values[self.faces].mean(1))

    def mirror(self) -> Ints:
        """(n,) the vertex on the other side, itself on the middle, −1 where there is none."""
        points = self.points
        distance, other = cKDTree(points).query(points * [-1, 1, 1])
        found = np.where(distance < 6e-4, other, -1)
        middle = np.abs(points[:, 0]) < 3e-4
        found[middle] = np.flatnonzero(middle)
        mutual = found >= 0
        mutual[mutual] = found[found[mutual]] == np.flatnonzero(mutual)
        found[~mutual] = -1
        return np.asarray(found)

    # ------------------------------------------------------------------------------------- cutting
    def cut(self, values: Floats, where: Mask | None = None) -> Ints:
        """Split triangles along the zero line of ``values`` (n,); the side (+1, −1) of each one after."""
        values = values.astype(float).copy()
        active = np.ones(len(self.faces), bool) if where is None else where
        self._slide(values, self.faces[active])
        middles = _Middles(values, self.points)
        faces: list[list[int]] = []
        labels: list[int] = []
        sides: list[float] = []
        for corners, label, acts in zip(self.faces, self.labels, active, strict=True):
            signs = np.sign(values[corners]) if acts else np.zeros(3)
            if not acts or signs.min() >= 0 or signs.max() <= 0:
                pieces = [list(corners)]
                places = [1.0 if acts and values[corners].sum() >= 0 else -1.0]
            else:
                pieces, places = middles.split(corners, signs)
            faces += pieces
            sides += places
            labels += [int(label)] * len(pieces)
        if middles.new:
            first, second, share = (np.array(column) for column in zip(*middles.new, strict=True))
            mixed = sp.diags(1 - share) @ self.rows[first] + sp.diags(share) @ self.rows[second]
            self.rows = sp.vstack([self.rows, mixed]).tocsr()
        self.faces, self.labels = np.array(faces), np.array(labels)
        return np.array(sides)

    def _slide(self, values: Floats, faces: Ints) -> None:
        edges = np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]])
        edges = np.unique(np.sort(edges, 1), axis=0)
        crossing = [
            (values[a] / (values[a] - values[b]), int(a), int(b))
            for a, b in edges
            if values[a] * values[b] < 0
        ]
        moved: dict[int, tuple[int, float]] = {}
        for share, a, b in sorted(crossing + [(1 - share, b, a) for share, a, b in crossing]):
            if share < SLIDE and a not in moved and b not in moved:
                moved[a] = (b, share)
        if moved:
            change = sp.lil_matrix(sp.identity(self.rows.shape[0]))
            for a, (b, share) in moved.items():
                change[a, a], change[a, b] = 1 - share, share
                values[a] = 0
            self.rows = (change.tocsr() @ self.rows).tocsr()

    # ----------------------------------------------------------------------------------- smoothing
    def _means(self) -> sp.csr_matrix:
        """Neighbour means (n, n)."""
        edges = np.concatenate([self.faces[:, [0, 1]], self.faces[:, [1, 2]], self.faces[:, [2, 0]]])
        edges = np.unique(np.concatenate([edges, edges[:, ::-1]]), axis=0)
        count = self.rows.shape[0]
        near = sp.csr_matrix((np.ones(len(edges)), (edges[:, 0], edges[:, 1])), (count, count))
        return (sp.diags(1 / np.asarray(near.sum(1)).ravel()) @ near).tocsr()

    def fill(self, chosen: Mask) -> None:
        """Stretch the chosen vertices like a membrane (harmonic) between all others."""
        inner, outer = np.flatnonzero(chosen), np.flatnonzero(~chosen)
        laplace = (sp.identity(self.rows.shape[0]) - self._means()).tocsr()
        shares = splu(laplace[inner][:, inner].tocsc()).solve((-laplace[inner][:, outer]).toarray())
        shares[np.abs(shares) < SMALLEST] = 0
        shares /= shares.sum(1, keepdims=True)
        rows = self.rows.tolil()
        rows[inner] = sp.csr_matrix(shares) @ self.rows[outer]
        self.rows = rows.tocsr()

    def soften(self, chosen: Mask, steps: int, share: float = 0.6) -> None:
        """Laplacian steps on the chosen vertices."""
        amount = sp.diags(chosen.astype(float) * share)
        step = sp.identity(self.rows.shape[0]) - amount + amount @ self._means()
        for _ in range(steps):
            self.rows = (step @ self.rows).tocsr()
        self.rows.data[np.abs(self.rows.data) < SMALLEST] = 0
        self.rows.eliminate_zeros()
        self.rows = (sp.diags(1 / np.asarray(self.rows.sum(1)).ravel()) @ self.rows).tocsr()

    def on_border(self) -> Mask:
        """(n,) vertices on an open edge."""
        found = np.zeros(self.rows.shape[0], bool)
        for loop in loops(self.faces):
            found[loop] = True
        return found


class _Middles:
    """New vertices on the edges that a cut crosses."""

    def __init__(self, values: Floats, points: Floats) -> None:
        self.values, self.points = values, points
        self.new: list[tuple[int, int, float]] = []
        self._known: dict[tuple[int, int], int] = {}

    def at(self, a: int, b: int) -> int:
        key = (min(a, b), max(a, b))
        if key not in self._known:
            first, second = (self.values[end] for end in key)
            self._known[key] = len(self.values) + len(self.new)
            self.new.append((*key, first / (first - second)))
        return self._known[key]

    def place(self, vertex: int) -> Floats:
        if vertex < len(self.points):
            return np.asarray(self.points[vertex])
        a, b, share = self.new[vertex - len(self.points)]
        return np.asarray((1 - share) * self.points[a] + share * self.points[b])

    def split(self, corners: Ints, signs: Floats) -> tuple[list[list[int]], list[float]]:
        on_line = np.flatnonzero(signs == 0)
        if len(on_line):
            a, b, c = np.roll(corners, -on_line[0]).tolist()
            middle = self.at(b, c)
            sides = [float(np.sign(self.values[b])), float(np.sign(self.values[c]))]
            return [[a, b, middle], [a, middle, c]], sides
        alone = int(np.flatnonzero(signs == -np.sign(signs.sum()))[0])
        a, b, c = np.roll(corners, -alone).tolist()
        ab, ac = self.at(a, b), self.at(a, c)
        own = float(np.sign(self.values[a]))
        across = np.linalg.norm(self.place(ab) - self.place(c))
        if across < np.linalg.norm(self.place(b) - self.place(ac)):
            rest = [[ab, b, c], [ab, c, ac]]
        else:
            rest = [[ab, b, ac], [b, c, ac]]
        return [[a, ab, ac], *rest], [own, -own, -own]


def loops(faces: Ints) -> list[list[int]]:
    """Open borders as ordered vertices, in the direction of the faces that are missing."""
    edges = {
        (int(a), int(b)) for corners in faces for a, b in zip(corners, np.roll(corners, -1), strict=True)
    }
    after: dict[int, list[int]] = {}
    for a, b in sorted(edges):
        if (b, a) not in edges:
            after.setdefault(b, []).append(a)
    found = []
    while after:
        start = here = min(after)
        loop = [start]
        while here in after:
            onward = after[here].pop()
            if not after[here]:
                del after[here]
            if onward == start:
                break
            loop.append(onward)
            here = onward
        found.append(loop)
    return found


def clipped(points: Floats, loop: list[int]) -> list[list[int]]:
    """Triangles over a small hole: ears with the shortest base first."""
    rest, found = list(loop), []
    while len(rest) > 3:
        base = [
            np.linalg.norm(points[rest[k - 1]] - points[rest[(k + 1) % len(rest)]]) for k in range(len(rest))
        ]
        ear = int(np.argmin(base))
        found.append([rest[ear - 1], rest[ear], rest[(ear + 1) % len(rest)]])
        rest.pop(ear)
    return [*found, rest]
