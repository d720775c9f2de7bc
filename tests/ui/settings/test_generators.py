"""The page on which a film's generator is chosen: what is there is asked, what is chosen is one edit."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from previz.gen.comfy.server import URL
from previz.gen.models.settings import FOLDER
from previz.ui.session import Session
from previz.ui.settings.generators import GeneratorsPage
from tests.gen.comfy.fake_comfyui import FakeComfyUI
from tests.gen.models.shelf import add_base, add_net


@pytest.fixture
def page(session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> GeneratorsPage:
    monkeypatch.setenv(FOLDER, str(tmp_path / "models"))
    monkeypatch.setenv(URL, "http://127.0.0.1:9")
    add_base(tmp_path / "models", "noir-xl", "StableDiffusionXLPipeline", 2048)
    add_net(tmp_path / "models", "union", "ControlNetUnionModel", 2048)
    made = GeneratorsPage(session)
    qtbot.addWidget(made)
    return made


def take(page: GeneratorsPage, name: str, value: str) -> None:
    choice = getattr(page, name)
    choice.set_value(value)
    choice.chosen.emit(value)


def test_a_model_here_is_chosen_and_says_what_it_takes(page: GeneratorsPage, session: Session) -> None:
    assert not page.model.isEnabled()
    take(page, "maker", "diffusers")
    assert page.model.isEnabled()
    assert "noir-xl: depth, line, normal, openpose, segmentation" in page.told.text()
    take(page, "model", "noir-xl")
    take(page, "adherence", "strict")
    assert page.adherence.box.currentText() == "Strict: depth 0.85, line 0.65"
    look = session.project.look
    assert (look.generator, look.model, look.adherence) == ("diffusers", "noir-xl", "strict")
    assert session.document.history[-1].label == "Project: holds to the blocking"
    take(page, "maker", "comfyui")
    assert session.project.look.model == ""
    assert page.told.text() == "Not asked yet."


def test_the_connection_is_tested_without_holding_up_the_window(page: GeneratorsPage, qtbot: QtBot) -> None:
    take(page, "maker", "comfyui")
    page.test()
    assert not page.ask.isEnabled()
    qtbot.waitUntil(page.ask.isEnabled, timeout=10_000)
    assert "cannot be reached" in page.told.text()


def test_another_folder_shows_its_models(
    page: GeneratorsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(FOLDER)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    take(page, "maker", "diffusers")
    page.take_folder(tmp_path / "elsewhere")
    assert page.folder.text() == str(tmp_path / "elsewhere")
    assert "There is no model yet" in page.told.text()


def test_memory_is_given_back_here_and_by_the_server(
    page: GeneratorsPage, session: Session, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    take(page, "maker", "comfyui")
    with FakeComfyUI() as fake:
        monkeypatch.setenv(URL, fake.url)
        with qtbot.waitSignal(session.memory_wanted):
            QTest.mouseClick(page.free, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(page.free.isEnabled, timeout=10_000)
    assert fake.freed == 1
    assert "gives back the memory" in page.told.text()
