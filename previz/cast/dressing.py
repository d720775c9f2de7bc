"""What a person wears besides the cut of the clothes, gathered by name."""

from __future__ import annotations

from typing import NamedTuple

from previz.cast import beard, glasses, hair, hats, outfit, tailoring
from previz.cast.worn import Worn, joined
from previz.scene.model import Body

FINE_BROWS_BELOW = 0.5
"""Sex below which brows are finer."""


class Wardrobe(NamedTuple):
    """Names of everything that decides the topology of a figure."""

    cut: str
    hair: str
    beard: str
    hat: str
    glasses: str
    fine_brows: bool

    @classmethod
    def of(cls, body: Body) -> Wardrobe:
        worn = body.outfit
        fine = body.sex < FINE_BROWS_BELOW or body.age_years < 14
        return cls(worn.cut, body.hair, body.beard, worn.hat, worn.glasses, fine)


def worn(wardrobe: Wardrobe) -> Worn | None:
    """Brows, hair, beard, hat, glasses and what belongs to the cut. Raises BadProject for unknown names."""
    things = [
        beard.brows(wardrobe.fine_brows),
        None if hats.hides_hair(wardrobe.hat) else hair.grown(wardrobe.hair, bool(wardrobe.hat)),
        beard.grown(wardrobe.beard),
        hats.hat(wardrobe.hat),
        glasses.glasses(wardrobe.glasses),
        *(tailoring.piece(name) for name in outfit.cut(wardrobe.cut).pieces),
    ]
    return joined([thing for thing in things if thing is not None])
