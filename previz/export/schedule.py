"""The one-line schedule: day by day, a line a scene, in the order in which a shot list by day has them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from previz.export import measures
from previz.export.boards import check_film, furniture
from previz.export.fields import day_key
from previz.export.rows import FilmFacts, SceneRow, ShotRow, setup_minutes
from previz.export.shotlist import day_order
from previz.export.typeset import Payload, Raw, Report, write_pdf

NO_DAY = "Not scheduled"
NO_SHOTS = "No shots yet"


def write_schedule(
    path: str | os.PathLike[str],
    film: FilmFacts,
    scenes: Sequence[SceneRow],
    shots: Sequence[ShotRow],
    *,
    paper: Literal["a4", "us-letter"] | None = None,
    landscape: bool = True,
    made_at_s: int | None = None,
    extra_fonts: Sequence[Path] = (),
) -> Report:
    """Write it; shots without a day come last, after them scenes without shots. Raises ExportError."""
    check_film(film, scenes, shots)
    playing = [scene for scene in scenes if not scene.omitted]
    ids = {scene.id for scene in playing}
    live = [shot for shot in shots if shot.status != "omitted" and shot.scene_id in ids]
    days = {shot.shoot_day for shot in live}
    if ids > {shot.scene_id for shot in live}:
        days.add("")
    payload: Payload = {
        **furniture(film, film.say("One-line schedule"), paper or film.paper, landscape),
        "total": Raw(_total(film, live), "the totals", False),
        "days": [
            _day(film, day, _played(day, playing, live), [shot for shot in live if shot.shoot_day == day])
            for day in sorted(days, key=day_key)
        ],
    }
    return write_pdf(
        path,
        "schedule.typ",
        payload,
        language=film.language,
        place=lambda folder: {},
        made_at_s=made_at_s,
        extra_fonts=extra_fonts,
    )


def _day(film: FilmFacts, day: str, scenes: Sequence[SceneRow], shots: Sequence[ShotRow]) -> Payload:
    name = film.say("Day {}", day) if day else film.say(NO_DAY)
    return {
        "name": Raw(name, "the day", False),
        "total": Raw(_total(film, shots), f"day {day}", False),
        "lines": [
            _line(film, scene, [shot for shot in shots if shot.scene_id == scene.id]) for scene in scenes
        ],
    }


def _played(day: str, scenes: Sequence[SceneRow], live: Sequence[ShotRow]) -> list[SceneRow]:
    """Scenes of a day as they are shot; those without shots have no day."""
    shots = sorted((shot for shot in live if shot.shoot_day == day), key=day_order)
    order = list(dict.fromkeys(shot.scene_id for shot in shots))
    if not day:
        begun = {shot.scene_id for shot in live}
        order += [scene.id for scene in scenes if scene.id not in begun]
    return sorted((one for one in scenes if one.id in order), key=lambda one: order.index(one.id))


def _line(film: FilmFacts, scene: SceneRow, shots: Sequence[ShotRow]) -> Payload:
    field = f"scene {scene.number}"
    setups = setup_minutes(shots)
    seen = dict.fromkeys(name for shot in shots for name in shot.who if name in scene.cast)
    cells = (
        scene.number,
        scene.interior,
        " – ".join(filter(None, (scene.place or scene.heading, scene.location))),
        scene.time,
        measures.eighths(scene.eighths) if scene.eighths else "",
        ", ".join(seen or scene.cast),
        str(len(shots)),
        str(len(setups)),
        measures.clock(sum(shot.duration_s for shot in shots)),
        measures.hours(sum(setups.values())) if any(setups.values()) else "",
    )
    words = scene.synopsis or ", ".join(shot.number for shot in shots)
    if not shots:
        words = " · ".join(filter(None, (film.say(NO_SHOTS), words)))
    return {"cells": [Raw(cell, field, False) for cell in cells], "words": Raw(words, field, False)}


def _total(film: FilmFacts, shots: Sequence[ShotRow]) -> str:
    setups = setup_minutes(shots)
    minutes = sum(setups.values())
    parts = [
        film.count(len(shots), "shot", "shots"),
        film.count(len(setups), "set-up", "set-ups"),
        f"{measures.clock(sum(shot.duration_s for shot in shots))} {film.say('on screen')}",
    ]
    return ", ".join([*parts, f"{measures.hours(minutes)} {film.say('to shoot')}"] if minutes else parts)
