"""Drafts of the script: in, what they changed, and out again."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from previz.errors import PrevizError
from previz.script import covering
from previz.script.reading import FORMATS
from previz.studio.draft_changes import changes_by_scene
from previz.studio.drafting import Draft
from previz.studio.screenplay import Imported, export_script
from previz.ui import questions
from previz.ui.desk import Desk
from previz.ui.rooms.draft_changes import DraftChanges

SAID = 2
"""So many changes fit into the message bar."""
TOLD = 120
"""So many letters of each."""
SCRIPTS = f"Scripts ({' '.join(f'*{ending}' for ending in FORMATS)})"


class Drafts(QObject):
    words_asked = Signal(str, str)
    """(scene, passage): somebody wants to see them on the pages."""
    laid_out = Signal(object)
    """The pages of the script as it is now, made in the thread: a long one would hold the window."""

    def __init__(self, desk: Desk, room: QWidget) -> None:
        super().__init__(room)
        self._desk, self._session, self._room = desk, desk.session, room
        self._last: tuple[Draft, Imported] | None = None

    def ask_import(self) -> None:
        path = questions.file_to_open(self._room, "Import a script", SCRIPTS)
        if path is not None:
            self.bring(path)

    def bring(self, path: Path) -> None:
        """Read a script and compare it in the background, then take it into the film as one step."""
        self._compare(Draft(self._session.document, path))

    def _compare(self, draft: Draft) -> None:
        self._desk.tasks.run("Importing the script", draft.prepare, self._take, self._failed, stoppable=True)

    def _take(self, draft: Draft) -> None:
        with self._session.reporting():
            made = draft.take()
            if made is None:
                self._compare(draft.anew())
                return
            self._last = (draft, made)
            self.laid_out.emit(made.laid_out)
            numbers = self._session.studio.listing.numbers().shots
            kind: Literal["warning", "fact"] = "warning" if made.warnings or made.stale else "fact"
            show = ("Show", self.show_changes) if made.changes else ("", None)
            self._session.tell(told(made, draft.path.name, numbers), kind, *show)

    @property
    def has_changes(self) -> bool:
        """Whether the film has the draft that was imported last, and it changed something."""
        script = covering.script_of(self._session.document)
        return (
            script is not None
            and self._last is not None
            and bool(self._last[1].changes)
            and (self._last[0].file is not None and script.source == self._last[0].file.source)
        )

    def show_changes(self) -> None:
        """All that the last draft changed, with ways to the pages and the shots."""
        if self._last is None or not self.has_changes:
            self._session.tell("The film does not have that draft any more; redo the import.", "warning")
            return
        draft, made = self._last
        numbers = self._session.studio.listing.numbers().shots
        scenes = changes_by_scene(self._session.document, made.changes)
        card = DraftChanges(self._room.window(), draft.path.name, scenes, numbers)
        card.page_asked.connect(self.words_asked)
        card.shot_asked.connect(self._session.look_at)
        card.open()

    def export(self) -> None:
        script = covering.script_of(self._session.document)
        if script is None:
            return
        ending = ".fdx" if script.format == "fdx" else Path(script.name).suffix or ".fountain"
        path = questions.file_to_write(self._room, "Export the script", script.name, f"Script (*{ending})")
        if path is not None:
            self._session.attempt(lambda: export_script(self._session.document, path))

    def _failed(self, error: PrevizError) -> None:
        self._session.tell(str(error), "error")


def told(made: Imported, name: str, numbers: dict[str, str]) -> str:
    """What an import did, for the message bar."""
    scenes = "1 scene" if made.scenes == 1 else f"{made.scenes} scenes"
    pages = "1 page" if made.pages == 1 else f"{made.pages} pages"
    parts = [f"{name}: {scenes}, {pages}."]
    if made.again:
        count = len(made.changes)
        parts.append(
            "Nothing has changed." if not count else "1 change:" if count == 1 else f"{count} changes:"
        )
        told = (covering.short(str(change), TOLD) for change in made.changes[:SAID])
        parts += [words if words.endswith("…") else f"{words}." for words in told]
        if count > SAID:
            parts.append(f"And {count - SAID} more.")
    if made.stale:
        parts.append(f"Words changed under {', '.join(numbers[id] for id in made.stale[:8])}.")
    return " ".join([*parts, *(f"{name}, {warning}." for warning in made.warnings[:2])])
