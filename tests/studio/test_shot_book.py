"""Scenes and shots made, doubled, split and put in another order."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from previz.errors import BadProject
from previz.scene import model
from previz.scene.document import Document
from previz.scene.ids import counted_ids
from previz.scene.package import default_package
from previz.studio import shot_book
from tests.films import BARE, CLOSE, FULL, put_small_film


@pytest.fixture
def film() -> Iterator[Document]:
    made = Document([model.Project(id=model.PROJECT_ID, package=default_package())], counted_ids())
    put_small_film(made)
    yield made
    assert made.problems() == []


def shots(film: Document) -> list[str]:
    return [shot.id for shot in film.of(model.Shot)]


def test_a_new_shot_stands_behind_and_looks_as_the_one_before(film: Document) -> None:
    made = shot_book.new_shot(film, "s1", after_id=FULL)
    assert shots(film) == [FULL, made, CLOSE, BARE]
    assert shot_book.camera_of(film, made) == shot_book.camera_of(film, FULL)
    assert len(film.children(made, model.Panel)) == 1
    film.undo()
    assert shots(film) == [FULL, CLOSE, BARE]


def test_what_is_flown_for_a_camera_is_flown_for_the_new_shot_that_has_it(film: Document) -> None:
    with film.edit("Fly the chair") as edit:
        edit.update(FULL, flown={"chair": ("",)})
    made = shot_book.new_shot(film, "s1", after_id=FULL)
    assert film.need(made, model.Shot).flown == {"chair": ("",)}
    other = shot_book.framed_shot(film, FULL, model.Framing(), shot_book.FIRST_CAMERA, "New shot framed", {})
    assert film.need(other, model.Shot).flown == {}


def test_a_new_scene_can_be_shot_at_once(film: Document) -> None:
    scene = shot_book.new_scene(film, "Yard")
    (shot,) = film.children(scene, model.Shot)
    assert shot_book.camera_of(film, shot.id) is not None
    stage_id = film.need(scene, model.Scene).stage_id
    assert film.need(stage_id or "", model.Stage).name == "Yard"


def test_a_double_has_its_own_camera_and_no_takes(film: Document) -> None:
    (twin,) = shot_book.duplicate_shots(film, [CLOSE])
    assert shots(film) == [FULL, CLOSE, twin, BARE]
    track = film.need(film.track(twin, twin) or "", model.Track)
    assert [key.time_s for key in track.keys] == [0.0, 3.0]


def test_split_in_the_middle_of_a_push_in(film: Document) -> None:
    there = shot_book.camera_of(film, CLOSE, 1.2)
    second = shot_book.split_shot(film, CLOSE, 1.2)
    assert shots(film) == [FULL, CLOSE, second, BARE]
    assert film.need(CLOSE, model.Shot).duration_s == pytest.approx(1.2)
    assert film.need(second, model.Shot).duration_s == pytest.approx(1.8)
    first_end, second_start = shot_book.camera_of(film, CLOSE, 1.2), shot_book.camera_of(film, second)
    assert there is not None
    assert first_end is not None
    assert second_start is not None
    assert first_end.transform == there.transform == second_start.transform
    assert shot_book.camera_of(film, second, 1.8).transform.position_m[2] == pytest.approx(1.2)  # type: ignore[union-attr]
    with pytest.raises(BadProject, match="inside"):
        shot_book.split_shot(film, CLOSE, 0.0)


def test_shots_change_places_and_scenes(film: Document) -> None:
    scene = shot_book.new_scene(film, "Yard")
    (there,) = film.children(scene, model.Shot)
    shot_book.move_shots(film, [BARE], "s1", None)
    assert shots(film) == [BARE, FULL, CLOSE, there.id]
    shot_book.move_shots(film, [FULL, BARE], scene, there.id)
    assert shots(film) == [CLOSE, there.id, BARE, FULL]
    assert film.need(BARE, model.Shot).scene_id == scene
    assert len(film.history[-1].changes) == 2, "a re-order touches only what moves"


def test_numbers_by_hand(film: Document) -> None:
    shot_book.set_label(film, CLOSE, " 7X ")
    assert film.need(CLOSE, model.Shot).label == "7X"
    shot_book.renumber(film)
    assert film.need(CLOSE, model.Shot).label == "7X", "what is locked stays"
    shot_book.set_label(film, CLOSE, "")
    assert film.need(CLOSE, model.Shot).label is None


def test_removed_and_omitted(film: Document) -> None:
    shot_book.set_omitted(film, [FULL], True)
    assert film.need(FULL, model.Shot).omitted
    shot_book.remove_shots(film, [FULL, CLOSE])
    assert shots(film) == [BARE]
    film.undo()
    assert shots(film) == [FULL, CLOSE, BARE]


def test_panels_stand_in_the_order_of_time(film: Document) -> None:
    late = shot_book.new_panel(film, CLOSE, 3.0)
    middle = shot_book.new_panel(film, CLOSE, 1.5)
    assert [panel.id for panel in film.children(CLOSE, model.Panel)] == [f"{CLOSE}-p", middle, late]


def test_a_framing_is_taken_in_one_step(film: Document) -> None:
    camera = shot_book.camera_of(film, CLOSE)
    assert camera is not None
    framing = model.Framing(subjects=("ada",), size="CU")
    shot_book.frame(film, BARE, framing, camera, "Frame CU of Ada", {"chair": ("",)})
    assert film.need(BARE, model.Shot).framing == framing
    assert film.need(BARE, model.Shot).flown == {"chair": ("",)}
    assert film.history[-1].label == "Frame CU of Ada"
    film.undo()
    assert shot_book.camera_of(film, BARE) is None
    assert film.need(BARE, model.Shot).flown == {}
