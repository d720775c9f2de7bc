"""The screenplay in a project: its passages one by one, and which of them a shot covers."""

from __future__ import annotations

from typing import ClassVar, Literal

from previz.scene.entity import Entity, Value

PassageType = Literal["heading", "action", "speech", "transition", "centred", "lyrics", "page-break"]
Emphasis = Literal["bold", "italic", "underline", "bold_italic", "strikeout"]


class Stress(Value, frozen=True, kw_only=True):
    """Letters ``start`` up to ``end`` of a passage that are set apart."""

    start: int
    end: int
    style: Emphasis


class CutScene(Value, frozen=True, kw_only=True):
    """A scene that a draft no longer had, so that it is known when another draft has it again."""

    heading: str
    words: tuple[str, ...] = ()
    """A short hash of every paragraph."""


class Script(Entity, frozen=True, kw_only=True):
    """A screenplay as it came. ``source`` is never changed, so it goes out as it came in."""

    kind: ClassVar[str] = "script"
    name: str
    """Of the file."""
    format: Literal["fountain", "fdx"] = "fountain"
    source: str
    """The whole file as text, byte order mark and line ends included."""
    encoding: str = "utf-8"
    """Python's name of how ``source`` becomes the file's bytes again."""
    title: dict[str, str] = {}
    """The title page: Title, Author, Draft date…"""
    elements: dict[str, str] = {}
    """The breakdown by hand: a word in capitals → its category; "" is no element."""
    cut: tuple[CutScene, ...] = ()
    """Scenes of earlier drafts that are not in the film, not even omitted; the latest last."""


class Passage(Entity, frozen=True, kw_only=True):
    """One paragraph of the screenplay; a speech is the cue with all that is said under it.

    In a speech, lines in round brackets are directions to the player, all others are spoken.
    """

    kind: ClassVar[str] = "passage"
    script_id: str
    order: str
    scene_id: str | None = None
    """None before the first heading."""
    type: PassageType = "action"
    text: str = ""
    cue: str = ""
    """Of a speech, as written: MARA (V.O.)."""
    dual: Literal["", "left", "right"] = ""
    """Said at the same time as its neighbour."""
    stress: tuple[Stress, ...] = ()
    omitted: bool = False
    """Words of a scene that the script itself omits: kept, and on no page. A heading says OMITTED."""
    revision: str = ""
    """The revision it changed in, as the script names it: Blue, Pink…"""


class Covered(Value, frozen=True, kw_only=True):
    """Words that a shot covers: letters ``start`` up to ``end`` of a passage; without ``end``, to its end."""

    passage_id: str
    start: int = 0
    end: int | None = None
    was: str = ""
    """What they said when they were tied to the shot; other words now make the shot stale."""
