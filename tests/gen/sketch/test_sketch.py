"""The generator as the worker process sees it."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import cv2
import msgspec
import numpy as np
import pytest

from previz.errors import GenerationError, NotSupported
from previz.gen.guides import digest
from previz.gen.queue import Queue
from previz.gen.request import Done, FrameRequest, Picture, Progress, Region, check_capable
from previz.gen.sketch import STYLES, SketchGenerator, plan, plan_of

from .stage import REGIONS, Stage

ROOT = Path(__file__).parents[3]
SIZE = (480, 200)
FINGERPRINT = """
import hashlib
from tests.gen.sketch.stage import Stage
from tests.gen.sketch.test_sketch import request, run
for style in {styles}:
    print(hashlib.sha256(run(request(style), Stage((480, 200)), {use_gl}).tobytes()).hexdigest())
"""


def request(style: str = "ink", seed: int = 5, size: tuple[int, int] = SIZE, **about: object) -> FrameRequest:
    regions = tuple(Region(object_id=r.object_id, kind=r.kind, roles=r.roles) for r in REGIONS)  # type: ignore[arg-type]
    return FrameRequest(
        generator="sketch",
        style=style,
        seed=seed,
        size_px=size,
        regions=regions,
        **about,  # type: ignore[arg-type]
    )


def run(asked: FrameRequest, stage: Stage, use_gl: bool = False) -> np.ndarray:
    generator = SketchGenerator(use_gl)
    *_, last = generator.run(asked, stage.guides(), lambda: False)
    generator.close()
    assert isinstance(last, Picture)
    return last.pixels


@pytest.mark.parametrize("use_gl", [False, True])
def test_two_processes_draw_identical_bytes(use_gl: bool) -> None:
    pictures = [run(request(style), Stage(SIZE), use_gl) for style in STYLES]
    here = [hashlib.sha256(picture.tobytes()).hexdigest() for picture in pictures]
    code = FINGERPRINT.format(use_gl=use_gl, styles=STYLES)
    for _ in range(2):
        there = subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, timeout=120
        )
        assert there.stdout.split() == here


def test_progress_grows_and_the_picture_comes_last() -> None:
    steps = list(SketchGenerator(False).run(request(), Stage(SIZE).guides(), lambda: False))
    fractions = [step.fraction for step in steps[:-1] if isinstance(step, Progress)]
    assert len(fractions) == len(steps) - 1 >= 6
    assert fractions == sorted(fractions)
    assert all(step.text for step in steps[:-1] if isinstance(step, Progress))
    assert isinstance(steps[-1], Picture)


@pytest.mark.parametrize("after", [0, 1, 4])
def test_cancelling_stops_between_stages(after: int) -> None:
    asked = iter([False] * after + [True] * 20)
    steps = list(SketchGenerator(False).run(request(), Stage(SIZE).guides(), lambda: next(asked)))
    assert len(steps) == after
    assert not any(isinstance(step, Picture) for step in steps)


def test_guides_of_another_size_are_refused() -> None:
    with pytest.raises(GenerationError, match="480 × 200"):
        run(request(size=(640, 200)), Stage(SIZE))


def test_a_plan_in_the_request_wins_over_the_seed() -> None:
    chosen = plan(99, "ink")
    asked = request(plan=msgspec.to_builtins(chosen))
    assert plan_of(asked) == chosen
    assert plan_of(request(seed=3)) == plan(3, "ink")
    assert plan_of(request(night=True)).time == "night"
    assert not np.array_equal(run(asked, Stage(SIZE)), run(request(), Stage(SIZE)))


def test_a_broken_plan_is_one_line_for_the_user() -> None:
    with pytest.raises(GenerationError, match="plan the frame again"):
        plan_of(request(plan={"seed": "x"}))


def test_a_plan_out_of_range_does_not_reach_the_paper() -> None:
    bold = msgspec.to_builtins(plan(1, "ink")) | {"weight": 90.0}
    with pytest.raises(NotSupported, match="Line weight cannot be 90"):
        plan_of(request(plan=bold))


def test_capabilities_say_what_is_needed() -> None:
    with pytest.raises(NotSupported, match="hints"):
        check_capable(request(), SketchGenerator.capabilities)
    with pytest.raises(NotSupported, match="pencil"):
        check_capable(request(style="oil"), SketchGenerator.capabilities)


def test_nothing_heavy_is_imported_with_the_generator() -> None:
    code = (
        "import sys, previz.gen.sketch;"
        "names = {n.split('.')[1] for n in sys.modules if n.startswith('previz.')};"
        "assert not names & {'scene', 'cast', 'kit', 'render', 'ui'}, names;"
        "import previz.gen.sketch.drawing; assert not any(m.startswith('OpenGL') for m in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, timeout=60)


@pytest.mark.parametrize("style", ["pencil", "ink"])
def test_the_real_worker_makes_the_same_picture(tmp_path: Path, style: str) -> None:
    stage = Stage(SIZE)
    guides = stage.guides()
    asked = request(style, guides={name: digest(guide) for name, guide in guides.items()})
    with Queue(tmp_path) as queue:
        queue.submit("job-1", asked, guides)
        (outcome,) = queue.wait(["job-1"], 120).values()
    assert isinstance(outcome, Done), outcome
    assert outcome.unused == ()
    made = cv2.imread(outcome.path)[..., ::-1]
    assert np.array_equal(made, run(asked, stage, use_gl=True))
