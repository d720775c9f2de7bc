"""Frame it: hover previews without a step, a click takes the frame, and the name is true."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from previz.errors import RenderError
from previz.scene import model
from previz.scene.model import CameraKey
from previz.studio import camera_hands
from previz.studio.framer import Framed, Framer
from previz.studio.shot_book import Flown
from previz.ui.frame_card import FURTHER, FrameCard
from previz.ui.frame_it import FrameIt
from previz.ui.message import Message
from previz.ui.session import Session
from tests.films import FULL

PATIENCE_MS = 120_000
HERE = QPointF(20, 20)
Shown = tuple[CameraKey | None, Flown | None]


@pytest.fixture
def shown() -> list[Shown]:
    return []


@pytest.fixture
def palette(session: Session, qtbot: QtBot, shown: list[Shown]) -> Iterator[FrameIt]:
    session.select(["ada"])
    made = FrameIt(session, lambda camera, flown: shown.append((camera, flown)))
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.close()


def card(palette: FrameIt, size: str) -> FrameCard:
    return next(one for one in palette.cards if one.size_wanted == size)


def offered(palette: FrameIt, size: str, qtbot: QtBot) -> FrameCard:
    found = card(palette, size)
    qtbot.waitUntil(lambda: found.framed is not None, timeout=PATIENCE_MS)
    return found


def test_a_click_takes_the_frame_as_one_step(palette: FrameIt, session: Session, qtbot: QtBot) -> None:
    close = offered(palette, "CU", qtbot)
    assert close.possible, close.toolTip()
    steps = len(session.document.history)
    qtbot.mouseClick(close, Qt.MouseButton.LeftButton)
    assert len(session.document.history) == steps + 1
    assert session.shot is not None
    assert session.shot.framing.size == "CU"
    assert session.studio.shooting.sight(FULL).name.size == "CU", "the true frame reads as it was offered"
    session.undo()
    assert session.studio.shooting.sight(FULL).name.size != "CU"


def test_shift_and_a_click_make_a_shot_of_its_own(palette: FrameIt, session: Session, qtbot: QtBot) -> None:
    close = offered(palette, "CU", qtbot)
    document, before = session.document, session.document.of(model.Shot)
    steps, stood = len(document.history), camera_hands.camera_keys(document, FULL)
    qtbot.mouseClick(close, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier)
    assert len(document.history) == steps + 1
    assert camera_hands.camera_keys(document, FULL) == stood, "the shot that was framed keeps its camera"
    made = session.shot
    assert made is not None
    assert made not in before
    assert made.framing.size == "CU"
    assert session.studio.shooting.sight(made.id).name.size == "CU"
    places = [one.id for one in document.children(made.scene_id, model.Shot)]
    assert places.index(made.id) == places.index(FULL) + 1
    session.undo()
    assert document.of(model.Shot) == before


def test_a_hand_over_a_card_previews_and_leaves_no_step(
    palette: FrameIt, session: Session, qtbot: QtBot, shown: list[Shown]
) -> None:
    medium = offered(palette, "MS", qtbot)
    steps, before = len(session.document.history), camera_hands.shot_key(session.document, FULL)
    QApplication.sendEvent(medium, QEnterEvent(HERE, HERE, HERE))
    qtbot.waitUntil(lambda: len(shown) == 1, timeout=2000)
    assert medium.framed is not None
    assert shown[0] == (medium.framed.camera, {})
    QApplication.sendEvent(medium, QEvent(QEvent.Type.Leave))
    assert shown[-1] == (None, None)
    assert len(session.document.history) == steps
    assert camera_hands.shot_key(session.document, FULL) == before


def test_over_the_shoulder_of_the_other(palette: FrameIt, session: Session, qtbot: QtBot) -> None:
    palette.choose("OTS-R")
    QApplication.processEvents()
    medium = offered(palette, "MCU", qtbot)
    if medium.possible:
        assert medium.framed is not None
        assert "OTS-R" in medium.framed.name
        assert medium.framed.framing.subjects == ("ada", "ben")
    else:
        assert medium.toolTip(), "a frame that cannot be made says why"


def test_too_few_people_is_told(palette: FrameIt, session: Session, qtbot: QtBot) -> None:
    with session.edit("Ben goes") as edit:
        edit.remove("t-ben")
    palette.choose("2S")
    qtbot.waitUntil(lambda: "one more person" in palette._told.text(), timeout=5000)


def test_where_a_wall_leaves_no_room_it_flies_with_the_frame(
    palette: FrameIt, session: Session, qtbot: QtBot, shown: list[Shown]
) -> None:
    """Ben stands at the west wall of a room: past him at Ada no camera fits, until the wall is flown."""
    place = model.Transform(position_m=(1.0, 0.0, 0.0))
    room = model.Item(
        id="walls", stage_id="room", name="walls", piece="room", transform=place, order="z",
        params={"width": 4.0, "depth": 6.0, "ceiling": False},
    )  # fmt: skip
    with session.edit("Build a room") as edit:
        edit.put(room)
    session.select(["ada"])
    palette.choose("OTS-L")
    qtbot.waitUntil(lambda: any(one.possible for one in palette.cards), timeout=PATIENCE_MS)
    assert any(one.toolTip() == FURTHER for one in palette.cards), "no refusal is final yet"
    assert palette._told.text().endswith(FURTHER)
    qtbot.waitUntil(
        lambda: palette._told.text().endswith("These fly a wall for this shot."), timeout=PATIENCE_MS
    )
    assert not any(one.toolTip() == FURTHER for one in palette.cards)
    offer = next(one for one in palette.cards if one.possible)
    assert offer.framed is not None
    assert offer.framed.otherwise == "west flown"
    QApplication.sendEvent(offer, QEnterEvent(HERE, HERE, HERE))
    qtbot.waitUntil(lambda: len(shown) == 1, timeout=2000)
    assert shown[0] == (offer.framed.camera, {"walls": ("west",)}), (
        "the view shows it without the wall, from which it would be seen only the inside"
    )
    steps = len(session.document.history)
    palette.take(offer)
    assert session.shot is not None
    assert session.shot.flown == {"walls": ("west",)}
    assert len(session.document.history) == steps + 1
    session.document.undo()
    assert session.shot.flown == {}


def test_a_wall_that_a_frame_does_not_need_flown_stands_again(
    palette: FrameIt, session: Session, qtbot: QtBot, shown: list[Shown]
) -> None:
    room = model.Item(
        id="walls", stage_id="room", name="walls", piece="room", order="z",
        params={"width": 8.0, "depth": 8.0, "ceiling": False},
    )  # fmt: skip
    with session.edit("Build a room, and fly a wall") as edit:
        edit.put(room)
        edit.update(FULL, flown={"walls": ("west",)})
    session.select(["ada"])
    qtbot.waitUntil(lambda: card(palette, "CU").framed is None)
    close = offered(palette, "CU", qtbot)
    QApplication.sendEvent(close, QEnterEvent(HERE, HERE, HERE))
    qtbot.waitUntil(lambda: len(shown) == 1, timeout=2000)
    assert shown[0][1] == {}, "it is seen standing before it is taken"
    told: list[Message] = []
    session.told.connect(told.append)
    palette.take(close)
    assert session.shot is not None
    assert session.shot.flown == {}
    assert [one.text for one in told] == [
        "A wall that was flown stands again: this frame does not need it away."
    ]
    session.undo()
    assert session.shot.flown == {"walls": ("west",)}


def test_cards_stay_when_one_of_them_is_taken(palette: FrameIt, session: Session, qtbot: QtBot) -> None:
    """Nothing that they show has changed: the camera is taken from one of them. A step of somebody is."""
    qtbot.waitUntil(lambda: all(one.framed is not None for one in palette.cards), timeout=PATIENCE_MS)
    palette.take(card(palette, "MS"))
    qtbot.wait(50)
    assert all(one.framed is not None for one in palette.cards)
    with session.edit("A step") as edit:
        edit.update("t-ben", keys=(model.ActorKey(position_m=(-1.4, 0.0, -0.3)),))
    qtbot.waitUntil(lambda: any(one.framed is None for one in palette.cards))
    qtbot.waitUntil(lambda: all(one.framed is not None for one in palette.cards), timeout=PATIENCE_MS)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (RenderError("The set cannot be drawn."), "The set cannot be drawn."),
        (ZeroDivisionError(), "This frame could not be worked out (ZeroDivisionError)."),
    ],
    ids=["foreseen", "mistake"],
)
def test_a_card_whose_frame_fails_says_so_and_the_others_come(
    palette: FrameIt,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    reason: str,
) -> None:
    find = Framer.find

    def fails(framer: Framer, framing: model.Framing) -> Framed:
        if framing.size == "CU":
            raise error
        return find(framer, framing)

    monkeypatch.setattr(Framer, "find", fails)
    with qtbot.captureExceptions() as told:
        palette.choose("1S", view="profile")
        QApplication.processEvents()
        qtbot.waitUntil(lambda: all(one.framed is not None for one in palette.cards), timeout=PATIENCE_MS)
    assert card(palette, "CU").toolTip() == reason
    assert card(palette, "MS").possible
    assert [found[1] for found in told] == ([error] if isinstance(error, ZeroDivisionError) else [])
