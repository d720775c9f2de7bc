"""Notes: said about a panel, pinned to a place, a person, a thing or a moment, answered and settled."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from previz.errors import BadProject, NotFound, PrevizError
from previz.export.wording import one_line, plain
from previz.scene import model
from previz.scene.document import Document
from previz.scene.marks import Point
from previz.studio.pinning import place_of
from previz.studio.shooting import Shooting, Sight

LONGEST_NOTE = 5000
_AT = re.compile(r"(?<!\w)@([\w.-]+)")


@dataclass(frozen=True)
class Thread:
    """A note with what was answered."""

    number: int
    """As it is printed: by order in time through the whole film, so it never changes."""
    note: model.Note
    replies: tuple[model.Note, ...]

    @property
    def resolved(self) -> bool:
        acts = [reply.act for reply in self.replies if reply.act]
        return acts[-1] == "resolve" if acts else self.note.verdict in ("approved", "omitted")

    @property
    def names(self) -> frozenset[str]:
        """Who is spoken to with @, in lower case."""
        texts = (self.note.text, *(reply.text for reply in self.replies))
        return frozenset(name.casefold() for text in texts for name in _AT.findall(text))

    def concerns(self, person: str) -> bool:
        """Whether somebody wrote in it or is spoken to; by any word of the name, as people write @."""
        words = {word.casefold() for word in re.findall(r"[\w-]+", person)}
        whole = {person.casefold(), person.casefold().replace(" ", ".")}
        authors = {note.author.casefold() for note in (self.note, *self.replies)}
        return bool(self.names & (words | whole)) or person.casefold() in authors


@dataclass(frozen=True)
class Pinned:
    """A thread as it stands on one panel."""

    thread: Thread
    place: Point | None
    """In widths of the picture; None when it is about the panel as a whole, or its target is out of sight."""


def threads(document: Document) -> list[Thread]:
    """All notes of the film, the oldest first."""
    notes = sorted(
        (note for note in document if isinstance(note, model.Note)), key=lambda note: (note.at, note.id)
    )
    replies: dict[str, list[model.Note]] = {}
    for note in notes:
        if note.reply_to:
            replies.setdefault(note.reply_to, []).append(note)
    roots = [note for note in notes if not note.reply_to]
    return [
        Thread(number, note, tuple(replies.get(note.id, ()))) for number, note in enumerate(roots, start=1)
    ]


def open_notes(document: Document) -> dict[str, int]:
    """Panel id → how many notes on it nobody has resolved."""
    return dict(Counter(one.note.panel_id for one in threads(document) if not one.resolved))


def add_note(
    document: Document,
    panel_id: str,
    author: str,
    text: str,
    pin: model.NotePin | None = None,
    time_s: float | None = None,
) -> model.Note:
    """Raises BadProject without a name or words."""
    return _record(document, panel_id, author, text, pin=pin, time_s=time_s)


def reply(document: Document, note_id: str, author: str, text: str) -> model.Note:
    """Raises BadProject as `add_note`, NotFound for a note that is not there."""
    root = _root(document, note_id)
    return _record(document, root.panel_id, author, text, reply_to=root.id)


def settle(document: Document, note_id: str, author: str, open_again: bool = False) -> model.Note:
    """Resolve a note, or open it again; who did is written down. Raises as `reply`."""
    root = _root(document, note_id)
    words = "opened again" if open_again else "resolved"
    return _record(
        document, root.panel_id, author, words, reply_to=root.id, act="reopen" if open_again else "resolve"
    )


def on_panel(
    document: Document,
    shooting: Shooting,
    panel: model.Panel,
    known: Sequence[Thread] | None = None,
    take: model.Take | None = None,
) -> list[Pinned]:
    """What is said about a panel, and what follows somebody who is seen in it, in the order of numbers.

    ``take``: on whose picture the pins lie; None is the one that stands for the panel.
    """
    take = take or document.get(panel.selected_take_id, model.Take)
    found, sight = [], _Look(shooting, panel, take)
    scene_id = _scene_id(document, panel.id)
    for thread in threads(document) if known is None else known:
        note, pin = thread.note, thread.note.pin
        if pin is not None and pin.target_id and pin.target_id in document:
            if _scene_id(document, note.panel_id) != scene_id:
                continue
            place = sight.place(pin)
            if place is not None or note.panel_id == panel.id:
                found.append(Pinned(thread, place))
        elif note.panel_id == panel.id:
            found.append(Pinned(thread, pin.place if pin is not None else None))
    return found


def about(document: Document, note: model.Note) -> str:
    """What a note is pinned to, in words: "On Maya", "On the picture", "at 1.5 s"."""
    parts = []
    pin = note.pin
    if pin is not None and pin.target_id:
        target = document.get(pin.target_id, model.Character) or document.get(pin.target_id, model.Item)
        if target is not None:
            parts.append(f"On {target.name}")
        else:
            parts.append(f"On {pin.target_name}, {'who' if pin.part else 'which'} is gone")
    elif pin is not None:
        parts.append("On the picture")
    if note.time_s is not None:
        parts.append(f"at {note.time_s:.1f} s")
    return ", ".join(parts)


def chosen(known: Iterable[Pinned], which: str, person: str = "") -> list[Pinned]:
    """``which``: "open", "resolved", "mine" (open, and concerns ``person``) or "all"."""

    def kept(thread: Thread) -> bool:
        if which == "mine":
            return not thread.resolved and thread.concerns(person)
        return which == "all" or thread.resolved == (which == "resolved")

    return [one for one in known if kept(one.thread)]


def count_open(known: Iterable[Pinned], panel_id: str) -> tuple[int, int]:
    """How many open notes are a panel's own, and how many are of other frames and follow somebody into it.

    A note counts on its own panel alone, as on the wall and on paper.
    """
    own = [one.thread.note.panel_id == panel_id for one in chosen(known, "open")]
    return sum(own), len(own) - sum(own)


def open_words(own: int, others: int) -> str:
    """ "1 open", "none open · 1 of other frames"."""
    told = f"{own} open" if own else "none open"
    return f"{told} · {others} of other frames" if others else told


class _Look:
    """A panel's sight, looked at when somebody asks for it first."""

    def __init__(self, shooting: Shooting, panel: model.Panel, take: model.Take | None) -> None:
        self._shooting, self._panel, self._take = shooting, panel, take
        self._sight: Sight | None = None
        self._blind = False

    def place(self, pin: model.NotePin) -> Point | None:
        if self._take is not None and pin.take_id == self._take.id:
            return pin.place
        if self._sight is None and not self._blind:
            try:
                self._sight = self._shooting.sight(self._panel.shot_id, self._panel.time_s)
            except PrevizError:
                self._blind = True
        return place_of(pin, self._sight, self._take) if self._sight is not None else None


def _scene_id(document: Document, panel_id: str) -> str | None:
    panel = document.get(panel_id, model.Panel)
    shot = document.get(panel.shot_id, model.Shot) if panel is not None else None
    return shot.scene_id if shot is not None else None


def _root(document: Document, note_id: str) -> model.Note:
    note = document.get(note_id, model.Note)
    if note is None:
        raise NotFound("That note is not in this film.")
    return _root(document, note.reply_to) if note.reply_to else note


def _record(document: Document, panel_id: str, author: str, text: str, **more: object) -> model.Note:
    author, text = one_line(author), plain(text).strip()
    if not author:
        raise BadProject("A note needs a name: say who writes it.")
    if not text or len(text) > LONGEST_NOTE:
        raise BadProject(f"A note needs words, {LONGEST_NOTE} letters at most.")
    note = model.Note(
        id=document.new_id(model.Note),
        panel_id=panel_id,
        author=author,
        text=text,
        at=datetime.now(UTC).isoformat(timespec="microseconds"),
        **more,  # type: ignore[arg-type]
    )
    document.record(note, "Note")
    return note
