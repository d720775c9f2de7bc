"""Names are read from the geometry: cameras placed by hand, names known beforehand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from previz.errors import CannotFrame
from previz.grammar.naming import eye, name_frame, name_shot, read_sizes, size_of
from previz.grammar.subject import CHAIN, Subject, thing, visibility
from previz.grammar.terms import (
    LEVELS,
    SIZES,
    known_angle,
    known_level,
    known_size,
    known_views,
    level_height,
    level_limits,
    read_angle,
    read_level,
    size_label,
    size_words,
)
from previz.scene.model import Vec3
from previz.scene.package import CameraState
from previz.scene.transform import look_at
from tests.grammar.people import lens, person


def _camera(position: Vec3, target: Vec3, focal: float = 35.0, roll: float = 0.0) -> CameraState:
    stand = look_at(position, target, roll)
    return CameraState(
        position_m=stand.position_m,
        rotation=stand.rotation,
        view=lens(focal),
        focal_length_mm=focal,
        focus_distance_m=3.0,
        t_stop=2.8,
    )


# The crop of a standing figure: the frame's lower edge in shares of standing height from the top, and what
# the trade calls it (film-grammar §1, third column).
CROPS = {
    "BCU": (-0.02, 0.15),
    "CU": (-0.03, 0.205),
    "MCU": (-0.03, 0.29),
    "MS": (-0.03, 0.43),
    "MCS": (-0.03, 0.60),
    "MLS": (-0.03, 0.73),
    "FS": (-0.05, 1.05),
    "LS": (-0.40, 1.20),
    "ELS": (-2.0, 2.5),
}


@pytest.mark.parametrize("size", CROPS)
@pytest.mark.parametrize("who", ["woman", "man", "heavy_man", "slim_woman"])
def test_frames_of_standing_people_have_the_trades_names(size: str, who: str) -> None:
    figure = person(who)
    top, height = figure.chain_m[0, 1], figure.chain_m[0, 1] - figure.chain_m[-1, 1]  # hair is not counted
    upper, lower = (top - share * height for share in CROPS[size])
    view = lens(100)
    middle = (upper + lower) / 2
    distance = (upper - lower) / (2 * view.tan_y)
    stand = look_at((0, middle, distance), (0, middle, 0))
    assert size_of(figure, eye(stand, view)) == size


def test_an_eye_alone_is_extreme() -> None:
    eyes = person().eyes_m
    camera = _camera((0.0, float(eyes[1]), float(eyes[2]) + 1.0), (0.0, float(eyes[1]), float(eyes[2])), 135)
    assert name_shot([person()], camera).size == "ECU"


def test_no_face_no_size() -> None:
    shoes = name_shot([person()], _camera((0, 0.2, 2), (0, 0.2, 0)))
    assert (shoes.size, shoes.composition) == (None, "INS")
    behind = name_shot([person()], _camera((0, 1.6, 3), (0, 1.6, 9)))
    assert (behind.size, behind.composition, behind.seen) == (None, "", ())


def test_hidden_people_are_not_counted() -> None:
    two = [person("woman", id="a"), person("man", position_m=(0.8, 0, 0), id="b")]
    camera = _camera((0.4, 1.4, 5), (0.4, 1.3, 0))
    assert name_shot(two, camera).composition == "2S"
    assert name_shot(two, camera, {"a": 0.08, "b": 0.09}).composition == "2S"
    single = name_shot(two, camera, {"a": 0.08, "b": 0.0})
    assert (single.composition, single.principal) == ("1S", "a")
    assert name_shot(two, camera, {"a": 0.08}).composition == "1S"
    assert name_shot(two, camera, {"a": 0.08, "b": 1e-4}).composition == "1S"
    assert name_shot(two, camera, {}).size is None


def test_pixel_shares_find_their_subjects() -> None:
    cup = thing("cup", "Cup", [(0, 0, 0)], object_id=7)
    assert visibility([cup, person()], {7: 0.25, 9: 0.5}) == {"cup": 0.25, "woman": 0.0}


def test_a_crowd_is_counted_and_far_extras_are_not() -> None:
    row = [person("woman", position_m=(x, 0, 0), id=f"p{x}") for x in (-1.0, 0.0, 1.0, 2.0)]
    for count, name in ((1, "1S"), (2, "2S"), (3, "3S"), (4, "GROUP")):
        assert name_shot(row[:count], _camera((0, 1.3, 9), (0, 1.0, 0), 25)).composition == name
    extra = person("man", position_m=(0.5, 0, -12.0), id="extra")
    assert name_shot([row[1], extra], _camera((0, 1.6, 2), (0, 1.5, 0))).composition == "1S"


def test_pov_is_from_the_eyes_at_the_other() -> None:
    looker = person("man", position_m=(0, 0, 2.5), heading_deg=180, id="ben")
    target = person("woman", id="anna")
    camera = _camera(tuple(looker.eyes_m), tuple(target.eyes_m))  # type: ignore[arg-type]
    name = name_shot([target, looker], camera)
    assert (name.composition, name.principal) == ("POV", "anna")
    x, y, z = looker.eyes_m
    behind = _camera((float(x), float(y) + 0.2, float(z) + 1.0), tuple(target.eyes_m))  # type: ignore[arg-type]
    assert name_shot([target, looker], behind).composition != "POV"


@pytest.mark.parametrize(("x", "name"), [(-0.6, "OTS-L"), (0.6, "OTS-R")])
def test_over_the_shoulder_is_named_after_the_shoulder(x: float, name: str) -> None:
    anna = person("woman", id="anna")
    # Ben looks at Anna along −Z: his left shoulder is at −X
    ben = person("man", position_m=(0, 0, 1.4), heading_deg=180, id="ben")
    camera = _camera((x, 1.6, 2.5), (0.25 * x, 1.5, 0), 35)
    shot = name_shot([anna, ben], camera)
    assert (shot.composition, shot.principal, shot.dirty) == (name, "anna", True)


def test_without_head_and_shoulder_or_with_the_face_it_is_no_over_the_shoulder() -> None:
    anna = person("woman", id="anna")
    ben = person("man", position_m=(0, 0, 1.4), heading_deg=180, id="ben")
    seen = _camera((-0.6, 1.6, 2.5), (-0.15, 1.5, 0), 35)
    assert name_shot([anna, ben], seen).composition == "OTS-L"
    arm_alone = _camera((-0.6, 1.6, 1.85), (0.0, 1.5, 0), 35)
    trunk_alone = _camera((-0.6, 1.1, 2.5), (-0.15, 1.25, 0), 50)
    assert name_shot([anna, ben], arm_alone).label().endswith("dirty")
    single = name_shot([anna, ben], trunk_alone)
    assert single.label().endswith("dirty")
    assert (len(single.seen), [one.id for one in single.counted]) == (2, ["anna"])
    turned = person("man", position_m=(0, 0, 1.4), heading_deg=30, id="ben")
    assert not name_shot([anna, turned], seen).composition.startswith("OTS")


def test_a_sliver_of_somebody_makes_a_dirty_single() -> None:
    anna = person("woman", id="anna")
    ben = person("man", position_m=(1.0, 0, -0.2), id="ben")
    shots = [
        name_shot([anna, ben], _camera((x, 1.5, 2), (x, 1.5, 0)), principal="anna") for x in (-0.05, -0.5)
    ]
    assert [s.composition for s in shots] == ["1S", "1S"]
    assert shots[0].dirty
    assert not shots[1].dirty
    assert shots[0].label().endswith("dirty")


def test_a_neighbour_cut_by_the_edge_is_no_shoulder() -> None:
    anna = person("woman", id="anna")
    ben = person("man", position_m=(0.95, 0, 0.5), heading_deg=180, id="ben")
    shot = name_shot([anna, ben], _camera((0.0, 1.5, 4.0), (0.0, 1.4, 0), 50), principal="anna")
    assert shot.composition == "2S"
    near = person("man", position_m=(0.52, 0, 2.2), heading_deg=180, id="ben")
    shot = name_shot([anna, near], _camera((0.0, 1.5, 4.0), (0.0, 1.4, 0), 50), principal="anna")
    assert shot.composition == "OTS-L"


@pytest.mark.parametrize("wanted", [None, "ben"])
def test_a_head_that_the_edge_cuts_is_no_insert(wanted: str | None) -> None:
    """A profile of which eyes and chin are out, as after a truck too far."""
    ben = person("man", heading_deg=-90, id="ben")
    x, height = float(ben.eyes_m[0]), float(ben.eyes_m[1])
    across = x + 0.42
    name = name_shot([ben], _camera((across, height, 1.2), (across, height, 0), 50), principal=wanted)
    assert (name.composition, name.dirty, name.size, name.principal) == ("1S", True, None, "ben")
    assert name.label() == "dirty"
    corners = [(across + 0.1 * a, height + 0.1 * b, 0.1 * c) for a in (0, 1) for b in (0, 1) for c in (0, 1)]
    cup = thing("cup", "Cup", corners)
    name = name_shot([ben, cup], _camera((across, height, 1.2), (across, height, 0), 50), principal="cup")
    assert (name.composition, name.principal) == ("INS", None), "it is about the cup"


def test_things_alone_are_inserts() -> None:
    cup = thing("cup", "Cup", [(x, 1 + y, z) for x in (-0.05, 0.05) for y in (0, 0.1) for z in (-0.05, 0.05)])
    name = name_shot([cup], _camera((0, 1.2, 0.6), (0, 1.05, 0)))
    assert (name.composition, name.size, name.principal) == ("INS", None, None)
    assert name.seen[0].id == "cup"


@pytest.mark.parametrize(
    ("pitch", "name"),
    [(0, "neutral"), (-10, "neutral"), (10, "neutral"), (-11, "high"), (-65, "high"), (-66, "overhead"),
     (11, "low"), (50, "low"), (51, "worm")],
)  # fmt: skip
def test_angle_limits(pitch: float, name: str) -> None:
    assert read_angle(pitch) == name


def test_pitch_and_roll_are_read_from_the_camera() -> None:
    for pitch in (-80, -30, 0, 20, 60):
        for roll in (0, 3, 12, -20):
            rise = math.tan(math.radians(pitch))
            name = name_shot([], _camera((0, 2, 3), (0, 2 + 3 * rise, 0), roll=roll))
            assert name.pitch_deg == pytest.approx(pitch)
            assert name.roll_deg == pytest.approx(roll, abs=1e-6)
            assert name.dutch == (abs(roll) >= 4)


def test_levels_are_the_subjects_own() -> None:
    adult, child = person("man"), person("child")
    eyes = float(child.eyes_m[1])
    assert read_level(child, eyes) == "eye"
    assert read_level(adult, eyes) in ("shoulder", "hip")
    for figure in (adult, child, person("woman", "sit")):
        heights = [level_height(figure, level) for level in LEVELS]
        assert heights == sorted(heights, reverse=True)
        assert [read_level(figure, h) for h in heights] == list(LEVELS)
        assert (np.diff(level_limits(figure)) <= 0).all()


@pytest.mark.parametrize(
    ("degrees", "view"),
    [(0, "front"), (32, "3/4 L"), (70, "profile L"), (90, "profile L"), (148, "3/4 back L"), (180, "back"),
     (-32, "3/4 R"), (-70, "profile R"), (-148, "3/4 back R")],
)  # fmt: skip
@pytest.mark.parametrize("heading", [0, 75, -140])
def test_views_turn_with_the_head(degrees: float, view: str, heading: float) -> None:
    figure = person("man", "t_pose", heading_deg=heading)
    a = math.radians(heading + degrees)
    eyes = figure.eyes_m
    place = (float(eyes[0]) + 3 * math.sin(a), float(eyes[1]), float(eyes[2]) + 3 * math.cos(a))
    name = name_shot([figure], _camera(place, tuple(eyes)))  # type: ignore[arg-type]
    assert name.view == view


def test_lying_length_counts_against_the_larger_side() -> None:
    chain = np.zeros((9, 3))
    chain[:, 0], chain[:, 2] = np.linspace(-0.9, 0.9, 9), 3.0
    assert int(read_sizes(chain, 2.39)) == 7
    chain[:, 0] /= 2
    assert int(read_sizes(chain, 2.39)) == 8
    chain[:, 0] /= 3
    assert int(read_sizes(chain, 2.39)) == 9


def test_sizes_follow_the_chain() -> None:
    for last, expected in zip(range(1, 8), ("ECU", "BCU", "CU", "MCU", "MS", "MCS", "MLS"), strict=True):
        chain = np.zeros((len(CHAIN), 3))
        chain[:, 1], chain[:, 2] = [0.9 - 1.9 * i / (last + 1) for i in range(9)], 3.0
        chain[last + 1 :, 1] = -1.2
        assert SIZES[int(read_sizes(chain, 2.39))] == expected


def test_words_and_aliases() -> None:
    assert [size_label(s, "us") for s in ("LS", "ELS", "MCU")] == ["WS", "EWS", "MCU"]
    assert size_label("LS") == "LS"
    assert size_words("ELS", "us") == "extreme wide shot"
    assert [known_size(w) for w in ("ws", "cowboy", "XCU", "MS")] == ["LS", "MCS", "ECU", "MS"]
    spelled = (
        "Close-Up",
        "close up",
        "Extreme  Close-up",
        "Medium Shot",
        "medium",
        "Wide Shot",
        "Cowboy shot",
    )
    assert [known_size(w) for w in spelled] == ["CU", "CU", "ECU", "MS", "MS", "LS", "MCS"]
    assert known_angle("worm's eye") == "worm"
    assert known_angle("High angle") == "high"
    assert known_level("eye level") == "eye"
    assert known_views("three-quarter front left") == ("3/4 L",)
    assert known_views("profile") == ("profile L", "profile R")
    assert known_views("back") == ("back",)
    for call in (known_size, known_angle, known_level, known_views):
        with pytest.raises(CannotFrame, match="use one of"):
            call("sideways")


def test_label_says_what_is_out_of_the_ordinary() -> None:
    figure = person()
    high = _camera((0, 4, 3), (0, 1.2, 0), roll=10)
    assert name_shot([figure], high).label() == f"{name_shot([figure], high).size} high dutch"
    assert name_frame([figure], eye(high.transform, high.view)).label("us").split()[1:] == ["high", "dutch"]


def test_seen_goes_from_left_to_right() -> None:
    row: list[Subject] = [person("woman", position_m=(x, 0, 0), id=f"p{x}") for x in (1.0, -1.0, 0.0)]
    name = name_shot(row, _camera((0, 1.3, 9), (0, 1.0, 0), 25))
    assert [one.id for one in name.seen] == ["p-1.0", "p0.0", "p1.0"]
