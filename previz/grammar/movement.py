"""What a camera does between its keys, in the words of the trade (film-grammar §3).

Only what the keys prove is named. Words for how it feels (handheld, Steadicam) are the user's own.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from previz.grammar.subject import Floats
from previz.scene.model import CameraKey
from previz.scene.transform import rotation_matrix, unit

STILL_M, STILL_DEG, STILL_SHARE = 0.05, 1.0, 0.02
"""Less than this much travel, turn or change of focal length is no move."""

_ARC_DEG, _ARC_SHARE = 6.0, 0.04
_WHIP_DEG_S, _WHIP_DEG = 120.0, 30.0
_CRASH_PER_S, _CRASH = 1.0, 1.5
_RACK_SHARE, _RACK_M = 0.08, 0.15


@dataclass(frozen=True)
class Move:
    """One component of a movement, e.g. ("push in", 1.2, "m")."""

    name: str
    amount: float
    unit: str

    @property
    def words(self) -> str:
        if not self.unit:
            return self.name
        digits = 1 if self.unit == "m" else 0
        joint = "" if self.unit == "°" else " "
        return f"{self.name} {self.amount:.{digits}f}{joint}{self.unit}"


def name_moves(
    keys: Sequence[CameraKey], subject_m: ArrayLike | Sequence[ArrayLike] | None = None
) -> tuple[tuple[Move, ...], ...]:
    """The moves of each stretch between neighbouring keys; empty where the camera rests.

    ``subject_m`` is where the principal is: one world point, or one for each key when they walk. Without
    it the point in focus at the first key counts as the subject.
    """
    subjects = _subject_points(keys, subject_m)
    return tuple(
        _stretch(a, b, p, q) for (a, b), (p, q) in zip(pairwise(keys), pairwise(subjects), strict=True)
    )


def movement_label(
    keys: Sequence[CameraKey], subject_m: ArrayLike | Sequence[ArrayLike] | None = None
) -> str:
    """ "static", "push in + tilt up", "pan left, then push in"."""
    parts: list[str] = []
    for moves in name_moves(keys, subject_m):
        text = " + ".join(move.name for move in moves)
        if text and (not parts or parts[-1] != text):
            parts.append(text)
    return ", then ".join(parts) or "static"


def _subject_points(
    keys: Sequence[CameraKey], subject_m: ArrayLike | Sequence[ArrayLike] | None
) -> list[Floats]:
    if not keys:
        return []
    if subject_m is None:
        first = keys[0]
        forward = -rotation_matrix(first.transform.rotation)[:, 2]
        focus = first.focus_distance_m if math.isfinite(first.focus_distance_m) else 100.0
        subject_m = np.asarray(first.transform.position_m) + forward * focus
    points = np.atleast_2d(np.asarray(subject_m, float))
    if len(points) == 1:
        return [points[0]] * len(keys)
    if len(points) != len(keys):
        raise ValueError(f"{len(points)} subject points for {len(keys)} camera keys")
    return list(points)


@dataclass(frozen=True)
class _Change:
    """What differs between two keys, in the first camera's terms."""

    travel: Floats
    """World."""
    axial: float
    """Along the view axis; forwards positive."""
    sideways: float
    rise: float
    ahead: float
    """Along the horizontal part of the view axis."""
    yaw: float
    """Degrees, to the left positive."""
    pitch: float
    roll: float
    seconds: float


def _stretch(a: CameraKey, b: CameraKey, start_m: Floats, end_m: Floats) -> tuple[Move, ...]:
    change = _change(a, b)
    moves: list[Move] = []
    walked = float(np.linalg.norm(end_m - start_m))
    arc = _arc(a, b, start_m) if walked < STILL_M else None
    dolly_zoom = _dolly_zoom(a, b, start_m, change)
    if dolly_zoom:
        moves.append(dolly_zoom)
    elif arc:
        moves.append(arc)
    else:
        moves += _travel(change)
        company = _company(change, end_m - start_m, walked)
        moves = (
            [company, *[m for m in moves if not m.name.startswith(("push", "pull"))]] if company else moves
        )
    moves += _turns(change, include_yaw=arc is None)
    if not dolly_zoom:
        moves += _zoom(a, b, change.seconds)
    moves += _rack(a, b)
    return tuple(moves)


def _change(a: CameraKey, b: CameraKey) -> _Change:
    first, second = rotation_matrix(a.transform.rotation), rotation_matrix(b.transform.rotation)
    travel = np.asarray(b.transform.position_m) - np.asarray(a.transform.position_m)
    level = unit(-first[:, 2] * [1, 0, 1])
    if not level.any():
        level = unit(first[:, 1] * [1, 0, 1])
    angles = [_angles(first), _angles(second)]
    yaw = (angles[1][0] - angles[0][0] + 180) % 360 - 180
    return _Change(
        travel=travel,
        axial=float(travel @ -first[:, 2]),
        sideways=float(travel @ np.cross(level, [0, 1, 0])),
        rise=float(travel[1]),
        ahead=float(travel @ level),
        yaw=yaw,
        pitch=angles[1][1] - angles[0][1],
        roll=(angles[1][2] - angles[0][2] + 180) % 360 - 180,
        seconds=max(b.time_s - a.time_s, 1e-3),
    )


def _angles(axes: Floats) -> tuple[float, float, float]:
    """Yaw (left positive), pitch (up) and roll (clockwise) of a camera, degrees."""
    forward = -axes[:, 2]
    yaw = math.degrees(math.atan2(-forward[0], -forward[2]))
    pitch = math.degrees(math.asin(max(-1.0, min(1.0, float(forward[1])))))
    return yaw, pitch, math.degrees(math.atan2(-axes[1, 0], axes[1, 1]))


