"""Files that are let go on the window, where no part of it takes them itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QDropEvent

from previz.ui.loads import files_of, take_copy
from previz.ui.message import Message
from previz.ui.rooms import SCRIPT, STAGE
from previz.ui.rooms.room import READ_ONLY

if TYPE_CHECKING:
    from previz.ui.window import Window

FILMS, LISTS = (".previz",), (".csv", ".xlsx", ".tsv")


class DroppedFiles:
    """Each goes the way that its command in the menu goes; one that has none is told where it can go."""

    def __init__(self, window: Window) -> None:
        self._window = window

    def welcome(self, event: QDropEvent) -> None:
        """Any file, so that something can be said of it."""
        if files_of(event):
            take_copy(event)

    def let_go(self, event: QDropEvent) -> None:
        self.welcome(event)
        for path in files_of(event):
            self._take(path)

    def _take(self, path: Path) -> None:
        from previz.script.reading import FORMATS

        window, ending = self._window, path.suffix.lower()
        if ending in FILMS:
            window.projects.open(path)
        elif window.session is not None and window.session.read_only:
            self._say(READ_ONLY)
        elif ending in FORMATS:
            self._into_room(SCRIPT, path)
        elif ending in LISTS:
            if self._with_film():
                window.commands.printer.bring_list(path)
        else:
            self._take_other(path)

    def _take_other(self, path: Path) -> None:
        """A model for the stage, a picture, or what nothing reads."""
        from previz.kit.model_file import KINDS
        from previz.studio.bringing import ENDINGS

        ending = path.suffix.lower()
        if ending.lstrip(".") in KINDS and self._window.session is None:
            self._say(f"{path.name} is a 3D model: open the film first on whose set it is to stand.")
        elif ending.lstrip(".") in KINDS:
            self._into_room(STAGE, path)
        elif ending in ENDINGS:
            self._say(
                f"{path.name} is a picture: let it go on the plan to lay it under the set, or on the takes "
                "of a panel to make it one of them."
            )
        else:
            self._say(
                f"Nothing here reads {path.name}. A film (.previz), a script (.fountain, .fdx), a shot list "
                "(.csv, .xlsx), a 3D model (.glb, .obj) and a picture can be let go on the window."
            )

    def _into_room(self, room: int, path: Path) -> None:
        if self._with_film():
            self._window.show_room(room)
            assert self._window.room is not None
            self._window.room.bring(path)

    def _with_film(self) -> bool:
        """Whether there is one, were it a new one for the file."""
        return self._window.session is not None or self._window.projects.new()

    def _say(self, words: str) -> None:
        self._window.message_bar.show_message(Message(words, "warning"))
