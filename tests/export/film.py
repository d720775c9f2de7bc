"""THE LOW HOUSE: a short sample film, written for these tests."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from previz.export.rows import ActorArrow, FilmFacts, PanelRow, SceneRow, ShotRow, StartEnd

FILM = FilmFacts(
    title="The Low House",
    director="Ilse Marchetti",
    writer="Ana Duarte",
    cinematographer="R. Banerjee",
    artist="K. Adeyemi",
    revision="Rev 3 (pink)",
    date="22 Nov 2026",
    aspect=2.39,
    camera="ALEXA Mini, 4:3 2.8K · Cooke S4/i · 2.39 extraction, common top",
    people=(("1st AD", "Tomas Lind"),),
    note="Frames are drawn by machine from the 3D scene.",
)

SCENES = (
    SceneRow(
        id="s11",
        number="11",
        heading="EXT. HARBOUR STREET — MORNING",
        place="Quay Street, outside No. 9",
        cast=("Ada", "Jonah", "neighbours"),
        location="Location 4",
        eighths=5,
    ),
    SceneRow(
        id="s12",
        number="12",
        heading="INT. VARGA HOUSE — DINING ROOM — DAY",
        place="Varga dining room",
        cast=("Ada", "Jonah"),
        location="Stage 2",
        eighths=13,
    ),
    SceneRow(id="s13", number="13", omitted=True),
    SceneRow(
        id="s14",
        number="14",
        heading="INT. VARGA HOUSE — DINING ROOM — NIGHT",
        place="Varga dining room",
        cast=("Ada", "Jonah", "phone voices"),
        location="Stage 2",
        eighths=11,
    ),
)

_SHOTS = json.loads(Path(__file__).with_name("film.json").read_text(encoding="utf-8"))

_STOPS = {24: 4.0, 25: 5.6, 28: 2.8, 35: 4.0, 50: 2.8, 65: 2.8, 75: 2.8, 85: 2.0, 100: 5.6}
_DISTANCE_M = {"LS": 4.6, "MLS": 3.4, "MS": 2.1, "MCU": 1.6, "CU": 1.2}
_LOOKING = {
    "1": "Looking E, to the houses",
    "2": "Looking S, to the water",
    "3": "Looking W, to the blue door",
}
_STALE = dict.fromkeys(("11C", "12D"), ("lens 50 → 35 mm", "Jonah moved 0.4 m"))
_ARROWS = {"11C": (ActorArrow(points=((0.62, 0.62), (0.45, 0.55), (0.28, 0.62)), label="JONAH"),)}
_PUSH = StartEnd(start=(0, 0, 1, 1), end=(0.3, 0.2, 0.5, 0.5))
_NOTES = {
    "11": "Road closed 06:00–09:00",
    "12": "Track 2.4 m, wall 3 floated",
    "14D": "Gas ring: fire safety on set",
}


Picture = Callable[[int], str]


def shots(picture: Picture = lambda i: "") -> tuple[ShotRow, ...]:
    """All shots of the film; ``picture(i)`` names the picture of the i-th panel."""
    return tuple(_shot(i, row, picture) for i, row in enumerate(_SHOTS))


def _panels(i: int, row: dict[str, Any], picture: Picture) -> tuple[PanelRow, ...]:
    """Shots 11 and 12 have two panels: the words of the move's end stand in the second."""
    count = 2 if row["number"] in ("11", "12") else 1
    says = tuple((who, line) for who, line in row["dialogue"])
    return tuple(
        PanelRow(
            id=f"p{i}-{k}",
            index=k + 1,
            count=count,
            image=picture(2 * i + k),
            action="The move ends here." if k else row["action"],
            dialogue=says if k == count - 1 else (),
            sound="" if k else row["sound"],
            duration_s=row["duration_s"] / count,
            status=row["status"],
            stale=_STALE.get(row["number"], ()),
            approved_by="I. Marchetti" if row["status"] == "approved" else "",
            approved_at="21 Nov 2026" if row["status"] == "approved" else "",
            made_by=f"sketch, pencil, seed {1000 + i}",
            arrows=_ARROWS.get(row["number"], ()),
            start_end=_PUSH if row["number"] == "12" and k == 0 else None,
        )
        for k in range(count)
    )


def _shot(i: int, row: dict[str, Any], picture: Picture) -> ShotRow:
    number, size, height = row["number"], row["size"], row["height_m"]
    distance = _DISTANCE_M[size]
    wide = size in ("LS", "MLS")
    return ShotRow(
        id=f"h{i}",
        scene_id=f"s{row['scene']}",
        scene_number=row["scene"],
        number=number,
        action=row["action"],
        dialogue=tuple((who, line) for who, line in row["dialogue"]),
        setup=row["setup"],
        setup_order=int(row["setup"]),
        looking=_LOOKING.get(row["setup"], "Looking N, to the far wall"),
        camera="A",
        size=size,
        composition="OTS-L" if number in ("12A", "12G") else "2S" if size == "LS" else "1S",
        who=("Ada", "Jonah") if wide else ("Jonah",),
        angle="neutral" if height < 2 else "high",
        level="eye" if height > 1.3 else "hip",
        roll_deg=5.0 if number == "12G" else 0.0,
        view="3/4",
        movement=row["movement"],
        camera_height_m=height,
        tilt_deg=-3.0,
        subject_distance_m=distance,
        focus_distance_m=distance,
        near_m=distance * 0.9,
        far_m=None if size == "LS" else distance * 1.15,
        focal_length_mm=row["lens"],
        focal_length_end_mm=135.0 if number == "12F" else None,
        lens_series="Cooke S4/i",
        t_stop=_STOPS[row["lens"]],
        filters=("ND 0.6", "Pola") if row["scene"] == "11" else ("1/4 Black Pro-Mist",),
        frame_rate=48.0 if number == "12E" else 24.0,
        body="ALEXA Mini",
        mode="4:3 2.8K",
        unverified=number == "11B",
        frameline="2.39 common top",
        equipment=row["equipment"],
        sound=row["sound"],
        props="Key, label" if number == "12E" else "",
        vfx="Paint out crane" if number == "11" else "",
        notes=_NOTES.get(number, ""),
        priority=row["priority"],
        duration_s=row["duration_s"],
        setup_time_min=40.0,
        status=row["status"],
        stale=_STALE.get(number, ()),
        approved_by="I. Marchetti" if row["status"] == "approved" else "",
        panels=_panels(i, row, picture),
    )
