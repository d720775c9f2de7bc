"""What a finished drawing must say, in all nine hands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cv2
import msgspec
import numpy as np
import pytest
from numpy.typing import NDArray

from previz.errors import GenerationError
from previz.gen.sketch import LIGHTINGS, SCHEMES, STYLES, Plan, plan
from previz.gen.sketch.styles import STYLE

from .stage import (
    BODY_M,
    BODY_RADIUS_M,
    CLOTH,
    HEAD_M,
    HEAD_RADIUS_M,
    PERSON,
    SKIN,
    SKY_FROM_M,
    Stage,
    darkness,
    drawn,
    face_curves,
)

GOLDEN = Path(__file__).parents[2] / "golden"
SIZE = (960, 400)
FLAT = {"clean", "wash", "charcoal"}
"""Styles that part light from shadow gently."""
BLANK_SKY = {"pencil": 0.09, "ink": 0.05, "noir": 0.05, "clean": 0.01}


def inked(picture: NDArray[np.uint8], style: str) -> NDArray[Any]:
    """(h, w) 0 = the paper of the style … 1 = its ink, whatever their colours."""
    hand = STYLE[style]  # type: ignore[index]
    paper, ink = np.array(hand.paper) * 255, np.array(hand.ink) * 255
    way = ink - paper
    return np.asarray((picture - paper) @ way / (way @ way))


def _plan(style: str, **changed: Any) -> Plan:
    base = plan(7, style)
    fixed = {"lighting": LIGHTINGS[1], "scheme": SCHEMES[0], "hatch_deg": 52.0, "weight": 1.0}
    fixed |= {"wobble": 0.82237, "overshoot": 1.353504, "tone_shift": -0.012668}
    return msgspec.structs.replace(base, **(fixed | changed))


@pytest.fixture(scope="module", params=STYLES)
def style(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def stage() -> Stage:
    return Stage(SIZE)


@pytest.fixture(scope="module")
def dark(stage: Stage, style: str) -> NDArray[Any]:
    return inked(drawn(stage, _plan(style)), style)


def _around(dark: NDArray[Any], row: int, column: int, reach: int = 4) -> NDArray[Any]:
    return dark[row - reach : row + reach + 1, column - reach : column + reach + 1]


def test_a_line_runs_along_the_silhouette(stage: Stage, dark: NDArray[Any]) -> None:
    found = []
    for turn in np.radians(np.arange(200, 340, 10)):
        sight = BODY_RADIUS_M / np.sqrt(1 - (BODY_RADIUS_M / np.linalg.norm(BODY_M)) ** 2)
        row, column = stage.pixel(BODY_M + sight * np.array([np.cos(turn), -np.sin(turn) * 0.98, 0]))
        if 6 < row < 394:
            found.append(_around(dark, row, column, 6).max())
    assert len(found) >= 5
    assert np.mean(np.array(found) > 0.4) > 0.8


def test_the_sky_is_left_blank(stage: Stage, dark: NDArray[Any], style: str) -> None:
    if style not in BLANK_SKY:
        pytest.skip("this medium has a tone for the sky")
    horizon = stage.pixel(np.array([0, SKY_FROM_M, -6.0]))[0]
    blank = dark[int(horizon * 0.25) : horizon - 12, 60:420]
    assert blank.mean() < BLANK_SKY[style]
    assert (blank > 0.3).mean() < 0.002


def test_face_lines_stay_on_the_face(stage: Stage, dark: NDArray[Any], style: str) -> None:
    bare = stage.guides()
    hints = dict(bare["hints"])
    hints["curve_spans"] = np.zeros((0, 4), np.int32)
    without = inked(drawn(stage, _plan(style), hints=hints), style)
    changed = np.abs(dark - without) > 0.15
    rows, columns = np.nonzero(changed)
    row, column = stage.pixel(HEAD_M)
    radius = HEAD_RADIUS_M * 400 / 2 / 0.4 / 2.9
    assert changed.sum() > 30
    assert np.hypot(rows - row, columns - column).max() < radius * 1.1


def test_the_mouth_is_drawn_where_it_is(stage: Stage, dark: NDArray[Any]) -> None:
    points = [stage.pixel(p) for p in face_curves()["mouth"][4:13]]
    drawn_share = np.mean([_around(dark, row, column, 2).max() > 0.35 for row, column in points])
    assert drawn_share > 0.8


def test_an_open_mouth_is_dark_below_its_teeth(style: str) -> None:
    stage = Stage((1920, 800))
    dark = inked(drawn(stage, _plan(style), hints=stage.hints(mouth_open=True)), style)
    (row, column), (top, _) = (stage.pixel(HEAD_M + np.array([0, y, 0.1])) for y in (-0.061, -0.0435))
    throat, teeth = _around(dark, row, column).mean(), _around(dark, top, column, 1).mean()
    if style == "blueprint":
        assert throat < 0.3, "white lines on blue: what is black stays paper"
    else:
        assert throat > 0.75
        assert teeth < throat - 0.4


def test_eyes_stay_white_with_a_dark_iris(style: str) -> None:
    stage = Stage((1920, 800))
    stage.ids[stage.ids == (PERSON << 16 | SKIN)] = PERSON << 16 | SKIN
    dark = inked(drawn(stage, _plan(style, lighting=LIGHTINGS[4])), style)
    for side in (1, -1):
        row, column = stage.pixel(HEAD_M + np.array([side * 0.032, 0.01, 0.125]))
        opening = _around(dark, row, column, 3)
        assert opening.max() > 0.6
        white = dark[row, column - 9 : column + 10]
        assert white.min() < 0.2


def test_shadow_is_darker_than_light(style: str) -> None:
    """The ball of the body is lit from the right: its left half must carry more ink."""
    stage = Stage(SIZE, key=(0.9, 0.2, 0.3))
    stage.albedo[stage.ids == (PERSON << 16 | CLOTH), :3] = (190, 185, 180)
    dark = inked(drawn(stage, _plan(style)), style)
    row, column = stage.pixel(BODY_M + np.array([0, 0, BODY_RADIUS_M]))
    reach = 40
    shade = dark[row - 30 : row + 30, column - 2 * reach : column - reach]
    light = dark[row - 30 : row + 30, column + reach // 2 : column + 3 * reach // 2]
    if style == "blueprint":
        assert light.mean() > shade.mean() + 0.01, "a print is dark: what is lit is paler"
    else:
        assert shade.mean() > light.mean() + (0.04 if style in FLAT else 0.12)


def test_night_is_darker_than_day(stage: Stage, style: str) -> None:
    day = darkness(drawn(stage, _plan(style)))
    stage = Stage(SIZE, night=True, lamp=(-1.0, 1.5, -3.5))
    night = darkness(drawn(stage, _plan(style, time="night")))
    assert night.mean() > day.mean() + (0.05 if style == "blueprint" else 0.13)


def test_a_face_is_never_lost_at_night(style: str) -> None:
    if style == "noir":
        pytest.skip("noir drowns faces on purpose; their lines are left white")
    stage = Stage(SIZE, key=(0, 0.3, -1), night=True)
    dark = inked(drawn(stage, _plan(style, time="night")), style)
    row, column = stage.pixel(HEAD_M + np.array([0.05, -0.02, 0.12]))
    assert _around(dark, row, column, 5).mean() < 0.72


@pytest.mark.parametrize("seeds", [(1, 2), (7, 8)])
def test_another_seed_is_another_drawing(stage: Stage, style: str, seeds: tuple[int, int]) -> None:
    one, other = (drawn(stage, plan(seed, style)).astype(int) for seed in seeds)
    difference = np.abs(one - other)
    assert difference.mean() > (0.1 if style == "clean" else 0.5)
    if style not in ("clean", "blueprint"):  # ruled lines differ in weight alone
        assert (difference > 24).mean() > 0.003


def test_the_hatch_angle_follows_the_plan(stage: Stage) -> None:
    turned = []
    for angle in (52.0, -52.0):
        picture = darkness(drawn(stage, _plan("ink", hatch_deg=angle)))
        row, column = stage.pixel(BODY_M + np.array([-0.25, 0.1, 0.45]))
        patch = picture[row - 35 : row + 35, column - 35 : column + 35]
        gy, gx = np.gradient(patch)
        turned.append(float((gx * gy).sum()))
    assert turned[0] * turned[1] < 0


@pytest.mark.parametrize("size", [(64, 27), (64, 48), (33, 17), (16, 16), (480, 200), (270, 480)])
def test_any_size_can_be_drawn(style: str, size: tuple[int, int]) -> None:
    picture = drawn(Stage(size), _plan(style))
    assert picture.shape == (size[1], size[0], 3)
    assert picture.dtype == np.uint8
    assert picture.std() > 5


def test_lines_grow_with_the_picture(style: str) -> None:
    means = [inked(drawn(Stage(size), _plan(style)), style).mean() for size in ((480, 200), (1440, 600))]
    assert means[1] == pytest.approx(means[0], rel=0.35)


def test_the_golden_picture(style: str) -> None:
    """A change of look must be meant: delete the golden picture, run this twice, look at the new one."""
    picture = drawn(Stage((480, 200)), _plan(style))
    path = GOLDEN / f"sketch_{style}.png"
    if not path.exists():
        cv2.imwrite(str(path), picture[..., ::-1])
        pytest.fail(f"{path.name} was missing and has been drawn; look at it and run again")
    golden = cv2.imread(str(path))[..., ::-1].astype(int)
    difference = np.abs(picture - golden)
    assert difference.mean() < 1.0
    assert (difference > 60).mean() < 0.01


def test_missing_guides_are_named(stage: Stage) -> None:
    guides = stage.guides()
    with pytest.raises(GenerationError, match="light"):
        drawn(Partial(guides, "light"), _plan("ink"))
    hints = {k: v for k, v in guides["hints"].items() if k != "curve_points"}
    with pytest.raises(GenerationError, match="curve_points"):
        drawn(stage, _plan("ink"), hints=hints)
    with pytest.raises(GenerationError, match="camera sees"):
        drawn(stage, _plan("ink"), hints=guides["hints"] | {"camera": np.zeros(3, np.float32)})
    with pytest.raises(GenerationError, match="differ in size"):
        drawn(stage, _plan("ink"), light=guides["light"][:100])


class Partial(Stage):
    """A stage that forgets one guide."""

    def __init__(self, guides: dict[str, Any], without: str) -> None:
        self._guides = {name: guide for name, guide in guides.items() if name != without}

    def guides(self) -> dict[str, Any]:
        return self._guides
