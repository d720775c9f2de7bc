"""The camera department: camera on tripod, dolly on track, crane."""

from __future__ import annotations

import math

import numpy as np

from previz.kit import polygon
from previz.kit.builder import Builder
from previz.kit.piece import Param, Piece, Spot, Switch, Values
from previz.kit.profiles import side_on
from previz.kit.shape import Shape
from previz.kit.solids import box, cylinder, lathe, rounded, tube

CAMERA_COLOURS = {
    "camera": (0.16, 0.165, 0.175),
    "lens": (0.10, 0.10, 0.11),
    "glass": (0.22, 0.30, 0.38),
    "metal": (0.55, 0.56, 0.58),
    "black": (0.12, 0.12, 0.13),
}
LENS_HEIGHT = 0.105
"""Middle of the lens above the plate that carries the camera."""


def bar(
    start: tuple[float, float, float], end: tuple[float, float, float], r: float, sides: int = 8
) -> Shape:
    """Straight round rod between two points."""
    return tube([start, end], r, sides)


def tripod(b: Builder, part: str, height: float, spread: float, r: float, turn: float = 90.0) -> None:
    """Three legs from one head at ``height`` to feet on a circle, the first at ``turn`` degrees from +X."""
    for i in range(3):
        a = math.radians(turn + 120 * i)
        out = np.array([math.cos(a), 0, math.sin(a)])
        top, foot = 0.045 * out + [0, height, 0], spread * out + [0, 0.012, 0]
        b.add(part, tube([top, top + 0.55 * (foot - top)], 1.5 * r, 8))
        b.add(part, tube([top + 0.5 * (foot - top), foot], r, 8))
        b.add(part, cylinder(1.7 * r, 0.016, (foot[0], 0, foot[2]), 10, 0.004))


def cine_camera(b: Builder, y: float, z: float = 0.0) -> None:
    """A film camera whose base plate lies on ``y``; it looks to +Z. Parts: CAMERA_COLOURS."""
    c = b.placed(0, y, z)
    c.add("black", box(0.09, 0.014, 0.30, (0, 0, 0), 0.003))
    c.add("camera", box(0.135, 0.165, 0.26, (0, 0.014, -0.02), 0.014))
    c.add("camera", box(0.095, 0.130, 0.10, (0, 0.024, -0.19), 0.010))
    c.add("black", box(0.004, 0.09, 0.12, (-0.068, 0.055, 0.0), 0.001))
    barrel = [
        (0.046, 0.0),
        (0.046, 0.05),
        (0.041, 0.054),
        (0.041, 0.10),
        (0.050, 0.104),
        (0.050, 0.15),
        (0.0, 0.15),
    ]
    c.add("lens", lathe(barrel, 16).turn("x", 90).move(0, LENS_HEIGHT, 0.108), crease=35)
    hood = [(0.256, 0.055), (0.300, 0.045), (0.300, 0.165), (0.256, 0.155)]
    c.add("black", side_on(hood, 0.165, 0.003))
    c.add("glass", cylinder(0.040, 0.006, segments=16).turn("x", 90).move(0, LENS_HEIGHT, 0.297))
    eaves = np.array([(0.292, 0.165), (0.380, 0.185), (0.380, 0.191), (0.292, 0.171)])
    c.add("black", side_on(eaves, 0.165))
    for x in (-1, 1):
        c.add("metal", bar((0.04 * x, 0.022, -0.06), (0.04 * x, 0.022, 0.33), 0.0075))
    grip = [(0, 0.175, -0.13), (0, 0.235, -0.12), (0, 0.245, 0.0), (0, 0.235, 0.085), (0, 0.175, 0.095)]
    c.add("camera", tube(polygon.curve(grip, 2), 0.014, 8), crease=75)
    c.add("black", box(0.025, 0.03, 0.05, (0.075, 0.135, 0.06), 0.004))
    c.add("black", rounded(0.13, 0.045, 0.045, 0.014, (0.135, 0.132, 0.06), steps=1))
    c.add("black", cylinder(0.027, 0.05, segments=12, top=0.033).turn("x", -90).move(0.175, 0.155, 0.045))
    c.add("metal", box(0.06, 0.02, 0.012, (0, 0.178, -0.015), 0.002))


