"""The shot list as a table: computed columns are read off the stage, typed ones are edited in place.

The model holds every column of `export.fields`; which ones are shown is the view's business.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QMimeData, QModelIndex, QPersistentModelIndex, Qt, Signal

from previz.export.fields import SOURCES, Field, all_fields
from previz.export.rows import SceneRow, ShotRow
from previz.studio import shot_book
from previz.studio.issuing import NOTHING, Changes, changes_since, last_issue, printed_fields
from previz.studio.list_edits import put_cells
from previz.ui.desk import Desk
from previz.ui.rooms.shot_order import Group, Grouping, Line, ShotOrder

Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole
GROUP = Qt.ItemDataRole.UserRole + 1
SHOTS_MIME = "application/x-previz-shots"

# put together once: a table asks for them thousands of times a second
_HEAD_FLAGS = Qt.ItemFlag.ItemIsEnabled
_CELL_FLAGS = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_CELLS = {
    (typed, moves): _CELL_FLAGS
    | (Qt.ItemFlag.ItemIsEditable if typed else Qt.ItemFlag.NoItemFlags)
    | (Qt.ItemFlag.ItemIsDragEnabled if moves else Qt.ItemFlag.NoItemFlags)
    for typed in (False, True)
    for moves in (False, True)
}

BOARD = Field("board", "Board", "review", lambda row, _: "", "", None, 104)


class ShotTable(QAbstractTableModel):
    arranged = Signal()
    """Lines are others: selections by place mean nothing any more."""

    def __init__(self, desk: Desk, parent: Any = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.rows: tuple[ShotRow, ...] = ()
        self.lines: list[Line] = []
        self.columns: tuple[Field, ...] = ()
        self.changes: Changes = NOTHING
        self.grouping: Grouping = "scene"
        self.sorted_by: tuple[str, bool] | None = None
        """(key of a column, downwards); None in the order of the film."""
        self._words: list[str] = []
        self._scenes: dict[str, SceneRow] = {}
        self._marked: tuple[object, ...] = ()
        desk.rows.changed.connect(self.refresh)
        desk.rows.still_changed.connect(lambda shot_id: self._board(shot_id=shot_id))
        desk.pictures.ready.connect(lambda blob: self._board(blob=blob))
        self.refresh()

    # ---------------------------------------------------------------------------------------- reading
    def at(self, key: str) -> int:
        """The place of a column; −1 when there is none."""
        return next((place for place, one in enumerate(self.columns) if one.key == key), -1)

    def row_at(self, line: int) -> ShotRow | None:
        """The shot on a line; None for a head."""
        found = self.lines[line] if 0 <= line < len(self.lines) else None
        return self.rows[found] if isinstance(found, int) else None

    def line_of(self, shot_id: str) -> int | None:
        for line, found in enumerate(self.lines):
            if isinstance(found, int) and self.rows[found].id == shot_id:
                return line
        return None

    def text(self, row: ShotRow, field: Field) -> str:
        return field.text(row, self._scenes.get(row.scene_id))

    def refresh(self) -> None:
        """Take the rows of now; only what is different is told to the view."""
        desk, before, scenes = self._desk, self.rows, self._scenes
        self.rows = desk.rows.rows
        self._scenes = {scene.id: scene for scene in desk.rows.scenes}
        number, *others = all_fields(desk.session.project.list_columns)
        columns = (number, BOARD, *others)
        kept = [one.key for one in columns] == [one.key for one in self.columns]
        same = kept and len(before) == len(self.rows) and all(
            old.id == row.id for old, row in zip(before, self.rows, strict=True)
        )  # fmt: skip
        named = {id for id, scene in self._scenes.items() if scenes.get(id) != scene}
        changed = [
            n
            for n, row in enumerate(self.rows)
            if same and (row.scene_id in named or (row is not before[n] and row != before[n]))
        ]
        order = self._order()
        issued = last_issue(desk.session.document) is not self.changes.issue
        if not same or issued or any(order.moved(before[n], self.rows[n]) for n in changed):
            self.columns = columns
            self._compare()
            self.arrange()
            return
        self._compare(changed)
        heads, places = order.heads(self.rows, self.lines, changed), set(changed)
        for line, head in heads.items():
            self.lines[line] = head
        for line, found in enumerate(self.lines):
            if line in heads or found in places:
                self.dataChanged.emit(self.index(line, 0), self.index(line, len(self.columns) - 1))

    def _compare(self, changed: Sequence[int] | None = None) -> None:
        """Compare with the last issue: all rows, or those that have changed."""
        document = self._desk.session.document
        issue, fields = last_issue(document), printed_fields(document)
        scenes = self._desk.rows.scenes
        if issue is None or changed is None or self.changes.issue is not issue:
            self.changes = changes_since(issue, self.rows, scenes, fields)
            return
        rows = [self.rows[n] for n in changed]
        found = changes_since(issue, rows, scenes, fields)
        cells = {id: keys for id, keys in self.changes.cells.items() if id not in {row.id for row in rows}}
        self.changes = Changes(issue, cells | found.cells, self.changes.new | found.new, self.changes.gone)

    # -------------------------------------------------------------------------------------- arranging
    def group_by(self, grouping: Grouping) -> None:
        self.grouping = grouping
        self.arrange()

    def search(self, text: str) -> None:
        self._words = text.casefold().split()
        self.arrange()

    def sort_by(self, key: str | None, down: bool = False) -> None:
        self.sorted_by = (key, down) if key is not None else None
        self.arrange()

    def arrange(self) -> None:
        """Lay the lines anew, as group, order and filter want them."""
        self.beginResetModel()
        self.lines = self._order().lay(self.rows)
        self.endResetModel()
        self.arranged.emit()

    def _order(self) -> ShotOrder:
        return ShotOrder(self.columns, self._scenes, self.grouping, self.sorted_by, tuple(self._words))

    def _board(self, shot_id: str = "", blob: str = "") -> None:
        at = self.at("board")
        for line, found in enumerate(self.lines):
            row = self.rows[found] if isinstance(found, int) else None
            if row and (row.id == shot_id or (blob and any(panel.image == blob for panel in row.panels))):
                self.dataChanged.emit(self.index(line, at), self.index(line, at))

    # ------------------------------------------------------------------------------------ Qt's questions
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:  # noqa: N802
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        field = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return (
                f"= {field.head}" if field.computed and field.key not in ("board", "status") else field.head
            )
        if role == Qt.ItemDataRole.ToolTipRole:
            return SOURCES[field.source]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if field.counted else Qt.AlignmentFlag.AlignLeft
            return Qt.AlignmentFlag.AlignVCenter | side
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        found = self.lines[index.row()]
        if isinstance(found, Group):
            shown = f"{found.title}  {found.name}  {found.note}" if index.column() == 0 else ""
            return {GROUP: found, Qt.ItemDataRole.DisplayRole: shown}.get(role)
        row, field = self.rows[found], self.columns[index.column()]
        if role == ROW:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self.text(row, field)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(row, field)
        return None

    def is_changed(self, row: ShotRow, field: Field) -> bool:
        """Since the list was issued; the number stands for the whole row."""
        keys = self.changes.cells.get(row.id)
        if not keys:
            return False
        return field.key == "number" or (field.key in keys and row.id not in self.changes.new)

    def _tip(self, row: ShotRow, field: Field) -> str | None:
        parts = [self.text(row, field)]
        if field.key == "status" and row.stale:
            parts.append("Stale: " + "; ".join(row.stale))
        if field.computed and row.trouble and not parts[0]:
            parts.append(row.trouble)
        issue = self.changes.issue
        if issue and field.key in self.changes.cells.get(row.id, ()):
            said = issue.rows.get(row.id)
            if said is None:
                parts.append(f"New since {issue.name}")
            elif field.key in issue.columns:
                parts.append(f"{issue.name}: {said[issue.columns.index(field.key)] or 'nothing'}")
        return "\n".join(filter(None, parts)) or None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        if isinstance(self.lines[index.row()], Group):
            return _HEAD_FLAGS
        if self._desk.session.read_only:
            return _CELL_FLAGS
        moves = self.sorted_by is None and self.grouping in ("", "scene")
        return _CELLS[bool(self.columns[index.column()].typed), moves]

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: N802
        row = self.row_at(index.row())
        field = self.columns[index.column()]
        if role != Qt.ItemDataRole.EditRole or row is None or not field.typed:
            return False
        text = str(value)
        if text.strip() == self.text(row, field).strip():
            return False  # shown figures are rounded: leaving a cell as it is changes nothing
        return self.put([(row, field, text)], f"{field.head} of {row.number}")

    def tell(self, text: str) -> None:
        """Say in the message bar what was left out."""
        self._desk.session.tell(text, "warning")

    def put(self, cells: Sequence[tuple[ShotRow, Field, str]], label: str) -> bool:
        """Write what was typed, filled or pasted, as one edit; what cannot be read is told."""
        session = self._desk.session
        shown = {(row.id, key): getattr(row, key) for row, _, _ in cells for key in ("number", "setup")}
        typed = [(row.id, field, text) for row, field, text in cells]
        return bool(session.attempt(lambda: put_cells(session.document, typed, label, shown)))

    # ------------------------------------------------------------------------------------- by the mouse
    def mimeTypes(self) -> list[str]:  # noqa: N802
        return [SHOTS_MIME]

    def supportedDropActions(self) -> Qt.DropAction:  # noqa: N802
        return Qt.DropAction.MoveAction

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:  # noqa: N802
        rows = [self.row_at(line) for line in sorted({index.row() for index in indexes})]
        data = QMimeData()
        data.setData(SHOTS_MIME, "\n".join(row.id for row in rows if row).encode())
        return data

    def dropMimeData(  # noqa: N802
        self, data: QMimeData, action: Qt.DropAction, line: int, column: int, parent: Index
    ) -> bool:
        """Put shots behind the one above the gap; False always, or Qt would take the rows out itself."""
        if data.hasFormat(SHOTS_MIME):
            at = line if line >= 0 else parent.row() + 1 if parent.isValid() else len(self.lines)
            self.move(bytes(data.data(SHOTS_MIME).data()).decode().split("\n"), at)
        return False

    def move(self, shot_ids: Sequence[str], line: int) -> None:
        """Shots between the lines above and below a gap, in the scene that the gap is in."""
        above = next(
            (row for at in range(line - 1, -1, -1) if (row := self.row_at(at)) and row.id not in shot_ids),
            None,
        )
        head = self.lines[line - 1] if 0 < line <= len(self.lines) else None
        below = self.row_at(line)
        session = self._desk.session
        if (isinstance(head, Group) or above is None) and below is not None:
            session.attempt(lambda: shot_book.move_shots(session.document, shot_ids, below.scene_id, None))
        elif above is not None:
            session.attempt(
                lambda: shot_book.move_shots(session.document, shot_ids, above.scene_id, above.id)
            )
