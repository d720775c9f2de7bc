"""The words of the trade and where each begins and ends (film-grammar §1 and §2)."""

from __future__ import annotations

from typing import Literal

import numpy as np

from previz.errors import CannotFrame
from previz.grammar.subject import Floats, Subject

SIZES = ("ECU", "BCU", "CU", "MCU", "MS", "MCS", "MLS", "FS", "LS", "ELS")
"""Tight to wide. The first seven end at the landmark of `CHAIN` with the same index plus one."""

SIZE_NAMES = {
    "ECU": "extreme close-up",
    "BCU": "big close-up",
    "CU": "close-up",
    "MCU": "medium close-up",
    "MS": "medium shot",
    "MCS": "cowboy",
    "MLS": "medium long shot",
    "FS": "full shot",
    "LS": "long shot",
    "ELS": "extreme long shot",
    "EST": "establishing shot",
}
US_SIZES = {"LS": ("WS", "wide shot"), "ELS": ("EWS", "extreme wide shot")}
SIZE_ALIASES = {"XCU": "ECU", "VCU": "BCU", "COWBOY": "MCS", "MWS": "MLS", "WS": "LS", "EWS": "ELS"}

FULL_SHARE, LONG_SHARE = 0.75, 1 / 3
"""Smallest share of the frame that a whole figure fills in an FS and in an LS."""

ANGLES = {
    "overhead": (-90.0, -65.0, -78.0),
    "high": (-65.0, -10.0, -26.0),
    "neutral": (-10.0, 10.0, 0.0),
    "low": (10.0, 50.0, 22.0),
    "worm": (50.0, 90.0, 60.0),
}
"""Camera pitch in degrees, up positive: from, to, and a typical one."""

LEVELS = ("overhead", "high", "eye", "shoulder", "hip", "knee", "ground")

VIEWS = {
    "front": 0.0,
    "3/4 L": 32.0,
    "profile L": 70.0,
    "3/4 back L": 148.0,
    "back": 180.0,
    "3/4 back R": -148.0,
    "profile R": -70.0,
    "3/4 R": -32.0,
}
"""Where the camera stands around the head, degrees from the face, positive on the subject's left; L means
that the subject's left side is the one seen."""

DUTCH_DEG = 4.0


def _spoken(text: str) -> str:
    """However it is written: Close-Up, close up; with "shot" or without."""
    return " ".join(text.casefold().replace("-", " ").split()).removesuffix(" shot")


_SIZE_WORDS = {
    **{_spoken(words): size for size, words in SIZE_NAMES.items()},
    **{_spoken(words): size for size, (_, words) in US_SIZES.items()},
    "medium wide": "MLS",
    "closeup": "CU",
}


def known_size(text: str) -> str:
    """The abbreviation used here for any of its aliases, or for its words. Raises CannotFrame for others."""
    size = SIZE_ALIASES.get(text.upper()) or _SIZE_WORDS.get(_spoken(text), text.upper())
    if size not in SIZE_NAMES:
        raise CannotFrame(f"“{text}” is no shot size; use one of {', '.join(SIZE_NAMES)}.")
    return size


def known_angle(text: str) -> str:
    angle = text.lower().removesuffix(" angle").removesuffix("'s eye").removesuffix("’s eye")
    angle = {"level": "neutral", "eye": "neutral", "top": "overhead"}.get(angle, angle)
    if angle not in ANGLES:
        raise CannotFrame(f"“{text}” is no camera angle; use one of {', '.join(ANGLES)}.")
    return angle


def known_level(text: str) -> str:
    level = text.lower().removesuffix(" level")
    if level not in LEVELS:
        raise CannotFrame(f"“{text}” is no camera level; use one of {', '.join(LEVELS)}.")
    return level


