"""Which characters a font file can show: the `cmap` table of TrueType, OpenType and their collections.

Layouts from the OpenType specification 1.9, "cmap", "otff" (table directory, TTC header).
"""

from __future__ import annotations

import struct
from functools import lru_cache
from pathlib import Path

import numpy as np


class NotAFont(ValueError):
    """The file is damaged or of another kind."""


@lru_cache(maxsize=64)
def characters(path: Path) -> frozenset[int]:
    """Code points with a glyph in the first face of the file. Raises NotAFont, OSError."""
    data = path.read_bytes()
    try:
        return frozenset(_face(data, _first_face(data)))
    except (struct.error, IndexError, ValueError) as error:
        raise NotAFont(f"{path.name} is not a font that can be read") from error


def _first_face(data: bytes) -> int:
    return int(struct.unpack_from(">I", data, 12)[0]) if data[:4] == b"ttcf" else 0


def _face(data: bytes, offset: int) -> set[int]:
    if data[offset : offset + 4] not in (b"\0\1\0\0", b"OTTO", b"true"):
        raise NotAFont("unknown signature")
    (tables,) = struct.unpack_from(">H", data, offset + 4)
    for i in range(tables):
        tag, _, start, _ = struct.unpack_from(">4sIII", data, offset + 12 + 16 * i)
        if tag == b"cmap":
            return _cmap(data, start)
    raise NotAFont("no cmap")


def _cmap(data: bytes, start: int) -> set[int]:
    found: set[int] = set()
    (count,) = struct.unpack_from(">H", data, start + 2)
    for i in range(count):
        platform, encoding, offset = struct.unpack_from(">HHI", data, start + 4 + 8 * i)
        if platform != 0 and (platform, encoding) not in ((3, 1), (3, 10)):
            continue
        (form,) = struct.unpack_from(">H", data, start + offset)
        if form == 4:
            found |= _format4(data, start + offset)
        elif form == 12:
            found |= _format12(data, start + offset)
    return found


def _format4(data: bytes, at: int) -> set[int]:
    """Segments of 16-bit codes. Glyph 0 inside a segment means that the character is missing."""
    length, segments2 = (int(struct.unpack_from(">H", data, at + k)[0]) for k in (2, 6))
    n = segments2 // 2
    words = np.frombuffer(data, ">u2", min(length, len(data) - at) // 2, at).astype(np.int64)
    ends, starts = words[7 : 7 + n], words[8 + n : 8 + 2 * n]
    deltas, offsets = words[8 + 2 * n : 8 + 3 * n], words[8 + 3 * n : 8 + 4 * n]
    found: set[int] = set()
    for i in range(n):
        codes = np.arange(starts[i], ends[i] + 1)
        if offsets[i]:
            index = 8 + 3 * n + i + offsets[i] // 2 + codes - starts[i]
            ok = index < len(words)
            codes, glyphs = codes[ok], words[index[ok]]
            glyphs = np.where(glyphs == 0, 0, (glyphs + deltas[i]) & 0xFFFF)
        else:
            glyphs = (codes + deltas[i]) & 0xFFFF
        found.update(codes[glyphs != 0].tolist())
    found.discard(0xFFFF)
    return found


def _format12(data: bytes, at: int) -> set[int]:
    (groups,) = struct.unpack_from(">I", data, at + 12)
    found: set[int] = set()
    for start, end, glyph in np.frombuffer(data, ">u4", 3 * groups, at + 16).reshape(-1, 3).tolist():
        if end > 0x10FFFF or end < start:
            raise NotAFont("impossible character range")
        found.update(range(start + (glyph == 0), end + 1))
    return found
