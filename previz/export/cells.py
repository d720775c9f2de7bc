"""What each cell of a shot list says about a shot.

A cell is a list of lines. A line is a dict: "k" is its kind, the rest its words:
p (plain), b (strong), s (small), num (shot number), say (speaker, line), gear, prio, status, frame, tick.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from msgspec.structs import replace

from previz.export import measures, phrases
from previz.export.boards import STATUS_WORDS, alt_text, panels_of, part_words
from previz.export.camera_words import lens_words, look_words, size_words
from previz.export.fields import Field
from previz.export.marks import gear
from previz.export.rows import FilmFacts, PanelRow, SceneRow, ShotRow, at_panel
from previz.export.typeset import Raw
from previz.export.wording import sentence

Line: TypeAlias = dict[str, Any]
Cell: TypeAlias = list[Line]


@dataclass(frozen=True)
class Entry:
    """One row of the list: a shot, or one panel of a shot that has several."""

    film: FilmFacts
    shot: ShotRow
    panel: PanelRow
    part: str
    scene: SceneRow | None = None
    lettered: bool = False
    """Several cameras shoot: those beside A are named by their letter."""

    def say(self, english: str, *values: object) -> str:
        return self.film.say(english, *values)

    def raw(self, text: str, field: str, lines: bool = False) -> Raw:
        return Raw(text, f"shot {self.shot.number}, {field}", lines)

    def length(self, value_m: float | None, field: str, kind: str = "p") -> Cell:
        """In the film's units, the other units small below."""
        if value_m is None:
            return []
        film = self.film
        return [
            {"k": kind, "t": self.raw(film.length(value_m), field)},
            {"k": "s", "t": self.raw(film.other_length(value_m), field)},
        ]

    def lines(self, field: str, *words: str, first: str = "p", rest: str = "s") -> Cell:
        given = [w for w in words if w]
        return [{"k": first if i == 0 else rest, "t": self.raw(w, field)} for i, w in enumerate(given)]


def entries(
    film: FilmFacts,
    shot: ShotRow,
    each_panel: bool,
    lettered: bool = False,
    scene: SceneRow | None = None,
) -> list[Entry]:
    """One entry a shot, or one a panel; a panel without a time of its own takes its share of the shot's."""
    panels = panels_of(shot)
    if not each_panel:
        return [Entry(film, shot, _whole(shot, panels), "", scene, lettered)]
    found = []
    for panel in panels:
        timed = panel if panel.duration_s else replace(panel, duration_s=shot.duration_s / len(panels))
        found.append(
            Entry(
                film,
                at_panel(shot, panel),
                timed,
                part_words(film, panel.index, len(panels)),
                scene,
                lettered,
            )
        )
    return found


def _whole(shot: ShotRow, panels: tuple[PanelRow, ...]) -> PanelRow:
    """The shot as one panel: its own words and status, the first frame that was made."""
    shown = next((panel for panel in panels if panel.image), panels[0])
    return replace(
        shown,
        index=1,
        count=1,
        action=shot.action,
        dialogue=shot.dialogue,
        sound=shot.sound,
        duration_s=shot.duration_s,
        status=shot.status,
        stale=shot.stale,
        approved_by=shot.approved_by,
        approved_at=shot.approved_at,
    )


def number_cell(e: Entry) -> Cell:
    letter = e.say("Cam {}", e.shot.camera) if e.lettered and e.shot.camera not in ("", "A") else ""
    more = e.lines("number", e.part, letter, first="s")
    first = e.panel.index <= 1
    if e.shot.changed and first:
        more = [*e.lines("number", e.say("* changed"), first="s"), *more]
    return [{"k": "num", "t": Raw(e.shot.number, f"shot {e.shot.number}", False, "—"), "first": first}, *more]


def frame_cell(e: Entry) -> Cell:
    alt = Raw(alt_text(e.shot, e.panel), f"shot {e.shot.number}", False, e.say("Frame"))
    marks = Raw(
        e.panel.overlay_words, f"shot {e.shot.number}, marks", False, e.say("Marks drawn over the frame")
    )
    over = {"img": e.panel.overlay if e.panel.image else "", "alt": marks}
    return [{"k": "frame", "img": e.panel.image, "alt": alt, "over": over}]


def size_cell(e: Entry) -> Cell:
    return e.lines("size", size_words(e.shot), look_words(e.shot, e.film.words), first="b", rest="p")


