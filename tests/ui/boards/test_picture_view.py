"""Two takes over each other, each in its own shape."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from previz.ui.boards.picture_view import Mode, PictureView
from previz.ui.boards.stage_pictures import StagePictures
from previz.ui.desk import Desk
from previz.ui.theme import colour

GREY, RED = (120, 120, 120), (200, 30, 30)
SHOWN_PX = 576
"""Width of a picture that is shown 600 wide."""


def put(desk: Desk, size_px: tuple[int, int], ink: tuple[int, int, int]) -> str:
    """A picture of one colour."""
    file = io.BytesIO()
    Image.new("RGB", size_px, ink).save(file, "PNG")
    return desk.session.studio.store.put_blob(file.getvalue(), f"p/{size_px[0]}.png")


@pytest.mark.parametrize("mode", ["wipe", "onion", "difference"])
def test_a_take_of_another_shape_keeps_it(mode: Mode, desk: Desk, qtbot: QtBot) -> None:
    """A square over a picture three times as wide: the square is in the middle, as high as the picture."""
    stage = StagePictures(desk.session)
    view = PictureView(desk, stage)
    qtbot.addWidget(view)
    view.resize(600, 300)
    wide, square = put(desk, (600, 200), GREY), put(desk, (200, 200), RED)
    view.show_two(wide, square, ("", ""), mode)
    view.set_share(0.0 if mode == "wipe" else 1.0)

    def both() -> bool:
        return all(desk.pictures.image(name, SHOWN_PX) is not None for name in (wide, square))

    qtbot.waitUntil(both)
    seen = red_columns(view)
    assert (min(seen), max(seen)) == (pytest.approx(200, abs=1), pytest.approx(399, abs=1))
    stage.close()


def red_columns(view: PictureView) -> list[int]:
    """Columns of the middle row that are not grey, right of the wipe's handle; the difference of red and grey
    has a cast of 10."""
    image = view.grab().toImage()
    inks = {x: QColor(image.pixel(x, 150)) for x in range(20, 600)}
    return [x for x, ink in inks.items() if abs(ink.red() - ink.green()) > 8]


def test_while_the_first_comes_the_second_has_its_own_shape(desk: Desk, qtbot: QtBot) -> None:
    stage = StagePictures(desk.session)
    view = PictureView(desk, stage)
    qtbot.addWidget(view)
    view.resize(600, 300)
    square = put(desk, (200, 200), RED)
    view.show_two("", square, ("Stage", "Take 1"), "onion")
    qtbot.waitUntil(lambda: desk.pictures.image(square, SHOWN_PX) is not None)
    assert view.picture_box().width() == view.picture_box().height() == 300
    stage.close()


def test_the_difference_waits_for_both_pictures_as_they_are_shown(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A thumbnail that stands in for a picture differs from it along every line."""
    stage = StagePictures(desk.session)
    view = PictureView(desk, stage)
    qtbot.addWidget(view)
    view.resize(600, 300)
    one, other = put(desk, (600, 300), GREY), put(desk, (300, 150), RED)
    qtbot.waitUntil(lambda: desk.pictures.image(one, SHOWN_PX) is not None)
    qtbot.waitUntil(lambda: desk.pictures.image(other, 64) is not None)
    said: list[str] = []
    say = view._say
    monkeypatch.setattr(
        view, "_say", lambda painter, box, words: (said.append(words), say(painter, box, words))
    )
    view.show_two(one, other, ("", ""), "difference")
    ink = QColor(view.grab().toImage().pixel(300, 150))
    assert (ink.name(), said) == (colour("void").name(), [""]), "nothing is shown of what is still coming"
    qtbot.waitUntil(lambda: desk.pictures.image(other, SHOWN_PX) is not None)
    ink = QColor(view.grab().toImage().pixel(300, 150))
    assert (ink.red(), ink.green(), ink.blue()) == (80, 90, 90)
    assert said == [""]
    view.show_two(one, one, ("", ""), "difference")
    view.grab()
    assert said == ["", "These two are the same picture."]
    stage.close()
