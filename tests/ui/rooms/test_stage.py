"""The stage room: its panels remember themselves, its rows edit what is selected."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from previz.scene import model
from previz.studio import tracks
from previz.ui.rooms.stage import PANELS, StageRoom
from previz.ui.rooms.stage_bar import StageBar
from previz.ui.rooms.stage_edits import StageEdits
from previz.ui.session import Session
from previz.ui.window import Window
from tests.films import FULL
from tests.ui.right_button import choose, entries, menu_at


@pytest.fixture
def stage(open_window: Window) -> StageRoom:
    room = open_window.room
    assert isinstance(room, StageRoom)
    return room


def press(
    room: StageRoom, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    QTest.keyClick(QApplication.focusWidget() or room, key, modifier)


def test_all_panels_are_there(stage: StageRoom) -> None:
    assert set(stage.docks) == set(PANELS)
    assert all(stage.desk.actions[f"panel.{name.lower()}"].checked is not None for name in PANELS)


def test_a_closed_panel_stays_closed_the_next_time(window: Window, small_film, qtbot: QtBot) -> None:  # type: ignore[no-untyped-def]
    window.projects.open(small_film)
    window.table.trigger("panel.plan")
    assert isinstance(window.room, StageRoom)
    assert window.room.docks["Plan"].isHidden()
    window.close_project()
    window.projects.open(small_film)
    assert isinstance(window.room, StageRoom)
    assert window.room.docks["Plan"].isHidden()
    window.table.trigger("view.reset")
    assert not window.room.docks["Plan"].isHidden()


def test_a_panel_floats_and_comes_home(stage: StageRoom, open_window: Window) -> None:
    dock = stage.docks["Inspector"]
    dock.setFloating(True)
    assert dock.isFloating()
    open_window.table.trigger("view.reset")
    assert not dock.isFloating()


def test_delete_removes_and_undo_brings_back(stage: StageRoom) -> None:
    stage.session.select(["chair"])
    press(stage, Qt.Key.Key_Delete)
    assert "chair" not in stage.session.document
    press(stage, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert "chair" in stage.session.document


def test_ctrl_d_doubles_what_is_selected(stage: StageRoom) -> None:
    stage.session.select(["chair"])
    before = set(stage.session.document.ids())
    press(stage, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    (made,) = set(stage.session.document.ids()) - before
    assert stage.session.selection == (made,)
    assert stage.session.document.need(made, model.Item).piece == "chair"


def test_copy_and_paste_between_shots(stage: StageRoom) -> None:
    stage.session.select(["chair"])
    press(stage, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    stage.session.look_at("close")
    press(stage, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert [item.piece for item in stage.session.document.of(model.Item)].count("chair") == 2


def test_locking_keeps_a_thing_where_it_is(stage: StageRoom) -> None:
    stage.session.select(["chair"])
    press(stage, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert stage.session.document.need("chair", model.Item).locked
    press(stage, Qt.Key.Key_Delete)
    assert "chair" in stage.session.document
    assert stage.desk.actions["edit.lock"].title == "Unlock"


def test_frame_it_opens_beside_the_library(stage: StageRoom) -> None:
    press(stage, Qt.Key.Key_W, Qt.KeyboardModifier.ShiftModifier)
    assert stage.frame_it.isVisible()
    assert not stage.library.isVisible()


def test_space_flips_the_view_and_the_toolbar_says_so(stage: StageRoom) -> None:
    stage.view.setFocus()
    press(stage, Qt.Key.Key_Space)
    assert stage.view.mode == "free"
    assert stage.bar.modes.current == 1


def test_things_are_grouped_only_when_there_is_something_to_group(session: Session) -> None:
    edits = StageEdits(session)
    possible = {action.name: action.enabled for action in edits.actions()}
    session.select(["chair"])
    assert not possible["edit.group"]()
    assert not possible["edit.ungroup"]()
    session.select(["chair", "floor"])
    assert possible["edit.group"]()
    next(action for action in edits.actions() if action.name == "edit.group").run()
    assert possible["edit.ungroup"]()


def test_the_library_is_as_wide_as_before_when_frame_it_has_gone(stage: StageRoom, qtbot: QtBot) -> None:
    dock = stage.docks["Library"]
    dock.show()
    QApplication.processEvents()
    stage._area.resizeDocks([dock], [200], Qt.Orientation.Horizontal)
    QApplication.processEvents()
    narrow = dock.width()
    stage.desk.actions.trigger("stage.frame_it")
    qtbot.waitUntil(lambda: dock.width() > narrow, timeout=5000)
    QTest.mouseClick(
        stage.left.tabs, Qt.MouseButton.LeftButton, pos=stage.left.tabs.segment(0).center().toPoint()
    )
    qtbot.waitUntil(lambda: dock.width() == narrow, timeout=5000)


def test_what_has_no_room_in_the_bar_is_behind_the_arrows(stage: StageRoom) -> None:
    bar = StageBar(stage)
    bar.fill(stage.desk.actions)
    bar.resize(1200, 36)
    bar.show()
    QApplication.processEvents()
    assert bar.folded() == ()
    assert bar.more.isHidden()
    seen: list[tuple[str, ...]] = []
    for wide in (560, 520, 430):
        bar.resize(wide, 36)
        QApplication.processEvents()
        parts = [one for one in bar.children() if isinstance(one, QWidget) and not one.isHidden()]
        assert max(one.geometry().right() for one in parts) <= wide, "nothing is cut off"
        assert not bar.more.isHidden()
        seen.append(bar.folded())
    assert "view.sketch" in seen[1]
    assert set(seen[0]) < set(seen[2])
    texts = [one.text() for one in stage.desk.actions.menu(bar, seen[2]).actions()]
    assert any(text.startswith("Live sketch") for text in texts)
    assert any(text.startswith("Burn-in") for text in texts)
    bar.close()


def test_what_has_nothing_to_do_says_so(stage: StageRoom) -> None:
    """The last lens, a pose that nobody turned, numbers that are the scheme's: keys that did nothing."""
    said: list[str] = []
    stage.session.told.connect(lambda message: said.append(message.text))
    table = stage.desk.actions
    stage.session.select(["ada"])
    for _ in range(40):
        table.trigger("lens.longer")
    assert said[-1].endswith(" mm is the longest lens of the set.")
    for _ in range(40):
        table.trigger("lens.shorter")
    assert said[-1].endswith(" mm is the shortest lens of the set.")
    table.trigger("pose.reset")
    assert said[-1] == "This pose is as the preset has it; nothing is turned by hand."
    table.trigger("tool.carry")
    assert said[-1] == "Pieces go alone; what rests on them stays where it is."
    table.trigger("tool.carry")
    assert said[-1] == "What rests on a piece goes along with it."
    assert not table["shot.renumber"].enabled()
    with stage.session.edit("By hand") as edit:
        edit.update(FULL, label="7X")
    assert table["shot.renumber"].enabled()


