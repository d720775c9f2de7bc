"""What leaves the window as files."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from previz.scene.marks import Ink
from previz.studio.frame_marks import draw
from previz.ui.window import Window
from tests.films import CLOSE, FULL, record_take

BAR = Ink(touches="20000 20000 1000 0 60000 20000 1000 0", pen="marker")


@pytest.mark.parametrize(
    ("action", "ending", "marked"),
    [
        ("export.frames", ".png", True),
        ("export.frames_bare", ".png", False),
        ("export.frames_svg", ".svg", True),
    ],
)
def test_frames_leave_the_window_as_pictures_vectors_and_bare(
    action: str,
    ending: str,
    marked: bool,
    open_window: Window,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    session = open_window.session
    assert session is not None
    takes = [record_take(session.studio, shot) for shot in (FULL, CLOSE)]
    draw(session.document, takes[0].id, [BAR], "Draw", colour="#D7263D", size=0.06)
    folder = tmp_path / "frames"
    folder.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    open_window.table[action].run()
    qtbot.waitUntil(lambda: "are in frames" in open_window.message_bar.text, timeout=15000)
    written = sorted(folder.iterdir())
    assert [path.suffix for path in written] == [ending, ending]
    image = session.studio.store.blob(takes[0].image)
    assert (written[0].read_bytes() == image) is (not marked)
    assert ("<path" in written[0].read_text(encoding="utf-8", errors="replace")) is (ending == ".svg")
