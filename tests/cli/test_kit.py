"""`previz kit` and `previz build`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image

from previz.cli import DONE, FAILED, main
from previz.kit.catalogue import CATALOGUE
from previz.sets import SETS


def run(*words: str | Path) -> int:
    return main([str(word) for word in words])


def test_the_kit_is_listed_by_group(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("kit") == DONE
    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith("Furniture (") for line in lines)
    assert {line.split()[0] for line in lines if line.startswith("  ")} == set(CATALOGUE)


def test_words_and_find_mean_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("kit", "bar", "stool") == DONE
    listed = capsys.readouterr().out
    assert "bar_stool" in listed
    assert "sofa" not in listed
    assert run("kit", "--find", "bar stool") == DONE
    assert capsys.readouterr().out == listed


def test_pieces_as_data(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("kit", "wheelchair", "--json") == DONE
    (row,) = json.loads(capsys.readouterr().out)
    assert row["key"] == "wheelchair"
    assert row["size_m"] == list(CATALOGUE["wheelchair"].size_m)
    assert "sit" in row["spots"]


def test_sets_are_listed_and_found(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("kit", "--sets", "--json") == DONE
    assert [row["key"] for row in json.loads(capsys.readouterr().out)] == list(SETS)
    assert run("kit", "--sets", "church") == DONE
    assert capsys.readouterr().out.startswith("church")


def test_a_sheet_is_drawn(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "mugs.png"
    assert run("kit", "mug", "--sheet", path) == DONE
    assert capsys.readouterr().out.strip() == str(path)
    with Image.open(path) as sheet:
        assert min(sheet.size) > 400


def test_nothing_found_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("kit", "dragon") == FAILED
    assert capsys.readouterr().err.count("\n") == 1


def test_a_set_is_built_in_a_project(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    film = tmp_path / "film.previz"
    run("new", film)
    capsys.readouterr()
    assert run("build", film, "office") == DONE
    assert "“Office” stands with" in capsys.readouterr().out
    assert run("info", film, "--json") == DONE
    facts = json.loads(capsys.readouterr().out)
    assert (facts["scenes"], facts["shots"], facts["panels"]) == (1, 1, 1)
    assert run("build", film, "office", "--no-scene") == DONE
    assert "scene" not in capsys.readouterr().out
    assert run("build", film, "moon") == FAILED
    assert "choose one of apartment" in capsys.readouterr().err
    assert run("verify", film) == DONE
