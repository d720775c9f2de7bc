"""Semantic patches: the areas of a person whose borders are lines in a drawing.

Garments count apart even in one colour (a jacket has a hem), hands per finger; skin is one patch from the
face to bare feet.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from previz.cast.library import Library
from previz.cast.outfit import REGIONS, Cut
from previz.cast.skeleton import FINGERS, SIDES, SKIN_BONES

Ints = NDArray[np.int64]

SKIN = 1
EYE = 2
BROW = 6
MOUTH = 8
HAIR = 9
NECK = 10
"""What shows in the neckline of the top: shirt, blouse."""
SHOE = 12
SOLE = 13
SKIRT = 14
GARMENT0 = 16
"""16…31, one for each garment."""
GARMENTS = (
    "top",
    "bottom",
    "under",
    "collar",
    "lapel",
    "front",
    "pocket",
    "tie",
    "hood",
    "hat",
    "brim",
    "band",
    "frame",
    "lens",
)
HAND0 = 32
"""32 + f on the left, 40 + f on the right: 0 palm and back, 1 thumb … 5 little finger."""

ROLES: dict[int, str] = {
    SKIN: "skin",
    EYE: "eye",
    BROW: "brow",
    MOUTH: "mouth",
    HAIR: "hair",
    NECK: "neck",
    SHOE: "shoe",
    SOLE: "sole",
    SKIRT: "skirt",
    **dict.fromkeys(range(GARMENT0, HAND0), "cloth"),
    **dict.fromkeys((*range(HAND0, HAND0 + 6), *range(HAND0 + 8, HAND0 + 14)), "hand"),
}
"""patch → role"""

PLAIN = {
    "skin": SKIN,
    "ear": SKIN,
    "eye_white": EYE,
    "iris": EYE,
    "mouth": MOUTH,
    "teeth": MOUTH,
    "skirt": SKIRT,
}
"""Regions that are one patch whatever the person wears."""


def face_patches(library: Library, cut: Cut, rows: Ints) -> Ints:
    """Patch of each of the faces ``rows`` (m,) of the mannequin."""
    table = np.zeros(len(library.region), np.int64)
    for name, patch in PLAIN.items():
        table[library.region[name]] = patch
    for name in REGIONS:
        table[library.region[name]] = region_patch(name, cut)
    labels = library.labels[rows]
    patches = table[labels]
    hand = labels == library.region["hand"]
    patches[hand] = _hand_patches(library, library.faces[rows[hand]])
    return patches


def region_patch(name: str, cut: Cut) -> int:
    paint = cut.layers[name].paint
    if paint == "skin":
        return SKIN
    if name == "shoe":
        return SHOE
    if name == "sole":
        return SOLE
    if name == "vneck" and paint == "under":
        return NECK
    return garment(paint)


def garment(name: str) -> int:
    """Patch of one of the `GARMENTS`."""
    return GARMENT0 + GARMENTS.index(name)


def _finger_of_bone() -> Ints:
    """(59,) patch of the finger that a bone belongs to; 0 for all other bones."""
    table = np.zeros(len(SKIN_BONES), np.int64)
    for number, bone in enumerate(SKIN_BONES):
        for place, (side, _) in enumerate(SIDES):
            if bone.endswith(f"_{side}") and bone.split("_")[0] in FINGERS:
                table[number] = HAND0 + 8 * place + 1 + FINGERS.index(bone.split("_")[0])
    return table


FINGER_OF_BONE = _finger_of_bone()


def _hand_patches(library: Library, faces: Ints) -> Ints:
    """(m, 3) faces of the hands → patch by the majority of their corners' strongest bones."""
    strongest = library.bones[np.arange(len(library.bones)), library.weights.argmax(1)]
    corners = FINGER_OF_BONE[strongest][faces]
    a, b, c = corners.T
    finger = np.where((a == b) | (a == c), a, b)
    left = library.mean[library.weld[faces], 0].mean(1) > 0
    return np.asarray(np.where(finger > 0, finger, np.where(left, HAND0, HAND0 + 8)))
