"""Script: the scenes at the left, what is shot of each as a page, with the shot's number in the margin."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedLayout, QStackedWidget, QVBoxLayout, QWidget

from previz.studio import shot_book
from previz.ui import tokens
from previz.ui.actions import Action
from previz.ui.controls import EmptyState, SearchLine, push_button
from previz.ui.controls.labels import rule, set_role
from previz.ui.desk import Desk
from previz.ui.rooms.number_actions import lock_word, toggle_numbers
from previz.ui.rooms.room import READ_ONLY, Room
from previz.ui.rooms.scene_list import SceneList
from previz.ui.rooms.script_desk import ScriptDesk
from previz.ui.rooms.shot_page import PAGE_WIDTH, ShotPage
from previz.ui.status_bar import Hint


class ScriptRoom(Room):
    name = "Script"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.list = SceneList(desk)
        self.scenes = self.list.scenes
        self.search = SearchLine("Find in script")
        self.search.textChanged.connect(self.scenes.search)
        self.page = ShotPage()
        self.page.shot_pressed.connect(self.session.look_at)
        self._area = QScrollArea()
        self._area.setWidget(self.page)
        self._area.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.viewport().setAutoFillBackground(False)
        self.words = ScriptDesk(desk)
        self._lay_out()
        self.foot = self.words.finder
        self.words.finder.moved.connect(self.foot_moved)
        self.words.sheets.scene_pressed.connect(self.list.turn_to)
        self.words.lined.connect(lambda: self.list.show_shares(self.words.shares))
        self.front = self.list
        self.list.selectionModel().currentChanged.connect(lambda: self._show_scene())
        self.list.activated.connect(lambda: desk.actions.trigger("view.stage"))
        self.scenes.modelReset.connect(self._follow)
        desk.rows.changed.connect(self._filled)
        self.session.shot_changed.connect(self._follow)
        self._filled()
        self._follow()

    def _lay_out(self) -> None:
        side = QWidget()
        set_role(side, "panel")
        side.setFixedWidth(272)
        left = QVBoxLayout(side)
        left.setContentsMargins(0, 8, 0, 0)
        left.setSpacing(8)
        find = QHBoxLayout()
        find.setContentsMargins(12, 0, 12, 0)
        find.addWidget(self.search)
        left.addLayout(find)
        left.addWidget(self.list, 1)
        page = QWidget()
        across = QHBoxLayout(page)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(side)
        across.addWidget(rule(upright=True))
        self._pages = QStackedWidget()
        self._pages.addWidget(self._without_script())
        self._pages.addWidget(self.words)
        across.addWidget(self._pages, 1)
        empty = EmptyState(
            "article",
            "No scene yet",
            "A scene is where and when people meet. Make one here, or bring a script in.",
            "New scene",
            self._new_scene,
            (("Import a script", self.words.drafts.ask_import),),
        )
        self._stack = QStackedLayout(self)
        self._stack.addWidget(page)
        self._stack.addWidget(empty)

    def _without_script(self) -> QWidget:
        """What is shot, as a page, while the film has no script of its own."""
        bar = QWidget()
        set_role(bar, "bar")
        bar.setFixedHeight(tokens.HEIGHT_TOOLBAR)
        across = QHBoxLayout(bar)
        across.setContentsMargins(12, 0, 12, 0)
        across.addWidget(push_button("Import a script", self.words.drafts.ask_import, "", "article"))
        across.addStretch(1)
        made = QWidget()
        down = QVBoxLayout(made)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addWidget(bar)
        down.addWidget(rule())
        down.addWidget(self._area, 1)
        return made

    def _filled(self) -> None:
        self._pages.setCurrentIndex(1 if self.words.has_script else 0)
        self.paper = "lined" if self.words.has_script else "list"
        self._stack.setCurrentIndex(0 if self.desk.rows.scenes else 1)
        if self.list.scene is None and self.scenes.scenes:  # a script that just came in has no shot to follow
            self.list.turn_to(self.scenes.scenes[0].id)
        self._show_scene()

    def _scene_ids(self) -> list[str]:
        return [self.list.scene.id] if self.list.scene is not None else []

    def _show_scene(self) -> None:
        scene = self.list.scene
        self.page.setVisible(scene is not None)
        self.words.show_scene(scene.id if scene else None)
        if scene is not None and not self.words.has_script:
            self.page.show_scene(scene, [row for row in self.desk.rows.rows if row.scene_id == scene.id])
            shot = self.session.shot
            self.page.show_shot(shot.id if shot else None)

    def _follow(self) -> None:
        """Turn to the scene of the shot that every room looks at."""
        shot = self.session.shot
        if shot is None:
            return
        self.list.turn_to(shot.scene_id)
        self.page.show_shot(shot.id)
        self._area.ensureVisible(PAGE_WIDTH // 2, self.page.y_of(shot.id), 0, 120)

    def panels(self) -> list[QWidget]:
        pages = [self.words.sheets, self.words.side] if self.words.has_script else [self.page]
        return [self.search, self.list, *pages]

    def bring(self, path: Path) -> None:
        self.words.drafts.bring(path)

    def close_room(self) -> None:
        self.words.looks.close()

    def actions_by_home(self) -> list[tuple[QWidget, list[Action]]]:
        def row(
            name: str, label: str | Callable[[], str], keys: str, run: Callable[[], None], **more: Any
        ) -> Action:
            return Action(f"script.{name}", label, keys, run, self.name, **more)

        may: dict[str, Any] = {"enabled": lambda: not self.session.read_only, "why_disabled": READ_ONLY}
        scripted: dict[str, Any] = {
            "enabled": lambda: self.words.has_script,
            "why_disabled": "Import a script first.",
        }
        changed: dict[str, Any] = {
            "enabled": lambda: self.words.drafts.has_changes,
            "why_disabled": "No draft that was imported since the film was opened changed anything.",
        }
        covering: dict[str, Any] = {
            "enabled": lambda: self.words.may_propose,
            "why_disabled": "A scene of the script is proposed for at a time, in a film that one may change.",
        }
        rows = [
            row("new", self._new_label, "N", self._new, icon="plus", hint="new", **may),
            row("import", "Import a script…", "", self.words.drafts.ask_import, icon="article", **may),
            row(
                "changes",
                "What the last draft changed…",
                "",
                self.words.drafts.show_changes,
                icon="clock-counter-clockwise",
                **changed,
            ),
            row(
                "export",
                "Export the script as it came…",
                "",
                self.words.drafts.export,
                icon="export",
                **scripted,
            ),
            row("lined", "Export the lined script…", "", self.words.print_lined, icon="file-pdf", **scripted),
            row("coverage", "Propose coverage", "", self.words.propose, icon="magic-wand", **covering),
            row("find", "Find in script", "Ctrl+F", self._find, icon="magnifying-glass", hint="find"),
            row(
                "lock",
                lambda: lock_word(self.session, self._scene_ids()),
                "",
                lambda: toggle_numbers(self.session, self._scene_ids()),
                icon="lock-simple",
                words="scene number",
                enabled=lambda: bool(self._scene_ids()) and not self.session.read_only,
                why_disabled="Choose a scene first, in a film that one may change.",
            ),
            row("stage", "See it on the stage", "S", self._to_stage, icon="cube", hint="to the stage"),
        ]
        return [(self, rows)]

    def _new_label(self) -> str:
        return "New shot of these words" if self.words.sheets.selection else "New scene"

    def _new(self) -> None:
        if self.words.sheets.selection:
            self.words.new_shot()
        else:
            self._new_scene()

    def _to_stage(self) -> None:
        self.desk.actions.trigger("view.stage")

    def hints(self) -> list[Hint]:
        return [("Click", "look at a shot"), ("Drag", "select words")]

    def _find(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _new_scene(self) -> None:
        session, scene = self.session, self.list.scene
        after = scene.id if scene is not None else None
        made = session.attempt(lambda: shot_book.new_scene(session.document, after_id=after))
        if made is not None:
            row = next((row for row in self.desk.rows.rows if row.scene_id == made), None)
            session.look_at(row.id if row else None)
