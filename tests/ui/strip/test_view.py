"""The strip of shots under a real mouse."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QListView, QToolButton
from pytestqt.qtbot import QtBot

from previz.scene import model
from previz.ui.desk import Desk
from previz.ui.session import Session
from previz.ui.strip import ShotStrip
from tests.films import BARE, CLOSE, FULL


@pytest.fixture
def strip(desk: Desk, qtbot: QtBot) -> ShotStrip:
    made = ShotStrip(desk)
    qtbot.addWidget(made)
    made.resize(900, 150)
    with qtbot.waitExposed(made):
        made.show()
    return made


def cards(strip: ShotStrip) -> list[str]:
    QApplication.processEvents()
    return [card.row.id for card in strip.shots.cards]


def press(strip: ShotStrip, qtbot: QtBot, place: int, modifier: Qt.KeyboardModifier) -> None:
    rows = strip.findChild(QListView)
    assert rows is not None
    at = rows.visualRect(strip.shots.index(place)).center()
    qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, modifier, at)


def test_a_click_looks_at_the_shot(strip: ShotStrip, session: Session, qtbot: QtBot) -> None:
    assert cards(strip) == [FULL, CLOSE, BARE]
    press(strip, qtbot, 1, Qt.KeyboardModifier.NoModifier)
    assert session.shot is not None
    assert session.shot.id == CLOSE
    session.look_at(BARE)
    assert strip.chosen == [BARE]


def test_new_double_split_and_remove(strip: ShotStrip, session: Session) -> None:
    session.look_at(CLOSE)
    strip.new_shot()
    assert session.shot is not None
    made = session.shot.id
    assert cards(strip) == [FULL, CLOSE, made, BARE]
    session.look_at(CLOSE)
    session.go_to(1.5)
    strip.split()
    assert len(cards(strip)) == 5
    session.undo()
    session.look_at(CLOSE)
    strip.duplicate()
    assert session.shot.id not in (FULL, CLOSE, BARE, made)
    strip.remove()
    assert cards(strip) == [FULL, CLOSE, made, BARE]


def test_several_are_omitted_at_once(strip: ShotStrip, session: Session, qtbot: QtBot) -> None:
    press(strip, qtbot, 0, Qt.KeyboardModifier.NoModifier)
    press(strip, qtbot, 1, Qt.KeyboardModifier.ControlModifier)
    assert strip.chosen == [FULL, CLOSE]
    strip.omit()
    assert session.document.need(FULL, model.Shot).omitted
    assert session.document.need(CLOSE, model.Shot).omitted
    strip.omit()
    assert not session.document.need(FULL, model.Shot).omitted


def test_a_dropped_card_goes_where_it_is_let_go(strip: ShotStrip, session: Session) -> None:
    data = strip.shots.mimeData([strip.shots.index(2)])
    assert not strip.shots.dropMimeData(data, Qt.DropAction.MoveAction, 0, 0, strip.shots.index(-1))
    assert cards(strip) == [BARE, FULL, CLOSE]
    assert session.document.history[-1].label == "Move shot"
    data = strip.shots.mimeData([strip.shots.index(0)])
    strip.shots.dropMimeData(data, Qt.DropAction.MoveAction, 2, 0, strip.shots.index(-1))
    assert cards(strip) == [FULL, BARE, CLOSE]


def test_what_is_seen_stands_on_the_card(strip: ShotStrip, qtbot: QtBot) -> None:
    def looked() -> None:
        assert strip.shots.cards[0].row.size
        assert strip.shots.image(strip.shots.cards[0], 144) is not None

    qtbot.waitUntil(looked, timeout=60_000)
    text = strip.shots.index(0).data()
    assert "35 mm" in text
    strip.grab()


# ------------------------------------------------------------------------------------------ keys, drops
def rows_of(strip: ShotStrip) -> QListView:
    found = strip.findChild(QListView)
    assert found is not None
    return found


def test_arrows_go_from_card_to_card(strip: ShotStrip, session: Session, qtbot: QtBot) -> None:
    press(strip, qtbot, 0, Qt.KeyboardModifier.NoModifier)
    qtbot.keyClick(rows_of(strip), Qt.Key.Key_Right)
    assert session.shot is not None
    assert session.shot.id == CLOSE
    qtbot.keyClick(rows_of(strip), Qt.Key.Key_End)
    assert session.shot.id == BARE
    qtbot.keyClick(rows_of(strip), Qt.Key.Key_Home)
    assert session.shot.id == FULL


def test_shift_takes_all_between(strip: ShotStrip, qtbot: QtBot) -> None:
    press(strip, qtbot, 0, Qt.KeyboardModifier.NoModifier)
    press(strip, qtbot, 2, Qt.KeyboardModifier.ShiftModifier)
    assert strip.chosen == [FULL, CLOSE, BARE]
    press(strip, qtbot, 1, Qt.KeyboardModifier.ControlModifier)
    assert strip.chosen == [FULL, BARE]


def test_a_card_is_let_go_between_two_others(strip: ShotStrip, session: Session) -> None:
    """The events that the system sends when a card is dragged."""
    rows = rows_of(strip)
    data = strip.shots.mimeData([strip.shots.index(2)])
    second = rows.visualRect(strip.shots.index(1))
    place = QPoint(second.left() + 2, second.center().y())
    move, left, none = Qt.DropAction.MoveAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    for event in (
        QDragEnterEvent(place, move, data, left, none),
        QDragMoveEvent(place, move, data, left, none),
        QDropEvent(QPointF(place), move, data, left, none),
    ):
        QApplication.sendEvent(rows.viewport(), event)
    assert cards(strip) == [FULL, BARE, CLOSE]
    assert session.document.history[-1].label == "Move shot"
    session.undo()
    assert cards(strip) == [FULL, CLOSE, BARE]


def test_the_button_makes_a_shot(strip: ShotStrip, session: Session, qtbot: QtBot) -> None:
    press(strip, qtbot, 0, Qt.KeyboardModifier.NoModifier)
    button = next(b for b in strip.findChildren(QToolButton) if b.accessibleName().startswith("New shot"))
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert len(cards(strip)) == 4
    assert session.shot is not None
    assert cards(strip)[1] == session.shot.id, "behind the one that was looked at"
