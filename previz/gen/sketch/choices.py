"""The choices of a plan, one by one: what each is called, what it may be, what it is, and how to change it.

A person makes some choices and leaves the others to the seed. What was chosen by hand is named in
``Plan.locked``, travels in the request and is kept with the take.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from typing import Any, Literal

import msgspec

from previz.errors import NotSupported
from previz.gen.sketch.plan import LIGHTINGS, LOW, SCHEMES, Plan, low_sun, plan

Value = float | str


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that a draughtsman decides."""

    name: str
    """How a command or a file names it."""
    label: str
    about: str
    options: tuple[str, ...] = ()
    """What it may be; empty when it is a number."""
    low: float = 0.0
    high: float = 0.0
    unit: str = ""
    ratio: bool = False
    """A factor, 1 = the style's own: equal steps are equal ratios."""
    bands: tuple[tuple[float, str], ...] = ()
    """(highest value, what people call it), rising."""

    @property
    def kind(self) -> Literal["option", "number"]:
        return "option" if self.options else "number"

    def limits(self) -> str:
        """What may be chosen, for a message: "0.4 to 2.5", "neutral, dark foreground"."""
        if self.options:
            return ", ".join(self.options)
        return f"{self.low:g} to {self.high:g}{self.unit}"

    def short(self, value: Value) -> str:
        """The value in a list: "×1.22", "−48°", "dark foreground"."""
        if isinstance(value, str):
            return value
        number = f"×{value:.2f}" if self.ratio else f"{value:+.2f}" if self.low < 0 and not self.unit else ""
        number = number or (f"{value:.0f}{self.unit}" if self.unit else f"{value:.2f}")
        return number.replace("-", "−")

    def words(self, value: Value) -> str:
        """The value as people say it: "×1.22, heavy", "52°, rising to the right"."""
        number = self.short(value)
        if isinstance(value, str):
            return number
        band = next((word for highest, word in self.bands if value <= highest), "")
        return f"{number}, {band}" if band else number

    def place(self, value: Value) -> float:
        """For sorting: the number, or the option's place in the list."""
        return self.options.index(value) if isinstance(value, str) else value

    def steps(self, count: int) -> list[Value]:
        """All options, or ``count`` numbers from the lowest to the highest."""
        if self.options:
            return list(self.options)
        shares = [index / max(count - 1, 1) for index in range(count)]
        if self.ratio:
            low = max(self.low, 0.1)
            return [round(low * (self.high / low) ** share, 3) for share in shares]
        return [round(self.low + (self.high - self.low) * share, 3) for share in shares]


CHOICES: tuple[Choice, ...] = (
    Choice(
        name="light",
        label="Light",
        about="where the key light comes from, as the camera sees it",
        options=tuple(light.name for light in LIGHTINGS),
    ),
    Choice(
        name="scheme",
        label="Scheme",
        about="how near, figures and background are set apart in value",
        options=tuple(scheme.name for scheme in SCHEMES),
    ),
    Choice(
        name="hatch",
        label="Hatching",
        about="angle of the main hatching above the horizontal",
        low=-80,
        high=80,
        unit="°",
        bands=((-10, "falling to the right"), (10, "level"), (80, "rising to the right")),
    ),
    Choice(
        name="weight",
        label="Line weight",
        about="how heavy the lines are",
        low=0.4,
        high=2.5,
        ratio=True,
        bands=((0.7, "fine"), (0.93, "light"), (1.08, "the style's own"), (1.5, "heavy"), (2.5, "bold")),
    ),
    Choice(
        name="wobble",
        label="Looseness",
        about="how unsteady the hand is",
        low=0.0,
        high=3.0,
        ratio=True,
        bands=((0.25, "ruled"), (0.85, "firm"), (1.2, "the style's own"), (1.8, "loose"), (3.0, "shaky")),
    ),
    Choice(
        name="overshoot",
        label="Overshoot",
        about="how far construction lines run past their corners",
        low=0.0,
        high=3.0,
        ratio=True,
        bands=((0.2, "none"), (0.75, "little"), (1.35, "the style's own"), (2, "much"), (3, "sprawling")),
    ),
    Choice(
        name="tone",
        label="Tone",
        about="how light or dark the whole picture is",
        low=-0.2,
        high=0.2,
        bands=((-0.06, "dark"), (-0.015, "darker"), (0.015, "as seen"), (0.06, "lighter"), (0.2, "light")),
    ),
    Choice(
        name="speed",
        label="Lines of speed",
        about="how much of a move is drawn, of people, things and the camera",
        low=0.0,
        high=1.0,
        bands=((0.01, "none"), (0.4, "a few"), (0.75, "clear"), (1.0, "many")),
    ),
)
IDLE: Mapping[str, frozenset[str]] = {
    "wash": frozenset({"hatch"}),
    "clean": frozenset({"hatch", "wobble", "overshoot"}),
    "colour": frozenset({"scheme", "tone"}),
}
"""Style → choices that change nothing in it."""
_NUMBERS = {"hatch": "hatch_deg", "weight": "weight", "wobble": "wobble", "overshoot": "overshoot"} | {
    "tone": "tone_shift",
    "speed": "speed",
}
"""Choice → field of a Plan, for numbers."""


