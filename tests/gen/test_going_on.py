"""Only the light changes: whatever a model made of the forms, the first picture's lines stay."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from previz.gen.going_on import gone_on, relit
from previz.gen.guides import digest
from previz.gen.request import FrameRequest, Refine

WIDTH, HEIGHT = 320, 160


def drawing(shift_px: int = 0) -> NDArray[np.uint8]:
    """Black lines on paper: a figure and a horizon."""
    picture = np.full((HEIGHT, WIDTH, 3), 235, np.uint8)
    cv2.rectangle(picture, (120 + shift_px, 30), (190 + shift_px, 140), (120, 90, 70), -1)
    cv2.rectangle(picture, (120 + shift_px, 30), (190 + shift_px, 140), (10, 10, 10), 3)
    cv2.line(picture, (0, 110), (WIDTH, 110), (10, 10, 10), 2)
    return picture


def edges(picture: NDArray[np.uint8]) -> NDArray[np.bool_]:
    return np.asarray(cv2.Canny(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), 60, 150) > 0)


def share_met(wanted: NDArray[np.bool_], found: NDArray[np.bool_]) -> float:
    near = cv2.dilate(found.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    return float((wanted & near).sum() / wanted.sum())


def test_the_light_of_a_picture_that_drifted_falls_on_the_forms_that_were_there() -> None:
    before = drawing()
    lamp = np.linspace(0.35, 1.0, WIDTH, dtype=np.float32)[None, :, None] * np.float32([1.0, 0.85, 0.6])
    drifted = np.asarray(drawing(shift_px=9) * lamp, np.uint8)
    after = relit(drifted, before)
    assert share_met(edges(before), edges(drifted)) < 0.8
    assert share_met(edges(before), edges(after)) > 0.94
    assert share_met(edges(after), edges(before)) > 0.9
    paper = after[10:20].mean((0, 2))
    assert paper[:40].mean() < 0.55 * paper[-40:].mean()
    blue, red = after[5:25, -60:, 2].mean(), after[5:25, -60:, 0].mean()
    assert blue / red < 0.75


def test_the_same_light_changes_nothing_to_speak_of() -> None:
    before = drawing()
    assert np.abs(relit(before, before).astype(int) - before).max() <= 1


def test_a_frame_goes_on_as_its_request_says() -> None:
    before, made = drawing(), np.full((HEIGHT, WIDTH, 3), 60, np.uint8)
    mask = np.where(np.arange(WIDTH) > 200, 255, 0).astype(np.uint8)[None].repeat(HEIGHT, 0)
    guides = {"init": before, "mask": mask}

    def request(*names: str, only_light: bool = False) -> FrameRequest:
        return FrameRequest(
            generator="diffusers",
            style="ink",
            size_px=(WIDTH, HEIGHT),
            guides={name: digest(guides[name]) for name in names},
            refine=Refine(blob="0" * 64, take=1, only_light=only_light),
        )

    assert gone_on(made, request("init"), guides) is made
    patched = gone_on(made, request("init", "mask"), guides)
    np.testing.assert_array_equal(patched[:, :200], before[:, :200])
    assert (patched[:, 210:] == 60).all()
    np.testing.assert_array_equal(
        gone_on(made, request("init", only_light=True), guides), relit(made, before)
    )
