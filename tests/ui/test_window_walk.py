"""Five minutes of somebody who has never seen it: a set, two people who sit and look at each other, a pair
over the shoulder, saved. It is what `docs/first-film.md` says.

Every step is a click, a key or a drag that the window invites to. PREVIZ_WALK=FOLDER keeps a picture of each.
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QFileDialog, QListView, QWidget
from pytestqt.qtbot import QtBot

from previz.scene import model
from previz.scene.package import camera_state
from previz.scene.transform import apply, matrix
from previz.studio import Studio, camera_hands
from previz.studio.checking import Checking
from previz.ui.controls import Segmented
from previz.ui.frame_it import COMPOSITION_WORDS, COMPOSITIONS
from previz.ui.library import Library
from previz.ui.rooms.stage import StageRoom
from previz.ui.settings.parts import Adder
from previz.ui.window import Window

PATIENCE_MS = 60_000
LEFT, NONE, COPY = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.DropAction.CopyAction
SEATS = {"sofa": "Man", "armchair": "Woman"}
"""What they sit down on, in the apartment."""


class Newcomer:
    """Hands and eyes: everything goes through what the window shows."""

    def __init__(self, window: Window, qtbot: QtBot) -> None:
        self.window, self.qtbot = window, qtbot
        self._seen = 0

    def look(self, what: str) -> None:
        """Keep a picture of the screen, if anybody wants to see it."""
        folder = os.environ.get("PREVIZ_WALK")
        self.qtbot.wait(30)
        if folder:
            self.qtbot.wait(2500)  # thumbnails
            self._seen += 1
            self.window.grab().save(str(Path(folder) / f"desk-walk-{self._seen:02d}-{what}.png"))

    def button(self, words: str, within: QWidget | None = None) -> QAbstractButton:
        """The button that says so, or whose tooltip begins so; it must be seen and possible."""
        found = [
            one
            for one in (within or self.window).findChildren(QAbstractButton)
            if one.isVisible() and (one.text() == words or one.toolTip().startswith(words))
        ]
        assert found, f"no button “{words}” is seen"
        assert found[0].isEnabled(), f"“{words}” is a dead click"
        return found[0]

    def click(self, words: str, within: QWidget | None = None) -> None:
        QTest.mouseClick(self.button(words, within), LEFT)

    def choose(self, name: str, index: int) -> None:
        """One of the words of a row of choices."""
        rows = [one for one in self.window.findChildren(Segmented) if one.isVisible()]
        row = next(one for one in rows if one.accessibleName().startswith(f"{name}: "))
        QTest.mouseClick(row, LEFT, pos=row.segment(index).center().toPoint())

    def library(self) -> tuple[Library, QListView]:
        shelf = self.window.findChild(Library)
        assert shelf is not None
        listed = shelf.findChild(QListView)
        assert listed is not None
        return shelf, listed

    def point_at(self, room: StageRoom, number: int) -> None:
        """Click the head of a person of the film in the stage view."""
        view, who = room.view, room.session.document.of(model.Character)[number].id
        self.qtbot.waitUntil(lambda: "lens" in view.showing.views and not view.is_behind)
        sighting, draw_list = view.showing.views["lens"].sighting, view.showing.scenery.draw_list
        assert sighting is not None
        assert draw_list is not None
        figure = next(one for one in draw_list.figures if one.actor.id == who)
        head = np.mean([figure.posed.landmarks_m[name] for name in ("head_top", "collar")], axis=0)
        x, y, _ = sighting.places(apply(figure.world_from_figure, head))[0]
        QTest.mouseClick(view, LEFT, pos=QPoint(round(x), round(y)))
        assert room.session.selection == (who,)

    def let_look(self, name: str) -> None:
        """Whoever is selected looks at somebody, by the box in the inspector."""

        def boxes() -> list[QComboBox]:
            shown = [one for one in self.window.findChildren(QComboBox) if one.isVisible()]
            return [one for one in shown if one.accessibleName() == "Looks at" and one.findText(name) >= 0]

        self.qtbot.waitUntil(lambda: bool(boxes()))
        (box,) = boxes()
        box.showPopup()
        for _ in range(box.findText(name) - box.currentIndex()):
            QTest.keyClick(box.view(), Qt.Key.Key_Down)
        QTest.keyClick(box.view(), Qt.Key.Key_Return)
        assert box.currentText() == name
        self.look("looking")

    def drag(self, name: str, onto: QWidget, at: QPointF) -> None:
        """From a card of the library to a place of the stage view."""
        _, listed = self.library()
        source = listed.model()
        index = next(
            i for i in (source.index(row, 0) for row in range(source.rowCount())) if i.data() == name
        )
        data = source.mimeData([index])
        enter = QDragEnterEvent(QPoint(4, 4), COPY, data, LEFT, NONE)
        QApplication.sendEvent(onto, enter)
        assert enter.isAccepted()
        over = QDragMoveEvent(at.toPoint(), COPY, data, LEFT, NONE)
        QApplication.sendEvent(onto, over)
        assert over.isAccepted(), f"{name} cannot be let go there"
        self.look("held")
        QApplication.sendEvent(onto, QDropEvent(at, COPY, data, LEFT, NONE))


@pytest.fixture
def newcomer(window: Window, qtbot: QtBot) -> Newcomer:
    window.resize(*((1600, 1000) if os.environ.get("PREVIZ_WALK") else (1420, 820)))
    return Newcomer(window, qtbot)


def test_from_the_first_page_to_a_saved_pair_over_the_shoulder(
    newcomer: Newcomer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, saved = newcomer.window, tmp_path / "my film.previz"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(saved), ""))
    newcomer.look("first-run")
    newcomer.click("Apartment")
    room = window.room
    assert isinstance(room, StageRoom)
    session = room.session
    newcomer.look("set")

    use_a_mini_lf(newcomer)
    seat_two(newcomer, room)
    newcomer.let_look("Man")  # she sat down last
    newcomer.point_at(room, 0)
    newcomer.let_look("Woman")
    newcomer.point_at(room, 1)
    first = frame_over_the_shoulder(newcomer, room, "OTS left")
    newcomer.click("New shot")
    newcomer.point_at(room, 0)
    second = frame_over_the_shoulder(newcomer, room, "OTS right")

    QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert saved.exists()
    assert window.message_bar.text.startswith("The film is in my film.previz")
    assert window.top_bar.title.state == "Saved"
    newcomer.look("saved")
    assert first.id != second.id
    assert session.document.problems() == []
    window.close_project()
    with Studio.open(saved) as studio:
        sensors = {shot_sensor(studio, shot) for shot in studio.shots()}
        man, woman = (person.id for person in studio.document.of(model.Character))
        assert [shot.framing.composition for shot in studio.shots()] == ["OTS-L", "OTS-R"]
        assert [shot.framing.subjects for shot in studio.shots()] == [(woman, man), (man, woman)]
        assert {one.name.view for one in map(studio.shooting.sight, (first.id, second.id))} == {"front"}
        assert [bool(shot.flown) for shot in studio.shots()] == [True, False]
        broken = {one.rule for one in Checking(studio).film()}
        assert broken == {"image-circle"}, "they are a pair; the lens row says in amber what it covers"
        assert sensors == {studio.document.project.package.bodies[0].sensor.name}
        assert "Mini LF" in sensors.pop()


def shot_sensor(studio: Studio, shot: model.Shot) -> str:
    key = camera_hands.shot_key(studio.document, shot.id)
    assert key is not None
    assert key.focal_length_mm == pytest.approx(50)
    return camera_state(studio.document.project, shot, key).sensor_name


def use_a_mini_lf(newcomer: Newcomer) -> None:
    window = newcomer.window
    QTest.keyClick(
        QApplication.focusWidget() or window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier
    )
    card = window.commands.overlay
    assert card is not None
    newcomer.click("Camera", card)
    newcomer.look("settings")
    adder = next(one for one in card.findChildren(Adder) if "body" in one.accessibleName())
    line = adder.lineEdit()
    assert line is not None
    QTest.mouseClick(line, LEFT)
    QTest.keyClicks(line, "Mini LF")
    completer = adder.completer()
    assert completer is not None
    popup = completer.popup()
    newcomer.qtbot.waitUntil(popup.isVisible)
    newcomer.look("typed")
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    newcomer.look("added")
    newcomer.qtbot.waitUntil(lambda: "Mini LF" in window.session.project.package.bodies[-1].sensor.name)  # type: ignore[union-attr]
    newcomer.click("Make B  ARRI ALEXA Mini LF", card)
    newcomer.look("default")
    QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Escape)
    assert window.commands.overlay is None


def seat_two(newcomer: Newcomer, room: StageRoom) -> None:
    """The sofa and the chair are seen through the lens: people are dragged onto both, and sit down."""
    session, view = room.session, room.view
    for number, (piece, name) in enumerate(SEATS.items()):
        world, sighting = session.world(), view.showing.views["lens"].sighting
        assert world is not None
        assert sighting is not None
        seat = next(item for item in world.items if item.piece == piece)
        x, y, _ = sighting.places(apply(matrix(seat.transform), np.array([0.0, 0.45, 0.1])))[0]
        newcomer.drag(name, view, QPointF(x, y))
        newcomer.qtbot.waitUntil(
            lambda wanted=number + 1: len(session.document.of(model.Character)) == wanted
        )
        newcomer.look("seated")
        who = session.selection[-1]
        actor = next(one for one in session.world().actors if one.id == who)  # type: ignore[union-attr]
        assert actor.seat_height_m
        assert actor.name == name
    QTest.keyClick(view, Qt.Key.Key_Space)
    newcomer.qtbot.waitUntil(lambda: "free" in view.showing.views)
    newcomer.look("free")
    QTest.keyClick(view, Qt.Key.Key_Space)


def frame_over_the_shoulder(newcomer: Newcomer, room: StageRoom, words: str) -> model.Shot:
    session = room.session
    newcomer.click("50", room.primes)
    newcomer.choose("Left panel", 1)
    newcomer.choose("Composition", COMPOSITION_WORDS.index(words))
    palette = room.frame_it
    newcomer.qtbot.waitUntil(lambda: not any(card.possible for card in palette.cards))  # those of before
    card = next(card for card in palette.cards if card.size_wanted == "MS")
    newcomer.qtbot.waitUntil(lambda: card.possible, timeout=PATIENCE_MS)
    newcomer.look("offers")
    QTest.mouseClick(card, LEFT)
    newcomer.look("framed")
    newcomer.choose("Left panel", 0)
    shot = session.shot
    assert shot is not None
    assert shot.framing.composition == COMPOSITIONS[COMPOSITION_WORDS.index(words)]
    return shot
