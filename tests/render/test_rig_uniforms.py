"""What a rig does to pictures: where light falls, of what colour, how hard, and what fog takes away."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from previz.render.drawlist import build
from previz.render.gbuffer import GBuffer
from previz.render.renderer import Renderer
from previz.render.rig_uniforms import rig_uniforms
from previz.scene.blocking import Actor, CameraState, Placed, World
from previz.scene.lighting import Beam, Light
from previz.scene.model import Transform

from .solids import camera, pixel

MakeActor = Callable[..., Actor]
SIZE = (300, 200)
FLOOR = Placed(
    "floor", "floor", "floor", {"width": 40.0, "depth": 40.0}, {"floor": (0.7, 0.7, 0.7)}, Transform(), 1
)
POST = Placed("post", "post", "box", {}, {}, Transform(scale=(0.5, 4.0, 0.5)), 2)
LAMP = Placed(
    "lamp", "lamp", "lamp", {"kind": "floor", "height": 1.5}, {}, Transform(position_m=(1.0, 0, 0)), 3
)
FACE = camera((0.0, 1.62, 1.1), (0.0, 1.62, 0.0), 50)
ABOVE = camera((0, 6, 4), (0, 0, 0), 28)


def picture(
    renderer: Renderer, state: CameraState, *members: object, interior: bool = False, **light: object
) -> GBuffer:
    world = World(
        items=tuple(m for m in members if isinstance(m, Placed)),
        actors=tuple(m for m in members if isinstance(m, Actor)),
        camera=state,
        light=Light(**light),  # type: ignore[arg-type]
        interior=interior,
    )
    return renderer.capture(build(world), state, SIZE)


def halves(g: GBuffer) -> tuple[float, float]:
    """Mean brightness of the person's left and right half in the picture."""
    columns = np.flatnonzero((g.objects == 10).any(axis=0))
    middle = int(columns.mean())
    person = g.objects == 10
    grey = g.beauty.astype(float).mean(axis=2)
    return float(grey[:, :middle][person[:, :middle]].mean()), float(
        grey[:, middle:][person[:, middle:]].mean()
    )


def colour(g: GBuffer, state: CameraState, point: tuple[float, float, float]) -> NDArray[np.float64]:
    column, row = pixel(state, point, g.size_px).astype(int)
    return g.beauty[row - 1 : row + 2, column - 1 : column + 2].astype(float).mean(axis=(0, 1))


def tone(g: GBuffer, state: CameraState, point: tuple[float, float, float]) -> float:
    column, row = pixel(state, point, g.size_px).astype(int)
    return float(g.light[row, column, 0]) / 255


@pytest.mark.parametrize("side", [1, -1])
def test_a_face_lit_from_one_side_is_brighter_there(side: int, renderer: Renderer, actor: MakeActor) -> None:
    """A person who faces the camera; the picture's left is −X."""
    left, right = halves(picture(renderer, FACE, actor(), azimuth_deg=side * 70.0, elevation_deg=15.0))
    assert (right - left) * side > 15


def test_a_fill_lifts_the_dark_side_alone(renderer: Renderer, actor: MakeActor) -> None:
    key = {"azimuth_deg": -70.0, "elevation_deg": 15.0}
    plain = picture(renderer, FACE, actor(), **key)
    filled = picture(
        renderer, FACE, actor(), **key, fill=Beam(azimuth_deg=70.0, elevation_deg=15.0, strength=0.7)
    )
    assert halves(filled)[1] > halves(plain)[1] + 15
    assert abs(halves(filled)[0] - halves(plain)[0]) < 12
    dark = (plain.objects == 10) & (plain.light[..., 0] < 10)
    assert filled.light[..., 0][dark].mean() > plain.light[..., 0][dark].mean() + 20, "drawings see it too"


