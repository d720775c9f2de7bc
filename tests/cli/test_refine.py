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
from previz.scene.marks import Box
from previz.studio import Studio
from previz.studio.frame_marks import draw
from previz.studio.paper_over import PaperOver
from tests.films import FULL, record_take

SIZE = (240, 100)


def options(film: Path, *words: str) -> argparse.Namespace:
    return build_parser().parse_args(["refine", str(film), "--shot", "1", *words])


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
