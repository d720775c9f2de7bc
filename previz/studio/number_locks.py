"""Numbers of scenes and shots that hold, whatever is put before them. Each call is one labelled edit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from previz.errors import NotFound
from previz.grammar.numbering import number_project
from previz.scene import model
from previz.scene.document import Document, EditBlock


def numbered(document: Document) -> list[str]:
    """Ids of all scenes and shots."""
    return [one.id for kind in (model.Scene, model.Shot) for one in document.of(kind)]


def is_number_locked(document: Document, id: str) -> bool:
    """Of a scene or a shot; False for anything else."""
    scene, shot = document.get(id, model.Scene), document.get(id, model.Shot)
    return scene.number_locked if scene else shot is not None and shot.label_locked


def set_numbers_locked(document: Document, ids: Sequence[str], locked: bool) -> int:
    """Lock the numbers of scenes and shots as they are, or let the scheme count them again.

    What comes between locked numbers is named after its neighbours, in the style of the project. Returns how
    many were not so already. Raises NotFound for an id that is neither.
    """
    for id in ids:
        if not isinstance(document[id], model.Scene | model.Shot):
            raise NotFound(f"{id!r} is a {document[id].kind}, which has no number.")
    others = [id for id in dict.fromkeys(ids) if is_number_locked(document, id) != locked]
    word = "number" if len(others) == 1 else "numbers"
    with document.edit(f"Lock {word}" if locked else f"Unlock {word}") as edit:
        if locked:
            numbers = number_project(document.project, document.of(model.Scene), document.of(model.Shot))
            hold_shots(document, edit, {id: numbers.shots[id] for id in others if id in numbers.shots})
            hold_scenes(document, edit, {id: numbers.scenes[id] for id in others if id in numbers.scenes})
        for id in () if locked else others:
            if isinstance(document[id], model.Scene):
                edit.update(id, number_locked=False)
            else:
                edit.update(id, label=None, label_locked=False)
    return len(others)


def hold_shots(document: Document, edit: EditBlock, numbers: Mapping[str, str]) -> None:
    """Shot id → number that it keeps from now on."""
    for id, number in numbers.items():
        shot = document.get(id, model.Shot)
        if shot is not None and (shot.label != number or not shot.label_locked):
            edit.update(id, label=number, label_locked=True)


def hold_scenes(document: Document, edit: EditBlock, numbers: Mapping[str, str]) -> None:
    """Scene id → number that it keeps from now on."""
    for id, number in numbers.items():
        scene = document.get(id, model.Scene)
        if scene is not None and not scene.number_locked:
            edit.update(id, number=number, number_locked=True)


def told(count: int, locked: bool) -> str:
    """What `set_numbers_locked` did, in one line."""
    if not count:
        return f"All of these numbers are {'locked' if locked else 'unlocked'} already."
    numbers = "1 number is" if count == 1 else f"{count} numbers are"
    if locked:
        return f"{numbers} locked; what is put between them is named after its neighbours."
    return f"{numbers} unlocked and counted again."
