from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from previz.errors import GenerationError
from previz.gen.request import Capabilities, FrameRequest, Marks, check, check_capable, unused_controls
from previz.gen.sketch import STYLES, SketchGenerator
from previz.gen.sketch.layers import flatten
from previz.gen.sketch.redraw import redraw

from .stage import Stage
from .test_sketch import SIZE, request, run

BLOB = "ab" * 32


def marks() -> NDArray[np.uint8]:
    """A red bar over the sky and a soft one over the body of the person."""
    pixels = np.zeros((SIZE[1], SIZE[0], 4), np.uint8)
    pixels[8:14, 40:200] = (200, 20, 20, 255)
    pixels[120:126, 230:330] = (200, 20, 20, 120)
    return pixels


class Over(Stage):
    """The stage with an artist's marks among its guides."""

    def __init__(self, pixels: NDArray[np.uint8] | None = None, **about: Any) -> None:
        super().__init__(SIZE, **about)
        self.pixels = marks() if pixels is None else pixels

    def guides(self) -> dict[str, Any]:
        return super().guides() | {"marks": self.pixels}


def asked(style: str = "pencil", medium: bool = True) -> FrameRequest:
    return request(style, marks=Marks(blob=BLOB, medium=medium))


@pytest.mark.parametrize("style", STYLES)
def test_marks_are_drawn_in_the_ink_of_the_style(style: str) -> None:
    without, with_ = run(request(style), Stage(SIZE)).astype(int), run(asked(style), Over()).astype(int)
    changed = np.abs(with_ - without).max(axis=2) > 12
    assert changed[8:14, 40:200].mean() > 0.9
    assert not changed[marks()[..., 3] == 0].any()
    red, _, blue = with_[9:13, 60:180].reshape(-1, 3).mean(axis=0)
    assert abs(red - blue) < 25, "drawn in the style's medium, not in the artist's red"


def test_marks_as_they_are_keep_their_colour() -> None:
    picture = run(asked("pencil", medium=False), Over())
    assert (picture[9:13, 60:180] == (200, 20, 20)).all()


def test_a_scan_on_white_paper_is_read_by_its_darkness() -> None:
    scan = np.full((SIZE[1], SIZE[0], 4), 255, np.uint8)
    scan[8:14, 40:200, :3] = 0
    without, with_ = run(request("ink"), Stage(SIZE)).astype(int), run(asked("ink"), Over(scan)).astype(int)
    changed = np.abs(with_ - without).max(axis=2) > 12
    assert changed[8:14, 40:200].all()
    assert not changed[20:].any()


def test_on_solid_black_marks_are_left_white() -> None:
    night = {"night": True, "lamp": (0.2, 1.0, -2.6)}
    about = request("ink", night=True, marks=Marks(blob=BLOB))
    pixels = np.zeros((SIZE[1], SIZE[0], 4), np.uint8)
    pixels[60:66, 10:90, 3] = 255
    before, after = run(about, Over(pixels * 0, **night)), run(about, Over(pixels, **night))
    black = (before[60:66, 10:90].max(axis=2) < 60).mean()
    assert black > 0.8, "the corner of this night is black"
    assert (after[60:66, 10:90].max(axis=2) > 180).mean() > 0.8 * black


def test_marks_are_a_layer_of_their_own() -> None:
    made = redraw(asked(), Over().guides(), use_gl=False)
    assert made.layers[-1].name == "marks"
    alpha = made.layers[-1].pixels[..., 3]
    assert alpha[9:13, 60:180].mean() > 150
    assert not alpha[marks()[..., 3] == 0].any()
    assert np.abs(flatten(made.layers).astype(int) - made.frame).max() <= 2
    assert (made.frame == run(asked(), Over())).all()


def test_the_marks_are_in_the_hash_of_the_request_and_nothing_is_without_them() -> None:
    plain = request()
    assert b"marks" not in plain.to_json()
    hashes = {plain.hash(), *(request(marks=Marks(blob=BLOB, medium=m)).hash() for m in (True, False))}
    assert len(hashes) == 3


def test_what_cannot_be_is_said_in_one_line() -> None:
    with pytest.raises(GenerationError, match="480 × 200 px with transparency"):
        run(asked(), Over(np.zeros((20, 20, 4), np.uint8)))
    with pytest.raises(GenerationError, match="480 × 200 px with transparency"):
        run(asked(), Over(np.zeros((SIZE[1], SIZE[0], 4), np.float32)))  # type: ignore[arg-type]
    with pytest.raises(GenerationError, match="not among the guides"):
        check(asked())


def test_the_capability_table_says_who_draws_marks() -> None:
    guides = dict.fromkeys((*SketchGenerator.capabilities.needs, "marks"), BLOB)
    over = request(guides=guides, marks=Marks(blob=BLOB))
    check(over)
    check_capable(over, SketchGenerator.capabilities)
    assert unused_controls(over, SketchGenerator.capabilities) == ()
    assert "artist's marks" in unused_controls(over, Capabilities(needs=SketchGenerator.capabilities.needs))
