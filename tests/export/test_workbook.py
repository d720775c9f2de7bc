"""Workbooks as a spreadsheet reads them."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from msgspec.structs import replace

from previz.errors import ExportError
from previz.export.fields import FIELDS, own_field
from previz.export.workbook import write_workbook

from .film import FILM, SCENES, shots
from .paper import picture_bytes

SHOTS = shots(str)

HOSTILE = ('=HYPERLINK("http://x")', "+1+1", "-2", "@SUM(A1)", "1E5", "a\x00b\x07c", "x" * 40_000)


def pictures(name: str) -> bytes:
    return picture_bytes(sum(map(ord, name)))


def test_rows_pictures_and_numbers_come_back(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    assert write_workbook(path, FILM, SCENES, SHOTS, FIELDS, pictures=pictures) == len(SHOTS)
    sheet = openpyxl.load_workbook(path).worksheets[0]
    heads = {cell.value: place for place, cell in enumerate(sheet[1])}
    assert list(heads)[:3] == ["Frame", "Shot", "Scene"]
    first = sheet[2]
    assert first[heads["Shot"]].value == SHOTS[0].number
    assert first[heads["Seconds"]].value == SHOTS[0].duration_s
    assert isinstance(first[heads["Lens mm"]].value, int | float)
    shown = [shot for shot in SHOTS if any(panel.image for panel in shot.panels)]
    assert len(sheet._images) == len(shown) > 3


def test_nothing_that_somebody_wrote_is_a_formula(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    hostile = [
        replace(SHOTS[0], id=str(n), action=text, fields={"Own": text}) for n, text in enumerate(HOSTILE)
    ]
    fields = [one for one in FIELDS if one.key in ("number", "action")] + [own_field("Own")]
    write_workbook(path, FILM, SCENES, hostile, fields, thumbnails=False)
    rows = list(openpyxl.load_workbook(path).worksheets[0].iter_rows(min_row=2))
    assert all(cell.data_type == "s" for row in rows for cell in row)
    assert [row[1].value for row in rows[:5]] == list(HOSTILE[:5])
    assert rows[5][2].value == "abc"
    assert len(rows[6][1].value) == 32_000


def test_a_lost_picture_and_a_wrong_place_are_said(tmp_path: Path) -> None:
    def lost(name: str) -> bytes:
        raise KeyError(name)

    with pytest.raises(ExportError, match="make the frame again"):
        write_workbook(tmp_path / "list.xlsx", FILM, SCENES, SHOTS, FIELDS, pictures=lost)
    with pytest.raises(ExportError, match="does not exist"):
        write_workbook(tmp_path / "no" / "list.xlsx", FILM, SCENES, SHOTS, FIELDS, pictures=lost)
    assert list(tmp_path.iterdir()) == []
