"""Cycles are collected, and by the window's thread alone."""

from __future__ import annotations

import gc
import threading

import pytest
from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from previz.ui.collector import Collector, settle, unsettle


class _Knot(QObject):
    """Holds on to itself, and tells who let go of it."""

    def __init__(self, ends: list[int]) -> None:
        super().__init__()
        self.itself = self
        self.timer = QTimer(self)
        self.timer.start(1)
        self.destroyed.connect(lambda: ends.append(threading.get_ident()))


def _allocate(count: int) -> None:
    kept = [[number] for number in range(count)]
    assert len(kept) == count


def test_nothing_is_collected_by_another_thread(qtbot: QtBot, collector: Collector) -> None:
    assert not gc.isenabled()
    gc.collect()
    ends: list[int] = []
    _Knot(ends)
    worker = threading.Thread(target=_allocate, args=(50_000,))
    worker.start()
    worker.join()
    assert ends == []


def test_the_event_loop_collects_before_it_waits(qtbot: QtBot, collector: Collector) -> None:
    gc.collect()
    ends: list[int] = []
    _Knot(ends)
    kept = [[number] for number in range(50_000)]
    qtbot.waitUntil(lambda: bool(ends), timeout=5000)
    assert ends == [threading.get_ident()]
    assert len(kept) == 50_000


def test_little_garbage_is_left_alone(collector: Collector, monkeypatch: pytest.MonkeyPatch) -> None:
    gc.collect()
    asked: list[int] = []
    monkeypatch.setattr(gc, "collect", lambda generation: asked.append(generation) or 0)
    monkeypatch.setattr(gc, "get_count", lambda: (3, 0, 0))
    collector.collect_due()
    assert asked == []
    monkeypatch.setattr(gc, "get_count", lambda: (100_000, 0, 0))
    collector.collect_due()
    monkeypatch.setattr(gc, "get_count", lambda: (100_000, 100, 0))
    collector.collect_due()
    assert asked == [0, 1]


def test_what_is_settled_is_left_out_until_the_film_is_closed(collector: Collector) -> None:
    ends: list[int] = []
    _Knot(ends)
    kept = gc.get_freeze_count()
    settled = _Knot(ends)
    settle()
    assert ends == [threading.get_ident()], "what was forgotten before is not kept"
    assert gc.get_freeze_count() > kept
    del settled
    gc.collect()
    assert len(ends) == 1
    unsettle()
    gc.collect()
    assert len(ends) == 2


def test_nothing_is_settled_where_python_collects_itself() -> None:
    enabled = gc.isenabled()
    gc.enable()
    try:
        settle()
        assert gc.get_freeze_count() == 0
    finally:
        if not enabled:
            gc.disable()
