"""Reasons in the ledger's text, and back."""

from __future__ import annotations

import pytest

from previz.review.pushback import REASONS, read, written


def test_reasons_stand_before_the_words_in_the_order_of_the_list() -> None:
    why = written(["expression", "eyeline"], " Angrier: look at it. ")
    assert why == "Eyeline, Expression: Angrier: look at it."
    reasons, words = read(why)
    assert [reason.key for reason in reasons] == ["eyeline", "expression"]
    assert words == "Angrier: look at it."


@pytest.mark.parametrize("why", ["", "Lens too long: 50.", "Light and shade", "No: not like this."])
def test_words_alone_are_words_alone(why: str) -> None:
    assert read(why) == ((), why)


def test_every_reason_alone_comes_back() -> None:
    for reason in REASONS:
        assert read(written([reason.key])) == ((reason,), "")
    with pytest.raises(ValueError, match="no such reason"):
        written(["taste"])
