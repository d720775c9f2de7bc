"""Two people who touch: embrace, handshake, quarrel, carry, fight, waltz, for any two bodies.

Both stand before each other first; how near follows from their trunks, where hands go from the other's
surface. The result is two plain keys, each with its touches as points of the world.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import numpy as np
from numpy.typing import NDArray

from previz.cast import figure
from previz.cast.names import check, check_numbers
from previz.cast.rotation import unit
from previz.scene.model import ActorKey, Body, Limb, Pose, Touch, Vec3
from previz.scene.transform import heading_matrix, to_vec3
from previz.staging.bodies import TRUNK, Stood, gap_m, reached_m, surface, within_reach

Floats = NDArray[np.float64]
Both = tuple[Stood, Stood]
Keys = tuple[ActorKey, ActorKey]

MUCH_TALLER = 1.28
"""From this ratio of statures the taller one kneels."""
STAB_M = 0.06
"""A finger that is shaken at somebody ends so far before them."""
_BACK = ("pelvis", "spine_01", "spine_02", "spine_03", "clavicle_l", "clavicle_r")


def pair(
    name: str, first: Body, second: Body, position_m: Vec3 = (0.0, 0.0, 0.0), heading_deg: float = 0.0
) -> Keys:
    """Keys of two people round ``position_m``, the first one facing ``heading_deg``.

    Raises BadProject for an unknown name and numbers that are none.
    """
    check(name, PAIRS, "pose of two")
    check_numbers([*position_m, heading_deg], "A place of two")
    return PAIRS[name](first, second, np.asarray(position_m, float), heading_deg)


# ------------------------------------------------------------------------------------------ standing there
def _facing(
    bodies: tuple[Body, Body], poses: tuple[Pose, Pose], place: Floats, heading: float, apart_m: float
) -> Both:
    """Face to face, ``apart_m`` between the points on which they stand."""
    ahead = heading_matrix(heading)[:, 2] * apart_m / 2
    keys = (
        ActorKey(position_m=to_vec3(place - ahead), heading_deg=heading, pose=poses[0]),
        ActorKey(position_m=to_vec3(place + ahead), heading_deg=(heading + 180) % 360, pose=poses[1]),
    )
    return Stood.of(bodies[0], keys[0]), Stood.of(bodies[1], keys[1])


def _close(
    bodies: tuple[Body, Body], poses: tuple[Pose, Pose], place: Floats, heading: float, clear_m: float
) -> Both:
    """Face to face with ``clear_m`` between the trunks."""
    both = _facing(bodies, poses, place, heading, 1.2)
    apart = 1.2 - gap_m(*both, heading_matrix(heading)[:, 2]) + clear_m
    return _facing(bodies, poses, place, heading, apart)


def _low(bodies: tuple[Body, Body], upright: str, low: str) -> tuple[Pose, Pose]:
    """The one who is much taller kneels."""
    tall, other = (figure(body).height_m for body in bodies)
    return (
        Pose(preset=low if tall > MUCH_TALLER * other else upright),
        Pose(preset=low if other > MUCH_TALLER * tall else upright),
    )


def _touching(stood: Stood, limb: Limb, candidates: list[tuple[Vec3, Vec3]]) -> Touch:
    """The first point that the hand reaches, else the nearest."""
    for point, normal in candidates:
        if within_reach(stood, limb, point):
            return Touch(limb=limb, point_m=point, normal=normal)
    shoulder = stood.joint(f"upperarm_{limb[-1]}")
    point, normal = min(candidates, key=lambda one: float(np.linalg.norm(np.asarray(one[0]) - shoulder)))
    return Touch(limb=limb, point_m=point, normal=normal)


def _keys(both: Both, touches: tuple[tuple[Touch, ...], tuple[Touch, ...]], looks: bool = True) -> Keys:
    first, second = (
        msgspec.structs.replace(one.key, touches=touched) for one, touched in zip(both, touches, strict=True)
    )
    if not looks:
        return first, second
    # Reaching bends trunks, so eyes are looked for where they end up.
    eyes = [
        to_vec3(Stood.of(one.body, key).mark("eyes")) for one, key in zip(both, (first, second), strict=True)
    ]
    return (
        msgspec.structs.replace(first, gaze_m=eyes[1]),
        msgspec.structs.replace(second, gaze_m=eyes[0]),
    )


def _round(
    stood: Stood, bone: str, side: float, up_m: float, turns: tuple[float, ...]
) -> list[tuple[Vec3, Vec3]]:
    """Points round somebody's trunk at one height: from the middle of the back (0°) to the flank (90°)."""
    left, up, ahead = (stood.axis(bone, k) for k in range(3))
    anchor = stood.joint(bone) + up_m * up
    found = []
    for turn in np.radians(turns):
        towards = -np.cos(turn) * ahead + side * np.sin(turn) * left
        found.append(surface(stood, anchor + side * 0.03 * left, towards, _BACK))
    return found


