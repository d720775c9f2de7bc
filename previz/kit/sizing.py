"""How big an imported model would be: units, up axis, and the guess at both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from previz.kit.soup import Floats
from previz.scene.model import Vec3
from previz.scene.transform import to_vec3

Up = Literal["y", "z"]

UNITS_M: dict[str, float] = {"m": 1.0, "cm": 0.01, "mm": 0.001, "in": 0.0254, "ft": 0.3048}
UNIT_WORDS = {"m": "metres", "cm": "centimetres", "mm": "millimetres", "in": "inches", "ft": "feet"}
LIKELY_M = (0.02, 30.0)
"""Longest side of what usually stands on a stage: from a ring box to a house."""
_USUAL_UP: dict[str, Up] = {"stl": "z", "ply": "z", "obj": "y"}
"""By the programs that write them most: CAD and scanners have Z up, modellers write OBJ with Y up."""


@dataclass(frozen=True)
class Guess:
    """``why_unit`` and ``why_up`` say what the guess rests on; "" where the file itself says it."""

    unit: str
    unit_m: float
    up: Up
    why_unit: str = ""
    why_up: str = ""


def guess(
    low: Sequence[float], high: Sequence[float], kind: str, unit_m: float | None, up: Up | None
) -> Guess:
    """``low`` and ``high`` in the file's units and axes; ``unit_m`` and ``up`` where the file says them."""
    longest = max(b - a for a, b in zip(low, high, strict=True))
    unit, why_unit = ("", "") if unit_m is not None else _guess_unit(longest)
    if unit_m is not None:
        unit = next((name for name, metres in UNITS_M.items() if abs(metres / unit_m - 1) < 1e-6), "file")
    why_up = ""
    if up is None:
        up, why_up = _guess_up(np.asarray(low), np.asarray(high), kind)
    return Guess(unit, unit_m if unit_m is not None else UNITS_M[unit], up, why_unit, why_up)


def _guess_unit(longest: float) -> tuple[str, str]:
    for unit in ("m", "cm", "mm"):
        if LIKELY_M[0] <= longest * UNITS_M[unit] <= LIKELY_M[1]:
            return unit, "by its size"
    return "m", "no unit gives a usual size"


def _guess_up(low: Floats, high: Floats, kind: str) -> tuple[Up, str]:
    """What stands on the floor begins at 0 along the up axis and reaches to both sides along the others."""
    size = np.maximum(high - low, 1e-30)
    offset = np.abs(low) / size
    stands: dict[Up, bool] = {
        "y": bool(offset[1] < 0.02 and offset[2] > 0.1),
        "z": bool(offset[2] < 0.02 and offset[1] > 0.1),
    }
    for up, does in stands.items():
        if does:
            return up, f"it stands on {up.upper()} = 0"
    return _USUAL_UP.get(kind, "y"), f"usual in {kind.upper()} files"


def axes(up: Up) -> Floats:
    """(3, 3) piece_from_file rotation: Z up and front −Y becomes Y up and front +Z."""
    return np.eye(3) if up == "y" else np.array([[1.0, 0, 0], [0, 0, 1.0], [0, -1.0, 0]])


def size_m(low: Sequence[float], high: Sequence[float], unit_m: float, up: Up) -> Vec3:
    """Width (x), height (y) and depth (z) in metres."""
    size = np.asarray(high, float) - np.asarray(low, float)
    return to_vec3(np.abs(axes(up) @ size) * unit_m)


def likely(size: Vec3) -> bool:
    return LIKELY_M[0] <= max(size) <= LIKELY_M[1]


def length(metres: float) -> str:
    """ "46 m", "1.24 m", "38 mm", "10 km"."""
    if metres >= 1000:
        return f"{metres / 1000:.3g} km"
    if metres >= 10:
        return f"{metres:.0f} m"
    if metres >= 0.1:
        return f"{metres:.2f} m"
    return f"{metres * 1000:.3g} mm"


def told(size: Vec3) -> str:
    """ "0.52 m wide, 0.93 m high, 0.58 m deep"."""
    return f"{length(size[0])} wide, {length(size[1])} high, {length(size[2])} deep"
