"""The first page does without what takes long to load; the rest follows while one looks at it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from previz.errors import NoWindow
from previz.ui import environment
from previz.ui.rooms import ROOMS, room_kind
from previz.ui.warming import MODULES, Warming

HEAVY = (
    "numpy", "cv2", "PIL", "OpenGL", "pyqtgraph", "scipy", "trimesh", "typst", "xlsxwriter", "fontTools",
    "fountain", "PySide6.QtPdf", "PySide6.QtPrintSupport",
    "previz.scene.blocking", "previz.kit", "previz.cast", "previz.grammar", "previz.render", "previz.gen",
    "previz.export.boards", "previz.studio.studio", "previz.cli.boards",
)  # fmt: skip
FIRST_PAGE = """
import sys
from pathlib import Path
from previz import cli
from previz.ui import app

def look(path):
    application = app.application()
    window = app.Window()
    window.show()
    picture = window.grab()
    picture.save(sys.argv[1])
    window.close()
    return 0

assert cli.main([], open_window=look) == 0
print(*sorted(sys.modules), sep="\\n")
"""


def test_the_first_page_loads_nothing_heavy(own_home: Path, tmp_path: Path) -> None:
    """The page is painted before the kit, the generators or the paper are loaded: they take seconds."""
    picture = tmp_path / "page.png"
    surroundings = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(own_home)}
    done = subprocess.run(
        [sys.executable, "-c", FIRST_PAGE, str(picture)],
        env=surroundings, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert picture.stat().st_size > 20_000, "the sets are on the page"
    loaded = done.stdout.split()
    assert [name for name in HEAVY if name in loaded] == []


def test_the_rest_follows_by_itself(qtbot: QtBot) -> None:
    warming = Warming(None)
    warming.start()
    qtbot.waitUntil(lambda: warming.over)
    assert set(MODULES) <= set(sys.modules)


@pytest.mark.parametrize("index", range(len(ROOMS)))
def test_every_room_is_found(index: int) -> None:
    assert room_kind(index).__name__ == ROOMS[index][1]


def test_a_package_that_is_not_there_is_told_before_the_window(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "PACKAGES", ("PySide6", "a_package_that_is_not_there"))
    with pytest.raises(NoWindow, match="needs a_package_that_is_not_there; install it: python -m pip"):
        environment.check_packages()
