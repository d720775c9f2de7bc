"""The cast: bodies, clothes and poses."""

from previz.cast.figure import Figure, figure, figure_matrix
from previz.cast.hair import HAIR
from previz.cast.outfit import OUTFITS
from previz.cast.patches import ROLES
from previz.cast.people import PEOPLE
from previz.cast.pose import HANDS, POSE_GROUPS, POSES
from previz.cast.posed import Posed
from previz.cast.skeleton import BONES, SKIN_BONES

__all__ = [
    "BONES", "HAIR", "HANDS", "OUTFITS", "PEOPLE", "POSES", "POSE_GROUPS", "ROLES", "SKIN_BONES",
    "Figure", "Posed", "figure", "figure_matrix",
]  # fmt: skip
