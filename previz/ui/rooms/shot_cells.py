"""How the lines of the shot list look and how keys and clipboard work on them."""

from __future__ import annotations

from functools import cache
from typing import Any

from PySide6.QtCore import QModelIndex, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCompleter,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
    QWidget,
)

from previz.export.fields import TINTS, Field
from previz.export.rows import ShotRow
from previz.studio.list_edits import as_block, block_of
from previz.studio.number_locks import is_number_locked
from previz.ui import theme, tokens
from previz.ui.controls.status import draw_status
from previz.ui.desk import Desk
from previz.ui.icons import draw_icon
from previz.ui.pictures import lay_ground, picture_name
from previz.ui.rooms.shot_order import Group
from previz.ui.rooms.shot_table import Index, ShotTable

LEFT, RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
MIDDLE = Qt.AlignmentFlag.AlignVCenter
AT_LEFT, AT_RIGHT, AT_CORNER = MIDDLE | LEFT, MIDDLE | RIGHT, Qt.AlignmentFlag.AlignTop | RIGHT
# a frame of scrolling asks for a thousand of these
colour = cache(theme.colour)
font = cache(theme.font)


class ShotCells(QStyledItemDelegate):
    def __init__(self, desk: Desk, table: ShotTable, view: QTableView) -> None:
        super().__init__(view)
        self._desk, self._table, self._view = desk, table, view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        box = QRectF(option.rect)  # type: ignore[attr-defined]
        found = self._table.lines[index.row()]
        painter.save()
        if isinstance(found, Group):
            self._head(painter, found, box)
        else:
            selected = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
            self._cell(painter, self._table.rows[found], box, index, selected)
        painter.restore()

    def _head(self, painter: QPainter, group: Group, box: QRectF) -> None:
        painter.fillRect(box, colour("window"))
        painter.setPen(colour("text"))
        left = box.left() + 10
        note_px = QFontMetricsF(font(tokens.TEXT_BODY, 400)).horizontalAdvance(group.note)
        room = box.left() + self._view.viewport().width() - note_px - 28
        for text, weight, token in (
            (group.title, 600, "text"),
            (group.name, 600, "text"),
            (group.note, 400, "text2"),
        ):
            if text:
                painter.setFont(font(tokens.TEXT_BASE if weight == 600 else tokens.TEXT_BODY, weight))
                painter.setPen(colour(token))
                if text == group.name:  # cut where the note behind it would not be seen
                    text = painter.fontMetrics().elidedText(
                        text, Qt.TextElideMode.ElideMiddle, int(room - left)
                    )
                width = painter.fontMetrics().horizontalAdvance(text)
                painter.drawText(QRectF(left, box.top(), width + 4, box.height()), AT_LEFT, text)
                left += width + 14

    def _cell(self, painter: QPainter, row: ShotRow, box: QRectF, index: Index, selected: bool) -> None:
        field = self._table.columns[index.column()]
        current = self._view.currentIndex()
        on = index.row() == current.row()
        painter.fillRect(box, colour("accent_bg" if selected or on else "panel"))
        if row.tint and not (selected or on):
            wash = QColor(TINTS.get(row.tint, "#000000"))
            wash.setAlphaF(0.34)
            painter.fillRect(box, wash)
        if index.column() == 0:
            if row.tint:
                painter.fillRect(
                    QRectF(box.left(), box.top(), 4, box.height()), QColor(TINTS.get(row.tint, "#000"))
                )
            if on:
                painter.fillRect(QRectF(box.left(), box.top(), 3, box.height()), colour("accent"))
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), colour("hair"))
        if field.key == "board":
            self._board(painter, row, box.adjusted(6, 5, -6, -6))
        else:
            locked = field.key == "number" and is_number_locked(self._desk.session.document, row.id)
            if locked:
                draw_icon(
                    painter, "lock-simple", QRectF(box.right() - 20, box.center().y() - 6, 12, 12), "text3"
                )
            self._text(painter, row, box.adjusted(8, 0, -22 if locked else -8, 0), field)
        if self._table.is_changed(row, field):
            _star(painter, box)
        if selected and index == current:
            painter.setPen(colour("accent"))
            painter.drawRect(box.adjusted(1, 1, -2, -3))

    def _text(self, painter: QPainter, row: ShotRow, box: QRectF, field: Field) -> None:
        text = self._table.text(row, field)
        if not text:
            return
        face = font(tokens.TEXT_BODY, 600 if field.key == "number" else 400, tabular=field.counted)
        token = "text" if field.typed else "text2"
        if field.key == "status":
            draw_status(painter, QRectF(box.left(), box.center().y() - 6, 12, 12), row.status)
            token = "text2" if row.status == "omitted" else row.status
            face = font(tokens.TEXT_BODY, 500)
            if row.stale:
                draw_status(painter, QRectF(box.right() - 12, box.center().y() - 6.5, 13, 13), "stale")
            box = box.adjusted(18, 0, -18, 0)
        elif row.status == "omitted":
            token = "text3"
            face = _struck(field.key == "number") if field.key in ("number", "action") else face
            text = f"OMITTED  {text}" if field.key == "action" else text
        painter.setFont(face)
        painter.setPen(colour(token))
        shown = painter.fontMetrics().elidedText(
            text.replace("\n", "  "), Qt.TextElideMode.ElideRight, int(box.width())
        )
        painter.drawText(box, AT_RIGHT if field.counted else AT_LEFT, shown)

    def _board(self, painter: QPainter, row: ShotRow, box: QRectF) -> None:
        drawn = (picture_name(panel.image, panel.take_id) for panel in row.panels if panel.image)
        name = next(drawn, "")
        pixels = round(box.width() * self._view.devicePixelRatioF())
        image = self._desk.pictures.nearest(name, pixels) if name else self._desk.rows.still(row.id)
        lay_ground(painter, box, image)
        if image is None or image.isNull():
            return
        scale = min(box.width() / image.width(), box.height() / image.height())
        size = image.width() * scale, image.height() * scale
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setOpacity(0.45 if row.status == "omitted" else 1.0)
        painter.drawImage(
            QRectF(box.center().x() - size[0] / 2, box.center().y() - size[1] / 2, *size), image
        )
        painter.setOpacity(1.0)

    # ----------------------------------------------------------------------------------------- editing
    def createEditor(self, parent: QWidget, option: Any, index: Index) -> QWidget:  # noqa: N802
        field = self._table.columns[index.column()]
        line = QLineEdit(parent)
        line.setStyleSheet(f"QLineEdit {{ border: 2px solid {tokens.COLOUR['accent']}; border-radius: 0; }}")
        line.setAccessibleName(field.head)
        said = sorted({self._table.text(row, field) for row in self._table.rows} - {""})
        if field.key not in ("number", "action", "notes", "duration_s"):
            completer = QCompleter(said, line)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            line.setCompleter(completer)
        return line

    def setEditorData(self, editor: QWidget, index: Index) -> None:  # noqa: N802
        assert isinstance(editor, QLineEdit)
        editor.setText(str(index.data(Qt.ItemDataRole.EditRole)))

    def setModelData(self, editor: QWidget, table: Any, index: Index) -> None:  # noqa: N802
        assert isinstance(editor, QLineEdit)
        table.setData(index, editor.text())


