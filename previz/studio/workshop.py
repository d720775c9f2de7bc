"""Frames in the making for one project: jobs in, takes out.

Every job is a row in the file before its worker hears of it, and every take is in the file before anybody
is told. The queue speaks from its own thread; the project file belongs to the caller's, so messages cross
over in a queue of their own.
"""

from __future__ import annotations

import queue as mailbox
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from previz.errors import PrevizError
from previz.gen.queue import Queue
from previz.gen.request import Done, Failed, FrameRequest, Message, Progress, from_json
from previz.gen.sketch.plan import Plan
from previz.scene import model
from previz.scene.document import Document
from previz.scene.store import Store
from previz.scene.store_database import now
from previz.studio.making import FIRST_SEED, Making, Outcome, build_request, drawn_time, frame_size
from previz.studio.paper_over import PaperOver, kept_marks
from previz.studio.planning import plan_of_take, plans
from previz.studio.reviewing import Reviewing
from previz.studio.shooting import Shooting

Tell = Callable[[float, str], None]
"""(share done 0…1, what is going on)"""

AHEAD = 3
"""Frames captured ahead of the worker: enough that it never waits, few enough for memory."""


class Frame(msgspec.Struct, frozen=True):
    """One frame to be made."""

    job_id: str
    number: str
    shot: model.Shot
    panel: model.Panel
    plan: Plan
    size_px: tuple[int, int]
    marks: PaperOver | None = None


class Workshop:
    """Open it, `make` frames, close it: the worker processes end with it."""

    def __init__(self, document: Document, store: Store, shooting: Shooting, reviewing: Reviewing) -> None:
        self._document = document
        self._store = store
        self._shooting = shooting
        self._reviewing = reviewing
        self._mail: mailbox.SimpleQueue[tuple[str, Message]] = mailbox.SimpleQueue()
        self._spool = tempfile.TemporaryDirectory(prefix="previz-spool-")
        self._queue = Queue(
            Path(self._spool.name), on_event=lambda job, message: self._mail.put((job, message))
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._queue.close()
        self._spool.cleanup()

    def plan(self, shots: Sequence[model.Shot], numbers: dict[str, str], making: Making) -> list[Frame]:
        """The frames that ``making`` asks for: ``takes`` of every panel, each with a plan of its own."""
        frames = []
        for shot in shots:
            style = making.style or self._reviewing.look(shot).style
            for panel in self._document.children(shot.id, model.Panel):
                sight = self._shooting.sight(shot.id, panel.time_s)
                time = drawn_time(sight.world.light.time)
                seed = self._first_seed(panel) if making.seed is None else making.seed
                kept = plan_of_take(self._store, self._reviewing.selected(panel)) if making.locked else None
                for plan in plans(making, seed, style, time, kept):
                    frames.append(
                        Frame(
                            job_id=self._document.new_id(model.Take),
                            number=numbers[shot.id],
                            shot=shot,
                            panel=panel,
                            plan=plan,
                            size_px=frame_size(sight.camera.view.aspect, making.size_px),
                            marks=making.marks,
                        )
                    )
        return frames

    def unfinished(self, numbers: dict[str, str]) -> list[Frame]:
        """The frames that an interrupted run left behind, to be made with the plans that they had."""
        frames = []
        for job in self._store.jobs.pending():
            panel = self._document.get(job.panel_id, model.Panel)
            if panel is None:
                self._store.jobs.change(job.id, "cancelled", "The panel was removed.")
                continue
            request = from_json(self._store.blob(job.request))
            shot = self._document.need(panel.shot_id, model.Shot)
            plan = msgspec.convert(request.plan, Plan)
            marks = kept_marks(self._store, request)
            frames.append(Frame(job.id, numbers[shot.id], shot, panel, plan, request.size_px, marks))
        return frames

    def _first_seed(self, panel: model.Panel) -> int:
        """The seed after the highest of this panel, so that a new take differs from the old ones."""
        used = [take.seed for take in self._document.children(panel.id, model.Take)]
        return max(used) + 1 if used else FIRST_SEED

    def make(self, frames: Sequence[Frame], tell: Tell) -> Outcome:
        """Draw all frames; a frame that fails does not stop the others. Ctrl-C keeps what is finished."""
        outcome = Outcome(asked=len(frames))
        waiting, running = list(reversed(frames)), dict[str, tuple[Frame, FrameRequest]]()
        while waiting or running:
            while waiting and len(running) < AHEAD:
                self._start(waiting.pop(), running, outcome)
            if running:
                self._hear(running, outcome, tell)
        return outcome

    def _start(self, frame: Frame, running: dict[str, tuple[Frame, FrameRequest]], outcome: Outcome) -> None:
        try:
            sight = self._shooting.sight(frame.shot.id, frame.panel.time_s)
            look = self._reviewing.look(frame.shot)
            request, guides = build_request(
                sight, self._shooting, look, frame.shot, frame.plan, frame.size_px, frame.marks
            )
            self._write_down(frame, request)
            self._queue.submit(frame.job_id, request, guides)
        except PrevizError as error:
            outcome.failed.append((frame.number, str(error)))
            if any(job.id == frame.job_id for job in self._store.jobs.pending()):
                self._store.jobs.change(frame.job_id, "failed", str(error))
            return
        running[frame.job_id] = (frame, request)

    def _write_down(self, frame: Frame, request: FrameRequest) -> None:
        stored = self._store.put_blob(request.to_json(), f"requests/{frame.job_id}.json")
        if not any(job.id == frame.job_id for job in self._store.jobs.pending()):
            self._store.jobs.add(frame.job_id, frame.panel.id, stored)
        self._store.jobs.change(frame.job_id, "running")

    def _hear(self, running: dict[str, tuple[Frame, FrameRequest]], outcome: Outcome, tell: Tell) -> None:
        job_id, message = self._mail.get()
        if job_id not in running:
            return
        frame, request = running[job_id]
        over = outcome.made + len(outcome.failed)
        if isinstance(message, Progress):
            tell((over + message.fraction) / outcome.asked, f"{frame.number} {request.style}: {message.text}")
        elif isinstance(message, Done):
            del running[job_id]
            self._keep(frame, request, message)
            outcome.made += 1
            tell((over + 1) / outcome.asked, f"{frame.number} {request.style}: done")
        elif isinstance(message, Failed):
            del running[job_id]
            self._store.jobs.change(job_id, "failed", message.reason)
            outcome.failed.append((frame.number, message.reason))

    def _keep(self, frame: Frame, request: FrameRequest, done: Done) -> None:
        """Picture, request and take into the file in one transaction; the first take selects itself."""
        panel = self._document.need(frame.panel.id, model.Panel)
        earlier = self._document.children(panel.id, model.Take)
        take = model.Take(
            id=frame.job_id,
            panel_id=panel.id,
            number=1 + max((take.number for take in earlier), default=0),
            image="",
            request="",
            generator=request.generator,
            style=request.style,
            seed=request.seed,
            size_px=done.size_px,
            fingerprint=self._reviewing.fingerprint(frame.shot, panel.time_s),
            made_at=now(),
            seconds=round(done.seconds, 3),
            model=request.model,
        )
        self._store.add_take(
            self._document,
            take,
            image=Path(done.path).read_bytes(),
            request=request.to_json(),
            name=f"{frame.number}-{panel.order}-take-{take.number}",
            job_id=frame.job_id,
        )
        self._queue.forget(frame.job_id)
        if panel.selected_take_id is None:
            with self._document.edit(f"Select take {take.number}") as edit:
                edit.update(panel.id, selected_take_id=take.id)
