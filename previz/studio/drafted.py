"""What a draft followed, for its final: people's words and pictures as its request has them.

Numbers of people are those of the day on which a request was made; a name finds them again.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

import msgspec
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from previz.errors import FileDamaged
from previz.gen.guides import digest
from previz.gen.request import FrameRequest, Reference, Region
from previz.scene.blocking import World
from previz.scene.store import Store


@dataclass(frozen=True, eq=False)
class Shown:
    """A reference picture."""

    pixels: NDArray[np.uint8]
    """(h, w, 3)"""
    blob: str
    """sha256 (hex) of the picture as the project keeps it."""


@dataclass(eq=False)
class Drafted:
    """What of it is still there, and what not with the reason."""

    faces: dict[int, list[Shown]] = field(default_factory=dict)
    """By object id as people have it now."""
    styles: list[Shown] = field(default_factory=list)
    regions: list[Region] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def drafted(draft: FrameRequest, world: World, store: Store, today: Mapping[str, Collection[str]]) -> Drafted:
    """``today``: the blob of every picture in the film → ids of those whom it shows. What an older version
    named neither of is looked for in it."""
    found = Drafted()
    for region in draft.regions:
        number = _number(region.object_id, region.name, world)
        if number is None:
            found.left_out.append(f"words of {region.name} by region: nobody is called that any more")
        else:
            found.regions.append(msgspec.structs.replace(region, object_id=number))
    looked_up = _by_pixels(store, today)
    for one in draft.references:
        picture = _picture(one, draft.guides[one.guide], store, looked_up)
        whose = f"pictures of {one.name or 'a person'}" if one.kind == "person" else "pictures of style"
        if picture is None:
            found.left_out.append(f"{whose}: one that the draft followed is not in the film any more")
            continue
        if one.kind == "style":
            found.styles.append(picture)
            continue
        number = (
            _number(one.object_id, one.name, world)
            if one.name
            else _owner(today.get(picture.blob, ()), world)
        )
        if number is None:
            gone = "nobody is called that" if one.name else "whom one shows is not known"
            found.left_out.append(f"{whose}: {gone} any more")
        else:
            found.faces.setdefault(number, []).append(picture)
    return found


def shown(store: Store, blob: str) -> Shown:
    """Raises FileDamaged when the file does not hold it, or not as a picture."""
    try:
        with Image.open(io.BytesIO(store.blob(blob))) as picture:
            return Shown(np.asarray(picture.convert("RGB")), blob)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise FileDamaged("A reference picture cannot be read; remove it and bring it in anew.") from error


def _number(object_id: int, name: str, world: World) -> int | None:
    """The object id now of whoever had this one, or the name; None = nobody."""
    names = {actor.object_id: actor.name for actor in world.actors}
    if name in ("", names.get(object_id)):
        return object_id if object_id in names else None
    called = [number for number, one in names.items() if one == name]
    return called[0] if len(called) == 1 else None


def _owner(ids: Collection[str], world: World) -> int | None:
    """The object id of the only one of them in the picture; None = nobody, or it may be of several."""
    numbers = [actor.object_id for actor in world.actors if actor.id in ids]
    return numbers[0] if len(numbers) == 1 else None


def _picture(
    one: Reference, pixels: str, store: Store, looked_up: Callable[[str], Shown | None]
) -> Shown | None:
    if not one.blob:
        return looked_up(pixels)
    try:
        return shown(store, one.blob)
    except FileDamaged:
        return None


def _by_pixels(store: Store, today: Iterable[str]) -> Callable[[str], Shown | None]:
    """Finds a picture by the hash of its pixels; nothing is read before it is asked. One that cannot be
    read is not found."""
    known: dict[str, Shown] = {}

    def looked_up(pixels: str) -> Shown | None:
        if not known:
            for blob in today:
                with suppress(FileDamaged):
                    picture = shown(store, blob)
                    known[digest(picture.pixels)] = picture
        return known.get(pixels)

    return looked_up
