"""Camera hands: what is typed is how far the camera goes."""

from __future__ import annotations

import math

import msgspec
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from previz.scene.model import CameraKey
from previz.studio import camera_hands
from previz.studio.principal import principal_m
from previz.ui.camera_panel import CameraPanel
from previz.ui.session import Session
from tests.films import BARE, FULL


@pytest.fixture
def panel(session: Session, qtbot: QtBot) -> CameraPanel:
    made = CameraPanel(session)
    qtbot.addWidget(made)
    made.resize(300, 320)
    with qtbot.waitExposed(made):
        made.show()
    return made


def typed(panel: CameraPanel, qtbot: QtBot, name: str, text: str) -> None:
    field = panel.fields[name]
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_Return)
    line = field.findChild(QLineEdit)
    assert line is not None
    line.selectAll()
    qtbot.keyClicks(line, text)
    qtbot.keyClick(line, Qt.Key.Key_Return)


def camera(session: Session) -> CameraKey:
    key = camera_hands.shot_key(session.document, FULL)
    assert key is not None
    return key


def test_a_metre_is_a_metre(panel: CameraPanel, session: Session, qtbot: QtBot) -> None:
    before = camera(session)
    typed(panel, qtbot, "Dolly in", "1m")
    after = camera(session)
    assert math.dist(before.transform.position_m, after.transform.position_m) == pytest.approx(1.0)
    assert panel.fields["Dolly in"].value == 0.0, "the next amount counts from here"
    assert session.document.history[-1].label == "Dolly in"
    typed(panel, qtbot, "Pan right", "10")
    turned = camera_hands.heading_deg(camera(session)) - camera_hands.heading_deg(after)
    assert abs((turned + 180) % 360 - 180) == pytest.approx(10.0)


def test_away_from_its_only_key_it_says_that_the_whole_shot_is_moved(
    panel: CameraPanel, session: Session
) -> None:
    assert panel.scope.isHidden(), "at the key"
    session.go_to(1.0)
    assert not panel.scope.isHidden()
    key = camera_hands.shot_key(session.document, FULL, 1.0)
    assert key is not None
    keys = (camera(session), msgspec.structs.replace(key, time_s=1.0))
    camera_hands.set_camera_keys(session.document, FULL, keys, "Key the camera")
    assert panel.scope.isHidden(), "there is a key here"
    session.go_to(0.5)
    assert panel.scope.isHidden(), "a hand sets a key between the others"


def test_a_drag_is_one_step(panel: CameraPanel, session: Session, qtbot: QtBot) -> None:
    steps = len(session.document.history)
    field = panel.fields["Pedestal up"]
    start = field.box.center().toPoint()
    qtbot.mousePress(field, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    for n in range(1, 12):
        qtbot.mouseMove(field, start + QPoint(4 * n, 0))
    qtbot.mouseRelease(
        field, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start + QPoint(44, 0)
    )
    assert camera(session).transform.position_m[1] > 1.3
    assert len(session.document.history) == steps + 1


def test_a_dolly_zoom_keeps_her_size(panel: CameraPanel, session: Session, qtbot: QtBot) -> None:
    eyes = principal_m(session.document, FULL)
    assert eyes is not None
    before = camera(session)
    typed(panel, qtbot, "Dolly-zoom in", "2m")
    after = camera(session)
    sizes = [key.focal_length_mm / camera_hands.depth_m(key, eyes) for key in (before, after)]
    assert after.focal_length_mm < before.focal_length_mm
    assert sizes[0] == pytest.approx(sizes[1], rel=1e-3)


def test_focus_goes_to_the_eyes(panel: CameraPanel, session: Session) -> None:
    panel.focus_on_subject()
    eyes = principal_m(session.document, FULL)
    assert eyes is not None
    assert camera(session).focus_distance_m == pytest.approx(camera_hands.depth_m(camera(session), eyes))


def test_without_a_camera_there_is_nothing_to_move(panel: CameraPanel, session: Session) -> None:
    session.look_at(BARE)
    assert not any(field.isEnabled() for field in panel.fields.values())
