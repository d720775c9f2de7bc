"""What a model is shown and told of a person, put in by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from previz.scene import model
from previz.scene.people import costume_in
from previz.ui.controls import ToolButton
from previz.ui.inspector.model_sheet import ModelSheet
from previz.ui.session import Session


@pytest.fixture
def sheet(session: Session, qtbot: QtBot) -> ModelSheet:
    made = ModelSheet(session, "ada")
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def face(tmp_path: Path) -> Path:
    path = tmp_path / "face.png"
    Image.new("RGB", (40, 60), (200, 150, 120)).save(path)
    return path


def ada(session: Session) -> model.Character:
    return session.document.need("ada", model.Character)


def drop(sheet: ModelSheet, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    sheet.shelf.dropEvent(event)


def test_a_picture_comes_only_with_the_right_to_use_it(
    sheet: ModelSheet, session: Session, face: Path
) -> None:
    told: list[str] = []
    session.told.connect(lambda message: told.append(message.text))
    assert not sheet.shelf.add.isEnabled()
    drop(sheet, face)
    assert ada(session).pictures == ()
    assert "Say who is shown" in told[0]
    QTest.keyClicks(sheet.shelf.rights, "A. Actor, consent of 3 May")
    assert sheet.shelf.add.isEnabled()
    drop(sheet, face)
    (kept,) = ada(session).pictures
    assert kept.rights == "A. Actor, consent of 3 May"
    assert sheet.shelf.rights.text() == ""
    gone = next(b for b in sheet.shelf.findChildren(ToolButton) if "consent of 3 May" in b.toolTip())
    QTest.mouseClick(gone, Qt.MouseButton.LeftButton)
    assert ada(session).pictures == ()
    session.undo()
    assert ada(session).pictures == (kept,)


def test_a_costume_is_made_for_the_scene_and_described(sheet: ModelSheet, session: Session) -> None:
    QTest.keyClicks(sheet.new_costume, "funeral")
    QTest.keyClick(sheet.new_costume, Qt.Key.Key_Return)
    assert sheet.costume.value == "funeral"
    QTest.keyClicks(sheet.costume_words, "in black")
    QTest.keyClick(sheet.costume_words, Qt.Key.Key_Return)
    worn = costume_in(ada(session).wardrobe, "s1")
    assert worn is not None
    assert (worn.name, worn.words, worn.scene_ids) == ("funeral", "in black", ("s1",))
    sheet.costume.box.setFocus()
    QTest.keyClick(sheet.costume.box, Qt.Key.Key_Up)
    assert costume_in(ada(session).wardrobe, "s1") is None
    assert [one.name for one in ada(session).wardrobe] == ["funeral"]
    QTest.keyClicks(sheet.new_costume, "Funeral")
    QTest.keyClick(sheet.new_costume, Qt.Key.Key_Return)
    (worn,) = ada(session).wardrobe
    assert (worn.name, worn.words, worn.scene_ids) == ("funeral", "in black", ("s1",)), "not made anew"


def test_a_lora_has_a_weight_and_goes_with_its_name(sheet: ModelSheet, session: Session) -> None:
    QTest.keyClicks(sheet.lora, "ada-lora")
    QTest.keyClick(sheet.lora, Qt.Key.Key_Return)
    kept = ada(session).lora
    assert kept is not None
    assert (kept.file, kept.weight) == ("ada-lora", 0.8)
    sheet.lora.selectAll()
    QTest.keyClick(sheet.lora, Qt.Key.Key_Backspace)
    QTest.keyClick(sheet.lora, Qt.Key.Key_Return)
    assert ada(session).lora is None
