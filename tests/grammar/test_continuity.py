"""Planted cuts, right and wrong: every one is told right, on either side of the line."""

from __future__ import annotations

import numpy as np
import pytest

from previz.grammar.continuity import check, check_cut, check_frame
from previz.grammar.findings import Frame
from previz.grammar.naming import Eye, eye, name_frame
from previz.grammar.subject import Subject
from previz.scene.transform import look_at
from tests.grammar.people import lens, person

Pair = tuple[Subject, Subject]
SIDES = [1, -1]
"""South of the line between the two, or north of it."""


def pair(apart_m: float = 1.7, ben_looks: tuple[float, float, float] | None = None) -> Pair:
    """Anna in the west and Ben in the east, face to face."""
    anna = person("woman", "stand", (-apart_m / 2, 0.0, 0.0), 90.0, "anna")
    return anna, person("man", "stand", (apart_m / 2, 0.0, 0.0), -90.0, "ben", ben_looks)


def taken(
    people: Pair,
    eye_m: tuple[float, float, float],
    target_m: tuple[float, float, float],
    focal: float = 50.0,
    about: str = "anna",
    number: str = "1",
    wish: str = "",
    moving: dict[str, tuple[float, float, float]] | None = None,
) -> Frame:
    made: Eye = eye(look_at(eye_m, target_m), lens(focal))
    speeds = {id: np.array(speed) for id, speed in (moving or {}).items()}
    return Frame(number, number, made, focal, name_frame(people, made, principal=about), people, wish, speeds)


def rules(out: Frame, into: Frame) -> set[str]:
    return {one.rule for one in check_cut(out, into)}


def single(people: Pair, who: str, side: int, focal: float = 75.0, swing: float = 1.2) -> Frame:
    """A close single of one from beside the other's shoulder."""
    x = {"anna": -1.0, "ben": 1.0}[who]
    here = next(one for one in people if one.id == who)
    height = float(here.eyes_m[1])
    return taken(people, (-x * 0.9, height, side * swing), (float(here.eyes_m[0]), height, 0.0), focal, who)


# ------------------------------------------------------------------------------------------------ the line
@pytest.mark.parametrize("side", SIDES)
def test_reverse_singles_on_one_side_hold(side: int) -> None:
    two = pair()
    assert "line" not in rules(single(two, "anna", side), single(two, "ben", side))
    assert "eyeline" not in rules(single(two, "anna", side), single(two, "ben", side))


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("first", ["anna", "ben"])
def test_reverse_singles_across_the_line_do_not(side: int, first: str) -> None:
    two = pair()
    second = "ben" if first == "anna" else "anna"
    assert "line" in rules(single(two, first, side), single(two, second, -side))


@pytest.mark.parametrize("side", SIDES)
def test_over_the_shoulders_on_one_side_hold(side: int) -> None:
    """Over his right and over her left: the camera stays on one side."""
    two = pair()
    over_ben = taken(two, (1.55, 1.68, side * 0.42), (-0.85, 1.55, 0.0), 50, "anna")
    over_anna = taken(two, (-1.55, 1.62, side * 0.42), (0.85, 1.62, 0.0), 50, "ben")
    assert "line" not in rules(over_ben, over_anna)
    assert "line" in rules(over_ben, taken(two, (-1.55, 1.62, -side * 0.62), (0.85, 1.62, 0.0), 50, "ben"))


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("size", ["MS", "MCU", "CU"])
def test_a_two_shot_keeps_its_order(side: int, size: str) -> None:
    away = {"MS": 3.4, "MCU": 2.6, "CU": 2.0}[size]
    two = pair(1.0)
    wide = taken(two, (0.0, 1.5, side * 5.0), (0.0, 1.2, 0.0), 35)
    near = taken(two, (0.4, 1.55, side * away), (0.0, 1.5, 0.0), 50)
    assert "line" not in rules(wide, near)
    behind = taken(two, (0.4, 1.55, -side * away), (0.0, 1.5, 0.0), 50)
    assert "line" in rules(near, behind)


