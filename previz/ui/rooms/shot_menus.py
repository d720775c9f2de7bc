"""The menus of the shot list: which columns are shown, and what can be done with chosen rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import QMenu

from previz.export.fields import EVERYTHING, LIST_SETS, OWN, TINTS
from previz.studio import list_edits, shot_book
from previz.ui import questions

if TYPE_CHECKING:
    from previz.ui.rooms.shot_list import ShotListRoom


def columns_menu(room: ShotListRoom) -> QMenu:
    """Arrangements, single columns, and the film's own."""
    menu = QMenu(room)
    menu.setToolTipsVisible(True)
    for name in (*LIST_SETS, *room.session.project.column_sets, EVERYTHING):
        entry = menu.addAction(name, partial(room.show_set, name))
        entry.setCheckable(True)
        entry.setChecked(name == room.set_name)
    menu.addSeparator()
    may = not room.session.read_only
    menu.addAction("Keep these columns as…", lambda: _keep(room)).setEnabled(may)
    for name in room.session.project.column_sets:
        menu.addAction(f"Forget “{name}”", partial(_attempt, room, list_edits.forget_set, name)).setEnabled(
            may
        )
    menu.addSeparator()
    single = menu.addMenu("Columns")
    for at, field in enumerate(room.table.columns):
        entry = single.addAction(field.head, partial(room.toggle_column, field.key))
        entry.setCheckable(True)
        entry.setChecked(not room.view.isColumnHidden(at))
        entry.setEnabled(field.key != "number")
    menu.addAction("Add a column…", lambda: _add(room)).setEnabled(may)
    for head in room.session.project.list_columns:
        menu.addAction(
            f"Remove “{head}”", partial(_attempt, room, list_edits.remove_column, head)
        ).setEnabled(may)
    return menu


def rows_menu(room: ShotListRoom) -> QMenu:
    """What can be done with the chosen rows."""
    menu = QMenu(room)
    for name in ("list.new", "list.fill", "list.omit", "list.lock", "list.stage"):
        action = room.desk.actions[name]
        entry = menu.addAction(action.title, action.run)
        entry.setEnabled(action.enabled())
    colours = menu.addMenu("Row colour")
    colours.setEnabled(not room.session.read_only)
    ids = room.chosen_ids()
    for tint in ("", *TINTS):
        entry = colours.addAction(tint.capitalize() or "None", partial(_attempt, room, _tint, ids, tint))
        if tint:
            swatch = QPixmap(12, 12)
            swatch.fill(QColor(TINTS[tint]))
            entry.setIcon(QIcon(swatch))
    return menu


def _tint(document: object, ids: Sequence[str], tint: str) -> None:
    list_edits.set_tint(document, ids, tint)  # type: ignore[arg-type]


def toggle_omitted(room: ShotListRoom) -> None:
    """Omit the chosen shots; when all of them are omitted, bring them back."""
    rows = [row for row in room.table.rows if row.id in set(room.chosen_ids())]
    wanted = not all(row.status == "omitted" for row in rows)
    _attempt(room, shot_book.set_omitted, [row.id for row in rows], wanted)


def _attempt(room: ShotListRoom, act: Callable[..., object], *words: object) -> None:
    room.session.attempt(lambda: act(room.session.document, *words))


def _keep(room: ShotListRoom) -> None:
    name = questions.name_for(room, "Keep these columns", "Name of the arrangement")
    if name:
        _attempt(room, list_edits.save_set, name, room.shown_keys())
        room.show_set(name.strip())


def _add(room: ShotListRoom) -> None:
    head = questions.name_for(room, "Add a column", "Head of the column")
    if head:
        made = room.session.attempt(lambda: list_edits.add_column(room.session.document, head))
        if made is not None:
            room.show_column(f"{OWN}{made}")
