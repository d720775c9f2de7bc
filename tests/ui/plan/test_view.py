"""The plan under a real mouse: what is dragged there is moved in the document, as one step."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from previz.scene import model
from previz.studio import shot_book, tracks
from previz.studio.floor_plan import PlanCamera
from previz.ui.plan import PlanView
from previz.ui.plan.drawing import HANDLE_M, PlanPainter, beyond
from previz.ui.session import Session
from tests.films import BARE, CLOSE, FULL, put_other_room

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def view(session: Session, qtbot: QtBot) -> PlanView:
    made = PlanView(session)
    qtbot.addWidget(made)
    made.resize(500, 700)
    with qtbot.waitExposed(made):
        made.show()
    QApplication.processEvents()
    made.fit()
    QApplication.processEvents()
    return made


def at(view: PlanView, x: float, z: float) -> QPoint:
    return view.to_px((x, z)).toPoint()


def drag(
    view: PlanView,
    qtbot: QtBot,
    start: QPoint,
    end: QPoint,
    button: Qt.MouseButton = LEFT,
    modifier: Qt.KeyboardModifier = NONE,
) -> None:
    port = view.viewport()
    qtbot.mousePress(port, button, modifier, start)
    for share in (0.3, 0.7, 1.0):
        point = QPointF(start) + (QPointF(end) - QPointF(start)) * share
        qtbot.mouseMove(port, point.toPoint())
        QApplication.processEvents()
    qtbot.mouseRelease(port, button, modifier, end)
    QApplication.processEvents()


def held_down(view: PlanView, start: QPoint, end: QPoint) -> None:
    """Drag from here to there; the button stays down."""
    port, none = view.viewport(), Qt.MouseButton.NoButton
    for kind, place, button in (
        (QEvent.Type.MouseButtonPress, start, LEFT),
        (QEvent.Type.MouseMove, (start + end) / 2, none),
        (QEvent.Type.MouseMove, end, none),
    ):
        over = QPointF(port.mapToGlobal(place))
        QApplication.sendEvent(port, QMouseEvent(kind, QPointF(place), over, button, LEFT, NONE))
        QApplication.processEvents()


def placed(session: Session, id: str) -> model.Transform:
    assert session.shot is not None
    found = tracks.placing(session.document, session.shot.id, id)
    assert found is not None
    return found


def test_a_person_is_dragged_in_one_step(view: PlanView, session: Session, qtbot: QtBot) -> None:
    steps = len(session.document.history)
    drag(view, qtbot, at(view, 0.0, 0.0), at(view, 1.0, 1.5))
    x, y, z = placed(session, "ada").position_m
    assert (x, y, z) == pytest.approx((1.0, 0.0, 1.5), abs=0.06)
    assert x * 10 == pytest.approx(round(x * 10)), "snapped to the grid"
    assert len(session.document.history) == steps + 1
    assert session.document.history[-1].label == "Move Ada"
    assert session.selection == ("ada",)
    assert view.plan is not None
    assert view.plan.people[0].place == pytest.approx((x, z)), "the plan shows what the document says"
    session.undo()
    assert placed(session, "ada").position_m == (0.0, 0.0, 0.0)


def test_the_chair_goes_and_every_shot_knows(view: PlanView, session: Session, qtbot: QtBot) -> None:
    drag(view, qtbot, at(view, 1.2, -0.5), at(view, 0.2, -1.5))
    here = placed(session, "chair").position_m
    session.look_at(CLOSE)
    assert placed(session, "chair").position_m == here
    assert here == pytest.approx((0.2, 0.0, -1.5), abs=0.06)


def test_another_set_is_shown_whole(view: PlanView, session: Session) -> None:
    session.look_at(CLOSE)
    view.scale(3, 3)
    zoomed = view.viewRect()
    session.look_at(FULL)
    QTest.qWait(60)
    assert view.viewRect() == zoomed, "the same set keeps what is seen of it"
    session.look_at(put_other_room(session.document))
    QTest.qWait(60)
    assert view.viewport().rect().contains(at(view, 20, 20))


def test_a_little_tremble_is_a_click(view: PlanView, session: Session, qtbot: QtBot) -> None:
    steps = len(session.document.history)
    start = at(view, 0.0, 0.0)
    drag(view, qtbot, start, start + QPoint(1, 1))
    assert session.selection == ("ada",)
    assert len(session.document.history) == steps


def test_the_knob_turns(view: PlanView, session: Session, qtbot: QtBot) -> None:
    session.select(["ada"])
    knob = beyond((0.0, 0.0), 0.0, HANDLE_M)
    drag(view, qtbot, at(view, *knob), at(view, 1.0, 0.0))
    assert tracks.heading_deg(placed(session, "ada").rotation) == pytest.approx(90.0, abs=2.0)
    assert session.document.history[-1].label == "Turn Ada"


def test_the_camera_is_dragged_and_a_click_looks_through_it(
    view: PlanView, session: Session, qtbot: QtBot
) -> None:
    before = shot_book.camera_of(session.document, FULL)
    drag(view, qtbot, at(view, 0.0, 6.0), at(view, 1.0, 5.0))
    after = shot_book.camera_of(session.document, FULL)
    assert before is not None
    assert after is not None
    assert after.transform.position_m == pytest.approx((1.0, 1.3, 5.0), abs=0.03)
    assert after.transform.rotation == before.transform.rotation
    qtbot.mouseClick(view.viewport(), LEFT, NONE, at(view, 0.1, 1.9))
    assert session.shot is not None
    assert session.shot.id == CLOSE


def test_a_rubber_band_picks_up_what_stands_in_it(view: PlanView, session: Session, qtbot: QtBot) -> None:
    """Also over a floor, which a drag takes along only when it is selected."""
    band = at(view, -1.8, -1.5), at(view, 0.6, 0.9)
    drag(view, qtbot, *band)
    assert set(session.selection) == {"ada", "ben"}
    assert session.document.history == ()
    qtbot.mouseClick(view.viewport(), LEFT, NONE, band[0])
    assert session.selection == ("floor",)
    drag(view, qtbot, *band)
    assert [edit.label for edit in session.document.history] == ["Move floor"]


def test_a_rug_is_dragged_as_any_thing(view: PlanView, session: Session, qtbot: QtBot) -> None:
    lies = model.Transform(position_m=(-1.5, 0.0, 2.5))
    with session.edit("Lay a rug") as edit:
        edit.put(model.Item(id="rug", stage_id="room", name="rug", piece="rug", transform=lies, order="z"))
    QApplication.processEvents()
    drag(view, qtbot, at(view, -1.5, 2.5), at(view, -0.5, 2.5))
    assert placed(session, "rug").position_m[0] == pytest.approx(-0.5, abs=0.06)


def test_shift_adds_and_nudging_moves_all(view: PlanView, session: Session, qtbot: QtBot) -> None:
    qtbot.mouseClick(view.viewport(), LEFT, NONE, at(view, 0.0, 0.0))
    qtbot.mouseClick(view.viewport(), LEFT, Qt.KeyboardModifier.ShiftModifier, at(view, -0.9, -0.3))
    assert session.selection == ("ada", "ben")
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Right)
    qtbot.keyClick(view, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert placed(session, "ada").position_m == pytest.approx((0.05, 0.0, -0.5))
    assert placed(session, "ben").position_m == pytest.approx((-0.85, 0.0, -0.8))


def test_a_locked_chair_stays(view: PlanView, session: Session, qtbot: QtBot) -> None:
    with session.edit("Lock") as edit:
        edit.update("chair", locked=True)
    said: list[str] = []
    session.told.connect(lambda message: said.append(message.text))
    here = at(view, 1.2, -0.5)
    drag(view, qtbot, here, here)
    assert not said, "a click wants nothing moved"
    held_down(view, here, at(view, 0.2, -1.5))
    qtbot.mouseRelease(view.viewport(), LEFT, NONE, at(view, 0.2, -1.5))
    assert placed(session, "chair").position_m == (1.2, 0.0, -0.5)
    assert said == ["chair is locked; Ctrl+L unlocks what is selected."], "once a drag"


def test_somebody_locked_stays_and_nobody_hidden_is_picked(
    view: PlanView, session: Session, qtbot: QtBot
) -> None:
    with session.edit("Lock and hide") as edit:
        edit.update("s1", locked_people=("ada",), hidden_people=("ben",))
    QApplication.processEvents()
    steps = len(session.document.history)
    drag(view, qtbot, at(view, 0.0, 0.0), at(view, 1.0, 1.0))
    assert placed(session, "ada").position_m == (0.0, 0.0, 0.0)
    assert len(session.document.history) == steps
    session.select([])
    drag(view, qtbot, at(view, -1.8, -1.5), at(view, 0.6, 0.9))
    assert session.selection == ("ada",)
    assert view.plan is not None
    assert [person.id for person in view.plan.people] == ["ada"]
    session.select(["ben"])
    view.hands.nudge((0.5, 0.0))
    assert len(session.document.history) == steps, "what nobody sees is not moved"


def test_the_wheel_zooms_about_the_pointer(view: PlanView, qtbot: QtBot) -> None:
    here = at(view, 1.0, 1.0)
    width = view.viewRect().width()
    turn = QWheelEvent(
        QPointF(here), QPointF(view.mapToGlobal(here)), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        NONE, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view.viewport(), turn)
    assert view.viewRect().width() < width
    assert view.to_place(QPointF(here)) == pytest.approx((1.0, 1.0), abs=0.02)


def test_the_right_button_pans(view: PlanView, session: Session, qtbot: QtBot) -> None:
    before = view.to_place(QPointF(100, 100))
    drag(view, qtbot, QPoint(100, 100), QPoint(160, 100), Qt.MouseButton.RightButton)
    after = view.to_place(QPointF(160, 100))
    assert after == pytest.approx(before, abs=0.02)


def drop(view: PlanView, place: QPoint, kind: str, key: str) -> None:
    data = QMimeData()
    data.setData(f"application/x-previz-{kind}", json.dumps(key).encode())
    event = QDropEvent(QPointF(place), Qt.DropAction.CopyAction, data, LEFT, NONE, QEvent.Type.Drop)
    view.dropEvent(event)
    QApplication.processEvents()


def test_a_person_and_a_piece_are_dropped(view: PlanView, session: Session) -> None:
    drop(view, at(view, -1.0, 1.0), "person", "detective")
    (who,) = session.selection
    assert session.document.need(who, model.Character).name == "Detective"
    assert placed(session, who).position_m == pytest.approx((-1.0, 0.0, 1.0), abs=0.06)
    drop(view, at(view, 1.2, -0.5), "person", "woman")
    key = tracks.actor_key(session.document, FULL, session.selection[0])
    assert key is not None
    assert key.seat_height_m is not None, "dropped on the chair she sits"
    drop(view, at(view, 0.0, 2.0), "piece", "sofa")
    assert session.document.need(session.selection[0], model.Item).piece == "sofa"


def test_a_shot_without_a_set_says_so(view: PlanView, session: Session, qtbot: QtBot) -> None:
    with session.edit("Strike the set") as edit:
        edit.remove_tree("room")
    QApplication.processEvents()
    assert view.plan is None
    view.grab()
    qtbot.mouseClick(view.viewport(), LEFT, NONE, QPoint(50, 50))


def test_a_shot_without_a_camera_is_drawn(view: PlanView, session: Session) -> None:
    session.look_at(BARE)
    QApplication.processEvents()
    assert view.plan is not None
    assert {camera.shot_id for camera in view.plan.cameras} == {FULL, CLOSE}
    view.grab()


# ------------------------------------------------------------------------------------------- menu, drops
def let_go(view: PlanView, kind: str, key: str, place: QPoint) -> bool:
    data = QMimeData()
    data.setData(f"application/x-previz-{kind}", json.dumps(key).encode())
    copy = Qt.DropAction.CopyAction
    entered = QDragEnterEvent(place, copy, data, LEFT, NONE)
    view.dragEnterEvent(entered)
    if not entered.isAccepted():
        return False
    view.dropEvent(QDropEvent(QPointF(place), copy, data, LEFT, NONE))
    QApplication.processEvents()
    return True


def test_the_right_button_asks_for_a_menu_of_what_is_under_it(
    view: PlanView, session: Session, qtbot: QtBot
) -> None:
    session.select([])
    with qtbot.waitSignal(view.menu_wanted, timeout=1000):
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.RightButton, NONE, at(view, 1.2, -0.5))
    assert session.selection == ("chair",)
    asked: list[object] = []
    view.menu_wanted.connect(asked.append)
    drag(view, qtbot, at(view, 2.0, 2.0), at(view, 2.0, 2.0) + QPoint(60, 0), Qt.MouseButton.RightButton)
    assert not asked, "a drag moves the paper"


def test_what_is_let_go_over_a_table_stands_on_it(view: PlanView, session: Session) -> None:
    with session.edit("A table") as edit:
        there = model.Transform(position_m=(2.0, 0.0, 2.0))
        edit.put(model.Item(id="t", stage_id="room", name="table", piece="table", transform=there, order="z"))
    QApplication.processEvents()
    assert let_go(view, "piece", "mug", at(view, 2.0, 2.0))
    (mug,) = session.selection
    assert placed(session, mug).position_m == pytest.approx((2.0, 0.75, 2.0), abs=0.05)
    assert let_go(view, "piece", "sofa", at(view, 2.0, 2.0))
    assert placed(session, session.selection[0]).position_m[1] == 0.0, "furniture stays on the floor"
    assert let_go(view, "piece", "mug", at(view, -2.0, 2.0))
    (other,) = session.selection
    assert placed(session, other).position_m[1] == pytest.approx(0.0, abs=0.01)


def test_a_set_let_go_on_the_plan_is_built(view: PlanView, session: Session) -> None:
    assert let_go(view, "set", "church", at(view, 0.0, 0.0))
    assert session.stage is not None
    assert session.stage.name == "Church"
    session.undo()
    assert session.stage is not None
    assert session.stage.name == "Room"


def test_a_pose_is_not_for_the_plan(view: PlanView) -> None:
    assert not let_go(view, "pose", "kneel", at(view, 0.0, 0.0))


def test_cameras_out_of_sight_are_not_drawn(
    view: PlanView, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []
    draw = PlanPainter._camera

    def counted(painter: PlanPainter, camera: PlanCamera, current: bool) -> None:
        drawn.append(camera.shot_id)
        draw(painter, camera, current)

    monkeypatch.setattr(PlanPainter, "_camera", counted)
    session.look_at(FULL)
    QApplication.processEvents()
    view.grab()
    assert set(drawn) == {CLOSE, FULL}
    half = view.seen().width() / 2
    for off_m, there in ((half + 0.5, True), (half + 4.0, False)):
        # the camera of the close is 0.1 right of the middle of the world
        view.setRange(view.seen().translated(0.1 + off_m - view.seen().center().x(), 0.0), padding=0)
        drawn.clear()
        view.grab()
        assert (CLOSE in drawn) is there, "its lines reach further than it stands"
        assert FULL in drawn, "the cone of the shot itself goes on for ever"
