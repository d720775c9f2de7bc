"""Frames in the making for one project: jobs in, takes out.

Every job is a row in the file before its worker hears of it, and every take is in the file before anybody
is told. The queue speaks from its own thread; the project file belongs to the caller's, so messages cross
over in a queue of their own.
"""

from __future__ import annotations

import io
import logging
import queue as mailbox
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec
import numpy as np
from PIL import Image

from previz.errors import BadProject, PrevizError
from previz.gen.guides import Guide
from previz.gen.queue import Listener
from previz.gen.request import Done, Failed, FrameRequest, Marks, Message, Progress, Refine, Steer, from_json
from previz.gen.sketch.choices import choose
from previz.gen.sketch.plan import Plan
from previz.gen.sketch.plan import plan as drawn
from previz.review.fingerprint import Fingerprint, shared
from previz.scene import model
from previz.scene.document import Document
from previz.scene.store import Store, take_file
from previz.scene.store_database import now
from previz.studio.choosing import select_take
from previz.studio.engine import Engine
from previz.studio.making import FIRST_SEED, Making, Outcome, build_request, drawn_time, frame_size
from previz.studio.paper_over import PaperOver, kept_marks
from previz.studio.planning import plan_of_take, plans, with_locks
from previz.studio.reference_pictures import pictures_for
from previz.studio.reviewing import DRAWN, Reviewing
from previz.studio.shooting import Shooting
from previz.studio.stage_since import check_stage
from previz.studio.steering import asked_for, choices_of, steered, unlocked
from previz.studio.trained import Judge, Trained, trained_request

Tell = Callable[[float, str], None]
"""(share done 0…1, what is going on)"""

LOG = logging.getLogger(__name__)

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
    trained: Trained | None = None
    """A model that makes the frame; None = it is drawn."""
    steers: tuple[Steer, ...] = ()
    """What pushback changed."""
    from_take: int = 0
    again: Refine | None = None
    """The take that is drawn again."""
    stands: bool = False
    """It is to stand for its panel, whatever stood before."""


class Prepared(msgspec.Struct, frozen=True):
    """A frame with all that its worker needs, and what it shows for whoever asks later whether it is true."""

    frame: Frame
    request: FrameRequest
    guides: dict[str, Guide]
    fingerprint: Fingerprint
    judge: Judge | None = None
    """Measures what a trained model makes; a drawing needs none."""


