"""Pictures from outside as takes: what becomes of odd ones, and that bad ones say so in a line."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from previz.errors import ImportFailed
from previz.export.psd import to_psd
from previz.scene import model
from previz.studio import Studio
from previz.studio.bringing import read_picture
from tests.films import BARE, FULL


@dataclass(frozen=True, eq=False)
class Spot:
    """A layer that covers a corner of the picture in white."""

    label: str
    pixels: NDArray[np.uint8] = field(default_factory=lambda: np.full((2, 2, 4), 255, np.uint8))


def pixels(path: Path) -> np.ndarray:
    with Image.open(io.BytesIO(read_picture(path).png)) as picture:
        assert picture.mode == "RGB"
        assert "exif" not in picture.info
        assert "icc_profile" not in picture.info
        return np.asarray(picture)


def saved(path: Path, picture: Image.Image, **more: object) -> Path:
    picture.save(path, **more)
    return path


def test_cmyk_is_turned_into_colours_of_the_screen(tmp_path: Path) -> None:
    red = Image.new("CMYK", (8, 4), (0, 255, 255, 0))
    path = saved(tmp_path / "print.tif", red)
    assert tuple(pixels(path)[0, 0]) == (255, 0, 0)
    assert read_picture(path).notes == ["CMYK without a profile, colours are approximate"]


def test_sixteen_bits_become_eight(tmp_path: Path) -> None:
    ramp = np.linspace(0, 65535, 8).astype(np.uint16)[None].repeat(4, axis=0)
    path = saved(tmp_path / "deep.png", Image.fromarray(ramp))
    assert pixels(path)[0, :, 0].tolist() == [0, 36, 73, 109, 146, 182, 219, 255]
    assert read_picture(path).notes == ["16 bits made 8"]


def test_of_an_animation_the_first_frame_is_taken(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (8, 4), colour) for colour in ("red", "blue")]
    path = saved(tmp_path / "move.gif", frames[0], save_all=True, append_images=frames[1:])
    assert tuple(pixels(path)[0, 0]) == (255, 0, 0)
    assert read_picture(path).notes == ["the first of 2 frames"]


@pytest.mark.parametrize("layers", [0, 1, 3])
def test_a_layered_photoshop_file_is_all_its_layers_together(tmp_path: Path, layers: int) -> None:
    spots = [Spot(f"spot {number}") for number in range(layers)]
    path = tmp_path / "board.psd"
    path.write_bytes(to_psd(spots, np.full((4, 8, 3), (12, 200, 40), np.uint8)))
    assert (pixels(path) == (12, 200, 40)).all()
    assert read_picture(path).notes == []


@pytest.mark.parametrize("ending", ["png", "webp", "tif"])
def test_an_animation_of_any_kind_is_its_first_frame(tmp_path: Path, ending: str) -> None:
    frames = [Image.new("RGB", (16, 8), colour) for colour in ("lime", "blue", "red")]
    path = saved(tmp_path / f"move.{ending}", frames[0], save_all=True, append_images=frames[1:])
    red, green, blue = pixels(path)[4, 8].tolist()
    assert green > 240
    assert max(red, blue) < 30
    assert read_picture(path).notes == ["the first of 3 frames"]


def test_a_hostile_profile_in_a_picture_for_print_is_left_aside(tmp_path: Path) -> None:
    path = saved(tmp_path / "print.jpg", Image.new("CMYK", (8, 8), (0, 0, 0, 0)), icc_profile=b"\0" * 200)
    assert pixels(path).min() > 240
    assert read_picture(path).notes == ["its colour profile cannot be used, colours are approximate"]


def test_a_picture_is_turned_as_the_camera_was_held(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    path = saved(tmp_path / "held.jpg", Image.new("RGB", (8, 4)), exif=exif)
    assert read_picture(path).size_px == (4, 8)


@pytest.mark.parametrize(
    "exif", [b"Exif\0\0MM\0*\xff\xff\xff\xff", b"Exif\0\0II*\0\x08\0\0\0\xff\xff" + b"\xff" * 40]
)
def test_hostile_exif_and_profile_do_no_harm(tmp_path: Path, exif: bytes) -> None:
    path = saved(
        tmp_path / "odd.jpg", Image.new("RGB", (8, 4), "white"), exif=exif, icc_profile=b"\xff" * 5000
    )
    assert tuple(pixels(path)[0, 0]) == (255, 255, 255)
    assert read_picture(path).notes == ["its colour profile cannot be used, colours are approximate"]


def test_what_is_transparent_lies_on_white(tmp_path: Path) -> None:
    path = saved(tmp_path / "clear.png", Image.new("RGBA", (8, 4), (0, 0, 0, 0)))
    assert tuple(pixels(path)[0, 0]) == (255, 255, 255)


def huge_png(width: int, height: int) -> bytes:
    """A few bytes that claim to be large."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    parts = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 64)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("wide.png", huge_png(30_000, 100), "30000 × 100 px"),
        ("tall.png", huge_png(100, 30_000), "100 × 30000 px"),
        ("bomb.png", huge_png(19_000, 19_000), "too large|megapixels"),
        ("cut.png", huge_png(800, 600), "damaged"),
        ("words.png", b"not a picture", "not a picture"),
        ("empty.jpg", b"", "not a picture"),
        ("paint.ora", b"PK\x03\x04", "no OpenRaster"),
    ],
)
def test_what_cannot_be_read_says_why_in_one_line(tmp_path: Path, name: str, data: bytes, told: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(ImportFailed, match=told) as caught:
        read_picture(path)
    assert "\n" not in str(caught.value)


def test_a_picture_is_a_take_beside_the_others_and_an_edited_layer_file_comes_back(small_film: Path) -> None:
    flat = io.BytesIO()
    Image.new("RGB", (96, 40), "green").save(flat, "PNG")
    layered = small_film.parent / "edited.ora"
    with zipfile.ZipFile(layered, "w") as archive:
        archive.writestr("mimetype", "image/openraster")
        archive.writestr("mergedimage.png", flat.getvalue())
    with Studio.open(small_film) as studio:
        panel = studio.document.need(f"{FULL}-p", model.Panel)
        first, notes = studio.exchange.add_picture(panel, layered)
        assert (first.number, first.imported, first.style, first.size_px) == (1, True, "edited.ora", (96, 40))
        assert len(notes) == 0
        bare, _ = studio.exchange.add_picture(studio.document.need(f"{BARE}-p", model.Panel), layered)
        assert bare.image == first.image
        assert studio.document.need(panel.id, model.Panel).selected_take_id is None
        assert studio.verify() == []
