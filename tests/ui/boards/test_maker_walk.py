"""The whole way with a server, as a person goes it: a scene made, one frame cancelled, what was cut off made
after opening again, gone on from, judged."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from previz.gen.comfy.server import URL
from previz.gen.request import from_json
from previz.scene import model
from previz.studio import Studio
from previz.studio.looks import change_look
from previz.ui.boards import side
from previz.ui.boards.refine_page import RefinePage
from previz.ui.rooms.boards import BoardsRoom
from previz.ui.window import Window
from tests.films import CLOSE, FULL
from tests.gen.comfy.fake_comfyui import FakeComfyUI

PATIENCE_MS = 60_000
NEVER = 10**6
"""Times that a job is asked for before it is over."""


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeComfyUI]:
    with FakeComfyUI(polls=NEVER) as made:
        monkeypatch.setenv(URL, made.url)
        yield made


@pytest.fixture
def film(small_film_master: Path, tmp_path: Path) -> Path:
    path = Path(shutil.copy(small_film_master, tmp_path / "film.previz"))
    with Studio.open(path) as studio:
        change_look(studio.document, {"generator": "comfyui", "model": "juggernaut"})
        with studio.document.edit("Two shots are enough") as edit:
            edit.remove_tree("bare")
    return path


def boards_of(window: Window, film: Path, qtbot: QtBot) -> BoardsRoom:
    assert window.projects.open(film)
    window.show_room(2)
    room = window.room
    assert isinstance(room, BoardsRoom)
    qtbot.waitUntil(lambda: room.desk.rows.looked, timeout=PATIENCE_MS)
    draft = room.side.quality.segment(0).center().toPoint()
    QTest.mouseClick(room.side.quality, Qt.MouseButton.LeftButton, pos=draft)
    return room


def takes(room: BoardsRoom, shot_id: str) -> list[model.Take]:
    return room.session.document.children(f"{shot_id}-p", model.Take)


def idle(room: BoardsRoom) -> bool:
    return not room.desk.drawing.busy


def test_a_scene_is_made_cancelled_gone_on_with_and_judged(
    window: Window, film: Path, fake: FakeComfyUI, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(side, "DRAFT_WIDTH_PX", 240)
    room = boards_of(window, film, qtbot)
    queue, drawing = room.side.queue, room.desk.drawing

    # the scene is asked for; the first frame is cancelled while its picture grows, the other is cut off
    room.desk.actions.trigger("boards.draw_scene")
    qtbot.waitUntil(lambda: any(row.preview for row in drawing.rows), timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: not room.side.live.picture.image.isNull(), timeout=PATIENCE_MS)
    assert room.side.live.told.text()
    first = next(row for row in drawing.rows if row.shot_id == FULL)
    QTest.mouseClick(queue._rows[0].cancel, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: all(row.job_id != first.job_id for row in drawing.rows), timeout=PATIENCE_MS)
    assert takes(room, FULL) == []
    assert len([row for row in drawing.rows if row.shot_id == CLOSE]) == 1
    window.close_project()

    # opened again, what was cut off is made
    fake.polls = 1
    room = boards_of(window, film, qtbot)
    assert "being drawn when the film was closed" in window.message_bar.text
    QTest.mouseClick(window.message_bar.fix_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(takes(room, CLOSE)) and idle(room), timeout=PATIENCE_MS)
    assert takes(room, FULL) == []
    QTest.keyClick(room.wall, Qt.Key.Key_G)
    qtbot.waitUntil(lambda: bool(takes(room, FULL)) and idle(room), timeout=PATIENCE_MS)
    (made,) = takes(room, FULL)
    assert made.size_px[0] == 240

    # gone on from: Ada anew, by a click on her
    QTest.keyClick(room.wall, Qt.Key.Key_E)
    (page,) = window.findChildren(RefinePage)
    qtbot.waitUntil(lambda: page.region.box.count() > 1, timeout=PATIENCE_MS)
    box = page.view.box()
    ada = QPoint(round(box.center().x()), round(box.center().y()))
    QTest.mouseClick(page.view, Qt.MouseButton.LeftButton, pos=ada)
    assert page.region.value == "Ada"
    QTest.keyClicks(page.words, "in a red coat")
    QTest.mouseClick(page.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(takes(room, FULL)) == 2 and idle(room), timeout=PATIENCE_MS)
    anew = max(takes(room, FULL), key=lambda take: take.number)
    asked = from_json(room.session.studio.store.blob(anew.request))
    assert (anew.from_take, anew.seed) == (made.number, made.seed)
    assert asked.refine is not None
    assert asked.refine.region == "Ada"
    assert "in a red coat" in asked.prompt

    # judged, with its heat map; the pace of the server is known
    receipt = room.side.receipt
    assert made.fidelity is not None
    assert receipt.score.text() == f"{made.fidelity.score:.0f} of 100"
    QTest.mouseClick(receipt.heat, Qt.MouseButton.LeftButton, pos=QPoint(receipt.heat.width() - 8, 12))
    qtbot.waitUntil(lambda: not receipt.picture.image.isNull(), timeout=PATIENCE_MS)
    assert room.side.maker._pace.text().endswith("a frame")
    assert room.session.studio.verify() == []
