"""A card of Frame it: what it says fits and is whole where it can be."""

from __future__ import annotations

from PySide6.QtGui import QFontMetrics, QImage
from pytestqt.qtbot import QtBot

from previz.scene.model import CameraKey, Framing
from previz.studio.framer import Framed
from previz.ui import tokens
from previz.ui.frame_card import EDGE_PX, FURTHER, OTHERWISE_PX, WORDS_PX, FrameCard, wrapped
from previz.ui.theme import font

REASON = "A bookcase stands before the lens and fills 41% of the frame; move it or choose another side. " * 2


def test_a_line_of_words_ends_with_an_ellipsis_where_there_is_no_more_room() -> None:
    metrics = QFontMetrics(font(10))
    lines = wrapped(REASON, metrics, 120, 2)
    assert len(lines) == 2
    assert all(metrics.horizontalAdvance(line) <= 120 for line in lines)
    assert lines[-1].endswith("…")
    assert " ".join(wrapped(REASON, metrics, 120, 40)) == REASON.strip()


def test_a_reason_is_shown_with_all_its_words(qtbot: QtBot) -> None:
    card = FrameCard("MS", "MS")
    qtbot.addWidget(card)
    card.resize(130, 100)
    card.show_framed(Framed(Framing(), None, reason=REASON), None)
    assert card.toolTip() == REASON
    assert not card.possible
    metrics = QFontMetrics(font(tokens.TEXT_MICRO))
    needed = len(wrapped(REASON, metrics, 106, 40)) * metrics.lineSpacing()
    assert card.height() > needed + WORDS_PX
    tall = card.height()
    card.show_framed(Framed(Framing(), CameraKey(), name="MS"), None)
    assert card.height() < tall


def test_a_picture_stays_faint_until_the_next_comes(qtbot: QtBot) -> None:
    card = FrameCard("MS", "MS")
    qtbot.addWidget(card)
    picture = QImage(176, 99, QImage.Format.Format_RGB888)
    picture.fill(0xFFFFFF)

    def light() -> int:
        return card.grab().toImage().pixelColor(card.width() // 2, EDGE_PX + 40).lightness()

    card.show_framed(Framed(Framing(), CameraKey(), name="MS"), picture)
    shown = light()
    card.wait(16 / 9)
    assert not card.possible
    waiting = light()
    card.clear(16 / 9)
    assert shown > waiting > light()


def test_a_card_with_a_frame_offers_both_ways(qtbot: QtBot) -> None:
    card = FrameCard("MS", "MS")
    qtbot.addWidget(card)
    card.show_framed(Framed(Framing(), CameraKey(), name="MS OTS-L low"), None)
    assert card.toolTip().startswith("MS OTS-L low")
    assert "Shift+Click" in card.toolTip()
    card.resize(130, 100)
    assert not card.grab().isNull()


def test_what_is_other_than_asked_has_a_line_of_its_own(qtbot: QtBot) -> None:
    card = FrameCard("MCS", "MCS")
    qtbot.addWidget(card)
    card.resize(130, 100)
    card.show_framed(Framed(Framing(), CameraKey(), name="MCS OTS-L"), None)
    low = card.height()
    card.show_framed(Framed(Framing(), CameraKey(), name="MCS OTS-L", otherwise="B1 flown"), None)
    assert card.height() == low + OTHERWISE_PX
    assert card.toolTip().startswith("MCS OTS-L · B1 flown")


def test_a_reason_is_not_told_while_it_is_looked_further(qtbot: QtBot) -> None:
    card = FrameCard("MS", "MS")
    qtbot.addWidget(card)
    refused = Framed(Framing(), None, reason=REASON)
    card.show_framed(refused, None, further=True)
    assert card.toolTip() == FURTHER
    assert REASON not in card.accessibleName()
    card.show_framed(refused, None)
    assert card.toolTip() == REASON
