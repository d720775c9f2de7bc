"""Coverage of a scene: set-ups that film it so that it cuts, each a real camera, all on one side of the line.

A master that holds everybody, a two-shot, a matched pair over the shoulders, matched singles, inserts. The
master decides the side of every line between two people; whatever would stand across it is not proposed.
Sizes go in steps so that no cut between two set-ups is a jump (Steven Katz, *Film Directing Shot by Shot*,
1991, ch. 9; Daniel Arijon, *Grammar of the Film Language*, 1976, ch. 5).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

import msgspec
import numpy as np

from previz.errors import CannotFrame
from previz.grammar.continuity import (
    MATCH_DISTANCE,
    MATCH_HEIGHT_M,
    MATCH_YAW_DEG,
    facing,
    is_neutral,
    level_deg,
)
from previz.grammar.framing import place
from previz.grammar.looking import CLEAR_COST, STANDS_M, Obstacles, Watch, fan, seen_share
from previz.grammar.solving import Placement, towards
from previz.grammar.subject import Floats, Subject
from previz.grammar.terms import VIEWS
from previz.scene.model import Framing
from previz.scene.optics import View
from previz.scene.transform import rotation_matrix

Role = Literal["master", "two-shot", "over", "single", "insert"]
Side = Literal["L", "R"]
TARGET_MM: dict[Role, float] = {"master": 27, "two-shot": 35, "over": 50, "single": 75, "insert": 65}
"""The lens that a set-up is first tried with, on a full-frame sensor's width of about 36 mm."""
TRIES = 3
"""Lenses tried for a set-up, the nearest to the target first."""
LIFTS_M = (0.0, 0.15, 0.3, 0.5)
"""Heights over the eyes that are tried where a monitor or a lamp is in the way."""
SEES_WELL = 0.85
"""Share of face and chest that is seen from a height worth beginning with."""
SIZE_M = {"CU": 0.45, "MCU": 0.65, "MS": 0.95, "MCS": 1.15, "MLS": 1.4, "FS": 2.1, "LS": 3.6}
"""Height of the picture at the subject, roughly."""
NEARER = 0.6
"""No size is made from nearer than this share of its usual distance."""
LATER_COST = 0.4
"""By which a later try must be better than the one before it."""
ENOUGH = 3
"""With a master and two more set-ups one side will do."""
WORTH: dict[Role, float] = {"master": 5, "over": 4, "single": 3, "two-shot": 2, "insert": 1}
"""What a scene would miss most."""
CLOSE_ROLES: tuple[Role, ...] = ("over", "single")


@dataclass(frozen=True, kw_only=True)
class Setup:
    """One proposal. ``placement`` is None where no camera can make it, and ``reason`` says why."""

    role: Role
    name: str
    framing: Framing
    focal_length_mm: float
    placement: Placement | None = None
    reason: str = ""

    @property
    def bearing_deg(self) -> float:
        """Where the camera looks on the plan: 0 is +Z, 90 is +X."""
        assert self.placement is not None
        ahead = -rotation_matrix(self.placement.transform.rotation)[:, 2]
        return math.degrees(math.atan2(ahead[0], ahead[2]))


@dataclass(frozen=True)
class Scene:
    """What there is to cover: everybody on the set, the speakers in the order of their lines, and things.

    ``view_of`` gives the frame of a focal length in mm; ``focals_mm`` are those of the lens set.
    """

    people: Sequence[Subject]
    lines: Sequence[str]
    """Ids of who speaks, line by line."""
    things: Sequence[Subject]
    focals_mm: Sequence[float]
    view_of: Callable[[float], View]
    stage: Obstacles
    """Everything that can stand in the way, people too."""
    walls: Obstacles
    """Walls alone."""
    trying: Callable[[str], None] = lambda _: None
    """Hears the name of the set-up for which another camera is tried; it may raise to end the search."""

    def person(self, id: str) -> Subject:
        return next(one for one in self.people if one.id == id)


