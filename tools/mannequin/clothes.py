"""The clothed body: the smooth suit of the base mesh (``helper-tights``), cut into garment regions."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tools.mannequin.human import ARM_BONES, Human
from tools.mannequin.part import Part

Floats = NDArray[np.float64]

REGIONS = (
    "skin",
    "eye_white",
    "iris",
    "hand",
    "vneck",
    "chest",
    "belly",
    "sleeve",
    "forearm",
    "hip",
    "thigh",
    "shin",
    "shoe",
    "sole",
    "skirt",
    "mouth",
    "teeth",
    "ear",
)
REGION = {name: number for number, name in enumerate(REGIONS)}
HEM_ORDER = ("vneck", "chest", "sleeve", "belly", "hip", "forearm", "thigh", "shin", "shoe", "sole")
"""Of two garments that meet the earlier one gets the strip of its hem."""
SOLE_M = 0.021
"""Height of the welt of a shoe above the floor."""


def collar(points: Floats) -> Floats:
    """Height above the neckline."""
    x, y, z = points.T
    return np.asarray(y - (1.446 - 0.34 * (z - 0.02) + 0.36 * np.abs(x)))


def suit(human: Human) -> Part:
    """The suit below the neckline, softened like cloth and labelled by region."""
    part = Part.of(human.triangles("helper-tights"), REGION["chest"], human.mean)
    points = part.points
    near_neck = np.abs(points[:, 0]) < 0.13
    part.keep(part.cut(collar(points) * near_neck - 9.0 * ~near_neck) < 0)
    x, y, z = part.points.T
    part.fill((np.abs(x) < 0.042) & (z < -0.005) & (y > 0.845) & (y < 0.985))
    trunk = (y > 0.80) & (y < 1.36) & (np.abs(x) < 0.2)
    part.soften(~part.on_border() & trunk, 3)
    _Tailor(human, part).all()
    return part


class _Tailor:
    """Straight cuts through the suit; left and right are cut together, on |x|."""

    def __init__(self, human: Human, part: Part) -> None:
        self.human, self.part = human, part

    def all(self) -> None:
        self.sleeves()
        self.waist()
        self.legs()
        self.shoes()
        self.neckline()

    @property
    def folded(self) -> Floats:
        """Vertices, both sides laid on the left."""
        return self.part.points * [0, 1, 1] + np.abs(self.part.points) * [1, 0, 0]

    def arms(self) -> Floats:
        return self.human.share_of(np.asarray(self.part.rows @ self.human.weights), ARM_BONES)

    def label(self, mask: NDArray[np.bool_], name: str) -> None:
        self.part.labels[mask] = REGION[name]

    def where(self, name: str) -> NDArray[np.bool_]:
        return np.asarray(self.part.labels == REGION[name])

    def sleeves(self) -> None:
        part, human = self.part, self.human
        hem = human.along(self.folded, "upperarm_l", "lowerarm_l") - 0.62
        side = part.cut(hem, self.arms()[part.faces].min(1) > 0.8)
        self.label((self.arms()[part.faces].min(1) > 0.8) & (side > 0), "forearm")
        points = self.folded
        seam = (points - human.at("upperarm_l")) @ np.array([0.93, -0.36, 0.0]) - 0.012
        corners = points[part.faces]
        high = (corners[:, :, 1].min(1) > 1.12) & (corners[:, :, 0].min(1) > 0.1)
        self.label(part.cut(seam, high & self.where("chest")) > 0, "sleeve")
        below = self.where("sleeve") & (self.arms()[part.faces].mean(1) < 0.6)
        side = part.cut(part.points[:, 1] - 1.258, below)
        self.label((side < 0) & self.where("sleeve") & (self.arms()[part.faces].mean(1) < 0.6), "chest")

    def waist(self) -> None:
        part = self.part
        near = np.abs(part.points[part.faces][:, :, 0]).max(1) < 0.3
        side = part.cut(part.points[:, 1] - 1.045, self.where("chest") & near)
        self.label((side < 0) & self.where("chest"), "belly")
        x, y, _ = part.points.T
        side = part.cut(y - 0.895 - 0.05 * np.maximum(0, np.abs(x) - 0.1), self.where("belly"))
        self.label((side < 0) & self.where("belly"), "hip")

    def legs(self) -> None:
        part, human = self.part, self.human
        side = part.cut(human.along(self.folded, "thigh_l", "calf_l") - 0.80, self.where("hip"))
        self.label((side > 0) & self.where("hip"), "shin")
        points = self.folded
        hem = human.along(points, "thigh_l", "calf_l") - 0.36 - 0.5 * (points[:, 0] - 0.1)
        side = part.cut(hem, self.where("hip"))
        self.label((side > 0) & self.where("hip"), "thigh")

    def shoes(self) -> None:
        part, human = self.part, self.human
        points = self.folded
        hem = human.along(points, "calf_l", "foot_l") - 0.905 + 0.25 * (points[:, 2] - human.at("foot_l")[2])
        side = part.cut(hem, self.where("shin"))
        self.label((side > 0) & self.where("shin"), "shoe")
        side = part.cut(part.points[:, 1] - SOLE_M, self.where("shoe"))
        self.label((side < 0) & self.where("shoe"), "sole")

    def neckline(self) -> None:
        """The V of an open collar."""
        part = self.part
        corners = part.points[part.faces]
        front = self.where("chest") & (corners[:, :, 2].min(1) > 0.03) & (corners[:, :, 1].min(1) > 1.17)
        x, y, _ = part.points.T
        side = part.cut(np.abs(x) - 0.30 * (y - 1.245), front)
        x, y, z = np.moveaxis(part.points[part.faces], 2, 0)
        inside = (z.mean(1) > 0.03) & (y.mean(1) > 1.24) & (np.abs(x).mean(1) < 0.07)
        self.label((side < 0) & self.where("chest") & inside, "vneck")


def skirt(human: Human) -> tuple[NDArray[np.int64], Floats]:
    """Base points (11 rows, 18 columns) of the skirt from the waist down, and their normals (11, 18, 3).

    The base mesh has 20 rows of 36; every second column is enough.
    """
    quads = human.source.quads("helper-skirt")
    near: dict[int, set[int]] = {}
    uses: dict[tuple[int, int], int] = {}
    for corners in quads.tolist():
        for a, b in zip(corners, corners[1:] + corners[:1], strict=True):
            near.setdefault(a, set()).add(b)
            near.setdefault(b, set()).add(a)
            uses[min(a, b), max(a, b)] = uses.get((min(a, b), max(a, b)), 0) + 1
    mean = human.mean
    rim = sorted({v for edge, count in uses.items() if count == 1 for v in edge if mean[v, 1] > 0.8})
    rows = [sorted(rim, key=lambda v: float(np.arctan2(mean[v, 0], mean[v, 2] - 0.04)))]
    seen = set(rim)
    while True:
        below = [next((w for w in sorted(near[v]) if w not in seen), -1) for v in rows[-1]]
        if below[0] < 0:
            break
        rows.append(below)
        seen |= set(below)
    grid = np.array(rows)[[0, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]][:, ::2]
    points = mean[grid]
    around = np.roll(points, -1, 1) - np.roll(points, 1, 1)
    down = np.gradient(points, axis=0)
    normal = np.cross(around, down)
    normal /= np.linalg.norm(normal, axis=2, keepdims=True)
    out = (normal * (points - [0, 0, 0.03]) * [1, 0, 1]).sum(2, keepdims=True)
    return grid, np.where(out.sum() < 0, -normal, normal)
