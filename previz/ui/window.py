"""The window: one project, four rooms, and what is around them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QPoint, Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtOpenGLWidgets import QOpenGLWidget
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from previz.scene.model import Shot
from previz.ui import preferences
from previz.ui.actions import ActionTable
from previz.ui.collector import settle, unsettle
from previz.ui.controls import FocusRing
from previz.ui.controls.labels import set_role
from previz.ui.dropped_files import DroppedFiles
from previz.ui.first_run import FirstRun
from previz.ui.message import Message
from previz.ui.message_bar import Ground, MessageBar
from previz.ui.overlay import Overlay
from previz.ui.panels import go_to_panel, put_in_order
from previz.ui.projects import Projects
from previz.ui.rooms import ANNOTATE, BOARDS, STAGE, room_kind
from previz.ui.rooms.room import Room
from previz.ui.status_bar import Hint, StatusBar, hints_of
from previz.ui.surface import in_window
from previz.ui.tasks import Tasks
from previz.ui.top_bar import TopBar
from previz.ui.window_actions import WindowActions
from previz.ui.window_menus import export_menu, main_menu

if TYPE_CHECKING:
    from previz.ui.desk import Desk
    from previz.ui.session import Session
    from previz.ui.settings.downloads import Downloads

SIZE, MINIMUM = (1600, 1000), (1024, 640)


class Window(QMainWindow):
    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("Previz")
        self.setAcceptDrops(True)
        self.setMinimumSize(*MINIMUM)
        self.tasks = Tasks(self)
        self.projects = Projects(self.tasks, self)
        self.table = ActionTable(self)
        self.desk: Desk | None = None
        self._rooms: dict[int, Room] = {}
        self.commands = WindowActions(self)
        self._dropped = DroppedFiles(self)
        self.table.add(self, self.commands.actions())
        self.top_bar = TopBar(self.table)
        self.pages = QStackedWidget()
        self.first_run = FirstRun(self.projects, self.commands.open)
        self.pages.addWidget(self.first_run)
        self.status_bar = StatusBar(self.tasks)
        self._build()
        self.ring = FocusRing(self)
        self._connect()
        self._show_state()
        self._restore()

    # ----------------------------------------------------------------------------------------- building
    def _build(self) -> None:
        page = Ground()
        set_role(page, "window")
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.top_bar)
        layout.addWidget(self.pages, 1)
        layout.addWidget(self.status_bar)
        self.setCentralWidget(page)
        self.message_bar = MessageBar(page)
        self.message_bar.foot_px = self._foot_px
        if in_window():
            # A window that learns of OpenGL when it is shown already is made anew: it flickers and loses the
            # focus. This one knows from the start.
            seed = QOpenGLWidget(self)
            seed.resize(1, 1)
            seed.hide()

    def _connect(self) -> None:
        self.top_bar.room_chosen.connect(self.show_room)
        self.top_bar.menu_asked.connect(lambda button: main_menu(self).popup(_below(button)))
        self.top_bar.export_asked = lambda button: export_menu(self).popup(_below(button))
        self.projects.opened.connect(self._opened)
        self.projects.closing.connect(self._closing)
        self.projects.saved.connect(self._show_state)
        self.projects.told.connect(self.message_bar.show_message)
        self.table.started.connect(self.message_bar.pass_on)
        self.table.refused.connect(
            lambda action: self.message_bar.show_message(
                Message(action.why_not or f"“{action.title}” is not possible now.", "warning")
            )
        )
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._show_hints)

    def _restore(self) -> None:
        kept = preferences.layout("window")
        if kept.isEmpty() or not self.restoreGeometry(kept):
            screen = self.screen().availableGeometry()
            self.resize(min(SIZE[0], screen.width()), min(SIZE[1], screen.height()))

    # ------------------------------------------------------------------------------------------ projects
    @property
    def session(self) -> Session | None:
        return self.projects.session

    @cached_property
    def downloads(self) -> Downloads:
        """Models on their way here; they outlive the film and the card that shows them."""
        from previz.ui.settings.downloads import Downloads

        return Downloads(self.tasks, self)

    def _opened(self, session: Session) -> None:
        from previz.ui.desk import open_desk

        self.desk = open_desk(session, self.table, self.tasks, self)
        session.told.connect(self.message_bar.show_message)
        session.settled.connect(self._show_state)
        session.models_wanted.connect(self.commands.models)
        session.settings_wanted.connect(self.commands.settings)
        session.changed.connect(self._stepped)
        for signal in (session.changed, session.selection_changed, session.shot_changed):
            signal.connect(self._refresh)
        self.message_bar.clear()
        notice = session.studio.store.notice
        if notice:
            save = self.commands.save_as
            self.message_bar.show_message(Message(notice, "warning", "Save a copy", save))
        self.show_room(STAGE)
        self.desk.drawing.offer_unfinished()
        self._refresh()
        settle()

    def _closing(self, session: Session) -> None:
        """Let go of everything that knows the session, threads first."""
        for page in self.findChildren(Overlay):
            if not page.isHidden():
                page.leave()
        self.tasks.end_film()
        desk, self.desk = self.desk, None
        unsettle()
        self.pages.setCurrentWidget(self.first_run)
        for index in list(self._rooms):
            room = self._rooms.pop(index)
            for home, _ in room.actions_by_home():
                self.table.remove(home)
            room.close_room()
            self.pages.removeWidget(room)
            room.deleteLater()
        if desk is not None:
            desk.drawing.close()
            for part in (desk.rows, desk.pictures):
                part.close()
                part.deleteLater()
            desk.drawing.deleteLater()
        self.first_run.refresh()
        self._show_state()

    def close_project(self) -> None:
        """Back to the page without a project."""
        self.projects.close()
        self.message_bar.clear()
        self.first_run.refresh()
        self._show_state()

    # --------------------------------------------------------------------------------------------- rooms
    @property
    def room(self) -> Room | None:
        current = self.pages.currentWidget()
        return current if isinstance(current, Room) else None

    def build_room(self, index: int) -> None:
        """Have a room with its rows of the table, without bringing it to the front."""
        if self.desk is not None and index not in self._rooms:
            room = room_kind(index)(self.desk)
            self._rooms[index] = room
            self.pages.addWidget(room)
            room.foot_moved.connect(self.message_bar.follow)
            for home, actions in room.actions_by_home():
                self.table.add(home, actions)

    def show_room(self, index: int) -> None:
        """Bring a room to the front; it is built when it is seen first."""
        if self.desk is None:
            return
        self.build_room(index)
        room = self._rooms[index]
        comes = self.pages.currentWidget() is not room
        if comes:
            self.message_bar.pass_on()
        self.pages.setCurrentWidget(room)
        self.top_bar.rooms.set_current(BOARDS if index == ANNOTATE else index)
        room.shown()
        if comes:
            put_in_order(room.panels())
        room.setFocus(Qt.FocusReason.OtherFocusReason)  # Qt would take the first line that letters go into
        self._show_state()
        self._show_hints()
        self.message_bar.follow()

    def _foot_px(self) -> int:
        foot = self.room.foot if self.room is not None else None
        if foot is None or not foot.isVisible():
            return self.status_bar.height()
        return self.status_bar.height() + self.pages.height() - foot.mapTo(self.pages, QPoint()).y()

    def go_to_panel(self, by: int) -> None:
        """F6: the next part of the window, the top bar among them."""
        room = self.room
        go_to_panel([self.top_bar, *(room.panels() if room is not None else [self.pages])], by)

    def go_to_shot(self, shot_id: str) -> None:
        """Look at a shot on the stage."""
        if self.session is not None and self.session.document.get(shot_id, Shot) is not None:
            self.session.look_at(shot_id)
            self.session.select([shot_id])
            self.show_room(STAGE)

    def reset_layout(self) -> None:
        preferences.forget_layouts()
        for room in self._rooms.values():
            room.reset_layout()

    # --------------------------------------------------------------------------------------------- state
    def _refresh(self) -> None:
        self.table.refreshed.emit()
        self._show_state()

    def _stepped(self) -> None:
        if self.session is not None:
            self.message_bar.show_steps(self.session.document.history)

    def _show_state(self) -> None:
        session = self.session
        self.top_bar.show_project(session is not None and self.desk is not None)
        if session is None:
            self.setWindowTitle("Previz")
            self.status_bar.set_facts("")
            self._show_hints()
            return
        title = session.project.title
        self.top_bar.title.show_state(title, *self._state(session))
        self.setWindowTitle(f"{title} — Previz")
        package = session.project.package
        body = package.bodies[0].sensor.name.partition(",")[0] if package.bodies else "no camera"
        units = "metres" if session.project.units == "metric" else "feet"
        self.status_bar.set_facts(f"{body} · {package.frame_rate:g} fps · {units}")

    def _state(self, session: Session) -> tuple[str, str, str]:
        """(word, token of its dot, what it means)"""
        path = session.studio.store.path
        if session.read_only:
            return "Read-only", "stale", session.studio.store.notice or f"{path}\nOpen to look at only."
        if session.studio.store.modified:
            return "Not yet on disk", "stale", f"{path}\nA change waits to be written."
        if self.projects.untitled:
            return "Untitled", "accent", "Every change is kept. Ctrl+S gives the film a file of its own."
        if self.projects.changed:
            return "Saved", "off", f"{path}\nEvery change is on disk. Ctrl+S keeps a version to return to."
        return "Saved", "off", str(path)

    def _show_hints(self, *_: object) -> None:
        focus = QApplication.focusWidget()
        hints: list[Hint] = hints_of(self.table.within(focus or self.room or self))
        room = self.room
        if room is not None:
            hints += [hint for hint in room.hints() if hint not in hints]
        elif self.session is None:
            hints = [("Drop", "a film, a script or a shot list anywhere"), *hints]
        self.status_bar.set_hints(hints)

    # -------------------------------------------------------------------------------------------- events
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        self._dropped.welcome(event)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        self._dropped.let_go(event)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """Never asks: every change is on disk."""
        preferences.remember_layout("window", QByteArray(self.saveGeometry()))
        self.projects.close()
        if "downloads" in self.__dict__:
            self.downloads.close()
        self.tasks.close()
        super().closeEvent(event)


def _below(button: QWidget) -> QPoint:
    return button.mapToGlobal(button.rect().bottomLeft())
