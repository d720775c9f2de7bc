"""Captured pictures until the next one comes: where they lie, and that they hide nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage

from previz.ui.viewport.image_canvas import ImageCanvas
from tests.ui.viewport.conftest import Hand


def columns(picture: QImage) -> tuple[int, int]:
    """First and last column that shows anything but the void."""
    grey = picture.convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(grey.constBits(), np.uint8).reshape(grey.height(), grey.bytesPerLine())
    lit = np.flatnonzero((rows[:, : grey.width()] > 40).any(axis=0))
    return int(lit[0]), int(lit[-1])


def test_a_picture_lies_under_its_frame_until_the_next_one_comes(open_view: Callable[..., Hand]) -> None:
    """A split asked for on a slow machine: the lens picture is in its half at once."""
    hand = open_view(images=True)
    canvas = hand.view._canvas
    assert isinstance(canvas, ImageCanvas)
    pane = canvas._shots["lens"].pane
    first, last = columns(canvas.picture())
    assert last - first > pane.rect.width() * 0.8
    half = QRect(pane.rect.x(), pane.rect.y(), pane.rect.width() // 2, pane.rect.height() // 2)
    canvas.show_panes({"lens": replace(pane, rect=half)})
    first, last = columns(canvas.picture())
    assert half.left() - 1 <= first
    assert last <= half.right() + 1
    assert last - first > half.width() * 0.8


def test_another_view_leaves_the_last_picture_until_its_own_comes(open_view: Callable[..., Hand]) -> None:
    hand = open_view(images=True)
    canvas = hand.view._canvas
    assert isinstance(canvas, ImageCanvas)
    pane, before = canvas._shots["lens"].pane, columns(canvas.picture())
    canvas.show_panes({"free": pane})
    assert columns(canvas.picture()) == before