# ----------------------------------------------------------------------------------------------- the pairs
def _embrace(first: Body, second: Body, place: Floats, heading: float) -> Keys:
    """Chest to chest; the taller holds round the shoulders, the other round the ribs."""
    bodies = (first, second)
    both = _close(bodies, _low(bodies, "embrace", "embrace_kneeling"), place, heading, -0.02)
    shoulders = [float(one.joint("spine_03")[1]) for one in both]
    touches = []
    for one, other, over in (
        (*both, shoulders[0] >= shoulders[1]),
        (*both[::-1], shoulders[1] > shoulders[0]),
    ):
        bones = ("spine_03", "spine_02") if over else ("spine_02", "spine_01")
        high = 0.10 if over else 0.06
        # The left hand of who stands opposite comes round on the other's right.
        right = _touching(one, "hand_r", _round(other, bones[0], 1.0, high, (15, 40, 60, 80)))
        left = _touching(one, "hand_l", _round(other, bones[1], -1.0, high, (25, 45, 65, 85)))
        touches.append((left, right))
    return _keys(both, (touches[0], touches[1]), looks=False)


def _handshake(first: Body, second: Body, place: Floats, heading: float) -> Keys:
    """Right palms meet between them, at the height at which both arms are alike bent."""
    bodies = (first, second)
    poses = _low(bodies, "handshake", "kneel+handshake")
    both = _facing(bodies, poses, place, heading, 1.0)
    reach = [one.reach_m for one in both]
    both = _facing(bodies, poses, place, heading, 0.70 * sum(reach) + 0.22)
    shoulders = [one.joint("upperarm_r") for one in both]
    level = [float(s[1]) - 0.52 * r for s, r in zip(shoulders, reach, strict=True)]
    meet = (shoulders[0] * reach[1] + shoulders[1] * reach[0]) / sum(reach)
    # Of two statures the hands meet nearer to what the shorter one reaches.
    meet[1] = 0.4 * max(level) + 0.6 * min(level) if abs(level[0] - level[1]) < 0.35 else sum(level) / 2
    left = heading_matrix(heading)[:, 0]
    touches = (
        (Touch(limb="hand_r", point_m=to_vec3(meet), normal=to_vec3(-left)),),
        (Touch(limb="hand_r", point_m=to_vec3(meet), normal=to_vec3(left)),),
    )
    return _keys(both, touches)


def _argue(first: Body, second: Body, place: Floats, heading: float) -> Keys:
    """One stabs a finger at the other, who stands their ground; nobody touches anybody."""
    poses = (Pose(preset="argue"), Pose(preset="hands_on_hips"))
    ahead = heading_matrix(heading)[:, 2]
    both = _close((first, second), poses, place, heading, 0.42)
    lack = STAB_M - reached_m(*both, ahead)
    if lack > 0:
        apart = float(np.linalg.norm(np.subtract(both[1].key.position_m, both[0].key.position_m)))
        both = _facing((first, second), poses, place, heading, apart + lack)
    return _keys(both, ((), ()))