def propose(scene: Scene, side: Side | None = None) -> list[Setup]:
    """All set-ups of a scene, possible or not, masters first. ``side`` is that of the line from the first of
    the main pair to the second, when earlier shots have settled it; otherwise the side with more to offer.
    """
    if not scene.people:
        raise CannotFrame("There is nobody on the set; put the cast on its marks first.")
    tries: list[list[Setup]] = []
    for one in [side] if side else _sides(scene):
        tries.append(list(_from_side(scene, one)))
        placed = [setup.placement is not None for setup in tries[-1]]
        if placed[0] and sum(placed) >= ENOUGH:  # else perhaps the other side has more to offer
            break
    return max(tries, key=lambda found: sum(setup.placement is not None for setup in found))


def _sides(scene: Scene) -> list[Side]:
    """Of the main pair; the one from which more of both is seen at the distance of a two-shot comes first."""
    pair = main_pair(scene)
    if pair is None:
        return ["L"]
    middle = (pair[0].eyes_m + pair[1].eyes_m) / 2
    reach = _reach_m(Framing(size="MLS"), scene.view_of(_lenses(scene, "two-shot")[0]))
    seen: dict[Side, float] = {}
    for side in ("L", "R"):
        asked = Asked("master", "", Framing(size="LS"), pair, side)
        ways = fan(_directions(asked))
        places = middle + reach * ways
        low = [0.0, STANDS_M - middle[1], 0.0]
        free, _ = scene.walls.first(middle + low, places + low)
        shares = np.min([seen_share(scene.stage, who, places) for who in pair], axis=0)
        seen[side] = float((shares * free).mean())
    return sorted(seen, key=lambda one: (-round(seen[one], 2), one))


def main_pair(scene: Scene) -> tuple[Subject, Subject] | None:
    """The two who speak with each other most; without words the first two of the cast."""
    pair = busiest_pair(scene.lines, [one.id for one in scene.people])
    return (scene.person(pair[0]), scene.person(pair[1])) if len(pair) == 2 else None


def busiest_pair(lines: Sequence[str], ids: Sequence[str]) -> tuple[str, ...]:
    """Of ``ids`` the two who answer each other most often in ``lines``, which are ids of who speaks; without
    an exchange who speaks and the first of the others; () where there are no two.
    """
    exchanges: dict[tuple[str, str], int] = {}
    spoken = [id for id in lines if id in ids]
    for one, other in pairwise(spoken):
        if one != other:
            key = (one, other) if ids.index(one) < ids.index(other) else (other, one)
            exchanges[key] = exchanges.get(key, 0) + 1
    if exchanges:
        return max(exchanges, key=lambda key: exchanges[key])
    if len(ids) < 2:
        return ()
    first = spoken[0] if spoken else ids[0]
    return first, next(one for one in ids if one != first)


def _from_side(scene: Scene, side: Side) -> Iterator[Setup]:
    pair = main_pair(scene)
    if pair is None:
        yield from _alone(scene)
        return
    line = Line(scene.people, pair, side)
    yield _master(scene, pair, side)  # so wide a shot draws the line anew and settles nothing for the others
    yield line.settle(_two_shot(scene, pair, side, line, "MLS" if len(scene.people) > 2 else "MS"))
    for make in (_overs, _singles):
        for setup in make(scene, pair, line):
            yield line.settle(setup)
    yield from _inserts(scene)


