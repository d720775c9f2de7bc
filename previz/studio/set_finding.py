"""Which starter set a scene heading asks for."""

from __future__ import annotations

import re

from previz.scene.model import Scene
from previz.sets import SETS

WORDS: dict[str, str] = {
    "apartment": "apartment flat kitchen bedroom livingroom house home parlour lounge study room loft",
    "motel": "motel hotel hostel inn",
    "diner": "diner café cafe bar restaurant pub coffee canteen saloon bistro",
    "office": "office police station bureau headquarters agency newsroom classroom bank property reception",
    "hospital": "hospital ward clinic surgery infirmary morgue",
    "church": "church chapel cathedral temple altar",
    "theatre": "theatre theater stage auditorium cinema opera",
    "street": "street road alley corner lane square avenue sidewalk pavement town city crossing market",
    "rooftop": "rooftop roof terrace",
    "forest": "forest wood woods park garden clearing field meadow trail camp",
    "car": "car taxi cab driving van truck",
    "train": "train compartment railway carriage",
}
"""Set → words of a heading that mean it."""


def set_for(scene: Scene) -> str | None:
    """The key of the starter set that a scene's place names best; None when no word of it is known."""
    words = re.findall(r"\w+", scene.place.casefold())
    best: tuple[int, int, str] | None = None
    for key in SETS:
        known = WORDS[key].split()
        hits = [place for place, word in enumerate(words) if word in known or word.removesuffix("s") in known]
        if hits:
            fits = key not in ("street", "rooftop", "forest") or scene.interior != "INT"
            rank = (len(hits) + 2 * fits, max(hits), key)
            best = max(best, rank) if best else rank
    return best[2] if best else None
