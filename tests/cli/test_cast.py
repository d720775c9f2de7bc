"""`previz cast` as its user meets it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image

from previz.cli import DONE, FAILED, main


def test_it_lists_people_outfits_hair_and_poses(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cast"]) == DONE
    told = capsys.readouterr().out
    for heading in ("People (", "Outfits (", "Hair (", "Poses: sit (", "Hands (", "Poses of two ("):
        assert heading in told
    assert "elderly_woman" in told


def test_as_data(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cast", "sit", "--json"]) == DONE
    rows = json.loads(capsys.readouterr().out)
    assert "sit_crossed" in rows["poses"]["sit"]
    assert rows["people"] == []


def test_a_sheet_is_a_png(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "sheets" / "hands.png"
    assert main(["cast", "hands", "fist", "--sheet", str(path)]) == DONE
    assert capsys.readouterr().out.strip() == str(path)
    with Image.open(path) as sheet:
        assert sheet.format == "PNG"
        assert len(sheet.getcolors(1 << 24) or ()) > 200
    assert [file.name for file in path.parent.iterdir()] == ["hands.png"]


@pytest.mark.parametrize("words", [["dragon"], ["hair", "--sheet", "x.png"]])
def test_nothing_found_is_one_line(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["cast", *words]) == FAILED
    told = capsys.readouterr()
    assert not told.out
    assert len(told.err.strip().splitlines()) == 1
    assert not list(tmp_path.iterdir())


def test_a_place_that_cannot_be_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("")
    assert main(["cast", "hands", "fist", "--sheet", str(tmp_path / "file" / "a.png")]) == FAILED
    assert "cannot be written" in capsys.readouterr().err


def test_what_is_worn_and_felt_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cast", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert len(rows["people"]) >= 16
    assert len(rows["hair"]) >= 12
    assert {"fedora", "cap"} <= set(rows["hats"])
    assert {"round", "sunglasses"} <= set(rows["glasses"])
    assert {"smile", "anger", "fear", "closed_eyes"} <= set(rows["expressions"])
    assert "moustache" in rows["beards"]
