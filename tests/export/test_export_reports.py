"""Camera report, schedule and continuity report as a reader gets them."""

from __future__ import annotations

import re
import shutil
import subprocess
from itertools import pairwise
from pathlib import Path
from typing import Literal

import pytest
from msgspec.structs import replace
from pypdf import PdfReader

from previz.errors import ExportError
from previz.export import phrases
from previz.export.boards import write_boards
from previz.export.camera_report import DistanceRow, SetupRow, write_camera_report
from previz.export.continuity_report import CheckedScene, CutRow, write_continuity
from previz.export.phrases import PaperLanguage
from previz.export.plan_sheet import PlanThing
from previz.export.schedule import write_schedule
from previz.export.shotlist import ListLayout, write_shot_list

from . import film
from .paper import alts_of, gaps_of, lines_of, outline_of, pictures, squeezed, text_of
from .test_plan_sheet import ROOM

WHEN = 1_790_000_000
SHOTS = film.shots(str)


def setup(**changes: object) -> SetupRow:
    made = SetupRow(
        shot=SHOTS[0],
        shots=("11", "11B"),
        heading=film.SCENES[0].heading,
        plan=ROOM,
        sensor="ALEXA Mini, 4:3 2.8K",
        angle_deg=(54.8, 24.5),
        compass_deg=354.0,
        move_m=1.2,
        distances=(DistanceRow(name="Ada", metres=2.75, sharp=True),),
        image="1",
        end_image="2",
    )
    return replace(made, **changes)


def test_who_stands_aside_is_sharp_where_the_axis_says_so(tmp_path: Path) -> None:
    """The tape says more than the end of the zone of focus, which runs along the axis."""
    path = tmp_path / "camera.pdf"
    shot = replace(SHOTS[0], near_m=2.18, far_m=2.53)
    aside = (
        DistanceRow(name="Ada", metres=2.56, ahead_m=2.41, sharp=True),
        DistanceRow(name="Jonah", metres=2.5, ahead_m=2.1, sharp=False),
        DistanceRow(name="Ilse", metres=2.401, ahead_m=2.4, sharp=True),
    )
    write_camera_report(path, film.FILM, [setup(shot=shot, distances=aside)], pictures=pictures)
    text = squeezed(text_of(path))
    for words in ("2.56 m 8′5″ sharp at 2.41 m", "soft at 2.10 m", "2.40 m 7′11″ sharp", "as In focus is"):
        assert squeezed(words) in text


@pytest.mark.parametrize("paper", ["a4", "us-letter"])
def test_a_page_a_set_up_with_both_tapes(tmp_path: Path, paper: str) -> None:
    path = tmp_path / "camera.pdf"
    second = setup(shot=SHOTS[4], image="", end_image="", move_m=0.0, distances=(), circle_mm=0.03)
    report = write_camera_report(
        path,
        film.FILM,
        [setup(), second],
        paper=paper,
        pictures=pictures,
        made_at_s=WHEN,  # type: ignore[arg-type]
    )
    assert (report.pages, report.warnings, report.standards) == (2, (), ("ua-1", "a-2a"))
    text = squeezed(text_of(path))
    for words in (
        "Camera report",
        "11, 11B",
        "54.8° × 24.5°",
        "2.75 m",
        "Circle0.025 mm",
        "Circle0.030 mm",
        "9′0″",
        "sharp",
        "No frame yet",
        "1 : ",
    ):
        assert squeezed(words) in text
    assert [title for _, title in outline_of(path)] == [SHOTS[0].number, SHOTS[4].number]
    assert sum("Floor plan of shot" in alt for alt in alts_of(path)) == 2
    again = tmp_path / "again.pdf"
    write_camera_report(again, film.FILM, [setup(), second], paper=paper, pictures=pictures, made_at_s=WHEN)  # type: ignore[arg-type]
    assert again.read_bytes() == path.read_bytes()


