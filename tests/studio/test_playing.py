"""Boards in time: one after another, with the move of the camera over the picture."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from previz.scene import model
from previz.scene.transform import look_at
from previz.studio import Studio
from previz.studio.playing import WHOLE, Beat, reel
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


def move_camera(studio: Studio, **changes: object) -> None:
    """The close-up ends its shot with another camera than it begins."""
    document = studio.document
    track = next(track for track in document.of(model.Track) if track.id == "c-close")
    first = msgspec.structs.replace(track.keys[0], time_s=0.0)
    last = msgspec.structs.replace(first, time_s=3.0, **changes)
    with document.edit("Move the camera") as edit:
        edit.update(track.id, keys=(first, last))


def drawn(studio: Studio) -> list[Beat]:
    """The beats of the close-up, both of whose panels have a picture."""
    panels_at_keys(studio.document, CLOSE)
    rows = [
        msgspec.structs.replace(
            row, panels=tuple(msgspec.structs.replace(panel, image="a picture") for panel in row.panels)
        )
        for row in studio.listing.words()
        if row.id == CLOSE
    ]
    return reel(studio.document, rows)


PLACE_M = (0.1, 1.55, 1.9)
"""Where the camera of the close-up stands at first; it looks at Ada, at x = 0."""


def test_a_pan_slides_from_the_first_picture_to_the_last(small_film: Path) -> None:
    with Studio.open(small_film) as studio:
        move_camera(studio, transform=look_at(PLACE_M, (0.4, 1.5, 0.0)))
        first, last = drawn(studio)
        assert first.after == last.panel
        x, y, w, h = first.box(first.end_s)
        assert x > 0.2
        assert y == pytest.approx(0.0, abs=0.1)
        assert w == h == pytest.approx(1.0, abs=0.1)
        assert (last.end, last.after) == (WHOLE, None)
        move_camera(studio, transform=look_at(PLACE_M, (0.4, 1.5, 5.0)))
        first, last = drawn(studio)
        assert (first.end, first.after) == (WHOLE, last.panel), "too far for a slide: faded"


def test_a_pull_out_ends_around_the_first_picture(small_film: Path) -> None:
    with Studio.open(small_film) as studio:
        back = look_at((0.2, 1.6, 3.8), (0.0, 1.5, 0.0))
        move_camera(studio, transform=back, focus_distance_m=3.8)
        first, last = drawn(studio)
        x, y, w, h = first.box(first.end_s)
        assert first.after == last.panel
        assert w == h > 1.4
        assert x + w / 2 == pytest.approx(0.5, abs=0.02)
        assert y + h / 2 == pytest.approx(0.5, abs=0.02)
        alone = reel(studio.document, [row for row in studio.listing.words() if row.id == CLOSE])[0]
        assert alone.after is None
        assert 1.0 < alone.box(alone.end_s)[2] <= 1.5, "without a picture of the end, only part of the way"
