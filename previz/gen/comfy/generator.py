"""Frames from a ComfyUI server: guides up, one prompt with an id of our own, the picture back.

HTTP is the truth: a job is over when the server's history says so, whatever a socket told or lost. No other
job on that server is touched.
"""

from __future__ import annotations

import io
import math
import re
import time
import uuid
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from previz.errors import GenerationError, NotSupported
from previz.gen import controls, png
from previz.gen.comfy import answers, enlarging, left_behind, nodes, people
from previz.gen.comfy.ears import Ears
from previz.gen.comfy.graph import RECIPES, compile_graph, controls_there, family_of
from previz.gen.comfy.left_behind import Note, withdraw
from previz.gen.comfy.server import Refused, Server, Unreachable
from previz.gen.comfy.workflow import FOLLOWED, MARK, named
from previz.gen.controls import CONTROLS, Control, Fitting
from previz.gen.going_on import gone_on
from previz.gen.guides import Guides
from previz.gen.pieces import Mosaic, Piece
from previz.gen.request import (
    BEFORE,
    INIT,
    MASK,
    REGIONS,
    Capabilities,
    FrameRequest,
    Picture,
    Progress,
    Step,
)

POLL_S = 0.4
MOST_REFERENCES = 8
PATIENCE_S = 60.0
"""A server that does not answer for this long in the middle of a job is given up."""
MOST_PX = 2**26
"""Of a picture whose size a workflow of the user's decides."""
Asked = TypeVar("Asked")
NAME = re.compile(r"[\w.-]{1,100}", re.ASCII)
"""What a server may call a job."""
ATTEMPTS = 2
"""A server that was restarted has forgotten the job, one that tidied up has lost the picture: once more."""


class Forgotten(Exception):
    """The server knows nothing of a job that it had, or has lost its picture."""


