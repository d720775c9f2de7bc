"""How far a camera must stand, for a direction it looks in, until the frame cuts the body as asked.

The lens looks along a given direction and holds one point of the body (the anchor) at a given place in
the frame. What remains is one number, the height in metres of the picture at the anchor: it is widened
until the projected landmarks read as the size that was asked for, and set inside the range in which they
do: to its middle, or where the trade means the size to be.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from previz.grammar.naming import Eye, figure_share, read_sizes
from previz.grammar.subject import Floats, Subject
from previz.grammar.terms import FULL_SHARE, LONG_SHARE, SIZES
from previz.scene.optics import View

HEADROOM = 0.08
"""Share of the frame's height above the hair, MS to CU."""

FIGURE_SHARES = {
    "FS": (0.86, 0.80, 0.76),
    "LS": (0.55, 0.45, 0.37),
    "ELS": (0.22, 0.15, 0.10, 0.06),
    "EST": (0.15, 0.10, 0.06, 0.03),
}
"""How much of the frame a whole figure is made to fill; the later ones give room to several people."""

ROOMINESS = {"ECU": 0.62, "CU": 0.2}
"""Where in its range a size is aimed at, when not in the middle: an ECU keeps both eyes, and a close-up ends
at the top of the shoulders, 0.18–0.20 of a standing figure, far above half way to the chest."""

TIGHT_HEADROOM = {"ECU": 0.45, "BCU": -0.06}
"""Of the eyes in an ECU, of the hair in a BCU, which cuts the forehead."""

_SCALES = np.geomspace(0.03, 12.0, 110)
_FAR_SCALES = np.geomspace(0.2, 120.0, 160)
_FINE = 24


@dataclass(frozen=True)
class Fit:
    """A camera that shows the size asked for."""

    lens: Eye
    height_m: float
    """Of the picture at the anchor."""


@dataclass(frozen=True)
class Wish:
    """What the frame should hold, apart from the direction it is seen from."""

    size: str
    x: float = 0.0
    """Where the anchor goes in the frame, −1…1."""
    headroom: float = HEADROOM
    roominess: float | None = None
    """0 tightest, 1 loosest frame that still is this size; None is what the trade means by it."""


def axes_for(azimuth_deg: float, pitch_deg: float, roll_deg: float = 0.0) -> Floats:
    """(3, 3) right, up, back of a camera that stands at ``azimuth_deg`` of what it looks at (0 = +Z)."""
    a, p, roll = math.radians(azimuth_deg), math.radians(pitch_deg), math.radians(roll_deg)
    right = np.array([math.cos(a), 0.0, -math.sin(a)])
    back = np.array([math.sin(a) * math.cos(p), -math.sin(p), math.cos(a) * math.cos(p)])
    up = np.array([math.sin(a) * math.sin(p), math.cos(p), math.cos(a) * math.sin(p)])
    turned = right * math.cos(roll) - up * math.sin(roll), up * math.cos(roll) + right * math.sin(roll)
    return np.stack([*turned, back], axis=1)


def fit(person: Subject, view: View, axes: Floats, wish: Wish, company_m: Floats | None = None) -> Fit | None:
    """The camera along ``axes`` that shows ``person`` in ``wish.size``; None when no distance does.

    ``company_m`` (n, 3) are points of the others: head-room is given to the tallest, and in full figures
    everybody's height is held.
    """
    if wish.size in FIGURE_SHARES:
        return _fit_figure(person, view, axes, wish, company_m)
    anchor, x, y = _anchor(person, view, axes, wish, company_m)
    body = _Body(person, view, axes, anchor, x, y)
    index = SIZES.index(wish.size)
    found = _run(body.sizes(_SCALES) == index)
    if found is None:
        return None
    low, high = max(found[0] - 1, 0), min(found[1] + 1, len(_SCALES) - 1)
    edges = np.concatenate(
        [
            np.linspace(_SCALES[low], _SCALES[found[0]], _FINE),
            np.linspace(_SCALES[found[1]], _SCALES[high], _FINE),
        ]
    )
    fine = edges[body.sizes(edges) == index]
    share = ROOMINESS.get(wish.size, 0.5) if wish.roominess is None else wish.roominess
    height = float(fine[0] + (0.04 + 0.92 * share) * (fine[-1] - fine[0]))
    return body.at(height)


