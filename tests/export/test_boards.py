from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Literal

import pytest
from msgspec.structs import replace
from pypdf import PdfReader

from previz.errors import ExportError
from previz.export import grid
from previz.export.boards import BoardLayout, write_boards
from previz.export.rows import PanelRow, SceneRow, Seen, ShotRow

from . import film
from .paper import alts_of, lines_of, links_of, outline_of, pictures, squeezed, text_of, words

WHEN = 1_790_000_000
LIVE = [shot for shot in film.shots() if shot.status != "omitted"]


def write(path: Path, layout: BoardLayout | None = None, **changes: object):  # type: ignore[no-untyped-def]
    return write_boards(
        path,
        replace(film.FILM, **changes),
        film.SCENES,
        film.shots(str),
        layout,
        pictures=pictures,
        made_at_s=WHEN,
    )


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("boards") / "boards.pdf"
    report = write(path)
    assert report.warnings == ()
    assert report.standards == ("ua-1", "a-2a")
    assert report.pages == len(PdfReader(path).pages)
    return path


def test_every_word_is_on_paper(board: Path) -> None:
    printed = words(text_of(board))
    for shot in LIVE:
        said = " ".join(who + " " + line for who, line in shot.dialogue)
        assert words(f"{shot.number} {shot.action} {said} {shot.sound} {shot.movement}") <= printed
    for scene in film.SCENES:
        assert (
            words(" ".join((scene.number, scene.heading, scene.place, *scene.cast, scene.location)))
            <= printed
        )
    facts = film.FILM
    people = " ".join(name for _, name in facts.people)
    assert (
        words(f"{facts.title} {facts.director} {facts.artist} {people} {facts.camera} {facts.note}")
        <= printed
    )


def test_the_end_of_a_move_has_size_lens_and_height_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "ends.pdf"
    base = next(shot for shot in film.shots(str) if shot.number == "12")
    start, end = base.panels
    there = Seen(size="CU", composition="1S", focal_length_mm=77.0, camera_height_m=1.23)
    shot = replace(base, squeeze=1.8, panels=(start, replace(end, seen=there)))
    write_boards(path, film.FILM, film.SCENES, (shot,), pictures=pictures)
    text = squeezed(text_of(path))
    assert squeezed("CU · 77 mm 1.8× ana") in text
    assert squeezed("1.23 m") in text
    assert squeezed(f"{base.size} 2S · {base.focal_length_mm:g} mm 1.8× ana") in text


@pytest.mark.parametrize("up", [1, 2, 6, 9])
def test_why_a_frame_was_sent_back_is_printed_under_it(tmp_path: Path, up: Literal[1, 2, 6, 9]) -> None:
    path = tmp_path / "asked.pdf"
    base = next(shot for shot in film.shots(str) if shot.number == "12")
    asked = {"said": "Eyeline: At the key.", "said_by": "R. Okafor"}
    back = replace(base.panels[0], status="changes", **asked)
    signed = replace(base.panels[1], status="approved", said="Fine as it is.", said_by="R. Okafor")
    shot = replace(base, panels=(back, signed))
    write_boards(path, film.FILM, film.SCENES, (shot,), BoardLayout(per_page=up), pictures=pictures)
    text = squeezed(text_of(path))
    assert squeezed("R. Okafor: Eyeline: At the key.") in text
    assert squeezed("Fine as it is.") not in text


def test_stale_reasons_status_and_omissions_are_told(board: Path) -> None:
    text = squeezed(text_of(board))
    assert squeezed("Stale: lens 50 → 35 mm; Jonah moved 0.4 m") in text
    assert "STALE" in text
    assert "OMITTED" in text
    assert "Omitted:14E" in text
    assert text.count(squeezed("One notch a second")) == text.count(squeezed("In review Changes Approved"))
    assert "labelturnedfacedown" not in text


