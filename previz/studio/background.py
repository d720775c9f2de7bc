"""Frames drawn while the document goes on being edited.

A thread works on a snapshot of the document: it plans, looks, captures and hands over to the workers.
Whoever owns the document and the file calls `turn` whenever ``wake`` was called: rows and takes are written
there. Every frame shows the film as it was when it was asked for; what has changed since marks it stale.
"""

from __future__ import annotations

import logging
import queue as mailbox
import threading
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from previz.errors import ModelMissing, PrevizError
from previz.gen.request import Done, Failed, Message, Preview, Progress
from previz.scene import model
from previz.studio.engine import Engine
from previz.studio.making import DRAFT_WIDTH_PX, Making, Outcome
from previz.studio.studio import Studio
from previz.studio.trained import Trained
from previz.studio.workshop import AHEAD, Frame, Prepared, Workshop, judged

LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Planned:
    frames: list[Frame]
    refused: tuple[tuple[str, str], ...] = ()
    """(number, reason) of shots that cannot be drawn; the others are."""


@dataclass(frozen=True)
class _Refused:
    """``frame`` None: nothing at all can be drawn."""

    frame: Frame | None
    reason: str
    lacks_model: bool = False


@dataclass(frozen=True)
class _Said:
    job_id: str
    message: Message
    picture: bytes | str = b""
    """Its bytes, or its hash once the file holds it."""
    fidelity: model.Fidelity | None = None


@dataclass(frozen=True)
class JobRow:
    """One frame of a batch, for a list."""

    job_id: str
    panel_id: str
    shot_id: str
    number: str
    what: str
    """ "pencil · final"."""
    state: Literal["waiting", "drawing", "done", "failed", "cancelled"]
    share: float = 0.0
    text: str = ""
    """What is going on, or why it failed."""
    preview: bytes = b""
    """The frame so far, a small PNG; empty before its first."""
    model: str = ""
    """Name of the model, where there is one."""
    lacks_model: bool = False
    """It failed because a model, or a part of one, is not there."""


_Mail = _Planned | _Refused | Prepared | _Said


