"""Every column that a shot list can have: what it says, who fills it, what other programs call it.

The table in the window, the spreadsheets and issued revisions all read this one list (film-grammar §7).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from previz.export import measures
from previz.export.rows import SceneRow, ShotRow

Value: TypeAlias = "str | float | int | None"
"""A number where it can be counted with, else words; None and "" are nothing."""

Source: TypeAlias = Literal["script", "number", "stage", "camera", "person", "review"]
SOURCES: dict[Source, str] = {
    "script": "From the script",
    "number": "Numbered by the scheme of the film",
    "stage": "Read off the stage",
    "camera": "Read off the camera",
    "person": "Typed here",
    "review": "From the review",
}
COMPUTED: frozenset[Source] = frozenset({"script", "stage", "camera", "review"})

PRIORITIES = {3: "Must", 2: "Want", 1: "If time"}
STATUSES = {
    "draft": "Draft",
    "review": "In review",
    "changes": "Changes",
    "approved": "Approved",
    "omitted": "Omitted",
}
TINTS = {
    "red": "#8C3B3B",
    "orange": "#8A5A2B",
    "yellow": "#7A6A24",
    "green": "#3B6B45",
    "blue": "#345E85",
    "violet": "#5E4A86",
}
"""Colours of rows, on dark grey."""
OWN = "own:"
"""Before the head of a column that the production added, in its key."""


@dataclass(frozen=True)
class Field:
    key: str
    head: str
    source: Source
    read: Callable[[ShotRow, SceneRow | None], Value]
    typed: str = ""
    """Field of `scene.model.Shot` that a person types into; "" for what is computed."""
    digits: int | None = None
    """Of a number; None for words."""
    width: int = 100
    """In pixels at 100 %."""

    @property
    def computed(self) -> bool:
        return self.source in COMPUTED

    @property
    def counted(self) -> bool:
        """It is a number, set to the right and sorted as one."""
        return self.digits is not None

    def text(self, row: ShotRow, scene: SceneRow | None = None) -> str:
        value = self.read(row, scene)
        if value is None or isinstance(value, str):
            return value or ""
        digits = self.digits or 0
        return f"{round(value, digits) + 0.0:.{digits}f}"  # + 0.0: no "-0"


def _of(name: str) -> Callable[[ShotRow, SceneRow | None], Value]:
    return lambda row, _: getattr(row, name)


def _scene(name: str) -> Callable[[ShotRow, SceneRow | None], Value]:
    return lambda _, scene: getattr(scene, name) if scene is not None else ""


def _pages(_: ShotRow, scene: SceneRow | None) -> Value:
    return measures.eighths(scene.eighths) if scene is not None and scene.eighths else ""


def _dialogue(row: ShotRow, _: SceneRow | None) -> Value:
    return "\n".join(f"{who}: {line}" for who, line in row.dialogue)


def _lens(row: ShotRow, _: SceneRow | None) -> Value:
    """A number, and words for a zoom that moves."""
    if row.focal_length_end_mm is None:
        return row.focal_length_mm
    return measures.focal(row.focal_length_mm, row.focal_length_end_mm)


def _far(row: ShotRow, _: SceneRow | None) -> Value:
    return "∞" if row.far_m is None and row.near_m is not None else row.far_m


def _body(row: ShotRow, _: SceneRow | None) -> Value:
    return f"{row.body} (not verified)" if row.unverified else row.body


def _squeeze(row: ShotRow, _: SceneRow | None) -> Value:
    return row.squeeze if row.focal_length_mm is not None else None


def _stage(key: str, head: str, digits: int | None = None, width: int = 80) -> Field:
    return Field(key, head, "stage", _of(key), "", digits, width)


def _camera(key: str, head: str, digits: int | None = None, width: int = 80) -> Field:
    return Field(key, head, "camera", _of(key), "", digits, width)


def _typed(key: str, head: str, width: int) -> Field:
    return Field(key, head, "person", _of(key), key, None, width)


FIELDS: tuple[Field, ...] = (
    Field("number", "Shot", "number", _of("number"), "label", None, 70),
    Field("scene_number", "Scene", "script", _of("scene_number"), "", None, 56),
    Field("heading", "Heading", "script", _scene("heading"), "", None, 190),
    Field("interior", "I/E", "script", _scene("interior"), "", None, 50),
    Field("time", "D/N", "script", _scene("time"), "", None, 62),
    Field("pages", "Pages", "script", _pages, "", None, 56),
    Field("action", "Action", "person", _of("action"), "action", None, 280),
    Field("dialogue", "Dialogue", "script", _dialogue, "", None, 200),
    Field("setup", "Set-up", "number", _of("setup"), "setup_group", None, 74),
    _camera("camera", "Cam", None, 48),
    _stage("size", "Size", None, 56),
    _stage("composition", "Composition", None, 96),
    Field("who", "Who", "stage", lambda row, _: ", ".join(row.who), "", None, 120),
    _stage("angle", "Angle", None, 76),
    _stage("level", "Level", None, 76),
    _stage("roll_deg", "Roll °", 0, 56),
    _stage("view", "View", None, 76),
    _stage("movement", "Move", None, 110),
    _stage("looking", "Looking", None, 80),
    _stage("camera_height_m", "Height m", 2, 70),
    _stage("tilt_deg", "Tilt °", 0, 56),
    _stage("subject_distance_m", "Subject m", 2, 76),
    _stage("focus_distance_m", "Focus m", 2, 70),
    _stage("near_m", "Near m", 2, 66),
    Field("far_m", "Far m", "stage", _far, "", 2, 66),
    Field("lens", "Lens mm", "camera", _lens, "", 0, 70),
    _camera("lens_series", "Series", None, 110),
    Field("squeeze", "Squeeze", "camera", _squeeze, "", 2, 66),
    _camera("t_stop", "T-stop", 1, 60),
    Field("filters", "Filters", "person", lambda row, _: " + ".join(row.filters), "filters", None, 110),
    _camera("frame_rate", "fps", 3, 56),
    Field("body", "Body", "camera", _body, "", None, 170),
    _camera("frameline", "Ratio", None, 70),
    _typed("equipment", "Support", 90),
    _typed("sound", "Sound", 110),
    _typed("props", "Props", 110),
    _typed("wardrobe", "Wardrobe", 110),
    _typed("lighting", "Light", 110),
    _typed("vfx", "VFX", 90),
    _typed("sfx", "SFX", 90),
    Field("priority", "Priority", "person", lambda row, _: PRIORITIES[row.priority], "priority", None, 74),
    _typed("shoot_day", "Day", 60),
    Field("shoot_order", "Order", "person", _of("shoot_order"), "shoot_order", 0, 60),
    Field("duration_s", "Seconds", "person", _of("duration_s"), "duration_s", 1, 70),
    Field("setup_time_min", "Set-up min", "person", _of("setup_time_min"), "setup_time_min", 0, 80),
    _typed("notes", "Notes", 180),
    Field("status", "Status", "review", lambda row, _: STATUSES[row.status], "", None, 110),
    Field("stale", "Stale", "review", lambda row, _: "; ".join(row.stale), "", None, 140),
    Field("approved_by", "Approved by", "review", _of("approved_by"), "", None, 100),
    Field("approved_at", "Approved at", "review", _of("approved_at"), "", None, 120),
)
_ALSO = {
    "number": "shot # | shot no | shot no. | shot number | slate | #",
    "scene_number": "scene # | scene no | scene no. | scene number | sc | sc.",
    "heading": "slugline | scene heading",
    "interior": "int/ext | int./ext.",
    "time": "day/night | d/n | time of day",
    "pages": "page count | eighths",
    "action": "description | shot description | desc | subject",
    "dialogue": "lines",
    "setup": "setup | set up | setup group",
    "camera": "camera letter",
    "size": "shot size | shot type | framing",
    "composition": "comp",
    "who": "cast | characters | talent",
    "angle": "camera angle",
    "level": "camera level",
    "roll_deg": "dutch | roll",
    "movement": "movement | camera movement | camera move | motion",
    "camera_height_m": "camera height | height",
    "tilt_deg": "tilt",
    "subject_distance_m": "distance | subject distance",
    "focus_distance_m": "focus | focus distance",
    "near_m": "near",
    "far_m": "far",
    "lens": "lens | focal length | focal",
    "lens_series": "lens series | lenses",
    "t_stop": "stop | t stop | f-stop | aperture",
    "filters": "filter",
    "frame_rate": "frame rate | framerate",
    "body": "camera body | camera",
    "frameline": "aspect | aspect ratio | frameline",
    "equipment": "equipment | gear | rig | camera support",
    "sound": "audio",
    "props": "prop",
    "wardrobe": "costume | costumes",
    "lighting": "lighting | lights",
    "vfx": "visual effects",
    "sfx": "special effects",
    "priority": "prio",
    "shoot_day": "shoot day | shooting day | day of shoot",
    "shoot_order": "shooting order | shoot order",
    "duration_s": "duration | screen time | est. screen time | length | time (s)",
    "setup_time_min": "setup time | set-up time | est. time | estimated time | setup min",
    "notes": "note | comments | comment",
}
"""Heads under which other programs write a column, small letters."""
ALSO = {key: tuple(heads.split(" | ")) for key, heads in _ALSO.items()}
BY_KEY = {one.key: one for one in FIELDS}

_SETS = {
    "Director": "number board size composition who angle movement lens action dialogue duration_s priority"
    " notes status",
    "Camera": "number board size lens t_stop filters camera_height_m tilt_deg subject_distance_m"
    " focus_distance_m near_m far_m movement equipment body setup",
    "1st AD": "number board setup shoot_day shoot_order interior time pages who action equipment props"
    " wardrobe vfx sfx duration_s setup_time_min priority notes",
}
LIST_SETS = {name: tuple(keys.split()) for name, keys in _SETS.items()}
"""Arrangements of the table that every film has; "board" is the picture."""
EVERYTHING = "Everything"
"""The arrangement of all columns."""


def own_field(head: str) -> Field:
    """A column that the production added."""
    return Field(f"{OWN}{head}", head, "person", lambda row, _: row.fields.get(head, ""), "fields", None, 120)


def all_fields(own: Iterable[str] = ()) -> tuple[Field, ...]:
    """The list above, and the production's own columns before the verdicts."""
    added = tuple(own_field(head) for head in own)
    at = next(place for place, one in enumerate(FIELDS) if one.source == "review")
    return (*FIELDS[:at], *added, *FIELDS[at:])


def field_of(key: str) -> Field | None:
    """By its key, also one of the production's own."""
    return own_field(key.removeprefix(OWN)) if key.startswith(OWN) else BY_KEY.get(key)


def match_head(head: str, own: Sequence[str] = ()) -> Field | None:
    """The column that a head of another program means; None when there is none."""
    wanted = " ".join(head.replace("_", " ").split()).casefold().rstrip(":")
    for one in all_fields(own):
        if wanted in (one.head.casefold(), one.key, one.key.replace("_", " "), *ALSO.get(one.key, ())):
            return one
    return None


def day_key(day: str) -> tuple[bool, int, str]:
    """Orders days of shooting: 9 before 10, dates by date, none last."""
    digits = re.match(r"\d+$", day.strip())
    return not day, int(digits[0]) if digits else 0, day
