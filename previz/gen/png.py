"""PNG files to the byte: writing, proving that one is whole, and text chunks (PNG 1.2, ISO 15948).

The proof works on the compressed stream, so that it neither decodes colours nor holds the interpreter lock
for long; a picture is whole when every chunk's checksum fits and the pixel stream has the right length.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

SIGNATURE = b"\x89PNG\r\n\x1a\n"
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
"""PNG colour type → samples per pixel."""
MAX_TEXT = 4_000_000


def encode(pixels: NDArray[np.uint8]) -> bytes:
    """(h, w, 3) RGB or (h, w, 4) RGBA uint8 → PNG. ValueError for another shape or type."""
    if pixels.dtype != np.uint8 or pixels.ndim != 3 or pixels.shape[2] not in (3, 4) or 0 in pixels.shape:
        raise ValueError(f"a picture is (h, w, 3) or (h, w, 4) uint8, not {pixels.shape} {pixels.dtype}")
    code = cv2.COLOR_RGB2BGR if pixels.shape[2] == 3 else cv2.COLOR_RGBA2BGRA
    swapped: Any = cv2.cvtColor(np.ascontiguousarray(pixels), code)
    made, data = cv2.imencode(".png", swapped, [cv2.IMWRITE_PNG_COMPRESSION, 3])
    if not made:
        raise ValueError("OpenCV could not write the PNG")
    return bytes(data.tobytes())


def chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """(type, body) of each chunk. ValueError at the first byte that is missing or wrong."""
    if data[:8] != SIGNATURE:
        raise ValueError("it is not a PNG")
    at, kind = 8, b""
    while kind != b"IEND":
        if at + 12 > len(data):
            raise ValueError("it ends too early")
        length, kind = struct.unpack_from(">I4s", data, at)
        if at + 12 + length > len(data):
            raise ValueError("it ends too early")
        body = data[at + 8 : at + 8 + length]
        (checksum,) = struct.unpack_from(">I", data, at + 8 + length)
        if zlib.crc32(body, zlib.crc32(kind)) != checksum:
            raise ValueError("a checksum inside it is wrong")
        yield kind, body
        at += 12 + length


def size(data: bytes) -> tuple[int, int]:
    """(width, height) from the header. ValueError when there is none."""
    kind, body = next(chunks(data))
    if kind != b"IHDR" or len(body) != 13:
        raise ValueError("it has no header")
    width, height = struct.unpack_from(">II", body)
    return int(width), int(height)


def prove(data: bytes, size_px: tuple[int, int]) -> None:
    """ValueError, saying what is wrong, unless ``data`` is a whole PNG of ``size_px``.

    The size is compared before anything is unpacked, so a small file cannot claim a huge picture.
    """
    if size(data) != size_px:
        raise ValueError(f"it is {size(data)[0]} × {size(data)[1]} px instead of {size_px[0]} × {size_px[1]}")
    parts = list(chunks(data))
    depth, colour, _, _, interlaced = struct.unpack_from(">5B", parts[0][1], 8)
    if colour not in CHANNELS or depth not in (8, 16) or interlaced:
        raise ValueError("its pixels are in a form that Previz does not write")
    expected = size_px[1] * (1 + size_px[0] * CHANNELS[colour] * depth // 8)
    inflater = zlib.decompressobj()
    try:
        pixels = inflater.decompress(b"".join(body for kind, body in parts if kind == b"IDAT"), expected + 1)
    except zlib.error as error:
        raise ValueError(f"its pixels are damaged ({error})") from error
    if len(pixels) != expected:
        raise ValueError("pixels are missing")


def with_text(data: bytes, keyword: str, text: str) -> bytes:
    """``data`` with an uncompressed iTXt chunk after the header; one with that keyword is replaced."""
    body = keyword.encode("latin-1") + b"\0\0\0\0\0" + text.encode()
    result = [SIGNATURE]
    for kind, old in chunks(data):
        if kind == b"iTXt" and old.split(b"\0", 1)[0] == keyword.encode("latin-1"):
            continue
        result.append(_chunk(kind, old))
        if kind == b"IHDR":
            result.append(_chunk(b"iTXt", body))
    return b"".join(result)


def text(data: bytes, keyword: str) -> str | None:
    """The text of the iTXt chunk named ``keyword``; None when there is none or it is compressed."""
    for kind, body in chunks(data):
        name, _, rest = body.partition(b"\0")
        if (
            kind == b"iTXt"
            and name == keyword.encode("latin-1")
            and rest[:1] == b"\0"
            and len(body) < MAX_TEXT
        ):
            return rest[2:].split(b"\0", 2)[2].decode("utf-8", "replace")
    return None


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(body, zlib.crc32(kind)))
