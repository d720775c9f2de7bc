"""Small things out of a pocket or a drawer: key, torch, letter, newspaper, cigarettes."""

from __future__ import annotations

import numpy as np

from previz.kit import polygon
from previz.kit.builder import Builder
from previz.kit.piece import Choice, Param, Piece, Spot, Switch, Values
from previz.kit.profiles import flat_on
from previz.kit.shape import Shape
from previz.kit.solids import box, cylinder, lathe, prism, rounded, slab, tube
from previz.scene.model import Vec3

_BLACK = (0.11, 0.11, 0.12)
_PAPER = (0.92, 0.90, 0.84)


# ------------------------------------------------------------------------------------------------ key
def _key(b: Builder, v: Values) -> None:
    size = v["length"] / 0.06
    tag = v.word("tag")
    old = v.word("kind") == "old"
    ring = polygon.arc((0, 0.022 * size), 0.0115 * size, 0, 360, 16)[:-1]
    hole = polygon.arc((0, (0.022 if old else 0.028) * size), (0.0075 if old else 0.003) * size, 0, 360, 12)
    b.add("key", flat_on(ring * [0.85, 1] if old else ring, 0.003 * size, holes=(hole[:-1] * [0.85, 1],)))
    if old:
        bar = cylinder(0.0024 * size, 0.040 * size, segments=8).turn("x", 90)
        b.add("key", bar.move(0, 0.0024 * size, -0.012 * size), crease=60)
        bit = np.array([(0, 0), (0.011, 0), (0.011, 0.004), (0.007, 0.004), (0.007, 0.007), (0.011, 0.007)])
        bit = np.concatenate([bit, [(0.011, 0.011), (0, 0.011)]]) * size + [0, -0.027 * size]
        b.add("key", flat_on(bit, 0.002 * size, 0.0014 * size))
    else:
        teeth = [(0.0035, 0.012), (0.0035, -0.024), (0.0005, -0.0265), (-0.002, -0.024), (-0.0035, -0.021)]
        for i in range(4):
            y = -0.021 + 0.006 * i
            teeth += [(-0.0035 + 0.0016 * (i % 2), y + 0.0015), (-0.0018, y + 0.003), (-0.0035, y + 0.0055)]
        b.add("key", flat_on(np.array([*teeth, (-0.0035, 0.012)]) * size, 0.002 * size, 0.0003 * size))
    if tag == "string":
        t = np.linspace(0, 2 * np.pi, 28, endpoint=False)
        loop = np.stack(
            [0.030 * np.sin(t) * (1.1 - np.cos(t)) * 0.6, 0.0022 + 0 * t, -0.076 + 0.052 * np.cos(t)], 1
        )
        loop[:, 1] += 0.0045 * np.clip((loop[:, 2] + 0.034) / 0.010, 0, 1)
        b.add("string", tube(loop * size, 0.0014 * size, 5, closed=True), crease=80)
    elif tag == "hotel":
        plate = polygon.round_corners(polygon.rectangle(-0.022, 0.040, 0.022, 0.115), 0.012, 3) * size
        eye = polygon.arc((0, 0.048 * size), 0.003 * size, 0, 360, 8)[:-1]
        b.add("tag", flat_on(plate, 0.005 * size, holes=(eye,)))
        t = np.linspace(0, 2 * np.pi, 16, endpoint=False)
        ring3 = np.stack(
            [0.007 * np.cos(t) * 0.4, 0.0015 + 0.008 * (1 + np.sin(t)) / 2, -0.038 + 0.011 * np.cos(t)], 1
        )
        b.add("key", tube(ring3 * size, 0.0010 * size, 5, closed=True), crease=80)


