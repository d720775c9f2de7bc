from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np
import pytest

from previz import gl
from previz.errors import RenderError
from previz.render.capture import BEHIND, Capturer
from previz.render.drawlist import build
from previz.render.gbuffer import PASSES
from previz.render.renderer import Renderer
from previz.scene.blocking import Actor, World

from .solids import at, box, camera, stage

AHEAD = camera((0, 1, 3), (0, 1, 0), aspect=2.0)
WALL = stage((box((2, 50, 0.2)), at(-1, 1, -0.1)))


@pytest.fixture
def capturer() -> Iterator[Capturer]:
    with Capturer() as capturer:
        yield capturer


def test_the_thread_makes_the_same_bytes_as_the_renderer(capturer: Capturer, renderer: Renderer) -> None:
    here = renderer.capture(WALL, AHEAD, (64, 32))
    there = capturer.capture(WALL, AHEAD, (64, 32))
    for name in PASSES:
        assert (getattr(here, name) == getattr(there, name)).all(), name


@pytest.mark.skipif(sys.platform != "linux", reason="niceness is of a process elsewhere")
def test_it_gives_way_to_whoever_answers_at_the_window(capturer: Capturer) -> None:
    mine = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
    theirs = capturer.run(lambda _: os.getpriority(os.PRIO_PROCESS, threading.get_native_id())).result()
    assert theirs == min(BEHIND, 19)
    assert os.getpriority(os.PRIO_PROCESS, threading.get_native_id()) == mine


def test_a_world_brings_its_camera_and_is_refined_for_it(
    capturer: Capturer, actor: Callable[..., Actor], world: Callable[..., World]
) -> None:
    close = camera((0, 1.6, 1.0), (0, 1.6, 0))
    scene = world(actor(1), camera=close)
    g = capturer.capture(scene, None, (90, 60), passes=("ids",))
    assert (g.ids == capturer.capture(build(scene, close), close, (90, 60), passes=("ids",)).ids).all()
    other = camera((0, 1.6, 5.0), (0, 1.6, 0))
    assert (capturer.capture(scene, other, (90, 60)).ids != g.ids).any()
    with pytest.raises(RenderError, match="no camera"):
        capturer.capture(world(actor(1)), None, (90, 60))


def test_many_threads_ask_at_once(capturer: Capturer) -> None:
    shares: dict[int, float] = {}

    def ask(n: int) -> None:
        shares[n] = float((capturer.capture(WALL, AHEAD, (10 * n, 10), passes=("ids",)).ids > 0).mean())

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(1, 9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert shares == dict.fromkeys(range(1, 9), 0.5)


def test_errors_cross_the_thread_and_do_not_end_it(capturer: Capturer) -> None:
    future = capturer.submit(WALL, AHEAD, (20000, 20))
    with pytest.raises(RenderError, match="20000 × 20 px"):
        future.result(timeout=60)
    with pytest.raises(ValueError, match="unknown passes"):
        capturer.capture(WALL, AHEAD, (20, 20), passes=("smell",))
    assert capturer.capture(WALL, AHEAD, (20, 10), passes=("ids",)).ids.any()


def test_share_is_measured_at_a_fixed_width(capturer: Capturer) -> None:
    assert capturer.visible_share(WALL, AHEAD) == pytest.approx({1: 0.5})
    narrow = stage((box((0.0125, 50, 0.2)), at(0, 1, -0.1)))
    share = capturer.visible_share(narrow, AHEAD)[1]
    assert share * 480 == pytest.approx(round(share * 480), abs=1e-6), "whole columns of 480"


def test_closing(capturer: Capturer) -> None:
    futures = [capturer.submit(WALL, AHEAD, (40, 20)) for _ in range(5)]
    capturer.close()
    capturer.close()
    assert all(future.result(timeout=0).ids.any() for future in futures), "what was asked for is still made"
    with pytest.raises(RenderError, match="closed"):
        capturer.capture(WALL, AHEAD, (40, 20))
    assert not [t for t in threading.enumerate() if t.name == "previz-capture"]


def test_closing_one_that_was_never_used_starts_nothing() -> None:
    before = threading.active_count()
    Capturer().close()
    assert threading.active_count() == before


def test_cancelled_pictures_are_not_made() -> None:
    gate, entered = threading.Event(), []

    @contextmanager
    def slow() -> Iterator[None]:
        gate.wait(60)
        with gl.headless():
            entered.append(True)
            yield

    capturer = Capturer(slow)
    first, second = (capturer.submit(WALL, AHEAD, (8, 4)) for _ in range(2))
    assert second.cancel()
    gate.set()
    capturer.close()
    assert first.result(timeout=0).ids.any()
    assert second.cancelled()
    assert entered == [True]


def test_without_opengl_every_picture_says_why() -> None:
    @contextmanager
    def none() -> Iterator[None]:
        raise RenderError("There is no OpenGL. Install libEGL and Mesa: apt-get install libegl1")
        yield

    with Capturer(none) as capturer:
        for _ in range(3):
            with pytest.raises(RenderError, match="apt-get install"):
                capturer.capture(WALL, AHEAD, (8, 4))


def test_arrays_belong_to_the_caller(capturer: Capturer) -> None:
    first = capturer.capture(WALL, AHEAD, (40, 20))
    kept = first.depth_m.copy()
    capturer.capture(stage(), AHEAD, (40, 20))
    assert np.array_equal(first.depth_m, kept)
    first.depth_m[:] = 0


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_trouble_at_the_end_does_not_hang() -> None:
    @contextmanager
    def clumsy() -> Iterator[None]:
        with gl.headless():
            yield
        raise OSError("the driver tripped on the way out")

    capturer = Capturer(clumsy)
    assert capturer.capture(WALL, AHEAD, (8, 4)).ids.any()
    capturer.close()
    assert not [t for t in threading.enumerate() if t.name == "previz-capture"]
