"""The wall of boards with a thousand panels: how long a frame of scrolling takes, and what it keeps.

Run with `xvfb-run -a python -m pytest benchmarks/test_wall.py`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("PYOPENGL_PLATFORM", "egl")
os.environ.setdefault("QT_XCB_GL_INTEGRATION", "xcb_egl")

import numpy as np
import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytest_benchmark.fixture import BenchmarkFixture

from previz.gen.png import encode
from previz.scene import model
from previz.studio import Studio
from previz.ui import pictures as pictures_module
from previz.ui.actions import ActionTable
from previz.ui.boards.review import Review
from previz.ui.collector import collecting_here
from previz.ui.desk import Desk
from previz.ui.drawing import Drawing
from previz.ui.pictures import Pictures
from previz.ui.rooms.wall import Wall
from previz.ui.session import Session
from previz.ui.shot_rows import ShotRows
from previz.ui.tasks import Tasks
from previz.ui.theme import apply_theme

PANELS, TAKES = 1000, 40


def film(path: Path, panels: int) -> Path:
    """Shots without cameras, so that rows cost nothing, each with one of a few takes of full size."""
    rng = np.random.default_rng(1)
    with Studio.create(path, "Long film") as studio:
        document = studio.document
        images = [
            encode(np.repeat(rng.integers(0, 255, (804, 1), np.uint8), 1920, 1)[..., None].repeat(3, 2))
            for _ in range(TAKES)
        ]
        with document.edit("Shots") as edit:
            edit.put(model.Scene(id="s", order="a", number="1", place="Room"))
            for index in range(panels):
                edit.put(
                    model.Shot(id=f"s{index}", scene_id="s", order=f"a{index:05d}1", action="She turns.")
                )
                edit.put(model.Panel(id=f"p{index}", shot_id=f"s{index}", order="a"))
        for index in range(panels):
            take = model.Take(id=f"t{index}", panel_id=f"p{index}", number=1, image="", request="",
                              generator="sketch", style="pencil", seed=1, size_px=(1920, 804))  # fmt: skip
            studio.store.add_take(document, take, image=images[index % TAKES], request=b"{}")
        with document.edit("Select") as edit:
            for index in range(panels):
                edit.update(f"p{index}", selected_take_id=f"t{index}")
    return path


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    apply_theme(app)
    with collecting_here():
        session = Session(Studio.open(film(tmp_path_factory.mktemp("wall") / "long.previz", PANELS)))
        home = QWidget()
        tasks, rows, pictures = Tasks(home), ShotRows(session, home), Pictures(session, home)
        yield Desk(session, ActionTable(home), tasks, rows, pictures, Drawing(session, tasks, home))
        rows.close()
        pictures.close()
        tasks.close()
        session.close()


@pytest.fixture
def wall(desk: Desk) -> Iterator[Wall]:
    made = Wall(desk)
    made.resize(1264, 700)
    made.show()
    QApplication.processEvents()
    yield made
    made.close()
    made.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_a_frame_of_scrolling_through_a_thousand_panels(benchmark: BenchmarkFixture, wall: Wall) -> None:
    bar = wall.verticalScrollBar()
    step = max(1, bar.maximum() // 200)

    def scroll() -> None:
        bar.setValue((bar.value() + step) % bar.maximum())
        wall.viewport().repaint()
        QApplication.processEvents()

    benchmark.pedantic(scroll, rounds=200, warmup_rounds=10)
    benchmark.extra_info["kept_mb"] = wall._desk.pictures._bytes / 1e6
    assert wall._desk.pictures._bytes <= pictures_module.KEPT_BYTES


def test_opening_a_review_of_500_panels(benchmark: BenchmarkFixture, desk: Desk) -> None:
    window = QWidget()
    window.resize(1600, 1000)
    window.show()

    def open_review() -> None:
        page = Review(window, desk, [f"p{index}" for index in range(500)], "p0")
        page.start()
        page.begin()
        QApplication.processEvents()
        page.leave()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    benchmark.pedantic(open_review, rounds=5, warmup_rounds=1)
    window.close()
