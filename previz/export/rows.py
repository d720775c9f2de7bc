"""What a printed document says: plain frozen rows, filled once and read by every export.

No row refers to another object, so `msgspec.json.encode(row)` is the shot list as JSON. Units are in the
names; metres, degrees and seconds whatever the film's units are (the page converts). Unknown numbers are
None, unknown words are empty.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec

from previz.export import measures, phrases
from previz.export.phrases import PaperLanguage

Status = Literal["draft", "review", "changes", "approved", "omitted"]
"""Of a panel: its selected take's latest verdict. Stale is no status but a mark beside any of them."""

Point = tuple[float, float]
"""Share of the frame's width and height, (0, 0) at the top left."""

Box = tuple[float, float, float, float]
"""x, y, width, height as shares of the frame."""


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """Base of all rows."""


class FilmFacts(Row, frozen=True, kw_only=True):
    """What is true of the whole document: the cover, the running head, the units."""

    title: str
    director: str = ""
    writer: str = ""
    producer: str = ""
    cinematographer: str = ""
    artist: str = ""
    revision: str = ""
    date: str = ""
    """As it shall be printed, e.g. "22 Nov 2026"."""
    language: str = "en"
    """BCP 47 tag of the film's text; also decides which forms Han characters take."""
    words: PaperLanguage = "en"
    """Language of what is not the film's own: heads of columns, status, totals."""
    paper: Literal["a4", "us-letter"] = "a4"
    units: Literal["metric", "imperial"] = "metric"
    aspect: float = 16 / 9
    """Width over height of the delivered picture: every frame is printed in it."""
    frame_rate: float = 24.0
    camera: str = ""
    """The camera package in one line: body, mode, lens series, frameline."""
    people: tuple[tuple[str, str], ...] = ()
    """(role, name) beyond those above, for the cover."""
    note: str = ""
    """A line on the cover, e.g. that frames are machine-made."""
    watermark: str = ""
    """Across every page, below what stands there: DRAFT, a reader's name."""
    logo: bytes = b""
    """A picture file for the running head."""
    font: str = ""
    """Family that the pages are set in; empty for the usual one."""

    def say(self, english: str, *values: object) -> str:
        return phrases.say(self.words, english, *values)

    def count(self, number: int, one: str, many: str) -> str:
        return phrases.count(self.words, number, one, many)

    def figures(self, number: str) -> str:
        return phrases.figures(self.words, number)

    def length(self, value_m: float) -> str:
        return self.figures(measures.length(value_m, self.units))

    def other_length(self, value_m: float) -> str:
        return self.figures(measures.other_length(value_m, self.units))

    def zone(self, near_m: float | None, far_m: float | None) -> str:
        return self.figures(measures.zone(near_m, far_m, self.units))

    def terms(self, english: str) -> str:
        return phrases.terms(self.words, english)


class SceneRow(Row, frozen=True, kw_only=True):
    id: str
    number: str
    """For people; may repeat in a damaged script."""
    heading: str = ""
    """INT. KITCHEN - NIGHT, as in the script."""
    interior: str = ""
    """INT, EXT, INT/EXT."""
    time: str = ""
    """DAY, NIGHT, LATER…"""
    place: str = ""
    cast: tuple[str, ...] = ()
    location: str = ""
    eighths: int = 0
    synopsis: str = ""
    omitted: bool = False


class ActorArrow(Row, frozen=True, kw_only=True):
    """The path of a person inside the frame: two or more points from start to end."""

    points: tuple[Point, ...]
    label: str = ""


class StartEnd(Row, frozen=True, kw_only=True):
    """The frame at the start (A) and at the end (B) of a camera move, both inside this picture."""

    start: Box
    end: Box


class NoteRow(Row, frozen=True, kw_only=True):
    """What somebody said about a panel, with the answers."""

    number: int
    """As on its pin."""
    shot: str
    """Number of the shot."""
    panel_id: str = ""
    author: str
    text: str
    at: str = ""
    """As it shall be printed."""
    about: str = ""
    """What it is pinned to, in words."""
    replies: tuple[tuple[str, str], ...] = ()
    """(author, words) in order."""
    resolved: bool = False


