"""Make the pictures of the window for README and docs: `xvfb-run -a python tools/screenshots.py PROJECT`.

PROJECT is a finished demo film (`make demo`); it is copied, not changed. Needs the desktop extra.
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
SIZE = (1600, 1000)
PATIENCE_S = 20.0
COLOURS = 256
"""Few enough for small files."""


def main() -> int:
    source = Path(sys.argv[1])
    home = Path(tempfile.mkdtemp(prefix="previz-pictures-"))
    os.environ["XDG_DATA_HOME"] = os.environ["XDG_CONFIG_HOME"] = str(home)
    app = QApplication([])
    apply_theme(app)
    film = Path(shutil.copy(source, home / "the-spare-key.previz"))
    window = Window()
    window.resize(*SIZE)
    window.show()
    if not window.projects.open(film) or window.session is None:
        print(f"{source} could not be opened.", file=sys.stderr)
        return 1
    window.session.look_at(window.session.studio.find("1C").id)
    for name, room in ROOMS.items():
        window.show_room(room)
        settle(app, PATIENCE_S)
        path = PICTURES / f"{name}.png"
        window.grab().save(str(path))
        picture = Image.open(path).convert("RGB")
        picture.quantize(COLOURS, dither=Image.Dither.FLOYDSTEINBERG).save(path, optimize=True)
        print(path)
    window.close()
    shutil.rmtree(home, ignore_errors=True)
    return 0


def settle(app: QApplication, seconds: float) -> None:
    """Let thumbnails and looks at shots arrive."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        app.processEvents()
        time.sleep(0.01)


if __name__ == "__main__":
    sys.exit(main())
