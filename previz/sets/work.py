"""Places to work and to be looked after: an office, a hospital room."""

from __future__ import annotations

from previz.scene.model import Item, Light
from previz.sets.dressing import Camera, Dressing, StarterSet

GREY_CARPET = (0.44, 0.46, 0.48)
PALE = (0.86, 0.87, 0.86)


def office() -> StarterSet:
    """12 × 8 m, open plan, a glazed meeting room in the north-east corner. The camera looks north-east."""
    d = Dressing()
    d.put(
        "plan",
        0,
        0,
        name="office",
        height=2.9,
        walls="A: -6,-4 6,-4 6,4 -6,4 close; B: 1.8,-4 1.8,-0.4 6,-0.4",
        openings="A1:window@2x2.6x1.8 sill 0.75 bars 3x1, A1:window@5.6x2.6x1.8 sill 0.75 bars 3x1, "
        "A1:window@9.9x2.6x1.8 sill 0.75 bars 3x1, A4:window@4x2.6x1.8 sill 0.75 bars 3x1, "
        "A3:door@6x1.6x2.1, B1:window@1.8x2.6x2.3 sill 0.1 bars 3x1, "
        "B2:door@0.75x0.9x2.2 open 50, B2:window@2.75x2.3x2.3 sill 0.1 bars 3x1",
        door_style="glazed",
        colours={
            "walls": PALE,
            "floor": GREY_CARPET,
            "frame": (0.30, 0.31, 0.33),
            "ceiling": (0.93, 0.93, 0.92),
        },
    )
    desks = [
        _desk(d, x, z, turn)
        for x in (-3.6, -1.4)
        for z, turn in ((-2.1, 0.0), (-1.34, 180.0), (1.3, 0.0), (2.06, 180.0))
    ]
    table = d.put("meeting_table", 3.95, -2.2, 0, width=2.6)
    for x in (3.2, 4.7):
        d.put("office_chair", x, -1.15, 180)
        d.put("office_chair", x, -3.25, 0)
    d.put("whiteboard", 5.85, -2.2, -90, kind="wall")
    d.put("filing_cabinet", -5.6, 2.9, 90)
    d.put("filing_cabinet", -5.6, 2.4, 90)
    cooler = d.put("water_cooler", 2.2, 0.1, 0)
    d.put("potted_plant", 5.5, 0.2, 0, kind="palm", height=1.8)
    d.put("potted_plant", -5.5, -3.5, 0, height=1.5)
    d.put("printer", 3.9, 0.05, 0, kind="copier")
    d.put("waste_bin", -2.5, -0.6, 0)
    d.put("clock", 1.72, 0.0, -90)
    d.place("At the first desk", desks[1])
    d.place("At the second desk", desks[5])
    d.place("Opposite", desks[4])
    d.place("Leaning on the meeting table", table, 0)
    d.place("At the water cooler", cooler, 0)
    d.mark("In the meeting room door", 2.6, 0.25, 0)
    d.mark("Presenting", 5.2, -2.2, -90, "talk")
    return d.finished(
        "office",
        "Office",
        "open plan desks and a glazed meeting room",
        "a modern open-plan office with a glass-walled meeting room",
        Camera((-5.2, 1.65, 3.7), (0.9, 0.9, -1.1), 21.0),
        Light(azimuth_deg=-160, elevation_deg=40),
    )


def _desk(d: Dressing, x: float, z: float, turn: float) -> Item:
    """A desk whose user looks along ``turn``; returns the chair."""
    sign = 1.0 if turn == 0 else -1.0
    d.put("desk", x, z, turn + 180)
    d.put("monitor", x, z + 0.16 * sign, turn + 180, y=0.74)
    d.put("keyboard", x, z - 0.16 * sign, turn + 180, y=0.74)
    return d.put("office_chair", x + 0.05, z - 0.72 * sign, turn)


def hospital() -> StarterSet:
    """5 × 4.6 m: one bed, a window, a chair for who visits. The camera looks north-west."""
    d = Dressing()
    d.put(
        "room",
        0,
        0,
        name="hospital room",
        width=5.0,
        depth=4.6,
        height=2.7,
        openings="N:window@0.9x2.2x1.4 sill 0.9 bars 3x1, E:door@1.2x1.15x2.1",
        door_style="flush",
        colours={"walls": (0.78, 0.84, 0.82), "floor": (0.66, 0.70, 0.69), "door": (0.72, 0.63, 0.48)},
    )
    bed = d.put(
        "bed",
        -1.35,
        -0.35,
        90,
        width=0.95,
        colours={"duvet": (0.90, 0.91, 0.90), "frame": (0.75, 0.77, 0.78)},
    )
    d.put(
        "curtain",
        -1.2,
        0.75,
        0,
        width=2.4,
        height=2.1,
        rise=2.35,
        open=0.7,
        colours={"cloth": (0.55, 0.68, 0.66)},
    )
    chair = d.put("armchair", 0.35, -1.0, -70, colours={"cloth": (0.48, 0.58, 0.56)})
    d.put("box", -2.2, -1.25, 0, name="locker", kind="plain", width=0.45, depth=0.45, height=0.75)
    d.put("bouquet", -2.2, -1.25, 0, y=0.75, vase=True)
    d.put("monitor", -2.25, 0.42, 100, y=1.25, name="monitor")
    d.put("picture", 2.48, -0.6, -90, width=0.7, height=0.5)
    d.put("radiator", 0.9, -2.2, 0, width=1.6, kind="panel")
    d.place("In bed", bed, 0)
    d.place("Visiting", chair)
    d.mark("The doctor", -0.25, 0.35, -110, "talk")
    d.mark("In the door", 2.1, 1.2, -90)
    d.mark("At the window", 1.1, -1.75, 180)
    return d.finished(
        "hospital",
        "Hospital room",
        "one bed, a window, a chair for the visitor",
        "a quiet hospital room",
        Camera((2.25, 1.55, 2.1), (-0.9, 0.85, -0.75), 21.0),
        Light(azimuth_deg=165, elevation_deg=36),
    )
