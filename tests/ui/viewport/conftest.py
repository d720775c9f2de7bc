"""A stage view on the small film, shown and drawn, with either canvas."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from previz.scene import model
from previz.scene.package import camera_state
from previz.studio import camera_hands
from previz.ui.session import Session
from previz.ui.surface import CHOICE
from previz.ui.viewport import StageView

SIZE = (560, 380)


class Hand:
    """A person at the mouse of a stage view."""

    def __init__(self, view: StageView, qtbot: QtBot) -> None:
        self.view, self._qtbot = view, qtbot

    def wait(self) -> None:
        """Until the picture is finished."""
        self._qtbot.waitUntil(lambda: not self.view.is_behind, timeout=8000)
        self._qtbot.wait(30)

    def send(
        self,
        kind: QEvent.Type,
        at: QPointF,
        button: Qt.MouseButton = Qt.MouseButton.NoButton,
        held: Qt.MouseButton = Qt.MouseButton.NoButton,
        keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    ) -> None:
        place = QPointF(self.view.mapToGlobal(at.toPoint()))
        QApplication.sendEvent(self.view, QMouseEvent(kind, at, place, button, held, keys))

    def drag(
        self,
        start: QPointF,
        end: QPointF,
        button: Qt.MouseButton = Qt.MouseButton.LeftButton,
        keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
        steps: int = 8,
        let_go: bool = True,
    ) -> None:
        self.send(QEvent.Type.MouseButtonPress, start, button, button, keys)
        for step in range(1, steps + 1):
            at = start + (end - start) * (step / steps)
            self.send(QEvent.Type.MouseMove, at, Qt.MouseButton.NoButton, button, keys)
            QApplication.processEvents()
        if let_go:
            self.send(QEvent.Type.MouseButtonRelease, end, button, Qt.MouseButton.NoButton, keys)

    def click(self, at: QPointF, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        left = Qt.MouseButton.LeftButton
        self.send(QEvent.Type.MouseButtonPress, at, left, left, keys)
        self.send(QEvent.Type.MouseButtonRelease, at, left, Qt.MouseButton.NoButton, keys)

    def roll(self, at: QPointF, notches: int) -> None:
        event = QWheelEvent(
            at,
            QPointF(self.view.mapToGlobal(at.toPoint())),
            QPointF(0, 0).toPoint(),
            QPointF(0, 120 * notches).toPoint(),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(self.view, event)

    # --------------------------------------------------------------------------------------- where
    def at(self, id: str, slot: str = "lens") -> QPointF:
        """Where the middle of somebody or something is in a view."""
        centre = self.view.showing.scenery.centre_of(id)
        assert centre is not None
        return self.of(centre, slot)

    def of(self, point: np.ndarray, slot: str = "lens") -> QPointF:
        sighting = self.view.showing.views[slot].sighting
        assert sighting is not None
        x, y, depth = sighting.places(point)[0]
        assert depth > 0
        return QPointF(x, y)

    def middle(self, slot: str = "lens") -> QPointF:
        return self.view.showing.views[slot].area.center()


def shot_equals_view(session: Session, view: StageView) -> bool:
    """Is the camera that draws the frame the camera of the shot in the document?"""
    shot = session.shot
    assert shot is not None
    key = camera_hands.shot_key(session.document, shot.id, session.time_s)
    shown = view.showing.views["lens"]
    assert key is not None
    assert shown.state is not None
    assert shown.sighting is not None
    own = camera_state(session.project, shot, key)
    drawn = shown.sighting.camera
    return own == shown.state and (drawn.position_m, drawn.rotation) == (own.position_m, own.rotation)


@pytest.fixture(params=["gl", "images"])
def canvas(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def open_view(
    session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Hand]]:
    made: list[StageView] = []

    def opened(images: bool = False, mode: str = "lens") -> Hand:
        monkeypatch.setenv(CHOICE, "images" if images else "opengl")
        view = StageView(session)
        made.append(view)
        qtbot.addWidget(view)
        view.resize(*SIZE)
        view.set_mode(mode)  # type: ignore[arg-type]
        with qtbot.waitSignal(view._canvas.drawn, timeout=15000):
            view.show()
        view.activateWindow()
        view.setFocus()
        hand = Hand(view, qtbot)
        hand.wait()
        return hand

    yield opened
    for view in made:
        view.close_pictures()


@pytest.fixture
def hand(open_view: Callable[..., Hand]) -> Hand:
    """Through the lens of shot 1, drawn by OpenGL in the window."""
    return open_view()


@pytest.fixture
def steps(session: Session) -> Callable[[], list[str]]:
    """Labels of the steps of undo since the film was opened."""
    return lambda: [edit.label for edit in session.document.history]


def subject(session: Session) -> model.Character:
    return session.document.of(model.Character)[0]
