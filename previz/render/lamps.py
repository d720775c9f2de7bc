"""Practical lamps: the lit lamps of a set's pieces, and the few that count in a picture."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from previz.kit.catalogue import CATALOGUE, lamp_position
from previz.kit.piece import Piece
from previz.render.kelvin import CANDLE_K, TUNGSTEN_K
from previz.scene.blocking import Placed, World
from previz.scene.model import Vec3
from previz.scene.transform import apply, matrix, to_vec3, unit

Floats = NDArray[np.float64]

MAX_LAMPS = 4
"""So many light a picture beside its key."""
SHADED_M = 2.0
"""A lamp at least this high shines downwards from under a shade; a lower one shines all round."""
CONE_EDGE = 0.22
"""Over so much cosine a directed lamp grows from nothing to full."""
CORE_M2 = 0.35
"""Keeps light finite near a bulb: the square of its own size, generously."""
_LEAST = 0.02
"""Of the key's light; weaker is not seen."""


@dataclass(frozen=True)
class Bulb:
    """What a kind of lamp gives. ``power`` 1 lights a face at one metre as brightly as the key of a day."""

    kelvin: float = TUNGSTEN_K
    power: float = 0.6
    aim: Vec3 | None = None
    """Where a directed one points, in the piece's frame."""
    cone: float = 0.55
    """Cosine of the angle from its aim at which a directed one begins to shine."""


BULBS: dict[str, Bulb] = {
    "camp_fire": Bulb(1900.0, 2.4),
    "candle": Bulb(CANDLE_K, 0.22),
    "fireplace": Bulb(1950.0, 1.6),
    "film_light": Bulb(5600.0, 7.0, (0.0, 0.0, 1.0), 0.6),
    "hood": Bulb(3500.0, 0.7, (0.0, -1.0, 0.0), 0.1),
    "jukebox": Bulb(2300.0, 0.7),
    "neon_sign": Bulb(1900.0, 1.4, (0.0, -0.3, 1.0), 0.0),
    "street_lamp": Bulb(2400.0, 7.0),
    "torch": Bulb(5200.0, 3.0, (0.0, 0.0, 1.0), 0.86),
}
"""Piece → its lamp; any other piece with a lamp has a household bulb."""
_HOUSEHOLD = Bulb()
WITH_LAMP = frozenset(key for key, piece in CATALOGUE.items() if piece.lamp is not Piece.lamp)
"""Pieces that can give light. Imported models cannot."""


@dataclass(frozen=True)
class Practical:
    """A lit lamp in the world."""

    item_id: str
    name: str
    position_m: Vec3
    kelvin: float
    power: float
    aim: Vec3 | None = None
    cone: float = 0.0

    @property
    def shaded(self) -> bool:
        """Shines one way only."""
        return self.aim is not None

    @property
    def reach_m(self) -> float:
        return math.sqrt(self.power / _LEAST)

    def light_at(self, point_m: Vec3) -> float:
        """Light on a surface at a point that faces the lamp, 1 = the key of a day."""
        to_point = np.asarray(point_m, float) - np.asarray(self.position_m, float)
        away = float(to_point @ to_point)
        inside = 1.0
        if self.aim is not None:
            cosine = float(to_point @ np.asarray(self.aim)) / max(math.sqrt(away), 1e-6)
            inside = min(max((cosine - self.cone) / CONE_EDGE, 0.0), 1.0)
        return inside * self.power / (CORE_M2 + away)


def practicals(world: World, held: Mapping[str, Floats] | None = None) -> tuple[Practical, ...]:
    """Every lit lamp, in the order of the stage. ``held``: item id → world_from_item of what hands hold."""
    found = []
    for item in world.items:
        if item.piece in WITH_LAMP:
            local = lamp_position(item.piece, item.params)
            if local is not None:
                place = (held or {}).get(item.id)
                found.append(_practical(item, local, matrix(item.transform) if place is None else place))
    return tuple(found)


def _practical(item: Placed, local_m: Vec3, world_from_item: Floats) -> Practical:
    bulb = BULBS.get(item.piece, _HOUSEHOLD)
    place = to_vec3(apply(world_from_item, local_m))
    aim, cone = bulb.aim, bulb.cone
    if aim is not None:
        aim = to_vec3(unit(world_from_item[:3, :3] @ _tilted(aim, item)))
    elif place[1] >= SHADED_M or (item.piece == "lamp" and _kind(item) == "pendant"):
        aim, cone = (0.0, -1.0, 0.0), 0.10
    return Practical(item.id, item.name, place, bulb.kelvin, bulb.power, aim, cone)


def _kind(item: Placed) -> str:
    return CATALOGUE[item.piece].values(item.params).word("kind")


def _tilted(aim: Vec3, item: Placed) -> Floats:
    """A film light's head is lowered by its own setting."""
    if item.piece != "film_light":
        return np.asarray(aim, float)
    tilt = math.radians(CATALOGUE[item.piece].values(item.params)["tilt"])
    return np.array([aim[0], aim[1] - math.sin(tilt), aim[2] * math.cos(tilt)])


def strongest(lamps: Iterable[Practical], points_m: Iterable[Vec3]) -> list[Practical]:
    """Lamps by the light that they throw on the brightest of some points, the strongest first.

    Those that light none of them come last, in their own order.
    """
    points = list(points_m)
    return sorted(lamps, key=lambda lamp: -max((lamp.light_at(point) for point in points), default=0.0))
