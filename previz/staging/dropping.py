"""Somebody put down on a set does what the place is for: sits, drives, lies, leans, or stands on it."""

from __future__ import annotations

import math
from collections.abc import Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from previz.cast import PEOPLE, POSE_GROUPS, Posed, figure
from previz.cast.names import check_numbers
from previz.cast.pose import preset as stance_named
from previz.scene.model import ActorKey, Body, Pose, Touch, Vec3
from previz.scene.transform import heading_matrix, to_vec3
from previz.staging.places import Dressing, Hit, Place

Floats = NDArray[np.float64]

NEAR_M = {"sit": 0.55, "lie": 1.0, "lean": 0.40}
"""A place is taken when somebody is dropped this near to it (measured level)."""
WALL_M = 0.45
SEAT_M = (0.28, 1.15)
"""Surfaces so high above what is before them are sat upon."""
EDGE_M = 0.17
"""From the hips to the edge of a table that is sat upon, for an adult."""
SEATS = ("chair", "armchair", "sofa", "stool", "swivel chair", "bench")
"""Words for pieces that are there to be sat upon."""
BESIDE_M = 1.8
WALL_AT_M = 1.3
"""What is so high over the floor is no furniture but a wall."""
WHEELS = ("car", "van", "bus", "truck")
WALKED_ON = ("architecture", "street", "nature")
"""Groups of pieces on which one stands, also near an edge; on others one sits."""
STEERS_M = 0.9
"""A wheel so far from the seat is driven."""


def drop(
    body: Body,
    dressing: Dressing,
    point_m: Vec3,
    heading_deg: float = 0.0,
    pose: Pose | None = None,
) -> ActorKey:
    """Where and how a person is who was let go at ``point_m``, a point of the set or in the air above it.

    A seat, bed or ledge near the point is used as it is meant to be; else they sit on a table's edge, lean on
    a wall at their back, or stand on the surface below. ``pose`` is kept where the place allows it: somebody
    on the phone goes on phoning on a chair. Raises BadProject for numbers that are none.
    """
    check_numbers([*point_m, heading_deg], "Where somebody is dropped")
    pose = pose or Pose()
    place = _nearest(dressing, point_m, pose) or _seat_over(dressing, point_m, pose)
    if place is not None and place.kind == "sit":
        return _seated(body, dressing, place, pose)
    if place is not None and place.kind == "lie":
        return _lying(dressing, place, pose)
    if place is not None:
        return _leaning(body, dressing, place, pose)
    ground, on = dressing.surface_below(point_m, above_m=0.05)
    here = (point_m[0], ground, point_m[2])
    if on is not None and dressing.piece_of(on).group not in WALKED_ON and _is_high(dressing, here):
        edge = _edge(body, dressing, here, heading_deg)
        if edge is not None:
            return _on_edge(body, edge, pose)
    wall = _wall(dressing, here)
    if wall is not None and pose == Pose():
        return _against(body, dressing, here, wall)
    return ActorKey(position_m=here, heading_deg=heading_deg, pose=pose)


def _nearest(dressing: Dressing, point_m: Vec3, pose: Pose) -> Place | None:
    """The place that is meant: on beds one lies, elsewhere only who is in a lying pose."""
    lies = pose.preset in (*POSE_GROUPS["lie"], *POSE_GROUPS["sleep"])
    best, best_apart = None, math.inf
    for place in dressing.places():
        if place.kind not in NEAR_M:
            continue
        bed = dressing.piece_of(place.item).ade20k == "bed"
        if (place.kind == "lie" and not (bed or lies)) or (place.kind == "sit" and lies):
            continue
        top = place.position_m[1] + place.height_m
        below = point_m[1] < place.position_m[1] - 0.3
        apart = math.hypot(point_m[0] - place.position_m[0], point_m[2] - place.position_m[2])
        if below or point_m[1] > top + 1.2 or apart > NEAR_M[place.kind]:
            continue
        if apart < best_apart:
            best, best_apart = place, apart
    return best


def _seat_over(dressing: Dressing, point_m: Vec3, pose: Pose) -> Place | None:
    """The seat of a chair at whose very foot somebody is let go: nobody stands in its legs."""
    if pose.preset in (*POSE_GROUPS["lie"], *POSE_GROUPS["sleep"]):
        return None
    over = [item for item in dressing.items if dressing.piece_of(item).ade20k in SEATS]
    seats = [
        place
        for item in over
        if dressing.stands_over(item, point_m)
        for place in dressing.places(item)
        if place.kind == "sit" and -0.3 <= point_m[1] - place.position_m[1] <= place.height_m
    ]
    return min(seats, key=lambda place: _apart(place.position_m, point_m), default=None)


