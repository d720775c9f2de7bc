"""What people wear from scene to scene: costumes on the cast sheet, each with the scenes that it is for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from previz.cast import GLASSES, HATS, OUTFITS
from previz.cast.names import check
from previz.errors import BadProject, NotFound
from previz.export.wording import one_line
from previz.scene import model
from previz.scene.document import Document
from previz.studio.reference_pictures import character_named

_HEX = re.compile(r"#?[0-9a-fA-F]{6}")
COLOURS = ("top", "bottom", "under", "shoes", "hat_colour")


def outfit(before: model.Outfit, changes: Mapping[str, str]) -> model.Outfit:
    """``before`` with other clothes: cut, hat and glasses by name, colours as "#rrggbb".

    Raises BadProject naming what there is.
    """
    made: dict[str, str | model.Rgb] = {}
    for name, value in changes.items():
        if name in COLOURS:
            made[name] = _colour(value)
        elif name == "cut":
            made[name] = check(value, OUTFITS, "outfit")
        elif name in ("hat", "glasses"):
            made[name] = check(value, HATS if name == "hat" else GLASSES, name) if value else ""
        else:
            raise BadProject(f"There is nothing called {name!r} to wear; use cut, hat, glasses, {_listed()}.")
    return msgspec.structs.replace(before, **made)


def put_costume(
    document: Document, name: str, costume: model.Costume, scene_ids: Sequence[str] | None = None
) -> model.Character:
    """Put a costume on somebody's list, or change the one of its name; one undo step.

    ``scene_ids``: where it is worn from now on, no longer what was worn there; None leaves that as it is.
    Raises NotFound, BadProject for one without a name.
    """
    character, called = character_named(document, name), one_line(costume.name)
    if not called:
        raise BadProject(f"Give this costume of {character.name} a name, e.g. funeral.")
    before = costume_named(character, called)
    kept = before.scene_ids if before is not None else ()
    worn = kept if scene_ids is None else tuple(dict.fromkeys(scene_ids))
    put = msgspec.structs.replace(costume, name=called, scene_ids=worn)
    rows = [put if one is before else _without(one, worn) for one in character.wardrobe]
    return _kept(document, character, rows if before is not None else [*rows, put], f"Costume {called}")


def remove_costume(document: Document, name: str, called: str) -> model.Character:
    """Raises NotFound naming those that there are."""
    character = character_named(document, name)
    gone = costume_named(character, called)
    if gone is None:
        known = ", ".join(one.name for one in character.wardrobe) or "none yet"
        raise NotFound(f"{character.name} has no costume {called!r}; there is {known}.")
    rows = [one for one in character.wardrobe if one is not gone]
    return _kept(document, character, rows, f"Remove costume {gone.name}")


def costume_named(character: model.Character, called: str) -> model.Costume | None:
    """Letters' case aside."""
    wanted = called.strip().casefold()
    return next((one for one in character.wardrobe if one.name.casefold() == wanted), None)


def scene_ids_of(numbers: Mapping[str, str], wanted: Sequence[str]) -> list[str]:
    """Ids of scenes by their numbers (scene id → number). NotFound naming those that exist."""
    found = []
    for number in wanted:
        known = [id for id, label in numbers.items() if label.casefold() == number.strip().casefold()]
        if not known:
            raise NotFound(f"There is no scene {number!r}; this film has {', '.join(numbers.values())}.")
        found.append(known[0])
    return found


def costume_lines(document: Document, numbers: Mapping[str, str]) -> Iterator[str]:
    """A line a costume: "Ada  funeral  scenes 2, 3  a black coat; coat"."""
    for character in document.of(model.Character):
        for costume in character.wardrobe:
            worn = ", ".join(numbers[id] for id in costume.scene_ids if id in numbers)
            what = "; ".join(filter(None, (costume.words, costume.outfit.cut if costume.outfit else "")))
            where = f"scenes {worn}" if worn else "no scene"
            yield f"{character.name:<16} {costume.name:<16} {where:<16} {what}".rstrip()


def _kept(
    document: Document, character: model.Character, rows: Sequence[model.Costume], label: str
) -> model.Character:
    changed = msgspec.structs.replace(character, wardrobe=tuple(rows))
    if changed != character:
        with document.edit(f"{label} of {character.name}") as edit:
            edit.put(changed)
    return changed


def _without(costume: model.Costume, scene_ids: Sequence[str]) -> model.Costume:
    left = tuple(id for id in costume.scene_ids if id not in scene_ids)
    return msgspec.structs.replace(costume, scene_ids=left)


def _colour(text: str) -> model.Rgb:
    if not _HEX.fullmatch(text):
        raise BadProject(f"{text!r} is no colour; write it as #rrggbb, e.g. #6b4a2f.")
    red, green, blue = bytes.fromhex(text.removeprefix("#"))
    return (round(red / 255, 3), round(green / 255, 3), round(blue / 255, 3))


def _listed() -> str:
    return ", ".join(COLOURS)
