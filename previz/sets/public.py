"""Places where people gather: a diner, a church, a theatre."""

from __future__ import annotations

from previz.scene.model import Item, Light
from previz.sets.dressing import Camera, Dressing, StarterSet

CHERRY = (0.62, 0.20, 0.18)
PEW = (0.36, 0.25, 0.17)
STONE = (0.74, 0.71, 0.64)


def church() -> StarterSet:
    """11 × 20 m with a chancel two steps up; tall windows on both sides. The camera stands in the aisle."""
    d = Dressing()
    sides = ", ".join(
        f"{wall}:window@{at}x1.3x3.6 sill 2.0 bars 2x4" for wall in "EW" for at in (-6, -2.5, 1, 4.5)
    )
    d.put(
        "room", 0, 0, name="church", width=11.0, depth=20.0, height=8.0, thickness=0.5,
        openings=f"{sides}, N:window@0x2.6x4.0 sill 3.2 bars 3x4, S:door@0x2.2x3.0", pattern="chequer",
        skirting=False, colours={"walls": STONE, "floor": (0.55, 0.52, 0.47), "floor 2": (0.48, 0.45, 0.41)},
    )  # fmt: skip
    d.put(
        "platform",
        0,
        -7.6,
        0,
        name="chancel",
        width=11.0,
        depth=4.8,
        height=0.36,
        steps=2.0,
        colours={"deck": (0.62, 0.58, 0.52), "deck 2": (0.56, 0.52, 0.46), "sides": (0.52, 0.49, 0.44)},
    )
    d.put(
        "rug",
        0,
        1.6,
        90,
        name="carpet",
        width=8.0,
        depth=1.3,
        colours={"field": CHERRY, "border": (0.40, 0.12, 0.12)},
    )
    altar = _chancel(d)
    pews = [
        d.put(
            "bench",
            x,
            -2.6 + 1.25 * row,
            180,
            name="pew",
            width=3.6,
            height=0.95,
            colours={"slats": PEW, "iron": (0.30, 0.21, 0.14)},
        )
        for row in range(8)
        for x in (-2.75, 2.75)
    ]
    for side in (-1, 1):
        for z in (-4.2, -0.7, 2.8, 6.3):
            d.put("box", side * 4.9, z, 0, name="pillar", kind="plain", width=0.45, depth=0.45, height=8.0,
                  colours={"body": (0.68, 0.65, 0.58)})  # fmt: skip
    d.place("First pew, left", pews[0], 1)
    d.place("First pew, right", pews[1], 0)
    d.place("Back pew", pews[12], 0)
    d.mark("At the altar", 0, -7.35, 0, "talk", y=0.36)
    d.mark("Before the altar, left", -0.45, -4.2, 160)
    d.mark("Before the altar, right", 0.45, -4.2, -160)
    d.mark("Walking up the aisle", 0, 2.2, 180, "walk")
    d.place("Behind the altar", altar, 0, "stand")
    return d.finished(
        "church",
        "a small stone church, tall windows, wooden pews",
        Camera((0.55, 1.75, 8.8), (-0.1, 2.1, -6.0), 21.0),
        Light(azimuth_deg=70, elevation_deg=40),
    )


def _chancel(d: Dressing) -> Item:
    """The altar with what stands on it and before it; returns the altar."""
    altar = d.put("table", 0, -8.3, 0, y=0.36, name="altar", width=2.4, depth=0.9, height=1.0,
                  colours={"top": (0.86, 0.84, 0.78), "rails": (0.86, 0.84, 0.78)})  # fmt: skip
    for x in (-0.9, 0.9):
        d.put("candle", x, -8.3, 0, y=1.36, height=0.4)
    d.put("bouquet", 0, -8.35, 0, y=1.36, vase=True)
    _cross(d)
    for x in (-1.7, 1.7):
        d.put("box", x, -7.5, 0, y=0.36, name="candle stand", kind="plain", width=0.16, height=0.95,
              depth=0.16,
              colours={"body": (0.66, 0.54, 0.30)})  # fmt: skip
        d.put("candle", x, -7.5, 0, y=1.31, height=0.4, name="altar candle")
    d.put("box", 2.6, -5.7, -20, y=0.36, name="lectern", kind="plain", width=0.5, height=1.1, depth=0.4,
          colours={"body": PEW})  # fmt: skip
    d.put("book", 2.6, -5.7, -20, y=1.46, state="open", width=0.3, length=0.38)
    for x in (-3.4, 3.4):
        d.put("fence", x, -5.35, 0, y=0.0, name="altar rail", kind="railing", width=3.2, height=0.8)
    return altar


