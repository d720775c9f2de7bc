"""On the way: inside a car on a country road."""

from __future__ import annotations

from previz.scene.model import Light
from previz.sets.dressing import Camera, Dressing, StarterSet


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
        d.put(
            "tree",
            -5.2 - (number * 5) % 3,
            z,
            number * 67.0,
            height=6.0 + (number * 3) % 4,
            seed=float(number + 1),
        )
        d.put("tree", 8.8 + (number * 7) % 4, z - 3.4, number * 41.0, height=5.5 + (number * 5) % 5,
              seed=float(number + 21))  # fmt: skip
    for number in range(10):
        d.put("fence", -4.3, 10.0 - 4.0 * number, 90, y=-0.1, kind="picket")
    d.place("Driver", vehicle, 0, "drive")
    d.place("Passenger", vehicle, 1)
    d.place("Back seat, left", vehicle, 2)
    d.place("Back seat, right", vehicle, 3)
    return d.finished(
        "car",
        "Car, driving",
        "four seats, a country road behind the glass",
        "inside a car on a country road, trees passing",
        Camera((0.05, 1.32, 2.35), (0.0, 1.02, -0.4), 35.0),
        Light(azimuth_deg=-35, elevation_deg=24),
        "INT/EXT",
    )
