"""Shot lists: for the director, the camera, the assistant director, or with everything; in script order or
in the order of set-ups."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Literal

from previz.errors import ExportError
from previz.export import grid, measures
from previz.export.boards import check_film, furniture
from previz.export.cells import entries, frame_cell, words_below
from previz.export.columns import PICTURE, Column, ColumnSet, columns_for, own_columns
from previz.export.fields import OWN, day_key
from previz.export.pictures import Pictures, place_overlays, place_pictures
from previz.export.rows import FilmFacts, SceneRow, ShotRow, setup_minutes
from previz.export.typeset import Payload, Raw, Report, write_pdf

THUMB_PX = 640
NAMES: dict[ColumnSet, str] = {"director": "director", "dp": "camera", "ad": "1st AD", "all": "all columns"}
ORDERS = {"script": "script order", "setup": "set-up order", "day": "by day"}
ACTION_LIMIT = 190
"""Letters of action in the lists of camera and assistant director; the director's list has every word."""


@dataclass(frozen=True, kw_only=True)
class ListLayout:
    columns: ColumnSet = "director"
    fields: tuple[str, ...] = ()
    """Columns that somebody chose, by their keys in the table, in place of a set."""
    fields_name: str = ""
    """What that arrangement is called."""
    thumbnails: bool = True
    order: Literal["script", "setup", "day"] = "script"
    orientation: Literal["landscape", "portrait"] = "landscape"
    paper: Literal["a4", "us-letter"] | None = None
    """None = the film's paper."""


def write_shot_list(
    path: str | os.PathLike[str],
    film: FilmFacts,
    scenes: Sequence[SceneRow],
    shots: Sequence[ShotRow],
    layout: ListLayout | None = None,
    *,
    pictures: Pictures | None = None,
    made_at_s: int | None = None,
    extra_fonts: Sequence[Path] = (),
) -> Report:
    """Write the shot list as a PDF. Arguments as for `boards.write_boards`. Raises ExportError."""
    layout = layout or ListLayout()
    if layout.columns not in NAMES:
        raise ExportError(f"There is no shot list called {layout.columns}; choose one of {', '.join(NAMES)}.")
    check_film(film, scenes, shots)
    payload = _payload(film, scenes, shots, layout)
    panels = [panel for shot in shots for panel in shot.panels if panel.image] if layout.thumbnails else []

    def place(folder: Path) -> dict[str, str]:
        placed = dict(place_pictures([panel.image for panel in panels], THUMB_PX, folder, pictures))
        return placed | place_overlays([panel.overlay for panel in panels], folder, pictures)

    return write_pdf(
        path,
        "shotlist.typ",
        payload,
        language=film.language,
        place=place,
        made_at_s=made_at_s,
        extra_fonts=extra_fonts,
    )


def _payload(
    film: FilmFacts, scenes: Sequence[SceneRow], shots: Sequence[ShotRow], layout: ListLayout
) -> Payload:
    landscape = layout.orientation == "landscape"
    paper = layout.paper or film.paper
    if layout.fields:
        room_mm = grid.paper_size_mm(paper, landscape)[0] - 2 * grid.MARGIN_X
        keys = [key for key in layout.fields if layout.thumbnails or key != PICTURE]
        chosen = own_columns(keys, room_mm, film.say)
        name, columns = layout.fields_name or film.say("own columns"), "own"
    else:
        chosen = columns_for(layout.columns, landscape, layout.thumbnails, layout.order == "setup")
        name, columns = film.say(NAMES[layout.columns]), layout.columns
    live = [scene.id for scene in scenes if not scene.omitted]
    kind = ", ".join((film.say("Shot list"), name, film.say(ORDERS[layout.order])))
    make = {"setup": _setup_groups, "day": _day_groups}.get(layout.order, _scene_groups)
    below = columns == "all"
    clip = ACTION_LIMIT if columns in ("dp", "ad") else None
    known = {scene.id: scene for scene in scenes}

    lettered = len({shot.camera for shot in shots if shot.camera and shot.status != "omitted"}) > 1

    def row(shot: ShotRow) -> list[Payload]:
        return _rows(film, shot, known.get(shot.scene_id), chosen, columns, lettered)

    return {
        **furniture(film, kind, paper, landscape),
        "aspect": film.aspect,
        "thumbnails": layout.thumbnails,
        "clip": clip,
        "columns": [{"head": _head(film, c), "width": c.width_mm, "align": c.align} for c in chosen],
        "below": below,
        "frame_column": next((i for i, c in enumerate(chosen) if c.cell is frame_cell), None),
        "frame_w": next((c.width_mm - 2 for c in chosen if c.cell is frame_cell), 0),
        "total": totals(film, (shot for shot in shots if shot.scene_id in live)),
        "camera": Raw(film.camera, "the camera package", False),
        "groups": make(film, scenes, shots, row),
    }


# -------------------------------------------------------------------------------------------- groups
Rows = Callable[[ShotRow], list[Payload]]


def _head(film: FilmFacts, column: Column) -> Raw:
    """Nobody translates what the production called a column of its own."""
    own = column.key.startswith(OWN)
    return Raw(column.head if own else film.say(column.head), "the head of a column", False, "—")


