"""Set-ups in the order in which a unit shoots them: all that face one way, then the room turned round."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from previz.grammar.coverage import CLOSE_ROLES, Role

TURN_DEG = 90.0
"""Set-ups whose axes differ by less face the same way: the room is lit once for them."""
INSERTS = "Inserts"
RANK: dict[Role, int] = {"master": 0, "two-shot": 1, "over": 2, "single": 3, "insert": 4}
"""Wide before close."""


@dataclass(frozen=True)
class Facing:
    """Set-ups that look one way, shot before the room is turned round."""

    name: str
    places: tuple[int, ...]
    """Where they stand in the list that was ordered."""


def shooting_order(looks: Sequence[tuple[float, Role, str]]) -> list[Facing]:
    """Groups in the order in which a unit shoots them, from (bearing in degrees, role, whom it is about) of
    every set-up: the master with all that faces its way, then the room turned round, inserts last; wide
    before close inside a group. What looks at one person is lit once: over and single stay together.
    """

    def place(n: int) -> tuple[int, int]:
        return RANK[looks[n][1]], n

    left = _lit_together(looks, sorted((n for n in range(len(looks)) if looks[n][1] != "insert"), key=place))
    groups: list[list[int]] = []
    while left:
        ahead = _mean_deg([looks[n][0] for n in left[0]])
        near = [u for u in left if _apart_deg(_mean_deg([looks[n][0] for n in u]), ahead) < TURN_DEG / 2]
        groups.append(sorted((n for unit in near for n in unit), key=place))
        left = [unit for unit in left if unit not in near]
    made = []
    for number, members in enumerate(groups):
        name = f"Turn round, to {looks[members[0]][2]}" if number else "From the master"
        made.append(Facing(name, tuple(members)))
    inserts = tuple(n for n, (_, role, _) in enumerate(looks) if role == "insert")
    return [*made, Facing(INSERTS, inserts)] if inserts else made


def _lit_together(looks: Sequence[tuple[float, Role, str]], places: Sequence[int]) -> list[list[int]]:
    """Set-ups of one person that face the same way, and every other alone, in the order of ``places``."""
    units: list[list[int]] = []
    for n in places:
        bearing_deg, role, who = looks[n]
        for unit in units:
            first_deg, first_role, first_who = looks[unit[0]]
            close = role in CLOSE_ROLES and first_role in CLOSE_ROLES
            if close and who == first_who and _apart_deg(bearing_deg, first_deg) < TURN_DEG:
                unit.append(n)
                break
        else:
            units.append([n])
    return units


def _mean_deg(bearings_deg: Sequence[float]) -> float:
    turns = np.radians(bearings_deg)
    return math.degrees(math.atan2(float(np.sin(turns).sum()), float(np.cos(turns).sum())))


def _apart_deg(one: float, other: float) -> float:
    return abs((one - other + 180) % 360 - 180)
