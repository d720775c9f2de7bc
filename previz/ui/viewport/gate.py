"""Where gate, framelines and burn-in stand in a view, and what is drawn round the frame."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF

from previz.scene.blocking import CameraState
from previz.scene.model import Frameline, Project, Shot
from previz.scene.optics import View, extraction
from previz.scene.package import shot_body

MARGIN_PX = 4.0
OVERSCAN = 0.02
"""Of the gate's width and height, drawn beyond each side of it."""
BURN_TOP_PX, BURN_BELOW_PX = 46.0, 50.0
"""Room for the burn-in above and below the frameline; where the gate has less, more of the set is drawn."""
SMALL_PX = 300.0
"""A picture that would be lower than this without burn-in gets none."""


@dataclass(frozen=True)
class FramelineRect:
    name: str
    aspect: float
    rect: QRectF


@dataclass(frozen=True)
class Gate:
    """A view through a lens, in logical pixels."""

    drawn: QRectF
    """The picture: the gate and what is round it."""
    gate: QRectF
    """All that the sensor records."""
    frame: FramelineRect
    """What this shot delivers."""
    others: tuple[FramelineRect, ...]
    view: View
    """Of ``drawn``."""
    sensor_mm: tuple[float, float]
    burn_in: bool
    """Is there room for it?"""

    def camera(self, state: CameraState) -> CameraState:
        """The shot's camera with the view of the whole drawn picture."""
        return replace(state, view=self.view)


def fit_gate(project: Project, shot: Shot, state: CameraState, area: QRectF, burn_in: bool = True) -> Gate:
    """Fit the gate of a shot's camera into ``area``. The lens axis is the middle of the gate.

    Raises BadProject when the camera package lacks what the shot names; `camera_state` has raised before.
    """
    package = project.package
    lenses = next(s for s in package.lens_sets if shot.lens_set_id in (None, s.id))
    frameline = next(f for f in package.framelines if shot.frameline_id in (None, f.id))
    sensor = shot_body(package, shot.body_id, lenses, frameline).sensor
    squeeze, height = lenses.squeeze, sensor.height_mm
    width = sensor.width_mm * squeeze  # as the picture is shown: desqueezed millimetres
    own = _on_sensor(sensor.width_mm, height, frameline, squeeze)
    room_w, room_h = max(area.width() - 2 * MARGIN_PX, 16.0), max(area.height() - 2 * MARGIN_PX, 16.0)
    scale = min(room_w / (width * (1 + 2 * OVERSCAN)), room_h / (height * (1 + 2 * OVERSCAN)))
    top_mm = bottom_mm = height * OVERSCAN
    shows = burn_in and room_h >= SMALL_PX
    if shows:
        wanted = BURN_TOP_PX + BURN_BELOW_PX
        scale = min(scale, (room_h - wanted) / own.height())
        top_mm = max(top_mm, BURN_TOP_PX / scale - own.top())
        bottom_mm = max(bottom_mm, BURN_BELOW_PX / scale - (height - own.bottom()))
    side_mm = width * OVERSCAN
    all_w, all_h = (width + 2 * side_mm) * scale, (height + top_mm + bottom_mm) * scale
    if all_h > room_h:  # the frame fits with its burn-in, so it is the gate that has too much round it
        spare = (all_h - room_h) / scale
        top_mm, bottom_mm = _less(top_mm, bottom_mm, spare, own.top(), height - own.bottom(), scale)
        all_h = room_h
    left, top = area.center().x() - all_w / 2, area.center().y() - all_h / 2
    origin = QPointF(left + side_mm * scale, top + top_mm * scale)

    def placed(rect: QRectF) -> QRectF:
        corner = QPointF(origin.x() + rect.x() * scale, origin.y() + rect.y() * scale)
        return QRectF(corner.x(), corner.y(), rect.width() * scale, rect.height() * scale)

    drawn_h = height + top_mm + bottom_mm
    lens = state.focal_length_mm * 2
    view = View(
        tan_x=(width + 2 * side_mm) / lens,
        tan_y=drawn_h / lens,
        used_width_mm=(width + 2 * side_mm) / squeeze,
        used_height_mm=drawn_h,
        squeeze=squeeze,
        shift_y=(top_mm - bottom_mm) / drawn_h,
    )
    lines = [
        FramelineRect(line.name, line.aspect, placed(_on_sensor(sensor.width_mm, height, line, squeeze)))
        for line in package.framelines
    ]
    return Gate(
        drawn=QRectF(left, top, all_w, all_h),
        gate=placed(QRectF(0, 0, width, height)),
        frame=FramelineRect(frameline.name, frameline.aspect, placed(own)),
        others=tuple(line for line in lines if line.name != frameline.name),
        view=view,
        sensor_mm=(sensor.width_mm, sensor.height_mm),
        burn_in=shows,
    )


def _on_sensor(width_mm: float, height_mm: float, line: Frameline, squeeze: float) -> QRectF:
    """A frameline in desqueezed millimetres from the gate's upper left corner."""
    cut = extraction(width_mm, height_mm, line.aspect, squeeze, line.common_top, line.protection_pct)
    return QRectF(cut.left_mm * squeeze, cut.top_mm, cut.width_mm * squeeze, cut.height_mm)


def _less(
    top: float, bottom: float, spare: float, over: float, under: float, scale: float
) -> tuple[float, float]:
    """Take ``spare`` millimetres off above and below, but leave the burn-in its room; may cut the gate."""
    free_top = max(top + over - BURN_TOP_PX / scale, 0.0)
    free_bottom = max(bottom + under - BURN_BELOW_PX / scale, 0.0)
    share = spare / max(free_top + free_bottom, 1e-9)
    return top - free_top * share, bottom - free_bottom * share
