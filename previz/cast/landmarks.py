"""Places on the body by which a frame is measured, fixed to bones at rest."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from previz.cast.library import Library
from previz.cast.rotation import Floats
from previz.cast.skeleton import INDEX, LANDMARKS, Skeleton

CHAIN = ("head_top", "eyes", "chin", "collar", "chest", "waist", "mid_thigh", "knee", "foot")
"""From top to bottom, as shot sizes crop."""
PAIRS = ("mid_thigh", "knee")
CHEST_SHARE = 0.4
"""The middle of the chest, between the third spine joint and the collarbones (nipple line)."""


@dataclass(frozen=True, eq=False)
class Mark:
    bone: int
    point_m: Floats
    """(3,) at rest."""


def rest_marks(mannequin: Library, points: NDArray[np.float32], skeleton: Skeleton) -> dict[str, Mark]:
    """All landmarks that a bone carries; soles are found on the posed surface. ``points``: welded skin."""
    skin = points.astype(np.float64)
    crown = mannequin.crown_points[skin[mannequin.crown_points, 1].argmax()]
    marks = {"head_top": _mark("head", skin[crown]), "chin": _mark("head", skin[mannequin.chin_point])}
    for name, point in zip(LANDMARKS, skeleton.marks, strict=True):
        marks[name] = _mark("head", point)

    def joint(bone: str) -> Floats:
        return np.asarray(skeleton.joints[INDEX[bone]])

    collar = (joint("clavicle_l") + joint("clavicle_r")) / 2
    marks["collar"] = _mark("spine_03", collar)
    chest = joint("spine_03") + CHEST_SHARE * (collar - joint("spine_03"))
    marks["chest"] = _mark("spine_03", chest)
    marks["waist"] = _mark("spine_02", joint("spine_02"))
    for side in ("l", "r"):
        thigh, knee = joint(f"thigh_{side}"), joint(f"calf_{side}")
        marks[f"mid_thigh_{side}"] = _mark(f"thigh_{side}", (thigh + knee) / 2)
        marks[f"knee_{side}"] = _mark(f"calf_{side}", knee)
        marks[f"shoulder_{side}"] = _mark(f"clavicle_{side}", joint(f"upperarm_{side}"))
    return marks


def _mark(bone: str, point: Floats) -> Mark:
    return Mark(INDEX[bone], np.asarray(point, float))


def place(marks: dict[str, Mark], matrices: NDArray[np.float32]) -> dict[str, Floats]:
    """Landmarks (3,) where the bones (59, 3, 4) carry them, with the means of pairs."""
    placed = {}
    for name, mark in marks.items():
        matrix = matrices[mark.bone].astype(np.float64)
        placed[name] = np.asarray(np.einsum("ij,j->i", matrix[:, :3], mark.point_m) + matrix[:, 3])
    placed["eyes"] = (placed["eye_l"] + placed["eye_r"]) / 2
    for name in PAIRS:
        placed[name] = (placed[f"{name}_l"] + placed[f"{name}_r"]) / 2
    return placed
