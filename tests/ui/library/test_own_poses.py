"""Poses of one's own: kept from who is selected, found on the shelf, given, renamed, copied, deleted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QInputDialog, QLineEdit, QListView, QMenu
from pytestqt.qtbot import QtBot

from previz.scene import model
from previz.studio import stagehands, tracks
from previz.ui.library import Library
from previz.ui.library import portraits as portraits_module
from previz.ui.library.shelf import KINDS, Offer, offers
from previz.ui.loads import Load
from previz.ui.session import Session
from previz.ui.viewport.drops import Dropping
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
    made._tabs.set_current(KINDS.index("pose"))
    made._tabs.chosen.emit(KINDS.index("pose"))
    yield made
    made.close()


def answers(name: str) -> None:
    """Type into the question that is about to come."""

    def type_it() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QInputDialog)
        line = dialog.findChild(QLineEdit)
        assert line is not None
        line.setText(name)
        dialog.accept()

    QTimer.singleShot(50, type_it)


def run(library: Library, name: str) -> None:
    action = next(action for action in library.actions() if action.name == name)
    assert action.enabled(), action.why_disabled
    action.run()


def mine(library: Library) -> list[Offer]:
    return [one for one in offers(library._session, "pose") if one.group in ("In this film", "My poses")]


def kneel(session: Session) -> None:
    pose = model.Pose(preset="kneel", hand_left="fist")
    stagehands.change_actor(
        session.document, FULL, "ada", time_s=0.0, scope="scene", label="Kneel", pose=pose
    )


@pytest.mark.parametrize(("action", "group"), [("pose.keep", "In this film"), ("pose.keep_own", "My poses")])
def test_a_pose_is_kept_and_given_to_somebody_else(
    library: Library, session: Session, action: str, group: str
) -> None:
    kneel(session)
    session.select(["ada"])
    answers("Ada at the grave")
    run(library, action)
    (kept,) = mine(library)
    assert (kept.name, kept.group) == ("Ada at the grave", group)
    shelf = library.findChild(QListView)
    assert shelf is not None
    assert shelf.model().index(0, 0).data() == "Ada at the grave"
    session.select(["ben"])
    library.put(kept)
    key = tracks.actor_key(session.document, FULL, "ben")
    assert key is not None
    assert (key.pose.preset, key.pose.hand_left) == ("kneel", "fist")


def test_nobody_or_two_cannot_be_kept(library: Library, session: Session) -> None:
    for who in ([], ["ada", "ben"], ["chair"]):
        session.select(who)
        assert not next(a for a in library.actions() if a.name == "pose.keep").enabled()


def test_a_question_without_an_answer_keeps_nothing(library: Library, session: Session) -> None:
    session.select(["ada"])
    answers("   ")
    run(library, "pose.keep")
    assert not mine(library)


@pytest.fixture
def kept(library: Library, session: Session) -> Offer:
    kneel(session)
    session.select(["ada"])
    answers("Grave")
    run(library, "pose.keep")
    return mine(library)[0]


def entries(library: Library, offer: Offer) -> dict[str, Callable[[], object]]:
    menu = QMenu()
    library._own_poses.fill_menu(menu, offer.key)
    found = {entry.text(): entry.trigger for entry in menu.actions() if entry.isEnabled() and entry.text()}
    menu.setParent(library)  # it lives as long as what it offers
    return found


def test_it_is_renamed_copied_and_deleted(library: Library, session: Session, kept: Offer) -> None:
    assert list(entries(library, kept)) == ["Rename…", "Copy to my book of poses", "Delete"]
    answers("At the grave")
    entries(library, kept)["Rename…"]()
    (renamed,) = mine(library)
    assert renamed.name == "At the grave"
    entries(library, renamed)["Copy to my book of poses"]()
    assert [one.group for one in mine(library)] == ["In this film", "My poses"]
    entries(library, renamed)["Delete"]()
    (left,) = mine(library)
    assert left.group == "My poses"
    session.undo()
    assert len(mine(library)) == 2


def test_presets_have_no_such_menu(library: Library) -> None:
    preset = next(one for one in offers(library._session, "pose") if one.name == "Kneel")
    assert not entries(library, preset)


def test_a_kept_pose_can_be_dragged(library: Library, session: Session, kept: Offer) -> None:
    world = session.world()
    assert world is not None
    dropping = Dropping(session, Load("pose", kept.key, {}), world)
    dropping.target = "ben"
    dropping.let_go()
    key = tracks.actor_key(session.document, FULL, "ben")
    assert key is not None
    assert key.pose.hand_left == "fist"
