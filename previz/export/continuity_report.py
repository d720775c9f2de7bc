"""The continuity report: every finding with its number, its frames, its plan, and its waiver."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from previz.export.boards import furniture
from previz.export.pictures import Pictures, place_pictures
from previz.export.plan_sheet import PlanRow, draw_plan
from previz.export.rows import FilmFacts, Row
from previz.export.schedule import NO_SHOTS
from previz.export.typeset import Payload, Raw, Report, write_pdf

PLAN_MM = (72.0, 56.0)
PICTURE_PX = 480
HOLDS, HALF_SEEN = "Every cut holds.", "No cut is broken; some shots could not be looked at."


class CutRow(Row, frozen=True, kw_only=True):
    """One finding."""

    cut: str
    rule: str
    text: str
    number: str
    """The number that decided it beside its limit."""
    reason: str = ""
    """Why it may stand."""
    by: str = ""
    """Who said so and when."""
    images: tuple[tuple[str, str], ...] = ()
    """(shot's number, picture) of the frames that meet."""
    plan: PlanRow | None = None


class CheckedScene(Row, frozen=True, kw_only=True):
    name: str
    findings: tuple[CutRow, ...] = ()
    seen: bool = True
    """Whether all its shots could be looked at."""


def write_continuity(
    path: str | os.PathLike[str],
    film: FilmFacts,
    scenes: Sequence[CheckedScene],
    unseen: Sequence[str] = (),
    *,
    unshot: Sequence[str] = (),
    paper: Literal["a4", "us-letter"] | None = None,
    landscape: bool = True,
    pictures: Pictures | None = None,
    made_at_s: int | None = None,
    extra_fonts: Sequence[Path] = (),
) -> Report:
    """Write it, a film without a finding too. ``unseen`` says which shots could not be looked at, ``unshot``
    which scenes have no shots.

    Raises ExportError.
    """
    found = [one for scene in scenes for one in scene.findings]
    waived = sum(bool(one.reason) for one in found)
    broken = film.say("{} broken, {} waived", len(found) - waived, waived)
    clean = NO_SHOTS if unshot and not scenes else HALF_SEEN if unseen else HOLDS
    total = broken if found else film.say(clean)
    payload: Payload = {
        **furniture(film, film.say("Continuity"), paper or film.paper, landscape),
        "aspect": film.aspect,
        "total": Raw(total, "the totals", False),
        "summary": Raw(film.say("Guidelines: a good cut may break one for a reason."), "the foot", False),
        "scenes": [_scene(film, scene) for scene in scenes],
        "unshot": [Raw(name, "scenes without shots", False) for name in unshot],
        "unseen": [Raw(line, "shots not looked at", False) for line in unseen],
    }
    names = [name for one in found for _, name in one.images if name]
    return write_pdf(
        path,
        "continuity.typ",
        payload,
        language=film.language,
        place=lambda folder: dict(place_pictures(names, PICTURE_PX, folder, pictures)),
        made_at_s=made_at_s,
        extra_fonts=extra_fonts,
    )


def _scene(film: FilmFacts, scene: CheckedScene) -> Payload:
    return {
        "name": Raw(scene.name, "a heading", False, "—"),
        "clean": Raw(film.say(HOLDS if scene.seen else HALF_SEEN), "a scene without findings", False),
        "findings": [_finding(film, one) for one in scene.findings],
    }


def _finding(film: FilmFacts, one: CutRow) -> Payload:
    field = f"cut {one.cut}"
    return {
        "cut": Raw(one.cut, field, False, "—"),
        "rule": Raw(film.say(one.rule), field, False),
        "number": Raw(one.number, field, False),
        "text": Raw(one.text, field),
        "waived": bool(one.reason),
        "reason": Raw(one.reason, field),
        "by": Raw(one.by, field, False),
        "frames": [
            {"img": name, "alt": Raw(film.say("Frame of shot {}", number), field, False)}
            for number, name in one.images
        ],
        "plan": draw_plan(one.plan, *PLAN_MM, film.units, room_m=0.4, words=film.words) if one.plan else None,
        "alt": Raw(film.say("Floor plan of {}: {}", one.cut, one.text), field, False),
    }