def test_poses_are_chosen_by_their_picture_from_the_inspector(stage: StageRoom) -> None:
    stage.docks["Library"].hide()
    stage.left.turn_to(1)
    stage.session.select(["ada"])
    QApplication.processEvents()
    buttons = stage.inspector.findChildren(QPushButton)
    next(one for one in buttons if one.accessibleName() == "Poses by picture").click()
    assert not stage.docks["Library"].isHidden()
    assert stage.left.currentIndex() == 0
    assert stage.library.kind == "pose"


def test_poses_lie_ready_while_somebody_is_posed(stage: StageRoom) -> None:
    session, room = stage.session, stage
    session.select(["ada"])
    room.view.setFocus()
    press(room, Qt.Key.Key_Return)
    assert room.view.posing.person == "ada"
    assert room.library.kind == "pose"
    pose = next(offer for offer in room.library._shelf.offers if offer.key == "kneel")
    room.library.put(pose)
    key = tracks.actor_key(session.document, FULL, "ada", 0.0)
    assert key is not None
    assert key.pose.preset == "kneel"
    assert room.view.posing.person == "ada"
    press(room, Qt.Key.Key_Escape)
    assert room.view.posing.person is None
    assert room.library.kind == "person"


def test_a_double_click_on_somebody_on_the_plan_poses_them(stage: StageRoom, qtbot: QtBot) -> None:
    plan, left, none = stage.plan, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    qtbot.waitUntil(lambda: plan.plan is not None and plan.viewport().width() > 200)
    for place, who in (((0.0, 0.0), "ada"), ((1.2, -0.5), None)):
        stage.view.pose(None)
        QTest.mouseDClick(plan.viewport(), left, none, plan.to_px(place).toPoint())
        assert stage.view.posing.person == who
    assert stage.session.document.history == ()
    QTest.mouseDClick(plan.viewport(), left, none, plan.to_px((0.0, 0.0)).toPoint())
    assert stage.session.selection == ("ada",)
    assert QApplication.focusWidget() is stage.view, "Esc leaves"


