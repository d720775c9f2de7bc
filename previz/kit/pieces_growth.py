"""What grows and lies on the ground: grass, hedge, log, camp fire."""

from __future__ import annotations

import numpy as np

from previz.kit.builder import Builder
from previz.kit.piece import Choice, Param, Piece, Spot, Switch, Values
from previz.kit.pieces_land import boulder
from previz.kit.pieces_nature import spray_solids, sprays_at
from previz.kit.shape import Floats, Shape, join
from previz.kit.solids import cylinder, lathe, rounded, skin, tube
from previz.scene.model import Vec3
from previz.scene.transform import unit


# ---------------------------------------------------------------------------------------------- grass
def _grass(b: Builder, v: Values) -> None:
    """Tufts over an oblong; reeds and corn stand upright."""
    rng = np.random.default_rng(v.count("seed"))
    w, d, h = v["width"], v["depth"], v["height"]
    upright = {"tufts": 1.0, "reeds": 0.35, "corn": 0.45}[v.word("kind")]
    for i in range(v.count("tufts")):
        x, z = float(rng.uniform(-0.5, 0.5)) * (w - 0.3 * h), float(rng.uniform(-0.5, 0.5)) * (d - 0.3 * h)
        if v.word("kind") == "corn":  # in rows
            z = round(z / 0.7) * 0.7 if d > 1 else z
        blades = [
            _blade(
                float(rng.uniform(0, 6.28)),
                upright * float(rng.uniform(0.12, 0.55)),
                h * float(rng.uniform(0.55, 1.0)),
                0.045 * h + 0.004,
            )
            for _ in range(8)
        ]
        tuft = join(*blades).move(x, -float(rng.uniform(0.002, 0.012)), z)
        b.add("grass 2" if i % 3 == 0 else "grass", tuft, crease=60, whole=True)


def _blade(turn: float, lean: float, tall: float, wide: float) -> Shape:
    way, side = np.array([np.cos(turn), 0, np.sin(turn)]), np.array([-np.sin(turn), 0, np.cos(turn)])
    rings = []
    for t, share in ((0.0, 1.0), (0.55, 0.8), (1.0, 0.08)):
        reach = (0.15 + lean * t**2) * tall
        middle = way * reach + np.array([0, tall * t * (1 - 0.25 * lean * t), 0])
        half = 0.5 * wide * share
        rings.append([middle + side * half, middle + way * half * 0.5, middle - side * half])
    return skin(np.array(rings))


# ---------------------------------------------------------------------------------------------- hedge
def _hedge(b: Builder, v: Values) -> None:
    """A clipped wall of leaves, in bays of about a metre so that lines part them."""
    rng = np.random.default_rng(v.count("seed"))
    w, h, d = v["width"], v["height"], v["depth"]
    bays = int(np.clip(round(w / 1.0), 1, 12))
    wide = w / bays
    for i in range(bays):
        core = rounded(wide * 1.04, h - 0.04, d - 0.06, 0.12 * min(d, h), steps=1, inner=(5, 5, 3))
        points = core.points + rng.uniform(-1, 1, core.points.shape) * 0.03 * min(1.0, d)
        points[:, 1] = np.maximum(points[:, 1], -0.01)
        core = core.bend(points)
        shape = join(core, spray_solids(_on_faces(rng, core, 170, h)))
        b.add("leaves 2" if i % 2 else "leaves", shape.move((i + 0.5) * wide - w / 2), crease=70, whole=True)


def _on_faces(rng: np.random.Generator, core: Shape, count: int, highest: float) -> Floats:
    """(n, 4, 3) leaf sprays spread over the faces of a clipped hedge, none below ground or above its top."""
    corners = core.points[core.faces]
    normal = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    size = np.linalg.norm(normal, axis=1) * (corners.mean(axis=1)[:, 1] > 0.02)
    chosen = rng.choice(len(size), count, p=size / size.sum())
    weights = rng.dirichlet((1, 1, 1), count)
    foot = np.einsum("ij,ijk->ik", weights, corners[chosen])
    way = unit(normal[chosen])
    found = sprays_at(rng, foot - 0.012 * way, way, 0.085)
    whole = (found[..., 1].min(axis=1) > 0) & (found[..., 1].max(axis=1) < highest)
    return np.asarray(found[whole])