@pytest.mark.parametrize("side", SIDES)
def test_a_new_master_draws_the_line_anew(side: int) -> None:
    two = pair(1.0)
    near = taken(two, (0.4, 1.55, side * 2.6), (0.0, 1.5, 0.0), 50)
    master = taken(two, (0.0, 1.6, -side * 9.0), (0.0, 1.2, 0.0), 35)
    assert master.name.size in ("LS", "ELS")
    assert "line" not in rules(near, master)


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("x", [-4.0, 4.0])
def test_a_neutral_shot_between_resets_it(side: int, x: float) -> None:
    """Along the line itself, head-on or tail-away."""
    two = pair()
    neutral = taken(two, (x, 1.6, 0.1), (0.0, 1.55, 0.0), 50)
    for other in (side, -side):
        assert "line" not in rules(single(two, "anna", other), neutral)
        assert "line" not in rules(neutral, single(two, "ben", other))


@pytest.mark.parametrize("side", SIDES)
def test_inserts_own_views_and_overheads_are_free(side: int) -> None:
    two = pair()
    out = single(two, "anna", side)
    for free in (
        taken(two, (0.0, 6.0, -side * 0.2), (0.0, 0.0, 0.0), 28),
        taken(two, (-0.85, 1.6, -side * 0.05), (0.85, 1.6, 0.0), 50, "ben", wish="POV"),
        taken(two, (0.0, 1.0, -side * 3.0), (0.0, 0.2, -side * 6.0), 50),
    ):
        assert not rules(out, free)
        assert not rules(free, single(two, "ben", -side))


@pytest.mark.parametrize("side", SIDES)
def test_people_who_change_places_on_screen_carry_the_line_along(side: int) -> None:
    """The camera stays; they walked round each other during the first shot: the last frame counts."""
    two = pair(1.0)
    swapped = (
        person("woman", "stand", (0.5, 0.0, 0.0), -90.0, "anna"),
        person("man", "stand", (-0.5, 0.0, 0.0), 90.0, "ben"),
    )
    last = taken(swapped, (0.0, 1.55, side * 2.6), (0.0, 1.5, 0.0), 50)
    holds = taken(swapped, (0.9, 1.55, side * 2.0), (0.0, 1.5, 0.0), 65)
    assert "line" not in rules(last, holds)
    jumps = taken(two, (0.9, 1.55, side * 2.0), (0.0, 1.5, 0.0), 65)
    assert "line" in rules(last, jumps), "they changed places in the cut"


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("focal", [75.0, 100.0])
def test_singles_of_one_person_have_the_line_to_whom_they_look_at(side: int, focal: float) -> None:
    """The other is beside the frame in both."""
    two = pair()
    assert "line" in rules(single(two, "anna", side), single(two, "anna", -side, focal))
    assert "line" not in rules(single(two, "anna", side), single(two, "anna", side, focal, 0.7))


@pytest.mark.parametrize("side", SIDES)
def test_an_over_the_shoulder_and_a_single_of_one_person(side: int) -> None:
    two = pair()
    over_ben = taken(two, (1.6, 1.66, side * 0.55), (-0.85, 1.6, 0.0), 50, "anna")
    assert list(over_ben.faces) == ["anna"]
    for cut in ((over_ben, single(two, "anna", -side)), (single(two, "anna", -side), over_ben)):
        assert "line" in rules(*cut)
    assert "line" not in rules(over_ben, single(two, "anna", side))


def alone(side: int, looks_at: tuple[float, float, float] | None = None, back: float = 0.9) -> Frame:
    anna = person("woman", "stand", (-0.85, 0.0, 0.0), 90.0, "anna", looks_at)
    return taken((anna,), (back, 1.6, side * 1.2), (-0.85, 1.6, 0.0), 75, "anna")  # type: ignore[arg-type]


