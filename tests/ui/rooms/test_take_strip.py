"""A take becomes the look that models follow."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from previz.scene import model
from previz.ui.desk import Desk
from previz.ui.rooms.take_strip import TakeStrip
from tests.films import FULL, record_take


def test_the_take_that_stands_is_kept_as_the_look_of_film_or_scene(desk: Desk, qtbot: QtBot) -> None:
    session = desk.session
    strip = TakeStrip(desk)
    qtbot.addWidget(strip)
    strip.show_panel(f"{FULL}-p")
    assert not strip.go_on.isEnabled()
    strip.keep_look()
    assert session.project.look.pictures == ()
    record_take(session.studio, FULL, imported=False)
    strip.show_panel(f"{FULL}-p")
    assert strip.go_on.isEnabled()
    strip.keep_look()
    (kept,) = session.project.look.pictures
    assert kept.rights == "made in this film: shot 1, take 1"
    strip.keep_look(whole_film=False)
    scene = session.document.need("s1", model.Scene)
    assert scene.look is not None
    assert scene.look.pictures == (kept,)
