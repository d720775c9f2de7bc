"""Camera moves as marks at the frame's edge, gear as glyphs: words of the trade → kinds of the templates.

An arrow at the edge is the camera's; its word always stands beside it.
"""

from __future__ import annotations

import re
from typing import TypeAlias

Mark: TypeAlias = "dict[str, str]"
"""{"k": kind of mark, "t": its word}; kinds are those of assets/paper/marks.typ."""

_LEFT = r"(l|left)"
_RIGHT = r"(r|right)"
_KINDS = (
    (r"dolly[ -]?zoom|zolly|vertigo", "dolly-zoom"),
    (r"(crash )?zoom.*\bout\b", "zoom-out"),
    (r"(crash )?zoom", "zoom-in"),
    (r"push|(dolly|track|truck|creep|move)( slowly)? (in|forward)\b", "push"),
    (r"pull|(dolly|track|truck|creep|move)( slowly)? (out|back|backwards?)\b", "pull"),
    (rf"pan\b.*\b{_LEFT}\b", "pan-l"),
    (rf"pan\b.*\b{_RIGHT}\b", "pan-r"),
    (r"tilt\b.*\bup\b", "tilt-u"),
    (r"tilt\b.*\bdown\b", "tilt-d"),
    (rf"(arc|orbit)\b.*\b{_LEFT}\b", "arc-l"),
    (rf"(arc|orbit)\b.*\b{_RIGHT}\b", "arc-r"),
    (rf"(truck|track|crab|dolly|slide|follow|lead)\b.*\b{_LEFT}\b", "truck-l"),
    (rf"(truck|track|crab|dolly|slide|follow|lead)\b.*\b{_RIGHT}\b", "truck-r"),
    (r"(boom|crane|jib|pedestal|ped|rise|raise)\b.*\b(down|lower)\b|^(lower|drop)\b", "boom-d"),
    (r"(boom|crane|jib|pedestal|ped)\b.*\bup\b|^(rise|raise)\b", "boom-u"),
    (r"hand-?held|shoulder|shaky", "hand"),
)
_STILL = re.compile(r"^(static|locked([ -]off)?|lock-?off|still|fixed|none|sticks|-|—)?$", re.IGNORECASE)

_GEAR = (
    (r"gimbal|steadi|ronin|movi|stabili", "gimbal"),
    (r"hand-?held|shoulder|easy-?rig", "handheld"),
    (r"crane|jib|techno|boom|arm", "crane"),
    (r"slider|skater", "slider"),
    (r"dolly|track|rail", "dolly"),
    (r"sticks|tripod|legs|hi-?hat|high hat|static|lock", "tripod"),
)


def moves(movement: str) -> tuple[Mark, ...]:
    """The marks of "Push in, pan L": one for each part joined by a comma, a plus sign or "then".

    A move that has no arrow keeps its word at the foot of the frame; a still camera has no mark.
    """
    marks: list[Mark] = []
    for part in re.split(r"\s*[,;+]\s*|\s+(?:then|and|with)\s+", movement.strip()):
        if _STILL.match(part):
            continue
        kind = next((k for pattern, k in _KINDS if re.search(pattern, part, re.IGNORECASE)), "word")
        if not any(mark["k"] == kind for mark in marks):
            marks.append({"k": kind, "t": part.upper()})
    return tuple(marks)


def gear(equipment: str, movement: str = "") -> str:
    """The glyph for a support; without one named, for what the move would need. Empty: no glyph."""
    for words in (equipment, movement if not equipment else ""):
        for pattern, kind in _GEAR:
            if words and re.search(pattern, words, re.IGNORECASE):
                return kind
    return ""
