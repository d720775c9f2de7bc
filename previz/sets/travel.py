"""On the way: inside a car on a country road, in a railway compartment."""

from __future__ import annotations

from previz.scene.model import Light
from previz.sets.dressing import Camera, Dressing, StarterSet

FAR_GREEN = (0.50, 0.54, 0.42)
MEADOW = (0.56, 0.58, 0.38)


def car() -> StarterSet:
    """A car that drives towards +Z. The camera is rigged on the bonnet and looks through the windscreen."""
    d = Dressing()
    d.put(
        "floor",
        0,
        0,
        y=-0.16,
        width=60.0,
        depth=60.0,
        scale=4.0,
        name="fields",
        colours={"floor": (0.62, 0.57, 0.38)},
    )
    d.put("street", 1.7, -20.0, 90, length=120.0, sides="none")
    vehicle = d.put("car", 0, 0, 0, colours={"body": (0.24, 0.33, 0.36)})
    for number in range(16):
        z = 14.0 - 7.5 * number
        kind = "poplar" if number % 3 == 1 else "leafy"
        d.put("tree", -5.2 - (number * 5) % 3, z, number * 67.0, kind=kind, height=8.0, width=5.6,
              seed=float(number % 4), scale=0.8 + 0.1 * (number * 3 % 4))  # fmt: skip
        d.put("tree", 8.8 + (number * 7) % 4, z - 3.4, number * 41.0, height=8.0, width=5.6,
              seed=float(number % 4), scale=0.75 + 0.1 * (number * 5 % 5))  # fmt: skip
    for number in range(10):
        d.put("fence", -4.3, 10.0 - 4.0 * number, 90, y=-0.1, kind="picket")
    d.put(
        "hill", -40.0, -70.0, 20, y=-0.3, width=90.0, depth=60.0, height=14.0, colours={"ground": FAR_GREEN}
    )
    d.put("hill", 46.0, -95.0, -30, y=-0.3, width=110.0, depth=60.0, height=18.0, seed=4.0,
          colours={"ground": FAR_GREEN})  # fmt: skip
    d.place("Driver", vehicle, 0, "drive")
    d.place("Passenger", vehicle, 1)
    d.place("Back seat, left", vehicle, 2)
    d.place("Back seat, right", vehicle, 3)
    return d.finished(
        "car",
        "inside a car on a country road, trees passing",
        Camera((0.05, 1.32, 2.35), (0.0, 1.02, -0.4), 35.0),
        Light(azimuth_deg=-35, elevation_deg=24),
        "INT/EXT",
    )


def train() -> StarterSet:
    """A compartment for six that travels along +X. Its corridor wall is flown for the camera."""
    d = Dressing()
    carriage = d.put("train_compartment", 0, 0, 0, name="compartment", flown="corridor")
    d.put("plan", 0, 1.62, 0, name="corridor", walls="-4,-0.52 4,-0.52 4,0.52 -4,0.52 close", openings="",
          height=2.3, thickness=0.05, ceiling=False, skirting=False, flown="A1, A2, A3, A4",
          colours={"floor": (0.34, 0.29, 0.26)})  # fmt: skip
    d.put("suitcase", -0.78, -0.35, 90, y=1.82, width=0.6, height=0.4)
    d.put("backpack", 0.8, 0.3, -90, y=1.82)
    d.put("hat", -0.76, 0.5, 40, y=1.82)
    d.put("book", 0.08, -0.72, 20, y=0.75)
    d.put("newspaper", 0.78, 0.62, -70, y=0.46)
    d.put("mug", -0.14, -0.84, 60, y=0.75)
    _country(d)
    d.place("At the window, facing forward", carriage, 0)
    d.place("At the window, facing back", carriage, 1)
    d.place("At the door, facing forward", carriage, 2)
    d.place("At the door, facing back", carriage, 3)
    d.mark("Between the benches", 0.0, 0.45, 180)
    d.mark("In the corridor", -0.9, 1.62, 90)
    d.mark("Looking in", 0.0, 1.5, 180)
    return d.finished(
        "train",
        "an old railway compartment, green upholstery, brass luggage racks, fields passing behind the window",
        Camera((0.1, 1.38, 1.75), (-0.03, 1.06, -1.2), 18.0),
        Light(time="golden hour", azimuth_deg=-152, elevation_deg=18),
        "INT/EXT",
    )


def _country(d: Dressing) -> None:
    """What passes outside: embankment, meadow, trees, telegraph poles, far hills."""
    d.put(
        "floor", 0, -60.0, y=-1.6, width=60.0, depth=60.0, scale=4.0, name="meadow", colours={"floor": MEADOW}
    )
    for number in range(14):
        x = -40.0 + 6.3 * number
        far = -19.0 - 1.7 * ((number * 7) % 11)
        kind = ("leafy", "poplar", "leafy", "conifer")[number % 4]
        d.put("tree", x, far, number * 47.0, y=-1.6, kind=kind, height=8.0, width=5.2, seed=float(number % 3),
              scale=0.8 + 0.12 * (number * 5 % 4))  # fmt: skip
    for x in (-21.0, -3.5, 14.0):
        d.put("box", x, -7.0, 0, y=-1.6, name="telegraph pole", kind="plain", width=0.22, height=7.5,
              depth=0.22,
              colours={"body": (0.34, 0.27, 0.21)})  # fmt: skip
        d.put("box", x, -7.0, 0, y=4.9, name="cross arm", kind="plain", width=1.6, height=0.12, depth=0.12,
              colours={"body": (0.34, 0.27, 0.21)})  # fmt: skip
    d.put("fence", 0, -9.5, 0, y=-1.6, name="fence", kind="picket", width=38.0, height=1.1)
    for x, z, wide, tall, seed in ((-50.0, -120.0, 140.0, 22.0, 2.0), (60.0, -140.0, 160.0, 30.0, 5.0)):
        d.put(
            "hill",
            x,
            z,
            0,
            y=-2.0,
            width=wide,
            depth=90.0,
            height=tall,
            seed=seed,
            colours={"ground": FAR_GREEN},
        )
