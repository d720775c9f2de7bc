from __future__ import annotations

import io
import zlib
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from previz.gen import png

PIXELS: Any = np.random.default_rng(1).integers(0, 256, (9, 7, 3), np.uint8)
DATA = png.encode(PIXELS)


@pytest.mark.parametrize("channels", [3, 4])
def test_pixels_are_kept(channels: int) -> None:
    pixels: Any = np.random.default_rng(2).integers(0, 256, (9, 7, channels), np.uint8)
    data = png.encode(pixels)
    assert np.array_equal(np.asarray(Image.open(io.BytesIO(data))), pixels)
    png.prove(data, (7, 9))
    assert png.encode(pixels[:, ::-1][:, ::-1]) == data


@pytest.mark.parametrize("shape", [(4, 4), (4, 4, 1), (0, 4, 3), (4, 4, 5)])
def test_other_shapes_are_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="a picture is"):
        png.encode(np.zeros(shape, np.uint8))
    with pytest.raises(ValueError, match="a picture is"):
        png.encode(np.zeros((4, 4, 3), np.float32))  # type: ignore[arg-type]


@pytest.mark.parametrize("cut", range(0, len(DATA), 7))
def test_every_truncation_is_noticed(cut: int) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        png.prove(DATA[:cut], (7, 9))


@settings(deadline=None)
@given(at=st.integers(8, len(DATA) - 1), bit=st.integers(0, 7))
def test_every_flipped_bit_is_noticed(at: int, bit: int) -> None:
    damaged = bytearray(DATA)
    damaged[at] ^= 1 << bit
    with pytest.raises(ValueError):  # noqa: PT011
        png.prove(bytes(damaged), (7, 9))


def _with_pixels(raw: bytes) -> bytes:
    """A PNG whose checksums fit but whose pixel stream is ``raw``."""
    parts = [png.SIGNATURE]
    for kind, body in png.chunks(DATA):
        parts.append(png._chunk(kind, raw if kind == b"IDAT" else body))
    return b"".join(parts)


@pytest.mark.parametrize("raw", [b"", zlib.compress(b"\0" * 197), zlib.compress(b"\0" * 199), b"nonsense"])
def test_sound_file_with_wrong_pixels_is_noticed(raw: bytes) -> None:
    png.prove(_with_pixels(zlib.compress(b"\0" * 198)), (7, 9))
    with pytest.raises(ValueError, match="pixels"):
        png.prove(_with_pixels(raw), (7, 9))


def test_size_is_compared_first() -> None:
    with pytest.raises(ValueError, match="7 × 9 px instead of 9 × 7"):
        png.prove(DATA, (9, 7))
    with pytest.raises(ValueError, match="not a PNG"):
        png.prove(b"GIF89a", (9, 7))


def test_forms_we_do_not_write_are_refused() -> None:
    file = io.BytesIO()
    Image.fromarray(PIXELS[..., 0]).convert("1").save(file, "PNG")
    with pytest.raises(ValueError, match="form"):
        png.prove(file.getvalue(), (7, 9))


def test_text_is_added_once_and_read_by_others() -> None:
    once = png.with_text(DATA, "Comment", "Zoë\nwaits")
    twice = png.with_text(once, "Comment", "Maya")
    assert png.text(once, "Comment") == "Zoë\nwaits"
    assert png.text(twice, "Comment") == "Maya"
    assert png.text(DATA, "Comment") is None
    assert len(list(png.chunks(twice))) == len(list(png.chunks(once)))
    image = Image.open(io.BytesIO(once))
    image.load()
    assert image.info["Comment"] == "Zoë\nwaits"
    png.prove(twice, (7, 9))