def test_outline_has_title_scenes_and_each_shot_once(board: Path) -> None:
    outline = outline_of(board)
    assert outline[0] == (0, "The Low House")
    assert [title for depth, title in outline if depth == 1] == [
        "EXT. HARBOUR STREET — MORNING",
        "INT. VARGA HOUSE — DINING ROOM — DAY",
        "OMITTED",
        "INT. VARGA HOUSE — DINING ROOM — NIGHT",
    ]
    assert [title for depth, title in outline if depth == 2] == [shot.number for shot in LIVE]


def test_scene_list_links_to_the_scenes_pages(board: Path) -> None:
    targets = links_of(board)
    assert len(targets) >= 2 * len(film.SCENES)
    reader = PdfReader(board)
    for i, scene in enumerate(film.SCENES):
        head = "OMITTED" if scene.omitted else scene.heading
        assert squeezed(head) in squeezed(reader.pages[targets[2 * i]].extract_text())


def test_pdf_is_tagged_titled_and_every_frame_has_an_alternative_text(board: Path) -> None:
    catalog = PdfReader(board).trailer["/Root"]
    assert catalog["/MarkInfo"]["/Marked"]
    assert catalog["/Lang"] == "en"
    assert PdfReader(board).metadata.title == "The Low House — Storyboard"  # type: ignore[union-attr]
    alts = alts_of(board)
    assert len(alts) == sum(len(shot.panels) for shot in LIVE) + 1
    assert any(alt.startswith("12A MS OTS-L, Jonah. Over Ada onto Jonah.") for alt in alts)


