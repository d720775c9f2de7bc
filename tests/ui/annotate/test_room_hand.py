"""What the hand is kept from: closed layers, tools that change under it, drags that are taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from previz.scene.marks import Box, Ink
from previz.scene.model import Take
from previz.studio import Making
from previz.studio.planning import plan_of_take
from previz.studio.shot_book import new_panel
from previz.ui.annotate.canvas import Canvas, Touch
from previz.ui.annotate.room import AnnotateRoom
from previz.ui.desk import Desk
from previz.ui.message import Message
from tests.films import FULL
from tests.ui.annotate.test_room import marks, pen, room, stroke

__all__ = ["room"]  # the fixture


def touch(canvas: Canvas, x: float, y: float) -> Touch:
    return Touch((x, y), canvas.view.canvas_from_picture().map(QPointF(x, y)))


def drag(canvas: Canvas, *places: tuple[float, float], alt: bool = False) -> None:
    """A drag that is not over."""
    canvas._begin(replace(touch(canvas, *places[0]), alt=alt))
    for place in places[1:]:
        canvas._go_on(touch(canvas, *place))


def told(room: AnnotateRoom) -> list[str]:
    said: list[str] = []
    room.session.told.connect(lambda message: said.append(message.text))
    return said


def test_nothing_is_drawn_on_a_layer_that_is_locked_or_hidden(room: AnnotateRoom) -> None:
    said, layer = told(room), room.layers.rows["drawing"]
    layer.lock.click()
    stroke(room.canvas, (0.2, 0.2), (0.5, 0.2))
    layer.lock.click()
    layer.eye.click()
    stroke(room.canvas, (0.2, 0.2), (0.5, 0.2))
    assert marks(room) == []
    assert said == [
        "The drawing layer is locked; unlock it at the right.",
        "The drawing layer is hidden; show it at the right.",
    ]
    room.kit.take_up("arrow")
    stroke(room.canvas, (0.2, 0.2), (0.5, 0.2))
    assert [mark.layer for mark in marks(room)] == ["arrows"], "another layer is open"


def test_marks_of_a_layer_that_gets_locked_are_let_go_of(room: AnnotateRoom) -> None:
    said, canvas = told(room), room.canvas
    room.kit.take_up("box")
    stroke(canvas, (0.3, 0.1), (0.5, 0.2))
    room.layers.rows["arrows"].lock.click()
    room.marks.layer.chosen.emit("arrows")
    assert [mark.layer for mark in marks(room)] == ["notes"], "nothing goes to a locked layer"
    assert len(said) == 1
    room.layers.rows["notes"].lock.click()
    assert canvas.selected == ()
    canvas.select((marks(room)[0].id,))
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_Delete)
    assert len(marks(room)) == 1


def test_a_pen_pans_while_space_is_down(room: AnnotateRoom) -> None:
    canvas = room.canvas
    canvas.setFocus()
    before = canvas.view.place(canvas.middle())
    QTest.keyPress(canvas, Qt.Key.Key_Space)
    pen(canvas, QEvent.Type.TabletPress, 0.3, 0.2, 0.5, 0)
    pen(canvas, QEvent.Type.TabletMove, 0.4, 0.2, 0.5, 0)
    pen(canvas, QEvent.Type.TabletRelease, 0.3, 0.2, 0.0, 0)  # in the picture, which has come along
    QTest.keyRelease(canvas, Qt.Key.Key_Space)
    assert marks(room) == []
    assert canvas.view.place(canvas.middle())[0] == pytest.approx(before[0] - 0.1, abs=0.005)
    pen(canvas, QEvent.Type.TabletPress, 0.3, 0.2, 0.5, 0)
    pen(canvas, QEvent.Type.TabletRelease, 0.4, 0.2, 0.0, 0)
    assert len(marks(room)) == 1


def test_a_tool_that_is_taken_up_during_a_stroke_is_for_the_next(room: AnnotateRoom) -> None:
    canvas = room.canvas
    drag(canvas, (0.2, 0.2), (0.4, 0.2))
    room.kit.take_up("box")
    canvas._end(touch(canvas, 0.5, 0.2))
    (mark,) = marks(room)
    assert isinstance(mark.shape, Ink)
    assert (mark.shape.pen, mark.layer) == ("pencil", "drawing")
    stroke(canvas, (0.3, 0.1), (0.5, 0.2))
    assert isinstance(marks(room)[-1].shape, Box)


def test_esc_takes_back_what_is_being_dragged(room: AnnotateRoom) -> None:
    canvas, document = room.canvas, room.session.document
    room.kit.take_up("box")
    stroke(canvas, (0.3, 0.1), (0.5, 0.2))
    (before,) = marks(room)
    room.kit.take_up("select")
    steps = len(document.history)
    for alt in (False, True):
        drag(canvas, (0.4, 0.1), (0.5, 0.15), (0.6, 0.2), alt=alt)
        assert marks(room) != [before]
        room.escape()
        canvas._end(touch(canvas, 0.7, 0.3))
        assert marks(room) == [before]
        assert len(document.history) == steps
        canvas.select((before.id,))
    room.kit.take_up("box")
    drag(canvas, (0.1, 0.1), (0.2, 0.15))
    room.escape()
    canvas._go_on(touch(canvas, 0.3, 0.2))
    canvas._end(touch(canvas, 0.4, 0.3))
    assert marks(room) == [before]


def test_what_is_drawn_here_goes_into_a_take_of_this_panel_alone(
    room: AnnotateRoom, desk: Desk, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    new_panel(room.session.document, FULL, 1.0)
    stroke(room.canvas, (0.2, 0.2), (0.5, 0.2))
    asked: list[Making] = []

    def order(shots: Sequence[str], making: Making) -> None:
        asked.append(making)

    monkeypatch.setattr(desk.drawing, "_order", order)
    assert desk.actions.trigger("annotate.redraw")
    (making,) = asked
    assert making.panel_ids == frozenset({f"{FULL}-p"}) == frozenset(making.panel_marks)


def test_drawn_in_it_is_the_same_drawing_and_says_when_it_is_there(
    room: AnnotateRoom, desk: Desk, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    studio, said = room.session.studio, list[Message]()
    making = Making(seed=7, choices={"weight": 1.7}, size_px=(96, 40))
    studio.generate([studio.find("1")], making, lambda *_: None)
    drawn = studio.document.children(f"{FULL}-p", Take)[-1]
    room.show_take(drawn)
    stroke(room.canvas, (0.2, 0.2), (0.5, 0.2))
    room.session.told.connect(said.append)
    assert desk.actions.trigger("annotate.redraw")
    qtbot.waitUntil(lambda: any(message.fix for message in said), timeout=60_000)
    made = studio.document.children(f"{FULL}-p", Take)[-1]
    message = next(message for message in said if message.fix)
    assert message.text == f"Take {made.number} has what was drawn here in it."
    assert made.id != drawn.id
    assert plan_of_take(studio.store, made) == plan_of_take(studio.store, drawn)
    assert message.mend is not None
    opened: list[str] = []
    monkeypatch.setattr(desk.actions, "trigger", opened.append)  # the rooms are the window's
    message.mend()
    assert (room.session.take, opened) == (made, ["view.annotate"])
