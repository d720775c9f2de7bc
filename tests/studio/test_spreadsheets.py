"""Tables from other programs, good and bad."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from previz.errors import ImportFailed
from previz.studio.spreadsheets import read_table

WORDS = "Scene;Shot;Description\r\n1;1A;Éva geht ab.\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_csv_in_usual_encodings(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(WORDS.encode(encoding))
    table = read_table(path)
    assert table.heads == ("Scene", "Shot", "Description")
    assert table.rows == ((2, ("1", "1A", "Éva geht ab.")),)


def test_lines_above_the_heads_and_ragged_lines_are_told(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("My film,,\n,,\nShot,Action\n1,Go,more\n\n2\n", encoding="utf-8")
    table = read_table(path)
    assert table.rows == ((4, ("1", "Go")), (6, ("2", "")))
    assert table.notes == (
        "1 line above the heads (line 3) left out.",
        "Line 4 has more cells than there are heads; the rest was left out.",
    )


def test_a_guarded_formula_comes_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Shot,Action\n1,'=1+1\n2,=2+2\n", encoding="utf-8")
    assert [cells[1] for _, cells in read_table(path).rows] == ["=1+1", "=2+2"]


def test_a_workbook_gives_words_numbers_dates_and_no_formula(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Shot", "Action", "Seconds", "Day", "Notes"])
    from datetime import datetime

    sheet.append(["1A", "Go", 2.50, datetime(2026, 11, 30), "=1+1"])
    book.save(path)
    table = read_table(path)
    assert table.rows == ((2, ("1A", "Go", "2.5", "2026-11-30", "")),)
    assert table.notes == ("Line 2: a formula without a saved result was left out.",)


def _zip_of(name: str, data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b" \n\n", "is empty"),
        (b"\x00\x01\x02" * 50, "is none"),
        (b"just words\nwithout heads\n", "is none"),
        (b"PK\x03\x04half a workbook", "cannot be read as a workbook"),
        (_zip_of("a.txt", b"x"), "cannot be read as a workbook"),
        (
            _zip_of("[Content_Types].xml", b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;"),
            "cannot be read as a workbook",
        ),
    ],
)
def test_bad_files_are_one_clear_line(tmp_path: Path, data: bytes, says: str) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(data)
    with pytest.raises(ImportFailed, match=says) as error:
        read_table(path)
    assert "\n" not in str(error.value)


def test_a_folder_and_nothing_are_said(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.csv"):
        with pytest.raises(ImportFailed, match="cannot be read"):
            read_table(path)


def test_a_text_that_is_called_a_workbook_is_told_so(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    path.write_text("<?xml version='1.0'?>\n<FinalDraft>\n</FinalDraft>\n")
    with pytest.raises(ImportFailed, match="called a workbook but is none"):
        read_table(path)
    text = path.rename(tmp_path / "list.csv")
    with pytest.raises(ImportFailed, match="no row of heads"):
        read_table(text)
    path.write_text("Scene,Shot,Action\n1,A,Rain.\n")
    assert read_table(path).rows[0][1] == ("1", "A", "Rain.")
