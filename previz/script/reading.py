"""A script file from outside. Whatever is large or oddly built is read in a process that can be killed."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import connection
from pathlib import Path
from typing import Literal

import msgspec

from previz.errors import ImportFailed
from previz.script import decoding, fdx, fountain
from previz.script.screenplay import Screenplay

Format = Literal["fountain", "fdx"]
FORMATS: dict[str, Format] = {
    ".fountain": "fountain",
    ".spmd": "fountain",
    ".txt": "fountain",
    ".md": "fountain",
    ".fdx": "fdx",
}
PATIENCE_S = 8.0
"""From the start of the process that reads; with all else that an import does, nobody waits for ten."""
TAME_LETTERS, TAME_LINE, TAME_LINES = 600_000, 20_000, 2_000
"""Up to so many letters in a script, in one line, and lines in one paragraph, a script is read at once: the
parser is linear in the first, and in the others only nearly so."""
_LEAVE_S = 2.0
_LOOK_S = 0.1


def _nobody_waits() -> None:
    pass


@dataclass(frozen=True)
class ScriptFile:
    """What was read, and the file itself."""

    name: str
    format: Format
    source: str
    encoding: str
    screenplay: Screenplay


def read(
    path: Path, patience_s: float = PATIENCE_S, waiting: Callable[[], None] = _nobody_waits
) -> ScriptFile:
    """A Fountain or Final Draft file. Raises ImportFailed in one line, naming the line of the file.

    ``waiting`` is called now and then while a slow script is read; what it raises ends the reading.
    """
    format = FORMATS.get(path.suffix.lower())
    if format is None:
        raise ImportFailed(
            f"{path.name}: scripts are read from {', '.join(FORMATS)}; save it as one of them."
        )
    try:
        decoding.check_size(path.name, path.stat().st_size, format)
        data = path.read_bytes()
    except OSError as error:
        raise ImportFailed(f"{path.name}: it cannot be read ({error.strerror}).") from error
    return read_bytes(path.name, data, format, patience_s, waiting)


def read_bytes(
    name: str,
    data: bytes,
    format: Format,
    patience_s: float = PATIENCE_S,
    waiting: Callable[[], None] = _nobody_waits,
) -> ScriptFile:
    """As `read`, for a file that is in memory."""
    decoding.check_size(name, len(data), format)
    if format == "fdx":
        screenplay = fdx.read(name, data)
        decoded = decoding.decode(name, data)
    else:
        if data[:2] == b"PK":
            raise ImportFailed(
                f"{name}: this is a zip archive; unpack it and import the script that is in it."
            )
        decoded = decoding.decode(name, data)
        screenplay = _parse(name, decoded.text, patience_s, waiting)
    warnings = [*([decoded.warning] if decoded.warning else []), *screenplay.warnings]
    _check_headings(name, screenplay, decoded.text, format)
    warnings += _same_numbers(screenplay, "paragraph" if format == "fdx" else "line")
    screenplay = Screenplay(screenplay.title, screenplay.paragraphs, warnings)
    return ScriptFile(name, format, decoded.source, decoded.encoding, screenplay)


def _check_headings(name: str, screenplay: Screenplay, text: str, format: Format) -> None:
    if not any(paragraph.type == "heading" for paragraph in screenplay.paragraphs):
        if format == "fdx":
            raise ImportFailed(
                f"{name}: none of its {len(screenplay.paragraphs)} paragraphs is a scene heading; "
                "give them their elements in Final Draft."
            )
        lines = text.split("\n")
        first = next((place for place, line in enumerate(lines, 1) if line.strip()), 1)
        raise ImportFailed(
            f"{name}, line {first}: none of its {len(lines)} lines is a scene heading; begin scenes with "
            "INT. or EXT., or with a full stop."
        )


def _same_numbers(screenplay: Screenplay, unit: str) -> list[str]:
    """Two scenes with one number cannot both keep it. ``unit`` is what `Paragraph.line` counts."""
    seen: dict[str, int] = {}
    found = []
    for one in screenplay.paragraphs:
        if one.type != "heading" or not one.number:
            continue
        if one.number in seen:
            first = seen[one.number]
            found.append(
                f"{unit} {one.line}: scene number {one.number} is that of {unit} {first}; it gets a new one"
            )
        seen.setdefault(one.number, one.line)
    return found


# ------------------------------------------------------------------------------------ the other process
def _parse(name: str, text: str, patience_s: float, waiting: Callable[[], None]) -> Screenplay:
    at, longest = longest_paragraph(text)
    tame = len(text) <= TAME_LETTERS and longest <= TAME_LINES
    if tame and max(map(len, text.split("\n"))) <= TAME_LINE:
        return fountain.read(text)
    try:
        return _ask(text, patience_s, waiting)
    except TimeoutError as error:
        raise ImportFailed(
            f"{name}, line {at}: it takes over {patience_s:g} s to read; the paragraph that begins there has "
            f"{longest:,} lines: part it with blank lines, or split the script."
        ) from error
    except (EOFError, OSError) as error:
        raise ImportFailed(
            f"{name}, line {at}: its reader broke down; the longest paragraph begins there: look at it, or "
            "split the script."
        ) from error


def longest_paragraph(text: str) -> tuple[int, int]:
    """Its first line, from 1, and how many lines it has."""
    best, start = (1, 0), 1
    for place, line in enumerate([*text.split("\n"), ""], 1):
        if not line.strip():
            if place - start > best[1]:
                best = (start, place - start)
            start = place + 1
    return best


def _ask(text: str, patience_s: float, waiting: Callable[[], None]) -> Screenplay:
    """As a child process reads it. Raises TimeoutError, EOFError or OSError when it fails."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    until_s = time.monotonic() + patience_s
    child = context.Process(target=_answer, args=(theirs,), name="previz script", daemon=True)
    child.start()
    theirs.close()
    try:
        ours.send_bytes(text.encode("utf-8", "surrogatepass"))
        while (left_s := until_s - time.monotonic()) > 0:
            if ours.poll(min(_LOOK_S, left_s)):
                return msgspec.msgpack.decode(ours.recv_bytes(), type=Screenplay)
            waiting()
        raise TimeoutError
    finally:
        ours.close()
        child.join(0.1)
        if child.is_alive():
            child.kill()
            child.join(_LEAVE_S)


def _answer(pipe: connection.Connection) -> None:
    text = pipe.recv_bytes().decode("utf-8", "surrogatepass")
    pipe.send_bytes(msgspec.msgpack.encode(fountain.read(text)))
