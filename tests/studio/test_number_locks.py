"""Numbers that are locked hold; what comes between is named after its neighbours."""

from __future__ import annotations

import pytest

from previz.errors import NotFound
from previz.grammar.numbering import Numbers, number_project
from previz.scene import model
from previz.scene.document import Document
from previz.scene.ids import counted_ids
from previz.scene.order import between
from previz.studio.number_locks import is_number_locked, numbered, set_numbers_locked, told
from previz.studio.shot_book import new_scene
from tests.films import CLOSE, FULL, put_small_film


@pytest.fixture
def film() -> Document:
    document = Document(ids=counted_ids())
    put_small_film(document)
    with document.edit("Two scenes") as edit:
        edit.put(model.Scene(id="s2", order="b", number="2"))
        edit.put(model.Shot(id="in s2", scene_id="s2", order="a"))
    return document


def numbers(film: Document) -> Numbers:
    return number_project(film.project, film.of(model.Scene), film.of(model.Shot))


@pytest.mark.parametrize(("style", "name"), [("suffix", "1A"), ("prefix", "A2")])
def test_all_numbers_are_locked_and_what_comes_between_is_named_as_the_style_says(
    film: Document, style: str, name: str
) -> None:
    with film.edit("Style") as edit:
        edit.update(model.PROJECT_ID, insert_number=style)
    before, steps = numbers(film), len(film.history)
    ids = numbered(film)
    assert set_numbers_locked(film, ids, True) == len(ids)
    assert len(film.history) == steps + 1
    assert all(is_number_locked(film, id) for id in ids)
    made = new_scene(film, after_id="s1")
    after = numbers(film)
    assert after.scenes[made] == name
    assert {id: after.scenes[id] for id in before.scenes} == before.scenes
    assert {id: after.shots[id] for id in before.shots} == before.shots
    assert set_numbers_locked(film, ids, True) == 0


def test_unlocked_numbers_are_counted_again(film: Document) -> None:
    set_numbers_locked(film, numbered(film), True)
    made = new_scene(film, after_id="s1")
    assert set_numbers_locked(film, numbered(film), False) > 0
    assert numbers(film).scenes == {"s1": "1", made: "2", "s2": "3"}
    assert film.need(FULL, model.Shot).label is None
    film.undo()
    assert numbers(film).scenes["s2"] == "2"


def test_one_number_alone_is_locked(film: Document) -> None:
    close = numbers(film).shots[CLOSE]
    set_numbers_locked(film, [CLOSE], True)
    assert film.history[-1].label == "Lock number"
    assert not is_number_locked(film, FULL)
    assert not is_number_locked(film, "s1")
    first = film.children("s1", model.Shot)[0]
    with film.edit("A shot before it") as edit:
        edit.put(model.Shot(id="new", scene_id="s1", order=between(None, first.order)))
    assert numbers(film).shots[CLOSE] == close
    assert numbers(film).shots["new"] == "1"


def test_what_has_no_number_is_refused(film: Document) -> None:
    with pytest.raises(NotFound, match="no number"):
        set_numbers_locked(film, ["ada"], True)


def test_it_is_told_in_one_line() -> None:
    assert told(1, True).startswith("1 number is locked;")
    assert told(2, False) == "2 numbers are unlocked and counted again."
    assert told(0, True) == "All of these numbers are locked already."