# ------------------------------------------------------------------------------------------- the line
class Line:
    """On which side of any two people the cameras stand: the first settles it for the rest."""

    def __init__(self, people: Sequence[Subject], pair: tuple[Subject, Subject], side: Side) -> None:
        self.pair, self._people = pair, people
        self._signs = {(pair[0].id, pair[1].id): 1 if side == "L" else -1}

    def settle(self, setup: Setup) -> Setup:
        """Take the sides of a set-up that was placed for those that come after it."""
        if setup.placement is not None:
            for one, other in self._pairs(setup):
                turn = side_deg(_position(setup.placement), one, other)
                if not is_neutral(turn) and self.sign(one, other) == 0:
                    self._signs[one.id, other.id] = 1 if turn > 0 else -1
        return setup

    def bar(self, setup: Setup) -> Callable[[Floats], str]:
        """Why a camera may not stand at a place, on the wrong side of a line of whom the set-up is about; ""
        where it may."""
        wanted = [(one, other, self.sign(one, other)) for one, other in self._pairs(setup)]

        def across(camera_m: Floats) -> str:
            for one, other, sign in wanted:
                turn = side_deg(camera_m, one, other)
                if sign and not is_neutral(turn) and turn * sign < 0:
                    return f"From there the camera would cross the line between {one.name} and {other.name}."
            return ""

        return across

    def sign(self, one: Subject, other: Subject) -> int:
        """Above 0 left of the way from one to the other, 0 where no side is settled."""
        known = self._signs.get((one.id, other.id), 0)
        return known or -self._signs.get((other.id, one.id), 0)

    def _pairs(self, setup: Setup) -> Iterator[tuple[Subject, Subject]]:
        chief = next((one for one in self._people if one.id == setup.framing.subjects[0]), None)
        if chief is not None:
            yield from ((chief, other) for other in self._people if other is not chief)


def side_deg(camera_m: Floats, one: Subject, other: Subject) -> float:
    """Bearing of a camera off the line from one person to another, at the end that is nearer to it; above 0
    on the left of the line, −180…180. As `continuity` measures it."""
    a, b, c = one.eyes_m[[0, 2]], other.eyes_m[[0, 2]], camera_m[[0, 2]]
    forward = bool(np.linalg.norm(c - a) <= np.linalg.norm(c - b))
    nearer, along = (a, b - a) if forward else (b, a - b)
    out = c - nearer
    turn = math.degrees(math.atan2(float(along[1] * out[0] - along[0] * out[1]), float(along @ out)))
    return turn if forward else -turn


def _position(placement: Placement) -> Floats:
    return np.asarray(placement.transform.position_m, float)


# ------------------------------------------------------------------------------------------ the set-ups
def _master(scene: Scene, pair: tuple[Subject, Subject], side: Side) -> Setup:
    # the side is that of the line from the first to the last who is named
    everybody = (pair[0], *(one for one in scene.people if one not in pair), pair[1])
    composition = {2: "2S", 3: "3S"}.get(len(everybody), "GROUP")
    ids = tuple(one.id for one in everybody)
    asked = Asked(
        "master", "Master", Framing(subjects=ids, size="LS", composition=composition), everybody, side
    )
    found = _sized(scene, asked, ("LS", "FS", "MLS"))
    if found.placement is None and len(everybody) > 2:  # then at least those whose scene it is
        found = _sized(scene, replace(asked, faces=pair), ("LS", "FS"))
    return found


def _two_shot(scene: Scene, pair: tuple[Subject, Subject], side: Side, line: Line, size: str) -> Setup:
    name = f"Two-shot {pair[0].name}, {pair[1].name}"
    if pair[1].eyes_m[1] > pair[0].eyes_m[1]:  # the taller decides the head-room
        pair, side = (pair[1], pair[0]), "R" if side == "L" else "L"
    framing = Framing(subjects=tuple(who.id for who in pair), size=size, composition="2S")
    asked = Asked("two-shot", name, framing, pair, side, line)
    sizes = (size, "MCS" if size == "MS" else "MS", "MLS")
    return _sized(scene, asked, tuple(dict.fromkeys(sizes)))


def _overs(scene: Scene, pair: tuple[Subject, Subject], line: Line) -> list[Setup]:
    """Who is seen, over whose shoulder; both with one lens and from alike distances."""
    left = line.sign(*pair) > 0
    ways = ((pair[0], pair[1], left), (pair[1], pair[0], not left))

    def asked(seen: Subject, near: Subject, right: bool, size: str) -> Asked:
        composition = "OTS-R" if right else "OTS-L"
        framing = Framing(subjects=(seen.id, near.id), size=size, composition=composition)
        name = f"{seen.name} over {near.name}'s shoulder"
        return Asked("over", name, framing, (seen, near), None, line)

    made: list[Setup] = []
    for size in ("MCU", "MS"):
        wanted = [asked(*way, size) for way in ways]
        made = _matched(scene, wanted, pair)
        if all(one.placement for one in made):
            break
    return made


