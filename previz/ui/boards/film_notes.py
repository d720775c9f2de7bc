"""From the wall to the notes of the whole film, and from a note to its picture."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QItemSelectionModel
from PySide6.QtWidgets import QWidget

from previz.scene import model
from previz.ui.actions import Action
from previz.ui.boards.notes_page import NotesPage
from previz.ui.desk import Desk
from previz.ui.rooms.wall import Wall
from previz.ui.rooms.wall_model import Role


class FilmNotes:
    def __init__(self, desk: Desk, room: QWidget, wall: Wall, draw_on: Callable[[str, str], None]) -> None:
        """``draw_on``: opens a take with one of its notes picked."""
        self._desk, self._room, self._wall, self._draw_on = desk, room, wall, draw_on

    def actions(self, row: Callable[..., Action]) -> list[Action]:
        return [row("notes", "Notes of the film", "N", self.show, "chat-text", hint="notes")]

    def show(self) -> NotesPage:
        index = self._wall.currentIndex()
        panel_id = index.data(Role.PANEL_ID) if index.isValid() else None
        page = NotesPage(self._room.window(), self._desk, panel_id, self._go)
        page.start()
        return page

    def _go(self, take: model.Take | None, panel_id: str, note_id: str) -> None:
        """To the picture that it is about; where there is none, to the card."""
        session, wall = self._desk.session, self._wall
        session.look_at(session.document.need(panel_id, model.Panel).shot_id)
        place = wall.wall.place_where(lambda card: card.panel.id == panel_id)
        if place is not None:
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
            wall.selectionModel().setCurrentIndex(wall.wall.index(place), flags)
        if take is not None:
            self._draw_on(take.id, note_id)
