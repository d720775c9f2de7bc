"""The columns of a shot list: what each says about a shot, for whom it is printed, how wide it is.

A cell is a list of lines. A line is a dict: "k" is its kind, the rest its words:
p (plain), b (strong), s (small), num (shot number), say (speaker, line), gear, prio, status, frame, tick.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import msgspec

from previz.export import measures
from previz.export.boards import STATUS_WORDS, alt_text, panels_of
from previz.export.marks import gear
from previz.export.rows import FilmFacts, PanelRow, ShotRow
from previz.export.typeset import Raw

Line: TypeAlias = dict[str, Any]
Cell: TypeAlias = list[Line]
ColumnSet: TypeAlias = Literal["director", "dp", "ad", "all"]


@dataclass(frozen=True)
class Entry:
    """One row of the list: a shot, or one panel of a shot that has several."""

    film: FilmFacts
    shot: ShotRow
    panel: PanelRow
    part: str

    def raw(self, text: str, field: str, lines: bool = False) -> Raw:
        return Raw(text, f"shot {self.shot.number}, {field}", lines)

    def length(self, value_m: float | None, field: str, kind: str = "p") -> Cell:
        """In the film's units, the other units small below."""
        if value_m is None:
            return []
        units = self.film.units
        return [
            {"k": kind, "t": self.raw(measures.length(value_m, units), field)},
            {"k": "s", "t": self.raw(measures.other_length(value_m, units), field)},
        ]

    def lines(self, field: str, *words: str, first: str = "p", rest: str = "s") -> Cell:
        given = [w for w in words if w]
        return [{"k": first if i == 0 else rest, "t": self.raw(w, field)} for i, w in enumerate(given)]


@dataclass(frozen=True)
class Column:
    head: str
    width_mm: float
    """0 = what is left."""
    align: Literal["left", "right", "center"]
    cell: Callable[[Entry], Cell]


def _number(e: Entry) -> Cell:
    more = e.lines("number", e.part, f"Cam {e.shot.camera}" if e.shot.camera not in ("", "A") else "", first="s")
    first = e.panel.index <= 1
    return [{"k": "num", "t": e.raw(e.shot.number, "number"), "first": first, "id": e.shot.id}, *more]


def _frame(e: Entry) -> Cell:
    alt = e.raw(alt_text(e.shot, e.panel), "frame")
    return [{"k": "frame", "img": e.panel.image, "alt": alt}]


def _size(e: Entry) -> Cell:
    s = e.shot
    head = [s.size, s.composition if s.composition != "1S" else ""]
    return e.lines("size", " ".join(filter(None, head)), _angle(s), first="b", rest="p")


def _angle(s: ShotRow) -> str:
    parts = [s.angle if s.angle.lower() not in ("", "eye", "level", "neutral") else "", s.level, _roll(s)]
    return ", ".join(filter(None, parts))


def _roll(s: ShotRow) -> str:
    """Dutch from 4° on; less is not meant."""
    return f"dutch {measures.degrees(s.roll_deg)}" if abs(s.roll_deg) >= 4 else ""


def _view(e: Entry) -> Cell:
    s = e.shot
    return [*_size(e), *e.lines("view", s.view, first="s")]


def _focal(e: Entry) -> str:
    return measures.focal(e.shot.focal_length_mm, e.shot.focal_length_end_mm)


def _lens(e: Entry) -> Cell:
    mm = _focal(e)
    return [{"k": "unit", "t": e.raw(mm, "lens"), "unit": "mm"}] if mm else []


def _stop(e: Entry) -> str:
    stop = e.shot.t_stop
    return f"T{measures.number(stop, 1)}" if stop is not None else ""


def _lens_stop(e: Entry) -> Cell:
    mm = _focal(e)
    words = [{"k": "unit", "t": e.raw(mm, "lens"), "unit": f"mm {_stop(e)}".strip()}] if mm else []
    return [*words, *e.lines("lens", _series(e.shot), first="s")]


def _series(s: ShotRow) -> str:
    squeeze = f"{measures.number(s.squeeze)}×" if abs(s.squeeze - 1) > 1e-6 else ""
    return " ".join(filter(None, (s.lens_series, squeeze)))


def _height(e: Entry) -> Cell:
    return e.length(e.shot.camera_height_m, "camera height")


def _distance(e: Entry) -> Cell:
    return e.length(e.shot.subject_distance_m, "distance")


def _focus(e: Entry) -> Cell:
    s = e.shot
    if s.focus_distance_m is None:
        return []
    focus = measures.length(s.focus_distance_m, e.film.units)
    return e.lines("focus", focus, measures.zone(s.near_m, s.far_m, e.film.units))


