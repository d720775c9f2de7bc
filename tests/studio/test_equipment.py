"""Bodies and lenses from the tables, in the package and on a camera."""

from __future__ import annotations

import pytest

from previz.errors import PrevizError
from previz.scene import model
from previz.scene.document import Document
from previz.scene.ids import counted_ids
from previz.scene.package import default_package
from previz.studio import camera_hands
from previz.studio.equipment import add_body, add_lenses, fresh_id, take_body, take_lenses
from tests.films import CLOSE, FULL, put_small_film

MINI_LF = "arri-alexa-mini-lf-4-5k-lf-3-2-open-gate"


@pytest.fixture
def film() -> Document:
    made = Document([model.Project(id=model.PROJECT_ID, package=default_package())], counted_ids())
    put_small_film(made)
    return made


def test_a_body_gets_the_next_letter(film: Document) -> None:
    add_body(film, MINI_LF)
    assert [one.label for one in film.project.package.bodies] == ["A", "A", "B"]
    with pytest.raises(PrevizError):
        add_body(film, "no-such-camera")
    assert len(film.project.package.bodies) == 3


def test_a_body_is_taken_once_into_the_package(film: Document) -> None:
    steps = len(film.history)
    take_body(film, FULL, MINI_LF)
    take_body(film, CLOSE, MINI_LF)
    assert len(film.history) == steps + 2
    (added,) = film.project.package.bodies[2:]
    assert film.need(FULL, model.Shot).body_id == film.need(CLOSE, model.Shot).body_id == added.id
    film.undo()
    film.undo()
    assert film.need(FULL, model.Shot).body_id is None
    assert len(film.project.package.bodies) == 2


def test_another_mode_of_a_camera_keeps_its_letter(film: Document) -> None:
    take_body(film, FULL, "arri-alexa-35-4-6k-16-9")
    assert letter(film, FULL) == "A"
    second = add_body(film, "arri-alexa-35-4-6k-3-2-open-gate")
    with film.edit("The second ALEXA 35 for the close-up") as edit:
        edit.update(CLOSE, body_id=second)
    take_body(film, CLOSE, "arri-alexa-35-4-6k-16-9")
    assert letter(film, CLOSE) == "B", "the mode that A has already is one of B as well"
    take_body(film, CLOSE, MINI_LF)
    take_body(film, FULL, MINI_LF)
    assert (letter(film, CLOSE), letter(film, FULL)) == ("C", "C")
    take_body(film, FULL, "arri-alexa-35-3-8k-16-9")
    assert letter(film, FULL) == "A"


def letter(film: Document, shot_id: str) -> str:
    body_id = film.need(shot_id, model.Shot).body_id
    return next(one.label for one in film.project.package.bodies if one.id == body_id)


def test_lenses_are_taken_with_the_nearest_length_for_every_key(film: Document) -> None:
    take_lenses(film, CLOSE, "arri-zeiss-master-anamorphic")
    shot = film.need(CLOSE, model.Shot)
    lenses = next(one for one in film.project.package.lens_sets if one.id == shot.lens_set_id)
    assert lenses.series == film.project.package.lens_sets[1].series, "no second set of the same"
    assert {key.focal_length_mm for key in camera_hands.camera_keys(film, CLOSE)} == {75.0}
    id = add_lenses(film, "arri-zeiss-master-anamorphic")
    assert film.project.package.lens_sets[-1].id == id


def test_ids_are_free() -> None:
    assert fresh_id("body", ["body-1", "body-2"]) == "body-3"
    assert fresh_id("body", []) == "body-1"
