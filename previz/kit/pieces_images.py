"""Flat pictures for a set: card, backdrop, billboard. Their images are plain colours."""

from __future__ import annotations

import math

import numpy as np

from previz.kit.builder import Builder
from previz.kit.piece import Choice, Param, Piece, Spot, Switch, Values
from previz.kit.pieces_film import bar
from previz.kit.solids import box, cylinder, sheet


def _face(b: Builder, w: float, h: float, horizon: float, y: float, z: float) -> None:
    """Image of sky over land that stands 1 mm before a board whose front is at ``z``."""
    t = 0.002
    if horizon > 0.005:
        b.add("land", box(w, horizon * h, t, (0, y, z)))
    if horizon < 0.995:
        b.add("image", box(w, (1 - horizon) * h, t, (0, y + horizon * h, z)))


def _image_card(b: Builder, v: Values) -> None:
    """On its lower edge, or on two feet, or cut out on a strut."""
    w, h, edge = v["width"], v["height"], min(v["border"], 0.3 * v["width"], 0.3 * v["height"])
    lift = 0.02 if v.word("foot") == "feet" else 0.0
    b.add("border", box(w, h, 0.012, (0, lift, 0), 0.002))
    _face(b, w - 2 * edge, h - 2 * edge, v["horizon"], lift + edge, 0.0065)
    if v.word("foot") == "feet":
        for x in (-0.36 * w, 0.36 * w):
            b.add("foot", box(0.04, 0.028, min(0.5, 0.45 * h), (x, 0, 0), 0.004))
    elif v.word("foot") == "strut":
        out = 0.42 * h
        for x in (-0.3 * w, 0.3 * w):
            b.add("foot", bar((x, 0.80 * h, -0.012), (x, 0.012, -out), 0.012, 6))
            b.add("foot", bar((x, 0.05 * h, -0.008), (x, 0.012, -out), 0.010, 6))


