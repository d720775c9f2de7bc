"""Boards drawn in the background of the window: asked for, told in the status bar, stopped, taken in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Qt, Signal

from previz.errors import PrevizError
from previz.scene import model
from previz.studio.background import Background, JobRow
from previz.studio.engine import Engine
from previz.studio.making import Making
from previz.studio.refining import Asked
from previz.studio.trained import Trained
from previz.ui.session import Session
from previz.ui.tasks import Task, Tasks


@dataclass(frozen=True)
class _Order:
    """A batch, and what was asked for, in case somebody wants to try again."""

    batch: Background
    shots: tuple[str, ...]
    making: Making
    trained: Trained | None = None
    """Who makes it, in place of what each shot's look says."""


class Drawing(QObject):
    """One batch draws at a time; those behind it are planned and written down already."""

    changed = Signal()
    """What is drawn, waits or failed is another."""
    progressed = Signal()
    _woken = Signal()

    def __init__(self, session: Session, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._tasks = session, tasks
        self._orders: list[_Order] = []
        self._failed: dict[str, tuple[JobRow, _Order]] = {}
        self._task: Task | None = None
        self._engine: Engine | None = None
        session.memory_wanted.connect(self.rest)
        # The queued connection is what carries the call from the other threads to this one.
        self._woken.connect(self._turn, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        return bool(self._orders)

    @property
    def shots(self) -> frozenset[str]:
        """Shots that are drawn now, or wait for it."""
        return frozenset(id for order in self._orders for id in order.shots)

    @property
    def panels(self) -> frozenset[str]:
        """Panels that a new take is on its way to."""
        found = set()
        for order in self._orders:
            rows = order.batch.rows
            found |= {row.panel_id for row in rows if row.state in ("waiting", "drawing")}
            if not rows:
                found |= self._asked(order)
        return frozenset(found)

    def _asked(self, order: _Order) -> set[str]:
        if order.making.panel_ids is not None:
            return set(order.making.panel_ids)
        document = self._session.document
        return {panel.id for id in order.shots for panel in document.children(id, model.Panel)}

    @property
    def rows(self) -> list[JobRow]:
        """What is drawn, then what waits, then what failed and may be tried again."""
        live = [
            row for order in self._orders for row in order.batch.rows if row.state in ("waiting", "drawing")
        ]
        return live + [row for row, _ in self._failed.values()]

    @property
    def left_s(self) -> float | None:
        """Seconds until all is drawn, at the pace of now; None before anybody can know."""
        if not self._orders or self._orders[0].batch.left_s is None:
            return None
        first = self._orders[0].batch
        live = [row for row in first.rows if row.state in ("waiting", "drawing")]
        done = sum(1 - row.share for row in live)
        pace = first.left_s / done if done and first.left_s else 0.0
        behind = sum(len(order.batch.rows) for order in self._orders[1:])
        return (first.left_s or 0.0) + pace * behind

    def draw(self, shot_ids: Sequence[str], making: Making | None = None) -> None:
        """Draw the panels of these shots, or those that ``making`` names."""
        if not shot_ids:
            self._session.tell("There is no shot to draw yet; make one on the stage.", "warning")
            return
        self._order(tuple(shot_ids), making or Making())

    def draw_panels(self, panel_ids: Sequence[str], making: Making | None = None) -> None:
        """Draw these panels alone; those that are locked are left as they are."""
        document = self._session.document
        if document.refusal:
            self._session.tell(document.refusal, "warning")
            return
        chosen = [panel for id in panel_ids if (panel := document.get(id, model.Panel)) is not None]
        panels = [panel for panel in chosen if not panel.locked]
        if len(panels) < len(chosen):
            self._session.tell(_locked_words(len(chosen) - len(panels)), "fact")
            if not panels:
                return
        shots = tuple(dict.fromkeys(panel.shot_id for panel in panels))
        if not shots:
            self._session.tell("Choose a panel first.", "warning")
            return
        only = frozenset(panel.id for panel in panels)
        self._order(shots, replace(making or Making(), panel_ids=only))

    def draw_plan(self, panel: model.Panel, making: Making) -> None:
        """A drawing of which all was decided, whoever else makes the boards of this shot."""
        self._order((panel.shot_id,), making, Trained(generator="sketch"))

    def go_on(self, take: model.Take, asked: Asked) -> None:
        """The next take of a panel, made from ``take``: an area anew, other light, larger, final."""
        making, trained = asked
        panel = self._session.document.need(take.panel_id, model.Panel)
        self._order((panel.shot_id,), making, trained or Trained(generator="sketch"))

    def offer_unfinished(self) -> None:
        """Say what an interrupted run left behind, with the button that draws it."""
        count = len(self._session.studio.store.jobs.pending()) if not self._session.read_only else 0
        if count:
            boards = "One board was" if count == 1 else f"{count} boards were"
            text = f"{boards} being drawn when the film was closed."
            self._session.tell(text, "warning", "Draw now", self._resume)

    def _resume(self) -> None:
        self._order((), Making())

    def retry(self, job_id: str) -> None:
        """Try a failed frame once more, as the stage is now."""
        kept = self._failed.pop(job_id, None)
        if kept is not None:
            row, order = kept
            only = replace(order.making, panel_ids=frozenset({row.panel_id}))
            self._order((row.shot_id,), only, order.trained)
            self.changed.emit()

    def dismiss(self, job_id: str) -> None:
        """Forget a failure, or cancel one frame that is drawn or waits."""
        if self._failed.pop(job_id, None) is None:
            for order in self._orders:
                order.batch.cancel_one(job_id)
        self.changed.emit()

    def move(self, job_id: str, before_id: str) -> None:
        """Draw what waits before something else that waits; "" = last of all.

        Frames that were asked for together stay together: among those of another time all of them move.
        """
        mine, other = self._order_of(job_id), self._order_of(before_id)
        if mine is None:
            return
        if other is None or other is mine:
            mine.batch.move(job_id, before_id)
        if other is not mine and self._orders.index(mine) > 0:
            self._orders.remove(mine)
            place = self._orders.index(other) if other is not None else len(self._orders)
            self._orders.insert(max(1, place), mine)  # what is being drawn stays in front
        waiting = [row.job_id for o in self._orders for row in o.batch.rows if row.state == "waiting"]
        self._session.attempt(
            lambda: self._session.studio.store.jobs.arrange(waiting)
        )  # also after a restart
        self.changed.emit()

    def _order_of(self, job_id: str) -> _Order | None:
        return next((o for o in self._orders if any(row.job_id == job_id for row in o.batch.rows)), None)

    def cancel_waiting(self) -> None:
        """Finish what is drawn now and begin nothing more."""
        for order in self._orders:
            order.batch.cancel_waiting()
        self.changed.emit()

    def rest(self) -> None:
        """Give back the memory of models and workers that have nothing to do."""
        if self._engine is not None:
            self._engine.rest()

    def stop(self) -> None:
        """Stop what is drawn and forget what waits."""
        for order in self._orders:
            order.batch.cancel()

    def close(self) -> None:
        """End the threads; what is not drawn yet stays written down for the next time."""
        for order in self._orders:
            order.batch.close()
        self._orders.clear()
        if self._engine is not None:
            self._engine.close()
            self._engine = None
        self._end_task()

    # ------------------------------------------------------------------------------------- batches
    def _order(self, shots: tuple[str, ...], making: Making, trained: Trained | None = None) -> None:
        try:
            if self._engine is None:
                self._engine = Engine()
            ours = {row.job_id for order in self._orders for row in order.batch.rows}
            studio, wake = self._session.studio, self._woken.emit
            batch = Background(studio, shots, making, wake, trained, self._engine, besides=ours)
        except PrevizError as error:
            self._session.tell(str(error), "error")
            return
        self._orders.append(_Order(batch, shots, making, trained))
        if self._task is None:
            self._task = self._tasks.add("Boards", self.stop, lambda: self.left_s)
        batch.start(hold=len(self._orders) > 1)
        self.changed.emit()

    def _turn(self) -> None:
        for order in list(self._orders):
            states = [row.state for row in order.batch.rows]
            with self._session.reporting():
                order.batch.turn()
            if states != [row.state for row in order.batch.rows]:
                self.changed.emit()
            if order.batch.over:
                self._finish(order)
        if self._orders:
            self._orders[0].batch.go()
            self._tell(self._orders[0].batch)
        self.progressed.emit()

    def _tell(self, batch: Background) -> None:
        if self._task is None:
            return
        asked = batch.outcome.asked
        if asked:
            self._task.title = f"Boards {min(batch.outcome.made + 1, asked)} of {asked}"
        self._task.tell(batch.share, batch.text)

    def _finish(self, order: _Order) -> None:
        batch = order.batch
        self._orders.remove(order)
        for row in batch.rows:
            if row.state == "failed" and not batch.cancelled:
                self._failed[row.job_id] = (row, order)
        self._report(order)
        batch.close()
        if not self._orders:
            self._end_task()
        self.changed.emit()

    def _report(self, order: _Order) -> None:
        outcome = order.batch.outcome
        if not outcome.failed or order.batch.cancelled:
            return
        number, reason = outcome.failed[0]
        many = len(outcome.failed) > 1
        text = f"{len(outcome.failed)} of {outcome.asked} boards were not drawn. " if many else ""
        text += f"{number}: {reason}" if number else reason

        def again() -> None:
            self._order(order.shots, order.making, order.trained)

        lacking = next((row for row in order.batch.rows if row.lacks_model), None)
        if lacking is not None:
            self._session.tell(text, "error", "Show the models", lambda: self.show_models(lacking.model))
        else:
            self._session.tell(text, "error", "Try again", again)

    def show_models(self, wanted: str) -> None:
        """What is here and what can be had, at the model that a frame failed for."""
        self._session.models_wanted.emit(wanted)

    def _end_task(self) -> None:
        task, self._task = self._task, None
        if task is not None:
            task.end()


def _locked_words(count: int) -> str:
    if count == 1:
        return "A locked panel stays as it is; unlock it to have it drawn anew."
    return f"{count} locked panels stay as they are; unlock them to have them drawn anew."
