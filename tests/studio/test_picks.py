"""Picks between takes: off until asked, nothing under twenty, and then what they say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from PIL import Image

from previz.errors import BadProject, ExportError
from previz.scene import model
from previz.studio import Studio
from previz.studio.picks import FEATURES, LEAST, PickBook
from tests.films import FULL

PANEL = f"{FULL}-p"


@pytest.fixture
def studio(small_film: Path, tmp_path: Path) -> Iterator[Studio]:
    """The small film with takes from dark to light on one panel."""
    with Studio.open(small_film) as made:
        for shade in range(40, 240, 25):
            path = tmp_path / f"{shade}.png"
            Image.new("RGB", (48, 20), (shade, shade, shade)).save(path)
            made.exchange.add_picture(made.document.need(PANEL, model.Panel), path)
        yield made


def takes(studio: Studio) -> list[model.Take]:
    return studio.document.children(PANEL, model.Take)


def test_nothing_is_kept_until_somebody_turns_it_on(studio: Studio) -> None:
    book = PickBook(studio.document, studio.store)
    first, second, *_ = takes(studio)
    assert not book.on
    with pytest.raises(BadProject, match="keeps no picks"):
        book.pick(first, second, "Ada")
    book.turn(True)
    with pytest.raises(BadProject, match="two takes"):
        book.pick(first, first, "Ada")
    with pytest.raises(BadProject, match="needs a name"):
        book.pick(first, second, " ")
    pick = book.pick(first, second, "Ada")
    assert (pick.better, pick.worse, pick.who) == (first.id, second.id, "Ada")
    assert studio.verify() == []


def test_picks_are_forgotten_in_one_step(studio: Studio) -> None:
    book, (first, second, *_) = PickBook(studio.document, studio.store), takes(studio)
    assert book.forget() == 0
    book.turn(True)
    for _ in range(2):
        book.pick(first, second, "Ada")
    assert book.forget() == 2
    assert book.picks() == []
    assert book.on, "that is another question"
    studio.document.undo()
    assert len(book.picks()) == 2


def test_under_twenty_picks_nothing_is_ordered_then_the_lighter_comes_first(studio: Studio) -> None:
    book, found = PickBook(studio.document, studio.store), takes(studio)
    book.turn(True)
    pairs = [(b, a) for b in range(len(found)) for a in range(b)]
    for better, worse in pairs[: LEAST - 1]:
        book.pick(found[better], found[worse], "Ada")
    assert book.ordered(found) == found
    assert (
        book.learnt().line() == f"{LEAST - 1} of {LEAST} picks: candidates stay in the order of their seeds."
    )
    for better, worse in pairs[LEAST - 1 :]:
        book.pick(found[better], found[worse], "Ada")
    learnt = book.learnt()
    assert learnt.count == len(pairs)
    assert learnt.weights[FEATURES.index("lightness")] > 0
    assert "more lightness" in learnt.line()
    assert book.ordered(found) == list(reversed(found))
    assert book.ranked(found)[1] == learnt
    assert all(weight == 0 for weight, name in zip(learnt.weights, FEATURES, strict=True) if "style" in name)


def test_a_film_that_keeps_no_picks_any_more_orders_nothing(studio: Studio) -> None:
    book, found = PickBook(studio.document, studio.store), takes(studio)
    book.turn(True)
    for better in range(len(found)):
        for worse in range(better):
            book.pick(found[better], found[worse], "Ada")
    assert book.ordered(found) != found
    assert book.told().startswith("Picks are kept. Ordered by 28 picks")
    book.turn(False)
    assert book.ranked(found) == (found, None)
    assert book.told() == "No picks are kept; the 28 from before order nothing."
    book.forget()
    assert book.told() == "No picks are kept."


def judge(studio: Studio, take: model.Take, state: Literal["review", "approved", "changes"]) -> None:
    with studio.document.edit("Select") as edit:
        edit.update(PANEL, selected_take_id=take.id)
    studio.reviewing.judge(studio.document.need(PANEL, model.Panel), state, "Ada", "Light: So.")


def test_what_is_approved_counts_as_picked_over_what_was_sent_back(studio: Studio) -> None:
    book, found = PickBook(studio.document, studio.store), takes(studio)
    book.turn(True)
    for dark in found[:5]:
        judge(studio, dark, "changes")
    judge(studio, found[5], "review")
    for light in found[6:]:
        judge(studio, light, "approved")
    assert set(book.decided()) == {(light.id, dark.id) for light in found[6:] for dark in found[:5]}
    assert book.learnt().so_far() == "10 of 20 picks (10 from verdicts)"
    book.pick(found[6], found[0], "Ada")
    assert book.learnt().so_far() == "10 of 20 picks (9 from verdicts)", "the same, said twice"
    for _ in range(LEAST - 10):
        book.pick(found[5], found[0], "Ada")
    assert book.learnt().line().startswith("Ordered by 20 picks (9 from verdicts): more lightness")
    assert book.ordered(found) == list(reversed(found))
    judge(studio, found[4], "approved")
    assert (found[6].id, found[4].id) not in book.decided(), "the newest verdict counts"


def test_picks_and_verdicts_go_out_as_lines(studio: Studio, tmp_path: Path) -> None:
    book, found = PickBook(studio.document, studio.store), takes(studio)
    with pytest.raises(ExportError, match="Nobody"):
        book.export(tmp_path / "none.jsonl")
    book.turn(True)
    book.pick(found[1], found[0], "Ada")
    with studio.document.edit("Select") as edit:
        edit.update(PANEL, selected_take_id=found[1].id)
    studio.reviewing.judge(studio.document.need(PANEL, model.Panel), "approved", "Ada")
    path = tmp_path / "picks.jsonl"
    assert book.export(path) == 2
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [(line["kind"], line["who"]) for line in lines] == [("pick", "Ada"), ("verdict", "Ada")]
    assert lines[0]["better"] == found[1].id