class ComfyGenerator:
    name = "comfyui"
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

    def __init__(self, poll_s: float = POLL_S, patience_s: float = PATIENCE_S) -> None:
        self._poll_s, self._patience_s = poll_s, patience_s

    def run(self, request: FrameRequest, guides: Guides, cancelled: Callable[[], bool]) -> Iterator[Step]:
        """Raises Unreachable, Refused, ModelMissing, NotSupported, OutOfMemory, GenerationError."""
        server = Server()
        yield Progress(0.0, "Asking the server")
        plan = _planned(request, guides, server)
        _check_nodes(plan, server, own=request.model.startswith(MARK))
        fitting = plan.fitting
        for attempt in range(ATTEMPTS):
            yield Progress(0.05, "Sending the guides")
            laid = plan.laid or fitting
            sent = {name: server.upload(_png(laid, guides[name], name)) for name in plan.pictures}
            sent |= {name: server.upload(_png(laid, mask)) for name, mask in plan.masks.items()}
            sent |= {slot: server.upload(png.encode(shown)) for slot, shown in plan.followed.items()}
            graph = plan.graph(sent, attempt)
            mark = left_behind.mark(graph)
            found = left_behind.settle(server, mark)
            note = left_behind.Note(server, found or str(uuid.uuid4()), mark)
            ears = Ears(server, note.job)
            try:
                if not found:
                    self._submit(server, graph, note)
                pixels = yield from self._finish(server, note, plan, ears, cancelled)
                if pixels is not None:  # the note goes once the take is on the disk
                    yield Picture(plan.finished(pixels, request, guides), plan.unused)
            except Forgotten:
                continue
            finally:
                ears.close()
                note.close()
            return
        raise GenerationError(f"{server.url} lost the frame {ATTEMPTS} times; see its own log.")

    def _submit(self, server: Server, graph: Mapping[str, Any], note: Note) -> None:
        """Old servers call the job by an id of their own."""
        wish = note.job
        body = {"prompt": graph, "prompt_id": wish, "client_id": wish}
        try:
            told = server.json("/prompt", body)
        except Refused as error:
            answers.explain_refusal(error, graph)
            raise
        except Unreachable:
            if self._arrived(server, wish):  # only the answer was lost
                return
            note.stays = True  # it may be there all the same
            raise
        job_id = str(told.get("prompt_id", "")) if isinstance(told, dict) else ""
        if not job_id:
            raise GenerationError(f"{server.url} took the frame without naming it; is it a ComfyUI server?")
        if job_id != wish:
            if not NAME.fullmatch(job_id):  # it stands in addresses
                note.stays = not withdraw(server, wish)
                raise GenerationError(
                    f"{server.url} calls the frame {job_id[:40]!r}; is it a ComfyUI server?"
                )
            note.call(job_id)
        if told.get("node_errors"):  # with 200: it would run without the nodes that it refused
            note.stays = not withdraw(server, job_id)
            raise answers.node_errors(told["node_errors"], graph)

    def _arrived(self, server: Server, job_id: str) -> bool:
        """Does the server have the job? False when it cannot be asked any more."""
        with suppress(GenerationError):
            if self._patiently(lambda: answers.place(server.json("/queue"), job_id)) is not None:
                return True
            told = server.json(f"/history/{job_id}")
            return isinstance(told, dict) and job_id in told
        return False

    def _finish(
        self, server: Server, note: Note, plan: _Plan, ears: Ears, cancelled: Callable[[], bool]
    ) -> Generator[Step, None, NDArray[np.uint8] | None]:
        """Wait for the job and fetch its picture; returns None when it was cancelled. Raises Forgotten.

        A job that is no longer waited for, for whatever reason, is taken back.
        """
        entry = None
        try:
            entry = yield from self._ended(server, note.job, ears, cancelled)
        finally:
            if entry is None:
                note.stays = not withdraw(server, note.job)
                note.unwanted = note.stays and cancelled()
        if entry is None:
            return None
        yield Progress(0.95, "Fetching the picture")
        where = answers.picture(entry, plan.output)
        try:
            data = self._patiently(lambda: server.picture(where))
        except Refused as error:
            if error.status == 404:
                raise Forgotten from error
            raise
        return plan.fitting.cut_back(_decoded(data, plan, server.url))

    def _ended(
        self, server: Server, job_id: str, ears: Ears, cancelled: Callable[[], bool]
    ) -> Generator[Step, None, dict[str, Any] | None]:
        """The finished job as the server's history has it; None when it was cancelled. Raises Forgotten."""
        missed, heard, told = 0, time.monotonic(), Progress(0.15, _waiting(0))
        while not cancelled():
            try:
                entry = answers.history(server.json(f"/history/{job_id}"), job_id)
                if entry is not None:
                    return entry
                place = answers.place(server.json("/queue"), job_id)
                heard = time.monotonic()
            except Unreachable:
                if time.monotonic() - heard > self._patience_s:
                    raise
                place = -1
            missed = missed + 1 if place is None else 0
            if missed >= 3:
                raise Forgotten
            # Also what is not new: a worker that says nothing is taken for one that hangs.
            yield told if place == 0 else Progress(0.15, _waiting(place))
            for step in ears.hear(job_id, self._poll_s, cancelled):
                told = step if isinstance(step, Progress) else told
                yield step
        return None

    def _patiently(self, ask: Callable[[], Asked]) -> Asked:
        """Asked again while nobody answers. Raises Unreachable after ``patience_s``."""
        until = time.monotonic() + self._patience_s
        while True:
            try:
                return ask()
            except Unreachable:
                if time.monotonic() > until:
                    raise
                time.sleep(self._poll_s)


def wanted_controls(request: FrameRequest) -> dict[Control, float]:
    """Control → strength, for the guides that are there and are to hold at all."""
    dial = request.strengths or controls.DIAL["faithful"]
    return {c: s for c in CONTROLS if c in request.guides and (s := dial.get(c, 0.0)) > 0}


@dataclass(frozen=True)
class _Plan:
    """What is sent, and where the picture will be."""

    fitting: Fitting
    pictures: tuple[str, ...]
    """Guides that are uploaded."""
    graph: Callable[[Mapping[str, str], int], dict[str, Any]]
    """(guide → its name on the server, number of the attempt) → the graph."""
    output: str = "save"
    unused: tuple[str, ...] = ()
    free_size: bool = False
    """The picture may come in another size of the same shape."""
    masks: Mapping[str, NDArray[np.uint8]] = field(default_factory=dict)
    """Where people are, uploaded too."""
    followed: Mapping[str, NDArray[np.uint8]] = field(default_factory=dict)
    """Slot of a workflow → reference picture, uploaded as it is."""
    laid: Fitting | None = None
    """How guides lie in what is sent, where that is not how the frame lies in what comes back."""

    def finished(self, pixels: NDArray[np.uint8], request: FrameRequest, guides: Guides) -> NDArray[np.uint8]:
        """The frame, without what the server was not asked to change."""
        if self.laid is None:
            return gone_on(pixels, request, guides)
        mosaic = Mosaic(np.asarray(guides[INIT], np.uint8), request.size_px)
        mosaic.lay(Piece(0, 0, *request.size_px, request.size_px), pixels)
        return mosaic.picture()


