"""From a script to paper in the window: brought in, cast, staged, covered, checked, a cut waived, printed.

PREVIZ_WALK=FOLDER keeps a picture of each step.
"""

from __future__ import annotations

import os
from pathlib import Path

import msgspec
import numpy as np
import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from previz.export import presets
from previz.export.presets import PaperPreset
from previz.scene import blocking, model
from previz.scene.document import Document
from previz.scene.transform import look_at
from previz.ui import questions
from previz.ui.findings_list import FindingsList
from previz.ui.paper_preview import PaperPreview
from previz.ui.rooms.script import ScriptRoom
from previz.ui.window import Window

PATIENCE_MS = 60_000
NEAR_M = 1.6
WHY = "Ben turns away from her: the room turns too."
SCRIPT = "INT. KITCHEN - DAY\n\nAda and Ben stand.\n\nADA\nSay it.\n\nBEN\nNo.\n\nADA\nPlease.\n"


def look(widget: QWidget, qtbot: QtBot, what: str) -> None:
    folder = os.environ.get("PREVIZ_WALK")
    if folder:
        widget.window().resize(1600, 1000)
        qtbot.wait(2500)  # thumbnails
        widget.grab().save(str(Path(folder) / f"script-walk-{what}.png"))


def click(words: str, within: QWidget) -> None:
    buttons = [one for one in within.findChildren(QAbstractButton) if one.isVisible()]
    found = [one for one in buttons if one.text().strip() == words]  # a thin space parts icon and words
    assert found, f"no button “{words}” is seen"
    assert found[0].isEnabled(), f"“{words}” is a dead click"
    QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)


def cast(side: QWidget, name: str, preset: str, qtbot: QtBot) -> None:
    def found() -> list[QPushButton]:
        return [one for one in side.findChildren(QPushButton) if one.accessibleName() == f"Cast {name}"]

    qtbot.waitUntil(lambda: bool(found()))
    next(one for one in found()[0].menu().actions() if one.text() == preset).trigger()


def test_a_script_becomes_shots_a_waiver_and_paper(
    window: Window, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presets, "preset_folder", lambda: tmp_path / "paper")
    monkeypatch.setattr(questions, "reason_for", lambda *_: (WHY, "Dana"))
    pages, lined, printed = tmp_path / "pages.fountain", tmp_path / "lined.pdf", tmp_path / "cuts.pdf"
    targets = {"at": lined}
    monkeypatch.setattr(questions, "file_to_write", lambda *_: targets["at"])
    pages.write_text(SCRIPT, encoding="utf-8")
    monkeypatch.setattr(questions, "file_to_open", lambda *_: pages)
    window.projects.new()
    session = window.projects.session
    assert session is not None
    document = session.document

    # the words, the people, the set
    QTest.keyClick(window, Qt.Key.Key_1)
    room = window.room
    assert isinstance(room, ScriptRoom)
    words = room.words
    room.desk.actions.trigger("script.import")
    qtbot.waitUntil(lambda: words.has_script, timeout=PATIENCE_MS)
    (scene,) = document.of(model.Scene)
    cast(words.side, "ADA", "Woman", qtbot)
    qtbot.waitUntil(lambda: len(document.of(model.Character)) == 1)
    cast(words.side, "BEN", "Man", qtbot)
    qtbot.waitUntil(lambda: len(document.of(model.Character)) == 2)
    click("Stage this scene", words.side)
    assert document.need(scene.id, model.Scene).stage_id is not None

    look(window, qtbot, "1-staged")

    # coverage: all but one of what is proposed
    click("Propose coverage", words)
    qtbot.waitUntil(lambda: bool(words.side._boxes), timeout=PATIENCE_MS)
    words.side._boxes[-1][0].click()
    look(window, qtbot, "2-proposed")
    count = len(words.side._chosen())
    click(f"Keep {count} set-up{'' if count == 1 else 's'}", words.side)
    shots = document.children(scene.id, model.Shot)
    assert len(shots) == count >= 2
    assert all(shot.covers for shot in shots)

    look(window, qtbot, "3-kept")

    # the director crosses the line between the two on purpose, and says why
    two = next(shot for shot in shots if shot.framing.composition == "2S")
    track = blocking.camera_track(document, two.id)
    assert track is not None
    with session.edit("Cross the line") as edit:
        edit.update(track.id, keys=(across(document, two.id, track.keys[0]),))
    QTest.keyClick(window, Qt.Key.Key_4)
    listed = window.room.findChild(FindingsList)
    assert listed is not None

    def broken() -> list[QWidget]:
        return [card for (_, _, rule), card in listed.cards.items() if rule == "line"]

    qtbot.waitUntil(lambda: bool(broken()), timeout=PATIENCE_MS)
    look(window, qtbot, "4-crossed")
    while len(document.of(model.Waiver)) < len(broken()):
        waived = len(document.of(model.Waiver))
        held = [b for card in broken() for b in card.findChildren(QPushButton) if "Waive" in b.text()]
        QTest.mouseClick(held[0], Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda before=waived: len(document.of(model.Waiver)) > before)  # type: ignore[misc]
    assert all(one.reason == WHY for one in document.of(model.Waiver))

    look(window, qtbot, "5-waived")

    # paper
    room.words.desk.actions.trigger("script.lined")
    qtbot.waitUntil(lined.exists, timeout=PATIENCE_MS)
    preview = PaperPreview(session, PaperPreset(document="continuity"), parent=window)
    with qtbot.waitSignal(preview.shown, timeout=PATIENCE_MS):
        preview.show()
    look(preview, qtbot, "6-paper")
    targets["at"] = printed
    click("Save PDF…", preview)
    preview.accept()
    text = "".join(page.extract_text() for page in PdfReader(printed).pages).replace("\n", " ")
    assert "180° line" in text
    assert "the room turns too" in text
    assert "KITCHEN" in "".join(page.extract_text() for page in PdfReader(lined).pages)


def across(document: Document, shot_id: str, key: model.Key) -> model.CameraKey:
    """The same camera from the other side of the line between the two people."""
    assert isinstance(key, model.CameraKey)
    one, other = (np.array(actor.position_m) for actor in blocking.resolve(document, shot_id).actors)
    way = (other - one) / np.linalg.norm(other - one)
    middle = (one + other) / 2
    off = np.array(key.transform.position_m) - middle
    flat = np.array((off[0], 0.0, off[2]))
    flat *= min(1.0, NEAR_M / np.linalg.norm(flat))  # there may be a wall further away
    place = middle + 2 * way * (flat @ way) - flat
    here = (place[0], key.transform.position_m[1], place[2])
    return msgspec.structs.replace(key, transform=look_at(here, (middle[0], 1.5, middle[2])))
