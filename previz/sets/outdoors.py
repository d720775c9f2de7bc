"""Places under the sky: a street corner at night, a forest clearing, a rooftop."""

from __future__ import annotations

import math

import numpy as np

from previz.kit import catalogue
from previz.kit.pieces_land import terrain_height
from previz.scene.model import Light
from previz.sets.dressing import Camera, Dressing, StarterSet

ASPHALT = (0.30, 0.30, 0.31)
GRASS = (0.46, 0.54, 0.33)
EARTH = (0.47, 0.40, 0.29)
PARAPET = (0.55, 0.50, 0.46)


def street() -> StarterSet:
    """A shopping street that runs east and west, and an alley that opens to the north. Night, one lamp."""
    d = Dressing()
    d.put("floor", 0, 0, y=-0.2, width=60.0, depth=60.0, colours={"floor": ASPHALT})
    d.put("street", 0, 0, length=46.0, crossing=True, crossing_at=3.4)
    houses = (
        ("shop", -12.4, 9.0, 3.0, True, (0.47, 0.36, 0.31), 3.0),
        ("shop", -3.0, 9.6, 4.0, True, (0.55, 0.45, 0.36), 5.0),
        ("shop", 11.2, 9.0, 3.0, False, (0.42, 0.42, 0.44), 8.0),
        ("house", 20.4, 9.0, 3.0, False, (0.50, 0.39, 0.34), 11.0),
    )
    for front, x, width, floors, lit, brick, seed in houses:
        d.put(
            "facade",
            x,
            -8.65,
            0,
            y=0.13,
            name="house",
            front=front,
            width=width,
            floors=floors,
            seed=seed,
            shop_lit=lit,
            lit=0.22,
            colours={"walls": brick},
        )
    for x, seed in ((-14.0, 13.0), (-4.8, 15.0), (4.4, 17.0), (13.6, 19.0)):
        d.put(
            "facade",
            x,
            9.2,
            180,
            y=0.13,
            name="house",
            front="house",
            floors=3.0,
            seed=seed,
            lit=0.2,
            colours={"walls": (0.44, 0.38, 0.35)},
        )
    d.put(
        "floor", 4.3, -9.6, y=0.13, width=4.8, depth=8.4, name="alley", colours={"floor": (0.36, 0.35, 0.35)}
    )
    d.put("wall", 4.3, -13.7, 0, y=0.13, width=4.8, height=3.2, thickness=0.3,
          colours={"walls": (0.42, 0.34, 0.30)})  # fmt: skip
    lamp = d.put("street_lamp", 1.35, -3.55, 0, y=0.13)
    d.put("street_lamp", -10.0, -3.55, 0, y=0.13)
    d.put("street_lamp", 12.0, -3.55, 0, y=0.13)
    car = d.put("car", -6.6, -2.25, 90, colours={"body": (0.20, 0.27, 0.30)})
    d.put("car", 10.4, 2.25, -90, colours={"body": (0.55, 0.52, 0.46)})
    d.put("sign", 6.2, -3.5, 0, y=0.13, kind="street")
    bench = d.put("bench", -1.6, -5.0, 0, y=0.13)
    d.put("box", 3.0, -8.4, 12, y=0.13, name="crate", kind="crate", width=0.6, height=0.45, depth=0.45)
    d.put("box", 3.1, -8.4, -8, y=0.58, name="carton", width=0.5, height=0.35, depth=0.4)
    d.put("neon_sign", -3.0, -8.6, 0, text="bar", height=0.42, rise=3.5)
    d.put("menu_board", -0.6, -6.6, 20, y=0.13, kind="pavement", width=0.6, height=1.0)
    d.put("bicycle", 0.3, -7.9, 90, y=0.13)
    d.put("waste_bin", 2.0, -5.2, 0, y=0.13, width=0.4, height=0.75, paper=False)
    d.mark("Under the lamp", 1.6, -2.55 - 0.6, 20, y=0.13)
    d.mark("On the crossing", 3.4, 0.2, -10, "walk")
    d.mark("In the mouth of the alley", 4.6, -6.4, 0, y=0.13)
    d.mark("At the shop window", -4.0, -4.6, 180, y=0.13)
    d.place("On the bench", bench, 0)
    d.place("At the wheel", car, 0, "drive")
    return d.finished(
        "street",
        "a city street corner at night, shop windows, wet asphalt, one street lamp",
        Camera((6.9, 1.6, 5.0), (0.6, 1.9, -4.6), 25.0),
        Light(time="night", lamp_id=lamp.id),
        "EXT",
        "NIGHT",
    )


