"""Every pose on every person, and its variations."""

import msgspec
import numpy as np
import pytest

from previz.cast import BONES, HANDS, PEOPLE, POSES, Figure, Posed, figure
from previz.cast import patches as pt
from previz.cast.pose import preset
from previz.cast.reach import wrist_bend_deg
from previz.cast.stance import Sided, mirrored, stances
from previz.errors import BadProject
from previz.scene.model import Body, Pose
from previz.scene.transform import axis_angle

SEAT_M = 0.46
CYCLE = tuple(f"walk@{phase / 8}" for phase in range(8))
NEEDED = {
    "stand", "walk", "run", "sit", "point", "phone", "arms_crossed", "hands_on_hips", "lean", "kneel",
    "crouch", "lie", "wave", "talk", "hands_up", "sit_floor", "t_pose", "drink", "type",
    "hands_on_table", "sit_relaxed", "sit_forward", "drive", "look_down", "carry", "knock", "sit_bench",
    "lie_side", "hands_in_pockets", "aim",
}  # fmt: skip


def solid(posed: Posed) -> np.ndarray:
    """Vertices of body and clothes; skirts, and whatever is put on them, give way."""
    body = len(posed.figure.cloth.source)
    return posed.vertices_m()[:body][posed.figure.mesh.patches[:body] != pt.SKIRT]


def test_presets_that_scenes_need() -> None:
    assert set(POSES) >= NEEDED
    assert {"relaxed", "fist", "point", "grip", "hold_phone"} <= set(HANDS)


@pytest.mark.parametrize("name", sorted(PEOPLE))
@pytest.mark.parametrize("preset_name", [*POSES, *CYCLE, "sit+phone", "walk@0.4+phone"])
def test_every_pose_on_every_person(name: str, preset_name: str) -> None:
    person = figure(PEOPLE[name])
    seated = preset(preset_name).contact == "seat"
    posed = person.pose(Pose(preset=preset_name), SEAT_M if seated else None)
    assert np.isfinite(posed.bone_matrices).all()
    lowest = float(solid(posed)[:, 1].min())
    if seated:
        assert lowest > -1e-3
        hip = posed.joints_m["pelvis"]
        assert 0.03 < hip[1] - SEAT_M < 0.25
    else:
        assert lowest == pytest.approx(0, abs=1e-3)
    for side in ("l", "r"):
        assert wrist_bend_deg(posed.chain, side) < 80
    np.testing.assert_allclose(np.linalg.det(posed.chain.frames), 1, atol=1e-9)


def test_random_people_and_poses_are_sound() -> None:
    random = np.random.default_rng(11)
    for number in range(100):
        sex, age, build, muscle, proportions = random.uniform((0, 0, -1, 0, 0), (1, 95, 1, 1, 1))
        person = figure(Body(sex=sex, age_years=age, build=build, muscle=muscle, proportions=proportions))
        posed = person.pose(Pose(preset=POSES[number % len(POSES)], strength=random.uniform(0, 2)), SEAT_M)
        assert np.isfinite(posed.vertices_m()).all()
        assert np.isfinite(posed.normals()).all()


def test_planted_soles_are_flat() -> None:
    for name, body in PEOPLE.items():
        person = figure(body)
        for preset_name, stance in stances().items():
            if stance.contact == "seat":
                continue
            posed = person.pose(Pose(preset=preset_name))
            for side in stance.plant:
                sole = person.feet[side].posed(posed.bone_matrices)[:, 1].min()
                assert abs(sole) < 2e-3, (name, preset_name, side)


def test_children_dangle_and_adults_stand_their_feet_on_the_floor() -> None:
    toddler = figure(PEOPLE["toddler"]).pose(Pose(preset="sit"), SEAT_M)
    man = figure(PEOPLE["man"]).pose(Pose(preset="sit"), SEAT_M)
    assert toddler.landmarks_m["foot"][1] > 0.05
    assert abs(man.landmarks_m["foot"][1]) < 1e-3


def test_seat_height_carries_the_person() -> None:
    person = figure(PEOPLE["man"])
    low, high = (person.pose(Pose(preset="sit"), height).joints_m["pelvis"][1] for height in (0.40, 0.75))
    assert high - low == pytest.approx(0.35, abs=1e-3)


def test_without_a_seat_the_feet_carry() -> None:
    posed = figure(PEOPLE["man"]).pose(Pose(preset="sit"))
    assert float(solid(posed)[:, 1].min()) == pytest.approx(0, abs=1e-3)


@pytest.mark.parametrize("preset_name", ["point", "phone", "run", "kneel", "sit", "aim", "walk@0.3"])
def test_mirror(preset_name: str) -> None:
    person = figure(PEOPLE["man"])
    plain = person.pose(Pose(preset=preset_name), SEAT_M)
    other = person.pose(Pose(preset=preset_name, mirror=True), SEAT_M)
    for bone in BONES:
        twin = bone[:-1] + {"l": "r", "r": "l"}[bone[-1]] if bone[-2:] in ("_l", "_r") else bone
        np.testing.assert_allclose(other.joints_m[bone], plain.joints_m[twin] * [-1, 1, 1], atol=6e-3)


def test_mirror_twice_is_the_same() -> None:
    for stance in stances().values():
        assert mirrored(mirrored(stance)) == stance


