"""Expressions: how far each move of the face goes. The moves themselves are MakeHuman's expression units."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from previz.cast.library import Library, library
from previz.cast.names import check, check_numbers
from previz.scene.model import Pose

Singles = NDArray[np.float32]
Weights = tuple[float, ...]
"""One for each of `Library.units`."""

STRENGTH = (0.0, 1.5)
MOST = 1.6
"""Moves go no further than this share of their full range."""


def _both(**units: float) -> dict[str, float]:
    """``eye`` and ``eyebrows`` units of both sides; ``_`` stands for ``-``."""
    moves = {}
    for word, amount in units.items():
        part, _, rest = word.replace("_", "-").partition("-")
        sides = (
            ("left", "right") if part in ("eye", "eyebrows") or rest in ("elevation", "dilatation") else ()
        )
        sides = () if part == "mouth" else sides
        for side in sides:
            moves[f"{part}-{side}-{rest}"] = amount
        if not sides:
            moves[f"{part}-{rest}"] = amount
    return moves


EXPRESSIONS: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {
        "neutral": {},
        "smile": _both(mouth_corner_puller=0.85, mouth_part_later=0.25, eye_slit=0.25, eyebrows_up=0.10),
        "laugh": _both(
            mouth_corner_puller=0.85,
            mouth_open=0.55,
            mouth_upward_retraction=0.35,
            eye_slit=0.85,
            eyebrows_up=0.25,
            nose_dilatation=0.3,
        ),
        "anger": _both(
            eyebrows_down=1.15,
            eye_slit=0.35,
            mouth_compression=0.55,
            mouth_depression=0.45,
            nose_elevation=0.35,
            nose_dilatation=0.6,
        ),
        "fear": _both(
            eyebrows_inner_up=0.9,
            eyebrows_up=0.45,
            eye_opened_up=0.95,
            mouth_open=0.22,
            mouth_retraction=0.55,
            neck_platysma=0.5,
        ),
        "sadness": _both(
            eyebrows_inner_up=1.15,
            eye_slit=0.35,
            eye_closure=0.18,
            mouth_depression=0.75,
            mouth_elevation=0.35,
        ),
        "surprise": _both(eyebrows_up=1.0, eyebrows_inner_up=0.7, eye_opened_up=0.8, mouth_open=0.62),
        "shout": _both(
            mouth_open=1.25,
            mouth_upward_retraction=0.45,
            mouth_retraction=0.3,
            eyebrows_down=0.9,
            eye_slit=0.35,
            nose_elevation=0.4,
            neck_platysma=0.6,
        ),
        "pain": _both(
            eyebrows_down=0.75,
            eyebrows_inner_up=0.55,
            eye_closure=0.62,
            eye_slit=0.6,
            mouth_retraction=0.7,
            mouth_open=0.25,
            mouth_upward_retraction=0.5,
            nose_elevation=0.5,
        ),
        "disgust": _both(
            eyebrows_down=0.6,
            eye_slit=0.5,
            nose_elevation=1.0,
            nose_compression=0.5,
            mouth_upward_retraction=0.55,
            mouth_depression=0.5,
        ),
        "contempt": _both(mouth_depression=0.25, eyebrows_extern_up=0.25, eye_slit=0.3)
        | {"eyebrows-left-up": 0.8, "eyebrows-left-extern-up": 0.7, "nose-left-elevation": 0.35},
        "talk": _both(mouth_open=0.32, eyebrows_up=0.15),
        "closed_eyes": _both(eye_closure=1.0),
        "wink": _both(mouth_corner_puller=0.6, eyebrows_up=0.1)
        | {"eye-left-closure": 1.0, "eye-left-slit": 0.5, "eyebrows-left-down": 0.4},
    }
)
"""Expression → moves at strength 1."""
WORDS: Mapping[str, str] = MappingProxyType(
    {
        "smile": "smiling",
        "laugh": "laughing",
        "anger": "angry",
        "fear": "afraid",
        "sadness": "sad",
        "surprise": "surprised",
        "shout": "shouting",
        "pain": "in pain",
        "disgust": "disgusted",
        "contempt": "contemptuous",
        "talk": "talking",
        "closed_eyes": "with closed eyes",
        "wink": "winking",
    }
)
"""How a prompt calls a face."""


def weights(pose: Pose) -> Weights:
    """What a pose's face does, mixed on the way into another pose."""
    mine = _weights(pose.expression, pose.expression_strength)
    share = min(max(pose.share, 0.0), 1.0)
    if pose.blend is None or share <= 0:
        return mine
    other = weights(pose.blend)
    return tuple(a + (b - a) * share for a, b in zip(mine, other, strict=True))


def _weights(name: str, strength: float) -> Weights:
    moves = EXPRESSIONS[name]
    amount = min(max(strength, STRENGTH[0]), STRENGTH[1])
    return tuple(min(moves.get(unit, 0.0) * amount, _limit(unit)) for unit in library().units)


def _limit(unit: str) -> float:
    """Lids meet and go no further."""
    return 1.0 if unit.endswith("closure") else MOST


def check_expression(pose: Pose) -> None:
    """Raises BadProject for unknown names and numbers that are none."""
    check(pose.expression, EXPRESSIONS, "expression")
    check_numbers([pose.expression_strength], "An expression's strength")


def moves_m(mannequin: Library, amounts: Weights, heritage: NDArray[np.float64]) -> Singles:
    """(p, 3) how all points of an adult head of this heritage (3,) move."""
    result = np.zeros_like(mannequin.mean)
    mixed = np.einsum("h,uhnj->unj", heritage.astype(np.float32), mannequin.unit_moves)
    result[mannequin.unit_points] = np.einsum("u,unj->nj", np.asarray(amounts, np.float32), mixed)
    return result


def lowered_lids(amounts: Weights, down_deg: float) -> Weights:
    """The upper lids follow eyes that look down."""
    share = 0.42 * min(max(down_deg, 0.0) / 35.0, 1.0)
    return tuple(
        max(amount, share) if unit.endswith("closure") else amount
        for unit, amount in zip(library().units, amounts, strict=True)
    )
