"""What was asked is what is read back, or the solver says why."""

from __future__ import annotations

import math
import os
import re

import numpy as np
import pytest

from previz.errors import CannotFrame
from previz.grammar.framing import Placement, place, thing
from previz.grammar.naming import eye, shoulder_share
from previz.grammar.solving import NEAREST_M
from previz.grammar.subject import Subject
from previz.grammar.terms import SIZES, VIEWS
from previz.scene.model import Framing, Vec3
from previz.scene.optics import View
from tests.grammar.people import lens, person

BODIES = ("woman", "man", "child", "toddler", "heavy_man", "elderly_woman")
POSES = ("stand", "walk", "sit", "kneel", "crouch", "lie", "sit_floor")
LENSES = (18.0, 35.0, 50.0, 100.0)
ASPECTS = (2.39, 16 / 9)


def _ndc(placement: Placement, view: View, points: np.ndarray) -> np.ndarray:  # type: ignore[type-arg]
    return eye(placement.transform, view).project(points)


# The whole grid is 3,360 frames and takes minutes. One turn is an eighth of it: every body in every pose in
# all sizes, lenses and framelines changing so that each pair of them meets every size and every pose. Set
# PREVIZ_WHOLE_GRID=1 for all eight turns.
TURNS = range(8 if os.environ.get("PREVIZ_WHOLE_GRID") else 1)
LENS_AND_ASPECT = [(focal, aspect) for aspect in ASPECTS for focal in LENSES]
TOO_NEAR = re.compile(
    r"would put the (\d+) mm (\d+\.\d\d) m from the body; use a longer lens or a wider size"
)


def _touches_the_face(reason: str, size: str) -> bool:
    """Is this the one refusal there may be: a wide lens nearer to a face than a camera can stand?"""
    said = TOO_NEAR.search(reason)
    return bool(said) and size in ("ECU", "BCU", "CU") and int(said[1]) <= 50 and float(said[2]) < NEAREST_M


@pytest.mark.parametrize("turn", TURNS)
@pytest.mark.parametrize("pose", POSES)
@pytest.mark.parametrize("who", BODIES)
def test_every_size_of_every_pose_is_read_back(who: str, pose: str, turn: int) -> None:
    """What was asked is what is read back; the one refusal there is a lens that would touch the face."""
    figure = person(who, pose, (1.0, 0.0, 2.0), 37.0)
    start = turn + BODIES.index(who) + 3 * POSES.index(pose)
    framed, tilted, refused = 0, 0, []
    for index, size in enumerate(SIZES):
        focal, aspect = LENS_AND_ASPECT[(start + index) % 8]
        try:
            found = place([figure], Framing(size=size), lens(focal, aspect))
        except CannotFrame as reason:
            refused.append((size, focal, str(reason)))
            continue
        framed += 1
        assert (found.name.size, found.name.composition) == (size, "1S")
        assert found.transform.position_m[1] >= 0.05
        tilted += found.name.angle != "neutral"
    assert all(_touches_the_face(reason, size) for size, _, reason in refused), refused
    assert framed >= len(SIZES) - 2
    assert tilted <= 1  # bowed heads and dangling legs need a tilt for some size


@pytest.mark.parametrize("view_name", VIEWS)
@pytest.mark.parametrize("size", ["CU", "MS", "FS"])
def test_views_are_read_back(view_name: str, size: str) -> None:
    found = place(
        [person("man", "arms_crossed", heading_deg=110)], Framing(size=size, view=view_name), lens()
    )
    assert (found.name.size, found.name.view) == (size, view_name)


@pytest.mark.parametrize("angle", ["high", "neutral", "low"])
@pytest.mark.parametrize("size", ["BCU", "CU", "MCU", "MS", "MCS"])
def test_angles_are_read_back(angle: str, size: str) -> None:
    found = place([person()], Framing(size=size, angle=angle), lens())
    assert (found.name.size, found.name.angle) == (size, angle)


@pytest.mark.parametrize("level", ["high", "eye", "shoulder", "hip", "knee", "ground"])
@pytest.mark.parametrize("size", ["MS", "MLS", "FS", "LS"])
def test_levels_are_read_back(level: str, size: str) -> None:
    found = place([person("man")], Framing(size=size, level=level), lens())
    assert (found.name.size, found.name.level) == (size, level)


