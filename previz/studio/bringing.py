"""A picture from outside as a take: an artist's drawing, a photograph, an edited layer file.

What comes in is foreign: every file is measured before it is decoded, decoded by a short list of readers,
turned into plain 8-bit sRGB on white, and stored as a PNG of our own. Profiles, EXIF and frames behind the
first go no further than this module.
"""

from __future__ import annotations

import io
import warnings
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from previz.errors import ImportFailed
from previz.export.wording import one_line
from previz.gen.request import MAX_SIDE_PX
from previz.review.fingerprint import Fingerprint
from previz.scene import model
from previz.scene.document import Document
from previz.scene.store import Store
from previz.scene.store_database import now

READ_SIDE_PX = 20_000
READ_PIXELS = 120_000_000
"""The largest picture that is decoded: about 500 MB for a moment."""
FILE_BYTES = 300_000_000
PROFILE_BYTES = 4_000_000
FORMATS = ("PNG", "JPEG", "TIFF", "WEBP", "GIF", "BMP", "PSD")
ENDINGS = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp", ".gif", ".bmp", ".psd", ".ora")
SHAPE_TOLERANCE = 0.02


@dataclass
class Brought:
    """A picture ready to be kept, and what happened to it on the way."""

    png: bytes
    size_px: tuple[int, int]
    notes: list[str] = field(default_factory=list)


def read_picture(path: Path) -> Brought:
    """Decode a foreign picture. Raises ImportFailed, in one line, for what cannot or must not be read."""
    name = path.name
    try:
        if path.stat().st_size > FILE_BYTES:
            raise ImportFailed(f"{name} is larger than {FILE_BYTES // 10**6} MB; make it smaller.")
        data = _merged(path) if path.suffix.lower() == ".ora" else path.read_bytes()
    except OSError as error:
        raise ImportFailed(f"{name} cannot be read: {error.strerror or 'it is damaged'}.") from error
    notes: list[str] = []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # sizes are judged below, odd metadata is dropped
            with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
                _check_size(opened, name)
                plain = _plain(opened, notes)
    except UnidentifiedImageError as error:
        raise ImportFailed(
            f"{name} is not a picture that can be read; give PNG, JPEG, TIFF, WebP, PSD or OpenRaster."
        ) from error
    except Image.DecompressionBombError as error:
        raise ImportFailed(f"{name} is too large a picture; {READ_SIDE_PX} px a side is the most.") from error
    except (OSError, ValueError, SyntaxError, MemoryError, EOFError) as error:
        raise ImportFailed(f"{name} is damaged and cannot be read; save it again as PNG.") from error
    if max(plain.size) > MAX_SIDE_PX:
        was = f"{plain.width} × {plain.height}"
        plain.thumbnail((MAX_SIDE_PX, MAX_SIDE_PX), Image.Resampling.LANCZOS)
        notes.append(f"made smaller from {was} px")
    plain.info.clear()  # or the profile would be written again
    file = io.BytesIO()
    plain.save(file, "PNG")
    return Brought(file.getvalue(), plain.size, notes)


def _check_size(picture: Image.Image, name: str) -> None:
    width, height = picture.size
    if max(width, height) > READ_SIDE_PX or width * height > READ_PIXELS:
        raise ImportFailed(
            f"{name} is {width} × {height} px; up to {READ_SIDE_PX} px a side and "
            f"{READ_PIXELS // 10**6} megapixels can be read. Export it smaller."
        )


