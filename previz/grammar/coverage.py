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
from previz.grammar.continuity import MATCH_DISTANCE, MATCH_HEIGHT_M, is_neutral
from previz.grammar.framing import place
from previz.grammar.naming import eye
from previz.grammar.solving import Clear, Order, Placement, hides_face
from previz.grammar.subject import Floats, Subject
from previz.scene.model import Framing
from previz.scene.optics import View
from previz.scene.transform import rotation_matrix

Role = Literal["master", "two-shot", "over", "single", "insert"]
Side = Literal["L", "R"]
TARGET_MM: dict[Role, float] = {"master": 27, "two-shot": 35, "over": 50, "single": 75, "insert": 65}
"""The lens that a set-up is first tried with, on a full-frame sensor's width of about 36 mm."""
TRIES = 3
"""Lenses tried for a set-up, the nearest to the target first."""
TURN_DEG = 90.0
"""Set-ups whose axes differ by less face the same way: the room is lit once for them."""


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
    clear: Callable[[Sequence[Subject]], Clear]
    """Free sight past the set for these subjects."""

    def person(self, id: str) -> Subject:
        return next(one for one in self.people if one.id == id)


def propose(scene: Scene, side: Side | None = None) -> list[Setup]:
    """All set-ups of a scene, possible or not, masters first. ``side`` is that of the line from the first of
    the main pair to the second, when earlier shots have settled it; otherwise the side with more to offer.
    """
    if not scene.people:
        raise CannotFrame("There is nobody on the set; put the cast on its marks first.")
    tries: list[list[Setup]] = []
    for one in (side,) if side else ("L", "R"):
        found = list(_from_side(scene, one))
        tries.append(found)
        if found[0].placement:  # else the master finds no room there: look from the other side
            break
    return max(tries, key=lambda found: sum(setup.placement is not None for setup in found))


def main_pair(scene: Scene) -> tuple[Subject, Subject] | None:
    """The two who speak with each other most; without words the first two of the cast."""
    ids = [one.id for one in scene.people]
    exchanges: dict[tuple[str, str], int] = {}
    spoken = [id for id in scene.lines if id in ids]
    for one, other in pairwise(spoken):
        if one != other:
            key = (one, other) if ids.index(one) < ids.index(other) else (other, one)
            exchanges[key] = exchanges.get(key, 0) + 1
    if exchanges:
        first, second = max(exchanges, key=lambda key: exchanges[key])
        return scene.person(first), scene.person(second)
    if len(scene.people) < 2:
        return None
    speaker = scene.person(spoken[0]) if spoken else scene.people[0]
    return speaker, next(one for one in scene.people if one is not speaker)


def _from_side(scene: Scene, side: Side) -> Iterator[Setup]:
    pair = main_pair(scene)
    if pair is None:
        yield from _alone(scene)
        return
    line = _Line(scene.people, pair, side)
    yield _master(scene, pair, side)  # so wide a shot draws the line anew and settles nothing for the others
    yield line.settle(_two_shot(scene, pair, side, line, "MLS" if len(scene.people) > 2 else "MS"))
    for make in (_overs, _singles):
        for setup in make(scene, pair, line):
            yield line.settle(setup)
    yield from _inserts(scene)


# ------------------------------------------------------------------------------------------- the line
class _Line:
    """On which side of any two people the cameras stand: the first settles it for the rest."""

    def __init__(self, people: Sequence[Subject], pair: tuple[Subject, Subject], side: Side) -> None:
        self._people = people
        self._signs = {(pair[0].id, pair[1].id): 1 if side == "L" else -1}

    def settle(self, setup: Setup) -> Setup:
        """Take the sides of a set-up that was placed for those that come after it."""
        if setup.placement is not None:
            for one, other in self._pairs(setup):
                turn = side_deg(_position(setup.placement), one, other)
                if not is_neutral(turn) and self.sign(one, other) == 0:
                    self._signs[one.id, other.id] = 1 if turn > 0 else -1
        return setup

    def holds(self, setup: Setup, placement: Placement) -> bool:
        """Whether a camera stands on the settled side of whoever it is about and everybody else."""
        for one, other in self._pairs(setup):
            turn, wanted = side_deg(_position(placement), one, other), self.sign(one, other)
            if wanted and not is_neutral(turn) and turn * wanted < 0:
                return False
        return True

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
    everybody = [pair[0], *(one for one in scene.people if one not in pair), pair[1]]
    composition = {2: "2S", 3: "3S"}.get(len(everybody), "GROUP")
    tried: Setup | None = None
    for size in ("LS", "FS", "MLS"):
        framing = Framing(subjects=tuple(one.id for one in everybody), size=size, composition=composition)
        tried = _best(scene, "master", "Master", framing, everybody, side)
        if tried.placement:
            break
    assert tried is not None
    return tried


