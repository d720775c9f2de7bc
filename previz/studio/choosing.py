"""Which take stands for a panel: a person's choice, one undo step."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress

from previz.errors import BadProject, NotFound, PrevizError
from previz.export.rows import panel_part
from previz.gen.sketch.choices import CHOICES, Chosen, listed
from previz.scene import model
from previz.scene.document import Document
from previz.scene.store import Store
from previz.studio.planning import plan_of_take


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


def told_apart(store: Store, takes: Iterable[model.Take]) -> dict[str, str]:
    """Take id → what a drawing chose otherwise than those of its style and seed: "hatching −48°, tone +0.10".

    A take whose request cannot be read is told from nothing.
    """
    alike: defaultdict[tuple[str, int], list[model.Take]] = defaultdict(list)
    for take in takes:
        alike[take.style, take.seed].append(take)
    found: dict[str, str] = {}
    for group in alike.values():
        chosen: dict[str, list[Chosen]] = {}
        for take in group if len(group) > 1 else []:
            with suppress(PrevizError):
                plan = plan_of_take(store, take)
                chosen |= {take.id: listed(plan)} if plan is not None else {}
        differ = [
            place
            for place, choice in enumerate(CHOICES)
            if len({choice.short(rows[place].value) for rows in chosen.values() if rows[place].used}) > 1
        ]
        for id, rows in chosen.items():
            told = (f"{rows[n].choice.label.lower()} {rows[n].choice.short(rows[n].value)}" for n in differ)
            found[id] = ", ".join(told)
    return found


def take_lines(document: Document, store: Store, shot: model.Shot, number: str) -> Iterator[str]:
    """A line a take, ``*`` before those that stand: "1A  * take 2  ink, seed 7, 1920 x 804".

    What a model made begins with its name; drawings of one seed say what they chose otherwise.
    """
    panels = document.children(shot.id, model.Panel)
    for place, panel in enumerate(panels):
        name, takes = number + panel_part(place + 1, len(panels)), document.children(panel.id, model.Take)
        apart = told_apart(store, takes)
        for take in takes:
            stands = "*" if take.id == panel.selected_take_id else " "
            width, height = take.size_px
            parts = (
                take.model,
                take.style,
                f"seed {take.seed}",
                apart.get(take.id, ""),
                f"{width} x {height}",
            )
            yield f"{name:<6} {stands} take {take.number:<3} {', '.join(filter(None, parts))}"