class Workshop:
    """Open it, `make` frames, close it: the worker processes end with it."""

    def __init__(
        self,
        document: Document,
        store: Store,
        shooting: Shooting,
        reviewing: Reviewing,
        on_event: Listener | None = None,
        engine: Engine | None = None,
    ) -> None:
        """``on_event`` hears the queue, in its thread, in place of `make`. ``engine``: workers that go on
        after this; None = its own."""
        self._document = document
        self._store = store
        self._shooting = shooting
        self._reviewing = reviewing
        self._mail: mailbox.SimpleQueue[tuple[str, Message]] = mailbox.SimpleQueue()
        self._ear: Listener = on_event or (lambda job, said: self._mail.put((job, said)))
        self._engine, self._is_own = engine or Engine(), engine is None
        self._jobs: set[str] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._is_own:
            self._engine.close()
        else:
            self._engine.leave(self._jobs)

    def plan(
        self,
        shots: Sequence[model.Shot],
        numbers: dict[str, str],
        making: Making,
        trained: Trained | None = None,
    ) -> list[Frame]:
        """The frames that ``making`` asks for: ``takes`` of every panel, each with a plan of its own.

        ``trained``: who makes them, in place of what each shot's look says; one named "sketch" draws.

        A locked panel is left alone unless ``making`` names it. One that was sent back is steered by the
        reasons given, unless ``making`` says how. Raises BadProject for marks and choices of a drawing where
        a model makes the frame.
        """
        frames = []
        looks = [self._reviewing.look(shot) for shot in shots]
        makers = [trained] * len(shots) if trained is not None else Trained.by_looks(looks)
        for shot, look, by in zip(shots, looks, makers, strict=True):
            style = making.style or look.style
            by = None if by is not None and by.generator == DRAWN else by
            for panel in self._document.children(shot.id, model.Panel):
                if panel.locked if making.panel_ids is None else panel.id not in making.panel_ids:
                    continue
                if by is not None:
                    _refuse_hand(making, panel, numbers[shot.id], by)
                sight = self._shooting.sight(shot.id, panel.time_s)
                steers, before = self._steers(panel, making), self._reviewing.selected(panel)
                time = drawn_time(sight.world.light.time)
                seed = self._first_seed(panel) if making.seed is None else making.seed
                kept = (
                    plan_of_take(self._store, making.again or before) if _keeps(making, panel, by) else None
                )
                exact = [kept] if making.again is not None and kept is not None else None
                exact = [making.plan] if making.plan is not None else exact
                for plan in exact or plans(with_locks(making, panel, kept), seed, style, time, kept):
                    frames.append(
                        Frame(
                            job_id=self._document.new_id(model.Take),
                            number=numbers[shot.id],
                            shot=shot,
                            panel=panel,
                            plan=choose(plan, choices_of(steers)) if by is None else plan,
                            size_px=frame_size(sight.camera.view.aspect, making.size_px, making.width_px),
                            marks=self._marks(panel, making),
                            trained=steered(steers, look, by)[1],
                            steers=steers,
                            from_take=_parent(by, making.again or (before if steers else None)),
                            again=self._again(making),
                            stands=making.stands,
                        )
                    )
        return frames

    def _marks(self, panel: model.Panel, making: Making) -> PaperOver | None:
        if making.again is not None:
            return kept_marks(self._store, from_json(self._store.blob(making.again.request)))
        return making.panel_marks.get(panel.id, making.marks)

    def _again(self, making: Making) -> Refine | None:
        """The drawing that is drawn again, with its words."""
        take = making.again
        if take is None:
            return None
        before = from_json(self._store.blob(take.request))
        said = (before.prompt, before.negative)
        return Refine(blob=take.image, take=take.number, enlarged=True, said=said)

    def _steers(self, panel: model.Panel, making: Making) -> tuple[Steer, ...]:
        if making.steers is not None:
            return unlocked(panel, making.steers.get(panel.id, ()))
        return asked_for(self._store, self._reviewing, panel)

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
            trained = Trained.of(request)
            plan = drawn(request.seed, request.style) if trained else msgspec.convert(request.plan, Plan)
            marks, before = kept_marks(self._store, request), self._reviewing.selected(panel)
            parent = _parent(trained, before if request.steers else None)
            again = request.refine if trained is None else None
            frames.append(
                Frame(
                    job.id,
                    numbers[shot.id],
                    shot,
                    panel,
                    plan,
                    request.size_px,
                    marks,
                    trained,
                    request.steers,
                    again.take if again is not None else parent,
                    again,
                )
            )
        return frames

    def _first_seed(self, panel: model.Panel) -> int:
        """The seed after the highest of this panel, so that a new take differs from the old ones."""
        used = [take.seed for take in self._document.children(panel.id, model.Take)]
        return max(used) + 1 if used else FIRST_SEED

    def make(self, frames: Sequence[Frame], tell: Tell) -> Outcome:
        """Draw all frames; a frame that fails does not stop the others. Ctrl-C keeps what is finished."""
        outcome = Outcome(asked=len(frames))
        self.write_plans(frames)
        waiting, running = list(reversed(frames)), dict[str, Prepared]()
        while waiting or running:
            while waiting and len(running) < AHEAD:
                self._start(waiting.pop(), running, outcome)
            if running:
                self._hear(running, outcome, tell)
        return outcome

    # -------------------------------------------------------------------------------- step by step
    def prepare(self, frame: Frame) -> Prepared:
        """Everything that decides the frame. Takes its time; raises RenderError, BadProject."""
        sight = self._shooting.sight(frame.shot.id, frame.panel.time_s)
        film = self._reviewing.look(frame.shot)
        look, by = steered(frame.steers, film, frame.trained)
        followed = msgspec.structs.replace(film, generator=DRAWN) if by is None else by.over(film)
        printed = self._reviewing.fingerprint(frame.shot, frame.panel.time_s, look=followed)
        step = frame.again if by is None else by.refine
        before = self._gone_on_from(frame, step)
        if before is not None and step is not None:
            check_stage(self._reviewing.affirmed(before), printed, step.only_light)
            printed = _as_said(printed, step, before)
        shot, plan, size = frame.shot, frame.plan, frame.size_px
        judge = None
        if by is not None:
            draft = self._draft(before, step)
            if draft is not None:
                look = msgspec.structs.replace(look, depth_range_m=draft.depth_range_m)
            pictures = pictures_for(self._document, self._store, sight, look, by.refine, draft)
            request, guides, judge = trained_request(
                sight, self._shooting, look, shot, plan.style, plan.seed, size, by, pictures
            )
            families = draft.lora_families if draft is not None else request.lora_families
            request = msgspec.structs.replace(request, lora_families=families)
        else:
            look = msgspec.structs.replace(look, generator=DRAWN)
            request, guides = build_request(sight, self._shooting, look, shot, plan, size, frame.marks)
            words, avoided = (step.said if step is not None else None) or (request.prompt, request.negative)
            request = msgspec.structs.replace(request, refine=step, prompt=words, negative=avoided)
        request = msgspec.structs.replace(request, steers=frame.steers)
        return Prepared(frame, request, guides, printed, judge)

    def _gone_on_from(self, frame: Frame, step: Refine | None) -> model.Take | None:
        takes = self._document.children(frame.panel.id, model.Take)
        return next((one for one in takes if step is not None and one.number == step.take), None)

    def _draft(self, before: model.Take | None, step: Refine | None) -> FrameRequest | None:
        """What the take was asked for with that is made again as it was; None for any other."""
        if before is None or step is None or step.said is None:
            return None
        return from_json(self._store.blob(before.request))

    def write_plans(self, frames: Sequence[Frame]) -> None:
        """Rows for all that was asked for, before the first is begun: a kill loses none. Raises FileError."""
        known = {job.id for job in self._store.jobs.pending()}
        with self._store.jobs.together():
            for frame in frames:
                if frame.job_id not in known:
                    name = f"requests/{frame.job_id}-plan.json"
                    stored = self._store.put_blob(_intent(frame).to_json(), name)
                    self._store.jobs.add(frame.job_id, frame.panel.id, stored)

    def write_down(self, prepared: Prepared) -> None:
        """The job as a row of the file, before its worker hears of it. Raises FileError."""
        frame = prepared.frame
        with self._store.jobs.together():
            stored = self._store.put_blob(prepared.request.to_json(), f"requests/{frame.job_id}.json")
            if not self._store.jobs.is_pending(frame.job_id):
                self._store.jobs.add(frame.job_id, frame.panel.id, stored)
            self._store.jobs.change(frame.job_id, "running")

    def submit(self, prepared: Prepared) -> None:
        """Hand it to its worker; the guides go to the disk. Raises as `Queue.submit`."""
        job_id = prepared.frame.job_id
        self._engine.submit(job_id, prepared.request, prepared.guides, self._ear)
        self._jobs.add(job_id)

    def cancel(self, job_id: str) -> None:
        self._engine.cancel(job_id)

    def drop(self, job_id: str) -> None:
        """Say in the file that a frame that nobody began is not wanted any more."""
        if self._store.jobs.is_pending(job_id):
            self._store.jobs.change(job_id, "cancelled")

    def give_up(self, frame: Frame, reason: str, cancelled: bool = False) -> None:
        """Say in the file that a frame will not come."""
        if self._store.jobs.is_pending(frame.job_id):
            self._store.jobs.change(frame.job_id, "cancelled" if cancelled else "failed", reason)

    def bring_in(self, prepared: Prepared, picture: bytes, number: int) -> bytes | str:
        """The bytes of a finished frame into the file, from any thread; `keep` makes take ``number`` of what
        is returned.

        They take ten times as long to write as all the rest of a take, and whoever owns the document is not
        to wait for it. What cannot be written is said by `keep`, which tries again.
        """
        try:
            return self._store.put_blob(picture, take_file(archived_as(prepared.frame, number), picture))
        except PrevizError:
            return picture

    def keep(
        self,
        prepared: Prepared,
        done: Done,
        picture: bytes | str,
        fidelity: model.Fidelity | None = None,
        document: Document | None = None,
    ) -> bool:
        """Picture, request and take into the file in one transaction; the first take selects itself.

        Returns whether the take stands for its panel now.

        ``picture``: its bytes, or what `bring_in` made of them. ``document``: the living one, where this
        workshop sees a snapshot. A panel that was removed meanwhile takes no picture. ``fidelity``: as
        `judged` found it, perhaps in another thread.
        """
        document = document or self._document
        frame, request = prepared.frame, prepared.request
        panel = document.get(frame.panel.id, model.Panel)
        if panel is None:
            self.give_up(frame, "The panel was removed.", cancelled=True)
            return False
        earlier = document.children(panel.id, model.Take)
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
            fingerprint=shared(prepared.fingerprint, earlier[-1].fingerprint if earlier else {}),
            made_at=now(),
            seconds=round(done.seconds, 3),
            model=request.model,
            from_take=frame.from_take,
            unused=(*prepared.judge.left_out, *done.unused) if prepared.judge is not None else (),
            fidelity=fidelity,
        )
        self._store.add_take(
            document,
            take,
            image=picture,
            request=request.to_json(),
            name=archived_as(frame, take.number),
            job_id=frame.job_id,
        )
        self._engine.forget(frame.job_id)
        self._jobs.discard(frame.job_id)
        stands = panel.selected_take_id is None or (frame.stands and not panel.locked)
        if stands:
            select_take(document, take)
        return stands

    def _start(self, frame: Frame, running: dict[str, Prepared], outcome: Outcome) -> None:
        try:
            prepared = self.prepare(frame)
            self.write_down(prepared)
            self.submit(prepared)
        except PrevizError as error:
            outcome.failed.append((frame.number, str(error)))
            self.give_up(frame, str(error))
            return
        running[frame.job_id] = prepared

    def _hear(self, running: dict[str, Prepared], outcome: Outcome, tell: Tell) -> None:
        job_id, message = self._mail.get()
        if job_id not in running:
            return
        frame, style = running[job_id].frame, running[job_id].request.style
        over = outcome.made + len(outcome.failed)
        if isinstance(message, Progress):
            tell((over + message.fraction) / outcome.asked, f"{frame.number} {style}: {message.text}")
        elif isinstance(message, Done):
            prepared, picture = running.pop(job_id), Path(message.path).read_bytes()
            fidelity = judged(prepared, picture)
            stands = self.keep(prepared, message, picture, fidelity)
            outcome.receipts += [(frame.number, fidelity)] if fidelity is not None else []
            outcome.made += 1
            outcome.beside += not stands
            tell((over + 1) / outcome.asked, f"{frame.number} {style}: done")
        elif isinstance(message, Failed):
            del running[job_id]
            self.give_up(frame, message.reason)
            outcome.failed.append((frame.number, message.reason))