def test_overhead_and_worm() -> None:
    assert (
        place([person("man", "lie")], Framing(size="FS", angle="overhead"), lens()).name.angle == "overhead"
    )
    assert place([person()], Framing(size="LS", angle="overhead"), lens()).name.angle == "overhead"
    with pytest.raises(CannotFrame, match=r"below the floor|body"):
        place([person()], Framing(size="ELS", angle="worm"), lens())


@pytest.mark.parametrize("size", ["CU", "MCU", "MS"])
@pytest.mark.parametrize("who", BODIES)
def test_head_room_is_a_twelfth_of_the_frame(size: str, who: str) -> None:
    figure, view = person(who), lens(50)
    found = place([figure], Framing(size=size), view)
    head_room = (1 - _ndc(found, view, figure.crown_m)[1]) / 2
    assert 0.05 <= head_room <= 0.12


@pytest.mark.parametrize(("size", "least", "most"), [("CU", 0.17, 0.22), ("MS", 0.40, 0.52)])
@pytest.mark.parametrize("who", ["woman", "man", "elderly_woman", "heavy_man"])
def test_a_size_shows_as_much_of_a_body_as_the_trade_means(
    who: str, size: str, least: float, most: float
) -> None:
    """film-grammar §1: the share of a standing figure that is seen from the top, hair not counted."""
    figure, view = person(who), lens(50)
    found = place([figure], Framing(size=size, view="front", angle="neutral"), view)
    x, top, z = figure.chain_m[0]
    heights = np.linspace(0.0, top, 400)
    seen = _ndc(found, view, np.stack([np.full(400, x), heights, np.full(400, z)], axis=1))[:, 1]
    share = 1 - float(np.interp(-1.0, seen, heights)) / float(top)
    assert least <= share <= most


def test_head_room_is_a_choice() -> None:
    figure, view = person(), lens(50)
    found = place([figure], Framing(size="MCU"), view, headroom=0.12)
    assert (1 - _ndc(found, view, figure.crown_m)[1]) / 2 == pytest.approx(0.12, abs=1e-6)


@pytest.mark.parametrize("side", ["L", "R"])
def test_look_room_is_on_the_gaze_side(side: str) -> None:
    figure, view = person("man"), lens(50)
    found = place([figure], Framing(size="MCU", view=f"profile {side}"), view)
    lens_at = eye(found.transform, view)
    looks_right = float(figure.looks @ lens_at.axes[:, 0]) > 0
    x = float(_ndc(found, view, figure.crown_m)[0])
    assert (x < -0.2) if looks_right else (x > 0.2)


def test_look_room_follows_the_eyes_not_the_body() -> None:
    left = person("man", id="l", gaze_m=(5.0, 1.6, 0.5))
    found = place([left], Framing(size="MCU", view="front"), lens(50))
    assert _ndc(found, lens(50), left.crown_m)[0] < -0.15
    forced = place([left], Framing(size="MCU", view="front"), lens(50), side="L")
    assert _ndc(forced, lens(50), left.crown_m)[0] > 0.15


def test_roll_is_kept() -> None:
    found = place([person()], Framing(size="MS"), lens(), roll_deg=12)
    assert found.name.roll_deg == pytest.approx(12)
    assert found.name.dutch
    assert found.name.size == "MS"


def test_focus_is_on_the_eyes() -> None:
    figure, view = person(), lens(50)
    found = place([figure], Framing(size="CU"), view)
    assert found.focus_distance_m == pytest.approx(float(_ndc(found, view, figure.eyes_m)[2]))


def test_framing_moves_and_turns_with_the_person() -> None:
    here = place([person("man")], Framing(size="MS", view="3/4 L"), lens())
    there = place([person("man", "stand", (3.0, 0.0, -2.0), 90.0)], Framing(size="MS", view="3/4 L"), lens())
    x, y, z = here.transform.position_m
    assert there.transform.position_m == pytest.approx((3.0 + z, y, -2.0 - x), abs=0.02)


def test_longer_lenses_stand_farther_away() -> None:
    distances = [place([person()], Framing(size="MS"), lens(f)).focus_distance_m for f in (25, 50, 100)]
    assert distances[1] / distances[0] == pytest.approx(2, rel=0.1)
    assert distances[2] / distances[1] == pytest.approx(2, rel=0.1)


