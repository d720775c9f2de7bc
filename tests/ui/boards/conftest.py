"""The small film with a board of each of its two shots that have a camera, in the Boards room."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from previz.studio import Making, Studio
from previz.ui.rooms.boards import BoardsRoom
from previz.ui.window import Window

SMALL = Making(size_px=(96, 40))


@pytest.fixture(scope="package")
def drawn_film(small_film_master: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = Path(shutil.copy(small_film_master, tmp_path_factory.mktemp("drawn") / "drawn.previz"))
    with Studio.open(path) as studio:
        studio.generate([studio.find("1"), studio.find("1A")], SMALL, lambda share, text: None)
    return path


@pytest.fixture
def boards(window: Window, drawn_film: Path, tmp_path: Path, qtbot: QtBot) -> BoardsRoom:
    window.projects.open(Path(shutil.copy(drawn_film, tmp_path / "film.previz")))
    window.show_room(2)
    room = window.room
    assert isinstance(room, BoardsRoom)
    qtbot.waitUntil(lambda: room.desk.rows.looked, timeout=120_000)
    return room
