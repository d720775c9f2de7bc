"""The numbers behind the dial, the words and the pictures of a panel, changed by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from previz.gen.models.settings import FOLDER
from previz.scene import model
from previz.studio.looks import change_look
from previz.ui.boards import asking_page
from previz.ui.boards.asking_page import AskingPage
from previz.ui.boards.large_picture import LargePicture
from previz.ui.desk import Desk
from tests.films import FULL
from tests.gen.models.shelf import add_base, add_net


@pytest.fixture
def page(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> Iterator[AskingPage]:
    monkeypatch.setenv(FOLDER, str(tmp_path / "models"))
    monkeypatch.setattr(asking_page, "DRAFT_WIDTH_PX", 240)
    add_base(tmp_path / "models", "noir", "StableDiffusionPipeline", 768)
    for name in ("depth", "lineart"):
        add_net(tmp_path / "models", f"sd15-{name}", "ControlNetModel", 768)
    change_look(desk.session.document, {"generator": "diffusers", "model": "noir", "words": "rain"})
    home = QWidget()
    qtbot.addWidget(home)
    home.resize(1280, 800)
    with qtbot.waitActive(home):
        home.show()
        home.activateWindow()
    made = AskingPage(home, desk, f"{FULL}-p")
    made.start()
    qtbot.waitUntil(lambda: made.sent is not None, timeout=30_000)
    yield made
    made.close()


def own(page: AskingPage) -> dict[str, model.ControlHold]:
    return page.look().controls


def test_numbers_of_ones_own_are_marked_kept_and_taken_back(page: AskingPage, qtbot: QtBot) -> None:
    table, session = page.table, page._session
    depth, until = table.fields["depth", "strength"], table.fields["depth", "end"]
    assert (depth.value, until.value) == (0.8, 90.0)
    assert table.resets["depth"].isHidden()
    depth.setFocus()
    QTest.keyClick(depth, Qt.Key.Key_Up)
    until.setFocus()
    QTest.keyClick(until, Qt.Key.Key_Down)
    assert own(page) == {"depth": model.ControlHold(strength=0.85, end=0.85)}
    assert session.document.need(FULL, model.Shot).look == page.look()
    assert session.project.look.controls == {}
    qtbot.waitUntil(lambda: not table.resets["depth"].isHidden(), timeout=10_000)
    assert "your own" in depth.accessibleName()
    assert table.fields["line", "strength"].value == 0.55
    QTest.mouseClick(table.resets["depth"], Qt.MouseButton.LeftButton)
    assert own(page) == {}
    qtbot.waitUntil(lambda: depth.value == 0.8, timeout=10_000)
    session.undo()
    assert set(own(page)) == {"depth"}


def test_one_range_of_depth_is_said_in_metres(page: AskingPage, qtbot: QtBot) -> None:
    ends = page.depth_range
    assert page.look().depth_range_m is None
    QTest.mouseClick(ends.own, Qt.MouseButton.LeftButton, pos=ends.own.rect().center())
    qtbot.waitUntil(lambda: page.look().depth_range_m is not None, timeout=30_000)
    near, far = page.look().depth_range_m or (0.0, 0.0)
    assert 1.2 < near < 1.9 < 6 < far, "from Ada in her close shot to the floor behind"
    ends.near.setFocus()
    QTest.keyClick(ends.near, Qt.Key.Key_Up)
    assert page.look().depth_range_m == pytest.approx((near + 0.1, far))
    ends.near.edited.emit(far + 1)
    assert page.look().depth_range_m == pytest.approx((near + 0.1, far)), "white lies before black"
    assert ends.near.value == pytest.approx(near + 0.1)
    page._session.undo()
    page._session.undo()
    assert page.look().depth_range_m is None
    assert not ends.own.isChecked()
    assert ends._ends.isHidden()


def test_words_of_ones_own_stand_apart_from_those_of_the_shot(page: AskingPage, qtbot: QtBot) -> None:
    editor = page.words
    assert editor.words.toPlainText() == "rain"
    assert editor.whole.text().endswith(", rain")
    editor.words.selectAll()
    QTest.keyClicks(editor.words, "{snow|hail}")
    QTest.keyClick(editor.words, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert page.look().words == "{snow|hail}"
    qtbot.waitUntil(lambda: editor.whole.text().endswith(("snow", "hail")), timeout=30_000)
    assert editor._whole_head.text() == "As it is sent, seed 1"
    editor.negative.setFocus()
    QTest.keyClicks(editor.negative, "cars")
    editor.words.setFocus()
    assert page.look().negative == "cars"
    assert page.sent is not None
    assert "cars" not in str(page.sent.generated)


def test_the_pictures_that_are_sent_open_at_full_size(page: AskingPage, qtbot: QtBot) -> None:
    assert page.sent is not None
    signs = {one.name: one.sent for one in page.sent.pictures}
    assert signs == {"depth": True, "line": True, "normal": False, "openpose": False, "segmentation": False}
    QTest.mouseClick(page.thumbs["line"], Qt.MouseButton.LeftButton)
    (large,) = page.window().findChildren(LargePicture)
    assert large._title.text() == "Line"
    assert large._size.text() == "256 × 128 px"
    QTest.keyClick(large.card, Qt.Key.Key_Right)
    assert large._title.text() == "Normal"
    QTest.keyClick(large.card, Qt.Key.Key_Escape)
    assert not large.isVisible()
