"""Work in the background, told on the window's thread."""

from __future__ import annotations

import threading

import pytest
from pytestqt.qtbot import QtBot

from previz.errors import ExportError, PrevizError
from previz.ui.tasks import Tasks, Tell, time_left


def test_work_is_done_elsewhere_and_told_here(qtbot: QtBot) -> None:
    tasks = Tasks()
    here, done = threading.get_ident(), []

    def work(tell: Tell) -> int:
        tell(0.5, "half")
        return threading.get_ident()

    tasks.run("Count", work, lambda there: done.append((there, threading.get_ident())), pytest.fail)
    qtbot.waitUntil(lambda: bool(done), timeout=5000)
    there, told = done[0]
    assert there != here
    assert told == here
    assert len(tasks) == 0
    tasks.close()


def test_an_error_comes_back_as_one(qtbot: QtBot) -> None:
    tasks, errors = Tasks(), list[PrevizError]()

    def work(tell: Tell) -> None:
        raise ExportError("The disk is full.")

    tasks.run("Print", work, pytest.fail, errors.append)
    qtbot.waitUntil(lambda: bool(errors), timeout=5000)
    assert str(errors[0]) == "The disk is full."
    tasks.close()


def test_closing_waits_for_what_runs_and_tells_nobody(qtbot: QtBot) -> None:
    tasks, told = Tasks(), list[object]()
    gate = threading.Event()
    tasks.run("Wait", lambda tell: gate.wait(5), told.append, told.append)
    gate.set()
    tasks.close()
    qtbot.wait(20)
    assert told == []
    assert len(tasks) == 0


def test_work_on_a_film_ends_with_it(qtbot: QtBot) -> None:
    tasks, told, begun, gate = Tasks(), list[object](), threading.Event(), threading.Event()
    reached: list[str] = []

    def long(tell: Tell) -> None:
        begun.set()
        gate.wait(5)
        reached.append("told")
        tell(0.5, "half")
        reached.append("went on")

    tasks.run("Merge", long, told.append, told.append)
    tasks.run("Hand off", lambda tell: reached.append("began"), told.append, told.append)
    tasks.run("Stage", lambda tell: 7, told.append, told.append, outlives_film=True)
    assert begun.wait(5)
    threading.Timer(0.05, gate.set).start()
    tasks.end_film()
    assert reached == ["told"], "what runs ends where it tells, what waits does not begin"
    qtbot.waitUntil(lambda: bool(told), timeout=5000)
    assert told == [7]
    assert len(tasks) == 0
    tasks.close()


def test_stopped_work_ends_where_it_tells_and_is_not_told(qtbot: QtBot) -> None:
    tasks, told, begun, gate = Tasks(), list[object](), threading.Event(), threading.Event()
    reached: list[str] = []

    def long(tell: Tell) -> None:
        begun.set()
        gate.wait(5)
        tell(0.5, "half")
        reached.append("went on")

    running = tasks.run("Import", long, told.append, told.append, stoppable=True)
    waiting = tasks.run(
        "Again", lambda tell: reached.append("began"), told.append, told.append, stoppable=True
    )
    assert not tasks.run("Print", lambda tell: 7, told.append, told.append).can_cancel
    assert begun.wait(5)
    for task in (running, waiting):
        assert task.can_cancel
        task.cancel()
    gate.set()
    qtbot.waitUntil(lambda: told == [7], timeout=5000)
    assert reached == []
    assert len(tasks) == 0
    tasks.close()


def test_a_task_is_stopped_once(qtbot: QtBot) -> None:
    stopped: list[bool] = []
    tasks = Tasks()
    task = tasks.add("Boards", lambda: stopped.append(True))
    assert task.can_cancel
    task.cancel()
    task.end()
    task.cancel()
    assert stopped == [True]


@pytest.mark.parametrize(
    ("seconds", "text"), [(0.2, "1 s left"), (9.4, "9 s left"), (71, "1 min 10 s left"), (800, "13 min left")]
)
def test_time_is_told_as_people_do(seconds: float, text: str) -> None:
    assert time_left(seconds) == text
