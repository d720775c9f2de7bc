"""A card of Frame it: what it says fits and is whole where it can be."""

from __future__ import annotations

from PySide6.QtGui import QFontMetrics
from pytestqt.qtbot import QtBot

from previz.scene.model import CameraKey, Framing
from previz.studio.framer import Framed
from previz.ui.frame_card import FrameCard, wrapped
from previz.ui.theme import font


def test_a_reason_is_cut_with_an_ellipsis_and_whole_in_the_tooltip(qtbot: QtBot) -> None:
    reason = "A bookcase stands before the lens and fills 41% of the frame; move it or choose another side."
    metrics = QFontMetrics(font(10))
    lines = wrapped(reason, metrics, 120, 2)
    assert len(lines) == 2
    assert all(metrics.horizontalAdvance(line) <= 120 for line in lines)
    assert lines[-1].endswith("…")
    assert " ".join(wrapped(reason, metrics, 120, 20)) == reason
    card = FrameCard("MS", "MS")
    qtbot.addWidget(card)
    card.show_framed(Framed(Framing(), None, reason=reason), None)
    assert card.toolTip() == reason
    assert not card.possible


def test_a_card_with_a_frame_offers_both_ways(qtbot: QtBot) -> None:
    card = FrameCard("MS", "MS")
    qtbot.addWidget(card)
    card.show_framed(Framed(Framing(), CameraKey(), name="MS OTS-L low"), None)
    assert card.toolTip().startswith("MS OTS-L low")
    assert "Shift+Click" in card.toolTip()
    card.resize(130, 100)
    assert not card.grab().isNull()
