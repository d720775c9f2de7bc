"""A saloon car: shell from `car_body`, wheels, lamps and a cabin to sit in."""

from __future__ import annotations

import numpy as np

from previz.kit import car_body as body
from previz.kit import polygon
from previz.kit.builder import Builder
from previz.kit.piece import Choice, Piece, Spot, Switch, Values
from previz.kit.shape import Shape
from previz.kit.solids import box, cylinder, hoop, lathe, prism, rounded, sheet, torus, tube

_FLOOR, _SEAT, _REAR_SEAT = 0.27, 0.50, 0.52
_FRONT_Z, _REAR_Z, _SIDE = -0.12, -0.96, 0.36
_STEERING = (0.95, 0.19, 0.18)
"""Height, place along Z and radius of the steering wheel."""


def _car(b: Builder, v: Values) -> None:
    lit = v.on("lit")
    body.paint(b)
    body.greenhouse(b, v.word("glass"))
    for side in (-1, 1):
        half = b.placed(mirror=side < 0)
        _side(half)
        for axle in (body.FRONT_AXLE, body.REAR_AXLE):
            _wheel(half.placed(0.775, body.WHEEL, axle))
            _well(half, axle)
    _nose(b, lit)
    _tail(b, lit)
    _cabin(b, 1 if v.word("drive") == "left" else -1)


def _side(b: Builder) -> None:
    z = np.linspace(body.FRONT_AXLE - body.ARCH - 0.05, body.REAR_AXLE + body.ARCH + 0.05, 9)
    y = np.array([[0.185], [0.225]])
    b.add("trim", sheet(body.on_side(1, z, y), 0.016))
    for at in (-0.03, -0.98):
        grip = body.on_side(1, at, 0.80)
        b.add("trim", rounded(0.026, 0.028, 0.17, 0.010, (float(grip[0]) + 0.012, 0.785, at), steps=1))
    foot = body.on_side(1, 0.60, 0.90)
    x = float(foot[0])
    b.add("trim", tube([(x - 0.05, 0.925, 0.56), (x + 0.04, 0.955, 0.585)], 0.016, 8))
    b.add("body", rounded(0.19, 0.125, 0.085, 0.040, (x + 0.105, 0.915, 0.60), steps=2), crease=60)
    b.add("glass", box(0.15, 0.09, 0.004, (x + 0.105, 0.932, 0.5575)))


def _wheel(b: Builder) -> None:
    """About its own hub; the outside is +X."""
    r, half = body.WHEEL, 0.10
    tyre = [
        (0.205, -half),
        (0.27, -half),
        (0.305, -0.090),
        (r, -0.065),
        (r, 0.065),
        (0.305, 0.090),
        (0.27, half),
        (0.222, half),
        (0.205, 0.092),
    ]
    b.add("tyre", hoop_on_x(tyre), crease=50)
    rim = [(0.0, 0.045), (0.20, 0.050), (0.20, 0.093), (0.212, 0.093), (0.212, -0.08), (0.0, -0.08)]
    b.add("rim", lathe(rim[::-1], 24).turn("z", -90), crease=40)
    b.add("rim", lathe([(0.060, 0.04), (0.060, 0.085), (0.048, 0.093), (0.0, 0.096)], 16).turn("z", -90))
    for i in range(5):
        spoke = box(0.030, 0.150, 0.050, (0.072, 0.048, 0))
        b.add("rim", spoke.turn("x", 72 * i))


def hoop_on_x(profile: list[tuple[float, float]]) -> Shape:
    """Ring about the X axis; neighbouring sides share a patch where they meet softly."""
    ring = hoop(profile, 28).turn("z", -90)
    return Shape(ring.points, ring.faces, np.zeros(len(ring.faces), np.int64))


def _well(b: Builder, axle: float) -> None:
    """Liner of the arch, so that nobody looks into the cabin past the wheel."""
    r = body.ARCH
    outer = polygon.arc((axle, body.WHEEL), r + 0.012, -12, 192, 14)
    inner = polygon.arc((axle, body.WHEEL), r - 0.004, 192, -12, 14)
    lining = prism(np.concatenate([outer, inner]), 0.27).turn("y", -90)
    b.add("under", lining.move(x=0.70), crease=50)
    disc = np.concatenate([polygon.arc((axle, body.WHEEL), r + 0.005, -12, 192, 14)])
    b.add("under", prism(disc, 0.02).turn("y", -90).move(x=0.565))


