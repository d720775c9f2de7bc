"""People and things together: what a hand holds, where somebody sits, how two bodies meet."""

from previz.staging.dropping import drop
from previz.staging.holding import Grasp, carried, grasp, in_hand, readied
from previz.staging.pairs import PAIRS, pair
from previz.staging.places import Dressing, Place

__all__ = ["PAIRS", "Dressing", "Grasp", "Place", "carried", "drop", "grasp", "in_hand", "pair", "readied"]
