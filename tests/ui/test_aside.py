"""Work of a widget in a thread of its own."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from previz.errors import NotFound, PrevizError
from previz.ui.aside import Aside


@pytest.fixture
def aside(qtbot: QtBot) -> Iterator[Aside]:
    home = QWidget()
    qtbot.addWidget(home)
    made = Aside("test", home)
    yield made
    made.close()


def test_the_latest_of_a_kind_is_answered_on_the_windows_thread(aside: Aside, qtbot: QtBot) -> None:
    gate, heard = threading.Event(), list[tuple[Any, threading.Thread]]()

    def hear(found: Any) -> None:
        heard.append((found, threading.current_thread()))

    def wait() -> str:
        gate.wait(10)
        return "first"

    def fail(error: PrevizError) -> None:
        hear(str(error))

    def lost() -> None:
        raise NotFound("There is no such shot.")

    aside.ask("picture", wait, hear, fail)
    aside.ask("picture", lambda: "second", hear, fail)
    aside.ask("other", lost, hear, fail)
    assert aside.busy("picture")
    gate.set()
    qtbot.waitUntil(lambda: len(heard) == 2, timeout=5000)
    assert heard == [(words, threading.main_thread()) for words in ("second", "There is no such shot.")]
    assert not aside.busy("picture")


def test_what_is_forgotten_is_not_answered(aside: Aside, qtbot: QtBot) -> None:
    heard: list[str] = []
    aside.ask("picture", lambda: "never", heard.append, lambda error: None)
    aside.forget("picture")
    aside.ask("other", lambda: "yes", heard.append, lambda error: None)
    qtbot.waitUntil(lambda: heard == ["yes"], timeout=5000)


def test_nothing_is_done_after_it_was_closed(aside: Aside, qtbot: QtBot) -> None:
    heard: list[str] = []
    aside.close()
    aside.ask("picture", lambda: "late", heard.append, lambda error: None)
    qtbot.wait(60)
    assert not heard
    assert not aside.busy("picture")