def _carry(first: Body, second: Body, place: Floats, heading: float) -> Keys:
    """The second lies in the arms of the first: an arm under the back, one under the knees."""
    holder = Stood.of(
        first, ActorKey(position_m=to_vec3(place), heading_deg=heading, pose=Pose(preset="carry_bride"))
    )
    turned = (heading + 90) % 360
    lying = Stood.of(second, ActorKey(heading_deg=turned, pose=Pose(preset="lifted")))
    ahead = heading_matrix(heading)[:, 2]
    trunk, _ = holder.parts(*TRUNK)
    middle = holder.joint("spine_02")
    near = trunk[np.abs(trunk[:, 1] - middle[1]) < 0.18]
    front = float(((near - middle) @ ahead).max())
    hips = lying.joint("pelvis")
    body, _ = lying.parts(*TRUNK, "thigh_l", "thigh_r")
    thick = float(((body - hips) @ -ahead).max())
    goal = middle + (front + thick + 0.005) * ahead
    goal[1] = middle[1] - 0.10
    moved = goal - hips - 0.04 * heading_matrix(heading)[:, 0]
    lying = Stood.of(second, msgspec.structs.replace(lying.key, position_m=to_vec3(moved)))
    left, down = heading_matrix(heading)[:, 0], np.array([0.0, -1.0, 0.0])
    knees = (lying.joint("calf_l") + lying.joint("thigh_l")) / 2 * 0.5 + lying.joint("calf_l") * 0.5
    under = [
        surface(lying, knees, down + share * ahead, ("thigh_l", "thigh_twist_l", "calf_l", "thigh_r"))
        for share in (0.15, -0.4, -0.8)
    ]
    spine = lying.joint("spine_03")
    behind = [surface(lying, spine, down - left + share * ahead, _BACK) for share in (0.2, -0.3, -0.8)]
    arms = (_touching(holder, "hand_l", under), _touching(holder, "hand_r", behind))
    neck = [
        surface(holder, holder.joint("spine_03") + 0.10 * holder.axis("spine_03", 1), towards, _BACK)
        for towards in (-ahead - left, -left + 0.8 * np.array([0.0, 1.0, 0.0]), -left + 0.5 * ahead)
    ]
    hold = (_touching(lying, "hand_l", neck),)
    return _keys((holder, lying), (arms, hold))


def _fight(first: Body, second: Body, place: Floats, heading: float) -> Keys:
    """The first has the second by the collar, the other fist drawn; the second grips that arm."""
    bodies = (first, second)
    tall, other = (figure(body).height_m for body in bodies)
    poses = (Pose(preset="kneel+seize" if tall > 1.45 * other else "seize"), Pose(preset="struggle"))
    both = _close(bodies, poses, place, heading, 0.16)
    chest = both[1].joint("spine_03") + 0.06 * both[1].axis("spine_03", 1)
    collar = surface(both[1], chest, both[1].axis("spine_03", 2), TRUNK)
    grabs = (_touching(both[0], "hand_l", [collar]),)
    seizing = Stood.of(first, msgspec.structs.replace(both[0].key, touches=grabs))
    wrist, elbow = seizing.joint("hand_l"), seizing.joint("lowerarm_l")
    forearm = ("lowerarm_l", "lowerarm_twist_l", "hand_l")
    sides: tuple[tuple[Limb, float, float], ...] = (("hand_r", 0.15, 1.0), ("hand_l", 0.35, -1.0))
    grips = []
    for limb, share, sign in sides:
        middle = wrist + share * (elbow - wrist)
        out = sign * -both[1].axis("spine_03", 0) + 0.3 * np.array([0.0, 1.0, 0.0])
        grips.append(_touching(both[1], limb, [surface(seizing, middle, out, forearm)]))
    return _keys(both, (grabs, tuple(grips)))


