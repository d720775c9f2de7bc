"""The catalogue: every piece by key, and its mesh, lamp and spots for given settings.

A mesh is in the piece's own frame: metres, Y up, front towards +Z, the middle of its base at the origin.
Meshes are cached and read-only.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from threading import Lock

from previz.errors import BadProject, NotFound
from previz.kit import (
    pieces_appliances,
    pieces_architecture,
    pieces_arms,
    pieces_bags,
    pieces_bar,
    pieces_bathroom,
    pieces_bedroom,
    pieces_boat,
    pieces_car,
    pieces_coach,
    pieces_crew,
    pieces_cycles,
    pieces_devices,
    pieces_diner,
    pieces_facade,
    pieces_film,
    pieces_fittings,
    pieces_furniture,
    pieces_grip,
    pieces_growth,
    pieces_hangings,
    pieces_hearth,
    pieces_hospital,
    pieces_images,
    pieces_island,
    pieces_kitchen,
    pieces_lamps,
    pieces_land,
    pieces_living,
    pieces_machines,
    pieces_nature,
    pieces_office,
    pieces_pocket,
    pieces_props,
    pieces_rooms,
    pieces_school,
    pieces_seating,
    pieces_serving,
    pieces_street,
    pieces_table,
    pieces_train,
)
from previz.kit.builder import Builder
from previz.kit.piece import FLOWN, Choice, Param, Piece, Spot, Switch, Text, Value
from previz.scene.mesh import Mesh
from previz.scene.model import Rgb, Vec3

__all__ = [
    "CATALOGUE",
    "GROUPS",
    "Choice",
    "Param",
    "Piece",
    "Spot",
    "Switch",
    "Text",
    "find",
    "lamp_position",
    "mesh",
    "piece_of",
    "spots",
    "wall_mesh",
    "walls",
]

_ROOMS = (
    pieces_architecture,
    pieces_rooms,
    pieces_fittings,
    pieces_seating,
    pieces_furniture,
    pieces_lamps,
    pieces_living,
    pieces_hangings,
    pieces_hearth,
    pieces_kitchen,
    pieces_appliances,
    pieces_island,
    pieces_office,
    pieces_machines,
    pieces_school,
    pieces_hospital,
    pieces_bar,
    pieces_diner,
    pieces_bedroom,
    pieces_bathroom,
    pieces_table,
    pieces_props,
    pieces_street,
    pieces_facade,
    pieces_nature,
    pieces_growth,
    pieces_land,
    pieces_car,
    pieces_coach,
    pieces_train,
    pieces_cycles,
    pieces_boat,
    pieces_pocket,
    pieces_arms,
    pieces_bags,
    pieces_serving,
    pieces_devices,
    pieces_film,
    pieces_grip,
    pieces_crew,
    pieces_images,
)
GROUPS = {
    "architecture": "Rooms and walls",
    "furniture": "Furniture",
    "living": "Living room",
    "kitchen": "Kitchen",
    "bedroom": "Bedroom",
    "bathroom": "Bathroom",
    "office": "Office",
    "school": "School",
    "hospital": "Hospital",
    "bar": "Bar and diner",
    "street": "Street",
    "vehicles": "Vehicles",
    "nature": "Nature",
    "hand props": "Hand props",
    "film gear": "Film gear",
    "images": "Pictures and backdrops",
}
"""Group → its heading, in the order of the shelf."""

CATALOGUE: dict[str, Piece] = {
    piece.key: piece for group in GROUPS for room in _ROOMS for piece in room.PIECES if piece.group == group
}


def piece_of(key: str) -> Piece:
    """Raises NotFound for a piece that the catalogue does not have."""
    try:
        return CATALOGUE[key]
    except KeyError:
        raise NotFound(
            f"There is no piece “{key}” in the catalogue; choose one of {', '.join(CATALOGUE)}."
        ) from None


def find(query: str) -> tuple[Piece, ...]:
    """Pieces for which every word of the query starts one of their words, best first.

    A word of the name counts more than one of the tags, and one of the tags more than one of the prompt, the
    group or the choices. An empty query finds everything.
    """
    wanted = _words_of(query)
    found = [(_rank(piece, wanted), piece) for piece in CATALOGUE.values()]
    return tuple(piece for rank, piece in sorted(found, key=lambda pair: -pair[0]) if rank > 0)


def _words_of(text: str) -> list[str]:
    return re.findall(r"\w+", text.replace("_", " ").casefold())


def _rank(piece: Piece, wanted: list[str]) -> float:
    """0 when a word is missing; else higher for better places."""
    choices = " ".join(" ".join(p.options) for p in piece.params if isinstance(p, Choice))
    places = (
        f"{piece.key} {piece.name}",
        " ".join(piece.tags),
        f"{piece.words} {piece.ade20k} {piece.group} {choices}",
    )
    known = [(_words_of(text), 3 - i) for i, text in enumerate(places)]
    total = 1.0
    for word in wanted:
        best = max(
            (w + (word in names) for names, w in known if any(n.startswith(word) for n in names)), default=0
        )
        if not best:
            return 0.0
        total += best
    return total


_BUILDING = tuple(Lock() for _ in range(61))
"""One thread builds a piece, others that want the same one wait for it: the stage, its list of shots and
boards in the making ask for the same grass within a second."""


def mesh(
    piece: str, params: Mapping[str, Value] | None = None, colours: Mapping[str, Rgb] | None = None
) -> Mesh:
    """Triangles of a piece. Raises NotFound, or BadProject naming the piece and the setting."""
    owner = piece_of(piece)
    values = owner.values(params or {})
    paints = owner.paints(colours or {})
    wanted = piece, values.key, tuple((part, tuple(colour)) for part, colour in paints.items())
    with _BUILDING[hash(wanted) % len(_BUILDING)]:
        return _mesh(*wanted)


@lru_cache(maxsize=512)
def _mesh(piece: str, values: tuple[tuple[str, Value], ...], paints: tuple[tuple[str, Rgb], ...]) -> Mesh:
    owner = CATALOGUE[piece]
    builder = Builder(dict(paints))
    try:
        owner.build(builder, owner.values(dict(values)))
    except ValueError as problem:
        raise BadProject(f"{piece}: {problem}.") from problem
    return builder.mesh()


def lamp_position(piece: str, params: Mapping[str, Value] | None = None) -> Vec3 | None:
    """Where the light of a lamp is, in the piece's frame; None when it has no lamp or it is off."""
    owner = piece_of(piece)
    return owner.lamp(owner.values(params or {}))


def spots(piece: str, params: Mapping[str, Value] | None = None) -> tuple[Spot, ...]:
    """Where people sit, lie, lean, stand and hold, in the piece's frame."""
    owner = piece_of(piece)
    return owner.spots(owner.values(params or {}))


def walls(piece: str, params: Mapping[str, Value] | None = None) -> dict[str, str]:
    """Name → words of what can be flown and stands; the name "" is the whole piece."""
    owner = piece_of(piece)
    return dict(owner.walls(owner.values(params or {})))


def wall_mesh(piece: str, params: Mapping[str, Value], wall: str) -> Mesh:
    """One of its `walls` alone, with its joinery, without floor, skirting and benches."""
    if not wall:
        return mesh(piece, params)
    known = {setting.name for setting in piece_of(piece).params}
    bare = dict.fromkeys({"floor", "skirting", "benches"} & known, False)
    others = [name for name in walls(piece, params) if name != wall]
    flown = ", ".join(filter(None, [str(params.get(FLOWN.name, "")), *others]))
    return mesh(piece, {**params, **bare, FLOWN.name: flown})
