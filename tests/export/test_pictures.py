from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from previz.errors import ExportError
from previz.export.pictures import place_pictures, scale

from .paper import picture_bytes


def test_pictures_are_scaled_down_never_up_and_put_on_white(tmp_path: Path) -> None:
    small = Image.open(io.BytesIO(scale(picture_bytes(size=(320, 134)), 640)))
    assert small.size == (320, 134)
    assert Image.open(io.BytesIO(scale(picture_bytes(size=(1600, 670)), 640))).size == (640, 268)
    clear = io.BytesIO()
    Image.new("RGBA", (40, 20), (0, 0, 0, 0)).save(clear, "PNG")
    assert Image.open(io.BytesIO(scale(clear.getvalue(), 640))).getpixel((5, 5)) == (255, 255, 255)
    for mode in ("1", "L", "P", "I;16", "LA", "CMYK"):
        odd = io.BytesIO()
        Image.new(mode, (40, 20)).save(odd, "TIFF")
        assert Image.open(io.BytesIO(scale(odd.getvalue(), 640))).mode == "RGB"


def test_equal_pictures_are_written_once(tmp_path: Path) -> None:
    files = place_pictures(["a", "b", "a", ""], 100, tmp_path, lambda name: picture_bytes())
    assert files["a"] == files["b"]
    assert len(list(tmp_path.iterdir())) == 1


def test_a_provider_that_knows_no_picture(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="missing"):
        place_pictures(["a"], 100, tmp_path, {}.__getitem__)
