"""Walls drawn on the plan with mouse and keys: they stand at once, and are one step of undo."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from previz.scene import model
from previz.studio.walls import drawn_walls
from previz.ui.plan import PlanView
from previz.ui.rooms.stage import StageRoom
from previz.ui.session import Session
from previz.ui.window import Window
from tests.films import CLOSE, FULL
from tests.ui.plan.test_view import LEFT, NONE, at, drag, held_down, view

__all__ = ["view"]

Key = Qt.Key


@pytest.fixture
def drafting(view: PlanView) -> PlanView:
    """The plan with the tool for walls in hand."""
    view.drafting.set_tool("walls")
    view.setFocus()
    return view


def hover(plan: PlanView, qtbot: QtBot, x: float, z: float) -> None:
    """Told to the plan itself: the pointer of the screen arrives when it likes."""
    place, port = QPointF(at(plan, x, z)), plan.viewport()
    nothing = Qt.MouseButton.NoButton
    moved = QMouseEvent(QEvent.Type.MouseMove, place, port.mapToGlobal(place), nothing, nothing, NONE)
    QApplication.sendEvent(port, moved)
    QApplication.processEvents()


def click(plan: PlanView, qtbot: QtBot, x: float, z: float) -> None:
    hover(plan, qtbot, x, z)
    qtbot.mouseClick(plan.viewport(), LEFT, NONE, at(plan, x, z))
    QApplication.processEvents()


def room(plan: PlanView, qtbot: QtBot) -> model.Item:
    """Four walls round the people, closed by a click on the first corner."""
    for x, z in ((-2.0, -1.5), (2.0, -1.47), (2.0, 1.5), (-2.03, 1.5), (-2.0, -1.5)):
        click(plan, qtbot, x, z)
    (item,) = drawn(plan)
    return item


def drawn(plan: PlanView) -> list[model.Item]:
    document = plan._session.document
    return [item for item in document.of(model.Item) if item.piece == "plan"]


def test_clicks_draw_a_room_at_right_angles_in_one_step(
    drafting: PlanView, session: Session, qtbot: QtBot
) -> None:
    steps = len(session.document.history)
    item = room(drafting, qtbot)
    assert item.params["walls"] == "A: -2,-1.5 2,-1.5 2,1.5 -2,1.5 close"
    assert item.params["floor"] is False, "the stage has a floor"
    assert len(session.document.history) == steps + 1
    assert session.document.history[-1].label == "Draw walls"
    assert session.selection == (item.id,)
    assert drafting.plan is not None
    assert {"wall"} == {one.kind for one in drafting.plan.items if one.id == item.id}, "the plan shows it"
    world = session.world()
    assert world is not None
    assert item.id in [placed.id for placed in world.items], "and so does every view"
    session.undo()
    assert drawn(drafting) == []


def test_walls_stand_while_they_are_drawn_and_escape_takes_them_away(
    drafting: PlanView, session: Session, qtbot: QtBot
) -> None:
    steps = len(session.document.history)
    click(drafting, qtbot, -2.0, -1.0)
    assert drawn(drafting) == []
    click(drafting, qtbot, 1.0, -1.0)
    assert drawn(drafting)[0].params["walls"] == "A: -2,-1 1,-1"
    qtbot.keyClick(drafting, Key.Key_Escape)
    assert drawn(drafting) == []
    assert len(session.document.history) == steps
    assert drafting.drafting.tool == "walls"
    qtbot.keyClick(drafting, Key.Key_Escape)
    assert drafting.drafting.tool == "select"


def test_a_typed_length_wins_over_the_mouse(drafting: PlanView, session: Session, qtbot: QtBot) -> None:
    click(drafting, qtbot, -2.0, 0.9)
    hover(drafting, qtbot, 1.0, 0.93)
    for key in "3.25":
        qtbot.keyClick(drafting, key)
    assert session.shot is not None
    assert session.shot.id == FULL, "figures are not keys of the rooms"
    qtbot.keyClick(drafting, Key.Key_Return)
    hover(drafting, qtbot, 1.2, 2.0)
    for key in "120cm":
        qtbot.keyClick(drafting, key)
    qtbot.keyClick(drafting, Key.Key_Enter)
    qtbot.keyClick(drafting, Key.Key_Return)
    assert drawn(drafting)[0].params["walls"] == "A: -2,0.9 1.25,0.9 1.25,2.1"


def test_backspace_and_undo_take_back_a_corner(drafting: PlanView, session: Session, qtbot: QtBot) -> None:
    for x, z in ((-2.0, 1.0), (0.0, 1.0), (0.0, 2.0), (1.0, 2.0)):
        click(drafting, qtbot, x, z)
    qtbot.keyClick(drafting, Key.Key_Backspace)
    qtbot.keyClick(drafting, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert drawn(drafting)[0].params["walls"] == "A: -2,1 0,1"
    qtbot.keyClick(drafting, Key.Key_Backspace)
    assert drawn(drafting) == []
    click(drafting, qtbot, 0.0, 2.0)
    qtbot.mouseClick(drafting.viewport(), Qt.MouseButton.RightButton, NONE, at(drafting, 0.0, 2.0))
    assert drawn(drafting)[0].params["walls"] == "A: -2,1 0,2"
    session.undo()
    assert drawn(drafting) == []


def test_what_cannot_be_built_is_told_and_not_drawn(
    drafting: PlanView, session: Session, qtbot: QtBot
) -> None:
    for x, z in ((-2.0, 0.0), (2.0, 0.0), (2.0, 1.0), (0.0, 1.0), (0.0, -1.0)):
        click(drafting, qtbot, x, z)
    assert "crossing" in drafting.drafting.reason
    assert drawn(drafting)[0].params["walls"] == "A: -2,0 2,0 2,1 0,1"
    qtbot.mouseDClick(drafting.viewport(), LEFT, NONE, at(drafting, -1.0, 1.0))
    assert not drafting.drafting.run.busy


def test_a_partition_from_wall_to_wall_joins_the_room(drafting: PlanView, qtbot: QtBot) -> None:
    room(drafting, qtbot)
    click(drafting, qtbot, 0.5, -1.5)
    hover(drafting, qtbot, 0.55, 1.45)
    click(drafting, qtbot, 0.55, 1.45)
    qtbot.keyClick(drafting, Key.Key_Return)
    (item,) = drawn(drafting)
    assert item.params["walls"] == "A: -2,-1.5 2,-1.5 2,1.5 -2,1.5 close; B: 0.5,-1.5 0.5,1.5"


def test_a_corner_is_dragged_in_one_step_and_the_door_keeps_its_distance(
    drafting: PlanView, session: Session, qtbot: QtBot
) -> None:
    item = room(drafting, qtbot)
    drafting.drafting.set_tool("door")
    click(drafting, qtbot, 1.0, -1.47)
    assert session.document.need(item.id, model.Item).params["openings"] == "A1:door@3x0.9x2.05"
    drafting.drafting.set_tool("select")
    session.select([item.id])
    steps = len(session.document.history)
    drag(drafting, qtbot, at(drafting, -2.0, -1.5), at(drafting, -1.5, -1.5))
    changed = session.document.need(item.id, model.Item)
    assert changed.params["walls"] == "A: -1.5,-1.5 2,-1.5 2,1.5 -2,1.5 close"
    assert changed.params["openings"] == "A1:door@2.5x0.9x2.05", "as far from the corner that stayed"
    assert len(session.document.history) == steps + 1
    assert session.document.history[-1].label == "Move a corner of Walls"


@pytest.mark.parametrize("by", ["escape", "right button"])
def test_a_corner_that_is_dragged_is_put_back(
    drafting: PlanView, session: Session, qtbot: QtBot, by: str
) -> None:
    item = room(drafting, qtbot)
    drafting.drafting.set_tool("select")
    session.select([item.id])
    session.set_scope("shot")
    before, steps = list(session.document), session.document.history
    start, end = at(drafting, -2.0, -1.5), at(drafting, -1.5, -1.5)
    held_down(drafting, start, end)
    assert list(session.document) != before
    if by == "escape":
        qtbot.keyClick(drafting, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        qtbot.keyClick(drafting, Key.Key_Escape)
    else:
        qtbot.mousePress(drafting.viewport(), Qt.MouseButton.RightButton, NONE, end)
    assert list(session.document) == before
    assert session.document.history == steps
    assert not session.document.undone
    qtbot.mouseRelease(drafting.viewport(), LEFT, NONE, end)
    hover(drafting, qtbot, 0.0, 0.0)
    assert list(session.document) == before, "nothing is in hand any more"


def test_a_window_is_slid_and_removed(drafting: PlanView, session: Session, qtbot: QtBot) -> None:
    item = room(drafting, qtbot)
    drafting.drafting.set_tool("window")
    click(drafting, qtbot, 1.97, 0.0)
    (walls,) = drawn_walls(session.document, FULL)
    assert (walls.openings[0].wall, walls.openings[0].kind) == ("A2", "window")
    drag(drafting, qtbot, at(drafting, 2.0, 0.0), at(drafting, 2.0, 5.0))
    (walls,) = drawn_walls(session.document, FULL)
    assert walls.openings[0].centre == pytest.approx(3.0 - 0.07 - 0.055 - 0.6), "not beyond the end"
    drafting.setFocus()
    qtbot.keyClick(drafting, Key.Key_Delete)
    assert session.document.need(item.id, model.Item).params["openings"] == ""


def test_the_tool_is_a_switch_of_the_table(view: PlanView) -> None:
    row = next(action for action in view.actions() if action.name == "plan.walls")
    assert row.checked is not None
    row.run()
    assert row.checked()
    row.run()
    assert not row.checked()
    view.grab()


def test_in_the_window_figures_are_lengths_and_not_keys_of_rooms(open_window: Window, qtbot: QtBot) -> None:
    room, session = open_window.room, open_window.session
    assert isinstance(room, StageRoom)
    assert session is not None
    button = room.docks["Plan"].findChild(QToolButton, "button.plan.walls")
    assert button is not None
    qtbot.mouseClick(button, LEFT)
    assert button.isChecked()
    plan, steps = room.plan, len(session.document.history)
    plan.setRange(xRange=(-4, 4), yRange=(-4, 4), padding=0)
    QApplication.processEvents()
    click(plan, qtbot, -2.0, 1.0)
    hover(plan, qtbot, 1.0, 1.0)
    for key in ("3", Key.Key_Return, "1", Key.Key_Escape):
        qtbot.keyClick(QApplication.focusWidget() or open_window, key)
    assert open_window.room is room
    assert len(session.document.history) == steps, "Esc took the walls away"
    click(plan, qtbot, -2.0, 1.0)
    hover(plan, qtbot, 1.0, 1.0)
    for key in ("2", Key.Key_Return, Key.Key_Return):
        qtbot.keyClick(QApplication.focusWidget() or open_window, key)
    (item,) = drawn(plan)
    assert item.params["walls"] == "A: -2,1 0,1"
    qtbot.keyClick(QApplication.focusWidget() or open_window, Key.Key_Escape)
    assert not button.isChecked(), "the button knows that the tool is down"


def test_escape_undoes_nothing_of_another_room(drafting: PlanView, session: Session, qtbot: QtBot) -> None:
    click(drafting, qtbot, -2.0, -1.0)
    click(drafting, qtbot, 1.0, -1.0)
    with session.edit("Other") as edit:
        edit.update(FULL, action="They wait.")
    click(drafting, qtbot, 1.0, 1.0)
    assert [edit.label for edit in session.document.history[-2:]] == ["Other", "Draw walls"]
    qtbot.keyClick(drafting, Key.Key_Escape)
    assert not drafting.drafting.run.busy
    assert session.document.need(FULL, model.Shot).action == "They wait."
    assert drawn(drafting) == []


def test_another_shot_ends_the_run(drafting: PlanView, session: Session, qtbot: QtBot) -> None:
    click(drafting, qtbot, -2.0, -1.0)
    click(drafting, qtbot, 1.0, -1.0)
    session.look_at(CLOSE)
    assert not drafting.drafting.run.busy
    assert drawn(drafting)[0].params["walls"] == "A: -2,-1 1,-1"


def test_delete_removes_no_corner_of_walls_that_are_not_chosen(
    drafting: PlanView, session: Session, qtbot: QtBot
) -> None:
    room(drafting, qtbot)
    drafting.drafting.set_tool("select")
    qtbot.mouseClick(drafting.viewport(), LEFT, NONE, at(drafting, 2.0, 1.5))
    assert drafting.drafting.picked is not None
    session.select([])
    assert drafting.drafting.picked is None


def test_a_room_closes_without_the_grid_too(drafting: PlanView, session: Session, qtbot: QtBot) -> None:
    drafting.hands.toggle_snapping()
    room(drafting, qtbot)
    assert drawn(drafting)[0].params["walls"].endswith("close")