def _fit_figure(
    person: Subject, view: View, axes: Floats, wish: Wish, company_m: Floats | None
) -> Fit | None:
    """FS and wider: the whole figure, head to toe, fills a given share."""
    local = np.vstack([person.chain_m, person.crown_m, person.outline_m]) @ axes
    if company_m is not None:
        local = np.vstack([local, company_m @ axes])
    low, high = local.min(axis=0), local.max(axis=0)
    middle = np.array([(low[0] + high[0]) / 2, (low[1] + high[1]) / 2, local[:10, 2].mean()])
    if company_m is not None:
        middle[0] = (local[:10, 0].min() + local[:10, 0].max()) / 2
    share = FIGURE_SHARES[wish.size][_room_index(wish)]
    least = float(high[1] - low[1]) / 0.92
    if company_m is None:
        least = max(least, float(high[0] - low[0]) / view.aspect / 0.97)
    x, y, height = wish.x, 0.0, least
    for _ in range(3):
        body = _Body(person, view, axes, axes @ middle, x, y)
        found = _height_for(body, share)
        if found is None:
            return None
        height = max(found, least)
        seen = body.points(local, height)
        if seen[:, 2].min() < 0.05:
            return None
        y -= float(seen[:, 1].max() + seen[:, 1].min()) / 2
        if company_m is None:
            x += max(0.0, -0.97 - float(seen[:, 0].min())) - max(0.0, float(seen[:, 0].max()) - 0.97)
    body = _Body(person, view, axes, axes @ middle, x, y)
    limits = {"FS": (FULL_SHARE, 9.0), "LS": (LONG_SHARE, FULL_SHARE)}.get(wish.size, (0.0, LONG_SHARE))
    reached = float(figure_share(body.chains(np.array([height])), view.aspect)[0])
    return body.at(height) if limits[0] <= reached < limits[1] else None


def _height_for(body: _Body, share: float) -> float | None:
    """The height of the picture from which on the figure fills no more than ``share`` of it."""
    projected = body.chains(_FAR_SCALES)
    shares = np.where(projected[..., 2].min(axis=-1) > 0.05, figure_share(projected, body.view.aspect), 9.0)
    above = np.nonzero(shares > share)[0]
    if not len(above) or above[-1] == len(_FAR_SCALES) - 1:
        return None
    i = int(above[-1]) + 1
    return float(np.interp(-share, -shares[[i - 1, i]], _FAR_SCALES[[i - 1, i]]))


def _room_index(wish: Wish) -> int:
    return round(wish.roominess * 2) if wish.roominess is not None and wish.roominess > 0.5 else 0


def across(local: Floats) -> bool:
    """Does the body, (9, 3) in camera axes, lie across the picture rather than stand in it?"""
    reach = local[5] - local[0]
    return bool(abs(reach[0]) > abs(reach[1]))


def _anchor(
    person: Subject, view: View, axes: Floats, wish: Wish, company_m: Floats | None
) -> tuple[Floats, float, float]:
    """The point held and where it goes. The body leaves the frame on the side that its chain points to."""
    headroom = TIGHT_HEADROOM.get(wish.size, wish.headroom)
    point = person.eyes_m if wish.size == "ECU" else person.crown_m
    local = person.chain_m @ axes
    reach = local[5] - local[0]
    if not across(local):
        upright = reach[1] <= 0
        if company_m is not None and wish.size != "ECU" and upright:
            taller = float(((company_m - point) @ axes[:, 1]).max())
            point = point + axes[:, 1] * max(0.0, taller)
        y = 1 - 2 * headroom
        return point, wish.x, y if upright else -y
    exit_side = 1.0 if reach[0] > 0 else -1.0
    start = max(1 - 2 * (1 - headroom) / view.aspect, -(1 - 2 * headroom))
    return point, exit_side * start, 0.0


def _run(mask: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> tuple[int, int] | None:
    """First and last index of the longest run of True."""
    if not mask.any():
        return None
    edges = np.flatnonzero(np.diff(np.concatenate([[False], mask, [False]]).astype(int)))
    starts, ends = edges[::2], edges[1::2]
    longest = int(np.argmax(ends - starts))
    return int(starts[longest]), int(ends[longest]) - 1


class _Body:
    """Landmarks as a camera sees them that holds an anchor at (x, y) with a picture of some height there."""

    def __init__(
        self, person: Subject, view: View, axes: Floats, anchor_m: Floats, x: float, y: float
    ) -> None:
        self.view, self.axes, self.anchor = view, axes, anchor_m
        self.local = (person.chain_m - anchor_m) @ axes
        self.place = np.array([x * view.tan_x, (y + view.shift_y) * view.tan_y, -1.0])

    def chains(self, heights_m: Floats) -> Floats:
        """(s,) → (s, 9, 3) projected landmarks."""
        distance = heights_m / (2 * self.view.tan_y)
        return self.view.project(self.local + distance[:, None, None] * self.place)

    def points(self, local: Floats, height_m: float) -> Floats:
        """(n, 3) points in camera axes → projected."""
        offset = self.place * height_m / (2 * self.view.tan_y)
        return self.view.project(local - self.anchor @ self.axes + offset)

    def sizes(self, heights_m: Floats) -> np.ndarray[tuple[int, ...], np.dtype[np.intp]]:
        return read_sizes(self.chains(heights_m), self.view.aspect)

    def at(self, height_m: float) -> Fit:
        offset = self.place * height_m / (2 * self.view.tan_y)
        return Fit(Eye(self.anchor - self.axes @ offset, self.axes, self.view), height_m)