def _camera_place(e: Entry) -> Cell:
    s = e.shot
    height = measures.length(s.camera_height_m, e.film.units) if s.camera_height_m is not None else ""
    tilt = f"tilt {measures.degrees(s.tilt_deg)}" if s.tilt_deg is not None else ""
    roll = f"roll {measures.degrees(s.roll_deg)}" if abs(s.roll_deg) >= 0.5 else ""
    return e.lines("camera height", height, tilt, roll)


def _distances(e: Entry) -> Cell:
    s = e.shot
    subject = measures.length(s.subject_distance_m, e.film.units) if s.subject_distance_m is not None else ""
    focus = measures.length(s.focus_distance_m, e.film.units) if s.focus_distance_m is not None else ""
    return e.lines(
        "distance", subject, f"focus {focus}" if focus else "", measures.zone(s.near_m, s.far_m, e.film.units)
    )


def _move(e: Entry) -> Cell:
    s = e.shot
    return [{"k": "gear", "g": gear(s.equipment, s.movement), "t": e.raw(s.movement or "Static", "movement")}]


def _gear(e: Entry) -> Cell:
    s = e.shot
    return [{"k": "gear", "g": gear(s.equipment, s.movement), "t": e.raw(s.equipment, "equipment")}]


def _move_gear(e: Entry) -> Cell:
    return [*_move(e), *e.lines("equipment", e.shot.equipment, first="s")]


def _filter(e: Entry) -> Cell:
    return e.lines("filters", " + ".join(e.shot.filters) or "No filter", _rate(e.shot))


def _rate(s: ShotRow) -> str:
    return f"{measures.number(s.frame_rate, 3)} fps" if s.frame_rate is not None else ""


def _body(e: Entry) -> Cell:
    s = e.shot
    mode = f"{s.mode} (not verified)" if s.unverified else s.mode
    return e.lines("camera", s.body, mode, s.frameline, _rate(s), " + ".join(s.filters))


def _setup(e: Entry) -> Cell:
    s = e.shot
    return e.lines("set-up", s.setup_group or s.setup, s.looking, first="b")


def _setup_time(e: Entry) -> Cell:
    s = e.shot
    time = measures.hours(s.setup_time_min) if s.setup_time_min is not None else ""
    return e.lines("set-up", s.setup_group or s.setup, time, first="b")


def _action(e: Entry) -> Cell:
    return [{"k": "p", "t": e.raw(e.panel.action, "action", True)}] if e.panel.action else []


def _action_dialogue(e: Entry) -> Cell:
    said = [
        {"k": "say", "who": e.raw(who, "speaker"), "t": e.raw(line, "dialogue", True)} for who, line in e.panel.dialogue
    ]
    return [*_action(e), *said, *_why(e)]


def _why(e: Entry) -> Cell:
    return [{"k": "why", "t": e.raw("; ".join(e.panel.stale), "stale")}] if e.panel.stale else []


def _who(e: Entry) -> Cell:
    return e.lines("who", ", ".join(e.shot.who) or "—")


def _sound(e: Entry) -> Cell:
    return e.lines("sound", e.shot.sound)


def _time(e: Entry) -> Cell:
    return e.lines("time", measures.seconds(e.panel.duration_s))


def _priority(e: Entry) -> Cell:
    return [{"k": "prio", "p": e.shot.priority}]


def _status(e: Entry) -> Cell:
    p = e.panel
    by = p.approved_by if p.status == "approved" else ""
    return [
        {"k": "status", "s": p.status, "stale": bool(p.stale), "t": STATUS_WORDS[p.status]},
        *e.lines("approval", by, first="s"),
    ]


def _time_status(e: Entry) -> Cell:
    return [*_time(e), {"k": "prio", "p": e.shot.priority}, *_status(e)]


def _status_sign(e: Entry) -> Cell:
    return [{"k": "status", "s": e.panel.status, "stale": bool(e.panel.stale), "t": ""}]


def _notes(e: Entry) -> Cell:
    s = e.shot
    more = [("Props", s.props), ("VFX", s.vfx)]
    lines = [{"k": "named", "n": name, "t": e.raw(words, name.lower(), True)} for name, words in more if words]
    return [*([{"k": "p", "t": e.raw(s.notes, "notes", True)}] if s.notes else []), *lines]


def _action_notes(e: Entry) -> Cell:
    return [*_action(e), *_notes(e)]


def _size_lens_move(e: Entry) -> Cell:
    mm = _focal(e)
    lens = f"{mm} mm" if mm else ""
    return [*_size(e)[:1], *e.lines("lens", lens), *_move(e)]


def _tick(e: Entry) -> Cell:
    return [{"k": "tick"}]


