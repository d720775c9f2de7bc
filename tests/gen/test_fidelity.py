from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import pytest

from previz.errors import GenerationError
from previz.gen import fidelity, outlines

HEIGHT, WIDTH = 402, 960
PEOPLE = {2: "Mara", 3: "Jon"}


def stage(move_px: int = 0, without: int = 0, scale: float = 1.0) -> tuple[Any, Any]:
    """A wall, a table and two people: (object ids, depth in metres)."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    ids = np.zeros((HEIGHT, WIDTH), np.uint32)
    depth = np.full((HEIGHT, WIDTH), 8, np.float32)

    def put(number: int, mask: Any, metres: float) -> None:
        if number != without:
            ids[mask], depth[mask] = number, metres

    put(1, (y > 40) & (y < 250) & (x > 520) & (x < 910), 6)
    cx = 280 + move_px
    put(2, ((x - cx) / (40 * scale)) ** 2 + ((y - 130) / (46 * scale)) ** 2 < 1, 3)
    put(2, (np.abs(x - cx) < 62 * scale) & (y > 170) & (y < 170 + 175 * scale), 3)
    put(3, ((x - 660) / 30) ** 2 + ((y - 150) / 36) ** 2 < 1, 4)
    put(3, (np.abs(x - 660) < 44) & (y > 185) & (y < 330), 4)
    put(4, (y > 320) & (x > 40) & (x < 480) & (y < 385), 2)
    return ids << np.uint32(16), depth


def painted(ids: Any, style: str) -> Any:
    """The stage as a picture in a style that knows nothing of tones in the others."""
    tone = np.float32([0.9, 0.45, 0.6, 0.3, 0.75])[ids >> 16]
    line = cv2.morphologyEx((tone * 255).astype(np.uint8), cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)) > 0
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    if style == "ink":
        tone = np.where(line, 0.1, np.where(((x + y) % 9 < 2) & (tone < 0.5), 0.7, 0.96))
    elif style == "pencil":
        noise = np.random.default_rng(3).normal(0, 0.04, tone.shape)
        tone = np.where(line, 0.3, 0.6 + 0.35 * tone) + noise
    return np.repeat((np.clip(tone, 0, 1) * 255).astype(np.uint8)[..., None], 3, axis=2)


def judged(pixels: Any) -> fidelity.Receipt:
    ids, depth = stage()
    return fidelity.receipt(pixels, {"ids": ids, "depth_m": depth}, PEOPLE)


@pytest.mark.parametrize("style", ["ink", "pencil", "paint"])
def test_a_picture_that_keeps_the_blocking_is_not_called_drifted(style: str) -> None:
    told = judged(painted(stage()[0], style))
    assert not told.drifted, told.reasons
    assert told.score > 75
    assert [fit.name for fit in told.figures] == ["Mara", "Jon"]


@pytest.mark.parametrize("style", ["ink", "pencil", "paint"])
def test_somebody_who_moved_is_named_with_distance(style: str) -> None:
    told = judged(painted(stage(move_px=38)[0], style))
    mara, jon = told.figures
    assert mara.drift[0] == pytest.approx(38 / WIDTH, abs=0.007)
    assert jon.drift == (0, 0)
    assert any(reason.startswith("Mara drifted") and "right" in reason for reason in told.reasons)
    assert told.score < 60


@pytest.mark.parametrize("style", ["ink", "pencil", "paint"])
def test_somebody_who_is_missing_is_named(style: str) -> None:
    told = judged(painted(stage(without=3)[0], style))
    assert told.reasons == ("Jon is not where the blocking puts them",)
    assert [fit.found for fit in told.figures] == [True, False]


def test_a_mirrored_picture_is_told() -> None:
    told = judged(np.ascontiguousarray(painted(stage()[0], "paint")[:, ::-1]))
    assert "the picture is mirrored" in told.reasons


@pytest.mark.parametrize("scale", [0.84, 1.18])
def test_another_lens_is_told_with_its_scale(scale: float) -> None:
    centre = np.float32([[scale, 0, WIDTH / 2 * (1 - scale)], [0, scale, HEIGHT / 2 * (1 - scale)]])
    picture = cv2.warpAffine(
        painted(stage()[0], "pencil"), centre, (WIDTH, HEIGHT), borderMode=cv2.BORDER_REFLECT
    )
    told = judged(picture)
    assert told.framing_scale == pytest.approx(scale, abs=0.06)
    assert any("another lens" in reason for reason in told.reasons)


def test_a_pan_is_told_apart_from_an_actor_who_moved() -> None:
    told = judged(np.roll(painted(stage()[0], "pencil"), 30, axis=1))
    assert told.framing_shift[0] == pytest.approx(30 / WIDTH, abs=0.007)
    assert not any("Mara drifted" in reason for reason in told.reasons)


def test_hatching_alone_is_not_taken_for_blocking() -> None:
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    hatched = np.where((x + y) % 9 < 2, 60, 240).astype(np.uint8)
    told = judged(np.repeat(hatched[..., None], 3, axis=2))
    assert told.drifted
    assert told.score < 25


def test_a_blank_picture_keeps_nothing() -> None:
    told = judged(np.full((HEIGHT, WIDTH, 3), 128, np.uint8))
    assert told.score == 0
    assert not any(fit.found for fit in told.figures)


def test_a_frame_without_outlines_has_none_to_lose() -> None:
    empty = {
        "ids": np.zeros((HEIGHT, WIDTH), np.uint32),
        "depth_m": np.full((HEIGHT, WIDTH), np.inf, np.float32),
    }
    noise = np.random.default_rng(2).integers(0, 255, (HEIGHT, WIDTH, 3), np.uint8)
    for pixels in (np.full((HEIGHT, WIDTH, 3), 200, np.uint8), noise):
        told = fidelity.receipt(pixels, empty, {})
        assert (told.score, told.reasons, told.figures) == (100.0, (), ())


def test_brightness_is_compared_with_the_shaded_view() -> None:
    ids, depth = stage()
    paint = painted(ids, "paint")
    guides = {"ids": ids, "depth_m": depth, "beauty": paint}
    assert fidelity.receipt(paint, guides, PEOPLE).tone == 1.0
    assert fidelity.receipt(255 - paint, guides, PEOPLE).tone == -1.0
    assert judged(paint).tone is None


def test_the_heat_map_is_green_where_kept_and_red_where_lost() -> None:
    ids, depth = stage()
    picture = fidelity.heat(painted(stage(without=3)[0], "paint"), {"ids": ids, "depth_m": depth}).astype(int)
    assert picture.shape == (HEIGHT, WIDTH, 3)
    redder = picture[..., 0] - picture[..., 1]
    assert redder[200:320, 610:710].max() > 60, "Jon's outline is lost"
    assert redder[200:340, 210:225].min() < -40, "Mara's is kept"


def test_lines_that_run_another_way_do_not_count() -> None:
    upright = np.zeros((80, 80), np.bool_)
    upright[:, 40:] = True
    level = np.repeat(np.where(upright.T, 30, 220).astype(np.uint8)[..., None], 3, axis=2)
    edges = outlines.picture_edges(level, (80, 80))
    assert outlines.met(edges, outlines.mask_outline(upright.T), 2)[0] > 0.95
    assert outlines.met(edges, outlines.mask_outline(upright), 2)[0] < 0.1


@pytest.mark.parametrize(
    ("pixels", "guides", "says"),
    [
        (np.zeros((80, 80), np.uint8), {}, "8-bit colour"),
        (np.zeros((40, 80, 3), np.uint8), {}, "too small"),
        (np.zeros((80, 80, 3), np.uint8), {}, "ids is missing"),
        (np.zeros((80, 80, 3), np.uint8), {"ids": np.zeros((80, 90), np.uint32)}, "another size"),
    ],
)
def test_what_cannot_be_compared_is_said(pixels: Any, guides: Any, says: str) -> None:
    with pytest.raises(GenerationError, match=says):
        fidelity.receipt(pixels, guides, {})