# ------------------------------------------------------------------------------------------------ log
def _log_line(v: Values) -> tuple[Floats, Floats]:
    """(11, 3) middle line and (11,) radius of the trunk, its thick end at −X."""
    rng = np.random.default_rng(v.count("seed"))
    share = np.linspace(0, 1, 11)
    girth = v["width"] / 2 * (1 - 0.32 * share) * (1 + 0.04 * rng.uniform(-1, 1, 11))
    bow = 0.02 * v["length"] * np.sin(2.2 * share + 0.4)
    return np.stack([v["length"] * (share - 0.5), 0.95 * girth, bow - bow.mean()], 1), girth


def _log(b: Builder, v: Values) -> None:
    rng = np.random.default_rng(v.count("seed") + 1)
    line, girth = _log_line(v)
    b.add("bark", tube(line, girth.tolist(), 14), crease=60)
    for end, s in ((0, -1), (10, 1)):
        r, x = float(girth[end]), float(line[end, 0])
        disc = (
            cylinder(0.93 * r, 0.02, segments=14)
            .turn("z", -90)
            .move(x - 0.01 + 0.004 * s, float(line[end, 1]), float(line[end, 2]))
        )
        b.add("wood", disc, crease=50)
        for share in (0.62, 0.3):
            turn = np.linspace(0, 2 * np.pi, 14, endpoint=False)
            ring = np.stack([0 * turn, share * r * np.cos(turn), share * r * np.sin(turn)], 1)
            ring += [x + 0.0135 * s, line[end, 1], line[end, 2]]
            b.add("bark", tube(ring, 0.004 + 0.01 * r, 4, closed=True), crease=80)
    for i in range(v.count("stubs")):
        at = 2 + int(rng.integers(0, 7))
        turn = (-1) ** i * float(rng.uniform(0.5, 1.3))
        way = np.array([0.5, np.cos(turn), np.sin(turn)])
        reach = girth[at] + float(rng.uniform(0.5, 1.2)) * 0.5 * v["width"]
        stub = [line[at], line[at] + 0.6 * reach * way, line[at] + reach * way]
        b.add("bark", tube(stub, [0.30 * girth[at], 0.22 * girth[at], 0.17 * girth[at]], 7), crease=60)


def _log_spots(v: Values) -> tuple[Spot, ...]:
    line, girth = _log_line(v)
    places = (3, 6) if v["length"] > 1.6 else (4,)
    return tuple(
        Spot("sit", (float(line[i, 0]), 0.0, float(line[i, 2])), 0.0, float(line[i, 1] + girth[i]))
        for i in places
    )


# ----------------------------------------------------------------------------------------------- fire
def _camp_fire(b: Builder, v: Values) -> None:
    r = v["width"] / 2
    rng = np.random.default_rng(7)
    b.add(
        "ash",
        lathe([(0.86 * r, 0.0), (0.75 * r, 0.02 * r), (0.3 * r, 0.05 * r), (0.0, 0.06 * r)], 20),
        crease=60,
    )
    for i in range(9):
        a = 2 * np.pi * i / 9
        size = r * rng.uniform(0.17, 0.22, 3) * [1, 0.75, 0.85]
        stone = boulder(rng, 8).scale(*size).turn("y", -float(np.degrees(a)))
        low = float(stone.points[:, 1].min())
        b.add("stones", stone.move(0.80 * r * np.cos(a), -low - 0.004, 0.80 * r * np.sin(a)), crease=30)
    for i in range(6):
        a = 2 * np.pi * (i + 0.3) / 6
        way = np.array([np.cos(a), 0, np.sin(a)])
        foot, head = 0.60 * r * way + [0, 0.07 * r, 0], -0.08 * r * way + [0, 0.66 * r, 0]
        b.add("logs", tube([foot, 0.5 * (foot + head), head], [0.095 * r, 0.085 * r, 0.06 * r], 7), crease=60)
    if v.on("lit"):
        for i in range(6):
            a = 2 * np.pi * i / 5 + 0.5
            out, tall = (0.0, 1.0) if i == 0 else (0.26 * r, 0.45 + 0.25 * float(rng.random()))
            flame = _flame(i, 0.24 * r, tall * v["flames"]).move(out * np.cos(a), 0.10 * r, out * np.sin(a))
            b.add("flames" if i % 2 == 0 else "embers", flame, glow=True, crease=80, whole=True)