def _planned(request: FrameRequest, guides: Guides, server: Server) -> _Plan:
    larger = request.refine is not None and request.refine.enlarged and INIT in request.guides
    if not request.model.startswith(MARK):
        return _larger(request, guides, server) if larger else _usual(request, guides, server)
    if larger:
        raise NotSupported("A workflow of your own decides its size; enlarge with a checkpoint (--model).")
    return _own(request, guides)


def _check_nodes(plan: _Plan, server: Server, own: bool) -> None:
    """Raises NotSupported for kinds of node that the server does not have, before anything is sent."""
    names = (*plan.pictures, *plan.masks, *plan.followed)
    graph = plan.graph({name: name for name in names}, 0)
    if why := nodes.why_not(nodes.Kinds(server).lacking(nodes.of_graph(graph)), own):
        raise NotSupported(why)


def _usual(request: FrameRequest, guides: Guides, server: Server) -> _Plan:
    """A checkpoint with its ControlNets, in a graph of our own. Raises ModelMissing."""
    checkpoint = answers.checkpoint(request.model, server.models("checkpoints"))
    family, wanted = family_of(checkpoint), wanted_controls(request)
    files, lacking = controls_there(family, wanted, server.models("controlnet") if wanted else [])
    wanted = {control: strength for control, strength in wanted.items() if control in files}
    recipe = RECIPES[family]
    fitting = controls.fit(request.size_px, recipe.budget_px, recipe.grid)
    loras, unused = people.loras(request, family, server.models("loras") if request.loras else [])

    def graph(sent: Mapping[str, str], attempt: int) -> dict[str, Any]:
        return compile_graph(
            family=family,
            checkpoint=checkpoint,
            prompt=request.prompt,
            negative=request.negative,
            seed=request.seed,
            size_px=fitting.model_px,
            controls={control: (files[control], sent[control], wanted[control]) for control in wanted},
            prefix=f"previz/{request.hash()[:12]}-{attempt}",
            init=sent.get(INIT, ""),
            mask=sent.get(MASK, ""),
            change=_change(request),
            spans=request.spans,
            regions=people.told(request, sent),
            loras=loras,
        )

    pictures, masks = (*wanted, *_started(request)), people.masks(request, guides)
    return _Plan(fitting, pictures, graph, unused=(*lacking, *unused), masks=masks)


def _larger(request: FrameRequest, guides: Guides, server: Server) -> _Plan:
    """A picture enlarged by the server's upscale model and its checkpoint. Raises ModelMissing."""
    by = enlarging.means(request.size_px, server.models(enlarging.FOLDER))
    checkpoint = answers.checkpoint(request.model, server.models("checkpoints")) if by.resampled else ""
    family, wanted = family_of(checkpoint), wanted_controls(request) if by.resampled else {}
    files, lacking = controls_there(family, wanted, server.models("controlnet") if wanted else [])
    wanted = {control: strength for control, strength in wanted.items() if control in files}
    loras, unused = people.loras(
        request, family, server.models("loras") if by.resampled and request.loras else []
    )
    if not by.resampled:
        unused = _only_enlarged(request)
    masks = people.masks(request, guides) if by.resampled else {}
    laid, fitting = enlarging.fittings(np.asarray(guides[INIT]), request.size_px)

    def graph(sent: Mapping[str, str], attempt: int) -> dict[str, Any]:
        return enlarging.compile_enlarging(
            family=family,
            checkpoint=checkpoint,
            prompt=request.prompt,
            negative=request.negative,
            seed=request.seed,
            size_px=fitting.model_px,
            controls={control: (files[control], sent[control], wanted[control]) for control in wanted},
            prefix=f"previz/{request.hash()[:12]}-{attempt}",
            picture=sent[INIT],
            by=by,
            change=_change(request),
            spans=request.spans,
            regions=people.told(request, sent),
            loras=loras,
        )

    pictures, lost = (*wanted, INIT), (*by.unused, *lacking, *unused)
    return _Plan(fitting, pictures, graph, unused=lost, masks=masks, laid=laid)


def _only_enlarged(request: FrameRequest) -> tuple[str, ...]:
    """What an upscale model alone does not take, with the reason."""
    left = ["the words"] if request.prompt else []
    left += [f"the words of {one.name}" for one in request.regions if one.words]
    left += [f"LoRA {name}" for name in sorted(request.loras)] + list(wanted_controls(request))
    return tuple(f"{one}: the upscale model works alone" for one in left)


