"""The order in which set-ups break the fewest rules, and what goes when none is whole."""

from __future__ import annotations

from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

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
    assert those_that_cut([], broken(), worth.__getitem__) == ([], {})
    assert those_that_cut([0, 1, 2, 3], broken(), worth.__getitem__) == ([0, 1, 2, 3], {})
    assert those_that_cut([0, 1, 2, 3], broken((1, 2)), worth.__getitem__) == ([0, 2, 3], {1: (1, 2)})
    apart = broken((1, 2), (2, 3))
    assert those_that_cut([0, 1, 2, 3], apart, worth.__getitem__) == ([0, 1, 3], {2: (1, 2)})
    assert those_that_cut([0, 1], broken((0, 1)), worth.__getitem__) == ([0], {1: (0, 1)})


@given(st.data())
def test_no_larger_or_worthier_choice_would_cut_and_each_that_goes_has_its_broken_cut(
    data: st.DataObject,
) -> None:
    order = data.draw(st.permutations(range(data.draw(st.integers(1, 6)))))
    bad = data.draw(st.sets(st.sampled_from([*combinations(order, 2), (9, 9)])))
    worth = data.draw(st.lists(st.integers(1, 5), min_size=6, max_size=6))
    kept, gone = those_that_cut(order, broken(*bad), worth.__getitem__)
    sound = [
        [order[0], *rest]
        for count in range(len(order))
        for rest in combinations(order[1:], count)
        if not bad & set(pairwise([order[0], *rest]))
    ]
    best = max((len(one), sum(worth[n] for n in one)) for one in sound)
    assert kept in sound
    assert (len(kept), sum(worth[n] for n in kept)) == best
    assert set(gone) == set(order) - set(kept)
    for n, cut in gone.items():
        assert cut in bad
        assert cut in pairwise(one for one in order if one in kept or one == n)
