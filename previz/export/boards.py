"""Storyboards: 1 to 9 panels a page, made for a printer and for a person with a pencil."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

import msgspec

from previz.errors import ExportError
from previz.export import grid, measures, phrases
from previz.export.approvals import approvals
from previz.export.camera_words import lens_words, size_words
from previz.export.marks import moves
from previz.export.pictures import Pictures, place_overlays, place_pictures
from previz.export.rows import (
    FilmFacts,
    NoteRow,
    PanelRow,
    SceneRow,
    ShotRow,
    VerdictRow,
    at_panel,
    panel_part,
)
from previz.export.typeset import Payload, Raw, Report, write_pdf
from previz.export.wording import sentence

PER_PAGE = (1, 2, 3, 4, 6, 9)

STATUS_WORDS = {
    "draft": "Draft",
    "review": "In review",
    "changes": "Changes",
    "approved": "Approved",
    "omitted": "Omitted",
}

DOTS_PER_INCH = 220
COVER_PX = 1600


@dataclass(frozen=True, kw_only=True)
class BoardLayout:
    per_page: Literal[1, 2, 3, 4, 6, 9] = 6
    orientation: Literal["landscape", "portrait"] = "landscape"
    paper: Literal["a4", "us-letter"] | None = None
    """None = the film's paper."""
    notes: bool | None = None
    """Rule the rest of each panel for handwriting; None = where half a page would stay blank."""
    cover: bool = True
    approvals: bool = True
    """The page of verdicts at the end, where there are any."""
    hero: str = ""
    """Picture for the cover; empty = the first approved frame, else the first frame."""


def write_boards(
    path: str | os.PathLike[str],
    film: FilmFacts,
    scenes: Sequence[SceneRow],
    shots: Sequence[ShotRow],
    layout: BoardLayout | None = None,
    *,
    notes: Sequence[NoteRow] = (),
    verdicts: Sequence[VerdictRow] = (),
    ledger_trouble: Sequence[str] = (),
    pictures: Pictures | None = None,
    made_at_s: int | None = None,
    extra_fonts: Sequence[Path] = (),
) -> Report:
    """Write the storyboard as a PDF. Scenes, shots, notes and verdicts are printed in the order given.

    ``pictures`` turns a panel's `image` into bytes; without it `image` is a path. ``made_at_s`` (Unix
    seconds) makes the bytes reproducible. Raises ExportError.
    """
    layout = layout or BoardLayout()
    if layout.per_page not in PER_PAGE:
        raise ExportError(f"A page holds 1, 2, 3, 4, 6 or 9 panels, not {layout.per_page}.")
    check_film(film, scenes, shots)
    payload, plan = _payload(film, scenes, shots, layout)
    payload["said"] = [_said(film, note) for note in notes]
    payload["approvals"] = approvals(film, verdicts, ledger_trouble) if layout.approvals else None
    width_px = min(1280, round(plan.frame_w_mm / 25.4 * DOTS_PER_INCH / 10) * 10)
    hero = (payload.get("cover") or {}).get("img", "")
    panels = [panel for scene in payload["scenes"] for panel in scene["panels"]]
    frames, overlays = [panel["img"] for panel in panels], [panel["over"]["img"] for panel in panels]

    def place(folder: Path) -> dict[str, str]:
        placed = dict(place_pictures([n for n in frames if n != hero], width_px, folder, pictures))
        placed |= place_overlays(overlays, folder, pictures)
        return placed | dict(place_pictures([hero], COVER_PX, folder, pictures))

    return write_pdf(
        path,
        "storyboard.typ",
        payload,
        language=film.language,
        place=place,
        made_at_s=made_at_s,
        extra_fonts=extra_fonts,
    )


def check_film(film: FilmFacts, scenes: Sequence[SceneRow], shots: Sequence[ShotRow]) -> None:
    """Raises ExportError for what no page can show, ValueError for rows that do not belong together."""
    if not 0.5 <= film.aspect <= 4:
        raise ExportError(f"A picture of {film.aspect:.2f} : 1 cannot be printed; choose 0.5 to 4.")
    ids = {scene.id for scene in scenes}
    if len(ids) != len(scenes):
        raise ValueError("two scenes have the same id")
    if len({shot.id for shot in shots}) != len(shots):
        raise ValueError("two shots have the same id")
    if lost := [shot.id for shot in shots if shot.scene_id not in ids]:
        raise ValueError(f"shots of no scene: {lost[:3]}")


