"""What can be done while drawing over a take, as rows of the action table."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu

from previz.gen.request import from_json
from previz.scene.edit import Edit
from previz.scene.model import Panel, Take
from previz.studio import Making
from previz.studio.frame_marks import copy_to, duplicate, remove
from previz.studio.motion_marks import arrows_from_motion
from previz.studio.planning import plan_of_take
from previz.ui.actions import Action
from previz.ui.annotate.canvas import STEP
from previz.ui.annotate.kit import TOOLS
from previz.ui.rooms.room import READ_ONLY

if TYPE_CHECKING:
    from previz.ui.annotate.room import AnnotateRoom

TURN_DEG = 15.0
SIZE_STEP = 1.25


class Deeds:
    def __init__(self, room: AnnotateRoom) -> None:
        self._room = room
        self._awaited: set[str] = set()
        """Blobs of drawings that are on their way into a take."""
        room.session.changed.connect(self._heard)

    def rows(self) -> list[Action]:
        return [*self._tool_rows(), *self._view_rows(), *self._mark_rows()]

    def _row(self, name: str, label: str, keys: str, run: Callable[[], object], **more: Any) -> Action:
        return Action(f"annotate.{name}", label, keys, run, self._room.name, **more)

    def _tool_rows(self) -> list[Action]:
        return [
            self._row(f"tool_{tool.name}", tool.words, tool.key, self._taker(tool.name), icon=tool.icon)
            for tool in TOOLS
        ]

    def _taker(self, name: str) -> Callable[[], None]:
        return lambda: self._room.kit.take_up(name)

    def _view_rows(self) -> list[Action]:
        def view(change: str, *values: float) -> Callable[[], None]:
            def run() -> None:
                canvas = self._room.canvas
                made = getattr(canvas.view, change)(*values, canvas.middle())
                canvas.set_view(made)

            return run

        return [
            self._row("back", "Back to the boards", "", self._room.leave, icon="arrow-left"),
            self._row("esc", "Let go, or back to the boards", "Esc", self._room.escape, hint="back"),
            self._row("fit", "Fit the picture", "0", self._fit, icon="corners-out"),
            self._row("nearer", "Nearer", "+; =", view("zoomed", STEP), icon="magnifying-glass-plus"),
            self._row("further", "Further", "-", view("zoomed", 1 / STEP), icon="magnifying-glass-minus"),
            self._row("flip", "Mirror the view", "H", view("flipped"), icon="swap", hint="mirror"),
            self._row(
                "turn",
                "Turn the view",
                "Shift+R",
                view("turned", TURN_DEG),
                icon="arrow-clockwise",
                hint="turn",
            ),
            self._row("turn_back", "Turn the view back", "Ctrl+Shift+R", view("turned", -TURN_DEG)),
        ]

    def _mark_rows(self) -> list[Action]:
        some: dict[str, Any] = {
            "enabled": lambda: bool(self._room.canvas.selected) and not self._room.session.read_only,
            "why_disabled": "Select a mark first.",
        }
        any_take: dict[str, Any] = {
            "enabled": lambda: self._room.canvas.sheet.take is not None and not self._room.session.read_only,
            "why_disabled": READ_ONLY if self._room.session.read_only else "Draw a board of this shot first.",
        }
        return [
            self._row("remove", "Remove marks", "Del; Backspace", self._remove, icon="trash", **some),
            self._row("duplicate", "Duplicate marks", "Ctrl+D", self._duplicate, icon="copy", **some),
            self._row("all", "Select all marks", "Ctrl+A", self._select_all, icon="selection-all"),
            self._row("smaller", "Smaller tool", "[", self._sizer(1 / SIZE_STEP)),
            self._row("larger", "Larger tool", "]", self._sizer(SIZE_STEP), hint="size"),
            self._row(
                "motion",
                "Arrows from the motion",
                "Shift+A",
                self._motion,
                icon="path",
                words="draw arrows camera actors keys",
                **any_take,
            ),
            self._row(
                "copy_to",
                "Copy marks to another take…",
                "Ctrl+Shift+C",
                lambda: self.take_menu().popup(QCursor.pos()),
                icon="arrow-square-out",
                **any_take,
            ),
            self._row(
                "redraw",
                "Draw a new take with what is drawn here",
                "G",
                self._redraw,
                icon="magic-wand",
                words="paper-over generate",
                **any_take,
            ),
        ]

    def _fit(self) -> None:
        self._room.canvas.set_view(self._room.canvas.view.fitted())

    def _sizer(self, factor: float) -> Callable[[], None]:
        return lambda: self._room.kit.set_size_px(self._room.kit.size_px * factor)

    def _remove(self) -> None:
        ids = self._room.canvas.selected
        self._room.session.attempt(lambda: remove(self._room.session.document, ids))

    def _duplicate(self) -> None:
        copies = self._room.session.attempt(
            lambda: duplicate(self._room.session.document, self._room.canvas.selected)
        )
        self._room.canvas.select(copies or ())

    def _select_all(self) -> None:
        sheet = self._room.canvas.sheet
        self._room.canvas.select(tuple(mark.id for mark in sheet.in_order() if sheet.can_touch(mark)))

    def _motion(self) -> None:
        take, studio = self._room.canvas.sheet.take, self._room.session.studio
        refusal = self._room.canvas.sheet.refusal("arrows")
        if refusal:
            self._room.session.tell(refusal, "warning")
        elif take is not None:
            made = self._room.session.attempt(
                lambda: arrows_from_motion(studio.document, studio.shooting, studio.listing, take.id)
            )
            if made:
                self._room.kit.take_up("select")
                self._room.canvas.select(made)

    def take_menu(self) -> QMenu:
        """The other takes of the panel, the newest first: the marks that are selected, or all, go there."""
        room = self._room
        document, take = room.session.document, room.canvas.sheet.take
        menu = QMenu(room)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        panel = document.get(take.panel_id, Panel) if take is not None else None
        others = document.children(panel.id, Take) if panel is not None else []
        for other in reversed([one for one in others if one != take]):
            stands = " · stands" if panel is not None and panel.selected_take_id == other.id else ""
            entry = menu.addAction(f"Take {other.number} · {other.style}{stands}")
            entry.triggered.connect(lambda _=False, id=other.id: self._copy_to(id))
        if menu.isEmpty():
            menu.addAction("This panel has no other take yet").setEnabled(False)
        return menu

    def _copy_to(self, take_id: str) -> None:
        room = self._room
        ids = room.canvas.selected or tuple(mark.id for mark in room.canvas.sheet.in_order())
        made = room.session.attempt(lambda: copy_to(room.session.document, ids, take_id))
        if made:
            number = room.session.document.need(take_id, Take).number
            what = "1 mark is" if len(made) == 1 else f"{len(made)} marks are"
            room.session.tell(f"{what} over take {number} now.", "fact")

    def _redraw(self) -> None:
        """What is drawn here goes into the next take of this panel."""
        take, studio = self._room.canvas.sheet.take, self._room.session.studio
        panel = studio.document.get(take.panel_id, Panel) if take is not None else None
        if take is None or panel is None:
            return
        over = self._room.session.attempt(lambda: studio.overlays.paper_over(take))
        if over is not None:
            self._awaited.add(over.blob)
            plan = self._room.session.attempt(lambda: plan_of_take(studio.store, take))
            making = Making(plan=plan, panel_marks={panel.id: over})  # else the same drawing
            self._room.desk.drawing.draw_panels([panel.id], making)

    def _heard(self, edit: Edit) -> None:
        """The take that was asked for here has come: it lies beside the others, so say where it is."""
        for before, after in edit.changes.values() if self._awaited else ():
            if before is not None or not isinstance(after, Take) or after.imported:
                continue
            marks = from_json(self._room.session.studio.store.blob(after.request)).marks
            if marks is not None and marks.blob in self._awaited:
                self._awaited.discard(marks.blob)
                told, fix = f"Take {after.number} has what was drawn here in it.", f"Open take {after.number}"
                self._room.session.tell(told, "fact", fix, partial(self._open, after.id))

    def _open(self, take_id: str) -> None:
        self._room.session.draw_on(take_id)
        self._room.desk.actions.trigger("view.annotate")
