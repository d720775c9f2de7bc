"""The plan as a place to drop people, pieces and sets."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent

from previz.scene.model import Transform
from previz.staging.places import Dressing
from previz.studio import stagehands
from previz.studio.floor_plan import Point
from previz.studio.underlays import KINDS
from previz.ui.loads import files_of, load_of, take_copy
from previz.ui.session import Session

TALLEST_TABLE_M = 1.35
"""Things let go on the plan come down from here: onto a bar, not onto a wardrobe or through a lamp."""

WIDEST_ON_TABLE_M = 0.8
"""Furniture is for the floor, whatever lies below the pointer."""


class PlanDrops:
    """``bring`` lays a picture file under the plan."""

    def __init__(self, session: Session, bring: Callable[[Path], bool]) -> None:
        self._session = session
        self._bring = bring

    def welcome(self, event: QDragEnterEvent | QDragMoveEvent, has_plan: bool) -> None:
        """Sets always, people and pieces where there is a plan; poses need somebody to be held over."""
        load = load_of(event.mimeData())
        known = load is not None and (load.kind == "set" or (has_plan and load.kind != "pose"))
        known = known or (has_plan and _picture(event) is not None)
        if known and not self._session.read_only:
            take_copy(event)
        else:
            event.ignore()

    def let_go(self, event: QDropEvent, place: Point) -> None:
        load = load_of(event.mimeData())
        picture = _picture(event)
        if picture is not None and self._bring(picture):
            take_copy(event)
        if load is None:
            return
        if load.kind == "set":
            self._session.build_set(load.key)
            take_copy(event)
            return
        made = self._session.attempt(lambda: self._put(load.kind, load.key, *place))
        if made is not None:
            self._session.select([made])
            take_copy(event)

    def _put(self, kind: str, key: str, x: float, z: float) -> str | None:
        session, shot, stage = self._session, self._session.shot, self._session.stage
        if shot is None or stage is None:
            return None
        shelf = session.studio.dressing.shelf
        if kind == "person":
            return stagehands.add_person(session.document, shot.id, key, (x, 0.0, z), shelf=shelf)
        if kind != "piece":
            return None
        width, _, depth = shelf.piece_of(key).size_m
        height = self._height_m(x, z) if max(width, depth) <= WIDEST_ON_TABLE_M else 0.0
        there = Transform(position_m=(round(x, 2), height, round(z, 2)))
        return stagehands.add_item(session.document, stage.id, key, there, shelf=shelf)

    def _height_m(self, x: float, z: float) -> float:
        """Of the table, shelf or floor on which something let go there comes to rest."""
        world = self._session.world()
        if world is None:
            return 0.0
        dressing = Dressing(world.items, self._session.studio.dressing.shelf)
        return round(dressing.surface_below((x, TALLEST_TABLE_M, z))[0], 3)


def _picture(event: QDropEvent) -> Path | None:
    """The first file that is dragged, when its name is that of a picture."""
    paths = files_of(event)
    return paths[0] if paths and paths[0].suffix.lower() in KINDS else None