def _two_shot(scene: Scene, pair: tuple[Subject, Subject], side: Side, line: _Line, size: str) -> Setup:
    name = f"Two-shot {pair[0].name}, {pair[1].name}"
    if pair[1].eyes_m[1] > pair[0].eyes_m[1]:  # the taller decides the head-room
        pair, side = (pair[1], pair[0]), "R" if side == "L" else "L"
    sizes = (size, "MCS" if size == "MS" else "MS", "MLS")
    tried: Setup | None = None
    for one in dict.fromkeys(sizes):
        framing = Framing(subjects=tuple(who.id for who in pair), size=one, composition="2S")
        tried = _best(scene, "two-shot", name, framing, pair, side, line)
        if tried.placement:
            break
    assert tried is not None
    return tried


def _overs(scene: Scene, pair: tuple[Subject, Subject], line: _Line) -> list[Setup]:
    """Who is seen, over whose shoulder; both with one lens and from alike distances."""
    left = line.sign(*pair) > 0
    made: list[Setup] = []

    def both(focal: float, level: str | None) -> list[Setup]:
        found: list[Setup] = []
        for seen, near, composition in (
            (pair[0], pair[1], "OTS-R" if left else "OTS-L"),
            (pair[1], pair[0], "OTS-L" if left else "OTS-R"),
        ):
            framing = Framing(subjects=(seen.id, near.id), size=size, composition=composition, level=level)
            setup = Setup(
                role="over",
                name=f"{seen.name} over {near.name}'s shoulder",
                framing=framing,
                focal_length_mm=focal,
            )
            found.append(_placed(scene, setup, (seen, near), None, line))
            if found[0].placement is None and len(found) == 1:
                found.append(replace(found[0], name=f"{pair[1].name} over {pair[0].name}'s shoulder"))
                break
        return found

    for size in ("MCU", "MS"):
        made = _matched(scene, "over", both, pair, anyhow=size == "MS")
        if all(one.placement for one in made):
            break
    return made


def _singles(scene: Scene, pair: tuple[Subject, Subject], line: _Line) -> list[Setup]:
    def of(who: Subject, partner: Subject, focal: float, level: str | None) -> Setup:
        left = line.sign(who, partner)
        views = {
            1: ("3/4 L", "front", "profile L"),
            -1: ("3/4 R", "front", "profile R"),
            0: ("3/4 L", "3/4 R"),
        }
        tried: Setup | None = None
        for view in views[left]:
            framing = Framing(subjects=(who.id,), size="CU", composition="1S", view=view, level=level)
            setup = Setup(role="single", name=f"Single {who.name}", framing=framing, focal_length_mm=focal)
            tried = _placed(scene, setup, (who,), None, line)
            if tried.placement:
                break
        assert tried is not None
        return tried

    def both(focal: float, level: str | None) -> list[Setup]:
        return [of(pair[0], pair[1], focal, level), of(pair[1], pair[0], focal, level)]

    made = _matched(scene, "single", both, pair)
    for one in made:
        line.settle(one)
    focal, level = made[0].focal_length_mm, made[0].framing.level
    return [*made, *(of(one, pair[0], focal, level) for one in scene.people if one not in pair)]


def _inserts(scene: Scene) -> Iterator[Setup]:
    for one in scene.things:
        framing = Framing(subjects=(one.id,), composition="INS")
        yield _best(scene, "insert", f"Insert {one.name}", framing, (one,), None)


def _alone(scene: Scene) -> Iterator[Setup]:
    who = scene.people[0]
    steps: tuple[tuple[Role, str, str], ...] = (
        ("master", "Master", "LS"),
        ("over", f"Medium {who.name}", "MS"),
        ("single", f"Single {who.name}", "CU"),
    )
    for role, name, size in steps:
        framing = Framing(subjects=(who.id,), size=size, composition="1S")
        yield _best(scene, role, name, framing, (who,), None)
    yield from _inserts(scene)


# ------------------------------------------------------------------------------------------ placing them
def _lenses(scene: Scene, role: Role) -> list[float]:
    target = TARGET_MM[role]
    return sorted(scene.focals_mm, key=lambda mm: abs(math.log(mm / target)))[:TRIES]


def _ways(scene: Scene, role: Role) -> list[tuple[float, str | None]]:
    """(lens, level) to try in turn: every lens at eye level, then the first from wherever it can stand."""
    lenses = _lenses(scene, role)
    if role == "insert":
        return [(mm, None) for mm in lenses]
    return [*((mm, "eye") for mm in lenses), (lenses[0], None)]


