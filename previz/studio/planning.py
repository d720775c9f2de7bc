"""What a person decides about a drawing before it is made: choices by hand, choices kept from a take."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import msgspec

from previz.errors import BadProject, NotSupported
from previz.gen.request import from_json
from previz.gen.sketch import plan_of, variations
from previz.gen.sketch.choices import CHOICES, choice, choose, listed, read
from previz.gen.sketch.plan import Plan, Time
from previz.gen.styles import STYLES
from previz.scene import model
from previz.scene.document import Document
from previz.scene.store import Store
from previz.studio.making import Making

STYLE_NAMES = ", ".join(STYLES)
"""Every style that a frame can be drawn in, for people."""


class ChoiceRow(msgspec.Struct, frozen=True):
    """A choice of a drawing, for a list."""

    name: str
    label: str
    about: str
    value: str | float
    words: str
    locked: bool
    used: bool
    """Whether it changes anything in this style."""
    options: tuple[str, ...] = ()
    lowest: float | None = None
    highest: float | None = None
    limits: str = ""
    """What it may be, in words."""

    def as_data(self) -> dict[str, Any]:
        """As JSON types, without what is for reading."""
        data = msgspec.to_builtins(self)
        return {name: value for name, value in data.items() if name != "limits" and value not in (None, ())}


def choice_rows(plan: Plan) -> list[ChoiceRow]:
    """Every choice of a plan, in order."""
    return [
        ChoiceRow(
            name=one.choice.name,
            label=one.choice.label,
            about=one.choice.about,
            value=one.value if isinstance(one.value, str) else round(one.value, 4),
            words=one.words,
            locked=one.locked,
            used=one.used,
            options=one.choice.options,
            lowest=None if one.choice.options else one.choice.low,
            highest=None if one.choice.options else one.choice.high,
            limits=one.choice.limits(),
        )
        for one in listed(plan)
    ]


def plans(making: Making, seed: int, style: str, time: Time, kept: Plan | None) -> list[Plan]:
    """One plan a take: those of neighbouring seeds, with what ``making`` fixes.

    ``kept`` is the plan of the take whose locked choices stay. Raises NotSupported for a choice that
    cannot be, BadProject when there is no take to keep choices from.
    """
    fixed: dict[str, float | str] = {}
    for name in making.locked:
        choice(name)
        if kept is None:
            raise BadProject(
                "There is no drawn take whose choices could be kept; generate one first, or set the choice."
            )
        fixed[name] = read(kept, name)
    fixed |= making.choices
    made = variations(seed, making.takes, style, time)
    return [choose(plan, fixed) for plan in made] if fixed else made


def locked_choices(panel: model.Panel) -> tuple[str, ...]:
    """In their usual order, those that there are: a newer version may know more."""
    return tuple(one.name for one in CHOICES if one.name in panel.locked_choices)


def lock_choice(document: Document, panel_id: str, name: str, on: bool) -> None:
    """Let the next drawings of a panel keep a choice of the one that stands, or not any more."""
    panel, label = document.need(panel_id, model.Panel), choice(name).label.lower()
    kept = {*panel.locked_choices, name} if on else {*panel.locked_choices} - {name}
    with document.edit(f"{'Lock' if on else 'Unlock'} {label}") as edit:
        edit.update(panel_id, locked_choices=tuple(sorted(kept)))


def with_locks(making: Making, panel: model.Panel, kept: Plan | None) -> Making:
    """``making`` with what is locked in the panel, where a drawing stands whose choices can be ``kept``."""
    if kept is None:
        return making
    return replace(making, locked=tuple(dict.fromkeys((*making.locked, *locked_choices(panel)))))


def plan_of_take(store: Store, take: model.Take | None) -> Plan | None:
    """What the draughtsman had decided; None for a take that was not drawn here."""
    if take is None or take.imported or take.generator != "sketch":
        return None
    return plan_of(from_json(store.blob(take.request)))


def chosen(text: str) -> tuple[str, str]:
    """ "weight=0.7" → ("weight", "0.7"). Raises NotSupported for another form or an unknown choice."""
    name, equals, value = text.partition("=")
    if not equals:
        raise NotSupported(f"{text!r} is no choice; write NAME=VALUE, e.g. weight=0.7.")
    return choice(name.strip()).name, value.strip()
