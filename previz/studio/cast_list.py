"""Who can be cast and how they can stand, as rows for people and programs and as contact sheets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from previz.cast import (
    BEARDS,
    EXPRESSIONS,
    GLASSES,
    HAIR,
    HANDS,
    HATS,
    OUTFITS,
    PEOPLE,
    POSE_GROUPS,
    figure,
)
from previz.cast.pose import preset
from previz.errors import NotFound
from previz.export.contact import PAPER, Section, Tile, write_contact_sheet
from previz.render.drawlist import DrawList
from previz.render.portrait import people_portrait
from previz.scene.blocking import Actor, Placed
from previz.scene.model import ActorKey, Body, Pose, Transform
from previz.scene.transform import apply
from previz.staging import PAIRS, Dressing, drop, pair
from previz.studio.portraits import Portraits

Floats = NDArray[np.float64]
Tell = Callable[[float, str], None]
"""(share done 0…1, what is going on)"""

TILE_PX = (300, 375)
COLUMNS = 15
_ASPECT = TILE_PX[0] / TILE_PX[1]
_FIRST = 10
_LIFT_DEG = 13.0
"""The camera looks down so far that no horizon shows."""
_LINE_UP_M = np.array([(x, y, z) for x in (-0.62, 0.62) for y in (0.0, 1.98) for z in (-0.3, 0.3)])
"""What a picture of somebody in a line-up holds, so that all are to one scale."""
_SEAT = Placed("seat", "seat", "stool", {}, {}, Transform(), 2)
_WARDROBE = {"outfits": OUTFITS, "hair": HAIR, "beards": BEARDS, "hats": HATS, "glasses": GLASSES}
_MODELS = ("man", "woman")
"""Who shows poses, by turns."""


@dataclass(frozen=True)
class Casting:
    """What was asked for; names in the order of the cast."""

    people: tuple[str, ...]
    wardrobe: dict[str, tuple[str, ...]]
    """Outfits, hair, beards, hats, glasses."""
    expressions: tuple[str, ...]
    poses: dict[str, tuple[str, ...]]
    """Group → presets."""
    hands: tuple[str, ...]
    pairs: tuple[str, ...]

    def __bool__(self) -> bool:
        parts = (self.people, self.wardrobe, self.expressions, self.poses, self.hands, self.pairs)
        return any(parts)


def casting(words: str = "") -> Casting:
    """All there is, or that whose name or group holds every one of ``words``. Raises NotFound for none."""
    wanted = words.casefold().replace("-", " ").replace("_", " ").split()

    def fits(name: str, kind: str) -> bool:
        told = f"{kind} {name}".replace("-", " ").replace("_", " ").casefold()
        return all(word in told for word in wanted)

    poses = {
        group: tuple(name for name in names if fits(name, f"pose {group}"))
        for group, names in POSE_GROUPS.items()
    }
    wardrobe = {
        what: tuple(name for name in names if name and fits(name, what)) for what, names in _WARDROBE.items()
    }
    found = Casting(
        people=tuple(name for name in PEOPLE if fits(name, f"people {PEOPLE[name].outfit.cut}")),
        wardrobe={what: names for what, names in wardrobe.items() if names},
        expressions=tuple(name for name in EXPRESSIONS if fits(name, "expressions")),
        poses={group: names for group, names in poses.items() if names},
        hands=tuple(name for name in HANDS if fits(name, "hands")),
        pairs=tuple(name for name in PAIRS if fits(name, "pairs")),
    )
    if not found:
        raise NotFound(
            f"Nobody and no pose is called “{words}”; try one word, e.g. woman, sit, coat or hands."
        )
    return found


# --------------------------------------------------------------------------------------------- in words
def casting_rows(found: Casting) -> dict[str, Any]:
    """Plain data for programs."""
    return {
        "people": [_person_row(name) for name in found.people],
        **{what: list(found.wardrobe.get(what, ())) for what in _WARDROBE},
        "expressions": list(found.expressions),
        "poses": {group: list(names) for group, names in found.poses.items()},
        "hands": list(found.hands),
        "pairs": list(found.pairs),
    }


def _person_row(name: str) -> dict[str, Any]:
    body = PEOPLE[name]
    return {
        "name": name,
        "age_years": body.age_years,
        "height_cm": round(100 * figure(body).height_m),
        "outfit": body.outfit.cut,
        "hair": body.hair,
        "body": msgspec.to_builtins(body),
    }


def casting_lines(found: Casting) -> Iterator[str]:
    """One line a person; poses by group; everything else in one paragraph each."""
    if found.people:
        yield f"People ({len(found.people)})"
        wide = max(len(name) for name in found.people)
        for name in found.people:
            yield f"  {name:<{wide}}  {person_words(PEOPLE[name])}"
    for what, names in found.wardrobe.items():
        yield f"{what.capitalize()} ({len(names)})"
        yield from _paragraph(names)
    for group, names in found.poses.items():
        yield f"Poses: {group} ({len(names)})"
        yield from _paragraph(names)
    for heading, names in (
        ("Expressions", found.expressions),
        ("Hands", found.hands),
        ("Poses of two", found.pairs),
    ):
        if names:
            yield f"{heading} ({len(names)})"
            yield from _paragraph(names)


def person_words(body: Body) -> str:
    """ "man, 34, 180 cm, sweater-trousers, short hair"."""
    young = body.age_years < 18
    sex = ("girl" if young else "woman") if body.sex < 0.4 else ("boy" if young else "man")
    sex = ("child" if young else "person") if 0.4 <= body.sex <= 0.6 else sex
    hair = "bald" if body.hair == "bald" else f"{body.hair} hair"
    height = round(100 * figure(body).height_m)
    return f"{sex}, {body.age_years:g}, {height} cm, {body.outfit.cut}, {hair}"


def _paragraph(names: tuple[str, ...], wide: int = 92) -> Iterator[str]:
    line = " "
    for name in names:
        if len(line) + len(name) + 1 > wide:
            yield line
            line = " "
        line += f" {name}"
    yield line


# ------------------------------------------------------------------------------------------- in pictures
def write_casting_sheet(path: Path, found: Casting, tell: Tell) -> None:
    """Draw everybody and every pose onto one PNG. Raises RenderError, ExportError."""
    parts = (found.people, *found.poses.values(), found.hands, found.expressions, found.pairs)
    whole = sum(map(len, parts))
    if not whole:
        raise NotFound("Clothes and hair show on people; ask for people, expressions, poses, hands or pairs.")
    with Portraits() as portraits:
        artist = _Artist(portraits, whole, tell)
        sections = [Section("People", [artist.person(name) for name in found.people])]
        for groups in _rows(found.poses):
            tiles = [artist.pose(name, group) for group in groups for name in found.poses[group]]
            sections.append(Section(", ".join(groups).capitalize(), tiles))
        sections.append(Section("Expressions", [artist.face(name) for name in found.expressions]))
        sections.append(Section("Hands", [artist.hand(name) for name in found.hands]))
        sections.append(Section("Two together", [artist.pair(name) for name in found.pairs]))
    counts = (
        (len(found.people), "people to one scale"),
        (sum(map(len, found.poses.values())), "poses"),
        (len(found.expressions), "expressions"),
        (len(found.hands), "hands"),
        (len(found.pairs), "poses of two"),
    )
    told = ", ".join(f"{count} {what}" for count, what in counts if count)
    write_contact_sheet(path, "The cast", told, sections, COLUMNS)


def _rows(poses: dict[str, tuple[str, ...]]) -> list[list[str]]:
    """Groups that share a row of the sheet, in their order."""
    rows: list[list[str]] = []
    for group, names in poses.items():
        last = sum(len(poses[one]) for one in rows[-1]) if rows else COLUMNS
        if last + len(names) <= COLUMNS:
            rows[-1].append(group)
        else:
            rows.append([group])
    return rows


class _Artist:
    """Draws tile by tile and tells how far it is."""

    def __init__(self, portraits: Portraits, whole: int, tell: Tell) -> None:
        self._portraits = portraits
        self._whole = whole
        self._tell = tell
        self._done = 0

    def _drawn(self, name: str, draw_list: DrawList, camera: Any, note: str = "") -> Tile:
        self._tell(self._done / self._whole, f"drawing {name.replace('_', ' ')}")
        self._done += 1
        picture = _faded(self._portraits.on_paper(draw_list, camera, TILE_PX))
        return Tile(picture, name.replace("_", " "), note)

    def person(self, name: str) -> Tile:
        actor = _actor(PEOPLE[name], ActorKey(), _FIRST)
        portrait = people_portrait((actor,), _ASPECT, framed_m=lambda _: _LINE_UP_M, lift_deg=_LIFT_DEG)
        return self._drawn(name, *portrait, note=person_words(PEOPLE[name]))

    def pose(self, name: str, group: str) -> Tile:
        body = PEOPLE[_MODELS[self._done % len(_MODELS)]]
        key = ActorKey(pose=Pose(preset=name))
        items: tuple[Placed, ...] = ()
        if preset(name).contact == "seat":
            items = (_SEAT,)
            key = drop(body, Dressing(items), (0.0, 0.5, 0.0), pose=key.pose)
        portrait = people_portrait((_actor(body, key, _FIRST),), _ASPECT, items, lift_deg=_LIFT_DEG)
        return self._drawn(name, *portrait, note=group)

    def hand(self, name: str) -> Tile:
        key = ActorKey(pose=Pose(preset="handshake", hand_right=name))
        actor = _actor(PEOPLE["man"], key, _FIRST)
        return self._drawn(name, *people_portrait((actor,), _ASPECT, (), _right_hand, 64.0, _LIFT_DEG))

    def face(self, name: str) -> Tile:
        body = PEOPLE[_MODELS[self._done % len(_MODELS)]]
        actor = _actor(body, ActorKey(pose=Pose(expression=name)), _FIRST)
        return self._drawn(name, *people_portrait((actor,), _ASPECT, (), _head, 18.0, 2.0))

    def pair(self, name: str) -> Tile:
        bodies = [PEOPLE[model] for model in _MODELS]
        keys = pair(name, bodies[0], bodies[1], heading_deg=90.0)
        if (keys[1].heading_deg - keys[0].heading_deg) % 360 != 180:  # they do not face each other, but us
            keys = pair(name, bodies[0], bodies[1], heading_deg=10.0)
        company = [
            _actor(body, key, _FIRST + n) for n, (body, key) in enumerate(zip(bodies, keys, strict=True))
        ]
        return self._drawn(name, *people_portrait(company, _ASPECT, lift_deg=_LIFT_DEG))


def _faded(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """What runs over an edge of a tile, a shadow or a sleeve, ends softly."""
    tall, wide = picture.shape[:2]
    edge = 0.09 * wide
    across, down = (
        np.minimum(np.arange(side) + 0.5, side - np.arange(side) - 0.5) / edge for side in (wide, tall)
    )
    share = np.clip(np.minimum.outer(down, across), 0, 1)[..., None]
    return np.asarray(PAPER + (picture - np.asarray(PAPER, float)) * share + 0.5, np.uint8)


def _right_hand(drawn: DrawList) -> Floats:
    """(n, 3) the hand from wrist to finger tips, and some air."""
    (one,) = drawn.figures
    ends = ("hand_r", *(f"{finger}_0{n}_r" for finger in _FINGERS for n in (1, 2, 3)))
    points = apply(one.world_from_figure, np.stack([one.posed.joints_m[name] for name in ends]))
    air = 0.05
    return np.concatenate([points - air, points + air])


def _head(drawn: DrawList) -> Floats:
    """(n, 3) from crown to collar, and some air."""
    (one,) = drawn.figures
    marks = one.posed.landmarks_m
    points = apply(one.world_from_figure, np.stack([marks[name] for name in ("head_top", "chin", "collar")]))
    air = 0.09
    return np.concatenate([points - air, points + air])


_FINGERS = ("thumb", "index", "middle", "ring", "pinky")


def _actor(body: Body, key: ActorKey, number: int) -> Actor:
    return Actor(
        id=f"actor-{number}",
        name=f"actor {number}",
        body=body,
        pose=key.pose,
        position_m=key.position_m,
        heading_deg=key.heading_deg,
        object_id=number,
        seat_height_m=key.seat_height_m,
        gaze_m=key.gaze_m,
        touches=key.touches,
    )
