"""What breaks a rule is found while one works, mended with a click, or waived for a reason."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from previz.scene import model
from previz.scene.transform import look_at
from previz.ui import questions
from previz.ui.cut_checks import CutChecks
from previz.ui.desk import Desk
from previz.ui.findings_list import FindingsList
from previz.ui.plan import PlanView
from tests.films import CLOSE, FULL

LINE = (FULL, CLOSE, "line")
Panel = tuple[FindingsList, CutChecks, Desk]


@pytest.fixture
def panel(desk: Desk, qtbot: QtBot) -> Iterator[Panel]:
    """The small film, its second shot across the line; all looked at and checked."""
    key = model.CameraKey(
        transform=look_at((-0.4, 1.5, -2.6), (-0.2, 1.5, -0.1)), focal_length_mm=50, focus_distance_m=2
    )
    with desk.session.edit("Across the line") as edit:
        edit.update("c-close", keys=(key,))
        edit.update(CLOSE, framing=model.Framing(subjects=("ben",)))
    checks = CutChecks(desk)
    listed = FindingsList(desk.session, checks)
    qtbot.addWidget(listed)
    listed.show()
    qtbot.waitUntil(lambda: LINE in listed.cards and LINE in checks.mends, timeout=30_000)
    yield listed, checks, desk
    checks.close()


def press(panel: Panel, words: str) -> None:
    buttons = panel[0].cards[LINE].findChildren(QPushButton)
    QTest.mouseClick(next(one for one in buttons if words in one.text()), Qt.MouseButton.LeftButton)


def gone(panel: Panel, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: LINE not in panel[0].cards, timeout=30_000)


def test_one_click_mends_the_line_and_undo_brings_the_finding_back(panel: Panel, qtbot: QtBot) -> None:
    press(panel, "Move camera 1A to the right side")
    assert panel[2].session.document.history[-1].label == "Move camera 1A to the right side"
    gone(panel, qtbot)
    panel[2].session.undo()
    qtbot.waitUntil(lambda: LINE in panel[0].cards, timeout=30_000)


def test_a_waiver_is_asked_for_shown_and_taken_back(
    panel: Panel, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(questions, "reason_for", lambda *_: ("Her world turns round.", "Dana"))
    press(panel, "Waive")

    def said() -> str:
        return " ".join(one.text() for one in panel[0].cards[LINE].findChildren(QLabel))

    qtbot.waitUntil(lambda: "Waived: Her world turns round." in said(), timeout=30_000)
    assert [one.who for one in panel[2].session.document.of(model.Waiver)] == ["Dana"]
    press(panel, "Hold to the rule")
    qtbot.waitUntil(lambda: "Waived" not in said(), timeout=30_000)
    assert panel[2].session.document.of(model.Waiver) == []


def test_a_click_looks_at_the_shot_and_the_plan_shows_the_lines(panel: Panel, qtbot: QtBot) -> None:
    listed, _, desk = panel
    QTest.mouseClick(listed.cards[LINE], Qt.MouseButton.LeftButton)
    assert desk.session.shot is not None
    assert desk.session.shot.id == CLOSE
    plan = PlanView(desk.session)
    qtbot.addWidget(plan)
    plan.resize(400, 300)
    with_lines: Any = plan.grab().toImage()
    desk.session.show_findings(())
    assert plan.grab().toImage() != with_lines
    (empty,) = listed.findChildren(QLabel)
    assert "some shots could not be looked at:\n1B: " in empty.text()


def test_nothing_is_said_to_hold_before_it_was_looked_at(desk: Desk, qtbot: QtBot) -> None:
    checks = CutChecks(desk)
    listed = FindingsList(desk.session, checks)
    qtbot.addWidget(listed)

    def words() -> str:
        return " ".join(one.text() for one in listed.widget().findChildren(QLabel))

    assert words() == "Looking at the cuts…"
    qtbot.waitUntil(lambda: checks.looked, timeout=30_000)
    assert words() != "Looking at the cuts…"
    checks.close()
