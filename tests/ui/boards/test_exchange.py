"""Pages, reviews and packs out of the window and back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from previz.scene import model
from previz.studio import Studio
from previz.studio.captions import set_caption
from previz.ui.rooms.boards import BoardsRoom
from previz.ui.tasks import Task
from previz.ui.window import Window
from tests.films import FULL, record_take

PANEL = f"{FULL}-p"


def test_a_page_is_written_and_a_strange_review_is_refused(
    boards: BoardsRoom, window: Window, tmp_path: Path, qtbot: QtBot
) -> None:
    page = tmp_path / "review.html"
    boards.exchange.write_page(page)
    qtbot.waitUntil(lambda: "holds 3 frames" in window.message_bar.text, timeout=20_000)
    assert "data:image/jpeg" in page.read_text(encoding="utf-8")
    boards.exchange.bring_review(page)
    assert "no review file" in window.message_bar.text


def test_a_pack_comes_back_and_what_both_changed_is_asked(
    boards: BoardsRoom, window: Window, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, pack = boards.session, tmp_path / "pack.previz"
    pack.write_bytes(b"what the dialog has asked about")
    flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
    boards.wall.selectionModel().setCurrentIndex(boards.wall.wall.index(0), flags)
    boards.exchange.write_pack(pack)
    qtbot.waitUntil(lambda: "holds 1 panel" in window.message_bar.text, timeout=20_000)
    with Studio.open(pack) as away:
        set_caption(away.document, PANEL, camera="Theirs")
        theirs = [record_take(away, FULL), record_take(away, FULL, (96, 40))]
    shares: list[float] = []
    tell = Task.tell
    monkeypatch.setattr(
        Task, "tell", lambda task, share, text: (shares.append(share), tell(task, share, text))
    )
    set_caption(session.document, PANEL, camera="Ours")
    boards.exchange.merge(pack)
    qtbot.waitUntil(lambda: boards.exchange.conflicts is not None, timeout=20_000)
    page = boards.exchange.conflicts
    assert page is not None
    assert session.document.need(PANEL, model.Panel).camera == "Ours"
    takes = session.document.children(PANEL, model.Take)
    assert [take.id for take in takes[-2:]] == [take.id for take in theirs]
    assert len(shares) >= 4, "pictures, then takes, say how far they are"
    assert len(boards.desk.tasks) == 0
    assert session.studio.verify() == []
    QTest.mouseClick(page.buttons[0], Qt.MouseButton.LeftButton)
    assert session.document.need(PANEL, model.Panel).camera == "Theirs"
    assert not page.buttons[0].isEnabled()
    page.leave()


def test_a_pack_never_takes_the_place_of_its_own_film(
    boards: BoardsRoom, window: Window, qtbot: QtBot
) -> None:
    film = boards.session.studio.store.path
    boards.wall.selectAll()
    boards.exchange.write_pack(film)
    qtbot.waitUntil(lambda: "is this film itself" in window.message_bar.text, timeout=20_000)
    assert boards.session.studio.verify() == []


def test_picks_and_verdicts_leave_the_window(boards: BoardsRoom, tmp_path: Path) -> None:
    panel = boards.session.document.need(f"{FULL}-p", model.Panel)
    boards.session.studio.reviewing.judge(panel, "approved", "R. Okafor")
    boards.exchange.write_picks(tmp_path / "picks.jsonl")
    (line,) = (tmp_path / "picks.jsonl").read_text(encoding="utf-8").splitlines()
    assert "R. Okafor" in json.loads(line).values()
    assert "boards.export_picks" in boards.desk.actions
    boards.desk.actions.trigger("boards.forget_picks")
    assert boards.window().message_bar.text == "This film has kept no picks."  # type: ignore[attr-defined]