def _waltz(first: Body, second: Body, place: Floats, heading: float) -> Keys:
    """The first leads: right hand on the partner's shoulder blade, the other hands joined at the side."""
    bodies = (first, second)
    both = _close(bodies, _low(bodies, "waltz", "kneel_both+waltz"), place, heading, 0.10)
    left = heading_matrix(heading)[:, 0]
    blade = _touching(both[0], "hand_r", _round(both[1], "spine_03", 1.0, 0.0, (35, 55, 75, 90)))
    lead = both[0].joint("upperarm_l"), both[1].joint("upperarm_r")
    joined = (lead[0] + lead[1]) / 2 + 0.62 * min(one.reach_m for one in both) * left
    joined[1] = min(float(lead[0][1]), float(lead[1][1])) + 0.02
    ahead = heading_matrix(heading)[:, 2]
    hands = (
        Touch(limb="hand_l", point_m=to_vec3(joined), normal=to_vec3(-ahead)),
        Touch(limb="hand_r", point_m=to_vec3(joined), normal=to_vec3(ahead)),
    )
    arm = both[0].joint("upperarm_r")
    top = [
        surface(both[0], arm, unit(way), ("upperarm_r", "upperarm_twist_r", "clavicle_r"))
        for way in (np.array([0.0, 1.0, 0.0]) - 0.4 * left, -left, ahead - left)
    ]
    return _keys(both, ((hands[0], blade), (hands[1], _touching(both[1], "hand_l", top))))


def _beside(
    bodies: tuple[Body, Body], poses: tuple[Pose, Pose], place: Floats, heading: float, clear_m: float
) -> Both:
    """Side by side, the second on the left of the first, both facing the same way."""
    left = heading_matrix(heading)[:, 0]

    def stand(apart: float) -> Both:
        first = ActorKey(position_m=to_vec3(place - left * apart / 2), heading_deg=heading, pose=poses[0])
        second = ActorKey(position_m=to_vec3(place + left * apart / 2), heading_deg=heading, pose=poses[1])
        return Stood.of(bodies[0], first), Stood.of(bodies[1], second)

    both = stand(1.4)
    return stand(1.4 - gap_m(*both, left) + clear_m)


def _console(first: Body, second: Body, place: Floats, heading: float) -> Keys:
    """An arm round the other's shoulders, side by side."""
    bodies = (first, second)
    stout = max(0.0, first.build, second.build)
    both = _beside(bodies, _low(bodies, "stand", "kneel_both"), place, heading, 0.07 + 0.07 * stout)
    other = both[1]
    left, up, ahead = (other.axis("spine_03", k) for k in range(3))
    far = other.joint("upperarm_l")
    arm = ("upperarm_l", "upperarm_twist_l", "clavicle_l", "spine_03")
    goals = [surface(other, far, way, arm) for way in (left + 0.2 * up - 0.4 * ahead, up - ahead)]
    goals += _round(other, "spine_03", 1.0, 0.10, (20, 0)) + _round(other, "spine_03", -1.0, 0.10, (20, 50))
    return _keys(both, ((_touching(both[0], "hand_l", goals),), ()), looks=False)


def _hand_in_hand(first: Body, second: Body, place: Floats, heading: float) -> Keys:
    """Side by side, the left hand of the first in the right of the second."""
    bodies = (first, second)
    both = _beside(bodies, (Pose(), Pose()), place, heading, 0.22)
    shoulders = both[0].joint("upperarm_l"), both[1].joint("upperarm_r")
    reach = [one.reach_m for one in both]
    meet = (shoulders[0] + shoulders[1]) / 2 + 0.06 * heading_matrix(heading)[:, 2]
    hang = [float(s[1]) - 0.93 * r for s, r in zip(shoulders, reach, strict=True)]
    # The lower hand is raised rather than the higher one pulled down.
    highest = min(float(s[1]) + 0.4 * r for s, r in zip(shoulders, reach, strict=True))
    meet[1] = min(max(hang), highest)
    left = heading_matrix(heading)[:, 0]
    touches = (
        (Touch(limb="hand_l", point_m=to_vec3(meet), normal=to_vec3(left)),),
        (Touch(limb="hand_r", point_m=to_vec3(meet), normal=to_vec3(-left)),),
    )
    return _keys(both, touches, looks=False)


Maker = Callable[[Body, Body, Floats, float], Keys]
PAIRS: dict[str, Maker] = {
    "embrace": _embrace,
    "handshake": _handshake,
    "argue": _argue,
    "carry": _carry,
    "fight": _fight,
    "waltz": _waltz,
    "console": _console,
    "hand_in_hand": _hand_in_hand,
}
"""Poses of two by name."""