def _nose(b: Builder, lit: bool) -> None:
    for side in (-1, 1):
        x0, x1 = side * 0.44, side * 0.762
        lamp = body.on_front(1, x0, x1, (0.575, 0.605), (0.655, 0.700), 10)
        b.add("lamp", lamp, crease=60, glow=lit)
        b.add(
            "amber",
            body.on_front(1, side * 0.768, side * 0.795, (0.612, 0.628), (0.700, 0.708), 4),
            crease=60,
        )
        b.add("black", body.on_front(1, side * 0.52, side * 0.74, (0.27, 0.28), (0.335, 0.335), 5), crease=60)
    b.add("black", body.on_front(1, -0.40, 0.40, (0.560, 0.560), (0.650, 0.650), 9), crease=60)
    for y in (0.578, 0.603, 0.628):
        b.add("chrome", body.on_front(1, -0.39, 0.39, (y, y), (y + 0.008, y + 0.008), 9, 2, 0.020), crease=60)
    b.add("chrome", body.on_front(1, -0.41, 0.41, (0.650, 0.650), (0.664, 0.664), 9, 2, 0.022), crease=60)
    b.add("black", body.on_front(1, -0.45, 0.45, (0.255, 0.255), (0.345, 0.345), 9), crease=60)
    b.add("trim", body.on_front(1, -0.80, 0.80, (0.425, 0.425), (0.475, 0.475), 25, 2, 0.022), crease=60)
    b.add("plate", body.on_front(1, -0.26, 0.26, (0.365, 0.365), (0.472, 0.472), 3, 2, 0.034), crease=60)
    for x in (-0.42, 0.20):
        b.add(
            "black",
            tube([(x, 0.905, 1.02), (x + 0.25, 0.945, 0.93), (x + 0.44, 0.965, 0.90)], 0.007, 5),
            crease=80,
        )


def _tail(b: Builder, lit: bool) -> None:
    for side in (-1, 1):
        b.add(
            "red",
            body.on_front(-1, side * 0.46, side * 0.790, (0.68, 0.70), (0.82, 0.845), 10),
            crease=60,
            glow=lit,
        )
        b.add(
            "lamp",
            body.on_front(-1, side * 0.47, side * 0.62, (0.735, 0.735), (0.765, 0.765), 4, 2, 0.022),
            crease=60,
        )
        b.add("chrome", cylinder(0.028, 0.10, segments=14).turn("x", -90).move(side * 0.48, 0.232, -2.10))
    b.add("trim", body.on_front(-1, -0.80, 0.80, (0.425, 0.425), (0.475, 0.475), 25, 2, 0.022), crease=60)
    b.add("plate", body.on_front(-1, -0.26, 0.26, (0.66, 0.66), (0.77, 0.77), 3, 2, 0.020), crease=60)
    b.add("chrome", body.on_front(-1, -0.40, 0.40, (0.80, 0.80), (0.818, 0.818), 7, 2, 0.026), crease=60)


# ------------------------------------------------------------------------------------------------ cabin
def _cabin(b: Builder, driver: int) -> None:
    b.add("under", box(1.18, 0.06, 3.9, (0, 0.175, 0)), box(1.60, 0.06, 1.85, (0, 0.176, 0.03)))
    b.add("lining", box(1.50, 0.03, 2.30, (0, _FLOOR - 0.03, -0.14)))
    b.add("lining", box(1.58, 0.62, 0.03, (0, 0.242, 0.985)), box(1.50, 0.66, 0.03, (0, 0.242, -1.50)))
    b.add("lining", rounded(0.18, 0.20, 1.55, 0.04, (0, _FLOOR - 0.02, -0.02)))
    _doors(b)
    dash = [
        (0.96, 0.62),
        (0.97, 0.885),
        (0.80, 0.905),
        (0.60, 0.875),
        (0.575, 0.80),
        (0.64, 0.66),
        (0.70, 0.62),
    ]
    b.add(
        "dash",
        prism(polygon.round_corners(dash, [0, 0, 0.05, 0.05, 0.04, 0.04, 0], 3), 1.50).turn("y", -90),
        crease=50,
    )
    b.add("dash", box(1.46, 0.02, 0.34, (0, 0.925, -1.40), 0.006))
    _wheel_and_column(b.placed(driver * _SIDE))
    for side in (-1, 1):
        _seat(b.placed(side * _SIDE, 0, _FRONT_Z))
        b.add("seats", rounded(0.25, 0.15, 0.09, 0.04, (side * _SIDE, 1.02, -1.36), steps=1), crease=70)
    b.add(
        "seats",
        rounded(1.36, 0.24, 0.50, 0.06, (0, _REAR_SEAT - 0.24, -0.90), inner=(4, 1, 2), seams="piped"),
        crease=60,
    )
    back = rounded(1.36, 0.56, 0.15, 0.06, inner=(4, 3, 1), seams="none").turn("x", -20)
    b.add("seats", back.move(0, 0.45, -1.17), crease=60)
    b.add(
        "black",
        rounded(0.20, 0.055, 0.03, 0.014, (0, 1.285, 0.30), steps=1),
        tube([(0, 1.33, 0.33), (0, 1.40, 0.30)], 0.006, 6),
    )


