"""Set-ups in an order that cuts: of all the orders in which a unit may shoot them, the one whose neighbours
break the fewest rules; what still breaks one goes."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations, islice, pairwise, permutations, product

Groups = Sequence[Sequence[int]]
Faults = Callable[[int, int], int]
"""How many rules the cut from one set-up to the next breaks."""

MOST_ORDERS, MOST_IN_GROUP = 3000, 5


def order_that_cuts(
    groups: Groups, ranks: Sequence[int], faults: Faults, fixed: Sequence[int] = ()
) -> list[list[int]]:
    """The groups, and who is in them, in the order that breaks least; of equals the one that goes furthest
    from low to high ``ranks`` inside its groups, wide before close.

    The first set-up stays first, and the groups in ``fixed`` stay where they are.
    """
    best, least = [list(one) for one in groups], math.inf
    known: dict[tuple[int, int], int] = {}
    for tried in islice(_orders(groups, ranks, fixed), MOST_ORDERS):
        count = 0
        for cut in pairwise(n for group in tried for n in group):
            count += known[cut] if cut in known else known.setdefault(cut, faults(*cut))
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


def those_that_cut(order: Sequence[int], faults: Faults, worth: Callable[[int], float]) -> list[int]:
    """``order`` without the fewest and least worthy set-ups until no cut breaks a rule; the first stays."""
    kept = list(order)
    while True:
        broken = [cut for cut in pairwise(kept) if faults(*cut)]
        if not broken:
            return kept
        suspects = {n for cut in broken for n in cut} - {kept[0]}

        def left(gone: int) -> tuple[int, float]:
            rest = [n for n in kept if n != gone]
            return sum(faults(*cut) for cut in pairwise(rest)), worth(gone)

        kept.remove(min(sorted(suspects), key=left))
