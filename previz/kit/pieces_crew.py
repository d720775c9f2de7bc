"""What lies about a film set: apple box, clapperboard, director's chair."""

from __future__ import annotations

import numpy as np

from previz.kit import polygon
from previz.kit.builder import Builder
from previz.kit.piece import Choice, Param, Piece, Spot, Values
from previz.kit.pieces_film import bar
from previz.kit.solids import box, prism, sheet

_APPLE = {"full": 0.203, "half": 0.102, "quarter": 0.051, "pancake": 0.025}


def _apple_box(b: Builder, v: Values) -> None:
    h = _APPLE[v.word("size")]
    w, d = 0.508, 0.305
    if h < 0.1:
        b.add("wood", box(w, h, d, bevel=0.004))
        return
    for side in (-1, 1):
        hole = polygon.round_corners(
            polygon.rectangle(-0.055, 0.56 * h - 0.016, 0.055, 0.56 * h + 0.016), 0.015, 3
        )
        end = prism(polygon.rectangle(-d / 2 + 0.0155, 0.0155, d / 2 - 0.0155, h - 0.0155), 0.018, 0, (hole,))
        b.add("wood", end.turn("y", 90).move(side * (w / 2 - 0.012), 0, 0))
        b.add("wood", box(w - 0.003, h - 0.032, 0.016, (0, 0.016, side * (d / 2 - 0.0085)), 0.002))
        b.add("wood", box(w, 0.016, d, (0, 0 if side < 0 else h - 0.016, 0), 0.003))


def _apple_spots(v: Values) -> tuple[Spot, ...]:
    h = _APPLE[v.word("size")]
    stand = Spot("stand", (0.0, h, 0.0))
    return (Spot("sit", (0.0, 0.0, -0.02), 0.0, h), stand) if v.word("size") == "full" else (stand,)


def _clapper(b: Builder, v: Values) -> None:
    """Upright on the lower edge of its board, to be read from +Z; the sticks are hinged at −X."""
    w, h, t = v["width"], 0.80 * v["width"], 0.008
    stick = 0.13 * w
    b.add("board", box(w, h, t, (0, 0, 0), 0.002))
    for y in (0.30, 0.52, 0.74):
        b.add("marks", box(0.90 * w, 0.010 * w, 0.001, (0, y * h, t / 2)))
    for x, y0, y1 in ((-0.12, 0.10, 0.48), (0.16, 0.10, 0.48)):
        b.add("marks", box(0.010 * w, (y1 - y0) * h * 0.5, 0.001, (x * w, 0.06 * h, t / 2)))
    _stick(b.placed(0, h + 0.001, 0), w, stick, t)
    a = v["open"]
    hinge = (-w / 2 + 0.5 * stick, h + stick + 0.5 * stick)
    local = Builder.placed(b, hinge[0], hinge[1] + 0.002, 0)
    _stick(local, w, stick, t, a, (w / 2 - 0.5 * stick, -0.5 * stick))


def _stick(
    b: Builder, w: float, stick: float, t: float, turn: float = 0.0, at: tuple[float, float] = (0.0, 0.0)
) -> None:
    b.add("board", box(w, stick, t + 0.004, bevel=0.002).move(at[0], at[1]).turn("z", turn))
    for i in range(4):
        x = (i - 1.5) * 0.25 * w
        lean = 0.35 * stick if turn or at != (0.0, 0.0) else -0.35 * stick
        bar4 = [
            (x - 0.055 * w - lean, 0.003),
            (x + 0.055 * w - lean, 0.003),
            (x + 0.055 * w + lean, stick - 0.003),
        ]
        stripe = prism([*bar4, (x - 0.055 * w + lean, stick - 0.003)], 0.001)
        b.add("marks", stripe.move(at[0], at[1], t / 2 + 0.0023).turn("z", turn))


