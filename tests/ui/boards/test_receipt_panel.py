"""What a take kept, with the heat map over it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from previz.scene import model
from previz.scene.model import Fidelity
from previz.ui.boards.large_picture import LargePicture
from previz.ui.boards.receipt_panel import ReceiptPanel
from previz.ui.session import Session
from tests.films import FULL, record_take


@pytest.fixture
def panel(session: Session, qtbot: QtBot) -> Iterator[ReceiptPanel]:
    made = ReceiptPanel(session)
    qtbot.addWidget(made)
    made.resize(320, 400)
    made.show()
    yield made
    made.close_panel()


def test_a_drifted_take_says_who_and_shows_where(panel: ReceiptPanel, session: Session, qtbot: QtBot) -> None:
    import msgspec

    take = msgspec.structs.replace(
        record_take(session.studio, FULL), fidelity=Fidelity(score=41.2, reasons=("Ada drifted 3 % right",))
    )
    panel.show_take(take)
    assert panel.score.text() == "41 of 100"
    assert panel.told.text() == "Ada drifted 3 % right."
    QTest.mouseClick(panel.heat, Qt.MouseButton.LeftButton, pos=QPoint(panel.heat.width() - 8, 12))
    qtbot.waitUntil(lambda: not panel.picture.image.isNull(), timeout=30_000)
    assert (panel.picture.image.width(), panel.picture.image.height()) == (478, 200)
    assert panel.score.text() == "0 of 100", "a grey picture keeps nothing"
    colours = {panel.picture.image.pixelColor(x, 120).name() for x in range(478)}
    assert any(int(c[1:3], 16) > 150 > int(c[3:5], 16) for c in colours), "lost outlines are red"
    QTest.keyClick(panel.picture, Qt.Key.Key_Return)
    (page,) = panel.findChildren(LargePicture)
    assert page.isVisible()
    page.leave()


def test_a_drawing_is_not_judged_until_somebody_asks(panel: ReceiptPanel, session: Session) -> None:
    panel.show_take(record_take(session.studio, FULL, imported=False))
    assert panel.score.text() == "Not judged"
    assert panel.told.text().startswith("A drawing follows the blocking by itself.")
    assert not panel.picture.isVisible()
    panel.show_take(record_take(session.studio, FULL))
    assert panel.told.text().startswith("A picture from a file is not judged by itself.")


def test_the_heat_map_follows_the_stage(panel: ReceiptPanel, session: Session, qtbot: QtBot) -> None:
    """A map of the stage before, or its score, never stays under a take once somebody has moved."""
    panel.show_take(record_take(session.studio, FULL))
    panel.heat.setChecked(True)
    qtbot.waitUntil(lambda: not panel.picture.image.isNull(), timeout=30_000)
    before = panel.picture.image.copy()
    away = model.ActorKey(position_m=(1.4, 0.0, 0.5), heading_deg=90)
    with session.edit("Move Ada") as edit:
        edit.update("t-ada", keys=(away,))
    qtbot.waitUntil(lambda: panel.picture.image not in (QImage(), before), timeout=30_000)
    panel.heat.setChecked(False)
    with session.edit("Move Ada back") as edit:
        edit.update("t-ada", keys=(model.ActorKey(),))
    qtbot.waitUntil(lambda: panel.picture.image.isNull())
    assert panel.score.text() == "Not judged"