def beside(body: Body, dressing: Dressing, seated: ActorKey, taken_m: Sequence[Vec3]) -> ActorKey | None:
    """For somebody like one who sits: the nearest seat that nobody of ``taken_m`` sits on, else room to stand
    on the floor by it; None where there is neither."""
    here = seated.position_m
    seats = [
        place
        for place in dressing.places()
        if place.kind == "sit"
        and _apart(place.position_m, here) <= BESIDE_M
        and abs(place.position_m[1] - here[1]) < SEAT_M[0]
        and all(_apart(place.position_m, one) >= NEAR_M["sit"] for one in taken_m)
    ]
    if seats:
        seat = min(seats, key=lambda place: _apart(place.position_m, here))
        return _seated(body, dressing, seat, seated.pose)
    for reach in np.arange(0.6, BESIDE_M + 0.01, 0.3):
        for turn in (90, -90, 45, -45, 0, 135, -135, 180):
            way = heading_matrix(seated.heading_deg + turn)[:, 2]
            there = to_vec3(np.asarray(here) + reach * way)
            key = drop(body, dressing, there, seated.heading_deg)
            if (
                key.pose == Pose()
                and abs(key.position_m[1] - here[1]) < 0.05
                and not dressing.hits(_raised(here, WALL_AT_M), way, float(reach))
                and all(_apart(there, one) >= NEAR_M["lean"] for one in taken_m)
            ):
                return key
    return None


def _apart(one: Vec3, other: Vec3) -> float:
    """Measured level."""
    return math.hypot(one[0] - other[0], one[2] - other[2])


# ------------------------------------------------------------------------------------------------ sitting
def _seated(body: Body, dressing: Dressing, place: Place, pose: Pose) -> ActorKey:
    """On the seat, so far forward that the knees are past its edge."""
    drives = _wheel(dressing, place)
    pose = _sitting(pose, "drive" if drives else "sit")
    forwards = heading_matrix(place.heading_deg)[:, 2]
    seat = _seat_top(dressing, place)
    posed = figure(body).pose(pose, max(seat - place.position_m[1], 0.05))
    shift = 0.0 if drives else _forwards(dressing, posed, place, forwards, seat)
    x, y, z = np.asarray(place.position_m) + shift * forwards
    if shift:
        seat = _seat_top(dressing, _moved(place, (float(x), float(y), float(z))))
    key = ActorKey(
        position_m=(float(x), float(y), float(z)),
        heading_deg=place.heading_deg,
        pose=pose,
        seat_height_m=max(float(seat - y), 0.05),
    )
    if not drives:
        return key
    hands = sorted(drives, key=lambda grip: float(np.asarray(grip.position_m) @ _left(place.heading_deg)))
    touches = (
        Touch(limb="hand_r", point_m=hands[0].position_m),
        Touch(limb="hand_l", point_m=hands[-1].position_m),
    )
    return msgspec.structs.replace(key, touches=touches)


def _moved(place: Place, position_m: Vec3) -> Place:
    return Place(place.item, place.kind, position_m, place.heading_deg, place.height_m)


def _sitting(pose: Pose, base: str) -> Pose:
    """A seated pose is kept; of another the arms stay when they do something."""
    if stance_named(pose.preset).contact == "seat":
        return pose if base == "sit" else msgspec.structs.replace(pose, preset=base)
    busy = ("phone", "drink", "talk", "work", "gesture")
    arms = pose.preset.partition("+")[2] or pose.preset
    group = next((name for name, presets in POSE_GROUPS.items() if arms in presets), "")
    wanted = f"{base}+{arms}" if group in busy and base == "sit" else base
    return msgspec.structs.replace(pose, preset=wanted)


def _wheel(dressing: Dressing, place: Place) -> list[Place]:
    """The two grips of the wheel before this seat; none for a passenger."""
    if dressing.piece_of(place.item).ade20k not in WHEELS:
        return []
    ahead = heading_matrix(place.heading_deg)
    grips = []
    for grip in dressing.places(place.item):
        away = np.asarray(grip.position_m) - np.asarray(place.position_m)
        if grip.kind == "hold" and 0.1 < away @ ahead[:, 2] < STEERS_M and abs(away @ ahead[:, 0]) < 0.35:
            grips.append(grip)
    return grips if len(grips) >= 2 else []


