"""The shot list of 5,000 shots in the window: a frame of scrolling ≤ 16 ms, an edit ≤ 30 ms."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

if sys.platform == "linux":
    os.environ.setdefault("PYOPENGL_PLATFORM", "egl")
    os.environ.setdefault("QT_XCB_GL_INTEGRATION", "xcb_egl")

import msgspec
import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytest_benchmark.fixture import BenchmarkFixture
from pytestqt.qtbot import QtBot

from previz.scene import model
from previz.scene.order import spread
from previz.studio import Studio
from previz.ui.actions import ActionTable
from previz.ui.desk import Desk
from previz.ui.drawing import Drawing
from previz.ui.pictures import Pictures
from previz.ui.rooms.shot_list import ShotListRoom
from previz.ui.session import Session
from previz.ui.shot_rows import ShotRows
from previz.ui.tasks import Tasks
from previz.ui.theme import apply_theme
from tests.films import FULL, make_small_film

SHOTS, PER_SCENE = 5000, 25


@pytest.fixture
def room(tmp_path: Path, qtbot: QtBot, qapp: QApplication) -> Iterator[ShotListRoom]:
    """Scenes of 25 shots; nobody looks at them while it is measured."""
    apply_theme(qapp)
    studio = Studio.open(make_small_film(tmp_path / "long.previz"))
    document = studio.document
    with document.edit("Many shots") as edit:
        shot = document.need(FULL, model.Shot)
        for n, order in enumerate(spread(SHOTS // PER_SCENE, "b", None)):
            edit.put(model.Scene(id=f"s-{n}", order=order, number=str(n + 2), place=f"Room {n}"))
            for m, place in enumerate(spread(PER_SCENE, None, None)):
                id = f"shot-{n}-{m}"
                edit.put(
                    msgspec.structs.replace(
                        shot, id=id, scene_id=f"s-{n}", order=place, action=f"Action {n} {m}."
                    )
                )
                edit.put(model.Panel(id=f"{id}-p", shot_id=id, order="a"))
    home = QWidget()
    qtbot.addWidget(home)
    session = Session(studio)
    tasks, rows, pictures = Tasks(home), ShotRows(session, home), Pictures(session, home)
    rows._pause.timeout.disconnect()
    made = ShotListRoom(
        Desk(session, ActionTable(home), tasks, rows, pictures, Drawing(session, tasks, home))
    )
    qtbot.addWidget(made)
    made.resize(1600, 900)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.close_room()
    tasks.close()
    rows.close()
    pictures.close()
    session.close()


def test_a_frame_of_scrolling(room: ShotListRoom, benchmark: BenchmarkFixture) -> None:
    bar = room.view.verticalScrollBar()

    def scroll() -> None:
        bar.setValue((bar.value() + 137) % bar.maximum())
        room.view.viewport().repaint()

    benchmark.pedantic(scroll, rounds=60, warmup_rounds=5)


def test_an_edit(room: ShotListRoom, benchmark: BenchmarkFixture) -> None:
    table = room.table
    at = table.at("notes")
    count = iter(range(10_000))

    def edit() -> None:
        assert table.setData(table.index(40, at), f"Note {next(count)}")
        room.view.viewport().repaint()

    benchmark.pedantic(edit, rounds=20, warmup_rounds=2)


def test_sort_and_filter(room: ShotListRoom, benchmark: BenchmarkFixture) -> None:
    def arrange() -> None:
        room.table.sort_by("action", down=True)
        room.table.search("action 7")
        room.table.search("")

    benchmark.pedantic(arrange, rounds=3)
