"""Walls drawn in plan: read, refused in one line, mitred, cut, pierced."""

from __future__ import annotations

import math

import pytest

from previz.kit.opening import write_openings
from previz.kit.plan import (
    free_letter,
    lay_out,
    openings_of,
    outlines,
    read_plan_openings,
    read_runs,
    write_runs,
)

SQUARE = "0,0 4,0 4,3 0,3 close"


def walls(text, thickness=0.2):
    return {wall.name: wall for wall in lay_out(text, thickness)}


def test_lines_get_letters_and_walls_get_numbers():
    found = walls(f"{SQUARE}; C: 5,0 6,0; 7,0 8,0")
    assert list(found) == ["A1", "A2", "A3", "A4", "C1", "B1"]
    assert found["A4"].end == (0.0, 0.0)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "no walls"),
        ("0,0", "1 corners in line A; it needs 2"),
        ("0,0 1,0 close", "2 corners in line A; it needs 3"),
        ("0,0 4;0", "“4” in line A"),
        ("0,0 nan,2", "“nan,2” in line A"),
        ("0,0 61,0", "more than 60 m from the middle"),
        ("0,0 0.1,0 0.1,3", "wall A1, which is shorter than 0.2 m"),
        ("0,0 4,3 4,0 0,3 close", "walls A1 and A3 crossing"),
        ("0,0 4,0; 2,-1 2,1", "walls A1 and B1 crossing"),
        ("0,0 4,0; 1,0 3,0", "walls A1 and B1 lying on each other"),
        ("0,0 4,0 0,0.5", "turns back on itself from A1 to A2"),
        ("A: 0,0 4,0; A: 0,1 4,1", "two lines A"),
        (" ".join(f"{i * 0.5},0 {i * 0.5},1" for i in range(31)), "more than 60 corners"),
    ],
)
def test_what_cannot_be_built_is_told_in_one_line(text, reason):
    with pytest.raises(ValueError, match=reason) as caught:
        lay_out(text, 0.14)
    assert "\n" not in str(caught.value)


def test_thick_walls_need_long_lines():
    with pytest.raises(ValueError, match=r"too short for walls 0.8 m thick"):
        lay_out("0,0 0.5,0 0.5,4 0,4 close", 0.8)


def test_square_corners_are_mitred_by_half_the_thickness():
    wall = walls(SQUARE)["A1"]
    assert wall.span(0.2) == pytest.approx((0.1, 3.9))
    assert wall.last.at(0.1) == pytest.approx(-0.1)
    assert wall.last.at(-0.1) == pytest.approx(0.1)


def test_the_room_is_inside_whichever_way_the_line_runs():
    clockwise, other = walls(SQUARE)["A1"], walls("0,3 4,3 4,0 0,0 close")["A1"]
    assert (clockwise.inside, other.inside) == (1, -1)
    assert clockwise.outer
    assert not walls("0,0 4,0")["A1"].outer


def test_an_end_in_another_wall_is_cut_at_its_face():
    found = walls(f"{SQUARE}; 2,0 2,1.5; 1,3 1,1.5")
    assert found["B1"].first.at(0.1) == pytest.approx(-0.1)
    assert found["B1"].last.at(0.1) == 0.0
    assert found["C1"].first.at(-0.1) == pytest.approx(-0.1)


def test_a_slanted_end_follows_the_face():
    """A wall at 45° into a wall along x: its sides are 0.2 m apart, so the cut runs 0.2 m along it."""
    end = walls(f"{SQUARE}; 3,1 2,0")["B1"].last
    assert end.at(0.1) - end.at(-0.1) == pytest.approx(math.copysign(0.2, end.slope))
    for across in (0.1, -0.1):
        reach = math.sqrt(2) + end.at(across)
        north = 1 - reach / math.sqrt(2) - across / math.sqrt(2)
        assert north == pytest.approx(0.1)


def test_openings_are_measured_from_the_first_corner():
    laid = lay_out(SQUARE, 0.2)
    found = openings_of(laid, read_plan_openings("A2:door@0.8x0.9x2.05 right out open 40"), 0.2, 2.6)
    (door,) = found["A2"]
    assert (door.centre, door.hinge, door.out, door.open_deg) == (0.8, "right", True, 40.0)
    assert found["A1"] == ()


@pytest.mark.parametrize(
    ("openings", "reason"),
    [
        ("A9:door@1x0.9x2", "openings name wall A9; the walls are A1, A2, A3, A4, B1"),
        ("A1:door@0.4x0.9x2", "A1:door@0.4 does not fit its wall of 4 m"),
        ("A1:door@1x0.9x2, A1:window@1.4x0.6x1", "A1:window@1.4 does not fit"),
        ("A2:window@1x1x2", "A2:window@1 is higher than its wall of 2.6 m"),
        ("A1:window@2.2x0.6x1", "B1 ends in A1:window@2.2"),
    ],
)
def test_openings_that_do_not_fit(openings, reason):
    with pytest.raises(ValueError, match=reason):
        openings_of(lay_out(f"{SQUARE}; 2,0 2,1.5", 0.2), read_plan_openings(openings), 0.2, 2.6)


def test_openings_of_a_room_are_not_those_of_a_plan():
    with pytest.raises(ValueError, match="must read like A1:door"):
        read_plan_openings("N:door@1x0.9x2")


def test_only_outer_outlines_have_a_floor():
    found = outlines(read_runs(f"{SQUARE}; 1,1 2,1 2,2 1,2 close; 6,0 8,0"))
    assert found == [((0.0, 0.0), (4.0, 0.0), (4.0, 3.0), (0.0, 3.0))]


def test_what_is_written_reads_the_same():
    runs = read_runs(f"{SQUARE}; C: 5.1234,5 6,-0.0001")
    assert write_runs(runs) == "A: 0,0 4,0 4,3 0,3 close; C: 5.123,5 6,0"
    assert read_runs(write_runs(runs))[0] == runs[0]
    assert free_letter(runs) == "B"
    text = (
        "A1:door@0.8x0.9x2.05 right out open 40, A2:window@1x0.6x1, A3:arch@1x1x2, "
        "A4:window@1x1.2x1.3 sill 0.4 lit bars 3x1"
    )
    assert write_openings(read_plan_openings(text)) == text
