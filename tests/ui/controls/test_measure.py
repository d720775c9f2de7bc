"""Values as people write them."""

from __future__ import annotations

import pytest

from previz.ui.controls.measure import Measure, Typed, feet_and_inches, parse, written


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.5", 1.5),
        ("1,5 m", 1.5),
        ("150cm", 1.5),
        ("5'3\"", 1.6002),
        ("5' 3.5", 1.6129),
        ("5ft", 1.524),
        ("5 ft 3 in", 1.6002),
        ('63"', 1.6002),
        ("-0.2", -0.2),
        ("−0.2", -0.2),
        (".5", 0.5),
    ],
)
def test_a_length_is_read_in_metres_and_feet(text: str, value: float) -> None:
    typed = parse(text, Measure.LENGTH)
    assert typed is not None
    assert typed.value == pytest.approx(value)
    assert not typed.relative


def test_a_number_alone_is_in_the_units_of_the_project() -> None:
    assert parse("5", Measure.LENGTH, "ft") == Typed(5 * 0.3048)
    assert parse("5m", Measure.LENGTH, "ft") == Typed(5.0)


@pytest.mark.parametrize(
    ("text", "value"), [("+0.2", 0.2), ("+ 20 cm", 0.2), ("-=0.2", -0.2), ("+-0.2", -0.2)]
)
def test_a_sign_before_it_steps(text: str, value: float) -> None:
    typed = parse(text, Measure.LENGTH)
    assert typed is not None
    assert typed.relative
    assert typed.value == pytest.approx(value)


@pytest.mark.parametrize("text", ["", "m", "1.5 parsecs", "12 mm 3", "1..2", "nan", "inf", "1e400"])
def test_what_cannot_be_read_is_refused(text: str) -> None:
    assert parse(text, Measure.LENGTH) is None


def test_times_are_read_in_frames_too() -> None:
    assert parse("12f", Measure.TIME, frame_rate=24) == Typed(0.5)
    assert parse("1.5 s", Measure.TIME) == Typed(1.5)


def test_stops_come_with_their_letter() -> None:
    assert parse("T2.8", Measure.STOP) == Typed(2.8)
    assert parse("f/4", Measure.STOP) == Typed(4.0)


def test_feet_are_written_to_a_tenth_of_an_inch() -> None:
    assert feet_and_inches(1.6002) == "5′ 3″"
    assert feet_and_inches(1.45) == "4′ 9.1″"
    assert feet_and_inches(-0.01) == "−0′ 0.4″"
    assert feet_and_inches(0.3048 - 1e-6) == "1′ 0″"


def test_what_is_written_can_be_read_again() -> None:
    for value in (0.0, 1.45, 12.3, -2.5):
        for units in ("m", "ft"):
            typed = parse(" ".join(written(value, Measure.LENGTH, units)), Measure.LENGTH, units)
            assert typed is not None
            assert typed.value == pytest.approx(value, abs=0.002)
