"""Which take stands for a panel: a person's choice, one undo step."""

from __future__ import annotations

from collections.abc import Iterator

from previz.errors import BadProject, NotFound
from previz.export.rows import panel_part
from previz.scene import model
from previz.scene.document import Document


def take_of(document: Document, panel: model.Panel, number: int) -> model.Take:
    """Raises NotFound naming the takes that there are."""
    takes = document.children(panel.id, model.Take)
    for take in takes:
        if take.number == number:
            return take
    known = ", ".join(str(take.number) for take in takes) or "none yet"
    raise NotFound(f"There is no take {number} of this panel; it has {known}.")


def select_take(document: Document, take: model.Take) -> None:
    """Let this take stand for its panel; nothing happens when it does already.

    Raises BadProject for a locked panel.
    """
    panel = document.need(take.panel_id, model.Panel)
    if panel.selected_take_id != take.id:
        if panel.locked:
            raise BadProject("This panel is locked; unlock it before another take stands for it.")
        with document.edit(f"Select take {take.number}") as edit:
            edit.update(take.panel_id, selected_take_id=take.id)


def take_lines(document: Document, shot: model.Shot, number: str) -> Iterator[str]:
    """A line a take, ``*`` before those that stand: "1A  * take 2  ink, seed 7, 1920 x 804".

    What a model made begins with its name.
    """
    panels = document.children(shot.id, model.Panel)
    for place, panel in enumerate(panels):
        name = number + panel_part(place + 1, len(panels))
        for take in document.children(panel.id, model.Take):
            stands = "*" if take.id == panel.selected_take_id else " "
            width, height = take.size_px
            by = f"{take.model}, " if take.model else ""
            told = f"{by}{take.style}, seed {take.seed}, {width} x {height}"
            yield f"{name:<6} {stands} take {take.number:<3} {told}"