def fluid_head(b: Builder, y: float) -> None:
    """Ball, tilt head and pan bar; the camera goes on y + 0.15."""
    b.add("black", cylinder(0.055, 0.05, (0, y, 0), 16, 0.008))
    b.add("black", rounded(0.11, 0.085, 0.13, 0.02, (0, y + 0.048, 0), steps=1))
    for side in (-1, 1):
        b.add(
            "metal",
            cylinder(0.034, 0.014, segments=14, bevel=0.003)
            .turn("z", 90)
            .move(side * 0.062 + 0.007, y + 0.09, 0),
        )
    b.add("black", box(0.085, 0.02, 0.20, (0, y + 0.131, 0), 0.004))
    b.add("metal", bar((-0.055, y + 0.09, -0.03), (-0.18, y + 0.02, -0.48), 0.009))
    b.add("black", bar((-0.152, y + 0.036, -0.38), (-0.181, y + 0.0195, -0.485), 0.017))


def _film_camera(b: Builder, v: Values) -> None:
    base = v["height"] - LENS_HEIGHT - 0.15
    tripod(b, "metal", base, v["spread"], 0.012)
    b.add("black", cylinder(0.075, 0.05, (0, base - 0.03, 0), 16, 0.008))
    for i in range(3):
        a = math.radians(90 + 120 * i)
        far = 0.52 * v["spread"]
        b.add(
            "black", bar((0, 0.46 * base, 0), (far * math.cos(a), 0.50 * base, far * math.sin(a)), 0.008, 6)
        )
    fluid_head(b, base)
    cine_camera(b, base + 0.15)


def _film_camera_spots(v: Values) -> tuple[Spot, ...]:
    base = v["height"] - LENS_HEIGHT - 0.15
    return (Spot("stand", (0.16, 0.0, -0.55)), Spot("hold", (-0.168, base + 0.027, -0.44)))


# ------------------------------------------------------------------------------------------------ dolly
_GAUGE, _DECK = 0.62, 0.24


def _dolly(b: Builder, v: Values) -> None:
    """Track along Z with the middle at the origin; the dolly stands at ``at`` of it."""
    long = v["length"]
    for side in (-1, 1):
        b.add(
            "metal", bar((side * _GAUGE / 2, 0.072, -long / 2), (side * _GAUGE / 2, 0.072, long / 2), 0.019)
        )
    count = max(2, round(long / 0.6) + 1)
    for i in range(count):
        z = (long / 2 - 0.12) * (2 * i / (count - 1) - 1)
        b.add("sleepers", box(_GAUGE + 0.16, 0.035, 0.07, (0, 0.018, z), 0.005))
        for side in (-1, 1):
            b.add("sleepers", box(0.07, 0.018, 0.10, (side * _GAUGE / 2, 0.0, z)))
    _dolly_truck(b.placed(0, 0, (v["at"] - 0.5) * (long - 1.3)), v)


def _dolly_truck(b: Builder, v: Values) -> None:
    b.add("deck", box(0.70, 0.045, 1.20, (0, _DECK - 0.045, 0), 0.008))
    for side in (-1, 1):
        for z in (-0.47, 0.47):
            b.add("black", box(0.05, 0.10, 0.20, (side * _GAUGE / 2, 0.105, z), 0.01))
            for end in (-1, 1):
                wheel = cylinder(0.036, 0.03, segments=12).turn("z", 90).turn("z", 35 * side)
                b.add("wheels", wheel.move(side * (_GAUGE / 2 + 0.035) + 0.012, 0.10, z + 0.06 * end))
    for side in (-1, 1):
        bow = [(side * 0.28, _DECK - 0.02, -0.57), (side * 0.28, 0.80, -0.66), (side * 0.22, 0.93, -0.68)]
        b.add("metal", tube(polygon.curve([*bow, (0, 0.945, -0.685)], 2), 0.016, 8), crease=75)
    b.add("metal", bar((-0.28, 0.55, -0.631), (0.28, 0.55, -0.631), 0.012))
    post = v["height"] - LENS_HEIGHT - 0.15
    b.add("black", cylinder(0.16, 0.03, (0, _DECK, 0.18), 20, 0.006))
    b.add("metal", cylinder(0.05, post - _DECK - 0.02, (0, _DECK + 0.03, 0.18), 16))
    b.add("black", cylinder(0.062, 0.10, (0, 0.5 * (post + _DECK), 0.18), 16, 0.008))
    head = b.placed(0, 0, 0.18)
    if v.on("camera"):
        fluid_head(head, post)
        cine_camera(head, post + 0.15)
    if v.on("seat"):
        b.add("metal", cylinder(0.022, 0.32, (0.0, _DECK - 0.01, -0.34), 12))
        pad = [(0.0, 0.0), (0.15, 0.0), (0.165, 0.015), (0.165, 0.045), (0.14, 0.06), (0.0, 0.06)]
        b.add("black", lathe(pad, 18).move(0, _DECK + 0.30, -0.34), crease=50)


