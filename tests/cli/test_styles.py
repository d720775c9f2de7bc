"""`previz styles`: the list, and the sheet."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from previz.gen.sketch import STYLES
from previz.studio import Studio

from .test_cli import assert_fails, previz


def test_the_nine_are_listed_with_a_line_each() -> None:
    said = previz("styles")
    assert said.returncode == 0, said.stderr
    lines = said.stdout.splitlines()
    assert [line.split()[0] for line in lines] == list(STYLES)
    assert all(len(line.split()) > 5 for line in lines)
    assert len(lines) == 9


def test_the_sheet_shows_shots_in_every_style_and_keeps_nothing(small_film: Path, tmp_path: Path) -> None:
    before = small_film.read_bytes()
    sheet = tmp_path / "sheet.png"
    made = previz("styles", "--sheet", sheet, "--shots", "1", "1A", "--width", "160", small_film)
    assert made.returncode == 0, made.stderr
    assert f"{sheet}: 18 drawings." in made.stdout
    assert small_film.read_bytes() == before
    with Image.open(sheet) as picture:
        pixels = np.asarray(picture.convert("RGB")).astype(int)
    blue = (pixels[..., 2] - pixels[..., 0] > 70).mean()
    black = (pixels.max(axis=2) < 30).mean()
    assert blue > 0.008, "the blueprints"
    assert black > 0.002, "the blacks of ink and noir"


def test_without_a_film_or_with_a_wrong_shot_it_says_what_to_do(small_film: Path, tmp_path: Path) -> None:
    said = previz("styles", "--sheet", tmp_path / "sheet.png")
    assert said.returncode == 2
    assert "previz styles --sheet styles.png film.previz" in said.stderr
    assert_fails(previz("styles", small_film, "--sheet", tmp_path / "s.png", "--shots", "99"), "no shot '99'")


def test_a_film_gives_six_shots_spread_over_it(small_film: Path) -> None:
    from previz.studio.style_sheet import spread

    with Studio.open(small_film, read_only=True) as studio:
        shots = studio.shots()
    assert spread(shots, 100) == shots
    few = spread(shots, 2)
    assert few == [shots[0], shots[-1]]
