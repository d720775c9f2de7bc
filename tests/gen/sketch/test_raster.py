from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from previz.errors import RenderError
from previz.gen.sketch.marks import NO_STROKES, Marks, Strokes
from previz.gen.sketch.raster import CpuRaster, GlRaster, Nib, Press, Raster

INK = Nib(0.0, 0.0)


@pytest.fixture(params=["cpu", "gl"])
def raster(request: pytest.FixtureRequest) -> Iterator[Raster]:
    press = Press(use_gl=request.param == "gl")
    if request.param == "gl" and not isinstance(press.raster, GlRaster):
        pytest.skip("no OpenGL here")
    yield press.raster
    press.close()


def _line(points: list[tuple[float, float]], width: float, pressure: float = 1.0) -> Strokes:
    count = len(points)
    return Strokes(
        np.array(points, np.float32),
        np.full(count, width / 2, np.float32),
        np.full(count, pressure, np.float32),
        np.array([0, count]),
        np.zeros(1, np.float32),
    )


def _paper(height: int = 60, width: int = 100) -> np.ndarray:
    return np.full((height, width), 128, np.uint8)


def test_a_line_lies_where_it_was_drawn(raster: Raster) -> None:
    layer = raster.lay(_line([(10, 20), (50, 20), (90, 20)], 4), INK, _paper())
    assert layer.shape == (60, 100)
    assert (layer[19:21, 12:88] > 240).all()
    assert layer[:16].max() == 0
    assert layer[24:].max() == 0


def test_coverage_equals_width_and_pressure(raster: Raster) -> None:
    layer = raster.lay(_line([(10, 30.3), (90, 30.3)], 3, 0.5), INK, _paper())
    assert layer[:, 50].sum() / 255 == pytest.approx(1.5, abs=0.1)


def test_a_slanted_line_is_as_heavy_as_a_level_one(raster: Raster) -> None:
    layer = raster.lay(_line([(20, 10), (60, 50)], 3), INK, _paper())
    length = np.hypot(40, 40)
    assert layer.sum() / 255 / length == pytest.approx(3, rel=0.08)


def test_the_tooth_of_the_paper_eats_a_light_line(raster: Raster) -> None:
    tooth = _paper()
    tooth[:, ::2] = 250
    tooth[:, 1::2] = 5
    layer = raster.lay(_line([(10, 30), (90, 30)], 4, 0.45), Nib(1.0, 0.0), tooth)
    assert layer[30, 21:80:2].mean() > layer[30, 20:80:2].mean() + 40


def test_nothing_and_lines_outside_leave_the_paper_empty(raster: Raster) -> None:
    assert raster.lay(NO_STROKES, INK, _paper()).max() == 0
    assert raster.lay(_line([(-50, -10), (300, -10)], 3), INK, _paper()).max() == 0


def test_sizes_may_change_between_layers(raster: Raster) -> None:
    for height, width in ((10, 12), (40, 64), (10, 12)):
        layer = raster.lay(_line([(1, 5), (11, 5)], 2), INK, _paper(height, width))
        assert layer.shape == (height, width)
        assert layer.max() > 200


def test_both_ways_of_laying_ink_agree() -> None:
    press = Press()
    if not isinstance(press.raster, GlRaster):
        pytest.skip("no OpenGL here")
    marks = Marks()
    turn = np.linspace(0, 6, 60)
    for radius in (8, 15, 22):
        marks.stroke(np.stack([50 + radius * np.cos(turn), 30 + radius * np.sin(turn)], 1), 3.0, 0.8)
    strokes, nib = marks.strokes(), Nib(0.7, 0.4)
    difference = press.raster.lay(strokes, nib, _paper()).astype(int) - CpuRaster().lay(
        strokes, nib, _paper()
    )
    press.close()
    assert np.abs(difference).mean() < 1.5


def test_without_opengl_the_press_still_prints(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise RenderError("no EGL")

    monkeypatch.setattr("previz.gl.headless", refuse)
    assert isinstance(Press().raster, CpuRaster)
