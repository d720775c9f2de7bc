"""The window in a process of its own, at the scale of `QT_SCALE_FACTOR`: what is cut off, and pictures.

python -m tests.ui.at_scale FILM FOLDER
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("PYOPENGL_PLATFORM", "egl")
os.environ.setdefault("QT_XCB_GL_INTEGRATION", "xcb_egl")

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from previz.ui.app import application
from previz.ui.rooms.stage import StageRoom
from previz.ui.window import Window

ROOMS = 4
SLACK_PX = 1.0
WINDOW = (1280, 800)


def cut_off(window: QWidget) -> Iterator[str]:
    """Words that have less room than they need."""
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or widget.visibleRegion().isEmpty():
            continue
        if isinstance(widget, QLabel) and widget.text() and not widget.wordWrap():
            need = widget.fontMetrics().horizontalAdvance(widget.text())
            if need > widget.width() + SLACK_PX:
                yield f"label “{widget.text()}” needs {need} px of {widget.width()}"
        elif isinstance(widget, QAbstractButton) and widget.text() and widget.sizeHint().isValid():
            need = widget.fontMetrics().horizontalAdvance(widget.text())
            if need > widget.width() + SLACK_PX:
                yield f"button “{widget.text()}” needs {need} px of {widget.width()}"


def main(film: Path, folder: Path) -> int:
    application()
    window = Window()
    window.resize(*WINDOW)
    window.show()
    if not window.projects.open(film):
        return 1
    told = []
    for room in range(ROOMS):
        window.show_room(room)
        QApplication.processEvents()
        least = window.minimumSizeHint()
        told += [f"room {room}: {said}" for said in cut_off(window)]
        if least.width() > WINDOW[0] or least.height() > WINDOW[1]:
            told.append(f"room {room} needs {least.width()} × {least.height()}")
    window.show_room(1)
    stage = window.room
    assert isinstance(stage, StageRoom)
    stage.setFocus(Qt.FocusReason.OtherFocusReason)
    QApplication.processEvents()
    for name, part in (("top_bar", window.top_bar), ("primes", stage.primes), ("inspector", stage.inspector)):
        part.grab().save(str(folder / f"{name}.png"))
    facts = {
        "cut_off": told,
        "ratio": window.devicePixelRatioF(),
        "window": [window.width(), window.height()],
        "sizes": {"top_bar": [window.top_bar.width(), window.top_bar.height()]},
    }
    (folder / "facts.json").write_text(json.dumps(facts), encoding="utf-8")
    window.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