# ----------------------------------------------------------------------------------------------- torch
def _torch(b: Builder, v: Values) -> None:
    """Lying, beam to +Z."""
    long, r = v["length"], v["width"] / 2
    grip = 0.58 * r
    h = long - 1.9 * r
    base = b.placed(y=r)
    outer = [
        (0.0, 0.0),
        (grip * 0.9, 0.0),
        (grip, 0.05 * h),
        (grip, 0.80 * h),
        (grip * 1.08, 0.82 * h),
        (r, h),
        (r, long - 0.1 * r),
        (0.92 * r, long),
        (0.84 * r, long),
        (0.80 * r, long - 0.12 * r),
        (0.0, long - 0.12 * r),
    ]
    b.add("body", *(s.turn("x", 90).move(0, r, -long / 2) for s in (lathe(outer, 18),)), crease=30)
    for i in range(4):
        ring = lathe([(grip + 0.0012, 0), (grip + 0.0012, 0.05 * h)], 18).turn("x", 90)
        base.add("grip", ring.move(0, 0, -long / 2 + (0.14 + 0.10 * i) * h), crease=50)
    glass = lathe([(0.78 * r, 0), (0.78 * r, 0.002), (0.0, 0.004)], 18).turn("x", 90)
    base.add("glass", glass.move(0, 0, long / 2 - 0.11 * r), glow=v.on("lit"), crease=60)
    base.add("grip", rounded(0.010, 0.008, 0.022, 0.003, (0, grip - 0.003, -long / 2 + 0.68 * h), steps=1))


def _torch_lamp(v: Values) -> Vec3 | None:
    return (0.0, v["width"] / 2, v["length"] / 2 - 0.04 * v["width"]) if v.on("lit") else None


def _torch_spots(v: Values) -> tuple[Spot, ...]:
    return (Spot("hold", (0.0, v["width"] / 2, -0.15 * v["length"])),)


# ---------------------------------------------------------------------------------- letter, newspaper
def _letter(b: Builder, v: Values) -> None:
    """Flat, the address upwards, to be read from +Z."""
    w, h, t = v["width"], v["height"], 0.002
    b.add("paper", box(w, t, h, bevel=0.0005))
    if v.word("side") == "back":
        tip = 0.58 * h
        flap = np.array([(-w / 2 + 0.001, -h / 2 + 0.001), (w / 2 - 0.001, -h / 2 + 0.001), (0, tip - h / 2)])
        b.add("paper", slab(polygon.round_corners(flap, [0, 0, 0.012], 3), 0.0010, y=t - 0.0002))
        b.add("seal", cylinder(0.011, 0.0016, (0, t + 0.0002, tip - h / 2 - 0.012), 14, 0.0004))
        return
    for i in range(4):
        wide = (0.34, 0.42, 0.30, 0.22)[i] * w
        b.add(
            "ink",
            box(wide, 0.0006, 0.0035, (0.08 * w - 0.21 * w + wide / 2, t - 0.0002, 0.02 * h + 0.105 * h * i)),
        )
    size = min(0.026, 0.2 * h)
    b.add("seal", box(0.8 * size, 0.0008, size, (w / 2 - size, t - 0.0002, -h / 2 + size)))


def _newspaper(b: Builder, v: Values) -> None:
    """Folded and lying, rolled up, or open as in the hands of a reader, who sits behind it at −Z."""
    state = v.word("state")
    w, h = v["width"], v["height"]
    if state == "folded":
        _folded_paper(b, w, h)
    elif state == "rolled":
        t = np.linspace(0, 4.2 * np.pi, 34)
        r = 0.012 + 0.0011 * t
        spiral = np.stack([r * np.cos(t), r * np.sin(t)], 1)
        back = np.stack([(r - 0.0028) * np.cos(t), (r - 0.0028) * np.sin(t)], 1)
        lift = -float(spiral[:, 1].min())
        roll = prism(np.concatenate([spiral, back[::-1]]), w).turn("y", 90)
        b.add("paper", roll.move(0, lift, 0), crease=40)
    else:
        _open_paper(b, w, h)


def _folded_paper(b: Builder, w: float, h: float) -> None:
    d = h / 2
    b.add("paper", rounded(w, 0.012, d, 0.0055, inner=(1, 1, 1), steps=1, seams="piped"))
    y = 0.0118
    b.add("ink", box(0.62 * w, 0.0006, 0.030, (0, y, -d / 2 + 0.040)))
    b.add("ink", box(0.88 * w, 0.0006, 0.0025, (0, y, -d / 2 + 0.066)))
    b.add("picture", box(0.42 * w, 0.0006, 0.36 * d, (-0.23 * w, y, 0.06 * d)))
    for column in range(2):
        for line in range(7):
            z = -0.12 * d + 0.020 * line
            b.add("ink", box(0.19 * w, 0.0005, 0.006, ((0.11 + 0.22 * column) * w, y, z)))


