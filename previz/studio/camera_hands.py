"""What a camera crew does with its hands: dolly, truck, pedestal, pan, tilt, roll, zoom, focus.

Every hand is a pure function from a camera key to the next one; `set_camera` then gives it to the shot as
one labelled edit. Distances in metres, angles in degrees; the words say which way is positive.
"""

from __future__ import annotations

import math

import msgspec
import numpy as np
from numpy.typing import ArrayLike, NDArray

from previz.errors import BadProject
from previz.scene.blocking import camera_key_at, camera_track
from previz.scene.document import Document
from previz.scene.model import CameraKey, Quat, Shot, Track
from previz.scene.transform import axis_angle, look_at, rotation_matrix, rotation_quat, to_vec3, unit

Floats = NDArray[np.float64]

SAME_MOMENT_S = 0.02
"""Keys nearer to each other than this, half a frame at 25, are one key."""
STEEPEST_DEG = 89.0
"""A tripod head stops short of straight up and down, where left and right would change places."""
NEAREST_M = 0.05
"""A camera never goes nearer to what it keeps in frame, nor focuses nearer."""
FOCAL_MM = (4.0, 2000.0)


# ----------------------------------------------------------------------------------------- the shot's own
def shot_key(document: Document, shot_id: str, time_s: float = 0.0) -> CameraKey | None:
    """The shot's camera at a moment; None while it has none."""
    keys = camera_keys(document, shot_id)
    return camera_key_at(keys, time_s) if keys else None


def camera_keys(document: Document, shot_id: str) -> tuple[CameraKey, ...]:
    """In the order of time."""
    track = camera_track(document, shot_id)
    keys = [key for key in track.keys if isinstance(key, CameraKey)] if track else []
    return tuple(sorted(keys, key=lambda key: key.time_s))


def set_camera(
    document: Document,
    shot_id: str,
    key: CameraKey,
    time_s: float = 0.0,
    label: str = "Move camera",
    gesture: str | None = None,
) -> None:
    """Make ``key`` the shot's camera at ``time_s``, as one edit under ``label``.

    A camera that stands stands there from now on. One that moves gets its key of that moment changed, or a
    new key between the others. Raises NotFound for an unknown shot, BadProject for impossible numbers.
    """
    document.need(shot_id, Shot)
    check_key(key)
    kept = camera_keys(document, shot_id)
    if len(kept) == 1:
        keys: tuple[CameraKey, ...] = (msgspec.structs.replace(key, time_s=kept[0].time_s),)
    else:
        moment = next((k.time_s for k in kept if abs(k.time_s - time_s) < SAME_MOMENT_S), time_s)
        changed = msgspec.structs.replace(key, time_s=moment if kept else 0.0)
        others = [k for k in kept if abs(k.time_s - time_s) >= SAME_MOMENT_S]
        keys = tuple(sorted([*others, changed], key=lambda k: k.time_s))
    set_camera_keys(document, shot_id, keys, label, gesture)


def set_camera_keys(
    document: Document, shot_id: str, keys: tuple[CameraKey, ...], label: str, gesture: str | None = None
) -> None:
    """All keys of the shot's camera anew, as one edit. Raises ValueError without a key."""
    if not keys:
        raise ValueError("a camera has at least one key")
    known = document.track(shot_id, shot_id)
    with document.edit(label, gesture) as edit:
        if known is not None:
            edit.update(known, keys=keys)
        else:
            track_id = document.new_id(Track)
            edit.put(Track(id=track_id, owner_id=shot_id, target_id=shot_id, keys=keys))


def check_key(key: CameraKey) -> None:
    """Raises BadProject, one line, for numbers that no camera can have."""
    if not FOCAL_MM[0] <= key.focal_length_mm <= FOCAL_MM[1]:
        raise BadProject(
            f"There is no lens of {key.focal_length_mm:g} mm; give {FOCAL_MM[0]:g} to {FOCAL_MM[1]:g} mm."
        )
    if not key.focus_distance_m > key.focal_length_mm / 1000:
        raise BadProject(f"A lens cannot focus at {key.focus_distance_m:g} m; give a larger distance.")
    if not (math.isfinite(key.t_stop) and key.t_stop > 0):
        raise BadProject(f"The T-stop is {key.t_stop:g}; give a number above 0, e.g. 2.8.")
    if not all(math.isfinite(x) for x in (*key.transform.position_m, *key.transform.rotation)):
        raise BadProject("The camera's place is not a number; place the camera again.")


