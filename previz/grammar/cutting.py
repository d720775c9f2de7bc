"""Set-ups in an order that cuts: of all the orders in which a unit may shoot them, the one whose neighbours
break the fewest rules; what still breaks one goes."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations, islice, pairwise, permutations, product

Groups = Sequence[Sequence[int]]
Cut = tuple[int, int]
Faults = Callable[[int, int], int]
"""How many rules the cut from one set-up to the next breaks; the same cut is asked for again and again."""
_Chain = tuple[int, float, list[int]]
"""Set-ups that cut one after the other: how many, their worth together, who."""

MOST_ORDERS, MOST_IN_GROUP = 3000, 5


def order_that_cuts(
    groups: Groups, ranks: Sequence[int], faults: Faults, fixed: Sequence[int] = ()
) -> list[list[int]]:
    """The groups, and who is in them, in the order that breaks least; of equals the one that goes furthest
    from low to high ``ranks`` inside its groups, wide before close.

    The first set-up stays first, and the groups in ``fixed`` stay where they are.
    """
    best, least = [list(one) for one in groups], math.inf
    for tried in islice(_orders(groups, ranks, fixed), MOST_ORDERS):
        count = sum(faults(*cut) for cut in pairwise(n for group in tried for n in group))
        cost = count + 0.01 * sum(_turned_back(group, ranks) for group in tried)
        if cost < least:
            best, least = tried, cost
        if not cost:
            break
    return best


def _orders(groups: Groups, ranks: Sequence[int], fixed: Sequence[int]) -> Iterator[list[list[int]]]:
    free = [n for n in range(1, len(groups)) if n not in fixed]
    within = [
        sorted(_within(group, n == 0), key=lambda one: _turned_back(one, ranks))
        for n, group in enumerate(groups)
    ]
    for places in permutations(free):
        moved = list(range(len(groups)))
        for place, n in zip(free, places, strict=True):
            moved[place] = n
        for chosen in product(*(within[n] for n in moved)):
            yield [list(one) for one in chosen]


def _within(group: Sequence[int], first: bool) -> Iterator[tuple[int, ...]]:
    """The orders of a group; the first set-up of all stays there."""
    start, rest = (group[:1], group[1:]) if first else ((), group)
    if len(rest) > MOST_IN_GROUP:
        yield tuple(group)
        return
    for one in permutations(rest):
        yield (*start, *one)


def _turned_back(group: Sequence[int], ranks: Sequence[int]) -> int:
    """How often somebody of higher rank comes before one of lower."""
    return sum(ranks[a] > ranks[b] for a, b in combinations(group, 2))


def those_that_cut(
    order: Sequence[int], faults: Faults, worth: Callable[[int], float]
) -> tuple[list[int], dict[int, Cut]]:
    """``order`` without the fewest set-ups, of as few the least worthy, so that no cut breaks a rule; the
    first stays. And of each that goes the broken cut to or from its neighbour in what is kept.
    """
    nobody: _Chain = (0, 0.0, [])
    chains: dict[int, _Chain] = {}  # by their last
    for n in order:
        before = [chain for last, chain in chains.items() if not faults(last, n)]
        if before or not chains:
            count, value, who = max(before, key=_best, default=nobody)
            chains[n] = count + 1, value + worth(n), [*who, n]
    kept = max(chains.values(), key=_best, default=nobody)[2]
    return kept, {n: _broken(order, kept, n, faults) for n in order if n not in kept}


def _best(chain: _Chain) -> tuple[int, float]:
    return chain[:2]


def _broken(order: Sequence[int], kept: Sequence[int], gone: int, faults: Faults) -> Cut:
    """Between those that are kept there is no sound place for it, or one more would have been kept."""
    place = order.index(gone)
    before = max((n for n in kept if order.index(n) < place), key=order.index)
    after = min((n for n in kept if order.index(n) > place), key=order.index, default=None)
    return (before, gone) if after is None or faults(before, gone) else (gone, after)