def _open_paper(b: Builder, w: float, h: float) -> None:
    low = 0.0
    for side in (-1, 1):
        x = np.linspace(0, 1, 9)
        z = 0.11 * w * x + 0.012 * np.sin(2.2 * np.pi * x)
        front = np.stack([x * w, z + 0.0025], 1)
        plan = np.concatenate([front, np.stack([x * w, z - 0.0025], 1)[::-1]])
        leaf = slab(plan * [side, 1], h, y=low)
        b.add("paper", leaf, crease=40)
        for column in range(2):
            across = (0.08 + 0.43 * column, 0.46 + 0.43 * column)
            _print_on(b, side, w, across, low + 0.06 * h, (0.50 if column == 0 else 0.24) * h)
        _print_on(b, side, w, (0.08, 0.9), low + h * 0.84, 0.08 * h)
        _print_on(b, side, w, (0.08, 0.46), low + h * 0.62, 0.15 * h, "picture")
        _print_on(b, side, w, (0.51, 0.9), low + h * 0.36, 0.42 * h, "picture")


def _print_on(
    b: Builder, side: int, w: float, x: tuple[float, float], y: float, tall: float, part: str = "ink"
) -> None:
    """Print on the outside, which looks to +Z, of an open newspaper."""
    s = np.linspace(*x, 4)
    z = 0.11 * w * s + 0.012 * np.sin(2.2 * np.pi * s)
    plan = np.concatenate([np.stack([s * w, z + 0.0031], 1), np.stack([s * w, z + 0.002], 1)[::-1]])
    b.add(part, slab(plan * [side, 1], tall, y=y), crease=40)


def _newspaper_spots(v: Values) -> tuple[Spot, ...]:
    w, h, state = v["width"], v["height"], v.word("state")
    if state == "open":
        return (Spot("hold", (w, 0.4 * h, 0.11 * w)), Spot("hold", (-w, 0.4 * h, 0.11 * w)))
    return (Spot("hold", (0.0, 0.01, 0.0 if state == "rolled" else h / 4)),)


# ----------------------------------------------------------------------------------------- cigarettes
def _cigarette(b: Builder, v: Values) -> None:
    """Lying, the glowing end towards +Z."""
    r = 0.004 if v.word("kind") == "cigarette" else 0.0085
    long = v["length"]
    filt = 0.26 * long

    def piece(r0: float, z0: float, z1: float, r1: float) -> Shape:
        return cylinder(r0, z1 - z0, segments=12, top=r1).turn("x", 90).move(0, r, z0)

    b.add("filter", piece(r, -long / 2, -long / 2 + filt, r), crease=60)
    b.add("paper", piece(r * 0.97, -long / 2 + filt, long / 2 - 0.012, r * 0.97), crease=60)
    b.add("ember", piece(r * 0.95, long / 2 - 0.012, long / 2 - 0.006, r * 0.9), crease=60, glow=v.on("lit"))
    b.add("ash", piece(r * 0.9, long / 2 - 0.006, long / 2, r * 0.55), crease=60)


def _ashtray(b: Builder, v: Values) -> None:
    r, h = v["width"] / 2, v["height"]
    wall = [(0.86 * r, 0), (r, 0.85 * h), (0.985 * r, h), (0.86 * r, h), (0.72 * r, 0.22 * h), (0, 0.20 * h)]
    b.add("body", lathe(wall, 24), crease=40)
    count = v.count("stubs")
    rng = np.random.default_rng(4)
    for i in range(count):
        a = 360 * i / max(count, 1) + float(rng.uniform(-20, 20))
        stub = cylinder(0.004, 0.022 + 0.012 * float(rng.random()), segments=8).turn("x", 72)
        place = b.placed(0, 0.22 * h + 0.006, 0, a).placed(0.1 * r, 0, 0.22 * r)
        place.add("stubs", stub, crease=60)
    if v.on("cigarette"):
        lit = b.placed(0, h + 0.001, 0.80 * r, 0)
        tilt = cylinder(0.004, 0.052, segments=10).turn("x", 76)
        tip = cylinder(0.0039, 0.018, segments=10).turn("x", 76).turn("x", 180)
        lit.add("paper", tilt.turn("y", 180).move(0, 0, 0.012), crease=60)
        lit.add("stubs", tip.turn("y", 180).move(0, 0, 0.012), crease=60)


def _holding(height: float, z: float = 0.0) -> tuple[Spot, ...]:
    return (Spot("hold", (0.0, height, z)),)


