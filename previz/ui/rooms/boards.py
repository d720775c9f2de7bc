"""Boards: the wall of panels. Draw, compare takes, approve by name, print."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QSplitter, QStackedLayout, QVBoxLayout, QWidget

from previz.export.rows import PanelRow, ShotRow
from previz.scene import model
from previz.ui.actions import Action
from previz.ui.boards.caption_editor import CaptionEditor
from previz.ui.boards.compare import Compare
from previz.ui.boards.exchange import Exchange
from previz.ui.boards.film_notes import FilmNotes
from previz.ui.boards.frame_export import FrameExport
from previz.ui.boards.newcomers import Newcomers
from previz.ui.boards.picture_view import Mode
from previz.ui.boards.play import Play
from previz.ui.boards.review import Review
from previz.ui.boards.saying import Saying
from previz.ui.boards.side import Side
from previz.ui.boards.undrawn_line import UndrawnLine
from previz.ui.boards.vary_page import VaryPage
from previz.ui.boards.wall_bar import WallBar
from previz.ui.boards.wall_edits import WallEdits
from previz.ui.controls import EmptyState, Segmented
from previz.ui.controls.labels import row, rule
from previz.ui.desk import Desk
from previz.ui.rooms.room import READ_ONLY, Room
from previz.ui.rooms.take_strip import TAKE, UNDRAWN, TakeStrip
from previz.ui.rooms.wall import Wall
from previz.ui.rooms.wall_model import Role
from previz.ui.status_bar import Hint

MENU = (
    "boards.draw", "boards.vary", "boards.refine", "boards.compare", "-",
    "boards.approve", "boards.put_in_review", "boards.omit", "boards.lock", "-",
    "boards.png", "boards.svg", "boards.pack", "-",
    "boards.annotate", "boards.notes", "boards.caption", "boards.panel", "boards.moment", "boards.unhang",
    "-", "boards.earlier", "boards.later", "-", "boards.review", "boards.stage",
)  # fmt: skip
"""Of the right button on a card."""
LEAST_WITH_SIDE = 1240
"""Below this width the wall has the room for itself."""


class _Wall(Wall):
    """Enter goes to the stage, Esc to the card in front alone; letters are the room's keys, not a search."""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.activated.emit(self.currentIndex())
        elif event.key() == Qt.Key.Key_Escape:
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.selectionModel().select(self.currentIndex(), flags)
        elif event.text() and (event.text().isalnum() or event.text() == " "):
            event.ignore()
        else:
            super().keyPressEvent(event)


