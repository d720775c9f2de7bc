"""Hands on drawn walls, without a window."""

from __future__ import annotations

import pytest

from previz.errors import BadProject
from previz.scene import model
from previz.scene.document import Document
from previz.scene.transform import UP, axis_angle
from previz.studio import walls
from tests.films import FULL, put_small_film

ROOM = [(-2.0, -2.0), (2.0, -2.0), (2.0, 2.0), (-2.0, 2.0)]


@pytest.fixture
def document() -> Document:
    made = Document()
    put_small_film(made)
    return made


@pytest.fixture
def room(document: Document) -> str:
    return walls.draw_run(document, FULL, ROOM, closed=True)[0]


def text(document: Document, id: str, name: str = "walls") -> object:
    return document.need(id, model.Item).params[name]


def test_a_run_joins_walls_that_were_turned(document: Document, room: str) -> None:
    with document.edit("Turn") as edit:
        turned = model.Transform(position_m=(1.0, 0.0, 0.0), rotation=axis_angle(UP, 90))
        edit.update(room, transform=turned)
    walls.draw_run(document, FULL, [(1.0, 0.0), (2.0, 0.0)], item_id=room)
    assert text(document, room) == "A: -2,-2 2,-2 2,2 -2,2 close; B: 0,0 0,1"
    (drawn,) = walls.drawn_walls(document, FULL)
    assert drawn.place((0.0, 1.0)) == pytest.approx((2.0, 0.0))


def test_openings_go_with_a_corner_that_is_taken_out(document: Document) -> None:
    run = [(-2.0, -2.0), (0.0, -2.0), (2.0, -2.0), (2.0, 2.0), (-2.0, 2.0)]
    room, _ = walls.draw_run(document, FULL, run, closed=True)
    walls.add_opening(document, FULL, room, "A2", "door", 1.0)
    walls.add_opening(document, FULL, room, "A3", "window", 2.0)
    walls.remove_corner(document, FULL, room, "A", 1)
    assert text(document, room) == "A: -2,-2 2,-2 2,2 -2,2 close"
    assert text(document, room, "openings") == "A1:door@3x0.9x2.05, A2:window@2x1.2x1.2"


def test_the_last_walls_go_with_their_item(document: Document) -> None:
    item, letter = walls.draw_run(document, FULL, [(0.0, 0.0), (1.0, 0.0)])
    walls.remove_corner(document, FULL, item, letter, 0)
    assert item not in document
    document.undo()
    assert item in document


def test_a_window_in_a_low_wall_is_low(document: Document, room: str) -> None:
    with document.edit("Lower") as edit:
        edit.update(room, params={**document.need(room, model.Item).params, "height": 1.5})
    walls.add_opening(document, FULL, room, "A1", "window", 9.0)
    assert text(document, room, "openings") == "A1:window@3.275x1.2x0.54"


@pytest.mark.parametrize(
    ("corners", "reason"),
    [
        ([(0, 0), (0.1, 0)], "shorter than 0.2 m"),
        ([(0, 0), (99, 0)], "more than 60 m"),
        ([(0, 0)], "1 corners"),
    ],
)
def test_what_cannot_stand_is_refused_and_changes_nothing(
    document: Document, corners: list[tuple[float, float]], reason: str
) -> None:
    before = document.revision
    with pytest.raises(BadProject, match=reason):
        walls.draw_run(document, FULL, corners)
    assert document.revision == before


def test_a_door_in_the_way_of_a_corner_refuses_it(document: Document, room: str) -> None:
    walls.add_opening(document, FULL, room, "A1", "door", 2.0)
    with pytest.raises(BadProject, match="does not fit its wall"):
        walls.move_corner(document, FULL, room, "A", 1, (-1.5, -2.0))


def test_a_door_is_hung_in_four_ways(document: Document, room: str) -> None:
    walls.add_opening(document, FULL, room, "A1", "door", 2.0)
    said = []
    for _ in range(4):
        walls.turn_door(document, FULL, room, 0)
        said.append(text(document, room, "openings"))
    door = "A1:door@2x0.9x2.05"
    assert said == [f"{door} right", f"{door} right out", f"{door} out", door]


def test_locked_walls_are_not_for_hands(document: Document, room: str) -> None:
    with document.edit("Lock") as edit:
        edit.update(room, locked=True)
    assert walls.drawn_walls(document, FULL) == ()
