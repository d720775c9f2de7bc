"""Pictures for a viewport: what `Renderer` draws, with outlines, overlay and focus; only what is needed.

One viewer belongs to one renderer and its context. Each view of the window is a *slot* that keeps its last
picture, so that a change of selection costs no geometry.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from previz.gl.buffers import VertexArray
from previz.gl.framebuffer import Framebuffer
from previz.gl.program import FULLSCREEN_VS, Program, fullscreen
from previz.gl.state import set_state
from previz.gl.texture import Texture2D
from previz.render import overlay
from previz.render.drawlist import DrawList, figure_corners, local_box
from previz.render.light import KeyLight
from previz.render.live import LiveLook, LiveSketch
from previz.render.overlay import Mark
from previz.render.renderer import FAR_M, NEAR_M, Renderer, shader
from previz.render.target import Target
from previz.scene.blocking import CameraState
from previz.scene.model import Rgb
from previz.scene.optics import f_number
from previz.scene.transform import apply, matrix, rigid_inverse

Floats = NDArray[np.float64]

SELECTED: Rgb = (0.302, 0.639, 0.98)
"""Blue stops short of 1: blended over white, some software drivers wrap it round to 0."""
HOVERED: Rgb = (0.85, 0.93, 1.0)
PEAK: Rgb = (1.0, 0.847, 0.302)
_MOST_BLUR = 0.06
"""Largest radius of a blurred point that is drawn, as a share of the picture's height."""
_OUTLINE_PX = 4


@dataclass(frozen=True)
class Focus:
    """Depth of field or peaking as the lens has it. ``picture_height_mm``: the height, on the sensor."""

    focal_length_mm: float
    distance_m: float
    t_stop: float
    picture_height_mm: float
    circle_mm: float
    squeeze: float = 1.0
    peaking: bool = False

    @property
    def blur(self) -> float:
        """Diameter of a blurred point as a share of the picture's height, per (z − s) / z.

        ``c = f²/N · |z − s| / (z (s − f))``, the thin lens.
        """
        distance_mm = min(self.distance_m, 1e5) * 1000
        stop = f_number(self.t_stop)
        return (
            self.focal_length_mm**2 / (stop * (distance_mm - self.focal_length_mm)) / self.picture_height_mm
        )


@dataclass(frozen=True, eq=False)
class Glance:
    """Everything that one picture of a viewport shows."""

    draw_list: DrawList
    camera: CameraState
    size_px: tuple[int, int]
    key: KeyLight | None = None
    moving: bool = False
    selected: frozenset[int] = frozenset()
    hovered: int = 0
    """Object ids."""
    marks: tuple[Mark, ...] = ()
    focus: Focus | None = None
    sketch: LiveLook | None = None
    """Drawn as a live sketch, all of it sharp."""
    scale: float = 1.0
    """Device pixels per pixel."""


@dataclass(eq=False)
class _Slot:
    target: Target
    focused: Framebuffer
    shown: Framebuffer
    drawn: tuple[Any, ...] = ()
    fine: bool = False
    """Refined since it was drawn."""
    colours: list[Texture2D] = field(default_factory=list)

    def delete(self) -> None:
        self.target.delete()
        self.focused.delete()
        self.shown.delete()
        for texture in self.colours:
            texture.delete()


