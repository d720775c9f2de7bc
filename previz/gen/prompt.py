"""What a shot says, as one line for a model: medium, framing, people and what they do, place, light, lens.

Models weigh early words most and cut long prompts off, so the order is fixed and everything is said once.
The geometry travels in the guides; words only name what guides cannot.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

import msgspec

from previz.gen.styles import style

SIZES = {
    "ECU": "extreme close-up",
    "BCU": "big close-up, face from forehead to chin",
    "CU": "close-up",
    "MCU": "medium close-up, chest up",
    "MS": "medium shot, waist up",
    "MCS": "cowboy shot, mid-thigh up",
    "MLS": "medium long shot, knees up",
    "FS": "full shot, head to toe",
    "LS": "long shot",
    "ELS": "extreme long shot, small figures in a wide space",
    "EST": "establishing shot",
}
COMPOSITIONS = {
    "2S": "two-shot",
    "3S": "three-shot",
    "GROUP": "group shot",
    "OTS-L": "over-the-shoulder shot, past a left shoulder",
    "OTS-R": "over-the-shoulder shot, past a right shoulder",
    "POV": "point-of-view shot",
    "INS": "insert shot of a detail",
}
ANGLES = {
    "overhead": "from straight above",
    "high": "high angle, looking down",
    "low": "low angle, looking up",
    "worm": "worm's-eye view, looking steeply up",
}
"""By the angle words of `previz.grammar.terms`; a neutral angle goes without saying."""
FACINGS = {
    "front": "facing the camera",
    "3/4 L": "turned a little to the left",
    "profile L": "in profile facing left",
    "3/4 back L": "turned away to the left",
    "back": "seen from behind",
    "3/4 back R": "turned away to the right",
    "profile R": "in profile facing right",
    "3/4 R": "turned a little to the right",
}
"""By `previz.grammar.terms.VIEWS`, whose L is the side that is seen: such a face looks to the left."""
TIMES = {
    "dawn": "dawn, low soft light",
    "morning": "morning, warm slanting light",
    "day": "daylight",
    "noon": "noon, hard light from above",
    "golden hour": "golden hour, low warm sun",
    "dusk": "dusk, low soft light",
    "blue hour": "blue hour, deep blue sky, lamps lit",
    "night": "night, low-key light",
}
"""By `previz.scene.lighting.DAYTIMES`."""
WEATHERS = {
    "overcast": "overcast sky, flat soft light",
    "rain": "rain, wet ground",
    "fog": "dense fog, pale distance",
    "snow": "falling snow, snow on the ground",
}
"""By `previz.scene.lighting.WEATHERS`; clear weather goes without saying."""
LIGHTS = {
    "front": "lit from the front",
    "left": "light from the left",
    "right": "light from the right",
    "behind": "backlit, with a rim of light",
    "behind left": "light from behind on the left",
    "behind right": "light from behind on the right",
    "above": "light from above",
}
"""Where the key comes from, as the picture shows it."""
WARM_K, COOL_K = 3500.0, 6500.0
"""A key of less is called warm, of more cool."""
HARD, SOFT = 0.25, 0.7
"""Softness of a key up to which its shadows are called hard, and from which its light is called soft."""
WILDCARD = re.compile(r"\{([^{}]*)\}")
DUTCH_DEG = 4.0
"""Roll from which a camera is called tilted."""


class PersonWords(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody in the picture, the most important first."""

    name: str
    words: str = ""
    """Age, build, hair: "a woman of sixty with grey hair"."""
    wearing: str = ""
    """The costume of the scene: "a torn green coat"."""
    doing: str = ""
    """Pose or action: "sitting at the table"."""
    facing: str | None = None
    """Which side of the head is seen, one of `FACINGS`."""
    where: str = ""
    """Place in the picture, for a model that cannot be told by region: "on the left"."""


class ShotWords(msgspec.Struct, frozen=True, kw_only=True):
    """Plain facts about a shot; None and empty mean that nothing is said."""

    size: str | None = None
    """ECU…EST, see `SIZES`."""
    composition: str = "1S"
    angle: str | None = None
    roll_deg: float = 0.0
    hfov_deg: float | None = None
    people: tuple[PersonWords, ...] = ()
    action: str = ""
    place: str = ""
    """The set in words: "a small kitchen with a window"."""
    interior: bool = True
    time: str = "day"
    """One of `TIMES`."""
    weather: str = "clear"
    """One of `WEATHERS`, or clear."""
    things: tuple[str, ...] = ()
    """Set pieces and props that can be seen, the largest first."""
    light_from: str | None = None
    """One of `LIGHTS`, where the story says it."""
    light_kelvin: float | None = None
    light_softness: float | None = None
    """0 hard … 1 without shadows."""