def _own(request: FrameRequest, guides: Guides) -> _Plan:
    """A workflow of the user's. Raises ModelMissing, NotSupported."""
    flow, wanted = named(request.model), wanted_controls(request)
    recipe = RECIPES["sdxl"]
    fitting = controls.fit(request.size_px, recipe.budget_px, recipe.grid)
    wishes = (*wanted, *_started(request))
    asked = {name: f"{name} guide" for name in wishes}
    asked |= {"negative": "words to avoid"} if request.negative else {}
    asked |= {f"{name} strength": f"strength of {name}" for name in wanted if name in flow.slots}
    if INIT in request.guides and INIT in flow.slots:
        asked[f"{INIT} strength"] = "how much of the picture stays"
    shown: dict[str, NDArray[np.uint8]] = {
        one.kind: np.asarray(guides[one.guide], np.uint8)
        for one in reversed(request.references)
        if one.guide in guides
    }
    asked |= {kind: FOLLOWED[kind] for kind in shown}
    late = tuple(f"when {name} holds: a workflow of your own decides it" for name in request.spans)
    late += tuple(f"LoRA {name}: a workflow of your own decides it" for name in sorted(request.loras))

    def graph(sent: Mapping[str, str], attempt: int) -> dict[str, Any]:
        filled = flow.filled(
            {
                "prompt": request.prompt,
                "negative": request.negative,
                "seed": request.seed,
                "size": fitting.model_px,
                **{f"{name} strength": strength for name, strength in wanted.items()},
                f"{INIT} strength": _change(request),
                **sent,
            }
        )
        if attempt:  # no node takes it, but without it the server remembers the picture that it has lost
            filled[flow.output]["inputs"]["attempt"] = attempt
        return filled

    pictures = tuple(name for name in wishes if name in flow.slots)
    if (more := len(request.references) - len(shown)) > 0:
        late += (f"{more} more reference pictures: a workflow takes one of a person and one of style",)
    unused, fitting_in = (
        (*flow.unused(asked), *late),
        {kind: shown[kind] for kind in shown if kind in flow.slots},
    )
    return _Plan(fitting, pictures, graph, flow.output, unused, free_size=True, followed=fitting_in)


def _change(request: FrameRequest) -> float:
    """How much of the picture that it starts from is made anew; a sampler calls it denoise."""
    return min(1.0, max(0.05, 1.0 - request.strengths.get(INIT, 0.0)))


def _started(request: FrameRequest) -> tuple[str, ...]:
    return tuple(name for name in (INIT, MASK) if name in request.guides)


def _png(fitting: Fitting, guide: Any, name: str = "") -> bytes:
    return png.encode(fitting.laid_in(np.asarray(guide, np.uint8), name))


def _waiting(place: int | None) -> str:
    if place is None or place < 0:
        return "Waiting for the server"
    return "Working" if place == 0 else f"Waiting behind {place} on the server"


def _decoded(data: bytes, plan: _Plan, url: str) -> NDArray[np.uint8]:
    fitting = plan.fitting
    try:
        with Image.open(io.BytesIO(data), formats=("PNG",)) as opened:
            fits = plan.free_size and _same_shape(opened.size, fitting.model_px)
            if opened.size != fitting.model_px and not (fits and math.prod(opened.size) <= MOST_PX):
                raise GenerationError(
                    f"{url} made {opened.size[0]} × {opened.size[1]} px instead of "
                    f"{fitting.model_px[0]} × {fitting.model_px[1]}; look at the server."
                )
            picture = opened.convert("RGB")
            if picture.size != fitting.model_px:
                picture = picture.resize(fitting.model_px, Image.Resampling.LANCZOS)
            pixels = np.asarray(picture)
    except answers.UNREADABLE as error:
        why = "it is no PNG" if isinstance(error, UnidentifiedImageError) else error
        raise GenerationError(f"The picture that {url} sent cannot be read ({why}); try again.") from error
    if controls.is_blank(pixels):
        raise GenerationError(
            "The model gave one colour all over (its numbers overflowed); try another seed, "
            "or start ComfyUI with --force-fp32 or --fp32-vae."
        )
    return pixels


def _same_shape(size_px: tuple[int, int], wanted_px: tuple[int, int]) -> bool:
    return abs(size_px[0] / size_px[1] / (wanted_px[0] / wanted_px[1]) - 1) < 0.02
