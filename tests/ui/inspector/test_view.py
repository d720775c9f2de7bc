"""Numbers typed and dragged in the inspector are in the document, each drag as one step."""

from __future__ import annotations

import msgspec
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from previz.scene import model
from previz.studio import camera_hands, stagehands, tracks
from previz.ui import tokens
from previz.ui.controls import Choice, Field, Section, Toggle
from previz.ui.controls.choice import TRACK_PX
from previz.ui.inspector import Inspector
from previz.ui.inspector.sheet import PARAGRAPH_PX
from previz.ui.session import Session
from tests.films import FULL

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
NO_BUTTON = Qt.MouseButton.NoButton


@pytest.fixture
def inspector(session: Session, qtbot: QtBot) -> Inspector:
    made = Inspector(session)
    qtbot.addWidget(made)
    made.resize(320, 900)
    with qtbot.waitExposed(made):
        made.show()
    return made


def field(inspector: Inspector, name: str) -> Field:
    QApplication.processEvents()
    found = [f for f in inspector.findChildren(Field) if f.accessibleName().startswith(name)]
    assert found, f"no field {name}"
    return found[0]


def choice(inspector: Inspector, name: str) -> Choice:
    QApplication.processEvents()
    return next(c for c in inspector.findChildren(Choice) if c.box.accessibleName() == name)


def type_into(inspector: Inspector, qtbot: QtBot, name: str, text: str) -> None:
    box = field(inspector, name)
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Return)
    line = box.findChild(QLineEdit)
    assert line is not None
    line.selectAll()
    qtbot.keyClicks(line, text)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    QApplication.processEvents()


def camera(session: Session) -> model.CameraKey:
    key = camera_hands.shot_key(session.document, FULL)
    assert key is not None
    return key


def test_who_is_to_look_behind_them_turns_round_in_one_step(inspector: Inspector, session: Session) -> None:
    stagehands.change_actor(session.document, FULL, "ada", heading_deg=60.0)
    session.select(["ada"])
    steps = len(session.document.history)
    choice(inspector, "Looks at").chosen.emit("ben")
    key = tracks.actor_key(session.document, FULL, "ada")
    assert key is not None
    assert (key.gaze_id, key.heading_deg) == ("ben", -108.0)
    assert len(session.document.history) == steps + 1


def test_the_camera_is_shown_and_typed(inspector: Inspector, session: Session, qtbot: QtBot) -> None:
    assert field(inspector, "Focal length").value == 35.0
    type_into(inspector, qtbot, "Focal length", "50")
    assert camera(session).focal_length_mm == 50.0
    assert session.document.history[-1].label == "Focal length"
    type_into(inspector, qtbot, "Focus", "2.5m")
    assert camera(session).focus_distance_m == pytest.approx(2.5)
    type_into(inspector, qtbot, "Tilt", "-10")
    assert camera_hands.tilt_deg(camera(session)) == pytest.approx(-10.0)
    type_into(inspector, qtbot, "Pan", "170")
    assert camera_hands.heading_deg(camera(session)) == pytest.approx(170.0)
    type_into(inspector, qtbot, "Roll", "5")
    assert camera_hands.roll_deg(camera(session)) == pytest.approx(5.0)
    type_into(inspector, qtbot, "Height", "1.1m")
    assert camera(session).transform.position_m[1] == pytest.approx(1.1)


def test_a_drag_is_one_step(inspector: Inspector, session: Session, qtbot: QtBot) -> None:
    steps = len(session.document.history)
    box = field(inspector, "Height")
    start = box.box.center().toPoint()
    qtbot.mousePress(box, LEFT, NONE, start)
    for n in range(1, 15):
        qtbot.mouseMove(box, start + QPoint(4 * n, 0))
    qtbot.mouseRelease(box, LEFT, NONE, start + QPoint(56, 0))
    assert camera(session).transform.position_m[1] > 1.3
    assert len(session.document.history) == steps + 1
    session.undo()
    assert camera(session).transform.position_m[1] == pytest.approx(1.3)


