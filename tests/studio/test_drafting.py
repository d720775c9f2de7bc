"""A draft compared beside the film, and taken in."""

from __future__ import annotations

from pathlib import Path

import pytest

from previz.errors import ImportFailed
from previz.scene import model
from previz.scene.document import Document
from previz.scene.ids import counted_ids
from previz.script import covering
from previz.studio.drafting import Draft
from previz.studio.lining import script_pages
from tests.films import FULL, put_small_film

SCRIPT = "INT. ROOM - DAY\n\nAda and Ben. The window is open.\n\nEXT. STREET - NIGHT\n\nNobody.\n"


def quiet(share: float, what: str) -> None:
    pass


@pytest.fixture
def film() -> Document:
    document = Document(ids=counted_ids())
    put_small_film(document)
    return document


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "a.fountain"
    made.write_text(SCRIPT)
    return made


def test_nothing_happens_to_the_film_before_it_is_taken(film: Document, path: Path) -> None:
    before, steps = tuple(film), len(film.history)
    draft = Draft(film, path).prepare(quiet)
    assert tuple(film) == before
    made = draft.take()
    assert made is not None
    assert made.scenes == 2
    assert len(film.history) == steps + 1
    assert film.history[-1].label == "Import script"
    assert [one.text for one in covering.passages_of(film)][1] == "Ada and Ben. The window is open."
    assert film.problems() == []
    film.undo()
    assert tuple(film) == before


def test_the_pages_come_with_it(film: Document, path: Path) -> None:
    made = Draft(film, path).prepare(quiet).take()
    assert made is not None
    assert list(made.laid_out) == script_pages(film)
    numbers = [line.number for page in made.laid_out for line in page.lines if line.kind == "heading"]
    assert numbers == ["1", "2"]


def test_it_tells_how_far_it_is_and_ends_where_it_is_told_to(film: Document, path: Path) -> None:
    told: list[float] = []
    Draft(film, path).prepare(lambda share, what: told.append(share))
    assert told == sorted(told)
    assert len(told) > 3

    def stop(share: float, what: str) -> None:
        if what == "Words":
            raise InterruptedError

    with pytest.raises(InterruptedError):
        Draft(film, path).prepare(stop)
    assert covering.script_of(film) is None


def test_it_is_compared_anew_where_the_film_has_changed(film: Document, path: Path) -> None:
    draft = Draft(film, path).prepare(quiet)
    with film.edit("Meanwhile") as edit:
        edit.update(FULL, action="The window is open.")
    assert draft.take() is None
    path.unlink()
    again = draft.anew().prepare(quiet).take()
    assert again is not None, "what was read once is not read again"
    assert [one.was for one in film.need(FULL, model.Shot).covers] == ["The window is open."]


def test_takes_that_come_meanwhile_change_nothing_of_it(film: Document, path: Path) -> None:
    draft = Draft(film, path).prepare(quiet)
    with film.edit("A panel") as edit:
        edit.put(model.Panel(id="new panel", shot_id=FULL, order="x"))
    assert draft.take() is not None


def test_a_file_that_is_none_says_so(film: Document, tmp_path: Path) -> None:
    with pytest.raises(ImportFailed, match="cannot be read"):
        Draft(film, tmp_path / "none.fountain").prepare(quiet)
