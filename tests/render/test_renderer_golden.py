"""Small pictures against kept ones, with room for another driver's rounding.

After a wanted change of the look, write them anew and look at them before committing:
``PREVIZ_WRITE_GOLDEN=1 python -m pytest tests/render/test_renderer_golden.py``
"""

from __future__ import annotations

import os
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from previz.render.drawlist import DrawList
from previz.render.light import KeyLight, direction
from previz.render.passes import depth_guide, line_guide, normal_guide
from previz.render.renderer import Renderer
from previz.scene.transform import axis_angle, rotation_matrix

from .solids import at, ball, box, camera, stage

GOLDEN = Path(__file__).parents[1] / "golden" / "render"
SIZE = (480, 320)
CAMERA = camera((1.6, 1.9, 4.2), (0, 0.75, 0))
LIGHTS = {
    "day": KeyLight(direction(-50, 42)),
    "dusk": KeyLight(direction(60, 12), low_sun=True),
    "moon": KeyLight(direction(-50, 38), night=True),
    "street_lamp": KeyLight(position_m=(0.2, 2.6, 0.4), night=True),
    "table_lamp": KeyLight(position_m=(0.05, 1.25, -0.1), night=True, shade=False),
}


def still_life() -> DrawList:
    turned = at(-0.2, 0.4, -0.1)
    turned[:3, :3] = rotation_matrix(axis_angle((0, 1, 0), 28))
    return stage(
        (box((9, 0.1, 9), (188, 180, 168)), at(0, -0.05, 0), False),
        (box((9, 3, 0.1), (205, 205, 200)), at(0, 1.5, -1.8), False),
        (box((1.2, 0.8, 0.7), (168, 116, 72)), turned),
        (ball(0.3, (190, 70, 55)), at(-0.45, 1.1, -0.1)),
        (ball(0.45, (70, 110, 160)), at(1.1, 0.45, 0.3)),
        (box((0.12, 1.7, 0.12), (90, 120, 90)), at(-1.4, 0.85, 0.2)),
        (box((0.1, 0.1, 0.1), (255, 226, 150), 255), at(0.15, 0.85, -0.2), False),
        interior=False,
    )


def compare(name: str, picture: NDArray[np.uint8]) -> None:
    """Mean and outliers of the difference; line pictures may move by a pixel here and there."""
    path = GOLDEN / f"{name}.png"
    flipped = picture[..., ::-1] if picture.ndim == 3 else picture
    if os.environ.get("PREVIZ_WRITE_GOLDEN"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(bytes(cv2.imencode(".png", flipped)[1]))
    kept = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
    assert kept is not None, f"{path} is missing"
    assert kept.shape == flipped.shape
    difference = np.abs(kept.astype(int) - flipped.astype(int))
    assert difference.mean() < 1.0, f"{name} differs by {difference.mean():.2f} on average"
    assert (difference > 24).mean() < 0.005, f"{name} differs in {(difference > 24).mean():.2%} of its values"


@pytest.mark.parametrize("name", sorted(LIGHTS))
def test_beauty(name: str, renderer: Renderer) -> None:
    g = renderer.capture(still_life(), CAMERA, SIZE, LIGHTS[name], passes=("beauty",), supersample=2)
    compare(name, g.beauty)


def test_guides(renderer: Renderer) -> None:
    g = renderer.capture(still_life(), CAMERA, SIZE)
    compare("depth", np.asarray(depth_guide(g), np.uint8))
    compare("normal", normal_guide(g))
    compare("line", line_guide(g))


def test_a_wrong_picture_would_be_noticed(renderer: Renderer) -> None:
    """The tolerance is narrow enough to see the light move by three degrees."""
    if os.environ.get("PREVIZ_WRITE_GOLDEN"):
        pytest.skip("the kept pictures are being written")
    moved = KeyLight(direction(-53, 42))
    g = renderer.capture(still_life(), CAMERA, SIZE, moved, passes=("beauty",), supersample=2)
    with pytest.raises(AssertionError, match="differs"):
        compare("day", g.beauty)
