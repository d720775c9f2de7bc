"""The window at two scales, each in a process of its own: nothing is cut off, and it is the same picture."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

SCALES = (1.0, 1.5)
PARTS = ("top_bar", "primes", "inspector")
PATIENCE_S = 240.0
ALIKE = 6.0
"""Mean difference, of 255, between a picture and that of another scale brought to its size."""


@pytest.fixture(scope="module")
def shown(small_film_master: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[float, Path]:
    """Scale → folder with facts and pictures."""
    found = {}
    for scale in SCALES:
        folder = tmp_path_factory.mktemp(f"scale{scale:g}")
        film = Path(shutil.copy(small_film_master, folder / "film.previz"))
        home = {"XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
        made = subprocess.run(
            [sys.executable, "-m", "tests.ui.at_scale", str(film), str(folder)],
            env={**os.environ, **home, "QT_SCALE_FACTOR": str(scale)},
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
            check=False,
        )
        assert made.returncode == 0, made.stderr
        found[scale] = folder
    return found


def facts(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "facts.json").read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("scale", SCALES)
def test_nothing_is_cut_off(shown: dict[float, Path], scale: float) -> None:
    told = facts(shown[scale])
    assert told["ratio"] == scale
    assert told["window"] == [1280, 800]
    assert told["cut_off"] == []


@pytest.mark.parametrize("part", PARTS)
def test_another_scale_is_the_same_picture_with_more_pixels(shown: dict[float, Path], part: str) -> None:
    one, more = (Image.open(shown[scale] / f"{part}.png").convert("RGB") for scale in SCALES)
    assert more.width == pytest.approx(one.width * SCALES[1], abs=2)
    assert more.height == pytest.approx(one.height * SCALES[1], abs=2)
    brought = np.asarray(more.resize(one.size, Image.Resampling.BOX), float)
    assert np.abs(brought - np.asarray(one, float)).mean() < ALIKE