def _seat_top(dressing: Dressing, place: Place) -> float:
    """World height of the seat, measured on the piece itself: what the hips would rest on."""
    declared = place.position_m[1] + place.height_m
    turn = heading_matrix(place.heading_deg)
    found = []
    for x, z in ((0.0, 0.0), (0.07, 0.0), (-0.07, 0.0), (0.0, 0.05), (0.0, -0.05)):
        start = np.asarray(place.position_m) + turn @ np.array([x, 0.0, z])
        start[1] = declared + 0.12
        upward = [h for h in dressing.hits(start, -turn[:, 1], 0.24, only=place.item) if h.normal[1] > 0.3]
        found += [float(upward[0].point_m[1])] if upward else []
    return float(np.median(found)) if len(found) >= 3 else declared


def _forwards(dressing: Dressing, posed: Posed, place: Place, forwards: Floats, seat: float) -> float:
    """How far somebody with short thighs must sit forward for the lower legs to clear the seat."""
    knee = min(posed.joints_m[f"calf_{side}"][2] for side in ("l", "r"))
    edge = 0.0
    while edge < 0.8:
        start = np.asarray(place.position_m) + (edge + 0.02) * forwards
        start[1] = seat + 0.10
        below = dressing.hits(start, np.array([0.0, -1.0, 0.0]), 0.22, only=place.item)
        if not below:
            break
        edge += 0.02
    return float(min(max(0.0, edge + 0.02 - knee), max(0.0, edge - 0.10)))


def _raised(point_m: Vec3, height_m: float) -> Floats:
    return np.array([point_m[0], point_m[1] + height_m, point_m[2]])


def _left(heading_deg: float) -> Floats:
    return heading_matrix(heading_deg)[:, 0]


def _is_high(dressing: Dressing, top_m: Vec3) -> bool:
    """Whether a surface is as high above the floor as a seat may be: nobody sits on the edge of a rug."""
    below = dressing.hits(_raised(top_m, 1e-4), np.array([0.0, -1.0, 0.0]), top_m[1] + 100.0)
    floors = (
        float(hit.point_m[1])
        for hit in below
        if hit.normal[1] > 0.5 and dressing.piece_of(hit.item).group in WALKED_ON
    )
    return top_m[1] - next(floors, 0.0) >= SEAT_M[0]


def _edge(body: Body, dressing: Dressing, top_m: Vec3, heading_deg: float) -> ActorKey | None:
    """The nearest edge of a surface to sit on: before it the floor is a seat's height lower."""
    size = figure(body).skeleton.leg_length_m / figure(PEOPLE["man"]).skeleton.leg_length_m
    best: tuple[float, ActorKey] | None = None
    for turn in range(0, 360, 15):
        facing = heading_matrix(heading_deg + turn)[:, 2]
        for step in np.arange(0.05, 1.25, 0.05):
            ahead = np.asarray(top_m) + step * facing
            low, _ = dressing.surface_below(to_vec3(ahead), above_m=0.02)
            fall = top_m[1] - low
            if fall < 0.06:
                continue
            if SEAT_M[0] <= fall <= SEAT_M[1]:
                place = np.asarray(top_m) + (step - EDGE_M * size) * facing
                cost = abs(step - EDGE_M) + 0.001 * min(turn, 360 - turn)
                if best is None or cost < best[0]:
                    x, _, z = place
                    key = ActorKey(
                        position_m=(float(x), low, float(z)),
                        heading_deg=(heading_deg + turn) % 360,
                        seat_height_m=fall,
                    )
                    best = (cost, key)
            break
    return None if best is None else best[1]


def _on_edge(body: Body, edge: ActorKey, pose: Pose) -> ActorKey:
    return msgspec.structs.replace(edge, pose=_sitting(pose, "sit_bench" if pose == Pose() else "sit"))