def _doors(b: Builder) -> None:
    z = np.linspace(0.95, -1.48, 13)
    beside = np.clip((body.ARCH + 0.05) ** 2 - (z - body.REAR_AXLE) ** 2, 0, None)
    low = np.where(beside > 0, np.maximum(0.24, body.WHEEL + np.sqrt(beside)), 0.24)
    rows = np.linspace(0, 1, 5)[:, None]
    for side in (-1, 1):
        grid = body.on_side(side, z, low + rows * (body.belt(z) - 0.02 - low)) * [0.945, 1, 1]
        b.add("lining", sheet(grid, 0.02), crease=60)
        for at in (0.10, -0.85):
            x = float(body.on_side(side, at, 0.70)[0])
            b.add("dash", rounded(0.07, 0.05, 0.42, 0.02, (x - side * 0.09, 0.66, at), steps=1))


def _wheel_and_column(b: Builder) -> None:
    """Where the hands of somebody on the driver's spot are."""
    steering = b.placed(0, _STEERING[0], _STEERING[1])
    tilt = -66
    steering.add("black", torus(_STEERING[2], 0.015, 28, 8).turn("x", tilt), crease=80)
    steering.add("black", tube([(0, 0, 0.005), (0, -0.15, 0.40)], 0.030, 8))
    steering.add("black", rounded(0.12, 0.035, 0.10, 0.014, (0, -0.018, 0), steps=1).turn("x", tilt))
    for angle in (0, 180, 270):
        spoke = box(0.13, 0.012, 0.030, (0.11, -0.006, 0)).turn("y", angle)
        steering.add("black", spoke.turn("x", tilt))
    b.add("dash", rounded(0.42, 0.12, 0.26, 0.05, (0, 0.845, 0.70), seams="none"), crease=60)


def _seat(b: Builder) -> None:
    cushion = rounded(0.50, 0.16, 0.52, 0.055, inner=(2, 1, 2), seams="piped").turn("x", -4)
    b.add("seats", cushion.move(0, _SEAT - 0.165, 0.05), crease=60)
    b.add("lining", box(0.40, 0.13, 0.40, (0, _FLOOR - 0.02, 0.05)))
    rest = rounded(0.48, 0.62, 0.13, 0.055, inner=(2, 2, 1), seams="none").turn("x", -18)
    b.add("seats", rest.move(0, _SEAT - 0.06, -0.22), crease=60)
    head = rounded(0.26, 0.17, 0.10, 0.042, steps=1).turn("x", -14)
    b.add("seats", head.move(0, _SEAT + 0.565, -0.415), crease=60)
    for x in (-0.05, 0.05):
        b.add("chrome", tube([(x, _SEAT + 0.50, -0.395), (x, _SEAT + 0.62, -0.43)], 0.006, 6))


def _car_spots(v: Values) -> tuple[Spot, ...]:
    driver = 1 if v.word("drive") == "left" else -1
    front, rear = _SEAT - _FLOOR, _REAR_SEAT - _FLOOR
    seats = [
        (driver * _SIDE, _FRONT_Z - 0.05, front),
        (-driver * _SIDE, _FRONT_Z - 0.05, front),
        (_SIDE, _REAR_Z, rear),
        (-_SIDE, _REAR_Z, rear),
    ]
    sit = tuple(Spot("sit", (x, _FLOOR, z), 0.0, height) for x, z, height in seats)
    lean = tuple(Spot("lean", (side * 1.10, 0.0, 1.0), 90.0 * side, 0.88) for side in (1, -1))
    height, z, radius = _STEERING
    hold = tuple(
        Spot("hold", (driver * _SIDE + side * 0.87 * radius, height + 0.46 * radius, z + 0.20 * radius))
        for side in (1, -1)
    )
    return (*sit, *lean, *hold)


PIECES = (
    Piece(
        "car",
        "Car",
        "vehicles",
        (
            Choice("glass", "Glass", "clear", ("clear", "screens", "dark")),
            Choice("drive", "Steering wheel", "left", ("left", "right")),
            Switch("lit", "Lamps lit", False),
        ),
        {
            "body": (0.50, 0.17, 0.15),
            "gaps": (0.10, 0.06, 0.06),
            "glass": (0.20, 0.24, 0.28),
            "trim": (0.14, 0.14, 0.15),
            "black": (0.08, 0.08, 0.09),
            "chrome": (0.72, 0.74, 0.76),
            "lamp": (0.94, 0.93, 0.86),
            "red": (0.62, 0.10, 0.09),
            "amber": (0.86, 0.52, 0.14),
            "plate": (0.90, 0.89, 0.82),
            "tyre": (0.12, 0.12, 0.125),
            "rim": (0.62, 0.64, 0.66),
            "under": (0.07, 0.07, 0.075),
            "lining": (0.30, 0.28, 0.26),
            "dash": (0.18, 0.18, 0.185),
            "seats": (0.40, 0.34, 0.28),
        },
        "prop",
        "car",
        "saloon car",
        (2.09, 1.45, 4.615),
        _car,
        _car_spots,
    ),
)