def _singles(scene: Scene, pair: tuple[Subject, Subject], line: Line) -> list[Setup]:
    def asked(who: Subject) -> Asked:
        framing = Framing(subjects=(who.id,), size="CU", composition="1S")
        return Asked("single", f"Single {who.name}", framing, (who,), None, line, alone=True)

    wanted = [replace(asked(pair[n]), views=single_views(line, pair[n], pair[1 - n])) for n in (0, 1)]
    made = _matched(scene, wanted, pair)
    for one in made:
        line.settle(one)
    for who in scene.people:
        if who not in pair:
            wish = replace(asked(who), views=single_views(line, who, pair[0]))
            made.append(_best(scene, wish, made[0].focal_length_mm))
    return made


def single_views(line: Line, who: Subject, partner: Subject) -> tuple[str, ...]:
    """Of a face, from the settled side of the line to a partner."""
    by_side = {1: ("3/4 L", "front", "profile L"), -1: ("3/4 R", "front", "profile R")}
    return by_side.get(line.sign(who, partner), ("3/4 L", "3/4 R"))


def _inserts(scene: Scene) -> Iterator[Setup]:
    for one in scene.things:
        framing = Framing(subjects=(one.id,), composition="INS")
        yield _best(scene, Asked("insert", f"Insert {one.name}", framing, (one,)))


def _alone(scene: Scene) -> Iterator[Setup]:
    who = scene.people[0]
    steps: tuple[tuple[Role, str, str], ...] = (
        ("master", "Master", "LS"),
        ("over", f"Medium {who.name}", "MS"),
        ("single", f"Single {who.name}", "CU"),
    )
    for role, name, size in steps:
        framing = Framing(subjects=(who.id,), size=size, composition="1S")
        yield _best(scene, Asked(role, name, framing, (who,)))
    yield from _inserts(scene)


# ------------------------------------------------------------------------------------------ placing them
@dataclass(frozen=True)
class Asked:
    """A set-up to find a camera for."""

    role: Role
    name: str
    framing: Framing
    subjects: tuple[Subject, ...]
    side: Side | None = None
    line: Line | None = None
    faces: tuple[Subject, ...] = ()
    """Whose faces must be seen where that is not everybody's, see `seen`."""
    views: tuple[str, ...] = ()
    """Tried in turn, of a single."""
    alone: bool = False
    """Nobody else's face may be in the frame."""

    @property
    def near(self) -> Subject | None:
        """Over whose shoulder it is; nobody's for the medium shot of who is alone on the set."""
        return self.subjects[1] if self.role == "over" and len(self.subjects) > 1 else None

    @property
    def seen(self) -> tuple[Subject, ...]:
        """Whose faces must be seen."""
        return self.faces or (self.subjects[:1] if self.near else self.subjects)


@dataclass(frozen=True)
class Way:
    """A lens, and where it stands in height."""

    focal_mm: float
    level: str | None = "eye"
    lift_m: float = 0.0


def _sized(scene: Scene, asked: Asked, sizes: Sequence[str]) -> Setup:
    """In the first size that sees well, else in the one that sees best."""
    found: list[Setup] = []
    for size in sizes:
        one = _best(scene, replace(asked, framing=msgspec.structs.replace(asked.framing, size=size)))
        if one.placement and one.placement.look.cost < 2 * CLEAR_COST:
            return one
        found.append(one)
    return _cheapest(found)


def _best(scene: Scene, asked: Asked, first_mm: float | None = None) -> Setup:
    """With the first lens and height that see clearly, else with those that see best."""
    found: list[Setup] = []
    for n, way in enumerate(_ways(scene, asked, first_mm)):
        if n >= TRIES and any(one.placement for one in found):
            break  # the other heights see less
        found.append(_placed(scene, asked, way))
        if _clear(found[-1]):
            return found[-1]
    return _cheapest(found)


