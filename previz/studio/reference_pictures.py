"""Reference pictures of people: brought in with the right to use them, and sent for whoever is seen."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from previz.errors import BadProject, ImportFailed, NotFound
from previz.export.wording import one_line
from previz.gen.diffusion.families import FAMILIES
from previz.gen.request import FrameRequest, Refine
from previz.scene import model
from previz.scene.blocking import tracks
from previz.scene.document import Document
from previz.scene.store import Store
from previz.studio.drafted import Shown, drafted, shown
from previz.studio.following import SMALLEST_SHARE, Pictures
from previz.studio.paper_over import PaperOver
from previz.studio.shooting import Sight
from previz.studio.tracks import free_name

MOST = 4
"""Reference pictures of one person."""
SIDE_PX = 512
"""More is not seen by the models that look at them."""
FAMILY_NAMES = tuple(dict.fromkeys(family.base for family in FAMILIES.values()))


def character_named(document: Document, name: str) -> model.Character:
    """By name, letters' case aside, or by id, which tells namesakes apart. NotFound naming those that there
    are, BadProject for a name that several people have."""
    by_id = document.get(name, model.Character)
    if by_id is not None:
        return by_id
    everybody = document.of(model.Character)
    found = [one for one in everybody if one.name.casefold() == name.strip().casefold()]
    if len(found) > 1:
        ids = " or ".join(one.id for one in found)
        raise BadProject(f"{len(found)} people are called {found[0].name}; say which by id: {ids}.")
    if found:
        return found[0]
    known = ", ".join(character.name for character in everybody) or "none yet"
    raise NotFound(f"There is nobody called {name!r}; this project has {known}.")


def bring_picture(document: Document, store: Store, name: str, path: Path, rights: str) -> model.Character:
    """Keep a picture for a person. Raises NotFound, ImportFailed, and BadProject without a word on rights."""
    character, rights = character_named(document, name), one_line(rights)
    if not rights:
        raise BadProject(f"Say who is shown and who agreed to it, for the picture of {character.name}.")
    if len(character.pictures) == MOST:
        raise BadProject(f"{character.name} has {MOST} pictures, which is the most; remove one first.")
    image = store.put_blob(picture_png(path), f"references/{character.id}-{len(character.pictures) + 1}.png")
    kept = (*character.pictures, model.ReferencePicture(image=image, rights=rights))
    return _put(document, character, kept, f"Add a picture of {character.name}")


def remove_pictures(document: Document, name: str) -> model.Character:
    """All pictures of a person. Raises NotFound."""
    character = character_named(document, name)
    return _put(document, character, (), f"Remove the pictures of {character.name}")


def remove_picture(document: Document, name: str, place: int) -> model.Character:
    """The picture at this place, counted from 0. Raises NotFound."""
    character = character_named(document, name)
    kept = tuple(one for index, one in enumerate(character.pictures) if index != place)
    return _put(document, character, kept, f"Remove a picture of {character.name}")


def pictures_for(
    document: Document,
    store: Store,
    sight: Sight,
    look: model.Look,
    refine: Refine | None,
    draft: FrameRequest | None = None,
) -> Pictures:
    """What a model goes by: the picture to go on from, those of people who are seen, those of style.

    ``draft``: what was asked for then is followed again; it names its LoRAs itself.
    """
    before = covered = painted = None
    if refine is not None:
        before = shown(store, refine.blob).pixels
        covered, painted = _painted_over(store, refine, before)
    begun = Pictures(before=before, covered=covered, painted=painted)
    if draft is not None:
        today: dict[str, set[str]] = {picture.image: set() for picture in look.pictures}
        for one in document.of(model.Character):
            for picture in one.pictures:
                today.setdefault(picture.image, set()).add(one.id)
        then = drafted(draft, sight.world, store, today)
        return replace(
            begun,
            faces=then.faces,
            styles=then.styles,
            regions=tuple(then.regions),
            left_out=tuple(dict.fromkeys(then.left_out)),
        )
    faces, left_out = _faces(document, store, sight)
    return replace(
        begun,
        faces=faces,
        styles=[shown(store, picture.image) for picture in look.pictures],
        loras=shown_loras(document, sight),
        left_out=tuple(left_out),
    )


def pictures_at_hand(document: Document, shot: model.Shot) -> int:
    """How many pictures of people a shot may follow: of all who stand there, seen or not."""
    have = {one.id: len(one.pictures) for one in document.of(model.Character) if one.pictures}
    return sum(have.get(id, 0) for id in tracks(document, shot.scene_id, shot.id))


def _faces(document: Document, store: Store, sight: Sight) -> tuple[dict[int, list[Shown]], list[str]]:
    """Pictures of everybody who is seen well enough; of the others why not."""
    faces: dict[int, list[Shown]] = {}
    left_out: list[str] = []
    for actor in sight.world.actors:
        character = document.get(actor.id, model.Character)
        share = sight.shares.get(actor.object_id, 0.0)
        if character is None or not character.pictures or share <= 0:
            continue
        if share < SMALLEST_SHARE:
            left_out.append(f"pictures of {character.name}: too small in the frame ({share:.1%})")
            continue
        faces[actor.object_id] = [shown(store, picture.image) for picture in character.pictures]
    return faces, left_out


def _painted_over(
    store: Store, refine: Refine, before: NDArray[np.uint8]
) -> tuple[NDArray[np.uint8] | None, NDArray[np.uint8] | None]:
    """``before`` under the paint, and where that is; BadProject for paint of another shape."""
    if not refine.paint:
        return None, None
    paint = PaperOver(refine.paint, store.blob(refine.paint)).fitted((before.shape[1], before.shape[0]))
    share = paint[..., 3:].astype(np.float32) / 255
    mixed = before + (paint[..., :3] - before.astype(np.float32)) * share
    return np.asarray(mixed + 0.5, np.uint8), paint[..., 3]


def shown_pictures(document: Document, sight: Sight, look: model.Look) -> list[str]:
    """Blob hashes of the pictures that a model would be given."""
    people = [picture.image for character in _seen(document, sight) for picture in character.pictures]
    return people + [picture.image for picture in look.pictures]


def shown_loras(document: Document, sight: Sight) -> dict[str, model.CharacterLora]:
    """Name → LoRA of everybody who has one and is seen well enough; a second of a name has a number."""
    found: dict[str, model.CharacterLora] = {}
    for one in _seen(document, sight):
        if one.lora is not None:
            name = free_name(found, one.name) if one.name in found else one.name
            found[name] = one.lora
    return found


def describe(document: Document, name: str, words: str) -> model.Character:
    """How a model is told of a person. Raises NotFound."""
    character = character_named(document, name)
    changed = msgspec.structs.replace(character, words=one_line(words))
    if changed != character:
        with document.edit(f"Words for {character.name}") as edit:
            edit.put(changed)
    return changed


def set_lora(document: Document, name: str, lora: model.CharacterLora | None) -> model.Character:
    """Give a person a LoRA that was trained on them, or none. Raises NotFound, BadProject."""
    character = character_named(document, name)
    if lora is not None and (not lora.file.strip() or not 0 <= lora.weight <= 2):
        raise BadProject(f"Name the file of the LoRA of {character.name}, with a weight from 0 to 2.")
    if lora is not None and lora.family and lora.family not in FAMILY_NAMES:
        raise BadProject(f"There is no family {lora.family!r}; it is one of {', '.join(FAMILY_NAMES)}.")
    changed = msgspec.structs.replace(character, lora=lora)
    if changed != character:
        with document.edit(f"LoRA of {character.name}") as edit:
            edit.put(changed)
    return changed


def _seen(document: Document, sight: Sight) -> list[model.Character]:
    shares = {actor.id: sight.shares.get(actor.object_id, 0.0) for actor in sight.world.actors}
    return [one for one in document.of(model.Character) if shares.get(one.id, 0.0) >= SMALLEST_SHARE]


def _put(
    document: Document, character: model.Character, pictures: tuple[model.ReferencePicture, ...], label: str
) -> model.Character:
    changed = msgspec.structs.replace(character, pictures=pictures)
    if changed != character:
        with document.edit(label) as edit:
            edit.put(changed)
    return changed


def picture_png(path: Path) -> bytes:
    """A picture as it is kept: RGB, no side above `SIDE_PX`. Raises ImportFailed."""
    try:
        with Image.open(path) as picture:
            small = picture.convert("RGB")
            small.thumbnail((SIDE_PX, SIDE_PX), Image.Resampling.LANCZOS)
    except (UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise ImportFailed(f"{path.name} is no picture that can be read; give a PNG or JPEG.") from error
    except OSError as error:
        raise ImportFailed(f"{path.name} cannot be read: {error.strerror or 'it is damaged'}.") from error
    file = io.BytesIO()
    small.save(file, "PNG")
    return file.getvalue()