def test_escape_in_a_drag_leaves_no_trace(inspector: Inspector, session: Session, qtbot: QtBot) -> None:
    session.select(["ada"])
    session.set_scope("shot")
    before = list(session.document)
    box = field(inspector, "Facing")
    start = box.box.center().toPoint()
    qtbot.mousePress(box, LEFT, NONE, start)
    for x in (20, 60):
        at = QPointF(start + QPoint(x, 0))
        QApplication.sendEvent(
            box, QMouseEvent(QEvent.Type.MouseMove, at, box.mapToGlobal(at), NO_BUTTON, LEFT, NONE)
        )
    assert list(session.document) != before
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert list(session.document) == before, "nor a track of hers in this shot"
    assert box.value == 0.0
    assert not session.document.history


def test_the_view_of_the_window_changes_what_is_shown(inspector: Inspector, session: Session) -> None:
    changed = camera_hands.zoom(camera(session), 85.0)
    camera_hands.set_camera(session.document, FULL, changed)
    assert field(inspector, "Focal length").value == 85.0


def test_a_person_sits_and_grows(inspector: Inspector, session: Session, qtbot: QtBot) -> None:
    session.select(["ada"])
    choice(inspector, "Pose").chosen.emit("sit")
    key = tracks.actor_key(session.document, FULL, "ada")
    assert key is not None
    assert key.pose.preset == "sit"
    type_into(inspector, qtbot, "Height", "180")
    assert session.document.need("ada", model.Character).body.height_cm == 180.0
    type_into(inspector, qtbot, "Facing", "90")
    key = tracks.actor_key(session.document, FULL, "ada")
    assert key is not None
    assert key.heading_deg == 90.0


def test_who_is_locked_is_not_moved_by_numbers_either(
    inspector: Inspector, session: Session, qtbot: QtBot
) -> None:
    session.select(["ada"])
    QApplication.processEvents()
    toggles = {one.text(): one for one in inspector.findChildren(Toggle)}
    toggles["Locked"].click()
    assert session.document.need("s1", model.Scene).locked_people == ("ada",)
    assert not field(inspector, "East, x").isEnabled()
    assert "Ctrl+L" in field(inspector, "Facing").toolTip()
    session.select(["ada", "ben"])
    type_into(inspector, qtbot, "East, x", "2")
    world = session.world()
    assert world is not None
    assert [actor.position_m[0] for actor in world.actors] == [0.0, 2.0]


def test_two_people_are_mixed_and_move_by_as_much(
    inspector: Inspector, session: Session, qtbot: QtBot
) -> None:
    session.select(["ada", "ben"])
    east = field(inspector, "East")
    assert east.value is None
    steps = len(session.document.history)
    type_into(inspector, qtbot, "East", "+0.5")
    assert tracks.placing(session.document, FULL, "ada").position_m[0] == pytest.approx(0.5)
    assert tracks.placing(session.document, FULL, "ben").position_m[0] == pytest.approx(-0.4)
    assert len(session.document.history) == steps + 1


def test_every_setting_of_a_piece(inspector: Inspector, session: Session, qtbot: QtBot) -> None:
    table = stagehands.add_item(session.document, "room", "table")
    session.select([table])
    type_into(inspector, qtbot, "Width", "2.2m")
    assert session.document.need(table, model.Item).params["width"] == pytest.approx(2.2)
    locked = next(t for t in inspector.findChildren(Toggle) if t.text() == "Locked")
    qtbot.mouseClick(locked, LEFT)
    assert session.document.need(table, model.Item).locked


def test_words_of_the_shot(inspector: Inspector, session: Session, qtbot: QtBot) -> None:
    QApplication.processEvents()
    line = next(e for e in inspector.findChildren(QLineEdit) if e.accessibleName() == "Equipment")
    line.setFocus()
    qtbot.keyClicks(line, "Dolly")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert session.document.need(FULL, model.Shot).equipment == "Dolly"


