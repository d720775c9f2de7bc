"""Nine hands: what makes each of them itself, and how well all of them see."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from previz.gen.request import CameraFacts
from previz.gen.sketch import LIGHTINGS, SCHEMES, STYLES, plan
from previz.gen.sketch.drawing import draw
from previz.gen.sketch.layers import Parts
from previz.gen.sketch.raster import CpuRaster
from previz.gen.sketch.styles import STYLE
from previz.gen.styles import STYLES as ROWS

from .outline import outline
from .stage import BODY_M, BODY_RADIUS_M, BOX, REGIONS, SKY_FROM_M, WALL, Stage, darkness, drawn, parts_of

SIZE = (720, 300)


def _plan(style: str) -> Any:
    import msgspec

    return msgspec.structs.replace(plan(1, style), lighting=LIGHTINGS[1], scheme=SCHEMES[0])


@pytest.fixture(scope="module")
def stage() -> Stage:
    return Stage(SIZE)


@pytest.fixture(scope="module")
def pictures(stage: Stage) -> dict[str, NDArray[np.uint8]]:
    return {style: drawn(stage, _plan(style)) for style in STYLES}


def test_every_style_can_be_chosen_and_described() -> None:
    assert set(ROWS) == set(STYLES) == set(STYLE)
    assert all(row.words and row.description and row.label for row in ROWS.values())


def test_each_is_another_drawing(pictures: dict[str, NDArray[np.uint8]]) -> None:
    names = list(pictures)
    for index, one in enumerate(names):
        for other in names[index + 1 :]:
            assert np.abs(pictures[one].astype(int) - pictures[other]).mean() > 8, (one, other)


def test_noir_is_black_and_white(pictures: dict[str, NDArray[np.uint8]]) -> None:
    dark = darkness(pictures["noir"])
    assert (dark > 0.9).mean() > 0.06
    assert ((dark > 0.15) & (dark < 0.85)).mean() < 0.12
    assert (dark > 0.9).mean() >= (darkness(pictures["ink"]) > 0.9).mean()


def test_blueprint_is_white_on_blue(pictures: dict[str, NDArray[np.uint8]]) -> None:
    mean = pictures["blueprint"].reshape(-1, 3).mean(axis=0)
    assert mean[2] > mean[1] + 30 > mean[0] + 50
    brightest = pictures["blueprint"].reshape(-1, 3)
    brightest = brightest[brightest.sum(axis=1) > 660]
    assert len(brightest) > 150


def test_colour_has_the_local_colours(stage: Stage, pictures: dict[str, NDArray[np.uint8]]) -> None:
    for number in (WALL, BOX):
        own = stage.ids >> 16 == number
        seen, real = np.median(pictures["colour"][own], axis=0), stage.albedo[own][0, :3].astype(float)
        assert np.argsort(seen).tolist() == np.argsort(real).tolist()
        assert np.corrcoef(seen, real)[0, 1] > 0.9
    sky = pictures["colour"][6:20, 200:320].reshape(-1, 3).mean(axis=0)
    assert sky[2] > sky[0]


@pytest.mark.parametrize("style", [s for s in STYLES if s != "colour"])
def test_the_others_have_none(pictures: dict[str, NDArray[np.uint8]], style: str) -> None:
    """Every pixel lies on the way from the paper to the inks, whatever the set is painted with."""
    grey = pictures[style].astype(float) - pictures[style].mean(axis=2, keepdims=True)
    assert grey.reshape(-1, 3).std(axis=0).max() < 16


def test_clean_line_has_no_hatch_and_flat_tints(stage: Stage) -> None:
    parts = parts_of(stage, _plan("clean"))
    assert len(parts.hatching) == 0
    flat = parts.compose({"tone"})
    assert len(np.unique(flat.reshape(-1, 3), axis=0)) < 40


def test_media_without_hatching_carry_tone(stage: Stage) -> None:
    for style in STYLES:
        parts = parts_of(stage, _plan(style))
        assert len(parts.hatching) > 100 or {"tone", "black"} & set(parts.coverage), style


def test_charcoal_has_chalk_lighter_than_its_paper(pictures: dict[str, NDArray[np.uint8]]) -> None:
    paper = np.array(STYLE["charcoal"].paper) * 255
    assert (pictures["charcoal"].mean(axis=2) > paper.mean() + 20).mean() > 0.02


def test_wash_is_softer_than_marker(pictures: dict[str, NDArray[np.uint8]], stage: Stage) -> None:
    """Marker tones are flat but for their bands; a wash is graded and pools at its edges."""
    row, column = stage.pixel(BODY_M + np.array([0, 0, BODY_RADIUS_M]))
    body = np.s_[row - 45 : row + 45, column - 45 : column + 45]
    levels = {s: len(np.unique(darkness(pictures[s])[body].round(2))) for s in ("clean", "wash")}
    assert levels["wash"] > 2 * levels["clean"]


@pytest.mark.parametrize("style", STYLES)
def test_the_outline_is_found_and_nothing_else(style: str) -> None:
    """Only traced lines: no face, no joints; recall and precision within 3 px of the id pass."""
    stage = Stage(SIZE)
    hints = dict(stage.hints())
    hints["curve_spans"] = np.zeros((0, 4), np.int32)
    hints |= {name: hints[name][:0] for name in ("people", "heads", "skulls", "joints", "frames", "eyes")}
    kept: list[Parts] = []
    list(draw(stage.guides() | {"hints": hints}, REGIONS, _plan(style), CpuRaster(), keep=kept.append))
    cover = kept[0].coverage["line"]
    cover = np.maximum(cover, kept[0].coverage.get("white", cover))
    found = outline(stage.ids, cover)
    assert found.recall > (0.5 if style in ("charcoal", "wash") else 0.8), found
    assert found.precision > 0.85, found
    assert 3 <= len(kept[0].lines) < 400


def test_out_of_focus_falls_away() -> None:
    """A long lens wide open on the person: wall and box get weaker than in deep focus."""
    stage = Stage(SIZE)
    focused: dict[float, float] = {}
    for t_stop in (22.0, 1.4):
        kept: list[Parts] = []
        lens = CameraFacts(focal_length_mm=800, t_stop=t_stop)
        list(draw(stage.guides(), REGIONS, _plan("ink"), CpuRaster(), keep=kept.append, lens=lens))
        box = np.s_[:, : stage.pixel(np.array([-0.55, 0, -4.0]))[1]]
        focused[t_stop] = float(kept[0].coverage["line"][box].sum())
    assert focused[1.4] < 0.75 * focused[22.0]


def test_lines_stop_short_of_the_people_before_them(stage: Stage) -> None:
    """The upper edge of the wall runs behind the head of the person: beside it the paper is left alone."""
    high = Stage((1920, 800))
    high._ball(np.array([0.0, SKY_FROM_M / 2, -3.0]), 0.35, ((16, (60, 70, 110)),))
    kept: list[Parts] = []
    list(draw(high.guides(), REGIONS, _plan("clean"), CpuRaster(), keep=kept.append))
    row = high.pixel(np.array([0, SKY_FROM_M, -6.0]))[0]
    line = kept[0].coverage["line"]
    column = high.pixel(np.array([0.0, SKY_FROM_M / 2, -3.0]))[1]
    own = np.nonzero(high.ids[row] >> 16 == 3)[0]
    own = own[np.abs(own - column) < 250]
    edge = int(own.max()) + 1
    strip = line[row - 3 : row + 4].max(axis=0)
    assert strip[edge + 30 : edge + 60].min() > 20
    assert strip[edge + 4 : edge + 6].max() < 20
