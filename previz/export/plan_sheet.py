"""A floor plan on paper: to a standard scale, with cone, focus, people, ways and distances, everything in mm.

World metres on the level, (x, z), north is −Z and up on the sheet.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Literal, TypeAlias

from previz.export import measures
from previz.export.phrases import PaperLanguage, figures, say, terms
from previz.export.rows import Row
from previz.export.typeset import Payload, Raw
from previz.export.wording import sentence

Place = tuple[float, float]
Box = tuple[float, float, float, float]
"""Left, top, right, bottom in millimetres of the sheet."""
ThingKind: TypeAlias = Literal["wall", "ground", "thing", "flown"]
"""Flown: a wall that the shot has taken out."""
Symbol = tuple[Box, list[list[float]]]
"""An outline in millimetres, after the box round it."""
SCALES = (20, 25, 100 / 3, 40, 50, 75, 100, 150, 200, 300, 500, 1000)
"""One to so many; the first that fits is taken."""
GRIDS_M, GRID_MM = (1, 2, 5, 10), 6.0
"""Lines of the grid are so many metres apart, and on paper no closer than so many millimetres."""
BAR_MM = 9.0
"""Room below the plan for the bars of the scale."""
EDGE_M = 0.7
ROOM_M = 3.0
"""Walls further from people and camera than this are cut off at the edge."""
SOLID_M = 0.45
"""What is thicker is no wall but a house: hatched, and not black."""
REACH_M = 12.0
"""The cone is drawn no further."""
LETTER_MM = 1.45
LINE_MM = 3.2
LED = ("name", "limit")
"""Labels that must be read: with no room beside what they name, a line leads to them."""
LEADS_MM = (4.0, 8.0, 12.0, 17.0)
"""How far off a label may stand that has no room beside what it names."""
TAPES = (0.55, 0.45, 0.65, 0.35, 0.75)
"""Shares of the way from the lens at which a distance may stand."""
BODY_M = 0.26
"""From the middle of a person to the shoulder, on the level."""


class PlanThing(Row, frozen=True, kw_only=True):
    outlines: tuple[tuple[Place, ...], ...]
    kind: ThingKind = "thing"
    name: str = ""


class PlanFigure(Row, frozen=True, kw_only=True):
    name: str
    place: Place
    heading_deg: float
    way: tuple[Place, ...] = ()
    end_heading_deg: float | None = None


class PlanEye(Row, frozen=True, kw_only=True):
    place: Place
    heading_deg: float
    half_angle_deg: float
    focus_m: float
    near_m: float
    far_m: float | None = None
    """None: infinite."""
    way: tuple[Place, ...] = ()
    end_heading_deg: float | None = None
    label: str = "A"


class PlanRow(Row, frozen=True, kw_only=True):
    things: tuple[PlanThing, ...] = ()
    figures: tuple[PlanFigure, ...] = ()
    eyes: tuple[PlanEye, ...] = ()
    line: tuple[Place, Place] | None = None
    """Of action."""
    marks: tuple[tuple[Place, Place], ...] = ()
    """Lines of a finding, drawn bold."""
    distances: tuple[tuple[Place, float], ...] = ()
    """(where, metres from the first camera to there)."""


def draw_plan(
    plan: PlanRow,
    width_mm: float,
    height_mm: float,
    units: measures.Units,
    room_m: float = ROOM_M,
    words: PaperLanguage = "en",
) -> Payload:
    """What ``plan.typ`` draws: shapes in millimetres from the upper left corner of the box.

    Walls and furniture within ``room_m`` of people and cameras are on it.
    """
    return _Sheet(plan, width_mm, height_mm, units, room_m, words).payload()


def out_words(wall: str, words: PaperLanguage = "en") -> str:
    """ "Wall B1 out", of what a shot has taken out."""
    number = wall.removeprefix("wall ")
    said = terms(words, wall) if number == wall else say(words, "wall {}", number)
    return sentence(say(words, "{} out", said))


class _Sheet:
    def __init__(
        self,
        plan: PlanRow,
        width_mm: float,
        height_mm: float,
        units: measures.Units,
        room_m: float,
        words: PaperLanguage,
    ) -> None:
        self._plan, self._units, self._words = plan, units, words
        self._w, self._h = width_mm, height_mm
        x0, z0, x1, z1 = _bounds(plan, room_m)
        across, down = x1 - x0, z1 - z0
        fits = (s for s in SCALES if across * 1000 / s <= width_mm and down * 1000 / s <= height_mm - BAR_MM)
        self.scale = next(fits, SCALES[-1])
        self._k = 1000 / self.scale
        self._step_m = next((step for step in GRIDS_M if step * self._k >= GRID_MM), GRIDS_M[-1])
        self._x0 = x0 - (width_mm / self._k - across) / 2
        self._z0 = z0 - ((height_mm - BAR_MM) / self._k - down) / 2
        self._taken: list[Box] = []
        self._bodies = list(self._people())
        self._drawn = [*self._bodies, *self._furniture()]
        """What a name keeps off."""

    def payload(self) -> Payload:
        plan = self._plan
        shapes = [*self._grid(), *(s for eye in plan.eyes for s in self._cone(eye))]
        shapes += [shape for thing in plan.things for shape in self._thing(thing)]
        shapes += [{"k": "axis", "p": self._all(plan.line)}] if plan.line else []
        shapes += [{"k": "mark", "p": self._all(mark)} for mark in plan.marks]
        for figure in plan.figures:
            shapes += self._figure(figure)
        for eye in plan.eyes:
            shapes += self._body(eye)
        shapes += [
            {"k": "tape", "p": [self._at(plan.eyes[0].place), self._at(to)]} for to, _ in plan.distances
        ]
        return {
            "w": self._w,
            "h": self._h,
            "k": self._k,
            "scale": round(self.scale),
            "step": self._step_m,
            "shapes": shapes,
            "labels": list(self._labels()),
        }

    # ------------------------------------------------------------------------------------------- places
    def _at(self, place: Place) -> list[float]:
        return [round((place[0] - self._x0) * self._k, 2), round((place[1] - self._z0) * self._k, 2)]

    def _all(self, places: Sequence[Place]) -> list[list[float]]:
        return [self._at(place) for place in places]

    def _grid(self) -> Iterator[Payload]:
        x1, z1 = self._x0 + self._w / self._k, self._z0 + (self._h - BAR_MM) / self._k
        step = self._step_m
        for n in range(math.ceil(self._x0 / step), math.floor(x1 / step) + 1):
            yield {"k": "grid", "p": self._all(((n * step, self._z0), (n * step, z1)))}
        for n in range(math.ceil(self._z0 / step), math.floor(z1 / step) + 1):
            yield {"k": "grid", "p": self._all(((self._x0, n * step), (x1, n * step)))}

    def _thing(self, thing: PlanThing) -> Iterator[Payload]:
        for outline in thing.outlines:
            if len(outline) > 2:
                solid = thing.kind == "wall" and _thickness(outline) > SOLID_M
                yield {"k": "solid" if solid else thing.kind, "p": self._all(outline)}

    # ----------------------------------------------------------------------------------------- the camera
    def _cone(self, eye: PlanEye) -> Iterator[Payload]:
        reach = _reach(eye)
        left, right = eye.heading_deg - eye.half_angle_deg, eye.heading_deg + eye.half_angle_deg
        yield {"k": "cone", "p": self._all((eye.place, *_arc(eye.place, left, right, reach)))}
        near, far = min(eye.near_m, reach), min(eye.far_m or reach, reach)
        if far > near:
            band = (*_arc(eye.place, left, right, near), *reversed(_arc(eye.place, left, right, far)))
            yield {"k": "band", "p": self._all(band)}
        for angle in (left, right):
            yield {"k": "ray", "p": self._all((eye.place, _beyond(eye.place, angle, reach)))}
        for distance, kind in ((eye.near_m, "limit"), (eye.far_m, "limit"), (eye.focus_m, "focus")):
            if distance is not None and distance <= reach:
                yield {"k": kind, "p": self._all(_arc(eye.place, left, right, distance))}

    def _body(self, eye: PlanEye) -> Iterator[Payload]:
        if eye.way:
            heading = eye.end_heading_deg if eye.end_heading_deg is not None else eye.heading_deg
            yield {"k": "camera-end", "p": self._all(_camera(eye.way[-1], heading))}
            if math.dist(eye.way[0], eye.way[-1]) * self._k > 6:
                yield {"k": "move", "p": self._all(eye.way)}
        yield {"k": "camera", "p": self._all(_camera(eye.place, eye.heading_deg))}

    def _figure(self, figure: PlanFigure) -> Iterator[Payload]:
        if figure.way:
            end = figure.way[-1]
            heading = figure.end_heading_deg if figure.end_heading_deg is not None else figure.heading_deg
            yield from self._person(end, heading, "-end")
            if math.dist(figure.place, end) * self._k > 5:
                yield {"k": "way", "p": self._all(figure.way)}
        yield from self._person(figure.place, figure.heading_deg, "")

    def _person(self, place: Place, heading_deg: float, suffix: str) -> Iterator[Payload]:
        yield {"k": f"shoulders{suffix}", "p": self._all(_ellipse(place, heading_deg, 0.24, 0.13))}
        nose = (
            _beyond(place, heading_deg + 28, 0.13),
            _beyond(place, heading_deg, 0.34),
            _beyond(place, heading_deg - 28, 0.13),
        )
        yield {"k": f"head{suffix}", "p": self._all(_ellipse(place, heading_deg, 0.10, 0.10))}
        yield {"k": f"head{suffix}", "p": self._all(nose)}

    # -------------------------------------------------------------------------------------------- labels
    def _labels(self) -> Iterator[Payload]:
        """The camera's and people's names first; whatever finds no free place is left out."""
        plan = self._plan
        for eye in plan.eyes:
            yield from self._label(eye.label, _beyond(eye.place, eye.heading_deg + 180, 0.55), "camera", "c")
            if eye.way and math.dist(eye.way[0], eye.way[-1]) * self._k > 6:
                yield from self._label("B", _beyond(eye.way[-1], eye.heading_deg + 90, 0.4), "camera", "c")
        for figure in plan.figures:
            yield from self._label(figure.name.upper(), figure.place, "name")
        for to, metres in plan.distances:
            yield from self._tape(plan.eyes[0].place, to, self._length(metres))
        if plan.eyes and not plan.marks:
            yield from self._limits(plan.eyes[0])
        if plan.line:
            yield from self._label(say(self._words, "180° line"), plan.line[0], "small")
        for thing in plan.things:
            if thing.kind in ("thing", "flown") and thing.name and thing.outlines:
                name = out_words(thing.name, self._words) if thing.kind == "flown" else thing.name
                places = [place for outline in thing.outlines for place in outline]
                middle = sum(p[0] for p in places) / len(places), sum(p[1] for p in places) / len(places)
                if _span(places) * self._k > LETTER_MM * len(name):
                    yield from self._label(name, middle, "small", "c")

    def _limits(self, eye: PlanEye) -> Iterator[Payload]:
        reach = _reach(eye)
        for word, distance in (("near", eye.near_m), ("focus", eye.focus_m), ("far", eye.far_m)):
            if distance is not None and distance <= reach:
                text = f"{say(self._words, word)} {self._length(distance)}"
                edges = [_beyond(eye.place, eye.heading_deg + side * eye.half_angle_deg, distance)
                         for side in (1, -1)]  # fmt: skip
                beside = (list(self._label(text, edge, "small")) for edge in edges)
                yield from next(filter(None, beside), None) or self._label(text, edges[0], "limit")

    def _length(self, metres: float) -> str:
        return figures(self._words, measures.length(metres, self._units))

    def _tape(self, start: Place, to: Place, text: str) -> Iterator[Payload]:
        """A distance on its line where it hides nobody and no camera; else the table alone has it."""
        middles = [
            (start[0] + (to[0] - start[0]) * along, start[1] + (to[1] - start[1]) * along) for along in TAPES
        ]
        width = _width(text, "tape")
        for shown in (self._drawn, self._bodies):
            for middle in middles:
                x, y = self._at(middle)
                box = _box((x - width / 2, y), width)
                if self._free(box) and not _on(shown, box):
                    yield from self._label(text, middle, "tape", "c")
                    return

    def _label(self, text: str, place: Place, kind: str, anchor: str = "") -> Iterator[Payload]:
        x, y = self._at(place)
        width = _width(text, kind)
        if anchor == "c":
            middle = x - width / 2, y
            spot, away = (middle if self._free(_box(middle, width)) else None), False
        else:
            spot, away = self._spot(x, y, width, kind in LED)
        if spot is None:
            return
        box = _box(spot, width)
        self._taken.append(box)
        yield {
            "x": round(spot[0], 2),
            "y": round(spot[1], 2),
            "w": round(width, 2),
            "k": kind,
            "t": Raw(text.replace(" ", "\u00a0"), "the plan", False),
            "lead": _lead((x, y), box) if away else [],
        }

    def _spot(self, x: float, y: float, width: float, may_lead: bool) -> tuple[Place | None, bool]:
        """Left edge and middle of a label for what is at (x, y), and whether a line must lead to it: beside
        it and off everything drawn, else further off with a line, else beside it and over furniture."""
        gap = 0.34 * self._k
        beside = [
            (x + gap, y),
            (x - gap - width, y),
            (x - width / 2, y - gap - LINE_MM / 2),
            (x - width / 2, y + gap + LINE_MM / 2),
        ]
        rings = [
            (x + (gap + out) * math.sin(turn) - width / 2 + width / 2 * math.sin(turn),
             y + (gap + out) * math.cos(turn))
            for out in LEADS_MM
            for turn in (2 * math.pi * n / 12 for n in range(12))
        ]  # fmt: skip
        for spots, away in ((beside, False), (rings if may_lead else [], True)):
            for spot in spots:
                if self._free(_box(spot, width)) and not _on(self._drawn, _box(spot, width)):
                    return spot, away
        hidden = [] if may_lead else self._bodies
        left = (
            spot for spot in beside if self._free(_box(spot, width)) and not _on(hidden, _box(spot, width))
        )
        return next(left, None), False

    def _free(self, box: Box) -> bool:
        inside = box[0] >= 0 and box[2] <= self._w and box[1] >= 0 and box[3] <= self._h - BAR_MM
        return inside and not any(_overlap(box, other) for other in self._taken)

    def _furniture(self) -> Iterator[Symbol]:
        things = (thing for thing in self._plan.things if thing.kind != "ground")
        return self._symbols([outline for thing in things for outline in thing.outlines])

    def _people(self) -> Iterator[Symbol]:
        """And cameras."""
        plan = self._plan
        outlines: list[Sequence[Place]] = []
        for figure in plan.figures:
            for place in (figure.place, *figure.way[-1:]):
                outlines.append(_ellipse(place, 0.0, BODY_M, BODY_M))
        outlines += [_camera(eye.place, eye.heading_deg) for eye in plan.eyes]
        return self._symbols(outlines)

    def _symbols(self, outlines: Sequence[Sequence[Place]]) -> Iterator[Symbol]:
        for outline in outlines:
            if len(outline) > 2:
                at = self._all(outline)
                xs, ys = [p[0] for p in at], [p[1] for p in at]
                yield (min(xs), min(ys), max(xs), max(ys)), at


# -------------------------------------------------------------------------------------------- geometry
def _bounds(plan: PlanRow, room_m: float) -> tuple[float, float, float, float]:
    """x, z of two corners: whom and what the shot is about, and the walls that are near."""
    core = [place for figure in plan.figures for place in (figure.place, *figure.way)]
    for eye in plan.eyes:
        core += [eye.place, *eye.way, _beyond(eye.place, eye.heading_deg, min(eye.focus_m, REACH_M))]
    core += [place for mark in plan.marks for place in mark]
    if not core:
        core = [place for thing in plan.things for outline in thing.outlines for place in outline] or [(0, 0)]
    x0, z0 = min(p[0] for p in core) - EDGE_M, min(p[1] for p in core) - EDGE_M
    x1, z1 = max(p[0] for p in core) + EDGE_M, max(p[1] for p in core) + EDGE_M
    walls = [
        place
        for thing in plan.things
        if thing.kind != "ground"
        for outline in thing.outlines
        for place in outline
        if x0 - room_m <= place[0] <= x1 + room_m and z0 - room_m <= place[1] <= z1 + room_m
    ]
    x0, z0 = min([x0, *(p[0] - 0.2 for p in walls)]), min([z0, *(p[1] - 0.2 for p in walls)])
    x1, z1 = max([x1, *(p[0] + 0.2 for p in walls)]), max([z1, *(p[1] + 0.2 for p in walls)])
    return x0, z0, x1, z1


def _reach(eye: PlanEye) -> float:
    """How far the cone is drawn: a little beyond the far limit, or beyond focus where that is far away."""
    return min(REACH_M, max(eye.focus_m * 1.35, min(eye.far_m or eye.focus_m * 1.7, eye.focus_m * 1.7)) + 0.3)


def _beyond(place: Place, heading_deg: float, distance_m: float) -> Place:
    angle = math.radians(heading_deg)
    return place[0] + distance_m * math.sin(angle), place[1] + distance_m * math.cos(angle)


def _arc(place: Place, start_deg: float, end_deg: float, distance_m: float) -> list[Place]:
    steps = 18
    return [
        _beyond(place, start_deg + (end_deg - start_deg) * n / steps, distance_m) for n in range(steps + 1)
    ]


def _ellipse(place: Place, heading_deg: float, across_m: float, deep_m: float) -> list[Place]:
    angle = math.radians(heading_deg)
    ahead, side = (math.sin(angle), math.cos(angle)), (math.cos(angle), -math.sin(angle))
    turns = [2 * math.pi * n / 20 for n in range(20)]
    return [
        (
            place[0] + across_m * math.cos(t) * side[0] + deep_m * math.sin(t) * ahead[0],
            place[1] + across_m * math.cos(t) * side[1] + deep_m * math.sin(t) * ahead[1],
        )
        for t in turns
    ]


def _camera(place: Place, heading_deg: float) -> list[Place]:
    """Body and lens from above; the lens at ``place``."""
    angle = math.radians(heading_deg)
    half = ((-0.36, 0.11), (-0.06, 0.11), (-0.06, 0.06), (0.06, 0.10))
    shape = (*half, *((along, -across) for along, across in reversed(half)))
    return [
        (
            place[0] + along * math.sin(angle) + across * math.cos(angle),
            place[1] + along * math.cos(angle) - across * math.sin(angle),
        )
        for along, across in shape
    ]


def _box(spot: Place, width_mm: float) -> Box:
    """Of a label by its left edge and middle."""
    return spot[0], spot[1] - LINE_MM / 2, spot[0] + width_mm, spot[1] + LINE_MM / 2


def _width(text: str, kind: str) -> float:
    return LETTER_MM * len(text) * (1.0 if kind in ("small", "limit") else 1.2) + 1.4


def _on(symbols: Sequence[Symbol], box: Box) -> bool:
    return any(_overlap(box, around) and _crosses(outline, box) for around, outline in symbols)


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _crosses(outline: Sequence[Sequence[float]], box: Box) -> bool:
    """Does a box meet a shape: an edge runs through it, or it lies inside."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    inside = False
    for a, b in zip(outline, (*outline[1:], outline[0]), strict=True):
        steps = max(1, math.ceil(math.dist(a, b)))  # a millimetre apart: a label is three high
        for n in range(steps):
            along = n / steps
            px, py = a[0] + (b[0] - a[0]) * along, a[1] + (b[1] - a[1]) * along
            if box[0] < px < box[2] and box[1] < py < box[3]:
                return True
        if (a[1] > y) != (b[1] > y) and x < a[0] + (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]):
            inside = not inside
    return inside


def _lead(start: Place, box: Box) -> list[list[float]]:
    """From what is named to the nearest edge of its label."""
    end = min(max(start[0], box[0]), box[2]), min(max(start[1], box[1]), box[3])
    return [[round(v, 2) for v in start], [round(v, 2) for v in end]]


def _thickness(outline: Sequence[Place]) -> float:
    """Area over half the way round: of a long thin shape, how thick it is."""
    pairs = list(zip(outline, (*outline[1:], outline[0]), strict=True))
    area = abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)) / 2
    return 2 * area / max(sum(math.dist(a, b) for a, b in pairs), 1e-9)


def _span(places: Sequence[Place]) -> float:
    return max(p[0] for p in places) - min(p[0] for p in places)
