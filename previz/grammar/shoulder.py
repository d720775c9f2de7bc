"""Over the shoulder: the cameras behind somebody's shoulder that see somebody beyond.

Places behind the near person are tried all at once, in every direction, distance and height that a camera
takes there; each is turned until the far person stands where they belong in the frame. What reads as asked is
judged one by one, the best first, until a camera has room and sees.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from previz.errors import CannotFrame
from previz.grammar.fitting import FIGURE_SHARES, ROOMINESS, TIGHT_HEADROOM, Wish, axes_for, fit
from previz.grammar.looking import CLEAR_COST, STANDS_M
from previz.grammar.naming import Eye, read_sizes
from previz.grammar.shootability import NEEDS_M
from previz.grammar.solving import (
    FLOOR_M,
    LONGEST_MM,
    Candidate,
    Order,
    Placement,
    article,
    finish,
    height_scale_m,
    judge,
    no_such_crop,
    sentence,
    towards,
    wanted_height,
    watched,
)
from previz.grammar.subject import Floats, Subject
from previz.grammar.terms import SIZES

Bools = NDArray[np.bool_]

SHARE = (0.13, 0.45)
SHARE_AIM, SHARE_ROOM = 0.29, 0.08
"""An over-the-shoulder gives a quarter to a third of the frame's width to the near person; less or more where
nothing else can be had."""
X_AIM = 0.2
"""Where the far person's eyes stand beside the middle, in half frame widths."""
NEAR_M = 0.33
"""From the lens to the eyes of the near person, along its axis."""
NEARER = 0.8
"""The near person is at most at this share of the distance of the far one."""
LEAST_HEAD = 0.2
"""Of the near head, in the frame beside a shoulder."""
HEAD_ALONE = 0.5
"""Of the near head, where the shoulder is out of the frame."""
HEAD_AIM = 0.65
"""No more of the near head need be in the frame."""
AWAY = -0.08
"""The near face is turned from the lens: cosine between where it looks and where the lens is."""
UNEVEN_M = 0.15
"""Between the eyes of two who do not both stand, or both sit."""
STEEPEST_DEG = 32.0
"""A camera that was asked for no angle does not look up or down more steeply."""

_APART = np.linspace(0.6, 1.75, 11)
"""Between the near and the far head in the frame, in half frame widths."""
_RISES_M = np.array([0.0, 0.08, -0.08, 0.17, -0.17, 0.3])
_FURTHER_M = np.array([0.3, 0.45, 0.6])
"""Further down past somebody lower at somebody higher, further up the other way: the near head comes into
the frame."""
_STEEP_RISES_M = np.linspace(-1.1, 2.2, 23)
_XS = np.array([X_AIM, 0.1, 0.3, 0.02])
_REACH_M = np.geomspace(0.25, 14.0, 120)
_STEPS = 10
"""Distances tried of those that make a size."""
_POINTS = 120
"""Of the near body: enough to tell most cameras from those that are worth to be measured."""
_BEHIND_M = 0.3
"""From the near head back, on the plan, before which no camera stands."""
_LOOKS = 48
"""Cameras that are looked through before none is said to be there."""
_BATCH = 24
_BESIDE_M = 0.08
"""So near to where a camera cannot stand, or does not see, none is looked through."""


def place_over_shoulder(order: Order) -> Placement:
    """Behind the second person, who takes a quarter to a third of the frame at one edge."""
    if len(order.subjects) < 2:
        raise CannotFrame(
            "An over-the-shoulder needs two people: who is seen, then whose shoulder frames them."
        )
    if order.size in FIGURE_SHARES and order.size != "FS":
        raise CannotFrame(
            f"{sentence(article(order.size))} is too wide for an over-the-shoulder; use FS or tighter."
        )
    order = replace(order, subjects=order.subjects[:2], front=order.subjects[1])
    cameras, extra = _ranked(order, _framing(order, _cameras(order)))
    return finish(order, _first_that_sees(order, cameras, extra))