# -------------------------------------------------------------------------------------- lying and leaning
def _lying(dressing: Dressing, place: Place, pose: Pose) -> ActorKey:
    lies = pose.preset in (*POSE_GROUPS["lie"], *POSE_GROUPS["sleep"])
    ground, _ = dressing.surface_below(place.position_m, above_m=0.25)
    x, y, z = place.position_m
    top = ground if abs(ground - y) < 0.12 else y
    kept = pose if lies else msgspec.structs.replace(pose, preset="lie")
    return ActorKey(position_m=(x, top, z), heading_deg=place.heading_deg, pose=kept)


def _leaning(body: Body, dressing: Dressing, place: Place, pose: Pose) -> ActorKey:
    """With the back to it when the place faces away from the piece, else with both hands on its edge."""
    start = _raised(place.position_m, max(place.height_m - 0.04, 0.2))
    ahead = heading_matrix(place.heading_deg)[:, 2]
    front = dressing.hits(start, ahead, 0.9, only=place.item)
    behind = dressing.hits(start, -ahead, 0.9, only=place.item)
    if front and (not behind or front[0].distance_m < behind[0].distance_m):
        return _hands_on(body, place, front[0], pose)
    if not behind:
        return ActorKey(position_m=place.position_m, heading_deg=place.heading_deg, pose=pose)
    preset = "lean" if pose.preset == "stand" else pose.preset
    kept = msgspec.structs.replace(pose, preset=preset)
    return _backed(body, place.position_m, place.heading_deg, kept, behind[0].distance_m, place.height_m)


def _hands_on(body: Body, place: Place, edge: Hit, pose: Pose) -> ActorKey:
    """Both palms on the top, a little behind its edge."""
    turn = heading_matrix(place.heading_deg)
    preset = "lean_on" if pose.preset == "stand" else pose.preset
    kept = msgspec.structs.replace(pose, preset=preset)
    arm = figure(body).skeleton.arm_length_m
    x, y, z = np.asarray(place.position_m) + turn[:, 2] * (edge.distance_m - 0.42 * arm)
    middle = np.array([x, y + place.height_m, z]) + turn[:, 2] * (0.42 * arm + 0.07)
    touches = (
        Touch(limb="hand_l", point_m=to_vec3(middle + 0.5 * arm * turn[:, 0]), normal=(0.0, 1.0, 0.0)),
        Touch(limb="hand_r", point_m=to_vec3(middle - 0.5 * arm * turn[:, 0]), normal=(0.0, 1.0, 0.0)),
    )
    position = (float(x), float(y), float(z))
    return ActorKey(position_m=position, heading_deg=place.heading_deg, pose=kept, touches=touches)


def _backed(
    body: Body, position_m: Vec3, heading_deg: float, pose: Pose, behind_m: float, height_m: float
) -> ActorKey:
    """Moved back until the body touches what is ``behind_m`` away, no higher than ``height_m``."""
    posed = figure(body).pose(pose)
    points = posed.vertices_m()
    tall = float(points[:, 1].max())
    rear = float(points[(points[:, 1] < min(height_m + 0.02, tall)) & (points[:, 1] > 0.25 * tall), 2].min())
    x, y, z = np.asarray(position_m) - heading_matrix(heading_deg)[:, 2] * (behind_m + rear)
    return ActorKey(position_m=(float(x), float(y), float(z)), heading_deg=heading_deg, pose=pose)


def _wall(dressing: Dressing, here: Vec3) -> Hit | None:
    """The nearest upright surface that is as high as shoulders."""
    found: list[Hit] = []
    for turn in range(0, 360, 30):
        away = heading_matrix(turn)[:, 2]
        low = dressing.hits(_raised(here, 0.7), away, WALL_M)
        high = dressing.hits(_raised(here, 1.35), away, WALL_M)
        if (
            low
            and high
            and abs(low[0].distance_m - high[0].distance_m) < 0.08
            and abs(low[0].normal[1]) < 0.2
        ):
            found.append(low[0])
    return min(found, key=lambda hit: hit.distance_m, default=None)


def _against(body: Body, dressing: Dressing, here: Vec3, wall: Hit) -> ActorKey:
    out = wall.normal * [1.0, 0.0, 1.0]
    heading = math.degrees(math.atan2(out[0], out[2]))
    start = _raised(here, 1.0)
    straight = dressing.hits(start, -heading_matrix(heading)[:, 2], 2 * WALL_M)
    behind = straight[0].distance_m if straight else wall.distance_m
    return _backed(body, here, heading, Pose(preset="lean"), behind, 9.0)
