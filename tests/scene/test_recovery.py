"""Untitled projects are files like any other, and those alone are offered after a crash."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from previz.errors import FileLocked
from previz.scene import recovery
from previz.scene.store import Store

from .films import small_film, state


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(recovery.platformdirs, "user_data_path", lambda *_, **__: tmp_path / "data")
    return tmp_path / "data" / "untitled"


def leave(path: Path) -> None:
    Store.create(path, small_film()).close()


def test_what_was_left_is_offered(folder: Path) -> None:
    first = recovery.new_path()
    leave(first)
    second = recovery.new_path()
    assert first.parent == folder
    assert second != first
    leave(second)
    os.utime(first, (1_000, 1_000))
    found = recovery.unfinished()
    assert [entry.path for entry in found] == [second, first]
    assert [(entry.title, entry.shots, entry.panels, entry.problem) for entry in found] == [
        ("Small film", 2, 2, "")
    ] * 2
    assert found[0].changed_at > found[1].changed_at


def test_open_ones_are_not_offered(folder: Path) -> None:
    path = recovery.new_path()
    with Store.create(path, small_film()):
        assert recovery.unfinished() == []
        with pytest.raises(FileLocked):
            recovery.discard(path)
    assert [entry.path for entry in recovery.unfinished()] == [path]


def test_a_damaged_one_is_offered_with_its_problem(folder: Path) -> None:
    path = recovery.new_path()
    path.write_bytes(b"SQLite format 3\0" + b"x" * 2000)
    (entry,) = recovery.unfinished()
    assert entry.path == path
    assert entry.problem.startswith(path.name)
    assert "\n" not in entry.problem


def test_discard_deletes_untitled_projects_only(folder: Path, tmp_path: Path) -> None:
    path = recovery.new_path()
    leave(path)
    recovery.discard(path)
    recovery.discard(path)
    assert list(folder.iterdir()) == []
    named = tmp_path / "film.previz"
    leave(named)
    with pytest.raises(ValueError, match="not an untitled project"):
        recovery.discard(named)
    assert named.exists()


def test_an_untitled_project_gets_its_name(folder: Path, tmp_path: Path) -> None:
    document = small_film()
    path = recovery.new_path()
    with Store.create(path, document) as store:
        store.attach(document)
        assert recovery.is_untitled(store.path)
        store.save_as(tmp_path / "film.previz")
        assert not recovery.is_untitled(store.path)
        recovery.discard(path)
    assert recovery.unfinished() == []
    store, again = Store.open(tmp_path / "film.previz")
    store.close()
    assert state(again) == state(document)
