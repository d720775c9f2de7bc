"""The cast: bodies, clothes and poses."""

from previz.cast.beard import BEARDS
from previz.cast.crowd import Extra, crowd
from previz.cast.expression import EXPRESSIONS
from previz.cast.expression import WORDS as EXPRESSION_WORDS
from previz.cast.figure import Figure, figure, figure_matrix
from previz.cast.glasses import GLASSES
from previz.cast.hair import HAIR
from previz.cast.hats import HATS
from previz.cast.outfit import OUTFITS
from previz.cast.patches import ROLES
from previz.cast.people import PEOPLE
from previz.cast.pose import HANDS, POSE_GROUPS, POSES
from previz.cast.posed import Posed
from previz.cast.skeleton import BONES, SKIN_BONES

__all__ = [
    "BEARDS", "BONES", "EXPRESSIONS", "EXPRESSION_WORDS", "GLASSES", "HAIR", "HANDS", "HATS", "OUTFITS",
    "PEOPLE", "POSES", "POSE_GROUPS", "ROLES", "SKIN_BONES",
    "Extra", "Figure", "Posed", "crowd", "figure", "figure_matrix",
]  # fmt: skip
