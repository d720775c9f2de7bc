"""Fewer triangles: symmetric half-edge collapse by quadric error over several training shapes.

After Garland and Heckbert, *Surface Simplification Using Quadric Error Metrics* (1997). The result keeps a
subset of the vertices, so whatever belongs to a vertex carries over; the error is summed over bodies and
poses, so joints keep the loops that they need for bending. Borders of regions and open borders are kept as
curves.
"""

from __future__ import annotations

import heapq

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

BORDER_WEIGHT = 6.0
EVEN = 2e-7
"""Slight pull towards even edge lengths."""
FLIP_COSINE = 0.15
SLIVER = 0.10


def decimate(
    shapes: Floats, faces: Ints, labels: Ints, target: int, importance: Floats, mirror: Ints | None
) -> tuple[Ints, Ints, Ints]:
    """(k, n, 3) training positions, (m, 3) faces → kept vertices, their faces and labels.

    ``importance`` (n,) multiplies the error; ``mirror`` (n,) is the vertex on the other side or −1.
    """
    collapse = _Collapse(shapes, faces.copy(), labels, importance, mirror)
    collapse.run(target)
    left = collapse.faces[collapse.alive]
    kept, small = np.unique(left, return_inverse=True)
    return kept, small.reshape(-1, 3), labels[collapse.alive]


