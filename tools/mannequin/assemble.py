"""All parts in one mesh: split at the borders of regions, with hems, folded rims and a skirt."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from previz.cast.library import RIM
from tools.mannequin.clothes import HEM_ORDER, REGION, skirt
from tools.mannequin.head import BEHIND_LIPS_M, Head
from tools.mannequin.human import Human
from tools.mannequin.part import Part
from tools.mannequin.source import BASE_POINTS

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SKIRT_EASE_M = ((0, 1, 3), (0.004, 0.009, 0.012))
"""Rows below the waist, and how far the skirt stands off there."""


@dataclass(eq=False)
class Assembly:
    """n split vertices over the base points."""

    rows: list[sp.csr_matrix] = field(default_factory=list)
    lifts: list[Floats] = field(default_factory=list)
    """Constant offsets on top of the rows, metres."""
    weights: list[Floats] = field(default_factory=list)
    regions: list[int] = field(default_factory=list)
    welds: list[tuple[int, int]] = field(default_factory=list)
    """(part, vertex): equal ones are one point."""
    faces: list[list[int]] = field(default_factory=list)
    labels: list[int] = field(default_factory=list)
    parts: dict[str, list[int]] = field(default_factory=dict)
    skirt_rows: int = 0
    face_lines: dict[str, list[int]] = field(default_factory=dict)
    """Split vertices along lids and lips."""

    def add(self, row: sp.csr_matrix, weight: Floats, region: int, weld: tuple[int, int]) -> int:
        self.rows.append(row)
        self.lifts.append(np.zeros(3))
        self.weights.append(weight)
        self.regions.append(region)
        self.welds.append(weld)
        return len(self.rows) - 1

    def copy(self, vertex: int, region: int) -> int:
        return self.add(self.rows[vertex], self.weights[vertex], region, self.welds[vertex])

    @property
    def matrix(self) -> sp.csr_matrix:
        return sp.vstack(self.rows).tocsr()

    def point_numbers(self) -> tuple[Ints, Ints]:
        """(n,) number of the point of each vertex, and one vertex of each point."""
        numbers: dict[tuple[int, int], int] = {}
        of_vertex = np.array([numbers.setdefault(weld, len(numbers)) for weld in self.welds])
        first = np.zeros(len(numbers), int)
        first[of_vertex[::-1]] = np.arange(len(of_vertex))[::-1]
        return of_vertex, first


def assemble(human: Human, suit: Part, head: Head, hands: Part, eyes: Part) -> Assembly:
    result = Assembly()
    vertices = _push(result, human, suit, 0)
    _hems(result, suit, vertices)
    on_head = _push_whole(result, human, head.part, 1)
    for vertex in head.sunk:
        result.lifts[on_head[vertex]] = np.array([0.0, 0.0, -BEHIND_LIPS_M])
    result.face_lines = {name: [on_head[v] for v in line] for name, line in head.lines.items()}
    _push_whole(result, human, hands, 2)
    _push_whole(result, human, eyes, 3)
    result.parts["figure"] = [0, len(result.faces)]
    _push_skirt(result, human)
    return result


def _push(result: Assembly, human: Human, part: Part, number: int) -> dict[tuple[int, int], int]:
    """Add a part whose vertices are split between regions; (vertex, region) → split vertex."""
    rows, weights = part.rows.tocsr(), np.asarray(part.rows @ human.weights)
    found: dict[tuple[int, int], int] = {}
    for corners, label in zip(part.faces.tolist(), part.labels.tolist(), strict=True):
        for vertex in corners:
            if (vertex, label) not in found:
                found[vertex, label] = result.add(rows[vertex], weights[vertex], label, (number, vertex))
        result.faces.append([found[vertex, label] for vertex in corners])
        result.labels.append(label)
    return found


def _push_whole(result: Assembly, human: Human, part: Part, number: int) -> dict[int, int]:
    """Add a part that carries no clothes: its vertices have one region whatever their faces show."""
    rows, weights = part.rows.tocsr(), np.asarray(part.rows @ human.weights)
    region = int(part.labels[0])
    found: dict[int, int] = {}
    for corners, label in zip(part.faces.tolist(), part.labels.tolist(), strict=True):
        for vertex in corners:
            if vertex not in found:
                found[vertex] = result.add(rows[vertex], weights[vertex], region, (number, vertex))
        result.faces.append([found[vertex] for vertex in corners])
        result.labels.append(label)
    return found


def _hems(result: Assembly, suit: Part, vertices: dict[tuple[int, int], int]) -> None:
    """Strips where two garments meet, and rims that fold inwards at open borders."""
    edges = {
        (a, b): label
        for (a, b, c), label in zip(suit.faces.tolist(), suit.labels.tolist(), strict=True)
        for a, b in ((a, b), (b, c), (c, a))
    }
    order = [REGION[name] for name in HEM_ORDER]
    rims: dict[int, int] = {}
    for (a, b), label in edges.items():
        other = edges.get((b, a))
        here, there = vertices[a, label], vertices[b, label]
        if other is None:
            for vertex, source in ((a, here), (b, there)):
                if vertex not in rims:
                    rims[vertex] = result.copy(source, RIM)
            far = rims[a], rims[b]
        elif other != label and order.index(label) < order.index(other):
            far = vertices[a, other], vertices[b, other]
        else:
            continue
        result.faces += [[here, far[1], there], [here, far[0], far[1]]]
        result.labels += [label, label]


def _push_skirt(result: Assembly, human: Human) -> None:
    grid, normals = skirt(human)
    rows, columns = grid.shape
    first, start = len(result.rows), len(result.faces)
    for row in range(rows):
        for column in range(columns):
            point = int(grid[row, column])
            one = sp.csr_matrix(([1.0], ([0], [point])), (1, BASE_POINTS))
            vertex = result.add(one, human.weights[point], REGION["skirt"], (4, row * columns + column))
            result.lifts[vertex] = normals[row, column] * np.interp(row, *SKIRT_EASE_M)
    for row in range(rows - 1):
        for column in range(columns):
            onward = (column + 1) % columns
            a, b = (first + row * columns + k for k in (column, onward))
            d, c = (first + (row + 1) * columns + k for k in (column, onward))
            result.faces += [[a, d, c], [a, c, b]]
    result.labels += [REGION["skirt"]] * (len(result.faces) - start)
    _face_outwards(result, human, start)
    result.parts["skirt"] = [start, len(result.faces)]
    result.skirt_rows = rows - 1


def _face_outwards(result: Assembly, human: Human, start: int) -> None:
    faces = np.array(result.faces[start:])
    points = np.asarray(result.matrix @ human.mean)
    a, b, c = (points[faces[:, corner]] for corner in range(3))
    outwards = np.cross(b - a, c - a) * ((a + b + c) / 3 - [0, 0, 0.03]) * [1, 0, 1]
    if outwards.sum() < 0:
        result.faces[start:] = faces[:, ::-1].tolist()


def flares(result: Assembly, human: Human, points: Floats) -> Floats:
    """(n,) 0 at the body's side of a garment … 1 at its hem."""
    folded = np.abs(points) * [1, 0, 0] + points * [0, 1, 1]
    regions = np.array(result.regions)
    shares = {
        "sleeve": (human.along(folded, "upperarm_l", "lowerarm_l") - 0.1) / 0.52,
        "forearm": human.along(folded, "lowerarm_l", "hand_l"),
        "hip": (human.along(folded, "thigh_l", "calf_l") - 0.1) / 0.4,
        "thigh": (human.along(folded, "thigh_l", "calf_l") - 0.30) / 0.5,
        "shin": (human.along(folded, "calf_l", "foot_l") + 0.15) / 1.05,
        "belly": (1.045 - folded[:, 1]) / 0.15,
    }
    result_ = np.zeros(len(points))
    for name, share in shares.items():
        own = regions == REGION[name]
        result_[own] = np.clip(share, 0, 1)[own]
    return result_


def soles(result: Assembly, human: Human, points: Floats) -> Floats:
    """(n,) 1 under heel and ball, less under the arch, 0 from the welt up."""
    regions = np.array(result.regions)
    shoe = np.isin(regions, (REGION["shoe"], REGION["sole"]))
    low = np.clip((0.035 - points[:, 1]) / 0.03, 0, 1)
    heel, ball = human.at("foot_l")[2], human.at("ball_l")[2]
    along = (points[:, 2] - heel) / (ball - heel)
    arch = np.clip(np.minimum((along - 0.12) / 0.10, (0.72 - along) / 0.30), 0, 1)
    return np.asarray(low * shoe * (1 - 0.75 * arch))
