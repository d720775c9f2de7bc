"""Models on their way here: one after another in a thread, told in the status bar, stopped on demand.

A download that is stopped, or cut off by the end of the program, goes on where it was the next time.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, QTimer, Signal

from previz.errors import PrevizError
from previz.studio import model_list
from previz.ui.tasks import Task, Tasks

LOOK_MS = 100
Get = Callable[[str, Callable[[float, str], bool]], bool]
"""As `model_list.get_model`."""


@dataclass
class Download:
    """One model. The thread writes share and file, the window reads them."""

    model_id: str
    share: float = 0.0
    file: str = ""
    begun: bool = False
    over: bool = False
    trouble: str = ""
    """Why it failed; "" = it did not."""
    mistake: Exception | None = None
    """What nobody foresaw; raised on the window's thread."""
    stop: threading.Event = field(default_factory=threading.Event)


class Downloads(QObject):
    changed = Signal()
    """Progress, an end, or a beginning."""
    arrived = Signal(str)
    """A model is whole."""

    def __init__(self, tasks: Tasks, parent: QObject | None = None, get: Get = model_list.get_model) -> None:
        super().__init__(parent)
        self._tasks, self._get = tasks, get
        self._all: dict[str, Download] = {}
        self._task: Task | None = None
        self._orders: queue.SimpleQueue[Download | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look)

    def of(self, model_id: str) -> Download | None:
        """What runs, waits or failed of a model; None for one that nobody asked for, and for a whole one."""
        return self._all.get(model_id)

    @property
    def busy(self) -> bool:
        return any(not one.over for one in self._all.values())

    def begin(self, model_id: str) -> None:
        """Bring what is missing of a model, after those that were asked for before."""
        before = self._all.get(model_id)
        if before is not None and not before.over:
            return
        order = self._all[model_id] = Download(model_id)
        if self._thread is None:
            self._thread = threading.Thread(
                target=_work, args=(self._orders, self._get), name="previz-downloads", daemon=True
            )
            self._thread.start()
        self._orders.put(order)
        if self._task is None:
            self._task = self._tasks.add("Models", self.cancel_all)
        self._timer.start()
        self.changed.emit()

    def cancel(self, model_id: str) -> None:
        """Stop; what is here stays and counts the next time."""
        one = self._all.get(model_id)
        if one is not None:
            one.stop.set()

    def cancel_all(self) -> None:
        for one in self._all.values():
            one.stop.set()

    def close(self) -> None:
        """The window goes. The thread is not waited for: a server may be silent for long."""
        self.cancel_all()
        self._orders.put(None)
        self._timer.stop()
        if self._task is not None:
            self._task.end()

    def _look(self) -> None:
        for model_id, one in list(self._all.items()):
            if one.over and not one.trouble:
                del self._all[model_id]
                if not one.stop.is_set():
                    self.arrived.emit(model_id)
        running = next((one for one in self._all.values() if one.begun and not one.over), None)
        if self._task is not None and running is not None:
            self._task.title = f"Model {running.model_id}"
            self._task.tell(running.share, running.file.rpartition("/")[2])
        if not self.busy:
            self._timer.stop()
            if self._task is not None:
                self._task.end()
                self._task = None
        self.changed.emit()
        for one in self._all.values():
            if one.over and one.mistake is not None:
                mistake, one.mistake = one.mistake, None
                raise mistake


def _work(orders: queue.SimpleQueue[Download | None], get: Get) -> None:
    """In the thread; knows no widget."""
    while (order := orders.get()) is not None:

        def tell(share: float, file: str, order: Download = order) -> bool:
            order.share, order.file = share, file
            return not order.stop.is_set()

        order.begun = True
        try:
            if not order.stop.is_set():
                get(order.model_id, tell)
        except PrevizError as error:
            order.trouble = str(error)
        except Exception as error:  # the next order is not to wait for ever; `Downloads` raises it
            order.trouble = f"The download stopped ({type(error).__name__}); start it again."
            order.mistake = error
        finally:
            order.over = True
