from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from previz.errors import BadProject
from previz.scene import model
from previz.scene.document import Document
from previz.scene.marks import Arrow, Ink, LayerLook, Shape, Words
from previz.scene.store import Store
from tests.scene.films import a_take, small_film

LINE = Ink(touches="20000 50000 500 0 80000 50000 500 0")


def film_with_a_take() -> Document:
    document = small_film()
    document.record(a_take(), "Take")
    return document


def put(document: Document, shape: Shape = LINE, **more: object) -> model.FrameMark:
    order = document.next_order(model.FrameMark, "take-panel-one-1")
    fields = {"id": document.new_id(model.FrameMark), "take_id": "take-panel-one-1", "order": order}
    with document.edit("Draw") as edit:
        return edit.put(model.FrameMark(shape=shape, **(fields | more)))  # type: ignore[arg-type]


def test_drawing_is_an_edit_that_can_be_undone() -> None:
    document = film_with_a_take()
    first, second = put(document), put(document)
    marks = document.children("take-panel-one-1", model.FrameMark)
    assert marks == [first, second]
    document.undo()
    assert document.children("take-panel-one-1", model.FrameMark) == [first]
    assert document.problems() == []


@pytest.mark.parametrize(
    ("shape", "more", "trouble"),
    [
        (LINE, {"colour": "red"}, "#RRGGBB"),
        (LINE, {"size": 0.0}, "above 0"),
        (LINE, {"opacity": 1.5}, "0 to 1"),
        (LINE, {"size": float("nan")}, "not a finite number"),
        (LINE, {"take_id": "nowhere"}, "not in the project"),
        (Ink(touches="1 2 3"), {}, "whole numbers"),
        (Ink(touches=""), {}, "whole numbers"),
        (Arrow(points=((0.1, 0.1),)), {}, "two points"),
        (Arrow(points=((0.1, 0.1), (99.0, 0.1))), {}, "nearer"),
        (Words(at=(0.1, 0.1), text="x" * 2001), {}, "fewer"),
    ],
)
def test_what_cannot_be_drawn_is_refused(shape: Shape, more: dict[str, object], trouble: str) -> None:
    document = film_with_a_take()
    with pytest.raises(BadProject, match=trouble):
        put(document, shape, **more)
    assert document.of(model.FrameMark) == []


def test_a_take_has_one_sheet_of_known_layers() -> None:
    document = film_with_a_take()
    sheet = model.MarkSheet(id="a", take_id="take-panel-one-1", layers={"arrows": LayerLook(opacity=0.5)})
    with document.edit("Fade") as edit:
        edit.put(sheet)
    with pytest.raises(BadProject, match="of one take"), document.edit("Again") as edit:
        edit.put(msgspec.structs.replace(sheet, id="b"))
    with pytest.raises(BadProject, match="no layer 'ghost'"), document.edit("Ghost") as edit:
        edit.update("a", layers={"ghost": LayerLook()})


def test_marks_come_back_from_the_file_and_outlive_their_panel(tmp_path: Path) -> None:
    document, path = film_with_a_take(), tmp_path / "film.previz"
    mark = put(document, Words(at=(0.2, 0.3), text="leans in"), layer="notes", colour="#D7263D")
    with Store.create(path, document) as store:
        store.attach(document)
        with document.edit("Remove the shot") as edit:
            edit.remove_tree("one")
    store, again = Store.open(path)
    with store:
        assert again.of(model.FrameMark) == [mark]
        assert again.problems() == []
