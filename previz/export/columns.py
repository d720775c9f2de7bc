"""The columns of a shot list: for whom, in which order, how wide; and any columns that somebody chose."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from previz.errors import ExportError
from previz.export import cells
from previz.export.cells import Cell, Entry
from previz.export.fields import BY_KEY, OWN, field_of
from previz.export.wording import one_line

ColumnSet: TypeAlias = Literal["director", "dp", "ad", "all"]


@dataclass(frozen=True)
class Column:
    head: str
    width_mm: float
    """0 = what is left."""
    align: Literal["left", "right", "center"]
    cell: Callable[[Entry], Cell]
    key: str = ""
    """Of the field that it shows, where somebody chose the columns."""


SHOT = Column("Shot", 13, "left", cells.number_cell)
FRAME = Column("Frame", 46, "left", cells.frame_cell)
SMALL_FRAME = Column("Frame", 36, "left", cells.frame_cell)
STATUS_SIGN = Column("St.", 11, "left", cells.status_sign_cell)
TIME = Column("Time", 15, "right", cells.time_cell)
PRIORITY = Column("Pri.", 9, "center", cells.priority_cell)

_LANDSCAPE: dict[ColumnSet, tuple[Column, ...]] = {
    "director": (
        SHOT,
        FRAME,
        Column("Size", 22, "left", cells.size_cell),
        Column("Lens", 20, "right", cells.lens_cell),
        Column("Move", 23, "left", cells.move_cell),
        Column("Action and dialogue", 0, "left", cells.action_dialogue_cell),
        TIME,
        PRIORITY,
        Column("Status", 27, "left", cells.status_cell),
    ),
    "dp": (
        SHOT,
        SMALL_FRAME,
        Column("Size", 21, "left", cells.size_cell),
        Column("Lens, stop", 21, "left", cells.lens_stop_cell),
        Column("Height", 15, "right", cells.height_cell),
        Column("Subject", 15, "right", cells.distance_cell),
        Column("Focus", 22, "right", cells.focus_cell),
        Column("Move", 22, "left", cells.move_cell),
        Column("Filter, fps", 30, "left", cells.filter_cell),
        Column("Action", 0, "left", cells.action_cell),
        Column("Set-up, looking", 28, "left", cells.setup_cell),
    ),
    "ad": (
        Column("Done", 12, "center", cells.tick_cell),
        SHOT,
        SMALL_FRAME,
        PRIORITY,
        Column("Set-up", 16, "left", cells.setup_time_cell),
        Column("Gear", 22, "left", cells.gear_cell),
        Column("Action", 0, "left", cells.action_cell),
        Column("Who", 24, "left", cells.who_cell),
        Column("Sound", 24, "left", cells.sound_cell),
        TIME,
        Column("Notes", 40, "left", cells.notes_cell),
    ),
    "all": (
        SHOT,
        SMALL_FRAME,
        Column("Size, view", 26, "left", cells.view_cell),
        Column("Lens, filter", 28, "left", cells.lens_filter_cell),
        Column("Height", 17, "left", cells.camera_place_cell),
        Column("Distance", 26, "left", cells.distances_cell),
        Column("Move, gear", 24, "left", cells.move_gear_cell),
        Column("Camera", 0, "left", cells.body_cell),
        Column("Who", 20, "left", cells.who_cell),
        Column("Set-up", 25, "left", cells.setup_cell),
        Column("Time, status", 21, "left", cells.time_status_cell),
    ),
}

_PORTRAIT: dict[ColumnSet, tuple[Column, ...]] = {
    "director": (
        SHOT,
        SMALL_FRAME,
        Column("Size, lens, move", 27, "left", cells.size_lens_move_cell),
        Column("Action and dialogue", 0, "left", cells.action_dialogue_cell),
        TIME,
        PRIORITY,
        STATUS_SIGN,
    ),
    "dp": (
        SHOT,
        SMALL_FRAME,
        Column("Size, lens, move", 27, "left", cells.size_lens_move_cell),
        Column("Height", 16, "right", cells.height_cell),
        Column("Focus", 22, "right", cells.focus_cell),
        Column("Filter, fps", 24, "left", cells.filter_cell),
        Column("Action", 0, "left", cells.action_cell),
    ),
    "ad": (
        Column("Done", 11, "center", cells.tick_cell),
        SHOT,
        SMALL_FRAME,
        PRIORITY,
        Column("Set-up", 16, "left", cells.setup_time_cell),
        Column("Gear", 20, "left", cells.gear_cell),
        Column("Action, notes", 0, "left", cells.action_notes_cell),
        Column("Who", 20, "left", cells.who_cell),
        TIME,
    ),
    "all": (
        SHOT,
        SMALL_FRAME,
        Column("Size, view", 22, "left", cells.view_cell),
        Column("Lens, filter", 23, "left", cells.lens_filter_cell),
        Column("Height", 15, "left", cells.camera_place_cell),
        Column("Distance", 23, "left", cells.distances_cell),
        Column("Move, gear", 0, "left", cells.move_gear_cell),
        Column("Set-up", 19, "left", cells.setup_cell),
        Column("Time", 17, "left", cells.time_sign_cell),
    ),
}


PICTURE = "board"
"""The key of the column with the frame, as in the table."""
_MM_A_PX = 0.21
"""Of a column of the table on paper, set in 8.5 pt."""
_LETTER_MM, _INSET_MM = 1.65, 3.0
"""Of a head in capitals; of a cell, both sides."""
_HEAD_SHOWN = 30
"""Letters of a head in a message."""
_ROOMY = {"action": 42.0, "dialogue": 38.0, "notes": 26.0, "stale": 26.0, "heading": 26.0}
"""Columns that take what others leave, and how narrow they may be."""
_LEAST_MM = {
    **_ROOMY,
    PICTURE: 26.0,
    **dict.fromkeys(("camera_height_m", "subject_distance_m", "near_m", "far_m"), 16.5),
    "focus_distance_m": 22.0,
}


def _length_cell(name: str) -> Callable[[Entry], Cell]:
    return lambda e: e.length(getattr(e.shot, name), name)


_CELLS: dict[str, Callable[[Entry], Cell]] = {
    "number": cells.number_cell,
    "who": cells.who_cell,
    "body": cells.sensor_cell,
    "camera_height_m": cells.height_cell,
    "subject_distance_m": cells.distance_cell,
    "near_m": _length_cell("near_m"),
    "far_m": _length_cell("far_m"),
    "focus_distance_m": cells.focus_cell,
    "lens": cells.lens_cell,
    "movement": cells.move_cell,
    "equipment": cells.gear_cell,
    "action": cells.action_cell,
    "dialogue": cells.dialogue_cell,
    "duration_s": cells.time_cell,
    "setup_time_min": cells.setup_minutes_cell,
    "priority": cells.priority_cell,
    "status": cells.status_cell,
    "stale": cells.why_cell,
}
"""Cells with more than the words of the field."""
_HEADS = {
    "camera_height_m": "Height",
    "subject_distance_m": "Subject",
    "focus_distance_m": "Focus",
    "near_m": "Near",
    "far_m": "Far",
    "lens": "Lens",
    "duration_s": "Time",
    "setup_time_min": "Set-up time",
    "heading": "Scene heading",
}
"""Where a cell says its unit, the head does not."""


def own_columns(keys: Iterable[str], room_mm: float, say: Callable[[str], str] = str) -> tuple[Column, ...]:
    """Columns by the keys of the table, "board" for the frame, as wide as the sheet has room for.

    ``say`` puts heads into the language of the document. Raises ExportError for a key that there is not, for
    none, and for more columns than a sheet has room for.
    """
    made, least = [], []
    for key in dict.fromkeys(keys):
        column = FRAME if key == PICTURE else _own(key)
        head = say(column.head) if not key.startswith(OWN) else column.head
        longest = max((len(word) for word in head.split()), default=0)
        least.append(max(longest * _LETTER_MM + _INSET_MM, _LEAST_MM.get(key, 9.0)))
        made.append(replace(column, width_mm=max(column.width_mm, least[-1])))
    if not made:
        raise ExportError("A shot list without columns says nothing; choose some.")
    if sum(least) > room_mm:
        fit = next((n for n in range(len(least), 0, -1) if sum(least[:n]) <= room_mm), 0)
        if fit == 0:
            raise ExportError(
                f"The head “{one_line(made[0].head)[:_HEAD_SHOWN]}…” is wider than this sheet by itself; "
                "give that column a shorter name, or leave it out."
            )
        raise ExportError(
            f"{len(made)} columns do not fit on this sheet, the first {fit} do; "
            "leave some out, or turn the sheet."
        )
    return tuple(_fitted(made, least, room_mm))


def _own(key: str) -> Column:
    field = field_of(key)
    if field is None:
        raise ExportError(f"There is no column “{key}”; there are {', '.join((PICTURE, *BY_KEY))}.")
    cell = _CELLS.get(key, lambda e: cells.field_cell(e, field))
    align: Literal["left", "right"] = "right" if field.counted else "left"
    return Column(_HEADS.get(key, field.head), field.width * _MM_A_PX, align, cell, key)


def _fitted(columns: list[Column], least: list[float], room_mm: float) -> list[Column]:
    """Wide columns give way down to what their heads need; what is left goes to those with most words."""
    wanted = [column.width_mm for column in columns]
    spare = room_mm - sum(wanted)
    if spare < 0:
        gives = sum(wanted) - sum(least)
        wanted = [w - (w - low) * -spare / gives for w, low in zip(wanted, least, strict=True)]
    else:
        roomy = [n for n, column in enumerate(columns) if column.key in _ROOMY] or range(len(columns))
        weight = sum(wanted[n] for n in roomy)
        wanted = [w + (spare * w / weight if n in roomy else 0) for n, w in enumerate(wanted)]
    return [replace(column, width_mm=round(w, 2)) for column, w in zip(columns, wanted, strict=True)]


def columns_for(chosen: ColumnSet, landscape: bool, thumbnails: bool, by_setup: bool) -> tuple[Column, ...]:
    """In set-up order the set-up is the group's head, and its column makes room for notes."""
    columns = []
    for column in (_LANDSCAPE if landscape else _PORTRAIT)[chosen]:
        if column.head == "Frame" and not thumbnails:
            continue
        if by_setup and column.head == "Set-up" and chosen == "ad":
            continue
        if by_setup and column.head == "Set-up, looking":
            column = Column("Notes", column.width_mm, "left", cells.notes_cell)
        columns.append(column)
    return tuple(columns)
