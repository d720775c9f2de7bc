"""Lenses as buttons."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from previz.scene.model import PROJECT_ID, Lens, LensSet
from previz.scene.package import lengths_mm
from previz.studio import camera_hands
from previz.studio.principal import principal_m
from previz.ui.prime_strip import PrimeStrip
from previz.ui.session import Session
from tests.films import BARE, FULL


@pytest.fixture
def strip(session: Session, qtbot: QtBot) -> PrimeStrip:
    made = PrimeStrip(session)
    qtbot.addWidget(made)
    made.resize(1000, 40)
    with qtbot.waitExposed(made):
        made.show()
    return made


def button(strip: PrimeStrip, mm: str) -> QPushButton:
    return next(b for b in strip.findChildren(QPushButton) if b.text() == mm)


def focal(session: Session) -> float:
    key = camera_hands.shot_key(session.document, FULL)
    assert key is not None
    return key.focal_length_mm


def test_lenses_that_do_not_cover_the_sensor_say_so(strip: PrimeStrip, session: Session) -> None:
    assert strip.short.isHidden()
    package = session.project.package
    small = msgspec.structs.replace(package.lens_sets[0], image_circle_mm=21.0)
    with session.edit("Smaller lenses") as edit:
        edit.update(
            PROJECT_ID, package=msgspec.structs.replace(package, lens_sets=(small, *package.lens_sets[1:]))
        )
    assert not strip.short.isHidden()
    assert strip.short.text().startswith("covers 21.0 of ")
    session.undo()
    assert strip.short.isHidden()


def test_a_click_puts_the_lens_on(strip: PrimeStrip, session: Session, qtbot: QtBot) -> None:
    offered = [b.text() for b in strip.findChildren(QPushButton)]
    other = next(mm for mm in offered if float(mm) > 60)
    qtbot.mouseClick(button(strip, other), Qt.MouseButton.LeftButton)
    assert focal(session) == float(other)
    assert button(strip, other).isChecked()
    assert session.document.history[-1].label == f"Lens {other} mm"
    session.undo()
    assert focal(session) == 35.0


def test_brackets_step(strip: PrimeStrip, session: Session) -> None:
    actions = {action.name: action for action in strip.actions()}
    actions["lens.longer"].run()
    longer = focal(session)
    assert longer > 35.0
    actions["lens.shorter"].run()
    actions["lens.shorter"].run()
    assert focal(session) < longer


def test_matched_framing_keeps_the_size_of_the_face(
    strip: PrimeStrip, session: Session, qtbot: QtBot
) -> None:
    eyes = principal_m(session.document, FULL)
    before = camera_hands.shot_key(session.document, FULL)
    assert eyes is not None
    assert before is not None
    strip.actions()[2].run()
    assert strip.matching
    strip.step(1)
    after = camera_hands.shot_key(session.document, FULL)
    assert after is not None
    sizes = [key.focal_length_mm / camera_hands.depth_m(key, eyes) for key in (before, after)]
    assert sizes[0] == pytest.approx(sizes[1], rel=1e-3)
    assert after.focal_length_mm > before.focal_length_mm


def test_without_a_camera_nothing_can_be_put_on(strip: PrimeStrip, session: Session) -> None:
    session.look_at(BARE)
    assert not any(b.isEnabled() for b in strip.findChildren(QPushButton))
    strip.step(1)


def test_a_zoom_offers_its_ends_and_round_lengths_between() -> None:
    zoom = LensSet(id="z", maker="M", series="Z", lenses=(Lens(focal_mm=24, focal_max_mm=70, t_stop=2.8),))
    lengths = lengths_mm(zoom)
    assert lengths[0] == 24
    assert lengths[-1] == 70
    assert 50 in lengths
    assert np.all(np.diff(lengths) > 0)


def test_a_narrow_strip_drops_the_name_and_still_shows_the_lens(
    strip: PrimeStrip, session: Session, qtbot: QtBot
) -> None:
    longest = [b.text() for b in strip.findChildren(QPushButton)][-1]
    qtbot.mouseClick(button(strip, longest), Qt.MouseButton.LeftButton)
    strip.resize(420, 40)
    QApplication.processEvents()
    names = [label.text() for label in strip.findChildren(QLabel) if label.isVisible()]
    assert not any("Leitz" in name or "ARRI" in name for name in names)
    assert not button(strip, longest).visibleRegion().isEmpty(), "the lens on the camera is seen"
    shortest = next(b.text() for b in strip.findChildren(QPushButton))
    here = QPointF(200, 20)
    for _ in range(20):
        turn = QWheelEvent(
            here, QPointF(strip.mapToGlobal(here.toPoint())), QPoint(), QPoint(0, 120),
            Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(strip, turn)
    assert not button(strip, shortest).visibleRegion().isEmpty(), "the wheel reaches the others"


def test_without_a_shot_the_strip_does_not_say_that_there_are_no_lenses(
    strip: PrimeStrip, session: Session
) -> None:
    session.look_at(None)
    assert [one.text() for one in strip.findChildren(QLabel) if one.text()] == ["No shot is looked at"]


def test_lenses_without_room_are_in_a_menu(strip: PrimeStrip, session: Session) -> None:
    assert strip.more.isHidden()
    strip.resize(420, 40)
    QApplication.processEvents()
    assert not strip.more.isHidden()
    menu = strip.menu()
    lengths = [f"{mm:g} mm" for mm in lengths_mm(session.project.package.lens_sets[0])]
    assert [one.text() for one in menu.actions()] == lengths
    assert [one.text() for one in menu.actions() if one.isChecked()] == ["35 mm"]
    menu.actions()[-1].trigger()
    assert f"{focal(session):g} mm" == lengths[-1]
