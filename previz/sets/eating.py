"""Places to eat and drink: a diner."""

from __future__ import annotations

from previz.scene.lighting import Beam
from previz.scene.model import Item, Light
from previz.sets.dressing import Camera, Dressing, StarterSet

TEAL = (0.44, 0.62, 0.60)
CREAM = (0.86, 0.82, 0.72)
CHROME_TRIM = (0.74, 0.76, 0.78)


def diner() -> StarterSet:
    """10 × 6 m: booths along the windows in the north, the counter along the south. It looks north-west."""
    d = Dressing()
    d.put(
        "room", 0, 0, name="diner", width=10.0, depth=6.0, height=3.0, pattern="chequer",
        openings="N:window@-3.1x2.0x1.5 sill 0.95 bars 1x1, N:window@-0.3x2.0x1.5 sill 0.95 bars 1x1, "
        "N:window@2.5x2.0x1.5 sill 0.95 bars 1x1, W:door@1.4x0.95x2.1, E:door@2.2x0.85x2.1",
        door_style="glazed",
        colours={"walls": CREAM, "floor": (0.82, 0.80, 0.74), "floor 2": (0.22, 0.24, 0.25),
                 "door": (0.62, 0.14, 0.12), "skirting": TEAL, "frame": CHROME_TRIM},
    )  # fmt: skip
    booths = [d.put("booth", x, -2.38, 0) for x in (-3.1, -0.3, 2.5)]
    for x, turn in ((-3.1, 0), (-0.3, 12), (2.5, -8)):
        d.put("condiments", x, -2.72, turn, y=0.75)
    d.put("mug", -3.3, -2.3, 30, y=0.75)
    d.put("meal", -0.16, -2.25, 0, y=0.75)
    d.put("mug", -0.42, -2.02, 70, y=0.75)
    d.put("menu_board", -1.2, 2.97, 180, width=2.4, height=0.8, rise=1.75, lit=True)
    d.put("menu_board", 1.4, 2.97, 180, width=2.4, height=0.8, rise=1.75, lit=True, seed=4.0)
    stools = _counter(d)
    d.put("jukebox", 4.62, -0.9, -90)
    d.put("coat_hooks", 4.97, 0.9, -90, width=0.9, rise=1.6, coats=False)
    d.put("neon_sign", -4.97, -0.7, 90, text="open", rise=1.7, height=0.34)
    d.put("clock", 0.2, -2.97, 0, name="wall clock", size=0.42, rise=2.62)
    lamps = [
        d.put("lamp", x, -2.35, 0, name="pendant", kind="pendant", height=1.75, drop=1.2, size=1.1,
              colours={"shade": (0.62, 0.16, 0.13)})
        for x in (-3.1, -0.3, 2.5)
    ]  # fmt: skip
    for x in (-2.4, 0.2, 2.6):
        d.put("lamp", x, 1.35, 0, name="pendant", kind="pendant", height=1.95, drop=1.0, size=1.0,
              colours={"shade": (0.62, 0.16, 0.13)})  # fmt: skip
    d.place("Booth by the window, left", booths[1], 0)
    d.place("Booth by the window, right", booths[1], 1)
    d.place("Booth by the window, left inside", booths[1], 2)
    d.place("Booth by the window, right inside", booths[1], 3)
    d.place("First booth", booths[0], 0)
    d.place("At the counter", stools[1])
    d.place("At the counter, beside", stools[2])
    d.mark("Behind the counter", 0.2, 2.15, 180)
    d.mark("Waiting at the table", -0.25, -1.15, 180)
    d.mark("Just come in", -4.3, 1.3, 90, "walk")
    d.mark("At the jukebox", 3.85, -0.9, 90)
    return d.finished(
        "diner",
        "an American roadside diner at night, red booths, chequered floor, chrome counter",
        Camera((4.35, 1.5, 0.75), (-1.3, 1.05, -0.75), 20.0),
        Light(
            time="night",
            lamp_id=lamps[1].id,
            strength=1.5,
            fill=Beam(azimuth_deg=70.0, elevation_deg=50.0, strength=0.45, kelvin=3400.0),
        ),
        time="NIGHT",
    )


def _counter(d: Dressing) -> list[Item]:
    """Counter, what stands on it, the shelves behind; returns the stools."""
    d.put(
        "bar_counter", 0.2, 1.45, 180, name="counter", width=6.4, height=1.0, depth=0.72, kind="diner",
        colours={"front": (0.62, 0.14, 0.12), "top": (0.84, 0.82, 0.76), "metal": CHROME_TRIM},
    )  # fmt: skip
    d.put("counter", 0.2, 2.68, 180, name="back counter", width=6.0, sink=True,
          colours={"cupboards": TEAL, "worktop": (0.78, 0.79, 0.79)})  # fmt: skip
    d.put("coffee_machine", -1.5, 2.66, 180, y=0.91)
    d.put("cash_register", 2.6, 1.45, 180, y=1.0)
    for x in (-2.2, -0.9, 0.6, 1.7):
        d.put("condiments", x, 1.38, 180, y=1.0, sugar=False)
    d.put("mug", -0.2, 1.25, 40, y=1.0)
    d.put("plate", 1.2, 1.28, 0, y=1.0)
    d.put("tray", 2.0, 1.6, 10, y=1.0)
    return [d.put("bar_stool", x, 0.72, 0, height=0.72) for x in (-2.3, -1.4, -0.5, 0.4, 1.3, 2.2)]
