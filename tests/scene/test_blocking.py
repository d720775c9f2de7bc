"""Keys over time, who overrides whom, and the ids that every shot of a scene agrees on."""

from __future__ import annotations

import math

import pytest

from previz.errors import BadProject, NotFound
from previz.scene import blocking, model
from previz.scene.document import Document
from previz.scene.package import default_package
from previz.scene.transform import axis_angle


def small_film() -> Document:
    """A stage with two items, two people in the scene, one shot in which one of them stands elsewhere."""
    document = Document([model.Project(id=model.PROJECT_ID, package=default_package())])
    with document.edit("Set up") as edit:
        for id, name, order in (("ada", "Ada", "a"), ("ben", "Ben", "b"), ("cy", "Cy", "c")):
            edit.put(model.Character(id=id, name=name, order=order))
        edit.put(model.Stage(id="room", name="Room"))
        for id, order in (("chair", "a"), ("table", "b")):
            edit.put(model.Item(id=id, stage_id="room", name=id, piece=id, order=order))
        edit.put(model.Scene(id="s1", order="a", number="1", stage_id="room"))
        edit.put(model.Shot(id="shot", scene_id="s1", order="a"))
        edit.put(model.Shot(id="bare", scene_id="s1", order="b"))
        edit.put(model.Track(id="t1", owner_id="s1", target_id="ada", keys=(model.ActorKey(),)))
        edit.put(
            model.Track(id="t2", owner_id="s1", target_id="cy", keys=(model.ActorKey(position_m=(1, 0, 0)),))
        )
        edit.put(
            model.Track(
                id="t3", owner_id="shot", target_id="cy", keys=(model.ActorKey(position_m=(2, 0, 0)),)
            )
        )
        camera = (
            model.CameraKey(transform=model.Transform(position_m=(0, 1.5, 4)), focal_length_mm=35),
            model.CameraKey(
                time_s=2,
                transform=model.Transform(position_m=(0, 1.5, 2), rotation=axis_angle((0, 1, 0), 90)),
                focal_length_mm=50,
            ),
        )
        edit.put(model.Track(id="t4", owner_id="shot", target_id="shot", keys=camera))
    return document


def test_a_shots_track_wins_over_the_scenes_and_absent_people_are_absent() -> None:
    document = small_film()
    at_shot = {a.id: a.position_m for a in blocking.resolve(document, "shot").actors}
    at_bare = {a.id: a.position_m for a in blocking.resolve(document, "bare").actors}
    assert at_shot == {"ada": (0, 0, 0), "cy": (2, 0, 0)}
    assert at_bare == {"ada": (0, 0, 0), "cy": (1, 0, 0)}


def test_object_ids_do_not_depend_on_who_is_in_the_shot() -> None:
    document = small_film()
    ids = {a.id: a.object_id for a in blocking.resolve(document, "shot").actors}
    with document.edit("Ben walks in") as edit:
        edit.put(model.Track(id="t9", owner_id="shot", target_id="ben", keys=(model.ActorKey(),)))
        edit.put(model.Item(id="lamp", stage_id="room", name="lamp", piece="lamp", order="c"))
    world = blocking.resolve(document, "shot")
    assert {a.id: a.object_id for a in world.actors if a.id != "ben"} == ids
    assert len(set(world.names())) == 6
    assert world.names()[ids["cy"]] == "Cy"


def test_the_camera_moves_straight_and_turns_the_short_way() -> None:
    document = small_film()
    halfway = blocking.resolve(document, "shot", 1.0).camera
    assert halfway is not None
    assert halfway.position_m == pytest.approx((0, 1.5, 3))
    assert halfway.focal_length_mm == pytest.approx(42.5)
    assert 2 * math.degrees(math.acos(halfway.rotation[0])) == pytest.approx(45)
    assert blocking.resolve(document, "shot", 99).camera == blocking.resolve(document, "shot", 2).camera


def test_heading_turns_the_short_way_round() -> None:
    keys = [model.ActorKey(heading_deg=170), model.ActorKey(time_s=1, heading_deg=-170)]
    assert blocking.actor_key_at(keys, 0.5).heading_deg % 360 == pytest.approx(180)


def test_pose_is_the_one_last_passed() -> None:
    keys = [
        model.ActorKey(pose=model.Pose(preset="stand")),
        model.ActorKey(time_s=1, pose=model.Pose(preset="sit")),
    ]
    assert blocking.actor_key_at(keys, 0.99).pose.preset == "stand"
    assert blocking.actor_key_at(keys, 1.0).pose.preset == "sit"


def test_a_shot_without_a_camera_has_none() -> None:
    assert blocking.resolve(small_film(), "bare").camera is None


def test_hidden_items_are_not_there() -> None:
    document = small_film()
    with document.edit("Fly the chair") as edit:
        key = model.ItemKey(hidden=True)
        edit.put(model.Track(id="t8", owner_id="shot", target_id="chair", keys=(key,)))
    assert [item.id for item in blocking.resolve(document, "shot").items] == ["table"]
    assert [item.id for item in blocking.resolve(document, "bare").items] == ["chair", "table"]


def test_errors_say_what_to_do() -> None:
    document = small_film()
    with pytest.raises(NotFound):
        blocking.resolve(document, "nowhere")
    with document.edit("Strike the set") as edit:
        edit.update("s1", stage_id=None)
    with pytest.raises(BadProject, match="Scene 1 has no stage"):
        blocking.resolve(document, "shot")


def test_walls_fly_for_one_shot_alone() -> None:
    document = small_film()
    with document.edit("Fly") as edit:
        edit.update("shot", flown={"table": ("south", "ceiling"), "chair": ("",), "gone": ("north",)})
        edit.update("table", params={"flown": "east", "width": 4.0})
    flown = {item.id: item.params for item in blocking.resolve(document, "shot").items}
    assert flown == {"table": {"flown": "ceiling, east, south", "width": 4.0}}
    whole = {item.id: item.params for item in blocking.resolve(document, "bare").items}
    assert whole == {"table": {"flown": "east", "width": 4.0}, "chair": {}}