PIECES = (
    Piece(
        "key",
        "Key",
        "hand props",
        (
            Choice("kind", "Kind", "modern", ("modern", "old")),
            Choice("tag", "Tag", "string", ("string", "hotel", "none")),
            Param("length", "Length", 0.06, 0.03, 0.2),
        ),
        {"key": (0.74, 0.62, 0.34), "string": (0.70, 0.22, 0.16), "tag": (0.50, 0.16, 0.14)},
        "prop",
        "key",
        "key on a string",
        (0.05239, 0.0081, 0.156),
        _key,
        lambda v: _holding(0.002, -0.022 * v["length"] / 0.06),
        tags=("door key", "hotel key", "lock"),
    ),
    Piece(
        "torch",
        "Torch",
        "hand props",
        (
            Param("length", "Length", 0.20, 0.08, 0.5),
            Param("width", "Head width", 0.054, 0.02, 0.15),
            Switch("lit", "Lit", False),
        ),
        {"body": (0.22, 0.23, 0.25), "grip": _BLACK, "glass": (1.0, 0.95, 0.78)},
        "prop",
        "torch",
        "flashlight",
        (0.054, 0.05318, 0.201),
        _torch,
        _torch_spots,
        _torch_lamp,
        tags=("flashlight", "light", "search", "night"),
    ),
    Piece(
        "letter",
        "Letter",
        "hand props",
        (
            Choice("side", "Side up", "front", ("front", "back")),
            Param("width", "Width", 0.22, 0.08, 0.5),
            Param("height", "Height", 0.11, 0.06, 0.4),
        ),
        {"paper": _PAPER, "ink": (0.24, 0.25, 0.34), "seal": (0.56, 0.16, 0.15)},
        "prop",
        "envelope",
        "letter in an envelope",
        (0.22, 0.0026, 0.11),
        _letter,
        lambda v: (Spot("hold", (v["width"] / 2, 0.001, 0.0), 90.0),),
        tags=("envelope", "mail", "post", "message"),
    ),
    Piece(
        "newspaper",
        "Newspaper",
        "hand props",
        (
            Choice("state", "State", "folded", ("folded", "rolled", "open")),
            Param("width", "Page width", 0.30, 0.15, 0.5),
            Param("height", "Page height", 0.42, 0.2, 0.7),
        ),
        {"paper": (0.84, 0.82, 0.76), "ink": (0.56, 0.56, 0.55), "picture": (0.42, 0.42, 0.43)},
        "prop",
        "newspaper",
        "newspaper",
        (0.3, 0.0124, 0.21),
        _newspaper,
        _newspaper_spots,
        tags=("paper", "press", "headline", "reading"),
    ),
    Piece(
        "cigarette",
        "Cigarette",
        "hand props",
        (
            Choice("kind", "Kind", "cigarette", ("cigarette", "cigar")),
            Param("length", "Length", 0.085, 0.03, 0.2),
            Switch("lit", "Lit", False),
        ),
        {
            "paper": (0.94, 0.93, 0.90),
            "filter": (0.78, 0.54, 0.30),
            "ember": (0.95, 0.38, 0.12),
            "ash": (0.55, 0.55, 0.55),
        },
        "prop",
        "cigarette",
        "cigarette",
        (0.008, 0.008, 0.085),
        _cigarette,
        lambda v: _holding(0.004, -v["length"] / 4),
        tags=("smoke", "smoking", "cigar", "tobacco"),
    ),
    Piece(
        "ashtray",
        "Ashtray",
        "hand props",
        (
            Param("width", "Width", 0.13, 0.06, 0.4),
            Param("height", "Height", 0.035, 0.02, 0.12),
            Param("stubs", "Stubs", 3, 0, 8, "count"),
            Switch("cigarette", "Cigarette on the rim", True),
        ),
        {"body": (0.42, 0.47, 0.47), "paper": (0.94, 0.93, 0.90), "stubs": (0.78, 0.56, 0.34)},
        "prop",
        "ashtray",
        "ashtray",
        (0.13, 0.05227, 0.147),
        _ashtray,
        lambda v: (Spot("hold", (v["width"] / 2, 0.6 * v["height"], 0.0), 90.0),),
        tags=("smoke", "smoking", "cigarette", "stub"),
    ),
)