def _backdrop(b: Builder, v: Values) -> None:
    """Cloth or paper between two stands; a sweep runs out over the floor towards +Z."""
    w, h = v["width"], v["height"]
    kind = v.word("kind")
    if v.on("stands"):
        for side in (-1, 1):
            x = side * (w / 2 + 0.12)
            b.add("stands", cylinder(0.018, h + 0.10, (x, 0.02, -0.10), 10))
            for i in range(3):
                a = math.radians(90 + 120 * i)
                foot = (x + 0.42 * math.cos(a), 0.013, -0.10 - 0.42 * math.sin(a))
                b.add("stands", bar((x, 0.46, -0.10), foot, 0.011, 6))
        b.add("stands", bar((-w / 2 - 0.16, h + 0.05, -0.10), (w / 2 + 0.16, h + 0.05, -0.10), 0.016))
        roll = cylinder(0.05, w + 0.04, segments=18).turn("z", 90).move(w / 2 + 0.02, h + 0.05, -0.10)
        b.add("image", roll, crease=50)
    if kind == "sweep":
        _sweep(b, v)
        return
    folds = 1 if kind == "flat" else max(5, round(w / 0.22))
    across = np.linspace(-w / 2, w / 2, 2 if kind == "flat" else 2 * folds + 1)
    wave = np.zeros(len(across)) if kind == "flat" else 0.035 * (-1.0) ** np.arange(len(across))
    edge = max(0.006, v["horizon"] * h)
    spans = [("land", 0.004, edge)] if v["horizon"] > 0.005 else []
    if v["horizon"] < 0.995:
        spans.append(("image", edge if spans else 0.004, h))
    for part, low, high in spans:
        rows = np.linspace(high, low, 2)[:, None]
        grid = np.stack([across + 0 * rows, rows + 0 * across, wave - 0.05 + 0 * rows], -1)
        b.add(part, sheet(grid, 0.004, np.arange(len(across) - 1) // 2), crease=80)


def _sweep(b: Builder, v: Values) -> None:
    w, h, out = v["width"], v["height"], v["sweep"]
    r = min(0.9, 0.5 * h, 0.8 * out)
    turn = np.radians(np.linspace(0, 90, 9))
    cove = np.stack([r - r * np.sin(turn), -0.05 + r - r * np.cos(turn)], 1)[::-1]
    path = np.concatenate([[(h, -0.05)], [(r, -0.05)], cove[::-1][1:-1], [(0.0, -0.05 + r)], [(0.0, out)]])
    path[:, 0] += 0.003
    x = np.linspace(-w / 2, w / 2, 2)
    grid = np.stack([x + 0 * path[:, :1], path[:, :1] + 0 * x, path[:, 1:] + 0 * x], -1)
    b.add("image", sheet(grid, 0.004), crease=60)


def _backdrop_spots(v: Values) -> tuple[Spot, ...]:
    return (Spot("stand", (0.0, 0.008 if v.word("kind") == "sweep" else 0.0, 1.2)),)


def _billboard(b: Builder, v: Values) -> None:
    """On posts, on a wall (back at z = 0), or on one mast."""
    w, h, rise = v["width"], v["height"], v["rise"]
    mount = v.word("mount")
    back = 0.0 if mount == "wall" else -0.06
    b.add("frame", box(w, h, 0.12, (0, rise, back + 0.06), 0.02))
    edge = min(0.14, 0.1 * h)
    _face(b, w - 2 * edge, h - 2 * edge, v["horizon"], rise + edge, back + 0.121)
    if mount == "posts":
        count = max(2, round(w / 2.4))
        for i in range(count):
            x = (w - 0.8) * (i / (count - 1) - 0.5)
            b.add("posts", box(0.13, rise + 0.9 * h, 0.13, (x, 0, -0.13), 0.012))
            b.add("posts", bar((x, 0.55 * (rise + h), -0.16), (x, 0.02, -0.16 - 0.28 * (rise + h)), 0.05, 8))
    elif mount == "mast":
        b.add("posts", cylinder(0.24, rise + 0.10, (0, 0.02, 0), 24))
        b.add("posts", cylinder(0.34, 0.05, segments=24, bevel=0.01))
        b.add("posts", box(0.8 * w, 0.18, 0.18, (0, rise + 0.3 * h, -0.155), 0.02))
        b.add("posts", box(0.4, 0.5 * h, 0.16, (0, rise, -0.15), 0.02))
    if v.on("lamps"):
        count = max(2, round(w / 2.0))
        for i in range(count):
            x = w * ((i + 0.5) / count - 0.5)
            b.add("posts", bar((x, rise + 0.04, back + 0.06), (x, rise - 0.12, back + 0.75), 0.022, 6))
            b.add("posts", box(0.34, 0.10, 0.16, (x, rise - 0.19, back + 0.78), 0.02))
            b.add("lamp", box(0.28, 0.02, 0.11, (x, rise - 0.092, back + 0.78)), glow=v.on("lit"))


PIECES = (
    Piece(
        "image_card",
        "Image card",
        "images",
        (
            Param("width", "Width", 1.2, 0.1, 6),
            Param("height", "Height", 0.8, 0.1, 4),
            Param("border", "Border", 0.03, 0.005, 0.3),
            Param("horizon", "Horizon", 0.4, 0, 1, ""),
            Choice("foot", "Stands on", "feet", ("feet", "strut", "edge")),
        ),
        {
            "image": (0.62, 0.74, 0.82),
            "land": (0.46, 0.52, 0.38),
            "border": (0.92, 0.91, 0.88),
            "foot": (0.30, 0.30, 0.31),
        },
        "prop",
        "poster",
        "picture on a card",
        (1.2, 0.82, 0.36),
        _image_card,
        tags=("picture", "photo", "standee", "poster", "plane"),
    ),
    Piece(
        "backdrop",
        "Backdrop",
        "images",
        (
            Choice("kind", "Kind", "flat", ("flat", "drape", "sweep")),
            Param("width", "Width", 3.6, 1, 30),
            Param("height", "Height", 2.7, 1, 12),
            Param("horizon", "Horizon", 0.3, 0, 1, ""),
            Param("sweep", "Sweep over the floor", 2.5, 0.6, 10),
            Switch("stands", "Stands", True),
        ),
        {"image": (0.66, 0.76, 0.83), "land": (0.55, 0.56, 0.44), "stands": (0.30, 0.31, 0.32)},
        "set",
        "screen",
        "painted backdrop",
        (4.584, 2.816, 0.648),
        _backdrop,
        _backdrop_spots,
        tags=("background", "cyclorama", "green screen", "studio", "sky"),
    ),
    Piece(
        "billboard",
        "Billboard",
        "images",
        (
            Choice("mount", "Mount", "posts", ("posts", "mast", "wall")),
            Param("width", "Width", 6.0, 1.5, 20),
            Param("height", "Height", 3.0, 0.8, 10),
            Param("rise", "Lower edge", 2.4, 0.4, 20),
            Param("horizon", "Horizon", 0.35, 0, 1, ""),
            Switch("lamps", "Lamps", True),
            Switch("lit", "Lit", True),
        ),
        {
            "image": (0.88, 0.70, 0.34),
            "land": (0.64, 0.24, 0.20),
            "frame": (0.26, 0.28, 0.29),
            "posts": (0.34, 0.35, 0.36),
            "lamp": (1.0, 0.95, 0.80),
        },
        "set",
        "signboard",
        "billboard",
        (6, 5.403, 2.516),
        _billboard,
        tags=("advertising", "hoarding", "poster", "sign", "rooftop"),
    ),
)