# ------------------------------------------------------------------------------------------ cameras
@dataclass(frozen=True)
class _Cameras:
    """Many cameras at once."""

    places_m: Floats
    """(n, 3)"""
    axes: Floats
    """(n, 3, 3) columns right, up, back."""
    turns_deg: Floats
    pitches_deg: Floats
    x: Floats
    """(n,) where the far person stands in the frame, without its sign."""
    room: Floats
    """(n,) 0 tightest, 1 loosest of its size."""

    def of(self, chosen: Bools | NDArray[np.intp]) -> _Cameras:
        return _Cameras(
            self.places_m[chosen],
            self.axes[chosen],
            self.turns_deg[chosen],
            self.pitches_deg[chosen],
            self.x[chosen],
            self.room[chosen],
        )

    def project(self, order: Order, points_m: Floats) -> Floats:
        """(p, 3) → (n, p, 3) projected."""
        local = (points_m[None] - self.places_m[:, None]) @ self.axes
        return order.view.project(local)

    def depths_m(self, order: Order, one: Subject) -> Floats:
        """(n,) of somebody's eyes along the lens axes."""
        return self.project(order, one.eyes_m[None])[:, 0, 2]

    def eye(self, order: Order, n: int) -> Eye:
        return Eye(self.places_m[n], self.axes[n], order.view)


def side_of(order: Order) -> float:
    """−1 behind the left shoulder, +1 behind the right one."""
    return -1.0 if order.composition == "OTS-L" else 1.0


def _cameras(order: Order) -> _Cameras:
    """Those whose frame shows the far person in the size that is asked for."""
    reaches = _reaches_m(order)
    if not len(reaches):
        return _placed(order, np.zeros(0), np.zeros(0), np.zeros(0), np.zeros(0))
    rises = _rises_m(order)
    grid = np.meshgrid(_APART, rises, _XS, reaches, indexing="ij")
    every = _placed(order, *(one.ravel() for one in grid))
    fits = _fits(order, every).reshape(-1, len(reaches))
    first = fits.argmax(axis=1)[:, None]
    count = np.maximum(fits.sum(axis=1), 1)[:, None]
    room = ((np.arange(len(reaches)) - first + 0.5) / count).ravel()
    chosen = fits.ravel() & (every.places_m[:, 1] > FLOOR_M)
    if order.angle is None:
        chosen &= np.abs(every.pitches_deg) <= STEEPEST_DEG
    return replace(every, room=room).of(chosen)


def _rises_m(order: Order) -> Floats:
    """Over the wanted height."""
    if order.angle is not None:
        return _STEEP_RISES_M
    higher = float(order.subjects[1].eyes_m[1] - order.chief.eyes_m[1])
    return _RISES_M if abs(higher) < UNEVEN_M else np.append(_RISES_M, math.copysign(1, higher) * _FURTHER_M)


def _reaches_m(order: Order) -> Floats:
    """How far on the plan cameras for the size stand from the far person, behind the near one."""
    grid = np.meshgrid(_APART[4:5], _RISES_M[:5], _XS[:1], _REACH_M, indexing="ij")
    fits = _fits(order, _placed(order, *(one.ravel() for one in grid)))
    made = _REACH_M[fits.reshape(-1, len(_REACH_M)).any(axis=0)]
    if not len(made):
        return np.empty(0)
    near, far = max(0.93 * made.min(), _gap_m(order) + _BEHIND_M), 1.07 * made.max()
    return np.geomspace(near, far, _STEPS) if near < far else np.empty(0)


def _fits(order: Order, cameras: _Cameras) -> Bools:
    sizes = read_sizes(cameras.project(order, order.chief.chain_m), order.view.aspect)
    return np.asarray(sizes == SIZES.index(order.size))


