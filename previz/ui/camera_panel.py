"""Camera hands: dolly, truck, pedestal, pan, tilt, roll, zoom and dolly-zoom, each by a typed amount."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from previz.errors import BadProject
from previz.scene.model import CameraKey
from previz.studio import camera_hands
from previz.studio.principal import principal_m
from previz.studio.tracks import SAME_TIME_S
from previz.ui.actions import Action
from previz.ui.controls import Field, Measure, label, push_button
from previz.ui.controls.measure import length_units
from previz.ui.session import Session

Hand = Callable[[CameraKey, float], CameraKey]
FARTHEST_M, WIDEST_DEG = 50.0, 180.0


class CameraPanel(QWidget):
    """Each field stands at 0 and goes back there: what is typed is how far the camera goes."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._start: CameraKey | None = None
        self._gesture = ""
        self.fields: dict[str, Field] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(12, 8, 8, 12)
        self._layout.setSpacing(4)
        self._add("Dolly in", camera_hands.dolly, Measure.LENGTH)
        self._add("Truck right", camera_hands.truck, Measure.LENGTH)
        self._add("Pedestal up", camera_hands.pedestal, Measure.LENGTH)
        self._add("Pan right", camera_hands.pan, Measure.ANGLE)
        self._add("Tilt up", camera_hands.tilt, Measure.ANGLE)
        self._add("Roll right", camera_hands.roll, Measure.ANGLE)
        self._add("Zoom in", _zoomed, Measure.FOCAL)
        self._add("Dolly-zoom in", self._dolly_zoomed, Measure.LENGTH)
        self._layout.addWidget(
            push_button("Focus on the subject", self.focus_on_subject, "solid", "crosshair")
        )
        self.scope = label("Moves the whole shot; K sets a key here.", "cap", "2", wrap=True)
        self._layout.addWidget(self.scope)
        self._layout.addStretch(1)
        session.staged.connect(self._refresh)
        session.time_changed.connect(self._tell_scope)
        session.shot_changed.connect(self._refresh)
        self._refresh()

    def _add(self, name: str, hand: Hand, kind: Measure) -> None:
        reach = WIDEST_DEG if kind is Measure.ANGLE else 500.0 if kind is Measure.FOCAL else FARTHEST_M
        field = Field(
            name, kind, minimum=-reach, maximum=reach, step=0.01 if kind is Measure.LENGTH else 0.5,
            decimals=2 if kind is Measure.LENGTH else 1, default=0.0, slider=(-1.0, 1.0),
        )  # fmt: skip
        field.began.connect(lambda: self._begin(name))
        field.edited.connect(lambda amount: self._move(name, hand, amount))
        field.ended.connect(lambda: self._end(field))
        self.fields[name] = field
        self._layout.addWidget(field)

    def _refresh(self, *_: object) -> None:
        able = self._key() is not None and not self._session.read_only
        for field in self.fields.values():
            field.setEnabled(able)
            field.set_units(length_units(self._session.project))
        self._tell_scope()

    def _tell_scope(self, *_: object) -> None:
        """A camera of one key stands: away from that key a hand still moves it for the whole shot."""
        session, shot = self._session, self._session.shot
        keys = camera_hands.camera_keys(session.document, shot.id) if shot is not None else ()
        alone = len(keys) == 1 and abs(keys[0].time_s - session.time_s) >= SAME_TIME_S
        self.scope.setVisible(alone and not session.read_only)

    def _key(self) -> CameraKey | None:
        shot = self._session.shot
        return camera_hands.shot_key(self._session.document, shot.id, self._session.time_s) if shot else None

    def _begin(self, name: str) -> None:
        self._start = self._key()
        self._gesture = self._session.new_gesture(name)

    def _move(self, name: str, hand: Hand, amount: float) -> None:
        """From where the camera stood when the hand was laid on."""
        session, shot = self._session, self._session.shot
        start = self._start or self._key()
        if shot is None or start is None:
            return
        session.attempt(
            lambda: camera_hands.set_camera(
                session.document, shot.id, hand(start, amount), session.time_s, name, self._gesture or None
            )
        )

    def _end(self, field: Field) -> None:
        self._session.end_gesture()
        self._start, self._gesture = None, ""
        field.set_value(0.0)

    def _dolly_zoomed(self, key: CameraKey, forwards_m: float) -> CameraKey:
        shot = self._session.shot
        point = principal_m(self._session.document, shot.id, self._session.time_s) if shot else None
        if point is None:
            raise BadProject("A dolly-zoom needs somebody to hold on to; name a subject for the shot.")
        return camera_hands.dolly_zoom(key, forwards_m, point)

    def focus_on_subject(self) -> None:
        session, shot, key = self._session, self._session.shot, self._key()
        if shot is None or key is None:
            return
        with session.reporting():
            point = principal_m(session.document, shot.id, session.time_s)
            if point is None:
                session.tell("Nobody is before the camera; name a subject for the shot.", "warning")
                return
            focused = camera_hands.focus_on(key, point)
            camera_hands.set_camera(session.document, shot.id, focused, session.time_s, "Focus")

    def actions(self) -> list[Action]:
        able = lambda: self._key() is not None and not self._session.read_only  # noqa: E731
        return [
            Action("camera.focus_subject", "Focus on the subject", "Shift+F", self.focus_on_subject, "Stage",
                   able,                    "Give the shot a camera first.", "crosshair"),
        ]  # fmt: skip


def _zoomed(key: CameraKey, longer_mm: float) -> CameraKey:
    return camera_hands.zoom(key, key.focal_length_mm + longer_mm)
