"""What leaves the Boards room for others and comes back: review pages and packs, through file dialogs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from previz.errors import PrevizError
from previz.ui.actions import Action
from previz.ui.desk import Desk
from previz.ui.questions import file_to_open, file_to_write
from previz.ui.tasks import Tell


class Exchange:
    def __init__(self, desk: Desk, room: QWidget) -> None:
        self._desk, self._session, self._room = desk, desk.session, room

    def actions(self, row: Callable[..., Action], free: dict[str, Any]) -> list[Action]:
        return [
            row("review_page", "Export a review page…", "", self.ask_page, "share-network"),
            row("bring_review", "Bring a review back…", "", self.ask_review, "chat-text", **free),
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

    def _failed(self, error: PrevizError) -> None:
        self._session.tell(str(error), "error")

    def ask_review(self) -> None:
        path = file_to_open(self._room, "Bring a review back", "Reviews (*.json)")
        if path is not None:
            self.bring_review(path)

    def bring_review(self, path: Path) -> None:
        result = self._session.attempt(lambda: self._session.studio.bring_suggestions(path))
        if result is not None:
            self._session.tell(result.line())