def view_cell(e: Entry) -> Cell:
    s = e.shot
    return [*size_cell(e), *e.lines("view", e.film.terms(s.view), first="s")]


def _lens(e: Entry, stop: str = "") -> Cell:
    mm = measures.focal(e.shot.focal_length_mm, e.shot.focal_length_end_mm)
    ana = measures.squeeze(e.shot.squeeze).replace(" ", "\u00a0")  # a narrow column breaks before it
    unit = " ".join(filter(None, ("mm", ana, stop)))
    return [{"k": "unit", "t": e.raw(mm, "lens"), "unit": unit}] if mm else []


def lens_cell(e: Entry) -> Cell:
    return _lens(e)


def _stop(e: Entry) -> str:
    stop = e.shot.t_stop
    return f"T{measures.number(stop, 1)}" if stop is not None else ""


def lens_stop_cell(e: Entry) -> Cell:
    return [*_lens(e, _stop(e)), *e.lines("lens", e.shot.lens_series, first="s")]


def height_cell(e: Entry) -> Cell:
    return e.length(e.shot.camera_height_m, "camera height")


def distance_cell(e: Entry) -> Cell:
    return e.length(e.shot.subject_distance_m, "distance")


def focus_cell(e: Entry) -> Cell:
    s = e.shot
    if s.focus_distance_m is None:
        return []
    focus = e.film.length(s.focus_distance_m)
    return e.lines("focus", focus, e.film.zone(s.near_m, s.far_m))


def camera_place_cell(e: Entry) -> Cell:
    s = e.shot
    height = e.film.length(s.camera_height_m) if s.camera_height_m is not None else ""
    tilt = e.say("tilt {}", measures.degrees(s.tilt_deg)) if s.tilt_deg is not None else ""
    roll = e.say("roll {}", measures.degrees(s.roll_deg)) if abs(s.roll_deg) >= 0.5 else ""
    return e.lines("camera height", height, tilt, roll)


def distances_cell(e: Entry) -> Cell:
    s = e.shot
    subject = e.film.length(s.subject_distance_m) if s.subject_distance_m is not None else ""
    focus = e.film.length(s.focus_distance_m) if s.focus_distance_m is not None else ""
    return e.lines(
        "distance",
        subject,
        e.say("focus {}", focus) if focus else "",
        e.film.zone(s.near_m, s.far_m),
    )


def move_cell(e: Entry) -> Cell:
    s = e.shot
    words = sentence(e.film.terms(s.movement or "static"))
    return [{"k": "gear", "g": gear(s.equipment, s.movement), "t": e.raw(words, "movement")}]


def gear_cell(e: Entry) -> Cell:
    s = e.shot
    return [{"k": "gear", "g": gear(s.equipment, s.movement), "t": e.raw(s.equipment, "equipment")}]


def move_gear_cell(e: Entry) -> Cell:
    return [*move_cell(e), *e.lines("equipment", e.shot.equipment, first="s")]


def filter_cell(e: Entry) -> Cell:
    return e.lines("filters", " + ".join(e.shot.filters) or e.say("No filter"), _rate(e))


def _rate(e: Entry) -> str:
    rate = e.shot.frame_rate
    return e.say("{} fps", measures.number(rate, 3)) if rate is not None else ""


def lens_filter_cell(e: Entry) -> Cell:
    return [*lens_stop_cell(e), *e.lines("filters", " + ".join(e.shot.filters), _rate(e), first="s")]


def body_cell(e: Entry) -> Cell:
    s = e.shot
    mode = e.say("{} (not verified)", s.mode) if s.unverified else s.mode
    return e.lines("camera", s.body, mode, s.frameline)


def sensor_cell(e: Entry) -> Cell:
    s = e.shot
    return e.lines("camera", e.say("{} (not verified)", s.body) if s.unverified else s.body)


def setup_cell(e: Entry) -> Cell:
    s = e.shot
    return e.lines("set-up", s.setup, e.film.terms(s.looking), first="b")


def setup_time_cell(e: Entry) -> Cell:
    s = e.shot
    time = measures.hours(s.setup_time_min) if s.setup_time_min is not None else ""
    return e.lines("set-up", s.setup, time, first="b")


def action_cell(e: Entry) -> Cell:
    return [{"k": "p", "t": e.raw(e.panel.action, "action", True)}] if e.panel.action else []


