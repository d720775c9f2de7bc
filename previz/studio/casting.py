"""From the words to the set: bodies for the roles, a stage for a heading, people on its marks."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Collection, Mapping, Sequence

import msgspec

from previz.cast import PEOPLE
from previz.cast.names import check
from previz.errors import BadProject, NotFound
from previz.grammar.coverage import busiest_pair
from previz.grammar.numbering import scene_numbers
from previz.scene import model
from previz.scene.document import Document, EditBlock
from previz.scene.lighting import DAYTIMES, Daytime
from previz.scene.sun import placed
from previz.scene.words import Passage
from previz.script import covering
from previz.script.screenplay import is_off, speaker
from previz.studio.reference_pictures import character_named
from previz.studio.scenery import put_stage, starter_set
from previz.studio.set_finding import set_for

SAID_TIMES: dict[str, Daytime] = {
    "NIGHT": "night",
    "MIDNIGHT": "night",
    "EVENING": "dusk",
    "SUNSET": "golden hour",
    "AFTERNOON": "day",
    "SUNRISE": "dawn",
    "TWILIGHT": "blue hour",
    "MAGIC HOUR": "golden hour",
}
BY_DAY: tuple[Daytime, ...] = ("morning", "noon", "day")
"""What a heading may mean by DAY."""
_ON_IT_M = 0.4
DRIVES = "drive"
"""The pose of marks at a wheel."""
ROOM_M, FAR_M = 0.5, 3.6
"""Two people need more room than the first, and from further apart than the second they do not talk."""
STANDING_M = 1.5
"""So much nearer a place to stand must be than a seat, for who talks with people who sit."""
TALKING_M = 1.2
"""People without a mark of their own stand so far from whom they talk to."""


# ------------------------------------------------------------------------------------------------ casting
def roles(document: Document) -> dict[str, int]:
    """Everybody who speaks in the script → cues, those with most first."""
    counts = covering.cast_of(covering.passages_of(document))
    return dict(sorted(counts.items(), key=lambda row: -row[1]))


def player(document: Document, role: str) -> model.Character | None:
    """The character of the film who plays a role of the script: who has its name."""
    wanted = role.casefold()
    return next((one for one in document.of(model.Character) if one.name.casefold() == wanted), None)


def cast_role(document: Document, role: str, preset: str) -> model.Character:
    """Give a role of the script a body of the casting shelf. One edit.

    Where its scenes are staged and it stands in none of them, it comes on.

    Raises NotFound for a role that nobody speaks and a body that there is not.
    """
    _check_role(document, role)
    check(preset, PEOPLE, "body")
    known_player = player(document, role)
    body = PEOPLE[preset]
    staged = [
        scene
        for scene in document.of(model.Scene)
        if scene.stage_id is not None and role.upper() in cast_of_scene(document, scene.id)
    ]
    with document.edit(f"Cast {role.title()}") as edit:
        if known_player is not None:
            made = edit.put(msgspec.structs.replace(known_player, body=body))
        else:
            made = edit.put(
                model.Character(
                    id=document.new_id(model.Character),
                    name=role.title(),
                    body=body,
                    order=document.next_order(model.Character),
                )
            )
        if not any(document.track(scene.id, made.id) for scene in staged):
            for scene in staged:
                _put_cast(document, edit, scene.id, document.need(scene.stage_id or "", model.Stage))
    return made


def extras(document: Document, scene_id: str) -> list[tuple[model.Character, bool]]:
    """Who plays no role of the script, and whether they stand in a scene; those who do come first."""
    spoken = {role.casefold() for role in roles(document)}
    free = [one for one in document.of(model.Character) if one.name.casefold() not in spoken]
    placed = [(one, _stands(document, scene_id, one.id)) for one in free]
    return sorted(placed, key=lambda row: not row[1])


def name_for_role(document: Document, role: str, character_id: str) -> model.Character:
    """Let somebody of the film play a role: they take its name, and keep body and places. One edit.

    They come on in those of its staged scenes in which they do not stand.

    Raises NotFound for a role that nobody speaks, BadProject for one that is cast, or who plays another.
    """
    _check_role(document, role)
    known_player = player(document, role)
    who = document.need(character_id, model.Character)
    if known_player is not None:
        raise BadProject(f"{known_player.name} is cast already; give them another name first.")
    if who.name.upper() in roles(document):
        raise BadProject(f"{who.name} plays {who.name.upper()} in the script; cast somebody else as {role}.")
    with document.edit(f"Cast {role.title()}") as edit:
        named = edit.put(msgspec.structs.replace(who, name=role.title()))
        for scene in document.of(model.Scene):
            if scene.stage_id is None or role.upper() not in cast_of_scene(document, scene.id):
                continue
            if not _stands(document, scene.id, who.id):
                _put_cast(document, edit, scene.id, document.need(scene.stage_id, model.Stage))
    return named


def cast_or_name(document: Document, role: str, who: str) -> model.Character:
    """`cast_role` with a body of the casting shelf, else `name_for_role` with a person, by name or id.

    Raises as these, and BadProject for a name that several people have.
    """
    if who not in PEOPLE and any(
        who == one.id or who.casefold() == one.name.casefold() for one in document.of(model.Character)
    ):
        return name_for_role(document, role, character_named(document, who).id)
    return cast_role(document, role, who)


def _check_role(document: Document, role: str) -> None:
    if role.upper() not in roles(document):
        known = ", ".join(roles(document)) or "nobody"
        raise NotFound(f"Nobody called {role} speaks in the script; there is {known}.")


def _stands(document: Document, scene_id: str, character_id: str) -> bool:
    """In a scene, or in one of its shots alone."""
    owners = [scene_id, *(shot.id for shot in document.children(scene_id, model.Shot))]
    return any(document.track(owner, character_id) is not None for owner in owners)


def cast_of_scene(document: Document, scene_id: str) -> list[str]:
    """Who is in a scene by the script: who speaks on screen there, then who else the action names."""
    passages = covering.passages_by_scene(document).get(scene_id, [])
    speeches = [one for one in passages if one.type == "speech"]
    seen = [speaker(one.cue).upper() for one in speeches if not is_off(one.cue)]
    heard = {speaker(one.cue).upper() for one in speeches}
    action = " ".join(one.text for one in passages if one.type == "action")
    named = [
        role
        for role in roles(document)
        # as a name is written: "a man" is nobody's role, MAN and Man are
        if role not in heard and re.search(rf"\b({re.escape(role)}|{re.escape(role.title())})\b", action)
    ]
    return list(dict.fromkeys([*seen, *named]))


# ------------------------------------------------------------------------------------------------ staging
def stage_scene(document: Document, scene_id: str, key: str | None = None) -> model.Stage:
    """Put a scene on a set and its cast, as far as it has bodies, on the marks. One edit.

    The stage and the light of another scene at the same place are used again; ``key`` is a starter set, else
    the heading says which. Raises NotFound when it names none, BadProject for a scene that is staged already.
    """
    scene = document.need(scene_id, model.Scene)
    number = scene_numbers(document)[scene_id]
    if scene.stage_id is not None:
        raise BadProject(f"Scene {number} has a stage already.")
    same = next(
        (
            other
            for other in document.of(model.Scene)
            if other.stage_id and other.place.casefold() == scene.place.casefold() and key is None
        ),
        None,
    )
    wanted = key or set_for(scene)
    if same is None and wanted is None:
        raise NotFound(f"No starter set is known for “{scene.place}”; name one.")
    with document.edit(f"Stage scene {number}") as edit:
        if same is not None:
            stage, light = document.need(same.stage_id or "", model.Stage), same.light
        else:
            made = starter_set(wanted or "")
            stage, _, new_ids = put_stage(document, edit, made)
            light = msgspec.structs.replace(made.light, lamp_id=new_ids.get(made.light.lamp_id or ""))
        edit.update(scene_id, stage_id=stage.id, light=_at_time(light, stage.north_deg, scene.time))
        _put_cast(document, edit, scene_id, stage)
    return stage


def _at_time(light: model.Light, north_deg: float, said: str) -> model.Light:
    """The light of the set at the hour of the heading; a sun of another hour goes with its direction."""
    wanted = next((time for word, time in SAID_TIMES.items() if word in said.upper()), None)
    wanted = wanted or next((time for time in DAYTIMES if time.upper() in said.upper()), None)
    now = placed(light, north_deg).time
    if wanted in (None, now) or (wanted == "day" and now in BY_DAY):
        return light
    return msgspec.structs.replace(
        light, time=wanted, sun=None, kelvin=None, azimuth_deg=None, elevation_deg=None
    )


def _put_cast(document: Document, edit: EditBlock, scene_id: str, stage: model.Stage) -> None:
    """Who has a body and no place yet comes on; those whom nobody has moved since make room for them."""
    found = [player(document, role) for role in cast_of_scene(document, scene_id)]
    people = [one.id for one in found if one is not None]
    people = _talkers_first(document, scene_id, people)
    at_wheel = _drivers(document, scene_id)
    there = {id: track for id in people if (track := document.track(scene_id, id)) is not None}
    before = stand(stage.marks, list(there), at_wheel)
    moved = any(document.need(there[id], model.Track).keys != (key,) for id, key in before.items())
    keys = stand(_free(document, stage, there) if moved else stage.marks, people, at_wheel)
    for id in people:
        if id not in there:
            track = document.new_id(model.Track)
            edit.put(model.Track(id=track, owner_id=scene_id, target_id=id, keys=(keys[id],)))
        elif not moved:
            edit.update(there[id], keys=(keys[id],))


def _free(document: Document, stage: model.Stage, there: Mapping[str, str]) -> list[model.Mark]:
    """The marks on which nobody stands."""
    taken = [
        key.position_m
        for track in there.values()
        for key in document.need(track, model.Track).keys
        if isinstance(key, model.ActorKey)
    ]
    return [mark for mark in stage.marks if all(math.dist(mark.position_m, one) > _ON_IT_M for one in taken)]


def stand(
    marks: Sequence[model.Mark], ids: Sequence[str], at_wheel: Collection[str] = ()
) -> dict[str, model.ActorKey]:
    """Where people who talk to each other stand: who drives at the wheel, the first two on the pair of marks
    that faces best, others on the nearest free marks, or beside them where none is near.

    Nobody else takes a wheel, and nobody stands where somebody is.
    """
    wheels = [one for one in marks if one.pose == DRIVES]
    free = [one for one in marks if one.pose != DRIVES]
    taken = dict(zip([id for id in ids if id in at_wheel], wheels, strict=False))
    pair = facing_pair(free) if len(ids) > 1 and not taken else None
    for id in ids:
        if id in taken:
            continue
        there = list(taken.values())
        if pair and len(taken) < 2:
            mark = pair[len(taken)]
        else:
            mark = _nearest(free, there)
        free = [one for one in free if one is not mark]
        taken[id] = mark
    keys = {}
    for place, id in enumerate(ids):
        partner = ids[1] if place == 0 and len(ids) > 1 else ids[0] if place else None
        mark = taken[id]
        heading = mark.heading_deg
        if mark.seat_height_m is None and partner is not None:
            heading = round(_bearing(mark, taken[partner]), 1)
        keys[id] = model.ActorKey(
            position_m=mark.position_m,
            heading_deg=heading,
            pose=model.Pose(preset=mark.pose if mark.pose != "walk" else "stand"),
            seat_height_m=mark.seat_height_m,
            gaze_id=partner,
        )
    return keys


def _talkers_first(document: Document, scene_id: str, ids: Sequence[str]) -> list[str]:
    """Those two who answer each other most often, then the others."""
    passages = covering.passages_by_scene(document).get(scene_id, [])
    spoken = [who.id for one in passages if one.type == "speech" and (who := _heard(document, one))]
    pair = busiest_pair([id for id in spoken if id in ids], ids)
    return list(dict.fromkeys([*pair, *ids]))


def _heard(document: Document, speech: Passage) -> model.Character | None:
    return player(document, speaker(speech.cue))


def _drivers(document: Document, scene_id: str) -> list[str]:
    """Ids of those of whom the action says that they drive."""
    passages = covering.passages_by_scene(document).get(scene_id, [])
    action = " ".join(one.text for one in passages if one.type == "action")
    names = re.findall(r"\b(\w+)(?:, [^,.]*,)? (?:drives|is driving|steers|sits at the wheel)\b", action)
    found = [player(document, name) for name in names]
    return [one.id for one in found if one is not None]


def _nearest(free: Sequence[model.Mark], taken: Sequence[model.Mark]) -> model.Mark:
    """The free mark that is nearest to where the others are and not among them; a new one beside them where
    none is near. When they sit, a seat is nearer than a place to stand."""
    sits = any(one.seat_height_m is not None for one in taken)

    def cost(mark: model.Mark) -> float:
        stands = sits and mark.seat_height_m is None
        apart = [math.dist(mark.position_m, one.position_m) for one in taken]
        # of two places alike, beside the second: who answers has the company
        return sum(apart) + 0.1 * sum(apart[1:2]) + STANDING_M * stands

    near = [one for one in free if all(math.dist(one.position_m, t.position_m) > ROOM_M for t in taken)]
    if taken:
        near = [one for one in near if min(math.dist(one.position_m, t.position_m) for t in taken) < FAR_M]
    if near:
        return min(near, key=cost)
    return _beside(free, taken)


def facing_pair(marks: Sequence[model.Mark]) -> tuple[model.Mark, model.Mark] | None:
    """Two marks from which people look at each other, 0.8 to 3 m apart, as frontally as may be."""
    best: tuple[float, model.Mark, model.Mark] | None = None
    for place, one in enumerate(marks):
        for other in marks[place + 1 :]:
            apart = math.dist(one.position_m, other.position_m)
            if not 0.8 <= apart <= 3.0:
                continue
            turned = 0.0
            for a, b in ((one, other), (other, one)):
                if a.seat_height_m is not None:
                    turned += abs((_bearing(a, b) - a.heading_deg + 180) % 360 - 180)
                else:
                    turned += 10.0  # whoever stands turns round, but seats at a table come first
            cost = turned + 10 * abs(apart - 1.4)
            if turned < 120 and (best is None or cost < best[0]):
                best = (cost, one, other)
    return best[1:] if best else None


def _beside(marks: Sequence[model.Mark], taken: Sequence[model.Mark]) -> model.Mark:
    """A place beside the first who is there, off the way to the second, where the set is open: towards the
    other marks; in wider rings where those nearer are full."""
    first = taken[0] if taken else model.Mark(name="")
    ahead = _bearing(first, taken[1]) if len(taken) > 1 else first.heading_deg
    x, y, z = first.position_m

    def at(turn_deg: float, ring: int) -> model.Vec3:
        turn, away = math.radians(ahead + turn_deg), TALKING_M * ring
        return x + away * math.sin(turn), y, z + away * math.cos(turn)

    def free(ring: int, *turns_deg: float) -> list[model.Vec3]:
        places = [at(turn, ring) for turn in turns_deg]
        return [one for one in places if all(math.dist(one, other.position_m) > ROOM_M for other in taken)]

    room = next(
        places
        for ring in itertools.count(1)
        if (places := free(ring, 70.0, -70.0, 125.0, -125.0, 30.0, -30.0) or free(ring, 180.0))
    )
    open_m = [sum(axis) / len(marks) for axis in zip(*(one.position_m for one in marks), strict=True)]
    place = min(room[:2], key=lambda one: math.dist(one, open_m)) if marks else room[0]
    return model.Mark(name="", position_m=place, heading_deg=first.heading_deg + 180)


def _bearing(one: model.Mark, other: model.Mark) -> float:
    x, _, z = (b - a for a, b in zip(one.position_m, other.position_m, strict=True))
    return math.degrees(math.atan2(x, z))
