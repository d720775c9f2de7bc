"""The script at work: its pages, what can be done with selected words, and the scene's shots beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Literal

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QScrollArea, QVBoxLayout, QWidget

from previz.errors import PrevizError
from previz.grammar.numbering import scene_numbers
from previz.scene import model
from previz.scene.edit import Edit
from previz.script import covering
from previz.script.breakdown import CATEGORIES, Element, break_down
from previz.script.lining import line_pages
from previz.script.pages import Page
from previz.studio import casting, wording
from previz.studio.coverage import Key, Proposed
from previz.studio.lining import Lining, script_pages, write_lined_script
from previz.studio.scouting import Glimpse, scout, scout_again
from previz.studio.screenplay import lines_per_page
from previz.ui import questions, tokens
from previz.ui.controls import Segmented, push_button
from previz.ui.controls.buttons import set_words
from previz.ui.controls.labels import rule, set_role
from previz.ui.desk import Desk
from previz.ui.rooms.line_looks import LineLooks
from previz.ui.rooms.proposals import Finder, shown
from previz.ui.rooms.script_drafts import Drafts
from previz.ui.rooms.script_paper import MODES, Script
from previz.ui.rooms.script_sheets import Sheets
from previz.ui.rooms.script_side import ScriptSide
from previz.ui.rooms.set_up_search import SetUpSearch
from previz.ui.tasks import Tell

PAUSE_MS = 120
"""Pages are laid out and lined anew so long after the last change."""


class ScriptDesk(QWidget):
    lined = Signal()
    """The shares of words that are covered may be others."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk, self.session = desk, desk.session
        self._scene_id: str | None = None
        self.search = SetUpSearch(desk.tasks, self)
        self._pages: Sequence[Page] | None = None
        self._numbered: dict[str, str] = {}
        """Scene id → number, as the pages have them."""
        self._elements: list[Element] | None = None
        self.looks = LineLooks(desk.session, self)
        self.drafts = Drafts(desk, self)
        self.sheets = Sheets()
        self.side = ScriptSide(desk, self.sheets.ink_of)
        self.mode = Segmented(["Pages", "Lined", "Breakdown"], "Show", 1)
        self.mode.chosen.connect(self._set_mode)
        self._again = push_button("Import again", self.drafts.ask_import, "", "arrows-clockwise")
        self.shares: dict[str, float] = {}
        """Scene id → share of its words that shots cover."""
        self._lined = push_button("Lined PDF", self.print_lined, "", "file-pdf")
        self._coverage = push_button("Propose coverage", self._press_coverage, "primary", "magic-wand")
        self.area = QScrollArea()
        self.area.setWidget(self.sheets)
        self.area.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.viewport().setAutoFillBackground(False)
        self.finder = Finder(self.area)
        self._offer = push_button("New shot", self.new_shot, "solid", "plus", "New shot of these words (N)")
        self._offer.setParent(self.sheets)
        self._offer.hide()
        self._tag = push_button("Tag", None, "solid", "tag", "What a scene needs")
        self._tag.setParent(self.sheets)
        self._tag.setMenu(self._tag_menu())
        self._tag.hide()
        self._lay_out()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.refresh)
        self._connect()

    def _lay_out(self) -> None:
        bar = QWidget()
        set_role(bar, "bar")
        bar.setFixedHeight(tokens.HEIGHT_TOOLBAR)
        across = QHBoxLayout(bar)
        across.setContentsMargins(12, 0, 12, 0)
        across.setSpacing(8)
        across.addWidget(self.mode)
        across.addWidget(self._again)
        across.addStretch(1)
        across.addWidget(self._lined)
        across.addWidget(self._coverage)
        below = QHBoxLayout()
        below.setSpacing(0)
        below.addWidget(self.area, 1)
        below.addWidget(rule(upright=True))
        below.addWidget(self.side)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(bar)
        layout.addWidget(rule())
        layout.addLayout(below, 1)

    def _connect(self) -> None:
        self.sheets.shot_pressed.connect(self.session.look_at)
        self.sheets.scene_pressed.connect(self.show_scene)
        self.sheets.selected.connect(self._offer_words)
        self.sheets.caret_moved.connect(
            lambda y: self.area.ensureVisible(self.sheets.sheet_width // 2, y, 0, 80)
        )
        self.drafts.words_asked.connect(self._turn_to_words)
        self.drafts.laid_out.connect(self._take_pages)
        self.looks.changed.connect(self._pause.start)
        self.side.other_side_asked.connect(self.propose_from)
        self.side.looked.connect(self._look_through)
        self.finder.stepped.connect(self.adjust)
        self.finder.closed.connect(lambda: self.side.look_through(None))
        self.finder.kept.connect(self.side.keep_one)
        self.finder.declined.connect(self.side.decline_one)
        self.side.shot_pressed.connect(self.session.look_at)
        self.side.gap_pressed.connect(self._show_words)
        self.session.changed.connect(self._edited)
        self.session.shot_changed.connect(self._looked)
        self.desk.rows.changed.connect(self._pause.start)
        self.desk.actions.refreshed.connect(self._refreshed)
        self.search.ended.connect(self._searched)
        self.desk.rows.still_changed.connect(self._seen)

    def _tag_menu(self) -> QMenu:
        menu = QMenu(self)
        for category in CATEGORIES:
            menu.addAction(category.capitalize(), lambda c=category: self.tag(c))
        menu.addSeparator()
        menu.addAction("No element", lambda: self.tag(""))
        return menu

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        self._pause.start()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self.sheets.fit(self.width() - self.side.width() - 16)
        if self.finder.isVisible():
            self.finder.place()

    # ------------------------------------------------------------------------------------------- state
    @property
    def has_script(self) -> bool:
        return covering.script_of(self.session.document) is not None

    def _edited(self, edit: Edit) -> None:
        words = (model.Passage, model.Script, model.Project)
        if any(isinstance(one, words) for change in edit.changes.values() for one in change):
            self._pages = self._elements = None
        self._pause.start()

    def _take_pages(self, pages: Sequence[Page]) -> None:
        self._pages, self._numbered = pages, scene_numbers(self.session.document)

    def _refreshed(self) -> None:
        set_words(self._coverage, "Cancel" if self.search.is_on else "Propose coverage")
        self._coverage.setEnabled(self.search.is_on or self.may_propose)

    def _seen(self, shot_id: str) -> None:
        self._pause.start()

    def refresh(self) -> None:
        """Lay out what changed, and line it with the shots as they are."""
        document = self.session.document
        if not self.has_script or not self.isVisible():
            return
        passages = covering.passages_of(document)
        if self._pages is None or self._numbered != scene_numbers(document):
            self._take_pages(script_pages(document))
        if self._elements is None:
            script = covering.script_of(document)
            assert script is not None
            self._elements = break_down(passages, casting.roles(document), script.elements)
        assert self._pages is not None
        pages = line_pages(self._pages, passages, document.of(model.Shot), self.looks.on_screen)
        self.looks.look()
        names = {row.id: row.number for row in self.desk.rows.rows}
        self.sheets.show_script(Script(pages, passages, lines_per_page(document), names, self._elements))
        self.side.show_scene(self._scene_id, self.desk.rows.rows)
        by_scene = covering.passages_by_scene(document)
        self.shares = {
            scene.id: covering.share_covered(by_scene[scene.id], document.children(scene.id, model.Shot))
            for scene in document.of(model.Scene)
            if scene.id in by_scene
        }
        self.lined.emit()
        may = not self.session.read_only
        self._again.setEnabled(may)
        self._refreshed()

    def show_scene(self, scene_id: str | None) -> None:
        if scene_id == self._scene_id:
            return
        self._scene_id = scene_id
        self.side.show_scene(scene_id, self.desk.rows.rows)
        passages = covering.passages_by_scene(self.session.document).get(scene_id, [])
        y = self.sheets.y_of_passage(passages[0].id) if passages else None
        shot = self.session.shot
        if y is not None and (shot is None or shot.scene_id != scene_id or not shot.covers):
            self.area.verticalScrollBar().setValue(y - 60)

    def _looked(self) -> None:
        shot = self.session.shot
        self.sheets.show_shot(shot.id if shot else None)
        if shot is not None:
            self.show_scene(shot.scene_id)
            y = self.sheets.y_of_shot(shot.id)
            if y is not None:
                self.area.ensureVisible(self.sheets.sheet_width // 2, y, 0, 160)
        self._pause.start()

    def _set_mode(self, index: int) -> None:
        self.sheets.set_mode(MODES[index])
        self._offer_words()

    # ------------------------------------------------------------------------------------------- words
    def _offer_words(self) -> None:
        at = self.sheets.selection_bottom() if not self.session.read_only else None
        tagging = self.sheets.mode == "breakdown"
        for button, wanted in ((self._offer, not tagging), (self._tag, tagging)):
            button.setVisible(at is not None and wanted)
            if at is not None:
                x = min(int(at.x()), self.sheets.sheet_width - button.sizeHint().width() - 8)
                button.move(x, int(at.y()))
                button.raise_()
        self.desk.actions.refreshed.emit()

    def _show_words(self, passage_id: str, start: int, end: int) -> None:
        self.sheets.select_words(passage_id, start, end)
        y = self.sheets.y_of_passage(passage_id)
        if y is not None:
            self.area.ensureVisible(self.sheets.sheet_width // 2, y, 0, 200)

    def new_shot(self) -> None:
        covers = self.sheets.selection
        if not covers:
            return
        made = self.session.attempt(lambda: wording.shot_of_words(self.session.document, covers))
        if made is not None:
            self.sheets.clear_selection()
            self.session.look_at(made)

    def tag(self, category: str) -> None:
        word = self.sheets.selected_text()
        self.session.attempt(lambda: wording.tag(self.session.document, word, category))
        self.sheets.clear_selection()

    # ------------------------------------------------------------------------------------------- files
    def _turn_to_words(self, scene_id: str, passage_id: str) -> None:
        passage = self.session.document.get(passage_id, model.Passage)
        self.desk.actions.trigger("view.script")
        self.refresh()
        if scene_id:
            self.sheets.scene_pressed.emit(scene_id)
        if passage is not None:
            self._show_words(passage_id, 0, len(passage.text))

    def print_lined(self) -> None:
        path = questions.file_to_write(self, "Export the lined script", "lined-script.pdf", "PDF (*.pdf)")
        if path is None:
            return
        now = self.session.studio.snapshot()

        def work(tell: Tell) -> list[str]:
            tell(0.0, path.name)
            lining = Lining(now.document, now.shooting)
            return write_lined_script(path, now.listing, lining)

        def done(notes: Sequence[str]) -> None:
            self.session.tell(" ".join((f"{path.name} is written.", *notes)), "warning" if notes else "fact")

        self.desk.tasks.run("Printing the lined script", work, done, self._failed)

    # ---------------------------------------------------------------------------------------- coverage
    def _press_coverage(self) -> None:
        if self.search.is_on:
            self.search.cancel()
        else:
            self.propose()

    def _searched(self) -> None:
        self.finder.set_able(not self.session.read_only)
        self.desk.actions.refreshed.emit()

    def propose(self) -> None:
        self.propose_from(across=False)

    def propose_from(self, across: bool) -> None:
        """Find set-ups for the scene in the background, on the side of its shots so far or across the line;
        they come up beside the pages."""
        scene_id = self._scene_id
        if scene_id is None:
            self.session.tell("Choose a scene first.", "warning")
            return
        if self.search.is_on:
            return  # pressed twice
        self.desk.actions.started.emit()
        now = self.session.studio.snapshot()
        self.finder.set_able(False)

        def done(found: tuple[Sequence[Proposed], Mapping[Key, Glimpse]]) -> None:
            pictures = {key: shown(one) for key, one in found[1].items()}
            self.side.show_proposals(scene_id, found[0], across, pictures)

        self.search.run("Looking for set-ups", partial(scout, now, scene_id, across), done, self._failed)
        self.desk.actions.refreshed.emit()

    def adjust(self, size_steps: int, lens_steps: int) -> None:
        """The proposal that is looked through, wider or with a longer lens (tighter, shorter below 0)."""
        found, scene_id = self.side.looked_through, self._scene_id
        if found is None or scene_id is None or self.search.is_on:
            return
        self.finder.tell("")
        now, one, among = self.session.studio.snapshot(), found[0], self.side.proposed
        self.finder.set_able(False)

        def done(found: tuple[Proposed, Glimpse, str]) -> None:
            made, seen, spoilt = found
            self.side.take_adjusted(scene_id, made, shown(seen))
            if spoilt:
                self._tell_of(made, f"{made.name} no longer cuts with its neighbours: {spoilt}.", "warning")

        self.search.run(
            f"Looking for {one.name}",
            partial(scout_again, now, scene_id, one, among, size_steps, lens_steps),
            done,
            lambda error: self._tell_of(one, str(error), "error"),
        )
        self.desk.actions.refreshed.emit()

    def _tell_of(self, one: Proposed, text: str, kind: Literal["error", "warning"]) -> None:
        """Beside the picture of a proposal, or in the message bar where another is looked through by now."""
        found = self.side.looked_through
        if found is not None and found[0].key == one.key:
            self.finder.tell(text)
        else:
            self.session.tell(text, kind)

    def _look_through(self) -> None:
        found = self.side.looked_through
        if found is None:
            self.finder.hide()
            return
        may = not self.search.is_on and not self.session.read_only
        self.finder.show_proposal(*found, self.session.project.size_names, may)

    @property
    def may_propose(self) -> bool:
        return self.has_script and not self.search.is_on and not self.session.read_only

    def _failed(self, error: PrevizError) -> None:
        self.session.tell(str(error), "error")
