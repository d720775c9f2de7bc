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
WAY_SHARE = 0.6
"""A line is grabbed from less far than a point."""


@dataclass(frozen=True)
class Found:
    """``part``: the thing itself, the knob that turns it, a key of its way (when), or the whole way."""

    id: str
    part: Literal["body", "turner", "key", "way"] = "body"
    time_s: float = 0.0


def find(plan: FloorPlan, selected: Sequence[str], at: Point, metre_px: float) -> Found | None:
    """Handles of what is selected first, then itself; of others the nearest camera or person, then things.

    Ground comes last, also when it is selected, and the smallest thing first.
    """
    near = GRAB_PX / metre_px
    for id, knob in _knobs(plan, selected, metre_px):
        if math.dist(knob, at) < near:
            return Found(id, "turner")
    about = _about(plan, at, near, metre_px)
    mine = [one for one in about if one[1] in selected]
    if mine:
        return Found(min(mine, key=_distance)[1])
    chosen = _thing(plan, at, selected)
    if chosen is not None:
        return chosen
    if about:
        return Found(min(about, key=_distance)[1])
    return _key(plan, at, near) or _way(plan, at, near) or _thing(plan, at)


def _about(plan: FloorPlan, at: Point, near: float, metre_px: float) -> list[tuple[float, str]]:
    """Cameras and people that a hand here may mean, each with its distance."""
    cameras = [(math.dist(camera.place, at), camera.shot_id) for camera in reversed(plan.cameras)]
    people = [(math.dist(person.place, at), person.id) for person in plan.people]
    found = [one for one in cameras if one[0] < max(near, CAMERA_PX / metre_px)]
    return found + [one for one in people if one[0] < max(PERSON_M, near)]


def _distance(one: tuple[float, str]) -> float:
    """The camera of the shot that is looked at comes first among those that stand in one place."""
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
    point: QPointF = to_view(at)
    hits = []
    for item in plan.items:
        if only is not None and (item.id not in only or item.kind != "thing"):
            continue
        path = item_path(item)
        if path.boundingRect().contains(point) and path.contains(point):
            size = path.boundingRect()
            rank = {"thing": 0, "wall": 1, "ground": 2}[item.kind]
            hits.append((rank, size.width() * size.height(), item.id))
    return Found(min(hits)[2]) if hits else None


def within(plan: FloorPlan, one: Point, other: Point) -> list[str]:
    """Everything whose middle lies in a rectangle; ground is not picked up with what stands on it."""
    low, high = np.minimum(one, other), np.maximum(one, other)

    def inside(place: Point) -> bool:
        return bool((low <= place).all() and (place <= high).all())

    things = [item.id for item in plan.items if item.kind == "thing" and inside(item.origin)]
    return things + [person.id for person in plan.people if inside(person.place)]
