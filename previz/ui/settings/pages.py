"""The pages of the settings."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeVar

import msgspec
from PySide6.QtWidgets import QWidget

from previz.errors import BadProject
from previz.export.phrases import LANGUAGES
from previz.gen.styles import STYLES
from previz.scene import camera_tables
from previz.scene.model import CameraBody, CameraPackage, Delivery, Frameline, LensSet, Shot
from previz.scene.optics import DCI
from previz.scene.package import covers
from previz.studio import equipment
from previz.studio.equipment import fresh_id
from previz.ui.controls import Choice, Field, Measure, column, label, push_button, row, text_line
from previz.ui.session import Session
from previz.ui.settings.generators import GeneratorsPage
from previz.ui.settings.lens_facts import lens_facts
from previz.ui.settings.parts import (
    Adder,
    Listed,
    choice_row,
    labelled,
    paragraph,
    text_row,
    write,
    write_package,
)
from previz.ui.settings.style_pictures import StylePictures

Thing = TypeVar("Thing")
Page = Callable[[Session], QWidget]

PEOPLE = (
    ("Director", "director"),
    ("Writer", "writer"),
    ("Producer", "producer"),
    ("Cinematographer", "cinematographer"),
    ("Storyboard artist", "artist"),
)
WORDS_ARE_FOR = "The built-in draughtsman reads style and stage only; words are for diffusion models."
ASPECTS = (1.33, 1.66, 16 / 9, 1.85, 1.90, 2.0, 2.20, 2.35, 2.39, 2.76)
HAN = {"ja": "日本語", "ko": "한국어", "zh-Hans": "简体中文", "zh-Hant": "繁體中文"}
"""Languages whose Han characters have forms of their own."""
DELIVERIES = {
    **DCI,
    "HD": (1920, 1080),
    "UHD": (3840, 2160),
    "Vertical HD": (1080, 1920),
    "Square": (1080, 1080),
}


def film(session: Session) -> QWidget:
    rate = Field("", Measure.NUMBER, 1.0, 240.0, step=1.0, decimals=3, default=24.0, slider=(0, 0))
    rate.set_value(session.project.package.frame_rate)
    rate.setAccessibleName("Frames per second")
    rate.edited.connect(lambda value: _package(session, "frame rate", frame_rate=value))
    return column(
        text_row(session, "Title", "title"),
        *(text_row(session, words, field) for words, field in PEOPLE),
        text_row(session, "Revision", "revision"),
        8,
        choice_row(session, "Units", "units", (("metric", "Metres"), ("imperial", "Feet and inches"))),
        labelled("Frames per second", rate),
        choice_row(session, "Paper", "paper", (("a4", "A4"), ("us-letter", "US Letter"))),
        choice_row(session, "Language", "language", _languages(session.project.language)),
        label("Of the script, and of the fixed words on paper where they are known in it.", tone="3"),
        None,
    )


def _languages(own: str) -> list[tuple[str, str]]:
    """Those that paper knows, those whose letters it sets in forms of their own, and the film's."""
    known = {**LANGUAGES, **HAN}
    return [*known.items(), *([] if own in known else [(own, own)])]


def camera(session: Session) -> QWidget:
    package = session.project.package
    bodies = Listed(
        [(f"{body.label}  {body.sensor.name}", _chip(package, body)) for body in package.bodies],
        lambda place: _remove_body(session, place),
        lambda place: _package(session, "default body", bodies=_first(package.bodies, place)),
    )
    lenses = Listed(
        [
            (f"{lenses.maker} {lenses.series}".strip(), f"{_focals(lenses)}{_short(package, lenses)}")
            for lenses in package.lens_sets
        ],
        lambda place: _remove_lenses(session, place),
        lambda place: _package(session, "default lenses", lens_sets=_first(package.lens_sets, place)),
    )
    modes = [(mode.id, mode.label) for mode in camera_tables.camera_modes().values()]
    series = [(one.id, one.label) for one in camera_tables.lens_series().values()]
    return column(
        label("Camera bodies", weight="strong"),
        bodies,
        Adder("Add a body: type a name, e.g. Mini LF", modes, lambda id: _add_body(session, id)),
        12,
        label("Lens sets", weight="strong"),
        lenses,
        Adder("Add lenses: type a name, e.g. Signature", series, lambda id: _add_lenses(session, id)),
        8,
        label(
            "As the rental house says; blank is unknown, and nothing is found wrong then.",
            "cap",
            "3",
            wrap=True,
        ),
        lens_facts(session),
        None,
    )


