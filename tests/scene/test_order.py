"""Keys sort, there is always room for one more, and they stay short."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from previz.scene import order
from previz.scene.order import rearranged

keys = st.from_regex(r"[0-9a-z]{0,6}[1-9a-z]", fullmatch=True)


@given(st.lists(keys, min_size=2, max_size=2, unique=True))
def test_between_two_keys_there_is_a_third(pair: list[str]) -> None:
    low, high = sorted(pair)
    middle = order.between(low, high)
    assert low < middle < high
    assert order.is_key(middle)


@given(keys)
def test_there_is_a_key_before_and_after_any(key: str) -> None:
    earlier, later = order.between(None, key), order.between(key, None)
    assert earlier < key < later
    assert order.is_key(earlier)
    assert order.is_key(later)


@given(st.integers(0, 200), st.one_of(st.none(), keys), st.one_of(st.none(), keys))
def test_spread_ascends_between_its_ends(count: int, before: str | None, after: str | None) -> None:
    if before is not None and after is not None and before >= after:
        return
    found = order.spread(count, before, after)
    ends = ([before] if before else []) + found + ([after] if after else [])
    assert len(found) == count
    assert ends == sorted(set(ends))
    assert all(order.is_key(key) for key in found)


def test_keys_stay_short_at_both_ends() -> None:
    appended = order.spread(20_000)
    assert max(map(len, appended)) <= 8
    key: str | None = None
    for _ in range(20_000):
        key = order.between(None, key)
    assert len(key or "") <= 8


def test_the_same_gap_again_and_again_grows_slowly() -> None:
    low, high = "a", "b"
    for _ in range(500):
        high = order.between(low, high)
    assert low < high
    assert len(high) < 130


@pytest.mark.parametrize(("before", "after"), [("b", "a"), ("a", "a"), ("a0", None), (None, "A"), ("", "b")])
def test_what_is_no_key_or_out_of_order_is_refused(before: str | None, after: str | None) -> None:
    with pytest.raises(ValueError, match="order key"):
        order.between(before, after)


def test_the_first_key_is_the_default_of_the_model() -> None:
    assert order.between(None, None) == "a"
    assert order.spread(3) == ["a", "b", "c"]


def test_a_new_order_writes_few_keys_anew() -> None:
    assert rearranged(["a", "b", "c"]) == ["a", "b", "c"]
    moved = rearranged(["c", "a", None, "b"])
    assert moved[1::2] == ["a", "b"]
    assert moved == sorted(moved)
    assert len(set(moved)) == 4
