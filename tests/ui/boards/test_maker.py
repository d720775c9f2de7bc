"""Who makes the next take: chosen with mouse and keys, and what it would go without said before the run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from previz.gen.comfy.server import URL
from previz.gen.controls import ADHERENCES
from previz.gen.models.settings import FOLDER
from previz.scene import model
from previz.studio.following import NO_ADAPTER
from previz.studio.looks import look_of
from previz.ui.boards.maker import Maker
from previz.ui.session import Session
from tests.films import FULL
from tests.gen.comfy.fake_comfyui import FakeComfyUI
from tests.gen.models.shelf import add_base, add_net


@pytest.fixture
def maker(session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> Iterator[Maker]:
    monkeypatch.setenv(FOLDER, str(tmp_path / "models"))
    monkeypatch.setenv(URL, "http://127.0.0.1:9")
    made = Maker(session)
    qtbot.addWidget(made)
    session.changed.connect(lambda edit: made.show_shot(FULL))
    made.show_shot(FULL)
    made.show()
    yield made
    made.close_panel()


def choose(maker: Maker, name: str, place: int) -> None:
    """As a person does with the keyboard: the box in focus, a key down for each line."""
    box = getattr(maker, name).box
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Home)
    for _ in range(place):
        QTest.keyClick(box, Qt.Key.Key_Down)


def look(maker: Maker, session: Session) -> tuple[model.Look, str]:
    return look_of(session.document, session.document.need(FULL, model.Shot))


def test_a_model_is_chosen_and_what_it_goes_without_is_said_before_the_run(
    maker: Maker, session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    add_base(tmp_path / "models", "noir", "StableDiffusionPipeline", 768)
    add_net(tmp_path / "models", "sd15-depth", "ControlNetModel", 768)
    choose(maker, "generator", 1)
    assert look(maker, session)[1] == "shot"
    qtbot.waitUntil(lambda: maker.outlook.models == ("noir",), timeout=10_000)
    assert maker._notes.lines == [f"Not used: line: there is no ControlNet for it in {tmp_path / 'models'}"]
    choose(maker, "model", 1)
    strict = maker.dial.segment(0).center().toPoint()
    QTest.mouseClick(maker.dial, Qt.MouseButton.LeftButton, pos=QPoint(strict))
    assert (look(maker, session)[0].model, look(maker, session)[0].adherence) == ("noir", ADHERENCES[0])
    maker.for_film.trigger()
    assert look(maker, session)[1] == "project"
    assert maker._source.text() == "from the project"
    assert session.project.look.model == "noir"
    session.undo()
    maker.for_scene.trigger()
    assert look(maker, session)[1] == "scene"
    assert not maker.for_film.isVisible()
    maker.as_rest.trigger()
    assert look(maker, session)[1] == "project"


def test_a_frame_that_would_fail_says_so_and_leads_to_the_models(
    maker: Maker, session: Session, qtbot: QtBot
) -> None:
    choose(maker, "generator", 1)
    qtbot.waitUntil(lambda: bool(maker._notes.lines), timeout=10_000)
    assert "There is no model" in maker._notes.lines[0]
    with qtbot.waitSignal(session.models_wanted):
        QTest.mouseClick(maker._models, Qt.MouseButton.LeftButton)


def test_a_server_is_asked_and_its_pace_learnt(
    maker: Maker, session: Session, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    for number, seconds in ((1, 8.0), (2, 12.0), (3, 40.0)):
        made = model.Take(
            id=f"t{number}", panel_id=f"{FULL}-p", number=number, image="0" * 64, request="1" * 64, seed=1,
            generator="comfyui", style="ink", size_px=(96, 40), seconds=seconds,
        )  # fmt: skip
        session.document.record(made, "Take")
    choose(maker, "generator", 2)
    qtbot.waitUntil(lambda: bool(maker._notes.lines), timeout=10_000)
    assert "cannot be reached" in maker._notes.lines[0]
    assert maker._pace.text() == "≈ 12 s a frame"
    with FakeComfyUI("no controlnet") as fake:
        monkeypatch.setenv(URL, fake.url)
        QTest.mouseClick(maker._ask, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: bool(maker.outlook.models), timeout=10_000)
    assert "no ControlNet for depth" in maker._notes.lines[0]
    assert maker.outlook.lacks_model


def test_pictures_of_people_are_foretold_as_soon_as_there_are_some(
    maker: Maker, session: Session, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    with FakeComfyUI() as fake:
        monkeypatch.setenv(URL, fake.url)
        choose(maker, "generator", 2)
        qtbot.waitUntil(lambda: bool(maker.outlook.models), timeout=10_000)
        assert maker._notes.lines == []
        shown = model.ReferencePicture(image="0" * 64, rights="us")
        with session.edit("A picture of Ada") as edit:
            edit.update("ada", pictures=(shown,))
        qtbot.waitUntil(lambda: bool(maker._notes.lines), timeout=10_000)
        assert maker._notes.lines == [f"Not used: reference pictures: {NO_ADAPTER}"]
        session.undo()
        qtbot.waitUntil(lambda: not maker._notes.lines, timeout=10_000)
