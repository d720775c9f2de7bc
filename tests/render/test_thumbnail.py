"""Thumbnails: cut out, alike, made once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from previz.errors import BadProject, NotFound
from previz.render.capture import Capturer
from previz.render.thumbnail import Thumbnails, edition


@pytest.fixture(scope="module")
def capturer() -> Iterator[Capturer]:
    with Capturer() as made:
        yield made


def test_a_piece_stands_free_in_the_middle_with_its_shadow(capturer: Capturer) -> None:
    picture = Thumbnails(capturer).piece("armchair", size_px=(96, 96))
    assert picture.shape == (96, 96, 4)
    alpha = picture[..., 3]
    assert not alpha[:4].any(), "nothing is cut off above"
    assert alpha[48, 48] == 255
    solid = np.argwhere(alpha == 255)
    assert abs(solid.mean(axis=0) - 48).max() < 12
    shade = (alpha > 10) & (alpha < 200)
    assert shade.sum() > 100, "a shadow lies beside it"
    assert picture[shade][:, :3].mean() < 40


def test_colours_and_settings_show(capturer: Capturer) -> None:
    thumbnails = Thumbnails(capturer)
    plain = thumbnails.piece("mug", size_px=(64, 64))
    red = thumbnails.piece("mug", {}, {"body": (0.8, 0.1, 0.1)}, (64, 64))
    assert red[32, 32, 0] > 1.5 * red[32, 32, 1]
    assert ((plain[..., 3] == 255) == (red[..., 3] == 255)).all(), "the same outline"
    tall = thumbnails.piece("mug", {"height": 0.2}, size_px=(64, 64))
    assert (tall[..., 3] != plain[..., 3]).any()


def test_it_is_drawn_once(capturer: Capturer) -> None:
    thumbnails = Thumbnails(capturer)
    first = thumbnails.piece("stool", size_px=(48, 48))
    assert thumbnails.piece("stool", {"height": 0.46}, size_px=(48, 48)) is first, "a default is no change"
    assert thumbnails.drawn == 1
    with pytest.raises(ValueError, match="read-only"):
        first[0, 0, 0] = 1


def test_the_next_program_reads_it_from_the_folder(capturer: Capturer, tmp_path: Path) -> None:
    first = Thumbnails(capturer, tmp_path).piece("stool", size_px=(48, 48))
    (kept,) = tmp_path.rglob("*.png")
    assert kept.parent.name == edition()
    again = Thumbnails(capturer, tmp_path)
    np.testing.assert_array_equal(again.piece("stool", size_px=(48, 48)), first)
    assert again.drawn == 0


def test_a_damaged_picture_is_drawn_again(capturer: Capturer, tmp_path: Path) -> None:
    first = Thumbnails(capturer, tmp_path).piece("stool", size_px=(48, 48))
    (kept,) = tmp_path.rglob("*.png")
    kept.write_bytes(kept.read_bytes()[:40])
    again = Thumbnails(capturer, tmp_path)
    np.testing.assert_array_equal(again.piece("stool", size_px=(48, 48)), first)
    assert again.drawn == 1


def test_without_a_place_to_write_it_goes_on(capturer: Capturer, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    assert Thumbnails(capturer, blocked).piece("stool", size_px=(48, 48))[..., 3].any()


def test_wrong_wishes_are_told(capturer: Capturer) -> None:
    with pytest.raises(NotFound):
        Thumbnails(capturer).piece("sofa2")
    with pytest.raises(BadProject, match="stool: height must be"):
        Thumbnails(capturer).piece("stool", {"height": 99.0})