def test_a_camera_is_named_by_its_letter_also_where_it_is_the_only_one(tmp_path: Path) -> None:
    path = tmp_path / "camera.pdf"
    write_camera_report(path, film.FILM, [setup(shot=replace(SHOTS[0], camera="A"))], pictures=pictures)
    assert re.search(r"Camera\s+A\s+ALEXA Mini", text_of(path))


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "Wall B1 out"), ("de", "Wand B1 entfernt"), ("fr", "Mur B1 retiré"), ("es", "Pared B1 fuera")],
)
def test_a_wall_that_is_flown_is_said_beside_the_plan_and_on_it(
    tmp_path: Path, language: PaperLanguage, said: str
) -> None:
    path = tmp_path / "camera.pdf"
    wall = PlanThing(outlines=(((-2, -3), (2, -3), (2, -2.9), (-2, -2.9)),), kind="flown", name="wall B1")
    plan = replace(ROOM, things=(*ROOM.things, wall))
    write_camera_report(path, replace(film.FILM, words=language), [setup(plan=plan)], pictures=pictures)
    assert squeezed(text_of(path)).count(squeezed(said)) == 2


def test_a_set_up_is_named_after_those_whom_its_size_counts(tmp_path: Path) -> None:
    path = tmp_path / "camera.pdf"
    single = replace(SHOTS[0], size="CU", composition="1S", who=("Ada", "Jonah"), subjects=("Ada",))
    write_camera_report(path, film.FILM, [setup(shot=single)], pictures=pictures)
    text = squeezed(text_of(path))
    assert squeezed("CU, Ada,") in text
    assert "AdaandJonah" not in text


def test_a_frame_that_is_no_longer_true_says_so_beside_the_plan(tmp_path: Path) -> None:
    path = tmp_path / "camera.pdf"
    write_camera_report(path, film.FILM, [setup(), setup(stale=("sofa moved 0.6 m",))], pictures=pictures)
    fresh, stale = (page.extract_text() for page in PdfReader(path).pages)
    assert "Stale: sofa moved 0.6 m" in " ".join(stale.split())
    assert "Stale" not in fresh


@pytest.mark.parametrize("paper", ["a4", "us-letter"])
@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler reads where words stand")
@pytest.mark.parametrize("landscape", [True, False])
@pytest.mark.parametrize("aspect", [2.39, 1.33])
def test_all_of_a_set_up_stays_on_its_page_however_this_stands(
    tmp_path: Path, paper: Literal["a4", "us-letter"], landscape: bool, aspect: float
) -> None:
    path = tmp_path / "camera.pdf"
    people = tuple(DistanceRow(name=f"Guest {n}", metres=2.0 + n, sharp=True) for n in range(5))
    write_camera_report(
        path, replace(film.FILM, aspect=aspect), [setup(distances=people)],
        paper=paper, landscape=landscape, pictures=pictures,
    )  # fmt: skip
    (page,) = PdfReader(path).pages
    assert (page.mediabox.width > page.mediabox.height) == landscape
    lines = lines_of(path)
    foot = next(top for _, top, _, said in lines if said.startswith("Plan to scale"))
    lowest = max(
        bottom for _, _, bottom, said in lines if "Guest" in said or "End of move" in said or "NOTES" in said
    )
    assert lowest < foot


@pytest.mark.parametrize("paper", ["a4", "us-letter"])
def test_schedule_and_continuity_stand_too(tmp_path: Path, paper: Literal["a4", "us-letter"]) -> None:
    path = tmp_path / "x.pdf"
    cut = CutRow(cut="1 → 1A", rule="180° line", text="Across.", number="34°, limit 12.5°",
                 images=(("1", "1"), ("1A", "2")), plan=ROOM)  # fmt: skip
    write_schedule(path, film.FILM, film.SCENES, SHOTS, paper=paper, landscape=False)
    assert [page.mediabox.width < page.mediabox.height for page in PdfReader(path).pages] == [True]
    assert "DINING" in text_of(path).upper()
    scenes = [CheckedScene(name="1", findings=(cut, cut, cut, cut))]
    report = write_continuity(path, film.FILM, scenes, paper=paper, landscape=False, pictures=pictures)
    assert report.standards == ("ua-1", "a-2a")
    pages = PdfReader(path).pages
    assert all(page.mediabox.width < page.mediabox.height for page in pages)
    assert text_of(path).count("Across.") == 4


