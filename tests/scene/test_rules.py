"""What cannot be is refused in one clear line that names the culprit, and nothing changes."""

from __future__ import annotations

import math
from typing import Any

import pytest

from previz.errors import BadProject
from previz.scene import rules
from previz.scene.document import Document
from previz.scene.model import (
    KINDS,
    ActorKey,
    CameraBody,
    CameraKey,
    CameraPackage,
    Entity,
    Frameline,
    Item,
    ItemKey,
    Lens,
    LensSet,
    Panel,
    Project,
    Sensor,
    Shot,
    Stage,
    Track,
    Transform,
)

from .films import a_take, small_film, state

NAN, INF = math.nan, math.inf
FLAT = Transform(scale=(0.0, 1.0, 1.0))


def refused(document: Document, *entities: Entity) -> str:
    """The line with which an edit of these is refused; asserts that nothing changed."""
    before = state(document)

    def put() -> None:
        with document.edit("Wrong") as edit:
            for entity in entities:
                edit.put(entity)

    with pytest.raises(BadProject) as error:
        put()
    assert state(document) == before
    line = str(error.value)
    assert "\n" not in line
    return line


def camera(**key: Any) -> Track:
    return Track(id="cam-one", owner_id="one", target_id="one", keys=(CameraKey(**key),))


@pytest.mark.parametrize(
    ("entity", "words"),
    [
        (camera(transform=Transform(position_m=(0.0, NAN, 0.0))), ("camera of shot one", "position_m[1]")),
        (camera(transform=Transform(rotation=(INF, 0.0, 0.0, 0.0))), ("camera of shot one", "rotation[0]")),
        (camera(focal_length_mm=NAN), ("camera of shot one", "focal_length_mm")),
        (
            Item(id="chair", stage_id="room", name="Chair", piece="chair", params={"width": -INF}),
            ("“Chair”", "params.width"),
        ),
        (
            Track(id="ada-s1", owner_id="s1", target_id="ada", keys=(ActorKey(gaze_m=(NAN, 0.0, 0.0)),)),
            ("“Ada”", "keys[0].gaze_m[0]"),
        ),
        (
            Track(id="ada-s1", owner_id="s1", target_id="ada", keys=(ActorKey(seat_height_m=NAN),)),
            ("“Ada”", "seat_height_m"),
        ),
    ],
)
def test_numbers_are_finite(entity: Entity, words: tuple[str, ...]) -> None:
    line = refused(small_film(), entity)
    assert "finite" in line
    assert all(word in line for word in words), line


@pytest.mark.parametrize(
    ("track", "words"),
    [
        (camera(focal_length_mm=0.0), "focal length is 0 mm"),
        (camera(focal_length_mm=-35.0), "focal length is -35 mm"),
        (camera(focus_distance_m=0.0), "focus distance is 0 m"),
        (camera(t_stop=-1.0), "T-stop is -1"),
        (camera(transform=Transform(scale=(2.0, 1.0, 1.0))), "cannot be scaled"),
        (camera(transform=Transform(rotation=(0.0, 0.0, 0.0, 0.0))), "turns nowhere"),
        (Track(id="cam-one", owner_id="one", target_id="one", keys=()), "no key"),
        (Track(id="cam-one", owner_id="one", target_id="one", keys=(ActorKey(),)), "use CameraKey"),
        (Track(id="ada-s1", owner_id="s1", target_id="ada", keys=(CameraKey(),)), "use ActorKey"),
        (Track(id="ada-s1", owner_id="s1", target_id="chair", keys=(ActorKey(),)), "use ItemKey"),
        (Track(id="t", owner_id="s1", target_id="one", keys=(CameraKey(),)), "belongs to its own shot"),
        (Track(id="t", owner_id="one", target_id="chair", keys=(ItemKey(transform=FLAT),)), "vanish"),
        (Track(id="t", owner_id="one", target_id="one", keys=(CameraKey(),)), "two tracks"),
        (Track(id="t", owner_id="room", target_id="ada", keys=(ActorKey(),)), "a stage"),
        (Track(id="t", owner_id="one", target_id="nobody", keys=(ActorKey(),)), "not in the project"),
    ],
)
def test_tracks_are_possible(track: Track, words: str) -> None:
    assert words in refused(small_film(), track)