def _refuse_hand(making: Making, panel: model.Panel, number: str, by: Trained) -> None:
    """A model would leave out what a hand decided without a word."""
    if making.choices or making.locked or making.marks or panel.id in making.panel_marks:
        raise BadProject(
            f"Marks and choices of a drawing are for the sketch generator, and {by.generator} makes shot "
            f"{number}; change who makes it, or leave them out."
        )


def _as_said(printed: Fingerprint, step: Refine, before: model.Take) -> Fingerprint:
    """With words and look of the take that is made again: if they have changed, the new is stale, too, also
    where a person found the other still true."""
    kept = ("words", "look") if step.said is not None else ()
    return printed | {name: before.fingerprint[name] for name in kept if name in before.fingerprint}


def _keeps(making: Making, panel: model.Panel, by: Trained | None) -> bool:
    return bool(making.locked or (panel.locked_choices and by is None)) or making.again is not None


def _parent(trained: Trained | None, steered: model.Take | None) -> int:
    """Number of the take that a new one goes on from; 0 = it is made afresh."""
    if trained is not None and trained.refine is not None:
        return trained.refine.take
    return steered.number if steered is not None else 0


def archived_as(frame: Frame, number: int) -> str:
    """What people see when they unpack a film: "12A-a-take-3"."""
    return f"{frame.number}-{frame.panel.order}-take-{number}"


def judged(prepared: Prepared, picture: bytes) -> model.Fidelity | None:
    """The receipt of a picture that a trained model made; None as well when judging it fails."""
    if prepared.judge is None:
        return None
    try:
        with Image.open(io.BytesIO(picture)) as opened:
            return prepared.judge.judged(np.asarray(opened.convert("RGB")))
    except Exception:  # no picture is lost for its receipt
        LOG.exception("the take of job %s cannot be judged", prepared.frame.job_id)
        return None


def _intent(frame: Frame) -> FrameRequest:
    """What decides a frame apart from the stage, which is looked at when it is its turn."""
    trained = frame.trained
    return FrameRequest(
        generator=trained.generator if trained else DRAWN,
        model=trained.model if trained else "",
        strengths=trained.strengths if trained else {},
        spans=trained.spans if trained else {},
        adherence=trained.adherence if trained else "",
        refine=trained.refine if trained else frame.again,
        loras=trained.loras if trained else {},
        style=frame.plan.style,
        size_px=frame.size_px,
        seed=frame.plan.seed,
        plan={} if trained else msgspec.to_builtins(frame.plan),
        marks=Marks(blob=frame.marks.blob, medium=frame.marks.medium) if frame.marks else None,
        steers=frame.steers,
    )