class Background:
    """One batch of frames. `start` it, `turn` it, and `close` it when it is `over`."""

    def __init__(
        self,
        studio: Studio,
        shot_ids: Sequence[str],
        making: Making,
        wake: Callable[[], None],
        trained: Trained | None = None,
        engine: Engine | None = None,
        besides: Collection[str] = (),
    ) -> None:
        """``trained``: who makes the frames, in place of what each shot's look says. ``engine``: workers that
        go on after this batch; None = its own.

        ``wake`` is called from other threads when there is something for `turn` to do.

        No shots at all: what an interrupted run left behind, but for the jobs ``besides``, which others make.
        """
        self._document = studio.document
        now = studio.snapshot()
        self._workshop = Workshop(
            now.document, studio.store, now.shooting, now.reviewing, self._heard, engine
        )
        self._shots = [now.document.need(id, model.Shot) for id in shot_ids]
        self._numbers = studio.listing.numbers().shots
        self._left_behind: list[Frame] | None = None
        if not shot_ids:
            left = self._workshop.unfinished(self._numbers)
            self._left_behind = [frame for frame in left if frame.job_id not in besides]
        self._making, self._wake, self._trained = making, wake, trained
        self._mail: mailbox.SimpleQueue[_Mail] = mailbox.SimpleQueue()
        self._written: mailbox.SimpleQueue[bool] = mailbox.SimpleQueue()
        self._free = threading.Semaphore(AHEAD)
        self._go = threading.Event()
        self._dropped: set[str] = set()
        self._queue: list[Frame] = []
        """Frames that the thread has not looked at yet, the next first."""
        self._order = threading.Lock()
        """Of ``_queue``."""
        self._rows: dict[str, JobRow] = {}
        self._seconds: list[float] = []
        self._stop = threading.Event()
        self._running: dict[str, Prepared] = {}
        self._expected: dict[str, int] = {}
        """job → number that its take will have."""
        self._shares: dict[str, float] = {}
        self._left: set[str] | None = None
        self._thread = threading.Thread(target=self._work, name="previz-background", daemon=True)
        self.outcome = Outcome()
        self.text = "Looking at the shots"
        self.over = False

    def start(self, hold: bool = False) -> None:
        """``hold``: plan and write down, and wait for `go`."""
        if not hold:
            self._go.set()
        self._thread.start()

    def go(self) -> None:
        """Its turn has come."""
        self._go.set()

    @property
    def rows(self) -> list[JobRow]:
        """Every frame of the batch in order; empty until they are planned."""
        return list(self._rows.values())

    @property
    def left_s(self) -> float | None:
        """Seconds left at the pace of the frames that are done; None before the first."""
        if not self._seconds:
            return None
        waiting = [row for row in self._rows.values() if row.state in ("waiting", "drawing")]
        return sum(1 - row.share for row in waiting) * sum(self._seconds) / len(self._seconds)

    @property
    def share(self) -> float:
        """How much is done, 0…1."""
        ended = sum(row.state not in ("waiting", "drawing") for row in self._rows.values())
        return (ended + sum(self._shares.values())) / max(1, self.outcome.asked)

    @property
    def cancelled(self) -> bool:
        return self._stop.is_set()

    def cancel(self) -> None:
        """Begin nothing more; what runs is stopped. It is `over` a little later."""
        self._stop.set()
        self._go.set()
        self._free.release()
        self._written.put(False)
        for job_id in self._running:
            self._workshop.cancel(job_id)
        for row in self.rows:
            if row.state == "waiting":
                self._workshop.drop(row.job_id)
                self._mark(row.job_id, state="cancelled")
        self._wake()

    def cancel_one(self, job_id: str) -> None:
        """Not this frame; the others go on."""
        row = self._rows.get(job_id)
        if row is None or row.state not in ("waiting", "drawing"):
            return
        self._dropped.add(job_id)
        if job_id in self._running:
            self._workshop.cancel(job_id)
        elif row.state == "waiting":
            self._workshop.drop(job_id)
            self._mark(job_id, state="cancelled")
            self._leave(job_id)
        self._wake()

    def move(self, job_id: str, before_id: str) -> bool:
        """Draw a frame that waits before another one; "" = last. Whether that could be.

        Before one that is under way means first of those that wait.
        """
        with self._order:
            moved = next((frame for frame in self._queue if frame.job_id == job_id), None)
            ids = [frame.job_id for frame in self._queue if frame.job_id != job_id]
            if moved is None or (before_id and before_id not in self._rows):
                return False
            self._queue.remove(moved)
            place = ids.index(before_id) if before_id in ids else 0 if before_id else len(ids)
            self._queue.insert(place, moved)
            waiting = [frame.job_id for frame in self._queue]
        ahead = [row for row in self._rows.values() if row.job_id not in waiting]
        self._rows = {row.job_id: row for row in (*ahead, *(self._rows[id] for id in waiting))}
        return True

    def cancel_waiting(self) -> None:
        """Finish what is drawn, begin nothing more."""
        for row in self.rows:
            if row.state == "waiting":
                self.cancel_one(row.job_id)

    def close(self) -> None:
        """End thread and workers; what is unfinished stays written down as such."""
        self._stop.set()
        self._go.set()
        self._free.release()
        self._written.put(False)
        if self._thread.is_alive():
            self._thread.join()
        self._workshop.__exit__(None, None, None)

    # ----------------------------------------------------------------- where document and file belong
    def turn(self) -> None:
        """Write down what has come. Raises FileError; what came is then lost, the rest goes on."""
        while not self._mail.empty():
            self._take(self._mail.get())
        if self.cancelled and not self._running:
            self.over = True

    def _take(self, mail: _Mail) -> None:
        if isinstance(mail, _Planned):
            self.outcome.failed += mail.refused
            self._planned(mail.frames)
        elif isinstance(mail, Prepared):
            self._begin(mail)
        elif isinstance(mail, _Said):
            self._answered(mail)
        elif mail.frame is None:
            self.outcome.failed.append(("", mail.reason))
            self.over = True
        else:
            self._workshop.give_up(mail.frame, mail.reason)
            self._running.pop(mail.frame.job_id, None)
            self._mark(mail.frame.job_id, lacks_model=mail.lacks_model)
            self._end(mail.frame, mail.reason)

    def _planned(self, frames: list[Frame]) -> None:
        self.outcome.asked = len(frames)
        self._left = {frame.job_id for frame in frames}
        self._rows = {
            frame.job_id: JobRow(
                frame.job_id,
                frame.panel.id,
                frame.shot.id,
                frame.number,
                f"{frame.plan.style} · {'draft' if frame.size_px[0] <= DRAFT_WIDTH_PX else 'final'}",
                "waiting",
                model=frame.trained.model if frame.trained is not None else "",
            )
            for frame in frames
        }
        self._queue = list(frames)
        self._workshop.write_plans(frames)
        if self.cancelled:
            for frame in frames:
                self._workshop.drop(frame.job_id)
        self._written.put(True)

    def _mark(self, job_id: str, **changes: Any) -> None:
        if job_id in self._rows:
            self._rows[job_id] = replace(self._rows[job_id], **changes)

    def _begin(self, prepared: Prepared) -> None:
        job_id = prepared.frame.job_id
        if self.cancelled or job_id in self._dropped:
            self._written.put(False)
            return
        self._running[job_id] = prepared
        self._expect(prepared.frame)
        self._mark(job_id, state="drawing")
        try:
            self._workshop.write_down(prepared)
        except PrevizError:
            self._written.put(False)
            raise
        self._written.put(True)

    def _expect(self, frame: Frame) -> None:
        """Which take of its panel a frame will be, if nobody makes another before it is there."""
        takes = self._document.children(frame.panel.id, model.Take)
        beside = [p.frame.job_id for p in self._running.values() if p.frame.panel.id == frame.panel.id]
        numbers = [take.number for take in takes] + [self._expected.get(id, 0) for id in beside]
        self._expected[frame.job_id] = 1 + max(numbers, default=0)

    def _answered(self, said: _Said) -> None:
        prepared = self._running.get(said.job_id)
        if prepared is None:
            return
        frame, message = prepared.frame, said.message
        if isinstance(message, Progress):
            self._shares[said.job_id] = message.fraction
            self._mark(said.job_id, share=message.fraction, text=message.text)
            self.text = f"{frame.number}: {message.text}"
        elif isinstance(message, Preview):
            self._mark(said.job_id, preview=message.png)
        elif isinstance(message, Done):
            del self._running[said.job_id]
            self.outcome.made += 1
            self._seconds.append(message.seconds)
            self._mark(said.job_id, state="done", share=1.0)
            self._end(frame)
            stands = self._workshop.keep(prepared, message, said.picture, said.fidelity, self._document)
            self.outcome.beside += not stands
            self.outcome.receipts += [(frame.number, said.fidelity)] if said.fidelity is not None else []
        elif isinstance(message, Failed):
            del self._running[said.job_id]
            stopped = self.cancelled or said.job_id in self._dropped
            self._workshop.give_up(frame, message.reason, stopped)
            self._mark(said.job_id, state="cancelled", lacks_model=message.kind == "ModelMissing")
            self._end(frame, "" if stopped else message.reason)

    def _end(self, frame: Frame, reason: str = "") -> None:
        self._free.release()
        if reason:
            self.outcome.failed.append((frame.number, reason))
            self._mark(frame.job_id, state="failed", text=reason)
        self._leave(frame.job_id)

    def _leave(self, job_id: str) -> None:
        self._shares.pop(job_id, None)
        if self._left is not None:
            self._left.discard(job_id)
            self.over = self.over or not self._left

    # ------------------------------------------------------------------------------- other threads
    def _post(self, mail: _Mail) -> None:
        self._mail.put(mail)
        self._wake()

    def _heard(self, job_id: str, message: Message) -> None:
        if not isinstance(message, Done):
            self._post(_Said(job_id, message))
            return
        picture, prepared = Path(message.path).read_bytes(), self._running.get(job_id)
        fidelity = judged(prepared, picture) if prepared is not None else None
        kept: bytes | str = picture
        if prepared is not None and not self._stop.is_set():
            kept = self._workshop.bring_in(prepared, picture, self._expected.get(job_id, 1))
        self._post(_Said(job_id, message, kept, fidelity))

    def _work(self) -> None:
        frames, refused = self._plan()
        if not frames:
            nothing = "There is nothing to draw: these shots have no panel that is not locked."
            if self._left_behind is not None:
                nothing = "Everything that was left is drawn, or being drawn."
            self._post(_Refused(None, refused[0][1] if refused else nothing))
            return
        self._post(_Planned(frames, tuple(refused)))
        if not self._written.get():
            return
        self._go.wait()
        while True:
            self._free.acquire()
            frame = self._next()
            if frame is None or self._stop.is_set():
                return
            if not self._hand_over(frame):
                self._free.release()

    def _next(self) -> Frame | None:
        """The first that is still wanted, as late as can be: until then somebody may move it."""
        with self._order:
            while self._queue:
                frame = self._queue.pop(0)
                if frame.job_id not in self._dropped:
                    return frame
        return None

    def _plan(self) -> tuple[list[Frame], list[tuple[str, str]]]:
        """What can be drawn; (number, reason) of the shots that cannot."""
        if self._left_behind is not None:
            return self._left_behind, []
        frames: list[Frame] = []
        refused: list[tuple[str, str]] = []
        for shot in self._shots:
            try:
                frames += self._workshop.plan([shot], self._numbers, self._making, self._trained)
            except PrevizError as error:
                refused.append((self._numbers[shot.id], str(error)))
        return frames, refused

    def _hand_over(self, frame: Frame) -> bool:
        """False when this frame is not wanted any more."""
        if frame.job_id in self._dropped:
            return False
        try:
            prepared = self._workshop.prepare(frame)
            self._post(prepared)
            if not self._written.get():
                return False
            self._workshop.submit(prepared)
        except PrevizError as error:
            self._post(_Refused(frame, str(error), isinstance(error, ModelMissing)))
        except Exception as error:  # the other frames of the batch are not to wait for ever
            LOG.exception("frame %s cannot be prepared", frame.number)
            said = " ".join(str(error).split())[:300]
            reason = f"The frame could not be prepared ({type(error).__name__}: {said}); report this."
            self._post(_Refused(frame, reason))
        return True
