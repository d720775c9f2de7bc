"""What the stage view shows: which views, how large, through which camera, with which marks."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from PySide6.QtCore import QRect, QRectF

from previz.errors import BadProject
from previz.render.live import LiveLook
from previz.render.overlay import Mark
from previz.render.viewer import Focus, Glance, focus_of
from previz.scene import model
from previz.scene.blocking import CameraState, World
from previz.scene.model import CameraKey
from previz.scene.package import camera_state
from previz.studio import camera_hands
from previz.studio.shot_book import Flown
from previz.ui.session import Session
from previz.ui.viewport.canvas import Pane
from previz.ui.viewport.frame_face import Guides
from previz.ui.viewport.gate import Gate, fit_gate
from previz.ui.viewport.rigs import FreeRig, LensRig, overview
from previz.ui.viewport.scenery import Scenery, camera_frusta, floor_grid, moving_paths, stage_marks
from previz.ui.viewport.sighting import Sighting

Mode = Literal["lens", "free", "split"]
Slot = Literal["lens", "free"]
SPLIT_SHARE, SEAM_PX = 0.62, 1.0
STACKED_ASPECT = 1.0
"""A stage view narrower than this has its two views one over the other."""


@dataclass(frozen=True)
class Shown:
    """One view as it is now; without a sighting it says in ``empty`` why."""

    slot: Slot
    area: QRectF
    sighting: Sighting | None = None
    gate: Gate | None = None
    state: CameraState | None = None
    """The shot's camera, framed."""
    empty: str = ""


