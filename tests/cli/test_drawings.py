"""`previz choices`, `vary`, `layers` and what `generate` is told about a drawing."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from psd_tools import PSDImage

from .test_cli import assert_fails, previz


@pytest.fixture(scope="module")
def drawn_film(small_film_master: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Shot 1 drawn in ink with two choices made by hand."""
    path = tmp_path_factory.mktemp("drawn") / "film.previz"
    path.write_bytes(small_film_master.read_bytes())
    made = previz(
        "generate", path, "--shots", "1", "--style", "ink", "--size", "240x100",
        "--set", "weight=1.7", "--set", "light=back left",
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    return path


def choices(film: Path, shot: str = "1") -> dict[str, dict[str, object]]:
    said = previz("choices", film, "--shot", shot, "--json")
    assert said.returncode == 0, said.stderr
    return {row["name"]: row for row in json.loads(said.stdout)}


def test_choices_made_by_hand_are_shown_with_the_take(drawn_film: Path) -> None:
    said = previz("choices", drawn_film, "--shot", "1")
    assert said.returncode == 0, said.stderr
    lines = {line.split()[0]: line for line in said.stdout.splitlines()}
    assert "×1.70, bold" in lines["weight"]
    assert "locked" in lines["weight"]
    assert "back left" in lines["light"]
    assert "locked" not in lines["wobble"]
    rows = choices(drawn_film)
    assert rows["weight"] == {
        "name": "weight", "label": "Line weight", "about": "how heavy the lines are", "value": 1.7,
        "words": "×1.70, bold", "locked": True, "used": True, "lowest": 0.4, "highest": 2.5,
    }  # fmt: skip
    assert "back left" in rows["light"]["options"]  # type: ignore[operator]


def test_a_shot_without_a_take_shows_what_would_be_decided(drawn_film: Path) -> None:
    assert choices(drawn_film, "1A")["weight"]["value"] == pytest.approx(1, abs=0.01)


def test_locked_choices_stay_in_the_next_take(drawn_film: Path, tmp_path: Path) -> None:
    film = tmp_path / "film.previz"
    film.write_bytes(drawn_film.read_bytes())
    again = previz(
        "generate", film, "--shots", "1", "--size", "96x40", "--lock", "weight", "--set", "tone=0.1"
    )
    assert again.returncode == 0, again.stderr
    fails = previz("generate", film, "--shots", "1A", "--size", "96x40", "--lock", "weight")
    assert_fails(fails, "generate one first")


def test_vary_writes_a_sheet_and_leaves_the_project_alone(drawn_film: Path, tmp_path: Path) -> None:
    before = drawn_film.read_bytes()
    made = previz(
        "vary", drawn_film, "scheme", "--shot", "1", "--sheet", tmp_path / "s.png", "--size", "192x80"
    )
    assert made.returncode == 0, made.stderr
    assert "4 drawings" in made.stdout
    with Image.open(tmp_path / "s.png") as sheet:
        assert min(sheet.size) > 160
    assert drawn_film.read_bytes() == before


def test_layers_open_elsewhere(drawn_film: Path, tmp_path: Path) -> None:
    made = previz("layers", drawn_film, "--shot", "1", "--out", tmp_path)
    assert (made.returncode, made.stderr) == (0, "")
    assert {Path(line).suffix for line in made.stdout.splitlines()} == {".png", ".svg", ".ora", ".psd"}
    names = [layer.name for layer in PSDImage.open(tmp_path / "1-1.psd")]
    assert names[0] == "Paper"
    assert "Lines" in names
    some = previz("layers", drawn_film, "--shot", "1", "--out", tmp_path / "b", "--format", "svg", "ora")
    assert sorted(path.name for path in (tmp_path / "b").iterdir()) == ["1-1.ora", "1-1.svg"], some.stderr


def test_a_file_of_layers_comes_back_as_it_went_out(drawn_film: Path, tmp_path: Path) -> None:
    film = tmp_path / "film.previz"
    film.write_bytes(drawn_film.read_bytes())
    assert previz("layers", film, "--shot", "1", "--out", tmp_path, "--format", "psd").returncode == 0
    back = previz("import-take", film, "--shot", "1", tmp_path / "1-1.psd")
    assert (back.returncode, back.stderr) == (0, "")
    assert previz("export", film, "--frames", tmp_path / "frames").returncode == 0
    with Image.open(tmp_path / "1-1.psd") as psd, Image.open(tmp_path / "frames" / "1-1.png") as frame:
        assert np.abs(np.asarray(frame.convert("RGB"), int) - np.asarray(psd.convert("RGB"))).mean() < 2


def test_marks_reach_the_frame(drawn_film: Path, tmp_path: Path) -> None:
    film = tmp_path / "film.previz"
    film.write_bytes(drawn_film.read_bytes())
    pixels = np.zeros((100, 240, 4), np.uint8)
    pixels[4:10, 20:120] = (220, 10, 10, 255)
    Image.fromarray(pixels).save(tmp_path / "over.png")
    made = previz(
        "generate", film, "--shots", "1A", "--size", "240x100", "--marks", tmp_path / "over.png", "--as-is"
    )
    assert made.returncode == 0, made.stderr
    assert previz("export", film, "--frames", tmp_path / "frames").returncode == 0
    with Image.open(tmp_path / "frames" / "1A-1.png") as frame:
        assert (np.asarray(frame)[6:8, 30:110] == (220, 10, 10)).all()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("generate", "--shots", "1", "--set", "weight=9"), "Line weight cannot be 9; choose 0.4 to 2.5"),
        (("generate", "--shots", "1", "--set", "heavy"), "write NAME=VALUE"),
        (("generate", "--shots", "1", "--lock", "mood"), "no choice 'mood'"),
        (("generate", "--shots", "1", "--marks", "none.png"), "none.png cannot be read"),
        (("vary", "mood", "--shot", "1", "--sheet", "s.png"), "choose one of light, scheme"),
        (("layers", "--shot", "1A", "--out", "layers"), "no frame for every panel yet"),
        (("choices", "--shot", "9"), "no shot '9'"),
    ],
)
def test_what_cannot_be_is_one_line(
    drawn_film: Path, tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    film = tmp_path / "film.previz"
    film.write_bytes(drawn_film.read_bytes())
    assert_fails(previz(arguments[0], film, *arguments[1:], cwd=tmp_path), words)