def _payload(
    film: FilmFacts, scenes: Sequence[SceneRow], shots: Sequence[ShotRow], layout: BoardLayout
) -> tuple[Payload, grid.Plan]:
    paper = layout.paper or film.paper
    landscape = layout.orientation == "landscape"
    plan = grid.plan(layout.per_page, paper, landscape, film.aspect)
    notes = layout.notes if layout.notes is not None else (layout.per_page == 1 and not landscape)
    payload: Payload = {
        **furniture(film, film.say("Storyboard"), paper, landscape),
        "up": layout.per_page,
        "notes": notes,
        "grid": asdict(plan),
        "stacked": plan.stacked,
        "aspect": film.aspect,
        "scenes": [
            _scene(film, s, [x for x in shots if x.scene_id == s.id], i) for i, s in enumerate(scenes)
        ],
    }
    payload["cover"] = _cover(film, scenes, shots, layout) if layout.cover else None
    return payload, plan


def furniture(film: FilmFacts, kind: str, paper: str, landscape: bool) -> Payload:
    """What every document has: running head, foot, paper."""
    width, height = grid.paper_size_mm(paper, landscape)
    return {
        "title": Raw(film.title, "the film's title", False, film.say("Untitled")),
        "kind": kind,
        "words": dict(phrases.words(film.words)),
        "words_lang": film.words,
        "font": film.font,
        "revision": Raw(film.revision, "the revision", False),
        "date": Raw(film.date, "the date", False),
        "author": Raw(film.director or film.producer, "the director's name", False),
        "lang": film.language.partition("-")[0] or "en",
        "w": width,
        "h": height,
        "land": landscape,
        "watermark": Raw(film.watermark, "the watermark", False),
        "logo": film.logo,
    }


def _said(film: FilmFacts, note: NoteRow) -> Payload:
    field = f"note {note.number}"
    under = "   ".join(filter(None, (phrases.moment(note.at, film.words), note.about)))
    return {
        "n": note.number,
        "no": Raw(note.shot, field, False, "—"),
        "who": Raw(note.author, field, False),
        "text": Raw(note.text, field),
        "under": Raw(under, field, False),
        "replies": [(Raw(who, field, False), Raw(text, field)) for who, text in note.replies],
        "done": note.resolved,
    }


# -------------------------------------------------------------------------------------------- scenes
def _scene(film: FilmFacts, scene: SceneRow, shots: Sequence[ShotRow], index: int) -> Payload:
    live = [shot for shot in shots if shot.status != "omitted"]
    field = f"scene {scene.number}"
    under = [scene.place] if scene.place else []
    under += [film.say("Cast: {}", ", ".join(scene.cast))] if scene.cast else []
    gone = [shot.number for shot in shots if shot.status == "omitted"]
    under += [film.say("Omitted: {}", ", ".join(gone))] if gone else []
    return {
        "id": f"s{index}",
        "no": Raw(scene.number, field, False, "—"),
        "heading": Raw(scene.heading, f"{field}, heading", False, film.say("No heading")),
        "under": Raw("    ".join(under), f"{field}, place and cast", False),
        "pages": measures.eighths(scene.eighths) if scene.eighths else "",
        "time": measures.clock(sum(shot.duration_s for shot in live)),
        "shots": len(live),
        "location": Raw(scene.location, f"{field}, location", False),
        "omitted": scene.omitted,
        "panels": [] if scene.omitted else _panels(film, live, index),
    }


def panels_of(shot: ShotRow) -> tuple[PanelRow, ...]:
    """The shot's panels, one empty panel where none was drawn; words the panels leave out are the shot's."""
    panels = shot.panels or (PanelRow(id=f"{shot.id}-none", status=shot.status),)
    if any(p.action or p.dialogue or p.sound for p in panels):
        return panels
    first = panels[0]
    return (_with_words(first, shot), *panels[1:])


def _with_words(panel: PanelRow, shot: ShotRow) -> PanelRow:
    return msgspec.structs.replace(panel, action=shot.action, dialogue=shot.dialogue, sound=shot.sound)


def _panels(film: FilmFacts, shots: Sequence[ShotRow], scene: int) -> list[Payload]:
    """Of one scene. Their ids are counted, for labels must be unique whatever the rows say."""
    rows = [(shot, panel, len(panels_of(shot))) for shot in shots for panel in panels_of(shot)]
    return [
        {"id": f"p{scene}-{i}", **_panel(film, shot, panel, n)} for i, (shot, panel, n) in enumerate(rows)
    ]