def test_same_data_and_date_give_the_same_bytes(board: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.pdf"
    write(again)
    assert again.read_bytes() == board.read_bytes()


@pytest.mark.parametrize("per_page", [1, 2, 3, 4, 6, 9])
@pytest.mark.parametrize("orientation", ["landscape", "portrait"])
@pytest.mark.parametrize("paper", ["a4", "us-letter"])
@pytest.mark.parametrize("aspect", [2.39, 1.78, 1.33])
def test_all_layouts(tmp_path: Path, per_page, orientation, paper, aspect) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "x.pdf"
    layout = BoardLayout(per_page=per_page, orientation=orientation, paper=paper, cover=False)
    report = write(path, layout, aspect=aspect)
    assert report.warnings == ()
    assert report.standards
    panels = sum(len(shot.panels) for shot in LIVE)
    reader = PdfReader(path)
    appendix = "Full text of cut panels" in reader.pages[-1].extract_text()
    assert panels / per_page <= report.pages - appendix <= panels / per_page + 3.01 + 0.5 * panels / per_page
    width, height = (float(x) for x in reader.pages[0].mediabox[2:])
    assert (width > height) == (orientation == "landscape")
    assert min(width, height) == pytest.approx(595.28 if paper == "a4" else 612.0, abs=0.1)
    assert words(" ".join(shot.action for shot in LIVE)) <= words(text_of(path))


def test_notes_and_single_panel(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    write(path, BoardLayout(per_page=6, notes=True))
    assert text_of(path).count("NOTES") >= 6
    write(path, BoardLayout(per_page=6, notes=False))
    assert "NOTES" not in text_of(path)


def test_too_many_words_are_cut_and_continue_in_the_appendix(tmp_path: Path) -> None:
    long = " ".join(f"word{i}" for i in range(900))
    shots = (
        ShotRow(id="a", scene_id="s11", number="1", action=long, dialogue=(("ADA", "last words spoken"),)),
    )
    path = tmp_path / "x.pdf"
    for per_page in (1, 6, 9):
        write_boards(path, film.FILM, film.SCENES[:1], shots, BoardLayout(per_page=per_page))  # type: ignore[arg-type]
        reader = PdfReader(path)
        assert words(long + " last words spoken") <= words(text_of(path))
        pages = [page.extract_text() for page in reader.pages]
        appendix = next(i for i, page in enumerate(pages) if "Full text of cut panels" in page)
        assert f"full text, page {appendix + 1}" in " ".join(pages[1].split())
        assert appendix in links_of(path)


def test_long_dialogue_is_cut_on_a_single_panel(tmp_path: Path) -> None:
    speech = " ".join(f"say{i}" for i in range(700))
    shots = (ShotRow(id="a", scene_id="s11", number="1", action="He talks.", dialogue=(("ADA", speech),)),)
    path = tmp_path / "x.pdf"
    report = write_boards(path, film.FILM, film.SCENES[:1], shots, BoardLayout(per_page=1))
    assert report.pages >= 3
    assert words(speech) <= words(text_of(path))
    assert "full text, page" in " ".join(PdfReader(path).pages[1].extract_text().split())


def test_no_pictures_at_all(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    shots = tuple(replace(shot, panels=()) for shot in LIVE)
    report = write_boards(path, film.FILM, film.SCENES, shots)
    assert report.warnings == ()
    assert text_of(path).count("No frame yet") == len(shots)
    assert words(LIVE[0].action) <= words(text_of(path))


def test_empty_film_and_empty_scene(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    assert write_boards(path, film.FILM, (), ()).pages == 1
    assert write_boards(path, film.FILM, (), (), BoardLayout(cover=False)).pages == 1
    write_boards(path, film.FILM, film.SCENES[:1], ())
    assert "No shots yet" in text_of(path)


def test_same_scene_number_twice(tmp_path: Path) -> None:
    scenes = (
        SceneRow(id="x", number="12", heading="INT. A"),
        SceneRow(id="y", number="12", heading="INT. B"),
    )
    shots = (ShotRow(id="a", scene_id="x", number="12"), ShotRow(id="b", scene_id="y", number="12"))
    path = tmp_path / "x.pdf"
    assert write_boards(path, film.FILM, scenes, shots).warnings == ()
    assert [title for _, title in outline_of(path)] == ["The Low House", "INT. A", "12", "INT. B", "12"]


def test_hundred_scenes_do_not_push_the_cover_over(tmp_path: Path) -> None:
    scenes = tuple(SceneRow(id=f"s{i}", number=str(i), heading=f"INT. ROOM {i}") for i in range(100))
    shots = tuple(ShotRow(id=f"h{i}", scene_id=f"s{i}", number=f"{i}") for i in range(100))
    path = tmp_path / "x.pdf"
    write_boards(path, film.FILM, scenes, shots)
    reader = PdfReader(path)
    assert "more, see the outline" in reader.pages[0].extract_text()
    assert "ROOM 0" in reader.pages[1].extract_text()


def test_panel_takes_its_share_of_time_and_the_first_one_the_words(tmp_path: Path) -> None:
    panels = (PanelRow(id="p", index=1, count=2), PanelRow(id="q", index=2, count=2))
    shot = ShotRow(id="a", scene_id="s11", number="1", action="Alone here", duration_s=9.0, panels=panels)
    path = tmp_path / "x.pdf"
    write_boards(path, film.FILM, film.SCENES[:1], (shot,))
    text = text_of(path)
    assert text.count("4.5 s") == 2
    assert re.findall(r"\b1\s+([AB]) of 2", text) == ["A", "B"], "letters as on the page of approvals"
    assert text.count("Alone here") == 1


@pytest.mark.parametrize(
    ("movement", "word"),
    [("Push in, pan L", "PUSH IN"), ("Push in, pan L", "PAN L"), ("Whip-o-matic", "WHIP-O-MATIC")],
)
def test_camera_moves_are_named_on_the_frame(tmp_path: Path, movement: str, word: str) -> None:
    path = tmp_path / "x.pdf"
    write_boards(
        path, film.FILM, film.SCENES[:1], (ShotRow(id="a", scene_id="s11", number="1", movement=movement),)
    )
    assert word in text_of(path)


def test_bad_requests_are_told_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="not 5"):
        write_boards(tmp_path / "x.pdf", film.FILM, (), (), BoardLayout(per_page=5))  # type: ignore[arg-type]
    with pytest.raises(ExportError, match=r"0\.10 : 1"):
        write(tmp_path / "x.pdf", aspect=0.1)
    with pytest.raises(ValueError, match="no scene"):
        write_boards(tmp_path / "x.pdf", film.FILM, (), LIVE)
    with pytest.raises(ValueError, match="same id"):
        write_boards(tmp_path / "x.pdf", film.FILM, film.SCENES, (LIVE[0], LIVE[0]))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler reads where words stand")
@pytest.mark.parametrize("orientation", ["landscape", "portrait"])
@pytest.mark.parametrize("count", [1, 8, 30])
@pytest.mark.parametrize(
    "title",
    [
        "The Low House",
        "The Extraordinarily Long and Rather Sad History of the Low House at the Harbour Street End",
    ],
)
def test_title_and_scenes_keep_apart_on_the_cover(
    tmp_path: Path, title: str, count: int, orientation: Literal["landscape", "portrait"]
) -> None:
    scenes = tuple(SceneRow(id=f"s{i}", number=str(i + 1), heading=f"INT. ROOM {i}") for i in range(count))
    shots = tuple(replace(shot, scene_id=f"s{i % count}") for i, shot in enumerate(film.shots(str)))
    path = tmp_path / "x.pdf"
    facts = replace(film.FILM, title=title)
    write_boards(path, facts, scenes, shots, BoardLayout(orientation=orientation), pictures=pictures)
    lines = lines_of(path)
    below = max(top for _, top, _, said in lines if said == "SCENES")  # the other one is a fact
    kind = next(bottom for _, _, bottom, said in lines if said.startswith("Storyboard, Rev"))
    foot = next(top for _, top, _, said in lines if said.startswith("ALEXA"))
    listed = [bottom for _, top, bottom, said in lines if "INT. ROOM" in said or "more, see" in said]
    assert kind <= below + 0.5
    assert max(listed) <= foot + 0.5
    assert squeezed(title) in squeezed(" ".join(said for *_, said in lines))
    assert len(listed) >= min(count, 8), "a frame is made smaller for the first eight scenes"


@pytest.mark.parametrize("per_page", [2, 3, 4, 6])
@pytest.mark.parametrize("orientation", ["landscape", "portrait"])
@pytest.mark.parametrize("aspect", [2.39, 16 / 9, 1.33])
def test_a_page_on_which_a_scene_ends_is_filled_with_the_next(
    tmp_path: Path, per_page: int, orientation: Literal["landscape", "portrait"], aspect: float
) -> None:
    """A board of panels, whose first row is one scene and the rest another: one page, with two heads."""
    plan = grid.plan(per_page, "a4", orientation == "landscape", aspect)
    shots = tuple(
        ShotRow(id=f"h{i}", scene_id="s11" if i < plan.columns else "s12", number=f"{i}", action="She turns.")
        for i in range(per_page)
    )
    layout = BoardLayout(per_page=per_page, orientation=orientation, cover=False)  # type: ignore[arg-type]
    path = tmp_path / "x.pdf"
    assert write_boards(path, replace(film.FILM, aspect=aspect), film.SCENES[:2], shots, layout).pages == 1


def test_scenes_without_shots_are_a_line_each_and_cost_the_next_no_row(tmp_path: Path) -> None:
    scenes = (
        SceneRow(id="a", number="1", heading="EXT. PIER - DAY", eighths=3),
        SceneRow(id="b", number="2", heading="INT. HUT - DAY"),
    )
    shots = tuple(ShotRow(id=f"h{i}", scene_id="b", number=f"{i}", action="She turns.") for i in range(6))
    path = tmp_path / "x.pdf"
    assert write_boards(path, film.FILM, scenes, shots, BoardLayout(cover=False)).pages == 1
    text = text_of(path)
    assert "EXT. PIER - DAY" in text
    assert text.count("No shots yet") == 1
    assert [title for _, title in outline_of(path)][:2] == ["EXT. PIER - DAY", "INT. HUT - DAY"]
