"""Starter sets: places that are dressed and lit, ready to block a scene in."""

from collections.abc import Callable

from previz.sets.dressing import Camera, StarterSet
from previz.sets.eating import diner
from previz.sets.homes import apartment, motel
from previz.sets.outdoors import forest, rooftop, street
from previz.sets.public import church, theatre
from previz.sets.travel import car, train
from previz.sets.work import hospital, office

__all__ = ["SETS", "Camera", "StarterSet"]

SETS: dict[str, Callable[[], StarterSet]] = {
    made.__name__: made
    for made in (
        apartment,
        motel,
        diner,
        office,
        hospital,
        church,
        theatre,
        street,
        rooftop,
        forest,
        car,
        train,
    )
}
"""Key → how it is dressed, in the order of the shelf."""