def _flame(number: int, r: float, tall: float) -> Shape:
    """A tongue that licks to one side."""
    rings = []
    for t, k in ((0.0, 0.4), (0.15, 0.95), (0.35, 1.0), (0.6, 0.62), (0.82, 0.30), (1.0, 0.02)):
        a = np.linspace(0, 2 * np.pi, 7, endpoint=False) + 2.0 * t
        sway = 0.9 * r * np.sin(4 * t + number) * t
        rings.append(
            np.stack([k * r * np.cos(a) + sway, np.full(7, t * tall), k * r * np.sin(a) + 0.5 * sway], 1)
        )
    return skin(np.array(rings))


def _camp_fire_lamp(v: Values) -> Vec3 | None:
    return (0.0, 0.05 * v["width"] + 0.4 * v["flames"], 0.0) if v.on("lit") else None


def _camp_fire_spots(v: Values) -> tuple[Spot, ...]:
    far = v["width"] / 2 + 0.9
    ways = ((1, 0, -90.0), (-1, 0, 90.0), (0, 1, 180.0), (0, -1, 0.0))
    return tuple(Spot("stand", (far * x, 0.0, far * z), turn) for x, z, turn in ways)


_LEAVES = {"leaves": (0.30, 0.40, 0.24), "leaves 2": (0.27, 0.37, 0.22)}

PIECES = (
    Piece(
        "grass",
        "Grass",
        "nature",
        (
            Choice("kind", "Kind", "tufts", ("tufts", "reeds", "corn")),
            Param("width", "Width", 2.0, 0.2, 30),
            Param("depth", "Depth", 1.4, 0.2, 30),
            Param("height", "Height", 0.35, 0.05, 3),
            Param("tufts", "Tufts", 24, 1, 160, "count"),
            Param("seed", "Growth", 1, 0, 9999, "count"),
        ),
        {"grass": (0.45, 0.53, 0.30), "grass 2": (0.39, 0.47, 0.27)},
        "prop",
        "grass",
        "tufts of grass",
        (1.939, 0.342, 1.446),
        _grass,
        tags=("meadow", "reeds", "corn", "wheat", "weeds", "field"),
    ),
    Piece(
        "hedge",
        "Hedge",
        "nature",
        (
            Param("width", "Length", 3.0, 0.5, 40),
            Param("height", "Height", 1.5, 0.3, 5),
            Param("depth", "Depth", 0.7, 0.25, 2),
            Param("seed", "Growth", 1, 0, 9999, "count"),
        ),
        _LEAVES,
        "set",
        "plant",
        "clipped hedge",
        (3.215, 1.51, 0.818),
        _hedge,
        tags=("garden", "boxwood", "maze", "green wall"),
    ),
    Piece(
        "log",
        "Log",
        "nature",
        (
            Param("length", "Length", 2.6, 0.3, 15),
            Param("width", "Thickness", 0.46, 0.08, 1.5),
            Param("stubs", "Stumps of branches", 3, 0, 8, "count"),
            Param("seed", "Growth", 1, 0, 9999, "count"),
        ),
        {"bark": (0.36, 0.29, 0.22), "wood": (0.68, 0.54, 0.38)},
        "prop",
        "tree",
        "fallen log",
        (2.639, 0.599, 0.571),
        _log,
        _log_spots,
        tags=("trunk", "fallen tree", "timber", "wood", "bench", "firewood"),
    ),
    Piece(
        "camp_fire",
        "Camp fire",
        "nature",
        (
            Param("width", "Width", 1.0, 0.4, 3),
            Param("flames", "Flames", 0.7, 0.1, 3),
            Switch("lit", "Burning", True),
        ),
        {
            "stones": (0.46, 0.45, 0.43),
            "logs": (0.27, 0.20, 0.15),
            "ash": (0.30, 0.29, 0.28),
            "flames": (0.98, 0.62, 0.18),
            "embers": (0.98, 0.80, 0.34),
        },
        "prop",
        "fireplace",
        "camp fire",
        (0.974, 0.754, 0.94),
        _camp_fire,
        _camp_fire_spots,
        _camp_fire_lamp,
        tags=("bonfire", "flames", "camping", "night", "light"),
    ),
)
