"""The camera of the shot that is looked at: lens, focus, where it stands and looks."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

import msgspec

from previz.errors import BadProject, PrevizError
from previz.scene.model import CameraKey
from previz.scene.optics import depth_of_field, f_number
from previz.scene.package import CameraState, camera_state, chosen_kit, covers
from previz.studio import camera_hands
from previz.studio.equipment import put_on
from previz.studio.principal import principal_m
from previz.ui.controls import Measure, label, push_button
from previz.ui.inspector.sheet import Sheet
from previz.ui.session import Session

STOPS = (1.3, 1.4, 1.5, 1.8, 2.0, 2.1, 2.8, 4.0, 5.6, 8.0, 11.0, 16.0, 22.0)
FULL_CIRCLE_DEG = 180.0


class CameraSheet(Sheet):
    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._equipment()
        self._lens()
        self._place()

    # -------------------------------------------------------------------------------------- equipment
    def _equipment(self) -> None:
        package = self.session.project.package
        self.choice("Body", self._bodies, lambda: self._of_shot("body_id"),
                    lambda value, _: self._set_shot("Camera body", body_id=value), wide=True)  # fmt: skip
        self.choice(
            "Lenses",
            lambda: [(s.id, f"{s.maker} {s.series}") for s in package.lens_sets],
            lambda: [
                self._of_shot("lens_set_id")[0] or (package.lens_sets[0].id if package.lens_sets else None)
            ],
            self._take_lenses,
            wide=True,
        )
        self._short = label(tone="stale", size="cap", wrap=True)
        self._row(self._short, self._show_short)
        more = push_button("Bodies and lenses…", lambda: self.session.settings_wanted.emit("Camera"), "solid")
        more.setToolTip("Add a body or a set of lenses to the camera package")
        self.add(more)
        self.choice(
            "Frameline",
            lambda: [(f.id, f.name) for f in package.framelines],
            lambda: [
                self._of_shot("frameline_id")[0] or (package.framelines[0].id if package.framelines else None)
            ],
            lambda value, _: self._set_shot("Frameline", frameline_id=value),
        )

    def _bodies(self) -> list[tuple[str | None, str]]:
        """Each with what its lenses leave open; the first says which body it comes to."""
        package, shot = self.session.project.package, self.session.shot
        meant, short = "", set[str]()
        if shot is not None:
            with suppress(BadProject):
                free = msgspec.structs.replace(shot, body_id=None)
                body, lenses, frame = chosen_kit(package, free)
                meant = f": {body.label} · {body.sensor.name}"
                short = {one.id for one in package.bodies if covers(lenses, one, frame) is False}
        named = [
            (b.id, f"{b.label} · {b.sensor.name}{', not covered' if b.id in short else ''}")
            for b in package.bodies
        ]
        return [(None, f"As the lenses need{meant}"), *named]

    def _show_short(self) -> None:
        state = self._state()
        words = state.uncovered if state is not None else ""
        self._short.setText(f"{state.lens_series} {words}: dark corners" if state and words else "")
        self._short.setVisible(bool(words))

    def _of_shot(self, field: str) -> list[Any]:
        shot = self.session.shot
        return [getattr(shot, field)] if shot else [None]

    def _set_shot(self, label: str, **changes: Any) -> None:
        shot = self.session.shot
        if shot is not None:
            with self.session.edit(label) as edit:
                edit.update(shot.id, **changes)

    def _take_lenses(self, set_id: str, _: str | None) -> None:
        """Another set, and of it the lens nearest to the one that was on."""
        shot = self.session.shot
        lenses = next((s for s in self.session.project.package.lens_sets if s.id == set_id), None)
        if shot is None or lenses is None:
            return
        with self.session.edit(f"Lenses {lenses.series}") as edit:
            put_on(self.session.document, edit, shot.id, lenses)

    # ------------------------------------------------------------------------------------------- lens
    def _lens(self) -> None:
        self.number(
            "Focal length",
            self._reads(lambda k: k.focal_length_mm),
            self._writes("Focal length", camera_hands.zoom),
            Measure.FOCAL, minimum=4.0, maximum=2000.0, step=1.0, decimals=0, slider=(12.0, 200.0),
        )  # fmt: skip
        self.number(
            "Stop",
            self._reads(lambda k: k.t_stop),
            self._writes("Stop", lambda k, v: msgspec.structs.replace(k, t_stop=v)),
            Measure.STOP, minimum=0.7, maximum=64.0, step=0.1, decimals=1, slider=(1.0, 22.0),
        )  # fmt: skip
        self.number(
            "Focus",
            self._reads(lambda k: k.focus_distance_m),
            self._writes("Focus", lambda k, v: msgspec.structs.replace(k, focus_distance_m=v)),
            Measure.LENGTH, minimum=0.1, maximum=10_000.0, step=0.01, slider=(0.3, 10.0),
        )  # fmt: skip
        focus = push_button("Focus on the subject", self.focus_on_subject, "solid", "crosshair")
        focus.setEnabled(not self.session.read_only)
        self.add(focus)
        self.computed("Sharp from", lambda: self._depth("near_m"), Measure.LENGTH)
        self.computed("Sharp to", lambda: self._depth("far_m"), Measure.LENGTH)
        self.computed("Angle, across", lambda: self._optic(lambda s: s.view.hfov_deg), Measure.ANGLE, 1)

    def focus_on_subject(self) -> None:
        """Pull focus to the eyes of whom the shot is about."""
        shot, key = self.session.shot, self._key()
        if shot is None or key is None:
            return
        with self.session.reporting():
            point = principal_m(self.session.document, shot.id, self.session.time_s)
            if point is None:
                self.session.tell("Nobody is before the camera; name a subject for the shot.", "warning")
                return
            self._put_key(camera_hands.focus_on(key, point), "Focus", None)

    def _state(self) -> CameraState | None:
        shot, key = self.session.shot, self._key()
        if shot is None or key is None:
            return None
        try:
            return camera_state(self.session.project, shot, key)
        except PrevizError:
            return None  # the rows above show what is missing

    def _optic(self, read: Callable[[CameraState], float]) -> float | None:
        state = self._state()
        return read(state) if state else None

    def _depth(self, end: str) -> float | None:
        state = self._state()
        if state is None:
            return None
        depth = depth_of_field(
            state.focal_length_mm,
            f_number(state.t_stop),
            state.circle_of_confusion_mm,
            state.focus_distance_m,
        )
        distance: float = getattr(depth, end)
        return distance if math.isfinite(distance) else None

    # ------------------------------------------------------------------------------------------ place
    def _place(self) -> None:
        angle: dict[str, Any] = {"kind": Measure.ANGLE, "step": 0.5, "decimals": 1}
        self.number("Height", self._reads(lambda k: k.transform.position_m[1]),
                    self._writes("Camera height", lambda k, v: _at(k, 1, v)),
                    Measure.LENGTH, minimum=-50.0, maximum=500.0, step=0.01, slider=(0.0, 3.0))  # fmt: skip
        self.number("Pan", self._reads(camera_hands.heading_deg), self._writes("Pan", _panned),
                    minimum=-FULL_CIRCLE_DEG, maximum=FULL_CIRCLE_DEG, **angle)  # fmt: skip
        self.number("Tilt", self._reads(camera_hands.tilt_deg),
                    self._writes("Tilt", lambda k, v: camera_hands.tilt(k, v - camera_hands.tilt_deg(k))),
                    minimum=-89.0, maximum=89.0, slider=(-45.0, 45.0), **angle)  # fmt: skip
        self.number("Roll", self._reads(camera_hands.roll_deg),
                    self._writes("Roll", lambda k, v: camera_hands.roll(k, v - camera_hands.roll_deg(k))),
                    minimum=-FULL_CIRCLE_DEG, maximum=FULL_CIRCLE_DEG, default=0.0, slider=(-30.0, 30.0),
                    **angle)  # fmt: skip
        for axis, name in ((0, "East, x"), (2, "South, z")):
            self.number(name, self._reads(lambda k, a=axis: k.transform.position_m[a]),
                        self._writes("Move camera", lambda k, v, a=axis: _at(k, a, v)),
                        Measure.LENGTH, minimum=-1000.0, maximum=1000.0, step=0.01,
                        slider=(-10.0, 10.0))  # fmt: skip

    # ------------------------------------------------------------------------------------------- keys
    def _key(self) -> CameraKey | None:
        shot = self.session.shot
        return camera_hands.shot_key(self.session.document, shot.id, self.session.time_s) if shot else None

    def _reads(self, value: Callable[[CameraKey], float]) -> Callable[[], Sequence[Any]]:
        def read() -> list[float]:
            key = self._key()
            return [value(key)] if key is not None else []

        return read

    def _writes(
        self, label: str, change: Callable[[CameraKey, float], CameraKey]
    ) -> Callable[[Any, str | None], None]:
        def write(value: float, gesture: str | None) -> None:
            key = self._key()
            if key is not None:
                self._put_key(change(key, value), label, gesture)

        return write

    def _put_key(self, key: CameraKey, label: str, gesture: str | None) -> None:
        shot = self.session.shot
        assert shot is not None
        camera_hands.set_camera(self.session.document, shot.id, key, self.session.time_s, label, gesture)


def _at(key: CameraKey, axis: int, value: float) -> CameraKey:
    place = list(key.transform.position_m)
    place[axis] = value
    moved = msgspec.structs.replace(key.transform, position_m=(place[0], place[1], place[2]))
    return msgspec.structs.replace(key, transform=moved)


def _panned(key: CameraKey, heading_deg: float) -> CameraKey:
    """Headings grow to the left of the camera (towards +X from +Z), pans to its right."""
    return camera_hands.pan(key, camera_hands.heading_deg(key) - heading_deg)
