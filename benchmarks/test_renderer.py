"""What a picture costs, and how that compares with pyqtgraph's GLMeshItem.

Times include the read-back into arrays. Without a graphics card they are those of Mesa's llvmpipe.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from crowd import FRAME_PX, VIEW_PX, camera, crowd
from pytest_benchmark.fixture import BenchmarkFixture

from previz import gl
from previz.render.drawlist import DrawList, build
from previz.render.passes import line_guide, write_passes
from previz.render.renderer import Renderer
from previz.scene.blocking import Placed, World
from previz.scene.model import Transform

GEOMETRY = ("albedo", "normals", "depth_m", "ids")


@pytest.fixture(scope="module")
def renderer() -> Iterator[Renderer]:
    with gl.headless():
        renderer = Renderer()
        yield renderer
        renderer.close()


@pytest.fixture(scope="module")
def people() -> DrawList:
    return crowd()


@pytest.fixture(scope="module")
def scene() -> DrawList:
    """Two people and some furniture in a room: a usual shot."""
    pieces = [("room", 0.0, 0.0), ("sofa", -0.6, -1.4), ("table", 0.2, 0.5), ("chair", 0.2, 1.2)]
    items = tuple(
        Placed(key, key, key, {}, {}, Transform(position_m=(x, 0.0, z)), 1000 + n)
        for n, (key, x, z) in enumerate(pieces)
    )
    actors = tuple(figure.actor for figure in crowd(2).figures)
    return build(World(items=items, actors=actors, camera=camera()), refine_for=camera())


def test_build_a_hundred_people(benchmark: BenchmarkFixture) -> None:
    """As while a camera moves: bodies, meshes and solved poses are kept."""
    assert len(benchmark(crowd).figures) == 100


def test_gbuffer_of_a_hundred_people(
    benchmark: BenchmarkFixture, renderer: Renderer, people: DrawList
) -> None:
    """The size of the stage view."""
    benchmark.extra_info["device"] = gl.describe()
    g = benchmark(renderer.capture, people, camera(), VIEW_PX, None, GEOMETRY)
    assert g.ids.any()


def test_lit_view_of_a_shot(benchmark: BenchmarkFixture, renderer: Renderer, scene: DrawList) -> None:
    """What the stage view shows while a camera moves: shadows are kept, light is not."""
    benchmark(renderer.capture, scene, camera(), VIEW_PX, None, ("beauty", "ids"))


@pytest.mark.parametrize("supersample", [1, 2])
def test_all_passes_of_a_frame(
    benchmark: BenchmarkFixture, renderer: Renderer, scene: DrawList, supersample: int
) -> None:
    g = benchmark(lambda: renderer.capture(scene, camera(), FRAME_PX, supersample=supersample))
    assert g.beauty.shape == (FRAME_PX[1], FRAME_PX[0], 3)


def test_visible_share_pass(benchmark: BenchmarkFixture, renderer: Renderer, scene: DrawList) -> None:
    benchmark(renderer.capture, scene, camera(), (480, 201), None, ("ids",))


def test_line_guide(benchmark: BenchmarkFixture, renderer: Renderer, scene: DrawList) -> None:
    g = renderer.capture(scene, camera(), FRAME_PX)
    benchmark(line_guide, g, (1, 2))


def test_write_all_guides(
    benchmark: BenchmarkFixture, renderer: Renderer, scene: DrawList, tmp_path: Path
) -> None:
    g = renderer.capture(scene, camera(), FRAME_PX)
    benchmark(write_passes, tmp_path, g, scene, camera())


def test_against_pyqtgraph(benchmark: BenchmarkFixture) -> None:
    """A hundred people in one window: ours with four targets and read-back, theirs with one target."""
    pytest.importorskip("pyqtgraph", reason="pyqtgraph is not installed")
    command = [sys.executable, str(Path(__file__).with_name("peer_pyqtgraph.py"))]
    if not os.environ.get("DISPLAY"):
        server = shutil.which("xvfb-run")
        if server is None:
            pytest.skip("pyqtgraph needs a display, and there is no xvfb-run")
        command = [server, "-a", *command]

    def run() -> dict[str, float]:
        environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])}
        done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=300)
        assert done.returncode == 0, done.stderr[-2000:]
        return dict(json.loads(done.stdout.splitlines()[-1]))

    result = benchmark.pedantic(run, rounds=1)
    benchmark.extra_info.update(result)
    print(result)
    assert result["ratio"] < 2, result
