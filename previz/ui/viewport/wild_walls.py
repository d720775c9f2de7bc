"""Walls of the set flown from the view: the one under the mouse, or the one that is in the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF

from previz.studio import wild_walls
from previz.studio.wild_walls import WildWall
from previz.ui.actions import Action

if TYPE_CHECKING:
    from previz.ui.viewport.stage_view import StageView

CONTEXT = "Stage view"
NONE = "No wall that can be flown stands there, nor between the camera and the people: point at one."


class WildWalls:
    """``meant`` is the wall that the right button was clicked on, while its menu is open."""

    def __init__(self, view: StageView) -> None:
        self._view = view
        self.meant: WildWall | None = None

    def point(self, at: QPointF | None) -> None:
        """The menu opens at a pixel of the view, or elsewhere (None)."""
        self.meant = self._under(at) if at is not None else None

    def actions(self) -> list[Action]:
        session = self._view.session

        def may() -> bool:
            return session.shot is not None and not session.read_only

        def flown() -> bool:
            return may() and session.shot is not None and bool(session.shot.flown)

        return [
            Action(
                "wall.fly",
                lambda: f"Fly {self.meant.words}" if self.meant else "Fly the wall in the way",
                "",
                self._fly,
                CONTEXT,
                may,
                "Look at a shot first, in a film that may be changed.",
                "wall",
                words="fly this wall wild wall take out remove hide flown",
            ),
            Action(
                "wall.back",
                "Bring back the walls",
                "",
                lambda: self._bring_back(session.shot.id if session.shot else ""),
                CONTEXT,
                flown,
                "No wall is flown in this shot.",
                "wall",
                words="wild walls unfly flown restore show",
            ),
        ]

    # ------------------------------------------------------------------------------------------ finding
    def _under(self, at: QPointF) -> WildWall | None:
        """The wall that is seen at a pixel: those that the free view leaves out are looked past."""
        seen, scenery = self._view.seeing.sighting_at(at), self._view.showing.scenery
        pointed = self._view.seeing.id_at(at)
        if seen is None or pointed is None or scenery.draw_list is None:
            return None
        eye, way = seen[1].ray(at)
        world = scenery.world if seen[0] == "lens" else scenery.world_from(eye)
        found = wild_walls.wall_at(world, scenery.draw_list, eye, way) if world is not None else None
        return found if found is not None and found.item_id == pointed else None

    def _in_the_way(self) -> WildWall | None:
        showing, session = self._view.showing, self._view.session
        scenery, shown, shot = showing.scenery, showing.views.get("lens"), session.shot
        if scenery.world is None or scenery.draw_list is None or shot is None:
            return None
        camera = shown.state if shown is not None else scenery.world.camera
        if camera is None:
            return None
        known = {actor.id for actor in scenery.world.actors}
        subjects = tuple(id for id in shot.framing.subjects if id in known)
        return wild_walls.wall_in_the_way(scenery.world, scenery.draw_list, camera, subjects)

    # -------------------------------------------------------------------------------------------- doing
    def _fly(self) -> None:
        session = self._view.session
        wall, shot = self.meant or self._in_the_way() or self._under(self._view.pointer.at), session.shot
        self.meant = None
        if wall is None or shot is None:
            session.tell(NONE, "warning")
            return
        session.attempt(lambda: wild_walls.fly(session.document, shot.id, wall))
        words = f"{wall.words[0].upper()}{wall.words[1:]} is flown in this shot."
        session.tell(words, "fact", "Bring it back", lambda: self._bring_back(shot.id, wall))

    def _bring_back(self, shot_id: str, wall: WildWall | None = None) -> None:
        session = self._view.session
        session.attempt(lambda: wild_walls.bring_back(session.document, shot_id, wall))
