"""What continuity looks at and what it says: one instant of a shot, and the break of a rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from previz.grammar.naming import Eye, Seen, ShotName
from previz.grammar.subject import Floats, Subject

Rule = Literal[
    "line",
    "direction",
    "jump",
    "eyeline",
    "match",
    "look-room",
    "head-room",
    "face",
    "pov",
    "trace",
    "close-focus",
    "image-circle",
    "in-set",
    "in-person",
    "floor",
    "ceiling",
    "track",
    "focus-band",
    "seat",
]
RULES: dict[Rule, str] = {
    "line": "180° line",
    "direction": "screen direction",
    "jump": "30° rule",
    "eyeline": "eyelines",
    "match": "matched pair",
    "look-room": "look-room",
    "head-room": "head-room",
    "face": "face in the frame",
    "pov": "point of view",
    "trace": "eye trace",
    "close-focus": "close focus",
    "image-circle": "image circle",
    "in-set": "camera in the set",
    "in-person": "camera in a person",
    "floor": "floor",
    "ceiling": "ceiling",
    "track": "track",
    "focus-band": "zone of focus",
    "seat": "seat",
}
"""The last nine are no matter of cuts: see `shootability`."""
ALOOF = ("POV", "INS", "")
"""Compositions that no line binds."""
OVERHEAD_DEG = -65.0


@dataclass(frozen=True, eq=False)
class Frame:
    """One instant of a shot: its first or its last."""

    shot_id: str
    number: str
    lens: Eye
    focal_length_mm: float
    name: ShotName
    people: tuple[Subject, ...]
    """Everybody on the stage who is in the picture or belongs to it."""
    wish: str = ""
    """The composition that was asked for."""
    velocities_m_s: Mapping[str, Floats] = field(default_factory=dict)
    """Person's id → (3,), for those who move."""

    def person(self, id: str | None) -> Subject | None:
        return next((one for one in self.people if one.id == id), None)

    @property
    def faces(self) -> dict[str, Seen]:
        """Who is in the frame with their head."""
        return {one.id: one for one in self.name.seen if one.size is not None}

    @property
    def free(self) -> bool:
        """Bound by no line: an insert, somebody's own view, the scene from above, nobody."""
        name = self.name
        return (
            "POV" in (name.composition, self.wish)
            or name.composition in ALOOF
            or (self.wish == "INS" and name.size is None)
            or name.pitch_deg < OVERHEAD_DEG
        )


Lines: TypeAlias = tuple[tuple[tuple[float, float], tuple[float, float]], ...]


@dataclass(frozen=True)
class Said:
    """A sentence without its full stop: English with "{}" for its values, by which paper finds it in other
    languages."""

    words: str
    values: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.words.format(*self.values)


def said(words: str, *values: str) -> Said:
    return Said(words, values)


@dataclass(frozen=True)
class Finding:
    """One break of a rule. ``after`` is empty for what concerns a single frame; ``lines_m`` are pairs of
    (x, z) to draw on the plan."""

    rule: Rule
    before: str
    after: str
    said: Said
    value: float
    limit: float
    lines_m: Lines = ()
    before_id: str = ""
    after_id: str = ""
    """Ids of the two shots."""
    who: tuple[str, ...] = ()
    """Ids of those whom it is about."""
    waived: str = ""
    """Why it may stand, when somebody said so."""

    @property
    def text(self) -> str:
        return str(self.said)

    @property
    def cut(self) -> str:
        return f"{self.before} → {self.after}" if self.after else self.before
