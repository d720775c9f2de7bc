"""The look of a film: who makes its frames, in which style, told what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from previz.gen.styles import style
from previz.scene import model
from previz.scene.document import Document

Source = Literal["shot", "scene", "project"]


def look_of(document: Document, shot: model.Shot) -> tuple[model.Look, Source]:
    """The look that counts for a shot, and whose it is: the shot's own, its scene's, the film's."""
    if shot.look is not None:
        return shot.look, "shot"
    scene = document.get(shot.scene_id, model.Scene)
    if scene is not None and scene.look is not None:
        return scene.look, "scene"
    return document.project.look, "project"


def set_look(document: Document, owner_id: str, look: model.Look | None) -> None:
    """Give a shot or a scene a look of its own; None: as what is above it has."""
    owner = document[owner_id]
    if not isinstance(owner, model.Shot | model.Scene):
        raise ValueError(f"{owner.kind} {owner_id!r} has no look of its own")
    if look is not None:
        style(look.style)
    if owner.look != look:
        label = f"Look of the {owner.kind}" if look is not None else f"{owner.kind.title()} looks as the rest"
        with document.edit(label) as edit:
            edit.update(owner_id, look=look)


def changed(look: model.Look, changes: Mapping[str, Any]) -> model.Look:
    """With ``changes``: another generator has other models, another model takes numbers of its own."""
    before = {name: getattr(look, name) for name in changes}
    loose: dict[str, Any] = {}
    if before.get("generator") != changes.get("generator"):
        loose = {"model": "", "controls": {}}
    elif before.get("model") != changes.get("model"):
        loose = {"controls": {}}
    return msgspec.structs.replace(look, **{**loose, **changes})


def sheet_of(document: Document, scene_id: str = "") -> model.Look:
    """The look of a scene, or of the film: what a scene follows that has none of its own."""
    scene = document.need(scene_id, model.Scene) if scene_id else None
    return scene.look if scene is not None and scene.look is not None else document.project.look


def change_look(document: Document, changes: Mapping[str, Any], scene_id: str = "") -> model.Look:
    """The look of the film, or of a scene, as `changed`, one undo step.

    A scene that had no look of its own has one from now on. NotSupported for a style that does not exist.
    """
    look = changed(sheet_of(document, scene_id), changes)
    style(look.style)
    if scene_id:
        set_look(document, scene_id, look)
    elif look != document.project.look:
        with document.edit("Change the look") as edit:
            edit.update(model.PROJECT_ID, look=look)
    return look
