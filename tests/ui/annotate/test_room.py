"""Drawing over a take with real mouse and pen events: what is drawn is in the document, and on the screen."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QInputDevice, QMouseEvent, QPointingDevice, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea
from pytestqt.qtbot import QtBot

from previz.export.mark_paint import PIN_SIZE
from previz.scene import model
from previz.scene.mark_shapes import moving, transformed
from previz.scene.marks import Arrow, Box, Frames, Ink, Measure, Shape, Words
from previz.scene.strokes import unpack
from previz.studio.frame_marks import draw, marks_of, remove, replace
from previz.studio.noting import add_note
from previz.ui import preferences
from previz.ui.annotate import layer_picture, sheet
from previz.ui.annotate.canvas import Canvas
from previz.ui.annotate.room import AnnotateRoom
from previz.ui.desk import Desk
from tests.films import CLOSE, FULL, record_take


@pytest.fixture
def room(desk: Desk, qtbot: QtBot) -> AnnotateRoom:
    record_take(desk.session.studio, FULL, (960, 402))
    made = AnnotateRoom(desk)
    qtbot.addWidget(made)
    for home, rows in made.actions_by_home():
        desk.actions.add(home, rows)
    made.resize(1000, 560)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    desk.session.look_at(FULL)
    made.bar.fill(desk.actions)
    made.show_take(made._usual_take())
    return made


def at(canvas: Canvas, x: float, y: float) -> QPoint:
    return canvas.view.canvas_from_picture().map(QPointF(x, y)).toPoint()


def stroke(
    canvas: Canvas,
    *places: tuple[float, float],
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    points = [at(canvas, x, y) for x, y in places]
    kinds = [QEvent.Type.MouseButtonPress, *[QEvent.Type.MouseMove] * (len(points) - 1)]
    for kind, point in zip(kinds, points, strict=True):
        button = left if kind == QEvent.Type.MouseButtonPress else none
        place = QPointF(point)
        event = QMouseEvent(kind, place, canvas.mapToGlobal(place), button, left, modifiers)
        QApplication.sendEvent(canvas, event)
    place = QPointF(points[-1])
    release = QEvent.Type.MouseButtonRelease
    event = QMouseEvent(release, place, canvas.mapToGlobal(place), left, none, modifiers)
    QApplication.sendEvent(canvas, event)


PEN = QPointingDevice(
    "pen",
    1,
    QInputDevice.DeviceType.Stylus,
    QPointingDevice.PointerType.Pen,
    QInputDevice.Capability.Pressure | QInputDevice.Capability.XTilt | QInputDevice.Capability.YTilt,
    1,
    3,
)


def pen(canvas: Canvas, kind: QEvent.Type, x: float, y: float, pressure: float, tilt: int) -> None:
    place = QPointF(at(canvas, x, y))
    buttons = Qt.MouseButton.NoButton if kind == QEvent.Type.TabletRelease else Qt.MouseButton.LeftButton
    button = Qt.MouseButton.NoButton if kind == QEvent.Type.TabletMove else Qt.MouseButton.LeftButton
    event = QTabletEvent(
        kind, PEN, place, canvas.mapToGlobal(place), pressure, tilt, 0, 0.0, 0.0, 0,
        Qt.KeyboardModifier.NoModifier, button, buttons,
    )  # fmt: skip
    QApplication.sendEvent(canvas, event)


def marks(room: AnnotateRoom) -> list[model.FrameMark]:
    take = room.canvas.sheet.take
    assert take is not None
    return marks_of(room.session.document, take.id)


def colour_at(canvas: Canvas, x: float, y: float) -> tuple[int, int, int]:
    seen = canvas.grab().toImage().pixelColor(at(canvas, x, y))
    return seen.red(), seen.green(), seen.blue()


def test_a_mouse_draws_a_stroke_that_is_seen_and_undone(room: AnnotateRoom) -> None:
    canvas = room.canvas
    room.kit.take_up("marker")
    room.kit.set_colour("#D7263D")
    room.kit.set_size_px(60)
    before = colour_at(canvas, 0.5, 0.2)
    stroke(canvas, (0.2, 0.2), (0.5, 0.2), (0.8, 0.2))
    (mark,) = marks(room)
    assert isinstance(mark.shape, Ink)
    assert (mark.shape.pen, mark.colour, mark.layer) == ("marker", "#D7263D", "drawing")
    rows = unpack(mark.shape.touches)
    assert rows[0, :2] == pytest.approx((0.2, 0.2), abs=0.003)
    assert rows[-1, :2] == pytest.approx((0.8, 0.2), abs=0.003)
    red, green, blue = colour_at(canvas, 0.5, 0.2)
    assert red - green > 120
    assert red - blue > 100
    room.session.undo()
    assert marks(room) == []
    assert colour_at(canvas, 0.5, 0.2) == before


def test_a_pen_draws_with_pressure_and_tilt_and_its_other_end_erases(room: AnnotateRoom) -> None:
    canvas = room.canvas
    room.kit.set_smooth(0.0)
    press, move, release = QEvent.Type.TabletPress, QEvent.Type.TabletMove, QEvent.Type.TabletRelease
    pen(canvas, press, 0.2, 0.2, 0.1, 0)
    for step in range(1, 9):
        pen(canvas, move, 0.2 + step / 20, 0.2, 0.1 + step / 10, 40)
    pen(canvas, release, 0.6, 0.2, 0.0, 0)
    (mark,) = marks(room)
    assert isinstance(mark.shape, Ink)
    rows = unpack(mark.shape.touches)
    assert rows[0, 2] == pytest.approx(0.1)
    assert rows[:, 2].max() == pytest.approx(0.9, abs=0.01)
    assert rows[:, 3].max() == 40
    room.kit.set_feels_pressure(False)
    pen(canvas, press, 0.2, 0.3, 0.9, 0)
    pen(canvas, release, 0.25, 0.3, 0.9, 0)
    last = marks(room)[-1].shape
    assert isinstance(last, Ink)
    assert set(unpack(last.touches)[:, 2]) == {0.5}


def test_the_eraser_cuts_what_it_crosses_as_one_step(room: AnnotateRoom) -> None:
    canvas, document = room.canvas, room.session.document
    room.kit.take_up("ink")
    stroke(canvas, (0.2, 0.2), (0.8, 0.2))
    room.kit.take_up("eraser")
    steps = len(document.history)
    stroke(canvas, (0.5, 0.1), (0.5, 0.15), (0.5, 0.25), (0.5, 0.3))
    assert len(marks(room)) == 2
    assert len(document.history) == steps + 1
    canvas.grab()
    room.session.undo()
    assert len(marks(room)) == 1


@pytest.mark.parametrize(
    ("tool", "kind"), [("arrow", Arrow), ("curve", Arrow), ("block", Arrow), ("box", Box), ("area", Box)]
)
def test_dragged_shapes_lie_where_they_were_dragged(room: AnnotateRoom, tool: str, kind: type) -> None:
    room.kit.take_up(tool)
    stroke(room.canvas, (0.2, 0.1), (0.3, 0.12), (0.4, 0.2), (0.6, 0.3))
    (mark,) = marks(room)
    assert isinstance(mark.shape, kind)
    points = mark.shape.points if isinstance(mark.shape, Arrow) else mark.shape.corners[::2]
    assert points[0] == pytest.approx((0.2, 0.1), abs=0.003)
    assert points[-1] == pytest.approx((0.6, 0.3), abs=0.003)
    assert room.canvas.selected == (mark.id,)
    stroke(room.canvas, (0.7, 0.1), (0.7, 0.1))
    assert len(marks(room)) == 1, "a click draws nothing"


def test_frame_b_has_the_shape_of_the_picture(room: AnnotateRoom) -> None:
    room.kit.take_up("frames")
    stroke(room.canvas, (0.2, 0.1), (0.4, 0.15), (0.6, 0.2))
    (mark,) = marks(room)
    assert isinstance(mark.shape, Frames)
    (left, top), (right, _), (_, bottom), _ = mark.shape.end
    assert (bottom - top) / (right - left) == pytest.approx(402 / 960, abs=0.002)
    assert mark.shape.label == "PUSH IN"


def test_a_measure_reads_the_stage_behind_the_picture(room: AnnotateRoom) -> None:
    room.kit.take_up("measure")
    stroke(room.canvas, (0.3, 0.38), (0.4, 0.38), (0.6, 0.38))
    (mark,) = marks(room)
    assert isinstance(mark.shape, Measure)
    assert mark.shape.label.endswith(" m")
    assert 0.5 < float(mark.shape.label.removesuffix(" m")) < 5
    room.kit.take_up("select")
    stroke(room.canvas, (0.45, 0.38), (0.45, 0.3), (0.45, 0.2))
    (moved,) = marks(room)
    assert isinstance(moved.shape, Measure)
    assert moved.shape.start[1] < 0.3
    assert moved.shape.label != mark.shape.label, "what lies behind it now is at another distance"
    assert room.session.document.history[-1].label == "Move marks"


def test_words_are_typed_where_they_stand(room: AnnotateRoom, qtbot: QtBot) -> None:
    room.kit.take_up("text")
    stroke(room.canvas, (0.3, 0.2), (0.3, 0.2))
    assert room.text.isVisible()
    QTest.keyClicks(room.text, "leans in")
    QTest.keyClick(room.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    (mark,) = marks(room)
    assert isinstance(mark.shape, Words)
    assert mark.shape.text == "leans in"
    stroke(room.canvas, (0.6, 0.2), (0.6, 0.2))
    QTest.keyClick(room.text, Qt.Key.Key_Escape)
    assert len(marks(room)) == 1


def test_marks_are_moved_scaled_turned_doubled_and_removed_by_hand(room: AnnotateRoom) -> None:
    canvas, document = room.canvas, room.session.document
    room.kit.take_up("box")
    stroke(canvas, (0.3, 0.1), (0.5, 0.2))
    room.kit.take_up("select")
    stroke(canvas, (0.35, 0.1), (0.4, 0.1), (0.45, 0.15))
    (mark,) = marks(room)
    assert isinstance(mark.shape, Box)
    assert mark.shape.corners[0] == pytest.approx((0.4, 0.15), abs=0.004)
    assert document.history[-1].label == "Move marks"
    knob = canvas.tool._handles()["turn"]  # type: ignore[attr-defined]
    place = canvas.view.place(knob)
    stroke(canvas, place, (place[0] + 0.1, 0.2), modifiers=Qt.KeyboardModifier.ShiftModifier)
    assert document.history[-1].label == "Turn marks"
    room.session.undo()
    edge = canvas.view.place(canvas.tool._handles()[1.0, 0.5])  # type: ignore[attr-defined]
    stroke(canvas, edge, (edge[0] + 0.1, edge[1]))
    assert document.history[-1].label == "Scale marks"
    (mark,) = marks(room)
    assert isinstance(mark.shape, Box)
    assert mark.shape.corners[2][0] == pytest.approx(0.7, abs=0.012)
    stroke(canvas, (0.45, 0.15), (0.3, 0.15), (0.2, 0.15), modifiers=Qt.KeyboardModifier.AltModifier)
    assert len(marks(room)) == 2
    canvas.select(())
    stroke(canvas, (0.02, 0.02), (0.98, 0.4))
    assert len(canvas.selected) == 2
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_Delete)
    assert marks(room) == []


def test_points_of_a_finished_mark_are_dragged_as_one_step_each(room: AnnotateRoom) -> None:
    canvas, document = room.canvas, room.session.document

    def drag(point: int, to: tuple[float, float]) -> None:
        room.kit.take_up("select")
        start = canvas.view.place(canvas.tool.point_grips()[point])  # type: ignore[attr-defined]
        steps = len(document.history)
        stroke(canvas, start, ((start[0] + to[0]) / 2, (start[1] + to[1]) / 2), to)
        assert [edit.label for edit in document.history[steps:]] == ["Bend a mark"]

    def last() -> Shape:
        return marks(room)[-1].shape

    room.kit.take_up("curve")
    stroke(canvas, (0.2, 0.3), (0.3, 0.2), (0.4, 0.2), (0.5, 0.3))
    before = last()
    drag(0, (0.1, 0.35))
    bent = last()
    assert isinstance(bent, Arrow)
    assert isinstance(before, Arrow)
    assert bent.points[0] == pytest.approx((0.1, 0.35), abs=0.004)
    assert bent.points[1:] == before.points[1:]
    room.session.undo()
    assert last() == before
    room.kit.take_up("measure")
    stroke(canvas, (0.3, 0.38), (0.6, 0.38))
    far = last()
    drag(1, (0.4, 0.38))
    near = last()
    assert isinstance(far, Measure)
    assert isinstance(near, Measure)
    assert 0 < float(near.label.removesuffix(" m")) < 0.6 * float(far.label.removesuffix(" m"))
    room.kit.take_up("frames")
    stroke(canvas, (0.2, 0.1), (0.4, 0.15), (0.6, 0.2))
    drag(4 + 2, (0.5, 0.2))
    framed = last()
    assert isinstance(framed, Frames)
    (left, top), (right, _), (_, bottom), _ = framed.end
    assert (left, top) == pytest.approx((0.2, 0.1), abs=0.004)
    assert right == pytest.approx(0.5, abs=0.004)
    assert (bottom - top) / (right - left) == pytest.approx(402 / 960, abs=0.002)


def test_a_locked_or_hidden_layer_is_left_alone(room: AnnotateRoom) -> None:
    canvas = room.canvas
    room.kit.take_up("box")
    stroke(canvas, (0.3, 0.1), (0.5, 0.2))
    canvas.select(())
    room.layers.rows["notes"].lock.click()
    room.kit.take_up("select")
    stroke(canvas, (0.3, 0.15), (0.4, 0.15))
    assert canvas.selected == ()
    room.layers.rows["notes"].lock.click()
    room.layers.rows["notes"].eye.click()
    before = colour_at(canvas, 0.3, 0.15)
    assert max(before) - min(before) < 20
    room.layers.rows["notes"].eye.click()
    red, green, _ = colour_at(canvas, 0.3, 0.15)
    assert red - green > 60


def test_the_view_is_zoomed_turned_and_mirrored_about_what_lies_under_the_hand(room: AnnotateRoom) -> None:
    canvas = room.canvas
    middle = canvas.middle()
    under = canvas.view.place(middle)
    for name in ("nearer", "turn", "flip"):
        assert room.desk.actions.trigger(f"annotate.{name}")
        assert canvas.view.place(middle) == pytest.approx(under, abs=1e-6)
    assert canvas.view.mirrored
    assert canvas.view.turn_deg == pytest.approx(15)
    room.kit.take_up("ink")
    stroke(canvas, (0.45, 0.2), (0.55, 0.2))
    (mark,) = marks(room)
    assert isinstance(mark.shape, Ink)
    assert unpack(mark.shape.touches)[-1, :2] == pytest.approx((0.55, 0.2), abs=0.003)
    room.desk.actions.trigger("annotate.fit")
    assert canvas.view.zoom == 1.0


def test_arrows_come_from_the_motion_and_their_label_is_rewritten(room: AnnotateRoom) -> None:
    session = room.session
    take = record_take(session.studio, CLOSE)
    room.show_take(take)
    assert room.desk.actions.trigger("annotate.motion")
    (mark,) = marks(room)
    assert isinstance(mark.shape, Frames)
    room.marks.label.setText("CREEP IN")
    room.marks.label.editingFinished.emit()
    (mark,) = marks(room)
    assert isinstance(mark.shape, Frames)
    assert (mark.shape.label, mark.from_motion) == ("CREEP IN", False)
    room.marks.recolour("#2E9E5B")
    assert marks(room)[0].colour == "#2E9E5B"


def test_many_marks_and_a_stroke_without_a_finite_place(
    room: AnnotateRoom, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    take = room.canvas.sheet.take
    assert take is not None
    shapes = [Ink(touches=f"{x} 10000 500 0 {x} 30000 900 0") for x in range(5000, 95000, 300)]
    draw(room.session.document, take.id, shapes, "Hatch", size=0.001)
    assert len(room.canvas.sheet.marks) == 300
    room.canvas.sheet.set_view(room.canvas.view.zoomed(1.01, room.canvas.middle()), 1.0)
    room.canvas.set_view(room.canvas.sheet.view)
    monkeypatch.setattr(sheet, "FIRST_S", 0.0)
    monkeypatch.setattr(sheet, "SLICE_S", 0.0)
    seen = room.canvas.grab().toImage()
    assert not room.canvas.sheet.complete, "very many marks are not waited for"
    qtbot.waitUntil(lambda: room.canvas.sheet.complete)
    seen = room.canvas.grab().toImage()
    row = [seen.pixelColor(at(room.canvas, x, 0.2)).lightness() for x in np.linspace(0.1, 0.9, 200)]
    assert min(row) < 140
    assert max(row) > 180
    pen(room.canvas, QEvent.Type.TabletPress, 0.5, 0.5, float("nan"), 0)
    pen(room.canvas, QEvent.Type.TabletRelease, 0.5, 0.5, float("nan"), 0)
    assert len(marks(room)) == 301
    assert room.session.document.problems() == []


def test_marks_that_come_go_and_move_while_others_wait_are_painted_once_and_in_order(
    room: AnnotateRoom, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is done meanwhile, the layer ends as it would be painted at once; so do the other views."""
    canvas, session = room.canvas, room.session
    take = canvas.sheet.take
    assert take is not None
    shapes = [
        Ink(touches=f"{x} 10000 500 0 {x + 9000} 30000 900 0", pen="highlighter")
        for x in range(5000, 90000, 600)
    ]
    ids = draw(session.document, take.id, shapes, "Hatch", size=0.02, colour="#D7263D")
    canvas.set_view(canvas.view.zoomed(2.0, canvas.middle()))
    canvas.grab()
    canvas.set_view(canvas.view.fitted())
    monkeypatch.setattr(sheet, "FIRST_S", 0.0)
    monkeypatch.setattr(sheet, "SLICE_S", 0.0)
    monkeypatch.setattr(layer_picture, "BATCH", 4)
    canvas.sheet.show_take(take)
    canvas.grab()
    assert not canvas.sheet.complete
    line = Ink(touches="10000 20000 900 0 90000 21000 900 0", pen="marker")
    draw(session.document, take.id, [line], "Line", size=0.01, opacity=0.5)
    moved = [transformed(canvas.sheet.marks[ids[place]], moving(0.05, 0.1)) for place in (0, 100)]
    replace(session.document, moved, "Move marks")
    remove(session.document, [ids[3], ids[120]])
    assert not canvas.sheet.complete
    qtbot.waitUntil(lambda: canvas.sheet.complete)
    monkeypatch.setattr(sheet, "FIRST_S", 60.0)
    for view in (canvas.view, canvas.view.zoomed(1.7, canvas.middle())):
        canvas.set_view(view)
        canvas._settle()
        seen = canvas.grab().toImage()
        qtbot.waitUntil(lambda: canvas.sheet.complete)
        seen = canvas.grab().toImage()
        canvas.sheet.show_take(take)
        assert _unlike(seen, canvas.grab().toImage()) < 12