class BoardsRoom(Room):
    name = "Boards"
    paper = "boards"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.wall = _Wall(desk)
        self.takes = TakeStrip(desk)
        self.side = Side(desk)
        self.captions = CaptionEditor(desk.session, self.wall)
        self.hands = WallEdits(desk.session, self.wall)
        self.frames = FrameExport(desk, self, self.wall.chosen_panels)
        self.exchange = Exchange(desk, self, self.wall.chosen_panels)
        self.film_notes = FilmNotes(desk, self, self.wall, self._draw_on)
        self.saying = Saying(desk, self.wall)
        self._newcomers = Newcomers(desk, self)
        self.bar = WallBar(desk, self.wall)
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(1)
        split.addWidget(self.wall)
        split.addWidget(self.takes)
        split.setStretchFactor(0, 1)
        page = QWidget()
        below = QVBoxLayout(page)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(0)
        self.undrawn = UndrawnLine(desk)
        for part in (self.bar, rule(), self.undrawn, self.saying.line):
            below.addWidget(part)
        below.addWidget(split, 1)
        whole = row(page, rule(upright=True), self.side, gap=0)
        whole.layout().setStretch(0, 1)  # type: ignore[union-attr]
        self._empty = EmptyState(
            "squares-four",
            "No panel yet",
            "Every shot has at least one panel. Make a shot on the stage, and it hangs here.",
            "Go to the stage",
            lambda: desk.actions.trigger("view.stage"),
        )
        self._stack = QStackedLayout(self)
        self._stack.addWidget(whole)
        self._stack.addWidget(self._empty)
        self.front, self.foot = self.wall, self.takes
        self._connect()

    def _connect(self) -> None:
        self.wall.selectionModel().currentChanged.connect(self._look)
        self.wall.selectionModel().selectionChanged.connect(lambda: self.desk.actions.refreshed.emit())
        self.wall.activated.connect(lambda index: self._to_stage())
        self.wall.doubleClicked.connect(lambda index: self._to_stage())
        self.takes.view.doubleClicked.connect(lambda index: self._draw_on(index.data(TAKE).id))
        self.wall.wall.modelReset.connect(self._filled)
        self.wall.captioned.connect(self._caption)
        self.wall.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.wall.customContextMenuRequested.connect(self._show_menu)
        self.wall.compared.connect(lambda index: self.compare())
        self.wall.dropped.connect(self.hands.drop)
        self.wall.can_move = self.hands.may_move
        self.captions.closed.connect(lambda: self.wall.setFocus(Qt.FocusReason.OtherFocusReason))
        self.desk.rows.changed.connect(self._filled)
        self.session.shot_changed.connect(self._follow)
        self._filled()
        self._follow()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self.side.setVisible(self.width() >= LEAST_WITH_SIDE)

    def close_room(self) -> None:
        self.exchange.close()
        self.side.close_panel()
        self.takes.close_panel()

    def shown(self) -> None:
        self.bar.fill(self.desk.actions)

    @property
    def filter(self) -> Segmented:
        return self.bar.filter

    # ------------------------------------------------------------------------------------------- state
    def _filled(self) -> None:
        self._stack.setCurrentIndex(0 if self.session.document.of(model.Panel) else 1)
        self.bar.show_counts()
        self._show_panel()

    def _panel_id(self) -> str | None:
        index = self.wall.currentIndex()
        return index.data(Role.PANEL_ID) if index.isValid() else None

    def _look(self, index: QModelIndex) -> None:
        """The card in front is the shot that every room looks at."""
        card = self.wall.card(index)
        if card is not None:
            self.session.look_at(card.shot.id)
            self._show_panel()

    def _show_panel(self) -> None:
        panel_id = self._panel_id()
        self.takes.show_panel(panel_id)
        self.side.show_panel(panel_id)

    def _follow(self) -> None:
        shot = self.session.shot
        card = self.wall.card(self.wall.currentIndex())
        if shot is None or (card is not None and card.shot.id == shot.id):
            return
        place = self.wall.wall.place_of(shot.id)
        if place is not None:
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.wall.selectionModel().setCurrentIndex(self.wall.wall.index(place), flags)

    # ----------------------------------------------------------------------------------------- actions
    def panels(self) -> list[QWidget]:
        return [self.bar, self.wall, self.takes]

    def actions_by_home(self) -> list[tuple[QWidget, list[Action]]]:
        def row(
            name: str, label: str, keys: str, run: Callable[[], object], picture: str, **more: Any
        ) -> Action:
            return Action(f"boards.{name}", label, keys, run, self.name, icon=picture, **more)

        chosen: dict[str, Any] = {
            "enabled": self._may_draw,
            "why_disabled": lambda: self._or_read_only("Choose a panel first."),
        }
        drawn: dict[str, Any] = {
            "enabled": lambda: bool(self.wall.wall.cards),
            "why_disabled": "There is no panel to review.",
        }
        free: dict[str, Any] = {"enabled": lambda: not self.session.read_only, "why_disabled": READ_ONLY}
        one: dict[str, Any] = {
            "enabled": lambda: self._panel_id() is not None,
            "why_disabled": "Choose a panel first.",
        }
        taken: dict[str, Any] = {
            "enabled": lambda: self.takes.stands() is not None,
            "why_disabled": UNDRAWN,
        }

        def every() -> None:
            self._draw_where(lambda row, panel: True)

        rows = [
            row("draw", "Draw the chosen boards", "G", self._draw, "magic-wand", hint="draw", **chosen),
            row("draw_all", "Draw all boards", "Ctrl+G", every, "squares-four", **free),
            row("draw_scene", "Draw the boards of this scene", "", self._draw_scene, "rows", **chosen),
            row(
                "draw_stale",
                "Draw what is missing or stale",
                "Shift+G",
                self._draw_missing,
                "arrows-clockwise",
                **free,
            ),
            *self.saying.actions(row),
            row("review", "Review these boards", "R", self.review, "play-circle", hint="review", **drawn),
            row("annotate", "Draw on the take", "D", self._annotate, "pencil-simple", hint="draw on it"),
            row("play", "Play the boards in time", "Space", self.play, "play", hint="play", **drawn),
            row("compare", "Compare takes", "X", self.compare, "columns", hint="compare", **taken),
            row("onion", "Take over the stage", "O", lambda: self.compare("onion"), "stack", **taken),
            *self.bar.actions(row),
            row("vary", "Vary one thing…", "Y", self.vary, "squares-four", **one),
            *self.takes.actions(row),
            row("caption", "Write the words", "F2", self._caption, "text-t", hint="words", **chosen),
            row("stage", "See it on the stage", "S", self._to_stage, "cube", hint="to the stage"),
            *self.hands.actions(row, chosen),
            *self.frames.actions(row, one),
            *self.exchange.actions(row, free),
            *self.film_notes.actions(row),
        ]
        return [(self, rows), (self.wall, self.hands.on_the_wall(row, chosen))]

    def hints(self) -> list[Hint]:
        return [("Arrows", "travel")]

    def _may_draw(self) -> bool:
        return bool(self.wall.chosen_shots()) and not self.session.read_only

    def _or_read_only(self, words: str) -> str:
        return READ_ONLY if self.session.read_only else words

    def _draw(self) -> None:
        self._draw_panels(self.wall.chosen_panels())

    def _draw_panels(self, panel_ids: list[str]) -> None:
        making = replace(self.side.making(), steers=self.side.steered(panel_ids))
        self.desk.drawing.draw_panels(panel_ids, making)

    def _draw_scene(self) -> None:
        scene = self.session.scene
        self._draw_where(lambda row, panel: scene is not None and row.scene_id == scene.id)

    def _draw_missing(self) -> None:
        """Not what has a new take beside it already, which nobody has looked at yet."""
        self._draw_where(lambda row, panel: not panel.new_take and (bool(panel.stale) or not panel.image))

    def _draw_where(self, wanted: Callable[[ShotRow, PanelRow], bool]) -> None:
        rows = [row for row in self.desk.rows.rows if row.status != "omitted"]
        panels = [
            panel.id
            for row in rows
            for panel in row.panels
            if wanted(row, panel) and not panel.locked and panel.status != "omitted"
        ]
        if panels:
            self._draw_panels(panels)
        else:
            waiting = sum(bool(panel.new_take) for row in rows for panel in row.panels)
            told = "Every board is drawn and true, or locked."
            if waiting:
                lie = "One board has a new take" if waiting == 1 else f"{waiting} boards have a new take"
                told = f"{lie} that waits for you: A takes it. Every other one is drawn and true, or locked."
            self.session.tell(told, "fact")

    def review(self) -> Review:
        """The frames that hang on the wall now, as large as they get, one after another."""
        ids = [card.panel.id for card in self.wall.wall.cards]
        page = Review(self.window(), self.desk, ids, self._panel_id())
        page.start()
        return page

    def _annotate(self) -> None:
        panel = self.session.document.get(self._panel_id(), model.Panel)
        if panel is not None and not panel.selected_take_id:
            self.session.tell("This panel has no take to draw on yet; draw it first (G).", "warning")
            return
        self._draw_on(panel.selected_take_id if panel is not None else None)

    def _draw_on(self, take_id: str | None, note_id: str = "") -> None:
        self.session.draw_on(take_id, note_id)
        self.desk.actions.trigger("view.annotate")

    def play(self) -> Play:
        """The boards of the film in time, from the card in front."""
        page = Play(self.window(), self.desk, self._panel_id())
        page.start()
        return page

    def compare(self, mode: Mode | None = None) -> Compare | None:
        """Two takes; of a frame that is stale what was judged, beside the stage as it is now."""
        panel_id = self._panel_id()
        if panel_id is None:
            return None
        page = Compare(self.window(), self.desk, panel_id, mode)
        page.start()
        return page

    def vary(self) -> VaryPage | None:
        """The panel in front along one choice; the pick is drawn in the quality chosen at the side."""
        panel_id = self._panel_id()
        if panel_id is None:
            return None
        page = VaryPage(self.window(), self.desk, panel_id, self.side.making().width_px)
        page.start()
        return page

    def _caption(self, index: QModelIndex | None = None) -> None:
        index = index or self.wall.currentIndex()
        card = self.wall.card(index)
        if card is not None and not self.session.read_only:
            box = self.wall.words_box(index)
            self.captions.edit(card.panel.id, box.topLeft(), box.width())

    def _show_menu(self, at: QPoint) -> None:
        if self.wall.indexAt(at).isValid():
            self.desk.actions.menu(self, MENU).popup(self.wall.viewport().mapToGlobal(at))

    def _to_stage(self) -> None:
        self.desk.actions.trigger("view.stage")