def forest() -> StarterSet:
    """A clearing of 14 m with a fallen trunk, a cold fire place and a path that leaves it to the south."""
    d = Dressing()
    d.put("terrain", 0, 0, name="forest floor", width=60.0, depth=60.0, rough=0.10, grain=4.0, detail=56.0,
          relief="0,0 h -0.05 r 9; -14,-16 h 2.2 r 13; 15,-14 h 1.6 r 12; 0,-27 h 3 r 14", seed=3.0,
          colours={"ground": GRASS})  # fmt: skip
    for number in range(46):
        angle, far = math.radians(number * 137.5), 7.6 + 0.32 * number + 1.3 * ((number * 7) % 5) / 5
        x, z = far * math.sin(angle), far * math.cos(angle)
        if z > 3.5 and abs(x) < 2.6 + 0.12 * z:
            continue
        kind = ("leafy", "conifer", "leafy", "leafy", "bare")[number % 5 if far > 9 else number % 4]
        tall = 7.5 + 2.5 * (number % 2)
        d.put("tree", x, z, number * 61.0, y=_ground(d, x, z) - 0.05, kind=kind, height=tall,
              seed=float(number % 4), scale=1.0 + 0.06 * ((number * 5) % 6),
              width=tall * (0.42 if kind == "conifer" else 0.62))  # fmt: skip
    for number in range(20):
        angle, far = math.radians(number * 97.0 + 11), 6.6 + 0.28 * number
        x, z = far * math.sin(angle), far * math.cos(angle)
        if not (z > 3.0 and abs(x) < 2.8):
            d.put("bush", x, z, number * 50.0, y=_ground(d, x, z), seed=float(number % 4),
                  width=1.5, height=0.8, scale=0.8 + 0.12 * (number % 5))  # fmt: skip
    for number in range(14):
        angle, far = math.radians(number * 63.0 + 20), 3.4 + 0.45 * number
        x, z = far * math.sin(angle), far * math.cos(angle)
        d.put("grass", x, z, number * 71.0, y=_ground(d, x, z), seed=float(number % 3), height=0.42)
    log = d.put("log", -1.5, -0.6, 28, y=_ground(d, -1.5, -0.6), length=3.2, width=0.52)
    d.put("rock", 2.9, -1.8, 40, y=_ground(d, 2.9, -1.8) - 0.05)
    d.put("camp_fire", 0.5, 0.9, 0, y=_ground(d, 0.5, 0.9), lit=False)
    d.put("log", -5.2, -4.6, 100, y=_ground(d, -5.2, -4.6), length=4.0, width=0.6, seed=4.0)
    d.place("On the log, left", log, 0)
    d.place("On the log, right", log, 1)
    for name, x, z, heading, pose in (
        ("Facing them", 0.3, 2.2, -150, "stand"),
        ("Coming out of the trees", -4.2, -3.4, 50, "walk"),
        ("Watching, behind a tree", 5.2, -4.4, -50, "stand"),
        ("Kneeling at the fire", 1.3, 0.9, -90, "kneel"),
    ):
        d.mark(name, x, z, heading, pose, y=round(_ground(d, x, z), 3))
    return d.finished(
        "forest",
        "a clearing in a mixed forest, low sun between the trunks",
        Camera((2.4, 1.45, 7.6), (-0.7, 1.35, -1.6), 27.0),
        Light(time="golden hour", azimuth_deg=-135, elevation_deg=16),
        "EXT",
        "DUSK",
    )


def _ground(d: Dressing, x: float, z: float) -> float:
    """Height of the terrain that was put first, at a place of the stage."""
    owner = catalogue.piece_of("terrain")
    height = terrain_height(owner.values(d.items[0].params), np.array([x]), np.array([z]))
    return float(height[0])


