"""A picture under the plan by hand: laid there, scaled by two points, moved, turned."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from previz.scene.underlay import Underlay
from previz.ui import questions
from previz.ui.plan import PlanView
from previz.ui.session import Session
from tests.ui.plan.test_view import LEFT, NONE, at, drag, held_down, view

__all__ = ["view"]


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "flat.png"
    Image.new("RGB", (200, 200), (200, 30, 30)).save(path)
    return path


@pytest.fixture
def laid(view: PlanView, picture: Path, monkeypatch: pytest.MonkeyPatch) -> PlanView:
    monkeypatch.setattr(questions, "file_to_open", lambda *_: picture)
    trigger(view, "underlay")
    return view


def trigger(plan: PlanView, name: str) -> None:
    next(row for row in plan.actions() if row.name == f"plan.{name}").run()
    QApplication.processEvents()


def under(session: Session) -> Underlay:
    assert session.stage is not None
    assert session.stage.underlay is not None
    return session.stage.underlay


def test_it_is_seen_under_everything_and_fades(laid: PlanView, session: Session) -> None:
    spot = at(laid, -2.5, 4.6)
    seen = laid.grab().toImage().pixelColor(spot)
    assert seen.red() > 100 > 60 > seen.green()
    trigger(laid, "underlay_less")
    assert under(session).opacity == pytest.approx(0.4)
    assert laid.grab().toImage().pixelColor(spot).red() < seen.red()
    trigger(laid, "underlay_hide")
    assert laid.grab().toImage().pixelColor(spot).red() < 60
    trigger(laid, "underlay_remove")
    assert session.stage is not None
    assert session.stage.underlay is None


def test_two_points_and_a_typed_distance_scale_it(laid: PlanView, session: Session, qtbot: QtBot) -> None:
    assert laid.drafting.tool == "scale", "the first thing to do"
    steps = len(session.document.history)
    for x, z in ((-2.0, 2.0), (0.0, 2.0)):
        qtbot.mouseClick(laid.viewport(), LEFT, NONE, at(laid, x, z))
    for key in "3,50":
        qtbot.keyClick(laid, key)
    qtbot.keyClick(laid, Qt.Key.Key_Backspace)
    qtbot.keyClick(laid, Qt.Key.Key_Return)
    assert under(session).size_m[0] == pytest.approx(17.5, rel=0.02)
    assert len(session.document.history) == steps + 1
    assert session.document.history[-1].label == "Scale the underlay"


def test_a_distance_that_is_none_is_told(laid: PlanView, session: Session, qtbot: QtBot) -> None:
    for x in (-1.0, 1.0):
        qtbot.mouseClick(laid.viewport(), LEFT, NONE, at(laid, x, 2.0))
    qtbot.keyClick(laid, Qt.Key.Key_Return)
    assert "Type how far" in laid.drafting.reason
    qtbot.keyClick(laid, Qt.Key.Key_Escape)
    assert not laid.drafting.under.points


def test_it_is_moved_and_turned_and_a_locked_one_stays(
    laid: PlanView, session: Session, qtbot: QtBot
) -> None:
    trigger(laid, "shift")
    drag(laid, qtbot, at(laid, 2.0, 0.0), at(laid, 2.5, 1.0))
    assert under(session).centre_m == pytest.approx((0.5, 1.0), abs=0.05)
    drag(laid, qtbot, at(laid, 2.5, 1.0), at(laid, 0.5, 3.0), modifier=Qt.KeyboardModifier.ShiftModifier)
    assert session.document.history[-1].label in ("Turn the underlay", "Move the underlay")
    session.undo()
    trigger(laid, "underlay_lock")
    drag(laid, qtbot, at(laid, 2.0, 0.0), at(laid, 3.0, 0.0))
    assert under(session).centre_m == pytest.approx((0.5, 1.0), abs=0.05)
    assert "locked" in laid.drafting.reason


def test_escape_puts_a_picture_back_that_is_dragged(laid: PlanView, session: Session, qtbot: QtBot) -> None:
    trigger(laid, "shift")
    before, steps = under(session), session.document.history
    held_down(laid, at(laid, 2.0, 0.0), at(laid, 2.5, 1.0))
    assert under(session) != before
    qtbot.keyClick(laid, Qt.Key.Key_Escape)
    assert under(session) == before
    assert session.document.history == steps
    assert laid.drafting.tool == "shift", "the next Esc puts the tool down"


def test_a_file_is_dropped_and_a_bad_one_is_told(
    view: PlanView, session: Session, picture: Path, tmp_path: Path
) -> None:
    told: list[str] = []
    session.told.connect(lambda message: told.append(message.text))
    letter = tmp_path / "letter.jpg"
    letter.write_text("Dear Ada")
    for path in (letter, picture):
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path))])
        copy = Qt.DropAction.CopyAction
        entered = QDragEnterEvent(QPoint(9, 9), copy, data, LEFT, NONE)
        view.dragEnterEvent(entered)
        assert entered.isAccepted()
        view.dropEvent(QDropEvent(QPointF(9, 9), copy, data, LEFT, NONE))
    assert told == ["letter.jpg is not a picture that can be read; give a PNG or a JPEG."]
    assert under(session).name == "flat.png"
    assert QColor(view.grab().toImage().pixelColor(at(view, -2.5, 4.6))).red() > 100
