"""What `previz refine` asks for: corners in pixels, paint from a file or from the boards."""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from previz.cli import build_parser
from previz.cli.refine import _wish
from previz.errors import BadProject
from previz.gen.models.settings import FOLDER
from previz.scene import model
from previz.scene.marks import Box
from previz.studio import Studio
from previz.studio.frame_marks import draw
from previz.studio.paper_over import PaperOver
from tests.cli.command import assert_fails, inside
from tests.films import FULL, record_take

SIZE = (240, 100)


def options(film: Path, *words: str) -> argparse.Namespace:
    return build_parser()[0].parse_args(["refine", str(film), "--shot", "1", *words])


def painted(studio: Studio, blob: str) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    return PaperOver(blob, studio.store.blob(blob)).fitted(SIZE)


def test_corners_are_pixels_of_the_take_and_paint_comes_from_a_file_or_the_boards(
    small_film: Path, tmp_path: Path
) -> None:
    Image.new("RGBA", SIZE, (200, 30, 30, 255)).save(tmp_path / "paint.png")
    with Studio.open(small_film) as studio:
        take = record_take(studio, FULL, SIZE)
        asked = options(small_film, "--lasso", "24,12", "120,12", "60,96", "--feather", "0.02")
        wish = _wish(studio, take, asked)
        assert wish.lasso == ((0.1, 0.05), (0.5, 0.05), (0.25, 0.4))
        assert (wish.feather, wish.paint, wish.everywhere) == (0.02, "", False)
        filed = _wish(
            studio, take, options(small_film, "--paint", str(tmp_path / "paint.png"), "--everywhere")
        )
        assert painted(studio, filed.paint)[50, 120].tolist() == [200, 30, 30, 255]
        assert filed.everywhere
        with pytest.raises(BadProject, match="Nothing is drawn"):
            _wish(studio, take, options(small_film, "--paint"))
        box = Box(corners=((0.1, 0.1), (0.3, 0.1), (0.3, 0.3), (0.1, 0.3)), filled=True)
        draw(studio.document, take.id, [box], "Paint", colour="#D7263D")
        drawn = painted(studio, _wish(studio, take, options(small_film, "--paint")).paint)
        assert drawn[40, 50, 3] > 50
        assert drawn[90, 200, 3] == 0


def test_a_corner_that_is_none_is_refused(small_film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        options(small_film, "--lasso", "12;4")
    assert "write X,Y in pixels" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (["--enlarge", "2", "--final"], "--enlarge and --final are two steps"),
        (["--enlarge", "2", "--region", "Ada"], "--enlarge and --region are two steps"),
        (["--final", "--light", "dusk"], "--light and --final are two steps"),
        (["--light", "dusk", "--paint"], "--light and --paint are two steps"),
        (["--light", "dusk", "--feather", "0"], "--light takes no --feather"),
        (["--region", "Ada", "--everywhere"], "--region takes no --everywhere"),
        (["--paint", "--region", "Ada", "--everywhere"], "--region --paint takes no --everywhere"),
        (["--paint", "--everywhere", "--feather", "0.1"], "--paint --everywhere takes no --feather"),
        (["--keep", "0.5", "--feather", "0.1"], "Going over the whole picture takes no --feather"),
        (["--final", "--words", "at sea", "--keep", "0"], "takes no --words;"),
        (["--final", "--model", "noir"], "takes no --model;"),
        (["--enlarge", "2", "--generator", "comfyui", "--new-seed"], "--enlarge takes no --new-seed"),
    ],
)
def test_what_a_way_does_not_take_is_refused_before_anything_is_made(
    asked: list[str], says: str, small_film: Path
) -> None:
    with Studio.open(small_film) as studio:
        record_take(studio, FULL, SIZE)
    ran = inside("refine", small_film, "--shot", "1", *asked)
    assert ran.returncode == 2
    assert says in ran.stderr
    assert ran.stderr.count("\n") == 1
    with Studio.open(small_film, read_only=True) as studio:
        assert len(studio.document.of(model.Take)) == 1


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (
            ["--enlarge", "2", "--words", "grain", "--model", "noir"],
            "exactly and takes no --words or --model;",
        ),
        (["--final", "--keep", "0.5"], "as it was asked for and takes no --keep;"),
    ],
)
def test_a_drawing_that_is_drawn_again_takes_nothing_for_a_model(
    asked: list[str], says: str, small_film: Path
) -> None:
    with Studio.open(small_film) as studio:
        record_take(studio, FULL, SIZE, imported=False)
    ran = inside("refine", small_film, "--shot", "1", *asked)
    assert (ran.returncode, says in ran.stderr) == (2, True), ran.stderr


def test_what_a_way_takes_is_let_through(
    small_film: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As far as the model, which is missing here."""
    monkeypatch.setenv(FOLDER, str(tmp_path))
    with Studio.open(small_film) as studio:
        record_take(studio, FULL, SIZE)
    for way in (
        ["--region", "Ada", "--feather", "0", "--new-seed"],
        ["--light", "dusk"],
        ["--enlarge", "2"],
        [],
    ):
        taken = ["--words", "at sea", "--keep", "0", "--model", "noir", "--adherence", "loose"]
        assert_fails(inside("refine", small_film, "--shot", "1", *way, *taken), "There is no model in")


def test_a_panel_without_a_take_has_nothing_to_go_on_from(small_film: Path) -> None:
    assert_fails(inside("refine", small_film, "--shot", "1", "--paint"), "has no take yet")