def _chair(b: Builder, v: Values) -> None:
    """Folding chair with a cloth seat and back, low or high."""
    seat = v["seat"]
    w, d = 0.52, 0.44
    top = seat + 0.42
    for side in (-1, 1):
        x = side * w / 2
        b.add("wood", box(0.035, seat + 0.20, 0.03, (x, 0, -d / 2 + 0.02), 0.004))
        b.add("wood", box(0.035, seat + 0.20, 0.03, (x, 0, d / 2 - 0.02), 0.004))
        b.add("wood", box(0.035, top - seat - 0.18, 0.03, (x, seat + 0.19, -d / 2 + 0.02), 0.004))
        b.add("wood", box(0.055, 0.022, d + 0.06, (x, seat + 0.20, 0.01), 0.005))
        b.add("wood", box(0.04, 0.035, d + 0.04, (x, seat - 0.03, 0), 0.005))
        b.add("wood", box(0.03, 0.03, d - 0.02, (x, 0.10, 0), 0.004))
    for z in (-d / 2 + 0.075, d / 2 - 0.075):
        for side in (-1, 1):
            b.add(
                "wood",
                bar(
                    (-side * (w / 2 - 0.02), 0.115, z + side * 0.013),
                    (side * (w / 2 - 0.02), seat - 0.02, z + side * 0.013),
                    0.012,
                    6,
                ),
            )
    s, r = np.linspace(-1, 1, 9), np.linspace(-1, 1, 3)[:, None]
    sag = np.stack(
        [s * (w / 2 - 0.01) + 0 * r, seat - 0.018 * (1 - s**2) + 0 * r, r * (d / 2 - 0.01) + 0 * s], -1
    )
    b.add("canvas", sheet(sag, 0.006), crease=60)
    back = np.stack(
        [s * (w / 2) + 0 * r, top - 0.10 + 0.085 * r + 0 * s, -d / 2 - 0.012 * (1 - s**2) + 0.008 + 0 * r], -1
    )
    b.add("canvas", sheet(back, 0.006), crease=60)
    if seat > 0.6:
        b.add("wood", box(w, 0.03, 0.05, (0, seat - 0.42, d / 2 + 0.01), 0.004))


def _chair_spots(v: Values) -> tuple[Spot, ...]:
    return (Spot("sit", (0.0, 0.0, -0.09), 0.0, v["seat"] - 0.018),)


PIECES = (
    Piece(
        "apple_box",
        "Apple box",
        "film gear",
        (Choice("size", "Size", "full", ("full", "half", "quarter", "pancake")),),
        {"wood": (0.74, 0.58, 0.38)},
        "prop",
        "box",
        "wooden apple box",
        (0.508, 0.203, 0.305),
        _apple_box,
        _apple_spots,
        tags=("grip", "crate", "step", "riser"),
    ),
    Piece(
        "clapperboard",
        "Clapperboard",
        "film gear",
        (
            Param("width", "Width", 0.28, 0.1, 0.5),
            Param("open", "Sticks open", 24, 0, 60, "deg"),
        ),
        {"board": (0.10, 0.10, 0.11), "marks": (0.92, 0.92, 0.90)},
        "prop",
        "clapperboard",
        "clapperboard",
        (0.285, 0.403, 0.0128),
        _clapper,
        lambda v: (
            Spot("hold", (0.0, 0.02, 0.0)),
            Spot("hold", (v["width"] / 2, 0.4 * v["width"], 0.0), 90.0),
        ),
        tags=("slate", "clapper", "take", "scene", "sticks"),
    ),
    Piece(
        "director_chair",
        "Director's chair",
        "film gear",
        (Param("seat", "Seat height", 0.46, 0.4, 0.78),),
        {"wood": (0.55, 0.38, 0.23), "canvas": (0.14, 0.15, 0.17)},
        "prop",
        "chair",
        "director's folding chair",
        (0.575, 0.89, 0.5),
        _chair,
        _chair_spots,
        tags=("folding chair", "canvas", "set", "crew"),
    ),
)
