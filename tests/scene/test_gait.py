"""Going from key to key."""

from __future__ import annotations

import math

import pytest

from previz.scene import blocking
from previz.scene.gait import MANNERS, blended, leg_m, stride_m, way_at
from previz.scene.model import ActorKey, Body, Pose

WALK = Pose(preset="walk")
STRAIGHT = (ActorKey(pose=WALK), ActorKey(time_s=5, position_m=(0, 0, 6), pose=Pose()))


def phase(pose: Pose) -> float:
    return float(pose.preset.partition("@")[2].partition("+")[0])


def test_phase_follows_the_way_and_feet_alternate() -> None:
    way = way_at(STRAIGHT, 1.0, None)
    assert way is not None
    stride = way.gone_m[-1] / way.strides[-1]
    assert 1.2 < stride < 1.5
    for time in (0.4, 1.3, 2.0, 3.3):
        now = blocking.actor_key_at(STRAIGHT, time)
        assert now.position_m == pytest.approx((0, 0, 1.2 * time))
        assert phase(now.pose) == pytest.approx(1.2 * time / stride % 1, abs=1e-3)
        assert {touch.limb for touch in now.touches} == {"foot_l", "foot_r"}
        left, right = sorted(now.touches, key=lambda touch: touch.limb)
        assert left.point_m[0] > 0 > right.point_m[0]


def test_footprints_do_not_move_while_a_foot_stands() -> None:
    corner = (
        ActorKey(pose=WALK),
        ActorKey(time_s=3, position_m=(0, 0, 4), pose=WALK),
        ActorKey(time_s=6, position_m=(3, 0, 5), pose=Pose()),
    )
    for keys in (STRAIGHT, corner):
        standing: dict[str, tuple[float, ...]] = {}
        for step in range(int(keys[-1].time_s * 100)):
            now = blocking.actor_key_at(keys, step / 100)
            for touch in now.touches:
                own = (phase(now.pose) - (0.5 if touch.limb == "foot_r" else 0)) % 1
                if 0.01 < own < MANNERS["walk"].contact - 0.01 and touch.share == 1:
                    place = (*touch.point_m, touch.heading_deg or 0)
                    assert place == pytest.approx(standing.setdefault(touch.limb, place), abs=1e-9)
                elif own > MANNERS["walk"].contact + 0.02:
                    standing.pop(touch.limb, None)


def test_turning_follows_the_path_and_ends_in_the_key() -> None:
    keys = (ActorKey(pose=WALK), ActorKey(time_s=4, position_m=(5, 0, 0), heading_deg=180, pose=Pose()))
    assert blocking.actor_key_at(keys, 2).heading_deg % 360 == pytest.approx(90)
    assert blocking.actor_key_at(keys, 3.9999).heading_deg % 360 == pytest.approx(180, abs=1)
    assert blocking.actor_key_at(keys, 4).pose == Pose()


def test_backwards_with_the_back_to_the_way() -> None:
    keys = (
        ActorKey(pose=WALK, heading_deg=180),
        ActorKey(time_s=3, position_m=(0, 0, 3), heading_deg=180, pose=WALK),
    )
    early, late = (blocking.actor_key_at(keys, time) for time in (0.5, 0.6))
    assert early.heading_deg % 360 == pytest.approx(180)
    assert 0 < (phase(early.pose) - phase(late.pose)) % 1 < 0.5


def test_a_walk_that_never_stops_stays_in_mid_stride() -> None:
    keys = (ActorKey(pose=WALK), ActorKey(time_s=2, position_m=(0, 0, 2), pose=WALK))
    end, later = blocking.actor_key_at(keys, 2), blocking.actor_key_at(keys, 9)
    assert end.pose == later.pose
    assert "@" in end.pose.preset
    assert end.position_m == pytest.approx((0, 0, 2))


def test_stopping_blends_into_the_last_pose() -> None:
    now = blocking.actor_key_at(STRAIGHT, 4.8)
    assert now.pose.blend == Pose()
    assert 0 < now.pose.share < 1
    assert all(0 < touch.share < 1 for touch in now.touches)