class Viewer:
    """Needs the renderer's context to be current in every call."""

    def __init__(self, renderer: Renderer) -> None:
        self._renderer = renderer
        self._slots: dict[str, _Slot] = {}
        self._outline = Program(FULLSCREEN_VS, shader("outline.fs"))
        self._overlay = Program(shader("overlay.vs"), shader("overlay.fs"))
        self._focus = Program(FULLSCREEN_VS, shader("focus.fs"))
        self._live: LiveSketch | None = None
        self._lines = VertexArray(np.zeros(3, overlay.VERTEX), dynamic=True)
        self._marks = Texture2D((256, 256), "r8")
        self._marked: tuple[frozenset[int], int] | None = None
        self.geometry_draws = 0
        """How often a slot's geometry was drawn so far; selection, hover and overlay need none."""

    def draw(self, slot: str, glance: Glance) -> Framebuffer:
        """The framebuffer whose first colour is the finished picture, until the next call for the slot."""
        place = self._slot(slot, glance.size_px)
        wanted = (glance.draw_list, glance.camera, glance.key)
        if place.drawn[:3] != wanted or (place.drawn[3] and not glance.moving):
            self._renderer.draw(place.target, *wanted, moving=glance.moving)
            place.drawn, place.fine = (*wanted, glance.moving), False
            self.geometry_draws += 1
        picture = place.target.smoothing
        if glance.sketch is not None:
            self._live = self._live or LiveSketch()
            picture = self._live.draw(place.target, glance.camera, glance.sketch)
        elif glance.focus is not None:
            self._draw_focus(place, glance.focus)
            picture = place.focused
        picture.copy_to(place.shown.handle, (0, 0, *glance.size_px))
        if glance.selected or glance.hovered:
            self._draw_outlines(place, glance)
        if glance.marks:
            self._draw_overlay(place, glance)
        return place.shown

    def refine(self, slot: str, glance: Glance, go_on: Callable[[], bool] = lambda: True) -> bool:
        """The picture that `draw` made of the same still glance, from four samples a pixel.

        False if it already was so, is a sketch, or ``go_on`` said no on the way: then nothing has changed.
        """
        place = self._slots.get(slot)
        wanted = (glance.draw_list, glance.camera, glance.key, False)
        if place is None or place.fine or place.drawn != wanted or glance.sketch is not None:
            return False
        place.fine = self._renderer.refine(place.target, *wanted[:3], go_on=go_on)
        if place.fine:
            self.draw(slot, glance)
        return place.fine

    def read(self, slot: str) -> NDArray[np.uint8]:
        """(h, w, 4) the last picture of a slot, rows top-down."""
        return self._slots[slot].shown.read(0)

    def ids(self, slot: str, rect: tuple[int, int, int, int] | None = None) -> NDArray[np.uint32]:
        """(h, w) ids of the last picture, or of (left, top, width, height) of it."""
        return self._slots[slot].target.moving.read(1, rect)

    def has(self, slot: str) -> bool:
        """Was there a picture of it, and is it still kept?"""
        return slot in self._slots

    @property
    def slots(self) -> set[str]:
        return set(self._slots)

    def forget(self, slot: str) -> None:
        """Free a view that is no longer shown."""
        if slot in self._slots:
            if self._live is not None:
                self._live.forget(self._slots[slot].target.size_px)
            self._slots.pop(slot).delete()

    def close(self) -> None:
        """Free everything of its own; the renderer stays."""
        for slot in list(self._slots):
            self.forget(slot)
        for program in (self._outline, self._overlay, self._focus):
            program.delete()
        if self._live is not None:
            self._live.close()
        self._lines.delete()
        self._marks.delete()

    # ------------------------------------------------------------------------------------------ passes
    def _slot(self, slot: str, size_px: tuple[int, int]) -> _Slot:
        found = self._slots.get(slot)
        if found is None or found.target.size_px != size_px:
            self.forget(slot)
            target = Target(size_px)
            colours = [Texture2D(size_px, "rgba8", smooth=True), Texture2D(size_px, "rgba8")]
            shown = Framebuffer([colours[1]], depth=target.depth_buffer)
            found = self._slots[slot] = _Slot(target, Framebuffer([colours[0]]), shown, colours=colours)
        return found

    def _draw_focus(self, place: _Slot, focus: Focus) -> None:
        set_state()
        place.focused.bind()
        fullscreen(
            self._focus,
            t_picture=place.target.smoothed,
            t_depth=place.target.depth_buffer,
            u_planes=(NEAR_M, FAR_M),
            u_focus_m=min(focus.distance_m, FAR_M),
            u_blur=focus.blur,
            u_squeeze=focus.squeeze,
            u_most=_MOST_BLUR,
            u_sharp=focus.circle_mm / 2 / focus.picture_height_mm,
            u_peaking=float(focus.peaking),
            u_peak=PEAK,
        )

    def _draw_outlines(self, place: _Slot, glance: Glance) -> None:
        self._mark(glance.selected, glance.hovered)
        rect = _screen_box(glance)
        if rect is None:
            return
        place.shown.bind()
        set_state(blend="alpha", scissor=rect)
        fullscreen(
            self._outline,
            t_ids=place.target.ids,
            t_marks=self._marks,
            u_scale=glance.scale,
            u_selected=SELECTED,
            u_hovered=HOVERED,
        )
        set_state()

    def _mark(self, selected: frozenset[int], hovered: int) -> None:
        if self._marked == (selected, hovered):
            return
        marks = np.zeros(0x10000, np.uint8)
        marks[hovered] = 128
        marks[list(selected)] = 255
        marks[0] = 0
        self._marks.write(marks.reshape(256, 256)[::-1])
        self._marked = (selected, hovered)

    def _draw_overlay(self, place: _Slot, glance: Glance) -> None:
        found = overlay.vertices(glance.marks, glance.camera, glance.size_px, glance.scale)
        if not len(found):
            return
        self._lines.write(found)
        place.shown.bind()
        for behind in (1.0, 0.0):
            set_state(depth=not behind, depth_writes=False, blend="alpha")
            self._overlay.use(u_behind=behind)
            self._lines.draw()
        set_state()


def _screen_box(glance: Glance) -> tuple[int, int, int, int] | None:
    """(left, bottom, width, height) round all that has an outline; None when that is out of the picture."""
    wanted = glance.selected | {glance.hovered}
    boxes = [
        apply(one.world_from_local, _corners(*local_box(glance.draw_list.meshes[one.mesh])))
        for one in glance.draw_list.instances
        if one.object_id in wanted
    ]
    boxes += [figure_corners(one) for one in glance.draw_list.figures if one.object_id in wanted]
    width, height = glance.size_px
    if not boxes:
        return None
    camera = glance.camera
    seen = camera.view.project(apply(rigid_inverse(matrix(camera.transform)), np.concatenate(boxes)))
    if (seen[:, 2] < NEAR_M).any():
        return (0, 0, width, height)
    places = (seen[:, :2] + 1) / 2 * (width, height)
    margin = _OUTLINE_PX * glance.scale
    low = np.clip(np.floor(places.min(axis=0) - margin), 0, glance.size_px)
    high = np.clip(np.ceil(places.max(axis=0) + margin), 0, glance.size_px)
    wide, tall = (high - low).astype(int)
    return (int(low[0]), int(low[1]), int(wide), int(tall)) if wide > 0 and tall > 0 else None


def _corners(low: Floats, high: Floats) -> Floats:
    return np.where(np.indices((2, 2, 2)).reshape(3, 8).T, high, low)


def focus_of(camera: CameraState, picture_height_mm: float, peaking: bool = False) -> Focus | None:
    """What a shot's camera makes sharp; None for a focus that no lens can have."""
    if not camera.focus_distance_m * 1000 > camera.focal_length_mm or math.isnan(camera.focus_distance_m):
        return None
    return Focus(
        focal_length_mm=camera.focal_length_mm,
        distance_m=camera.focus_distance_m,
        t_stop=camera.t_stop,
        picture_height_mm=picture_height_mm,
        circle_mm=camera.circle_of_confusion_mm,
        squeeze=camera.squeeze,
        peaking=peaking,
    )