def _cross(d: Dressing) -> None:
    """A plain wooden cross that hangs over the altar."""
    for x, y, wide, tall in ((0.0, 2.0, 0.14, 1.9), (0.0, 3.25, 1.1, 0.14)):
        d.put("box", x, -8.9, 0, y=y, name="cross", kind="plain", width=wide, height=tall, depth=0.08,
              colours={"body": PEW})  # fmt: skip


def theatre() -> StarterSet:
    """A stage of 9 × 6 m with curtains, and five rows of seats before it. The camera stands in the stalls."""
    d = Dressing()
    d.put(
        "room",
        0,
        0.5,
        name="theatre",
        width=13.0,
        depth=17.0,
        height=7.0,
        openings="E:door@5x1.4x2.2, W:door@5x1.4x2.2",
        pattern="plain",
        colours={"walls": (0.42, 0.22, 0.20), "floor": (0.30, 0.16, 0.15), "ceiling": (0.30, 0.27, 0.25)},
    )
    d.put("platform", 0, -4.9, 0, name="stage", width=10.0, depth=6.0, height=1.0, pattern="boards")
    for x in (-5.75, 5.75):
        d.put(
            "box",
            x,
            -2.2,
            0,
            name="proscenium",
            kind="plain",
            width=1.5,
            depth=0.5,
            height=6.9,
            colours={"body": (0.70, 0.58, 0.38)},
        )
    d.put("box", 0, -2.2, 0, y=5.6, name="proscenium", kind="plain", width=10.0, depth=0.5, height=1.3,
          colours={"body": (0.70, 0.58, 0.38)})  # fmt: skip
    d.put(
        "curtain", 0, -2.9, 0, y=1.0, width=8.0, height=4.8, rise=4.85, open=0.72, colours={"cloth": CHERRY}
    )
    d.put(
        "curtain",
        0,
        -7.7,
        0,
        y=1.0,
        width=8.0,
        height=4.4,
        rise=4.5,
        open=0.0,
        colours={"cloth": (0.20, 0.22, 0.30)},
    )
    for number in range(7):
        d.put("lamp", -3.6 + 1.2 * number, -2.05, 0, y=1.0, name="footlight", height=0.22, size=0.6)
    chair = d.put("chair", -1.2, -4.8, 25, y=1.0, style="upholstered")
    table = d.put("table", 0.1, -5.1, 0, y=1.0, shape="round", width=0.9, depth=0.9)
    lamp = d.put(
        "lamp", 0.1, -4.2, 0, y=1.0, name="stage light", kind="pendant", height=4.2, drop=0.4, size=1.6
    )
    seats = _stalls(d)
    d.place("On the stage chair", chair)
    d.mark("Centre stage", 1.1, -3.9, -20, "talk", y=1.0)
    d.mark("Entering left", -3.6, -4.6, 90, "walk", y=1.0)
    d.place("Behind the table", table, 1, "stand")
    d.place("Front row", seats[3])
    d.place("Third row", seats[20])
    d.mark("In the door", 5.9, 5.5, -90)
    return d.finished(
        "theatre",
        "an old theatre, red velvet seats, a lit stage",
        Camera((1.9, 1.95, 6.9), (-0.3, 1.75, -4.5), 25.0),
        Light(time="night", lamp_id=lamp.id),
        time="NIGHT",
    )


def _stalls(d: Dressing) -> list[Item]:
    """Four rows of seats before the stage, each shifted by half a seat."""
    return [
        d.put(
            "armchair",
            (number - 4) * 0.78 + (0.0 if row % 2 else 0.39),
            0.9 + 1.15 * row,
            180,
            name="seat",
            width=0.68,
            arm=0.08,
            height=0.92,
            colours={"cloth": (0.52, 0.15, 0.15), "cushions": CHERRY},
        )
        for row in range(4)
        for number in range(9 - (1 if row % 2 == 0 else 0))
    ]
