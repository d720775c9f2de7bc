"""The menus of the top bar, made of rows of the action table when they open."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from previz.ui import preferences
from previz.ui.rooms import BOARDS

if TYPE_CHECKING:
    from previz.ui.window import Window

_PAPER = (
    "export.paper", "export.lined", "export.camera", "export.schedule", "export.continuity", "-",
    "export.boards", "export.list", "export.workbook", "export.csv", "-",
    "export.frames", "export.frames_svg", "export.frames_bare", "-",
    "boards.review_page", "boards.pack", "boards.export_picks",
)  # fmt: skip
_MAIN = (
    "file.new", "file.open", "file.demo", "-", "file.save", "file.save_as", "file.versions",
    "file.close", "-", "edit.undo", "edit.redo", "edit.history", "-", "project.settings",
    "project.lock_numbers", "project.unlock_numbers", "-",
    *_PAPER, "-",
    "list.import", "stage.import_model", "boards.bring_review", "boards.merge", "-", "boards.notes", "-",
    "view.reset", "view.full_screen", "-", "help.commands", "help.keys", "-", "file.quit",
)  # fmt: skip


def main_menu(window: Window) -> QMenu:
    window.build_room(BOARDS)  # some rows are its own, and can be had before anybody has been there
    menu = window.table.menu(window, _MAIN)
    paths = preferences.recent()
    if paths:
        recent = QMenu("Open recent", menu)
        for path in paths:
            entry = recent.addAction(path.stem.replace("&", "&&"))
            entry.setToolTip(str(path))
            entry.triggered.connect(partial(window.projects.open, path))
        menu.insertMenu(menu.actions()[2], recent)
    return menu


def export_menu(window: Window) -> QMenu:
    window.build_room(BOARDS)
    return window.table.menu(window, _PAPER)
