"""A picture that lies under a set's plan: a floor plan to draw over, or a photo of the place from above."""

from __future__ import annotations

from previz.scene.entity import Value


class Underlay(Value, frozen=True, kw_only=True):
    """Seen on the plan alone. With ``turn_deg`` 0 its upper edge is north (−Z)."""

    picture: str
    """Hash of the blob (sha256, hex)."""
    name: str
    """Of the file that it came from."""
    size_px: tuple[int, int]
    metre_px: float
    """How many of its pixels are a metre."""
    centre_m: tuple[float, float] = (0.0, 0.0)
    """Where its middle lies: x, z."""
    turn_deg: float = 0.0
    """Clockwise, seen from above."""
    opacity: float = 0.6
    locked: bool = False
    hidden: bool = False

    @property
    def size_m(self) -> tuple[float, float]:
        """Width, height."""
        return self.size_px[0] / self.metre_px, self.size_px[1] / self.metre_px
