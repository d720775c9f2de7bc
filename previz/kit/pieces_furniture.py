"""Tables and chairs, and the shelves and beds of a home."""

from __future__ import annotations

import numpy as np

from previz.kit import polygon
from previz.kit.builder import Builder
from previz.kit.piece import Choice, Param, Piece, Spot, Values
from previz.kit.shape import Floats
from previz.kit.solids import box, cylinder, lathe, leg, prism, rounded, slab

OAK = (0.62, 0.45, 0.29)
WALNUT = (0.42, 0.29, 0.20)
CLOTH = (0.42, 0.46, 0.45)


def _table(b: Builder, v: Values) -> None:
    w, d, h, top = v["width"], v["depth"], v["height"], 0.032
    round_top = v.word("shape") == "round"
    if round_top:
        b.add("top", cylinder(0.5, top, segments=48, bevel=0.008).scale(w, 1, d).move(y=h - top))
        _pedestal(b, min(w, d), h - top)
        return
    plan = polygon.round_corners(polygon.rectangle(-w / 2, -d / 2, w / 2, d / 2), 0.02, 3)
    b.add("top", slab(plan, top, 0.006, h - top))
    thick, inset = v["leg"], 0.035 + v["leg"] / 2
    x, z, rail = w / 2 - inset, d / 2 - inset, min(0.09, 0.14 * h)
    for sx in (-1, 1):
        for sz in (-1, 1):
            b.add("legs", leg(thick, h - top + 0.002, thick, 0.68, (sx * x, 0, sz * z), 0.004))
        b.add("rails", box(0.022, rail, 2 * z - 0.5 * thick, (sx * x, h - top - rail, 0)))
    for sz in (-1, 1):
        b.add("rails", box(2 * x - 0.5 * thick, rail, 0.022, (0, h - top - rail, sz * z)))


def _pedestal(b: Builder, across: float, height: float) -> None:
    r = across * 0.055
    profile = [
        (r * 1.7, 0.10),
        (r * 1.9, 0.13),
        (r, 0.22),
        (r * 0.8, 0.45 * height),
        (r, height - 0.12),
        (r * 1.5, height - 0.05),
        (across * 0.24, height - 0.022),
        (across * 0.24, height),
    ]
    b.add("legs", lathe(profile, 24))
    foot = [
        (0, 0.09),
        (0, 0.17),
        (0.12 * across, 0.15),
        (0.30 * across, 0.05),
        (0.34 * across, 0.045),
        (0.34 * across, 0.0),
        (0.28 * across, 0.0),
        (0.10 * across, 0.07),
    ]
    for i in range(4):
        b.add("legs", prism(foot, 0.05, 0.008).turn("y", 45 + 90 * i))


def _chair(b: Builder, v: Values) -> None:
    w, d, seat, back = v["width"], v["depth"], v["seat"], v["height"]
    soft = v.word("style") == "upholstered"
    board = 0.022
    top = seat - (0.055 if soft else 0)  # of the wooden seat
    x, front, rear = w / 2 - 0.022, d / 2 - 0.03, -d / 2 + 0.075
    for side in (-1, 1):
        b.add("frame", leg(0.036, top - board + 0.002, 0.036, 0.7, (side * (x - 0.004), 0, front), 0.004))
        post = _back_post(rear, top, back)
        b.add("frame", prism(post, 0.030, 0.004).turn("y", -90).move(x=side * (x - 0.004)))
        b.add(
            "frame",
            box(0.018, 0.05, front - rear, (side * (x - 0.006), top - board - 0.052, (front + rear) / 2)),
        )
        b.add(
            "frame",
            box(0.016, 0.022, front - rear + 0.01, (side * (x - 0.006), 0.16, (front + rear) / 2 - 0.01)),
        )
    for z in (front, rear):
        b.add("frame", box(2 * x - 0.02, 0.05, 0.018, (0, top - board - 0.052, z)))
    b.add("frame", box(2 * x - 0.02, 0.022, 0.016, (0, 0.20, front)))
    _seat(b, v, top, board)
    _back(b, v, rear, top)


def _back_post(rear: float, seat: float, back: float) -> Floats:
    """(n, 2) side view (z, y) of a hind leg that rises into the back."""
    y = np.array([0.0, 0.45 * seat, seat, seat + 0.35 * (back - seat), back])
    z = rear + np.array([-0.045, -0.008, 0.0, -0.014, -0.070])
    deep = np.array([0.026, 0.034, 0.040, 0.034, 0.022])
    fine = np.linspace(0, back, 9)
    middle, half = np.interp(fine, y, z), np.interp(fine, y, deep) / 2
    return np.concatenate([np.stack([middle + half, fine], 1), np.stack([middle - half, fine], 1)[::-1]])