def test_a_rim_lights_the_edge_from_behind(renderer: Renderer, actor: MakeActor) -> None:
    plain = picture(renderer, FACE, actor(), azimuth_deg=0.0)
    rimmed = picture(renderer, FACE, actor(), azimuth_deg=0.0, rim=Beam(azimuth_deg=150.0, strength=1.5))
    gain = rimmed.beauty.astype(float).mean(axis=2) - plain.beauty.astype(float).mean(axis=2)
    edge = (plain.objects == 10) & (plain.normals[..., 2] < 0.35) & (plain.normals[..., 0] > 0.5)
    front = (plain.objects == 10) & (plain.normals[..., 2] > 0.9)
    assert gain[edge].mean() > 12
    assert gain[front].mean() < 2


@pytest.mark.parametrize("weather", ["overcast", "fog"])
def test_a_covered_sky_has_no_hard_shadow(weather: str, renderer: Renderer) -> None:
    sun = {"azimuth_deg": 90.0, "elevation_deg": 40.0}
    clear = picture(renderer, ABOVE, FLOOR, POST, **sun)
    soft = picture(renderer, ABOVE, FLOOR, POST, weather=weather, **sun, visibility_m=1e5)
    lee, open_floor = (-1.2, 0.0, 0.0), (1.6, 0.0, 0.4)
    assert tone(clear, ABOVE, lee) < 0.05 < 0.5 < tone(clear, ABOVE, open_floor)
    assert tone(soft, ABOVE, lee) == pytest.approx(tone(soft, ABOVE, open_floor), abs=0.06)
    assert colour(soft, ABOVE, lee).mean() == pytest.approx(colour(soft, ABOVE, open_floor).mean(), abs=8)


def test_softness_by_hand_opens_the_shadow_half_way(renderer: Renderer) -> None:
    sun = {"azimuth_deg": 90.0, "elevation_deg": 40.0}
    lee = (-1.2, 0.0, 0.0)
    found = [
        tone(picture(renderer, ABOVE, FLOOR, POST, softness=s, **sun), ABOVE, lee) for s in (0.0, 0.5, 1.0)
    ]
    assert found[0] < 0.05
    assert found[0] + 0.1 < found[1] < found[2] - 0.1


def warmth(rgb: NDArray[np.float64]) -> float:
    return float(rgb[0] / max(rgb[2], 1.0))


def test_a_lamp_is_warmer_than_daylight_at_the_same_place(renderer: Renderer) -> None:
    place = (0.4, 0.0, 0.5)
    day = colour(picture(renderer, ABOVE, FLOOR, interior=True), ABOVE, place)
    night = colour(
        picture(renderer, ABOVE, FLOOR, LAMP, interior=True, time="night", lamp_id="lamp"), ABOVE, place
    )
    candle = {"time": "night", "lamp_id": "lamp", "kelvin": 1900.0}
    warmest = colour(picture(renderer, ABOVE, FLOOR, LAMP, interior=True, **candle), ABOVE, place)
    assert warmth(night) > 1.2 * warmth(day)
    assert warmth(warmest) > 1.1 * warmth(night)


@pytest.mark.parametrize(("kelvin", "warmer"), [(3200.0, True), (9000.0, False)])
def test_a_colour_temperature_tints_the_key(kelvin: float, warmer: bool, renderer: Renderer) -> None:
    place = (0.4, 0.0, 0.5)
    white = colour(picture(renderer, ABOVE, FLOOR, kelvin=5600.0), ABOVE, place)
    tinted = colour(picture(renderer, ABOVE, FLOOR, kelvin=kelvin), ABOVE, place)
    assert (warmth(tinted) > warmth(white)) is warmer
    assert tinted.mean() == pytest.approx(white.mean(), rel=0.12)


def test_the_hour_tints_the_key(renderer: Renderer) -> None:
    place = (0.4, 0.0, 0.5)
    found = {
        time: warmth(
            colour(
                picture(renderer, ABOVE, FLOOR, time=time, azimuth_deg=10.0, elevation_deg=40.0), ABOVE, place
            )
        )
        for time in ("golden hour", "noon", "blue hour", "night")
    }
    assert found["golden hour"] > 1.3 * found["noon"] > 1.3 * found["blue hour"]
    assert found["night"] < found["noon"]