def _placed(order: Order, apart: Floats, rise_m: Floats, x: Floats, reach_m: Floats) -> _Cameras:
    """(n,) each: how far apart the heads stand in the frame, over the wanted height, where the far person
    stands in it, and how far off."""
    chief, front = order.chief, order.subjects[1]
    gap = _gap_m(order)
    behind = np.maximum(reach_m - gap, 0.0)
    aside = apart * order.view.tan_x * behind * reach_m / max(gap, 0.1)
    turn = np.arctan2(aside, reach_m)
    bearing = math.radians(towards(chief.eyes_m, front.eyes_m)) + side_of(order) * turn
    away = np.hypot(aside, reach_m)
    places = np.stack(
        [
            chief.eyes_m[0] + away * np.sin(bearing),
            wanted_height(order) + rise_m,
            chief.eyes_m[2] + away * np.cos(bearing),
        ],
        axis=1,
    )
    point, y = _held(order)
    wanted = side_of(order) * x
    axes, pitches = _turned(order, places, point, wanted, y)
    local = np.einsum("nk,nkj->nj", order.chief.eyes_m - places, axes)
    shown = order.view.project(local)[:, 0]  # the eyes are what a cut leads the look from and to
    axes, pitches = _turned(order, places, point, 2 * wanted - np.clip(shown, wanted - 0.3, wanted + 0.3), y)
    return _Cameras(places, axes, np.degrees(turn), pitches, x, np.zeros(len(x)))


def _gap_m(order: Order) -> float:
    """Between the two on the plan."""
    way = order.subjects[1].eyes_m - order.chief.eyes_m
    return float(np.hypot(way[0], way[2]))


def _held(order: Order) -> tuple[Floats, float]:
    """The point of the far person that is held, and how high it stands in the frame."""
    chief = order.chief
    if order.size == "FS":
        return (chief.crown_m + chief.chain_m[8]) / 2, 0.0
    y = 1 - 2 * TIGHT_HEADROOM.get(order.size, order.headroom)
    return (chief.eyes_m if order.size == "ECU" else chief.crown_m), y


def _turned(order: Order, places_m: Floats, point_m: Floats, x: Floats, y: float) -> tuple[Floats, Floats]:
    """(n, 3, 3) axes and (n,) pitches in degrees of cameras that see ``point_m`` at x, y of their frames."""
    view, roll = order.view, math.radians(order.roll_deg)
    wide, high = x * view.tan_x, np.full(len(x), (y + view.shift_y) * view.tan_y)
    wide, high = (
        wide * math.cos(roll) + high * math.sin(roll),
        high * math.cos(roll) - wide * math.sin(roll),
    )
    way = point_m - places_m
    way = way / np.linalg.norm(way, axis=1, keepdims=True)
    length = np.sqrt(wide**2 + high**2 + 1)
    sine = np.clip(length * way[:, 1] / np.sqrt(1 + high**2), -1, 1)
    pitch = np.arcsin(sine) - np.arctan(high)
    ahead = np.cos(pitch) - high * np.sin(pitch)
    bearing = np.arctan2(-way[:, 0], -way[:, 2]) + np.arctan2(wide, ahead)
    return _axes(bearing, pitch, roll), np.degrees(pitch)


def _axes(bearing: Floats, pitch: Floats, roll: float) -> Floats:
    """As `axes_for`, (n,) radians → (n, 3, 3)."""
    sin_a, cos_a, sin_p, cos_p = np.sin(bearing), np.cos(bearing), np.sin(pitch), np.cos(pitch)
    right = np.stack([cos_a, np.zeros(len(bearing)), -sin_a], axis=1)
    up = np.stack([sin_a * sin_p, cos_p, cos_a * sin_p], axis=1)
    back = np.stack([sin_a * cos_p, -sin_p, cos_a * cos_p], axis=1)
    turned = right * math.cos(roll) - up * math.sin(roll), up * math.cos(roll) + right * math.sin(roll)
    return np.stack([*turned, back], axis=2)


