"""A 3D file comes onto the stage by the palette or by being dropped there."""

from __future__ import annotations

import tempfile
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from previz.kit.importing import Imported, ModelReader
from previz.scene import model
from previz.ui import questions
from previz.ui.message import Message
from previz.ui.rooms.room import READ_ONLY
from previz.ui.rooms.stage import StageRoom
from previz.ui.window import Window

BOX = """v 0 0 0\nv 1 0 0\nv 1 1 0\nv 0 1 0\nv 0 0 1\nv 1 0 1\nv 1 1 1\nv 0 1 1
f 4 3 2 1\nf 5 6 7 8\nf 1 2 6 5\nf 2 3 7 6\nf 3 4 8 7\nf 4 1 5 8
"""


@pytest.fixture
def stage(open_window: Window) -> StageRoom:
    room = open_window.room
    assert isinstance(room, StageRoom)
    return room


@pytest.fixture
def box(tmp_path: Path) -> Path:
    path = tmp_path / "crate.obj"
    path.write_text(BOX)
    return path


@pytest.fixture
def said(stage: StageRoom) -> list[Message]:
    heard: list[Message] = []
    stage.session.told.connect(heard.append)
    return heard


def crate(stage: StageRoom) -> model.Item | None:
    items = stage.session.document.of(model.Item)
    return next((item for item in items if item.name == "crate"), None)


def test_a_model_is_imported_by_the_command_as_one_step(
    stage: StageRoom, box: Path, said: list[Message], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(questions, "file_to_open", lambda *_: box)
    steps = len(stage.session.document.history)
    stage.desk.actions.trigger("stage.import_model")
    qtbot.waitUntil(lambda: crate(stage) is not None, timeout=60_000)
    item = crate(stage)
    assert item is not None
    assert stage.session.selection == (item.id,)
    assert [one.label for one in stage.session.document.history[steps:]] == ["Import crate"]
    qtbot.waitUntil(lambda: bool(said), timeout=5000)
    assert said[-1].text.startswith("In metres with Y up it is 1.00")
    stage.session.undo()
    assert crate(stage) is None


def test_a_model_is_dropped_where_it_is_to_stand(stage: StageRoom, box: Path, qtbot: QtBot) -> None:
    view = stage.view
    qtbot.waitUntil(lambda: not view.is_behind, timeout=30_000)
    sighting = view.showing.views["lens"].sighting
    assert sighting is not None
    x, y, _ = sighting.places((0.6, 0.0, 1.0))[0]
    data, copy = QMimeData(), Qt.DropAction.CopyAction
    data.setUrls([QUrl.fromLocalFile(str(box))])
    keys, left = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    enter = QDragEnterEvent(QPoint(round(x), round(y)), copy, data, left, keys)
    QApplication.sendEvent(view, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(view, QDropEvent(QPointF(x, y), copy, data, left, keys))
    qtbot.waitUntil(lambda: crate(stage) is not None, timeout=60_000)
    item = crate(stage)
    assert item is not None
    assert item.transform.position_m == pytest.approx((0.6, 0.0, 1.0), abs=0.05)


def test_nothing_is_left_of_a_model_that_nobody_takes(
    stage: StageRoom, box: Path, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The film is closed between the reading and the taking."""
    (spool := tmp_path / "spool").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(spool))
    read, readers = threading.Event(), list[ModelReader]()  # held, or it would be closed with the last hold
    finish = ModelReader.finish

    def finished(reader: ModelReader, faces: int | None = None) -> Imported:
        assert list(spool.iterdir()), "it is read here"
        made = finish(reader, faces=faces)
        readers.append(reader)
        read.set()
        return made

    monkeypatch.setattr(ModelReader, "finish", finished)
    stage._models.bring(box)
    assert read.wait(60)
    stage.desk.tasks.end_film()
    qtbot.wait(50)
    assert crate(stage) is None
    assert list(spool.iterdir()) == []


def test_a_film_that_is_open_to_look_at_says_so(
    stage: StageRoom, box: Path, said: list[Message], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(stage.session), "read_only", property(lambda self: True))
    assert stage.desk.actions["stage.import_model"].why_not == READ_ONLY
    stage._models.bring(box)
    assert said[-1].text == READ_ONLY


def test_what_is_no_model_is_said_in_one_line(
    stage: StageRoom, tmp_path: Path, said: list[Message], qtbot: QtBot
) -> None:
    broken = tmp_path / "broken.glb"
    broken.write_bytes(b"glTF nothing of the kind")
    stage._models.bring(broken)
    qtbot.waitUntil(lambda: bool(said), timeout=60_000)
    assert said[-1].kind == "error"
    assert said[-1].text.startswith("broken.glb")
    assert len(stage.session.document.of(model.Model)) == 0
