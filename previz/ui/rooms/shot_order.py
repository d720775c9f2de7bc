"""In which lines the shot list stands: filtered, sorted, and under the heads of its groups."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from previz.export import measures
from previz.export.fields import Field, Value, day_key
from previz.export.rows import SceneRow, ShotRow, setup_minutes

Grouping = Literal["", "scene", "setup", "day"]
GROUPINGS: dict[Grouping, str] = {"scene": "Scene", "setup": "Set-up", "day": "Day", "": "None"}


@dataclass(frozen=True)
class Group:
    """The head of a group."""

    title: str
    name: str
    note: str
    key: tuple[Any, ...] = ()
    """What its rows have in common."""


Line = Group | int
"""A head, or the place of a row."""


@dataclass(frozen=True)
class ShotOrder:
    columns: Sequence[Field]
    scenes: Mapping[str, SceneRow]
    grouping: Grouping = "scene"
    sorted_by: tuple[str, bool] | None = None
    """(key of a column, downwards); None in the order of the film."""
    words: tuple[str, ...] = ()
    """Small letters; a row is shown when it says all of them."""

    def lay(self, rows: Sequence[ShotRow]) -> list[Line]:
        """The lines: heads of groups, and places of rows."""
        shown = [n for n, row in enumerate(rows) if self._found(row)]
        if self.sorted_by is not None:
            name, down = self.sorted_by
            key = self._key(name) if name not in ("number", "board") else None
            shown.sort(key=lambda n: key(rows[n]) if key else (1, n), reverse=down)
        if not self.grouping:
            return list(shown)
        groups: dict[tuple[Any, ...], list[int]] = {}
        for n in shown:
            groups.setdefault(self._group_of(rows[n]), []).append(n)
        order = list(groups) if self.grouping == "scene" else sorted(groups)
        return [
            line for one in order for line in (self._head(one, [rows[n] for n in groups[one]]), *groups[one])
        ]

    def moved(self, old: ShotRow, row: ShotRow) -> bool:
        """Does a row that changed belong on another line now?"""
        if self.words or self._group_of(old) != self._group_of(row):
            return True
        if self.sorted_by is None or self.sorted_by[0] in ("number", "board"):
            return False
        key = self._key(self.sorted_by[0])
        return key(old) != key(row)

    def heads(
        self, rows: Sequence[ShotRow], lines: Sequence[Line], changed: Sequence[int]
    ) -> dict[int, Group]:
        """Line → head of a group in which rows changed, where it says something else now."""
        wanted = {self._group_of(rows[n]) for n in changed}
        found = {}
        for line, head in enumerate(lines):
            if isinstance(head, Group) and head.key in wanted:
                rest = itertools.takewhile(lambda one: isinstance(one, int), lines[line + 1 :])
                new = self._head(head.key, [rows[n] for n in rest if isinstance(n, int)])
                if new != head:
                    found[line] = new
        return found

    def _found(self, row: ShotRow) -> bool:
        if not self.words:
            return True
        whole = "\n".join(one.text(row, self.scenes.get(row.scene_id)) for one in self.columns).casefold()
        return all(word in whole for word in self.words)

    def _key(self, key: str) -> Callable[[ShotRow], tuple[int, Any]]:
        """Sorts by numbers as numbers and by words as words; what says nothing comes first."""
        if key == "priority":
            return lambda row: (1, -row.priority)
        field = next(one for one in self.columns if one.key == key)

        def of(row: ShotRow) -> tuple[int, Any]:
            value: Value = field.read(row, self.scenes.get(row.scene_id))
            if value is None or value == "":
                return 0, 0
            return (2, value.casefold()) if isinstance(value, str) else (1, value)

        return of

    def _group_of(self, row: ShotRow) -> tuple[Any, ...]:
        if self.grouping == "setup":
            return row.setup_order, row.setup
        if self.grouping == "day":
            return (*day_key(row.shoot_day), row.shoot_day)
        return (row.scene_id,) if self.grouping == "scene" else ()

    def _head(self, group: tuple[Any, ...], rows: Sequence[ShotRow]) -> Group:
        note = counts(rows)
        if self.grouping == "setup":
            cameras = ", ".join(dict.fromkeys(row.camera for row in rows if row.camera))
            looking = next((row.looking for row in rows if row.looking), "")
            facts = filter(
                None, (f"looking {looking}" if looking else "", f"camera {cameras}" if cameras else "")
            )
            return Group(f"Set-up {group[1]}", ", ".join(facts), note, group)
        if self.grouping == "day":
            return Group(f"Day {group[-1]}" if group[-1] else "No day yet", "", note, group)
        scene = self.scenes.get(group[0])
        if scene is None:
            return Group("", "", note, group)
        pages = f"{measures.pages(scene.eighths)}   " if scene.eighths else ""
        return Group(scene.number, "OMITTED" if scene.omitted else scene.heading, pages + note, group)


def counts(rows: Sequence[ShotRow]) -> str:
    """Shots, set-ups and times of a group; omitted ones aside."""
    live = [row for row in rows if row.status != "omitted"]
    setups = setup_minutes(live)
    parts = [
        f"{len(live)} shot{'' if len(live) == 1 else 's'}",
        f"{len(setups)} set-up{'' if len(setups) == 1 else 's'}",
        f"{sum(row.duration_s for row in live):.1f} s",
    ]
    minutes = sum(setups.values())
    return "   ".join([*parts, measures.hours(minutes)] if minutes else parts)