def test_a_dimmed_key_is_dimmer_in_picture_and_drawing(renderer: Renderer) -> None:
    place = (0.4, 0.0, 0.5)
    full, half = (
        picture(renderer, ABOVE, FLOOR, strength=s, elevation_deg=60.0, azimuth_deg=0.0) for s in (1.0, 0.4)
    )
    assert colour(half, ABOVE, place).mean() < colour(full, ABOVE, place).mean() - 25
    assert tone(half, ABOVE, place) == pytest.approx(0.4 * tone(full, ABOVE, place), abs=0.03)


def lamp_at(x: float, lit: bool = True) -> Placed:
    about = {"kind": "floor", "height": 1.5, "lit": lit}
    return Placed(f"lamp {x}", "lamp", "lamp", about, {}, Transform(position_m=(x, 0.0, 0.0)), 20 + int(x))


def test_several_lamps_each_have_their_pool(renderer: Renderer) -> None:
    lamps = [lamp_at(-3.0), lamp_at(3.0), lamp_at(0.0)]
    night = {"interior": True, "time": "night", "azimuth_deg": 0.0, "elevation_deg": 80.0, "strength": 0.2}
    dark = picture(renderer, ABOVE, FLOOR, **night)
    lit = picture(renderer, ABOVE, FLOOR, *lamps, **night)
    one_out = picture(renderer, ABOVE, FLOOR, lamps[0], lamp_at(3.0, lit=False), lamps[2], **night)
    for place in ((-2.5, 0.0, 0.4), (2.5, 0.0, 0.4), (0.5, 0.0, 0.4)):
        assert colour(lit, ABOVE, place).mean() > colour(dark, ABOVE, place).mean() + 25
        assert tone(lit, ABOVE, place) > tone(dark, ABOVE, place) + 0.1
    out = (2.5, 0.0, 0.4)
    assert colour(one_out, ABOVE, out).mean() < colour(lit, ABOVE, out).mean() - 15


def test_the_strongest_four_beside_the_key_are_used(actor: MakeActor) -> None:
    """Where somebody stands the lamps nearest to them count."""
    lamps = [lamp_at(float(x)) for x in range(-4, 5)]
    for x in (-4.0, 4.0):
        somebody = actor(position_m=(x, 0.0, 1.0))
        world = World(items=(FLOOR, *lamps), actors=(somebody,), camera=None, light=Light(time="night"))
        lights = build(world).rig
        assert lights is not None
        assert lights.key_lamp is not None
        assert lights.key_lamp.position_m[0] == x
        beside = [lit.lamp.position_m[0] for lit in lights.lamps]
        assert beside == [x - np.sign(x) * step for step in (1, 2, 3, 4)]


def test_fog_takes_the_distance(renderer: Renderer) -> None:
    state = camera((0, 1.2, 4), (0, 1.0, -6), 35)
    far_post = Placed("far", "far", "box", {}, {}, Transform(position_m=(1.5, 0, -20), scale=(2, 4, 2)), 5)
    near_post = Placed(
        "near", "near", "box", {}, {}, Transform(position_m=(-0.6, 0, 2), scale=(0.6, 2, 0.6)), 6
    )
    clear = picture(renderer, state, FLOOR, far_post, near_post)
    fog = picture(renderer, state, FLOOR, far_post, near_post, visibility_m=25.0)
    sky = fog.beauty[5, 150].astype(float)
    for number, least, most in ((5, 0.9, 1.0), (6, 0.1, 0.45)):
        body = clear.objects == number
        before = np.abs(clear.beauty[body].astype(float) - sky).mean()
        after = np.abs(fog.beauty[body].astype(float) - sky).mean()
        assert least <= 1 - after / before <= most
    indoors = picture(renderer, state, FLOOR, near_post, weather="fog", interior=True)
    assert np.abs(indoors.beauty[indoors.objects == 6].astype(float) - sky).mean() > 20, "fog stays outside"


def test_plain_light_has_nothing_beside_its_key() -> None:
    found = rig_uniforms(None, np.eye(4), None)  # type: ignore[arg-type]
    assert (found["u_lamps"], found["u_shines"], found["u_softness"], found["u_extinction"]) == (0, 0, 0, 0)