class Seen(Row, frozen=True, kw_only=True):
    """What geometry says of a camera at one moment."""

    size: str = ""
    composition: str = ""
    who: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    """Those of ``who`` whom the composition counts: of a dirty single one."""
    angle: str = ""
    level: str = ""
    roll_deg: float = 0.0
    view: str = ""
    looking: str = ""
    """Where the camera looks, in words."""
    camera_height_m: float | None = None
    tilt_deg: float | None = None
    subject_distance_m: float | None = None
    focus_distance_m: float | None = None
    near_m: float | None = None
    """Near limit of sharpness; None = not known."""
    far_m: float | None = None
    """Far limit of sharpness; None = infinity where `near_m` is known."""
    focal_length_mm: float | None = None
    focal_length_end_mm: float | None = None
    """Where a zoom ends that begins here; None = it does not change."""


class PanelRow(Row, frozen=True, kw_only=True):
    """One drawn frame."""

    id: str
    index: int = 1
    """1-based place among the panels of its shot."""
    count: int = 1
    image: str = ""
    """Name of the picture: a path, or what the `pictures` callable of an export turns into bytes. Empty
    where no frame was made yet."""
    action: str = ""
    dialogue: tuple[tuple[str, str], ...] = ()
    """(speaker, line) in order."""
    sound: str = ""
    duration_s: float = 0.0
    status: Status = "draft"
    stale: tuple[str, ...] = ()
    """Why the frame is no longer true, in words; empty = it is true."""
    since: tuple[str, ...] = ()
    """Of a picture from a file, which is never stale: what of the stage changed since it came."""
    approved_by: str = ""
    approved_at: str = ""
    said: str = ""
    """What the verdict that counts says: reasons and words."""
    said_by: str = ""
    said_at: str = ""
    verdict: int = 0
    """Its number in the ledger; 0 = nobody has decided yet."""
    verdict_hash: str = ""
    camera: str = ""
    """What a person wrote about the camera in this panel; empty = what geometry says of the shot."""
    time_s: float = 0.0
    """The moment of the shot that it shows."""
    takes: int = 0
    take: int = 0
    """Number of the take that stands; 0 = none yet."""
    take_id: str = ""
    new_take: int = 0
    """Number of a newer take beside one that was sent back or is stale; 0 = none, or it is settled."""
    new_take_id: str = ""
    new_image: str = ""
    locked: bool = False
    """That take stays until somebody unlocks the panel."""
    made_by: str = ""
    """What made the picture: generator, style or model, seed."""
    kept: float | None = None
    """How much of the blocking a model's picture kept when it was made, 0…100; None = it was not judged."""
    drifted: tuple[str, ...] = ()
    """Who or what is not where the blocking has it in that picture."""
    arrows: tuple[ActorArrow, ...] = ()
    start_end: StartEnd | None = None
    overlay: str = ""
    """Name of the SVG of what people drew over the picture, for `pictures`; empty where nobody drew."""
    overlay_words: str = ""
    """What is written in it."""
    seen: Seen | None = None
    """What its camera sees at `time_s`; None where nobody has looked, and then the shot's start counts."""
    arrows_drawn: bool = False
    """Somebody drew the arrows: those that geometry proves are not printed over them."""


class VerdictRow(Row, frozen=True, kw_only=True):
    """What a person decided about a take, as the ledger keeps it."""

    number: int
    shot: str = ""
    """Number of the shot, with the panel's letter where there are several; "" where it was removed."""
    take: int = 0
    state: Literal["review", "changes", "approved", "omitted"] = "review"
    who: str = ""
    why: str = ""
    at: str = ""
    hash: str = ""
    standing: Literal["stands", "superseded", "removed"] = "stands"
    """Whether it is the one that counts now."""
    stale: bool = False
    """It counts, and what it was about has changed since."""


