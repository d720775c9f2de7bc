"""The library: found by words, dragged with a key that the stage knows, put down with Enter."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QApplication, QListView
from pytestqt.qtbot import QtBot

from previz.scene import model
from previz.studio import tracks
from previz.ui.controls import SearchLine, Segmented
from previz.ui.library import Library
from previz.ui.library import portraits as portraits_module
from previz.ui.library.shelf import KINDS, Offer, offers
from previz.ui.message import Message
from previz.ui.session import Session
from tests.films import FULL


@pytest.fixture
def library(
    session: Session, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Library]:
    monkeypatch.setattr(portraits_module, "user_cache_path", lambda name: tmp_path / name)
    made = Library(session)
    qtbot.addWidget(made)
    made.resize(248, 500)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.close()


def turn(library: Library, kind: str) -> QListView:
    tabs = library.findChild(Segmented)
    assert tabs is not None
    tabs.set_current(KINDS.index(kind))
    tabs.chosen.emit(KINDS.index(kind))
    shelf = library.findChild(QListView)
    assert shelf is not None
    return shelf


def type_words(library: Library, qtbot: QtBot, words: str) -> None:
    line = library.findChild(SearchLine)
    assert line is not None
    line.clear()
    qtbot.keyClicks(line, words)


def names(shelf: QListView) -> list[str]:
    rows = shelf.model()
    return [rows.index(row, 0).data() for row in range(rows.rowCount())]


def test_every_shelf_is_full(library: Library) -> None:
    for kind, least in (("person", 14), ("pose", 40), ("piece", 80), ("set", 10)):
        assert len(names(turn(library, kind))) >= least


def test_the_cast_of_the_film_lies_first(library: Library, session: Session) -> None:
    assert names(turn(library, "person"))[:2] == ["Ada", "Ben"]
    with session.edit("Rename") as edit:
        edit.update("ada", name="Zoe")
    assert names(turn(library, "person"))[0] == "Zoe"


def test_words_find_and_nothing_says_so(library: Library, qtbot: QtBot) -> None:
    shelf = turn(library, "piece")
    type_words(library, qtbot, "sof")
    assert "Sofa" in names(shelf)
    assert len(names(shelf)) < 10
    type_words(library, qtbot, "zzzz")
    assert not shelf.isVisible()
    type_words(library, qtbot, "")
    assert shelf.isVisible()


def test_what_is_dragged_says_what_it_is(library: Library) -> None:
    shelf = turn(library, "piece")
    row = names(shelf).index("Sofa")
    data = shelf.model().mimeData([shelf.model().index(row, 0)])
    assert json.loads(bytes(data.data("application/x-previz-piece").data())) == "sofa"


def test_enter_brings_somebody_on(library: Library, session: Session, qtbot: QtBot) -> None:
    shelf = turn(library, "person")
    row = names(shelf).index("Detective")
    shelf.setCurrentIndex(shelf.model().index(row, 0))
    shelf.setFocus()
    qtbot.keyClick(shelf, Qt.Key.Key_Return)
    (who,) = session.selection
    assert session.document.need(who, model.Character).name == "Detective"
    assert session.document.history[-1].label == "Bring on Detective"


def test_a_pose_goes_to_who_is_selected(library: Library, session: Session, qtbot: QtBot) -> None:
    with qtbot.waitSignal(session.told) as heard:
        library.put(Offer("pose", "kneel", "Kneel", ""))
    message: Message = heard.args[0]
    assert "Select somebody" in message.text
    session.select(["ada", "ben"])
    steps = len(session.document.history)
    library.put(Offer("pose", "kneel", "Kneel", ""))
    for who in ("ada", "ben"):
        key = tracks.actor_key(session.document, FULL, who)
        assert key is not None
        assert key.pose.preset == "kneel"
    assert len(session.document.history) == steps + 1


def test_a_set_is_built_and_looked_at(library: Library, session: Session) -> None:
    library.put(Offer("set", "church", "Church", ""))
    assert session.stage is not None
    assert session.stage.name == "Church"
    session.undo()
    assert session.stage is not None
    assert session.stage.name == "Room"


def test_pictures_come_by_themselves(library: Library, session: Session, qtbot: QtBot) -> None:
    turn(library, "piece")
    chair = next(offer for offer in offers(session, "piece", "chair") if offer.key == "chair")
    with qtbot.waitSignal(library._portraits.ready, timeout=60_000):
        library._portraits.image(chair)

    def drawn() -> None:
        image = library._portraits.image(chair)
        assert image is not None
        assert image.width() == portraits_module.SIDE_PX
        assert image.pixelColor(1, 1).alpha() == 0
        assert image.pixelColor(image.width() // 2, image.height() // 2).alpha() > 200

    qtbot.waitUntil(drawn, timeout=60_000)
    QApplication.processEvents()


def test_people_are_shown_large_enough_to_be_told_apart(library: Library, qtbot: QtBot) -> None:
    """From above the head to below the waist, in the middle of the card."""
    person = next(offer for offer in offers(library._session, "person", "") if offer.key == "man")
    qtbot.waitUntil(lambda: library._portraits.image(person) is not None, timeout=60_000)
    image = library._portraits.image(person)
    assert image is not None
    assert image.width() == image.height()
    alpha = np.array(
        [[image.pixelColor(x, y).alpha() for x in range(image.width())] for y in range(image.height())]
    )
    rows, columns = np.nonzero(alpha > portraits_module.OPAQUE)
    assert rows.min() < 0.15 * image.height()
    assert rows.max() == image.height() - 1, "cut at the waist"
    assert abs(columns.mean() - image.width() / 2) < 0.12 * image.width()
    assert np.ptp(columns) > 0.4 * image.width()


def test_no_tile_moves_when_somebody_is_brought_on(library: Library, session: Session) -> None:
    before = names(turn(library, "person"))
    library.put(next(offer for offer in offers(session, "person") if offer.key == "man"))
    shelf = library.findChild(QListView)
    assert shelf is not None
    assert names(shelf) == [*before, "Man"]
    assert names(turn(library, "pose"))
    assert names(turn(library, "person"))[:3] == ["Ada", "Ben", "Man"], "the film's first the next time"
    session.undo()
    assert names(shelf) == before


def test_who_is_in_the_film_is_marked_on_the_picture(library: Library, session: Session) -> None:
    def corner(key: str) -> int:
        row = [offer.key for offer in offers(session, "person")].index(key)
        view = library._list
        index = view.model().index(row, 0)
        view.scrollTo(index)
        place = view.visualRect(index)
        picture = view.viewport().grab(QRect(place.left() + 7, place.top() + 76, 60, 15)).toImage()
        return sum(picture.pixelColor(x, y).lightness() > 200 for x in range(60) for y in range(15))

    assert corner("ada") > 40
    assert corner("man") < 10


@pytest.mark.parametrize("width", [150, 248, 300, 460])
@pytest.mark.parametrize("kind", ["person", "set"])
def test_cards_fill_the_shelf_from_edge_to_edge(
    library: Library, qtbot: QtBot, width: int, kind: str
) -> None:
    """Up to a third of the panel lay empty beside them."""
    library.resize(width, 500)
    shelf = turn(library, kind)
    qtbot.wait(10)
    rows = shelf.model()
    places = [shelf.visualRect(rows.index(row, 0)) for row in range(rows.rowCount())]
    first = [place for place in places if place.top() == places[0].top()]
    assert shelf.viewport().width() - len(first) - 1 <= first[-1].right() < shelf.viewport().width()
