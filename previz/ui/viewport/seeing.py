"""What lies where in the views: who is under a pixel, who is in the frame, what a view turns round."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF

from previz.render.gbuffer import visible_share
from previz.scene import model
from previz.scene.model import Vec3
from previz.scene.optics import View
from previz.studio import camera_hands
from previz.ui.session import Session
from previz.ui.viewport.burn_in import BurnIn, Reading, burn_in, read_frame
from previz.ui.viewport.canvas import Canvas, nearest
from previz.ui.viewport.navigation import Held
from previz.ui.viewport.rigs import framed_from, overview
from previz.ui.viewport.showing import Showing, Shown, Slot, device_rect
from previz.ui.viewport.sighting import Sighting
from previz.ui.viewport.snapping import Rest

Floats = NDArray[np.float64]

REACH_PX = 3
"""A click so near to something is on it."""
FEW = 8
"""People whose frame is named anew while the view moves."""
CAMERA_PX = 14.0


class Seeing:
    def __init__(
        self, session: Session, showing: Showing, canvas: Callable[[], Canvas], scale: Callable[[], float]
    ) -> None:
        self._session, self._showing = session, showing
        self._canvas, self._scale = canvas, scale
        self._shares: dict[int, float] = {}
        self._reading: Reading | None = None
        self._read_for: tuple[object, object] = (None, None)
        self.burn: BurnIn | None = None
        self._bracketed: tuple[object, object] = (None, None)
        self._moving = False

    # ----------------------------------------------------------------------------------------- reading
    def follow(self, moving: bool) -> None:
        """The burn-in of the views as they were arranged now; who hides whom is as it was last seen."""
        self._moving = moving
        shown, shot = self._showing.views.get("lens"), self._session.shot
        world, draw_list = self._showing.scenery.world, self._showing.scenery.draw_list
        key = self._showing.lens_key()
        if shown is None or shown.state is None or shot is None or key is None or world is None:
            self.burn = self._reading = None
            return
        if draw_list is not None and self._shares and (not moving or len(world.actors) <= FEW):
            self._reading = read_frame(world, draw_list, shown.state, shot, self._shares)
        number = self._session.studio.listing.numbers().shots.get(shot.id, "")
        keys = camera_hands.camera_keys(self._session.document, shot.id)
        self.burn = burn_in(self._session.project, number, shown.state, key, keys, self._reading)

    def read(self) -> bool:
        """Read from the ids who shows in the frame; True when the burn-in may have changed."""
        shown, draw_list = self._showing.views.get("lens"), self._showing.scenery.draw_list
        if shown is None or shown.gate is None or draw_list is None:
            return False
        if self._canvas().is_behind:
            return False  # the picture that is up shows what was before; the next one is told as well
        wanted = (draw_list, shown.state)
        if self._read_for[0] is draw_list and self._read_for[1] == shown.state and self._shares:
            return False
        ids = self._canvas().ids("lens")
        if ids is None:
            return False
        frame = device_rect(shown.gate.frame.rect.translated(-shown.gate.drawn.topLeft()), self._scale())
        left, top = max(frame.left(), 0), max(frame.top(), 0)
        self._shares = visible_share(ids[top : frame.bottom() + 1, left : frame.right() + 1])
        self._read_for = wanted
        self.follow(moving=False)
        return True

    def _brackets(self) -> tuple[object, object]:
        """What says where the brackets of focus are drawn."""
        shown, mark = self._showing.views.get("lens"), self.burn.mark if self.burn is not None else None
        return mark.point_m if mark is not None else None, shown.state if shown is not None else None

    def drawn(self) -> bool:
        """New pictures are up; True when brackets that waited for them may be painted."""
        if self._canvas().is_behind or self._bracketed == self._brackets():
            return False
        self._bracketed = self._brackets()
        return True

    @property
    def brackets_wait(self) -> bool:
        """They have gone elsewhere, and the picture that is up still shows what was before. Of a view that
        moves they go ahead: its pictures follow at once."""
        return not self._moving and self._canvas().is_behind and self._bracketed != self._brackets()

    @property
    def reading(self) -> Reading | None:
        return self._reading

    # ----------------------------------------------------------------------------------------- picking
    def sighting_at(self, at: QPointF) -> tuple[str, Sighting] | None:
        for slot, shown in self._showing.views.items():
            if shown.sighting is not None and shown.area.contains(at):
                return slot, shown.sighting
        return None

    def id_at(self, at: QPointF) -> str | None:
        """The person or item under a pixel of the window."""
        seen = self.sighting_at(at)
        if seen is None:
            return None
        scale = self._scale()
        corner = device_rect(seen[1].rect, scale).topLeft()
        x, y = round(at.x() * scale) - corner.x(), round(at.y() * scale) - corner.y()
        square = self._canvas().ids_near(seen[0], x, y, round(REACH_PX * scale))
        return self._showing.scenery.id_of(nearest(square)) if square is not None else None

    def ids_in(self, rect: QRectF) -> list[str]:
        """People and props that show within a rectangle of the window; no walls and floors."""
        seen = self.sighting_at(rect.center()) or self.sighting_at(rect.topLeft())
        ids = self._canvas().ids(seen[0]) if seen else None
        if seen is None or ids is None:
            return []
        part = device_rect(rect.translated(-seen[1].rect.topLeft()), self._scale())
        top, left = max(part.top(), 0), max(part.left(), 0)
        numbers = np.unique(ids[top : part.bottom() + 1, left : part.right() + 1] >> np.uint32(16))
        found = [self._showing.scenery.id_of(int(number)) for number in numbers if number]
        return [id for id in found if id is not None and not self.is_set(id)]

    def is_set(self, id: str) -> bool:
        """A floor, a wall, a sky: what other things stand on or before."""
        scenery = self._showing.scenery
        kinds = scenery.draw_list.kinds if scenery.draw_list else {}
        return kinds.get(scenery.number_of(id)) == "set"

    def centre_of(self, id: str) -> Floats | None:
        return self._showing.scenery.centre_of(id)

    def rest(self, moved: Sequence[str]) -> Rest | None:
        world = self._showing.scenery.world
        return Rest(world, self._session.studio.dressing.shelf, moved) if world else None

    def camera_at(self, at: QPointF) -> str | None:
        """The shot whose camera is drawn under a pixel of the free view."""
        seen = self.sighting_at(at)
        if seen is None or seen[0] != "free":
            return None
        for shot_id, place in self._showing.camera_ids().items():
            x, y, depth = seen[1].places(place)[0]
            if depth > 0.05 and (QPointF(x, y) - at).manhattanLength() < CAMERA_PX:
                return shot_id
        return None

    def camera_tags(self) -> dict[str, tuple[str, Vec3]]:
        """Shot id → its number and where its camera stands."""
        numbers = self._session.studio.listing.numbers().shots
        return {id: (numbers.get(id, ""), place) for id, place in self._showing.camera_ids().items()}

    # -------------------------------------------------------------------------------------- navigation
    def held(self, slot: Slot) -> Held | None:
        """A view as something to move; None while it shows nothing."""
        shown = self._showing.views.get(slot)
        if shown is None or shown.sighting is None:
            return None
        rig = self._showing.lens if slot == "lens" else self._showing.free
        view: View = shown.sighting.camera.view
        return Held(rig, view, shown.sighting.rect.height(), lambda: self.pivot(slot))

    def target_id(self) -> str | None:
        """What is meant when nothing is named: the selection's last, else who the shot is about."""
        shot = self._session.shot
        chosen = [id for id in self._session.selection if shot is None or id != shot.id]
        return chosen[-1] if chosen else self._showing.principal()

    def pivot(self, slot: Slot) -> Floats:
        """(3,) what a view turns round: through the lens its subject, else what is selected."""
        shown = self._showing.views.get(slot)
        rig = self._showing.lens if slot == "lens" else self._showing.free
        key = rig.key
        shot = self._session.shot
        chosen = [id for id in self._session.selection if shot is None or id != shot.id]
        target = self.target_id() if slot == "lens" else (chosen[-1] if chosen else None)
        centre = self._showing.scenery.centre_of(target) if target else None
        if key is None:
            return np.zeros(3)
        if centre is not None and (slot == "lens" or _shows(shown, centre)):
            return centre
        reach = min(key.focus_distance_m, 30.0)
        return np.asarray(key.transform.position_m) + camera_hands.ahead(key) * reach

    def frame_selection(self) -> None:
        """Bring what is selected, or everything, into the free view."""
        draw_list, free = self._showing.scenery.draw_list, self._showing.free
        shown = self._showing.views.get("free")
        if draw_list is None or shown is None:
            return
        chosen = [id for id in self._session.selection if self._showing.scenery.number_of(id)]
        centres = [c for id in chosen if (c := self._showing.scenery.centre_of(id)) is not None]
        if not centres or free.key is None:
            place = shown.state.position_m if shown.state else None
            aspect = shown.area.width() / max(shown.area.height(), 1.0)
            free.put(overview(draw_list, aspect, camera_m=place), "")
            return
        middle = np.mean(centres, axis=0)
        spread = max(float(np.linalg.norm(np.asarray(centres) - middle, axis=1).max()), 0.0)
        away = 2.6 + 2.4 * spread
        place = middle - camera_hands.ahead(free.key) * away
        moved = camera_hands.moved(free.key, place - np.asarray(free.key.transform.position_m))
        free.put(framed_from(moved, away), "")

    def pull_focus(self, id: str | None) -> None:
        """Through the lens: focus on somebody's eyes, or the middle of a thing. One step of undo."""
        key, scenery = self._showing.lens.key, self._showing.scenery
        point = scenery.centre_of(id) if id else None
        if key is None or id is None or point is None:
            self._session.tell("Select who or what the focus shall be on.", "fact")
            return
        company = self._reading.company if self._reading else ()
        person = next((one for one in company if one.id == id and one.is_person), None)
        entity = self._session.document[id]
        with self._session.reporting():
            pulled = camera_hands.focus_on(key, point if person is None else person.eyes_m)
            self._showing.lens.put(pulled, f"Focus on {getattr(entity, 'name', 'subject')}")

    def put_camera_here(self) -> None:
        """Make the free view's place the camera of the shot, with the lens that it has."""
        free, shot = self._showing.free.key, self._session.shot
        if free is None or shot is None:
            return
        own = self._showing.lens.key or model.CameraKey()
        focus = max(free.focus_distance_m, 0.3)
        key = model.CameraKey(
            time_s=own.time_s,
            transform=free.transform,
            focal_length_mm=own.focal_length_mm,
            focus_distance_m=focus,
            t_stop=own.t_stop,
        )
        self._showing.lens.put(key, "Camera to this view")

    def stand_at_camera(self) -> None:
        """Bring the free view to where the shot's camera is."""
        key = self._showing.lens.key
        if key is not None:
            self._showing.free.put(key, "")


def _shows(shown: Shown | None, point: Floats) -> bool:
    """Is a point before the lens of a view?"""
    return shown is not None and shown.sighting is not None and shown.sighting.places(point)[0, 2] > 0.1
