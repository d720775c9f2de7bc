"""Shot list: every shot a row, sorted and filtered, typed columns edited in place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSortFilterProxyModel,
    Qt,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLineEdit,
    QStackedLayout,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from previz.export.rows import ShotRow
from previz.scene.model import Shot
from previz.studio import shot_book
from previz.ui import tokens
from previz.ui.actions import Action
from previz.ui.controls import EmptyState, SearchLine, action_button
from previz.ui.controls.labels import label, row, rule, set_role
from previz.ui.controls.status import draw_status
from previz.ui.desk import Desk
from previz.ui.rooms.room import READ_ONLY, Room
from previz.ui.rooms.shot_table import BOARD, COLUMNS, ROW, SORT, STATUS, ShotTable
from previz.ui.status_bar import Hint
from previz.ui.theme import colour, font

Index = QModelIndex | QPersistentModelIndex


class _Sorted(QSortFilterProxyModel):
    """Rows that hold every word of the search, in the order of a column."""

    def __init__(self, table: ShotTable) -> None:
        super().__init__(table)
        self._words: list[str] = []
        self.setSourceModel(table)
        self.setSortRole(SORT)
        self.setDynamicSortFilter(True)

    def search(self, text: str) -> None:
        self._words = text.casefold().split()
        self.invalidate()

    def filterAcceptsRow(self, place: int, parent: Index) -> bool:  # noqa: N802
        table = self.sourceModel()
        assert isinstance(table, ShotTable)
        whole = " ".join(column.text(table.rows[place]) for column in COLUMNS).casefold()
        return all(word in whole for word in self._words)


class _Cells(QStyledItemDelegate):
    def __init__(self, desk: Desk, view: QTableView) -> None:
        super().__init__(view)
        self._desk, self._view = desk, view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        box = QRectF(option.rect)  # type: ignore[attr-defined]
        row: ShotRow = index.data(ROW)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
        painter.save()
        painter.fillRect(box, colour("accent_bg" if selected else "panel"))
        if selected and index.column() == 0:
            painter.fillRect(QRectF(box.left(), box.top(), 3, box.height()), colour("accent"))
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), colour("hair"))
        if index.column() == BOARD:
            self._board(painter, row, box.adjusted(6, 5, -6, -6))
        else:
            self._text(painter, row, box.adjusted(8, 0, -8, 0), index, option)
        painter.restore()

    def _text(self, painter: QPainter, row: ShotRow, box: QRectF, index: Index, option: Any) -> None:
        column = COLUMNS[index.column()]
        face = font(tokens.TEXT_BODY, 600 if index.column() == 0 else 400, tabular=column.right)
        token = "text" if column.field or index.column() == 0 or column.right else "text2"
        if index.column() == STATUS:
            draw_status(painter, QRectF(box.left(), box.center().y() - 6, 12, 12), row.status)
            token = "text2" if row.status == "omitted" else row.status
            face = font(tokens.TEXT_BODY, 500)
            if row.stale:
                draw_status(painter, QRectF(box.right() - 12, box.center().y() - 6.5, 13, 13), "stale")
            box = box.adjusted(18, 0, -18, 0)
        painter.setFont(face)
        painter.setPen(colour("text3" if row.status == "omitted" and token == "text" else token))
        text = painter.fontMetrics().elidedText(index.data(), Qt.TextElideMode.ElideRight, int(box.width()))
        side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | side, text)
        if option.state & QStyle.StateFlag.State_HasFocus and index == self._view.currentIndex():
            painter.setPen(colour("accent"))
            painter.drawRect(QRectF(option.rect).adjusted(1, 1, -2, -3))

    def _board(self, painter: QPainter, row: ShotRow, box: QRectF) -> None:
        painter.fillRect(box, colour("void"))
        blob = next((panel.image for panel in row.panels if panel.image), "")
        pixels = round(box.width() * self._view.devicePixelRatioF())
        image = self._desk.pictures.image(blob, pixels) if blob else self._desk.rows.still(row.id)
        if image is None or image.isNull():
            return
        scale = min(box.width() / image.width(), box.height() / image.height())
        size = image.width() * scale, image.height() * scale
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(
            QRectF(box.center().x() - size[0] / 2, box.center().y() - size[1] / 2, *size), image
        )

    def createEditor(self, parent: QWidget, option: Any, index: Index) -> QWidget:  # noqa: N802
        line = QLineEdit(parent)
        line.setStyleSheet(f"QLineEdit {{ border: 2px solid {tokens.COLOUR['accent']}; border-radius: 0; }}")
        line.setAccessibleName(COLUMNS[index.column()].head)
        return line

    def setEditorData(self, editor: QWidget, index: Index) -> None:  # noqa: N802
        assert isinstance(editor, QLineEdit)
        editor.setText(str(index.data(Qt.ItemDataRole.EditRole)))

    def setModelData(self, editor: QWidget, table: Any, index: Index) -> None:  # noqa: N802
        assert isinstance(editor, QLineEdit)
        table.setData(index, editor.text())


class _View(QTableView):
    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter edits; letters are the room's keys."""
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            if self.state() != QAbstractItemView.State.EditingState:
                self.edit(self.currentIndex())
        elif plain and event.text() and event.text().isalnum():
            event.ignore()
        else:
            super().keyPressEvent(event)