@pytest.mark.parametrize("times_s", [(1.0, 0.0), (0.0, 1.0, 1.0)])
def test_keys_are_in_the_order_of_time(times_s: tuple[float, ...]) -> None:
    keys = tuple(CameraKey(time_s=time_s) for time_s in times_s)
    assert "order of time" in refused(
        small_film(), Track(id="cam-one", owner_id="one", target_id="one", keys=keys)
    )


def test_relations_and_order_hold() -> None:
    document = small_film()
    document.record(a_take(1, "panel-two"), "Take 1")
    for entity, words in (
        (Item(id="x", stage_id="nowhere", name="X", piece="chair", order="c"), "stage_id"),
        (Shot(id="x", scene_id="room", order="c"), "a stage"),
        (Panel(id="x", shot_id="s1", order="c"), "a scene"),
        (Panel(id="panel-one", shot_id="one", order="a", selected_take_id="none"), "not in the project"),
        (Panel(id="x", shot_id="one", order="b", selected_take_id="take-panel-two-1"), "another panel"),
        (Shot(id="x", scene_id="s1", order="a"), "share the order key 'a'"),
        (Shot(id="x", scene_id="s1", order="c0"), "not an order key"),
        (Shot(id="x", scene_id="s1", order="c", duration_s=0.0), "duration"),
        (Item(id="x", stage_id="room", name="X", piece="chair", order="c", transform=FLAT), "vanish"),
        (Project(id="second"), "one project"),
    ):
        assert words in refused(document, entity)
    assert "share" in refused(
        document, Shot(id="x", scene_id="s1", order="c"), Shot(id="y", scene_id="s1", order="c")
    )


def test_two_shots_can_change_places() -> None:
    document = small_film()
    with document.edit("Swap") as edit:
        edit.update("one", order="b")
        edit.update("two", order="a")
    assert [shot.id for shot in document.children("s1", Shot)] == ["two", "one"]
    assert "share" in refused(document, Shot(id="x", scene_id="s1", order="a"))
    document.undo()
    assert "share" in refused(document, Shot(id="x", scene_id="s1", order="a"))
    with document.edit("Take its place") as edit:
        edit.remove_tree("one")
        edit.put(Shot(id="x", scene_id="s1", order="a"))
    assert not document.problems()


@pytest.mark.parametrize("id", ["s1", "one", "room", "ada", "panel-one"])
def test_what_is_needed_cannot_be_removed_alone(id: str) -> None:
    document = small_film()
    with document.edit("Needs") as edit:
        edit.put(Panel(id="p9", shot_id="two", order="9"))
    before = state(document)
    if id == "panel-one":
        with document.edit("Remove") as edit:
            edit.remove(id)
        return
    with pytest.raises(BadProject, match="still needed by"), document.edit("Remove") as edit:
        edit.remove(id)
    assert state(document) == before


def test_the_package_has_possible_numbers() -> None:
    sensor = Sensor(mode_id="x", name="X", width_mm=0.0, height_mm=10.0)
    lens = Lens(focal_mm=0.0, focal_max_mm=0.0, t_stop=-1.0)
    for package, words in (
        (CameraPackage(frame_rate=0.0), "frame rate"),
        (CameraPackage(bodies=(CameraBody(id="a", label="A", sensor=sensor),)), "sensor of camera A"),
        (CameraPackage(lens_sets=(LensSet(id="l", maker="M", series="S", lenses=(lens,)),)), "focal length"),
        (CameraPackage(lens_sets=(LensSet(id="l", maker="M", series="S", squeeze=0.0),)), "squeeze"),
        (CameraPackage(framelines=(Frameline(id="f", name="Scope", aspect=0.0),)), "Scope"),
    ):
        assert words in refused(small_film(), Project(id="project", package=package))


def test_a_whole_document_is_checked_too() -> None:
    document = Document(
        [
            Shot(id="x", scene_id="nowhere", order="a"),
            Shot(id="y", scene_id="nowhere", order="a"),
            Stage(id="s", name="S", order="A"),
            a_take(1, "gone"),
        ]
    )
    lines = document.problems()
    assert len(lines) == 4
    assert any("share" in line for line in lines)
    assert any("'A' is not an order key" in line for line in lines)
    assert not small_film().problems()


def test_every_kind_has_its_relations_known() -> None:
    for kind, struct in KINDS.items():
        ids = {field for field in struct.__struct_fields__ if field.endswith("_id")}
        known = {reference.field for reference in rules.REFERENCES.get(kind, ())}
        chosen = {"body_id", "lens_set_id", "frameline_id"}  # parts of the camera package, not entities
        assert ids - chosen == known, kind
