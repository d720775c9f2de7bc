"""What two sides have of one mark is never told in the same words."""

from __future__ import annotations

import msgspec
import pytest

from previz.scene.marks import Arrow, Box, Frames, Ink, LayerLook, Measure, Shape, Words
from previz.scene.model import FrameMark, MarkSheet
from previz.studio.mark_words import both_words

SQUARE = ((0.1, 0.1), (0.3, 0.1), (0.3, 0.2), (0.1, 0.2))
LARGER = ((0.0, 0.0), (0.5, 0.0), (0.5, 0.25), (0.0, 0.25))


def mark(shape: Shape) -> FrameMark:
    return FrameMark(id="m", take_id="t", order="a", shape=shape)


@pytest.mark.parametrize(
    ("shape", "told"),
    [
        (Ink(touches="10000 10000 900 0 50000 25000 900 0", pen="ink"),
         "stroke of the ink from 10 % across, 20 % down to 50 % across, 50 % down"),
        (Arrow(points=((0.1, 0.1), (0.4, 0.2)), means="camera", label="Push in"),
         "camera arrow “Push in” from 10 % across, 20 % down to 40 % across, 40 % down"),
        (Frames(start=LARGER, end=SQUARE), "frames from 25 % across, 25 % down to 20 % across, 30 % down"),
        (Words(at=(0.1, 0.2), text="Two\nlines"), "words “Two lines” at 10 % across, 40 % down"),
        (Box(corners=SQUARE, filled=True), "highlight from 10 % across, 20 % down to 30 % across, 40 % down"),
        (Measure(start=(0.0, 0.0), end=(0.5, 0.0), label="1.42 m"),
         "measure “1.42 m” from 0 % across, 0 % down to 50 % across, 0 % down"),
    ],
)  # fmt: skip
def test_a_mark_says_what_it_is_and_where(shape: Shape, told: str) -> None:
    assert both_words(mark(shape), None, 2.0) == (told, "removed")


def test_of_its_looks_only_what_differs_is_said() -> None:
    one = mark(Box(corners=SQUARE))
    here, there = both_words(one, msgspec.structs.replace(one, opacity=0.5, layer="notes"), 2.0)
    assert here.endswith("40 % down, 100 % opaque, on the layer drawing")
    assert there.endswith("40 % down, 50 % opaque, on the layer notes")


def test_two_that_read_alike_are_told_apart() -> None:
    one, bent = (f"10000 10000 900 0 30000 {y} 900 0 50000 25000 900 0" for y in (10000, 20000))
    here, there = both_words(mark(Ink(touches=one)), mark(Ink(touches=bent)), 2.0)
    assert there == f"{here}, drawn a little otherwise"


def test_layers_say_what_is_not_as_usual() -> None:
    looks = {"notes": LayerLook(opacity=0.4, locked=True), "arrows": LayerLook(visible=False)}
    sheet = MarkSheet(id="s", take_id="t", layers=looks)
    assert both_words(sheet, MarkSheet(id="s", take_id="t"), 2.0) == (
        "arrows hidden, notes 40 % and locked",
        "all layers shown",
    )