def _matched(scene: Scene, asked: Sequence[Asked], pair: tuple[Subject, Subject]) -> list[Setup]:
    """The pair with one lens and height that both see clearly and are alike; else with those that are alike
    and see best, else as much of it as can be made."""
    tried: list[list[Setup]] = []
    for n, way in enumerate(_ways(scene, asked[0], None, asked[1])):
        if n >= TRIES and any(all(one.placement for one in made) for made in tried):
            break
        made = [_placed(scene, asked[0], way)]
        if made[0].placement:
            made.append(_placed(scene, asked[1], way))
        if len(made) == 2 and made[1].placement and not _alike(made, pair):
            made = _other_views(scene, asked, way, pair) or made
        if len(made) == 2 and all(map(_clear, made)) and _alike(made, pair):
            return made
        tried.append(made)
    whole = [made for made in tried if len(made) == 2 and made[1].placement]
    alike = [made for made in whole if _alike(made, pair)]
    if whole:
        return min(alike or whole, key=lambda made: sum(_cost(one) for one in made))
    best = max(tried, key=len)
    # without the first nobody has looked for the second yet: it may be made alone, or has a reason of its own
    return best if len(best) == 2 else [*best, _best(scene, asked[1])]


def _other_views(
    scene: Scene, asked: Sequence[Asked], way: Way, pair: tuple[Subject, Subject]
) -> list[Setup] | None:
    """The pair from those of its views that are alike, the one that sees best; None where none are."""
    sides = [[one for one in _viewed(scene, it, way) if one.placement] for it in asked]
    alike = [[one, other] for one in sides[0] for other in sides[1] if _alike([one, other], pair)]
    return min(alike, key=lambda made: sum(map(_cost, made)), default=None)


def _placed(scene: Scene, asked: Asked, way: Way) -> Setup:
    """From the best of its views."""
    found: list[Setup] = []
    for one in _viewed(scene, asked, way):
        found.append(one)
        if _clear(one):
            return one
    return _cheapest(found)


def _viewed(scene: Scene, asked: Asked, way: Way) -> Iterator[Setup]:
    for view in asked.views or (None,):
        framing = msgspec.structs.replace(asked.framing, level=way.level, view=view)
        yield solved(scene, asked, framing, way)


def solved(scene: Scene, asked: Asked, framing: Framing, way: Way) -> Setup:
    scene.trying(asked.name)
    setup = Setup(role=asked.role, name=asked.name, framing=framing, focal_length_mm=way.focal_mm)
    others = tuple(one for one in scene.people if one not in asked.subjects)
    view = scene.view_of(way.focal_mm)
    watch = Watch(
        featured=asked.seen,
        stage=scene.stage,
        walls=scene.walls,
        people=scene.people,
        through=tuple(one.object_id for one in asked.subjects),
        bar=None if asked.line is None else asked.line.bar(setup),
        least_m=NEARER * _reach_m(framing, view),
        over=asked.near,
    )
    try:
        placement = place(
            asked.subjects,
            framing,
            view,
            side=asked.side,
            lift_m=way.lift_m,
            company=others,
            watch=watch,
            alone=asked.alone,
        )
    except CannotFrame as error:
        return replace(setup, reason=str(error))
    return replace(setup, placement=placement)


def _clear(one: Setup) -> bool:
    return one.placement is not None and one.placement.look.cost < CLEAR_COST


def _cost(one: Setup) -> float:
    return one.placement.cost if one.placement else math.inf


def _cheapest(found: Sequence[Setup]) -> Setup:
    """Of those that were tried in turn; the first when none can be made."""
    place = min(range(len(found)), key=lambda n: _cost(found[n]) + LATER_COST * n)
    return found[place]


