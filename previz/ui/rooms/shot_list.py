"""Shot list: every shot a line, grouped, sorted and filtered, typed columns edited in place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from previz.export import measures
from previz.export.fields import EVERYTHING, LIST_SETS
from previz.export.rows import ShotRow, setup_minutes
from previz.scene.model import Shot
from previz.scene.paperwork import REVISION_COLOURS
from previz.studio import shot_book
from previz.studio.issuing import issue_list, next_revision
from previz.ui import questions, tokens
from previz.ui.actions import Action
from previz.ui.controls import EmptyState, SearchLine, Segmented, action_button, push_button
from previz.ui.controls.buttons import set_words
from previz.ui.controls.labels import label, row, rule, set_role
from previz.ui.cut_checks import CutChecks
from previz.ui.desk import Desk
from previz.ui.findings_list import FindingsList
from previz.ui.rooms.number_actions import lock_word, toggle_numbers
from previz.ui.rooms.room import READ_ONLY, Room
from previz.ui.rooms.shot_cells import ShotCells, ShotView
from previz.ui.rooms.shot_menus import columns_menu, rows_menu, toggle_omitted
from previz.ui.rooms.shot_order import GROUPINGS
from previz.ui.rooms.shot_table import ROW, ShotTable
from previz.ui.status_bar import Hint


class ShotListRoom(Room):
    name = "Shot list"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.set_name = "Director"
        self.table = ShotTable(desk, self)
        self.view = ShotView(self.table)
        self._set_up()
        self.search = SearchLine("Filter rows")
        self.search.setFixedWidth(200)
        self.search.textChanged.connect(self.table.search)
        self.groups = Segmented(list(GROUPINGS.values()), "Group by")
        self.groups.chosen.connect(lambda at: self.table.group_by(list(GROUPINGS)[at]))
        self.columns_button = push_button(
            "", self._ask_columns, "solid", "columns", "Which columns are shown"
        )
        self.checks = CutChecks(desk, self)
        self.findings = FindingsList(self.session, self.checks)
        self.findings.hide()
        self.columns_button.setAccessibleName("Columns")
        self.totals = label(tone="2")
        self._issued = label("", "cap", "3")
        self._lay_out()
        self.front = self.view
        desk.rows.changed.connect(self._show_totals)
        self.session.shot_changed.connect(self._follow)
        self.table.arranged.connect(self._rearranged)
        self.view.selectionModel().currentChanged.connect(self._look)
        self.show_set(self.set_name)
        self._show_totals()
        self._follow()

    def _lay_out(self) -> None:
        self._bar = QWidget()
        set_role(self._bar, "bar")
        self._bar.setFixedHeight(tokens.HEIGHT_TOOLBAR)
        bar = QHBoxLayout(self._bar)
        bar.setContentsMargins(12, 0, 12, 0)
        bar.setSpacing(8)
        bar.addWidget(self.columns_button)
        bar.addWidget(self.groups)
        bar.addWidget(self.search)
        bar.addStretch(1)
        self._buttons, self._plain = bar, bar.count()
        read_off = label("=  read off the stage", "cap", "3")
        below = row(
            self.totals, None, self._issued, read_off, role="window", margins=(12, 0, 12, 0), height=40
        )
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        middle = row(self.view, rule(upright=True), self.findings, gap=0)
        for part, stretch in ((self._bar, 0), (rule(), 0), (middle, 1), (rule(), 0), (below, 0)):
            column.addWidget(part, stretch)
        empty = EmptyState(
            "table",
            "No shot yet",
            "Every shot of the film is a row here, with what its camera sees read off the stage.",
            "Go to the stage",
            lambda: self.desk.actions.trigger("view.stage"),
        )
        self._stack = QStackedLayout(self)
        self._stack.addWidget(page)
        self._stack.addWidget(empty)

    def _set_up(self) -> None:
        view, header = self.view, self.view.horizontalHeader()
        view.setItemDelegate(ShotCells(self.desk, self.table, view))
        view.setAccessibleName("Shots")
        view.setShowGrid(False)
        view.setTabKeyNavigation(False)  # Tab leaves the table; arrows go from cell to cell
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        view.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        view.setDragDropOverwriteMode(False)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._ask_rows)
        view.verticalHeader().hide()
        header.setHighlightSections(False)
        header.setSectionsMovable(True)
        header.setFirstSectionMovable(False)
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.sortIndicatorChanged.connect(self._sort)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(lambda _: self._ask_columns())
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)

    def shown(self) -> None:
        if self._buttons.count() == self._plain:
            for name, text, kind in (
                ("list.continuity", True, ""),
                ("list.issue", True, ""),
                ("list.new", True, "solid"),
                ("export.paper", "Paper", "primary"),
            ):
                made = action_button(self.desk.actions, name, kind, text)  # type: ignore[arg-type]
                self._buttons.addWidget(made)
                if name == "list.continuity":
                    self.session.findings_changed.connect(
                        lambda b=made: b.setText(f"\u2009{self._findings_title()}")
                    )
                    made.setText(f"\u2009{self._findings_title()}")

    def _show_totals(self) -> None:
        out = {scene.id for scene in self.desk.rows.scenes if scene.omitted}
        rows = [one for one in self.desk.rows.rows if one.status != "omitted" and one.scene_id not in out]
        self._stack.setCurrentIndex(0 if self.desk.rows.rows else 1)
        setups = setup_minutes(rows)
        minutes = sum(setups.values())
        seconds = sum(one.duration_s for one in rows)
        approved = sum(one.status == "approved" for one in rows)
        stale = sum(bool(one.stale) for one in rows)
        facts = [f"Shots {len(rows)}", f"Set-ups {len(setups)}"]
        facts += [
            f"Screen time {seconds:.1f} s" if seconds < 120 else f"Screen time {measures.clock(seconds)}"
        ]
        facts += [f"Shoot time {measures.hours(minutes)}"] if minutes else []
        facts += [f"Approved {approved} of {len(rows)}", f"Stale {stale}"]
        self.totals.setText("      ".join(facts))
        changes = self.table.changes
        since = f"∗  {changes.count} changed since {changes.issue.name}      " if changes.issue else ""
        self._issued.setText(since)

    # ------------------------------------------------------------------------------------------ columns
    def sets(self) -> dict[str, tuple[str, ...]]:
        own = self.session.project.column_sets
        return {**LIST_SETS, **own, EVERYTHING: tuple(one.key for one in self.table.columns)}

    def show_set(self, name: str) -> None:
        """Show the columns of an arrangement, in its order."""
        keys = self.sets().get(name)
        if keys is None:
            return
        self.set_name = name
        header = self.view.horizontalHeader()
        wanted = [at for key in keys if (at := self.table.at(key)) >= 0]
        for at, field in enumerate(self.table.columns):
            self.view.setColumnHidden(at, at not in wanted and field.key != "number")
        for place, at in enumerate(wanted):
            header.moveSection(header.visualIndex(at), place)
        self.view.fit_columns()
        self._tell_columns()

    def shown_keys(self) -> list[str]:
        return [self.table.columns[at].key for at in self.view.shown_columns()]

    def toggle_column(self, key: str) -> None:
        at = self.table.at(key)
        self.view.setColumnHidden(at, not self.view.isColumnHidden(at))
        self.view.fill()
        self._tell_columns()

    def show_column(self, key: str) -> None:
        at = self.table.at(key)
        if at >= 0:
            self.view.setColumnHidden(at, False)
            self.view.fill()
            self.view.scrollTo(self.table.index(0, at))
            self._tell_columns()

    def _tell_columns(self) -> None:
        if self.set_name not in self.sets():  # forgotten, or its naming taken back
            self.set_name = EVERYTHING
        shown = len(self.view.shown_columns())
        set_words(self.columns_button, f"{self.set_name}   {shown} of {len(self.table.columns)} columns")

    def _ask_columns(self) -> None:
        menu = columns_menu(self)
        menu.exec(self.columns_button.mapToGlobal(QPoint(0, self.columns_button.height())))
        menu.deleteLater()

    def _ask_rows(self, at: QPoint) -> None:
        index = self.view.indexAt(at)
        if index.isValid() and index.data(ROW) is not None:
            if not self.view.selectionModel().isSelected(index):
                self.view.setCurrentIndex(index)
            menu = rows_menu(self)
            menu.exec(self.view.viewport().mapToGlobal(at))
            menu.deleteLater()

    def _sort(self, column: int, order: Qt.SortOrder) -> None:
        keys = [one.key for one in self.table.columns]
        down = order == Qt.SortOrder.DescendingOrder
        self.table.sort_by(keys[column] if 0 <= column < len(keys) else None, down)

    # ------------------------------------------------------------------------------------------ looking
    def _look(self, index: QModelIndex, before: QModelIndex) -> None:
        if before.isValid():
            self.view.viewport().update()
        found: ShotRow | None = index.data(ROW) if index.isValid() else None
        if found is not None:
            self.session.look_at(found.id)

    def _rearranged(self) -> None:
        """Columns may be new and lines are others: show what was shown, on the shot that is looked at."""
        if self.view.horizontalHeader().count() != len(self.table.columns) or not self.shown_keys():
            self.show_set(self.set_name)
        self._follow()
        self._tell_columns()

    def _follow(self) -> None:
        """The line of the shot that every room looks at."""
        shot, current = self.session.shot, self.view.currentIndex()
        if shot is None:
            return
        found = current.data(ROW) if current.isValid() else None
        line = self.table.line_of(shot.id)
        if line is not None and (found is None or found.id != shot.id):
            index = self.table.index(line, max(current.column(), 0))
            self.view.selectionModel().setCurrentIndex(
                index, QItemSelectionModel.SelectionFlag.ClearAndSelect
            )
            self.view.scrollTo(index)

    def chosen_ids(self) -> list[str]:
        lines, _ = self.view.chosen()
        return [found.id for line in lines if (found := self.table.row_at(line)) is not None]

    # ------------------------------------------------------------------------------------------ actions
    def panels(self) -> list[QWidget]:
        return [self._bar, self.view]

    def actions_by_home(self) -> list[tuple[QWidget, list[Action]]]:
        def one(
            name: str, label: str | Callable[[], str], keys: str, run: Callable[[], object], **more: Any
        ) -> Action:
            return Action(f"list.{name}", label, keys, run, self.name, **more)

        may: dict[str, Any] = {"enabled": lambda: not self.session.read_only, "why_disabled": READ_ONLY}
        fill: dict[str, Any] = {"enabled": self._can_fill, "why_disabled": "Choose cells of a typed column."}
        some: dict[str, Any] = {
            "enabled": lambda: bool(self.chosen_ids()) and not self.session.read_only,
            "why_disabled": "Choose rows first.",
        }
        rows = [
            one("new", "New shot", "N", self._new, icon="plus", hint="new shot", **may),
            one(
                "fill",
                "Fill down",
                "Ctrl+D",
                self.view.fill_down,
                icon="arrow-down",
                hint="fill down",
                **fill,
            ),
            one("omit", "Omit or bring back", "O", lambda: toggle_omitted(self), icon="prohibit", **some),
            one(
                "lock",
                lambda: lock_word(self.session, self.chosen_ids()),
                "",
                lambda: toggle_numbers(self.session, self.chosen_ids()),
                icon="lock-simple",
                **some,
            ),
            one("stage", "See it on the stage", "S", self._to_stage, icon="cube", hint="to the stage"),
            one(
                "continuity",
                self._findings_title,
                "C",
                self._toggle_findings,
                icon="swap",
                checked=lambda: not self.findings.isHidden(),
                words="check line rule waive shootable",
            ),
            one("issue", "Issue…", "", self._issue, icon="flag", words="revision hand out", **may),
        ]
        return [(self, rows)]

    def _findings_title(self) -> str:
        count = sum(not one.waived for one in self.session.findings)
        return f"Continuity  {count}" if count else "Continuity"

    def _toggle_findings(self) -> None:
        self.findings.setVisible(self.findings.isHidden())

    def close_room(self) -> None:
        self.checks.close()

    def _to_stage(self) -> None:
        self.desk.actions.trigger("view.stage")

    def hints(self) -> list[Hint]:
        return [("Enter", "edit"), ("Ctrl+C  Ctrl+V", "copy, paste")]

    def _new(self) -> None:
        session = self.session
        document = session.document
        shot = session.shot

        def make() -> str:
            if shot is not None:
                return shot_book.new_shot(document, shot.scene_id, shot.id)
            scene_id = shot_book.new_scene(document)
            return document.children(scene_id, Shot)[0].id

        made = session.attempt(make)
        if made is not None:
            session.look_at(made)

    def _can_fill(self) -> bool:
        lines, columns = self.view.chosen()
        typed = any(self.table.columns[at].typed for at in columns)
        return typed and len(lines) > 1 and not self.session.read_only

    def _issue(self) -> None:
        """Hand the list out: what changes from now on is marked."""
        session, rows = self.session, self.desk.rows
        prompt = f"Revision and colour of the paper ({', '.join(REVISION_COLOURS)})"
        said = questions.name_for(
            self, "Issue the shot list", prompt, " ".join(next_revision(session.document))
        )
        if not said:
            return
        name, _, colour = said.rpartition(" ")
        if colour.casefold() not in REVISION_COLOURS:
            name, colour = said, ""
        made = session.attempt(
            lambda: issue_list(session.document, rows.rows, rows.scenes, name, colour.casefold())
        )
        if made is not None:
            session.tell(f"{made.name} ({made.colour}) is issued; what changes from now on is marked.")
