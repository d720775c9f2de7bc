"""A whole review with keys and clicks: drawn, two sent back and made anew, approved; then one chair is moved.

PREVIZ_WALK=FOLDER keeps a picture of each step.
"""

from __future__ import annotations

import os
from pathlib import Path

from pypdf import PdfReader
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from previz.export.presets import PLAIN
from previz.export.rows import PanelRow
from previz.gen.request import from_json
from previz.scene import model
from previz.scene.marks import Ink
from previz.ui.annotate.room import AnnotateRoom
from previz.ui.boards.review import Review
from previz.ui.plan import PlanView
from previz.ui.rooms.boards import BoardsRoom
from previz.ui.window import Window
from tests.films import BARE, CLOSE, FULL
from tests.ui.annotate.test_room import at, stroke

Key = Qt.Key
PATIENCE_MS = 120_000


class Director:
    def __init__(self, window: Window, room: BoardsRoom, qtbot: QtBot) -> None:
        self.window, self.room, self.qtbot = window, room, qtbot
        self._seen = 0

    def look(self, what: str) -> None:
        folder = os.environ.get("PREVIZ_WALK")
        if folder:
            self.qtbot.wait(800)
            self._seen += 1
            self.window.grab().save(str(Path(folder) / f"boards-walk-{self._seen:02d}-{what}.png"))

    def panel(self, shot_id: str) -> PanelRow:
        row = self.room.desk.rows.row(shot_id)
        assert row is not None
        return row.panels[0]

    def choose(self, *shot_ids: str) -> None:
        flags = QItemSelectionModel.SelectionFlag
        self.room.wall.clearSelection()
        for place, card in enumerate(self.room.wall.wall.cards):
            if card.shot.id in shot_ids:
                self.room.wall.selectionModel().setCurrentIndex(
                    self.room.wall.wall.index(place), flags.Select
                )
        self.room.wall.setFocus()

    def draw(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.room.wall, key, modifiers)
        assert self.room.desk.drawing.busy
        self.qtbot.waitUntil(lambda: not self.room.desk.drawing.busy, timeout=PATIENCE_MS)

    def review(self) -> Review:
        self.room.wall.setFocus()
        QTest.keyClick(self.room.wall, Key.Key_R)
        page = next(child for child in self.window.findChildren(Review) if child.isVisible())
        page.name.clear()
        QTest.keyClicks(page.name, "R. Okafor, director")
        QTest.keyClick(page.name, Key.Key_Return)
        return page

    def pick_newest(self, shot_id: str) -> None:
        self.choose(shot_id)
        view = self.room.takes.view
        at = view.visualRect(view.model().index(0, 0)).center()
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)

    def draw_over(self, shot_id: str) -> None:
        """A stroke and a note over the take that stands."""
        self.choose(shot_id)
        QTest.keyClick(self.room.wall, Key.Key_D)
        over = self.window.room
        assert isinstance(over, AnnotateRoom)
        over.kit.take_up("ink")
        stroke(over.canvas, (0.3, 0.1), (0.5, 0.2), (0.7, 0.1))
        over.kit.take_up("note")
        QTest.mouseClick(over.canvas, Qt.MouseButton.LeftButton, pos=at(over.canvas, 0.5, 0.2))
        QTest.keyClicks(over.text, "Hold the look longer.")
        QTest.keyClick(over.text, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        self.look("drawn-over")
        self.window.show_room(2)

    def nudge(self, item_id: str, times: int) -> None:
        """So often five centimetres west, with the arrows on the plan."""
        self.window.show_room(1)
        plan = self.window.room.findChild(PlanView)
        self.room.session.select([item_id])
        plan.setFocus()
        for _ in range(times):
            QTest.keyClick(plan, Key.Key_Left)
        self.look("moved")
        self.window.show_room(2)

    def until_looked(self) -> None:
        self.qtbot.waitUntil(lambda: self.room.desk.rows.looked, timeout=PATIENCE_MS)


def test_a_film_goes_through_a_whole_review(
    window: Window, small_film: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    window.projects.open(small_film)
    window.show_room(2)
    room = window.room
    assert isinstance(room, BoardsRoom)
    me = Director(window, room, qtbot)
    me.until_looked()
    room.side.quality.set_current(0)

    me.draw(Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    assert me.panel(FULL).image and me.panel(CLOSE).image and not me.panel(BARE).image  # noqa: PT018
    assert "no camera" in window.message_bar.text, "the shot that cannot be drawn says why"
    me.look("drawn")

    page = me.review()
    QTest.keyClick(page.card, Key.Key_R)
    QTest.keyClick(page.card, Key.Key_9)
    me.look("sent-back")
    QTest.keyClick(page.card, Key.Key_Return)
    QTest.keyClick(page.card, Key.Key_R)
    QTest.keyClick(page.card, Key.Key_7)
    page.panel.words.setFocus()
    QTest.keyClicks(page.panel.words, "Darker.")
    QTest.keyClick(page.panel.words, Key.Key_Return)
    QTest.keyClick(page.card, Key.Key_Escape)
    assert [me.panel(id).status for id in (FULL, CLOSE)] == ["changes", "changes"]

    me.choose(FULL, CLOSE)
    me.look("asked-for")
    me.draw(Key.Key_G)
    store, document = room.session.studio.store, room.session.document
    for shot_id, names in ((FULL, {"weight", "wobble"}), (CLOSE, {"", "tone"})):
        first, second = document.children(f"{shot_id}-p", model.Take)
        assert {steer.name for steer in from_json(store.blob(second.request)).steers} == names
        assert (first.from_take, second.from_take) == (0, 1)
        me.pick_newest(shot_id)
        assert me.panel(shot_id).status == "draft", "a new take is judged anew"

    me.draw_over(FULL)
    (mark,) = [one for one in document.of(model.FrameMark) if isinstance(one.shape, Ink)]
    assert mark.take_id == document.children(f"{FULL}-p", model.Take)[1].id

    page = me.review()
    for key in (Key.Key_Home, Key.Key_A, Key.Key_A):
        QTest.keyClick(page.card, key)
    QTest.keyClick(page.card, Key.Key_Escape)
    me.until_looked()
    assert [me.panel(id).status for id in (FULL, CLOSE)] == ["approved", "approved"]
    assert not me.panel(FULL).stale

    me.nudge("chair", 8)
    qtbot.waitUntil(lambda: bool(me.panel(FULL).stale), timeout=PATIENCE_MS)
    me.until_looked()
    assert me.panel(FULL).stale == ("chair moved 0.4 m",)
    assert me.panel(CLOSE).stale == (), "the chair is not in the close-up"
    assert [me.panel(id).status for id in (FULL, CLOSE)] == ["approved", "approved"]
    room.filter.chosen.emit(1)
    assert [card.shot.id for card in room.wall.wall.cards] == [FULL]
    me.look("stale")

    path = tmp_path / "boards.pdf"
    room.session.studio.export_boards(path, PLAIN.board_layout())
    text = " ".join(" ".join(page.extract_text().split()) for page in PdfReader(path).pages)
    assert "Hold the look longer." in text
    for words in ("chair moved 0.4 m", "Approvals", "R. Okafor, director", "Legibility", "Light: Darker."):
        assert words in text
    assert text.count("superseded") == 2
    assert room.session.studio.verify() == []
