"""Moving a view's camera with mouse and keys: fly, look, orbit, pan, dolly, nudge."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import msgspec
import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QElapsedTimer, QObject, QPointF, Qt, QTimer

from previz.scene.model import CameraKey
from previz.scene.optics import View
from previz.studio import camera_hands as hands
from previz.ui.viewport.rigs import Rig

Floats = NDArray[np.float64]
Key = Qt.Key

FLY_M_S, SLOW = 2.2, 0.2
LOOK, ORBIT_DEG_PX = 1.6, 0.3
WHEEL_SHARE, WHEEL_LEAST_M = 0.07, 0.03
NUDGE_M, NUDGE_DEG = 0.05, 1.0
NUDGE_PAUSE_MS = 700
TICK_MS = 16
FLY = "Fly camera"

FLY_KEYS = {
    Key.Key_W: (0, 0, 1),
    Key.Key_S: (0, 0, -1),
    Key.Key_D: (1, 0, 0),
    Key.Key_A: (-1, 0, 0),
    Key.Key_E: (0, 1, 0),
    Key.Key_Q: (0, -1, 0),
}
"""Key → right, up, forwards."""

NUDGES: dict[Qt.Key, tuple[Callable[[CameraKey, float], CameraKey], float, str]] = {
    Key.Key_4: (hands.truck, -NUDGE_M, "Truck left"),
    Key.Key_6: (hands.truck, NUDGE_M, "Truck right"),
    Key.Key_8: (hands.pedestal, NUDGE_M, "Pedestal up"),
    Key.Key_2: (hands.pedestal, -NUDGE_M, "Pedestal down"),
    Key.Key_9: (hands.tilt, NUDGE_DEG, "Tilt up"),
    Key.Key_3: (hands.tilt, -NUDGE_DEG, "Tilt down"),
    Key.Key_7: (hands.roll, -NUDGE_DEG, "Roll left"),
    Key.Key_1: (hands.roll, NUDGE_DEG, "Roll right"),
    Key.Key_Plus: (hands.dolly, NUDGE_M, "Dolly in"),
    Key.Key_Minus: (hands.dolly, -NUDGE_M, "Dolly out"),
}
"""Keys of the number pad."""


@dataclass(frozen=True)
class Held:
    """A view in hand: its camera, what it shows, how large it is, and what it turns round."""

    rig: Rig
    view: View
    height_px: float
    pivot: Callable[[], Floats]


class Navigator(QObject):
    """Turns gestures into cameras. ``moved`` is called after every change, ``rested`` at the end of each."""

    def __init__(self, moved: Callable[[], None], rested: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._moved, self._rested = moved, rested
        self._held: Held | None = None
        self._kind = ""
        self._last = QPointF()
        self._pivot = np.zeros(3)
        self._pressed: set[Qt.Key] = set()
        self._clock = QElapsedTimer()
        self._ticks = QTimer(self, interval=TICK_MS)
        self._ticks.timeout.connect(self._fly_on)
        self._pause = QTimer(self, interval=NUDGE_PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self.finish)
        self.slow = False
        self._has_flown = False
        """Whether the look under way has left its place, too."""
        self.has_moved = False
        """Whether the gesture under way, or the last one, has changed the camera."""

    @property
    def busy(self) -> bool:
        """Is a mouse gesture under way? (Nudges and wheel are over at once.)"""
        return self._kind in ("look", "orbit", "pan")

    @property
    def flying(self) -> bool:
        return self._kind == "look"

    # ---------------------------------------------------------------------------------------- gestures
    def grab(self, held: Held, kind: str, at: QPointF) -> None:
        """Begin to "look" (and fly), "orbit" or "pan"."""
        self.finish()
        self.has_moved = self._has_flown = False
        if held.rig.key is None:
            return
        self._held, self._kind, self._last = held, kind, at
        self._pivot = held.pivot()
        held.rig.begin()

    def drag(self, at: QPointF) -> None:
        held = self._held
        key = held.rig.key if held else None
        if held is None or key is None:
            return
        dx, dy = at.x() - self._last.x(), at.y() - self._last.y()
        self._last = at
        if not dx and not dy:
            return
        pace = SLOW if self.slow else 1.0
        if self._kind == "look":
            per_px = LOOK * pace * math.degrees(2 * math.atan(held.view.tan_y)) / held.height_px
            turned = hands.tilt(hands.pan(key, dx * per_px), -dy * per_px)
            self._put(turned, FLY if self._has_flown else "Pan and tilt")
        elif self._kind == "orbit":
            turn = ORBIT_DEG_PX * pace
            self._put(hands.orbit(key, self._pivot, -dx * turn, dy * turn), "Orbit camera")
        else:
            depth = max(hands.depth_m(key, self._pivot), 0.3)
            per_px = pace * 2 * held.view.tan_y * depth / held.height_px
            right, up, _ = hands.axes(key).T
            offset = right * (-dx * per_px) + up * (dy * per_px)
            self._put(hands.moved(key, offset), "Truck and pedestal")

    def press(self, key: Qt.Key) -> bool:
        """A fly key went down; True when it was one and the view is in hand."""
        if self._kind != "look" or key not in FLY_KEYS:
            return False
        self._pressed.add(key)
        if not self._ticks.isActive():
            self._clock.start()
            self._ticks.start()
        return True

    def release(self, key: Qt.Key) -> bool:
        if key not in self._pressed:
            return False
        self._fly_on()
        self._pressed.discard(key)
        if not self._pressed:
            self._ticks.stop()
        return True

    def wheel(self, held: Held, notches: float) -> None:
        """Dolly towards what the view turns round, quicker from afar."""
        key = held.rig.key
        if key is None or not notches:
            return
        if not self.busy:
            self._resume(held, "wheel")
        depth = max(hands.depth_m(key, held.pivot()), 0.0)
        step = max(depth * WHEEL_SHARE, WHEEL_LEAST_M) * (SLOW if self.slow else 1.0)
        travel = (
            min(step * notches, max(depth - 0.15, 0.0)) if notches > 0 and depth > 0.15 else step * notches
        )
        moved = hands.push(key, travel)
        self._put(moved, "Dolly in" if notches > 0 else "Dolly out")

    def nudge(self, held: Held, key: Qt.Key) -> bool:
        """One step of the number pad; steps that follow soon are one gesture."""
        if key not in NUDGES or held.rig.key is None:
            return False
        hand, step, label = NUDGES[key]
        self._resume(held, f"nudge {label}")
        self._put(hand(held.rig.key, step * (SLOW if self.slow else 1.0)), label)
        return True

    def finish(self) -> None:
        """Let go."""
        self._ticks.stop()
        self._pause.stop()
        self._pressed.clear()
        held, self._held, self._kind = self._held, None, ""
        if held is not None:
            held.rig.end()
            self._rested()

    # ------------------------------------------------------------------------------------------- steps
    def _resume(self, held: Held, kind: str) -> None:
        """Go on with a gesture of single steps, or begin it."""
        if self._kind != kind or self._held is None or self._held.rig is not held.rig:
            self.finish()
            self._held, self._kind = held, kind
            held.rig.begin()
        self._pause.start()

    def _fly_on(self) -> None:
        held = self._held
        key = held.rig.key if held else None
        if held is None or key is None or not self._pressed:
            return
        seconds = min(self._clock.restart() / 1000, 0.1)
        right, up, forwards = (float(sum(FLY_KEYS[one][axis] for one in self._pressed)) for axis in range(3))
        turn = hands.axes(key)
        self._has_flown = True
        way = turn[:, 0] * right + np.array([0.0, 1.0, 0.0]) * up - turn[:, 2] * forwards
        self._put(hands.moved(key, way * (FLY_M_S * seconds * (SLOW if self.slow else 1.0))), FLY)

    def _put(self, key: CameraKey, label: str) -> None:
        if self._held is None:
            return
        self._held.rig.put(key, label)
        self.has_moved = True
        self._moved()


def follow_pivot(key: CameraKey, pivot_m: Floats) -> CameraKey:
    """A free view remembers how far away its pivot is in its focus distance."""
    return msgspec.structs.replace(key, focus_distance_m=max(hands.depth_m(key, pivot_m), 0.3))