def _panel(film: FilmFacts, shot: ShotRow, panel: PanelRow, count: int) -> Payload:
    field = f"shot {shot.number}"
    time = panel.duration_s or shot.duration_s / count
    first = panel.index <= 1
    return {
        "no": Raw(shot.number, field, False, "—"),
        "first": first,
        "part": part_words(film, panel.index, max(panel.count, count)),
        "meta": [Raw(part, f"{field}, camera", False) for part in _meta(film, at_panel(shot, panel))],
        "time": film.figures(measures.seconds(time)),
        "seconds": time,
        "status": panel.status,
        "word": film.say(STATUS_WORDS[panel.status]),
        "stale": bool(panel.stale),
        "why": Raw("; ".join(panel.stale), f"{field}, stale", False),
        "asked": Raw(_asked(panel), f"{field}, reason", False),
        "approved": Raw(_approved(film, panel), f"{field}, approval", False),
        "made": Raw(panel.made_by, f"{field}, made by", False),
        "act": Raw(panel.action, f"{field}, action"),
        "say": [
            (Raw(who, f"{field}, speaker", False), Raw(line, f"{field}, dialogue"))
            for who, line in panel.dialogue
        ],
        "sound": Raw(panel.sound, f"{field}, sound"),
        "img": panel.image,
        "over": {
            "img": panel.overlay if panel.image else "",
            "alt": Raw(panel.overlay_words, f"{field}, marks", False, film.say("Marks drawn over the frame")),
        },
        "alt": Raw(alt_text(shot, panel), field, False, film.say("Frame")),
        "moves": [
            {"k": m["k"], "t": Raw(film.terms(m["t"].lower()).upper(), f"{field}, movement", False)}
            for m in moves(shot.movement)
        ]
        if first and not panel.start_end and not panel.arrows_drawn
        else [],
        "arrows": [
            {"pts": a.points, "t": Raw(a.label, f"{field}, arrow", False)}
            for a in panel.arrows
            if len(a.points) > 1 and not panel.arrows_drawn
        ],
        "ab": {"a": panel.start_end.start, "b": panel.start_end.end}
        if panel.start_end and not panel.arrows_drawn
        else None,
    }


def _meta(film: FilmFacts, shot: ShotRow) -> list[str]:
    """Size, lens, move and height, as far as they are known."""
    height = film.length(shot.camera_height_m) if shot.camera_height_m is not None else ""
    return [size_words(shot), lens_words(shot), sentence(film.terms(shot.movement)), height]


def part_words(film: FilmFacts, index: int, count: int) -> str:
    """As `rows.part_of` in the language of the document: "A of 2", "A von 2"."""
    return film.say("{} of {}", panel_part(index, count).strip(), count) if count > 1 else ""


def _asked(panel: PanelRow) -> str:
    """Why it was sent back, and by whom."""
    return ": ".join(filter(None, (panel.said_by, panel.said))) if panel.status == "changes" else ""


def _approved(film: FilmFacts, panel: PanelRow) -> str:
    if panel.status != "approved" or not panel.approved_by:
        return ""
    when = phrases.moment(panel.approved_at, film.words)
    return ", ".join(filter(None, (film.say("Approved by {}", panel.approved_by), when)))


def alt_text(shot: ShotRow, panel: PanelRow) -> str:
    """What the frame shows, for readers who do not see it: "12A MS, Maya. She turns."."""
    shot = at_panel(shot, panel)
    head = " ".join(part for part in (shot.number, size_words(shot)) if part)
    people = ", ".join(shot.who)
    words = (panel.action or shot.action).replace("\n", " ")
    return ". ".join(part for part in (f"{head}, {people}" if people else head, words[:300]) if part)


# --------------------------------------------------------------------------------------------- cover
def _cover(
    film: FilmFacts, scenes: Sequence[SceneRow], shots: Sequence[ShotRow], layout: BoardLayout
) -> Payload:
    out = {scene.id for scene in scenes if scene.omitted}
    live = [shot for shot in shots if shot.status != "omitted" and shot.scene_id not in out]
    panels = [panel for shot in live for panel in panels_of(shot)]
    gone = len(out)
    count = film.say("{} + {} omitted", len(scenes) - gone, gone) if gone else f"{len(scenes)}"
    people = [
        ("Director", film.director),
        ("Written by", film.writer),
        ("Producer", film.producer),
        ("Photography", film.cinematographer),
        ("Storyboard", film.artist),
        *film.people,
    ]
    facts: list[tuple[str, str]] = [(film.say(role), name) for role, name in people if name][:8]
    facts += [
        (film.say("Scenes"), count),
        (film.say("Shots / panels"), f"{len(live)} / {len(panels)}"),
        (film.say("Board time"), measures.clock(sum(shot.duration_s for shot in live))),
        (film.say("Frame"), measures.ratio(film.aspect)),
    ]
    status: dict[str, int] = {}
    for panel in panels:
        status[panel.status] = status.get(panel.status, 0) + 1
    return {
        "img": layout.hero or _hero(panels),
        "facts": [(Raw(role, "the cover"), Raw(name, "the cover", False)) for role, name in facts],
        "camera": Raw(film.camera, "the camera package", False),
        "note": Raw(film.note, "the cover's note"),
        "status": [(k, film.say(word), status[k]) for k, word in STATUS_WORDS.items() if k in status],
        "stale": sum(bool(panel.stale) for panel in panels),
    }


def _hero(panels: Sequence[PanelRow]) -> str:
    drawn = [panel for panel in panels if panel.image]
    best = [panel for panel in drawn if panel.status == "approved" and not panel.stale]
    return (best or drawn)[0].image if drawn else ""


__all__ = ["PER_PAGE", "BoardLayout", "write_boards"]
