"""Tables from other programs: CSV in any usual encoding, and XLSX. All comes as text, as it stands there."""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from previz.errors import ImportFailed
from previz.export.comma import unguarded
from previz.export.fields import match_head

LARGEST_BYTES = 64_000_000
LARGEST_UNPACKED = 400_000_000
MOST_ROWS = 100_000
HEADS_WITHIN = 25
"""The row of heads is among the first so many lines."""
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    SyntaxError,
    EOFError,
    NotImplementedError,
)
"""What openpyxl raises for files that are no workbook, or half of one."""


@dataclass(frozen=True)
class Table:
    heads: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    """(line in the file, as many cells as heads); without blank lines."""
    notes: tuple[str, ...] = ()


def read_table(path: Path) -> Table:
    """The first sheet, from its row of heads on. Raises ImportFailed."""
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= LARGEST_BYTES else b""
    except OSError as error:
        raise ImportFailed(f"{path} cannot be read: {error.strerror}.") from error
    if size > LARGEST_BYTES:
        raise ImportFailed(f"{path.name} has {size / 1e6:.0f} MB; a shot list of up to 64 MB can be read.")
    if not data.strip():
        raise ImportFailed(f"{path.name} is empty.")
    notes: list[str] = []
    zipped = data[:4] == b"PK\x03\x04"
    lines = _workbook(data, path.name, notes) if zipped else _comma(data, path.name)
    if not zipped and path.suffix.lower() in (".xlsx", ".xlsm") and _row_of_heads(lines) is None:
        raise ImportFailed(f"{path.name} is called a workbook but is none; save it again as one, or as CSV.")
    return _headed(lines, path.name, notes)


def _headed(lines: Sequence[tuple[str, ...]], name: str, notes: list[str]) -> Table:
    at = _row_of_heads(lines)
    if at is None:
        raise ImportFailed(
            f"{name} has no row of heads; its first line must name columns, such as Scene, Shot, Action."
        )
    skipped = sum(1 for line in lines[:at] if any(line))
    if skipped:
        notes.append(f"{skipped} line{'s' if skipped > 1 else ''} above the heads (line {at + 1}) left out.")
    heads = lines[at]
    width = max((n for n, head in enumerate(heads, start=1) if head), default=0)
    rows = []
    for number, line in enumerate(lines[at + 1 :], start=at + 2):
        cells = (*line, *("",) * (width - len(line)))[:width]
        if any(cells):
            rows.append((number, cells))
        if any(line[width:]):
            notes.append(f"Line {number} has more cells than there are heads; the rest was left out.")
    return Table(heads[:width], tuple(rows), tuple(notes))


def _row_of_heads(lines: Sequence[tuple[str, ...]]) -> int | None:
    best: tuple[int, int] | None = None
    for place, line in enumerate(lines[:HEADS_WITHIN]):
        known = sum(1 for cell in line if cell and match_head(cell) is not None)
        if known >= 1 and (best is None or known > best[1]):
            best = place, known
    return best[0] if best else None


# ------------------------------------------------------------------------------------------------- csv
def _comma(data: bytes, name: str) -> list[tuple[str, ...]]:
    text = _decoded(data)
    first = text[: text.find("\n") + 1] or text
    delimiter = max(",;\t|", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    lines: list[tuple[str, ...]] = []
    try:
        for line in reader:
            lines.append(tuple(unguarded(cell.strip()) for cell in line))
            if len(lines) > MOST_ROWS:
                raise ImportFailed(f"{name} has more than {MOST_ROWS:,} lines; split it.")
    except csv.Error as error:
        raise ImportFailed(f"{name}, line {reader.line_num}: {error}.") from error
    return lines


def _decoded(data: bytes) -> str:
    """UTF-8 or UTF-16 with a mark, UTF-8 without, else as old Windows programs write."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


# ------------------------------------------------------------------------------------------------ xlsx
def _workbook(data: bytes, name: str, notes: list[str]) -> list[tuple[str, ...]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(one.file_size for one in packed.infolist()) > LARGEST_UNPACKED:
                raise ImportFailed(f"{name} unpacks to more than 400 MB; save the shot list alone as CSV.")
        lines = list(_values(data, name, worked_out=True))
        formulas = list(_values(data, name, worked_out=False))
    except _BROKEN as error:
        raise ImportFailed(f"{name} cannot be read as a workbook; save it again, or as CSV.") from error
    for number, (line, raw) in enumerate(zip(lines, formulas, strict=True), start=1):
        lost = any(cell.startswith("=") and not "".join(line[at : at + 1]) for at, cell in enumerate(raw))
        if lost:
            notes.append(f"Line {number}: a formula without a saved result was left out.")
    return lines


def _values(data: bytes, name: str, worked_out: bool) -> Iterator[tuple[str, ...]]:
    # late: the window need not wait for what only an import wants
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=worked_out)
    except InvalidFileException as error:
        raise ValueError(str(error)) from error
    try:
        sheet = book.worksheets[0] if book.worksheets else None
        if sheet is None:
            raise ImportFailed(f"{name} has no sheet.")
        for number, line in enumerate(sheet.iter_rows(values_only=True), start=1):
            if number > MOST_ROWS:
                raise ImportFailed(f"{name} has more than {MOST_ROWS:,} lines; split it.")
            yield tuple(_text(cell) for cell in line)
    finally:
        book.close()


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.6f}".rstrip("0").rstrip(".")
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    return str(value).strip()
