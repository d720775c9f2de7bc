"""CSV as a spreadsheet opens it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from msgspec.structs import replace

from previz.export.comma import guarded, unguarded, write_csv
from previz.export.fields import FIELDS

from .film import SCENES, shots

SHOTS = shots()


def test_it_has_a_mark_heads_and_a_line_a_shot(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    spoken = replace(SHOTS[0], dialogue=(("ÉVA", "Ninguém."), ("ADA", 'No; not yet, "yet".')))
    write_csv(path, SCENES, [spoken, *SHOTS[1:]], FIELDS)
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in data
    rows = list(csv.DictReader(data.decode("utf-8-sig").splitlines(keepends=True)))
    assert len(rows) == len(SHOTS)
    assert rows[0]["Shot"] == SHOTS[0].number
    assert rows[0]["Heading"] == SCENES[0].heading
    assert rows[0]["Dialogue"] == 'ÉVA: Ninguém.\nADA: No; not yet, "yet".'


@pytest.mark.parametrize("text", ["=1+1", "+cmd|' /C calc'!A0", "-a", "@x", "\tx", "\rx", "\uff1d1+1"])
def test_what_a_spreadsheet_would_work_out_is_guarded(text: str) -> None:
    assert guarded(text) == f"'{text}"
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize("text", ["-1.5", "+2", "plain", "'quoted'", "", "3-4"])
def test_numbers_and_words_stay_as_they_are(text: str) -> None:
    assert guarded(text) == text
    assert unguarded(text) == text