@dataclass
class Showing:
    """The state of the views that is not in the document, and the pictures that follow from both."""

    session: Session
    scenery: Scenery
    lens: LensRig
    free: FreeRig = field(default_factory=FreeRig)
    mode: Mode = "lens"
    main: Slot = "lens"
    """The larger one of a split."""
    guides: Guides = field(default_factory=Guides)
    focus: Literal["", "blur", "peaking"] = ""
    sketch: LiveLook | None = None
    """How the lens view is drawn, when it is drawn instead of lit."""
    preview: CameraKey | None = None
    preview_flown: Flown | None = None
    """The walls that fly for that camera; None for those of the shot."""
    ghost: World | None = None
    """The world with something in it that is dragged in and not let go yet."""
    views: dict[str, Shown] = field(default_factory=dict)
    _known: World | None = None
    _known_at: tuple[int, str | None, float, Flown | None] | None = None

    # ------------------------------------------------------------------------------------------ cameras
    def lens_state(self) -> CameraState | None:
        """The camera of the shot, or of the preview; None without one. Raises BadProject."""
        shot = self.session.shot
        key = self.lens_key()
        if shot is None or key is None:
            return None
        return camera_state(self.session.project, shot, key)

    def lens_key(self) -> CameraKey | None:
        return self.preview or self.lens.key

    # ------------------------------------------------------------------------------------------- layout
    def areas(self, width: float, height: float) -> dict[Slot, QRectF]:
        whole = QRectF(0, 0, width, height)
        if self.mode != "split":
            return {self.mode: whole}
        other: Slot = "free" if self.main == "lens" else "lens"
        if width < height * STACKED_ASPECT:
            cut = round(height * SPLIT_SHARE)
            parts = (
                QRectF(0, 0, width, cut),
                QRectF(0, cut + SEAM_PX, width, max(height - cut - SEAM_PX, 1)),
            )
        else:
            cut = round(width * SPLIT_SHARE)
            parts = (
                QRectF(0, 0, cut, height),
                QRectF(cut + SEAM_PX, 0, max(width - cut - SEAM_PX, 1), height),
            )
        return {self.main: parts[0], other: parts[1]}

    def arrange(self, width: float, height: float, moving: bool) -> None:
        """Look at the document and decide every view anew. Raises NotFound and BadProject."""
        stage = self.session.stage
        self.free.enter(stage.id if stage is not None else "")
        try:
            state = self.lens_state()
        except BadProject as error:
            self._all_empty(width, height, str(error))
            return
        world = self.ghost or self._world()
        if world is not None and state is not None:
            world = replace(world, camera=state)
        self.scenery.update(world, state, moving)
        areas = self.areas(width, height)
        self.views = {slot: self._view(slot, area, state) for slot, area in areas.items()}

    def _world(self) -> World | None:
        """The session's, looked up again only after an edit, another shot or another moment; with the walls
        flown that fly for the preview."""
        shot, flown = self.session.shot, self.preview_flown if self.preview is not None else None
        now = (self.session.document.revision, shot.id if shot else None, self.session.time_s, flown)
        if now != self._known_at:
            self._known, self._known_at = self.session.world(flown=flown), now
        return self._known

    def _all_empty(self, width: float, height: float, words: str) -> None:
        self.views = {
            slot: Shown(slot, area, empty=words) for slot, area in self.areas(width, height).items()
        }

    def _view(self, slot: Slot, area: QRectF, state: CameraState | None) -> Shown:
        session, draw_list = self.session, self.scenery.draw_list
        if session.shot is None:
            return Shown(
                slot, area, empty="No shot is open. Make one in the shot strip, or open the demo film."
            )
        if draw_list is None:
            return Shown(
                slot, area, empty="This scene has no set yet. Drag a starter set in from the library."
            )
        if slot == "lens":
            if state is None:
                words = "This shot has no camera yet. Find a view with Free, then press C to put it there."
                return Shown(slot, area, empty=words)
            gate = fit_gate(session.project, session.shot, state, area, self.guides.burn_in)
            return Shown(slot, area, Sighting(gate.camera(state), gate.drawn), gate, state)
        aspect = max(area.width(), 1.0) / max(area.height(), 1.0)
        if self.free.key is None:
            self.free.put(overview(draw_list, aspect, camera_m=state.position_m if state else None), "")
        camera = self.free.state(aspect)
        assert camera is not None
        return Shown(slot, area, Sighting(camera, area), state=state)

    # ----------------------------------------------------------------------------------------- pictures
    def panes(
        self,
        scale: float,
        moving: bool,
        hovered: str | None,
        marks: dict[str, list[Mark]],
        share: float = 1.0,
    ) -> dict[str, Pane]:
        """Pictures of every view that has one. ``scale`` is device pixels per pixel.

        While ``moving`` a picture has that ``share`` of its pixels a side.
        """
        share = share if moving else 1.0
        draw_list = self.scenery.draw_list
        if draw_list is None:
            return {}
        selected = frozenset(
            number for id in self.session.selection if (number := self.scenery.number_of(id))
        )
        over = self.scenery.number_of(hovered) if hovered else 0
        found = {}
        for slot, shown in self.views.items():
            if shown.sighting is None:
                continue
            rect = device_rect(shown.sighting.rect, scale)
            eye = shown.sighting.camera.position_m
            seen = (self.scenery.opened_for(eye) if slot == "free" else None) or draw_list
            found[slot] = Pane(
                rect,
                Glance(
                    draw_list=seen,
                    camera=shown.sighting.camera,
                    size_px=(round(rect.width() * share), round(rect.height() * share)),
                    key=self.scenery.key,
                    moving=moving,
                    selected=selected,
                    hovered=over,
                    marks=(*self._marks(shown), *marks.get(slot, [])),
                    focus=self._focus(shown),
                    sketch=self.sketch if slot == "lens" else None,
                    scale=scale * share,
                ),
            )
        return found

    def _marks(self, shown: Shown) -> list[Mark]:
        if shown.slot == "lens":
            return []
        stage = self.session.stage
        aspect = shown.state.aspect if shown.state else 16 / 9
        return [
            *floor_grid(),
            *(stage_marks(stage.marks) if stage else []),
            *moving_paths(self.session),
            *camera_frusta(self.session, shown.state, aspect),
        ]

    def _focus(self, shown: Shown) -> Focus | None:
        if not self.focus or shown.state is None or shown.gate is None:
            return None
        height = shown.gate.view.used_height_mm
        return focus_of(shown.state, height, peaking=self.focus == "peaking")

    def principal(self) -> str | None:
        """Who the shot is about."""
        shot = self.session.shot
        subjects = shot.framing.subjects if shot else ()
        if subjects:
            return subjects[0]
        actors = self.scenery.world.actors if self.scenery.world else ()
        return actors[0].id if len(actors) == 1 else None

    def camera_ids(self) -> dict[str, model.Vec3]:
        """Shot id → where its camera stands, for the shots of the scene."""
        scene = self.session.scene
        if scene is None:
            return {}
        found = {}
        for shot in self.session.document.children(scene.id, model.Shot):
            key = camera_hands.shot_key(self.session.document, shot.id)
            if key is not None and not shot.omitted:
                found[shot.id] = key.transform.position_m
        return found


def device_rect(rect: QRectF, scale: float) -> QRect:
    """On whole device pixels, at least 16 a side."""
    left, top = round(rect.left() * scale), round(rect.top() * scale)
    right, bottom = round(rect.right() * scale), round(rect.bottom() * scale)
    return QRect(left, top, max(right - left, 16), max(bottom - top, 16))
