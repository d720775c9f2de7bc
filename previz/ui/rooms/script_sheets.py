"""The pages of the script as a reader expects them: plain, lined, or with the breakdown in its colours."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from previz.scene.words import Covered
from previz.script.covering import cover
from previz.script.lining import Strip
from previz.script.pages import Line
from previz.ui.rooms.script_caret import Caret, Spot, step_of
from previz.ui.rooms.script_paper import (
    GAP,
    HEAD,
    LINE_PX,
    NARROW,
    WIDE,
    Mode,
    Script,
    SheetLook,
    SheetPainter,
)
from previz.ui.theme import colour


class Sheets(QWidget):
    """All pages below each other. A click goes to the shot under it, a drag selects words; so do the arrows
    with Shift, and Enter goes to the shot of the words at the caret."""

    shot_pressed = Signal(str)
    scene_pressed = Signal(str)
    selected = Signal()
    caret_moved = Signal(int)
    """The caret went by a key to this height of the sheets."""

    def __init__(self) -> None:
        super().__init__()
        self._look = SheetLook()
        self._anchor: Spot | None = None
        self._head: Spot | None = None
        self._dragged = False
        self._place_of: dict[str, int] = {}
        self._caret = Caret((), (), {})
        self.setFixedWidth(self.sheet_width)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Script pages")

    # ------------------------------------------------------------------------------------- what is shown
    def show_script(self, script: Script) -> None:
        before = [(one.id, one.text) for one in self._look.script.passages]
        rewritten = before != [(one.id, one.text) for one in script.passages]
        self._look.set_script(script)
        self._place_of = {one.id: place for place, one in enumerate(script.passages)}
        self._caret = Caret([page.page for page in script.pages], script.passages, self._place_of)
        self.setFixedHeight(max(900, len(script.pages) * (self._look.sheet_px + GAP)))
        text = [line.text for page in script.pages for line in page.page.lines]
        self.setAccessibleDescription("\n".join(text[:400]))
        if self._head is not None and rewritten:
            self.clear_selection()  # its places are those of other words now
        self.update()

    def fit(self, room_px: int) -> None:
        """Take the type that ``room_px`` has room for."""
        wanted = WIDE if room_px >= WIDE[0] else NARROW
        if wanted[0] != self._look.width:
            self._look.set_type(wanted)
            self.setFixedWidth(self._look.width)
            self.update()

    @property
    def mode(self) -> Mode:
        return self._look.mode

    @property
    def sheet_width(self) -> int:
        return self._look.width

    def set_mode(self, mode: Mode) -> None:
        self._look.mode = mode
        self.update()

    def show_shot(self, shot_id: str | None) -> None:
        self._look.shot_id = shot_id
        self.update()

    def ink_of(self, shot_id: str) -> QColor:
        return self._look.inks.get(shot_id, colour("ink"))

    def y_of_passage(self, passage_id: str) -> int | None:
        for number, page in enumerate(self._look.script.pages):
            for place, line in enumerate(page.page.lines):
                if line.passage_id == passage_id:
                    return self._look.y(number, place)
        return None

    def y_of_shot(self, shot_id: str) -> int | None:
        for number, page in enumerate(self._look.script.pages):
            for strip in page.strips:
                if strip.shot_id == shot_id:
                    return self._look.y(number, strip.first)
        return None

    # --------------------------------------------------------------------------------------- selection
    @property
    def selection(self) -> tuple[Covered, ...]:
        """The selected words, passage by passage; headings and blank passages left out."""
        if self._anchor is None or self._head is None or self._anchor == self._head:
            return ()
        (first, start), (last, end) = sorted((self._anchor, self._head))
        found = []
        for place in range(first, last + 1):
            passage = self._look.script.passages[place]
            from_letter = start if place == first else 0
            to_letter = end if place == last else len(passage.text)
            from_letter, to_letter = _whole_words(passage.text, from_letter, to_letter)
            if passage.type != "heading" and to_letter > from_letter:
                found.append(cover(passage, from_letter, to_letter))
        return tuple(found)

    def selected_text(self) -> str:
        return " ".join(one.was for one in self.selection)

    def selection_bottom(self) -> QPointF | None:
        """Below the end of the selection, for what is offered there."""
        spans = self._selected_spans()
        if not spans:
            return None
        bottom: QPointF | None = None
        for number, page in enumerate(self._look.script.pages):
            for place, line in enumerate(page.page.lines):
                if any(
                    start < line.end and line.start < end for start, end in spans.get(line.passage_id, ())
                ):
                    right = self._look.margin + (line.indent + len(line.text)) * self._look.letter_px
                    right = max(right, self._look.margin + 47 * self._look.letter_px)
                    bottom = QPointF(right + 12, self._look.y(number, place) - 4)
        return bottom

    def clear_selection(self) -> None:
        self._anchor = self._head = None
        self.selected.emit()
        self.update()

    def select_words(self, passage_id: str, start: int, end: int) -> None:
        place = self._place_of[passage_id]
        self._anchor, self._head = (place, start), (place, end)
        self.selected.emit()
        self.update()

    def _selected_spans(self) -> dict[str, list[tuple[int, int]]]:
        spans: dict[str, list[tuple[int, int]]] = {}
        for one in self.selection:
            spans.setdefault(one.passage_id, []).append(
                (one.start, one.end if one.end is not None else 10**9)
            )
        return spans

    # ------------------------------------------------------------------------------------------- mouse
    def _line_at(self, at: QPointF) -> tuple[int, int] | None:
        page, inside = divmod(int(at.y()), self._look.sheet_px + GAP)
        line = (inside - HEAD) // LINE_PX
        pages = self._look.script.pages
        if 0 <= page < len(pages) and 0 <= line < len(pages[page].page.lines):
            return page, line
        return None

    def _spot_at(self, at: QPointF) -> Spot | None:
        found = self._line_at(at)
        if found is None:
            return None
        line = self._look.script.pages[found[0]].page.lines[found[1]]
        place = self._place_of.get(line.passage_id)
        if place is None:
            return None
        if line.kind == "cue":
            return place, 0
        column = round((at.x() - self._look.margin) / self._look.letter_px) - line.indent
        return place, line.start + min(max(column, 0), line.end - line.start)

    def _strip_at(self, at: QPointF) -> Strip | None:
        found = self._line_at(at)
        if found is None or self.mode != "lined":
            return None
        page = self._look.script.pages[found[0]]
        beside = [s for s in page.strips if s.first - 1 <= found[1] <= s.last]
        off = {s.shot_id: abs(self._look.strip_x(page, s) - at.x()) for s in beside}
        near = min(beside, key=lambda s: off[s.shot_id], default=None)
        return near if near is not None and off[near.shot_id] < 9 else None

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() == Qt.MouseButton.LeftButton:
            self._anchor = self._head = self._spot_at(event.position())
            self._dragged = False
            self.selected.emit()
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        on_strip = self._strip_at(event.position()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if on_strip else Qt.CursorShape.IBeamCursor)
        if not event.buttons() & Qt.MouseButton.LeftButton or self._anchor is None:
            return
        spot = self._spot_at(event.position())
        if spot is not None and spot != self._head:
            self._head, self._dragged = spot, True
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if self._dragged:
            self.selected.emit()
            return
        found = self._line_at(event.position())
        strip = self._strip_at(event.position()) or (self._tightest(*found) if found is not None else None)
        if strip is not None:
            self.shot_pressed.emit(strip.shot_id)
        elif found is not None:
            place = self._place_of.get(self._look.script.pages[found[0]].page.lines[found[1]].passage_id)
            scene_id = self._look.script.passages[place].scene_id if place is not None else None
            if scene_id:
                self.scene_pressed.emit(scene_id)

    def _tightest(self, page: int, line: int) -> Strip | None:
        """Of the shots that cover a line, the one that covers least beside it."""
        strips = [s for s in self._look.script.pages[page].strips if s.first <= line <= s.last]
        return min(strips, key=lambda s: s.last - s.first, default=None)

    # -------------------------------------------------------------------------------------------- keys
    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        step = step_of(event)
        if step is not None:
            to = self._caret.go(self._head, step)
            extends = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._head, self._anchor = to, (self._anchor or to) if extends else to
            self.selected.emit()
            self.update()
            at = self._caret_line()
            if at is not None:
                self.caret_moved.emit(self._look.y(at[0], at[1]))
        elif event.key() == Qt.Key.Key_Escape and self.selection:
            self.clear_selection()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and (at := self._caret_line()) is not None:
            strip = self._tightest(at[0], at[1])
            if strip is not None:
                self.shot_pressed.emit(strip.shot_id)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusOutEvent(event)
        self.update()

    def _caret_line(self) -> tuple[int, int, Line] | None:
        at = self._caret.line_of(self._head) if self._head is not None else None
        return self._caret.lines[at] if at is not None else None

    # ------------------------------------------------------------------------------------------- paint
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        step = self._look.sheet_px + GAP
        selected, face = self._selected_spans(), SheetPainter(self._look, painter)
        for number in range(
            event.rect().top() // step, min(event.rect().bottom() // step + 1, len(self._look.script.pages))
        ):
            face.sheet(number, event.rect(), selected)
        if self.hasFocus() and self._head is not None and (at := self._caret_line()) is not None:
            page, place, line = at
            face.caret(page, place, line, self._head[1])
        painter.end()


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Letters grown to whole words, without blanks at the ends."""
    while 0 < start < len(text) and not text[start - 1].isspace() and not text[start].isspace():
        start -= 1
    while 0 < end < len(text) and not text[end].isspace() and not text[end - 1].isspace():
        end += 1
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
