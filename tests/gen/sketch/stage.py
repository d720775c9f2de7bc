"""A small stage whose guides are worked out by hand: a wall with open sky above, a box, a person of balls.

Camera space: metres, x right, y up, looking along −z.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from previz.gen.sketch.drawing import draw
from previz.gen.sketch.layers import Parts
from previz.gen.sketch.plan import Plan
from previz.gen.sketch.raster import CpuRaster, Raster

WALL, BOX, PERSON = 1, 2, 3
SKIN, EYE, HAIR, CLOTH = 1, 2, 9, 16
TAN_Y = 0.4
HEAD_M, HEAD_RADIUS_M = np.array([0.35, 0.30, -3.0]), 0.13
BODY_M, BODY_RADIUS_M = np.array([0.35, -0.45, -3.1]), 0.55
SKY_FROM_M = 1.6
"""The wall, 6 m away, ends at this height."""
ROLES = {SKIN: "skin", EYE: "eye", HAIR: "hair", CLOTH: "cloth"}


@dataclass(frozen=True)
class Facts:
    object_id: int
    kind: str
    roles: dict[int, str] = field(default_factory=dict)


REGIONS = (Facts(WALL, "set"), Facts(BOX, "prop"), Facts(PERSON, "figure", ROLES))


class Stage:
    """Guides of the stage at ``size`` (width, height) under a light that comes from ``key`` (3,)."""

    def __init__(
        self,
        size: tuple[int, int] = (480, 200),
        key: tuple[float, float, float] = (0.8, 0.4, 0.45),
        night: bool = False,
        lamp: tuple[float, float, float] | None = None,
        empty: bool = False,
    ) -> None:
        self.width, self.height = size
        self.tan_x = TAN_Y * self.width / self.height
        self.key = np.array(key) / np.linalg.norm(key)
        self.night, self.lamp = night, lamp
        shape = (self.height, self.width)
        self.depth = np.full(shape, np.inf, np.float32)
        self.ids = np.zeros(shape, np.uint32)
        self.normals = np.zeros((*shape, 3), np.float32)
        self.albedo = np.zeros((*shape, 4), np.uint8)
        x = ((np.arange(self.width) + 0.5) / self.width * 2 - 1) * self.tan_x
        y = (1 - (np.arange(self.height) + 0.5) / self.height * 2) * TAN_Y
        self.rays = np.stack([*np.meshgrid(x, y), -np.ones(shape)], axis=-1)
        if not empty:
            self._plane(WALL, 6.0, (-9, 9, -9, SKY_FROM_M), (205, 200, 190))
            self._plane(BOX, 4.0, (-1.6, -0.6, -0.8, 0.2), (120, 80, 60))
            self._ball(BODY_M, BODY_RADIUS_M, ((CLOTH, (60, 70, 110)),))
            self._ball(HEAD_M, HEAD_RADIUS_M, ((SKIN, (205, 160, 130)), (HAIR, (40, 30, 25))))

    def _plane(
        self, number: int, away: float, box: tuple[float, float, float, float], colour: tuple[int, int, int]
    ) -> None:
        x, y = self.rays[..., 0] * away, self.rays[..., 1] * away
        hit = (x > box[0]) & (x < box[1]) & (y > box[2]) & (y < box[3]) & (away < self.depth)
        self._put(hit, np.full(hit.shape, away), np.broadcast_to([0, 0, 1.0], self.normals.shape), number, 0)
        self.albedo[hit, :3] = colour

    def _ball(
        self, centre: NDArray[Any], radius: float, paints: tuple[tuple[int, tuple[int, int, int]], ...]
    ) -> None:
        a = (self.rays**2).sum(-1)
        b = (self.rays * centre).sum(-1)
        root = b * b - a * (centre @ centre - radius * radius)
        depth = (b - np.sqrt(np.maximum(root, 0))) / a
        hit = (root > 0) & (depth < self.depth)
        normal = (self.rays * depth[..., None] - centre) / radius
        self._put(hit, depth, normal, PERSON, paints[0][0])
        self.albedo[hit, :3] = paints[0][1]
        for patch, colour in paints[1:]:
            top = hit & (normal[..., 1] > 0.45)
            self.ids[top] = (PERSON << 16) | patch
            self.albedo[top, :3] = colour

    def _put(
        self, hit: NDArray[Any], depth: NDArray[Any], normal: NDArray[Any], number: int, patch: int
    ) -> None:
        self.depth[hit] = depth[hit]
        self.normals[hit] = normal[hit]
        self.ids[hit] = (number << 16) | patch

    def light(self) -> NDArray[np.uint8]:
        facing = np.clip(self.normals @ self.key, 0, 1)
        if self.lamp is not None:
            place = self.rays * np.where(np.isinf(self.depth), 0, self.depth)[..., None]
            facing = facing * np.clip(1.4 - np.linalg.norm(place - self.lamp, axis=-1) / 2, 0, 1)
        rim = (1 - np.clip(self.normals[..., 2], 0, 1)) ** 3
        terms = np.stack([facing, np.ones_like(facing), self.normals[..., 1] * 0.5 + 0.5, rim], axis=-1)
        return np.where((self.ids > 0)[..., None], terms * 255, 255).astype(np.uint8)

    def guides(self) -> dict[str, Any]:
        return {
            "albedo": self.albedo,
            "depth_m": self.depth,
            "normals": self.normals.astype(np.float16),
            "ids": self.ids,
            "light": self.light(),
            "hints": self.hints(),
        }

    def hints(self, mouth_open: bool = False) -> dict[str, NDArray[Any]]:
        lamp = [*(self.lamp or (0, 0, 0)), float(self.lamp is not None)]
        camera = [self.tan_x, TAN_Y, 3.0, 3.0 if self.night else 0.0, 0, 1, 0, *self.key, *lamp, 0.0]
        curves = face_curves(mouth_open)
        points = np.concatenate(list(curves.values()))
        ends = np.cumsum([len(curve) for curve in curves.values()])
        spans = [
            (0, i, end - len(c), end) for i, (c, end) in enumerate(zip(curves.values(), ends, strict=True))
        ]
        up = np.array([0, 0.10, -0.03])
        eyes = [[*(HEAD_M + np.array([sign * 0.032, 0.01, 0.112])), 0.014, 0, 0, 1, 1] for sign in (1, -1)]
        arm = np.array([[0.75, -0.1, -3.0], [0.95, -0.4, -2.9], [0.75, -0.6, -2.7]])
        return {
            "camera": np.array(camera, np.float32),
            "people": np.array([[PERSON, 35, 1, 1]], np.float32),
            "heads": np.eye(3, dtype=np.float32)[None],
            "skulls": np.array([[HEAD_M + up, HEAD_M, HEAD_M + np.array([0, 0, 0.12])]], np.float32),
            "joint_names": np.array(["upperarm_l", "lowerarm_l", "hand_l"]),
            "joints": arm[None].astype(np.float32),
            "frames": np.tile(np.eye(3, dtype=np.float32), (1, 3, 1, 1)),
            "eyes": np.array([eyes], np.float32),
            "curve_names": np.array(list(curves)),
            "curve_spans": np.array(spans, np.int32),
            "curve_points": points.astype(np.float32),
            "motion": np.array([[PERSON, 1.5, 0, 0]], np.float32),
        }

    def pixel(self, point: NDArray[Any]) -> tuple[int, int]:
        """Camera space (3,) → row, column."""
        x = (point[0] / (-point[2] * self.tan_x) + 1) * self.width / 2
        y = (1 - point[1] / (-point[2] * TAN_Y)) * self.height / 2
        return int(y), int(x)


def face_curves(mouth_open: bool = False) -> dict[str, NDArray[Any]]:
    """Mouth, lids and brows on the front of the head's ball."""
    t = np.linspace(-1, 1, 17)
    curves = {"mouth": _on_head(t * 0.025, np.full(17, -0.055))}
    if mouth_open:
        half = 0.016 * (1 - t * t)
        upper, lower = (_on_head(t * 0.025, -0.055 + sign * half) for sign in (1, -1))
        teeth = _on_head(t * 0.025, -0.055 + 0.4 * half)
        curves["mouth"] = np.concatenate([upper, lower[-2::-1], upper[1:]])
        curves["gape"] = np.concatenate([teeth, lower[-2:0:-1]])
    for side, sign in (("l", 1), ("r", -1)):
        x = sign * (0.032 + 0.014 * t)
        curves[f"lid_up_{side}"] = curves[f"open_up_{side}"] = _on_head(x, 0.010 + 0.006 * (1 - t * t))
        curves[f"open_lo_{side}"] = _on_head(x, 0.010 - 0.006 * (1 - t * t))
        for name, shift in (("brow", 0.0), ("brow_top", 0.004), ("brow_low", -0.004)):
            curves[f"{name}_{side}"] = _on_head(x, np.full(17, 0.034 + shift))
    return curves


def _on_head(x: NDArray[Any], y: NDArray[Any]) -> NDArray[Any]:
    z = np.sqrt(HEAD_RADIUS_M**2 - x * x - y * y)
    return HEAD_M + np.stack([x, y, z + 0.001], axis=-1)


def drawn(
    stage: Stage, plan: Plan, raster: Raster | None = None, **changed: NDArray[Any]
) -> NDArray[np.uint8]:
    """Run a drawing to its end."""
    stages = draw(stage.guides() | changed, REGIONS, plan, raster or CpuRaster())
    while True:
        try:
            next(stages)
        except StopIteration as finished:
            picture: NDArray[np.uint8] = finished.value
            return picture


def parts_of(stage: Stage, plan: Plan, **changed: NDArray[Any]) -> Parts:
    """What the drawing is made of."""
    kept: list[Parts] = []
    for _ in draw(stage.guides() | changed, REGIONS, plan, CpuRaster(), keep=kept.append):
        pass
    return kept[0]


def darkness(picture: NDArray[np.uint8]) -> NDArray[Any]:
    """(h, w) 0 paper … 1 black."""
    return 1 - picture.astype(float).mean(axis=2) / 255
