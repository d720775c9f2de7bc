"""Shots keep their words through drafts, and take nobody else's."""

from __future__ import annotations

import pytest

from previz.scene import model
from previz.scene.document import Document
from previz.scene.ids import counted_ids
from previz.script import covering
from tests.films import CLOSE, FULL, put_small_film
from tests.studio.test_screenplay import SCRIPT, bring


@pytest.fixture
def film() -> Document:
    document = Document(ids=counted_ids())
    put_small_film(document)
    return document


def test_words_that_come_back_are_those_of_their_shots_again(film: Document) -> None:
    bring(film, SCRIPT)
    before = film.need(FULL, model.Shot)
    assert before.covers
    bring(film, "EXT. STREET - NIGHT #7#\n\nNobody.\n")
    assert covering.changed_words(film, film.need(FULL, model.Shot))
    made = bring(film, SCRIPT)
    after = film.need(FULL, model.Shot)
    assert made.stale == ()
    assert [(one.start, one.end, one.was) for one in after.covers] == [
        (one.start, one.end, one.was) for one in before.covers
    ]
    assert not film.need("s1", model.Scene).omitted


def test_a_paragraph_that_was_joined_to_another_is_still_covered(film: Document) -> None:
    bring(film, SCRIPT)
    window = covering.passages_of(film)[1]
    with film.edit("Tie") as edit:
        edit.update(CLOSE, covers=(covering.cover(window),))
    long = "It is late, and nobody has slept since the letter came in by the wrong door. " * 4
    made = bring(film, SCRIPT.replace(window.text, f"{long}{window.text}"))
    assert made.stale == ()
    (tied,) = film.need(CLOSE, model.Shot).covers
    assert tied.start == len(long)
    assert covering.passages_of(film)[1].text[tied.start : tied.end] == window.text


TALK = """INT. ROOM - DAY

Ada and Ben.

ADA
I never said that.

He sits down.

BEN
Nobody asked, it was late, and you were not even there.
"""


@pytest.mark.parametrize(
    ("cut", "elsewhere"),
    [
        ("He sits down.", ("not even there.", "not even there. He sits down.")),
        ("ADA\nI never said that.", ("not even there.", "not even there. I never said that.")),
        ("Ada and Ben.", ("He sits down.", "He sits with MacAda and Ben.")),
    ],
    ids=["what happens is nobody's line", "not another's line", "not within a word"],
)
def test_words_that_are_cut_are_not_taken_from_elsewhere(
    film: Document, cut: str, elsewhere: tuple[str, str]
) -> None:
    bring(film, TALK)
    words = cut.splitlines()[-1]
    passage = next(one for one in covering.passages_of(film) if one.text == words)
    with film.edit("Tie") as edit:
        edit.update(CLOSE, covers=(covering.cover(passage, 0, len(words)),))
    made = bring(film, TALK.replace(cut, "").replace(*elsewhere))
    assert CLOSE in made.stale
    assert film.need(CLOSE, model.Shot).covers[0].passage_id == passage.id