def _lenses(scene: Scene, role: Role, first_mm: float | None = None) -> list[float]:
    target = first_mm or TARGET_MM[role]
    return sorted(scene.focals_mm, key=lambda mm: abs(math.log(mm / target)))[:TRIES]


def _ways(scene: Scene, asked: Asked, first_mm: float | None, twin: Asked | None = None) -> list[Way]:
    """What to try in turn: every lens at the height that sees most, then the first at other heights."""
    lenses = _lenses(scene, asked.role, first_mm)
    if asked.role == "insert":
        return [Way(mm, None) for mm in lenses]
    best, *others = _lifts(scene, [asked, twin] if twin else [asked], lenses[0])
    ways = [(mm, best) for mm in lenses] + [(lenses[0], lift) for lift in others]
    return [Way(mm, None if lift else "eye", lift) for mm, lift in ways]


def _lifts(scene: Scene, asked: Sequence[Asked], focal_mm: float) -> list[float]:
    """Heights above the eyes, the lowest first from which the set-ups see faces and chests: a fan of lines of
    sight in the directions in which a camera may stand, at about its distance."""
    seen = np.ones(len(LIFTS_M))
    for one in asked:
        reach = _reach_m(one.framing, scene.view_of(focal_mm))
        middle = np.mean([who.eyes_m for who in one.subjects[: len(one.seen)]], axis=0)
        ways = fan(_directions(one))
        for n, lift in enumerate(LIFTS_M):
            places = middle + reach * ways + [0.0, lift, 0.0]
            shares = np.min([seen_share(scene.stage, who, places) for who in one.seen], axis=0)
            seen[n] = min(seen[n], float(shares.max()))
    good = [n for n in range(len(LIFTS_M)) if seen[n] >= SEES_WELL]
    order = sorted(range(len(LIFTS_M)), key=lambda n: (n not in good[:1], -seen[n], n))
    return [LIFTS_M[n] for n in order]


def _reach_m(framing: Framing, view: View) -> float:
    """About how far a camera stands for a size; 0 for a thing."""
    return SIZE_M.get(framing.size or "", 0.0) / (2 * view.tan_y)


def _directions(asked: Asked) -> list[float]:
    """Azimuths in degrees, from the subjects, in which a camera for a set-up may stand; 0 is +Z."""
    first, last = asked.subjects[0], asked.subjects[-1]
    steps = np.arange(-50.0, 51.0, 20.0)
    if asked.near:
        right = asked.framing.composition == "OTS-R"
        return [towards(first.eyes_m, last.eyes_m) + (1 if right else -1) * turn for turn in (5, 15, 25, 40)]
    if len(asked.subjects) > 1:
        across = towards(first.eyes_m, last.eyes_m)
        sides = {"L": (90.0,), "R": (-90.0,), None: (90.0, -90.0)}[asked.side]
        return [across + side + turn for side in sides for turn in steps]
    x, _, z = first.head_axes[2]
    ahead = math.degrees(math.atan2(x, z))
    return [ahead + (VIEWS[view] if view else 0.0) for view in asked.views or ("front", "3/4 L", "3/4 R")]


def _alike(made: Sequence[Setup], pair: tuple[Subject, Subject]) -> bool:
    """By the measures that the check of a matched pair uses."""
    ways = [
        _position(one.placement) - who.eyes_m for one, who in zip(made, pair, strict=True) if one.placement
    ]
    near, far = sorted(float(np.linalg.norm(way)) for way in ways)
    level = abs(float(pair[0].eyes_m[1] - pair[1].eyes_m[1])) < MATCH_HEIGHT_M
    heights = abs(float(ways[0][1] - ways[1][1]))
    line = pair[1].eyes_m - pair[0].eyes_m
    yaws = level_deg(ways[0], line), level_deg(ways[1], -line)
    return (
        (far - near) / far <= MATCH_DISTANCE
        and (not level or heights <= MATCH_HEIGHT_M)
        and (not facing(*pair) or abs(yaws[0] - yaws[1]) <= MATCH_YAW_DEG)
    )
