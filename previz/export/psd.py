"""Layered Photoshop files, by Adobe's published description of the format (version 1, 8 bits, RGB).

https://www.adobe.com/devnet-apps/photoshop/fileformatashtml/
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from previz.errors import ExportError
from previz.export.stack import Pixels, Sheet, cropped

MAX_SIDE_PX = 30_000
_RGB, _PACKED = 3, 1
_XMP = 1060
_ALPHA, _COLOURS = -1, (0, 1, 2)
_POSITION_KNOWN = 8
"""Flag of a layer: nothing hidden, written by a program of this century."""


def to_psd(sheets: Sequence[Sheet], merged: Pixels, xmp: str = "") -> bytes:
    """A document of ``sheets`` from the lowest up, with ``merged`` (h, w, 3) for those who read no layers.

    Raises ExportError when the picture is larger than the format allows.
    """
    height, width = merged.shape[:2]
    if max(width, height) > MAX_SIDE_PX:
        raise ExportError(f"A PSD holds at most {MAX_SIDE_PX} px a side, not {width} × {height}; choose ORA.")
    header = b"8BPS" + struct.pack(">H6xHIIHH", 1, 3, height, width, 8, _RGB)
    packed = [pack_bits(merged[..., channel]) for channel in _COLOURS]
    picture = struct.pack(">H", _PACKED)
    picture += b"".join(_counts(rows) for rows, _ in packed) + b"".join(data for _, data in packed)
    return header + _block(b"") + _block(_resources(xmp)) + _block(_layers(sheets)) + picture


def _block(content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + content


def _resources(xmp: str) -> bytes:
    if not xmp:
        return b""
    data = xmp.encode("utf-8")
    return b"8BIM" + struct.pack(">HH", _XMP, 0) + _block(data) + b"\0" * (len(data) % 2)


def _layers(sheets: Sequence[Sheet]) -> bytes:
    """The section of layers and masks; there are no masks."""
    records, pixels = [], []
    for sheet in sheets:
        left, top, part = cropped(sheet.pixels)
        order = (_ALPHA, *_COLOURS)
        channels = [_channel(part[..., channel]) for channel in order]
        records.append(_record(sheet.label, left, top, part.shape, order, channels))
        pixels.append(b"".join(channels))
    info = struct.pack(">h", len(sheets)) + b"".join(records) + b"".join(pixels)
    info += b"\0" * (len(info) % 2)
    return _block(info) + _block(b"")


def _record(
    name: str, left: int, top: int, shape: Sequence[int], order: Sequence[int], channels: Sequence[bytes]
) -> bytes:
    result = struct.pack(">iiii", top, left, top + shape[0], left + shape[1])
    result += struct.pack(">H", len(channels))
    for number, data in zip(order, channels, strict=True):
        result += struct.pack(">hI", number, len(data))
    result += b"8BIMnorm" + struct.pack(">BBBx", 255, 0, _POSITION_KNOWN)
    return result + _block(_block(b"") + _block(b"") + _names(name))


def _names(name: str) -> bytes:
    """The name for old readers, then in Unicode."""
    plain = name.encode("ascii", "replace")[:255]
    pascal = bytes([len(plain)]) + plain
    pascal += b"\0" * (-len(pascal) % 4)
    units = name.encode("utf-16-be")
    unicode = struct.pack(">I", len(units) // 2) + units
    unicode += b"\0" * (-len(unicode) % 4)
    return pascal + b"8BIMluni" + _block(unicode)


def _channel(plane: Pixels) -> bytes:
    rows, data = pack_bits(plane)
    return struct.pack(">H", _PACKED) + _counts(rows) + data


def _counts(rows: NDArray[np.int64]) -> bytes:
    return rows.astype(">u2").tobytes()


def pack_bits(plane: Pixels) -> tuple[NDArray[np.int64], bytes]:
    """(h, w) uint8 → bytes of each row (h,) and the rows, packed by the PackBits of Apple and TIFF.

    Three equal bytes or more become a count and a byte; everything between is copied, 128 at most at once.
    """
    height, width = plane.shape
    flat = np.ascontiguousarray(plane).reshape(-1)
    if not flat.size:
        return np.zeros(height, np.int64), b""
    starts, lengths, repeated = _pieces(flat, width)
    sizes = np.where(repeated, 2, lengths + 1)
    places = np.cumsum(sizes) - sizes
    packed = np.empty(int(sizes.sum()), np.uint8)
    packed[places] = np.where(repeated, (257 - lengths) % 256, lengths - 1)
    packed[places[repeated] + 1] = flat[starts[repeated]]
    copied, count = ~repeated, lengths[~repeated]
    step = np.arange(int(count.sum())) - np.repeat(np.cumsum(count) - count, count)
    packed[np.repeat(places[copied] + 1, count) + step] = flat[np.repeat(starts[copied], count) + step]
    rows = np.bincount(starts // width, weights=sizes, minlength=height).astype(np.int64)
    return rows, packed.tobytes()


def _pieces(flat: Pixels, width: int) -> tuple[NDArray[Any], NDArray[Any], NDArray[np.bool_]]:
    """Start, length (1…128) and kind of each piece; none crosses the end of a row."""
    row_start = np.arange(flat.size) % width == 0
    first = np.nonzero(row_start | np.concatenate([[True], flat[1:] != flat[:-1]]))[0]
    long = np.diff(first, append=flat.size) >= 3
    # neighbouring short runs are copied together
    opens = long | np.concatenate([[True], long[:-1]]) | row_start[first]
    starts, repeated = first[opens], long[opens]
    lengths = np.diff(starts, append=flat.size)
    parts = -(-lengths // 128)
    number = np.arange(int(parts.sum())) - np.repeat(np.cumsum(parts) - parts, parts)
    left = np.repeat(lengths, parts) - number * 128
    length = np.minimum(left, 128)
    return np.repeat(starts, parts) + number * 128, length, np.repeat(repeated, parts) & (length > 1)
