"""A take becomes the look that models follow."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from previz.scene import model
from previz.scene.marks import Ink
from previz.studio import Making
from previz.studio.captions import set_caption
from previz.studio.frame_marks import draw, marks_of
from previz.studio.picks import PickBook
from previz.ui.annotate.room import AnnotateRoom
from previz.ui.desk import Desk
from previz.ui.rooms.boards import BoardsRoom
from previz.ui.rooms.take_strip import TakeStrip
from previz.ui.theme import colour
from previz.ui.window import Window
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


def test_takes_are_in_the_order_of_picks_in_a_film_that_keeps_them(
    desk: Desk, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = desk.session
    document, exchange = session.document, session.studio.exchange
    for shade in range(200, 25, -25):  # the newest is the darkest
        path = tmp_path / f"{shade}.png"
        Image.new("RGB", (48, 20), (shade, shade, shade)).save(path)
        exchange.add_picture(document.need(f"{FULL}-p", model.Panel), path)
    room = QWidget()
    strip = TakeStrip(desk, room)
    qtbot.addWidget(room)
    room.show()
    strip.show_panel(f"{FULL}-p")

    def numbers() -> list[int]:
        return [take.number for take in strip.takes.takes]

    newest_first = list(range(7, 0, -1))
    assert (numbers(), strip._count.text()) == (newest_first, "newest first")
    book, takes = PickBook(document, session.studio.store), document.children(f"{FULL}-p", model.Take)
    book.turn(True)
    qtbot.waitUntil(lambda: strip._count.text() == "newest first; 0 of 20 picks")
    for better in range(7):
        for worse in range(better + 1, 7):
            book.pick(takes[better], takes[worse], "Ada")
    qtbot.waitUntil(lambda: numbers() == list(range(1, 8)), timeout=10_000)
    assert "Ordered by 21 picks: more lightness" in strip._count.text()
    asked: list[str] = []
    monkeypatch.setattr(strip._aside, "ask", lambda kind, *work: asked.append(kind))
    set_caption(document, f"{FULL}-p", action="Anew.")
    assert asked == [], "words change no order"
    room.hide()
    book.pick(takes[0], takes[1], "Ada")
    assert asked == [], "nobody sees it"
    room.show()
    assert asked == ["order"]
    for take, state in ((takes[0], "changes"), (takes[1], "approved")):
        with document.edit("Select") as edit:
            edit.update(f"{FULL}-p", selected_take_id=take.id)
        session.studio.reviewing.judge(document.need(f"{FULL}-p", model.Panel), state, "Ada", "Light.")
    strip.show_panel(f"{FULL}-p")
    assert asked == ["order"] * 2, "verdicts are picks, too"
    strip.view.clicked.emit(strip.takes.index(2))
    assert document.need(f"{FULL}-p", model.Panel).selected_take_id == takes[2].id
    book.turn(False)
    assert (numbers(), strip._count.text()) == (newest_first, "newest first")
    strip.close_panel()


def test_marks_of_the_former_take_are_offered_for_the_one_that_stands(desk: Desk, qtbot: QtBot) -> None:
    session = desk.session
    document = session.document
    strip = TakeStrip(desk)
    qtbot.addWidget(strip)
    former = record_take(session.studio, FULL)
    strip.show_panel(f"{FULL}-p")
    bar = Ink(touches="20000 20000 1000 0 60000 20000 1000 0", pen="marker")
    draw(document, former.id, [bar, bar], "Draw")
    assert not strip.copy_marks.isVisible()
    stands = record_take(session.studio, FULL)
    assert strip.copy_marks.isVisible()
    assert strip.copy_marks.accessibleName() == "Copy the marks of take 1"
    strip.copy_marks.click()
    assert [mark.shape for mark in marks_of(document, stands.id)] == [bar, bar]
    assert not strip.copy_marks.isVisible()
    session.undo()
    assert marks_of(document, stands.id) == []
    assert strip.copy_marks.isVisible()
    strip.close_panel()


def test_takes_of_one_seed_say_in_what_they_differ(desk: Desk, qtbot: QtBot) -> None:
    studio = desk.session.studio
    for width, choices in ((96, {}), (192, {}), (96, {"weight": 0.7})):
        making = Making(seed=1, choices=choices, size_px=(width, width * 5 // 12))
        studio.generate([studio.find("1")], making, lambda *_: None)
    strip = TakeStrip(desk)
    qtbot.addWidget(strip)
    strip.show_panel(f"{FULL}-p")
    tips = [strip.takes.index(row).data(Qt.ItemDataRole.ToolTipRole) for row in range(3)]
    assert tips == [
        "line weight ×0.70 · Sketch · pencil · seed 1 · 96 × 40 px",
        "line weight ×1.00, 192 px · Sketch · pencil · seed 1 · 192 × 80 px",
        "line weight ×1.00, 96 px · Sketch · pencil · seed 1 · 96 × 40 px",
    ]
    assert "line weight ×0.70" in strip.takes.index(0).data()
    strip.close_panel()


def strip_in_window(window: Window, takes: int, qtbot: QtBot, record: bool = True) -> TakeStrip:
    """Of shot 1 in the Boards room; the newest take stands."""
    assert window.desk is not None
    for _ in range(takes if record else 0):
        record_take(window.desk.session.studio, FULL)
    window.show_room(2)
    boards = window.room
    assert isinstance(boards, BoardsRoom)
    qtbot.waitUntil(lambda: bool(boards.wall.wall.cards))
    boards.wall.setCurrentIndex(boards.wall.wall.index(0))
    qtbot.waitUntil(lambda: len(boards.takes.takes.takes) == takes)
    return boards.takes


def place_of(strip: TakeStrip, row: int) -> QPoint:
    return strip.view.visualRect(strip.takes.index(row)).center()


def test_a_take_whose_picture_has_not_come_is_no_black_frame(
    open_window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    strip = strip_in_window(open_window, 1, qtbot)
    assert open_window.desk is not None
    another_size = QImage(40, 17, QImage.Format.Format_RGB32)
    another_size.fill(QColor("red"))
    came: list[QImage | None] = [None, another_size]

    def seen() -> QColor:
        place = place_of(strip, 0) - QPoint(0, 20)
        return strip.view.viewport().grab().toImage().pixelColor(place)

    for image, shown in zip(came, (colour("raised"), QColor("red")), strict=True):
        monkeypatch.setattr(open_window.desk.pictures, "nearest", lambda *_, image=image: image)
        assert seen().name() == shown.name()


def test_messages_stand_above_the_strip(open_window: Window, qtbot: QtBot) -> None:
    strip = strip_in_window(open_window, 1, qtbot)
    bar = open_window.message_bar
    assert open_window.session is not None
    open_window.session.tell("Take 1 stands now.")

    def bottom() -> int:
        return bar.mapTo(open_window, bar.rect().bottomLeft()).y()

    assert bottom() < strip.mapTo(open_window, QPoint()).y()
    open_window.show_room(3)
    open_window.session.tell("Take 1 stands now.")
    assert bottom() > open_window.height() - 80


def test_two_clicks_on_a_take_that_does_not_stand_open_it_to_be_drawn_on(
    open_window: Window, qtbot: QtBot
) -> None:
    strip = strip_in_window(open_window, 2, qtbot)
    first = strip.takes.takes[1]
    view = strip.view.viewport()
    for press in (QTest.mouseClick, QTest.mouseDClick, QTest.mouseRelease):
        press(view, Qt.MouseButton.LeftButton, pos=place_of(strip, 1))
    room = open_window.room
    assert isinstance(room, AnnotateRoom)
    assert room.canvas.sheet.take == first
    assert strip.stands() == first


def test_a_click_that_takes_an_approval_from_a_panel_always_says_so_and_can_be_undone(
    open_window: Window, qtbot: QtBot
) -> None:
    strip = strip_in_window(open_window, 3, qtbot)
    session, view, bar = strip._desk.session, strip.view.viewport(), open_window.message_bar
    panel, approved = strip.takes.panel, strip.stands()
    assert panel is not None
    session.studio.reviewing.judge(panel, "approved", "R. Okafor")  # the rows have not looked again yet
    for row, number in ((2, 1), (1, 2)):
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=place_of(strip, row))
        assert bar.text == f"Take 3 keeps its approval; take {number} stands now, a draft."
        QTest.mouseClick(bar.fix_button, Qt.MouseButton.LeftButton)
        assert strip.stands() == approved
        assert not bar.isVisible()


def test_the_take_that_stands_is_in_sight_when_its_panel_is_chosen(open_window: Window, qtbot: QtBot) -> None:
    desk = open_window.desk
    assert desk is not None
    first = record_take(desk.session.studio, FULL)
    for _ in range(11):
        record_take(desk.session.studio, FULL)
    with desk.session.document.edit("Select take 1") as edit:
        edit.update(f"{FULL}-p", selected_take_id=first.id)
    strip = strip_in_window(open_window, 12, qtbot, record=False)
    seen = strip.view.viewport().rect()
    qtbot.waitUntil(lambda: seen.contains(strip.view.visualRect(strip.takes.index(11))), timeout=5_000)
