"""The screen of the boards in time: the picture of the end beside that of the start."""

from __future__ import annotations

import io

from PIL import Image
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from previz.export.rows import PanelRow, ShotRow
from previz.studio.playing import WHOLE, Beat
from previz.ui.boards.play import Screen
from previz.ui.desk import Desk

BLUE, RED = (30, 30, 200), (200, 30, 30)


def put(desk: Desk, name: str, ink: tuple[int, int, int]) -> PanelRow:
    file = io.BytesIO()
    Image.new("RGB", (200, 100), ink).save(file, "PNG")
    return PanelRow(id=name, image=desk.session.studio.store.put_blob(file.getvalue(), f"p/{name}.png"))


def test_a_pull_out_shows_the_end_in_full_around_the_start(desk: Desk, qtbot: QtBot) -> None:
    start, end = put(desk, "a", BLUE), put(desk, "b", RED)
    beat = Beat(
        ShotRow(id="s", number="1", scene_id="x", scene_number="1"),
        start,
        0.0,
        2.0,
        WHOLE,
        (-0.5, -0.5, 2.0, 2.0),
        end,
    )
    screen = Screen(desk)
    qtbot.addWidget(screen)
    screen.resize(400, 200)

    def seen(time_s: float) -> list[str]:
        """The colours at the edge, and in the middle."""
        screen.show_moment(beat, time_s)
        image = screen.grab().toImage()
        inks = [QColor(image.pixel(x, 100)) for x in (4, 200)]
        return ["red" if i.red() > 180 else "blue" if i.blue() > 180 else "both" for i in inks]

    qtbot.waitUntil(lambda: seen(2.0) == ["red", "red"])
    assert seen(0.0) == ["blue", "blue"]
    assert seen(1.0) == ["red", "both"]
