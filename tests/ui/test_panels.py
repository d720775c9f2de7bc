"""F6 goes from panel to panel, Shift+F6 back; folded panels are left out and stand in the rail."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from previz.scene import model
from previz.ui.panels import has_focus
from previz.ui.rooms.stage import StageRoom
from previz.ui.window import Window
from tests.films import CLOSE

Key = Qt.Key


def stage(window: Window) -> StageRoom:
    room = window.room
    assert isinstance(room, StageRoom)
    return room


def where(window: Window, panels: list[QWidget]) -> list[int]:
    return [place for place, panel in enumerate(panels) if has_focus(panel)]


def press(window: Window, qtbot: QtBot, key: Key, how: Qt.KeyboardModifier) -> None:
    qtbot.keyClick(QApplication.focusWidget() or window, key, how)
    QApplication.processEvents()


def test_f6_goes_round_all_panels_that_are_seen(open_window: Window, qtbot: QtBot) -> None:
    room = stage(open_window)
    room.docks["Library"].hide()
    QApplication.processEvents()
    panels = [open_window.top_bar, *(panel for panel in room.panels() if panel.isVisible())]
    assert room.docks["Library"] not in panels
    room.view.setFocus()
    start = where(open_window, panels)
    seen = []
    for _ in panels:
        press(open_window, qtbot, Key.Key_F6, Qt.KeyboardModifier.NoModifier)
        seen += where(open_window, panels)
    assert sorted(seen) == list(range(len(panels))), "each once"
    assert seen[-1:] == start, "and round again"
    press(open_window, qtbot, Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert where(open_window, panels) == seen[-2:-1]


def test_what_is_folded_away_stands_in_the_rail(open_window: Window, qtbot: QtBot) -> None:
    room = stage(open_window)
    for dock in room.docks.values():
        dock.show()
    assert room.rail.isHidden()
    room.docks["Inspector"].close()
    assert room.rail.width() == 40
    shown = [name for name, button in room.rail.buttons.items() if button.isVisible()]
    assert shown == ["Inspector"]
    qtbot.mouseClick(room.rail.buttons["Inspector"], Qt.MouseButton.LeftButton)
    assert room.docks["Inspector"].isVisible()
    assert room.rail.isHidden()


def test_ctrl_d_on_a_card_doubles_the_shot(open_window: Window, qtbot: QtBot) -> None:
    session = open_window.session
    assert session is not None
    room = stage(open_window)
    session.select(["chair"])
    cards = room.strip.shots.rowCount()
    control = Qt.KeyboardModifier.ControlModifier
    room.strip.findChildren(QWidget, "cards")[0].setFocus()
    press(open_window, qtbot, Key.Key_D, control)
    assert room.strip.shots.rowCount() == cards + 1
    assert session.document.history[-1].label == "Duplicate shot"
    room.view.setFocus()
    press(open_window, qtbot, Key.Key_D, control)
    assert session.document.history[-1].label == "Duplicate chair"


def test_delete_and_ctrl_a_on_the_cards_mean_shots(open_window: Window, qtbot: QtBot) -> None:
    session = open_window.session
    assert session is not None
    room, told = stage(open_window), []
    session.told.connect(told.append)
    session.select(["chair"])
    session.look_at(CLOSE)
    QApplication.processEvents()
    room.strip.findChildren(QWidget, "cards")[0].setFocus()
    press(open_window, qtbot, Key.Key_Delete, Qt.KeyboardModifier.NoModifier)
    assert CLOSE not in session.document
    assert "chair" in session.document
    assert [(message.text[:7], message.fix) for message in told] == [("Shot 1A", "Undo")]
    told[0].mend()
    assert CLOSE in session.document
    press(open_window, qtbot, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(room.strip.chosen) == room.strip.shots.rowCount() == 3
    assert session.selection == ("chair",)
    press(open_window, qtbot, Key.Key_X, Qt.KeyboardModifier.ControlModifier)
    assert len(session.document.of(model.Shot)) == 3, "cutting is of what is selected on the stage"
    told[0].mend()
    assert "Ctrl+H" in told[-1].text, "the step is not the newest any more"


def test_space_flips_the_view_from_every_panel_and_plays_on_the_timeline(
    open_window: Window, qtbot: QtBot
) -> None:
    room = stage(open_window)
    none = Qt.KeyboardModifier.NoModifier
    cards = room.strip.findChildren(QWidget, "cards")[0]
    for panel in (room.view, cards, room.plan, room.inspector):
        panel.setFocus()
        before = room.view.mode
        press(open_window, qtbot, Key.Key_Space, none)
        assert room.view.mode != before, panel
    before = room.view.mode
    room.timeline.setFocus()
    press(open_window, qtbot, Key.Key_Space, none)
    assert room.timeline.player.playing
    press(open_window, qtbot, Key.Key_Space, none)
    assert not room.timeline.player.playing
    assert room.view.mode == before
