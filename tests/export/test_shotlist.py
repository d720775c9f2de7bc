from __future__ import annotations

import re
import shutil
import subprocess
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

import pytest
from msgspec.structs import replace
from pypdf import PdfReader

from previz.errors import ExportError
from previz.export import phrases
from previz.export.columns import own_columns
from previz.export.fields import FIELDS
from previz.export.phrases import PaperLanguage
from previz.export.rows import SceneRow, ShotRow
from previz.export.shotlist import ListLayout, totals, write_shot_list

from . import film
from .paper import alts_of, outline_of, pictures, squeezed, text_of, words

WHEN = 1_790_000_000
LIVE = [shot for shot in film.shots() if shot.status != "omitted"]


def write(path: Path, layout: ListLayout | None = None, shots: Any = None, **changes: Any) -> Any:
    return write_shot_list(
        path,
        replace(film.FILM, **changes),
        film.SCENES,
        film.shots(str) if shots is None else shots,
        layout,
        pictures=pictures,
        made_at_s=WHEN,
    )


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("lists") / "list.pdf"
    report = write(path)
    assert report.warnings == ()
    assert report.standards == ("ua-1", "a-2a")
    assert report.pages == len(PdfReader(path).pages)
    return path


def test_director_sees_every_word(listed: Path) -> None:
    printed = words(text_of(listed))
    for shot in LIVE:
        said = " ".join(who + " " + line for who, line in shot.dialogue)
        assert words(f"{shot.number} {shot.action} {said} {shot.movement} {shot.size}") <= printed
    text = squeezed(text_of(listed))
    for scene in film.SCENES:
        assert squeezed(scene.heading) in text


def test_outline_lists_scenes_and_shots_once_though_heads_repeat(listed: Path) -> None:
    outline = outline_of(listed)
    assert outline[0] == (0, "The Low House")
    assert [title for depth, title in outline if depth == 1] == [s.heading or "OMITTED" for s in film.SCENES]
    assert [title for depth, title in outline if depth == 2] == [shot.number for shot in LIVE]
    pages = [page.extract_text() for page in PdfReader(listed).pages]
    assert sum("continued" in page for page in pages) >= 2
    assert "continued" not in pages[0]


def test_list_is_tagged_and_its_frames_are_described(listed: Path) -> None:
    assert PdfReader(listed).trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert len(alts_of(listed)) == sum(len(shot.panels) for shot in LIVE)


def test_omitted_shots_and_scenes_stay_as_struck_lines_and_count_nowhere(listed: Path) -> None:
    text = text_of(listed)
    assert "14E" in text
    assert text.count("OMITTED") == 2
    assert f"{len(LIVE)} shots" in text