def test_arms_of_another_pose_go_along() -> None:
    keys = (ActorKey(pose=Pose(preset="walk+phone")), ActorKey(time_s=5, position_m=(0, 0, 6)))
    assert blocking.actor_key_at(keys, 1).pose.preset.endswith("+phone")


def test_who_stays_or_holds_a_phase_does_not_stride() -> None:
    still = (ActorKey(pose=WALK), ActorKey(time_s=5, position_m=(0, 0, 0.01), pose=WALK))
    frozen = (ActorKey(pose=Pose(preset="walk@0.3")), ActorKey(time_s=5, position_m=(0, 0, 5)))
    for keys in (still, frozen):
        now = blocking.actor_key_at(keys, 1)
        assert now.pose == keys[0].pose
        assert not now.touches


def test_runners_fly_between_steps() -> None:
    keys = (ActorKey(pose=Pose(preset="run")), ActorKey(time_s=3, position_m=(0, 0, 12), pose=Pose()))
    flying = [now for k in range(60) for now in [blocking.actor_key_at(keys, 0.5 + k / 50)]]
    assert max(now.pose.pelvis_m[1] for now in flying) > 0.04
    assert any(not now.touches or max(t.share for t in now.touches) < 1 for now in flying)
    assert any(t.share == 1 for now in flying for t in now.touches)


def test_speed_lengthens_steps_within_what_legs_allow() -> None:
    adult, child = leg_m(Body(height_cm=178, sex=1)), leg_m(Body(age_years=4))
    assert 0.8 < adult < 0.9
    assert 0.4 < child < 0.52
    assert stride_m("walk", 0.8, adult) < stride_m("walk", 1.4, adult)
    assert stride_m("walk", 9.0, adult) == stride_m("walk", 99.0, adult) < 2 * adult
    assert stride_m("walk", 1.2, child) < stride_m("walk", 1.2, adult)


def test_a_given_stride_counts() -> None:
    keys = (ActorKey(pose=WALK, stride_m=1.0), ActorKey(time_s=5, position_m=(0, 0, 6)))
    assert phase(blocking.actor_key_at(keys, 1.0).pose) == pytest.approx(0.2, abs=1e-3)
    way = way_at(keys, 1.0, None)
    assert way is not None
    assert way.strides[-1] == pytest.approx(6)


def test_pose_changes_before_a_key_that_says_so() -> None:
    keys = (
        ActorKey(seat_height_m=0.4, pose=Pose(preset="sit")),
        ActorKey(time_s=4, pose=Pose(preset="stand"), change_s=1.0),
    )
    assert blocking.actor_key_at(keys, 2.9).pose == Pose(preset="sit")
    halfway = blocking.actor_key_at(keys, 3.5)
    assert halfway.pose.blend == Pose(preset="stand")
    assert halfway.pose.share == pytest.approx(0.5)
    assert halfway.seat_height_m == 0.4
    assert blocking.actor_key_at(keys, 4).pose == Pose(preset="stand")


def test_blended() -> None:
    a, b, c = (Pose(preset=name) for name in ("stand", "sit", "lie"))
    assert blended(a, b, 0) == a
    assert blended(a, a, 0.5) == a
    both = blended(blended(a, b, 0.5), c, 0.5)
    assert both.share == pytest.approx(0.75)
    assert both.blend is not None
    assert both.blend.share == pytest.approx(2 / 3)
    assert math.isclose(
        (1 - both.share) + both.share * (1 - both.blend.share) + both.share * both.blend.share, 1
    )


def test_who_runs_faster_leaves_each_footprint_sooner() -> None:
    """A foot stands no longer than the leg reaches it."""

    def standing(metres: float) -> float:
        keys = (
            ActorKey(pose=Pose(preset="run")),
            ActorKey(time_s=4, position_m=(0, 0, metres), pose=Pose(preset="run")),
        )
        moments = [blocking.actor_key_at(keys, 1 + step / 100) for step in range(200)]
        return sum(touch.share == 1 for now in moments for touch in now.touches) / len(moments)

    assert standing(20.0) < 0.8 * standing(8.0)
