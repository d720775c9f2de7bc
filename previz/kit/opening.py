"""Holes in walls: how they are written, and the joinery that fills them.

Everything here works in the frame of a wall: X along it, Y up from the floor, z = 0 in its middle and +Z
towards the room.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from previz.kit import polygon
from previz.kit.builder import Builder
from previz.kit.shape import Floats, Shape
from previz.kit.solids import ball, box, cylinder, prism, tube

KINDS = ("door", "doorway", "window", "arch")
LINING = 0.03
"""Thickness of the frame inside a hole."""
_CASING, _PROUD = 0.07, 0.018
_SILL_M, _BARS = 0.9, (2, 2)
"""Of windows of which nothing else is said."""

_NUMBER = r"(-?\d+(?:\.\d+)?)"
COMPASS = "[NESW]"
"""Pattern of the walls' names in a room."""


@dataclass(frozen=True)
class Opening:
    """A hole of ``width`` × ``height`` metres, its middle ``centre`` along the wall, its foot at ``sill``."""

    wall: str
    kind: str
    centre: float
    width: float
    height: float
    sill: float = 0.0
    open_deg: float = 0.0
    glass: str = "clear"
    bars: tuple[int, int] = (2, 2)
    hinge: str = "left"
    """Side of the door's hinges, seen from the room."""
    out: bool = False
    """The door opens away from the room."""

    def outline(self) -> Floats:
        """(n, 2) counter-clockwise."""
        left, right = self.centre - self.width / 2, self.centre + self.width / 2
        top = self.sill + self.height
        if self.kind != "arch":
            return polygon.rectangle(left, self.sill, right, top)
        radius = self.width / 2
        curve = polygon.arc((self.centre, top - radius), radius, 0, 180, 16)
        return np.concatenate([[[left, self.sill], [right, self.sill]], curve])


def read_openings(text: str, walls: str = COMPASS) -> tuple[Opening, ...]:
    """``"N:door@1.2x0.9x2.05 open 30, S:window@0x1.4x1.2 sill 0.9 lit bars 3x2"``.

    Wall, kind, then centre along world X (N, S) or Z (E, W) from the wall's middle, width and height in
    metres; then words: sill, open (degrees), left or right (the hinges), in or out (the swing), lit, dark,
    clear, bars (columns x rows of panes). ``walls`` is the pattern of a wall's name. Raises ValueError.
    """
    return tuple(_read(entry.strip(), walls) for entry in text.split(",") if entry.strip())


def _read(entry: str, walls: str) -> Opening:
    head, *words = entry.split()
    match = re.match(rf"({walls}):(\w+)@{_NUMBER}x{_NUMBER}x{_NUMBER}$", head)
    if not match or match[2] not in KINDS:
        like = "N" if walls == COMPASS else "A1"
        raise ValueError(f"has “{head}”, which must read like {like}:door@1.2x0.9x2.05 ({', '.join(KINDS)})")
    wall, kind = match[1], match[2]
    centre, width, height = (float(match[i]) for i in (3, 4, 5))
    sill, open_deg, glass, bars = (_SILL_M if kind == "window" else 0.0), 0.0, "clear", _BARS
    hinge, out = "left", False
    rest = iter(words)
    for word in rest:
        value = next(rest, "") if word in ("sill", "open", "bars") else ""
        if word == "sill" and kind == "window" and re.fullmatch(_NUMBER, value):
            sill = float(value)
        elif word == "open" and kind == "door" and re.fullmatch(_NUMBER, value) and abs(float(value)) <= 170:
            open_deg = float(value)
        elif word == "bars" and kind == "window" and re.fullmatch(r"[1-8]x[1-8]", value):
            bars = (int(value[0]), int(value[2]))
        elif word in ("lit", "dark", "clear") and kind == "window":
            glass = word
        elif word in ("left", "right") and kind == "door":
            hinge = word
        elif word in ("in", "out") and kind == "door":
            out = word == "out"
        else:
            raise ValueError(f"has “{f'{word} {value}'.strip()}”, which does not belong to a {kind}")
    if not (0.3 <= width <= 12 and 0.3 <= height <= 6 and 0 <= sill <= 6):
        raise ValueError(f"has “{head}”, whose size must be 0.3 to 12 m wide and 0.3 to 6 m high")
    if kind == "arch" and height < width / 2 + 0.2:
        raise ValueError(f"has “{head}”, an arch too low for its width")
    return Opening(wall, kind, centre, width, height, sill, open_deg, glass, bars, hinge, out)


def write_openings(openings: Iterable[Opening]) -> str:
    """The text that `read_openings` and `plan.read_plan_openings` read; what is as usual is left out."""
    return ", ".join(_written(hole) for hole in openings)


