"""From the bytes of a script to its text and back, letter for letter."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from previz.errors import ImportFailed
from previz.scene.upright import upright

MOST_BYTES = {"fountain": 4 << 20, "fdx": 16 << 20}
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True)
class Decoded:
    source: str
    """With its byte order mark, if it has one."""
    encoding: str
    warning: str = ""

    @property
    def text(self) -> str:
        """Without the mark, lines ending in one newline, words upright."""
        return upright(self.source.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))


def encode(source: str, encoding: str) -> bytes:
    """The file as it was."""
    return source.encode(encoding)


def check_size(name: str, size: int, kind: str) -> None:
    """Raises ImportFailed for an empty file and for one larger than any script."""
    if size == 0:
        raise ImportFailed(f"{name}: the file is empty; save the script again.")
    most = MOST_BYTES[kind]
    if size > most:
        raise ImportFailed(
            f"{name}: it has {size / 1e6:.1f} MB and {most / 1e6:.1f} MB is the limit for a script; split it."
        )


def decode(name: str, data: bytes) -> Decoded:
    """UTF-8, UTF-16 with or without mark, else Windows-1252 or Latin-1, which any bytes are.

    Raises ImportFailed for what is no text, naming the line.
    """
    encoding, warning = _encoding(data)
    try:
        source = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ImportFailed(
            f"{name}, line {line}: the letters are damaged ({encoding}); save the script again as UTF-8."
        ) from error
    if "\0" in source:
        line = source.count("\n", 0, source.index("\0")) + 1
        raise ImportFailed(f"{name}, line {line}: this is no text; save the script as Fountain, in UTF-8.")
    return Decoded(source, encoding, warning)


def _encoding(data: bytes) -> tuple[str, str]:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name, ""
    if len(data) % 2 == 0 and (nulls := data[:4000].count(0)) > len(data[:4000]) // 4:
        return ("utf-16-le" if data[1:4000:2].count(0) > nulls // 2 else "utf-16-be"), ""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        for name, spoken in (("cp1252", "Windows-1252"), ("latin-1", "Latin-1")):
            try:
                data.decode(name)
            except UnicodeDecodeError:
                continue
            return name, f"line {line} is not UTF-8; the script was read as {spoken}"
    return "utf-8", ""
