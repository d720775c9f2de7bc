"""What leaves the Boards room for others and comes back: review pages and packs, through file dialogs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QWidget

from previz.ui import preferences
from previz.ui.actions import Action
from previz.ui.desk import Desk
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
        path = self._save("Review page", "review.html", "Web page (*.html)")
        if path is not None:
            self.write_page(path)

    def write_page(self, path: Path) -> None:
        now = self._session.studio.snapshot()

        def work(tell: Tell) -> int:
            return now.printing.review_page(path)

        def done(count: int) -> None:
            self._session.tell(f"{path.name} holds {count} frames; send it to whoever should comment.")

        self._desk.tasks.run("Review page", work, done, lambda words: self._session.tell(words, "error"))

    def ask_review(self) -> None:
        path = self._open("Bring a review back", "Reviews (*.json)")
        if path is not None:
            self.bring_review(path)

    def bring_review(self, path: Path) -> None:
        result = self._session.attempt(lambda: self._session.studio.bring_suggestions(path))
        if result is not None:
            self._session.tell(result.line())

    # ----------------------------------------------------------------------------------------- dialogs
    def _save(self, title: str, name: str, kinds: str) -> Path | None:
        suggested = str(preferences.folder() / name)
        path, _ = QFileDialog.getSaveFileName(self._room, title, suggested, kinds)
        return Path(path) if path else None

    def _open(self, title: str, kinds: str) -> Path | None:
        path, _ = QFileDialog.getOpenFileName(self._room, title, str(preferences.folder()), kinds)
        return Path(path) if path else None
