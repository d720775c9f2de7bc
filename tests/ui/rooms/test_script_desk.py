"""The script at work: pages, words into shots, breakdown, what an import says."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace as replace_row
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, QRect, Qt, QUrl
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from previz.cast import PEOPLE
from previz.scene import model
from previz.scene.words import Stress
from previz.script import covering, reading
from previz.studio.coverage import Coverer, Proposed
from previz.studio.lining import Lining
from previz.studio.screenplay import import_script
from previz.ui import questions
from previz.ui.actions import Action
from previz.ui.desk import Desk
from previz.ui.rooms import script_desk
from previz.ui.rooms.draft_changes import DraftChanges
from previz.ui.rooms.script_desk import ScriptDesk
from previz.ui.rooms.script_paper import HEAD, LINE_PX
from previz.ui.tasks import Tell
from tests.films import CLOSE, FULL

SCRIPT = "INT. ROOM - DAY\n\nAda and Ben. The LAMP swings.\n\nADA\nShut it, will you?\n\nBEN\nNo.\n"
"""Lines: 0 heading, 2 action, 4 ADA, 5 Shut it, 7 BEN, 8 No."""


@pytest.fixture
def words(desk: Desk, qtbot: QtBot) -> Iterator[ScriptDesk]:
    import_script(desk.session.document, reading.read_bytes("a.fountain", SCRIPT.encode(), "fountain"))
    made = ScriptDesk(desk)
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.show()
    made.show_scene("s1")
    made.refresh()
    yield made
    made.looks.close()


def at(words: ScriptDesk, line: int, letter: float) -> QPoint:
    sheets = words.sheets
    return QPoint(
        round(sheets._look.margin + letter * sheets._look.letter_px), HEAD + line * LINE_PX + LINE_PX // 2
    )


def drag(words: ScriptDesk, start: QPoint, end: QPoint) -> None:
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(words.sheets, left, pos=start)
    QTest.mouseMove(words.sheets, start + QPoint(12, 0))
    QTest.mouseMove(words.sheets, end)
    QTest.mouseRelease(words.sheets, left, pos=end)


def test_selected_words_become_a_shot_that_covers_and_says_them(words: ScriptDesk, qtbot: QtBot) -> None:
    drag(words, at(words, 5, 11), at(words, 8, 13))
    assert [one.was for one in words.sheets.selection] == ["Shut it, will you?", "No."]
    assert words._offer.isVisible()
    QTest.mouseClick(words._offer, Qt.MouseButton.LeftButton)
    shot = words.session.shot
    assert shot is not None
    assert shot.dialogue == (("ADA", "Shut it, will you?"), ("BEN", "No."))
    assert words.session.document.history[-1].label == "New shot from words"
    assert words.sheets.selection == ()


def test_a_click_on_words_goes_to_their_shot(words: ScriptDesk) -> None:
    words.session.look_at(CLOSE)
    words.refresh()
    QTest.mouseClick(words.sheets, Qt.MouseButton.LeftButton, pos=at(words, 2, 4))
    assert words.session.shot is not None
    assert words.session.shot.id == FULL


def test_what_nothing_covers_is_offered_to_the_shot_that_is_looked_at(words: ScriptDesk) -> None:
    words.session.look_at(FULL)
    words.refresh()
    buttons = {
        b.text(): b for b in words.side.findChildren(type(words._offer)) if b.text().startswith("Extend")
    }
    assert list(buttons) == ["Extend 1"]
    before = covering.gaps(
        covering.passages_of(words.session.document), words.session.document.of(model.Shot)
    )
    QTest.mouseClick(buttons["Extend 1"], Qt.MouseButton.LeftButton)
    after = covering.gaps(covering.passages_of(words.session.document), words.session.document.of(model.Shot))
    assert len(after) == len(before) - 1


def test_a_tag_puts_a_word_into_the_breakdown(words: ScriptDesk) -> None:
    words._set_mode(2)
    drag(words, at(words, 2, 1), at(words, 2, 3))
    assert words._tag.isVisible()
    words.tag("animals")
    script = covering.script_of(words.session.document)
    assert script is not None
    assert script.elements == {"ADA": "animals"}


def test_a_rewritten_script_says_what_changed_and_the_words_can_be_accepted(
    words: ScriptDesk, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "a.fountain"
    path.write_text(SCRIPT.replace("Ada and Ben.", "Ada, alone."))
    with qtbot.waitSignal(words.session.told) as said:
        words.drafts.bring(path)
    assert "1 change: scene 1: action changed" in said.args[0].text
    assert "Words changed under 1." in said.args[0].text
    shot = words.session.document.need(FULL, model.Shot)
    assert covering.changed_words(words.session.document, shot)
    words.refresh()
    words.side._accept_words([FULL])
    shot = words.session.document.need(FULL, model.Shot)
    assert covering.changed_words(words.session.document, shot) == ()
    assert shot.action == "Ada, alone."


def test_pages_of_a_draft_are_laid_out_in_the_thread(
    words: ScriptDesk, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.fountain"
    path.write_text(SCRIPT.replace("Ada and Ben.", "Ada, alone."))
    monkeypatch.setattr(script_desk, "script_pages", lambda document: pytest.fail("laid out in the window"))
    with qtbot.waitSignal(words.session.told):
        words.drafts.bring(path)
    words.refresh()
    shown = [line.text for page in words.sheets._look.script.pages for line in page.page.lines]
    assert "Ada, alone. The LAMP swings." in shown


def test_a_scene_with_another_number_has_it_on_the_pages(words: ScriptDesk) -> None:
    def head() -> str:
        return words.sheets._look.script.pages[0].page.lines[0].number

    assert head() == "1"
    with words.session.edit("Renumber") as edit:
        edit.update("s1", number="7", number_locked=True)
    words.refresh()
    assert head() == "7"


def test_proposals_are_ticked_and_kept_as_one_step(words: ScriptDesk, qtbot: QtBot) -> None:
    with words.session.edit("Sizes as in America") as edit:
        edit.update(model.PROJECT_ID, size_names="us")
    found: list[Proposed] = Coverer(words.session.document, "s1").propose()[:2]
    words.side.show_proposals("s1", found)
    placed = found[0].setup.placement
    assert placed is not None
    names = [placed.name.label(names) for names in ("us", "uk")]
    assert names[0] != names[1]
    told = [one.text() for one in words.side.findChildren(QLabel)]
    assert any(text.startswith(f"{names[0]}  ") for text in told)
    assert [one.name for one in words.side._chosen()] == [one.name for one in found if one.camera]
    words.side._boxes[0][0].setChecked(False)
    before = len(words.session.document.of(model.Shot))
    words.side._keep()
    assert len(words.session.document.of(model.Shot)) == before + 1
    assert words.session.document.history[-1].label == "Keep 1 set-up"


def test_who_is_on_the_stage_is_offered_for_a_role_beside_new_bodies(words: ScriptDesk) -> None:
    document = words.session.document
    bodies = [preset.replace("_", " ").capitalize() for preset in PEOPLE]
    with words.session.edit("Before the script there were extras") as edit:
        edit.update("ada", name="Woman")
        edit.put(model.Character(id="w2", name="Woman", order="c"))
    words.refresh()
    offered = menu_of(words, "ADA").actions()
    told = [one.text() for one in offered if not one.isSeparator()]
    assert told[:2] == ["Woman (1 of 2), who stands in this scene", "Woman (2 of 2), who is in the film"]
    assert told[2:] == bodies
    assert offered[2].isSeparator()
    offered[0].trigger()
    assert document.need("ada", model.Character).name == "Ada"
    assert document.need("w2", model.Character).name == "Woman"
    words.refresh()
    again = [one.text() for one in menu_of(words, "ADA").actions()]
    assert again == bodies, "a role that is cast changes its body, and nothing else"


def test_shots_that_hold_somebody_new_are_named(words: ScriptDesk) -> None:
    said: list[str] = []
    words.session.told.connect(lambda message: said.append(message.text))
    with words.session.edit("Ada leaves") as edit:
        edit.update("ada", name="Zoe")
    words.refresh()
    menu_of(words, "ADA").actions()[-1].trigger()
    assert said == ["Ada now stands in shots 1, 1A, framed before they came on."]


def menu_of(words: ScriptDesk, role: str) -> QMenu:
    buttons = words.side.findChildren(QPushButton)
    return next(one for one in buttons if one.accessibleName() == f"Cast {role}").menu()


def test_narrow_windows_get_smaller_type(words: ScriptDesk) -> None:
    words.resize(1000, 800)
    assert words.sheets.width() == 676
    words.resize(1300, 800)
    assert words.sheets.width() == 760


def test_what_is_not_to_be_kept_stays_so_when_the_side_is_filled_again(words: ScriptDesk) -> None:
    found: list[Proposed] = Coverer(words.session.document, "s1").propose()[:2]
    words.side.show_proposals("s1", found)
    words.side._boxes[0][0].setChecked(False)
    words.side.show_proposals("another scene", found)
    words.refresh()
    assert [one.name for one in words.side._chosen()] == [found[1].name]
    keep = next(b for b in words.side.findChildren(type(words._offer)) if b.text() == "Keep 1 set-up")
    words.side._boxes[1][0].setChecked(False)
    assert not keep.isEnabled()


def test_coverage_is_proposed_from_across_the_line_and_back(words: ScriptDesk, qtbot: QtBot) -> None:
    def press(text: str) -> None:
        button = next(one for one in words.side.findChildren(QPushButton) if one.text().strip() == text)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: not words.search.is_on, timeout=60_000)

    def places() -> list[float]:
        cameras = [one.camera for one in words.side.proposed if one.camera]
        return [camera.transform.position_m[2] for camera in cameras]

    words.propose()
    qtbot.waitUntil(lambda: not words.search.is_on, timeout=60_000)
    here = places()
    press("From across the line")
    assert places() != here
    press("Back over the line")
    assert places() == here
    press("Decline all")
    assert not words.side.proposed


def proposed(words: ScriptDesk, qtbot: QtBot) -> list[Proposed]:
    words.propose()
    qtbot.waitUntil(lambda: not words.search.is_on, timeout=60_000)
    return [one for one in words.side.proposed if one.camera]


def look_through(words: ScriptDesk, one: Proposed) -> None:
    buttons = words.side.findChildren(QPushButton)
    button = next(b for b in buttons if b.accessibleName() == f"Look through {one.name}")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def press(words: ScriptDesk, text: str, qtbot: QtBot) -> None:
    buttons = words.finder.findChildren(QPushButton)
    QTest.mouseClick(next(b for b in buttons if b.text() == text), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not words.search.is_on, timeout=60_000)


def test_a_proposal_is_looked_through_and_let_go_with_escape(words: ScriptDesk, qtbot: QtBot) -> None:
    first, second, *_ = proposed(words, qtbot)
    look_through(words, first)
    assert words.finder.isVisible()
    assert words.finder.title.text() == first.name
    before = words.finder.picture.pixmap().toImage()
    assert before.width() > 300
    look_through(words, second)
    assert words.finder.picture.pixmap().toImage() != before
    QTest.keyClick(words.finder, Qt.Key.Key_Escape)
    assert words.finder.isHidden()
    assert words.session.document.history[-1].label != "Keep 1 set-up"


def test_a_proposal_without_a_picture_says_why_and_can_be_kept(words: ScriptDesk) -> None:
    rows = [row for row in Coverer(words.session.document, "s1").propose() if row.camera][:2]
    words.side.show_proposals("s1", rows, pictures={rows[0].key: "There is no OpenGL here; install Mesa."})
    buttons = words.side.findChildren(QPushButton)
    (button,) = (one for one in buttons if one.accessibleName() == f"Look through {rows[0].name}")
    words.grab()  # it is laid out
    assert button.height() == 44, "as high as with a picture"
    look_through(words, rows[0])
    told = words.finder.picture
    assert told.text() == "No picture can be made here. There is no OpenGL here; install Mesa."
    assert told.pixmap().isNull()
    assert words.finder._keep.isEnabled()


def test_a_proposal_is_adjusted_before_it_is_kept(words: ScriptDesk, qtbot: QtBot) -> None:
    one = next(row for row in proposed(words, qtbot) if row.setup.role == "single")
    look_through(words, one)
    before = words.finder.picture.pixmap().toImage()
    press(words, "Tighter", qtbot)
    assert words.finder.reads.text().startswith("BCU")
    assert words.finder.picture.pixmap().toImage() != before
    press(words, "Longer lens", qtbot)
    adjusted = next(row for row in words.side.proposed if row.key == one.key)
    assert adjusted.setup.focal_length_mm > one.setup.focal_length_mm
    shots = len(words.session.document.of(model.Shot))
    press(words, "Keep this one", qtbot)
    assert len(words.session.document.of(model.Shot)) == shots + 1
    made = words.session.shot
    assert made is not None
    assert made.framing.size == "BCU"
    assert one.key not in [row.key for row in words.side.proposed], "the others are proposed still"
    assert words.finder.title.text() != one.name, "and the next is looked through"


def test_what_an_adjusted_proposal_does_to_its_cuts_is_told(
    words: ScriptDesk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = next(row for row in proposed(words, qtbot) if row.setup.role == "single")
    look_through(words, one)
    monkeypatch.setattr(Coverer, "spoilt", lambda *_: "The eye must go 90% of the frame's width")
    said: list[str] = []
    words.session.told.connect(lambda message: said.append(message.text))
    press(words, "Tighter", qtbot)
    told = f"{one.name} no longer cuts with its neighbours: The eye must go 90% of the frame's width."
    assert words.finder.told.isVisible()
    assert words.finder.told.text() == told
    assert said == [], "it is told beside the picture"


def test_one_proposal_is_declined_and_with_the_last_the_list_goes(words: ScriptDesk, qtbot: QtBot) -> None:
    rows = proposed(words, qtbot)
    look_through(words, rows[0])
    for left in range(len(rows) - 1, 0, -1):
        press(words, "Decline", qtbot)
        assert len([one for one in words.side.proposed if one.camera]) == left
        assert words.finder.isVisible()
    press(words, "Decline", qtbot)
    assert not words.side.proposed
    assert words.finder.isHidden()


def test_while_set_ups_are_looked_for_nothing_can_be_done_with_the_one_that_is_looked_through(
    words: ScriptDesk, qtbot: QtBot
) -> None:
    one, *_ = proposed(words, qtbot)
    look_through(words, one)
    buttons = (*words.finder._steps, words.finder._keep, words.finder._decline)
    assert all(button.isEnabled() for button in buttons)
    words.propose_from(across=True)
    assert not any(button.isEnabled() for button in buttons)
    qtbot.waitUntil(lambda: not words.search.is_on, timeout=60_000)
    look_through(words, next(row for row in words.side.proposed if row.camera))
    assert all(button.isEnabled() for button in buttons)


def test_what_was_kept_is_proposed_again_as_it_was_when_that_is_undone(
    words: ScriptDesk, qtbot: QtBot
) -> None:
    rows = proposed(words, qtbot)
    one = next(row for row in rows if row.setup.role == "single")
    look_through(words, one)
    press(words, "Tighter", qtbot)
    adjusted = next(row for row in words.side.proposed if row.key == one.key)
    before = list(words.side.proposed)
    press(words, "Keep this one", qtbot)
    assert [row.key for row in words.side.proposed] == [row.key for row in before if row.key != one.key]
    following = words.side._looked
    words.session.undo()
    words.refresh()
    assert words.side.proposed == before
    assert adjusted in words.side.proposed
    assert words.side._looked == following, "what is looked through stays"
    words.session.redo()
    words.refresh()
    words.side.decline()
    assert not words.side.proposed
    words.session.undo()
    words.refresh()
    assert words.side.proposed == [adjusted], "what was kept is not declined with the others"
    look_through(words, adjusted)
    words.session.redo()
    words.refresh()
    assert one.key not in [row.key for row in words.side.proposed]
    assert words.finder.isHidden(), "it is a shot, and can be kept no more"


def test_proposals_go_with_their_stage_and_their_people_and_come_back(words: ScriptDesk) -> None:
    rows = [row for row in Coverer(words.session.document, "s1").propose() if row.camera]
    words.side.show_proposals("s1", rows)
    look_through(words, rows[0])
    with words.session.edit("Strike the set") as edit:
        edit.update("s1", stage_id=None)
    words.refresh()
    assert words.side.proposed == []
    assert words.finder.isHidden()
    assert not [one for one in words.side.findChildren(QPushButton) if one.text().startswith("Keep ")]
    words.session.undo()
    words.refresh()
    assert words.side.proposed == rows
    with words.session.edit("Send Ben home") as edit:
        edit.remove("t-ben")
    words.refresh()
    assert words.side.proposed == [row for row in rows if "ben" not in row.setup.framing.subjects]


def test_one_after_the_other_they_have_the_time_that_they_have_together(
    words: ScriptDesk, qtbot: QtBot
) -> None:
    """The time of the words that they share is not that of each."""
    document = words.session.document
    speech = next(one for one in covering.passages_of(document) if one.type == "speech")
    with words.session.edit("A long speech") as edit:
        edit.update(speech.id, text=" ".join(f"word{n}" for n in range(90)))
        for shot in document.children("s1", model.Shot):
            edit.remove_tree(shot.id)

    def times_s() -> dict[str, float]:
        shots = document.children("s1", model.Shot)
        return {f"{shot.framing.composition} {shot.framing.subjects}": shot.duration_s for shot in shots}

    rows = proposed(words, qtbot)
    words.side._boxes[0][0].setChecked(False)
    words.side._keep()
    together = times_s()
    assert len(together) == len(rows) - 1
    words.session.undo()
    words.refresh()
    for one in rows[1:]:
        look_through(words, one)
        press(words, "Keep this one", qtbot)
    assert times_s() == together


def test_a_list_that_was_kept_is_proposed_again_with_what_was_unticked(
    words: ScriptDesk, qtbot: QtBot
) -> None:
    rows = proposed(words, qtbot)
    box = words.side._boxes[1][0]
    box.setChecked(False)
    words.side._keep()
    assert not words.side.proposed
    words.session.undo()
    words.refresh()
    assert [row for row in words.side.proposed if row.camera] == rows
    assert [one.name for one in words.side._chosen()] == [row.name for row in rows if row is not rows[1]]


def test_with_the_last_that_is_kept_the_list_goes_until_that_is_undone(
    words: ScriptDesk, qtbot: QtBot
) -> None:
    first, second, *_ = proposed(words, qtbot)
    refused = replace_row(second, setup=replace_row(second.setup, placement=None, reason="No."), camera=None)
    words.side.show_proposals("s1", [first, refused])
    look_through(words, first)
    press(words, "Keep this one", qtbot)
    assert not words.side.proposed
    assert words.finder.isHidden()
    words.session.undo()
    words.refresh()
    assert words.side.proposed == [first, refused]


def test_a_lined_script_that_cannot_be_written_does_not_end_the_search_for_set_ups(
    words: ScriptDesk, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(questions, "file_to_write", lambda *_: tmp_path / "no" / "such" / "lined.pdf")
    said: list[str] = []
    words.session.told.connect(lambda message: said.append(message.text))
    gate = threading.Event()
    monkeypatch.setattr(script_desk, "scout", lambda *_: (gate.wait(30), ([], {}))[1])
    words.show_scene("s1")
    words.print_lined()  # one after the other in one thread
    words.propose()
    qtbot.waitUntil(lambda: bool(said), timeout=30_000)
    assert said[0].endswith("does not exist; make it or choose another.")
    assert words.search.is_on
    gate.set()
    qtbot.waitUntil(lambda: not words.search.is_on, timeout=30_000)


def test_a_search_for_set_ups_is_cancelled_by_its_button_and_in_the_status_bar(
    words: ScriptDesk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [row for row in Coverer(words.session.document, "s1").propose() if row.camera]
    words.side.show_proposals("s1", rows)
    look_through(words, rows[0])
    reached, gate = threading.Event(), threading.Event()
    seen: list[str] = []

    def stop() -> None:
        gate.set()
        qtbot.waitUntil(lambda: not words.search.is_on, timeout=30_000)
        ended: list[object] = []
        words.desk.tasks.run("Behind it", lambda tell: 1, ended.append, ended.append)
        qtbot.waitUntil(lambda: ended == [1], timeout=30_000)

    real = Coverer.propose

    def slow(self: Coverer, across: bool, tell: Tell) -> list[Proposed]:
        def heard(share: float, name: str) -> None:
            seen.append(name)
            reached.set()
            gate.wait(30)
            tell(share, name)

        return real(self, across, heard)

    monkeypatch.setattr(Coverer, "propose", slow)
    words.propose()
    assert reached.wait(30)
    assert words._coverage.accessibleName() == "Cancel"
    assert not words.finder._keep.isEnabled()
    QTest.mouseClick(words._coverage, Qt.MouseButton.LeftButton)
    stop()
    assert len(seen) == 1, "it ends at the next camera that it tries"
    assert words._coverage.accessibleName() == "Propose coverage"
    assert words._coverage.isEnabled()
    assert words.finder._keep.isEnabled()
    assert list(words.side.proposed) == rows, "what was proposed stays"
    words.adjust(-1, 0)
    (task,) = words.desk.tasks
    task.cancel()
    stop()
    assert list(words.side.proposed) == rows
    assert words._coverage.isEnabled()


def test_a_lens_that_there_is_not_is_said_and_the_proposal_stays(words: ScriptDesk, qtbot: QtBot) -> None:
    one = next(row for row in proposed(words, qtbot) if row.setup.role == "single")
    look_through(words, one)
    said: list[str] = []
    words.session.told.connect(lambda message: said.append(message.text))
    words.adjust(0, 99)
    qtbot.waitUntil(lambda: not words.search.is_on, timeout=60_000)
    assert words.finder.told.text() == "The lens set has nothing longer than 75 mm."
    assert words.finder.rect().contains(words.finder.told.geometry())
    assert said == [], "it is told beside the picture"
    assert one.key in [row.key for row in words.side.proposed]
    assert all(button.isEnabled() for button in words.finder._steps)
    assert words._coverage.isEnabled()
    look_through(words, one)
    assert words.finder.told.isHidden()


def test_words_are_selected_with_the_keys_and_enter_goes_to_their_shot(words: ScriptDesk) -> None:
    words.session.look_at(CLOSE)
    words.refresh()
    keys, shift = Qt.Key, Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(words.sheets, keys.Key_Down)
    QTest.keyClick(words.sheets, keys.Key_Down)
    QTest.keyClick(words.sheets, keys.Key_Home)
    QTest.keyClick(words.sheets, keys.Key_Right, shift | Qt.KeyboardModifier.ControlModifier)
    assert words.sheets.selected_text() == "Ada"
    assert words._offer.isVisible()
    QTest.keyClick(words.sheets, keys.Key_Escape)
    assert words.sheets.selection == ()
    QTest.keyClick(words.sheets, keys.Key_Down)
    QTest.keyClick(words.sheets, keys.Key_Down)
    QTest.keyClick(words.sheets, keys.Key_Return)
    assert words.session.shot is not None
    assert words.session.shot.id == FULL


def test_lines_are_straight_where_the_printed_ones_are(words: ScriptDesk, qtbot: QtBot) -> None:
    document = words.session.document
    said = [one for one in covering.passages_of(document) if one.cue]
    covers = tuple(covering.cover(one, 0, len(one.text)) for one in said)
    with document.edit("Cover") as edit:
        edit.update(FULL, covers=covers)
        edit.update(CLOSE, covers=covers)
    words.refresh()
    qtbot.waitUntil(lambda: not words.looks.busy and len(words.looks.known) == 2 * len(said))
    now = words.session.studio.snapshot()
    printed = Lining(now.document, now.shooting)
    assert words.looks.known == {pair: printed.on_screen(*pair) for pair in words.looks.known}
    assert set(words.looks.known.values()) == {True, False}, "both are there, or this proves nothing"
    words.refresh()
    shown = {s.straight for page in words.sheets._look.script.pages for t in page.strips for s in t.segments}
    assert shown == {True, False}


def test_changes_that_are_not_said_are_counted(words: ScriptDesk, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "a.fountain"
    path.write_text(SCRIPT + "\n".join(f"\nINT. HALL {n} - DAY\n\nNobody.\n" for n in range(5)))
    with qtbot.waitSignal(words.session.told) as said:
        words.drafts.bring(path)
    assert "5 changes: scene 2: added" in said.args[0].text
    assert "And 3 more." in said.args[0].text


def test_a_long_paragraph_is_told_by_its_beginning(words: ScriptDesk, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "a.fountain"
    path.write_text(SCRIPT.replace("Ada and Ben.", "Ada and Ben. " + "They wait and wait. " * 40))
    with qtbot.waitSignal(words.session.told) as said:
        words.drafts.bring(path)
    assert "scene 1: action new: “Ada and Ben. They wait" in said.args[0].text
    assert "They… scene 1: action cut: “Ada and Ben. The LAMP swings.”." in said.args[0].text
    assert len(said.args[0].text) < 300


def test_new_words_of_all_shots_are_accepted_at_once(words: ScriptDesk, qtbot: QtBot) -> None:
    document = words.session.document
    first = document.need(FULL, model.Shot)
    with words.session.edit("Words of before") as edit:
        for one in document.children(first.scene_id, model.Shot):
            covers = (replace(first.covers[0], was="Other words."),)
            edit.update(one.id, covers=covers)
    stale = [one.id for one in document.of(model.Shot) if covering.changed_words(document, one)]
    assert len(stale) > 1
    words.side.show_scene(None, ())
    words.side.show_scene(first.scene_id, words.desk.rows.rows)
    steps = len(document.history)
    name = f"Accept new words in this scene ({len(stale)})"
    (button,) = [one for one in words.side.findChildren(QPushButton) if one.text() == name]
    button.click()
    assert not any(covering.changed_words(document, one) for one in document.of(model.Shot))
    assert len(document.history) == steps + 1


def test_an_import_leaves_the_window_free_and_is_one_step(
    words: ScriptDesk, tmp_path: Path, qtbot: QtBot
) -> None:
    document = words.session.document
    path, steps = tmp_path / "a.fountain", len(document.history)
    path.write_text(SCRIPT.replace("Ada and Ben.", "Ada, alone."))
    words.drafts.bring(path)
    assert len(document.history) == steps, "nothing of it happens before the window is asked again"
    with qtbot.waitSignal(words.session.told):
        pass
    assert len(document.history) == steps + 1
    document.undo()
    assert covering.passages_of(document)[1].text.startswith("Ada and Ben.")


def test_what_is_edited_while_a_script_is_read_is_kept_and_compared(
    words: ScriptDesk, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "a.fountain"
    path.write_text(SCRIPT.replace("Shut it, will you?", "Open it, will you?"))
    words.drafts.bring(path)
    said = next(one for one in covering.passages_of(words.session.document) if one.cue == "ADA")
    with qtbot.waitSignal(words.session.told) as told, words.session.edit("Meanwhile") as edit:
        edit.update(CLOSE, covers=(covering.cover(said),))
    assert "Words changed under 1A." in told.args[0].text
    shot = words.session.document.need(CLOSE, model.Shot)
    assert covering.changed_words(words.session.document, shot)


def test_a_stopped_import_and_one_of_a_closed_film_change_nothing(
    words: ScriptDesk, tmp_path: Path, qtbot: QtBot
) -> None:
    path, tasks = tmp_path / "a.fountain", words.desk.tasks
    path.write_text(SCRIPT.replace("Ada and Ben.", "Ada, alone."))
    heard: list[object] = []
    words.session.told.connect(heard.append)
    before = tuple(words.session.document)
    words.drafts.bring(path)
    (task,) = tasks
    task.cancel()
    words.drafts.bring(path)
    tasks.end_film()
    again: list[object] = []
    tasks.run("Behind them", lambda tell: 1, again.append, again.append)
    qtbot.waitUntil(lambda: again == [1])
    assert heard == []
    assert tuple(words.session.document) == before


def test_all_changes_of_a_draft_are_listed_with_ways_to_the_page_and_the_shots(
    words: ScriptDesk, tmp_path: Path, qtbot: QtBot
) -> None:
    words.desk.actions.add(words, [Action("view.script", "Go to Script", "", lambda: None)])
    path = tmp_path / "a.fountain"
    halls = "\n".join(f"\nINT. HALL {n} - DAY\n\nNobody <b>.\n" for n in range(4))
    path.write_text(SCRIPT.replace("Ada and Ben.", "Ada, alone.") + halls)
    assert not words.drafts.has_changes
    with qtbot.waitSignal(words.session.told) as said:
        words.drafts.bring(path)
    message = said.args[0]
    assert message.fix == "Show"
    words.session.look_at(CLOSE)
    message.mend()
    card = words.findChild(DraftChanges)
    lines = [" ".join(line.split()) for line in card.list.toPlainText().splitlines()]
    assert lines[:2] == [
        "1 INT. ROOM - DAY",
        "Action changed Ada, and Ben alone. The LAMP swings. Page Shot 1",
    ]
    assert lines[2:4] == ["2 INT. HALL 0 - DAY", "Added Page"]
    assert len(lines) == 10
    card.list.anchorClicked.emit(QUrl("#1"))
    assert words.session.shot is not None
    assert words.session.shot.id == FULL
    words.drafts.show_changes()
    turned: list[str] = []
    words.sheets.scene_pressed.connect(turned.append)
    words.findChildren(DraftChanges)[-1].list.anchorClicked.emit(QUrl("#0"))
    assert turned == ["s1"]
    assert words.sheets.selected_text() == "Ada, alone. The LAMP swings."
    words.session.undo()
    assert not words.drafts.has_changes


def test_what_the_script_sets_apart_is_drawn_so(words: ScriptDesk) -> None:
    document = words.session.document
    passage = covering.passages_of(document)[1]
    start = passage.text.index("swings")

    def drawn(*styles: str) -> QImage:
        with document.edit("Stress") as edit:
            stress = tuple(Stress(start=start, end=start + 6, style=style) for style in styles)  # type: ignore[arg-type]
            edit.update(passage.id, stress=stress)
        words.refresh()
        at, end = at_line(words, 2, start), at_line(words, 2, start + 6)
        return words.sheets.grab(QRect(at, end + QPoint(0, LINE_PX))).toImage()

    looks = [
        drawn(),
        *map(drawn, ("bold", "italic", "underline", "strikeout")),
        drawn("bold_italic", "underline"),
    ]
    assert all(one != other for place, one in enumerate(looks) for other in looks[:place])


def at_line(words: ScriptDesk, line: int, letter: int) -> QPoint:
    return at(words, line, letter) - QPoint(0, LINE_PX // 2)


def test_words_that_the_script_omits_are_shown_beside_the_pages(words: ScriptDesk) -> None:
    document = words.session.document
    with document.edit("Omit") as edit:
        for one in covering.passages_by_scene(document)["s1"]:
            edit.update(one.id, omitted=True)
    words.refresh()
    told = [one for one in words.side.findChildren(QLabel) if "Shut it, will you?" in one.text()]
    assert len(told) == 1
    assert told[0].font().strikeOut()
    assert "LAMP swings" in told[0].text()