def _dolly_spots(v: Values) -> tuple[Spot, ...]:
    z = (v["at"] - 0.5) * (v["length"] - 1.3)
    push = tuple(Spot("hold", (x, 0.93, z - 0.68)) for x in (-0.18, 0.18))
    around = (Spot("stand", (0.0, 0.0, z - 1.05)), Spot("stand", (-0.22, _DECK, z - 0.20)))
    if v.on("seat"):
        return (Spot("sit", (0.0, _DECK, z - 0.34), 0.0, 0.36), *around, *push)
    return (*around, *push)


# ------------------------------------------------------------------------------------------------ crane
_PIVOT = 1.25


def _crane(b: Builder, v: Values) -> None:
    """The arm swings about the origin; at ``swing`` 0 it reaches out to +Z."""
    wheels = b.placed()
    wheels.add("deck", box(0.86, 0.06, 1.05, (0, 0.17, 0), 0.01))
    for side in (-1, 1):
        for z in (-0.42, 0.42):
            wheel = cylinder(0.13, 0.07, segments=20, bevel=0.015).turn("z", 90).move(0.035, 0.13)
            wheels.add("wheels", wheel.move(side * 0.42, 0, z))
            wheels.add(
                "metal",
                cylinder(0.05, 0.078, segments=12).turn("z", 90).move(0.039, 0.13).move(side * 0.42, 0, z),
            )
    b.add("metal", cylinder(0.11, 0.06, (0, 0.23, 0), 20, 0.01))
    b.add("metal", cylinder(0.055, _PIVOT - 0.36, (0, 0.28, 0), 16))
    for i in range(4):
        a = math.radians(45 + 90 * i)
        foot = (0.36 * math.cos(a), 0.22, 0.42 * math.sin(a))
        b.add("metal", bar(foot, (0.05 * math.cos(a), 0.85, 0.05 * math.sin(a)), 0.016))
    _boom(b.placed(turn_deg=v["swing"]), v)