class Chosen(msgspec.Struct, frozen=True, kw_only=True):
    """A choice as one plan has made it."""

    choice: Choice
    value: Value
    words: str
    locked: bool
    used: bool
    """Whether it changes anything in this style."""


def choice(name: str) -> Choice:
    """The choice called ``name``. NotSupported, naming those that exist, for any other."""
    found = next((one for one in CHOICES if one.name == name), None)
    if found is None:
        raise NotSupported(
            f"There is no choice {name!r}; choose one of {', '.join(one.name for one in CHOICES)}."
        )
    return found


def read(drawn: Plan, name: str) -> Value:
    """What ``drawn`` has chosen: the name of an option, or a number."""
    if choice(name).options:
        return drawn.scheme.name if name == "scheme" else drawn.lighting.name.removeprefix(LOW)
    return float(getattr(drawn, _NUMBERS[name]))


def listed(drawn: Plan) -> list[Chosen]:
    """Every choice of ``drawn``, in the order in which a person would look at them."""
    return [
        Chosen(
            choice=one,
            value=value,
            words=one.words(value),
            locked=one.name in drawn.locked,
            used=one.name not in IDLE.get(drawn.style, ()),
        )
        for one in CHOICES
        for value in [read(drawn, one.name)]
    ]


def choose(drawn: Plan, values: Mapping[str, Value]) -> Plan:
    """``drawn`` with these choices made by hand, which locks them.

    Numbers may come as text. NotSupported when there is no such choice, or it cannot be so.
    """
    fields: dict[str, Any] = {}
    for name, value in values.items():
        fields |= _fields(drawn, choice(name), value)
    return msgspec.structs.replace(drawn, locked=_in_order({*drawn.locked, *values}), **fields)


def lock(drawn: Plan, names: Collection[str]) -> Plan:
    """``drawn`` with exactly these choices locked, as they are."""
    for name in names:
        choice(name)
    return msgspec.structs.replace(drawn, locked=_in_order(names))


def vary(drawn: Plan, locked: Collection[str], seed: int) -> Plan:
    """The plan of another ``seed``, with the ``locked`` choices of ``drawn``."""
    fresh = plan(seed, drawn.style, drawn.time)
    return lock(choose(fresh, {name: read(drawn, name) for name in locked}), locked)


def sweep(drawn: Plan, name: str, count: int = 6) -> list[Plan]:
    """``drawn`` with one choice varied: through its options, or in ``count`` steps through its range.

    The seed stays, so nothing else changes.
    """
    return [choose(drawn, {name: value}) for value in choice(name).steps(count)]


def check_plan(drawn: Plan) -> None:
    """Raise NotSupported when a plan (perhaps written by hand) holds a number out of range."""
    for name in _NUMBERS:
        _fields(drawn, choice(name), read(drawn, name))
    for name in drawn.locked:
        choice(name)


def _fields(drawn: Plan, one: Choice, value: Value) -> Mapping[str, Any]:
    """The fields of a plan that make this choice ``value``."""
    if not one.options:
        return {_NUMBERS[one.name]: _number(one, value)}
    wanted = str(value).strip().casefold()
    number = next((index for index, name in enumerate(one.options) if name == wanted), None)
    if number is None:
        raise NotSupported(f"{one.label} cannot be {str(value)!r}; choose one of {one.limits()}.")
    if one.name == "scheme":
        return {"scheme": SCHEMES[number]}
    light = LIGHTINGS[number]
    return {"lighting": low_sun(light) if drawn.time in ("dawn", "dusk") else light}


def _number(one: Choice, value: Value) -> float:
    try:
        number = float(value.replace("−", "-")) if isinstance(value, str) else float(value)
    except ValueError:
        number = math.nan
    if not one.low <= number <= one.high:
        raise NotSupported(f"{one.label} cannot be {value}; choose {one.limits()}.")
    return number


def _in_order(names: Collection[str]) -> tuple[str, ...]:
    return tuple(one.name for one in CHOICES if one.name in names)