def _chip(package: CameraPackage, body: CameraBody) -> str:
    """The size of the chip, and of a camera that is there once a mode that this is no second camera."""
    modes = [one for one in package.bodies if one.label == body.label]
    mode = f", mode {modes.index(body) + 1} of camera {body.label}" if len(modes) > 1 else ""
    return f"{body.sensor.width_mm:.2f} × {body.sensor.height_mm:.2f} mm{mode}"


def _short(package: CameraPackage, lenses: LensSet) -> str:
    """Whom a set of lenses does not cover, in the first frameline."""
    if not package.framelines:
        return ""
    frame = package.framelines[0]
    short = dict.fromkeys(body.label for body in package.bodies if covers(lenses, body, frame) is False)
    return f", does not cover camera {' and '.join(short)}" if short else ""


def _focals(lenses: Any) -> str:
    words = [
        f"{lens.focal_mm:g}"
        if lens.focal_max_mm == lens.focal_mm
        else f"{lens.focal_mm:g}–{lens.focal_max_mm:g}"
        for lens in lenses.lenses
    ]
    squeeze = f"{lenses.squeeze:g}×  " if lenses.squeeze != 1 else ""
    return f"{squeeze}{' '.join(words)} mm"


def frames(session: Session) -> QWidget:
    package = session.project.package
    framelines = Listed(
        [(frame.name, f"{frame.aspect:.2f} : 1") for frame in package.framelines],
        lambda place: _remove_frame(session, place),
        lambda place: _package(session, "default frameline", framelines=_first(package.framelines, place)),
    )
    deliveries = Listed(
        [(one.name, f"{one.size_px[0]} × {one.size_px[1]} px") for one in package.deliveries],
        lambda place: _package(session, "deliveries", deliveries=_without(package.deliveries, place)),
        lambda place: _package(session, "deliveries", deliveries=_first(package.deliveries, place)),
        keep_one=False,
    )
    own = text_line("Another aspect ratio", prompt="Another: 2.2 or 16:9")
    add = push_button("Add", lambda: _add_frame(session, own.text()), "solid")
    own.returnPressed.connect(lambda: _add_frame(session, own.text()))
    known = [(f"{aspect}", f"{aspect:.2f}") for aspect in ASPECTS]
    sizes = [(name, f"{name}  {size[0]} × {size[1]}") for name, size in DELIVERIES.items()]
    return column(
        label("Framelines", weight="strong"),
        framelines,
        row(Adder("Add a frameline", known, lambda text: _add_frame(session, text)), own, add),
        12,
        label("Deliveries", weight="strong"),
        deliveries,
        Adder("Add a delivery", sizes, lambda name: _add_delivery(session, name)),
        None,
    )


def numbering(session: Session) -> QWidget:
    return column(
        choice_row(session, "Shots are", "numbering", (("us", "12, 12A, 12B (US)"), ("uk", "1, 2, 3 (UK)"))),
        choice_row(session, "A master is", "master_number", (("bare", "12"), ("A", "12A"))),
        choice_row(session, "Inserted scenes are", "insert_number", (("suffix", "10A"), ("prefix", "A11"))),
        choice_row(
            session, "Sizes are called", "size_names", (("us", "as in the US"), ("uk", "as in the UK"))
        ),
        label("Locked numbers never change; see the menu of a shot.", tone="3"),
        None,
    )


