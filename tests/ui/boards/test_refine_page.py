"""Going on from a take: who or what is pointed at, what is drawn around, what cannot be."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from previz.gen.comfy.server import URL
from previz.gen.models.settings import FOLDER
from previz.scene import model
from previz.studio.following import NO_ADAPTER
from previz.ui.boards.refine_page import WAYS, RefinePage
from previz.ui.desk import Desk
from tests.films import FULL, put_second_chair, record_take
from tests.gen.comfy.fake_comfyui import FakeComfyUI
from tests.gen.models.shelf import add_base, add_net


@pytest.fixture(autouse=True)
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FOLDER, str(tmp_path / "models"))
    add_base(tmp_path / "models", "noir", "StableDiffusionPipeline", 768)


@pytest.fixture
def home(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(1280, 800)
    made.show()
    return made


@contextmanager
def opened(home: QWidget, desk: Desk, take: model.Take, qtbot: QtBot) -> Iterator[RefinePage]:
    made = RefinePage(home, desk, take)
    made.start()
    assert not made.button.isEnabled(), "nothing is made before it is known whether the stage has moved"
    qtbot.waitUntil(lambda: made.view._seen is not None, timeout=30_000)
    yield made
    made.close()


@pytest.fixture
def page(home: QWidget, desk: Desk, qtbot: QtBot) -> Iterator[RefinePage]:
    with opened(home, desk, record_take(desk.session.studio, FULL), qtbot) as made:
        yield made


def at(page: RefinePage, x: float, y: float) -> QPoint:
    box = page.view.box()
    return QPoint(round(box.left() + x * box.width()), round(box.top() + y * box.height()))


def take_way(page: RefinePage, way: str) -> None:
    place = [name for name, _, _ in WAYS].index(way)
    centre = page.ways.segment(place).center().toPoint()
    QTest.mouseClick(page.ways, Qt.MouseButton.LeftButton, pos=centre)


def test_a_click_takes_somebody_and_a_line_around_takes_an_area(page: RefinePage) -> None:
    named = [page.region.box.itemText(place) for place in range(page.region.box.count())]
    assert named == ["The whole picture", "Ada", "Ben", "chair", "floor"]
    QTest.mouseClick(page.view, Qt.MouseButton.LeftButton, pos=at(page, 0.5, 0.5))
    assert (page._wish().region, page._wish().lasso) == ("Ada", ())
    QTest.mouseClick(page.view, Qt.MouseButton.LeftButton, pos=at(page, 0.5, 0.5))
    assert page._wish().region == "", "a second click lets go"
    QTest.mousePress(page.view, Qt.MouseButton.LeftButton, pos=at(page, 0.2, 0.2))
    for x, y in ((0.4, 0.2), (0.4, 0.6), (0.2, 0.6)):
        QTest.mouseMove(page.view, at(page, x, y))
    QTest.mouseRelease(page.view, Qt.MouseButton.LeftButton, pos=at(page, 0.2, 0.6))
    corners = page._wish().lasso
    assert page._wish().region == ""
    assert len(corners) == 4
    assert corners[0] == pytest.approx((0.2, 0.2 * 200 / 478), abs=0.01)


def test_of_two_chairs_the_one_that_is_clicked_is_made_anew(home: QWidget, desk: Desk, qtbot: QtBot) -> None:
    put_second_chair(desk.session.document)
    with opened(home, desk, record_take(desk.session.studio, FULL), qtbot) as page:
        named = [page.region.box.itemText(place) for place in range(page.region.box.count())]
        assert named[3:5] == ["chair (left)", "chair (right)"]
        seen = page.view._seen
        for number, id in ((n, seen.regions[n]) for n, name in seen.names.items() if "chair" in name):
            rows, columns = np.nonzero(seen.objects == number)
            middle = len(rows) // 2
            height, width = seen.objects.shape
            place = at(page, (columns[middle] + 0.5) / width, (rows[middle] + 0.5) / height)
            QTest.mouseClick(page.view, Qt.MouseButton.LeftButton, pos=place)
            assert (page._wish().region, page.region.value) == (id, seen.names[number])
        assert id == "chair"
        page.region.box.setFocus()
        QTest.keyClick(page.region.box, Qt.Key.Key_Up)
        assert page._wish().region == "chair2"


def test_the_edge_and_the_model_are_chosen(page: RefinePage, tmp_path: Path, qtbot: QtBot) -> None:
    assert (page._wish().feather, page._wish().model) == (pytest.approx(0.006), "")
    page.feather.setFocus()
    QTest.keyClick(page.feather, Qt.Key.Key_Up)
    assert page._wish().feather == pytest.approx(0.008)
    qtbot.waitUntil(lambda: page.model.box.count() > 1, timeout=10_000)
    page.model.box.setFocus()
    QTest.keyClick(page.model.box, Qt.Key.Key_Down)
    assert page._wish().model == "noir"
    take_way(page, "light")
    assert page.feather.isHidden()
    assert not page.model.isHidden()


def test_what_the_next_take_would_go_without_is_said_before_it_is_made(
    page: RefinePage, desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    add_net(tmp_path / "models", "sd15-depth", "ControlNetModel", 768)
    said = f"Not used: line: there is no ControlNet for it in {tmp_path / 'models'}."
    take_way(page, "light")
    qtbot.waitUntil(lambda: said in page.told.text(), timeout=10_000)
    assert "what it shows is not known" in page.told.text()
    take_way(page, "paint")
    assert "Not used" not in page.told.text(), "why it cannot be is enough"
    take_way(page, "area")
    qtbot.waitUntil(lambda: said in page.told.text(), timeout=10_000)
    with desk.session.edit("A picture of Ada") as edit:
        edit.update("ada", pictures=(model.ReferencePicture(image="0" * 64, rights="us"),))
    with FakeComfyUI() as fake, pytest.MonkeyPatch.context() as patch:
        patch.setenv(URL, fake.url)
        page.maker.box.setFocus()
        QTest.keyClick(page.maker.box, Qt.Key.Key_Down)
        qtbot.waitUntil(
            lambda: f"Not used: reference pictures: {NO_ADAPTER}." in page.told.text(), timeout=10_000
        )
        asked = fake.requests
        take_way(page, "light")
        qtbot.waitUntil(lambda: "Not used: reference pictures" in page.told.text(), timeout=10_000)
        assert fake.requests == asked, "the server has said what it has"
    assert said not in page.told.text(), "its ControlNets are there"


def test_that_there_is_no_model_is_said_before_anything_is_asked(
    home: QWidget, desk: Desk, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FOLDER, str(tmp_path / "none"))
    with opened(home, desk, record_take(desk.session.studio, FULL), qtbot) as page:
        qtbot.waitUntil(lambda: "There is no model yet" in page.told.text(), timeout=30_000)
        assert not page.button.isEnabled()
        assert page.model.box.currentText() == "None yet"
        take_way(page, "final")
        assert "There is no model yet" not in page.told.text(), "a drawing needs none"


def test_what_cannot_be_says_why(page: RefinePage, desk: Desk) -> None:
    take_way(page, "light")
    QTest.mouseClick(page.button, Qt.MouseButton.LeftButton)
    assert page.told.text() == "Say which light it shall be."
    take_way(page, "paint")
    assert "D draws on it" in page.told.text()
    assert not page.button.isEnabled()
    take_way(page, "final")
    QTest.mouseClick(page.button, Qt.MouseButton.LeftButton)
    assert "was brought in" in page.told.text()
    assert desk.session.document.children(f"{FULL}-p", model.Take) == [page.take]
    assert not desk.drawing.busy


def test_that_the_stage_has_moved_is_said_before_anything_is_made(
    home: QWidget, desk: Desk, qtbot: QtBot
) -> None:
    studio = desk.session.studio
    printed = studio.reviewing.fingerprint(studio.find("1"), 0.0)
    plain = record_take(studio, FULL, imported=False)
    take = msgspec.structs.replace(plain, id="seen", number=2, fingerprint=printed)
    studio.document.record(take, "Take 2")
    with opened(home, desk, take, qtbot) as fresh:
        assert (fresh.told.text(), fresh.button.isEnabled()) == ("", True)
    with studio.document.edit("Night falls") as edit:
        edit.update("s1", light=model.Light(time="night"))
    with opened(home, desk, take, qtbot) as dark:
        assert "Take 2 shows the stage as it was: light day → night" in dark.told.text()
        assert not dark.button.isEnabled()
        take_way(dark, "light")
        assert (dark.told.text(), dark.button.isEnabled()) == ("", True)
        take_way(dark, "larger")
        assert not dark.button.isEnabled()
    with studio.document.edit("Move Ben") as edit:
        (key,) = studio.document.need("t-ben", model.Track).keys
        edit.update("t-ben", keys=(msgspec.structs.replace(key, position_m=(-1.4, 0.0, -0.3)),))
    with opened(home, desk, take, qtbot) as moved:
        take_way(moved, "light")
        assert "Ben moved 0.5 m" in moved.told.text()
        assert not moved.button.isEnabled()


def test_what_cannot_be_known_of_a_picture_from_a_file_is_said(page: RefinePage) -> None:
    assert "Take 1 is a picture from a file, and what it shows is not known" in page.told.text()
    assert page.button.isEnabled()
