"""Things dragged in from the library: shown where they would come to rest, put there when they are let go."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF

from previz.cast import PEOPLE
from previz.errors import NotFound, PrevizError
from previz.render.cutaway import cut_world
from previz.scene import model
from previz.scene.blocking import FIRST_ACTOR_ID, Actor, Placed, World
from previz.scene.model import ActorKey, Transform
from previz.scene.transform import UP, axis_angle, to_vec3
from previz.staging.dropping import drop
from previz.staging.places import Dressing
from previz.studio import stagehands
from previz.studio.tracks import actor_key
from previz.ui.loads import Load
from previz.ui.session import Session
from previz.ui.viewport.sighting import Sighting
from previz.ui.viewport.snapping import Rest

Floats = NDArray[np.float64]

GHOST = "dropped"
GHOST_PERSON, GHOST_PIECE = 0xFFFE, FIRST_ACTOR_ID - 1
"""Object ids of what is shown before it is there."""


class Dropping:
    """One drag over the stage."""

    def __init__(self, session: Session, load: Load, world: World) -> None:
        self._session, self._load, self._world = session, load, world
        self._shelf = session.studio.dressing.shelf
        self._rest = Rest(world, self._shelf)
        self._turn_deg = 0.0
        self._point: Floats | None = None
        self.target: str | None = None
        """The person that a pose is held over."""

    @property
    def load(self) -> Load:
        return self._load

    def over(self, sighting: Sighting, at: QPointF, id: str | None) -> World | None:
        """The world with what is dragged in it; None where it cannot be let go."""
        eye, way = sighting.ray(at)
        if self._load.kind == "pose":
            self.target = id if self._session.document.get(id, model.Character) else None
            return self._posed(self.target) if self.target else None
        rest = self._seen_from(eye)
        found = rest.under(eye, way)
        if found is None:
            return None
        seat = rest.seat_under(eye, way) if self._load.kind == "person" else None
        self._point = found[0] if seat is None else seat
        # What comes onto the stage faces the camera.
        self._turn_deg = round(math.degrees(math.atan2(-way[0], -way[2])) / 15) * 15.0
        return self._with_person() if self._load.kind == "person" else self._with_piece(found[1])

    def _seen_from(self, eye: Floats) -> Rest:
        """The set as it is seen: nothing comes to rest on a ceiling that is cut away."""
        opened = cut_world(self._world, eye)
        return self._rest if opened is self._world else Rest(opened, self._shelf)

    def let_go(self) -> None:
        """Put it there: one step of undo. Errors are told."""
        shot = self._session.shot
        if shot is not None:
            with self._session.reporting():
                made = self._put(shot)
                if made:
                    self._session.select([made])

    def _put(self, shot: model.Shot) -> str | None:
        session, load = self._session, self._load
        document = session.document
        if load.kind == "pose" and self.target:
            pose = session.poses.at(load.key).pose
            stagehands.change_actor(
                document,
                shot.id,
                self.target,
                time_s=session.time_s,
                scope=session.scope,
                label=f"Pose {document.need(self.target, model.Character).name}",
                pose=pose,
            )
            return self.target
        if self._point is None or session.stage is None:
            return None
        if load.kind == "person":
            point = to_vec3(self._point)
            return stagehands.add_person(
                document, shot.id, load.key, point, heading_deg=self._turn_deg, shelf=self._shelf
            )
        placed = self._placed()
        return stagehands.add_item(
            document, session.stage.id, load.key, placed, params=load.extra.get("params"), shelf=self._shelf
        )

    # ----------------------------------------------------------------------------------------- preview
    def _placed(self) -> Transform:
        assert self._point is not None
        turn = axis_angle(UP, self._turn_deg)
        return Transform(position_m=to_vec3(self._point), rotation=turn)

    def _with_piece(self, normal: Floats) -> World | None:
        piece = self._shelf.piece_of(self._load.key)
        if normal[1] < 0.5:  # let go at a wall it stands before the wall, on what is below
            assert self._point is not None
            self._point = self._point + normal * 0.05
            lowered = self._rest.on_surface(Transform(position_m=to_vec3(self._point)))
            self._point = np.asarray(lowered.position_m)
            self._turn_deg = math.degrees(math.atan2(normal[0], normal[2]))
        params = self._load.extra.get("params") or {}
        ghost = Placed(GHOST, piece.name, self._load.key, params, {}, self._placed(), GHOST_PIECE)
        return replace(self._world, items=(*self._world.items, ghost))

    def _with_person(self) -> World | None:
        document, who = self._session.document, self._load.key
        character = document.get(who, model.Character)
        body = character.body if character is not None else PEOPLE.get(who)
        if body is None or self._point is None:
            return None
        key = drop(body, Dressing(self._world.items, self._shelf), to_vec3(self._point), self._turn_deg)
        others = tuple(actor for actor in self._world.actors if actor.id != who)
        return replace(self._world, actors=(*others, _actor(GHOST, who, body, key)))

    def _posed(self, id: str) -> World | None:
        shot = self._session.shot
        key = actor_key(self._session.document, shot.id, id, self._session.time_s) if shot else None
        try:
            pose = self._session.poses.at(self._load.key).pose
        except NotFound:
            return None
        if key is None:
            return None
        actors = tuple(
            replace(actor, pose=pose, touches=()) if actor.id == id else actor for actor in self._world.actors
        )
        return replace(self._world, actors=actors)


def _actor(id: str, name: str, body: model.Body, key: ActorKey) -> Actor:
    return Actor(
        id=id,
        name=name,
        body=body,
        pose=key.pose,
        position_m=key.position_m,
        heading_deg=key.heading_deg,
        object_id=GHOST_PERSON,
        seat_height_m=key.seat_height_m,
        touches=key.touches,
    )


def previewed(dropping: Dropping, sighting: Sighting, at: QPointF, id: str | None) -> World | None:
    """As `Dropping.over`; what cannot be shown there (an unknown key) is None."""
    try:
        return dropping.over(sighting, at, id)
    except PrevizError:
        return None