def _written(hole: Opening) -> str:
    def number(value: float) -> str:
        return f"{round(value, 3) + 0.0:g}"

    size = "x".join(number(value) for value in (hole.centre, hole.width, hole.height))
    words = [f"{hole.wall}:{hole.kind}@{size}"]
    if hole.kind == "window":
        words += [f"sill {number(hole.sill)}"] if hole.sill != _SILL_M else []
        words += [hole.glass] if hole.glass != "clear" else []
        words += ["bars {}x{}".format(*hole.bars)] if hole.bars != _BARS else []
    if hole.kind == "door":
        words += ["right"] if hole.hinge == "right" else []
        words += ["out"] if hole.out else []
        words += [f"open {number(hole.open_deg)}"] if hole.open_deg else []
    return " ".join(words)


def check_fit(openings: tuple[Opening, ...], length: float, height: float) -> None:
    """Raises ValueError when an opening leaves its wall or touches another one."""
    spans = sorted((o.centre - o.width / 2, o.centre + o.width / 2, o) for o in openings)
    edge = -length / 2
    for left, right, opening in spans:
        name = f"{opening.wall}:{opening.kind}@{opening.centre:g}"
        if left < edge + 0.05 or right > length / 2 - 0.05:
            raise ValueError(f"{name} does not fit its wall of {length:g} m or touches another opening")
        if opening.sill + opening.height > height - 0.05:
            raise ValueError(f"{name} is higher than its wall of {height:g} m")
        edge = right


def pierced(length: float, height: float, thickness: float, openings: tuple[Opening, ...]) -> Shape:
    """A wall with holes and, for openings on the floor, notches."""
    notches = sorted((o for o in openings if o.sill <= 0), key=lambda o: o.centre)
    foot = [np.array([[-length / 2, 0.0]])]
    for opening in notches:
        ring = opening.outline()
        foot.append(np.concatenate([ring[:1], ring[:1:-1], ring[1:2]]))
    foot.append(np.array([[length / 2, 0.0], [length / 2, height], [-length / 2, height]]))
    holes = [o.outline() for o in openings if o.sill > 0]
    return prism(np.concatenate(foot), thickness, holes=holes)


# --------------------------------------------------------------------------------------------- joinery
def fill(b: Builder, o: Opening, thickness: float, door_style: str = "panelled") -> None:
    """Frame, casing, and what belongs in the hole. Parts: frame, door, handle, glass."""
    if o.kind == "window":
        window(b.placed(o.centre, o.sill), o.width, o.height, thickness, o.bars, o.glass)
    elif o.kind == "arch":
        _casing(b, o, thickness)
    else:
        door_frame(b.placed(o.centre), o.width, o.height, thickness)
        if o.kind == "door":
            side = b.placed(o.centre, turn_deg=180.0 if o.out else 0.0, mirror=(o.hinge == "right") != o.out)
            door_leaf(side, o.width, o.height, thickness, o.open_deg, door_style)


def _casing(b: Builder, o: Opening, thickness: float) -> None:
    ring = o.outline()
    radius = o.width / 2
    middle = (o.centre, o.height - radius)
    outer = polygon.arc(middle, radius + _CASING, 0, 180, 16)
    inner = ring[2:][::-1]
    left, right = o.centre - radius, o.centre + radius
    shape = np.concatenate(
        [[[right, 0], [right + _CASING, 0]], outer, [[left - _CASING, 0], [left, 0]], inner]
    )
    for side in (-1, 1):
        b.add("frame", prism(shape, _PROUD, 0.006).move(z=side * (thickness + _PROUD) / 2))


def _gate(width: float, height: float, bar: float, foot: float = 0.0) -> Floats:
    """(8, 2) outline of posts and lintel around an opening, outside it."""
    w = width / 2
    return np.array(
        [
            [w, foot],
            [w + bar, foot],
            [w + bar, height + bar],
            [-w - bar, height + bar],
            [-w - bar, foot],
            [-w, foot],
            [-w, height],
            [w, height],
        ]
    )


def door_frame(b: Builder, width: float, height: float, thickness: float) -> None:
    clear, top = width - 2 * LINING, height - LINING
    b.add("frame", prism(_gate(clear, top, LINING), thickness + 0.004))
    reveal = LINING - 0.008
    for side in (-1, 1):
        casing = prism(_gate(width - 2 * reveal, height - reveal, _CASING), _PROUD, 0.006)
        b.add("frame", casing.move(z=side * (thickness / 2 + 0.002 + _PROUD / 2)))


