"""The shelf of starter sets: what each is called. Loads none of the kit: a window shows it at once."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Card:
    name: str
    about: str
    """One line for a person who chooses."""
    home: str
    """The module of this package that has a function of the set's key, which dresses it."""


CARDS: dict[str, Card] = {
    "apartment": Card("Apartment", "living room with open kitchen, bedroom behind a door", "homes"),
    "motel": Card("Motel room", "a cheap room at night, neon behind the curtain", "homes"),
    "diner": Card("Diner", "booths along the windows, a counter with stools, a jukebox", "eating"),
    "office": Card("Office", "open plan desks and a glazed meeting room", "work"),
    "hospital": Card("Hospital room", "two beds, drip and monitor, a chair for the visitor", "work"),
    "church": Card("Church", "nave with pews, a raised chancel, tall windows", "public"),
    "theatre": Card("Theatre", "a lit stage with curtains, rows of seats in the dark", "public"),
    "street": Card("Street corner", "shops, an alley and a zebra crossing at night", "outdoors"),
    "rooftop": Card("Rooftop", "stair house, water tank, two chairs over a city at dusk", "outdoors"),
    "forest": Card(
        "Forest clearing", "a fallen trunk and a cold fire, late sun between the trees", "outdoors"
    ),
    "car": Card("Car, driving", "four seats, a country road behind the glass", "travel"),
    "train": Card(
        "Railway compartment", "six seats, luggage racks, open country behind the window", "travel"
    ),
}
"""By key, in the order of the shelf."""