def _post_z(v: Values, rear: float, y: float) -> float:
    seat, back = v["seat"], v["height"]
    return rear + float(np.interp(y, [seat, seat + 0.35 * (back - seat), back], [0.0, -0.014, -0.070]))


def _seat(b: Builder, v: Values, top: float, board: float) -> None:
    w, d = v["width"], v["depth"]
    z0, z1 = -d / 2 + 0.055, d / 2 - 0.004
    plan = np.array([[-w / 2 + 0.035, z0], [w / 2 - 0.035, z0], [w / 2, z1], [-w / 2, z1]])
    if v.word("style") == "upholstered":
        b.add("seat", box(w - 0.02, board, z1 - z0 - 0.01, (0, top - board, (z0 + z1) / 2), 0.004))
        b.add(
            "cushion",
            rounded(
                w - 0.012, 0.055, z1 - z0, 0.024, (0, top, (z0 + z1) / 2), inner=(4, 1, 4), seams="piped"
            ),
            crease=60,
        )
        return
    b.add("seat", slab(polygon.round_corners(plan, [0.02, 0.02, 0.03, 0.03], 4), board, 0.007, top - board))


def _back(b: Builder, v: Values, rear: float, top: float) -> None:
    w, back = v["width"], v["height"]
    inner = w - 0.074
    style = v.word("style")
    crest = 0.075 if style == "slats" else 0.055
    heights = {
        "slats": [back - crest - 0.005],
        "ladder": list(np.linspace(top + 0.13, back - crest - 0.005, 3)),
        "upholstered": [],
    }[style]
    for y in heights:
        lean = np.degrees(np.arctan2(_post_z(v, rear, y) - _post_z(v, rear, y + crest), crest))
        b.add(
            "frame",
            box(inner + 0.012, crest, 0.018, bevel=0.004).turn("x", -lean).move(0, y, _post_z(v, rear, y)),
        )
    if style == "slats":
        low = top + 0.10
        z = _post_z(v, rear, low)
        b.add("frame", box(inner + 0.012, 0.035, 0.018, (0, low, z), 0.003))
        tall = back - crest - low - 0.03
        lean = np.degrees(np.arctan2(z - _post_z(v, rear, back - crest), tall))
        for i in range(5):
            x = (i - 2) * inner / 5.2
            b.add(
                "frame", box(0.026, tall + 0.03, 0.010, bevel=0.002).turn("x", -lean).move(x, low + 0.025, z)
            )
    elif style == "upholstered":
        low, tall = top + 0.16, back - top - 0.17
        z = _post_z(v, rear, low)
        lean = np.degrees(np.arctan2(z - _post_z(v, rear, back), back - low))
        pad = rounded(inner + 0.01, tall, 0.05, 0.022, inner=(3, 4, 1), seams="none")
        b.add("cushion", pad.turn("x", -lean).move(0, low, z), crease=70)


def _chair_spots(v: Values) -> tuple[Spot, ...]:
    return (Spot("sit", (0.0, 0.0, -0.02), 0.0, v["seat"]),)


def _table_spots(v: Values) -> tuple[Spot, ...]:
    reach = v["depth"] / 2 + 0.18
    return (
        Spot("lean", (0.0, 0.0, reach), 180.0, v["height"]),
        Spot("lean", (0.0, 0.0, -reach), 0.0, v["height"]),
    )


PIECES = (
    Piece(
        "table",
        "Table",
        "furniture",
        (
            Param("width", "Width", 1.4, 0.4, 5),
            Param("depth", "Depth", 0.8, 0.3, 2.5),
            Param("height", "Height", 0.75, 0.3, 1.2),
            Param("leg", "Leg", 0.06, 0.03, 0.14),
            Choice("shape", "Top", "oblong", ("oblong", "round")),
        ),
        {"top": OAK, "rails": (0.54, 0.38, 0.24), "legs": (0.54, 0.38, 0.24)},
        "prop",
        "table",
        "wooden table",
        (1.4, 0.75, 0.8),
        _table,
        _table_spots,
    ),
    Piece(
        "chair",
        "Chair",
        "furniture",
        (
            Param("width", "Width", 0.44, 0.34, 0.7),
            Param("depth", "Depth", 0.50, 0.4, 0.7),
            Param("height", "Height", 0.88, 0.7, 1.3),
            Param("seat", "Seat height", 0.45, 0.3, 0.6),
            Choice("style", "Back", "slats", ("slats", "ladder", "upholstered")),
        ),
        {"frame": WALNUT, "seat": WALNUT, "cushion": CLOTH},
        "prop",
        "chair",
        "wooden chair",
        (0.44, 0.88, 0.5),
        _chair,
        _chair_spots,
    ),
)
