"""Make the pictures of the window for README and docs:
`xvfb-run -a python tools/screenshots.py PROJECT [SCRIPTED]`.

PROJECT is a finished demo film (`make demo`), SCRIPTED one with a covered screenplay (see docs/script.md);
they are copied, not changed. Needs the desktop extra.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

# Before Qt or OpenGL load: both must mean EGL.
os.environ.setdefault("PYOPENGL_PLATFORM", "egl")
os.environ.setdefault("QT_XCB_GL_INTEGRATION", "xcb_egl")

from PIL import Image
from PySide6.QtWidgets import QApplication

from previz.ui.theme import apply_theme
from previz.ui.window import Window

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "pictures"
ROOMS = {"stage": 1, "boards-room": 2, "shot-list-room": 3}
SCRIPT_ROOM = {"script-room": 0}
SIZE = (1600, 1000)
PATIENCE_S = 20.0
COLOURS = 256
"""Few enough for small files."""


def main() -> int:
    home = Path(tempfile.mkdtemp(prefix="previz-pictures-"))
    os.environ["XDG_DATA_HOME"] = os.environ["XDG_CONFIG_HOME"] = str(home)
    app = QApplication([])
    apply_theme(app)
    window = Window()
    window.resize(*SIZE)
    window.show()
    wanted = zip(sys.argv[1:], ((ROOMS, "1C"), (SCRIPT_ROOM, "1")), strict=False)
    failed = [
        source for source, (rooms, shot) in wanted if not picture(app, window, home, source, rooms, shot)
    ]
    for source in failed:
        print(f"{source} could not be opened.", file=sys.stderr)
    window.close()
    shutil.rmtree(home, ignore_errors=True)
    return 1 if failed else 0


def picture(
    app: QApplication, window: Window, home: Path, source: str, rooms: dict[str, int], shot: str
) -> bool:
    """Pictures of these rooms while a shot is looked at; False for a film that cannot be opened."""
    film = Path(shutil.copy(source, home / Path(source).name))
    if not window.projects.open(film) or window.session is None:
        return False
    window.session.look_at(window.session.studio.find(shot).id)
    for name, room in rooms.items():
        window.show_room(room)
        settle(app, PATIENCE_S)
        path = PICTURES / f"{name}.png"
        window.grab().save(str(path))
        reduced = Image.open(path).convert("RGB").quantize(COLOURS, dither=Image.Dither.FLOYDSTEINBERG)
        reduced.save(path, optimize=True)
        print(path)
    return True


def settle(app: QApplication, seconds: float) -> None:
    """Let thumbnails and looks at shots arrive."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        app.processEvents()
        time.sleep(0.01)


if __name__ == "__main__":
    sys.exit(main())
