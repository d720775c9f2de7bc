"""One drawn frame of two people in a furnished room, guides ready; it should take less than a second."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from previz import cast, gl
from previz.gen.request import FrameRequest, Picture, Region
from previz.gen.sketch import SketchGenerator, plan
from previz.render import drawlist
from previz.render.hints import hints, key_light
from previz.render.renderer import Renderer
from previz.scene.blocking import Actor, CameraState, Placed, World
from previz.scene.model import Pose, Transform
from previz.scene.optics import framed_view
from previz.scene.transform import look_at

SIZES = ((1920, 804), (960, 402))


def _room() -> World:
    where = look_at((1.35, 1.62, 2.25), (-0.2, 1.35, -0.9))
    camera = CameraState(
        where.position_m, where.rotation, framed_view(24.89, 18.66, 1920 / 804, 34), 34, 3.4, 2.8, aspect=2.39
    )
    furniture = (
        ("room", (0.0, 0.0, 0.0), {"openings": "N:window@0.3x1.4x1.2 sill 0.9", "south": False}),
        ("table", (0.1, 0.0, 0.0), {}),
        ("chair", (0.1, 0.0, -0.85), {}),
        ("bookshelf", (2.2, 0.0, -2.2), {}),
        ("sofa", (-2.1, 0.0, -0.6), {}),
        ("curtain", (1.15, 0.0, -2.38), {}),
    )
    items = tuple(
        Placed(piece, piece, piece, dict(params), {}, Transform(position_m=place), number)
        for number, (piece, place, params) in enumerate(furniture, 1)
    )
    people = tuple(
        Actor(name, name, cast.PEOPLE[name], Pose(preset=pose), place, heading, number)
        for number, (name, pose, place, heading) in enumerate(
            (("man", "talk", (-0.55, 0.0, -1.1), 30.0), ("woman", "stand", (0.75, 0.0, 0.9), 200.0)), 100
        )
    )
    return World(items, people, camera)


@pytest.fixture(scope="module")
def renderer() -> Iterator[Renderer]:
    with gl.headless():
        renderer = Renderer()
        yield renderer
        renderer.close()


def _job(renderer: Renderer, style: str, size: tuple[int, int]) -> tuple[FrameRequest, dict[str, Any]]:
    world = _room()
    assert world.camera is not None
    scene = drawlist.build(world, world.camera)
    key = key_light(plan(7, style).lighting, world.camera, world)
    picture = renderer.capture(scene, world.camera, size, key)
    guides = {name: getattr(picture, name) for name in ("albedo", "depth_m", "normals", "ids", "light")}
    guides["hints"] = hints(scene, world.camera, key)
    regions = tuple(
        Region(object_id=number, kind=kind, roles=cast.ROLES if kind == "figure" else {})
        for number, kind in scene.kinds.items()
    )
    return FrameRequest(generator="sketch", style=style, seed=7, size_px=size, regions=regions), guides


@pytest.mark.parametrize("style", ["pencil", "ink"])
@pytest.mark.parametrize("size", SIZES, ids=lambda s: f"{s[0]}x{s[1]}")
def test_draw(benchmark: BenchmarkFixture, renderer: Renderer, style: str, size: tuple[int, int]) -> None:
    request, guides = _job(renderer, style, size)
    generator = SketchGenerator()

    def draw() -> Picture:
        *_, picture = generator.run(request, guides, lambda: False)
        assert isinstance(picture, Picture)
        return picture

    pixels = benchmark.pedantic(draw, rounds=5, warmup_rounds=1).pixels
    assert pixels.shape == (size[1], size[0], 3)
    generator.close()


def test_draw_without_opengl(benchmark: BenchmarkFixture, renderer: Renderer) -> None:
    request, guides = _job(renderer, "pencil", SIZES[0])
    generator = SketchGenerator(use_gl=False)
    benchmark.pedantic(lambda: list(generator.run(request, guides, lambda: False)), rounds=3, warmup_rounds=1)


def test_hints(benchmark: BenchmarkFixture) -> None:
    world = _room()
    assert world.camera is not None
    scene = drawlist.build(world, world.camera)
    key = key_light(plan(7, "ink").lighting, world.camera, world)
    bundle = benchmark(hints, scene, world.camera, key)
    assert len(bundle["people"]) == 2