# ------------------------------------------------------------------------------------------ reading them
def _framing(order: Order, cameras: _Cameras) -> _Cameras:
    """Those in whose frame the near person makes an over-the-shoulder. Raises CannotFrame for none."""
    chief, front = order.chief, order.subjects[1]
    if not len(cameras.x):
        raise CannotFrame(_never_so_large(order))
    depth = cameras.depths_m(order, front)
    far = cameras.depths_m(order, chief)
    between = (depth >= NEAR_M) & _is_before(order, cameras, far)
    if not between.any():
        nearest = int(np.abs(depth - 0.6).argmin())
        raise CannotFrame(_no_shoulder(order, float(depth[nearest]), float(far[nearest])))
    cameras = cameras.of(between)
    # a few points of the body tell most cameras from those that are left to be measured by all of it
    for body_m in (front.outline_m[:: max(1, len(front.outline_m) // _POINTS)], front.outline_m):
        body = cameras.project(order, body_m)
        share = _share(body, -side_of(order))
        wide = (share >= SHARE[0]) & (share <= SHARE[1])
        if not wide.any():
            nearest = int(np.abs(share - SHARE_AIM).argmin())
            near_m = float(cameras.depths_m(order, front)[nearest])
            raise CannotFrame(_misses(order, float(share[nearest]), near_m))
        seen = wide & ~_covers_face(cameras, order, body)
        if not seen.any():
            raise CannotFrame(
                f"{front.name} stands before the face of {chief.name} from there; move one of them aside."
            )
        cameras = cameras.of(seen)
    cameras = cameras.of(_turned_away(cameras, front))
    if not len(cameras.x):
        raise CannotFrame(_faces_the_lens(order))
    head, shoulder = _head_and_shoulder(cameras, order)
    whole = (head >= LEAST_HEAD) & (shoulder | (head >= HEAD_ALONE))
    if not whole.any():
        raise CannotFrame(_no_head(order))
    return cameras.of(whole)


def _ranked(order: Order, cameras: _Cameras) -> tuple[_Cameras, Floats]:
    """The best first, with what `judge` does not know of their cost."""
    head, shoulder = _head_and_shoulder(cameras, order)
    off = np.abs(_share(cameras.project(order, order.subjects[1].outline_m), -side_of(order)) - SHARE_AIM)
    extra = (
        4 * off
        + 12 * np.maximum(off - SHARE_ROOM, 0)
        + 2 * np.abs(cameras.x - X_AIM)
        + 3 * np.abs(cameras.room - ROOMINESS.get(order.size, 0.5))
        + 2 * np.maximum(HEAD_AIM - head, 0)
        + 0.4 * ~shoulder
        + np.maximum(cameras.turns_deg - 20, 0) / 30
    )
    height = np.abs(cameras.places_m[:, 1] - wanted_height(order)) / height_scale_m(order)
    cost = extra + np.abs(cameras.pitches_deg) / 20 + (height if order.angle is None else 0.0)
    chosen = np.argsort(cost, kind="stable")
    return cameras.of(chosen), extra[chosen]


def _is_before(order: Order, cameras: _Cameras, far: Floats) -> Bools:
    """As `naming` reads who stands before whom: by the collar of the near person."""
    chief, front = order.chief, order.subjects[1]
    collar = front.chain_m[3]
    flat = np.array([1.0, 0.0, 1.0])
    behind = (cameras.places_m - collar) @ (flat * (chief.eyes_m - collar)) < 0
    near = cameras.project(order, collar[None])[:, 0, 2]
    return np.asarray(behind & (near < NEARER * far))


def _share(body: Floats, side: float) -> Floats:
    """(n, p, 3) → (n,) share of the frame's width that a body takes at its right (+1) or left edge; 0 where
    it does not cross that edge alone."""
    within = (body[..., 2] > 0.02) & (np.abs(body[..., 1]) <= 1)
    x = side * body[..., 0]
    inner = np.where(within, x, np.inf).min(axis=1)
    outer = np.where(within, x, -np.inf).max(axis=1)
    crosses = (outer >= 1) & (inner < 1) & (inner > -1)
    return np.where(crosses, (1 - np.where(crosses, inner, 1)) / 2, 0.0)


def _covers_face(cameras: _Cameras, order: Order, body: Floats) -> Bools:
    chief = order.chief
    face = cameras.project(order, np.stack([chief.eyes_m, chief.chain_m[2]]))
    low, high = face[..., 1].min(axis=1)[:, None], face[..., 1].max(axis=1)[:, None]
    band = (body[..., 2] > 0.02) & (body[..., 1] > low - 0.1) & (body[..., 1] < high + 0.1)
    gap = 0.06 + 0.5 * np.abs(face[:, 0, 1] - face[:, 1, 1]) / order.view.aspect
    aside = np.abs(body[..., 0] - face[..., 0].mean(axis=1)[:, None])
    return np.asarray((band & (aside < gap[:, None])).any(axis=1))


def _turned_away(cameras: _Cameras, front: Subject) -> Bools:
    way = cameras.places_m - front.eyes_m
    cosine = way @ front.head_axes[2] / np.maximum(np.linalg.norm(way, axis=1), 1e-6)
    return np.asarray(cosine <= AWAY)


def _head_and_shoulder(cameras: _Cameras, order: Order) -> tuple[Floats, Bools]:
    """(n,) share of the near head that is in the frame, and whether the inner shoulder is."""
    front, side = order.subjects[1], -side_of(order)
    head = cameras.project(order, front.head_m)
    inside = (head[..., 2] > 0.02) & (np.abs(head[..., :2]) <= 1).all(axis=-1) & (side * head[..., 0] > 0)
    point = cameras.project(order, front.shoulder_m(side)[None])[:, 0]
    shoulder = (point[:, 2] > 0.02) & (np.abs(point[:, :2]) <= 1).all(axis=1) & (side * point[:, 0] > 0)
    return inside.mean(axis=1), shoulder


# ------------------------------------------------------------------------------------------ looking
def _first_that_sees(order: Order, cameras: _Cameras, extra: Floats) -> Candidate:
    """The cheapest that is judged well and sees. Raises CannotFrame with the reason of the cheapest."""
    open_ = np.flatnonzero(_in_the_room(order, cameras))
    if not len(open_):
        return _needed(_looked(order, cameras, extra, 0))
    best: Candidate | None = None
    failed: list[Candidate] = []
    for start in range(0, len(open_), _BATCH):
        batch = open_[start : start + _BATCH]
        for n in batch[_has_room(order, cameras.of(batch))]:
            if _is_beside(cameras.places_m[n], failed):
                continue
            one = _looked(order, cameras, extra, int(n))
            if one.failure:
                failed.append(one)
            elif best is None or one.cost < best.cost:
                best = one
            if best is not None and best.look.cost < CLEAR_COST:
                return best
        if len(failed) > _LOOKS or (best is not None and start >= _BATCH):
            break
    return best or _needed(failed[0] if failed else _looked(order, cameras, extra, int(open_[0])))


def _needed(one: Candidate) -> Candidate:
    if one.failure:
        raise CannotFrame(one.failure)
    return one


def _is_beside(place_m: Floats, failed: Sequence[Candidate]) -> bool:
    """Where one cannot stand, or does not see, one cannot a hand's breadth further."""
    return any(
        float(np.linalg.norm(place_m - one.lens.position_m)) < _BESIDE_M
        for one in failed
        if one.lens is not None
    )


def _looked(order: Order, cameras: _Cameras, extra: Floats, n: int) -> Candidate:
    azimuth = float(cameras.turns_deg[n])
    one = Candidate(cameras.eye(order, n), azimuth, float(cameras.pitches_deg[n]), float(extra[n]))
    one = judge(order, one)
    return one if one.failure or order.watch is None else watched(order, one)


def _in_the_room(order: Order, cameras: _Cameras) -> Bools:
    """No wall is between the far person and the camera with what hangs behind it."""
    if order.watch is None:
        return np.ones(len(cameras.x), bool)
    rear = cameras.places_m + cameras.axes[:, :, 2] * NEEDS_M["behind"]
    eyes = order.chief.eyes_m
    free, _ = order.watch.walls.first(eyes, rear)
    low = np.array([1.0, 0.0, 1.0])
    below, _ = order.watch.walls.first(
        eyes * low + [0, STANDS_M, 0], cameras.places_m * low + [0, STANDS_M, 0]
    )
    return np.asarray((free >= 1) & (below >= 1))


def _has_room(order: Order, cameras: _Cameras) -> Bools:
    """Nothing stands behind the lens, or between it and the far eyes."""
    if order.watch is None:
        return np.ones(len(cameras.x), bool)
    rear = cameras.places_m + cameras.axes[:, :, 2] * NEEDS_M["behind"]
    behind, _ = order.watch.stage.first(cameras.places_m, rear)
    ids = tuple(one.object_id for one in order.subjects)
    ahead, _ = order.watch.stage.first(order.chief.eyes_m, cameras.places_m, ids)
    return np.asarray((behind >= 1) & (ahead >= 1))


# ------------------------------------------------------------------------------------------ reasons
def _never_so_large(order: Order) -> str:
    """Behind the near person nobody is so large in the frame: how far off a camera would stand."""
    chief, front = order.chief, order.subjects[1]
    line = towards(chief.eyes_m, front.eyes_m)
    found = fit(
        chief, order.view, axes_for(line, 0.0), Wish(order.size, side_of(order) * X_AIM, order.headroom)
    )
    if found is None:
        return no_such_crop(order)
    depth, far = (float(found.lens.project(one.eyes_m)[2]) for one in (front, chief))
    return _no_shoulder(order, depth, far)


def _no_shoulder(order: Order, depth: float, far: float) -> str:
    chief, front = order.chief, order.subjects[1]
    between = float(np.linalg.norm(chief.eyes_m - front.eyes_m))
    longer = order.focal_length_mm * (between + 0.6) / max(far, 0.1)
    if depth < NEAR_M + 0.3 and longer > order.focal_length_mm:
        advice = (
            f"use {longer:.0f} mm or longer, or a wider size" if longer <= LONGEST_MM else "use a wider size"
        )
        return (
            f"{sentence(article(order.size))} of {chief.name} with a {order.lens_words} is taken {far:.1f} m "
            f"away, in front of {front.name}; {advice}."
        )
    return (
        f"{front.name} is not between the camera and {chief.name} in {article(order.size)}; "
        "use a tighter size or a wider lens."
    )


def _misses(order: Order, share: float, depth: float) -> str:
    """The near person is too wide or too narrow for the edge: which way to change the lens."""
    shoulders = 0.45 / (2 * order.view.tan_x * depth)
    advice = "a longer lens or a wider size" if max(share, shoulders) > SHARE_AIM else "a wider lens"
    return (
        f"{order.subjects[1].name}'s shoulder cannot take a quarter to a third of the frame in "
        f"{article(order.size)} of {order.chief.name} with a {order.lens_words}; try {advice}."
    )


def _faces_the_lens(order: Order) -> str:
    chief, front = order.chief, order.subjects[1]
    return f"{front.name} faces the lens, not {chief.name}; choose “Looks at {chief.name}” for {front.name}."


def _no_head(order: Order) -> str:
    front = order.subjects[1]
    return (
        f"Head and shoulder of {front.name} are out of the frame in {article(order.size)} of "
        f"{order.chief.name}; use a wider size, or let both stand or both sit."
    )