def _scene_groups(
    film: FilmFacts, scenes: Sequence[SceneRow], shots: Sequence[ShotRow], rows: Rows
) -> list[Payload]:
    groups = []
    for i, scene in enumerate(scenes):
        own = [shot for shot in shots if shot.scene_id == scene.id]
        field = f"scene {scene.number}"
        where = scene.place or scene.location
        pages = measures.eighths(scene.eighths) if scene.eighths else ""
        groups.append(
            {
                "id": f"s{i}",
                "no": Raw(scene.number, field, False, "—"),
                "name": Raw(
                    film.say("OMITTED") if scene.omitted else scene.heading,
                    field,
                    False,
                    film.say("No heading"),
                ),
                "note": Raw("" if scene.omitted else where, f"{field}, place", False),
                "pages": "" if scene.omitted else pages,
                "total": None if scene.omitted else totals(film, own),
                "rows": [] if scene.omitted else [row for shot in own for row in rows(shot)],
            }
        )
    return groups


def _setup_key(shot: ShotRow) -> tuple[int, str]:
    return shot.setup_order, shot.setup


def _setup_groups(
    film: FilmFacts, scenes: Sequence[SceneRow], shots: Sequence[ShotRow], rows: Rows
) -> list[Payload]:
    """Shots from one set-up together, in shooting order; omitted shots are nobody's set-up."""
    out = {scene.id for scene in scenes if scene.omitted}
    live = sorted((s for s in shots if s.status != "omitted" and s.scene_id not in out), key=_setup_key)
    groups = []
    faced = ("", "")
    for i, (key, members) in enumerate(groupby(live, key=_setup_key)):
        own = list(members)
        facing = own[0].scene_id, own[0].facing
        turned = own[0].facing if facing != faced else ""
        faced = facing
        name = key[1] or film.say("No set-up")
        field = f"set-up {name}"
        scene_numbers = dict.fromkeys(shot.scene_number for shot in own if shot.scene_number)
        several = film.say("Scene {}" if len(scene_numbers) == 1 else "Scenes {}", ", ".join(scene_numbers))
        title = film.terms(own[0].looking) or several
        groups.append(
            {
                "id": f"u{i}",
                "no": Raw(name, field, False, "—"),
                "name": Raw(title, field, False, film.say("Set-up")),
                "note": Raw(
                    "  ".join(filter(None, (_turned(film, turned).upper(), own[0].equipment))), field, False
                ),
                "pages": "",
                "total": totals(film, own),
                "rows": [row for shot in own for row in rows(shot)],
            }
        )
    return groups


def _turned(film: FilmFacts, facing: str) -> str:
    """ "Turn round, to Ines" in the language of the document."""
    start, comma, whom = facing.partition(", to ")
    return film.say("Turn round, to {}", whom) if comma else film.terms(start)


def day_order(shot: ShotRow) -> tuple[bool, float, int]:
    """Sorts the shots of a day: what has no place in it comes last, in the order of set-ups."""
    return shot.shoot_order is None, shot.shoot_order or 0, shot.setup_order


def _day_groups(
    film: FilmFacts, scenes: Sequence[SceneRow], shots: Sequence[ShotRow], rows: Rows
) -> list[Payload]:
    """Day by day in the order of the day; what has no place in it comes in the order of set-ups."""
    out = {scene.id for scene in scenes if scene.omitted}
    live = [shot for shot in shots if shot.status != "omitted" and shot.scene_id not in out]
    groups = []
    for i, day in enumerate(sorted({shot.shoot_day for shot in live}, key=day_key)):
        own = [shot for shot in live if shot.shoot_day == day]
        own.sort(key=day_order)
        field = f"day {day}"
        scene_numbers = ", ".join(dict.fromkeys(shot.scene_number for shot in own if shot.scene_number))
        groups.append(
            {
                "id": f"d{i}",
                "no": Raw(film.say("Day {}", day) if day else film.say("No day"), field, False),
                "name": Raw(film.say("Scenes {}", scene_numbers), field, False, film.say("Day")),
                "note": Raw("", field, False),
                "pages": "",
                "total": totals(film, own),
                "rows": [row for shot in own for row in rows(shot)],
            }
        )
    return groups


def totals(film: FilmFacts, shots: Iterable[ShotRow]) -> Payload:
    """Shots, screen time and set-up time. A set-up counts once, with its longest estimate."""
    live = [shot for shot in shots if shot.status != "omitted"]
    setup = sum(setup_minutes(live).values())
    return {
        "shots": len(live),
        "word": film.say("shot" if len(live) == 1 else "shots"),
        "time": measures.clock(sum(shot.duration_s for shot in live)),
        "setup": measures.hours(setup) if setup else "",
    }


# ---------------------------------------------------------------------------------------------- rows
def _rows(
    film: FilmFacts,
    shot: ShotRow,
    scene: SceneRow | None,
    columns: Sequence[Column],
    chosen: str,
    lettered: bool,
) -> list[Payload]:
    """The director sees every panel; for everyone else a shot is one line to be ticked off."""
    if shot.status == "omitted":
        words = Raw(shot.action, f"shot {shot.number}, action", False)
        return [{"omitted": True, "no": Raw(shot.number, f"shot {shot.number}", False), "words": words}]
    return [
        {
            "omitted": False,
            "cells": [column.cell(entry) for column in columns],
            "below": words_below(entry) if chosen == "all" else [],
        }
        for entry in entries(film, shot, each_panel=chosen == "director", lettered=lettered, scene=scene)
    ]


__all__ = ["ListLayout", "day_order", "write_shot_list"]