# --------------------------------------------------------------------------------- several people
def _pair(apart_m: float = 1.5) -> list[Subject]:
    return [
        person("woman", "talk", (0, 0, 0), 90, "anna"),
        person("man", "stand", (apart_m, 0, 0), -90, "ben"),
    ]


@pytest.mark.parametrize("focal", [25.0, 50.0])
@pytest.mark.parametrize("size", ["MCU", "MS", "MLS", "FS", "LS"])
def test_two_shots_hold_both(size: str, focal: float) -> None:
    pair = _pair(0.9)
    found = place(pair, Framing(size=size, composition="2S"), lens(focal))
    assert (found.name.size, found.name.composition, found.name.principal) == (size, "2S", "anna")
    tops = np.stack([one.crown_m for one in pair])
    assert (np.abs(_ndc(found, lens(focal), tops)[:, :2]) < 1).all()


def test_two_shot_stands_on_the_side_asked_for() -> None:
    sides = {
        side: place(_pair(), Framing(size="MS", composition="2S"), lens(), side=side).transform.position_m[2]  # type: ignore[arg-type]
        for side in ("L", "R")
    }
    assert sides["L"] * sides["R"] < 0


def test_alone_is_nobody_else_in_the_frame() -> None:
    """A neighbour is kept out by another view; who cannot be kept out is the reason."""
    anna = person("woman", "stand", (0, 0, 0), 0, "anna")
    ben = person("man", "stand", (0.45, 0, -0.35), 0, "ben")
    wish = Framing(size="MS", composition="1S")
    loose = place([anna], wish, lens(50), company=[ben])
    assert len([one for one in loose.name.seen if one.size]) == 2
    alone = place([anna], wish, lens(50), company=[ben], alone=True)
    assert [one.id for one in alone.name.seen if one.size] == ["anna"]
    around = [person("man", "stand", (0.6 * math.sin(a), 0, 0.6 * math.cos(a)), 0, f"b{a}") for a in range(7)]
    with pytest.raises(CannotFrame, match="would be in the frame beside Anna; move one of them"):
        place([anna], wish, lens(50), company=around, alone=True)


def test_too_far_apart_is_told() -> None:
    with pytest.raises(CannotFrame, match=r"stand 5\.\d m apart"):
        place(_pair(6.0), Framing(size="CU", composition="2S"), lens())


def test_three_and_more() -> None:
    three = [*_pair(), person("child", "stand", (0.7, 0, -0.7), 0, "kid")]
    assert place(three, Framing(size="MLS", composition="3S"), lens()).name.composition == "3S"
    four = [*three, person("teen_boy", "stand", (0.2, 0, -0.9), 20, "tom")]
    found = place(four, Framing(size="FS", composition="GROUP"), lens(25))
    assert (found.name.composition, found.name.size) == ("GROUP", "FS")
    wide = place(four, Framing(size="EST", composition="GROUP"), lens(25))
    assert wide.name.size == "ELS"
    with pytest.raises(CannotFrame, match="needs 3 people and 2 are named"):
        place(_pair(), Framing(size="MS", composition="3S"), lens())


@pytest.mark.parametrize("composition", ["OTS-L", "OTS-R"])
@pytest.mark.parametrize(
    ("size", "focal"), [("MCU", 35.0), ("MCU", 50.0), ("MCU", 75.0), ("CU", 65.0), ("MS", 32.0)]
)
def test_over_the_shoulder(composition: str, size: str, focal: float) -> None:
    anna, ben = _pair()
    view = lens(focal)
    found = place([anna, ben], Framing(size=size, composition=composition), view)
    assert (found.name.size, found.name.composition) == (size, composition)
    assert (found.name.principal, found.name.dirty) == ("anna", True)
    share, side = shoulder_share(ben, eye(found.transform, view))
    assert 0.2 <= share <= 0.38
    assert side == (1 if composition == "OTS-L" else -1)
    # the camera is on the named side of the line from Ben to Anna: his left is +Z here, as he faces −X
    assert (found.transform.position_m[2] > 0) == (composition == "OTS-L")