class _Collapse:
    def __init__(
        self, shapes: Floats, faces: Ints, labels: Ints, importance: Floats, mirror: Ints | None
    ) -> None:
        self.shapes, self.faces, self.importance, self.mirror = shapes, faces, importance, mirror
        self.count = len(faces)
        self.alive = np.ones(len(faces), bool)
        vertices = shapes.shape[1]
        self.around: list[set[int]] = [set() for _ in range(vertices)]
        for number, corners in enumerate(faces.tolist()):
            for vertex in corners:
                self.around[vertex].add(number)
        self.curves: dict[int, set[int]] = {}
        """Vertex → its neighbours along borders."""
        borders = self._borders(labels)
        for a, b in borders:
            self.curves.setdefault(a, set()).add(b)
            self.curves.setdefault(b, set()).add(a)
        self.quadrics = self._quadrics(borders) * importance[:, None, None, None]
        self.places = np.concatenate([shapes, np.ones((*shapes.shape[:2], 1))], 2)
        self.version = np.zeros(vertices, int)
        self.heap: list[tuple[float, int, int, int, int]] = []

    def _borders(self, labels: Ints) -> dict[tuple[int, int], list[int]]:
        """Edges with one face, or between two regions → their faces."""
        edges: dict[tuple[int, int], list[int]] = {}
        for number, (a, b, c) in enumerate(self.faces.tolist()):
            for u, v in ((a, b), (b, c), (c, a)):
                edges.setdefault((min(u, v), max(u, v)), []).append(number)
        return {
            edge: near for edge, near in edges.items() if len(near) != 2 or labels[near[0]] != labels[near[1]]
        }

    def _quadrics(self, borders: dict[tuple[int, int], list[int]]) -> Floats:
        """(n, k, 4, 4): planes of the faces and upright planes along borders."""
        shapes, faces = self.shapes, self.faces
        a, b, c = (shapes[:, faces[:, corner]] for corner in range(3))
        normal = np.cross(b - a, c - a)
        area = np.linalg.norm(normal, axis=2, keepdims=True)
        normal = normal / np.maximum(area, 1e-12)
        plane = np.concatenate([normal, -(normal * a).sum(2, keepdims=True)], 2)
        outer = plane[..., :, None] * plane[..., None, :] * area[..., None]
        result = np.zeros((shapes.shape[1], len(shapes), 4, 4))
        for corner in range(3):
            np.add.at(result, faces[:, corner], np.swapaxes(outer, 0, 1))
        for (u, v), near in borders.items():
            for number in near:
                edge = shapes[:, v] - shapes[:, u]
                length = np.linalg.norm(edge, axis=1, keepdims=True)
                upright = np.cross(edge, normal[:, number])
                upright /= np.maximum(np.linalg.norm(upright, axis=1, keepdims=True), 1e-12)
                wall = np.concatenate([upright, -(upright * shapes[:, u]).sum(1, keepdims=True)], 1)
                both = wall[:, :, None] * wall[:, None, :] * (length[..., None] ** 2) * BORDER_WEIGHT
                result[u] += both
                result[v] += both
        return result

    def near(self, u: int) -> set[int]:
        found: set[int] = set()
        for face in self.around[u]:
            found.update(self.faces[face].tolist())
        found.discard(u)
        return found

    def allowed(self, u: int, v: int) -> bool:
        """A vertex on a border moves along it only, and never closes a loop of three."""
        if u not in self.curves:
            return True
        if len(self.curves[u]) != 2 or v not in self.curves[u]:
            return False
        other = [w for w in self.curves[u] if w != v]
        return bool(other) and v not in self.curves.get(other[0], ())

    def cost(self, u: int, ends: list[int]) -> Floats:
        to = np.asarray(ends)
        total = self.quadrics[u][None] + self.quadrics[to]
        place = np.swapaxes(self.places[:, to], 0, 1)
        error = np.einsum("eki,ekij,ekj->e", place, total, place) / len(self.shapes)
        length = ((self.shapes[:, to] - self.shapes[:, u][:, None]) ** 2).sum(2).mean(0)
        return np.asarray(np.maximum(error, 0) + EVEN * length * self.importance[u] + 1e-14)

    def push(self, u: int) -> None:
        mirror = self.mirror
        if mirror is not None and mirror[u] >= 0 and self.shapes[0, u, 0] < -1e-5:
            return  # the left half leads
        ends = sorted(v for v in self.near(u) if self.allowed(u, v))
        if mirror is not None and mirror[u] == u:
            ends = [v for v in ends if mirror[v] == v]
        if ends:
            for v, cost in zip(ends, self.cost(u, ends).tolist(), strict=True):
                heapq.heappush(self.heap, (cost, u, v, int(self.version[u]), int(self.version[v])))

    def valid(self, u: int, v: int) -> bool:
        """Would moving u onto v keep the surface whole, unflipped and free of slivers?"""
        if not self.around[u] or not self.around[v]:
            return False
        near_u, near_v = self.near(u), self.near(v)
        if v not in near_u or not self.allowed(u, v) or len(near_u) < 3:
            return False
        if len(near_u & near_v) != len(self.around[u] & self.around[v]):
            return False
        turned = [face for face in sorted(self.around[u]) if v not in self.faces[face]]
        if not turned:
            return False
        before = self.faces[turned]
        a, b, c = (self.shapes[:, before[:, corner]] for corner in range(3))
        old = np.cross(b - a, c - a)
        after = np.where(before == u, v, before)
        a, b, c = (self.shapes[:, after[:, corner]] for corner in range(3))
        new = np.cross(b - a, c - a)
        size = np.linalg.norm(new, axis=2)
        cosine = (old * new).sum(2) / np.maximum(np.linalg.norm(old, axis=2) * size, 1e-15)
        if cosine.min() < FLIP_COSINE:
            return False
        edges = ((b - a) ** 2).sum(2) + ((c - b) ** 2).sum(2) + ((a - c) ** 2).sum(2)
        return bool((3.46 * size / np.maximum(edges, 1e-15))[0].min() >= SLIVER)

    def merge(self, u: int, v: int) -> set[int]:
        """Move u onto v; the vertices whose costs have changed."""
        for face in sorted(self.around[u]):
            if v in self.faces[face]:
                self.alive[face] = False
                self.count -= 1
                for vertex in self.faces[face].tolist():
                    self.around[vertex].discard(face)
            else:
                self.faces[face] = np.where(self.faces[face] == u, v, self.faces[face])
                self.around[v].add(face)
        self.around[u] = set()
        self.quadrics[v] += self.quadrics[u]
        for w in self.curves.pop(u, set()):
            self.curves[w].discard(u)
            if w != v:
                self.curves[w].add(v)
                self.curves[v].add(w)
        self.version[u] += 1
        self.version[v] += 1
        return {v} | self.near(v)

    def run(self, target: int) -> None:
        for u in range(self.shapes.shape[1]):
            if self.around[u]:
                self.push(u)
        while self.heap and self.count > target:
            _, u, v, mine, theirs = heapq.heappop(self.heap)
            if self.version[u] != mine or self.version[v] != theirs or not self.valid(u, v):
                continue
            changed = self._both_sides(u, v)
            for w in sorted(changed):
                self.push(w)

    def _both_sides(self, u: int, v: int) -> set[int]:
        mirror = self.mirror
        if mirror is None or mirror[u] < 0 or mirror[u] == u:
            changed = self.merge(u, v)
        else:
            other_u, other_v = int(mirror[u]), int(mirror[v])
            if other_v < 0 or other_u == v or other_u in self.near(u) or not self.valid(other_u, other_v):
                return set()
            changed = self.merge(u, v)
            if self.around[other_u] and other_v in self.near(other_u):
                changed |= self.merge(other_u, other_v)
        if mirror is not None:
            changed |= {int(mirror[w]) for w in changed if mirror[w] >= 0 and self.around[mirror[w]]}
        return changed
