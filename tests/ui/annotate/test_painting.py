"""Words and numbers over a picture that is seen in a mirror are read all the same, where they stand."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QImage, QPainter, QTransform
from PySide6.QtWidgets import QApplication

from previz.export.mark_paint import paint_of, pin_middle, pin_paint
from previz.export.paint import Paint, width_of
from previz.scene.marks import Words
from previz.scene.model import FrameMark
from previz.ui.annotate.painting import Painted

WIDE, TALL = 600, 300
SIZE = 0.05


def words(text: str, middle: tuple[float, float], turn_deg: float) -> list[Paint]:
    """A line of words about its middle."""
    half, angle_rad = width_of(text, SIZE) / 2, np.radians(turn_deg)
    at = (middle[0] - half * np.cos(angle_rad), middle[1] - half * np.sin(angle_rad))
    shape = Words(at=at, text=text, turn_deg=turn_deg)
    return paint_of(FrameMark(id="m", take_id="t", order="a", shape=shape, size=SIZE))


def painted(paint: list[Paint], mirrored: bool) -> np.ndarray:
    image = QImage(WIDE, TALL, QImage.Format.Format_Grayscale8)
    image.fill(128)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    transform = QTransform().translate(WIDE if mirrored else 0, 0)
    painter.setTransform(transform.scale(-WIDE if mirrored else WIDE, WIDE))
    Painted(paint).draw(painter)
    painter.end()
    return np.asarray(image.constBits()).reshape(TALL, image.bytesPerLine())[:, :WIDE].astype(float)


@pytest.mark.parametrize("text", ["First, Paris", "Zoë 42", "שלום עולם"])
def test_words_are_read_in_the_mirror_at_the_same_place(qapp: QApplication, text: str) -> None:
    seen = painted(words(text, (0.4, 0.2), 20), mirrored=True)
    straight = painted(words(text, (0.6, 0.2), -20), mirrored=False)
    assert np.abs(straight - 128).mean() > 1, "there is something to see"
    assert np.abs(seen - straight).mean() < 0.2


def test_a_pin_lies_mirrored_and_its_number_does_not(qapp: QApplication) -> None:
    seen = painted(pin_paint((0.398, 0.3), 27, "#FFFFFF", 0.08), mirrored=True)
    straight = painted(pin_paint((0.398, 0.3), 27, "#FFFFFF", 0.08), mirrored=False)
    x, y = (round(WIDE * share) for share in pin_middle((0.398, 0.3), 0.08))
    half = 28  # within the disc
    number = straight[y - half : y + half, x - half : x + half]
    there = seen[y - half : y + half, WIDE - x - half : WIDE - x + half]
    assert np.abs(there - number).mean() < 1
    assert np.abs(there - number[:, ::-1]).mean() > 5, "a 27 is no 72 in a mirror"
