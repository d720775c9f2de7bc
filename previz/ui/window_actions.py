"""What can be done everywhere in the window, and the cards that some of it opens."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QApplication

from previz.ui import questions
from previz.ui.actions import Action
from previz.ui.history_list import HistoryList
from previz.ui.overlay import Overlay
from previz.ui.palette import CommandPalette, Entry, entries_of
from previz.ui.printing import Printer
from previz.ui.rooms.number_actions import film_actions
from previz.ui.shortcuts_sheet import ShortcutsSheet
from previz.ui.versions_list import VersionsList, file_name

if TYPE_CHECKING:
    from previz.ui.window import Window

NO_PROJECT = "Open a film first."


class WindowActions:
    def __init__(self, window: Window) -> None:
        self._window = window
        self.printer = Printer(window)
        self.overlay: Overlay | None = None

    # ---------------------------------------------------------------------------------------- the table
    def actions(self) -> list[Action]:
        return [
            *self._file(),
            *self.printer.actions(**self._needs()),
            *self._edit(),
            *film_actions(lambda: self._window.session),
            *self._rooms(),
            *self._find(),
        ]

    def _needs(self) -> dict[str, Any]:
        return {"enabled": self._has_project, "why_disabled": NO_PROJECT}

    def _file(self) -> list[Action]:
        projects = self._window.projects
        needs = self._needs()
        return [
            Action("file.new", "New film", "Ctrl+N", projects.new, icon="file-plus"),
            Action("file.open", "Open…", "Ctrl+O", self.open, icon="folder-open", words="project file"),
            Action("file.demo", "Open the demo film", run=projects.new_demo, icon="play"),
            Action("file.save", "Save a version…", "Ctrl+S", self.save, icon="floppy-disk", **needs),
            Action("file.save_as", "Save as…", "Ctrl+Shift+S", self.save_as, icon="copy", **needs),
            Action("file.versions", "Versions…", run=self.versions, icon="clock-counter-clockwise", **needs),
            Action("file.close", "Close film", "Ctrl+W", self._window.close_project, icon="x", **needs),
            Action("file.quit", "Quit", "Ctrl+Q", self._window.close),
            Action(
                "project.models",
                "Models…",
                run=self.models,
                icon="download-simple",
                words="download licence diffusion checkpoint controlnet folder offline",
                **needs,
            ),
            Action(
                "project.settings",
                "Project settings…",
                "Ctrl+,",
                self.settings,
                icon="gear",
                words="camera",
                **needs,
            ),
        ]

    def _edit(self) -> list[Action]:
        return [
            Action(
                "edit.undo",
                lambda: self._labelled("Undo", undo=True),
                "Ctrl+Z",
                lambda: self._session_do("undo"),
                enabled=lambda: bool(self._steps(undo=True)),
                why_disabled="There is nothing to undo.",
                icon="arrow-counter-clockwise",
            ),
            Action(
                "edit.redo",
                lambda: self._labelled("Redo", undo=False),
                "Ctrl+Shift+Z; Ctrl+Y",
                lambda: self._session_do("redo"),
                enabled=lambda: bool(self._steps(undo=False)),
                why_disabled="There is nothing to redo.",
                icon="arrow-clockwise",
            ),
            Action(
                "edit.history",
                "History…",
                "Ctrl+H",
                self.history,
                enabled=self._has_project,
                why_disabled=NO_PROJECT,
                icon="clock-counter-clockwise",
                words="undo steps",
            ),
        ]

    def _rooms(self) -> list[Action]:
        window = self._window

        def room(index: int) -> Callable[[], None]:
            return lambda: window.show_room(index)

        rows = [
            Action(
                f"view.{name.replace(' ', '_').lower()}",
                f"Go to {name}",
                str(index + 1),
                room(index),
                enabled=self._has_project,
                why_disabled=NO_PROJECT,
                icon=picture,
                words=f"room {words}",
            )
            for index, (name, picture, words) in enumerate(
                (
                    ("Script", "article", "screenplay pages breakdown"),
                    ("Stage", "cube", "set blocking viewport 3d"),
                    ("Boards", "squares-four", "storyboard panels frames wall"),
                    ("Shot list", "table", "shotlist columns schedule"),
                )
            )
        ]
        return [
            *rows,
            Action(
                "view.annotate",
                "Draw on the take",
                run=room(4),
                enabled=self._has_project,
                why_disabled=NO_PROJECT,
                icon="pencil-simple",
                words="annotate marks arrows notes pencil",
            ),
            Action(
                "view.reset", "Reset layout", run=window.reset_layout, icon="layout", words="panels docks"
            ),
            Action(
                "view.next_panel", "Next panel", "F6", lambda: self._window.go_to_panel(1), icon="columns"
            ),
            Action("view.previous_panel", "Previous panel", "Shift+F6", lambda: self._window.go_to_panel(-1)),
            Action("view.full_screen", "Full screen", "F11", self._full_screen, icon="corners-out"),
        ]

    def _find(self) -> list[Action]:
        return [
            Action(
                "help.commands",
                "Find a command…",
                "Ctrl+K",
                self.palette,
                icon="command",
                hint="every command",
            ),
            Action(
                "help.keys", "Keys…", "F1; ?", self.keys, icon="keyboard", hint="keys", words="shortcuts help"
            ),
        ]

    # --------------------------------------------------------------------------------------------- cards
    def show(self, card: Overlay) -> None:
        """One card at a time."""
        if self.overlay is not None:
            self.overlay.leave()
        self.overlay = card
        card.closed.connect(self._gone)
        card.open()

    def _gone(self) -> None:
        self.overlay = None

    def palette(self) -> None:
        entries = entries_of(self._window.table, QApplication.focusWidget() or self._window.room)
        more = (*self._shots(), *self._taken(), *self._settings())
        self.show(CommandPalette(self._window, [*entries, *more]))

    def _shots(self) -> list[Entry]:
        desk = self._window.desk
        if desk is None:
            return []
        return [
            Entry(
                "Shots",
                " ".join(filter(None, (row.number, row.size, row.composition))),
                lambda id=row.id: self._window.go_to_shot(id),  # type: ignore[misc]
                row.action,
                icon="film-strip",
                words=f"shot {row.movement} {' '.join(row.who)}",
            )
            for row in desk.rows.rows
        ]

    def _taken(self) -> list[Entry]:
        session = self._window.session
        if session is None:
            return []
        from previz.ui.palette_entries import equipment_entries, light_entries

        return [*light_entries(session), *equipment_entries(session)]

    def _settings(self) -> list[Entry]:
        session = self._window.session
        if session is None:
            return []
        from previz.ui.settings.card import setting_entries

        return setting_entries(session.project, lambda page: self.settings(page))

    def keys(self) -> None:
        self.show(ShortcutsSheet(self._window, self._window.table))

    def history(self) -> None:
        if self._window.session is not None:
            self.show(HistoryList(self._window, self._window.session))

    def versions(self) -> None:
        if self._window.session is not None:
            self.show(VersionsList(self._window, self._window.projects, self._window.session))

    def models(self, wanted: str = "") -> None:
        """The models of this machine, at the one of this name."""
        self.settings("Models", wanted)

    def settings(self, page: str = "Film", wanted: str = "") -> None:
        from previz.ui.settings.card import SettingsCard

        if self._window.session is not None:
            self.show(SettingsCard(self._window, self._window.session, self._window.downloads, page, wanted))

    # --------------------------------------------------------------------------------------------- files
    def open(self) -> None:
        path = questions.file_to_open(self._window, "Open a film")
        if path is not None:
            self._window.projects.open(path)

    def save(self) -> None:
        """A film without a file gets one; one that has a file gets a version to return to."""
        if self._window.projects.untitled:
            self.save_as()
        else:
            self.versions()

    def save_as(self) -> None:
        session = self._window.session
        if session is None:
            return
        path = questions.file_to_write(self._window, "Save the film", file_name(session.project.title))
        if path is not None and self._window.projects.save_as(path):
            session.tell(f"The film is in {path.name} now; every change is saved there.", "fact")

    # --------------------------------------------------------------------------------------------- small
    def _has_project(self) -> bool:
        return self._window.session is not None

    def _steps(self, undo: bool) -> tuple[object, ...]:
        session = self._window.session
        if session is None:
            return ()
        return session.document.history if undo else session.document.undone

    def _labelled(self, word: str, undo: bool) -> str:
        session = self._window.session
        if session is None:
            return word
        steps = session.document.history[-1:] if undo else session.document.undone[:1]
        return f"{word} “{steps[0].label}”" if steps else word

    def _session_do(self, what: str) -> None:
        session = self._window.session
        if session is not None:
            getattr(session, what)()

    def _full_screen(self) -> None:
        window = self._window
        if window.isFullScreen():
            window.showNormal()
        else:
            window.showFullScreen()
