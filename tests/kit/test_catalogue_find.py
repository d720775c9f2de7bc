"""Searching the catalogue."""

from __future__ import annotations

import pytest

from previz.kit.catalogue import CATALOGUE, find


@pytest.mark.parametrize("key", CATALOGUE)
def test_a_piece_is_found_by_its_name_and_its_tags(key):
    piece = CATALOGUE[key]
    for query in (piece.name, piece.key, *piece.tags):
        assert piece in find(query), query


def test_the_name_comes_before_the_rest():
    assert find("car")[0].key == "car"
    assert find("lamp")[0].key == "lamp"


def test_all_words_must_fit_and_beginnings_are_enough():
    assert [piece.key for piece in find("street lam")] == ["street_lamp"]
    assert find("zebra") == ()


def test_nothing_asked_is_everything():
    assert len(find("  ")) == len(CATALOGUE)
