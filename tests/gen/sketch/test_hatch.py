from __future__ import annotations

import numpy as np
import pytest

from previz.gen.sketch.hatch import hatch, pull, without_strays
from previz.gen.sketch.noise import Chance


def _strokes(dark: np.ndarray, region: np.ndarray | None = None, angle: float = 40, threshold: float = 0.3):
    area = np.zeros(dark.shape, np.int32) if region is None else region
    return hatch(dark.astype(np.float32), area, angle, 6, threshold, 9, 80, Chance(1, 2))


def test_strokes_lie_where_it_is_dark() -> None:
    dark = np.zeros((100, 200))
    dark[20:80, 50:150] = 0.8
    strokes = _strokes(dark)
    assert len(strokes) > 20
    ends = np.concatenate([strokes.start, strokes.end]) / 2
    assert ends[:, 0].min() > 50 - 6
    assert ends[:, 0].max() < 150 + 6
    assert ends[:, 1].min() > 20 - 6
    assert ends[:, 1].max() < 80 + 6


@pytest.mark.parametrize("angle", [0, 30, 52, 90, -48])
def test_strokes_run_at_the_angle(angle: float) -> None:
    strokes = _strokes(np.full((120, 160), 0.9), angle=angle)
    way = strokes.end - strokes.start
    turn = (np.degrees(np.arctan2(-way[:, 1], way[:, 0])) - angle + 90) % 180 - 90
    assert np.abs(turn).mean() < 4


def test_paper_stays_clean() -> None:
    assert len(_strokes(np.full((100, 100), 0.1))) == 0
    assert len(_strokes(np.zeros((3, 2)))) == 0


def test_no_stroke_crosses_a_border() -> None:
    region = np.zeros((100, 200), np.int32)
    region[:, 100:] = 1
    strokes = _strokes(np.full((100, 200), 0.8), region, angle=0)
    slack = 9
    crossing = (strokes.start[:, 0] < 200 - slack) & (strokes.end[:, 0] > 200 + slack)
    assert len(strokes) > 50
    assert not crossing.any()


def test_lonely_strokes_are_removed_and_crowds_stay() -> None:
    dark = np.zeros((200, 400))
    dark[20:120, 20:120] = 0.8
    dark[160:172, 300:312] = 0.8
    kept = without_strays(_strokes(dark), np.zeros((400, 800), bool), 1.0)
    assert len(kept) > 20
    assert kept.start[:, 0].max() < 300


def test_pulled_strokes_thin_out() -> None:
    strokes = pull(_strokes(np.full((100, 100), 0.8)), 0.7, 0.8, 1.0, 3)
    half = strokes.half_widths.reshape(-1, 5)
    assert (half[:, -1] < half[:, 0]).all()
    assert strokes.starts[-1] == len(strokes.points)