def _boom(b: Builder, v: Values) -> None:
    reach, tail = v["reach"], 0.36 * v["reach"] + 0.3
    lift = math.radians(v["lift"])
    for side in (-1, 1):
        b.add("black", box(0.014, 0.26, 0.14, (side * 0.085, _PIVOT - 0.14, 0), 0.004))
    b.add("black", box(0.20, 0.03, 0.16, (0, _PIVOT - 0.16, 0), 0.006))
    b.add("metal", cylinder(0.03, 0.21, segments=14).turn("z", 90).move(0.105, _PIVOT, 0))

    def along(s: float, up: float = 0.0) -> tuple[float, float, float]:
        """(x, y, z) at ``s`` metres forward on the arm, ``up`` over its middle."""
        return (
            0.0,
            _PIVOT + s * math.sin(lift) + up * math.cos(lift),
            s * math.cos(lift) - up * math.sin(lift),
        )

    girder = box(0.10, 0.13, reach + tail, (0, -0.065, (reach - tail) / 2), 0.012)
    b.add("boom", girder.turn("x", -v["lift"]).move(0, _PIVOT, 0))
    b.add("metal", bar(along(-0.7 * tail, 0.16), along(0.94 * reach, 0.16), 0.012))
    for s in (-0.7 * tail, 0.0, 0.94 * reach):
        b.add("metal", bar(along(s, 0.03), along(s, 0.172), 0.014))
    for i in range(4):
        plate = box(0.34, 0.26, 0.055, (0, -0.13, 0), 0.01).move(0, 0, -tail + 0.06 + 0.064 * i)
        b.add("weights", plate.turn("x", -v["lift"]).move(0, _PIVOT, 0))
    b.add("metal", bar(along(-tail, -0.02), along(-tail - 0.30, -0.02), 0.016))
    end = along(reach)
    top = (0.0, end[1], end[2] + 0.02)
    b.add("black", box(0.13, 0.12, 0.13, (0, top[1] - 0.07, top[2]), 0.015))
    b.add("black", cylinder(0.05, 0.10, (0, top[1] - 0.16, top[2]), 16, 0.008))
    b.add("black", box(0.32, 0.03, 0.09, (0, top[1] - 0.185, top[2]), 0.008))
    for side in (-1, 1):
        b.add("black", box(0.03, 0.34, 0.08, (side * 0.152, top[1] - 0.50, top[2]), 0.008))
    cine_camera(b, top[1] - 0.47, top[2])
    b.add("black", box(0.29, 0.016, 0.09, (0, top[1] - 0.485, top[2]), 0.004))


def _crane_spots(v: Values) -> tuple[Spot, ...]:
    a, lift = math.radians(v["swing"]), math.radians(v["lift"])
    out = 0.36 * v["reach"] + 0.55
    y, z = _PIVOT - out * math.sin(lift), -out * math.cos(lift)
    hold = (z * math.sin(a), y, z * math.cos(a))
    stand = ((z - 0.5) * math.sin(a), 0.0, (z - 0.5) * math.cos(a))
    return (Spot("stand", stand, v["swing"]), Spot("hold", hold, v["swing"]))


PIECES = (
    Piece(
        "film_camera",
        "Film camera",
        "film gear",
        (
            Param("height", "Lens height", 1.5, 0.75, 2.2),
            Param("spread", "Feet from the middle", 0.52, 0.3, 0.9),
        ),
        CAMERA_COLOURS,
        "prop",
        "camera",
        "film camera on a tripod",
        (0.941, 1.654, 1.029),
        _film_camera,
        _film_camera_spots,
        tags=("movie camera", "tripod", "cinema", "crew", "operator"),
    ),
    Piece(
        "dolly",
        "Dolly on track",
        "film gear",
        (
            Param("length", "Track", 3.6, 1.3, 20),
            Param("at", "Place on the track", 0.5, 0, 1, ""),
            Param("height", "Lens height", 1.35, 0.85, 2.2),
            Switch("camera", "Camera", True),
            Switch("seat", "Seat", True),
        ),
        {
            **CAMERA_COLOURS,
            "deck": (0.30, 0.31, 0.32),
            "wheels": (0.78, 0.48, 0.16),
            "sleepers": (0.24, 0.24, 0.25),
        },
        "prop",
        "camera dolly",
        "camera dolly on track",
        (0.78, 1.504, 3.6),
        _dolly,
        _dolly_spots,
        tags=("track", "rails", "grip", "camera", "travelling", "movement"),
    ),
    Piece(
        "crane",
        "Camera crane",
        "film gear",
        (
            Param("reach", "Arm", 3.6, 1.5, 12),
            Param("lift", "Lift of the arm", 24, -8, 60, "deg"),
            Param("swing", "Swing of the arm", 0, -180, 180, "deg"),
        ),
        {
            **CAMERA_COLOURS,
            "deck": (0.30, 0.31, 0.32),
            "wheels": (0.10, 0.10, 0.11),
            "boom": (0.66, 0.67, 0.68),
            "weights": (0.20, 0.20, 0.21),
        },
        "prop",
        "crane",
        "camera crane",
        (0.918, 2.789, 5.419),
        _crane,
        _crane_spots,
        tags=("jib", "boom", "grip", "camera", "high angle"),
    ),
)
