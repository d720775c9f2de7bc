"""`previz receipt`: what a director reads about takes that left the blocking."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import numpy as np
import pytest
from PIL import Image

from previz.scene import model
from previz.studio import Studio

from .test_cli import assert_fails, previz


@pytest.fixture(scope="module")
def drawn_film(small_film_master: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("judged") / "film.previz"
    path.write_bytes(small_film_master.read_bytes())
    made = previz("generate", path, "--shots", "1", "--style", "pencil", "--size", "720x302")
    assert made.returncode == 0, made.stderr
    return path


def test_a_drawing_keeps_the_blocking(drawn_film: Path, tmp_path: Path) -> None:
    said = previz("receipt", drawn_film, "--shots", "1", "--heat", tmp_path / "heat")
    assert said.returncode == 0, said.stdout + said.stderr
    assert said.stdout.split()[:4] == ["1", "take", "1", "score"]
    assert said.stdout.strip().endswith("kept")
    with Image.open(tmp_path / "heat" / "1-take-1.png") as heat:
        colours = np.asarray(heat).astype(int)
    assert colours.shape == (302, 720, 3)
    assert (colours[..., 1] - colours[..., 0] > 60).any(), "what was kept is green"


def test_a_person_who_left_the_blocking_since_is_named(drawn_film: Path, tmp_path: Path) -> None:
    film = tmp_path / "film.previz"
    film.write_bytes(drawn_film.read_bytes())
    with Studio.open(film) as project:
        ada = project.document.need("t-ada", model.Track).keys[0]
        with project.document.edit("Move Ada") as edit:
            edit.update("t-ada", keys=(msgspec.structs.replace(ada, position_m=(0.35, 0.0, 0.0)),))
    said = previz("receipt", film, "--shots", "1", "--json")
    assert said.returncode == 1, said.stdout
    (row,) = json.loads(said.stdout)
    assert row["drifted"]
    assert row["score"] < 60
    assert any(reason.startswith("Ada") for reason in row["reasons"]), row["reasons"]


def test_nothing_to_judge_is_said(small_film: Path) -> None:
    assert_fails(previz("receipt", small_film), "no take to judge yet")
