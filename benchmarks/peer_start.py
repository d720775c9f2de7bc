"""From the command to the first painted page of the window, and to the first picture of a film's stage.

Needs a display. Prints JSON: seconds of wall time and of processor time, the median of a few starts after
one that fills the caches of the disk and of Python.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import previz  # noqa: F401  (settings for Qt and OpenGL, before both)

STARTS = 3


def main() -> None:
    from previz.studio.showcase import stage_demo_aside

    with tempfile.TemporaryDirectory() as folder:
        home = {
            "XDG_DATA_HOME": folder,
            "XDG_CONFIG_HOME": folder,
            "PYTHONPYCACHEPREFIX": f"{folder}/bytecode",
        }
        environment = {**os.environ, **home}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        film = stage_demo_aside(Path(folder) / "film.previz")
        told = {
            "first_page": _starts(environment, []),
            "stage_of_the_demo_film": _starts(environment, [str(film)]),
        }
    print(json.dumps(told))


def _starts(environment: dict[str, str], arguments: list[str]) -> dict[str, float]:
    found: list[dict[str, float]] = []
    for _ in range(STARTS + 1):
        command = [sys.executable, __file__, "--from", str(time.monotonic()), *arguments]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        found.append(json.loads(done.stdout.splitlines()[-1]))
    return {key: round(statistics.median(one[key] for one in found[1:]), 2) for key in found[0]}


def start(began_s: float, arguments: list[str]) -> None:
    """In the child: the same way as the command, ended by the first paint."""
    from PySide6.QtCore import QEvent, QObject, QTimer

    from previz import __main__ as command
    from previz.ui import app

    class Watch(QObject):
        """Ends the program with the first paint of what was asked for."""

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
            if event.type() == QEvent.Type.Paint:
                kind = type(watched).__name__
                if kind == "GlCanvas" if arguments else kind == "FirstRun":
                    QTimer.singleShot(0, self.done)
            return False

        def done(self) -> None:
            told = {"seconds": time.monotonic() - began_s, "processor_s": time.process_time()}
            print(json.dumps(told), flush=True)
            os._exit(0)

    made = app.application
    watch = Watch()

    def application() -> Any:
        found = made()
        found.installEventFilter(watch)
        return found

    app.application = application
    sys.argv[1:] = arguments
    command.main()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--from"]:
        start(float(sys.argv[2]), sys.argv[3:])
    else:
        main()