def _travel(change: _Change) -> list[Move]:
    total = float(np.linalg.norm(change.travel))
    if total < STILL_M:
        return []
    if abs(change.axial) > 0.97 * total:
        return [Move("push in" if change.axial > 0 else "pull out", total, "m")]
    moves = []
    flat = math.hypot(change.ahead, change.sideways)
    if abs(change.rise) >= STILL_M and abs(change.rise) > 0.1 * total:
        crane = flat > 0.3 * abs(change.rise)
        name = f"{'crane' if crane else 'pedestal'} {'up' if change.rise > 0 else 'down'}"
        moves.append(Move(name, abs(change.rise), "m"))
    if abs(change.ahead) >= STILL_M and abs(change.ahead) > 0.2 * total:
        moves.append(Move("push in" if change.ahead > 0 else "pull out", abs(change.ahead), "m"))
    if abs(change.sideways) >= STILL_M and abs(change.sideways) > 0.2 * total:
        moves.append(Move(f"truck {'right' if change.sideways > 0 else 'left'}", abs(change.sideways), "m"))
    return moves


def _company(change: _Change, walk: Floats, walked: float) -> Move | None:
    """Follow or lead: the camera travels with somebody who walks from it or towards it."""
    total = float(np.linalg.norm(change.travel))
    if walked < 0.3 or total < 0.3 or float(np.linalg.norm(change.travel - walk)) > 0.25 * walked:
        return None
    if abs(change.ahead) < 0.7 * total:
        return None
    return Move("follow" if change.ahead > 0 else "lead", total, "m")


def _turns(change: _Change, include_yaw: bool) -> list[Move]:
    moves = []
    if include_yaw and abs(change.yaw) >= STILL_DEG:
        whip = abs(change.yaw) >= _WHIP_DEG and abs(change.yaw) / change.seconds >= _WHIP_DEG_S
        moves.append(
            Move(
                f"{'whip pan' if whip else 'pan'} {'left' if change.yaw > 0 else 'right'}",
                abs(change.yaw),
                "°",
            )
        )
    if abs(change.pitch) >= STILL_DEG:
        moves.append(Move(f"tilt {'up' if change.pitch > 0 else 'down'}", abs(change.pitch), "°"))
    if abs(change.roll) >= STILL_DEG:
        moves.append(Move("roll", abs(change.roll), "°"))
    return moves


def _zoom(a: CameraKey, b: CameraKey, seconds: float) -> list[Move]:
    ratio = b.focal_length_mm / a.focal_length_mm
    if abs(ratio - 1) < STILL_SHARE:
        return []
    factor = max(ratio, 1 / ratio)
    crash = factor >= _CRASH and math.log(factor) / seconds >= math.log(1 + _CRASH_PER_S)
    return [Move(f"{'crash zoom' if crash else 'zoom'} {'in' if ratio > 1 else 'out'}", factor, "×")]


def _dolly_zoom(a: CameraKey, b: CameraKey, subject_m: Floats, change: _Change) -> Move | None:
    """The focal length answers the travel along the axis so that the subject keeps its size within 4 %."""
    total = float(np.linalg.norm(change.travel))
    ratio = b.focal_length_mm / a.focal_length_mm
    if total < STILL_M or abs(ratio - 1) < 0.05 or abs(change.axial) < 0.9 * total:
        return None
    near, far = _depth(a, subject_m), _depth(b, subject_m)
    if near <= 0.1 or far <= 0.1 or abs(far / near / ratio - 1) > 0.04:
        return None
    return Move("dolly-zoom in" if change.axial > 0 else "dolly-zoom out", total, "m")


def _depth(key: CameraKey, point_m: Floats) -> float:
    forward = -rotation_matrix(key.transform.rotation)[:, 2]
    return float((point_m - np.asarray(key.transform.position_m)) @ forward)


def _arc(a: CameraKey, b: CameraKey, centre_m: Floats) -> Move | None:
    """A turn about the subject at one radius that keeps it at one place in the frame."""
    start = (np.asarray(a.transform.position_m) - centre_m) * [1, 0, 1]
    end = (np.asarray(b.transform.position_m) - centre_m) * [1, 0, 1]
    near, far = float(np.linalg.norm(start)), float(np.linalg.norm(end))
    if min(near, far) < 0.1 or abs(far / near - 1) > _ARC_SHARE:
        return None
    sweep = math.degrees(math.atan2(float(np.cross(start, end)[1]), float(start @ end)))
    bearings = [
        rotation_matrix(k.transform.rotation).T @ unit(centre_m - np.asarray(k.transform.position_m))
        for k in (a, b)
    ]
    steady = abs(math.degrees(math.asin(bearings[0][0]) - math.asin(bearings[1][0]))) < 4
    if abs(sweep) < _ARC_DEG or not steady or bearings[0][2] > 0:
        return None
    return Move(f"arc {'right' if sweep > 0 else 'left'}", abs(sweep), "°")


def _rack(a: CameraKey, b: CameraKey) -> list[Move]:
    """The focus leaves the point that it was on for a nearer or farther one."""
    before, after = a.focus_distance_m, b.focus_distance_m
    if not math.isfinite(before) or not math.isfinite(after):
        return [Move("rack focus", 0.0, "")] if before != after else []
    forward = -rotation_matrix(a.transform.rotation)[:, 2]
    held = _depth(b, np.asarray(a.transform.position_m) + forward * before)
    shift = min(abs(after - held), abs(after - before))
    return [Move("rack focus", shift, "m")] if shift > max(_RACK_M, _RACK_SHARE * after) else []
