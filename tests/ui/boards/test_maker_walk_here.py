"""The whole way with a model on this machine, as a person goes it; a real tiny pipeline of random weights."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from previz.gen.diffusion.generator import missing_package
from previz.gen.models.settings import FOLDER
from previz.gen.request import from_json
from previz.scene import model
from previz.studio import Making, Studio
from previz.studio.choosing import select_take
from previz.studio.looks import change_look
from previz.ui.boards import side
from previz.ui.boards.refine_page import RefinePage
from previz.ui.rooms.boards import BoardsRoom
from previz.ui.window import Window
from tests.films import CLOSE, FULL
from tests.gen.diffusion.shared import tiny_models

from .test_maker_walk import boards_of, idle, takes

pytestmark = pytest.mark.skipif(bool(missing_package()), reason="the diffusion extra is not installed")
PATIENCE_MS = 120_000  # libraries are imported meanwhile, on a machine that may be busy
SIZE = (192, 80)
NETS = ("sd15-depth", "sdxl-depth", "zimage-union")


@pytest.fixture
def models(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shared, own = tiny_models(tmp_path_factory), tmp_path / "models"
    for part in ("tiny-sd15", "tiny-sdxl", "tiny-zimage", *(f"nets/{net}" for net in NETS)):
        shutil.copytree(shared / part, own / part)
    monkeypatch.setenv(FOLDER, str(own))
    return own


def sampled(models: Path, steps: int, name: str = "tiny-sd15") -> None:
    told = json.dumps({"steps": steps, "guidance": 0.0 if name == "tiny-zimage" else 3.0})
    (models / name / "previz.json").write_text(told)


@pytest.fixture
def film(small_film_master: Path, models: Path, tmp_path: Path) -> Path:
    """Shot 1A was being made when the program was stopped."""
    sampled(models, 2)
    path = Path(shutil.copy(small_film_master, tmp_path / "film.previz"))
    with Studio.open(path) as studio:
        change_look(studio.document, {"generator": "diffusers", "model": "tiny-sd15"})
        with studio.document.edit("Two shots are enough") as edit:
            edit.remove_tree("bare")
        close = studio.document.need(CLOSE, model.Shot)
        with studio._workshop() as workshop:
            workshop.write_plans(workshop.plan([close], {CLOSE: "1A"}, Making(size_px=SIZE)))
    return path


def test_frames_of_a_real_model_are_resumed_cancelled_made_gone_on_from_and_judged(
    window: Window, film: Path, models: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(side, "DRAFT_WIDTH_PX", SIZE[0])
    from tests.gen.diffusion import tiny

    room = boards_of(window, film, qtbot)

    # what was cut off is made
    assert "being drawn when the film was closed" in window.message_bar.text
    QTest.mouseClick(window.message_bar.fix_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(takes(room, CLOSE)) and idle(room), timeout=PATIENCE_MS)
    (resumed,) = takes(room, CLOSE)
    assert (resumed.generator, resumed.model, resumed.size_px) == ("diffusers", "tiny-sd15", SIZE)

    _walk(window, room, models, "tiny-sd15", qtbot)
    # as far as a window knows, every kind of model goes the same way
    _walk(window, room, models, "tiny-sdxl", qtbot)
    tiny.add_union(models)
    maker = room.side.maker
    QTest.mouseClick(maker._ask, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: maker.outlook.family == "sdxl-union", timeout=PATIENCE_MS)
    _walk(window, room, models, "tiny-sdxl", qtbot)
    _walk(window, room, models, "tiny-zimage", qtbot)
    assert room.session.studio.verify() == []


def _walk(window: Window, room: BoardsRoom, models: Path, name: str, qtbot: QtBot) -> None:
    """A frame of many steps is cancelled while it grows; one of few is made, gone on from, judged."""
    change_look(room.session.document, {"model": name})
    before = {take.id for take in takes(room, FULL)}
    sampled(models, 900, name)
    assert room.session.shot is not None
    assert room.session.shot.id == FULL
    QTest.keyClick(room.wall, Qt.Key.Key_G)
    drawing = room.desk.drawing
    qtbot.waitUntil(lambda: any(row.preview for row in drawing.rows), timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: not room.side.live.picture.image.isNull(), timeout=PATIENCE_MS)
    QTest.mouseClick(room.side.queue._rows[0].cancel, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: idle(room), timeout=PATIENCE_MS)
    assert {take.id for take in takes(room, FULL)} == before
    sampled(models, 2, name)
    QTest.keyClick(room.wall, Qt.Key.Key_G)
    qtbot.waitUntil(lambda: len(takes(room, FULL)) > len(before) and idle(room), timeout=PATIENCE_MS)
    (made,) = (take for take in takes(room, FULL) if take.id not in before)
    assert made.model == name
    select_take(room.session.document, made)

    anew = _gone_on(window, room, made, qtbot)
    asked = from_json(room.session.studio.store.blob(anew.request))
    assert (anew.from_take, anew.seed, anew.model) == (made.number, made.seed, name)
    assert asked.refine is not None
    assert (asked.refine.region, asked.prompt.endswith("in a red coat")) == ("Ada", True)
    assert set(asked.guides) >= {"depth", "init", "mask"}

    # judged: noise keeps nothing of the blocking, and the window says so
    assert made.fidelity is not None
    assert room.side.receipt.score.text() == f"{made.fidelity.score:.0f} of 100"
    assert made.fidelity.reasons


def _gone_on(window: Window, room: BoardsRoom, made: model.Take, qtbot: QtBot) -> model.Take:
    """Ada anew, by a click on her."""
    QTest.keyClick(room.wall, Qt.Key.Key_E)
    page = window.findChildren(RefinePage)[-1]
    qtbot.waitUntil(lambda: page.region.box.count() > 1, timeout=PATIENCE_MS)
    centre = page.view.box().center()
    QTest.mouseClick(page.view, Qt.MouseButton.LeftButton, pos=QPoint(round(centre.x()), round(centre.y())))
    assert page.region.value == "Ada"
    QTest.keyClicks(page.words, "in a red coat")
    known = len(takes(room, FULL))
    QTest.mouseClick(page.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(takes(room, FULL)) > known and idle(room), timeout=PATIENCE_MS)
    return max(takes(room, FULL), key=lambda take: take.number)