@pytest.mark.parametrize("side", SIDES)
def test_who_looks_at_nothing_has_a_line_along_the_gaze(side: int) -> None:
    assert "line" in rules(alone(side), alone(-side))
    assert "line" not in rules(alone(side), alone(side, back=0.5))
    turned = alone(-side, (0.4, 1.6, -side * 2.0))
    assert "line" not in rules(alone(side), turned), "the head that turned has drawn it anew"


# ------------------------------------------------------------------------------------------ the other rules
@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize(("speed", "turned", "broken"), [(1.2, 1, False), (1.2, -1, True), (0.1, -1, False)])
def test_who_walks_keeps_their_way(side: int, speed: float, turned: int, broken: bool) -> None:
    two = pair(3.0)
    out = taken(two, (0.0, 1.5, side * 5.0), (0.0, 1.2, 0.0), 35, moving={"anna": (speed, 0.0, 0.0)})
    into = taken(
        two, (-1.5, 1.5, side * 4.0), (-1.0, 1.2, 0.0), 35, moving={"anna": (turned * speed, 0.0, 0.0)}
    )
    assert ("direction" in rules(out, into)) is broken


@pytest.mark.parametrize("side", SIDES)
def test_head_on_has_no_way(side: int) -> None:
    two = pair(3.0)
    out = taken(two, (0.0, 1.5, side * 5.0), (0.0, 1.2, 0.0), 35, moving={"anna": (1.2, 0.0, 0.0)})
    into = taken(two, (-1.5, 1.5, side * 4.0), (-1.5, 1.2, 0.0), 35, moving={"anna": (-0.1, 0.0, side * 1.2)})
    assert "direction" not in rules(out, into)


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize(
    ("turn_deg", "broken"), [(0.0, True), (12.0, True), (26.0, True), (35.0, False), (60.0, False)]
)
def test_thirty_degrees(side: int, turn_deg: float, broken: bool) -> None:
    anna = person("woman", "stand", (0.0, 0.0, 0.0), 0.0, "anna")
    far = person("man", "stand", (30.0, 0.0, 0.0), 0.0, "ben")
    eyes = anna.eyes_m
    frames = []
    for turn in (20.0, 20.0 + turn_deg):
        a = np.radians(side * turn)
        at = (float(eyes[0] + 2.0 * np.sin(a)), float(eyes[1]), float(eyes[2] + 2.0 * np.cos(a)))
        frames.append(taken((anna, far), at, (0.0, float(eyes[1]) - 0.1, 0.0), 50))
    assert ("jump" in rules(*frames)) is broken
    tighter = taken((anna, far), (frames[0].lens.position_m[0], 1.6, 1.0), (0.0, float(eyes[1]), 0.0), 75)
    assert tighter.name.size != frames[0].name.size
    assert "jump" not in rules(frames[0], tighter)


@pytest.mark.parametrize("side", SIDES)
def test_eyes_that_do_not_meet(side: int) -> None:
    """Ben looks away, to the side to which Anna looks: no line is crossed, and it is wrong all the same."""
    fine, aside = pair(), pair(ben_looks=(4.0, 1.6, side * 0.3))
    assert "eyeline" not in rules(single(fine, "anna", side), single(fine, "ben", side))
    assert "eyeline" in rules(single(aside, "anna", side), single(aside, "ben", side))


