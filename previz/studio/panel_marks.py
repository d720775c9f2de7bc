"""What moves during a panel, as marks on its picture: the ways of people, and where the frame ends up.

Arrows inside the frame are people's, arrows at its edge the camera's (film-grammar §6); the latter are named
by `grammar.movement`. A way is drawn as this panel's camera sees it, along the ground where the feet show.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from previz.export.rows import ActorArrow, Box, Point, StartEnd
from previz.grammar.naming import Eye, eye, in_frame
from previz.scene import blocking
from previz.scene.blocking import CameraState
from previz.scene.document import Document
from previz.studio.shooting import SEEN_SHARE, Sight

Floats = NDArray[np.float64]

WAY_M = 0.25
"""Who goes less far than this stands."""
STEPS = 13
LEAST_SHARE = 0.03
"""An arrow that is shorter than this share of the frame says nothing."""
BEND_SHARE = 0.004
"""A way that leaves its straight line by less is drawn straight."""
WAIST_SHARE = 0.64
"""Of the height of the eyes: where the arrow goes when the feet do not show."""
INSIDE_SHARE = 0.85
"""A frame that ends larger than this share of the first is no frame within a frame."""


def actor_arrows(
    document: Document, shot_id: str, sight: Sight, start_s: float, end_s: float
) -> tuple[ActorArrow, ...]:
    """The ways that people who are seen go between two times of a shot, in the picture of the first.

    One arrow a person, its points as shares of the frame. Raises as `blocking.resolve`.
    """
    if end_s <= start_s:
        return ()
    ways = _ways(document, shot_id, np.linspace(start_s, end_s, STEPS))
    lens, arrows = eye(sight.camera.transform, sight.camera.view), []
    for one in sight.company:
        way = ways.get(one.id)
        if way is None or sight.shares.get(one.object_id, 0.0) < SEEN_SHARE:
            continue
        if float(np.linalg.norm(np.diff(way, axis=0), axis=1).sum()) < WAY_M:
            continue
        waist_m = WAIST_SHARE * float(one.eyes_m[1] - way[0, 1])
        points = _drawn(lens, way, waist_m)
        if points:
            arrows.append(ActorArrow(points=points, label=one.name.upper()))
    return tuple(arrows)


def start_end(first: CameraState, last: CameraState) -> StartEnd | None:
    """The frame at the end of a move inside the frame at its start; None where it does not lie within.

    Both are compared where the last camera has its focus.
    """
    seen = _corners(first, last)
    if not bool(in_frame(seen).all()):
        return None
    shares = _shares(seen)
    (x, y), (right, low) = shares.min(axis=0).tolist(), shares.max(axis=0).tolist()
    if max(right - x, low - y) > INSIDE_SHARE:
        return None
    end: Box = (round(x, 4), round(y, 4), round(right - x, 4), round(low - y, 4))
    return StartEnd(start=(0.0, 0.0, 1.0, 1.0), end=end)


def end_beyond(first: CameraState, last: CameraState, most: float) -> Box | None:
    """Where the frame at the end of a move lies about the frame at its start, in that one's shares: beside it
    after a pan or a truck, around it after a pull-out. It keeps the frame's shape.

    ``most``: frames that its middle may be away, and its size; None where it is further, or behind.
    """
    seen = _corners(first, last)
    if bool((seen[:, 2] <= 0.0).any()):
        return None
    shares = _shares(seen)
    middle, extent = shares.mean(axis=0), shares.max(axis=0) - shares.min(axis=0)
    size = float(np.sqrt(extent.prod()))
    if size > most or float(np.abs(middle - 0.5).max()) > most:
        return None
    x, y = (middle - size / 2).tolist()
    return round(x, 4), round(y, 4), round(size, 4), round(size, 4)


def _corners(first: CameraState, last: CameraState) -> Floats:
    """(4, 3) the corners of the last frame, where that camera has its focus, as the first camera sees it."""
    distance_m = last.focus_distance_m
    half_w, half_h = np.tan(np.radians([last.view.hfov_deg, last.view.vfov_deg]) / 2) * distance_m
    corners = np.array([(x * half_w, y * half_h, -distance_m) for x in (-1, 1) for y in (-1, 1)])
    lens = eye(last.transform, last.view)
    return eye(first.transform, first.view).project(lens.position_m + corners @ lens.axes.T)


def _ways(document: Document, shot_id: str, times_s: Floats) -> dict[str, Floats]:
    """Character id → (n, 3) where they stand at those times."""
    worlds = [blocking.resolve(document, shot_id, float(time_s)) for time_s in times_s]
    return {
        actor.id: np.array([other.position_m for world in worlds for other in world.actors
                            if other.id == actor.id])
        for actor in worlds[0].actors
    }  # fmt: skip


def _drawn(lens: Eye, way_m: Floats, waist_m: float) -> tuple[Point, ...]:
    """What shows of a way: on the ground where it starts there, else at the waist; () for too little."""
    seen = lens.project(way_m)
    if not in_frame(seen[0]):
        seen = lens.project(way_m + np.array([0.0, waist_m, 0.0]))
    inside = in_frame(seen)
    if not inside[0]:
        return ()
    shares = _shares(seen[: len(seen) if inside.all() else int(np.argmin(inside))])
    if len(shares) < 2 or float(np.linalg.norm(shares[-1] - shares[0])) < LEAST_SHARE:
        return ()
    kept = shares[[0, -1]] if _is_straight(shares) else shares
    return tuple((round(float(x), 4), round(float(y), 4)) for x, y in kept)


def _is_straight(points: Floats) -> bool:
    along = points[-1] - points[0]
    across = np.array([-along[1], along[0]]) / np.linalg.norm(along)
    return bool(np.abs((points - points[0]) @ across).max() < BEND_SHARE)


def _shares(ndc: Floats) -> Floats:
    """(n, 2) of the frame's width and height from its top left."""
    return np.stack([(ndc[:, 0] + 1) / 2, (1 - ndc[:, 1]) / 2], axis=1)
