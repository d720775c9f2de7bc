"""Posing a person in the view: hands, feet, joints and hips to pull, one step of undo a pull."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF

from previz.cast import Posed
from previz.render.drawlist import FigureInstance
from previz.scene import model
from previz.scene.model import ActorKey
from previz.scene.transform import rotation_matrix
from previz.studio import posing, stagehands
from previz.studio.posing import GRIPS, Grip
from previz.studio.tracks import actor_key, is_locked
from previz.ui.session import Session
from previz.ui.viewport.scenery import Scenery
from previz.ui.viewport.sighting import Sighting, on_plane

Floats = NDArray[np.float64]

GRIP_PX = 9.0
LOCKED = "Nobody who is locked is pulled; unlock them first (Ctrl+L)."


@dataclass(frozen=True, eq=False)
class _Pull:
    """A grip in hand: the key and body as they were, and the plane in which it is pulled."""

    grip: Grip
    key: ActorKey
    posed: Posed
    start: Floats
    grabbed: Floats
    facing: Floats
    gesture: str


class PoseTool:
    """Nobody is posed until `pose`. ``changed`` is called when what is painted may differ."""

    def __init__(self, session: Session, scenery: Scenery, changed: Callable[[bool], None]) -> None:
        self._session, self._scenery, self._changed = session, scenery, changed
        self.person: str | None = None
        self.hot: Grip | None = None
        self._pull: _Pull | None = None

    @property
    def busy(self) -> bool:
        return self._pull is not None

    def pose(self, id: str | None) -> None:
        """Begin to pose somebody, or leave (None)."""
        self.person = id if self._session.document.get(id, model.Character) else None
        self.hot = self._pull = None
        self._changed(False)

    # ------------------------------------------------------------------------------------------ grips
    def points(self) -> list[tuple[Grip, Floats]]:
        """Every grip of who is posed and where it is in the world."""
        key, figure = self._key(), self._figure()
        if key is None or figure is None:
            return []
        return [(grip, posing.grip_point(key, figure.posed, grip)) for grip in GRIPS]

    def words(self) -> str:
        grip = self._pull.grip if self._pull else self.hot
        return grip.name if grip else ""

    def hit(self, sighting: Sighting, at: QPointF) -> Grip | None:
        """The grip under a pixel; of two the nearer one."""
        best: tuple[float, Grip] | None = None
        for grip, point in self.points():
            x, y, depth = sighting.places(point)[0]
            apart = float(np.hypot(x - at.x(), y - at.y()))
            if depth > 0.05 and apart <= GRIP_PX and (best is None or apart < best[0]):
                best = (apart, grip)
        return best[1] if best else None

    # ------------------------------------------------------------------------------------------- mouse
    def hover(self, sighting: Sighting | None, at: QPointF) -> bool:
        """True when a grip lies under the mouse."""
        hot = self.hit(sighting, at) if sighting is not None and self.person else None
        if hot != self.hot:
            self.hot = hot
            self._changed(False)
        return hot is not None

    def press(self, sighting: Sighting, at: QPointF) -> bool:
        """Take hold of what is under the mouse; False when there is no grip."""
        grip = self.hit(sighting, at) if self.person else None
        key, figure = self._key(), self._figure()
        if grip is None or key is None or figure is None:
            return False
        if self._session.read_only:
            self._session.tell("This project is open for reading only; save a copy to change it.", "warning")
            return True
        shot = self._session.shot
        if shot is not None and self.person and is_locked(self._session.document, shot.id, self.person):
            self._session.tell(LOCKED, "warning")
            return True
        start = posing.grip_point(key, figure.posed, grip)
        facing = rotation_matrix(sighting.camera.rotation)[:, 2]
        grabbed = on_plane(*sighting.ray(at), start, facing)
        if grabbed is not None:
            gesture = self._session.new_gesture("pose")
            self._pull = _Pull(grip, key, figure.posed, start, grabbed, facing, gesture)
        return True

    def move(self, sighting: Sighting, at: QPointF) -> None:
        pull = self._pull
        if pull is None:
            return
        now = on_plane(*sighting.ray(at), pull.start, pull.facing)
        if now is not None:
            to = pull.start + now - pull.grabbed
            self._give(posing.pulled(pull.key, pull.posed, pull.grip, to), "Pose", pull.gesture)
            self._changed(True)

    def release(self) -> None:
        if self._pull is not None:
            self._pull = None
            self._session.end_gesture()
            self._changed(False)

    def cancel(self) -> bool:
        """Put a pull back, or else leave; False when nobody is posed."""
        if self._pull is not None:
            self._session.end_gesture(broken_off=self._pull.gesture)
            self._pull = None
            self._changed(False)
        elif self.person is not None:
            self.pose(None)
        else:
            return False
        return True

    # ------------------------------------------------------------------------------------------- whole
    def mirror(self) -> None:
        """Exchange left and right of who is posed or selected."""
        self._whole(posing.mirrored, "Mirror")

    def release_all(self) -> None:
        """Back to the preset: turned joints, hips and touches are let go."""
        key = self._key()
        if key is not None and posing.released(key) == key:
            self._session.tell("This pose is as the preset has it; nothing is turned by hand.")
        else:
            self._whole(posing.released, "Reset pose of")

    def target(self) -> str | None:
        chosen = [id for id in self._session.selection if self._session.document.get(id, model.Character)]
        return self.person or (chosen[-1] if chosen else None)

    def _whole(self, change: Callable[[ActorKey], ActorKey], verb: str) -> None:
        key, target = self._key(), self.target()
        if key is not None and target is not None:
            self._give(change(key), verb, None)

    def _give(self, key: ActorKey, verb: str, gesture: str | None) -> None:
        session, shot, target = self._session, self._session.shot, self.target()
        if shot is None or target is None:
            return
        name = session.document.need(target, model.Character).name
        with session.reporting():
            stagehands.change_actor(
                session.document,
                shot.id,
                target,
                time_s=session.time_s,
                scope=session.scope,
                label=f"{verb} {name}",
                gesture=gesture,
                pose=key.pose,
                touches=key.touches,
            )

    def _key(self) -> ActorKey | None:
        shot, target = self._session.shot, self.target()
        if shot is None or target is None:
            return None
        return actor_key(self._session.document, shot.id, target, self._session.time_s)

    def _figure(self) -> FigureInstance | None:
        draw_list = self._scenery.draw_list
        figures = draw_list.figures if draw_list else ()
        return next((one for one in figures if one.actor.id == self.person), None)
