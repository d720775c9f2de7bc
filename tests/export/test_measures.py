from __future__ import annotations

import pytest

from previz.export import measures


@pytest.mark.parametrize(
    ("got", "wanted"),
    [
        (measures.feet(1.45), "4′9″"),
        (measures.feet(0.304), "1′0″"),
        (measures.feet(-0.5), "−1′8″"),
        (measures.length(2.0, "imperial"), "6′7″"),
        (measures.length(120.4, "metric"), "120 m"),
        (measures.clock(83), "1:23"),
        (measures.clock(3725), "1:02:05"),
        (measures.clock(59.6), "1:00"),
        (measures.hours(95), "1 h 35 min"),
        (measures.hours(120), "2 h"),
        (measures.hours(0), "0 min"),
        (measures.eighths(13), "1 5/8"),
        (measures.eighths(8), "1"),
        (measures.eighths(0), "0"),
        (measures.eighths(3), "3/8"),
        (measures.pages(6), "6/8 page"),
        (measures.pages(8), "1 page"),
        (measures.pages(9), "1 1/8 pages"),
        (measures.number(-0.001), "0"),
        (measures.number(2.8), "2.8"),
        (measures.number(23.976, 3), "23.976"),
        (measures.focal(35.0, None), "35"),
        (measures.focal(85.0, 135.0), "85–135"),
        (measures.focal(None, None), ""),
        (measures.degrees(-3.4), "−3°"),
        (measures.degrees(0.2), "0°"),
        (measures.zone(None, None, "metric"), ""),
        (measures.zone(3.9, 5.8, "metric"), "3.90–5.80 m"),
        (measures.zone(3.9, float("inf"), "metric"), "3.90 m – ∞"),
        (measures.zone(1.0, 2.0, "imperial"), "3′3″ – 6′7″"),
        (measures.ratio(2.39), "2.39 : 1"),
    ],
)
def test_figures(got: str, wanted: str) -> None:
    assert got == wanted