# --------------------------------------------------------------------------------------------- reading
def axes(key: CameraKey) -> Floats:
    """(3, 3) columns: right, up and back of the camera in the world."""
    return rotation_matrix(key.transform.rotation)


def ahead(key: CameraKey) -> Floats:
    """(3,) unit vector along the lens."""
    return np.asarray(-axes(key)[:, 2])


def level_ahead(key: CameraKey) -> Floats:
    """(3,) the way a dolly rolls: ahead, along the floor; when it looks straight up or down, its own up."""
    turn = axes(key)
    forward = -turn[:, 2] * (1.0, 0.0, 1.0)
    if np.linalg.norm(forward) < 1e-3:
        forward = turn[:, 1] * (1.0, 0.0, 1.0)
    return unit(forward)


def depth_m(key: CameraKey, point_m: ArrayLike) -> float:
    """Of a world point along the lens axis, which is what a focus puller measures; below 0 behind it."""
    offset = np.asarray(point_m, float) - np.asarray(key.transform.position_m)
    return float(offset @ ahead(key))


def heading_deg(key: CameraKey) -> float:
    """Where it looks on the plan: 0 towards +Z, 90 towards +X."""
    x, _, z = level_ahead(key)
    return math.degrees(math.atan2(x, z))


def tilt_deg(key: CameraKey) -> float:
    """Above 0 it looks up."""
    return math.degrees(math.asin(max(-1.0, min(1.0, float(ahead(key)[1])))))


def roll_deg(key: CameraKey) -> float:
    """Clockwise as the operator sees it."""
    turn = axes(key)
    right, up = float(turn[1, 0]), float(turn[1, 1])
    return math.degrees(math.atan2(-right, up)) if math.hypot(right, up) > 1e-6 else 0.0


def aim(heading_deg: float, tilt_deg: float, roll_deg: float = 0.0) -> Quat:
    """Rotation of a camera that looks there; the inverse of the three readings above."""
    heading, tilt = math.radians(heading_deg), math.radians(tilt_deg)
    flat = math.cos(tilt)
    there = np.array([math.sin(heading) * flat, math.sin(tilt), math.cos(heading) * flat])
    return look_at((0.0, 0.0, 0.0), there, roll_deg).rotation


# ----------------------------------------------------------------------------------------------- hands
def moved(key: CameraKey, offset_m: ArrayLike) -> CameraKey:
    """The same camera elsewhere; focus stays in metres."""
    place = np.asarray(key.transform.position_m) + np.asarray(offset_m, float)
    return _placed(key, place, key.transform.rotation)


def dolly(key: CameraKey, forwards_m: float) -> CameraKey:
    """Along the floor to where the camera looks."""
    return moved(key, level_ahead(key) * forwards_m)


def truck(key: CameraKey, right_m: float) -> CameraKey:
    """Sideways along the floor."""
    forward = level_ahead(key)
    return moved(key, np.array([-forward[2], 0.0, forward[0]]) * right_m)


def pedestal(key: CameraKey, up_m: float) -> CameraKey:
    return moved(key, (0.0, up_m, 0.0))


def push(key: CameraKey, forwards_m: float) -> CameraKey:
    """Along the lens axis, tilt or no tilt."""
    return moved(key, ahead(key) * forwards_m)


def pan(key: CameraKey, right_deg: float) -> CameraKey:
    """About the world's vertical, as on a levelled head; roll and tilt stay."""
    turn = rotation_matrix(axis_angle((0.0, 1.0, 0.0), -right_deg)) @ axes(key)
    return _placed(key, key.transform.position_m, rotation_quat(turn))