def words_below(e: Entry) -> Cell:
    """For the list with all columns: the words run below the figures, over the whole width."""
    s = e.shot
    named = [("Sound", s.sound), ("Props", s.props), ("VFX", s.vfx), ("Notes", s.notes), ("Made by", e.panel.made_by)]
    lines = [{"k": "named", "n": name, "t": e.raw(words, name.lower(), True)} for name, words in named if words]
    return [*_action_dialogue(e), *lines]


SHOT = Column("Shot", 13, "left", _number)
FRAME = Column("Frame", 46, "left", _frame)
SMALL_FRAME = Column("Frame", 36, "left", _frame)
STATUS_SIGN = Column("St.", 11, "left", _status_sign)
TIME = Column("Time", 13, "right", _time)
PRIORITY = Column("Pri.", 9, "center", _priority)

_LANDSCAPE: dict[ColumnSet, tuple[Column, ...]] = {
    "director": (
        SHOT, FRAME, Column("Size", 22, "left", _size), Column("Lens", 15, "right", _lens), Column("Move", 23, "left", _move),
        Column("Action and dialogue", 0, "left", _action_dialogue), TIME, PRIORITY, Column("Status", 27, "left", _status),
    ),
    "dp": (
        SHOT, SMALL_FRAME, Column("Size", 18, "left", _size), Column("Lens, stop", 21, "left", _lens_stop),
        Column("Height", 17, "right", _height), Column("Subject", 17, "right", _distance), Column("Focus", 22, "right", _focus),
        Column("Move", 22, "left", _move), Column("Filter, fps", 28, "left", _filter), Column("Action", 0, "left", _action),
        Column("Set-up, looking", 30, "left", _setup),
    ),
    "ad": (
        Column("Done", 12, "center", _tick), SHOT, SMALL_FRAME, PRIORITY, Column("Set-up", 16, "left", _setup_time),
        Column("Gear", 22, "left", _gear), Column("Action", 0, "left", _action), Column("Who", 24, "left", _who),
        Column("Sound", 24, "left", _sound), TIME, Column("Notes", 40, "left", _notes),
    ),
    "all": (
        SHOT, FRAME, Column("Size, view", 26, "left", _view), Column("Lens, stop", 25, "left", _lens_stop),
        Column("Height", 17, "left", _camera_place), Column("Distance", 26, "left", _distances),
        Column("Move, gear", 24, "left", _move_gear), Column("Camera", 0, "left", _body), Column("Who", 20, "left", _who),
        Column("Set-up", 25, "left", _setup), Column("Time, status", 21, "left", _time_status),
    ),
}  # fmt: skip

_PORTRAIT: dict[ColumnSet, tuple[Column, ...]] = {
    "director": (
        SHOT, SMALL_FRAME, Column("Size, lens, move", 27, "left", _size_lens_move),
        Column("Action and dialogue", 0, "left", _action_dialogue), TIME, PRIORITY, STATUS_SIGN,
    ),
    "dp": (
        SHOT, SMALL_FRAME, Column("Size, lens, move", 27, "left", _size_lens_move), Column("Height", 16, "right", _height),
        Column("Focus", 22, "right", _focus), Column("Filter, fps", 24, "left", _filter), Column("Action", 0, "left", _action),
    ),
    "ad": (
        Column("Done", 11, "center", _tick), SHOT, SMALL_FRAME, PRIORITY, Column("Set-up", 16, "left", _setup_time),
        Column("Gear", 20, "left", _gear), Column("Action, notes", 0, "left", _action_notes), Column("Who", 20, "left", _who), TIME,
    ),
    "all": (
        SHOT, SMALL_FRAME, Column("Size, view", 22, "left", _view), Column("Lens, stop", 20, "left", _lens_stop),
        Column("Height", 15, "left", _camera_place), Column("Distance", 23, "left", _distances),
        Column("Move, gear", 0, "left", _move_gear), Column("Set-up", 19, "left", _setup), Column("Time, status", 17, "left", _time_status),
    ),
}  # fmt: skip


def columns_for(chosen: ColumnSet, landscape: bool, thumbnails: bool) -> tuple[Column, ...]:
    columns = (_LANDSCAPE if landscape else _PORTRAIT)[chosen]
    return tuple(c for c in columns if thumbnails or c.head != "Frame")


def entries(film: FilmFacts, shot: ShotRow) -> list[Entry]:
    """One entry a panel; a panel without a time of its own takes its share of the shot's."""
    panels = panels_of(shot)
    found = []
    for panel in panels:
        timed = panel if panel.duration_s else msgspec.structs.replace(panel, duration_s=shot.duration_s / len(panels))
        found.append(Entry(film, shot, timed, f"{panel.index}/{len(panels)}" if len(panels) > 1 else ""))
    return found