class ShotListRoom(Room):
    name = "Shot list"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.table = ShotTable(desk, self)
        self.sorted = _Sorted(self.table)
        self.view = _View()
        self._set_up()
        self.search = SearchLine("Filter rows")
        self.search.setFixedWidth(220)
        self.search.textChanged.connect(self.sorted.search)
        self._bar = QWidget()
        set_role(self._bar, "bar")
        self._bar.setFixedHeight(tokens.HEIGHT_TOOLBAR)
        bar = QHBoxLayout(self._bar)
        bar.setContentsMargins(12, 0, 12, 0)
        bar.setSpacing(8)
        bar.addWidget(self.search)
        bar.addStretch(1)
        self._buttons = bar
        self.totals = label(tone="2")
        read_off = label("=  read off the stage", "cap", "3")
        totals = row(self.totals, None, read_off, role="window", margins=(12, 0, 12, 0), height=40)
        page = QWidget()
        below = QVBoxLayout(page)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(0)
        for part, stretch in ((self._bar, 0), (rule(), 0), (self.view, 1), (rule(), 0), (totals, 0)):
            below.addWidget(part, stretch)
        self._empty = EmptyState(
            "table",
            "No shot yet",
            "Every shot of the film is a row here, with what its camera sees read off the stage.",
            "Go to the stage",
            lambda: desk.actions.trigger("view.stage"),
        )
        self._stack = QStackedLayout(self)
        self._stack.addWidget(page)
        self._stack.addWidget(self._empty)
        self.setFocusProxy(self.view)
        desk.rows.changed.connect(self._show_totals)
        self.session.shot_changed.connect(self._follow)
        self.view.selectionModel().currentRowChanged.connect(self._look)
        self._show_totals()
        self._follow()

    def _set_up(self) -> None:
        view = self.view
        view.setModel(self.sorted)
        view.setItemDelegate(_Cells(self.desk, view))
        view.setAccessibleName("Shots")
        view.setSortingEnabled(True)
        view.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        view.setShowGrid(False)
        view.setTabKeyNavigation(False)  # Tab leaves the table; arrows go from cell to cell
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.verticalHeader().hide()
        view.verticalHeader().setDefaultSectionSize(tokens.HEIGHT_TABLE_ROW)
        view.horizontalHeader().setHighlightSections(False)
        view.horizontalHeader().setSectionsMovable(True)
        left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        view.horizontalHeader().setDefaultAlignment(left)
        for place, column in enumerate(COLUMNS):
            view.setColumnWidth(place, column.width)

    def shown(self) -> None:
        if self._buttons.count() == 2:
            for name, text, kind in (("list.new", True, "solid"), ("export.list", "PDF", "primary")):
                self._buttons.addWidget(action_button(self.desk.actions, name, kind, text))  # type: ignore[arg-type]

    def _show_totals(self) -> None:
        rows = [row for row in self.desk.rows.rows if row.status != "omitted"]
        self._stack.setCurrentIndex(0 if self.desk.rows.rows else 1)
        setups = len({(row.scene_id, row.setup) for row in rows})
        seconds = sum(row.duration_s for row in rows)
        approved = sum(row.status == "approved" for row in rows)
        stale = sum(bool(row.stale) for row in rows)
        facts = [f"Shots {len(rows)}", f"Set-ups {setups}", f"Screen time {seconds:.1f} s"]
        facts += [f"Approved {approved} of {len(rows)}", f"Stale {stale}"]
        self.totals.setText("      ".join(facts))

    # ------------------------------------------------------------------------------------------ looking
    def _look(self, index: QModelIndex) -> None:
        if index.isValid():
            self.session.look_at(index.data(ROW).id)

    def _follow(self) -> None:
        """The row of the shot that every room looks at."""
        shot, current = self.session.shot, self.view.currentIndex()
        if shot is None or (current.isValid() and current.data(ROW).id == shot.id):
            return
        place = next((n for n, row in enumerate(self.table.rows) if row.id == shot.id), None)
        if place is not None:
            index = self.sorted.mapFromSource(self.table.index(place, 0))
            flags = QItemSelectionModel.SelectionFlag
            self.view.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)

    # ------------------------------------------------------------------------------------------ actions
    def actions_by_home(self) -> list[tuple[QWidget, list[Action]]]:
        def row(name: str, label: str, keys: str, run: Callable[[], None], **more: Any) -> Action:
            return Action(f"list.{name}", label, keys, run, self.name, **more)

        may: dict[str, Any] = {"enabled": lambda: not self.session.read_only, "why_disabled": READ_ONLY}
        can: dict[str, Any] = {
            "enabled": self._can_fill,
            "why_disabled": "Choose rows, in a typed column.",
        }
        rows = [
            row("new", "New shot", "N", self._new, icon="plus", hint="new shot", **may),
            row("fill", "Fill down", "Ctrl+D", self._fill_down, icon="arrow-down", hint="fill down", **can),
            row("stage", "See it on the stage", "S", self._to_stage, icon="cube", hint="to the stage"),
        ]
        return [(self, rows)]

    def _to_stage(self) -> None:
        self.desk.actions.trigger("view.stage")

    def hints(self) -> list[Hint]:
        return [("Enter", "edit")]

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

    def _places(self) -> list[int]:
        return sorted(index.row() for index in self.view.selectionModel().selectedRows())

    def _can_fill(self) -> bool:
        column = self.view.currentIndex().column()
        typed = 0 <= column < len(COLUMNS) and bool(COLUMNS[column].field)
        return typed and len(self._places()) > 1 and not self.session.read_only

    def _fill_down(self) -> None:
        """What the first chosen row says in this column, in all others; one step to undo."""
        column = self.view.currentIndex().column()
        places = self._places()
        source = self.sorted.index(places[0], column).data(ROW)
        ids = [self.sorted.index(place, column).data(ROW).id for place in places[1:]]
        self.table.fill(source.id, ids, COLUMNS[column].field)
