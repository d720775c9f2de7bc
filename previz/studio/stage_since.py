"""Whether a take still shows the stage as it stands: what goes on from it keeps what it shows.

Else the next take would hold an old frame, with masks and controls of another, and count as fresh.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from previz.errors import BadProject
from previz.review.reasons import compare
from previz.scene.model import PrintPart, Take

STAGED = ("camera", "blocking", "set")
"""Parts of a fingerprint that say where everything stands in the picture."""
LIGHT = ("light",)
_TOLD = 3
"""Most changes that are told one by one."""
_LOOK = "Look whether its people and things are where they stand now."


@dataclass(frozen=True)
class StageSince:
    """What of the stage has changed since a take was made."""

    number: int
    imported: bool
    recorded: bool
    """Whether it is known what the stage was when the take was made, or brought in."""
    moved: tuple[str, ...] = ()
    lit: tuple[str, ...] = ()

    def why_not(self, only_light: bool = False) -> str:
        """Why nobody goes on from this take, and what to do; "" = they may.

        ``only_light``: its light is what is to change.
        """
        changed = self.moved if only_light else self.changes()
        if not changed:
            return ""
        told = ", ".join(changed[:_TOLD]) + (" and more" if len(changed) > _TOLD else "")
        if self.imported:
            return (
                f"Since take {self.number} was brought in, the stage has changed: {told}. "
                "Bring in a picture of the stage as it is now, undo the change, or say in the review that it "
                "is still true."
            )
        anew = "Draw the panel anew and go on from that take, undo the move"
        if not self.moved:
            anew = "Change only its light, draw the panel anew and go on from that take, undo the change"
        return (
            f"Take {self.number} shows the stage as it was: {told}. "
            f"{anew}, or say in the review that it is still true."
        )

    def changes(self) -> tuple[str, ...]:
        return (*self.moved, *self.lit)

    def note(self) -> str:
        """What cannot be known of this take; "" = all is."""
        if self.imported:
            since = "" if self.recorded else ", nor whether the stage has changed since"
            return (
                f"Take {self.number} is a picture from a file, and what it shows is not known{since}. {_LOOK}"
            )
        if not self.recorded:
            return f"Whether the stage has changed since take {self.number} was made is not known. {_LOOK}"
        return ""


def stage_since(take: Take, now: Mapping[str, PrintPart]) -> StageSince:
    """``now``: what a frame of the same instant would be made from."""
    return StageSince(
        number=take.number,
        imported=take.imported,
        recorded=all(take.fingerprint.get(name) is not None for name in (*STAGED, *LIGHT)),
        moved=tuple(_changed(take, now, STAGED)),
        lit=tuple(_changed(take, now, LIGHT)),
    )


def check_stage(take: Take, now: Mapping[str, PrintPart], only_light: bool) -> None:
    """Raise BadProject for a take of another stage; ``only_light``: its light is what is to change."""
    why = stage_since(take, now).why_not(only_light)
    if why:
        raise BadProject(why)


def _changed(take: Take, now: Mapping[str, PrintPart], parts: tuple[str, ...]) -> list[str]:
    before, after = ({name: one[name] for name in parts if name in one} for one in (take.fingerprint, now))
    return compare(before, after)
