"""The camera report: a page a set-up, with a plan to scale and all that puts the camera there again."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from previz.errors import ExportError
from previz.export import grid, measures
from previz.export.boards import furniture
from previz.export.camera_words import lens_words, size_words
from previz.export.pictures import Pictures, place_pictures
from previz.export.plan_sheet import PlanRow, draw_plan, out_words
from previz.export.rows import FilmFacts, Row, ShotRow
from previz.export.typeset import Payload, Raw, Report, write_pdf
from previz.export.wording import sentence

SIDE_MM = 84.0
GAP_MM = 7.0
HEAD_MM = 16.0
BELOW_MM = 122.0
"""On an upright page, for what stands beside the plan on a lying one."""
PICTURE_PX = 800


class DistanceRow(Row, frozen=True, kw_only=True):
    name: str
    metres: float
    """By the tape: film plane to eyes."""
    sharp: bool
    ahead_m: float | None = None
    """Along the axis of the lens, as the zone of focus is: less than the tape for who stands aside."""


class SetupRow(Row, frozen=True, kw_only=True):
    """One set-up, as the camera report prints it."""

    shot: ShotRow
    """The first shot from it."""
    shots: tuple[str, ...]
    """Numbers of all shots from it."""
    heading: str
    plan: PlanRow
    sensor: str = ""
    circle_mm: float = 0.025
    """Of confusion, from which the depth of field was worked out."""
    angle_deg: tuple[float, float] = (0.0, 0.0)
    """Of view, across and down."""
    compass_deg: float = 0.0
    """Where it looks, from north over east."""
    move_m: float = 0.0
    """How far the camera travels."""
    distances: tuple[DistanceRow, ...] = ()
    image: str = ""
    stale: tuple[str, ...] = ()
    """Why the image shows what the stage no longer is."""
    end_image: str = ""
    """The frame at the end of a move; "" where there is none."""


def write_camera_report(
    path: str | os.PathLike[str],
    film: FilmFacts,
    setups: Sequence[SetupRow],
    *,
    paper: Literal["a4", "us-letter"] | None = None,
    landscape: bool = True,
    pictures: Pictures | None = None,
    made_at_s: int | None = None,
    extra_fonts: Sequence[Path] = (),
) -> Report:
    """Write one page a set-up. Raises ExportError, also when there is no set-up to print."""
    if not setups:
        raise ExportError("No shot has a camera yet; frame one on the stage, then print the camera report.")
    size = paper or film.paper
    width, height = grid.paper_size_mm(size, landscape)
    room = width - 2 * grid.MARGIN_X - (SIDE_MM + GAP_MM if landscape else 0)
    tall = height - grid.MARGIN_TOP - grid.MARGIN_BOTTOM - 1 - HEAD_MM - (0 if landscape else BELOW_MM)
    payload: Payload = {
        **furniture(film, film.say("Camera report"), size, landscape),
        "aspect": film.aspect,
        "side": SIDE_MM,
        "reports": [_page(film, one, room, tall) for one in setups],
    }
    names = [name for one in setups for name in (one.image, one.end_image) if name]
    return write_pdf(
        path,
        "camera.typ",
        payload,
        language=film.language,
        place=lambda folder: dict(place_pictures(names, PICTURE_PX, folder, pictures)),
        made_at_s=made_at_s,
        extra_fonts=extra_fonts,
    )


def _page(film: FilmFacts, one: SetupRow, width_mm: float, height_mm: float) -> Payload:
    shot, field = one.shot, f"set-up {one.shot.setup}"
    plan = draw_plan(one.plan, width_mm, height_mm, film.units, words=film.words)
    return {
        "no": Raw(shot.number, field, False, "—"),
        "name": Raw(_name(film, shot), field, False),
        "slug": Raw(f"{shot.scene_number}   {one.heading}", field, False),
        "setup": Raw(shot.setup, field, False),
        "look": Raw(film.say("looking {}", film.terms(shot.looking)) if shot.looking else "", field, False),
        "several": len(one.shots) > 1,
        "shots": Raw(", ".join(one.shots), field, False),
        "alt": Raw(
            film.say("Floor plan of shot {}, scale 1 to {}", shot.number, plan["scale"]), field, False
        ),
        "plan": plan,
        "img": one.image,
        "why": Raw("; ".join(one.stale), field, False),
        "picture": Raw(film.say("Frame of shot {}", shot.number), field, False),
        # "img" is the one key that stands for a picture; the second frame is wrapped in a dict of its own
        "end": {"img": one.end_image},
        "end-picture": Raw(film.say("End of the move of shot {}", shot.number), field, False),
        "facts": [[Raw(cell, field, False) for cell in line] for line in _facts(film, one)],
        "flown": Raw(_flown(film, one.plan), field, False),
        "distances": [
            [
                Raw(to.name, field, False),
                Raw(film.length(to.metres), field, False),
                Raw(film.other_length(to.metres), field, False),
                Raw(_sharpness(film, to), field, False),
            ]
            for to in one.distances
        ],
        "notes": Raw(" ".join(filter(None, (shot.notes, shot.equipment))), field),
    }


def _flown(film: FilmFacts, plan: PlanRow) -> str:
    out = [out_words(thing.name, film.words) for thing in plan.things if thing.kind == "flown"]
    return ", ".join(out)


def _sharpness(film: FilmFacts, to: DistanceRow) -> str:
    """ "sharp", with the distance that decided it where the tape says another."""
    ahead = film.length(to.metres if to.ahead_m is None else to.ahead_m)
    if ahead == film.length(to.metres):
        return film.say("sharp" if to.sharp else "soft")
    return film.say("sharp at {}", ahead) if to.sharp else film.say("soft at {}", ahead)


def _name(film: FilmFacts, shot: ShotRow) -> str:
    return ", ".join(
        filter(
            None,
            (
                size_words(shot),
                f" {film.say('and')} ".join(shot.subjects or shot.who),
                film.terms(shot.movement),
            ),
        )
    )


def _facts(film: FilmFacts, one: SetupRow) -> list[tuple[str, str, str]]:
    shot = one.shot
    across, down = one.angle_deg

    def tape(name: str, metres: float | None) -> list[tuple[str, str, str]]:
        if metres is None:
            return []
        return [(film.say(name), film.length(metres), film.other_length(metres))]

    lines = [
        (film.say("Lens"), lens_words(shot), shot.lens_series),
        (film.say("Stop"), f"T{measures.number(shot.t_stop or 0, 1)}", " + ".join(shot.filters)),
        (film.say("Camera"), shot.camera, one.sensor),
        *tape("Height", shot.camera_height_m),
        (
            film.say("Tilt"),
            _degrees(film, shot.tilt_deg or 0.0),
            film.say("roll {}", _degrees(film, shot.roll_deg)),
        ),
        (film.say("Heading"), f"{one.compass_deg % 360:.0f}°", film.say("from north")),
        (film.say("Field of view"), film.figures(f"{across:.1f}° × {down:.1f}°"), film.say("h × v")),
        *tape("Focus", shot.focus_distance_m),
    ]
    if shot.near_m is not None:
        other: measures.Units = "imperial" if film.units == "metric" else "metric"
        beside = film.figures(measures.zone(shot.near_m, shot.far_m, other))
        lines.append((film.say("In focus"), film.zone(shot.near_m, shot.far_m), beside))
        lines.append((film.say("Circle"), film.figures(f"{one.circle_mm:.3f} mm"), film.say("of confusion")))
    if one.move_m > 0.01:
        lines += tape(sentence(film.terms(shot.movement)) or "Move", one.move_m)
    return lines


def _degrees(film: FilmFacts, value: float) -> str:
    text = f"{value:+.1f}°".replace("-", "−").replace("+0.0", "0.0").replace("−0.0", "0.0")
    return film.figures(text)
