"""The breakdown: what a scene needs, found where the script writes it in capitals, or tagged by hand.

Categories and their colours are those of the common breakdown sheet, lighter where the ink stands on paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from previz.scene.words import Passage
from previz.script.screenplay import speaker

CATEGORIES: dict[str, str] = {
    "cast": "#B3261E",
    "extras": "#2E7D32",
    "props": "#6E4AA8",
    "vehicles": "#B0467A",
    "wardrobe": "#2B6FA3",
    "animals": "#8A6A00",
    "effects": "#1565C0",
    "sound": "#7A5230",
}
"""Category → colour of its ink, at least 4.5:1 on the paper of script pages."""

_KNOWN: dict[str, str] = {
    "extras": "CROWD PASSERS-BY PASSENGERS GUESTS CUSTOMERS POLICEMEN SOLDIERS CHILDREN COMMUTERS "
    "WAITERS NURSES",
    "vehicles": "CAR VAN BUS TRUCK LORRY TAXI CAB BICYCLE BIKE MOTORBIKE MOPED TRAIN TRAM BOAT FERRY "
    "PLANE HELICOPTER AMBULANCE TRACTOR SCOOTER",
    "wardrobe": "COAT HAT GLOVES SCARF DRESS SUIT UNIFORM BOOTS SHOES GLASSES TIE JACKET VEIL APRON "
    "MASK CARDIGAN",
    "animals": "DOG CAT HORSE BIRD CROW SNAKE RAT COW SHEEP FISH",
    "effects": "EXPLOSION EXPLODES FIRE FLAMES SMOKE FOG RAIN SNOW BLOOD GUNSHOT SPARKS LIGHTNING FLOOD DUST",
    "sound": "BELL RINGS RING SCREAMS SCREAM SCREECH HISS HUMS HUM BANG BANGS SLAM SLAMS KNOCK KNOCKS "
    "THUNDER CLICK BEEP BEEPS SIREN WHISTLE WHISTLES ROARS CRASH HORN BUZZES CREAKS MUSIC SHOT SHOTS STOP",
}
_NO_ELEMENT = frozenset(
    re.findall(
        r"\w+",
        "FADE CUT INT EXT POV CLOSE ANGLE LATER CONTINUOUS DAY NIGHT OK TV THE END TITLE SUPER INSERT BACK "
        "TO ON IN OUT UP DOWN AND OF A I NO",
    )
)
_CAPS = re.compile(r"(?<![\w’'])[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ’'-]+(?:[ ][A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ’'-]+)*(?!\w)")


@dataclass(frozen=True)
class Element:
    """Something that a scene needs, and the letters of the passages that name it."""

    name: str
    """In capitals."""
    category: str
    places: tuple[tuple[str, int, int], ...]
    """(passage id, first letter, end)."""


def break_down(
    passages: Iterable[Passage], cast: Iterable[str], by_hand: Mapping[str, str] | None = None
) -> list[Element]:
    """The elements of ``passages`` by category, then as they come. ``cast`` are the names of all who speak;
    ``by_hand`` is word → category, "" for what is no element.
    """
    hand = {word.upper(): category for word, category in (by_hand or {}).items()}
    names = {name.upper() for name in cast}
    places: dict[str, list[tuple[str, int, int]]] = {}
    category_of: dict[str, str] = {}
    for one in passages:
        if one.type == "speech":
            name = speaker(one.cue).upper()
            category_of.setdefault(name, "cast")
            places.setdefault(name, [])
        elif one.type == "action":
            for word, start, end in _capitals(one.text, names):
                category = hand.get(word, "cast" if word in names else classify(word))
                if category:
                    category_of.setdefault(word, category)
                    places.setdefault(word, []).append((one.id, start, end))
        for word, category in hand.items():
            if category and one.type in ("action", "speech"):
                category_of[word] = category
                known = places.setdefault(word, [])
                found = [(one.id, *match.span()) for match in _whole(word).finditer(one.text)]
                known += [place for place in found if place not in known]
    order = list(CATEGORIES)
    elements = [
        Element(name, category_of[name], tuple(at)) for name, at in places.items() if _needed(name, at, names)
    ]
    return sorted(
        elements, key=lambda one: order.index(one.category) if one.category in order else len(order)
    )


def _needed(name: str, places: list[tuple[str, int, int]], names: set[str]) -> bool:
    return bool(places) or name in names


def classify(word: str) -> str:
    """The category of something in capitals; what is not known is a prop."""
    last = word.split()[-1]
    for part in (word, last, last.removesuffix("S")):
        found = _lexicon().get(part)
        if found:
            return found
    return "props"


@lru_cache(maxsize=1)
def _lexicon() -> dict[str, str]:
    return {word: category for category, words in _KNOWN.items() for word in words.split()}


@lru_cache(maxsize=512)
def _whole(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(word)}(?!\w)", re.IGNORECASE)


def _capitals(text: str, names: set[str]) -> Iterable[tuple[str, int, int]]:
    for match in _CAPS.finditer(text):
        words = match[0].strip("-’'")
        if words in names or not all(part in _NO_ELEMENT for part in words.split()):
            first = next((name for name in names if words.startswith(f"{name} ")), None)
            yield (first or words), match.start(), match.start() + len(first or words)
