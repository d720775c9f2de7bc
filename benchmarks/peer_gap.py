"""The longest time for which the window does not answer while boards are drawn behind it.

Needs a display. Prints JSON: milliseconds between two turns of the event loop, while idle and while the
frames of a whole film are prepared, drawn by the worker and taken into the file.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PySide6.QtWidgets import QApplication

import previz  # noqa: F401  (settings for Qt and OpenGL, before both)
from previz.scene import model
from previz.studio.showcase import stage_demo_aside
from previz.ui.app import application
from previz.ui.collector import collecting_here
from previz.ui.window import Window

IDLE_S, LONGEST_S = 3.0, 240.0


class Gaps:
    """Turns of the event loop and the milliseconds between them."""

    def __init__(self) -> None:
        self.gaps_ms: list[float] = []

    def run(self, done: Callable[[], bool], longest_s: float) -> None:
        end = last = time.perf_counter()
        end += longest_s
        while not done() and last < end:
            QApplication.processEvents()
            now = time.perf_counter()
            self.gaps_ms.append((now - last) * 1e3)
            last = now
            time.sleep(0.0005)  # as a real loop waits, and lets go of the interpreter

    def told(self) -> dict[str, float]:
        gaps = np.array(self.gaps_ms)
        shares = {"median": 50.0, "p99": 99.0, "worst": 100.0}
        return {name: round(float(np.percentile(gaps, share)), 1) for name, share in shares.items()}


def main() -> None:
    application()
    with tempfile.TemporaryDirectory() as folder, collecting_here():
        film = Path(folder) / "film.previz"
        stage_demo_aside(film)
        window = Window()
        window.resize(1600, 1000)
        window.show()
        window.projects.open(film)
        quiet, busy = Gaps(), Gaps()
        Gaps().run(lambda: False, 2 * IDLE_S)  # thumbnails of the first look
        quiet.run(lambda: False, IDLE_S)
        desk = window.desk
        assert desk is not None
        shots = [shot.id for shot in desk.session.document.of(model.Shot)]
        desk.drawing.draw(shots)
        busy.run(lambda: not desk.drawing.busy, LONGEST_S)
        takes = len(desk.session.document.of(model.Take))
        window.close()
    print(json.dumps({"takes": takes, "idle_ms": quiet.told(), "drawing_ms": busy.told()}))


if __name__ == "__main__":
    main()
