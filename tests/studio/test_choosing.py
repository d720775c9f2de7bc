"""Which take stands is a person's choice."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from previz.errors import BadProject, NotFound
from previz.scene import model
from previz.scene.document import Document
from previz.scene.ids import counted_ids
from previz.scene.package import default_package
from previz.scene.store import Store
from previz.studio import Making, Studio
from previz.studio.choosing import select_take, take_lines, take_of, told_apart
from previz.studio.shot_book import set_locked
from tests.films import CLOSE, FULL, put_small_film


@pytest.fixture
def film() -> Document:
    made = Document([model.Project(id=model.PROJECT_ID, package=default_package())], counted_ids())
    put_small_film(made)
    for number, style in ((1, "pencil"), (2, "ink")):
        take = model.Take(
            id=f"t{number}", panel_id=f"{FULL}-p", number=number, image="", request="", generator="sketch",
            style=style, seed=number, size_px=(1920, 804),
        )  # fmt: skip
        made.record(take, "Take")
    select_take(made, made.need("t1", model.Take))
    return made


def test_another_take_stands_as_one_step(film: Document) -> None:
    steps = len(film.history)
    panel = film.need(f"{FULL}-p", model.Panel)
    select_take(film, take_of(film, panel, 2))
    assert film.need(panel.id, model.Panel).selected_take_id == "t2"
    select_take(film, take_of(film, panel, 2))
    assert len(film.history) == steps + 1, "what stands already is no step"
    film.undo()
    assert film.need(panel.id, model.Panel).selected_take_id == "t1"


def test_a_take_that_is_not_there_names_those_that_are(film: Document) -> None:
    with pytest.raises(NotFound, match="it has 1, 2"):
        take_of(film, film.need(f"{FULL}-p", model.Panel), 9)


def test_a_star_stands_before_what_is_selected(film: Document, tmp_path: Path) -> None:
    store = Store.create(tmp_path / "film.previz", film)

    def lines() -> list[str]:
        return list(take_lines(film, store, film.need(FULL, model.Shot), "1"))

    first, second = lines()
    assert first.split()[:4] == ["1", "*", "take", "1"]
    assert second.split()[:3] == ["1", "take", "2"]
    assert second.endswith("  ink, seed 2, 1920 x 804")
    made = msgspec.structs.replace(film.need("t2", model.Take), id="t3", number=3, model="sdxl-lightning")
    film.record(made, "Take")
    *_, third = lines()
    assert third.endswith("  sdxl-lightning, ink, seed 2, 1920 x 804")


def test_drawings_of_one_seed_say_what_they_chose_otherwise(small_film: Path) -> None:
    with Studio.open(small_film) as studio:
        shot = studio.find("1")
        for choices in ({}, {"hatch": -48, "weight": 0.7}, {"hatch": -48}):
            made = Making(seed=1, choices=choices, size_px=(96, 40))
            studio.generate([shot], made, lambda *_: None)
        studio.generate([shot], Making(seed=2, size_px=(96, 40)), lambda *_: None)
        told = [line.partition("seed ")[2] for line in take_lines(studio.document, studio.store, shot, "1")]
        assert told[1:] == [
            "1, hatching −48°, line weight ×0.70, 96 x 40",
            "1, hatching −48°, line weight ×1.00, 96 x 40",
            "2, 96 x 40",
        ]
        assert told[0].startswith("1, hatching ")
        takes = studio.document.children(f"{FULL}-p", model.Take)
        lost = msgspec.structs.replace(takes[0], id="lost", request="0" * 64)
        apart = told_apart(studio.store, [lost, *takes[1:3]])
        assert apart == {takes[1].id: "line weight ×0.70", takes[2].id: "line weight ×1.00"}


def test_of_a_locked_panel_the_take_stays_until_it_is_unlocked(film: Document) -> None:
    panel_id = f"{FULL}-p"
    set_locked(film, [panel_id], True)
    with pytest.raises(BadProject, match="unlock it"):
        select_take(film, film.need("t2", model.Take))
    select_take(film, film.need("t1", model.Take))  # what stands already asks for nothing
    set_locked(film, [panel_id], False)
    select_take(film, film.need("t2", model.Take))
    assert film.need(panel_id, model.Panel).selected_take_id == "t2"
    with pytest.raises(BadProject, match="draw the panel first"):
        set_locked(film, [panel_id, f"{CLOSE}-p"], True)
    assert not film.need(panel_id, model.Panel).locked