@cache
def _struck(strong: bool) -> QFont:
    made = theme.font(tokens.TEXT_BODY, 600 if strong else 400)
    made.setStrikeOut(True)
    return made


def _star(painter: QPainter, box: QRectF) -> None:
    """A change mark as on paper: an asterisk at the upper right edge of the cell."""
    painter.setFont(font(tokens.TEXT_BODY, 600))
    painter.setPen(colour("stale"))
    painter.drawText(box.adjusted(0, 2, -2, 0), AT_CORNER, "∗")


NOT_TYPED = "Nobody types this: it is read off the stage, or this film is only looked at."
WORDY = ("action", "dialogue", "notes")
"""Columns that have a use for more room."""


def usual_width(field: Field) -> int:
    return field.width + (16 if field.computed else 0)


class ShotView(QTableView):
    def __init__(self, table: ShotTable) -> None:
        super().__init__()
        self._table = table
        self.setModel(table)
        self._filling = False
        self._by_hand: set[int] = set()
        table.modelReset.connect(self._lay_heads)
        self.horizontalHeader().sectionResized.connect(self._sized)
        self._lay_heads()

    def _lay_heads(self) -> None:
        """Heads of groups reach over all columns."""
        self.clearSpans()
        width = self._table.columnCount()
        self.verticalHeader().setDefaultSectionSize(tokens.HEIGHT_TABLE_ROW)
        for line, found in enumerate(self._table.lines):
            if isinstance(found, Group):
                self.setSpan(line, 0, 1, width)
                self.setRowHeight(line, tokens.HEIGHT_GROUP_ROW)

    # ------------------------------------------------------------------------------------------- widths
    def fit_columns(self) -> None:
        """Every column as wide as is usual for it; what is left of a wide window goes to those of words."""
        self._by_hand.clear()
        self._filling = True
        for at, field in enumerate(self._table.columns):
            self.setColumnWidth(at, usual_width(field))
        self._filling = False
        self.fill()

    def fill(self) -> None:
        """Share out the room beside the table; a column that somebody sized by hand keeps its width."""
        shown = self.shown_columns()
        wordy = [at for key in WORDY if (at := self._table.at(key)) in shown and at not in self._by_hand]
        if not wordy:
            return
        usual = {at: usual_width(self._table.columns[at]) for at in wordy}
        others = sum(self.columnWidth(at) for at in shown if at not in usual)
        spare = max(self.viewport().width() - others - sum(usual.values()), 0)
        self._filling = True
        for place, at in enumerate(wordy):
            share = spare // (len(wordy) - place)
            self.setColumnWidth(at, usual[at] + share)
            spare -= share
        self._filling = False

    def _sized(self, at: int, before_px: int, after_px: int) -> None:
        if not self._filling and before_px and after_px:  # to and from 0 is hiding
            self._by_hand.add(at)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self.fill()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter edits; letters are the room's keys; copy and paste as in a spreadsheet."""
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self._begin(self.currentIndex())
        elif event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.copied())
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste(QGuiApplication.clipboard().text())
        elif event.key() == Qt.Key.Key_Backspace and plain:
            self.blank()
        elif plain and event.text() and event.text().isalnum():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _begin(self, index: QModelIndex) -> None:
        """Type into a cell, or say why nobody can."""
        if not index.isValid() or self.state() == QAbstractItemView.State.EditingState:
            return
        if index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.edit(index)
        else:
            at = self.viewport().mapToGlobal(self.visualRect(index).bottomLeft())
            QToolTip.showText(at, NOT_TYPED, self)

    # ---------------------------------------------------------------------------------------- clipboard
    def shown_columns(self) -> list[int]:
        """Places of columns in the order in which they stand on the screen."""
        header = self.horizontalHeader()
        visual = [header.logicalIndex(place) for place in range(header.count())]
        return [place for place in visual if not self.isColumnHidden(place)]

    def chosen(self) -> tuple[list[int], list[int]]:
        """Lines with shots and shown columns of the selection."""
        picked = self.selectionModel().selectedIndexes()
        lines = sorted({one.row() for one in picked if self._table.row_at(one.row()) is not None})
        columns = {one.column() for one in picked}
        return lines, [place for place in self.shown_columns() if place in columns]

    def copied(self) -> str:
        lines, columns = self.chosen()
        return as_block([[str(self._table.index(n, at).data() or "") for at in columns] for n in lines])

    def paste(self, text: str) -> bool:
        """A block from the current cell on, over computed columns; one cell fills all that are chosen."""
        block, table = block_of(text), self._table
        start = self.currentIndex()
        if not block or not start.isValid():
            return False
        lines, columns = self.chosen()
        if len(block) > 1 or len(block[0]) > 1 or not lines:
            shown = self.shown_columns()
            columns = shown[shown.index(start.column()) :] if start.column() in shown else []
            lines = [n for n in range(start.row(), len(table.lines)) if table.row_at(n) is not None]
            found = [(n, at, cell) for n, row in zip(lines, block, strict=False)
                     for at, cell in zip(columns, row, strict=False)]  # fmt: skip
            over = len(block) - len(lines)
            if over > 0:
                table.tell(f"The list ends here: {over} more line{'' if over == 1 else 's'} not pasted.")
        else:
            found = [(n, at, block[0][0]) for n in lines for at in columns]
        return self._put(found, "Paste")

    def blank(self) -> bool:
        lines, columns = self.chosen()
        return self._put(
            [(n, at, "") for n in lines for at in columns if table_empties(self._table, at)], "Clear"
        )

    def fill_down(self) -> bool:
        """What the first chosen line says, in all others, column by column; one step to undo."""
        lines, columns = self.chosen()
        first = self._table.row_at(lines[0]) if lines else None
        if first is None:
            return False
        says = {at: self._said(first, at) for at in columns}
        return self._put([(n, at, says[at]) for n in lines[1:] for at in columns], "Fill down")

    def _said(self, row: ShotRow, at: int) -> str:
        """What a cell holds, as it could be typed: to the frame, where what is shown is rounded."""
        field = self._table.columns[at]
        return repr(row.duration_s) if field.typed == "duration_s" else self._table.text(row, field)

    def _put(self, found: list[tuple[int, int, str]], what: str) -> bool:
        table = self._table
        cells = []
        for line, at, text in found:
            row, field = table.row_at(line), table.columns[at]
            if row is not None and field.typed and not (field.typed == "label" and what != "Paste"):
                cells.append((row, field, text))
        heads = list(dict.fromkeys(field.head.lower() for _, field, _ in cells))
        return table.put(cells, f"{what} {', '.join(heads)}") if cells else False


def table_empties(table: ShotTable, at: int) -> bool:
    """May cells of the column be empty?"""
    return table.columns[at].typed not in ("duration_s", "priority", "label", "")