def rooftop() -> StarterSet:
    """14 × 10 m of flat roof over a city at dusk: stair house, water tank, vents, a parapet to lean on."""
    d = Dressing()
    d.put("plan", 0, 0, name="parapet", walls="-7,-5 7,-5 7,5 -7,5 close", openings="", height=0.85,
          thickness=0.35, ceiling=False, skirting=False,
          colours={"walls": PARAPET, "floor": (0.40, 0.39, 0.38)})  # fmt: skip
    d.put(
        "room", -4.6, -3.1, 0, name="stair house", width=2.6, depth=2.6, height=2.4,
        openings="S:door@0.3x0.95x2.05 open 30 out", door_style="flush",
        colours={"walls": (0.58, 0.48, 0.42), "door": (0.36, 0.42, 0.43), "ceiling": (0.40, 0.39, 0.38)},
    )  # fmt: skip
    lamp = d.put(
        "lamp", -4.3, -1.62, 0, y=2.15, name="door lamp", kind="pendant", height=0.2, drop=0.1, size=0.7
    )
    _water_tank(d, 1.6, -3.7)
    for x, z, w, h, depth in ((4.6, -3.9, 1.3, 0.9, 1.0), (-1.5, -4.1, 0.6, 1.3, 0.6)):
        d.put("box", x, z, 0, name="vent", kind="plain", width=w, height=h, depth=depth,
              colours={"body": (0.66, 0.68, 0.68)})  # fmt: skip
        d.put("box", x, z, 0, y=h, name="vent hood", kind="plain", width=w + 0.14, height=0.07,
              depth=depth + 0.14, colours={"body": (0.58, 0.60, 0.60)})  # fmt: skip
    d.put("box", 1.0, 1.2, 20, name="crate", kind="crate", width=0.55, height=0.45, depth=0.45)
    d.put("bottle", 1.05, 1.2, 0, y=0.45, kind="beer")
    d.put("ashtray", 0.9, 1.1, 0, y=0.45)
    chair = d.put("director_chair", 1.9, 0.9, -70)
    second = d.put("chair", 0.1, 0.7, 40, style="slats")
    d.put("potted_plant", -2.6, -1.7, 0, height=0.9)
    d.put("potted_plant", -6.2, 3.9, 0, height=1.3, kind="spiky")
    _skyline(d)
    d.place("In the chair", chair)
    d.place("Opposite", second)
    d.mark("At the edge", 1.9, -4.4, 180)
    d.mark("Just come up", -4.3, -1.1, 0)
    d.mark("In the middle", -1.2, 0.6, 60)
    d.mark("At the east parapet", 6.3, -1.5, 90)
    return d.finished(
        "rooftop",
        "a flat rooftop over a city at dusk, a water tank on stilts, lit windows far below",
        Camera((5.2, 1.7, 4.5), (-0.7, 1.75, -2.6), 21.0),
        Light(time="dusk", azimuth_deg=-140, elevation_deg=14, lamp_id=lamp.id),
        "EXT",
        "DUSK",
    )


def _water_tank(d: Dressing, x: float, z: float) -> None:
    """A round tank on four legs, as New York has them."""
    steel = {"body": (0.34, 0.33, 0.33)}
    for sx in (-0.75, 0.75):
        for sz in (-0.75, 0.75):
            d.put("box", x + sx, z + sz, 0, name="tank leg", kind="plain", width=0.12, height=1.7, depth=0.12,
                  colours=steel)  # fmt: skip
    d.put(
        "box",
        x,
        z,
        0,
        y=1.7,
        name="tank floor",
        kind="plain",
        width=1.9,
        height=0.1,
        depth=1.9,
        colours=steel,
    )
    wood = {"deck": (0.45, 0.34, 0.26), "sides": (0.50, 0.38, 0.29)}
    d.put(
        "platform",
        x,
        z,
        0,
        y=1.8,
        name="water tank",
        shape="round",
        width=1.8,
        depth=1.8,
        height=1.7,
        colours=wood,
    )
    d.put("platform", x, z, 0, y=3.5, name="tank lid", shape="round", width=1.95, depth=1.95, height=0.12,
          colours={"deck": (0.40, 0.39, 0.38), "sides": (0.36, 0.35, 0.34)})  # fmt: skip


def _skyline(d: Dressing) -> None:
    """Blocks of houses round about, their roofs above and below ours; six kinds, so that they build fast."""
    d.put("floor", 0, 0, y=-24.0, width=60.0, depth=60.0, scale=5.0, colours={"floor": (0.25, 0.25, 0.27)})
    bricks = ((0.38, 0.34, 0.33), (0.44, 0.38, 0.34), (0.33, 0.34, 0.38))

    def house(x: float, z: float, turn: float, number: int) -> None:
        kind = number % 6
        d.put("facade", x, z, turn, y=-24.0, name="house", front="house", width=12.5,
              floors=4.0 + (kind * 3) % 5,
              storey=4.8, seed=float(kind + 3), lit=0.35, surrounds=False, awning=False,
              colours={"walls": bricks[kind % 3]})  # fmt: skip

    for z, shift, count in ((-46.0, 0.0, 9), (-66.0, 6.0, 11)):
        for number in range(count):
            house((number - (count - 1) / 2) * 13.5 + shift, z, 0, number * 5 + int(shift))
    for number in range(7):
        house(-44.0, 12.0 - number * 13.5, 90, number + 2)