@pytest.mark.parametrize(("heights", "broken"), [((1.6, 1.1), False), ((0.4, 2.3), True)])
@pytest.mark.parametrize("side", SIDES)
def test_who_stands_looks_down_at_who_sits(side: int, heights: tuple[float, float], broken: bool) -> None:
    """Filmed from far below and from far above they look the other way on the screen."""
    ben = person("man", "sit_bench", (0.85, 0.0, 0.0), -90.0, "ben", (-0.85, 1.6, 0.0))
    anna = person("woman", "stand", (-0.85, 0.0, 0.0), 90.0, "anna", tuple(ben.eyes_m))
    two = (anna, ben)
    out = taken(two, (1.0, heights[0], side * 0.9), tuple(anna.eyes_m), 50, "anna")
    into = taken(two, (-1.0, heights[1], side * 0.9), tuple(ben.eyes_m), 50, "ben")
    found = [one for one in check_cut(out, into) if one.rule == "eyeline"]
    assert bool(found) == broken
    if broken:
        assert "Anna looks up and Ben down" in found[0].text


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize(("turns", "broken"), [((30, 30), False), ((30, 45), False), ((20, 70), True)])
def test_reverses_look_from_alike_angles(side: int, turns: tuple[int, int], broken: bool) -> None:
    two = pair()
    frames = []
    for who, ahead, turn in zip(two, (1.0, -1.0), turns, strict=True):
        x, y, _ = (float(one) for one in who.eyes_m)
        away = np.radians(turn)
        at = (x + ahead * 1.75 * np.cos(away), y, side * 1.75 * np.sin(away))
        frames.append(taken(two, at, (x, y, 0.0), 75, who.id))
    found = [one for one in check_cut(*frames) if one.rule == "match"]
    assert bool(found) == broken
    if broken:
        assert f"{turns[0]}° and {turns[1]}° off their line" in found[0].text


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize(("focal", "broken"), [(75.0, False), (75.5, False), (85.0, True), (100.0, True)])
def test_reverses_are_shot_alike(side: int, focal: float, broken: bool) -> None:
    """The same size on another lens comes from another distance."""
    two = pair()
    one, other = single(two, "anna", side), single(two, "ben", side)
    away = (other.lens.position_m - two[1].eyes_m) * focal / 75.0
    at = tuple(float(v) for v in two[1].eyes_m + away)
    reverse = taken(two, at, tuple(float(v) for v in two[1].eyes_m), focal, "ben")  # type: ignore[arg-type]
    assert one.name.size == reverse.name.size
    assert ("match" in rules(one, reverse)) is broken


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize(("focal", "aside_m", "broken"), [(50.0, 0.62, False), (36.0, 0.75, True)])
def test_over_the_shoulders_are_of_one_size(side: int, focal: float, aside_m: float, broken: bool) -> None:
    two = pair()
    anna, ben = (float(one.eyes_m[1]) for one in two)
    over_ben = taken(two, (1.9, anna, side * 0.62), (-0.85, anna, 0.0), 50, "anna")
    over_anna = taken(two, (-1.9, ben, side * aside_m), (0.85, ben, 0.0), focal, "ben")
    assert {over_ben.name.composition, over_anna.name.composition} == {"OTS-L", "OTS-R"}
    found = [one for one in check_cut(over_ben, over_anna) if one.rule == "match"]
    assert bool(found) == broken
    if broken:
        assert "CU on 50 mm and MCU on 36 mm" in found[0].text
        assert found[0].value == 1


@pytest.mark.parametrize("side", SIDES)
def test_a_single_may_answer_tighter(side: int) -> None:
    two = pair()
    one, other = single(two, "anna", side), single(two, "ben", side, focal=135.0)
    assert one.name.size != other.name.size
    assert "match" not in rules(one, other)


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize(("shift", "broken"), [(-0.16, False), (0.0, True), (-0.25, False)])
def test_look_room(side: int, shift: float, broken: bool) -> None:
    anna = person("woman", "stand", (0.0, 0.0, 0.0), 90.0 * side, "anna")
    far = person("man", "stand", (30.0, 0.0, 0.0), 0.0, "ben")
    height = float(anna.eyes_m[1])
    # she looks to the right of the screen from the south when she faces east
    made = taken((anna, far), (-side * shift, height, 2.0), (-side * shift, height - 0.05, 0.0), 75)
    found = {one.rule for one in check_frame(made)}
    assert ("look-room" in found) is broken


@pytest.mark.parametrize(("lift", "broken"), [(0.0, False), (0.1, True), (-0.15, True)])
def test_head_room(lift: float, broken: bool) -> None:
    anna = person("woman", "stand", (0.0, 0.0, 0.0), 0.0, "anna")
    far = person("man", "stand", (30.0, 0.0, 0.0), 0.0, "ben")
    height = float(anna.eyes_m[1]) - 0.12 + lift
    made = taken((anna, far), (0.0, height, 2.9), (0.0, height, 0.0), 50)
    assert made.name.size in ("MS", "MCU")
    assert ("head-room" in {one.rule for one in check_frame(made)}) is broken


