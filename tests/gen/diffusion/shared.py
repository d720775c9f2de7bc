"""What is dear and made once: the models folder once a run, each loaded model once a process."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from previz.gen.diffusion import DiffusionGenerator
from previz.gen.guides import Guides
from previz.gen.request import FrameRequest, Step


def tiny_models(made: pytest.TempPathFactory) -> Path:
    """The folder of this run, whichever of its processes was the first to build it."""
    base = made.getbasetemp()
    shared = (base.parent if "PYTEST_XDIST_TESTRUNUID" in os.environ else base) / "tiny-models"
    if not shared.exists():
        from . import tiny

        own = tiny.build(made.mktemp("models"))
        try:
            own.rename(shared)
        except OSError:
            if not shared.exists():  # else another process was quicker
                raise
    return shared


class Painters:
    """A generator for each model of a folder, so that none is loaded twice. Leave them as they were."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: dict[str, DiffusionGenerator] = {}

    def run(self, request: FrameRequest, guides: Guides, cancelled: Callable[[], bool]) -> Iterator[Step]:
        made = self._made.setdefault(request.model, DiffusionGenerator(self._folder))
        return made.run(request, guides, cancelled)