def test_a_scene_that_goes_on_has_its_head_again(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    cut = CutRow(cut="1 → 1A", rule="180° line", text="Across.", number="34°, limit 12.5°",
                 images=(("1", "1"), ("1A", "2")), plan=ROOM)  # fmt: skip
    scenes = [
        CheckedScene(name="1  INT. VARGA HOUSE", findings=(cut,) * 5),
        CheckedScene(name="2  EXT. QUAY", findings=(cut,)),
        CheckedScene(name="3  EXT. SEA"),
    ]
    report = write_continuity(path, replace(film.FILM, words="de"), scenes, pictures=pictures)
    assert report.standards == ("ua-1", "a-2a")
    pages = [squeezed(page.extract_text()) for page in PdfReader(path).pages]
    going_on = sum("VARGAHOUSE" in text for text in pages)
    assert going_on >= 2
    assert ["VARGAHOUSEFortsetzung" in text for text in pages[:going_on]] == [False] + [True] * (going_on - 1)
    assert "".join(pages).count("Fortsetzung") == going_on - 1, "the others end where they began"
    assert [title.split()[-1] for depth, title in outline_of(path) if depth == 1] == ["HOUSE", "QUAY", "SEA"]


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler reads where words stand")
@pytest.mark.parametrize("landscape", [True, False])
@pytest.mark.parametrize("language", ["en", "de", "fr", "es"])
def test_heads_of_the_schedule_keep_apart_in_every_language(
    tmp_path: Path, language: PaperLanguage, landscape: bool
) -> None:
    path = tmp_path / "x.pdf"
    write_schedule(path, replace(film.FILM, words=language), film.SCENES, SHOTS, landscape=landscape)
    heads = phrases.say(language, "Cast").upper(), phrases.say(language, "Shots").upper()
    run = subprocess.run(["pdftotext", "-bbox", str(path), "-"], capture_output=True, check=True)
    found = re.findall(r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)"[^>]*>([^<]+)<', run.stdout.decode())
    line = next(y for _, y, _, word in found if word == heads[0])
    row = sorted((float(x), float(x1), word) for x, y, x1, word in found if y == line)
    assert heads[1] in [word for *_, word in row]
    for (_, end, word), (start, _, following) in pairwise(row):
        assert end + 1 < start, f"{word} runs into {following}"


def test_no_camera_is_said(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="No shot has a camera"):
        write_camera_report(tmp_path / "camera.pdf", film.FILM, [])
    assert list(tmp_path.iterdir()) == []


def scheduled() -> list[object]:
    days = ["10", "9", "9", ""]
    return [
        replace(shot, shoot_day=days[n % 4], shoot_order=n, setup_time_min=20.0)
        for n, shot in enumerate(SHOTS)
    ]


def test_the_schedule_goes_day_by_day(tmp_path: Path) -> None:
    path = tmp_path / "schedule.pdf"
    report = write_schedule(path, film.FILM, film.SCENES, scheduled(), made_at_s=WHEN)  # type: ignore[arg-type]
    assert (report.warnings, report.standards) == ((), ("ua-1", "a-2a"))
    assert [title for _, title in outline_of(path)] == ["The Low House", "Day 9", "Day 10", "Not scheduled"]
    text = squeezed(text_of(path))
    for words in ("Varga dining room – Stage 2", "1 5/8", "Ada, Jonah", "to shoot"):
        assert squeezed(words) in text


def test_scenes_without_shots_are_in_the_schedule_and_omitted_ones_are_not(tmp_path: Path) -> None:
    path = tmp_path / "schedule.pdf"
    first = film.SCENES[0].id
    shots = [replace(shot, shoot_day="1") for shot in SHOTS if shot.scene_id == first]
    write_schedule(path, replace(film.FILM, words="de"), film.SCENES, shots)
    assert [title for _, title in outline_of(path)][1:] == ["Tag 1", "Nicht angesetzt"]
    text = squeezed(text_of(path))
    assert text.count(squeezed("Noch keine Einstellungen")) == 2
    assert text.count("Vargadiningroom") == 2


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler reads where words stand")
def test_the_pages_of_a_scene_are_not_read_as_one_number(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    for write in (
        lambda: write_boards(path, film.FILM, film.SCENES, SHOTS, pictures=pictures),
        lambda: write_shot_list(path, film.FILM, film.SCENES, SHOTS, pictures=pictures),
        lambda: write_schedule(path, film.FILM, film.SCENES, SHOTS),
    ):
        write()
        gaps = gaps_of(path, "1", "5/8")
        assert gaps
        assert min(gaps) > 0.35


def test_what_has_no_place_in_a_day_comes_last_in_list_and_schedule(tmp_path: Path) -> None:
    early, late = (next(s for s in SHOTS if s.scene_id == scene.id) for scene in film.SCENES[:2])
    shots = [replace(early, shoot_day="1", shoot_order=None), replace(late, shoot_day="1", shoot_order=3)]
    write_schedule(tmp_path / "day.pdf", film.FILM, film.SCENES, shots, made_at_s=WHEN)
    layout = ListLayout(columns="ad", order="day", thumbnails=False)
    write_shot_list(tmp_path / "list.pdf", film.FILM, film.SCENES, shots, layout, made_at_s=WHEN)
    day = text_of(tmp_path / "day.pdf")
    assert day.index(late.number) < day.index(early.number)
    listed = text_of(tmp_path / "list.pdf")
    assert listed.index(f"Scenes {late.scene_number}, {early.scene_number}") > 0


def test_shot_lists_go_day_by_day(tmp_path: Path) -> None:
    path = tmp_path / "list.pdf"
    layout = ListLayout(columns="ad", order="day", thumbnails=False)
    write_shot_list(path, film.FILM, film.SCENES, scheduled(), layout, made_at_s=WHEN)  # type: ignore[arg-type]
    heads = [title for depth, title in outline_of(path) if depth == 1]
    assert len(heads) == 3
    assert "by day" in text_of(path)
    assert squeezed("No day") in squeezed(text_of(path))


def test_findings_are_printed_with_their_number_and_the_reason(tmp_path: Path) -> None:
    path = tmp_path / "continuity.pdf"
    marked = replace(ROOM, marks=(((0, -1), (0.3, -0.9)),))
    crossed = CutRow(
        cut="11 → 11A",
        rule="180° line",
        text="The camera crosses the line between Ada and Jonah: it is 34° over it.",
        number="34°, limit 12.5°",
        images=(("11", "1"), ("11A", "2")),
        plan=marked,
    )
    waived = replace(
        crossed, cut="12 → 12A", reason="Her world turns round.", by="D. Rector, 2026-11-22", plan=None
    )
    scenes = [
        CheckedScene(name="11  EXT. HARBOUR STREET", findings=(crossed, waived)),
        CheckedScene(name="12  INT. HOUSE"),
    ]
    report = write_continuity(
        path, film.FILM, scenes, ["14D: has no camera"], pictures=pictures, made_at_s=WHEN
    )
    assert (report.warnings, report.standards) == ((), ("ua-1", "a-2a"))
    text = squeezed(text_of(path))
    number = "34°, limit 12.5°"
    reason = ("Her world turns round.", "D. Rector")
    for words in ("1 broken, 1 waived", number, *reason, "Every cut holds.", "14D: has no camera"):
        assert squeezed(words) in text
    assert len(alts_of(path)) == 5


def test_a_clean_film_says_so_if_it_was_looked_at(tmp_path: Path) -> None:
    path = tmp_path / "continuity.pdf"
    write_continuity(path, film.FILM, [], made_at_s=WHEN)
    assert "Every cut holds." in text_of(path)
    assert len(PdfReader(path).pages) == 1
    half = [CheckedScene(name="12  INT. HOUSE", seen=False)]
    write_continuity(path, film.FILM, half, ["14D: has no camera"], made_at_s=WHEN)
    assert text_of(path).count("No cut is broken; some shots could not be looked at.") == 2
    assert "Every cut holds." not in text_of(path)


def test_continuity_says_which_scenes_have_no_shots(tmp_path: Path) -> None:
    path = tmp_path / "continuity.pdf"
    write_continuity(path, film.FILM, [CheckedScene(name="12  INT. HOUSE")], unshot=["14  EXT. QUAY"])
    text = squeezed(text_of(path))
    assert text.index(squeezed("No shots yet")) < text.index(squeezed("14  EXT. QUAY"))
    write_continuity(path, film.FILM, [], unshot=["14  EXT. QUAY"])
    assert "Every cut holds." not in text_of(path)