def test_this_shot_alone(inspector: Inspector, session: Session, qtbot: QtBot) -> None:
    session.set_scope("shot")
    session.select(["ada"])
    type_into(inspector, qtbot, "Facing", "45")
    assert session.document.track(FULL, "ada") is not None
    session.undo()
    assert session.document.track(FULL, "ada") is None


def reset(box: Field) -> None:
    """Click the ↺ in the gutter."""
    QTest.mouseClick(box, LEFT, NONE, QPoint(box.width() - 8, box.height() // 2))
    QApplication.processEvents()


def test_a_click_on_the_arrow_goes_back_to_the_default(
    inspector: Inspector, session: Session, qtbot: QtBot
) -> None:
    table = stagehands.add_item(session.document, "room", "table")
    session.select([table])
    QApplication.processEvents()
    usual = field(inspector, "Width").value
    reset(field(inspector, "Width"))
    steps = len(session.document.history)
    assert session.document.history[-1].label == "Add Table", "nothing to go back to"
    type_into(inspector, qtbot, "Width", "2.2m")
    reset(field(inspector, "Width"))
    assert field(inspector, "Width").value == usual
    assert len(session.document.history) == steps + 2
    session.undo()
    assert session.document.need(table, model.Item).params["width"] == pytest.approx(2.2)


def test_many_go_back_to_the_default_together(inspector: Inspector, session: Session, qtbot: QtBot) -> None:
    tables = [stagehands.add_item(session.document, "room", "table") for _ in range(2)]
    session.select(tables)
    with session.edit("Widen one") as edit:
        edit.update(tables[0], params={"width": 2.5})
    QApplication.processEvents()
    assert field(inspector, "Width").value is None, "mixed"
    reset(field(inspector, "Width"))
    widths = {session.document.need(id, model.Item).params["width"] for id in tables}
    assert len(widths) == 1
    assert field(inspector, "Width").value == widths.pop()


@pytest.mark.parametrize("id", ["ada", "chair"])
def test_the_head_follows_a_new_name(inspector: Inspector, session: Session, qtbot: QtBot, id: str) -> None:
    session.select([id])
    qtbot.waitUntil(lambda: any(one.header.accessibleName().startswith(id.title() if id == "ada" else id)
                                for one in inspector.findChildren(Section)))  # fmt: skip
    with session.edit("Rename") as edit:
        edit.update(id, name="Somebody else")
    qtbot.waitUntil(lambda: any(one.header.accessibleName().startswith("Somebody else")
                                for one in inspector.findChildren(Section)))  # fmt: skip


def test_a_typed_place_takes_along_who_sits_there(
    inspector: Inspector, session: Session, qtbot: QtBot
) -> None:
    stagehands.drop_person(session.document, FULL, "ada", (1.2, 0.5, -0.5))
    before = tracks.actor_key(session.document, FULL, "ada")
    session.select(["chair"])
    QApplication.processEvents()
    type_into(inspector, qtbot, "South, z", "1.5")
    after = tracks.actor_key(session.document, FULL, "ada")
    assert before is not None
    assert after is not None
    assert after.position_m[2] == pytest.approx(before.position_m[2] + 2.0, abs=1e-4)


def test_flown_walls_are_named_as_the_room_has_them(
    inspector: Inspector, session: Session, qtbot: QtBot
) -> None:
    said: list[str] = []
    session.told.connect(lambda message: said.append(message.text))
    with session.edit("Build") as edit:
        edit.put(model.Item(id="walls", stage_id="room", name="parlour", piece="room", order="w"))
    session.select(["walls"])
    QApplication.processEvents()
    line = next(one for one in inspector.findChildren(QLineEdit) if one.accessibleName() == "Flown walls")
    assert line.placeholderText() == "north, east, south, west, ceiling"
    line.setText("nowhere")
    line.editingFinished.emit()
    assert said == ["parlour has no wall “nowhere”; it has north, east, south, west, ceiling."]
    assert session.document.need("walls", model.Item).params == {}
    line.setText("south, ceiling")
    line.editingFinished.emit()
    assert session.document.need("walls", model.Item).params == {"flown": "south, ceiling"}


def test_bodies_say_what_the_lenses_need_and_what_they_do_not_cover(
    inspector: Inspector, session: Session, qtbot: QtBot
) -> None:
    def words() -> list[str]:
        box = choice(inspector, "Body").box
        return [box.itemText(row) for row in range(box.count())]

    assert words()[0] == "As the lenses need: A · ARRI ALEXA 35, 4.6K 3:2 Open Gate"
    package = session.project.package
    small = msgspec.structs.replace(package.lens_sets[0], image_circle_mm=21.0)
    with session.edit("Smaller lenses") as edit:
        changed = msgspec.structs.replace(package, lens_sets=(small, *package.lens_sets[1:]))
        edit.update(model.PROJECT_ID, package=changed)
    QApplication.processEvents()
    assert words()[1] == "A · ARRI ALEXA 35, 4.6K 3:2 Open Gate, not covered"
    said = [one.text() for one in inspector.findChildren(QLabel) if "dark corners" in one.text()]
    assert len(said) == 1
    assert said[0].startswith("Leitz Summilux-C covers 21.0 of ")
    more = next(one for one in inspector.findChildren(QPushButton) if one.text() == "Bodies and lenses…")
    with qtbot.waitSignal(session.settings_wanted) as asked:
        more.click()
    assert asked.args == ["Camera"]


def test_the_film_is_named_and_measured_here_too(
    inspector: Inspector, session: Session, qtbot: QtBot
) -> None:
    head = next(one for one in inspector.findChildren(Section) if one.header.title == "Film")
    head.set_open(True)
    line = next(one for one in head.findChildren(QLineEdit) if one.accessibleName() == "Title")
    line.setText("The Harbour")
    line.editingFinished.emit()
    assert session.project.title == "The Harbour"
    assert session.document.history[-1].label == "Project: title"
    units = choice(inspector, "Units")
    units.chosen.emit("imperial")
    assert session.project.units == "imperial"
    QApplication.processEvents()
    assert field(inspector, "Focus").text.endswith("″")
    more = next(one for one in head.findChildren(QPushButton) if "All settings" in one.text())
    with qtbot.waitSignal(session.settings_wanted) as asked:
        more.click()
    assert asked.args == ["Film"]


def test_rows_stand_in_columns_whatever_they_hold(inspector: Inspector, session: Session) -> None:
    """Lines of text were higher than fields, and a switch stood behind its word, wherever that ended."""
    session.select(["ada"])
    box = field(inspector, "Facing").box
    name = next(line for line in inspector.findChildren(QLineEdit) if line.accessibleName() == "Name")
    switch = next(t for t in inspector.findChildren(Toggle) if t.text() == "Mirrored")
    assert name.height() == tokens.HEIGHT_ROW
    assert name.x() == box.left()
    assert switch.width() - TRACK_PX == box.left()


def test_a_paragraph_shows_whole_lines_in_a_low_inspector(inspector: Inspector, session: Session) -> None:
    """The style sheet let it shrink to a line and a half."""
    inspector.resize(320, 400)
    session.select(["ada"])
    QApplication.processEvents()
    words = next(
        p for p in inspector.findChildren(QPlainTextEdit) if p.accessibleName().startswith("In words")
    )
    assert words.height() == PARAGRAPH_PX


def test_a_pose_that_is_called_as_its_group_is_named_once(inspector: Inspector, session: Session) -> None:
    session.select(["ada"])
    box = choice(inspector, "Pose").box
    options = [box.itemText(index) for index in range(box.count())]
    assert "Sit" in options
    assert "Hands on hips  ·  stand" in options


def test_hands_are_named_as_words(inspector: Inspector, session: Session) -> None:
    session.select(["ada"])
    box = choice(inspector, "Left hand").box
    options = [box.itemText(index) for index in range(box.count())]
    assert "Hold mug" in options
    assert not any("_" in words for words in options)