@pytest.mark.parametrize("key", [Qt.Key.Key_C, Qt.Key.Key_X])
def test_keys_in_the_strip_copy_nothing_of_the_stage(stage: StageRoom, qtbot: QtBot, key: Qt.Key) -> None:
    clipboard, control = QApplication.clipboard(), Qt.KeyboardModifier.ControlModifier
    said: list[str] = []
    stage.desk.actions.refused.connect(lambda action: said.append(action.why_not))
    clipboard.setText("before")
    stage.session.select(["chair"])
    stage.strip._list.setFocus()
    press(stage, key, control)
    assert clipboard.text() == "before"
    assert stage.session.document.history == ()
    assert said == ["Shots are not copied; Ctrl+D puts another one like it behind it."]
    stage.plan.setFocus()
    press(stage, key, control)
    assert clipboard.text() != "before"
    assert len(stage.session.document.history) == (key == Qt.Key.Key_X)


def test_the_right_button_has_a_menu_on_shots_lenses_and_toolbar(open_window: Window) -> None:
    """Its rows are those of the table: the same words, keys and reasons."""
    room = open_window.room
    assert isinstance(room, StageRoom)
    for part, wanted in (
        (room.strip, "Duplicate shot"),
        (room.primes, "Longer lens"),
        (room.primes, "Bodies and lenses…"),
        (room.bar, "Reset layout"),
    ):
        menu = menu_at(part)
        assert wanted in entries(menu)
        menu.close()
    choose(menu_at(room.bar), "Plan")
    assert room.docks["Plan"].isHidden()


def test_people_are_locked_and_hidden_by_the_keys_of_things(stage: StageRoom) -> None:
    session, control, shift = (
        stage.session,
        Qt.KeyboardModifier.ControlModifier,
        Qt.KeyboardModifier.ShiftModifier,
    )
    stage.plan.setFocus()
    session.select(["ada", "chair"])
    assert stage.desk.actions["edit.lock"].title == "Lock"
    press(stage, Qt.Key.Key_L, control)
    assert stage.desk.actions["edit.lock"].title == "Unlock"
    assert not stage.view.pointer.placings()
    press(stage, Qt.Key.Key_H)
    press(stage, Qt.Key.Key_H, shift)
    labels = [edit.label for edit in session.document.history]
    assert labels == ["Lock Ada and chair", "Hide Ada and chair", "Show chair and Ada"]
    session.undo()
    assert session.world() is not None
    assert [actor.id for actor in session.world().actors] == ["ben"]
    with session.edit("Ada leaves the cast") as edit:
        edit.remove_tree("ada")
    press(stage, Qt.Key.Key_H, shift)
    assert session.document.history[-1].label == "Show chair"