@pytest.mark.parametrize(("up_m", "broken"), [(-0.1, False), (-0.05, False), (0.03, True), (0.06, True)])
def test_a_close_up_may_cut_the_hair_but_not_sink(up_m: float, broken: bool) -> None:
    anna = person("woman", "stand", (0.0, 0.0, 0.0), 0.0, "anna")
    height = float(anna.eyes_m[1]) + up_m
    made = taken((anna,), (0.0, height, 3.0), (0.0, height, 0.0), 75)  # type: ignore[arg-type]
    assert made.name.size in ("CU", "BCU")
    assert ("head-room" in {one.rule for one in check_frame(made)}) is broken


@pytest.mark.parametrize(("wish", "broken"), [("", True), ("INS", False)])
def test_a_face_is_not_cut_by_the_edge(wish: str, broken: bool) -> None:
    ben = person("man", "stand", (0.0, 0.0, 0.0), -90.0, "ben")
    far = person("woman", "stand", (30.0, 0.0, 0.0), 0.0, "anna")
    across, height = float(ben.eyes_m[0]) + 0.42, float(ben.eyes_m[1])
    made = taken((ben, far), (across, height, 1.2), (across, height, 0.0), 50, "ben", wish=wish)
    found = check_frame(made)
    assert [one.rule for one in found] == (["face"] if broken else [])
    if broken:
        assert found[0].value < found[0].limit
        assert f"{found[0].value:.0%} of the head" in found[0].text


@pytest.mark.parametrize(("away", "broken"), [(0.05, False), (0.8, True)])
def test_a_point_of_view_is_somebodys(away: float, broken: bool) -> None:
    two = pair()
    eyes = two[0].eyes_m
    made = taken(two, (float(eyes[0]) - away, float(eyes[1]), 0.0), (0.85, 1.6, 0.0), 50, "ben", wish="POV")
    assert ({one.rule for one in check_frame(made)} == {"pov"}) is broken


def test_a_scene_is_checked_cut_by_cut() -> None:
    two = pair()
    frames = [
        single(two, "anna", 1), single(two, "ben", 1), single(two, "anna", -1), single(two, "ben", -1),
    ]  # fmt: skip
    lines = [one for one in check([(one, one) for one in frames]) if one.rule == "line"]
    assert len(lines) == 1
    (crossed,) = lines
    assert "crosses the line between" in crossed.text
    assert crossed.value > crossed.limit
    assert len(crossed.lines_m) == 2


# --------------------------------------------------------------------------------------------- eye trace
@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize(("pan_m", "broken"), [(0.0, False), (0.25, False), (0.56, True)])
def test_the_eye_is_not_sent_across_the_frame(side: int, pan_m: float, broken: bool) -> None:
    """She stands at one edge of the first frame, and in the middle of the second."""
    anna = person("woman", "stand", (0.0, 0.0, 0.0), 0.0, "anna")
    far = person("man", "stand", (30.0, 0.0, 0.0), 0.0, "ben")
    height = float(anna.eyes_m[1])
    out = taken((anna, far), (side * pan_m, height, 2.6), (side * pan_m, height, 0.0), 50)
    into = taken((anna, far), (-side * 1.6, height, 1.0), (0.0, height, 0.0), 75)
    assert ("trace" in rules(out, into)) is broken


def test_findings_name_their_shots_and_people() -> None:
    two = pair()
    out, into = single(two, "anna", 1), single(two, "ben", -1)
    crossed = next(one for one in check_cut(out, into) if one.rule == "line")
    assert (crossed.before_id, crossed.after_id) == (out.shot_id, into.shot_id)
    assert set(crossed.who) == {"anna", "ben"}
