"""What the burn-in says of a shot at a moment: all computed, nothing typed."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from previz.errors import PrevizError
from previz.export.measures import squeeze
from previz.grammar.movement import name_moves
from previz.grammar.naming import ShotName, name_shot
from previz.grammar.subject import Subject
from previz.grammar.terms import angle_words, size_label
from previz.render.company import subjects
from previz.render.drawlist import DrawList
from previz.scene.blocking import CameraState, World
from previz.scene.model import CameraKey, Project, Shot, Vec3
from previz.scene.optics import depth_of_field, f_number
from previz.scene.transform import to_vec3
from previz.studio import camera_hands

_COMPOSITIONS = {
    "1S": "Single",
    "2S": "Two shot",
    "3S": "Three shot",
    "GROUP": "Group",
    "OTS-L": "Over the shoulder L",
    "OTS-R": "Over the shoulder R",
    "POV": "Point of view",
    "INS": "Insert",
}


@dataclass(frozen=True)
class FocusMark:
    """The principal's eyes, where the brackets go."""

    name: str
    point_m: Vec3
    depth_m: float
    distance: str
    """``depth_m`` in the units of the film."""
    sharp: bool


@dataclass(frozen=True)
class BurnIn:
    number: str
    title: str
    subtitle: str
    lens: str
    glass: str
    cells: tuple[tuple[str, str], ...]
    """(word, value), the less important ones last."""
    mark: FocusMark | None = None


@dataclass(frozen=True, eq=False)
class Reading:
    """Who is in the frame and what the frame is called."""

    company: tuple[Subject, ...]
    name: ShotName

    @property
    def chief(self) -> Subject | None:
        return next((one for one in self.company if one.id == self.name.principal), None)


def read_frame(
    world: World, draw_list: DrawList, camera: CameraState, shot: Shot, shares: Mapping[int, float]
) -> Reading:
    """Name the frame as the shot list does. ``shares``: object id → share of the frame that shows it."""
    framing = shot.framing
    company = subjects(world, draw_list, framing.subjects)
    seen = {one.id: shares.get(one.object_id, 0.0) for one in company}
    chief = framing.subjects[0] if framing.subjects else None
    return Reading(company, name_shot(company, camera, seen, chief))


def burn_in(
    project: Project,
    number: str,
    camera: CameraState,
    key: CameraKey,
    keys: Sequence[CameraKey],
    reading: Reading | None,
) -> BurnIn:
    title, subtitle = ("", "") if reading is None else _titles(reading, project)
    mark = None if reading is None else _mark(reading, camera, key, project)
    cells = [
        ("Height", length(camera.position_m[1], project)),
        ("Tilt", degrees(camera_hands.tilt_deg(key))),
        ("Focus", length(camera.focus_distance_m, project)),
        ("In focus", sharp_span(camera, project)),
    ]
    roll = camera_hands.roll_deg(key)
    if abs(roll) >= 0.05:
        cells.insert(2, ("Roll", degrees(roll)))
    if mark is not None:
        cells.append(("Subject", mark.distance))
    move = _move(keys, reading)
    if move:
        cells.append(("Move", move))
    lens = f"{camera.focal_length_mm:.4g} mm", squeeze(camera.squeeze), f"T{camera.t_stop:.3g}"
    return BurnIn(
        number=number,
        title=title,
        subtitle=subtitle,
        lens="   ".join(filter(None, lens)),
        glass=" · ".join(
            filter(None, (camera.lens_series, camera.uncovered, f"{camera.view.hfov_deg:.1f}° H"))
        ),
        cells=tuple(cells),
        mark=mark,
    )


# ------------------------------------------------------------------------------------------------ words
def length(metres: float, project: Project) -> str:
    """ "1.45 m", or "4′ 9″" in a project in feet."""
    if math.isinf(metres):
        return "∞"
    if project.units == "imperial":
        inches = round(abs(metres) / 0.0254)
        sign = "−" if metres < 0 and inches else ""
        return f"{sign}{inches // 12}′ {inches % 12}″"
    return f"{metres:.2f} m".replace("-", "−")


def degrees(angle: float) -> str:
    shown = f"{angle:.1f}"
    return ("0.0" if shown == "-0.0" else shown).replace("-", "−") + "°"


def sharp_span(camera: CameraState, project: Project) -> str:
    """ "2.63 – 3.60 m"."""
    try:
        depth = depth_of_field(
            camera.focal_length_mm,
            f_number(camera.t_stop),
            camera.circle_of_confusion_mm,
            camera.focus_distance_m,
        )
    except PrevizError:
        return "–"
    near, far = length(depth.near_m, project), length(depth.far_m, project)
    return f"{near.removesuffix(' m')} – {far}"


def _titles(reading: Reading, project: Project) -> tuple[str, str]:
    """("MCU · Over the shoulder L · low angle", "on Nora, past Elias")."""
    name = reading.name
    words = [size_label(name.size, project.size_names)] if name.size else []
    composition = _COMPOSITIONS.get(name.composition, "")
    if name.composition == "1S":
        composition = "Dirty single" if name.dirty else "Single"
    words += [composition] if composition else []
    words += [angle_words(name.angle)] if name.angle != "neutral" else []
    words += ["dutch"] if name.dutch else []
    if not words:
        return "Nobody in frame", ""
    return " · ".join(words), _about(reading)


def _about(reading: Reading) -> str:
    chief, name = reading.chief, reading.name
    if chief is None:
        return ", ".join(one.name for one in name.seen[:3])
    others = [one.name for one in name.seen if one.id != chief.id]
    if not others:
        return f"on {chief.name}"
    if name.composition.startswith("OTS"):
        return f"on {chief.name}, past {others[0]}"
    joined = ", ".join(others[:2]) + (f" and {len(others) - 2} more" if len(others) > 2 else "")
    return f"on {chief.name}, with {joined}"


def _mark(reading: Reading, camera: CameraState, key: CameraKey, project: Project) -> FocusMark | None:
    chief = reading.chief
    if chief is None or not chief.is_person:
        return None
    eyes = np.asarray(chief.eyes_m, float)
    depth = camera_hands.depth_m(key, eyes)
    try:
        span = depth_of_field(
            camera.focal_length_mm,
            f_number(camera.t_stop),
            camera.circle_of_confusion_mm,
            camera.focus_distance_m,
        )
        sharp = span.near_m <= depth <= span.far_m
    except PrevizError:
        sharp = False
    return FocusMark(chief.name, to_vec3(eyes), depth, length(depth, project), sharp)


def _move(keys: Sequence[CameraKey], reading: Reading | None) -> str:
    """ "Push in 0.6 m, then pan left"."""
    chief = reading.chief if reading else None
    stretches = name_moves(keys, None if chief is None else chief.eyes_m) if len(keys) > 1 else ()
    words = [" + ".join(move.words for move in moves) for moves in stretches if moves]
    text = ", then ".join(words)
    return text[:1].upper() + text[1:]
