"""A figure that is typed over the plan or the stage view, key by key."""

from __future__ import annotations

from previz.ui.controls import measure
from previz.ui.controls.measure import LengthUnits, Measure

_DIGITS, LENGTHS = "0123456789.,", "'\"′″mcftin "
ERASE = "\b"


def typed_on(typed: str, text: str, units: str = LENGTHS, signed: bool = False) -> str | None:
    """What stands there after a key; None when the key means nothing to it.

    ``units``: what may follow a figure; ``signed``: it may begin with a minus.
    """
    if text == ERASE and typed:
        return typed[:-1]
    if text == "-":
        return text if signed and not typed else None
    if text and (text in _DIGITS or (typed and text.lower() in units)):
        return typed + text
    return None


def length_m(typed: str, units: LengthUnits) -> float | None:
    """None for what is no length, or none above 0."""
    found = measure.parse(typed, Measure.LENGTH, units)
    return found.value if found is not None and found.value > 0 else None
