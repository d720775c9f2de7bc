"""Walls between camera and people: found, told, and never those beside or behind."""

from __future__ import annotations

import numpy as np
import pytest

from previz.render import drawlist
from previz.render.walls import blocking_walls, first_hits, joined, told
from previz.scene import model
from previz.scene.blocking import CameraState, Placed, without_walls
from previz.scene.optics import framed_view
from previz.scene.transform import look_at


def camera_at(eye, target=(0.0, 1.2, 0.0), focal_mm=35.0):
    place = look_at(eye, target)
    return CameraState(
        position_m=place.position_m,
        rotation=place.rotation,
        view=framed_view(28.0, 19.2, 1.85, focal_mm),
        focal_length_mm=focal_mm,
        focus_distance_m=3.0,
        t_stop=2.8,
    )


def placed(piece, at=(0.0, 0.0, 0.0), object_id=1, **params):
    transform = model.Transform(position_m=at)
    return Placed(f"item {object_id}", f"set {object_id}", piece, params, {}, transform, object_id)


def blocked(world, eye, *members, subjects=(), **camera):
    made = world(*members)
    return blocking_walls(made, drawlist.build(made), camera_at(eye, **camera), subjects)


ROOM = placed("room", openings="")


def test_the_wall_between_is_found(world, actor):
    (wall,) = blocked(world, (0.0, 1.5, 5.0), ROOM, actor())
    assert (wall.item_id, wall.wall, wall.words) == ("item 1", "south", "south wall")
    assert wall.hides == ("Person 10",)
    assert wall.frame_share == pytest.approx(1.0, abs=0.1)


def test_nothing_is_in_the_way_inside_the_room(world, actor):
    assert blocked(world, (1.9, 1.5, 1.8), ROOM, actor()) == ()


def test_a_flown_wall_is_not_in_the_way(world, actor):
    flown = placed("room", **without_walls({"openings": ""}, ["south"]))
    assert blocked(world, (0.0, 1.5, 5.0), flown, actor()) == ()


def test_from_a_corner_both_walls_are_found(world, actor):
    found = blocked(world, (4.6, 1.5, 4.4), ROOM, actor())
    assert {wall.wall for wall in found} == {"south", "east"}
    assert any(wall.hides for wall in found)


def test_from_above_it_is_the_ceiling(world, actor):
    (wall,) = blocked(world, (0.0, 6.0, 0.8), ROOM, actor(), target=(0.0, 1.0, 0.0))
    assert wall.wall == "ceiling"


def test_who_is_seen_through_a_door_is_not_hidden(world, actor):
    door = placed("room", openings="S:doorway@0x1.6x2.3")
    (wall,) = blocked(world, (0.0, 1.4, 5.0), door, actor(), focal_mm=24.0)
    assert wall.hides == ()
    assert 0.25 < wall.frame_share < 0.9


def test_walls_of_a_plan_and_free_walls(world, actor):
    plan = placed("plan", walls="-3,0 3,0; -3,1 -2,1", openings="", at=(0.0, 0.0, 1.0))
    free = placed("wall", at=(0.0, 0.0, 2.0), object_id=2)
    found = blocked(world, (0.0, 1.5, 5.0), plan, free, actor())
    assert {(wall.item_id, wall.wall, wall.words) for wall in found} == {
        ("item 1", "A1", "wall A1"),
        ("item 2", "", "set 2"),
    }


def test_only_subjects_count(world, actor):
    inside, outside = actor(10), actor(11, position_m=(0.0, 0.0, 3.5))
    assert blocked(world, (0.0, 1.5, 8.0), ROOM, inside, outside, subjects={"actor 11"}) == ()
    (wall,) = blocked(world, (0.0, 1.5, 8.0), ROOM, inside, outside)
    assert wall.hides == ("Person 10",)


def test_things_can_be_the_subject(world):
    mug = placed("mug", at=(0.0, 1.0, 0.0), object_id=3)
    (wall,) = blocked(world, (0.0, 1.2, 5.0), ROOM, mug, subjects={"item 3"}, target=(0.0, 1.0, 0.0))
    assert wall.hides == ("set 3",)


def test_a_turned_room_keeps_its_names(world, actor):
    turned = Placed("r", "hut", "room", {"openings": ""}, {}, look_at((0, 0, 0), (-1, 0, 0)), 1)
    (wall,) = blocked(world, (5.0, 1.5, 0.0), turned, actor())
    assert wall.wall == "south"


def test_many_rays_hit_what_one_ray_hits():
    triangle = np.array([[[-1.0, -1.0, -2.0], [1.0, -1.0, -2.0], [0.0, 1.0, -2.0]]])
    ways = np.array([[0.0, 0.0, -4.0], [3.0, 0.0, -4.0], [0.0, 0.0, 4.0]])
    shares, which = first_hits(np.zeros(3), ways, triangle)
    assert shares.tolist() == [0.5, 1.0, 1.0]
    assert which[0] == 0


def test_it_is_told_in_one_line(world, actor):
    found = blocked(world, (0.0, 1.5, 5.0), ROOM, actor(), actor(11, name="Ben", position_m=(0.5, 0, 0)))
    assert told(found) == "The south wall of set 1 stands between the camera and Person 10 and Ben"
    assert told(()) == ""
    assert joined(["a", "b", "c"]) == "a, b and c"
