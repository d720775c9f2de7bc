"""Rooms from a plan, and platforms: floors, cut walls, flown walls, levels."""

from __future__ import annotations

import numpy as np
import pytest

from previz.errors import BadProject
from previz.kit.catalogue import mesh, wall_mesh, walls
from tests.kit.sound import areas, corners, fighting, hits, open_edges, solid_volumes

SQUARE = "0,0 4,0 4,3 0,3 close"
PLANS = {
    "square": SQUARE,
    "the other way round": "0,3 4,3 4,0 0,0 close",
    "bevelled": "0,0 4,0 5,1 5,3 0,3 close",
    "open": "0,0 4,0 4,3",
    "inner walls": f"{SQUARE}; 2,0 2,1.5; 4,2 3,1",
    "two rooms": f"{SQUARE}; 6,0 8,0 8,2 6,2 close",
}


def plan(text, **params):
    return {"walls": text, "openings": "", **params}


@pytest.mark.parametrize("text", PLANS.values(), ids=PLANS)
@pytest.mark.parametrize("pattern", ["plain", "boards", "chequer"])
def test_plans_are_sound(text, pattern):
    made = mesh("plan", plan(text, pattern=pattern))
    assert areas(made).min() > 1e-9
    assert open_edges(made) == 0
    assert solid_volumes(made).min() > 0
    assert not fighting(made)


def floor_area(made, level=0.0):
    triangles = corners(made)
    flat = np.abs(triangles[..., 1] - level).max(axis=1) < 1e-6
    up = made.normals[made.faces.astype(int)][:, :, 1].min(axis=1) > 0.99
    return areas(made)[flat & up].sum()


def test_the_floor_reaches_to_the_outer_faces():
    made = mesh("plan", plan(SQUARE, thickness=0.2, ceiling=False))
    assert floor_area(made) == pytest.approx(4.2 * 3.2, abs=1e-3)
    bare = mesh("plan", plan(SQUARE, ceiling=False, floor=False))
    assert bare.positions[:, 1].min() >= -1e-6


def test_an_open_line_has_neither_floor_nor_ceiling():
    assert floor_area(mesh("plan", plan("0,0 4,0 4,3"))) == 0.0


def test_boards_stay_within_a_slanted_outline():
    made = mesh("plan", plan("0,0 4,0 5,1 5,3 0,3 close", pattern="boards", skirting=False))
    proud = corners(made)[np.abs(corners(made)[..., 1] - 0.0015).max(axis=1) < 1e-4]
    assert len(proud)
    assert (proud[..., 0] - proud[..., 2]).max() < 4.0
    shares = 0.5 * np.abs(np.cross(proud[:, 1] - proud[:, 0], proud[:, 2] - proud[:, 0])[:, 1]).sum() / 14.5
    assert 0.2 < shares < 0.7, "about every other board is inlaid"


def test_one_looks_through_an_opening_at_its_distance():
    made = mesh("plan", plan(SQUARE, openings="A1:doorway@1x0.9x2.05, A3:doorway@1x0.9x2.05"))
    assert hits(made, (1.0, 1.0, -1.0), (0, 0, 1))[0] == pytest.approx(3.93, abs=0.01), "as far as A3"
    assert hits(made, (3.0, 1.0, -1.0), (0, 0, 1))[0] == pytest.approx(0.93, abs=0.01)
    assert hits(made, (3.0, 1.0, 4.0), (0, 0, -1))[0] > 3.9, "A3 is drawn from east to west"


@pytest.mark.parametrize(
    ("words", "side", "hinge_x"),
    [("", 1, 0.6), ("right", 1, 1.4), ("out", -1, 0.6), ("right out", -1, 1.4)],
)
def test_a_door_swings_to_its_side_about_its_hinges(words, side, hinge_x):
    closed = mesh("plan", plan(SQUARE, openings=f"A1:door@1x0.9x2.05 {words}".strip()))
    opened = mesh("plan", plan(SQUARE, openings=f"A1:door@1x0.9x2.05 {words} open 90".strip()))
    moved = opened.positions[~(opened.positions == closed.positions).all(axis=1)]
    tip = moved[np.abs(moved[:, 2]).argmax()]
    assert np.sign(tip[2]) == side
    assert abs(tip[2]) > 0.8
    assert tip[0] == pytest.approx(hinge_x, abs=0.12)


def test_a_flown_wall_is_gone_and_the_others_stay():
    whole, flown = mesh("plan", plan(SQUARE)), mesh("plan", plan(SQUARE, flown="A3, ceiling"))
    start, way = (2.0, 1.0, 6.0), (0, 0, -1)
    assert hits(whole, start, way)[0] == pytest.approx(2.93, abs=0.01)
    assert hits(flown, start, way)[0] == pytest.approx(5.93, abs=0.01)
    assert hits(flown, (2.0, 5.0, 1.0), (0, -1, 0))[0] == pytest.approx(5.0, abs=0.01)
    assert walls("plan", plan(SQUARE, flown="A3, ceiling")) == {n: f"wall {n}" for n in ("A1", "A2", "A4")}


def test_rooms_fly_too_and_unknown_names_are_let_be():
    assert list(walls("room")) == ["north", "east", "south", "west", "ceiling"]
    assert list(walls("room", {"flown": "south, attic", "west": False})) == ["north", "east", "ceiling"]
    open_south = mesh("room", {"flown": "south"})
    assert hits(open_south, (1.8, 1.0, 6.0), (0, 0, -1))[0] > 8.0
    assert walls("wall") == {"": "wall"}
    assert walls("chair") == {}


def test_a_wall_alone():
    east = wall_mesh("room", {"openings": ""}, "east")
    assert east.positions[:, 0].min() == pytest.approx(2.4, abs=0.01)
    assert wall_mesh("wall", {}, "") is mesh("wall")
    ceiling = wall_mesh("plan", plan(SQUARE), "ceiling")
    assert ceiling.positions[:, 1].min() == pytest.approx(2.6)


def test_nothing_is_left_when_everything_flies():
    gone = mesh("plan", plan("0,0 4,0", flown="A1"))
    assert gone.faces.shape == (0, 3)


def test_a_storey_stands_at_its_level():
    made = mesh("plan", plan(SQUARE, level=2.8))
    assert floor_area(made, 2.8) > 10
    assert made.positions[:, 1].min() == pytest.approx(2.8 - 0.12)


def test_bad_plans_name_piece_and_setting():
    with pytest.raises(BadProject, match=r"^plan: walls has walls A1 and A3 crossing"):
        mesh("plan", plan("0,0 4,3 4,0 0,3 close"))
    with pytest.raises(BadProject, match=r"^plan: A1:door@0.2 does not fit"):
        mesh("plan", plan(SQUARE, openings="A1:door@0.2x0.9x2.05"))
    with pytest.raises(BadProject, match=r"^room: flown must be names of walls"):
        mesh("room", {"flown": "no;rth"})


@pytest.mark.parametrize("steps", [0, 1, 5])
def test_platforms_are_as_high_as_they_say(steps):
    made = mesh("platform", {"height": 1.0, "steps": float(steps)})
    assert made.positions[:, 1].max() == pytest.approx(1.0)
    assert hits(made, (0.1, 3.0, 0.1), (0, -1, 0))[0] == pytest.approx(2.0, abs=0.002)
    assert not fighting(made)
    assert open_edges(made) == 0
