"""The caret of the script: every key goes where a writer expects, and stays on the pages."""

from __future__ import annotations

import pytest

from previz.scene.words import Passage
from previz.script.pages import LINES, paginate
from previz.ui.rooms.script_caret import Caret, Spot, Step

PASSAGES = [
    Passage(id="a", order="a", scene_id="s", script_id="x", type="action", text="Ada waits."),
    Passage(
        id="b",
        order="b",
        scene_id="s",
        script_id="x",
        type="speech",
        cue="ADA",
        text="No. Not " + "again " * 9 + "now.",
    ),
]


@pytest.fixture(scope="module")
def caret() -> Caret:
    pages = paginate(PASSAGES, LINES["a4"], {"s": "1"})
    return Caret(pages, PASSAGES, {one.id: place for place, one in enumerate(PASSAGES)})


@pytest.mark.parametrize(
    ("start", "step", "end"),
    [
        (None, "down", (0, 0)),
        ((0, 0), "left", (0, 0)),
        ((0, 3), "right", (0, 4)),
        ((0, 10), "right", (1, 0)),
        ((1, 0), "left", (0, 10)),
        ((0, 4), "word left", (0, 0)),
        ((0, 0), "word right", (0, 3)),
        ((0, 10), "word right", (1, 0)),
        ((1, 0), "word left", (0, 10)),
        ((0, 4), "home", (0, 0)),
        ((0, 4), "end", (0, 10)),
        ((0, 10), "page down", (1, 66)),
        ((1, 60), "page up", (0, 0)),
    ],
)
def test_a_key_goes_there(caret: Caret, start: Spot | None, step: Step, end: Spot) -> None:
    assert caret.go(start, step) == end


def test_up_and_down_keep_their_place_on_the_paper(caret: Caret) -> None:
    speech = caret.lines[1][2]
    below = caret.go((1, speech.start + 5), "down")
    assert below is not None
    assert below[1] == caret.lines[2][2].start + 5
    assert caret.go(below, "up") == (1, speech.start + 5)


def test_without_words_it_is_nowhere() -> None:
    assert Caret((), (), {}).go(None, "down") is None
