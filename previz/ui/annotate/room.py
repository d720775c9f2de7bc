"""Draw over a take: canvas, tools, layers, and the marks that are selected. Reached from the boards."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from previz.errors import FileError
from previz.scene.marks import Point, Words
from previz.scene.model import Panel, Take
from previz.studio.frame_marks import draw
from previz.studio.measuring import measured
from previz.studio.noting import open_words
from previz.ui.actions import Action
from previz.ui.annotate import tools
from previz.ui.annotate.canvas import Canvas, Tool, Touch
from previz.ui.annotate.deeds import Deeds
from previz.ui.annotate.kit import TOOLS, Kit, MarkLook
from previz.ui.annotate.layers_list import LayersList
from previz.ui.annotate.mark_sheet import MarkSheet
from previz.ui.annotate.notes_panel import NotesPanel
from previz.ui.annotate.options_bar import OptionsBar
from previz.ui.annotate.select_tool import SelectTool
from previz.ui.annotate.text_entry import TextEntry
from previz.ui.annotate.tool_rail import ToolRail
from previz.ui.controls import Section, label, row, rule
from previz.ui.controls.labels import column, set_role
from previz.ui.desk import Desk
from previz.ui.rooms.room import Room
from previz.ui.status_bar import Hint

PANEL_WIDTH = 296


class AnnotateRoom(Room):
    name = "Draw on the take"
    paper = "boards"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.kit = Kit(self)
        self.canvas = Canvas(self.session, self.kit, self._tool)
        self.text = TextEntry(self.canvas)
        self.layers = LayersList(self.session, self.canvas.sheet)
        self.marks = MarkSheet(self.session, self.canvas)
        self.bar = OptionsBar(self.kit, self.marks.recolour)
        self.rail = ToolRail(self.kit)
        self._under = label(tone="2", size="cap", weight="medium")
        self._size = label(tone="3", size="cap")
        self._mark_section = Section("Mark", self.marks)
        self.notes = NotesPanel(self.session, self.canvas)
        self._notes_section = Section("Notes", self.notes)
        self.notes.counted.connect(self._count_notes)
        self.deeds = Deeds(self)
        self._build()
        self.canvas.selection_changed.connect(self._titles)
        self.canvas.view_changed.connect(self._say_view)
        self.canvas.sheet.changed.connect(self._sheet_changed)
        self.front = self.canvas
        self._titles()

    def _build(self) -> None:
        self.panel = QVBoxLayout()
        self.panel.setContentsMargins(12, 4, 12, 12)
        self.panel.setSpacing(4)
        self.panel.addWidget(Section("Layers", self.layers))
        self.panel.addWidget(rule())
        self.panel.addWidget(self._mark_section)
        self.panel.addWidget(rule())
        self.panel.addWidget(self._notes_section)
        self.panel.addStretch(1)
        inner = QWidget()
        set_role(inner, "panel")
        inner.setLayout(self.panel)
        side = QScrollArea()
        side.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        side.setWidget(inner)
        side.setWidgetResizable(True)
        side.setFixedWidth(PANEL_WIDTH)
        foot = row(self._under, None, self._size, role="window", margins=(16, 0, 16, 0), height=28)
        middle = QHBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        for part, stretch in (
            (self.rail, 0),
            (rule(upright=True), 0),
            (column(self.canvas, foot, gap=0), 1),
            (rule(upright=True), 0),
            (side, 0),
        ):
            middle.addWidget(part, stretch)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        layout.addWidget(rule())
        layout.addLayout(middle, 1)

    def _count_notes(self, own: int, others: int) -> None:
        self._notes_section.set_title("Notes", "", open_words(own, others))
        self.layers.count_notes(own)

    # ------------------------------------------------------------------------------------------ the take
    def shown(self) -> None:
        self.bar.fill(self.desk.actions)
        self.notes.read_person()
        take = self.session.take or self._usual_take()
        if take != self.canvas.sheet.take:
            self.show_take(take)
        else:
            self.notes.refresh()
        if self.session.note_id:
            self.notes.show_note(self.session.note_id)

    def _usual_take(self) -> Take | None:
        """The take that stands for the first panel of the shot that is looked at."""
        shot, document = self.session.shot, self.session.document
        panels = document.children(shot.id, Panel) if shot is not None else []
        takes = (document.get(panel.selected_take_id, Take) for panel in panels)
        return next((take for take in takes if take is not None), None)

    def show_take(self, take: Take | None) -> None:
        self.canvas.sheet.show_take(take)
        picture = QImage()
        if take is not None:
            try:
                picture = QImage.fromData(QByteArray(self.session.studio.store.blob(take.image)))
            except FileError as error:
                self.session.tell(str(error), "error")
        tall = take.size_px[1] / take.size_px[0] if take is not None else 0.42
        self.canvas.show_picture(picture, tall)
        self.notes.refresh()
        self._say_take()

    def _say_take(self) -> None:
        take, document = self.canvas.sheet.take, self.session.document
        if take is None:
            self._under.setText("No take of this shot yet; draw its board first.")
            self._size.setText("")
            return
        panel = document.get(take.panel_id, Panel)
        number = ""
        if panel is not None:
            number = self.session.studio.listing.numbers().shots.get(panel.shot_id, "")
        self._under.setText(f"{number}   take {take.number}".strip())
        self._say_view()

    def _say_view(self) -> None:
        take, view = self.canvas.sheet.take, self.canvas.view
        if take is None:
            return
        width, height = take.size_px
        shown = round(view.width_px * self.devicePixelRatioF() / width * 100)
        parts = [f"{width} × {height}", "drawn as vectors", f"{shown} %"]
        parts += [f"turned {view.turn_deg:.0f}°"] if round(view.turn_deg) else []
        parts += ["mirrored"] if view.mirrored else []
        self._size.setText("   ".join(parts))

    def _sheet_changed(self, area: object) -> None:
        if area is None:
            self.canvas.picture_changed()
        self._titles()

    def _titles(self) -> None:
        self._mark_section.set_title(*self.marks.title)
        self._mark_section.setVisible(bool(self.marks.marks))
        self.desk.actions.refreshed.emit()

    # ------------------------------------------------------------------------------------------ tools
    def _tool(self, canvas: Canvas, name: str) -> Tool:
        pens = {tool.name: tool.pen for tool in TOOLS if tool.pen is not None}
        if name in pens:
            return tools.PenTool(canvas, pens[name])
        shapes = {
            "arrow": tools.arrow,
            "curve": tools.curved,
            "block": tools.block,
            "frames": tools.frames,
            "box": tools.box,
            "area": tools.area,
        }
        if name in shapes:
            return tools.ShapeTool(canvas, shapes[name])
        if name == "eraser":
            return tools.EraserTool(canvas)
        if name == "measure":
            return tools.MeasureTool(canvas, self._measured)
        if name == "note":
            return tools.PointTool(canvas, self._ask_note, draws=False)
        if name == "text":
            return tools.PointTool(canvas, self._ask_words, draws=True)
        return SelectTool(canvas, self._measured)

    def _measured(self, start: Point, end: Point) -> str:
        take = self.canvas.sheet.take
        if take is None:
            return ""
        studio = self.session.studio
        return measured(studio.document, studio.shooting, take, start, end)

    def _ask_words(self, touch: Touch) -> None:
        look = self.kit.look
        self.text.ask(touch.canvas, lambda text: self._write(touch.place, text, look))

    def _ask_note(self, touch: Touch) -> None:
        take = self.canvas.sheet.take
        if take is not None and self.notes.author(lambda: self._note_on(take, touch.place)):
            self._note_on(take, touch.place)

    def _note_on(self, take: Take, place: Point) -> None:
        """Perhaps after a name was asked for: the picture may have been moved since, or be another."""
        if take == self.canvas.sheet.take:
            at = self.canvas.view.canvas_from_picture().map(QPointF(*place))
            self.text.ask(at, lambda text: self.notes.pin(take, place, text), beside=True)

    def _write(self, at: Point, text: str, look: MarkLook) -> None:
        take = self.canvas.sheet.take
        if take is None:
            return
        words = Words(at=at, text=text)
        ids = self.session.attempt(lambda: draw(self.session.document, take.id, [words], "Write", **look))
        self.canvas.select(ids or ())
        self.canvas.setFocus()

    # ------------------------------------------------------------------------------------------ actions
    def actions_by_home(self) -> list[tuple[QWidget, list[Action]]]:
        return [(self, self.deeds.rows())]

    def hints(self) -> list[Hint]:
        return [("Drag", self.kit.facts.hint), ("Space", "pan"), ("Wheel", "zoom"), ("Alt", "duplicate")]

    def leave(self) -> None:
        self.desk.actions.trigger("view.boards")

    def escape(self) -> None:
        if self.canvas.tool.busy:
            self.canvas.tool.cancel()
        elif self.canvas.selected:
            self.canvas.select(())
        else:
            self.leave()

    def close_room(self) -> None:
        self.canvas.tool.cancel()
        self.canvas.sheet.close()