def test_strength_leads_from_neutral_to_beyond() -> None:
    person = figure(PEOPLE["man"])
    heights = [
        float(person.pose(Pose(preset="hands_up", strength=strength)).joints_m["hand_l"][1])
        for strength in (0, 0.5, 1, 1.3)
    ]
    assert heights == sorted(heights)
    neutral = person.pose(Pose(preset="stand")).joints_m["hand_l"]
    np.testing.assert_allclose(
        person.pose(Pose(preset="wave", strength=0)).joints_m["hand_l"], neutral, atol=5e-3
    )


def test_hands() -> None:
    person = figure(PEOPLE["man"])
    reach = {
        hand: np.linalg.norm(posed.openpose_m()[2][8] - posed.joints_m["hand_r"])
        for hand in HANDS
        for posed in [person.pose(Pose(hand_right=hand))]
    }
    assert reach["fist"] < 0.6 * reach["flat"]
    assert reach["point"] > 0.9 * reach["flat"]
    left = person.pose(Pose(hand_right="fist")).chain.rotations
    np.testing.assert_array_equal(
        left[BONES.index("index_02_l")], person.pose(Pose()).chain.rotations[BONES.index("index_02_l")]
    )


def test_extra_head() -> None:
    person = figure(PEOPLE["man"])
    straight, down, left = (
        person.pose(Pose(preset="t_pose", head_deg=head)).bone_rotations["head"][:, 2]
        for head in ((0, 0, 0), (20, 0, 0), (0, 0, 30))
    )
    assert down[1] < straight[1] - 0.3
    assert left[0] > straight[0] + 0.4


def test_joint_override_turns_one_bone_and_keeps_contact() -> None:
    person = figure(PEOPLE["man"])
    turned = Pose(joints={"lowerarm_l": axis_angle((1, 0, 0), 40), "calf_r": axis_angle((1, 0, 0), 30)})
    posed, plain = person.pose(turned), person.pose(Pose())
    assert float(solid(posed)[:, 1].min()) == pytest.approx(0, abs=1e-3)
    assert np.linalg.norm(posed.joints_m["hand_l"] - plain.joints_m["hand_l"]) > 0.1
    np.testing.assert_allclose(posed.joints_m["hand_r"][0], plain.joints_m["hand_r"][0], atol=1e-9)


def test_posture_stoops() -> None:
    upright = msgspec.structs.replace(PEOPLE["elderly_man"], posture_deg=(0.0, 0.0, 0.0))
    stooped = figure(PEOPLE["elderly_man"]).pose(Pose()).landmarks_m["head_top"]
    straight = figure(upright).pose(Pose()).landmarks_m["head_top"]
    assert stooped[1] < straight[1] - 0.02
    assert stooped[2] > straight[2] + 0.05


def test_walk_steps_alternate() -> None:
    person = figure(PEOPLE["woman"])
    strike = person.pose(Pose(preset="walk@0"))
    other = person.pose(Pose(preset="walk@0.5"))
    assert strike.joints_m["foot_l"][2] > strike.joints_m["foot_r"][2] + 0.2
    assert other.joints_m["foot_r"][2] > other.joints_m["foot_l"][2] + 0.2
    later, now = (person.pose(Pose(preset=name)).bone_matrices for name in ("walk@1.25", "walk@0.25"))
    np.testing.assert_allclose(later, now, atol=1e-6)


def test_combination_takes_legs_of_one_and_arms_of_the_other() -> None:
    both = preset("sit+phone")
    assert both.leg == preset("sit").leg
    assert both.ik == preset("phone").ik
    assert both.contact == "seat"


@pytest.mark.parametrize(
    ("pose", "message"),
    [
        (Pose(preset="sitt"), "pose “sitt”; did you mean sit"),
        (Pose(preset="wallk@0.5"), "pose with phases “wallk”; did you mean walk"),
        (Pose(preset="walk@soon"), "needs a phase"),
        (Pose(preset="walk@nan"), "needs a phase"),
        (Pose(preset="sit+fone"), "pose “fone”; did you mean phone"),
        (Pose(hand_left="fits"), "hand pose “fits”; did you mean fist"),
        (Pose(joints={"elbow_l": (1, 0, 0, 0)}), "bone “elbow_l”"),
        (Pose(joints={"head": (1, float("nan"), 0, 0)}), "rotation of “head”"),
        (Pose(strength=float("nan")), "strength"),
        (Pose(head_deg=(0, float("inf"), 0)), "strength and head"),
    ],
)
def test_bad_poses(pose: Pose, message: str) -> None:
    with pytest.raises(BadProject, match=message) as error:
        figure(PEOPLE["man"]).pose(pose)
    assert "\n" not in str(error.value)


def test_bad_seat_and_gaze() -> None:
    person = figure(PEOPLE["man"])
    with pytest.raises(BadProject, match="seat"):
        person.pose(Pose(preset="sit"), float("nan"))
    with pytest.raises(BadProject, match="gaze"):
        person.pose(Pose(), None, (0, float("nan"), 1))


def test_presets_name_hands_and_bones_that_exist() -> None:
    for name, stance in stances().items():
        hands = (stance.hand.l, stance.hand.r) if isinstance(stance.hand, Sided) else (stance.hand,)
        assert set(hands) <= set(HANDS), name
        for goal in stance.ik:
            assert {goal.bone, goal.ref} <= set(BONES), name


def test_poses_do_not_leak_into_each_other() -> None:
    person: Figure = figure(PEOPLE["man"])
    before = person.pose(Pose()).bone_matrices.copy()
    person.pose(Pose(preset="run", joints={"head": axis_angle((0, 1, 0), 30)}))
    np.testing.assert_array_equal(person.pose(Pose()).bone_matrices, before)