def _best(
    scene: Scene,
    role: Role,
    name: str,
    framing: Framing,
    subjects: Sequence[Subject],
    side: Side | None,
    line: _Line | None = None,
) -> Setup:
    """With the first lens that can make it, at eye level if that is possible."""
    first: Setup | None = None
    for focal, level in _ways(scene, role):
        asked = msgspec.structs.replace(framing, level=level)
        setup = Setup(role=role, name=name, framing=asked, focal_length_mm=focal)
        setup = _placed(scene, setup, subjects, side, line)
        if setup.placement:
            return setup
        first = first or setup
    assert first is not None
    return first


def _placed(
    scene: Scene,
    setup: Setup,
    subjects: Sequence[Subject],
    side: Side | None,
    line: _Line | None,
) -> Setup:
    view = scene.view_of(setup.focal_length_mm)
    try:
        found = place(subjects, setup.framing, view, side=side, clear=scene.clear(subjects))
    except CannotFrame as error:
        return replace(setup, reason=str(error))
    if line is not None and not line.holds(setup, found):
        return replace(setup, reason="From there the camera would stand across the line.")
    hidden = _hidden(scene, setup, found, view)
    return replace(setup, reason=hidden) if hidden else replace(setup, placement=found)


def _hidden(scene: Scene, setup: Setup, found: Placement, view: View) -> str:
    """Who of the scene, not asked for, stands between the lens and a face; empty for nobody."""
    wanted = setup.framing.subjects if setup.role in ("master", "two-shot") else setup.framing.subjects[:1]
    others = tuple(one for one in scene.people if one.id not in setup.framing.subjects)
    for chief in (one for one in scene.people if one.id in wanted):
        order = Order((chief, *others), view, "", "", None, None, ())
        before = hides_face(order, eye(found.transform, view))
        if before:
            return f"{before} stands before {chief.name} from there; move one of them."
    return ""


def _matched(
    scene: Scene,
    role: Role,
    both: Callable[[float, str | None], list[Setup]],
    pair: tuple[Subject, Subject],
    anyhow: bool = True,
) -> list[Setup]:
    """The pair with the first lens that makes both alike; else with the one that makes most of it. ``anyhow``
    tries other levels too."""
    best: list[Setup] = []
    for focal, level in _ways(scene, role):
        if level is None and not anyhow:
            break
        made = both(focal, level)
        if all(one.placement for one in made) and _alike(made, pair):
            return made
        if sum(one.placement is not None for one in made) > sum(one.placement is not None for one in best):
            best = made
        best = best or made
    return best


def _alike(made: Sequence[Setup], pair: tuple[Subject, Subject]) -> bool:
    """By the measures that the check of a matched pair uses."""
    ways = [
        _position(one.placement) - who.eyes_m for one, who in zip(made, pair, strict=True) if one.placement
    ]
    near, far = sorted(float(np.linalg.norm(way)) for way in ways)
    level = abs(float(pair[0].eyes_m[1] - pair[1].eyes_m[1])) < MATCH_HEIGHT_M
    heights = abs(float(ways[0][1] - ways[1][1]))
    return (far - near) / far <= MATCH_DISTANCE and (not level or heights <= MATCH_HEIGHT_M)


# -------------------------------------------------------------------------------------- order of shooting
@dataclass(frozen=True)
class Facing:
    """Set-ups that look one way, shot before the room is turned round."""

    name: str
    places: tuple[int, ...]
    """Where they stand in the list that was ordered."""


def shooting_order(looks: Sequence[tuple[float, Role, str]]) -> list[Facing]:
    """Groups in the order in which a unit shoots them, from (bearing in degrees, role, whom it is about) of
    every set-up: the master with all that faces its way, then the room turned round, inserts last; wide
    before close inside a group.
    """
    rank: dict[Role, int] = {"master": 0, "two-shot": 1, "over": 2, "single": 3, "insert": 4}
    left = [n for n, (_, role, _) in enumerate(looks) if role != "insert"]
    groups: list[list[int]] = []
    while left:
        first = min(left, key=lambda n: (rank[looks[n][1]], n))
        near = [n for n in left if _apart_deg(looks[n][0], looks[first][0]) < TURN_DEG / 2]
        groups.append(sorted(near, key=lambda n: (rank[looks[n][1]], n)))
        left = [n for n in left if n not in near]
    made = []
    for number, members in enumerate(groups):
        name = f"Turn round, to {looks[members[0]][2]}" if number else "From the master"
        made.append(Facing(name, tuple(members)))
    inserts = tuple(n for n, (_, role, _) in enumerate(looks) if role == "insert")
    return [*made, Facing("Inserts", inserts)] if inserts else made


def _apart_deg(one: float, other: float) -> float:
    return abs((one - other + 180) % 360 - 180)
