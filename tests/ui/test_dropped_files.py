"""Files let go on the window: imported as their command would, or told where they can go."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from previz.scene import model
from previz.ui.message import Message
from previz.ui.rooms import BOARDS, STAGE
from previz.ui.window import Window

SCRIPT = "INT. ATTIC - NIGHT\n\nMaya opens the trunk.\n\nMAYA\nEmpty.\n"
LIST = "Scene,Shot,Size,Description\n1,1,CU,Maya at the trunk\n"


def let_go(place: QWidget, path: Path) -> None:
    """Drag a file from outside onto the middle of a widget and let it go there."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    at = QPointF(place.rect().center())
    both, shift = Qt.DropAction.MoveAction | Qt.DropAction.CopyAction, Qt.KeyboardModifier.ShiftModifier
    held = both, data, Qt.MouseButton.LeftButton, shift
    enter, drop = QDragEnterEvent(at.toPoint(), *held), QDropEvent(at, *held)
    assert enter.proposedAction() == Qt.DropAction.MoveAction
    QApplication.sendEvent(place, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(place, drop)
    assert drop.dropAction() == Qt.DropAction.CopyAction, "what is moved is taken away"


@pytest.fixture
def said(window: Window, monkeypatch: pytest.MonkeyPatch) -> list[Message]:
    found: list[Message] = []
    show = window.message_bar.show_message
    monkeypatch.setattr(window.message_bar, "show_message", lambda told: (found.append(told), show(told)))
    return found


@pytest.mark.parametrize("name", ["attic.fountain", "ATTIC.TXT"])
def test_a_script_is_imported(open_window: Window, tmp_path: Path, name: str, qtbot: QtBot) -> None:
    script = tmp_path / name
    script.write_text(SCRIPT)
    session = open_window.session
    assert session is not None
    let_go(open_window, script)
    qtbot.waitUntil(lambda: bool(session.document.of(model.Script)), timeout=30_000)
    assert "Attic" in [scene.place for scene in session.document.of(model.Scene)]
    assert open_window.room is not None
    assert open_window.room.name == "Script", "where one sees what it has become"


def test_a_script_on_the_first_page_makes_a_film(window: Window, tmp_path: Path, qtbot: QtBot) -> None:
    script = tmp_path / "attic.fountain"
    script.write_text(SCRIPT)
    let_go(window.first_run, script)
    assert window.session is not None
    document = window.session.document
    qtbot.waitUntil(lambda: bool(document.of(model.Script)), timeout=30_000)
    assert [scene.place for scene in document.of(model.Scene)] == ["Attic"]


def test_a_shot_list_is_imported_as_one_step(open_window: Window, tmp_path: Path) -> None:
    shots = tmp_path / "shots.csv"
    shots.write_text(LIST)
    session = open_window.session
    assert session is not None
    steps = len(session.document.history)
    let_go(open_window, shots)
    assert len(session.document.history) == steps + 1
    session.undo()


@pytest.mark.parametrize("room", [STAGE, BOARDS])
def test_a_picture_is_told_where_it_can_go(
    open_window: Window, said: list[Message], tmp_path: Path, room: int
) -> None:
    picture = tmp_path / "desk.png"
    Image.new("RGB", (40, 30)).save(picture)
    open_window.show_room(room)
    assert open_window.room is not None
    let_go(open_window.room, picture)
    assert said[-1].text.startswith("desk.png is a picture: let it go on the plan")
    assert open_window.session is not None
    assert not open_window.session.document.history


def test_a_picture_over_the_plan_is_the_plans(
    open_window: Window, said: list[Message], tmp_path: Path
) -> None:
    picture = tmp_path / "desk.png"
    Image.new("RGB", (40, 30)).save(picture)
    room, session = open_window.room, open_window.session
    assert room is not None
    assert session is not None
    let_go(room.plan.viewport(), picture)  # type: ignore[attr-defined]
    assert session.stage is not None
    assert session.stage.underlay is not None
    assert not said


def test_what_nothing_reads_is_told(window: Window, said: list[Message], tmp_path: Path) -> None:
    for name, words in (("budget.docx", "Nothing here reads budget.docx"), ("chair.glb", "open the film")):
        file = tmp_path / name
        file.write_bytes(b"")
        let_go(window, file)
        assert words in said[-1].text
    assert window.session is None


def test_a_film_to_look_at_takes_nothing_in(
    open_window: Window, said: list[Message], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert open_window.session is not None
    monkeypatch.setattr(type(open_window.session), "read_only", property(lambda _: True))
    script = tmp_path / "attic.fountain"
    script.write_text(SCRIPT)
    let_go(open_window, script)
    assert "open to look at only" in said[-1].text