def test_camera_list_has_geometry_and_optics(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    write(path, ListLayout(columns="dp", thumbnails=False))
    text = squeezed(text_of(path))
    for cell in (
        "4.20 m",
        "13′9″",
        "25 mm T5.6",
        "ND 0.6 + Pola",
        "48 fps",
        "85–135 mm",
        "1.08–1.38 m",
        "4.14 m – ∞",
    ):
        assert squeezed(cell) in text
    assert "Cooke S4/i" in text_of(path)


@pytest.mark.parametrize("columns", ["director", "dp", "all"])
def test_anamorphic_lenses_are_named_so(tmp_path: Path, columns: Any) -> None:
    path = tmp_path / "x.pdf"
    wide = tuple(replace(shot, squeeze=2.0) for shot in film.shots(str))
    write(path, ListLayout(columns=columns), wide)
    assert squeezed("25 mm 2× ana") in squeezed(text_of(path))
    write(path, ListLayout(columns=columns))
    assert "ana" not in words(text_of(path))


def test_a_camera_has_its_letter_only_where_several_shoot(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    alone = [replace(shot, camera="B") for shot in film.shots(str)]
    write(path, shots=alone)
    assert squeezed("Cam B") not in squeezed(text_of(path))
    write(path, shots=[replace(alone[0], camera="C"), *alone[1:]])
    text = squeezed(text_of(path))
    assert text.count(squeezed("Cam C")) == len(alone[0].panels)
    assert squeezed("Cam B") in text


def test_imperial_films_have_feet_first(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    write(path, ListLayout(columns="dp", thumbnails=False), units="imperial")
    text = squeezed(text_of(path))
    assert text.index(squeezed("13′9″")) < text.index("4.20m")


def test_all_columns_say_everything(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    write(path, ListLayout(columns="all"))
    text = squeezed(text_of(path))
    for shot in LIVE:
        for cell in (shot.action, shot.sound, shot.props, shot.vfx, shot.notes, shot.movement, shot.looking):
            assert squeezed(cell) in text or not cell.isascii()
    for cell in (
        "not verified",
        "ALEXA Mini",
        "2.39 common top",
        "dutch +5°",
        "roll +5°",
        "tilt −3°",
        "seed 1000",
    ):
        assert squeezed(cell) in text


@pytest.mark.parametrize("columns", ["director", "dp", "ad", "all"])
@pytest.mark.parametrize("orientation", ["landscape", "portrait"])
@pytest.mark.parametrize("order", ["script", "setup"])
@pytest.mark.parametrize(("paper", "aspect", "thumbnails"), [("a4", 2.39, True), ("us-letter", 1.33, False)])
def test_all_layouts(tmp_path: Path, columns, orientation, order, paper, aspect, thumbnails) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "x.pdf"
    layout = ListLayout(
        columns=columns, orientation=orientation, order=order, paper=paper, thumbnails=thumbnails
    )
    report = write(path, layout, aspect=aspect)
    assert (report.warnings, bool(report.standards)) == ((), True)
    text = text_of(path)
    assert {shot.number for shot in LIVE} <= words(text)
    assert ("14E" in text) == (order == "script")
    width, height = (float(x) for x in PdfReader(path).pages[0].mediabox[2:])
    assert (width > height) == (orientation == "landscape")


def test_set_up_order_groups_shots_by_set_up(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    write(path, ListLayout(columns="ad", order="setup", thumbnails=False))
    numbers = [title for depth, title in outline_of(path) if depth == 2]
    assert numbers.index("12H") == numbers.index("12") + 1
    assert sorted(numbers) == sorted(shot.number for shot in LIVE)


def test_five_hundred_shots(tmp_path: Path) -> None:
    base = film.shots(str)
    scenes = tuple(SceneRow(id=f"s{i}", number=str(i), heading=f"INT. ROOM {i} - DAY") for i in range(25))
    shots = tuple(
        replace(base[i % 17], id=f"h{i}", scene_id=f"s{i // 20}", number=f"{i // 20}.{i % 20}")
        for i in range(500)
    )
    path = tmp_path / "x.pdf"
    report = write_shot_list(path, film.FILM, scenes, shots, pictures=pictures)
    assert report.warnings == ()
    assert 60 <= report.pages <= 110
    assert [title for depth, title in outline_of(path) if depth == 2] == [shot.number for shot in shots]


def test_same_data_and_date_give_the_same_bytes(listed: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.pdf"
    write(again)
    assert again.read_bytes() == listed.read_bytes()


def test_no_pictures_and_no_numbers_known(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    bare = tuple(ShotRow(id=f"h{i}", scene_id="s11", number=f"11{c}") for i, c in enumerate("ABC"))
    for columns in ("director", "dp", "ad", "all"):
        report = write(path, ListLayout(columns=columns), bare)  # type: ignore[arg-type]
        assert report.warnings == ()
        assert text_of(path).count("No frame yet") == 3
        assert "None" not in text_of(path)


def test_empty_film(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    assert write_shot_list(path, film.FILM, (), ()).pages == 1
    assert "0 shots" in text_of(path)


def test_unknown_list_is_told(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="no shot list called gaffer"):
        write(tmp_path / "x.pdf", ListLayout(columns="gaffer"))  # type: ignore[arg-type]


def test_a_set_up_counts_once_with_its_longest_time() -> None:
    def shot(i: int, setup: str, minutes: float | None, status: Any = "draft") -> ShotRow:
        return ShotRow(
            id=str(i),
            scene_id="s",
            number=str(i),
            setup=setup,
            setup_time_min=minutes,
            duration_s=10,
            status=status,
        )

    shots = (
        shot(1, "A", 30),
        shot(2, "A", 45),
        shot(3, "B", None),
        shot(4, "B", 20),
        shot(5, "C", 90, "omitted"),
    )
    assert totals(film.FILM, shots) == {"shots": 4, "word": "shots", "time": "0:40", "setup": "1 h 5 min"}


def test_scenes_that_have_no_shot_yet_keep_their_line(tmp_path: Path) -> None:
    """Straight from a script: one scene is broken down, all others wait."""
    scenes = tuple(SceneRow(id=f"s{i}", number=str(i), heading=f"INT. ROOM {i} - DAY") for i in range(9))
    shots = [replace(LIVE[0], id=f"x{n}", scene_id="s4", panels=()) for n in range(3)]
    path = tmp_path / "list.pdf"
    report = write_shot_list(path, film.FILM, scenes, shots, made_at_s=WHEN)
    assert report.standards == ("ua-1", "a-2a")
    assert all(squeezed(scene.heading) in squeezed(text_of(path)) for scene in scenes)


def test_columns_that_somebody_chose_are_printed_in_their_order(tmp_path: Path) -> None:
    path = tmp_path / "own.pdf"
    shots = [replace(shot, fields={"Vehicle": f"van {shot.number}"}) for shot in film.shots(str)]
    keys = ("number", "board", "lens", "camera_height_m", "angle", "own:Vehicle", "status", "action")
    layout = ListLayout(fields=keys, fields_name="Grips")
    report = write_shot_list(path, film.FILM, film.SCENES, shots, layout, pictures=pictures)
    assert (report.warnings, report.standards) == ((), ("ua-1", "a-2a"))
    text = text_of(path)
    assert "Shot list, Grips, script order" in " ".join(text.split())
    heads = ["SHOT", "FRAME", "LENS", "HEIGHT", "ANGLE", "VEHICLE", "STATUS", "ACTION"]
    places = [text.index(head) for head in heads]
    assert places == sorted(places)
    for shot in shots:
        if shot.status != "omitted":
            assert words(f"van {shot.number} {shot.action}") <= words(text)
    assert "SIZE" not in text
    german = replace(film.FILM, words="de")
    write_shot_list(path, german, film.SCENES, shots, layout, pictures=pictures)
    assert "WINKEL" in text_of(path)
    assert "VEHICLE" in text_of(path), "nobody translates what the production called it"


@pytest.mark.parametrize("orientation", ["landscape", "portrait"])
def test_every_column_alone_and_all_that_fit(
    tmp_path: Path, orientation: Literal["landscape", "portrait"]
) -> None:
    for field in FIELDS:
        layout = ListLayout(fields=(field.key,), orientation=orientation)
        report = write_shot_list(tmp_path / "x.pdf", film.FILM, film.SCENES, film.shots(), layout)
        assert (report.warnings, report.standards) == ((), ("ua-1", "a-2a")), field.key
    keys = tuple(field.key for field in FIELDS)
    layout = ListLayout(fields=keys, orientation=orientation)
    with pytest.raises(ExportError, match=r"the first (\d+) do") as error:
        write_shot_list(tmp_path / "x.pdf", film.FILM, film.SCENES, film.shots(), layout)
    fit = int(re.findall(r"first (\d+) do", str(error.value))[0])
    layout = ListLayout(fields=keys[:fit], orientation=orientation)
    room_mm = (297 if orientation == "landscape" else 210) - 24
    assert sum(column.width_mm for column in own_columns(keys[:fit], room_mm)) == pytest.approx(
        room_mm, abs=0.5
    )
    assert write_shot_list(tmp_path / "x.pdf", film.FILM, film.SCENES, film.shots(), layout).warnings == ()


def test_names_of_people_are_never_translated(tmp_path: Path) -> None:
    path = tmp_path / "own.pdf"
    (shot, *_) = film.shots()
    shots = [replace(shot, who=("Director", "Jonah"), looking="north", unverified=True)]
    layout = ListLayout(fields=("number", "who", "looking", "body"))
    write_shot_list(path, replace(film.FILM, words="de"), film.SCENES, shots, layout)
    text = squeezed(text_of(path))
    assert "Director,Jonah" in text
    assert "Norden" in text, "words that geometry chose are"
    assert squeezed(f"{shot.body} (ungeprüft)") in text


def test_a_head_wider_than_the_sheet_is_said(tmp_path: Path) -> None:
    shots = [replace(shot, fields={"Wind" * 60: "north"}) for shot in film.shots()]
    layout = ListLayout(fields=("own:" + "Wind" * 60, "number"))
    with pytest.raises(ExportError, match=r"The head “WindWind.*…” is wider than this sheet.*a shorter name"):
        write_shot_list(tmp_path / "x.pdf", film.FILM, film.SCENES, shots, layout)


def test_a_column_that_there_is_not_is_said(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="no column “mood”; there are board, number"):
        write_shot_list(tmp_path / "x.pdf", film.FILM, film.SCENES, (), ListLayout(fields=("mood",)))


def test_columns_of_the_production_keep_their_heads_whatever_these_are(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    fields = {"Wind {A}": "north", "Light": "grey", "Nom \U0001f680\u0007": "yes"}
    shots = [replace(shot, fields=fields) for shot in film.shots() if shot.status != "omitted"]
    facts = replace(film.FILM, words="de")
    for layout in (
        ListLayout(columns="all"),
        ListLayout(fields=("number", *(f"own:{head}" for head in fields))),
    ):
        report = write_shot_list(path, facts, film.SCENES, shots, layout)
        assert report.standards == ("ua-1", "a-2a")
        text = text_of(path)
        assert re.search(r"Wind \{A\}|WIND \{A\}", text)
        assert re.search(r"Light|LIGHT", text)


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler reads where words stand")
@pytest.mark.parametrize("paper", ["a4", "us-letter"])
@pytest.mark.parametrize("orientation", ["landscape", "portrait"])
@pytest.mark.parametrize("columns", ["director", "dp", "ad", "all"])
@pytest.mark.parametrize("language", ["en", "de", "fr", "es"])
def test_no_head_of_a_column_runs_into_the_next(
    tmp_path: Path, language: PaperLanguage, columns: str, orientation: str, paper: str
) -> None:
    path = tmp_path / "x.pdf"
    layout = ListLayout(columns=columns, orientation=orientation, paper=paper)  # type: ignore[arg-type]
    write_shot_list(path, replace(film.FILM, words=language), film.SCENES[:1], film.shots()[:2], layout)
    run = subprocess.run(["pdftotext", "-bbox", str(path), "-"], capture_output=True, check=True)
    found = re.findall(r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)"[^>]*>([^<]+)<', run.stdout.decode())
    line = next(y for _, y, _, word in found if word == phrases.say(language, "Frame").upper())
    heads = sorted((float(x), float(x1), word) for x, y, x1, word in found if y == line)
    for (_, end, word), (start, _, following) in pairwise(heads):
        assert end + 0.5 < start, f"{word} runs into {following}"