class ShotRow(Seen, frozen=True, kw_only=True):
    """One line of the shot list, all columns. Grouped as the trade groups them; what is seen is seen at the
    shot's start."""

    # script
    id: str
    scene_id: str
    scene_number: str = ""
    number: str
    action: str = ""
    dialogue: tuple[tuple[str, str], ...] = ()
    # numbering
    setup: str = ""
    """Name of the set-up, the same for all shots of the scene that are taken from it."""
    setup_order: int = 0
    """Place of the set-up in shooting order."""
    facing: str = ""
    """The group of set-ups that face its way, as a unit shoots them: "Turn round, to Ines"."""
    setup_group: str = ""
    """The group that a person gave; the set-up has its name then."""
    camera: str = ""
    """Letter on the slate: A, B…"""
    movement: str = ""
    """Static, push in, pan L… A comma or a plus sign joins two moves."""
    # camera
    lens_series: str = ""
    squeeze: float = 1.0
    t_stop: float | None = None
    filters: tuple[str, ...] = ()
    frame_rate: float | None = None
    body: str = ""
    mode: str = ""
    unverified: bool = False
    """The sensor size or the lens comes from a source that nobody has checked."""
    frameline: str = ""
    # people fill these
    equipment: str = ""
    sound: str = ""
    props: str = ""
    wardrobe: str = ""
    vfx: str = ""
    sfx: str = ""
    lighting: str = ""
    notes: str = ""
    trouble: str = ""
    """Why its camera could not be looked through, in one line."""
    shoot_day: str = ""
    shoot_order: int | None = None
    fields: dict[str, str] = {}
    """Columns that the production added, by head."""
    tint: str = ""
    changed: tuple[str, ...] = ()
    """Keys of the columns that say something else than when the list was issued."""
    priority: Literal[1, 2, 3] = 2
    """3 must, 2 want, 1 if time."""
    duration_s: float = 0.0
    setup_time_min: float | None = None
    # review
    status: Status = "draft"
    stale: tuple[str, ...] = ()
    approved_by: str = ""
    approved_at: str = ""
    panels: tuple[PanelRow, ...] = ()


__all__ = [
    "ActorArrow",
    "Box",
    "FilmFacts",
    "NoteRow",
    "PanelRow",
    "Point",
    "Row",
    "SceneRow",
    "Seen",
    "ShotRow",
    "StartEnd",
    "Status",
    "VerdictRow",
    "at_panel",
    "captions",
    "panel_part",
    "part_of",
]


def panel_part(index: int, count: int) -> str:
    """What follows the number of the shot in a panel's name: " A", " B" … " H", " 9"; "" for the only one.

    ``index`` is counted from 1.
    """
    if count <= 1:
        return ""
    return f" {'ABCDEFGH'[index - 1]}" if 1 <= index <= 8 else f" {index}"


def part_of(index: int, count: int) -> str:
    """As `panel_part`, standing apart from the number: "A of 3", which nobody reads as a shot's letter."""
    return f"{panel_part(index, count)} of {count}".strip() if count > 1 else ""


def who_decided(panel: PanelRow) -> tuple[str, str]:
    """(who, when): of an approved panel who approved it, though somebody found it still true since."""
    if panel.status == "approved" and panel.approved_by:
        return panel.approved_by, panel.approved_at
    return panel.said_by, panel.said_at


def at_panel(shot: ShotRow, panel: PanelRow) -> ShotRow:
    """The shot as its camera is in this panel: the end of a move has a size and a height of its own."""
    if panel.seen is None:
        return shot
    return msgspec.structs.replace(shot, **msgspec.structs.asdict(panel.seen))


def captions(shot: ShotRow, panel: PanelRow) -> list[tuple[str, str]]:
    """(name, words) of what stands under a panel. A camera that moves is told under the first, or in words
    of its own under any."""
    lines = [("Action", panel.action)] if panel.action else []
    lines += [(who or "Dialogue", line) for who, line in panel.dialogue]
    lines += [("Sound", panel.sound)] if panel.sound else []
    camera = panel.camera or (shot.movement if panel.index == 1 else "")
    return lines + ([("Camera", camera)] if camera not in ("", "static") else [])


def setup_minutes(shots: Iterable[ShotRow]) -> dict[tuple[str, str], float]:
    """(scene, set-up) → its longest estimate in minutes, 0 without one: a set-up is lit once, however many
    shots are taken from it. Omitted shots are nobody's."""
    found: dict[tuple[str, str], float] = {}
    for shot in shots:
        if shot.status != "omitted":
            place = shot.scene_id, shot.setup or shot.id
            found[place] = max(found.get(place, 0.0), shot.setup_time_min or 0.0)
    return found
