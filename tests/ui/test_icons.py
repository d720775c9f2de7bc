"""Icons wherever Qt asks for them: also at no size."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QImage, QPainter
from PySide6.QtWidgets import QApplication

from previz.ui.icons import draw_icon, icon


@pytest.mark.parametrize("size", [(0, 0), (16, 0), (0, 16), (-1, -1)])
def test_an_icon_at_no_size_is_no_picture(qapp: QApplication, size: tuple[int, int]) -> None:
    """It ended the process: a painter has nothing to paint on."""
    for mode in (QIcon.Mode.Normal, QIcon.Mode.Disabled):
        assert icon("cube").pixmap(QSize(*size), mode).isNull()
    assert icon("cube").pixmap(QSize(16, 16)).size() == QSize(16, 16)


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_an_icon_on_a_button_has_the_pixels_of_the_screen(qapp: QApplication, scale: float) -> None:
    """At 150 % and 200 % every icon on a button was the small picture, enlarged."""
    side = round(16 * scale)
    made = icon("play").pixmap(QSize(16, 16), scale)
    assert made.size() == QSize(side, side)
    assert made.devicePixelRatio() == scale
    drawn, painted = made.toImage(), QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    painted.fill(Qt.GlobalColor.transparent)
    painted.setDevicePixelRatio(scale)
    painter = QPainter(painted)
    draw_icon(painter, "play", QRectF(0, 0, 16, 16))
    painter.end()
    for x in range(side):
        assert [drawn.pixel(x, y) for y in range(side)] == [painted.pixel(x, y) for y in range(side)]
