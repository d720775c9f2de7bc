"""Pictures come from a thread, with what is drawn over them, and anew when something else is drawn."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from previz.gen.png import encode
from previz.scene.marks import Ink
from previz.studio.frame_marks import draw
from previz.ui import pictures as module
from previz.ui.desk import Desk
from previz.ui.pictures import Pictures, image_of, picture_name
from previz.ui.session import Session
from tests.films import CLOSE, FULL, record_take

BAR = Ink(touches="20000 20000 1000 0 80000 20000 1000 0", pen="marker")


def test_what_is_drawn_over_a_take_is_seen_wherever_its_picture_is(desk: Desk, qtbot: QtBot) -> None:
    session, pictures = desk.session, desk.pictures
    take = record_take(session.studio, FULL)
    twin = record_take(session.studio, CLOSE)
    assert twin.image == take.image
    name, other = picture_name(take.image, take.id), picture_name(twin.image, twin.id)
    qtbot.waitUntil(lambda: pictures.image(name, 200) is not None and pictures.image(other, 200) is not None)

    def middle(name: str = name) -> tuple[int, int, int]:
        image = pictures.image(name, 200)
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
    assert middle(other) == plain, "the take of another panel that has the same picture is clean"
    session.undo()
    qtbot.waitUntil(lambda: middle() == plain)
    assert id not in session.document


@pytest.fixture
def pictures(session: Session, qtbot: QtBot) -> Iterator[Pictures]:
    made = Pictures(session)
    yield made
    made.close()


def put(session: Session, shade: int) -> str:
    return session.studio.store.put_blob(encode(np.full((20, 48, 3), shade, np.uint8)), f"p/{shade}.png")


def test_another_size_stands_in_while_one_comes(pictures: Pictures, session: Session, qtbot: QtBot) -> None:
    blob = put(session, 10)
    assert pictures.nearest(blob, 24) is None
    qtbot.waitUntil(lambda: pictures.image(blob, 24) is not None)
    stand_in = pictures.nearest(blob, 96)
    assert stand_in is not None
    assert stand_in.width() == 24
    qtbot.waitUntil(lambda: pictures.image(blob, 96) is not None)
    found = pictures.nearest(blob, 96)
    assert found is not None
    assert (found.width(), found.height()) == (96, 40)


def test_what_was_asked_for_last_comes_first_and_no_queue_grows(
    pictures: Pictures, session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "WAITING", 3)
    blobs = [put(session, shade) for shade in range(8)]
    came: list[str] = []
    pictures.ready.connect(came.append)
    for blob in blobs:
        pictures.image(blob, 24)
    qtbot.waitUntil(lambda: blobs[-1] in came)
    assert len(pictures._waiting) <= 3
    pictures.image(blobs[0], 24)
    qtbot.waitUntil(lambda: pictures.image(blobs[0], 24) is not None)


def test_memory_is_bounded(
    pictures: Pictures, session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "KEPT_BYTES", 20_000)
    for shade in range(12):
        blob = put(session, shade)
        qtbot.waitUntil(lambda blob=blob: pictures.image(blob, 48) is not None)
    assert pictures._bytes <= 20_000
    assert sum(len(widths) for widths in pictures._widths.values()) == len(pictures._kept)


def test_a_picture_that_the_file_has_lost_is_a_null_image(pictures: Pictures, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: pictures.image("0" * 64, 24) is not None)
    image = pictures.nearest("0" * 64, 24)
    assert image is not None
    assert image.isNull()


@pytest.mark.parametrize("channels", [(), (3,), (4,)])
def test_pixels_of_any_width_become_a_picture_with_bytes_of_its_own(channels: tuple[int, ...]) -> None:
    pixels = np.zeros((3, 10, *channels), np.uint8)
    pixels[1, 7] = (10, 20, 30, 255)[: channels[0]] if channels else 40
    image = image_of(pixels[:, 1::2])  # every second column: 5, no multiple of 4 bytes
    pixels[:] = 99
    seen = image.pixelColor(3, 1)
    assert (image.width(), image.height()) == (5, 3)
    assert (seen.red(), seen.green(), seen.blue()) == ((10, 20, 30) if channels else (40, 40, 40))
    assert image.pixelColor(4, 2).red() == 0
