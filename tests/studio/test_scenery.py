"""A starter set comes into a project as one step that can be taken back."""

from __future__ import annotations

import pytest

from previz.errors import NotFound
from previz.scene import blocking, model
from previz.scene.document import Document
from previz.scene.ids import counted_ids
from previz.scene.package import default_package
from previz.sets import SETS
from previz.studio.scenery import add_set, starter_set, world_of


@pytest.fixture
def film() -> Document:
    return Document([model.Project(id=model.PROJECT_ID, package=default_package())], counted_ids())


@pytest.mark.parametrize("key", SETS)
def test_every_set_becomes_a_scene_with_a_shot_through_its_camera(film: Document, key: str) -> None:
    made = add_set(film, key)
    assert film.problems() == []
    assert made.scene is not None
    assert made.shot is not None
    world = blocking.resolve(film, made.shot.id)
    original = starter_set(key)
    assert [item.name for item in world.items] == [item.name for item in original.items]
    assert world.camera is not None
    assert world.camera.position_m == original.camera.eye_m
    assert film.need(made.stage.id, model.Stage).marks == original.stage.marks
    assert made.scene.light.time == original.light.time
    if original.light.lamp_id:
        lamp = film.need(made.scene.light.lamp_id or "", model.Item)
        assert lamp.piece == next(i.piece for i in original.items if i.id == original.light.lamp_id)


def test_it_is_one_step_and_goes_away_whole(film: Document) -> None:
    before = len(film)
    add_set(film, "office")
    assert [edit.label for edit in film.history] == ["Build Office"]
    film.undo()
    assert len(film) == before


def test_twice_the_same_set_gives_two_stages_that_share_nothing(film: Document) -> None:
    first, second = add_set(film, "motel"), add_set(film, "motel")
    assert first.stage.name != second.stage.name
    assert not {item.id for item in first.items} & {item.id for item in second.items}
    assert first.scene is not None
    assert second.scene is not None
    assert (first.scene.number, second.scene.number) == ("1", "2")
    assert first.scene.light.lamp_id != second.scene.light.lamp_id


def test_a_set_alone_makes_no_scene(film: Document) -> None:
    made = add_set(film, "church", scene=False)
    assert made.scene is None
    assert not film.of(model.Scene)
    assert len(film.children(made.stage.id, model.Item)) == len(made.items)


def test_an_unknown_set_names_those_there_are_and_changes_nothing(film: Document) -> None:
    with pytest.raises(NotFound, match=r"no starter set “moon”; choose one of apartment"):
        add_set(film, "moon")
    assert not film.history


def test_a_set_can_be_looked_at_without_a_project() -> None:
    world = world_of(starter_set("car"))
    assert world.camera is not None
    assert world.light == starter_set("car").light
