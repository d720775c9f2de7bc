"""The order in which set-ups break the fewest rules, and what goes when none is whole."""

from __future__ import annotations

from itertools import pairwise

from previz.grammar.cutting import order_that_cuts, those_that_cut


def broken(*cuts: tuple[int, int]):  # type: ignore[no-untyped-def]
    return lambda out, into: int((out, into) in cuts)


def test_an_order_that_cuts_is_left_as_it_is() -> None:
    groups = [[0, 1], [2, 3]]
    assert order_that_cuts(groups, [0, 1, 2, 3], broken()) == groups


def test_the_room_is_turned_round_in_another_order_before_wide_comes_after_close() -> None:
    groups, ranks = [[0, 1], [2, 3], [4, 5]], [0, 1, 2, 3, 2, 3]
    assert order_that_cuts(groups, ranks, broken((1, 2))) == [[0, 1], [4, 5], [2, 3]]
    assert order_that_cuts(groups, ranks, broken((1, 2), (1, 4))) == [[0, 1], [3, 2], [4, 5]]


def test_the_first_and_the_inserts_stay() -> None:
    groups, ranks = [[0, 1, 2], [3], [4]], [0, 2, 2, 3, 4]
    found = order_that_cuts(groups, ranks, broken((0, 1)), fixed=[2])
    assert found[0][0] == 0
    assert found[-1] == [4]
    cuts = list(pairwise(n for group in found for n in group))
    assert (0, 1) not in cuts


def test_what_spoils_the_cuts_goes_and_the_worthier_stays() -> None:
    worth = {0: 9.0, 1: 1.0, 2: 4.0, 3: 3.0}
    assert those_that_cut([0, 1, 2, 3], broken(), worth.__getitem__) == [0, 1, 2, 3]
    assert those_that_cut([0, 1, 2, 3], broken((1, 2)), worth.__getitem__) == [0, 2, 3]
    assert those_that_cut([0, 1, 2, 3], broken((1, 2), (2, 3)), worth.__getitem__) == [0, 1, 3]
    assert those_that_cut([0, 1], broken((0, 1)), worth.__getitem__) == [0]
