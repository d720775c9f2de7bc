"""What a field measures, and how people write it: "1.5m", "5'3\\"", "35 mm", "+0.2", "12f"."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from enum import Enum
from typing import Literal

from previz.scene.model import Project

LengthUnits = Literal["m", "ft"]

METRES_PER_FOOT = 0.3048
METRES_PER_INCH = 0.0254

_NUMBER = r"(?:\d+(?:[.,]\d*)?|[.,]\d+)"
_FEET_INCHES = re.compile(
    rf"^(?P<feet>{_NUMBER})\s*(?:'|′|ft|feet|foot)\s*(?:(?P<inches>{_NUMBER})\s*(?:\"|″|''|in|inches|inch)?)?$"
)
_PLAIN = re.compile(rf"^(?P<number>{_NUMBER})\s*(?P<unit>[^\d\s.,]*)$")


class Measure(Enum):
    """A kind of quantity; its value in the program is always in the first unit named."""

    LENGTH = "m"
    FOCAL = "mm"
    ANGLE = "°"
    TIME = "s"
    STOP = "T"
    KELVIN = "K"
    PERCENT = "%"
    NUMBER = ""


def length_units(project: Project) -> LengthUnits:
    """What a number without a unit is in, and how lengths are written."""
    return "ft" if project.units == "imperial" else "m"


_FACTORS: dict[Measure, dict[str, float]] = {
    Measure.LENGTH: {
        "m": 1.0,
        "cm": 0.01,
        "mm": 0.001,
        "km": 1000.0,
        "in": METRES_PER_INCH,
        '"': METRES_PER_INCH,
        "″": METRES_PER_INCH,
    },
    Measure.FOCAL: {"mm": 1.0, "cm": 10.0},
    Measure.ANGLE: {"°": 1.0, "deg": 1.0, "d": 1.0},
    Measure.TIME: {"s": 1.0, "sec": 1.0, "ms": 0.001, "min": 60.0},
    Measure.STOP: {"t": 1.0, "f": 1.0},
    Measure.KELVIN: {"k": 1.0},
    Measure.PERCENT: {"%": 1.0},
    Measure.NUMBER: {"": 1.0, "x": 1.0, "×": 1.0},
}


LIKE: dict[Measure, str] = {
    Measure.LENGTH: "a length, as 1.5, 150cm, 5'6\" or +0.2",
    Measure.FOCAL: "a focal length, as 35 or 35mm",
    Measure.ANGLE: "an angle, as 12 or −3.5",
    Measure.TIME: "a time, as 2.5, 500ms or 12f",
    Measure.STOP: "a stop, as 2.8 or T2.8",
    Measure.KELVIN: "a colour temperature, as 5600 or 5600K",
    Measure.PERCENT: "a share, as 50 or 50%",
    Measure.NUMBER: "a number, as 1.5 or +0.1",
}
"""What a field wants, for those who typed something else."""


@dataclass(frozen=True)
class Typed:
    """What was typed: a value, or a step from the present one."""

    value: float
    relative: bool = False


def parse(text: str, measure: Measure, units: LengthUnits = "m", frame_rate: float = 24.0) -> Typed | None:
    """Read what a person typed; None when it cannot be read.

    A number alone is in the field's own unit. A leading "+" always steps; "-" steps only as "-=" or "+-",
    since negative values are values. ``frame_rate`` (frames per second) reads "12f" in a time.
    """
    text = text.strip().replace("−", "-").lower()
    relative = text.startswith(("+", "-="))
    negative = text.startswith(("-", "+-"))
    text = text.lstrip("+-=").strip()
    if measure is Measure.STOP:
        text = text.removeprefix("t/").removeprefix("f/").removeprefix("t").removeprefix("f").strip()
    size = _size(text, measure, units, frame_rate)
    return None if size is None or not math.isfinite(size) else Typed(-size if negative else size, relative)


def _size(text: str, measure: Measure, units: LengthUnits, frame_rate: float) -> float | None:
    if measure is Measure.LENGTH and (found := _FEET_INCHES.match(text)):
        return _number(found["feet"]) * METRES_PER_FOOT + _number(found["inches"] or "0") * METRES_PER_INCH
    found = _PLAIN.match(text)
    if found is None:
        return None
    number, unit = _number(found["number"]), found["unit"]
    if not unit:
        return number * METRES_PER_FOOT if measure is Measure.LENGTH and units == "ft" else number
    if measure is Measure.TIME and unit in ("f", "fr", "frames"):
        return number / frame_rate
    factor = _FACTORS[measure].get(unit)
    return None if factor is None else number * factor


def _number(text: str) -> float:
    return float(text.replace(",", "."))


def written(value: float, measure: Measure, units: LengthUnits = "m", decimals: int = 2) -> tuple[str, str]:
    """(number, unit) as a field shows them; feet carry their signs in the number."""
    if measure is Measure.LENGTH and units == "ft":
        return feet_and_inches(value), ""
    text = f"{value:.{decimals}f}"
    if measure is Measure.NUMBER and "." in text:
        text = text.rstrip("0").rstrip(".")
    if float(text) == 0.0:
        text = text.lstrip("-")
    return text.replace("-", "−"), measure.value


def feet_and_inches(value_m: float) -> str:
    """1.45 → 4′ 9.1″, to a tenth of an inch."""
    tenths = round(abs(value_m) / METRES_PER_INCH * 10)
    feet, rest = divmod(tenths, 120)
    inches = f"{rest / 10:.1f}".removesuffix(".0")
    return f"{'−' if value_m < 0 and tenths else ''}{feet}′ {inches}″"
