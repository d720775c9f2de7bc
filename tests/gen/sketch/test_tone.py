"""Fog, and light terms, in the values of a drawing."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from previz.gen.sketch import plan
from previz.gen.sketch.people import read_optics
from previz.gen.sketch.sheet import read_sheet
from previz.gen.sketch.styles import STYLE
from previz.gen.sketch.tone import HALF, LIT, SHADOW, Tone, decide

from .stage import BODY_M, BODY_RADIUS_M, CLOTH, PERSON, REGIONS, SKIN, WALL, Stage, darkness, drawn

SIZE = (480, 200)
WALL_M, PERSON_M = 6.0, 2.6
"""How far the wall and the front of the person are."""


class FoggyStage(Stage):
    """The stage in air that takes half of the contrast every ``half_m``."""

    def __init__(self, half_m: float | None, **about: Any) -> None:
        super().__init__(SIZE, **about)
        self.half_m = half_m

    def hints(self) -> dict[str, NDArray[Any]]:
        found = super().hints()
        if self.half_m is not None:
            found["air"] = np.array([np.log(2) / self.half_m], np.float32)
        return found


def inked(stage: Stage, style: str, depth_m: float) -> float:
    """Mean darkness of what is that far away."""
    picture = darkness(drawn(stage, plan(7, style)))
    return float(picture[np.abs(stage.depth - depth_m) < 0.35].mean())


@pytest.mark.parametrize("style", ["pencil", "ink"])
def test_fog_takes_the_far_and_leaves_the_near(style: str) -> None:
    """In shadow, where there is something to take."""
    dark = {"key": (0.0, -1.0, 0.0)}
    clear, fog = FoggyStage(None, **dark), FoggyStage(3.0, **dark)
    wall = inked(fog, style, WALL_M) / inked(clear, style, WALL_M)
    person = inked(fog, style, PERSON_M) / inked(clear, style, PERSON_M)
    assert wall < 0.6
    # ink knows no half tones: a hatching that fog thins is left out
    assert style == "ink" or person > wall + 0.1


def test_clear_air_is_no_air() -> None:
    manner = plan(7, "pencil")
    plain, clear = drawn(FoggyStage(None), manner), drawn(FoggyStage(1e9), manner)
    assert np.abs(plain.astype(int) - clear).max() <= 1


def test_at_night_fog_is_dark() -> None:
    picture = darkness(drawn(FoggyStage(0.5, night=True), plan(7, "pencil", "night")))
    stage = FoggyStage(0.5, night=True)
    wall = (stage.ids >> 16) == 1
    sky = stage.ids == 0
    assert picture[wall].mean() == pytest.approx(picture[sky].mean(), abs=0.12)
    assert picture[wall].mean() > 0.4


def test_a_lifted_light_term_opens_the_shadow() -> None:
    """What a fill or a covered sky adds to the light term is seen in the hatching of the body."""

    class Filled(Stage):
        def light(self) -> NDArray[np.uint8]:
            terms = super().light()
            terms[..., 0] = np.maximum(terms[..., 0], 140)
            return terms

    hard, filled = Stage(SIZE, key=(0.9, 0.2, 0.3)), Filled(SIZE, key=(0.9, 0.2, 0.3))
    row, column = hard.pixel(BODY_M + np.array([-0.6 * BODY_RADIUS_M, 0, 0.7 * BODY_RADIUS_M]))
    around = np.s_[row - 10 : row + 10, column - 10 : column + 10]
    shade = [darkness(drawn(stage, plan(7, "pencil")))[around].mean() for stage in (hard, filled)]
    assert shade[1] < shade[0] - 0.05


def decided(stage: Stage, style: str) -> Tone:
    sheet = read_sheet(stage.guides(), read_optics(stage.hints()), REGIONS)
    return decide(sheet, plan(1, style, "night" if stage.night else "day"), STYLE[style])


@pytest.mark.parametrize(("style", "planes"), [("marker", {SHADOW, HALF, LIT}), ("ink", {SHADOW, LIT})])
def test_a_face_in_flat_tones_turns_through_a_half_tone(style: str, planes: set[int]) -> None:
    stage = Stage((960, 400), key=(1.0, 0.2, 0.3))
    skin = stage.ids == (PERSON << 16 | SKIN)
    assert set(np.unique(decided(stage, style).plane[skin]).tolist()) == planes


@pytest.mark.parametrize("grey", [40, 130, 230])
def test_at_night_people_are_set_off_from_what_is_behind(grey: int) -> None:
    stage = Stage(SIZE, night=True, key=(0.0, -1.0, 0.0))
    cloth, wall = stage.ids == (PERSON << 16 | CLOTH), stage.ids >> 16 == WALL
    stage.albedo[cloth | wall, :3] = grey
    value = decided(stage, "marker").value
    assert abs(value[cloth].mean() - value[wall].mean()) > 0.15
