"""What lies under a point of the plan."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
from PySide6.QtCore import QPointF

from previz.studio.floor_plan import FloorPlan, Point
from previz.ui.plan.drawing import HANDLE_M, beyond, camera_handle_m, item_path, to_view

PERSON_M = 0.30
GRAB_PX, CAMERA_PX = 10.0, 16.0
RANKS = {"thing": 0, "wall": 1, "ground": 2}
WAY_SHARE = 0.6
"""A line is grabbed from less far than a point."""


@dataclass(frozen=True)
class Found:
    """``part``: the thing itself, the knob that turns it, a key of its way (when), or the whole way."""

    id: str
    part: Literal["body", "turner", "key", "way"] = "body"
    time_s: float = 0.0


def find(plan: FloorPlan, selected: Sequence[str], at: Point, metre_px: float) -> Found | None:
    """Handles of what is selected first, then itself; of others the nearest person or this shot's camera,
    then things, and the cameras of other shots where nothing of this one lies.

    Ground comes last, also when it is selected, and the smallest thing first.
    """
    near = GRAB_PX / metre_px
    for id, knob in _knobs(plan, selected, metre_px):
        if math.dist(knob, at) < near:
            return Found(id, "turner")
    people, others = _about(plan, at, near, metre_px)
    mine = [one for one in (*people, *others) if one[1] in selected]
    if mine:
        return Found(min(mine, key=_distance)[1])
    chosen = _thing(plan, at, selected)
    if chosen is not None:
        return chosen
    if people:
        return Found(min(people, key=_distance)[1])
    found = _key(plan, at, near) or _way(plan, at, near)
    if found is not None:
        return found
    lies = lying(plan, at, metre_px)
    return Found(lies[0]) if lies else _thing(plan, at)


def lying(plan: FloorPlan, at: Point, metre_px: float) -> list[str]:
    """Everybody and everything that a click here may mean, from above down; walls and ground are not among
    them."""
    people, others = _about(plan, at, GRAB_PX / metre_px, metre_px)
    things = [id for rank, _, id in sorted(_things(plan, at)) if rank == RANKS["thing"]]
    return [*(id for _, id in sorted(people, key=_distance)), *things,
            *(id for _, id in sorted(others, key=_distance))]  # fmt: skip


Near = list[tuple[float, str]]
"""Each with its distance."""


def _about(plan: FloorPlan, at: Point, near: float, metre_px: float) -> tuple[Near, Near]:
    """People and this shot's camera that a hand here may mean; and the cameras of other shots."""
    cameras = [(math.dist(camera.place, at), camera.shot_id) for camera in reversed(plan.cameras)]
    cameras = [one for one in cameras if one[0] < max(near, CAMERA_PX / metre_px)]
    people = [(math.dist(person.place, at), person.id) for person in plan.people]
    mine = [one for one in cameras if one[1] == plan.shot_id]
    return (
        mine + [one for one in people if one[0] < max(PERSON_M, near)],
        [one for one in cameras if one[1] != plan.shot_id],
    )


def _distance(one: tuple[float, str]) -> float:
    """Of two in one place the one that was named first: the camera of this shot."""
    return one[0]


def _key(plan: FloorPlan, at: Point, near: float) -> Found | None:
    found = [
        (math.dist(place, at), way.target_id, time_s)
        for way in plan.ways
        for place, time_s in zip(way.points.tolist(), way.times_s, strict=True)
    ]
    best = min(found, default=None)
    return Found(best[1], "key", best[2]) if best is not None and best[0] < near else None


def _way(plan: FloorPlan, at: Point, near: float) -> Found | None:
    """Between two keys."""
    for way in reversed(plan.ways):
        for start, end in pairwise(way.points):
            along = end - start
            share = float(np.dot(np.subtract(at, start), along) / max(float(along @ along), 1e-9))
            foot = start + along * min(max(share, 0.0), 1.0)
            if math.dist(foot, at) < near * WAY_SHARE:
                return Found(way.target_id, "way")
    return None


def _knobs(plan: FloorPlan, selected: Sequence[str], metre_px: float) -> list[tuple[str, Point]]:
    """Where what is selected is taken hold of to be turned."""
    stand = [(p.id, p.place, p.heading_deg) for p in plan.people if p.id in selected]
    stand += [(i.id, i.origin, i.heading_deg) for i in plan.items if i.id in selected]
    found = [(id, beyond(place, heading, HANDLE_M)) for id, place, heading in stand]
    reach_m = camera_handle_m(metre_px)
    return found + [
        (c.shot_id, beyond(c.place, c.heading_deg, reach_m)) for c in plan.cameras if c.shot_id in selected
    ]


def _thing(plan: FloorPlan, at: Point, only: Sequence[str] | None = None) -> Found | None:
    """``only`` of these, and then no walls and no ground, on which everything else lies."""
    hits = _things(plan, at)
    if only is not None:
        hits = [one for one in hits if one[2] in only and one[0] == RANKS["thing"]]
    return Found(min(hits)[2]) if hits else None


def _things(plan: FloorPlan, at: Point) -> list[tuple[int, float, str]]:
    """(rank, area, id) of every item over a point."""
    point: QPointF = to_view(at)
    hits = []
    for item in plan.items:
        path = item_path(item)
        if path.boundingRect().contains(point) and path.contains(point):
            size = path.boundingRect()
            hits.append((RANKS[item.kind], size.width() * size.height(), item.id))
    return hits


def within(plan: FloorPlan, one: Point, other: Point) -> list[str]:
    """Everything whose middle lies in a rectangle; ground is not picked up with what stands on it."""
    low, high = np.minimum(one, other), np.maximum(one, other)

    def inside(place: Point) -> bool:
        return bool((low <= place).all() and (place <= high).all())

    things = [item.id for item in plan.items if item.kind == "thing" and inside(item.origin)]
    return things + [person.id for person in plan.people if inside(person.place)]
