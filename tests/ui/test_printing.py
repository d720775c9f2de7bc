"""What leaves the window as files."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from previz.export.presets import Document
from previz.scene.marks import Ink
from previz.script.reading import read_bytes
from previz.studio.frame_marks import draw
from previz.studio.screenplay import import_script
from previz.ui.paper_preview import PaperPreview
from previz.ui.window import Window
from previz.ui.window_menus import export_menu, main_menu
from tests.films import CLOSE, FULL, record_take

BAR = Ink(touches="20000 20000 1000 0 60000 20000 1000 0", pen="marker")


@pytest.mark.parametrize(
    ("action", "ending", "marked"),
    [
        ("export.frames", ".png", True),
        ("export.frames_bare", ".png", False),
        ("export.frames_svg", ".svg", True),
    ],
)
def test_frames_leave_the_window_as_pictures_vectors_and_bare(
    action: str,
    ending: str,
    marked: bool,
    open_window: Window,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    session = open_window.session
    assert session is not None
    takes = [record_take(session.studio, shot) for shot in (FULL, CLOSE)]
    draw(session.document, takes[0].id, [BAR], "Draw", colour="#D7263D", size=0.06)
    folder = tmp_path / "frames"
    folder.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    open_window.table[action].run()
    qtbot.waitUntil(lambda: "are in frames" in open_window.message_bar.text, timeout=15000)
    written = sorted(folder.iterdir())
    assert [path.suffix for path in written] == [ending, ending]
    image = session.studio.store.blob(takes[0].image)
    assert (written[0].read_bytes() == image) is (not marked)
    assert ("<path" in written[0].read_text(encoding="utf-8", errors="replace")) is (ending == ".svg")


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Document]:
    """Documents on which Paper… was opened."""
    found: list[Document] = []

    def look(preview: PaperPreview) -> int:
        found.append(preview.preset.document)
        preview.close_pages()
        return 0

    monkeypatch.setattr(PaperPreview, "exec", look)
    return found


@pytest.mark.parametrize(
    ("room", "document"),
    [("script", "list"), ("stage", "camera"), ("boards", "boards"), ("shot_list", "list")],
)
def test_paper_opens_on_the_document_of_the_room_in_front(
    open_window: Window, opened: list[Document], room: str, document: Document
) -> None:
    open_window.table.trigger(f"view.{room}")
    open_window.table.trigger("export.paper")
    assert opened == [document]


def test_paper_opens_on_the_lined_script_where_there_is_one(
    open_window: Window, opened: list[Document]
) -> None:
    assert open_window.session is not None
    words = b"INT. ROOM - DAY\n\nAda and Ben.\n"
    import_script(open_window.session.document, read_bytes("a.fountain", words, "fountain"))
    open_window.table.trigger("view.script")
    open_window.table.trigger("export.paper")
    assert opened == ["lined"]


def test_the_export_menu_has_every_document(open_window: Window, opened: list[Document]) -> None:
    menu = export_menu(open_window)
    entries = {one.text(): one for one in menu.actions()}
    for words in ("Lined script…", "Camera report…", "One-line schedule…", "Continuity report…"):
        entries[words].trigger()
    assert opened == ["lined", "camera", "schedule", "continuity"]


def test_what_others_get_and_send_back_stands_in_the_menus(open_window: Window) -> None:
    """Also before anybody has been in Boards, where it is done."""
    out = {one.text(): one for one in export_menu(open_window).actions()}
    assert out["Export a review page…"].isEnabled()
    pack = out["Hand the chosen panels off…"]
    assert not pack.isEnabled()
    assert "Choose the panels in Boards first." in pack.toolTip()
    words = [one.text().partition("\t")[0] for one in main_menu(open_window).actions()]
    assert {
        "Bring a review back…",
        "Merge what came back…",
        "Notes of the film",
        "Export a review page…",
    } <= set(words)
    open_window.table.trigger("view.boards")
    out = {one.text(): one for one in export_menu(open_window).actions()}
    assert out["Hand the chosen panels off…"].isEnabled()