def dialogue_cell(e: Entry) -> Cell:
    return [
        {"k": "say", "who": e.raw(who, "speaker"), "t": e.raw(line, "dialogue", True)}
        for who, line in e.panel.dialogue
    ]


def action_dialogue_cell(e: Entry) -> Cell:
    return [*action_cell(e), *dialogue_cell(e), *why_cell(e)]


def why_cell(e: Entry) -> Cell:
    return [{"k": "why", "t": e.raw("; ".join(e.panel.stale), "stale")}] if e.panel.stale else []


def who_cell(e: Entry) -> Cell:
    return e.lines("who", ", ".join(e.shot.who) or "—")


def sound_cell(e: Entry) -> Cell:
    return e.lines("sound", e.shot.sound)


def time_cell(e: Entry) -> Cell:
    return e.lines("time", e.film.figures(measures.seconds(e.panel.duration_s)))


def priority_cell(e: Entry) -> Cell:
    return [{"k": "prio", "p": e.shot.priority}]


def status_cell(e: Entry) -> Cell:
    p = e.panel
    by = p.approved_by if p.status == "approved" else ""
    return [
        {"k": "status", "s": p.status, "stale": bool(p.stale), "t": e.say(STATUS_WORDS[p.status])},
        *e.lines("approval", by, first="s"),
    ]


def time_status_cell(e: Entry) -> Cell:
    time = e.raw(e.film.figures(measures.seconds(e.panel.duration_s)), "time")
    return [{"k": "timed", "t": time, "p": e.shot.priority}, status_cell(e)[0]]


def time_sign_cell(e: Entry) -> Cell:
    return [time_status_cell(e)[0], *status_sign_cell(e)]


def status_sign_cell(e: Entry) -> Cell:
    return [{"k": "status", "s": e.panel.status, "stale": bool(e.panel.stale), "t": ""}]


def notes_cell(e: Entry) -> Cell:
    s = e.shot
    return [*([{"k": "p", "t": e.raw(s.notes, "notes", True)}] if s.notes else []), *_named(e, _needs(e))]


def _named(e: Entry, lines: Sequence[tuple[str, str]]) -> Cell:
    return [
        {"k": "named", "n": e.raw(name, "a name"), "t": e.raw(words, name.lower(), True)}
        for name, words in lines
        if words
    ]


def _needs(e: Entry) -> list[tuple[str, str]]:
    """What other departments bring, and the columns of the production's own, which nobody translates."""
    s = e.shot
    return [
        (e.say("Props"), s.props),
        (e.say("Wardrobe"), s.wardrobe),
        (e.say("Light"), s.lighting),
        (e.say("VFX"), s.vfx),
        (e.say("SFX"), s.sfx),
        *s.fields.items(),
        (e.say("Not seen"), s.trouble),
    ]


def action_notes_cell(e: Entry) -> Cell:
    return [*action_cell(e), *notes_cell(e)]


def size_lens_move_cell(e: Entry) -> Cell:
    return [*size_cell(e)[:1], *e.lines("lens", lens_words(e.shot)), *move_cell(e)]


def tick_cell(e: Entry) -> Cell:
    return [{"k": "tick"}]


def field_cell(e: Entry, field: Field) -> Cell:
    """What a column of the table says; words that geometry chose in the language of the document. Names of
    people are none of these: "Director" may be a role, see `who_cell`."""
    words = field.text(e.shot, e.scene)
    if field.source == "stage":
        words = e.film.terms(words)
    elif field.key == "approved_at":
        words = phrases.moment(words, e.film.words)
    return [{"k": "p", "t": e.raw(words, field.head.lower(), True)}] if words else []


def setup_minutes_cell(e: Entry) -> Cell:
    minutes = e.shot.setup_time_min
    return e.lines("set-up time", measures.hours(minutes)) if minutes is not None else []


def words_below(e: Entry) -> tuple[Cell, Cell]:
    """For the list with all columns: the words run below the figures, in two columns."""
    s = e.shot
    approved = (
        ", ".join(filter(None, (s.approved_by, phrases.moment(s.approved_at, e.film.words))))
        if s.status == "approved"
        else ""
    )
    named = [
        (e.say("Sound"), s.sound),
        *_needs(e),
        (e.say("Notes"), s.notes),
        (e.say("Approved by"), approved),
        (e.say("Made by"), e.panel.made_by),
    ]
    return action_dialogue_cell(e), _named(e, named)
