"""Cuts of clothes. One mesh wears all of them: every region of the body gets a paint, a thickness along the
rest normal and a flare at its hem, so hems are real steps; skirts are a grid of which a length is drawn.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from previz.cast.names import check

Paint = Literal["top", "bottom", "under", "shoes", "sole", "skin"]
REGIONS = ("vneck", "chest", "belly", "sleeve", "forearm", "hip", "thigh", "shin", "shoe", "sole")


class Layer(NamedTuple):
    """What a region wears: whose colour, how far from the skin, how much further at the hem (adult sizes)."""

    paint: Paint
    thickness_mm: float = 5.0
    flare_mm: float = 0.0


BARE = Layer("skin", -4.0)
WELT_MM = 3.5
"""A shoe's sole stands out so far."""
HIDES_THIGHS = 7
"""Under skirts of so many rows thighs are thinner, so that knees do not come through."""


@dataclass(frozen=True)
class Cut:
    """A garment plan; ``layers`` names all ten regions."""

    layers: dict[str, Layer] = field(hash=False)
    skirt_rows: int = 0
    """0 none, 4 above the knee … 10 to the ankle."""
    skirt_paint: Paint = "bottom"
    skirt_mm: float = 0.0
    """How far the skirt stands off its own line."""
    barefoot: bool = False
    pieces: tuple[str, ...] = ()
    """Collars, lapels, pockets… of `tailoring`."""


def _cut(
    *,
    ease_mm: float = 5.0,
    leg_mm: float = 4.0,
    leg_flare_mm: float = 14.0,
    neck: Paint = "top",
    sleeves: Literal["long", "short", "none"] = "long",
    legs: Literal["long", "short", "none"] = "long",
    skirt_rows: int = 0,
    skirt: Paint = "bottom",
    skirt_mm: float = 0.0,
    tucked: bool = False,
    hem_mm: float = 7.0,
    pieces: tuple[str, ...] = (),
    regions: Mapping[str, Layer] | None = None,
) -> Cut:
    """The usual plan from a few words; ``regions`` replaces single layers."""
    top = Layer("top", ease_mm, hem_mm)
    bare_leg = legs == "none" or (skirt_rows > 0 and skirt == "bottom")
    layers = {
        "chest": top,
        "vneck": {"top": Layer("top", ease_mm, 3.0), "skin": BARE}.get(neck, Layer(neck, 1.5)),
        "sleeve": BARE if sleeves == "none" else Layer("top", ease_mm, 0.0 if sleeves == "long" else 7.0),
        "forearm": Layer("top", ease_mm, 2.0) if sleeves == "long" else BARE,
        "belly": Layer("top", ease_mm - 3.0 if tucked else ease_mm, 0.0 if tucked else hem_mm),
        "hip": Layer("bottom", leg_mm + (1.5 if tucked else 0.0)),
        "thigh": Layer("bottom", leg_mm, 6.0 if legs == "short" else 0.0),
        "shin": Layer("bottom", leg_mm, leg_flare_mm) if legs == "long" else BARE,
        "shoe": Layer("shoes"),
    }
    if skirt_rows:
        layers["belly"] = Layer("top", -2.5, -25.0)  # its hem sinks below the skirt
        layers["hip"] = Layer(skirt, -3.0)
    if bare_leg:
        layers["thigh"] = layers["shin"] = BARE
    if skirt_rows >= HIDES_THIGHS:
        layers["thigh"] = Layer(layers["thigh"].paint, layers["thigh"].thickness_mm - 22)
    if skirt_rows > HIDES_THIGHS:
        layers["shin"] = Layer("skin", BARE.thickness_mm - 16, 16.0)
    layers |= regions or {}
    barefoot = layers["shoe"].paint == "skin"
    layers["sole"] = layers["shoe"] if barefoot else Layer("sole", layers["shoe"].thickness_mm + WELT_MM)
    return Cut(layers, skirt_rows, skirt, skirt_mm, barefoot, pieces)


