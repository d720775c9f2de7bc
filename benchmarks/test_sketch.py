"""One drawn frame of two people in a furnished room, guides ready; the goal is half a second at 1920 px.

``python -m pytest benchmarks/test_sketch.py --benchmark-json=sketch.json`` keeps the shares, strokes and
memory that stand beside the seconds (``extra_info``).
"""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable, Iterator
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from pytest_benchmark.fixture import BenchmarkFixture

from previz import cast, gl
from previz.export.psd import to_psd
from previz.export.stack import to_openraster
from previz.gen.request import FrameRequest, Picture, Region
from previz.gen.sketch import STYLES, SketchGenerator, plan, plan_of
from previz.gen.sketch.drawing import draw
from previz.gen.sketch.layers import Parts, flatten, take_apart
from previz.gen.sketch.raster import Press
from previz.gen.sketch.vector import to_svg
from previz.gen.worker import keep_memory
from previz.render import drawlist
from previz.render.hints import hints, key_light
from previz.render.live import LIVE_LOOKS, LiveLook, LiveSketch
from previz.render.renderer import Renderer
from previz.render.target import Target
from previz.scene.blocking import Actor, CameraState, Placed, World
from previz.scene.model import Pose, Transform
from previz.scene.optics import framed_view
from previz.scene.transform import look_at

SIZES = ((960, 402), (1920, 804), (3840, 1608))


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
    keep_memory()  # as the process in which drawings are made does
    with gl.headless():
        renderer = Renderer()
        yield renderer
        renderer.close()