@pytest.mark.parametrize("composition", ["OTS-L", "OTS-R"])
def test_over_the_shoulder_of_somebody_seated_looks_up(composition: str) -> None:
    """And its reverse, past who stands, looks down: a pair on one lens."""
    sitter = person("woman", "sit", (0.0, 0.0, 0.0), 0.0, "anna")
    stander = person("man", "stand", (0.3, 0.0, 1.2), 194.0, "ben")
    up = place([stander, sitter], Framing(size="CU", composition=composition), lens(50))
    down = place([sitter, stander], Framing(size="CU", composition=composition), lens(50))
    assert (up.name.size, up.name.composition) == ("CU", composition)
    assert (down.name.size, down.name.composition) == ("CU", composition)
    assert up.name.pitch_deg > 5
    assert up.transform.position_m[1] < stander.eyes_m[1] - 0.3
    assert down.transform.position_m[1] > up.transform.position_m[1]


def test_a_wide_lens_cannot_go_behind_the_shoulder() -> None:
    with pytest.raises(CannotFrame, match=r"longer"):
        place(_pair(), Framing(size="CU", composition="OTS-L"), lens(18))
    with pytest.raises(CannotFrame, match="needs two people"):
        place(_pair()[:1], Framing(size="MCU", composition="OTS-L"), lens())


def test_pov_takes_the_size_of_the_lens() -> None:
    anna, ben = _pair()
    found = place([anna, ben], Framing(composition="POV"), lens())
    assert found.name.composition == "POV"
    assert math.dist(found.transform.position_m, ben.eyes_m) < 0.3
    with pytest.raises(CannotFrame, match=r"From Ben's eyes a 35 mm shows Anna .*for an MS use about \d+ mm"):
        place([anna, ben], Framing(composition="POV", size="MS"), lens())


def test_inserts_fill_the_frame() -> None:
    rng = np.random.default_rng(3)
    cup = thing("cup", "Cup", rng.uniform(-0.05, 0.05, (60, 3)) + np.array([1, 0.9, 0]), heading_deg=40)
    found = place([cup], Framing(composition="INS"), lens(50))
    spread = np.abs(_ndc(found, lens(50), cup.outline_m)[:, :2]).max()
    assert spread == pytest.approx(0.75, abs=0.01)
    assert found.name.composition == "INS"
    with pytest.raises(CannotFrame, match="name a prop"):
        place([person()], Framing(composition="INS"), lens())


# -------------------------------------------------------------------------------------- obstacles
def _wall(z_max: float) -> object:
    """A wall across z = ``z_max``; nothing stands beyond it."""

    def clear(start: Vec3, end: Vec3) -> float:
        whole = math.dist(start, end)
        return whole if end[2] <= z_max else whole * (z_max - start[2]) / (end[2] - start[2])

    return clear


def test_the_wall_is_named_as_the_reason() -> None:
    with pytest.raises(
        CannotFrame, match=r"No room: an FS of Woman with a 85 mm needs .* only .* use \d+ mm or wider"
    ):
        place([person()], Framing(size="FS", view="front"), lens(85), clear=_wall(3.0))  # type: ignore[arg-type]


def test_without_a_view_another_side_is_tried() -> None:
    def clear(start: Vec3, end: Vec3) -> float:
        return 0.3 if end[0] > 0 else math.dist(start, end)

    found = place([person()], Framing(size="MS"), lens(), clear=clear)
    assert found.transform.position_m[0] <= 0
    assert found.name.size == "MS"


# ---------------------------------------------------------------------------------------- reasons
@pytest.mark.parametrize(
    ("framing", "says"),
    [
        (Framing(size="XXL"), "is no shot size"),
        (Framing(size="MS", angle="odd"), "is no camera angle"),
        (Framing(size="MS", level="odd"), "is no camera level"),
        (Framing(size="MS", view="odd"), "is no view"),
        (Framing(size="MS", composition="4S"), "is no composition"),
        (Framing(size="FS", level="eye", angle="low"), "FS of Woman"),
        (Framing(size="ECU", level="ground"), "ground"),
        (Framing(size="FS", angle="low"), "below the floor"),
        (Framing(size="ELS", composition="OTS-L"), "two people"),
    ],
)
def test_reasons_are_one_line(framing: Framing, says: str) -> None:
    with pytest.raises(CannotFrame) as caught:
        place([person()], framing, lens())
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_nobody_cannot_be_framed() -> None:
    with pytest.raises(CannotFrame, match="nobody"):
        place([], Framing(size="MS"), lens())