_BAREFOOT = Layer("skin", -2.0)
_JACKET: dict[str, Layer] = {"belly": Layer("top", 9, 0), "hip": Layer("top", 10, 9)}
_LONG_COAT: dict[str, Layer] = {"belly": Layer("top", 5, -25)}
_ONE_PIECE: dict[str, Layer] = {
    "belly": Layer("top", 7, 0),
    "hip": Layer("top", 7, 0),
    "thigh": Layer("top", 6, 0),
    "shin": Layer("top", 6, 6),
}
_SWIMSUIT: dict[str, Layer] = {
    "chest": Layer("bottom", 1),
    "belly": Layer("bottom", 1),
    "hip": Layer("bottom", 1, 0),
    "shoe": _BAREFOOT,
}
_BARE_TRUNK: dict[str, Layer] = {"chest": BARE, "belly": BARE, "shoe": _BAREFOOT}
OUTFITS: dict[str, Cut] = {
    "shirt-trousers": _cut(tucked=True, leg_flare_mm=12, pieces=("top_collar", "shirt_front")),
    "sweater-trousers": _cut(ease_mm=8, neck="under", pieces=("shirt_collar",)),
    "turtleneck-trousers": _cut(ease_mm=7, pieces=("turtleneck",)),
    "tshirt-jeans": _cut(ease_mm=7, sleeves="short", leg_flare_mm=9),
    "hoodie-jeans": _cut(ease_mm=11, leg_flare_mm=9, hem_mm=4, pieces=("hood", "pouch")),
    "jacket-jeans": _cut(
        ease_mm=10,
        neck="under",
        leg_flare_mm=9,
        hem_mm=3,
        pieces=("top_collar", "zip_front", "breast_pockets"),
    ),
    "top-slim": _cut(ease_mm=3, leg_mm=2, leg_flare_mm=2, neck="skin"),
    "suit": _cut(
        ease_mm=9,
        neck="under",
        leg_flare_mm=13,
        pieces=("shirt_collar", "tie", "jacket_collar", "lapels", "jacket_front", "pockets"),
        regions=_JACKET,
    ),
    "blazer": _cut(
        ease_mm=8,
        neck="under",
        pieces=("jacket_collar", "lapels", "jacket_front", "pockets"),
        regions=_JACKET,
    ),
    "uniform": _cut(
        ease_mm=6, tucked=True, leg_flare_mm=12, pieces=("top_collar", "tie", "shirt_front", "breast_pockets")
    ),
    "scrubs": _cut(ease_mm=8, leg_mm=7, sleeves="short", neck="skin", hem_mm=10),
    "coat": _cut(
        ease_mm=9,
        neck="under",
        leg_flare_mm=10,
        skirt_rows=7,
        skirt="top",
        skirt_mm=14,
        pieces=("coat_collar", "wide_lapels", "coat_front"),
        regions=_LONG_COAT,
    ),
    "winter-coat": _cut(
        ease_mm=14,
        leg_flare_mm=10,
        skirt_rows=5,
        skirt="top",
        skirt_mm=16,
        pieces=("scarf", "short_coat_front"),
        regions=_LONG_COAT,
    ),
    "blouse-skirt": _cut(ease_mm=4, skirt_rows=5, pieces=("top_collar", "shirt_front")),
    "tshirt-skirt": _cut(sleeves="short", skirt_rows=4),
    "dress": _cut(ease_mm=4, sleeves="short", neck="skin", legs="none", skirt_rows=6, skirt="top"),
    "long-dress": _cut(ease_mm=4, legs="none", skirt_rows=8, skirt="top"),
    "gown": _cut(ease_mm=4, legs="none", sleeves="none", neck="skin", skirt_rows=9, skirt="top"),
    "tshirt-shorts": _cut(sleeves="short", legs="short"),
    "tank-shorts": _cut(ease_mm=4, sleeves="none", neck="skin", legs="short"),
    "overall": _cut(
        ease_mm=6, neck="under", pieces=("top_collar", "zip_front", "breast_pockets"), regions=_ONE_PIECE
    ),
    "swimwear": _cut(neck="skin", sleeves="none", legs="none", regions=_SWIMSUIT),
    "trunks": _cut(neck="skin", sleeves="none", legs="short", leg_flare_mm=8, regions=_BARE_TRUNK),
}
"""Cut name → plan."""


def cut(name: str) -> Cut:
    """Raises BadProject with the nearest names for an unknown cut."""
    return OUTFITS[check(name, OUTFITS, "outfit")]