def _merged(path: Path) -> bytes:
    """The flat picture inside an OpenRaster file."""
    try:
        with zipfile.ZipFile(path) as archive:
            info = archive.getinfo("mergedimage.png")
            if info.file_size > FILE_BYTES:
                raise ImportFailed(f"{path.name} holds a picture that is too large; export it smaller.")
            with archive.open(info) as member:
                return member.read(FILE_BYTES)
    except (KeyError, zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        raise ImportFailed(f"{path.name} is no OpenRaster file; export it again, or as PNG.") from error


def _plain(opened: Image.Image, notes: list[str]) -> Image.Image:
    """8-bit sRGB on white, upright, the first frame alone; of a layered file that is all layers together.

    A picture that was opened stands there, and nothing is sought: Pillow counts the layers of a PSD as frames
    from 1 on, and has no way back to all of them.
    """
    frames = 1 if opened.format == "PSD" else getattr(opened, "n_frames", 1)
    if frames > 1:
        notes.append(f"the first of {frames} frames")
    picture = opened.copy()
    if picture.mode.startswith(("I;16", "I", "F")):
        picture = _eight_bits(picture)
        notes.append("16 bits made 8")
    picture = _turned(opened, picture)
    picture = _managed(picture, opened.info.get("icc_profile"), notes)
    if "A" in picture.getbands() or "transparency" in picture.info:
        over = picture.convert("RGBA")
        paper = Image.new("RGBA", over.size, (255, 255, 255, 255))
        return Image.alpha_composite(paper, over).convert("RGB")
    return picture.convert("RGB")


def _eight_bits(picture: Image.Image) -> Image.Image:
    values: np.ndarray[Any, Any] = np.nan_to_num(np.asarray(picture, dtype=np.float64))
    top = 65535.0 if values.max(initial=0.0) > 255 else 255.0 if values.max(initial=0.0) > 1 else 1.0
    return Image.fromarray(np.clip(values / top * 255, 0, 255).round().astype(np.uint8))


def _turned(opened: Image.Image, picture: Image.Image) -> Image.Image:
    """As the camera was held; EXIF that cannot be read turns nothing."""
    try:
        orientation = opened.getexif().get(0x0112, 1)
    except (OSError, ValueError, SyntaxError, KeyError, TypeError, EOFError):
        return picture
    if orientation not in range(2, 9):
        return picture
    exif = Image.Exif()
    exif[0x0112] = orientation
    picture.info["exif"] = exif.tobytes()
    return ImageOps.exif_transpose(picture)


def _managed(picture: Image.Image, profile: object, notes: list[str]) -> Image.Image:
    """Through the picture's own profile to sRGB, where that profile can be trusted."""
    if picture.mode not in ("RGB", "CMYK", "L", "RGBA"):
        return picture
    if not isinstance(profile, bytes) or not profile:
        if picture.mode == "CMYK":
            notes.append("CMYK without a profile, colours are approximate")
        return picture
    alpha = picture.getchannel("A") if picture.mode == "RGBA" else None
    base = picture.convert("RGB") if alpha is not None else picture
    try:
        if len(profile) > PROFILE_BYTES:
            raise ValueError("profile too large")
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        made = ImageCms.profileToProfile(base, own, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        notes.append("its colour profile cannot be used, colours are approximate")
        return picture
    if made is None:
        return picture
    if alpha is not None:
        made.putalpha(alpha)
    return made


def add_picture(
    document: Document,
    store: Store,
    panel: model.Panel,
    path: Path,
    fingerprint: Fingerprint,
    aspect: float | None,
) -> tuple[model.Take, list[str]]:
    """A picture file as a new take of a panel; the takes that are there stay. Returns take and notes.

    ``aspect``: of the frame, to tell when the picture has another shape. Raises ImportFailed, FileError.
    """
    brought = read_picture(path)
    width, height = brought.size_px
    if aspect and abs(width / height / aspect - 1) > SHAPE_TOLERANCE:
        brought.notes.append("its shape is not that of the frame, so it is shown whole")
    earlier = document.children(panel.id, model.Take)
    stands = document.get(panel.selected_take_id, model.Take)
    take = model.Take(
        id=document.new_id(model.Take),
        panel_id=panel.id,
        number=1 + max((take.number for take in earlier), default=0),
        image="",
        request="",
        generator="import",
        style=one_line(path.name)[:80] or "picture",
        seed=0,
        size_px=brought.size_px,
        fingerprint=fingerprint,
        made_at=now(),
        imported=True,
        from_take=stands.number if stands is not None else 0,
    )
    kept = store.add_take(document, take, image=brought.png, request=b"{}", name=f"{panel.id}-{take.number}")
    return kept, brought.notes