def tilt(key: CameraKey, up_deg: float) -> CameraKey:
    """Stops at STEEPEST_DEG."""
    wanted = min(max(tilt_deg(key) + up_deg, -STEEPEST_DEG), STEEPEST_DEG)
    return _placed(key, key.transform.position_m, aim(heading_deg(key), wanted, roll_deg(key)))


def roll(key: CameraKey, clockwise_deg: float) -> CameraKey:
    """About the lens axis."""
    turn = axes(key) @ rotation_matrix(axis_angle((0.0, 0.0, 1.0), -clockwise_deg))
    return _placed(key, key.transform.position_m, rotation_quat(turn))


def zoom(key: CameraKey, focal_mm: float) -> CameraKey:
    """Another focal length from the same place."""
    focal = min(max(focal_mm, FOCAL_MM[0]), FOCAL_MM[1])
    near = max(NEAREST_M, 1.05 * focal / 1000)
    return msgspec.structs.replace(
        key, focal_length_mm=focal, focus_distance_m=max(key.focus_distance_m, near)
    )


def dolly_zoom(key: CameraKey, forwards_m: float, subject_m: ArrayLike) -> CameraKey:
    """Push along the lens axis and zoom so that the subject keeps its size and place in the frame.

    ``tan(fov)·depth`` stays: ``f' = f·(d − travel)/d``. Raises BadProject when the subject is behind.
    """
    before = _depth_before(key, subject_m)
    after = max(before - forwards_m, NEAREST_M)
    focal = min(max(key.focal_length_mm * after / before, FOCAL_MM[0]), FOCAL_MM[1])
    return match_framing(key, focal, subject_m)


def match_framing(key: CameraKey, focal_mm: float, subject_m: ArrayLike) -> CameraKey:
    """Another lens, and the camera so much further or nearer along its axis that the framing stays.

    The focus follows the subject's change of distance. Raises BadProject when the subject is behind.
    """
    before = _depth_before(key, subject_m)
    changed = zoom(key, focal_mm)
    after = max(before * changed.focal_length_mm / key.focal_length_mm, NEAREST_M)
    focus = max(key.focus_distance_m + after - before, NEAREST_M, 1.05 * changed.focal_length_mm / 1000)
    changed = msgspec.structs.replace(changed, focus_distance_m=focus)
    return push(changed, before - after)


def orbit(key: CameraKey, pivot_m: ArrayLike, right_deg: float, up_deg: float = 0.0) -> CameraKey:
    """Round a point, which keeps its place in the frame: the camera travels right and up."""
    pivot = np.asarray(pivot_m, float)
    wanted = min(max(tilt_deg(key) - up_deg, -STEEPEST_DEG), STEEPEST_DEG)
    lift = wanted - tilt_deg(key)
    right = np.array([-level_ahead(key)[2], 0.0, level_ahead(key)[0]])
    turn = rotation_matrix(axis_angle((0.0, 1.0, 0.0), right_deg)) @ rotation_matrix(axis_angle(right, lift))
    place = pivot + turn @ (np.asarray(key.transform.position_m) - pivot)
    return _placed(key, place, rotation_quat(turn @ axes(key)))


def focus_on(key: CameraKey, point_m: ArrayLike) -> CameraKey:
    """Pull focus to a point. Raises BadProject when it is behind the camera."""
    distance = _depth_before(key, point_m)
    return msgspec.structs.replace(
        key, focus_distance_m=max(distance, NEAREST_M, 1.05 * key.focal_length_mm / 1000)
    )


def _depth_before(key: CameraKey, point_m: ArrayLike) -> float:
    distance = depth_m(key, point_m)
    if not distance > NEAREST_M:
        raise BadProject("The subject is behind the camera; turn the camera towards it first.")
    return distance


def _placed(key: CameraKey, place: ArrayLike, rotation: Quat) -> CameraKey:
    where = msgspec.structs.replace(key.transform, position_m=to_vec3(place), rotation=rotation)
    return msgspec.structs.replace(key, transform=where)
