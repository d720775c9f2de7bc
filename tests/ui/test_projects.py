"""The life of a project: untitled, named, versions, two windows, recovery."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from previz.scene import model, recovery
from previz.scene.store import Store
from previz.studio import Studio
from previz.ui import preferences, questions
from previz.ui.versions_list import VersionsList, file_name
from previz.ui.window import Window


def button(inside: QWidget, words: str) -> QPushButton:
    return next(found for found in inside.findChildren(QPushButton) if found.text() == words)


def rename(window: Window, title: str) -> None:
    assert window.session is not None
    with window.session.edit("Rename") as edit:
        edit.update(model.PROJECT_ID, title=title)


def test_a_new_film_lives_in_the_data_folder_until_it_has_a_name(
    window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.table.trigger("file.new")
    assert window.projects.untitled
    before = window.session.studio.store.path  # type: ignore[union-attr]
    rename(window, "The Letter")
    target = tmp_path / "letter.previz"
    monkeypatch.setattr(questions, "file_to_write", lambda *_: target)
    window.table.trigger("file.save")
    assert not window.projects.untitled
    assert not before.exists()
    rename(window, "The Letter, again")
    window.close_project()
    with Studio.open(target) as studio:
        assert studio.document.project.title == "The Letter, again"
    assert preferences.recent() == [target]


@pytest.mark.parametrize(
    ("file", "title"),
    [
        ("the-low_house.previz", "The Low House"),
        ("EP102 v3.previz", "EP102 v3"),
        ("untitled-film.previz", "Untitled film"),
        ("---.previz", "Untitled film"),
    ],
)
def test_a_film_that_nobody_named_is_called_as_the_file_that_it_gets(
    window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, title: str
) -> None:
    window.table.trigger("file.new")
    session = window.session
    assert session is not None
    monkeypatch.setattr(questions, "file_to_write", lambda *_: tmp_path / file)
    window.table.trigger("file.save")
    assert session.project.title == title
    assert window.windowTitle() == f"{title} — Previz"
    assert window.top_bar.title.state == "Saved"
    monkeypatch.setattr(questions, "file_to_write", lambda *_: tmp_path / "a copy.previz")
    window.table.trigger("file.save_as")
    assert session.project.title == title, "a copy of a film has its title"


def test_a_new_film_in_which_nothing_was_done_is_thrown_away(window: Window) -> None:
    window.table.trigger("file.new")
    window.close_project()
    assert recovery.unfinished() == []


def test_what_a_crash_left_is_offered_and_can_be_taken_up(window: Window, qtbot: QtBot) -> None:
    with Studio.create(recovery.new_path(), "Lost and found"):
        pass
    window.first_run.refresh()
    QTest.mouseClick(button(window.first_run, "Recover"), Qt.MouseButton.LeftButton)
    assert window.session is not None
    assert window.session.project.title == "Lost and found"
    assert window.projects.untitled


def test_what_a_crash_left_counts_its_shots(window: Window) -> None:
    with Studio.create(recovery.new_path(), "Lost") as lost, lost.document.edit("One shot") as edit:
        edit.put(model.Scene(id="s1", order="a", number="1", place="Room"))
        edit.put(model.Shot(id="full", scene_id="s1", order="a"))
    window.first_run.refresh()
    words = [one.text() for one in window.first_run.findChildren(QLabel)]
    assert any(text.startswith("1 shot · ") for text in words)


def test_what_a_crash_left_can_be_discarded(window: Window) -> None:
    with Studio.create(recovery.new_path(), "Lost"):
        pass
    window.first_run.refresh()
    QTest.mouseClick(button(window.first_run, "Discard"), Qt.MouseButton.LeftButton)
    assert recovery.unfinished() == []


def test_a_second_window_on_a_file_may_only_look(
    window: Window, small_film: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, _ = Store.open(small_film)
    with store:
        assert window.projects.open(small_film)
        assert window.session is not None
        assert window.session.read_only
        assert window.top_bar.title.state == "Read-only"
        assert "is open" in window.message_bar.text
        window.session.attempt(lambda: rename(window, "Mine"))
        assert window.session.project.title == "Small film"
        assert "save a copy" in window.message_bar.text
        copy = tmp_path / "copy.previz"
        monkeypatch.setattr(questions, "file_to_write", lambda *_: copy)
        window.table.trigger("file.save_as")
    rename(window, "Mine")
    assert not window.session.read_only
    window.close_project()
    with Studio.open(copy, read_only=True) as studio:
        assert studio.document.project.title == "Mine"


def test_a_version_is_kept_and_returned_to(open_window: Window) -> None:
    open_window.table.trigger("file.save")
    shown = open_window.commands.overlay
    assert isinstance(shown, VersionsList)
    QTest.keyClicks(shown.name, "Before")
    QTest.keyClick(shown.name, Qt.Key.Key_Return)
    assert [version.name for version in open_window.projects.versions()] == ["Before"]
    rename(open_window, "After")
    open_window.table.trigger("file.versions")
    shown = open_window.commands.overlay
    assert shown is not None
    QTest.mouseClick(button(shown, "Return to it"), Qt.MouseButton.LeftButton)
    assert open_window.session is not None
    assert open_window.session.project.title == "Small film"
    QTest.mouseClick(open_window.message_bar.fix_button, Qt.MouseButton.LeftButton)
    assert open_window.session.project.title == "After"


def test_a_file_that_is_no_film_is_one_line(window: Window, tmp_path: Path) -> None:
    path = tmp_path / "not.previz"
    path.write_text("nothing")
    assert not window.projects.open(path)
    assert window.message_bar.isVisible()
    assert "not.previz" in window.message_bar.text
    assert window.session is None


def test_a_starter_set_is_a_film_to_begin_with(window: Window) -> None:
    assert window.projects.new_on_set("apartment")
    assert window.session is not None
    assert window.session.shot is not None
    assert window.session.world() is not None
    assert window.session.document.of(model.Item)


def test_the_demo_film_comes_in_the_background(window: Window, qtbot: QtBot) -> None:
    button = next(b for b in window.findChildren(QPushButton) if b.accessibleName() == "Open demo film")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not button.isEnabled(), "one is enough"
    assert button.accessibleName() == "Staging the demo film…"
    window.table.trigger("file.demo")
    assert len(window.tasks) == 1
    assert window.status_bar.task_text.startswith("Staging the demo film")
    qtbot.waitUntil(lambda: window.session is not None, timeout=120_000)
    assert window.session is not None
    assert window.session.project.title == "The Spare Key"
    assert len(window.tasks) == 0


def test_a_file_is_called_as_its_film() -> None:
    assert file_name("The Letter") == "the-letter.previz"
    assert file_name("  ?! ") == "film.previz"
