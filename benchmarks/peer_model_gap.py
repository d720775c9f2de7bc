"""The longest time for which the window does not answer while a model is imported, loaded and run behind it.

Needs a display. Prints JSON: milliseconds between two turns of the event loop while idle, from the wish to
the first step (libraries and model), and while frames are made.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path

import previz  # noqa: F401  (settings for Qt and OpenGL, before both)
from previz.gen.models.settings import FOLDER

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # the tiny models of the tests

from peer_gap import IDLE_S, LONGEST_S, Gaps  # noqa: E402

from previz.scene import model  # noqa: E402
from previz.studio import Studio  # noqa: E402
from previz.studio.looks import change_look  # noqa: E402
from previz.studio.showcase import stage_demo_aside  # noqa: E402
from previz.ui.app import application  # noqa: E402
from previz.ui.collector import collecting_here  # noqa: E402
from previz.ui.window import Window  # noqa: E402

FRAMES = 4


def main() -> None:
    """The models are built by a process that ends, so that this one has imported nothing of theirs."""
    with tempfile.TemporaryDirectory() as folder:
        if os.fork() == 0:
            from tests.gen.diffusion import tiny

            tiny.build(Path(folder) / "models")
            os._exit(0)
        os.wait()
        os.environ[FOLDER] = str(Path(folder) / "models")
        print(json.dumps(_measured(Path(folder) / "film.previz")))


def _measured(film: Path) -> dict[str, object]:
    application()
    stage_demo_aside(film)
    with Studio.open(film) as studio:
        change_look(studio.document, {"generator": "diffusers", "model": "tiny-sd15"})
    with collecting_here():
        window = Window()
        window.resize(1600, 1000)
        window.show()
        window.projects.open(film)
        quiet, starting, running = Gaps(), Gaps(), Gaps()
        Gaps().run(lambda: False, 2 * IDLE_S)  # thumbnails of the first look
        quiet.run(lambda: False, IDLE_S)
        desk = window.desk
        assert desk is not None
        shots = [shot.id for shot in desk.session.document.of(model.Shot)]
        desk.drawing.draw(shots[:FRAMES])
        starting.run(lambda: any("Step" in row.text for row in desk.drawing.rows), LONGEST_S)
        running.run(lambda: not desk.drawing.busy, LONGEST_S)
        takes = len(desk.session.document.of(model.Take))
        window.close()
    return {
        "takes": takes,
        "idle_ms": quiet.told(),
        "importing_and_loading_ms": starting.told(),
        "running_ms": running.told(),
    }


if __name__ == "__main__":
    main()
