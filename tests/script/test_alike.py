import random
import time

from previz.script.alike import alike, common_places, parts_of, rising


def longest(old: str, new: str) -> int:
    table = [[0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for a, one in enumerate(old):
        for b, other in enumerate(new):
            table[a + 1][b + 1] = table[a][b] + 1 if one == other else max(table[a][b + 1], table[a + 1][b])
    return table[-1][-1]


def test_as_much_is_common_as_can_be_and_in_order() -> None:
    dice = random.Random(4)
    for _ in range(400):
        old, new = ("".join(dice.choices("abc", k=dice.randrange(12))) for _ in range(2))
        found = common_places(old, new)
        assert [old[a] for a, _ in found] == [new[b] for _, b in found]
        assert len(found) == longest(old, new)
        for row in zip(*found, strict=True):
            assert list(row) == sorted(set(row))


def test_of_rows_too_long_to_compare_what_stands_once_holds() -> None:
    old = [f"a{place % 7}" if place % 50 else f"once {place}" for place in range(9_000)]
    new = ["first", *(one for place, one in enumerate(old) if place % 9), "last"]
    found = common_places(old, new)
    assert all(old[a] == new[b] for a, b in found)
    assert {one for one in old if one.startswith("once")} & set(new) <= {old[a] for a, _ in found}


def test_an_edited_text_is_known_and_another_is_not() -> None:
    for old, new in [
        ("You said yes to this.", "You said yes to all this."),
        ("No!", "No."),
        ("He waits at the window.", "She waited at a window."),
        ("Rain. She waits. He knocks.", "Heavy rain all day. She waits. He knocks."),
    ]:
        assert alike(old, new), new
    for old, new in [
        ("Rain on the window.", "A car waits with its boot full."),
        ("One lamp works. A car waits.", "She drives and does not look back."),
        ("Dust, and a trunk that nobody opened for years.", "Rain on the window."),
        ("", "Rain."),
    ]:
        assert not alike(old, new), new


def test_a_text_is_its_parts() -> None:
    assert "".join(parts_of("  one two\n\nthree ")) == "  one two\n\nthree "


def test_the_longest_rise() -> None:
    assert [[5, 0, 1, 4, 2, 3][index] for index in rising([5, 0, 1, 4, 2, 3])] == [0, 1, 2, 3]
    assert rising([]) == []


def test_many_times_the_words_are_not_the_square_of_the_work() -> None:
    def seconds(words: int) -> float:
        dice = random.Random(words)
        old, new = (" ".join(dice.choices(["rain", "falls", "on", "her"], k=words)) for _ in range(2))
        began = time.process_time()
        alike(old, new)
        return time.process_time() - began

    seconds(1_000)
    assert seconds(64_000) < 60 * max(seconds(4_000), 0.01)
