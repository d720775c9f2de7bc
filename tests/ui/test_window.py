"""The window as a person meets it: rooms, keys, cards, state, sizes, and that nothing is left behind."""

from __future__ import annotations

import contextlib
import gc
import random
import shutil
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QSize, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from previz.scene import model
from previz.studio import Studio
from previz.ui.actions import ActionTable
from previz.ui.boards.page import Page
from previz.ui.history_list import HistoryList
from previz.ui.message_bar import ACT_MS, READ_MS, WIDEST_PX
from previz.ui.overlay import Overlay
from previz.ui.rooms import room_kind
from previz.ui.rooms.boards import BoardsRoom
from previz.ui.rooms.room import Room
from previz.ui.session import Session
from previz.ui.shortcuts_sheet import groups
from previz.ui.window import Window
from tests.films import CLOSE, FULL, record_take

SMALLEST = QSize(1280, 800)
QUIET = ("file.quit", "file.new", "file.open", "file.demo", "file.close", "file.save_as", "view.full_screen")
"""Actions that a monkey must not do: they end, replace or ask for the film."""


def press(
    window: Window, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    QTest.keyClick(QApplication.focusWidget() or window, key, modifier)


def card(window: Window) -> Overlay:
    shown = window.commands.overlay
    assert shown is not None
    return shown


def test_without_a_film_there_is_a_way_to_begin(window: Window) -> None:
    assert window.pages.currentWidget() is window.first_run
    assert not window.table["project.settings"].enabled()
    assert window.table["file.new"].enabled()


def test_the_keys_one_to_four_turn_to_the_rooms(open_window: Window) -> None:
    for key, kind in zip((Qt.Key.Key_1, Qt.Key.Key_3, Qt.Key.Key_4, Qt.Key.Key_2), (0, 2, 3, 1), strict=True):
        press(open_window, key)
        assert isinstance(open_window.room, room_kind(kind))
        assert open_window.top_bar.rooms.current == kind


@pytest.mark.parametrize("width", [1024, 1150, 1280, 1600])
def test_the_first_page_stands_beside_the_ways_to_begin(window: Window, qtbot: QtBot, width: int) -> None:
    """In a small window its button and the last sets lay beyond the right edge."""
    window.resize(width, 640)
    page = window.first_run

    def nothing_is_cut() -> None:
        assert page.width() <= width
        for tile in page.findChildren(QAbstractButton):
            right = tile.mapTo(page, tile.rect().topRight()).x()
            assert right < page.width(), f"“{tile.accessibleName()}” ends at {right} px of {page.width()}"

    qtbot.waitUntil(nothing_is_cut)


@pytest.mark.parametrize("index", range(4))
def test_every_room_fits_the_smallest_screen(open_window: Window, qtbot: QtBot, index: int) -> None:
    open_window.resize(SMALLEST)
    open_window.show_room(index)
    qtbot.wait(10)
    hint = open_window.minimumSizeHint()
    assert hint.width() <= SMALLEST.width(), f"{room_kind(index).name} needs {hint.width()} px"
    assert hint.height() <= SMALLEST.height(), f"{room_kind(index).name} needs {hint.height()} px"
    assert open_window.size() == SMALLEST


@pytest.mark.parametrize("index", range(4))
def test_every_room_says_what_it_is(open_window: Window, index: int) -> None:
    """Whatever the keyboard reaches has a name for those who do not see it."""
    open_window.show_room(index)
    reached = [
        child
        for child in open_window.findChildren(QWidget)
        if child.isVisible() and child.focusPolicy() & Qt.FocusPolicy.TabFocus and not child.focusProxy()
    ]
    assert reached
    nameless = [
        child
        for child in reached
        if not child.accessibleName() and child.objectName() != "qt_scrollarea_viewport"
    ]
    assert not [f"{type(child).__name__} in {type(child.parent()).__name__}" for child in nameless]


def test_undo_says_what_it_takes_back(open_window: Window) -> None:
    session = open_window.session
    assert session is not None
    with session.edit("Move Ada") as edit:
        edit.update("ada", words="tired")
    assert open_window.table["edit.undo"].title == "Undo “Move Ada”"
    press(open_window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert session.document.need("ada", model.Character).words == ""
    assert open_window.table["edit.redo"].title == "Redo “Move Ada”"
    press(open_window, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert session.document.need("ada", model.Character).words == "tired"


def test_the_history_goes_back_in_one_click(open_window: Window, qtbot: QtBot) -> None:
    session = open_window.session
    assert session is not None
    for number in range(3):
        with session.edit(f"Step {number}") as edit:
            edit.update("ada", words=str(number))
    press(open_window, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    shown = card(open_window)
    assert isinstance(shown, HistoryList)
    index = shown.list.model().index(1, 0)
    QTest.mouseClick(
        shown.list.viewport(), Qt.MouseButton.LeftButton, pos=shown.list.visualRect(index).center()
    )
    assert [step.label for step in session.document.history] == ["Step 0"]
    assert open_window.commands.overlay is None


def test_escape_leaves_a_card_and_gives_the_focus_back(open_window: Window) -> None:
    open_window.show_room(3)
    before = QApplication.focusWidget()
    press(open_window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.focusWidget() is not before
    press(open_window, Qt.Key.Key_Escape)
    assert open_window.commands.overlay is None
    assert QApplication.focusWidget() is before


def test_the_key_sheet_shows_every_key(open_window: Window) -> None:
    for index in range(4):
        open_window.show_room(index)
    press(open_window, Qt.Key.Key_F1)
    shown = {action.name for actions in groups(open_window.table).values() for action in actions}
    assert shown == {action.name for action in open_window.table if action.keys}


def test_the_status_bar_says_what_the_keys_do_here(open_window: Window) -> None:
    open_window.show_room(2)
    assert ("G", "draw") in open_window.status_bar.hints
    open_window.show_room(3)
    assert ("G", "draw") not in open_window.status_bar.hints
    assert ("N", "new shot") in open_window.status_bar.hints


def test_what_cannot_be_done_says_why(open_window: Window) -> None:
    open_window.table.trigger("edit.undo")
    assert open_window.message_bar.text == "There is nothing to undo."
    open_window.show_room(2)
    assert not open_window.message_bar.isVisible(), "it was about one action"
    open_window.projects.session.tell("Cannot be.", "error")  # type: ignore[union-attr]
    open_window.table.trigger("view.stage")
    assert not open_window.message_bar.isVisible()
    open_window.projects.session.tell("Once more?", "error", "Try again", lambda: None)  # type: ignore[union-attr]
    open_window.table.trigger("view.boards")
    assert open_window.message_bar.isVisible(), "it can still be mended"


def test_an_error_offers_what_mends_it(open_window: Window) -> None:
    mended: list[bool] = []
    session = open_window.session
    assert session is not None
    session.tell("The disk is full.", "error", "Try again", lambda: mended.append(True))
    bar = open_window.message_bar
    assert bar.isVisible()
    QTest.mouseClick(bar.fix_button, Qt.MouseButton.LeftButton)
    assert mended == [True]
    assert not bar.isVisible()


def test_a_message_shifts_nothing_and_stands_over_the_foot_of_the_page(open_window: Window) -> None:
    session, bar = open_window.session, open_window.message_bar
    assert session is not None
    before = open_window.pages.geometry()
    session.tell("Read me. " * 40)
    qt_settled(open_window)
    assert open_window.pages.geometry() == before
    assert bar.isVisible()
    assert bar.geometry().bottom() < open_window.status_bar.geometry().top()
    assert bar.width() <= WIDEST_PX
    assert bar.height() > 36, "long words take several lines"
    tall = bar.height()
    session.tell("Short.")
    assert bar.height() < tall
    open_window.resize(open_window.width() - 200, open_window.height() - 100)
    qt_settled(open_window)
    assert abs(bar.geometry().center().x() - open_window.pages.geometry().center().x()) <= 1
    assert bar.geometry().bottom() < open_window.status_bar.geometry().top()


def qt_settled(window: Window) -> None:
    QTest.qWaitForWindowExposed(window)
    QApplication.processEvents()


def test_facts_go_by_themselves_once_read_and_nothing_else_does(
    open_window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, bar = open_window.session, open_window.message_bar
    assert session is not None
    active, under = [True], [False]
    monkeypatch.setattr(bar, "isActiveWindow", lambda: active[0])
    monkeypatch.setattr(bar, "underMouse", lambda: under[0])
    session.tell("Written.")
    assert bar._leaves.interval() == READ_MS
    for hold in (under, active):
        hold[0] = not hold[0]
        bar._leaves.timeout.emit()
        assert bar.isVisible(), "it is held, or nobody is there"
        assert bar._leaves.isActive()
        hold[0] = not hold[0]
    bar._leaves.timeout.emit()
    assert not bar.isVisible()
    session.tell("Removed.", "fact", "Undo", session.undo)
    assert bar._leaves.interval() == ACT_MS
    session.tell("word " * 100)
    assert bar._leaves.interval() > ACT_MS, "long ones are read longer"
    QApplication.sendEvent(bar, QEnterEvent(QPointF(5, 5), QPointF(5, 5), QPointF(5, 5)))
    assert not bar._leaves.isActive()
    QApplication.sendEvent(bar, QEvent(QEvent.Type.Leave))
    assert bar._leaves.isActive()
    for kind in ("warning", "error"):
        session.tell("Look here.", kind)  # type: ignore[arg-type]
        assert not bar._leaves.isActive()


def test_what_is_told_of_a_step_goes_with_it(open_window: Window, qtbot: QtBot) -> None:
    session, bar = open_window.session, open_window.message_bar
    assert session is not None

    def step(title: str) -> None:
        with session.edit("Retitle") as edit:
            edit.update(model.PROJECT_ID, title=title)

    step("A")
    session.tell("It is called A.", "fact", "Undo", session.undo)
    qtbot.wait(10)
    assert bar.isVisible()
    session.undo()
    assert not bar.isVisible()
    step("B")
    session.tell("It is called B.")
    qtbot.wait(10)
    step("C")
    assert not bar.isVisible(), "another step makes it untrue"
    session.tell("Its size is a guess.", "warning")
    qtbot.wait(10)
    step("D")
    assert bar.isVisible(), "what went wrong is not for a step to take away"
    bar.clear()
    qtbot.wait(10)
    session.tell("a.pdf is written.")
    step("E")
    assert bar.isVisible(), "it was about no step"


def test_a_fact_that_a_page_covers_waits_until_it_can_be_read(
    open_window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, bar = open_window.session, open_window.message_bar
    assert session is not None
    monkeypatch.setattr(bar, "isActiveWindow", lambda: True)
    page = Page(open_window, "Review")
    page.open()
    session.tell("Two new takes are here.")
    page.raise_()
    bar._leaves.timeout.emit()
    assert bar.message is not None
    assert bar._leaves.isActive()
    page.leave()
    bar._leaves.timeout.emit()
    assert bar.message is None


@pytest.mark.parametrize("name", ["small.previz", "SMALL.PREVIZ"])
def test_a_film_can_be_dropped_in(window: Window, small_film: Path, name: str) -> None:
    """Of whichever case the ending is that some system or camera gave it."""
    small_film = small_film.rename(small_film.with_name(name))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(small_film))])
    held = Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(window, QDragEnterEvent(QPoint(50, 50), *held))
    QApplication.sendEvent(window, QDropEvent(QPointF(50, 50), *held))
    assert window.session is not None
    assert window.session.project.title == "Small film"


def test_the_state_is_said_beside_the_title(open_window: Window) -> None:
    assert open_window.top_bar.title.state == "Saved"
    session = open_window.session
    assert session is not None
    with session.edit("Rename") as edit:
        edit.update(model.PROJECT_ID, title="Other")
    assert open_window.top_bar.title.state == "Saved"
    assert open_window.windowTitle() == "Other — Previz"
    gesture = session.new_gesture("retitle")
    for title in ("A", "B"):
        with session.edit("Rename", gesture) as edit:
            edit.update(model.PROJECT_ID, title=title)
    assert open_window.top_bar.title.state == "Not yet on disk"
    session.end_gesture()
    assert open_window.top_bar.title.state == "Saved"


def test_rooms_look_at_the_same_shot(open_window: Window) -> None:
    for index in (0, 2, 3):
        open_window.show_room(index)
    session = open_window.session
    assert session is not None
    session.look_at(CLOSE)
    rooms = open_window.findChildren(Room)
    boards = next(room for room in rooms if room.name == "Boards")
    listed = next(room for room in rooms if room.name == "Shot list")
    assert boards.wall.card(boards.wall.currentIndex()).shot.id == CLOSE  # type: ignore[attr-defined]
    assert listed.view.currentIndex().data(Qt.ItemDataRole.UserRole).id == CLOSE  # type: ignore[attr-defined]
    session.look_at(FULL)
    assert boards.wall.card(boards.wall.currentIndex()).shot.id == FULL  # type: ignore[attr-defined]


def test_the_tab_key_shows_where_it_is(open_window: Window) -> None:
    open_window.show_room(3)
    for _ in range(40):
        press(open_window, Qt.Key.Key_Tab)
        if open_window.ring.isVisible():
            break
    assert open_window.ring.isVisible()
    assert open_window.ring.target is QApplication.focusWidget()
    QTest.mouseClick(open_window.top_bar.rooms, Qt.MouseButton.LeftButton)


def test_closing_a_film_leaves_nothing_behind(window: Window, small_film: Path, qtbot: QtBot) -> None:
    """Sessions, rooms, threads and timers end with the film, three times over."""
    threads: list[int] = []
    for _ in range(3):
        window.projects.open(small_film)
        for index in range(4):
            window.show_room(index)
        qtbot.wait(50)
        window.close_project()
        QApplication.sendPostedEvents(None, 0)
        qtbot.wait(20)
        gc.collect()
        threads.append(threading.active_count())
        assert not window.findChildren(Session)
        assert not window.findChildren(Room)
        assert not [timer for timer in window.findChildren(QTimer) if timer.isActive()]
        assert {window.table.home(action.name) for action in window.table} == {window}
    assert threads[0] == threads[-1]


def test_refcounts_of_none_stand_still(open_window: Window) -> None:
    """A binding that drops None once too often ends the process much later; see it early."""
    if sys.getrefcount(None) > 2**30:
        pytest.skip("None is immortal here; there is nothing to watch")
    for index in range(4):
        open_window.show_room(index)
    before = sys.getrefcount(None)
    for _ in range(50):
        for index in range(4):
            open_window.show_room(index)
        open_window.grab()
    assert sys.getrefcount(None) > before - 100


def test_a_monkey_finds_no_way_to_break_it(open_window: Window, qtbot: QtBot) -> None:
    """2,000 actions that are possible, with undo and redo among them: no error, the document stays sound."""
    dice = random.Random(5)
    session = open_window.session
    assert session is not None
    table: ActionTable = open_window.table
    for turn in range(2000):
        possible = [
            action
            for action in table
            if action.name not in QUIET and not action.title.endswith("…") and action.enabled()
        ]
        favourite = [action for action in possible if action.name in ("edit.undo", "edit.redo")]
        table.trigger(dice.choice(favourite if favourite and dice.random() < 0.2 else possible).name)
        if dice.random() < 0.1:
            ids = session.document.ids()
            session.select(dice.sample(ids, min(2, len(ids))))
        if turn % 50 == 0:
            open_window.desk.drawing.stop()  # type: ignore[union-attr]
            qtbot.wait(1)
    open_window.desk.drawing.close()  # type: ignore[union-attr]
    assert session.document.problems() == []
    assert session.studio.verify() == []


@pytest.mark.parametrize("turns", [0, 1])
def test_a_window_is_closed_at_once_after_its_film_was_opened(
    small_film: Path, qapp: QApplication, turns: int
) -> None:
    for _ in range(4):
        made = Window()
        made.show()
        assert made.projects.open(small_film)
        for _ in range(turns):
            QApplication.processEvents()
        made.close()
        assert made.session is None
        made.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def boards(window: Window) -> BoardsRoom:
    window.show_room(2)
    assert isinstance(window.room, BoardsRoom)
    return window.room


PAGES: dict[str, Callable[[Window], object]] = {
    "notes": lambda window: window.table.trigger("boards.notes"),
    "review": lambda window: boards(window).review(),
    "play": lambda window: boards(window).play(),
    "compare": lambda window: boards(window).compare(),
    "vary": lambda window: boards(window).vary(),
    "go on": lambda window: boards(window).takes.refine(),
    "what the model gets": lambda window: boards(window).side.show_asking(),
    "history": lambda window: window.table.trigger("edit.history"),
    "versions": lambda window: window.table.trigger("file.versions"),
    "palette": lambda window: window.table.trigger("help.commands"),
    "settings": lambda window: window.table.trigger("project.settings"),
}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_goes_with_its_film(
    window: Window, small_film: Path, tmp_path: Path, qtbot: QtBot, page: str
) -> None:
    """Opened over another film it would act on one that is closed."""
    with contextlib.closing(Studio.open(small_film)) as studio:
        record_take(studio, FULL)
    other = tmp_path / "other.previz"
    shutil.copy(small_film, other)
    assert window.projects.open(small_film)
    room = boards(window)
    qtbot.waitUntil(lambda: room.wall.model().rowCount() > 0 and room.wall.currentIndex().isValid())
    PAGES[page](window)
    shown = [one for one in window.findChildren(Overlay) if not one.isHidden()]
    assert shown, "the page is up"
    assert window.projects.open(other)
    qtbot.waitUntil(lambda: not [one for one in window.findChildren(Overlay) if not one.isHidden()])
    assert window.session is not None
    assert window.session.studio.store.path == other