def prompt(shot: ShotWords, style_name: str, extra: str = "") -> str:
    """One line. ``extra`` are the words that the director added. NotSupported for an unknown style."""
    told = [part for _, parts in _said(shot, style_name) for part in parts]
    return ", ".join(_once([*told, *_clauses(extra)]))


def generated(shot: ShotWords, style_name: str) -> list[tuple[str, str]]:
    """(where they come from, words) of all that a shot says by itself, in order; nothing that says nothing.

    NotSupported for an unknown style.
    """
    return [(source, ", ".join(parts)) for source, parts in _said(shot, style_name) if parts]


def _said(shot: ShotWords, style_name: str) -> list[tuple[str, list[str]]]:
    """(where they come from, clauses); what is said of a person stays together."""
    people = [(person.name, person_words(person)) for person in shot.people]
    return [
        ("style", _clauses(style(style_name).words)),
        ("framing", _clauses(framing_words(shot))),
        *((name, [words]) for name, words in people if words),
        ("action", _clauses(shot.action)),
        ("in the picture", _clauses(", ".join(shot.things))),
        ("place and time", _clauses(place_words(shot))),
        ("light", _clauses(light_words(shot))),
        ("lens", _clauses(lens_words(shot.hfov_deg))),
    ]


def negative_prompt(style_name: str, extra: str = "") -> str:
    """What the picture must not show. NotSupported for an unknown style."""
    return ", ".join(_once([*_clauses(style(style_name).negative), *_clauses(extra)]))


def settle(text: str, seed: int) -> str:
    """``text`` with each ``{one|another}`` settled by ``seed``, inner first; a seed always says the same.

    A brace without its partner stays as it is written.
    """
    place = 0
    while found := WILDCARD.search(text):
        ways = found[1].split("|")
        dice = hashlib.sha256(f"{seed} {place} {found[1]}".encode()).digest()
        chosen = ways[int.from_bytes(dice[:8], "big") % len(ways)]
        text = f"{text[: found.start()]}{chosen.strip()}{text[found.end() :]}"
        place += 1
    return text


def framing_words(shot: ShotWords) -> str:
    """Size, composition, angle and roll: "close-up, low angle, looking up"."""
    said = [
        COMPOSITIONS.get(shot.composition, ""),
        SIZES.get(shot.size or "", ""),
        ANGLES.get(shot.angle or "", ""),
        "tilted camera" if abs(shot.roll_deg) >= DUTCH_DEG else "",
    ]
    return ", ".join(word for word in said if word)


def place_words(shot: ShotWords) -> str:
    """Inside or out, the set, the time of day, and outside the weather."""
    where = "interior" if shot.interior else "exterior"
    weather = "" if shot.interior else WEATHERS.get(shot.weather, "")
    return ", ".join(word for word in (where, shot.place, TIMES[shot.time], weather) if word)


def light_words(shot: ShotWords) -> str:
    """What people decided about the key, beside the hour: "light from the left, warm light, hard shadows"."""
    said = [
        LIGHTS[shot.light_from] if shot.light_from is not None else "",
        _at_ends(shot.light_kelvin, (WARM_K, "warm light"), (COOL_K, "cool light")),
        _at_ends(shot.light_softness, (HARD, "hard shadows"), (SOFT, "soft light")),
    ]
    return ", ".join(word for word in said if word)


def _at_ends(value: float | None, low: tuple[float, str], high: tuple[float, str]) -> str:
    """The words of the end that a value lies at; "" between them, and for None."""
    if value is None:
        return ""
    return low[1] if value <= low[0] else high[1] if value >= high[0] else ""


def lens_words(hfov_deg: float | None) -> str:
    """What the angle of view does to a picture. A focal length says nothing without its sensor."""
    if hfov_deg is None:
        return ""
    if hfov_deg >= 75:
        return "wide-angle perspective with deep space"
    if hfov_deg >= 30:
        return "natural perspective"
    return "telephoto perspective, compressed space, shallow focus"


def person_words(person: PersonWords) -> str:
    """Somebody in one breath: "on the left a woman of sixty wearing a torn green coat sitting"."""
    wearing = ", ".join(_clauses(person.wearing))
    parts = (
        person.where,
        ", ".join(_clauses(person.words or person.name)),
        f"wearing {wearing}" if wearing else "",
        person.doing,
        FACINGS[person.facing] if person.facing is not None else "",
    )
    return " ".join(part for part in parts if part)


def _clauses(text: str) -> list[str]:
    """Parts between commas, semicolons and sentence ends, each on one line and without spaces around it."""
    flat = " ".join(text.split())
    return [part for clause in re.split(r"[,;]|\.(?=\s|$)", flat) if (part := clause.strip())]


def _once(parts: Iterable[str]) -> list[str]:
    """In order, without what was said before (letters' case aside)."""
    seen: dict[str, str] = {}
    for part in parts:
        seen.setdefault(part.lower(), part)
    return list(seen.values())
