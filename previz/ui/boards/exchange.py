"""What leaves the Boards room for others and comes back: review pages and packs, through file dialogs."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from previz.errors import PrevizError
from previz.studio.merging import Merged, Returned, keep_pictures, read_pack
from previz.studio.packs import write_pack
from previz.studio.picks import PickBook
from previz.ui.actions import Action
from previz.ui.boards.conflicts import Conflicts
from previz.ui.desk import Desk
from previz.ui.questions import file_to_open, file_to_write
from previz.ui.tasks import Task, Tell

TURN_S = 0.008
"""Between two looks at what the window has to do."""


class Exchange:
    def __init__(self, desk: Desk, room: QWidget, chosen: Callable[[], list[str]]) -> None:
        """``chosen``: ids of the panels that are chosen on the wall."""
        self._desk, self._session, self._room = desk, desk.session, room
        self._chosen = chosen
        self.conflicts: Conflicts | None = None
        """What the last merge asked about; None where it had nothing to ask."""
        self._steps: Generator[float, None, Merged] | None = None
        self._task: Task | None = None
        self._timer = QTimer(room)
        self._timer.timeout.connect(self._step)

    def actions(self, row: Callable[..., Action], free: dict[str, Any]) -> list[Action]:
        # From another room nobody sees which panels are chosen.
        chosen: dict[str, Any] = {
            "enabled": lambda: self._room.isVisible() and bool(self._chosen()),
            "why_disabled": "Choose the panels in Boards first.",
        }
        return [
            row("review_page", "Export a review page…", "", self.ask_page, "share-network"),
            row("pack", "Hand the chosen panels off…", "", self.ask_pack, "export", **chosen),
            row("merge", "Merge what came back…", "", self.ask_merge, "tray", **free),
            row("bring_review", "Bring a review back…", "", self.ask_review, "chat-text", **free),
            row("export_picks", "Export picks and verdicts…", "", self.ask_picks, "export"),
            row("forget_picks", "Forget the picks of this film", "", self.forget_picks, "trash", **free),
        ]

    def ask_page(self) -> None:
        """Where the page goes; it is written in the background."""
        path = file_to_write(self._room, "Review page", "review.html", "Web page (*.html)")
        if path is not None:
            self.write_page(path)

    def write_page(self, path: Path) -> None:
        now = self._session.studio.snapshot()

        def work(tell: Tell) -> int:
            return now.printing.review_page(path)

        def done(count: int) -> None:
            self._session.tell(f"{path.name} holds {count} frames; send it to whoever should comment.")

        self._desk.tasks.run("Review page", work, done, self._failed)

    def ask_pack(self) -> None:
        path = file_to_write(self._room, "Hand off", "handed-off.previz")
        if path is not None:
            self.write_pack(path)

    def write_pack(self, path: Path) -> None:
        """In the background, in place of a file of that name: the dialog has asked."""
        panels, studio = self._chosen(), self._session.studio
        now, store = studio.snapshot(), studio.store

        def work(tell: Tell) -> int:
            numbers = now.listing.numbers().shots
            return write_pack(
                now.document, store, numbers, panels, path, now.reviewing.statuses(), overwrite=True
            )

        def done(count: int) -> None:
            panels_word = "1 panel" if count == 1 else f"{count} panels"
            self._session.tell(f"{path.name} holds {panels_word}; merge it when it comes back.")

        self._desk.tasks.run("Hand off", work, done, self._failed)

    def ask_merge(self) -> None:
        path = file_to_open(self._room, "Merge what came back")
        if path is not None:
            self.merge(path)

    def merge(self, path: Path) -> None:
        """Read the pack and keep its pictures in the background, then take in what is new, take by take."""
        known = frozenset(self._session.document.ids())
        store = self._session.studio.store

        def work(tell: Tell) -> Returned:
            pack = read_pack(path, known)
            keep_pictures(store, pack, known, tell)
            return pack

        self._desk.tasks.run("Merge", work, self._take_in, self._failed)

    def _take_in(self, pack: Returned) -> None:
        while self._steps is not None:  # of a pack before it
            self._step()
        self.conflicts = None
        self._steps = self._session.studio.exchange.merge_steps(pack)
        self._task = self._desk.tasks.add("Merge")
        self._timer.start()

    def _step(self) -> None:
        """A few takes, and back to whoever works at the window."""
        steps, task = self._steps, self._task
        if steps is None or task is None:
            return
        end_s = time.monotonic() + TURN_S
        try:
            while time.monotonic() < end_s:
                task.tell(next(steps), "Takes")
        except StopIteration as finished:
            self.close()
            self._merged(finished.value)
        except PrevizError as error:
            self.close()
            self._failed(error)

    def close(self) -> None:
        """Nothing more is taken in; what is half done is finished by merging the pack again."""
        self._timer.stop()
        task, self._task, self._steps = self._task, None, None
        if task is not None:
            task.end()

    def _merged(self, merged: Merged) -> None:
        """What both sides changed is shown side by side."""
        self._session.tell(merged.line())
        if merged.conflicts:
            self.conflicts = Conflicts(self._room.window(), self._session, merged.conflicts)
            self.conflicts.open()

    def _failed(self, error: PrevizError) -> None:
        self._session.tell(str(error), "error")

    def ask_picks(self) -> None:
        path = file_to_write(self._room, "Picks and verdicts", "picks.jsonl", "JSON Lines (*.jsonl)")
        if path is not None:
            self.write_picks(path)

    def write_picks(self, path: Path) -> None:
        """Which take was liked better, and every verdict, one JSON object a line."""
        book = PickBook(self._session.document, self._session.studio.store)
        count = self._session.attempt(lambda: book.export(path))
        if count is not None:
            self._session.tell(f"{path.name} holds {count} lines: picks and verdicts.")

    def forget_picks(self) -> None:
        count = self._session.attempt(PickBook(self._session.document, self._session.studio.store).forget)
        if count is not None:
            told = f"{count} pick{'' if count == 1 else 's'} forgotten; undo brings them back."
            self._session.tell(told if count else "This film has kept no picks.")

    def ask_review(self) -> None:
        path = file_to_open(self._room, "Bring a review back", "Reviews (*.json)")
        if path is not None:
            self.bring_review(path)

    def bring_review(self, path: Path) -> None:
        result = self._session.attempt(lambda: self._session.studio.exchange.bring_suggestions(path))
        if result is not None:
            self._session.tell(result.line())