def known_views(text: str) -> tuple[str, ...]:
    """The view, or both sides of it when the word names none. Raises CannotFrame for an unknown word."""
    view = text.replace("three-quarter", "3/4").replace("3/4 front", "3/4").strip()
    view = view.removesuffix(" left") + " L" if view.endswith(" left") else view
    view = view.removesuffix(" right") + " R" if view.endswith(" right") else view
    found = tuple(name for name in VIEWS if name == view or name in (f"{view} L", f"{view} R"))
    if not found:
        raise CannotFrame(f"“{text}” is no view; use one of {', '.join(VIEWS)}.")
    return found


def size_label(size: str, names: Literal["us", "uk"] = "uk") -> str:
    return US_SIZES[size][0] if names == "us" and size in US_SIZES else size


def size_words(size: str, names: Literal["us", "uk"] = "uk") -> str:
    return US_SIZES[size][1] if names == "us" and size in US_SIZES else SIZE_NAMES[size]


def angle_words(angle: str, level: str = "") -> str:
    """How a camera looks at somebody, the angle before the level: "low angle, hip level", "overhead". A level
    camera at the eyes is "eye level", and any other level camera says that it is neutral: "high level" alone
    would be taken for a high angle."""
    words = {"worm": "worm’s eye", "overhead": "overhead", "": ""}.get(angle, f"{angle} angle")
    height = level if level in ("", "overhead") else f"{level} level"
    if height == words or (angle == "neutral" and level in ("", "eye")):
        return height
    return ", ".join(filter(None, (words, height)))


def read_angle(pitch_deg: float) -> str:
    """Limits belong to the calmer word: −10 is neutral, −65 is high."""
    if -10 <= pitch_deg <= 10:
        return "neutral"
    if pitch_deg < 0:
        return "high" if pitch_deg >= -65 else "overhead"
    return "low" if pitch_deg <= 50 else "worm"


def view_angle(person: Subject, camera_m: Floats) -> float | None:
    """Degrees that the camera stands around the head from straight ahead, positive on the subject's left.

    Measured about the head's own axis, so it holds for a lying head; None within 20° above or below it.
    """
    left, up, forward = person.head_axes @ (camera_m - person.eyes_m)
    if np.hypot(left, forward) < np.tan(np.radians(20)) * abs(up):
        return None
    return float(np.degrees(np.arctan2(left, forward)))


def read_view(person: Subject, camera_m: Floats) -> str | None:
    angle = view_angle(person, camera_m)
    if angle is None:
        return None
    return min(VIEWS, key=lambda name: abs((angle - VIEWS[name] + 180) % 360 - 180))


def level_limits(person: Subject) -> Floats:
    """(6,) camera heights in metres at which a level gives way to the next lower one, descending."""
    top, eyes, _, collar, _, waist, thigh, knee, foot = person.chain_m[:, 1]
    head = float(np.linalg.norm(person.chain_m[0] - person.chain_m[2]))
    hip = (waist + thigh) / 2
    limits = [
        max(top, eyes) + 4 * head,
        max(top, eyes) + 0.5 * head,
        (eyes + collar) / 2,
        (collar + hip) / 2,
        (hip + knee) / 2,
        (knee + foot) / 2,
    ]
    return np.minimum.accumulate(np.asarray(limits))


def level_height(person: Subject, level: str) -> float:
    """The camera height in metres that a level is aimed at; inside its limits where it has any room."""
    limits = level_limits(person)
    head = float(np.linalg.norm(person.chain_m[0] - person.chain_m[2]))
    index = LEVELS.index(level)
    high = limits[index - 1] if index else limits[0] + 4 * head
    low = limits[index] if index < len(limits) else min(0.0, float(limits[-1])) + 0.05
    if level == "eye":
        return float(np.clip(person.eyes_m[1], low, high))
    return float(high + low) / 2


def read_level(person: Subject, height_m: float) -> str:
    """The level whose limits hold a camera at ``height_m``."""
    return LEVELS[int(np.sum(height_m < level_limits(person)))]
