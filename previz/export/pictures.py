"""Pictures scaled to what the paper needs. typst decodes every picture whole, so 500 frames at full size
would take a gigabyte; at 600 pixels they take a tenth of it."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from previz.errors import ExportError

Pictures = Callable[[str], bytes]
"""Turns a row's `image` into the bytes of a picture file. Raises KeyError or OSError when there is none."""

JPEG_QUALITY = 88
WORKERS = 2
MAX_PIXELS = 200_000_000


def read_file(name: str) -> bytes:
    """The picture source that is used when none is given: `image` is a path."""
    return Path(name).read_bytes()


def place_pictures(
    names: Iterable[str], width_px: int, folder: Path, pictures: Pictures | None = None
) -> Mapping[str, str]:
    """Write each picture into the folder, at most ``width_px`` wide; returns name → file name.

    Raises ExportError for a picture that is not there or cannot be read.
    """
    source = pictures or read_file
    folder.mkdir(parents=True, exist_ok=True)
    wanted = list(dict.fromkeys(name for name in names if name))
    with ThreadPoolExecutor(WORKERS) as pool:
        files = list(pool.map(lambda name: _place(name, source, width_px, folder), wanted))
    return dict(zip(wanted, files, strict=True))


def place_overlays(names: Iterable[str], folder: Path, pictures: Pictures | None = None) -> dict[str, str]:
    """Write what was drawn over pictures into the folder, as it is; returns name → file name.

    Raises ExportError for an overlay that is not there.
    """
    placed = {}
    for name in dict.fromkeys(name for name in names if name):
        data = _read(name, pictures or read_file)
        placed[name] = f"{hashlib.sha256(data).hexdigest()[:24]}.svg"
        (folder / placed[name]).write_bytes(data)
    return placed


def _read(name: str, source: Pictures) -> bytes:
    try:
        return source(name)
    except (KeyError, OSError) as error:
        raise ExportError(f"The picture {short(name)} is missing; make the frame again.") from error


def _place(name: str, source: Pictures, width_px: int, folder: Path) -> str:
    data = _read(name, source)
    file = f"{hashlib.sha256(data).hexdigest()[:24]}-{width_px}.jpg"
    target = folder / file
    if target.exists():
        return file
    try:
        scaled = scale(data, width_px)
    except (UnidentifiedImageError, Image.DecompressionBombError, SyntaxError, OSError, ValueError) as error:
        raise ExportError(f"The picture {short(name)} is damaged; make the frame again.") from error
    target.write_bytes(scaled)
    return file


def scale(data: bytes, width_px: int) -> bytes:
    """A JPEG of the picture on white, at most ``width_px`` wide and never enlarged."""
    with Image.open(io.BytesIO(data)) as picture:
        if picture.width * picture.height > MAX_PIXELS:
            raise ValueError("the picture is too big")
        if picture.format == "JPEG":
            picture.draft("RGB", (width_px, 1))
        image = _on_white(picture)
        if image.width > width_px:
            height = max(1, round(image.height * width_px / image.width))
            image = image.resize((width_px, height), Image.Resampling.HAMMING)
        out = io.BytesIO()
        image.save(out, "JPEG", quality=JPEG_QUALITY, subsampling=0)
        return out.getvalue()


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode not in ("RGBA", "LA", "PA") and "transparency" not in picture.info:
        return picture.convert("RGB")
    layer = picture.convert("RGBA")
    paper = Image.new("RGBA", layer.size, "white")
    return Image.alpha_composite(paper, layer).convert("RGB")


def short(name: str) -> str:
    """A name fit for one line of a message."""
    name = name.replace("\n", " ")
    return name if len(name) <= 90 else f"…{name[-88:]}"
