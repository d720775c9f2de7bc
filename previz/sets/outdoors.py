"""Places under the sky: a street corner at night, a forest clearing, a rooftop."""

from __future__ import annotations

import math

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
    d.mark("Under the lamp", 1.6, -2.55 - 0.6, 20, y=0.13)
    d.mark("On the crossing", 3.4, 0.2, -10, "walk")
    d.mark("In the mouth of the alley", 4.6, -6.4, 0, y=0.13)
    d.mark("At the shop window", -4.0, -4.6, 180, y=0.13)
    d.place("On the bench", bench, 0)
    d.place("At the wheel", car, 0, "drive")
    return d.finished(
        "street",
        "Street corner",
        "shops, an alley and a zebra crossing at night",
        "a city street corner at night, shop windows, wet asphalt, one street lamp",
        Camera((6.9, 1.6, 5.0), (0.6, 1.9, -4.6), 25.0),
        Light(time="night", lamp_id=lamp.id),
        "EXT",
        "NIGHT",
    )


def forest() -> StarterSet:
    """A round clearing of 14 m with a fallen trunk and a path that leaves it to the south."""
    d = Dressing()
    d.put("floor", 0, 0, width=60.0, depth=60.0, colours={"floor": GRASS})
    d.put("rug", 0.4, 0.3, 0, name="bare ground", width=8.0, depth=6.0, shape="round",
          colours=dict.fromkeys(("border", "field", "line"), EARTH))  # fmt: skip
    for number in range(46):
        angle, far = math.radians(number * 137.5), 7.4 + 0.30 * number + 1.3 * ((number * 7) % 5) / 5
        x, z = far * math.sin(angle), far * math.cos(angle)
        if z > 3.5 and abs(x) < 2.6 + 0.12 * z:
            continue
        kind = ("leafy", "conifer", "leafy", "leafy", "bare")[number % 5 if far > 9 else number % 4]
        tall = 7.0 + (number * 3) % 6
        d.put("tree", x, z, number * 61.0, kind=kind, height=tall, seed=float(number + 1),
              width=tall * (0.42 if kind == "conifer" else 0.62))  # fmt: skip
    for number in range(22):
        angle, far = math.radians(number * 97.0 + 11), 6.3 + 0.22 * number
        x, z = far * math.sin(angle), far * math.cos(angle)
        if not (z > 3.0 and abs(x) < 2.8):
            d.put(
                "bush",
                x,
                z,
                number * 50.0,
                width=1.3 + 0.2 * (number % 4),
                height=0.6 + 0.1 * (number % 5),
                seed=float(number + 1),
            )
    d.mark("In the middle", 0.2, 0.2, 20)
    d.mark("Facing them", 0.9, 1.3, -160)
    d.mark("Coming out of the trees", -4.6, -3.6, 50, "walk")
    d.mark("Watching, behind a tree", 5.2, -4.4, -50)
    d.mark("Kneeling", -1.4, 0.6, 70, "kneel")
    return d.finished(
        "forest",
        "Forest clearing",
        "trees round open ground, late sun",
        "a clearing in a mixed forest, low sun between the trunks",
        Camera((0.9, 1.5, 9.2), (-0.2, 1.5, -2.0), 25.0),
        Light(time="dusk", azimuth_deg=-125, elevation_deg=20),
        "EXT",
        "DUSK",
    )


def rooftop() -> StarterSet:
    """14 × 10 m of flat roof over a city at dusk: stair house, vents, a parapet one can sit on."""
    d = Dressing()
    d.put(
        "plan",
        0,
        0,
        name="parapet",
        walls="-7,-5 7,-5 7,5 -7,5 close",
        openings="",
        height=0.85,
        thickness=0.35,
        ceiling=False,
        skirting=False,
        colours={"walls": PARAPET, "floor": (0.40, 0.39, 0.38)},
    )
    d.put(
        "room", -4.6, -3.1, 0, name="stair house", width=2.6, depth=2.6, height=2.4,
        openings="S:door@0.3x0.95x2.05 open 30 out", door_style="flush",
        colours={"walls": (0.58, 0.48, 0.42), "door": (0.36, 0.42, 0.43), "ceiling": (0.40, 0.39, 0.38)},
    )  # fmt: skip
    for x, z, w, h, depth in (
        (2.2, -3.4, 1.5, 1.0, 1.1),
        (4.3, -3.5, 1.1, 0.75, 1.0),
        (-1.7, -3.9, 0.7, 1.5, 0.7),
    ):
        d.put("box", x, z, 0, name="vent", kind="plain", width=w, height=h, depth=depth,
              colours={"body": (0.66, 0.68, 0.68)})  # fmt: skip
    d.put("fence", 5.1, 1.4, 90, name="railing", kind="railing", width=3.0)
    d.put("box", 1.0, 1.2, 20, name="crate", kind="crate", width=0.55, height=0.45, depth=0.45)
    d.put("bottle", 1.05, 1.2, 0, y=0.45, kind="beer")
    chair = d.put("chair", 1.9, 0.9, -70, style="slats")
    _skyline(d)
    d.place("In the chair", chair)
    d.mark("At the edge", 1.2, -4.35, 180)
    d.mark("Just come up", -4.3, -1.1, 0)
    d.mark("In the middle", -1.2, 0.6, 60)
    d.mark("At the east parapet", 6.3, -1.5, 90)
    return d.finished(
        "rooftop",
        "Rooftop",
        "flat roof over a city at dusk, stair house, parapet",
        "a flat rooftop over a city at dusk, lit windows far below",
        Camera((4.9, 1.75, 4.3), (-1.3, 1.15, -2.6), 21.0),
        Light(time="dusk", azimuth_deg=-140, elevation_deg=14),
        "EXT",
        "DUSK",
    )


def _skyline(d: Dressing) -> None:
    """Blocks of houses round about, their roofs above and below ours."""
    d.put("floor", 0, 0, y=-24.0, width=60.0, depth=60.0, scale=5.0, colours={"floor": (0.25, 0.25, 0.27)})
    rows = ((-46.0, 0.0, 9), (-64.0, 7.0, 11))
    for z, shift, count in rows:
        for number in range(count):
            x = (number - (count - 1) / 2) * 13.5 + shift
            tall = 4 + (number * 5 + int(shift)) % 5
            d.put(
                "facade",
                x,
                z,
                0,
                y=-24.0,
                name="house",
                front="house",
                width=12.5,
                floors=float(tall),
                storey=4.8,
                seed=float(number + 3),
                lit=0.35,
                surrounds=False,
                awning=False,
                colours={"walls": ((0.38, 0.34, 0.33), (0.44, 0.38, 0.34), (0.33, 0.34, 0.38))[number % 3]},
            )
    for number in range(7):
        z = 12.0 - number * 13.5
        d.put(
            "facade",
            -44.0,
            z,
            90,
            y=-24.0,
            name="house",
            front="house",
            width=12.5,
            floors=5.0 + number % 3,
            storey=4.6,
            seed=float(number + 31),
            lit=0.3,
            surrounds=False,
            awning=False,
            colours={"walls": ((0.42, 0.36, 0.33), (0.36, 0.35, 0.37))[number % 2]},
        )
