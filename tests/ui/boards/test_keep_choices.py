"""Choices that the next drawings keep."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from previz.gen.sketch.choices import CHOICES
from previz.ui.boards.keep_choices import NOTHING, KeepChoices


def test_what_is_ticked_is_kept_in_the_usual_order_and_said(qtbot: QtBot) -> None:
    keep = KeepChoices()
    qtbot.addWidget(keep)
    assert keep.names == ()
    assert keep.button.text().strip() == NOTHING
    rows = {row.text(): row for row in keep.menu().actions()}
    assert list(rows) == [one.label for one in CHOICES]
    rows["Scheme"].trigger()
    with qtbot.waitSignal(keep.changed):
        rows["Light"].trigger()
    assert keep.names == ("light", "scheme")
    assert keep.button.text().strip() == "Light, Scheme"
    assert "Light, Scheme" in keep.button.accessibleName()
    again = {row.text(): row for row in keep.menu().actions()}
    assert again["Light"].isChecked()
    again["Light"].trigger()
    assert keep.names == ("scheme",)
