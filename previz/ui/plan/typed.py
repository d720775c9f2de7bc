"""A length that is typed over the plan, key by key."""

from __future__ import annotations

from previz.ui.controls import measure
from previz.ui.controls.measure import LengthUnits, Measure

_DIGITS, _UNITS = "0123456789.,", "'\"′″mcftin "
ERASE = "\b"


def typed_on(typed: str, text: str) -> str | None:
    """What stands there after a key; None when the key means nothing to a length."""
    if text == ERASE and typed:
        return typed[:-1]
    if text and (text in _DIGITS or (typed and text.lower() in _UNITS)):
        return typed + text
    return None


def length_m(typed: str, units: LengthUnits) -> float | None:
    """None for what is no length, or none above 0."""
    found = measure.parse(typed, Measure.LENGTH, units)
    return found.value if found is not None and found.value > 0 else None
