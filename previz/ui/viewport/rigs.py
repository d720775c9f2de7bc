"""What carries a view's camera: the shot, whose camera the document keeps, or nobody: the free view."""

from __future__ import annotations

from typing import Protocol

import msgspec
import numpy as np
from numpy.typing import ArrayLike, NDArray

from previz.render.drawlist import DrawList
from previz.scene.model import CameraKey
from previz.scene.optics import View
from previz.scene.package import CameraState
from previz.scene.transform import look_at, to_vec3, unit
from previz.studio import camera_hands
from previz.ui.session import Session

Floats = NDArray[np.float64]

FREE_TAN_Y = 0.42
"""Half the height of the free view as a tangent: a calm 46°."""


class Rig(Protocol):
    """One gesture: ``begin``, any number of ``put``, ``end``."""

    @property
    def key(self) -> CameraKey | None: ...

    def begin(self) -> None: ...

    def put(self, key: CameraKey, label: str) -> None: ...

    def end(self) -> None: ...


class LensRig:
    """The camera of the shot that is looked at: what moves it is one step of undo."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._gesture: str | None = None

    @property
    def key(self) -> CameraKey | None:
        shot = self._session.shot
        if shot is None:
            return None
        return camera_hands.shot_key(self._session.document, shot.id, self._session.time_s)

    def begin(self) -> None:
        if self._gesture is None:
            self._gesture = self._session.new_gesture("camera")

    def put(self, key: CameraKey, label: str) -> None:
        session, shot = self._session, self._session.shot
        if shot is None or key == self.key:
            return
        if session.read_only:
            session.tell(
                "This project is open for reading only; save a copy to change its cameras.", "warning"
            )
            return
        with session.reporting():
            camera_hands.set_camera(session.document, shot.id, key, session.time_s, label, self._gesture)

    def end(self) -> None:
        if self._gesture is not None:
            self._gesture = None
            self._session.end_gesture()


class FreeRig:
    """The free view's camera, which is not part of the film; every set keeps where one stood in it last."""

    def __init__(self) -> None:
        self._keys: dict[str, CameraKey] = {}
        self._stage_id = ""

    @property
    def key(self) -> CameraKey | None:
        return self._keys.get(self._stage_id)

    def enter(self, stage_id: str) -> None:
        """Look at this set from now on."""
        self._stage_id = stage_id

    def begin(self) -> None:
        """A free view has no undo."""

    def put(self, key: CameraKey, label: str) -> None:
        self._keys[self._stage_id] = key

    def end(self) -> None:
        """A free view has no undo."""

    def state(self, aspect: float) -> CameraState | None:
        """The camera of a picture of this shape."""
        key = self.key
        if key is None:
            return None
        view = View(FREE_TAN_Y * aspect, FREE_TAN_Y, 36.0, 36.0 / aspect)
        place = key.transform
        return CameraState(
            place.position_m, place.rotation, view, key.focal_length_mm, key.focus_distance_m, 2.8
        )


def overview(
    draw_list: DrawList, aspect: float, centre: Floats | None = None, camera_m: ArrayLike | None = None
) -> CameraKey:
    """From above, everything in view; round ``centre`` when that is given.

    From the side of the shot's camera at ``camera_m``, which sees what matters; else from a front corner.
    """
    low, high = _bounds(draw_list)
    middle = (low + high) / 2 if centre is None else centre
    radius = max(float(np.linalg.norm((high - low) * (1, 0.6, 1))) / 2, 1.5)
    away = min(radius / (FREE_TAN_Y * min(aspect, 1.6)), 26.0)
    towards = np.array([0.46, 0.0, 0.72])
    if camera_m is not None:
        way = (np.asarray(camera_m, float) - middle) * (1.0, 0.0, 1.0)
        if np.linalg.norm(way) > 0.5:
            towards = unit(way) * np.linalg.norm(towards)
    eye = middle + (towards + np.array([0.0, 0.52, 0.0])) * away
    return framed_from(CameraKey(transform=look_at(to_vec3(eye), to_vec3(middle))), away)


def _bounds(draw_list: DrawList) -> tuple[Floats, Floats]:
    """Of the people and what is near them; of everything when the set is empty."""
    people = [figure.world_from_figure[:3, 3] for figure in draw_list.figures]
    low, high = draw_list.box() if draw_list.instances or draw_list.figures else (np.zeros(3), np.zeros(3))
    if not people:
        return low, high
    points = np.stack(people)
    room = np.array([3.0, 1.8, 3.0])
    return np.maximum(points.min(axis=0) - room, low), np.minimum(points.max(axis=0) + room, high)


def framed_from(key: CameraKey, away_m: float) -> CameraKey:
    """The key with its focus, which is the free view's pivot, at a distance."""
    return msgspec.structs.replace(key, focus_distance_m=max(away_m, 0.3))
