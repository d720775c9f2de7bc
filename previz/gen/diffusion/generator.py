"""The generator as a worker process knows it. All that is heavy is imported with the first frame."""

from __future__ import annotations

import importlib.util
import os
import queue
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from previz.errors import GenerationError, NotSupported
from previz.gen import controls
from previz.gen.controls import CONTROLS, Fitting
from previz.gen.diffusion.memory import Machine, probe
from previz.gen.diffusion.setup import Setup, set_up
from previz.gen.guides import Guides
from previz.gen.models.settings import models_folder
from previz.gen.pieces import Piece, pieces
from previz.gen.request import (
    BEFORE,
    INIT,
    MASK,
    REGIONS,
    Capabilities,
    FrameRequest,
    Picture,
    Preview,
    Progress,
    Step,
)

if TYPE_CHECKING:
    from previz.gen.diffusion.loading import Loaded
    from previz.gen.diffusion.preview import Previewer

PACKAGES = ("torch", "diffusers", "transformers", "accelerate", "peft")
ENVIRONMENT = {
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "TRANSFORMERS_VERBOSITY": "error",
    "DIFFUSERS_VERBOSITY": "error",
}
"""Read by the libraries when they are imported: no network, no chatter."""
MOST_REFERENCES = 8
LOADED = 0.22
"""Share of a frame that loading is."""
STILL_S = 30.0
"""A part of a model that loads for longer is told of again: from a slow disk one may take more than the ten
minutes after which a silent worker is taken for one that hangs."""
LISTEN_S = 0.02
"""How often it is asked whether the frame is still wanted."""


def missing_package() -> str:
    """The first package that is not installed; "" when all are. Imports none of them."""
    return next((name for name in PACKAGES if importlib.util.find_spec(name) is None), "")


