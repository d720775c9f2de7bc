"""Pages are seen before they are printed, follow every choice, and are saved as they are seen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from previz.export import presets
from previz.export.presets import PaperPreset
from previz.script import reading
from previz.studio.list_edits import save_set
from previz.studio.screenplay import import_script
from previz.ui import questions
from previz.ui.controls import Choice
from previz.ui.paper_preview import PaperPreview, print_pages
from previz.ui.session import Session


@pytest.fixture
def preview(
    session: Session, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[PaperPreview]:
    monkeypatch.setattr(presets, "preset_folder", lambda: tmp_path / "paper")
    made = PaperPreview(session, PaperPreset(document="schedule"))
    qtbot.addWidget(made)
    with qtbot.waitSignal(made.shown, timeout=30_000):
        made.show()
    yield made
    made.close_pages()


def words(preview: PaperPreview) -> str:
    return preview.document.getAllText(0).text()


def test_the_pages_are_those_of_the_film(preview: PaperPreview) -> None:
    assert "One-line schedule" in words(preview)
    assert preview.state.text() == "1 page"


def test_what_is_typed_is_on_the_page_a_moment_later(preview: PaperPreview, qtbot: QtBot) -> None:
    line = next(one for one in preview.findChildren(QLineEdit) if one.accessibleName() == "Watermark")
    with qtbot.waitSignal(preview.shown, timeout=30_000):
        QTest.keyClicks(line, "DRAFT")
    assert "DRAFT" in words(preview)


def test_choices_show_what_they_are_for(preview: PaperPreview, qtbot: QtBot) -> None:
    assert preview._choices["columns"].isHidden()
    with qtbot.waitSignal(preview.shown, timeout=30_000):
        preview.change(document="list", columns="ad", thumbnails=False)
    assert not preview._choices["columns"].isHidden()
    assert preview._choices["per_page"].isHidden()
    assert "1st AD" in words(preview)


def test_the_lined_script_is_a_document_like_the_others(preview: PaperPreview, qtbot: QtBot) -> None:
    with qtbot.waitSignal(preview.shown, timeout=30_000):
        preview.change(document="lined", watermark="DRAFT")
    assert "no script" in preview.state.text()
    text = b"INT. ROOM - DAY\n\nADA\nShut it.\n"
    import_script(preview._session.document, reading.read_bytes("a.fountain", text, "fountain"))
    with qtbot.waitSignal(preview.shown, timeout=30_000):
        preview.change(paper="us-letter")
    assert "Lined script" in words(preview)
    assert "Shut it." in words(preview)
    assert "DRAFT" in words(preview)
    assert preview._choices["portrait"].isHidden()


def test_columns_that_the_film_keeps_are_printed(preview: PaperPreview, qtbot: QtBot) -> None:
    save_set(preview._session.document, "Grips", ("number", "equipment", "camera_height_m"))
    preview.change(document="list")
    choice = preview._choices["columns"]
    assert isinstance(choice, Choice)
    with qtbot.waitSignal(preview.shown, timeout=30_000):
        choice.chosen.emit("own:Grips")
    assert "Shot list, Grips" in words(preview)
    assert choice.box.currentText() == "Grips"
    with qtbot.waitSignal(preview.shown, timeout=30_000):
        choice.chosen.emit("dp")
    assert "Shot list, camera" in words(preview)
    with qtbot.waitSignal(preview.shown, timeout=30_000):
        preview.change(fields=("number", "size"), fields_name="")
    assert choice.box.currentText() == "Own columns", "of a preset that another film's set came with"


def test_the_pages_speak_the_language_that_was_chosen(preview: PaperPreview, qtbot: QtBot) -> None:
    with qtbot.waitSignal(preview.shown, timeout=30_000):
        preview.change(language="fr")
    assert "Plan de travail" in words(preview)


def test_the_box_says_when_the_pages_are_no_presets(preview: PaperPreview, qtbot: QtBot) -> None:
    assert preview.presets.box.placeholderText() == "No preset"
    assert preview.presets.value is None
    preview.presets.set_value("Director")
    with qtbot.waitSignal(preview.shown, timeout=30_000):
        preview.change(document="boards")
    assert preview.presets.value is None


def test_a_preset_is_kept_and_taken(
    preview: PaperPreview, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(questions, "name_for", lambda *_: "Client")
    preview.change(watermark="FOR THE CLIENT")
    preview._keep()
    preview.change(watermark="")
    with qtbot.waitSignal(preview.shown, timeout=30_000):
        preview.take_preset("Client")
    assert "FOR THE CLIENT" in words(preview).replace("\u00a0", " ")


def test_a_preset_is_handed_on_and_opened_elsewhere(
    preview: PaperPreview, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "client.previzpaper"
    monkeypatch.setattr(questions, "file_to_write", lambda *_: path)
    monkeypatch.setattr(questions, "file_to_open", lambda *_: path)
    preview.change(watermark="FOR THE CLIENT", language="es")
    preview._hand_on()
    assert preview.state.text() == "client.previzpaper is written."
    preview.change(watermark="", language=None)
    with qtbot.waitSignal(preview.shown, timeout=30_000):
        preview._open()
    assert "FOR THE CLIENT" in words(preview).replace("\u00a0", " ")
    assert "Plan de rodaje" in words(preview)
    path.write_text("{", encoding="utf-8")
    preview._open()
    assert "is no paper preset" in preview.state.text()


def test_no_logo_can_be_taken_away_where_there_is_none(preview: PaperPreview) -> None:
    assert not preview._bare.isEnabled()
    preview.change(logo=b"picture")
    assert preview._bare.isEnabled()


def test_the_file_is_what_was_seen_and_a_wrong_logo_is_said(
    preview: PaperPreview, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "out.pdf"
    monkeypatch.setattr(questions, "file_to_write", lambda *_: path)
    preview._save()
    assert path.read_bytes().startswith(b"%PDF")
    with qtbot.waitSignal(preview.shown, timeout=30_000):
        preview.change(logo=b"no picture")
    assert "no picture that can be read" in preview.state.text()
    assert "One-line schedule" in words(preview), "the last good pages stay"


def test_pages_go_to_a_printer(preview: PaperPreview, tmp_path: Path) -> None:
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    assert print_pages(preview.document, printer) == 1
    assert (tmp_path / "printed.pdf").stat().st_size > 1000


@pytest.mark.parametrize("way", ["escape", "window", "code"])
def test_it_closes_and_gives_the_window_back(
    session: Session, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    monkeypatch.setattr(presets, "preset_folder", lambda: tmp_path / "paper")
    made = PaperPreview(session, PaperPreset(document="schedule"))
    qtbot.addWidget(made)
    ways = {
        "escape": lambda: QTest.keyClick(made, Qt.Key.Key_Escape),
        "window": made.close,
        "code": made.accept,
    }
    made.shown.connect(ways[way])
    made.exec()  # ends, or the test hangs: nothing else closes it
    assert not made.isVisible()
    assert not Path(made._folder.name).exists()


def test_pages_are_saved_once_they_are_set(
    preview: PaperPreview, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    """Nobody is asked for a name of pages that are not there."""
    path = tmp_path / "out.pdf"
    monkeypatch.setattr(questions, "file_to_write", lambda *_: path)
    ways = ("Save PDF…", "Print…")
    out = [one for one in preview.findChildren(QPushButton) if one.accessibleName() in ways]
    assert [one.isEnabled() for one in out] == [True, True]
    preview.change(watermark="DRAFT")
    assert [(one.isEnabled(), one.toolTip()) for one in out] == [(False, "Setting the pages…")] * 2
    qtbot.waitSignal(preview.shown, timeout=30_000).wait()
    assert [(one.isEnabled(), one.toolTip()) for one in out] == [(True, "")] * 2
    next(one for one in out if one.accessibleName() == "Save PDF…").click()
    assert path.exists()


def test_pages_that_cannot_be_set_say_why_they_are_not_saved(preview: PaperPreview, qtbot: QtBot) -> None:
    save = next(one for one in preview.findChildren(QPushButton) if one.accessibleName() == "Save PDF…")
    with qtbot.waitSignal(preview.shown, timeout=30_000):
        preview.change(logo=b"no picture")
    assert not save.isEnabled()
    assert "no picture that can be read" in save.toolTip()


def test_a_font_that_this_machine_lacks_is_told_beside_the_pages(preview: PaperPreview, qtbot: QtBot) -> None:
    with qtbot.waitSignal(preview.shown, timeout=30_000):
        preview.change(font="Gotham")
    assert "“Gotham” is not on this machine" in preview.state.text()
    choice = preview._choices["font"]
    assert isinstance(choice, Choice)
    assert choice.box.currentText() == "Gotham", "a preset from elsewhere keeps what it asks for"
