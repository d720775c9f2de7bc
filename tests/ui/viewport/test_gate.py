"""The gate in a view: everything to scale, the burn-in clear of the frame, in every shape of window."""

from __future__ import annotations

from itertools import combinations

import msgspec
import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from previz.scene.model import CameraKey, Project, Shot
from previz.scene.optics import extraction
from previz.scene.package import camera_state, default_package
from previz.scene.transform import look_at
from previz.ui.viewport import frame_face
from previz.ui.viewport.gate import BURN_BELOW_PX, BURN_TOP_PX, Gate, fit_gate
from previz.ui.viewport.lettering import width_of

PROJECT = Project(id="p", package=default_package())
KEY = CameraKey(transform=look_at((0, 1.5, 4), (0, 1.4, 0)), focal_length_mm=50)


def gate(width: float, height: float, **shot: object) -> Gate:
    made = Shot(id="s", scene_id="x", order="a", **shot)  # type: ignore[arg-type]
    return fit_gate(PROJECT, made, camera_state(PROJECT, made, KEY), QRectF(0, 0, width, height))


@pytest.mark.parametrize("size", [(1030, 627), (640, 620), (1600, 420), (500, 900)])
@pytest.mark.parametrize(
    "shot", [{}, {"frameline_id": "frame-178"}, {"lens_set_id": "arri-zeiss-master-anamorphic"}]
)
def test_the_frame_is_to_scale_and_inside(size: tuple[float, float], shot: dict[str, str]) -> None:
    known = {s.id: s for s in PROJECT.package.lens_sets}
    if "lens_set_id" in shot:
        shot = {"lens_set_id": next(id for id, lenses in known.items() if lenses.squeeze > 1)}
    found = gate(*size, **shot)
    area = QRectF(0, 0, *size)
    assert area.contains(found.drawn)
    assert found.drawn.adjusted(-0.5, -0.5, 0.5, 0.5).contains(found.frame.rect)
    assert found.frame.rect.width() / found.frame.rect.height() == pytest.approx(found.frame.aspect, rel=1e-6)
    made = Shot(id="s", scene_id="x", order="a", **shot)  # type: ignore[arg-type]
    own = camera_state(PROJECT, made, KEY).view
    share = found.frame.rect.width() / found.drawn.width()
    assert found.view.tan_x * share == pytest.approx(own.tan_x, rel=1e-6)
    tall = found.frame.rect.height() / found.drawn.height()
    assert found.view.tan_y * tall == pytest.approx(own.tan_y, rel=1e-6)


@pytest.mark.parametrize("size", [(1030, 627), (900, 420), (420, 800)])
def test_the_burn_in_has_its_room(size: tuple[float, float]) -> None:
    found = gate(*size)
    assert found.burn_in
    assert found.frame.rect.top() - found.drawn.top() >= BURN_TOP_PX - 0.6
    assert found.drawn.bottom() - found.frame.rect.bottom() >= BURN_BELOW_PX - 0.6
    assert not gate(400, 200).burn_in


def test_the_lens_axis_is_the_middle_of_the_gate() -> None:
    found = gate(1030, 627)
    axis = (1 - (-found.view.shift_y)) / 2 * found.drawn.height() + found.drawn.top()
    assert axis == pytest.approx(found.gate.center().y(), abs=0.01)


def test_a_common_top_keeps_the_top() -> None:
    lines = tuple(msgspec.structs.replace(one, common_top=True) for one in PROJECT.package.framelines)
    package = msgspec.structs.replace(PROJECT.package, framelines=lines)
    project = msgspec.structs.replace(PROJECT, package=package)
    shot = Shot(id="s", scene_id="x", order="a")
    found = fit_gate(project, shot, camera_state(project, shot, KEY), QRectF(0, 0, 1000, 700))
    assert found.frame.rect.top() == pytest.approx(found.gate.top())
    sensor = package.bodies[0].sensor
    cut = extraction(sensor.width_mm, sensor.height_mm, found.frame.aspect, common_top=True)
    assert found.frame.rect.height() / found.gate.height() == pytest.approx(cut.height_mm / sensor.height_mm)


def test_names_of_framelines_that_lie_close_are_told_apart(
    monkeypatch: pytest.MonkeyPatch, qapp: QApplication
) -> None:
    wide = next(lenses.id for lenses in PROJECT.package.lens_sets if lenses.squeeze > 1)
    found, boxes = gate(1030, 627, lens_set_id=wide), []

    def written(painter: QPainter, at: QPointF, words: str, px: int = 11, *_: object) -> float:
        boxes.append(QRectF(at.x(), at.y() - px, width_of(words, px, 600), px))
        return 0.0

    monkeypatch.setattr(frame_face, "write", written)
    picture = QImage(1030, 627, QImage.Format.Format_RGB32)
    painter = QPainter(picture)
    state = camera_state(PROJECT, Shot(id="s", scene_id="x", order="a", lens_set_id=wide), KEY)
    frame_face.paint_frame(painter, found, frame_face.Guides(), None, state)
    painter.end()
    assert len(boxes) == len(found.others)
    assert not any(one.intersects(other) for one, other in combinations(boxes, 2))