def look(session: Session) -> QWidget:
    now = session.project.look
    style = Choice("", [(name, name.title()) for name in STYLES])
    style.box.setAccessibleName("Style")
    style.setObjectName("setting.style")
    style.set_value(now.style)
    style.chosen.connect(lambda value: _look(session, "style", style=value))
    return column(
        labelled("Boards are drawn in", style),
        paragraph("Words", now.words, lambda text: _look(session, "words of the look", words=text)),
        paragraph("Never", now.negative, lambda text: _look(session, "what is never drawn", negative=text)),
        label(WORDS_ARE_FOR, tone="3", wrap=True),
        8,
        labelled("Pictures of the style", StylePictures(session)),
        None,
    )


PAGES: dict[str, Page] = {
    "Film": film,
    "Camera": camera,
    "Frames": frames,
    "Numbering": numbering,
    "Look": look,
    "Generators": GeneratorsPage,
}


# ------------------------------------------------------------------------------------------------ edits
def _package(session: Session, what: str, **changes: Any) -> None:
    write_package(session, what, msgspec.structs.replace(session.project.package, **changes))


def _look(session: Session, what: str, **changes: str) -> None:
    write(session, what, look=msgspec.structs.replace(session.project.look, **changes))


def _first(things: tuple[Thing, ...], place: int) -> tuple[Thing, ...]:
    return (things[place], *_without(things, place))


def _without(things: tuple[Thing, ...], place: int) -> tuple[Thing, ...]:
    return tuple(thing for index, thing in enumerate(things) if index != place)


def _refuse_used(session: Session, id: str, field: str, what: str) -> None:
    """Raises BadProject when a shot names what is to go."""
    users = [shot for shot in session.document.of(Shot) if getattr(shot, field) == id]
    if users:
        count = "one shot" if len(users) == 1 else f"{len(users)} shots"
        raise BadProject(f"{what} is in use by {count}; give them another first.")


def _remove(session: Session, what: str, list_field: str, shot_field: str, place: int, name: str) -> None:
    things = getattr(session.project.package, list_field)

    def put() -> None:
        _refuse_used(session, things[place].id, shot_field, name)
        _package(session, what, **{list_field: _without(things, place)})

    session.attempt(put)


def _remove_body(session: Session, place: int) -> None:
    body = session.project.package.bodies[place]
    _remove(session, "camera bodies", "bodies", "body_id", place, body.sensor.name)


def _remove_lenses(session: Session, place: int) -> None:
    lenses = session.project.package.lens_sets[place]
    _remove(session, "lens sets", "lens_sets", "lens_set_id", place, lenses.series)


def _remove_frame(session: Session, place: int) -> None:
    frame = session.project.package.framelines[place]
    _remove(session, "framelines", "framelines", "frameline_id", place, frame.name)


def _add_body(session: Session, mode_id: str) -> None:
    session.attempt(lambda: equipment.add_body(session.document, mode_id))


def _add_lenses(session: Session, series_id: str) -> None:
    session.attempt(lambda: equipment.add_lenses(session.document, series_id))


def _add_frame(session: Session, text: str) -> None:
    aspect = read_aspect(text)
    if aspect is None:
        if text.strip():
            session.tell(f"“{text}” is no aspect ratio; write 2.39 or 16:9.", "warning")
        return
    package = session.project.package
    frame = Frameline(
        id=fresh_id("frame", (f.id for f in package.framelines)), name=f"{aspect:.2f}", aspect=aspect
    )
    _package(session, "framelines", framelines=(*package.framelines, frame))


def _add_delivery(session: Session, name: str) -> None:
    package: CameraPackage = session.project.package
    if name not in {one.name for one in package.deliveries}:
        one = Delivery(name=name, size_px=DELIVERIES[name])
        _package(session, "deliveries", deliveries=(*package.deliveries, one))


def read_aspect(text: str) -> float | None:
    """ "2.39", "2,39", "16:9", "2.39:1" → width over height, between 0.2 and 5; else None."""
    found = re.fullmatch(r"\s*(\d+(?:[.,]\d+)?)\s*(?:[:x×/]\s*(\d+(?:[.,]\d+)?))?\s*", text)
    if found is None:
        return None
    width, height = (float((part or "1").replace(",", ".")) for part in found.groups())
    return width / height if height and 0.2 <= width / height <= 5 else None
