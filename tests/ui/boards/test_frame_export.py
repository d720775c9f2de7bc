"""Chosen boards leave the wall as pictures: those and no others, and it is said which."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel
from pytestqt.qtbot import QtBot

from previz.ui.boards import frame_export
from previz.ui.printing import frames_are_in
from previz.ui.rooms.boards import BoardsRoom
from tests.films import CLOSE


@pytest.mark.parametrize("form", ["png", "svg"])
def test_only_the_chosen_frames_go_out(
    boards: BoardsRoom, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    wall = boards.wall
    place = next(n for n, card in enumerate(wall.wall.cards) if card.shot.id == CLOSE)
    wall.selectionModel().setCurrentIndex(
        wall.wall.index(place), QItemSelectionModel.SelectionFlag.ClearAndSelect
    )
    monkeypatch.setattr(frame_export, "folder_to_write", lambda *_: tmp_path / "out")
    told: list[str] = []
    boards.session.told.connect(lambda message: told.append(message.text))
    boards.desk.actions.trigger(f"boards.{form}")
    qtbot.waitUntil(lambda: bool(told), timeout=15000)
    (written,) = (tmp_path / "out").iterdir()
    assert written.name == f"1A-1.{form}"
    assert told == [f"1A-1.{form} is in out."]


def test_what_is_told_counts_and_names() -> None:
    folder, names = Path("desk"), [Path(f"{n}-1.png") for n in range(1, 6)]
    assert frames_are_in(folder, names[:2]) == "1-1.png, 2-1.png are in desk."
    assert frames_are_in(folder, names) == "5 frames are in desk, 1-1.png to 5-1.png."
    assert frames_are_in(folder, []).startswith("No panel of the film has a frame yet")
    assert frames_are_in(folder, [], 3).startswith("None of the chosen panels has a frame yet")
    told = "1-1.png is in desk. 2 of the 3 chosen panels had no frame yet."
    assert frames_are_in(folder, names[:1], 3) == told
