"""What the catalogue says about a piece: its parameters, its words, where people sit and hold."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from previz.errors import BadProject
from previz.kit.builder import Builder
from previz.scene.model import Rgb, Vec3

Value = float | str | bool


@dataclass(frozen=True)
class Param:
    """A number. ``unit`` is "m", "deg", "" (a share) or "count" (whole numbers)."""

    name: str
    label: str
    default: float
    minimum: float
    maximum: float
    unit: str = "m"

    def check(self, value: Value) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise ValueError("must be a number")
        if not self.minimum <= value <= self.maximum:
            unit = "" if self.unit in ("", "count") else f" {self.unit}"
            raise ValueError(f"must be {self.minimum:g} to {self.maximum:g}{unit}")
        if self.unit == "count" and value != round(value):
            raise ValueError("must be a whole number")
        return float(value)


@dataclass(frozen=True)
class Choice:
    """One of several words."""

    name: str
    label: str
    default: str
    options: tuple[str, ...]

    def check(self, value: Value) -> str:
        if not isinstance(value, str) or value not in self.options:
            raise ValueError(f"must be one of {', '.join(self.options)}")
        return value


@dataclass(frozen=True)
class Switch:
    """Yes or no."""

    name: str
    label: str
    default: bool

    def check(self, value: Value) -> bool:
        if not isinstance(value, bool):
            raise ValueError("must be true or false")
        return value


@dataclass(frozen=True)
class Text:
    """Free text with its own reader, which raises ValueError."""

    name: str
    label: str
    default: str
    read: Callable[[str], object]

    def check(self, value: Value) -> str:
        if not isinstance(value, str):
            raise ValueError("must be text")
        self.read(value)
        return value


Setting = Param | Choice | Switch | Text


def read_flown(text: str) -> frozenset[str]:
    """Names of walls, "north, ceiling" or "A2, B1". Raises ValueError for what cannot be a name."""
    names = [name.strip() for name in text.split(",")]
    if not all(re.fullmatch(r"\w*", name) for name in names):
        raise ValueError("must be names of walls like north, ceiling or A2")
    return frozenset(names) - {""}


FLOWN = Text("flown", "Flown walls", "", read_flown)
"""Wild walls taken out for the camera. Names that the piece does not have are let be: walls get renamed."""


class Values:
    """Checked settings of one piece: ``v["width"]`` is a number, ``v.word`` and ``v.on`` are the rest."""

    def __init__(self, values: Mapping[str, Value]) -> None:
        self._values = dict(values)

    @property
    def key(self) -> tuple[tuple[str, Value], ...]:
        """Hashable, the same for the same settings."""
        return tuple(sorted(self._values.items()))

    def __getitem__(self, name: str) -> float:
        return float(self._values[name])

    def count(self, name: str) -> int:
        return int(self._values[name])

    def word(self, name: str) -> str:
        return str(self._values[name])

    def on(self, name: str) -> bool:
        return bool(self._values[name])


@dataclass(frozen=True)
class Spot:
    """A place for a body, in the piece's own frame.

    sit: ``position_m`` on the surface that carries the feet, below the seat; ``height_m`` from there to the
    seat. lie: on the mattress, under the hips; the heading points from the hips to the feet. lean: where the
    feet stand; ``height_m`` is the edge leaned on. stand: the floor point. hold: the middle of the grip.
    """

    kind: Literal["sit", "lie", "lean", "stand", "hold"]
    position_m: Vec3
    heading_deg: float = 0.0
    height_m: float = 0.0


def _no_spots(_: Values) -> tuple[Spot, ...]:
    return ()


def _no_lamp(_: Values) -> Vec3 | None:
    return None


def _no_walls(_: Values) -> tuple[tuple[str, str], ...]:
    return ()


@dataclass(frozen=True, eq=False)
class Piece:
    """A parametric set piece or prop. It faces +Z and stands with the middle of its base at the origin."""

    key: str
    name: str
    group: str
    params: tuple[Setting, ...]
    colours: Mapping[str, Rgb]
    role: Literal["set", "prop"]
    ade20k: str
    """Class of the ADE20K scene-parsing benchmark."""
    words: str
    """How a prompt describes it."""
    size_m: Vec3
    """Overall size with default settings: width (x), height (y), depth (z)."""
    build: Callable[[Builder, Values], None]
    spots: Callable[[Values], tuple[Spot, ...]] = field(default=_no_spots)
    lamp: Callable[[Values], Vec3 | None] = field(default=_no_lamp)
    casts_shadow: bool = True
    walls: Callable[[Values], tuple[tuple[str, str], ...]] = field(default=_no_walls)
    """What can be flown and is standing: its name for `FLOWN` ("" is the whole piece), and words for it."""
    tags: tuple[str, ...] = ()
    """Further words by which a search finds it."""

    def values(self, given: Mapping[str, Value]) -> Values:
        """Defaults overlaid with what is given. Raises BadProject naming the piece and the setting."""
        known = {param.name: param for param in self.params}
        result: dict[str, Value] = {param.name: param.default for param in self.params}
        for name, value in given.items():
            if name not in known:
                options = ", ".join(known) or "none"
                raise BadProject(f"{self.key}: there is no setting “{name}”; it has {options}.")
            try:
                result[name] = known[name].check(value)
            except ValueError as problem:
                raise BadProject(f"{self.key}: {name} {problem}, not {value!r}.") from None
        return Values(result)

    def paints(self, given: Mapping[str, Rgb]) -> dict[str, Rgb]:
        """Default colours overlaid with what is given. Raises BadProject naming the piece and the part."""
        for part, colour in given.items():
            if part not in self.colours:
                raise BadProject(f"{self.key}: there is no part “{part}”; it has {', '.join(self.colours)}.")
            numbers = [c for c in colour if isinstance(c, int | float) and 0 <= c <= 1]
            if len(colour) != 3 or len(numbers) != 3:
                raise BadProject(
                    f"{self.key}: the colour of {part} must be three numbers 0 to 1, not {colour!r}."
                )
        return {**self.colours, **given}
