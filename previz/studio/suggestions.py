"""What came back from a review page: comments and suggestions, as notes. Never as verdicts.

The file was in other people's hands: it is measured, read as data of a fixed form, and matched to frames by
the hash of the picture that was looked at. Its sum tells damage and careless edits; it proves nothing, and
nothing rests on it: a person of this film decides.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import msgspec

from previz.errors import ImportFailed
from previz.export.wording import one_line, plain
from previz.review.pushback import REASONS, written
from previz.scene import model
from previz.scene.document import Document
from previz.studio.noting import LONGEST_NOTE

FILE_BYTES = 5_000_000
MOST_REMARKS = 5_000
FORMAT, VERSION = "previz-review", 1
_WORDS = {"approve": "Suggests approval", "changes": "Suggests changes", "": ""}


class _Remark(msgspec.Struct, frozen=True):
    panel: str
    image: str
    suggestion: Literal["", "approve", "changes"] = ""
    reasons: list[str] = []
    text: str = ""
    point: tuple[float, float] | None = None


class _Body(msgspec.Struct, frozen=True):
    by: str
    at: str
    remarks: list[_Remark]


class _File(msgspec.Struct, frozen=True):
    format: str
    version: int
    film: str
    body: str
    sum: str


@dataclass
class Suggested:
    """What was taken in."""

    by: str
    notes: list[model.Note] = field(default_factory=list)
    known: int = 0
    """Remarks that had been taken in before."""
    lost: int = 0
    """Remarks on frames or pictures that this film does not have."""

    def line(self) -> str:
        count = len(self.notes) + self.known + self.lost
        told = f"{len(self.notes)} of {count} remarks by {self.by} are notes now"
        told += f"; {self.known} were here already" if self.known else ""
        told += f"; {self.lost} are about pictures that this film does not have" if self.lost else ""
        return told + "."


def bring_suggestions(document: Document, path: Path) -> Suggested:
    """Take a review file in as notes. Raises ImportFailed, and then nothing is taken in."""
    body = _read(path)
    by = one_line(body.by)[:120] or "Somebody"
    said = {_key(note) for note in document if isinstance(note, model.Note)}
    result = Suggested(by)
    wanted: list[model.Note] = []
    for remark in body.remarks:
        text = _text(remark)
        take = _take(document, remark)
        if not text or take is None:
            result.lost += 1
            continue
        note = _note(document, remark, take, by, text)
        if _key(note) in said:
            result.known += 1
        else:
            said.add(_key(note))
            wanted.append(note)
    if body.remarks and not wanted and not result.known:
        raise ImportFailed(f"{path.name} is about another film: none of its pictures is here.")
    for note in wanted:
        document.record(note, f"Note of {by}")
        result.notes.append(note)
    return result


def _read(path: Path) -> _Body:
    name = path.name
    try:
        if path.stat().st_size > FILE_BYTES:
            raise ImportFailed(f"{name} is too large for a review; {FILE_BYTES // 10**6} MB is the most.")
        file = msgspec.json.decode(path.read_bytes(), type=_File)
    except OSError as error:
        raise ImportFailed(f"{name} cannot be read: {error.strerror}.") from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ImportFailed(f"{name} is no review file; choose the one that the page saved.") from error
    if file.format != FORMAT:
        raise ImportFailed(f"{name} is no review file; choose the one that the page saved.")
    if file.version > VERSION:
        raise ImportFailed(f"{name} was saved by a newer page (version {file.version}); update Previz.")
    if _sum(file.body) != file.sum.lower():
        raise ImportFailed(f"{name} was changed or damaged after it was saved; ask for it again.")
    try:
        body = msgspec.json.decode(file.body, type=_Body)
    except (msgspec.DecodeError, RecursionError) as error:
        raise ImportFailed(f"{name} was changed or damaged after it was saved; ask for it again.") from error
    if len(body.remarks) > MOST_REMARKS:
        raise ImportFailed(f"{name} holds more than {MOST_REMARKS} remarks; ask for it in parts.")
    return body


def _sum(text: str) -> str:
    """FNV-1a over UTF-16 code units, as the page makes it."""
    hash = 0x811C9DC5
    units = text.encode("utf-16-le", "surrogatepass")
    for low, high in zip(units[::2], units[1::2], strict=True):
        hash = ((hash ^ (low | high << 8)) * 0x01000193) & 0xFFFFFFFF
    return f"{hash:08x}"


def _text(remark: _Remark) -> str:
    """What the note says: the suggestion with its reasons, then the words."""
    known = {reason.key for reason in REASONS}
    reasons = written(key for key in remark.reasons if key in known)
    head = _WORDS[remark.suggestion]
    head = f"{head}: {reasons}" if head and reasons else head or reasons
    return "\n".join(filter(None, (head, plain(remark.text).strip())))[:LONGEST_NOTE]


def _take(document: Document, remark: _Remark) -> model.Take | None:
    takes = document.children(remark.panel, model.Take) if remark.panel in document else []
    return next((take for take in takes if take.image == remark.image), None)


def _key(note: model.Note) -> tuple[str, str, str, str, tuple[float, float] | None]:
    """What tells two remarks apart: the same words may be said of two places."""
    pin = note.pin
    return note.panel_id, note.author, note.text, pin.take_id if pin else "", pin.place if pin else None


def _note(document: Document, remark: _Remark, take: model.Take, by: str, text: str) -> model.Note:
    # The time of today: notes are numbered by it, and printed numbers stay.
    at = datetime.now(UTC).isoformat(timespec="microseconds")
    point = remark.point
    inside = point is not None and all(math.isfinite(part) and 0 <= part <= 4 for part in point)
    pin = model.NotePin(take_id=take.id, place=point) if inside and point is not None else None
    return model.Note(
        id=document.new_id(model.Note), panel_id=remark.panel, author=by, text=text, at=at, pin=pin
    )
