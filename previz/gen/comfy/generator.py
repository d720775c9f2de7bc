"""Frames from a ComfyUI server: guides up, one prompt with an id of our own, the picture back.

HTTP is the truth: a job is over when the server's history says so, whatever a socket told or lost. No other
job on that server is touched.
"""

from __future__ import annotations

import io
import time
import uuid
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import suppress
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from previz.errors import GenerationError
from previz.gen import controls, png
from previz.gen.comfy import answers
from previz.gen.comfy.graph import RECIPES, Family, compile_graph, control_files, family_of
from previz.gen.comfy.server import Refused, Server, Unreachable
from previz.gen.controls import CONTROLS, Control, Fitting
from previz.gen.guides import Guides
from previz.gen.request import Capabilities, FrameRequest, Picture, Progress, Step

POLL_S = 0.4
PATIENCE_S = 60.0
"""A server that does not answer for this long in the middle of a job is given up."""
ATTEMPTS = 2
"""A server that was restarted has forgotten the job, one that tidied up has lost the picture: once more."""


class Forgotten(Exception):
    """The server knows nothing of a job that it had, or has lost its picture."""


class ComfyGenerator:
    name = "comfyui"
    capabilities = Capabilities(
        uses=CONTROLS,
        strengths=CONTROLS,
        min_side_px=64,
        prompt=True,
        negative=True,
        trained=True,
    )

    def __init__(self, poll_s: float = POLL_S, patience_s: float = PATIENCE_S) -> None:
        self._poll_s, self._patience_s = poll_s, patience_s

    def run(self, request: FrameRequest, guides: Guides, cancelled: Callable[[], bool]) -> Iterator[Step]:
        """Raises Unreachable, Refused, ModelMissing, OutOfMemory, GenerationError."""
        server = Server()
        yield Progress(0.0, "Asking the server")
        checkpoint = answers.checkpoint(request.model, server.models("checkpoints"))
        family = family_of(checkpoint)
        wanted = wanted_controls(request)
        files = control_files(family, dict.fromkeys(wanted, ""), server.models("controlnet"))
        recipe = RECIPES[family]
        fitting = controls.fit(request.size_px, recipe.budget_px, recipe.grid)
        for attempt in range(ATTEMPTS):
            yield Progress(0.05, "Sending the guides")
            sent = {
                control: (files[control], server.upload(_png(fitting, guides[control])), strength)
                for control, strength in wanted.items()
            }
            graph = _graph(request, family, checkpoint, fitting, sent, attempt)
            job_id = self._submit(server, graph)
            try:
                pixels = yield from self._finish(server, job_id, fitting, cancelled)
            except Forgotten:
                continue
            if pixels is not None:
                yield Picture(pixels)
            return
        raise GenerationError(f"{server.url} lost the frame {ATTEMPTS} times; see its own log.")

    def _submit(self, server: Server, graph: Mapping[str, Any]) -> str:
        """The id under which the server knows the job."""
        wish = str(uuid.uuid4())
        body = {"prompt": graph, "prompt_id": wish, "client_id": wish}
        try:
            told = server.json("/prompt", body)
        except Refused as error:
            answers.explain_refusal(error, graph)
            raise
        job_id = str(told.get("prompt_id", "")) if isinstance(told, dict) else ""
        if not job_id:
            raise GenerationError(f"{server.url} took the frame without naming it; is it a ComfyUI server?")
        if told.get("node_errors"):  # with 200: it would run without the nodes that it refused
            withdraw(server, job_id)
            raise answers.node_errors(told["node_errors"], graph)
        return job_id

    def _finish(
        self, server: Server, job_id: str, fitting: Fitting, cancelled: Callable[[], bool]
    ) -> Generator[Step, None, NDArray[np.uint8] | None]:
        """Wait for the job and fetch its picture; returns None when it was cancelled. Raises Forgotten."""
        entry, missed, heard = None, 0, time.monotonic()
        while entry is None:
            if cancelled():
                withdraw(server, job_id)
                return None
            try:
                entry = answers.history(server.json(f"/history/{job_id}"), job_id)
                place = None if entry is not None else answers.place(server.json("/queue"), job_id)
                heard = time.monotonic()
            except Unreachable:
                if time.monotonic() - heard > self._patience_s:
                    raise
                place = -1
            if entry is None:
                missed = missed + 1 if place is None else 0
                if missed >= 3:
                    raise Forgotten
                yield Progress(0.15, _waiting(place))
                _rest(self._poll_s, cancelled)
        yield Progress(0.95, "Fetching the picture")
        try:
            data = server.picture(answers.picture(entry))
        except Refused as error:
            if error.status == 404:
                raise Forgotten from error
            raise
        return fitting.cut_back(_decoded(data, fitting, server.url))


def wanted_controls(request: FrameRequest) -> dict[Control, float]:
    """Control → strength, for the guides that are there and are to hold at all."""
    dial = request.strengths or controls.DIAL["faithful"]
    return {c: s for c in CONTROLS if c in request.guides and (s := dial.get(c, 0.0)) > 0}


def withdraw(server: Server, job_id: str) -> None:
    """Take our job back and no other: out of those that wait, and stopped only while it is running."""
    with suppress(GenerationError):
        server.json("/queue", {"delete": [job_id]})
        if answers.place(server.json("/queue"), job_id) == 0:
            server.json("/interrupt", {"prompt_id": job_id})


def _graph(
    request: FrameRequest,
    family: Family,
    checkpoint: str,
    fitting: Fitting,
    sent: Mapping[Control, tuple[str, str, float]],
    attempt: int,
) -> dict[str, dict[str, Any]]:
    return compile_graph(
        family=family,
        checkpoint=checkpoint,
        prompt=request.prompt,
        negative=request.negative,
        seed=request.seed,
        size_px=fitting.model_px,
        controls=sent,
        prefix=f"previz/{request.hash()[:12]}-{attempt}",
    )


def _png(fitting: Fitting, guide: Any) -> bytes:
    return png.encode(fitting.laid_in(np.asarray(guide, np.uint8)))


def _waiting(place: int | None) -> str:
    if place is None or place < 0:
        return "Waiting for the server"
    return "Working" if place == 0 else f"Waiting behind {place} on the server"


def _rest(seconds: float, cancelled: Callable[[], bool]) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until and not cancelled():
        time.sleep(0.02)


def _decoded(data: bytes, fitting: Fitting, url: str) -> NDArray[np.uint8]:
    try:
        with Image.open(io.BytesIO(data), formats=("PNG",)) as picture:
            if picture.size != fitting.model_px:
                raise GenerationError(
                    f"{url} made {picture.size[0]} × {picture.size[1]} px instead of "
                    f"{fitting.model_px[0]} × {fitting.model_px[1]}; look at the server."
                )
            pixels = np.asarray(picture.convert("RGB"))
    except (OSError, ValueError, SyntaxError) as error:
        raise GenerationError(f"The picture that {url} sent cannot be read ({error}); try again.") from error
    if controls.is_blank(pixels):
        raise GenerationError(
            "The model gave one colour all over (its numbers overflowed); try another seed, "
            "or start ComfyUI with --force-fp32 or --fp32-vae."
        )
    return pixels
