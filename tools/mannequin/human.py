"""The base mesh as bodies of this program: metres, our bones, joints and training shapes."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from previz.cast import pose, skeleton
from previz.cast.skeleton import BONES, INDEX, LANDMARKS, SIDES, SKIN_BONES, TIPS
from previz.cast.skin import Skin
from previz.cast.stance import Stance
from tools.mannequin.source import BASE_POINTS, METRES, Source, factors, macros

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

BODY_POINTS = 13_380
"""The skin comes first among the base points."""
MAN = {"gender": 1, "age": 0.52, "muscle": 0.58, "weight": 0.5, "height": 0.55, "proportions": 0.65}
WOMAN = {"gender": 0, "age": 0.5, "muscle": 0.48, "weight": 0.46, "height": 0.54, "proportions": 0.7}
TRAINING: tuple[dict[str, Any], ...] = (
    MAN,
    WOMAN,
    {"gender": 0.5, "age": 0.17, "muscle": 0.45, "weight": 0.45, "height": 0.45, "proportions": 0.5},
    {
        "gender": 1,
        "age": 0.93,
        "muscle": 0.4,
        "height": 0.48,
        "proportions": 0.4,
        "heritage": (0.1, 0.1, 0.8),
    },
    {
        "gender": 1,
        "age": 0.6,
        "muscle": 0.08,
        "weight": 0.98,
        "proportions": 0.4,
        "heritage": (0.7, 0.1, 0.2),
    },
    {"gender": 0, "age": 0.55, "weight": 0.9, "muscle": 0.4},
)
"""Bodies on which the error of the decimation is measured."""
POSED: tuple[tuple[int, dict[str, Any]], ...] = (
    (
        0,
        {
            "arm": (25, 90, 10),
            "elbow": 110,
            "fore": 0,
            "leg": (95, 90, 0),
            "knee": 105,
            "hand": "fist",
            "spine": (25, 0, 0),
            "toe": 40,
        },
    ),
    (1, {"arm": (100, 20, 0), "elbow": 60, "fore": 70, "leg": (50, 30, 20), "knee": 60, "hand": "grip"}),
    (0, {"arm": (5, 0, 0), "elbow": 5, "fore": 10, "leg": (25, -90, 0), "knee": 10, "toe": 35}),
)
"""Deep bends, as (training body, stance)."""
ARM_BONES = ("upperarm", "upperarm_twist", "lowerarm", "lowerarm_twist", "hand")
LEG_BONES = ("thigh", "thigh_twist", "calf", "foot", "ball")


class Human:
    """The base mesh of the wheel with our skeleton; ``mean`` is the body on which everything is measured."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.macros = macros()
        self.targets = np.stack([source.target(name) for name, _ in self.macros])
        self.joint_rows = self._joint_rows()
        self.mean = (self.shape(**MAN) + self.shape(**WOMAN)) / 2
        self.joints = np.asarray(self.joint_rows @ self.mean)
        self.weights = self._twisted(source.weights(BONES))

    def target_weights(self, **sliders: Any) -> Floats:
        value = factors(**sliders)
        return np.array([np.prod([value[word] for word in words]) for _, words in self.macros])

    def shape(self, **sliders: Any) -> Floats:
        """(19158, 3) metres, feet on y = 0."""
        weights = self.target_weights(**sliders)
        used = np.flatnonzero(weights)
        points = (self.source.points + np.tensordot(weights[used], self.targets[used], 1)) * METRES
        points[:, 1] -= points[self.ground, 1].mean()
        return np.asarray(points)

    @property
    def ground(self) -> Ints:
        return self.source.vertex_groups["joint-ground"]

    @cached_property
    def ear_rows(self) -> dict[str, Ints]:
        """Side → skin that the size of the ear moves."""
        found = {}
        for side, _ in SIDES:
            moved = np.linalg.norm(self.source.target(f"ears/{side}-ear-scale-incr"), axis=1) > 0.012
            found[side] = np.flatnonzero(moved[:BODY_POINTS])
        return found

    def _joint_rows(self) -> Floats:
        """(53 heads + tips + landmarks, 19158) means of base points."""
        source = self.source
        rows = [source.joint_rows(bone, "head") for bone in BONES]
        rows += [source.joint_rows(bone, "tail") for bone in TIPS]
        x, y, z = source.points[:BODY_POINTS].T
        middle = np.flatnonzero((np.abs(x) < 0.02) & (y > 6.7) & (y < 7.4))
        marks = {"nose": middle[z[middle].argmax()][None]}
        for side, _ in SIDES:
            marks[f"eye_{side}"] = source.vertex_groups[f"joint-{side}-eye"]
            marks[f"ear_{side}"] = self.ear_rows[side]
        rows += [marks[name] for name in LANDMARKS]
        table = np.zeros((len(rows), BASE_POINTS))
        for number, row in enumerate(rows):
            table[number, row] = 1 / len(row)
        return table

    def at(self, bone: str) -> Floats:
        return np.asarray(self.joints[INDEX[bone]])

    def along(self, points: Floats, first: str, last: str) -> Floats:
        """(n,) share of the way from one joint to the other."""
        way = self.at(last) - self.at(first)
        return np.asarray((points - self.at(first)) @ way / (way @ way))

    def share_of(self, weights: Floats, bones: tuple[str, ...]) -> Floats:
        """(n,) how much the named bones of both sides hold a vertex."""
        columns = [INDEX[f"{bone}_{side}"] for bone in bones for side, _ in SIDES]
        return np.asarray(weights[:, columns].sum(1))

    def _twisted(self, weights: Floats) -> Floats:
        """(19158, 59): limbs share their weights with the twist bones by the place along the bone."""
        table = np.zeros((BASE_POINTS, len(SKIN_BONES)))
        table[:, : len(BONES)] = weights
        for side, _ in SIDES:
            for bone, end in (("upperarm", "lowerarm"), ("thigh", "calf")):
                own, twist = INDEX[f"{bone}_{side}"], INDEX[f"{bone}_twist_{side}"]
                share = np.clip((self.along(self.mean, f"{bone}_{side}", f"{end}_{side}") - 0.05) / 0.8, 0, 1)
                table[:, twist] = table[:, own] * (1 - share)
                table[:, own] *= share
            own, twist = INDEX[f"lowerarm_{side}"], INDEX[f"lowerarm_twist_{side}"]
            place = self.along(self.mean, f"lowerarm_{side}", f"hand_{side}")
            held = table[:, own].copy()
            early = np.clip((place - 0.08) / 0.47, 0, 1)
            late = np.clip((place - 0.6) / 0.40, 0, 1) * 0.85
            table[:, twist] = held * np.where(place < 0.6, early, 1 - late)
            table[:, INDEX[f"hand_{side}"]] += held * np.where(place < 0.6, 0, late)
            table[:, own] = held * np.where(place < 0.6, 1 - early, 0)
        return table

    # ------------------------------------------------------------------------------------ triangles
    @cached_property
    def mirror(self) -> Ints:
        """(19158,) the base point on the other side."""
        points = self.source.points
        distance, other = cKDTree(points).query(points * [-1, 1, 1])
        middle = np.abs(points[:, 0]) < 1e-4
        other[middle] = np.flatnonzero(middle)
        assert distance[~middle].max() < 2e-3, "the base mesh is not symmetric"
        return np.asarray(other)

    def triangles(self, *groups: str) -> Ints:
        """Symmetric triangles of quads: the shorter diagonal on the left, its mirror on the right."""
        quads = self.source.quads(*groups)
        left = quads[self.mean[quads].mean(1)[:, 0] > 1e-6]
        first, second = (
            np.linalg.norm(self.mean[left[:, k]] - self.mean[left[:, k + 2]], axis=1) for k in (0, 1)
        )
        short = (first <= second)[:, None]
        halves = [
            np.where(short, left[:, [0, 1, 2]], left[:, [0, 1, 3]]),
            np.where(short, left[:, [0, 2, 3]], left[:, [1, 2, 3]]),
        ]
        found = np.concatenate(halves)
        a, b, c = found.T
        found = found[(a != b) & (b != c) & (a != c)]
        return np.concatenate([found, self.mirror[found][:, ::-1]])

    # ------------------------------------------------------------------------------------- training
    @cached_property
    def training(self) -> Floats:
        """(10, 19158, 3): the mean, six bodies, three of them in deep bends."""
        bodies = [self.shape(**sliders) for sliders in TRAINING]
        posed = [self.posed(bodies[number], stance) for number, stance in POSED]
        return np.stack([self.mean, *bodies, *posed])

    def posed(self, points: Floats, angles: dict[str, Any]) -> Floats:
        joints = np.asarray(self.joint_rows @ points)
        ends = len(BONES) + len(TIPS)
        bones = skeleton.build(joints[: len(BONES)], joints[len(BONES) : ends], joints[ends:])
        chain = skeleton.Chain.start(bones, pose.rotations(msgspec.convert(angles, Stance)))
        held, weights = top_four(self.weights)
        skin = Skin(points.astype(np.float32), held.astype(np.int64), weights.astype(np.float32))
        return skin.posed(skeleton.skin_matrices(chain)).astype(float)


def top_four(weights: Floats) -> tuple[NDArray[np.uint8], Floats]:
    """(n, 59) → the four strongest bones and their shares, which sum to 1."""
    order = np.argsort(-weights, 1, kind="stable")[:, :4]
    share = np.maximum(np.take_along_axis(weights, order, 1), 0)
    return order.astype(np.uint8), share / np.maximum(share.sum(1, keepdims=True), 1e-9)
