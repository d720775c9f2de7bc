"""Numbers as they are printed."""

from __future__ import annotations

import math
from typing import Literal

Units = Literal["metric", "imperial"]

METRES_PER_INCH = 0.0254


def number(value: float, digits: int = 2) -> str:
    """Without a useless tail: 50 → "50", 2.80 → "2.8", 1.234 → "1.23"."""
    text = f"{value:.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def metres(value: float) -> str:
    return f"{value:.2f} m" if abs(value) < 100 else f"{value:.0f} m"


def feet(value_m: float) -> str:
    """Feet and inches to the nearest inch, 1.45 m → 4′9″."""
    inches = round(abs(value_m) / METRES_PER_INCH)
    return f"{'−' if value_m < 0 and inches else ''}{inches // 12}′{inches % 12}″"


def length(value_m: float, units: Units) -> str:
    return metres(value_m) if units == "metric" else feet(value_m)


def other_length(value_m: float, units: Units) -> str:
    """The same in the other units, for crews that mix tapes."""
    return feet(value_m) if units == "metric" else metres(value_m)


def zone(near_m: float | None, far_m: float | None, units: Units) -> str:
    """Depth of field, "3.90–5.80 m"; empty where it is not known."""
    if near_m is None:
        return ""
    if far_m is None or math.isinf(far_m):
        return f"{length(near_m, units)} – ∞"
    if units == "metric":
        return f"{near_m:.2f}–{metres(far_m)}"
    return f"{feet(near_m)} – {feet(far_m)}"


def degrees(value: float) -> str:
    shown = round(value)
    return f"{'+' if shown > 0 else '−' if shown < 0 else ''}{abs(shown)}°"


def seconds(value: float) -> str:
    return f"{value:.1f} s"


def clock(value_s: float) -> str:
    """Minutes and seconds, 83 → "1:23"; with hours from one hour on."""
    total = round(value_s)
    if total >= 3600:
        return f"{total // 3600}:{total // 60 % 60:02d}:{total % 60:02d}"
    return f"{total // 60}:{total % 60:02d}"


def hours(minutes: float) -> str:
    """Set-up time: 95 → "1 h 35 min"."""
    total = round(minutes)
    parts = [f"{total // 60} h"] if total >= 60 else []
    parts += [f"{total % 60} min"] if total % 60 or not parts else []
    return " ".join(parts)


def eighths(count: int) -> str:
    """Script pages as crews count them: 13 → "1 5/8"."""
    whole, rest = divmod(count, 8)
    return " ".join(([str(whole)] if whole or not rest else []) + ([f"{rest}/8"] if rest else []))


def pages(count: int) -> str:
    """Eighths with the word: 6 → "6/8 page", 13 → "1 5/8 pages"."""
    return f"{eighths(count)} page{'s' if count > 8 else ''}"


def focal(start_mm: float | None, end_mm: float | None) -> str:
    """Focal length without the unit, a zoom as "85–135"; empty where there is none."""
    if start_mm is None:
        return ""
    if end_mm is None or abs(end_mm - start_mm) < 0.05:
        return number(start_mm, 1)
    return f"{number(start_mm, 1)}–{number(end_mm, 1)}"


def squeeze(value: float) -> str:
    """Of an anamorphic lens, "2× ana"; empty for a spherical one."""
    return f"{number(value)}× ana" if abs(value - 1) > 1e-6 else ""


def ratio(aspect: float) -> str:
    return f"{aspect:.2f} : 1"
