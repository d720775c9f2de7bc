"""An artist's marks from a file into a take, and back out of the project."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from previz.errors import BadProject, ImportFailed
from previz.gen.request import from_json
from previz.scene import model
from previz.studio import Making, Studio
from previz.studio.paper_over import bring_marks, kept_marks
from tests.films import FULL

SMALL = (240, 100)


@pytest.fixture
def drawn_over(tmp_path: Path) -> Path:
    """A red bar, twice the size of the frame."""
    pixels = np.zeros((200, 480, 4), np.uint8)
    pixels[20:32, 40:200] = (220, 10, 10, 255)
    Image.fromarray(pixels).save(tmp_path / "over.png")
    return tmp_path / "over.png"


def test_marks_reach_the_take_and_its_request_and_come_back(small_film: Path, drawn_over: Path) -> None:
    with Studio.open(small_film) as studio:
        shot = studio.find("1")
        marks = bring_marks(studio.store, drawn_over, medium=False)
        for over in (None, marks):
            making = Making(seed=3, size_px=SMALL, marks=over)
            assert not studio.generate([shot], making, lambda *_: None).failed
    with Studio.open(small_film, read_only=True) as studio:
        plain, over_it = studio.document.children(f"{FULL}-p", model.Take)
        request = from_json(studio.store.blob(over_it.request))
        kept = kept_marks(studio.store, request)
        assert kept == marks
        assert kept_marks(studio.store, from_json(studio.store.blob(plain.request))) is None
        a, b = (np.asarray(Image.open(io.BytesIO(studio.store.blob(t.image)))) for t in (plain, over_it))
    assert np.abs(b[11:15, 22:98].astype(int) - (220, 10, 10)).max() <= 4
    assert (a[40:] == b[40:]).all()


def test_a_scaled_edge_keeps_its_colour(small_film: Path, drawn_over: Path) -> None:
    with Studio.open(small_film) as studio:
        fitted = bring_marks(studio.store, drawn_over).fitted(SMALL)
    seen = fitted[..., 3] > 8
    assert fitted.shape == (100, 240, 4)
    assert np.abs(fitted[seen][:, :3].astype(int) - (220, 10, 10)).max() <= 24


def test_another_shape_is_refused(small_film: Path, drawn_over: Path) -> None:
    with Studio.open(small_film) as studio:
        marks = bring_marks(studio.store, drawn_over)
        with pytest.raises(BadProject, match="480 × 200 px and the frame is 100 × 100 px"):
            marks.fitted((100, 100))


@pytest.mark.parametrize("content", [b"", b"not a picture", b"\x89PNG\r\n\x1a\n broken"])
def test_what_is_no_picture_is_one_line(small_film: Path, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "bad.png").write_bytes(content)
    with Studio.open(small_film) as studio:
        with pytest.raises(ImportFailed, match=r"bad\.png"):
            bring_marks(studio.store, tmp_path / "bad.png")
        with pytest.raises(ImportFailed, match=r"none\.png cannot be read"):
            bring_marks(studio.store, tmp_path / "none.png")