class DiffusionGenerator:
    name = "diffusers"
    capabilities = Capabilities(
        uses=(*CONTROLS, INIT, MASK, BEFORE, REGIONS),
        strengths=(*CONTROLS, INIT),
        min_side_px=64,
        prompt=True,
        negative=True,
        regions=True,
        references=MOST_REFERENCES,
        loras=True,
        previews=True,
        trained=True,
    )

    def __init__(self, folder: Path | None = None, look: Callable[[], Machine] = probe) -> None:
        """``look`` says what the machine has free. NotSupported when a package is not installed."""
        missing = missing_package()
        if missing:
            raise NotSupported(
                f"Models on this machine need the package {missing}; "
                'install it with: pip install "previz-studio[diffusion]".'
            )
        self._folder, self._look = folder, look
        self._loaded: Loaded | None = None
        self._shown: tuple[weakref.ref[Any], Previewer] | None = None
        """The VAE is the model's: held here, it would outlive the model in memory."""

    def run(self, request: FrameRequest, guides: Guides, cancelled: Callable[[], bool]) -> Iterator[Step]:
        """The model works in a thread of its own, so that this one hears at once when it is not wanted.

        Raises ModelMissing, NotSupported, OutOfMemory, GenerationError.
        """
        folder = self._folder or models_folder()
        setup = set_up(request.model, request.strengths, folder, len(request.references))
        stop, outbox = threading.Event(), queue.SimpleQueue[Any]()
        work = threading.Thread(
            target=self._work, args=(setup, request, guides, folder, stop, outbox), name="model", daemon=True
        )
        work.start()
        try:
            yield from _heard(outbox, stop, cancelled)
        finally:
            stop.set()
            work.join()

    def _work(
        self,
        setup: Setup,
        request: FrameRequest,
        guides: Guides,
        folder: Path,
        stop: threading.Event,
        outbox: queue.SimpleQueue[Any],
    ) -> None:
        """In the thread: ends with a Picture, an exception or None in the outbox."""
        try:
            outbox.put(self._make(setup, request, guides, folder, stop, outbox.put))
        except Exception as error:
            outbox.put(error)
        except (
            BaseException
        ) as error:  # a library written in Rust panics with one; nobody else would hear of it
            said = " ".join(str(error).split())[:300]
            outbox.put(GenerationError(f"A model library gave up: {type(error).__name__}: {said}"))

    def _make(
        self,
        setup: Setup,
        request: FrameRequest,
        guides: Guides,
        folder: Path,
        stop: threading.Event,
        tell: Callable[[Any], None],
    ) -> Picture | None:
        tell(Progress(0.0, "Starting the model libraries"))
        for name, value in ENVIRONMENT.items():
            os.environ.setdefault(name, value)
        from previz.gen.diffusion import calling, enlarging, loading

        def told(share: float, what: str) -> None:
            if stop.is_set():
                raise calling.Stopped
            tell(Progress(0.02 + (LOADED - 0.02) * share, what))

        if self._loaded is None:
            loading.quieten()
            self._loaded = loading.Loaded(self._look)
        setup = calling.freed(setup, request)
        laid_out = _laid_out(setup, request)
        fitting = (
            laid_out[0].fitting(setup.family.grid)
            if laid_out
            else controls.fit(request.size_px, setup.family.budget_px, setup.family.grid)
        )
        try:
            task = calling.task_of(setup, request)
            loras = {folder / name: strength for name, strength in request.loras.items()}
            if setup.recipe.lora:
                loras[folder / setup.recipe.lora] = setup.recipe.lora_strength
            pipeline = self._loaded.pipeline(setup, task, fitting.model_px, loras, told)
            told(1.0, "Reading the words")
            _, count = calling.step_count(setup, request)

            def steps(say: Callable[[Any], None], shown: Fitting) -> calling.Steps:
                return calling.Steps(say, stop, self._previewer(pipeline, setup), shown, count)

            if laid_out:
                frame, unused = enlarging.enlarge(pipeline, setup, request, guides, laid_out, steps, tell)
                calling.proved(frame)
            else:
                shown = steps(tell, fitting)
                pixels, unused = calling.painted(pipeline, setup, request, guides, fitting, shown)
                frame = calling.finished(pixels, request, guides, fitting)
        except calling.Stopped:
            return None
        if stop.is_set():
            return None
        left_out = (*setup.unused, *setup.spans_unused(request.spans), *unused)
        return Picture(frame, left_out)

    def _previewer(self, pipeline: Any, setup: Setup) -> Previewer:
        """A small VAE where there is one for the family, else a projection."""
        from previz.gen.diffusion.preview import Projector, Thumbnail

        tiny = self._loaded.preview_vae(setup) if self._loaded is not None else None
        vae = pipeline.vae if tiny is None else tiny
        if self._shown is None or self._shown[0]() is not vae:
            device = pipeline._execution_device
            self._shown = (weakref.ref(vae), Projector(vae, device) if tiny is None else Thumbnail(vae))
        return self._shown[1]


def _laid_out(setup: Setup, request: FrameRequest) -> list[Piece]:
    """The pieces of a picture that is enlarged; [] for one that is made in one go."""
    if request.refine is None or not request.refine.enlarged or INIT not in request.guides:
        return []
    return pieces(request.size_px, setup.family.budget_px, setup.family.grid)


def _heard(
    outbox: queue.SimpleQueue[Any], stop: threading.Event, cancelled: Callable[[], bool]
) -> Iterator[Step]:
    """What the thread says, until it has ended; asks all the while whether the frame is still wanted."""
    last, then = Progress(0.0), time.monotonic()
    while True:
        if cancelled():
            stop.set()
        try:
            said = outbox.get(timeout=LISTEN_S)
        except queue.Empty:
            if last.fraction <= LOADED and time.monotonic() - then >= STILL_S:
                then = time.monotonic()
                yield last
            continue
        if isinstance(said, Exception):
            raise said
        if isinstance(said, (Progress, Preview)):
            last, then = said if isinstance(said, Progress) else last, time.monotonic()
            yield said
            continue
        if said is not None:
            yield said
        return
