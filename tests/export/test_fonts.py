from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from fontTools.ttLib import TTCollection, TTFont
from msgspec.structs import replace
from pypdf import PdfReader

from previz.export import fonts
from previz.export.boards import write_boards
from previz.export.cmap import NotAFont, characters
from previz.export.fonts import FAMILIES, fonts_for, shipped, shipped_folder
from previz.export.rows import FilmFacts
from previz.export.schedule import write_schedule

from . import film
from .paper import text_of


@pytest.mark.parametrize("path", sorted(shipped_folder().glob("*.ttf")), ids=lambda p: p.name)
def test_coverage_is_what_font_tools_reads(path: Path) -> None:
    assert characters(path) == set(TTFont(path).getBestCmap())


def test_shipped_families_load_and_have_licences() -> None:
    assert set(FAMILIES) | {"Courier Prime"} == set(shipped().fonts.families())
    assert {p.name for p in shipped_folder().glob("OFL-*.txt")} == {
        "OFL-Inter.txt",
        "OFL-Noto.txt",
        "OFL-CourierPrime.txt",
    }
    assert sum(p.stat().st_size for p in shipped_folder().iterdir()) < 5_000_000


def test_collections_and_damaged_files(tmp_path: Path) -> None:
    collection = TTCollection()
    collection.fonts = [
        TTFont(shipped_folder() / "NotoSansThai.ttf"),
        TTFont(shipped_folder() / "NotoSansLao.ttf"),
    ]
    collection.save(tmp_path / "two.ttc")
    assert ord("ก") in characters(tmp_path / "two.ttc")
    data = (shipped_folder() / "NotoSansThai.ttf").read_bytes()
    for name, broken in {"a.ttf": b"", "b.ttf": b"not a font at all", "c.ttf": data[:120]}.items():
        (tmp_path / name).write_bytes(broken)
        with pytest.raises(NotAFont):
            characters(tmp_path / name)


def test_a_cluster_needs_one_face_for_all_of_it() -> None:
    faces = fonts.FontSet((), shipped().fonts, (frozenset({1, 2}), frozenset({3})))
    assert faces.covers("\x01\x02")
    assert not faces.covers("\x01\x03")


@pytest.fixture
def glagolitic(tmp_path: Path) -> Path:
    """A font folder with one font that shows a letter the shipped ones do not: Ⰰ, drawn as an A."""
    font = TTFont(shipped_folder() / "NotoSansLao.ttf")
    for table in font["cmap"].tables:
        table.cmap[0x2C00] = table.cmap[ord("ກ")]
    for record in font["name"].names:
        record.string = str(record).replace("Noto Sans Lao", "Test Glagolitic")
    folder = tmp_path / "more"
    folder.mkdir()
    font.save(folder / "TestGlagolitic.ttf")
    return folder


def test_what_is_missing_is_looked_for_in_extra_folders(tmp_path: Path, glagolitic: Path) -> None:
    (tmp_path / "links").mkdir()
    assert not shipped().covers("Ⰰ")
    found = fonts_for(["Ⰰ"], "en", tmp_path / "links", (glagolitic,))
    assert found.covers("Ⰰ")
    assert found.families[-1] == "Test Glagolitic"
    assert fonts_for(["plain"], "en", tmp_path / "links", (glagolitic,)) is shipped()


def test_extra_fonts_reach_the_page(tmp_path: Path, glagolitic: Path) -> None:
    path = tmp_path / "x.pdf"
    report = write_boards(path, FilmFacts(title="Ⰰ word"), (), (), extra_fonts=(glagolitic,))
    assert report.warnings == ()
    assert "Ⰰ word" in text_of(path)


def test_system_folders_are_searched_by_name(
    tmp_path: Path, glagolitic: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    system = tmp_path / "system"
    system.mkdir()
    shutil.copyfile(glagolitic / "TestGlagolitic.ttf", system / "NotoSansCJK-Regular.ttf")
    shutil.copyfile(glagolitic / "TestGlagolitic.ttf", system / "Unknown.ttf")
    (system / "msgothic.ttc").write_bytes(b"damaged")
    monkeypatch.setattr(fonts, "_system_folders", lambda: (system,))
    (tmp_path / "links").mkdir()
    assert fonts_for(["Ⰰ"], "ja", tmp_path / "links").covers("Ⰰ")
    (system / "NotoSansCJK-Regular.ttf").unlink()
    assert not fonts_for(["Ⰰ"], "ja", tmp_path / "links").covers("Ⰰ")


def test_a_japanese_film_takes_the_japanese_face_first() -> None:
    names = ["Noto Sans CJK KR", "Noto Sans CJK JP", "Noto Sans CJK SC"]
    for language, face in {"ja": "JP", "ko-KR": "KR", "zh": "SC", "en": "JP"}.items():
        assert min(names, key=lambda n: not fonts._fits(n, language)).endswith(face)


def embedded(path: Path) -> set[str]:
    """Families inside a PDF, without the six letters of a subset."""
    found = set()
    for page in PdfReader(path).pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            found.add(str(font.get_object()["/BaseFont"]).lstrip("/").split("+")[-1].split("-")[0])
    return found


def test_pages_are_set_in_the_family_that_was_chosen(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    facts = replace(film.FILM, font="noto sans", title="Хата")
    report = write_schedule(path, facts, film.SCENES, film.shots())
    assert (report.warnings, report.standards) == ((), ("ua-1", "a-2a"))
    assert "NotoSans" in embedded(path)
    assert "Inter" not in embedded(path)


def test_a_font_of_this_machine_leads_and_the_shipped_ones_follow(tmp_path: Path) -> None:
    others = [one for one in fonts.installed() if one not in fonts.CHOSEN_FIRST]
    if not others:
        pytest.skip("no font is installed here")
    path = tmp_path / "x.pdf"
    facts = replace(film.FILM, font=others[-1], title="Gräf हिन्दी")
    report = write_schedule(path, facts, film.SCENES, film.shots())
    assert report.warnings == ()
    assert others[-1].replace(" ", "") in embedded(path)
    assert "NotoSansDevanagari" in embedded(path), "what the family lacks comes from the shipped ones"


def test_a_missing_font_is_said_and_the_usual_one_taken(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    report = write_schedule(path, replace(film.FILM, font="Gotham"), film.SCENES, film.shots())
    assert report.warnings == ("The font “Gotham” is not on this machine; the pages are set in Inter.",)
    assert "Inter" in embedded(path)
