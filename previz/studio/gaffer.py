"""Light by hand: hours and weather, key, fill and rim, lamps on and off. Each call is one labelled edit.

With scope "scene" the scene's light changes, and so does that of every shot that has none of its own; with
scope "shot" this shot alone is lit so.
"""

from __future__ import annotations

from typing import Any

import msgspec

from previz.errors import BadProject
from previz.kit.shelf import CATALOGUE_ALONE, Shelf
from previz.scene import model
from previz.scene.document import Document
from previz.scene.lighting import Light, Sun
from previz.scene.sun import placed
from previz.studio.tracks import Scope

Setting = float | str | bool


def light_of(document: Document, shot_id: str) -> Light:
    """The light of a shot as it is set: its own, else the scene's. Raises NotFound."""
    shot = document.need(shot_id, model.Shot)
    return shot.light or document.need(shot.scene_id, model.Scene).light


def set_light(
    document: Document,
    shot_id: str,
    *,
    scope: Scope = "scene",
    label: str = "Light",
    gesture: str | None = None,
    **changes: Any,
) -> Light:
    """Change fields of a `Light`; returns it. Raises BadProject for numbers that are none, TypeError."""
    light = msgspec.structs.replace(light_of(document, shot_id), **changes)
    shot = document.need(shot_id, model.Shot)
    with document.edit(label, gesture) as edit:
        if scope == "shot" or shot.light is not None:
            edit.update(shot_id, light=light)
        else:
            edit.update(shot.scene_id, light=light)
    return light


def as_in_scene(document: Document, shot_id: str) -> None:
    """Forget the shot's own light."""
    if document.need(shot_id, model.Shot).light is not None:
        with document.edit("Light as in the scene") as edit:
            edit.update(shot_id, light=None)


def set_sun(
    document: Document, shot_id: str, sun: Sun | None, *, scope: Scope = "scene", gesture: str | None = None
) -> Light:
    """Let the sun stand where date, clock and place put it, instead of where it was put by hand.

    Without a sun the light stays as that sun left it, to be turned by hand. Raises BadProject.
    """
    if sun is not None:
        changes: dict[str, Any] = {"sun": sun, "azimuth_deg": None, "elevation_deg": None}
        return set_light(document, shot_id, scope=scope, label="Sun", gesture=gesture, **changes)
    north = _north(document, shot_id)
    kept = placed(light_of(document, shot_id), north)
    changes = {name: getattr(kept, name) for name in ("time", "azimuth_deg", "elevation_deg", "sun")}
    return set_light(document, shot_id, scope=scope, label="Light by hand", gesture=gesture, **changes)


def _north(document: Document, shot_id: str) -> float:
    scene = document.need(document.need(shot_id, model.Shot).scene_id, model.Scene)
    stage = document.get(scene.stage_id, model.Stage)
    return model.Stage(id="", name="").north_deg if stage is None else stage.north_deg


# ------------------------------------------------------------------------------------------------- lamps
def switch_lamp(
    document: Document,
    shot_id: str,
    item_id: str,
    lit: bool,
    *,
    scope: Scope = "scene",
    shelf: Shelf = CATALOGUE_ALONE,
) -> None:
    """Light a lamp or put it out: on the set, or for this shot. Raises BadProject for what is no lamp."""
    item = document.need(item_id, model.Item)
    if not any(setting.name == "lit" for setting in shelf.piece_of(item.piece).params):
        raise BadProject(f"{item.name[:1].upper()}{item.name[1:]} cannot be lit; choose a lamp.")
    label = f"{'Light' if lit else 'Put out'} {item.name}"
    change_setting(document, shot_id, item_id, "lit", lit, scope=scope, label=label)


def change_setting(
    document: Document,
    shot_id: str,
    item_id: str,
    name: str,
    value: Setting,
    *,
    scope: Scope = "scene",
    label: str = "",
    gesture: str | None = None,
) -> None:
    """One setting of a piece, on the set or for this shot: a lamp put out, a door open.

    What is set on the set counts in this shot too, so its own setting of that name is forgotten.
    """
    shot, item = document.need(shot_id, model.Shot), document.need(item_id, model.Item)
    own = dict(shot.settings.get(item_id, {}))
    with document.edit(label or f"Change {item.name}", gesture) as edit:
        if scope == "shot":
            own[name] = value
        else:
            own.pop(name, None)
            edit.update(item_id, params={**item.params, name: value})
        settings = {id: kept for id, kept in {**shot.settings, item_id: own}.items() if kept}
        if settings != shot.settings:
            edit.update(shot_id, settings=settings)