def _hall() -> World:
    where = look_at((0.0, 2.4, 9.0), (0.0, 0.4, -6.0))
    camera = CameraState(
        where.position_m, where.rotation, framed_view(24.89, 18.66, 1920 / 804, 28), 28, 9.0, 4.0, aspect=2.39
    )
    items = tuple(
        Placed(
            f"chair {number}",
            "chair",
            "chair",
            {},
            {},
            Transform(position_m=(number % 25 * 0.8 - 9.6, 0.0, 6.0 - number // 25 * 1.1)),
            number + 1,
        )
        for number in range(500)
    )
    return World(items, (), camera)


def _job(
    renderer: Renderer, style: str, size: tuple[int, int], world: World | None = None
) -> tuple[FrameRequest, dict[str, Any]]:
    world = world or _room()
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


def _drawn(request: FrameRequest, guides: dict[str, Any], press: Press) -> tuple[Parts, dict[str, float]]:
    """What the drawing is made of, and seconds of each stage."""
    kept: list[Parts] = []
    seconds: dict[str, float] = {}
    stages = draw(guides, request.regions, plan_of(request), press.raster, keep=kept.append)
    name, began = "", time.perf_counter()
    for _, following in stages:
        now = time.perf_counter()
        seconds[name] = seconds.get(name, 0.0) + now - began
        name, began = following, now
    seconds[name] = time.perf_counter() - began
    del seconds[""]
    return kept[0], seconds


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("size", SIZES, ids=lambda s: f"{s[0]}x{s[1]}")
def test_draw(benchmark: BenchmarkFixture, renderer: Renderer, style: str, size: tuple[int, int]) -> None:
    """Seconds a frame; beside them the share of every stage, strokes, and peak memory of the arrays."""
    request, guides = _job(renderer, style, size)
    generator = SketchGenerator()

    def frame() -> Picture:
        *_, picture = generator.run(request, guides, lambda: False)
        assert isinstance(picture, Picture)
        return picture

    large = size[0] > 2000
    pixels = benchmark.pedantic(frame, rounds=2 if large else 5, warmup_rounds=1).pixels
    assert pixels.shape == (size[1], size[0], 3)
    generator.close()
    press = Press()
    tracemalloc.start()
    parts, _ = _drawn(request, guides, press)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    began = time.process_time()
    _, seconds = _drawn(request, guides, press)
    spent_s = time.process_time() - began
    press.close()
    whole = sum(seconds.values())
    benchmark.extra_info |= {
        "share of stages": {name: round(spent / whole, 2) for name, spent in seconds.items()},
        "processor s": round(spent_s, 2),
        "strokes": len(parts.lines) + len(parts.whites) + len(parts.hatching),
        "peak MB": round(peak / 1e6),
    }


@pytest.mark.parametrize("style", STYLES)
def test_outline(benchmark: BenchmarkFixture, renderer: Renderer, style: str) -> None:
    """How much of the true outline is drawn within 3 px, and how much of the lines of things lies on one."""
    request, guides = _job(renderer, style, SIZES[1])
    press = Press()
    parts, _ = benchmark.pedantic(lambda: _drawn(request, guides, press), rounds=1)
    press.close()
    line = parts.coverage["line"].copy()
    if "white" in parts.coverage:
        np.maximum(line, parts.coverage["white"], out=line)
    drawn = line > 60
    objects = guides["ids"] >> 16
    outline = _border(objects.astype(np.int64))
    depth = np.minimum(guides["depth_m"], 1e3)
    step = np.zeros_like(outline)
    for axis in (0, 1):
        jump = np.abs(np.diff(1 / depth, axis=axis)) * np.delete(depth, -1, axis) > 0.02
        step[tuple(slice(0, n) for n in jump.shape)] |= jump
    border = _border(guides["ids"].astype(np.int64)) | step
    # on people, lines are also drawn from knowledge: faces, hair, folds
    figures = np.isin(objects, [region.object_id for region in request.regions if region.kind == "figure"])
    things = drawn & (_away(figures) > 8)
    benchmark.extra_info |= {
        "outline drawn": round(float((_away(drawn)[outline] <= 3).mean()), 3),
        "lines of things on a border": round(float((_away(border)[things] <= 3).mean()), 3),
    }


def _border(numbers: NDArray[np.int64]) -> NDArray[np.bool_]:
    found = np.zeros(numbers.shape, bool)
    found[:, 1:] |= numbers[:, 1:] != numbers[:, :-1]
    found[1:] |= numbers[1:] != numbers[:-1]
    return found


def _away(mask: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Pixels from each pixel to the nearest of ``mask``."""
    return np.asarray(cv2.distanceTransform((~mask).astype(np.uint8), cv2.DIST_L2, 5), np.float32)


def test_draw_500_objects(benchmark: BenchmarkFixture, renderer: Renderer) -> None:
    """Chairs to the horizon."""
    request, guides = _job(renderer, "pencil", SIZES[1], _hall())
    assert len(np.unique(guides["ids"] >> 16)) > 200
    generator = SketchGenerator()
    benchmark.pedantic(lambda: list(generator.run(request, guides, lambda: False)), rounds=3, warmup_rounds=1)
    generator.close()


def test_draw_without_opengl(benchmark: BenchmarkFixture, renderer: Renderer) -> None:
    request, guides = _job(renderer, "pencil", SIZES[1])
    generator = SketchGenerator(use_gl=False)
    benchmark.pedantic(lambda: list(generator.run(request, guides, lambda: False)), rounds=3, warmup_rounds=1)


@pytest.mark.parametrize("what", ["layers", "svg", "ora", "psd"])
def test_take_apart(benchmark: BenchmarkFixture, renderer: Renderer, what: str) -> None:
    """A finished drawing into layers, and into the files of other programs."""
    request, guides = _job(renderer, "pencil", SIZES[1])
    press = Press()
    parts, _ = _drawn(request, guides, press)
    press.close()
    layers = take_apart(parts)
    merged = flatten(layers)
    work: dict[str, Callable[[], Any]] = {
        "layers": lambda: take_apart(parts),
        "svg": lambda: to_svg(parts, SIZES[1]),
        "ora": lambda: to_openraster(layers, merged),
        "psd": lambda: to_psd(layers, merged),
    }
    made = benchmark.pedantic(work[what], rounds=3, warmup_rounds=1)
    if what != "layers":
        benchmark.extra_info["kB"] = round(len(made) / 1000)


@pytest.mark.parametrize("look", LIVE_LOOKS)
def test_live_sketch(benchmark: BenchmarkFixture, renderer: Renderer, look: LiveLook) -> None:
    """Both passes of the viewport's sketch and reading it back; the bound is 60 ms on quiet cores."""
    world = _room()
    assert world.camera is not None
    target = Target(SIZES[0])
    renderer.draw(target, drawlist.build(world, world.camera), world.camera)
    live = LiveSketch()

    def sketch() -> None:
        live.draw(target, world.camera, look).read()  # type: ignore[arg-type]

    began = time.process_time()
    benchmark.pedantic(sketch, rounds=20, warmup_rounds=2)
    benchmark.extra_info["processor ms"] = round((time.process_time() - began) / 22 * 1000, 1)
    live.close()
    target.delete()


def test_hints(benchmark: BenchmarkFixture) -> None:
    world = _room()
    assert world.camera is not None
    scene = drawlist.build(world, world.camera)
    key = key_light(plan(7, "ink").lighting, world.camera, world)
    bundle = benchmark(hints, scene, world.camera, key)
    assert len(bundle["people"]) == 2
