"""The page of models: real downloads from a server on this machine, gone on with, stopped, proved."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from previz.gen.models.catalogue import Catalogue, CatalogueModel, Recipe
from previz.gen.models.settings import FOLDER
from previz.studio import model_list
from previz.ui.session import Session
from previz.ui.settings.downloads import Downloads
from previz.ui.settings.models import ModelsPage
from previz.ui.tasks import Tasks
from previz.ui.window import Window
from tests.gen.models.hub import Hub

CONTENT = bytes(range(256)) * 4000


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """A catalogue of one model of two files, half of the first of which is lost on its way."""
    monkeypatch.setenv(FOLDER, str(tmp_path / "models"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    with Hub(CONTENT, "drop") as made:
        known = Catalogue(
            parts=(made.part("a.txt", "b.txt"),),
            models=(
                CatalogueModel(
                    id="tiny", label="Tiny", family="sd15", about="to try", memory_gb=4, parts=("tiny",),
                    recipe=Recipe(base="tiny"), repeats="",
                ),
            ),
        )  # fmt: skip
        monkeypatch.setattr(model_list, "catalogue", lambda: known)
        yield made


def test_a_model_is_brought_with_one_click_though_the_line_breaks(
    hub: Hub, session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    tasks = Tasks()
    downloads = Downloads(tasks)
    page = ModelsPage(session, downloads, "tiny")
    qtbot.addWidget(page)
    page.show()
    line = page.rows["tiny"]
    assert line.get.text() == "Download"
    with qtbot.waitSignal(downloads.arrived, timeout=20_000):
        QTest.mouseClick(line.get, Qt.MouseButton.LeftButton)
    assert [file.name for file in sorted((tmp_path / "models" / "tiny").iterdir())] == ["a.txt", "b.txt"]
    assert (tmp_path / "models" / "tiny" / "a.txt").read_bytes() == CONTENT
    assert hub.ranges[1] == f"bytes={len(CONTENT) // 2}-", "it went on where it had broken off"
    assert page.rows["tiny"].row.state == "installed"
    assert not page.rows["tiny"].get.isVisible()
    assert len(tasks) == 0
    downloads.close()


def test_it_stops_when_it_is_told_and_what_fails_says_why(hub: Hub, session: Session, qtbot: QtBot) -> None:
    tasks, pause = Tasks(), threading.Event()

    def endless(model_id: str, tell: model_list.Tell) -> bool:
        while tell(0.5, "tiny/a.txt"):
            pause.wait(0.01)
        return False

    downloads = Downloads(tasks, get=endless)
    page = ModelsPage(session, downloads)
    qtbot.addWidget(page)
    page.show()
    line = page.rows["tiny"]
    QTest.mouseClick(line.get, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: line.bar.value() == 500, timeout=5000)
    assert line.get.text() == "Stop"
    qtbot.waitUntil(lambda: [task.title for task in tasks] == ["Model tiny"], timeout=5000)
    QTest.mouseClick(line.get, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not downloads.busy and line.get.text() == "Download", timeout=5000)
    assert len(tasks) == 0
    downloads.close()

    hub.fault = "other"
    downloads = Downloads(tasks)
    page = ModelsPage(session, downloads)
    qtbot.addWidget(page)
    page.show()
    QTest.mouseClick(page.rows["tiny"].get, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "sha256 differs" in page.rows["tiny"].told.text(), timeout=20_000)
    QTest.mouseClick(page.offline, Qt.MouseButton.LeftButton)
    assert not page.rows["tiny"].get.isEnabled()
    assert model_list.settings().offline
    downloads.close()


def test_a_mistake_ends_one_download_and_not_the_next(hub: Hub, session: Session, qtbot: QtBot) -> None:
    def get(model_id: str, tell: model_list.Tell) -> bool:
        if model_id == "tiny":
            raise ZeroDivisionError("nobody foresaw it")
        return True

    downloads = Downloads(Tasks(), get=get)
    page = ModelsPage(session, downloads)
    qtbot.addWidget(page)
    assert "Small files alone, not proved: tiny." in [one.text() for one in page.findChildren(QLabel)]
    with qtbot.captureExceptions() as raised, qtbot.waitSignal(downloads.arrived, timeout=20_000):
        downloads.begin("tiny")
        downloads.begin("other")
    qtbot.waitUntil(lambda: not downloads.busy, timeout=20_000)
    assert [one[0] for one in raised] == [ZeroDivisionError]
    assert "ZeroDivisionError" in page.rows["tiny"].told.text()
    downloads.close()


def test_a_frame_that_lacks_its_model_leads_to_it(open_window: Window, hub: Hub, qtbot: QtBot) -> None:
    session = open_window.session
    assert session is not None
    session.models_wanted.emit("tiny")
    (page,) = open_window.findChildren(ModelsPage)
    qtbot.waitUntil(lambda: page.rows["tiny"].get.hasFocus(), timeout=5000)
    assert page.wanted == "tiny"
