"""What a hasty hand does in the middle of a drag on the plan: keys and other buttons."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from previz.scene import model
from previz.studio import shot_book, stagehands, tracks
from previz.ui.plan import PlanView
from previz.ui.rooms.stage import StageRoom
from previz.ui.session import Scope, Session
from previz.ui.window import Window
from tests.films import FULL

Button, Kind = Qt.MouseButton, QEvent.Type


@pytest.fixture
def view(open_window: Window, qtbot: QtBot) -> PlanView:
    """The plan in its window, where other panels have keys of their own."""
    open_window.resize(1600, 1000)
    assert isinstance(open_window.room, StageRoom)
    plan = open_window.room.plan
    qtbot.waitUntil(lambda: plan.plan is not None and plan.viewport().width() > 200)
    plan.setFocus()
    return plan


@pytest.fixture
def film(open_window: Window) -> Session:
    assert open_window.session is not None
    return open_window.session


def send(
    view: PlanView, kind: QEvent.Type, at: QPointF, button: Qt.MouseButton, held: Qt.MouseButton
) -> None:
    port = view.viewport()
    place = QPointF(port.mapToGlobal(at.toPoint()))
    QApplication.sendEvent(port, QMouseEvent(kind, at, place, button, held, Qt.KeyboardModifier.NoModifier))
    QApplication.processEvents()


def take(view: PlanView, x: float, z: float) -> QPointF:
    """Take what stands there and drag it by 60 pixels; the button stays down."""
    at = view.to_px((x, z))
    send(view, Kind.MouseButtonPress, at, Button.LeftButton, Button.LeftButton)
    for px in (20, 60):
        send(view, Kind.MouseMove, at + QPointF(px, 0), Button.NoButton, Button.LeftButton)
    return at + QPointF(60, 0)


def let_go(view: PlanView, at: QPointF) -> None:
    send(view, Kind.MouseMove, at + QPointF(30, 0), Button.NoButton, Button.LeftButton)
    send(view, Kind.MouseButtonRelease, at + QPointF(30, 0), Button.LeftButton, Button.NoButton)


def chair_x(film: Session) -> float:
    placed = tracks.placing(film.document, FULL, "chair")
    assert placed is not None
    return placed.position_m[0]


def press_key(view: PlanView, qtbot: QtBot, key: Qt.Key, held: Qt.KeyboardModifier) -> None:
    qtbot.keyClick(view.window().windowHandle(), key, held)
    QApplication.processEvents()


@pytest.mark.parametrize("scope", ["scene", "shot"])
def test_escape_puts_back_what_is_dragged_without_a_step(
    view: PlanView, film: Session, qtbot: QtBot, scope: Scope
) -> None:
    stagehands.drop_person(film.document, FULL, "ada", (1.2, 0.5, -0.5))
    film.select(["chair"])
    film.set_scope(scope)
    start, steps, before = chair_x(film), len(film.document.history), list(film.document)
    at = take(view, 1.2, -0.5)
    assert chair_x(film) > start + 0.3
    press_key(view, qtbot, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
    assert chair_x(film) == start
    let_go(view, at)
    assert list(film.document) == before, "also no track of the chair or of who sits on it"
    assert len(film.document.history) == steps
    assert not film.document.undone
    assert not film.studio.store.modified


def test_escape_puts_a_camera_back(view: PlanView, film: Session, qtbot: QtBot) -> None:
    before, steps = shot_book.camera_of(film.document, FULL), len(film.document.history)
    at = take(view, 0.0, 6.0)
    assert shot_book.camera_of(film.document, FULL) != before
    press_key(view, qtbot, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
    let_go(view, at)
    assert shot_book.camera_of(film.document, FULL) == before
    assert len(film.document.history) == steps


@pytest.mark.parametrize(
    ("key", "held"),
    [
        (Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier),
        (Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier),
        (Qt.Key.Key_3, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier),
    ],
    ids=["remove", "duplicate", "undo", "boards", "nudge"],
)
def test_other_keys_wait_until_it_is_let_go(
    view: PlanView, film: Session, qtbot: QtBot, key: Qt.Key, held: Qt.KeyboardModifier
) -> None:
    start, steps = chair_x(film), len(film.document.history)
    at = take(view, 1.2, -0.5)
    press_key(view, qtbot, key, held)
    let_go(view, at)
    assert [edit.label for edit in film.document.history[steps:]] == ["Move chair"]
    assert view.isVisible()
    assert len(film.document.of(model.Item)) == 2
    film.undo()
    assert chair_x(film) == start


def test_the_right_button_puts_back_and_the_middle_one_waits(
    view: PlanView, film: Session, qtbot: QtBot
) -> None:
    start, steps = chair_x(film), len(film.document.history)
    at = take(view, 1.2, -0.5)
    send(view, Kind.MouseButtonPress, at, Button.MiddleButton, Button.LeftButton | Button.MiddleButton)
    send(view, Kind.MouseButtonRelease, at, Button.MiddleButton, Button.LeftButton)
    let_go(view, at)
    assert chair_x(film) > start + 0.5
    assert not film.studio.store.modified, "what was dragged is on disk"
    film.undo()
    at = take(view, 1.2, -0.5)
    send(view, Kind.MouseButtonPress, at, Button.RightButton, Button.LeftButton | Button.RightButton)
    assert chair_x(film) == start
    send(view, Kind.MouseButtonRelease, at, Button.RightButton, Button.LeftButton)
    let_go(view, at)
    assert chair_x(film) == start
    assert len(film.document.history) == steps
    assert not film.studio.store.modified
