"""A plan says what stands where, and how wide the lens looks."""

from __future__ import annotations

import math

import msgspec
import numpy as np
import pytest

from previz.scene import model
from previz.scene.document import Document
from previz.scene.ids import counted_ids
from previz.scene.package import camera_state, default_package
from previz.scene.transform import look_at
from previz.studio import floor_plan as plans
from previz.studio import shot_book, stagehands
from previz.studio.camera_hands import set_camera
from previz.studio.floor_plan import StandingCameras, floor_plan, flown_walls
from tests.films import CLOSE, FULL, put_small_film


@pytest.fixture
def film() -> Document:
    made = Document([model.Project(id=model.PROJECT_ID, package=default_package())], counted_ids())
    put_small_film(made)
    return made


def test_what_a_shot_takes_out_stands_on_the_plan_as_flown(film: Document) -> None:
    assert flown_walls(film, FULL) == ()
    with film.edit("Walls") as edit:
        edit.put(model.Item(id="walls", stage_id="room", name="parlour", piece="room", order="c"))
        edit.update(FULL, flown={"walls": ("east", "ceiling"), "chair": ("",)})
    chair, east, ceiling = flown_walls(film, FULL)
    assert {one.kind for one in (chair, east, ceiling)} == {"flown"}
    assert (chair.name, east.name, ceiling.name) == ("chair", "east wall", "ceiling")
    corners = np.concatenate(east.outlines)
    low, high = corners.min(axis=0), corners.max(axis=0)
    assert low[0] > 1, "east of the middle"
    assert high[1] - low[1] > 2 > high[0] - low[0], "a wall along z"
    assert ceiling.outlines == ()


def test_people_furniture_and_cameras(film: Document) -> None:
    plan = floor_plan(film, FULL, numbers={FULL: "1"})
    assert [(p.name, p.place) for p in plan.people] == [("Ada", (0.0, 0.0)), ("Ben", (-0.9, -0.3))]
    kinds = {item.id: item.kind for item in plan.items}
    assert kinds == {"floor": "ground", "chair": "thing"}
    chair = next(item for item in plan.items if item.id == "chair")
    np.testing.assert_allclose(chair.outlines[0].mean(axis=0), (1.2, -0.5), atol=0.15)
    current = plan.cameras[-1]
    assert (current.shot_id, current.number, current.place) == (FULL, "1", (0.0, 6.0))
    assert abs(current.heading_deg) == pytest.approx(180.0)


def test_the_cone_is_the_lens(film: Document) -> None:
    camera = shot_book.camera_of(film, FULL)
    assert camera is not None
    state = camera_state(film.project, film.need(FULL, model.Shot), camera)
    drawn = floor_plan(film, FULL).cameras[-1]
    assert math.tan(math.radians(drawn.half_angle_deg)) == pytest.approx(state.view.tan_x)
    assert drawn.near_m < drawn.focus_m < drawn.far_m


def test_a_camera_that_is_tried_out_stands_in(film: Document) -> None:
    tried = model.CameraKey(transform=look_at((3.0, 1.5, 0.0), (0.0, 1.5, 0.0)))
    drawn = floor_plan(film, FULL, camera=tried).cameras[-1]
    assert drawn.place == (3.0, 0.0)
    assert drawn.heading_deg == pytest.approx(-90.0)


def test_a_push_in_has_a_way_and_two_people_a_line(film: Document) -> None:
    plan = floor_plan(film, CLOSE)
    (way,) = plan.ways
    assert (way.target_id, way.times_s) == (CLOSE, (0.0, 3.0))
    assert way.points == pytest.approx(np.array([(0.1, 1.9), (0.06, 1.2)]))
    assert plan.line is not None
    assert {person.name for person in plan.line} == {"Ada", "Ben"}


def test_walls_are_cut(film: Document) -> None:
    stagehands.add_item(film, "room", "room")
    shell = next(item for item in floor_plan(film, FULL).items if item.name == "Room")
    assert shell.kind == "wall"
    assert shell.outlines


def test_cameras_that_stand_are_worked_out_once(film: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def counted(project: model.Project, shot: model.Shot, key: model.CameraKey) -> object:
        asked.append(shot.id)
        return camera_state(project, shot, key)

    monkeypatch.setattr(plans, "camera_state", counted)
    standing = StandingCameras()
    numbers = {FULL: "1", CLOSE: "1A"}

    def draw() -> plans.FloorPlan:
        asked.clear()
        return floor_plan(film, FULL, numbers=numbers, standing=standing)

    first = draw()
    assert asked == [CLOSE, FULL]
    with film.edit("Move Ben") as edit:
        edit.update("t-ben", keys=(model.ActorKey(position_m=(-1.5, 0.0, 0.0)),))
    again = draw()
    assert asked == [FULL], "the camera of the other shot did not move"
    assert again.cameras[0] is first.cameras[0]

    set_camera(film, CLOSE, model.CameraKey(transform=look_at((3.0, 1.5, 0.0), (0.0, 1.5, 0.0))))
    assert draw().cameras[0].place != first.cameras[0].place
    numbers[CLOSE] = "2"
    assert draw().cameras[0].number == "2"
    with film.edit("Another camera package") as edit:
        package = film.project.package
        edit.update(model.PROJECT_ID, package=msgspec.structs.replace(package, bodies=package.bodies[1:]))
    draw()
    assert asked == [CLOSE, FULL], "the package is the project's"
