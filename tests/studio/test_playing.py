"""Boards in time: one after another, with the move of the camera over the picture."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from previz.scene import model
from previz.studio import Studio
from previz.studio.playing import WHOLE, reel
from previz.studio.shot_book import panels_at_keys
from tests.films import CLOSE, FULL


def test_panels_stand_one_after_another_and_a_push_in_goes_over_the_picture(small_film: Path) -> None:
    with Studio.open(small_film) as studio:
        beats = reel(studio.document, studio.listing.words())
    assert [(beat.shot.number, beat.start_s, beat.seconds) for beat in beats] == [
        ("1", 0.0, 3.0),
        ("1A", 3.0, 3.0),
        ("1B", 6.0, 3.0),
    ]
    assert (beats[0].start, beats[0].end) == (WHOLE, WHOLE)
    push = beats[1]
    assert push.box(push.start_s) == WHOLE
    x, _, w, h = push.box(push.end_s)
    assert 0 < x < x + w < 1
    assert w == pytest.approx(h, abs=0.01)
    assert 0.4 < w < 0.85
    assert push.box(4.5)[2] == pytest.approx((1 + w) / 2)


def test_the_end_panel_stands_still_and_what_is_omitted_is_left_out(small_film: Path) -> None:
    with Studio.open(small_film) as studio:
        panels_at_keys(studio.document, CLOSE)
        rows = [msgspec.structs.replace(row, status="omitted") if row.id == FULL else row
                for row in studio.listing.words()]  # fmt: skip
        beats = reel(studio.document, rows)
        assert [(beat.shot.id, beat.panel.index) for beat in beats[:2]] == [(CLOSE, 1), (CLOSE, 2)]
        assert beats[0].end != WHOLE
        assert beats[1].end == WHOLE
        assert studio.document.need(CLOSE, model.Shot).duration_s == beats[1].end_s
