"""Places to live: an apartment, a motel room."""

from __future__ import annotations

from previz.scene.model import Light
from previz.sets.dressing import Camera, Dressing, StarterSet

SAGE = (0.58, 0.64, 0.57)
OAK = (0.64, 0.49, 0.34)
WARM_WHITE = (0.87, 0.84, 0.77)
SLATE = (0.36, 0.42, 0.47)


def apartment() -> StarterSet:
    """9 × 6 m: living room with open kitchen, and a bedroom behind its door. The camera looks north-east."""
    d = Dressing()
    d.put(
        "plan",
        0,
        0,
        name="apartment",
        walls="A: -4.5,-3 4.5,-3 4.5,3 -4.5,3 close; B: 1.6,-3 1.6,0.2 4.5,0.2",
        openings="A1:window@1.6x1.5x1.45 sill 0.8 bars 2x3, A1:window@4.3x1.5x1.45 sill 0.8 bars 2x3, "
        "A1:window@7.6x1.3x1.3 bars 2x3, A2:window@4.7x1.1x1.0 sill 1.2, A3:door@5.4x0.95x2.05, "
        "B2:door@0.9x0.85x2.05 open 35",
        pattern="boards",
        colours={"walls": WARM_WHITE, "floor": (0.62, 0.49, 0.36), "floor 2": (0.57, 0.44, 0.31)},
    )
    d.put("rug", -0.45, -1.25, 90, width=2.6, depth=2.1, colours={"field": (0.60, 0.42, 0.36)})
    sofa = d.put("sofa", 1.06, -1.25, -90, colours={"cloth": SLATE, "cushions": (0.42, 0.48, 0.53)})
    d.put("cushion", 0.95, -0.62, -75, y=0.44, colours={"cloth": (0.76, 0.55, 0.30)})
    d.put("coffee_table", -0.25, -1.25, 90, colours={"top": OAK})
    d.put("book", -0.15, -1.5, 20, y=0.42)
    d.put("mug", -0.3, -0.95, 60, y=0.42)
    armchair = d.put(
        "armchair", -0.9, -2.35, 20, colours={"cloth": (0.66, 0.52, 0.34), "cushions": (0.72, 0.58, 0.40)}
    )
    d.put("lamp", 1.2, -2.62, 0, name="floor lamp", kind="floor", height=1.6)
    d.put("bookshelf", -1.55, -2.78, 0, width=1.0, height=2.05, seed=4.0)
    d.put("tv_stand", -4.1, -1.25, 90)
    d.put("tv", -4.1, -1.25, 90, y=0.5)
    d.put("potted_plant", -3.95, -2.5, 30, height=1.5)
    d.put(
        "curtain", -2.9, -2.92, 0, width=1.9, height=2.3, rise=2.42, open=0.8, colours={"cloth": WARM_WHITE}
    )
    d.put(
        "curtain", -0.2, -2.92, 0, width=1.9, height=2.3, rise=2.42, open=0.8, colours={"cloth": WARM_WHITE}
    )
    d.put("picture", 1.525, -1.25, -90, width=1.1, height=0.75, rise=1.62)
    d.put("picture", 3.4, 0.28, 0, width=0.5, height=0.65, rise=1.6)
    _apartment_kitchen(d)
    _apartment_bedroom(d)
    d.place("On the sofa, left", sofa, 0)
    d.place("On the sofa, right", sofa, 1)
    d.place("In the armchair", armchair)
    d.mark("At the window", -2.9, -2.35, 180)
    d.mark("Just come in", -0.9, 2.4, 180)
    d.mark("In the bedroom door", 2.5, 0.65, -10)
    d.mark("At the island", 1.75, 1.75, 90)
    return d.finished(
        "apartment",
        "a lived-in city apartment, tall windows, wooden floor",
        Camera((-4.05, 1.55, 2.55), (0.75, 0.95, -1.0), 21.0),
        Light(azimuth_deg=-150, elevation_deg=38),
    )


