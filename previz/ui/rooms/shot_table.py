"""The shot list as a table: computed columns are read off the stage, typed ones are edited in place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from previz.export.rows import ShotRow
from previz.scene import model
from previz.ui.controls.measure import Measure, parse
from previz.ui.controls.status import STATUS_WORDS
from previz.ui.desk import Desk

Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole
SORT = Qt.ItemDataRole.UserRole + 1
PRIORITIES = {3: "Must", 2: "Want", 1: "If time"}


@dataclass(frozen=True)
class Column:
    """``field``: of the shot, when a person may type into it."""

    head: str
    text: Callable[[ShotRow], str]
    width: int = 80
    field: str = ""
    right: bool = False
    sort: Callable[[ShotRow], Any] | None = None
    """What it is sorted by, when that is not the text."""


def _number(value: float | None, digits: int = 2) -> str:
    return "" if value is None else f"{value:.{digits}f}"


def _lens(row: ShotRow) -> str:
    if row.focal_length_mm is None:
        return ""
    end = f"–{row.focal_length_end_mm:g}" if row.focal_length_end_mm else ""
    return f"{row.focal_length_mm:g}{end}"


def _dialogue(row: ShotRow) -> str:
    return "  ".join(f"{speaker}: {line}" for speaker, line in row.dialogue)


def _key(name: str) -> Callable[[ShotRow], float]:
    """Sorts by a number of the row, what is not known first."""
    return lambda row: getattr(row, name) or 0.0


COLUMNS = (
    Column("Shot", lambda r: r.number, 64),
    Column("Board", lambda r: "", 96, sort=lambda r: r.number),
    Column("Size", lambda r: r.size, 56),
    Column("Composition", lambda r: r.composition, 96),
    Column("Who", lambda r: ", ".join(r.who), 110),
    Column("Angle", lambda r: r.angle, 80),
    Column("Move", lambda r: r.movement, 110),
    Column("Lens", _lens, 60, right=True, sort=_key("focal_length_mm")),
    Column("Height", lambda r: _number(r.camera_height_m), 62, right=True, sort=_key("camera_height_m")),
    Column("Focus", lambda r: _number(r.focus_distance_m), 60, right=True, sort=_key("focus_distance_m")),
    Column("Action", lambda r: r.action, 280, "action"),
    Column("Dialogue", _dialogue, 200),
    Column("Support", lambda r: r.equipment, 90, "equipment"),
    Column("Sound", lambda r: r.sound, 110, "sound"),
    Column("Props", lambda r: r.props, 110, "props"),
    Column("VFX", lambda r: r.vfx, 90, "vfx"),
    Column("Notes", lambda r: r.notes, 160, "notes"),
    Column("Seconds", lambda r: _number(r.duration_s, 1), 66, "duration_s", True, lambda r: r.duration_s),
    Column("Priority", lambda r: PRIORITIES[r.priority], 70, "priority", sort=lambda r: -r.priority),
    Column("Status", lambda r: STATUS_WORDS[r.status], 130),
)  # fmt: skip
BOARD = 1
STATUS = len(COLUMNS) - 1
WORDS = {column.field: column.head for column in COLUMNS if column.field}


class ShotTable(QAbstractTableModel):
    def __init__(self, desk: Desk, parent: Any = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.rows: tuple[ShotRow, ...] = ()
        desk.rows.changed.connect(self.refresh)
        desk.rows.still_changed.connect(lambda shot_id: self._board(shot_id=shot_id))
        desk.pictures.ready.connect(lambda blob: self._board(blob=blob))
        self.refresh()

    def refresh(self) -> None:
        rows = self._desk.rows.rows
        if [row.id for row in rows] != [row.id for row in self.rows]:
            self.beginResetModel()
            self.rows = rows
            self.endResetModel()
            return
        before, self.rows = self.rows, rows
        for place, row in enumerate(rows):
            if row != before[place]:
                self.dataChanged.emit(self.index(place, 0), self.index(place, len(COLUMNS) - 1))

    def _board(self, shot_id: str = "", blob: str = "") -> None:
        for place, row in enumerate(self.rows):
            if row.id == shot_id or (blob and any(panel.image == blob for panel in row.panels)):
                self.dataChanged.emit(self.index(place, BOARD), self.index(place, BOARD))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:  # noqa: N802
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            column = COLUMNS[section]
            computed = not column.field and section not in (0, BOARD, STATUS)
            return f"= {column.head}" if computed else column.head
        if role == Qt.ItemDataRole.ToolTipRole and orientation == Qt.Orientation.Horizontal:
            return "Typed here" if COLUMNS[section].field else "Read off the stage"
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = self.rows[index.row()], COLUMNS[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return column.text(row)
        if role == Qt.ItemDataRole.ToolTipRole:
            if index.column() == STATUS and row.stale:
                return "Stale: " + "; ".join(row.stale)
            return column.text(row) or None
        if role == ROW:
            return row
        if role == SORT:
            if index.column() in (0, BOARD):
                return index.row()
            return column.sort(row) if column.sort else column.text(row).casefold()
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if COLUMNS[index.column()].field and not self._desk.session.read_only:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: N802
        field = COLUMNS[index.column()].field
        if role != Qt.ItemDataRole.EditRole or not field:
            return False
        return self.put(self.rows[index.row()].id, field, str(value))

    def put(self, shot_id: str, field: str, text: str) -> bool:
        """Write what was typed, as one edit; False when it cannot be read or is what it was."""
        session = self._desk.session
        shot = session.document.need(shot_id, model.Shot)
        value = _read(field, text, session.project.package.frame_rate)
        if value is None:
            session.tell(f"“{text}” cannot be read; write {_HINT[field]}.", "warning")
            return False
        if value == getattr(shot, field):
            return False

        def write() -> bool:
            with session.edit(f"{WORDS[field]} of {self._desk.rows.row(shot_id).number}") as edit:  # type: ignore[union-attr]
                edit.update(shot_id, **{field: value})
            return True

        return bool(session.attempt(write))

    def fill(self, source_id: str, ids: list[str], field: str) -> None:
        """Give shots what another says in a column, as one edit."""
        session = self._desk.session
        value = getattr(session.document.need(source_id, model.Shot), field)

        def write() -> None:
            with session.edit(f"Fill down {WORDS[field].lower()}") as edit:
                for id in ids:
                    edit.update(id, **{field: value})

        session.attempt(write)


_HINT = {"duration_s": "seconds, like 3.5, or frames, like 84f", "priority": "must, want or if time"}


def _read(field: str, text: str, frame_rate: float) -> Any:
    if field == "duration_s":
        typed = parse(text, Measure.TIME, frame_rate=frame_rate)
        return typed.value if typed is not None and not typed.relative and typed.value > 0 else None
    if field == "priority":
        wanted = text.strip().casefold()
        return next((n for n, word in PRIORITIES.items() if wanted in (word.casefold(), str(n))), None)
    return text.strip()
