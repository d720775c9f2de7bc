"""Reports of a film, from the stage to the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from previz.grammar.findings import Finding, Said
from previz.grammar.subject import Subject
from previz.scene import model
from previz.scene.transform import look_at
from previz.studio import Studio
from previz.studio.camera_report import setups
from previz.studio.checking import Checking, waive
from previz.studio.reports import numbered
from previz.studio.stills import STILL, Stills
from tests.export.paper import squeezed, text_of
from tests.films import CLOSE, FULL
from tests.studio.test_checking import put_camera


@pytest.fixture
def film(small_film: Path) -> Iterator[Studio]:
    with Studio.open(small_film) as studio:
        yield studio


def test_one_shot_of_a_set_up_is_a_shot(film: Studio, tmp_path: Path) -> None:
    film.reports.camera(tmp_path / "a.pdf")
    text = text_of(tmp_path / "a.pdf").replace("\u00a0", " ")
    assert "Shot 1A" in text
    assert "Shots" not in text


def test_set_ups_tell_what_puts_the_camera_there_again(film: Studio) -> None:
    with film.document.edit("One set-up") as edit:
        for id in ("full", "bare"):
            edit.update(id, setup_group="A")
    stills = Stills(film.shooting, film.store.blob)
    listing = film.listing
    first, second = setups(film.document, film.shooting, listing.shots(), listing.scenes(), stills)
    assert first.shots == ("1",), "a shot without a camera is nobody's set-up"
    assert {to.name for to in first.distances} == {"Ada", "Ben"}
    assert all(abs(to.metres - 6) < 0.6 for to in first.distances)
    assert first.compass_deg % 360 == pytest.approx(0, abs=1)
    assert first.image.startswith(STILL)
    assert first.end_image == ""
    assert second.move_m == pytest.approx(0.7, abs=0.02)
    assert second.end_image != second.image
    assert second.plan.eyes[0].way[0] != second.plan.eyes[0].way[-1]
    assert stills(second.image).startswith(b"\x89PNG")


def test_the_plan_of_a_set_up_shows_what_is_flown_for_it(film: Studio) -> None:
    with film.document.edit("Fly the chair") as edit:
        edit.update(FULL, flown={"chair": ("",)})
    rows = [row for row in film.listing.shots() if row.id == FULL]
    stills = Stills(film.shooting, film.store.blob)
    (made,) = setups(film.document, film.shooting, rows, film.listing.scenes(), stills)
    assert {thing.name: thing.kind for thing in made.plan.things}["chair"] == "flown"


def test_the_camera_on_the_plan_has_the_letter_of_the_page_and_a_stale_frame_its_reason(film: Studio) -> None:
    stills, scenes = Stills(film.shooting, film.store.blob), film.listing.scenes()
    row = next(row for row in film.listing.shots() if row.id == FULL)
    drawn = replace(row.panels[0], image="picture", stale=("sofa moved 0.6 m",))
    (made,) = setups(
        film.document, film.shooting, [replace(row, camera="B", panels=(drawn,))], scenes, stills
    )
    assert made.plan.eyes[0].label == made.shot.camera == "B"
    assert (made.image, made.stale) == ("picture", ("sofa moved 0.6 m",))


def test_sharp_is_what_lies_in_the_zone_along_the_axis(film: Studio) -> None:
    def aim(focus_m: float) -> None:
        key = model.CameraKey(
            transform=look_at((-0.61, 1.55, 0.5), (-0.61, 1.55, -5.0)),
            focal_length_mm=35,
            focus_distance_m=focus_m,
            t_stop=1.4,
        )
        with film.document.edit("Near Ben, who is at the edge") as edit:
            edit.update("c-full", keys=(key,))

    def ben() -> Subject:
        return next(one for one in film.shooting.sight(FULL).company if one.name == "Ben")

    aim(1.0)
    aim(0.5 - float(ben().eyes_m[2]))
    rows, scenes = film.listing.shots(), film.listing.scenes()
    first, *_ = setups(film.document, film.shooting, rows, scenes, Stills(film.shooting, film.store.blob))
    (to,) = (row for row in first.distances if row.name == "Ben")
    assert first.shot.far_m is not None
    assert to.metres > first.shot.far_m, "the tape is longer than the zone is deep"
    assert to.sharp


def test_the_camera_report_is_printed(film: Studio, tmp_path: Path) -> None:
    told = film.reports.camera(tmp_path / "camera.pdf")
    assert told == []
    text = squeezed(text_of(tmp_path / "camera.pdf"))
    for words in ("FS 2S, Ben and Ada", "35 mm", "1.30 m", "ADA", "BEN"):
        assert squeezed(words) in text


def test_the_continuity_report_prints_waivers(film: Studio, tmp_path: Path) -> None:
    put_camera(film, (-0.4, 1.5, -2.6))
    finding = next(one for one in Checking(film).film() if one.rule == "line")
    waive(film.document, finding, "Her world turns round.", "D. Rector")
    film.reports.continuity(tmp_path / "continuity.pdf")
    text = squeezed(text_of(tmp_path / "continuity.pdf"))
    for words in ("Her world turns round.", "D. Rector", "crosses the line", "has no camera"):
        assert squeezed(words) in text


def test_the_continuity_report_names_scenes_without_shots(film: Studio, tmp_path: Path) -> None:
    with film.document.edit("A scene more") as edit:
        edit.put(model.Scene(id="later", order="z", number="9", place="Quay"))
    film.reports.continuity(tmp_path / "continuity.pdf")
    text = squeezed(text_of(tmp_path / "continuity.pdf"))
    assert text.index(squeezed("No shots yet")) < text.upper().index("QUAY")


def test_sentences_of_the_continuity_report_are_in_the_language_of_the_film(
    film: Studio, tmp_path: Path
) -> None:
    put_camera(film, (-0.4, 1.5, -2.6))
    with film.document.edit("In German") as edit:
        edit.update("project", language="de")
    film.reports.continuity(tmp_path / "continuity.pdf")
    text = squeezed(text_of(tmp_path / "continuity.pdf"))
    assert squeezed("Die Kamera überspringt die Achse zwischen") in text
    assert "crossestheline" not in text


def test_the_schedule_is_printed(film: Studio, tmp_path: Path) -> None:
    with film.document.edit("Plan") as edit:
        edit.update(CLOSE, shoot_day="2", setup_time_min=35.0)
    film.reports.schedule(tmp_path / "schedule.pdf")
    text = squeezed(text_of(tmp_path / "schedule.pdf"))
    assert squeezed("Day 2") in text
    assert squeezed("35 min") in text


def test_what_cannot_be_seen_has_no_still(film: Studio) -> None:
    stills = Stills(film.shooting, film.store.blob)
    assert stills.look("bare") == ""
    assert film.document.get("bare", model.Shot) is not None


@pytest.mark.parametrize(
    ("rule", "value", "limit", "text"),
    [
        ("line", 34.2, 12.5, "34.2°, limit 12.5°"),
        ("trace", 0.45, 0.4, "45 %, limit 40 %"),
        ("close-focus", 0.4, 0.6, "0.4 m, limit 0.6 m"),
        ("image-circle", 34.0, 31.5, "34 mm, limit 31.5 mm"),
    ],
)
def test_numbers_carry_their_units(rule: str, value: float, limit: float, text: str) -> None:
    assert numbered(Finding(rule, "1", "2", Said(""), value, limit)) == text  # type: ignore[arg-type]


def test_a_german_page_has_one_form_of_numbers(film: Studio, tmp_path: Path) -> None:
    with film.document.edit("In German") as edit:
        edit.update("project", language="de")
    film.reports.camera(tmp_path / "a.pdf")
    text = squeezed(text_of(tmp_path / "a.pdf"))
    assert "1,30m" in text
    assert not re.search(r"\d\.\d+[m°]", text)
    jump = Finding("jump", "1", "2", Said(""), 12.5, 30.0)
    assert numbered(jump, "de").startswith("12,5°, ")