def _apartment_kitchen(d: Dressing) -> None:
    d.put("counter", 4.1, 1.75, -90, width=2.3, colours={"cupboards": SAGE, "worktop": (0.80, 0.77, 0.70)})
    d.put("fridge", 4.08, 0.6, -90)
    island = d.put("kitchen_island", 2.5, 1.75, -90, colours={"cupboards": SAGE})
    d.put("stool", 1.72, 1.3, 90, height=0.66)
    d.put("stool", 1.72, 2.2, 90, height=0.66)
    d.put("lamp", 2.4, 1.35, 0, name="pendant", kind="pendant", height=1.75, drop=0.82)
    d.put("lamp", 2.4, 2.15, 0, name="pendant", kind="pendant", height=1.75, drop=0.82)
    d.put("bottle", 2.55, 2.2, 0, y=0.92)
    d.put("plate", 2.35, 1.3, 0, y=0.92, kind="bowl", width=0.3)
    d.place("Cooking", island, 0)


def _apartment_bedroom(d: Dressing) -> None:
    bed = d.put("bed", 3.38, -1.35, -90, width=1.6, colours={"duvet": (0.66, 0.70, 0.72)})
    d.put("lamp", 4.2, -2.55, 0, name="bedside lamp", y=0.5)
    d.put("box", 4.2, -2.55, 0, name="bedside table", kind="plain", width=0.42, depth=0.4, height=0.5)
    d.place("In bed", bed, 0)


def motel() -> StarterSet:
    """4.6 × 5 m at night: bed, television, a neon-lit window beside the door. The camera looks north-west."""
    d = Dressing()
    d.put(
        "room",
        0,
        0,
        name="motel room",
        width=4.6,
        depth=5.0,
        height=2.5,
        openings="N:window@-0.9x1.9x1.25 sill 0.85 lit bars 2x1, N:door@1.35x0.9x2.05, E:door@1.6x0.8x2.0",
        door_style="flush",
        colours={
            "walls": (0.62, 0.58, 0.47),
            "floor": (0.40, 0.30, 0.26),
            "door": (0.45, 0.53, 0.52),
            "lit glass": (0.93, 0.52, 0.42),
        },
    )
    bed = d.put(
        "bed", -1.2, 0.35, 90, width=1.55, colours={"duvet": (0.47, 0.30, 0.30), "frame": (0.36, 0.24, 0.17)}
    )
    d.put("box", -2.05, -0.85, 0, name="bedside table", kind="plain", width=0.45, height=0.5, depth=0.42)
    lamp = d.put("lamp", -2.05, -0.85, 0, name="bedside lamp", y=0.5, height=0.5)
    d.put("phone", -1.9, -0.72, 60, y=0.5, kind="desk")
    d.put("picture", -2.28, 0.35, 90, width=0.9, height=0.55, rise=1.65)
    d.put("tv_stand", 2.0, 0.35, -90, width=1.3, colours={"body": (0.36, 0.24, 0.17)})
    d.put("tv", 2.0, 0.35, -90, y=0.5, kind="tube", width=0.6, lit=True)
    d.put(
        "curtain",
        -0.9,
        -2.42,
        0,
        width=2.2,
        height=2.2,
        rise=2.3,
        open=0.5,
        colours={"cloth": (0.56, 0.46, 0.30)},
    )
    chair = d.put(
        "armchair", 0.35, -1.75, 15, colours={"cloth": (0.42, 0.44, 0.34), "cushions": (0.46, 0.48, 0.38)}
    )
    d.put("suitcase", 1.0, 1.9, 30)
    d.put("bottle", 1.75, -0.1, 0, y=0.5)
    d.place("On the edge of the bed", bed, 2)
    d.place("Lying", bed, 0)
    d.place("In the armchair", chair)
    d.mark("At the door", 1.35, -2.0, 180)
    d.mark("Peering out", -1.6, -2.05, 180)
    return d.finished(
        "motel",
        "a shabby motel room at night, neon light behind the curtains",
        Camera((2.1, 1.5, 2.35), (-0.75, 0.85, -0.75), 21.0),
        Light(time="night", lamp_id=lamp.id),
        time="NIGHT",
    )
