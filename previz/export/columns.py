"""The columns of a shot list: for whom, in which order, how wide."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from previz.export import cells
from previz.export.cells import Cell, Entry

ColumnSet: TypeAlias = Literal["director", "dp", "ad", "all"]


@dataclass(frozen=True)
class Column:
    head: str
    width_mm: float
    """0 = what is left."""
    align: Literal["left", "right", "center"]
    cell: Callable[[Entry], Cell]


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
        FRAME,
        Column("Size, view", 26, "left", cells.view_cell),
        Column("Lens, filter", 30, "left", cells.lens_filter_cell),
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