def _unlike(one: QImage, other: QImage) -> int:
    """The largest difference of a channel."""
    pixels = [
        np.frombuffer(image.convertToFormat(QImage.Format.Format_RGB32).constBits(), np.uint8).astype(int)
        for image in (one, other)
    ]
    return int(np.abs(pixels[0] - pixels[1]).max())


def test_marks_go_to_another_take_of_the_panel(room: AnnotateRoom) -> None:
    first = room.canvas.sheet.take
    assert first is not None
    other = record_take(room.session.studio, FULL, (960, 402))
    room.kit.take_up("box")
    stroke(room.canvas, (0.3, 0.1), (0.5, 0.2))
    stroke(room.canvas, (0.6, 0.1), (0.7, 0.2))
    menu = room.deeds.take_menu()
    (entry,) = menu.actions()
    assert entry.text() == "Take 2 · pencil · stands"
    entry.trigger()
    assert len(marks_of(room.session.document, other.id)) == 1, "the one that is selected"
    room.canvas.select(())
    entry.trigger()
    assert len(marks_of(room.session.document, other.id)) == 3
    assert len(marks(room)) == 2
    menu.close()


DISC = (0.5 + 1.9 * PIN_SIZE, 0.2 - 1.9 * PIN_SIZE + 0.6 * PIN_SIZE)
"""On the disc of a note at the middle, below its number."""


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Tab])
@pytest.mark.parametrize("x", [0.5, 0.98])
def test_a_note_opens_beside_the_place_that_was_clicked_once_a_name_is_given(
    room: AnnotateRoom, key: Qt.Key, x: float
) -> None:
    notes, canvas = room.notes, room.canvas
    room.kit.take_up("note")
    stroke(canvas, (x, 0.2), (x, 0.2))
    assert notes.name.hasFocus()
    canvas.set_view(canvas.view.moved(QPointF(0, 30)))
    QTest.keyClicks(notes.name, "R. Okafor")
    QTest.keyClick(notes.name, key)
    assert room.text.hasFocus()
    spot = at(canvas, x, 0.2)
    assert canvas.rect().contains(room.text.geometry())
    assert not room.text.geometry().contains(spot)
    assert abs(room.text.geometry().center().y() - spot.y()) <= 1
    QTest.keyClicks(room.text, "Eyeline")
    QTest.keyClick(room.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    (pinned,) = notes.pinned
    assert pinned.thread.note.author == "R. Okafor"
    assert pinned.place == pytest.approx((x, 0.2), abs=0.01)


def test_a_click_that_waits_for_a_name_is_forgotten_with_the_take_and_without_the_name(
    room: AnnotateRoom,
) -> None:
    room.kit.take_up("note")
    stroke(room.canvas, (0.5, 0.2), (0.5, 0.2))
    QTest.keyClick(room.notes.name, Qt.Key.Key_Return)
    QTest.keyClicks(room.notes.name, "Ada")
    QTest.keyClick(room.notes.name, Qt.Key.Key_Return)
    assert not room.text.isVisible(), "whoever gave no name wrote no note"
    room.notes.name.clear()
    stroke(room.canvas, (0.5, 0.2), (0.5, 0.2))
    room.show_take(None)
    QTest.keyClicks(room.notes.name, "Ada")
    QTest.keyClick(room.notes.name, Qt.Key.Key_Return)
    assert not room.text.isVisible()


def test_a_note_is_pinned_answered_settled_and_filtered(room: AnnotateRoom) -> None:
    notes, canvas = room.notes, room.canvas
    room.kit.take_up("note")
    stroke(canvas, (0.5, 0.2), (0.5, 0.2))
    assert not room.text.isVisible(), "a note says who wrote it, and nobody writes one that is lost"
    preferences.remember_person("R. Okafor")
    canvas.setFocus()
    room.shown()
    assert notes.name.text() == "R. Okafor", "as it was said in another room"
    stroke(canvas, (0.5, 0.2), (0.5, 0.2))
    QTest.keyClicks(room.text, "Eyeline: at Ben")
    before = colour_at(canvas, *DISC)
    QTest.keyClick(room.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    (card,) = notes.cards
    (pinned,) = notes.pinned
    assert pinned.thread.note.pin is not None
    assert pinned.thread.note.pin.target_id == "ada"
    assert pinned.place == pytest.approx((0.5, 0.2), abs=0.01)
    assert colour_at(canvas, *DISC) != before
    room.kit.take_up("select")
    stroke(canvas, DISC, DISC)
    (card,) = notes.cards
    assert card.picked_now, "a click on the pin shows whose it is"
    card.reply.click()
    QTest.keyClicks(card.answer, "Turned her")
    QTest.keyClick(card.answer, Qt.Key.Key_Return)
    assert [reply.text for reply in notes.pinned[0].thread.replies] == ["Turned her"]
    notes.cards[0].settle.click()
    assert notes.cards == []
    notes.filter.chosen.emit(2)
    assert len(notes.cards) == 1
    room.session.go_to(1.5)
    notes.moment.setChecked(True)
    QTest.keyClicks(notes.entry, "Slower here")
    QTest.keyClick(notes.entry, Qt.Key.Key_Return)
    assert notes.pinned[1].thread.note.time_s == 1.5
    labels = [edit.label for edit in room.session.document.history]
    assert labels == ["Select it"], "what is said is no step of undo"


def test_the_side_is_no_wider_for_many_marks_notes_and_long_words(room: AnnotateRoom, qtbot: QtBot) -> None:
    document, take = room.session.document, room.canvas.sheet.take
    assert take is not None
    for _ in range(12):
        draw(document, take.id, [Words(at=(0.2, 0.2), text="Look at the key")], "Write", layer="notes")
        add_note(document, take.panel_id, "Ines", "Eyeline off?")
    assert room.layers.rows["notes"].count.text() == "12 marks, 12 open"
    side = next(one for one in room.findChildren(QScrollArea) if one.isAncestorOf(room.notes))
    qtbot.waitUntil(lambda: side.verticalScrollBar().maximum() > 0, timeout=5000)
    assert side.horizontalScrollBar().maximum() == 0
    preferences.remember_person("Maximiliane Okonkwo-Featherstonehaugh, 2nd assistant director")
    room.notes.read_person()
    assert room.notes.name.cursorPosition() == 0
