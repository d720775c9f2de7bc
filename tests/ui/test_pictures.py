"""Pictures come from a thread, with what is drawn over them, and anew when something else is drawn."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from previz.scene.marks import Ink
from previz.studio.frame_marks import draw
from previz.ui.desk import Desk
from tests.films import FULL, record_take

BAR = Ink(touches="20000 20000 1000 0 80000 20000 1000 0", pen="marker")


def test_what_is_drawn_over_a_take_is_seen_wherever_its_picture_is(desk: Desk, qtbot: QtBot) -> None:
    session, pictures = desk.session, desk.pictures
    take = record_take(session.studio, FULL)
    qtbot.waitUntil(lambda: pictures.image(take.image, 200) is not None)

    def middle() -> tuple[int, int, int]:
        image = pictures.image(take.image, 200)
        assert image is not None
        seen = image.pixelColor(100, 40)
        return seen.red(), seen.green(), seen.blue()

    plain = middle()
    with qtbot.waitSignal(pictures.ready):
        (id,) = draw(session.document, take.id, [BAR], "Draw", colour="#D7263D", size=0.1)
    qtbot.waitUntil(lambda: middle() != plain)
    red, green, blue = middle()
    assert red - green > 120
    assert red - blue > 100
    session.undo()
    qtbot.waitUntil(lambda: middle() == plain)
    assert id not in session.document
