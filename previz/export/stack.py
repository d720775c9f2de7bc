"""Layers as other painting programs take them up: a folder of PNGs, or one OpenRaster file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import Protocol
from xml.sax.saxutils import quoteattr

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PIL.PngImagePlugin import PngInfo

Pixels = NDArray[np.uint8]

_THUMBNAIL_PX = 256
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The first date that a ZIP knows: the same layers give the same bytes."""


class Sheet(Protocol):
    """One layer."""

    @property
    def name(self) -> str:
        """For files."""
        ...

    @property
    def label(self) -> str:
        """For people."""
        ...

    @property
    def pixels(self) -> Pixels:
        """(h, w, 4), sRGB, straight alpha; all sheets of one size."""
        ...


def cropped(pixels: Pixels) -> tuple[int, int, Pixels]:
    """Left, top and the part of (h, w, 4) that is not transparent; one pixel of a sheet that is empty."""
    seen = pixels[..., 3] > 0
    rows, columns = np.nonzero(seen.any(axis=1))[0], np.nonzero(seen.any(axis=0))[0]
    if not len(rows):
        return 0, 0, pixels[:1, :1]
    top, left = int(rows[0]), int(columns[0])
    return left, top, pixels[top : rows[-1] + 1, left : columns[-1] + 1]


def png_files(sheets: Sequence[Sheet], xmp: str = "") -> dict[str, bytes]:
    """File name → PNG of the full size, numbered from the lowest sheet up."""
    return {
        f"{number}-{sheet.name}.png": _png(sheet.pixels, xmp) for number, sheet in enumerate(sheets, start=1)
    }


def to_openraster(sheets: Sequence[Sheet], merged: Pixels, xmp: str = "") -> bytes:
    """An OpenRaster document of ``sheets`` from the lowest up; ``merged`` (h, w, 3) is what they show.

    https://www.openraster.org/baseline/file-layout-spec.html
    """
    height, width = merged.shape[:2]
    entries, files = [], {}
    for number, sheet in enumerate(sheets, start=1):
        left, top, part = cropped(sheet.pixels)
        path = f"data/{number}-{sheet.name}.png"
        files[path] = _png(part)
        entries.append(
            f"  <layer name={quoteattr(sheet.label)} src={quoteattr(path)} "
            f'x="{left}" y="{top}" opacity="1.0" visibility="visible" composite-op="svg:src-over"/>'
        )
    stack = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<image version="0.0.5" w="{width}" h="{height}" xres="72" yres="72">',
        " <stack>",
        *reversed(entries),  # the first in the list is the topmost
        " </stack>",
        "</image>",
        "",
    ]
    small = Image.fromarray(merged)
    small.thumbnail((_THUMBNAIL_PX, _THUMBNAIL_PX), Image.Resampling.LANCZOS)
    files["mergedimage.png"] = _png(merged, xmp)
    files["Thumbnails/thumbnail.png"] = _png(np.asarray(small))
    return _zipped({"mimetype": b"image/openraster", "stack.xml": "\n".join(stack).encode()} | files)


def _png(pixels: Pixels, xmp: str = "") -> bytes:
    about = PngInfo()
    if xmp:
        about.add_itxt("XML:com.adobe.xmp", xmp)
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG", pnginfo=about, compress_level=4)
    return file.getvalue()


def _zipped(files: dict[str, bytes]) -> bytes:
    """Stored, not packed: PNGs are packed already, and the type must be readable at its place."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_STORED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), data)
    return whole.getvalue()