def door_leaf(
    b: Builder,
    width: float,
    height: float,
    thickness: float,
    open_deg: float,
    style: str = "panelled",
    handle: str = "lever",
) -> None:
    """Leaf flush with the room side of the wall, hinged on the left, opening into the room."""
    w, h, t = width - 2 * LINING - 0.006, height - LINING - 0.011, 0.042
    hinge = b.placed(-w / 2 - 0.001, 0.008, thickness / 2 - 0.004, -open_deg)
    leaf = hinge.placed(w / 2 + 0.001, 0, -t / 2)
    rail, middle = min(0.11, 0.16 * w), 0.40 * h
    panes: list[Floats] = []
    if style == "panelled":
        for x0, x1 in ((-w / 2 + rail, -rail / 2), (rail / 2, w / 2 - rail)):
            panes += [
                polygon.rectangle(x0, 0.20, x1, middle),
                polygon.rectangle(x0, middle + 0.16, x1, h - rail),
            ]
    elif style == "glazed":
        panes = [polygon.rectangle(-w / 2 + rail, middle + 0.16, w / 2 - rail, h - rail)]
    leaf.add("door", prism(polygon.rectangle(-w / 2, 0, w / 2, h), t, 0.004, panes))
    for pane in panes:
        (x0, y0), (x1, y1) = pane[0], pane[2]
        if style == "glazed":
            leaf.add("glass", box(x1 - x0 + 0.004, y1 - y0 + 0.004, 0.006, ((x0 + x1) / 2, y0 - 0.002, 0)))
            continue
        leaf.add("door", box(x1 - x0 + 0.004, y1 - y0 + 0.004, t - 0.022, ((x0 + x1) / 2, y0 - 0.002, 0)))
        field = polygon.rectangle(x0 + 0.035, y0 + 0.035, x1 - 0.035, y1 - 0.035)
        leaf.add("door", prism(field, t - 0.008, 0.008))
    _handles(leaf.placed(w / 2 - 0.06, min(1.02, 0.5 * h), 0), t, handle)


def _handles(b: Builder, leaf_thickness: float, handle: str) -> None:
    for side in (-1, 1):
        z = side * leaf_thickness / 2
        b.add("handle", box(0.038, 0.17, 0.007, (0, -0.115, z + side * 0.0035), 0.002))
        if handle == "knob":
            b.add("handle", cylinder(0.010, 0.049, segments=12).turn("x", 90 * side).move(z=z - side * 0.004))
            b.add("handle", ball(0.055, 0.055, 0.042, (0, 0, z + side * 0.055)), crease=60)
        else:
            reach = z + side * 0.052
            path = [
                (0, 0, z - side * 0.004),
                (0, 0, z + side * 0.040),
                (-0.004, 0, reach - side * 0.003),
                (-0.014, 0, reach),
                (-0.110, 0, reach),
            ]
            b.add("handle", tube(path, [0.010, 0.010, 0.0095, 0.009, 0.008], 10), crease=60)


def window(
    b: Builder,
    width: float,
    height: float,
    thickness: float,
    bars: tuple[int, int],
    glass: str,
    sill: bool = True,
    casing: bool = True,
) -> None:
    """Window in a hole whose foot is y = 0. ``bars`` = columns and rows of panes; clear glass is left out."""
    hole = polygon.rectangle(-width / 2, 0, width / 2, height)
    inner = polygon.offset(hole, LINING)
    b.add("frame", prism(hole, thickness + 0.004, holes=[inner]))
    sash_z, sash = -thickness * 0.15, 0.04
    b.add("frame", prism(inner, 0.05, 0.004, [polygon.offset(inner, sash)]).move(z=sash_z))
    w, h = width - 2 * (LINING + sash), height - 2 * (LINING + sash)
    foot = LINING + sash
    for i in range(1, bars[0]):
        b.add("frame", box(0.028, h + 0.01, 0.034, (w * (i / bars[0] - 0.5), foot - 0.005, sash_z), 0.004))
    for i in range(1, bars[1]):
        b.add("frame", box(w + 0.01, 0.028, 0.030, (0, foot + h * i / bars[1] - 0.014, sash_z), 0.004))
    if glass != "clear":
        pane = box(w + 0.01, h + 0.01, 0.006, (0, foot - 0.005, sash_z))
        b.add("lit glass" if glass == "lit" else "glass", pane, glow=glass == "lit")
    if casing:
        surround = polygon.offset(hole, -_CASING + LINING / 2)
        for side in (-1, 1):
            z = side * (thickness / 2 + 0.002 + _PROUD / 2)
            b.add("frame", prism(surround, _PROUD, 0.006, [polygon.offset(hole, LINING / 2)]).move(z=z))
    if sill:
        _sills(b, width, thickness)


def _sills(b: Builder, width: float, thickness: float) -> None:
    reach = thickness / 2 + 0.002 + _PROUD
    for side, deep in ((1, 0.10), (-1, 0.06)):
        b.add(
            "frame",
            box(
                width + 2 * _CASING + 0.06,
                0.035,
                deep + reach * 0.3,
                (0, -0.012, side * (reach * 0.7 + deep / 2 + reach * 0.15)),
                0.008,
            ),
        )
