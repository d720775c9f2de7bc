"""Presets are kept, handed on, and dress every document."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from previz.errors import ExportError, NotFound
from previz.export import presets
from previz.export.presets import BUILT_IN, PaperPreset, find_preset, preset_names, read_preset, save_preset
from previz.export.schedule import write_schedule

from . import film
from .paper import picture_bytes, squeezed, text_of

MINE = PaperPreset(
    document="boards", title="Untitled Kitchen Film", watermark="DRAFT", logo=picture_bytes(1), per_page=4
)


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(presets, "preset_folder", lambda: tmp_path / "paper")
    return tmp_path / "paper"


def test_a_preset_is_kept_by_name_and_handed_on_as_a_file(tmp_path: Path) -> None:
    path = save_preset("Studio / client", MINE)
    assert path.name == "Studio _ client.previzpaper"
    assert find_preset("Studio / client") == MINE
    assert preset_names() == [*BUILT_IN, "Studio _ client"]
    handed = path.rename(tmp_path / "theirs.previzpaper")
    assert find_preset(str(handed)) == MINE


def test_what_there_is_not_and_what_is_none_is_said(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="there are Director"):
        find_preset("Nobody's")
    broken = tmp_path / "broken.previzpaper"
    for text in (b"{", b'{"per_page": 5}', b"\xff\xfe"):
        broken.write_bytes(text)
        with pytest.raises(ExportError, match="is no paper preset"):
            read_preset(broken)
    with pytest.raises(ExportError, match="a name"):
        save_preset(" .", MINE)


def test_a_document_wears_title_logo_and_watermark(tmp_path: Path) -> None:
    path = tmp_path / "schedule.pdf"
    facts = MINE.dressed(film.FILM, date(2026, 11, 22))
    report = write_schedule(path, facts, film.SCENES, film.shots(), made_at_s=1_790_000_000)
    assert (report.warnings, report.standards) == ((), ("ua-1", "a-2a"))
    text = squeezed(text_of(path))
    assert squeezed("Untitled Kitchen Film") in text
    assert "DRAFT" in text
    assert film.FILM.title.upper().replace(" ", "") not in text


def test_a_logo_that_is_no_picture_is_said(tmp_path: Path) -> None:
    facts = PaperPreset(logo=b"no picture").dressed(film.FILM, date(2026, 11, 22))
    with pytest.raises(ExportError, match="no picture that can be read"):
        write_schedule(tmp_path / "schedule.pdf", facts, film.SCENES, film.shots())
    assert not (tmp_path / "schedule.pdf").exists()


def test_an_arrangement_of_a_film_travels_in_the_preset(tmp_path: Path) -> None:
    mine = MINE.with_columns("Grips", {"Grips": ("number", "equipment")})
    assert find_preset(str(save_preset("Grips", mine))).list_layout().fields == ("number", "equipment")
    assert mine.with_columns("ad", {}).list_layout().fields == ()
    with pytest.raises(NotFound, match="there are director, dp, ad, all, Grips"):
        MINE.with_columns("Sparks", {"Grips": ("number",)})
