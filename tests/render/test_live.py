"""The live sketch: lines on the borders of things, tone where it is dark, and nothing that flickers."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from numpy.typing import NDArray

from previz.render.drawlist import DrawList
from previz.render.light import KeyLight, direction
from previz.render.live import LIVE_LOOKS, LiveLook, LiveSketch
from previz.render.renderer import Renderer
from previz.render.target import Target
from previz.render.viewer import Glance, Viewer

from .solids import at, box, stage
from .test_renderer_golden import CAMERA, SIZE, compare, still_life

LEFT = KeyLight(direction(-50, 42))


@pytest.fixture(scope="module")
def live(renderer: Renderer) -> Iterator[LiveSketch]:
    made = LiveSketch()
    yield made
    made.close()


@pytest.fixture(scope="module")
def target(renderer: Renderer) -> Iterator[Target]:
    made = Target(SIZE)
    yield made
    made.delete()


def sketched(
    renderer: Renderer, live: LiveSketch, target: Target, scene: DrawList, look: LiveLook, **about: bool
) -> NDArray[np.int64]:
    renderer.draw(target, scene, CAMERA, LEFT, **about)
    return live.draw(target, CAMERA, look).read()[..., :3].astype(int)


@pytest.mark.parametrize("look", LIVE_LOOKS)
def test_the_look_that_is_meant(renderer: Renderer, live: LiveSketch, target: Target, look: LiveLook) -> None:
    compare(f"live_{look}", sketched(renderer, live, target, still_life(), look).astype(np.uint8))


@pytest.mark.parametrize("look", LIVE_LOOKS)
def test_a_dark_line_runs_round_every_object(
    renderer: Renderer, live: LiveSketch, target: Target, look: LiveLook
) -> None:
    picture = sketched(renderer, live, target, still_life(), look).mean(axis=2)
    objects = target.geometry.read(3) >> 16
    across = objects[4:-4, 4:-5] != objects[4:-4, 5:-4]
    rows, columns = (place + 4 for place in np.nonzero(across))
    near = np.stack([picture[rows, columns + shift] for shift in range(-3, 4)]).min(axis=0)
    assert (near < 130).mean() > 0.9


def test_empty_sky_is_bare_paper(renderer: Renderer, live: LiveSketch, target: Target) -> None:
    nothing = stage((box((0.1, 0.1, 0.1)), at(0, -50, 0)), interior=False)
    for look in ("pencil", "ink"):
        picture = sketched(renderer, live, target, nothing, look)  # type: ignore[arg-type]
        assert picture.min() > 200
        assert picture.std() < 8


def test_shade_is_hatched_and_light_is_not(renderer: Renderer, live: LiveSketch, target: Target) -> None:
    """A grey box whose lit and shaded side both face the camera."""
    scene = stage((box((2.2, 2.2, 2.2), (130, 130, 130)), at(0, 0.75, 0)), interior=False)
    renderer.draw(target, scene, CAMERA, KeyLight(direction(90, 20)))
    picture = live.draw(target, CAMERA, "pencil").read()[..., :3].mean(axis=2)
    patches = target.geometry.read(3)
    beauty = target.smoothing.read()[..., 1].astype(int)
    sides = sorted(
        (beauty[patches == n].mean(), picture[patches == n].mean())
        for n in np.unique(patches)
        if n and (patches == n).sum() > 800
    )
    assert sides[-1][0] > sides[0][0] + 40, "one side is lit"
    assert sides[-1][1] > sides[0][1] + 40, "and the other is hatched"


def test_a_still_view_does_not_flicker_and_noise_stays_on_the_sheet(
    renderer: Renderer, live: LiveSketch, target: Target
) -> None:
    first = sketched(renderer, live, target, still_life(), "pencil")
    assert (sketched(renderer, live, target, still_life(), "pencil") == first).all()


def test_a_moving_view_is_sketched_alike(renderer: Renderer, live: LiveSketch, target: Target) -> None:
    still = sketched(renderer, live, target, still_life(), "pencil").mean(axis=2)
    moving = sketched(renderer, live, target, still_life(), "pencil", moving=True).mean(axis=2)
    assert np.abs(still - moving).mean() < 14
    assert np.corrcoef(still.ravel(), moving.ravel())[0, 1] > 0.8


def test_looks_differ_and_only_colour_has_colour(
    renderer: Renderer, live: LiveSketch, target: Target
) -> None:
    pictures = {look: sketched(renderer, live, target, still_life(), look) for look in LIVE_LOOKS}
    chroma = {look: np.ptp(p, axis=2).mean() for look, p in pictures.items()}
    assert chroma["colour"] > 2 * max(chroma["pencil"], chroma["ink"])  # their paper is warm
    assert np.abs(pictures["pencil"] - pictures["ink"]).mean() > 8


def test_a_larger_picture_is_the_same_sketch(renderer: Renderer, live: LiveSketch) -> None:
    means = []
    for size in ((480, 320), (1440, 960)):
        place = Target(size)
        renderer.draw(place, still_life(), CAMERA, LEFT)
        means.append(live.draw(place, CAMERA, "ink").read()[..., :3].mean())
        live.forget(size)
        place.delete()
    assert means[0] == pytest.approx(means[1], abs=14)


def test_an_unknown_look_is_a_mistake_of_the_caller(live: LiveSketch, target: Target) -> None:
    with pytest.raises(ValueError, match="pencil, ink, colour"):
        live.draw(target, CAMERA, "oil")  # type: ignore[arg-type]


def test_a_viewport_shows_it_and_can_go_back(renderer: Renderer) -> None:
    viewer = Viewer(renderer)
    scene = still_life()
    plain = viewer.draw("lens", Glance(scene, CAMERA, SIZE, key=LEFT)).read()
    sketch = viewer.draw("lens", Glance(scene, CAMERA, SIZE, key=LEFT, sketch="ink")).read()
    again = viewer.draw("lens", Glance(scene, CAMERA, SIZE, key=LEFT)).read()
    draws = viewer.geometry_draws
    viewer.close()
    assert np.abs(plain.astype(int) - sketch).mean() > 20
    assert (plain == again).all()
    assert draws == 1, "a sketch of a view that is at rest costs no geometry"
