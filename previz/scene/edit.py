"""One labelled change: the undo step, the event, the rows to save."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from previz.scene.model import Entity

Change = tuple[Entity | None, Entity | None]
"""(before, after); None where the entity does not exist."""


@dataclass(frozen=True, slots=True)
class Edit:
    """What happened to which entities, and what a person calls it."""

    label: str
    changes: Mapping[str, Change] = field(default_factory=dict)
    gesture: str | None = None
    cause: Literal["edit", "undo", "redo", "record"] = "edit"

    def touches(self, kind: type[Entity]) -> bool:
        """True when an entity of this kind came, went or changed."""
        return any(isinstance(before or after, kind) for before, after in self.changes.values())


def inverse(changes: Mapping[str, Change]) -> dict[str, Change]:
    """What takes the changes back."""
    return {id: (after, before) for id, (before, after) in changes.items()}


def merged(first: Mapping[str, Change], second: Mapping[str, Change]) -> dict[str, Change]:
    """One set of changes for two that follow each other; what ends as it began is left out."""
    both = dict(first)
    for id, (before, after) in second.items():
        both[id] = (both[id][0] if id in both else before, after)
    return {id: change for id, change in both.items() if change[0] != change[1]}


def under_way(steps: Sequence[Edit], gesture: str) -> int | None:
    """The place in ``steps`` of what a drag has done so far; None when it has done nothing, or when a step
    after it, such as that of a frame that came in meanwhile, touched the same entities."""
    touched: set[str] = set()
    for place in reversed(range(len(steps))):
        if steps[place].gesture == gesture:
            return place if touched.isdisjoint(steps[place].changes) else None
        touched.update(steps[place].changes)
    return None
