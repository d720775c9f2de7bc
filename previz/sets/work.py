"""Places to work and to be looked after: an office, a hospital room."""

from __future__ import annotations

from previz.kit import catalogue
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
        "a modern open-plan office with a glass-walled meeting room",
        Camera((-5.2, 1.65, 3.7), (0.9, 0.9, -1.1), 21.0),
        Light(azimuth_deg=-160, elevation_deg=40),
    )


def _desk(d: Dressing, x: float, z: float, turn: float) -> Item:
    """A desk whose user looks along ``turn``; returns the chair. Its monitor stands aside, to the east, so
    that those who sit face to face can be filmed past it."""
    sign = 1.0 if turn == 0 else -1.0
    d.put("desk", x, z, turn + 180)
    d.put("monitor", x + 0.44, z + 0.14 * sign, turn + 180 + 25 * sign, y=0.74)
    d.put("keyboard", x, z - 0.16 * sign, turn + 180, y=0.74)
    return d.put("office_chair", x + 0.05, z - 0.72 * sign, turn)


def hospital() -> StarterSet:
    """6 × 5 m: a bed with drip and monitor, a second one behind its curtain. The camera looks north-west."""
    d = Dressing()
    d.put(
        "room", 0, 0, name="hospital room", width=6.0, depth=5.0, height=2.8, door_style="flush",
        openings="N:window@-0.1x2.6x1.5 sill 0.95 bars 3x1, E:door@1.4x1.2x2.1",
        colours={"walls": (0.78, 0.84, 0.82), "floor": (0.66, 0.70, 0.69), "door": (0.72, 0.63, 0.48)},
    )  # fmt: skip
    bed = d.put("hospital_bed", -1.78, -0.75, 90, back=38.0)
    d.put("iv_stand", -2.55, -1.62, 20)
    d.put("patient_monitor", -2.94, -0.15, 90, kind="wall", rise=1.62)
    d.put("overbed_table", -1.05, -0.72, 90, height=0.98)
    d.put("mug", -1.05, -0.85, 30, y=0.98)
    d.put("bouquet", -1.05, -0.5, 0, y=0.98, vase=True)
    locker = d.put("bedside_table", -2.65, 0.28, 90, colours={"body": (0.72, 0.63, 0.48)})
    d.put("phone", -2.62, 0.28, 90, y=float(catalogue.piece_of(locker.piece).size_m[1]), kind="desk")
    second = d.put("hospital_bed", -1.78, 1.62, 90, rails=False)
    d.put("bed_curtain", -1.85, 1.15, 180, width=2.3, depth=0.0, height=2.25, open=0.45, clear=0.45)
    chair = d.put("armchair", 0.35, -1.45, -60, colours={"cloth": (0.48, 0.58, 0.56)})
    d.put("medical_trolley", 2.55, -0.6, -90)
    d.put("wheelchair", 1.75, -1.75, -30)
    d.put("radiator", -0.1, -2.42, 0, width=2.0, kind="panel")
    d.put("picture", 2.97, 0.1, -90, width=0.7, height=0.5)
    d.put("clock", -0.1, -2.47, 0, rise=2.55, size=0.26)
    d.put("waste_bin", -0.9, -2.2, 0)
    d.place("In bed", bed, 0)
    d.place("On the edge of the bed", bed, 1)
    d.place("In the second bed", second, 0)
    d.place("Visiting", chair)
    d.mark("The doctor", -1.2, 0.15, -150, "talk")
    d.mark("The nurse", 1.9, -0.5, 90)
    d.mark("In the door", 2.6, 1.4, -90)
    d.mark("At the window", 0.2, -1.95, 180)
    return d.finished(
        "hospital",
        "a quiet hospital room with two beds, a drip stand and a heart monitor",
        Camera((2.55, 1.6, 1.15), (-1.2, 0.85, -0.72), 21.0),
        Light(azimuth_deg=165, elevation_deg=36),
    )
