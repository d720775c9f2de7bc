"""The toolbar of the Boards room: how large, in which order, of which kind; review, play, draw."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from previz.ui import tokens
from previz.ui.actions import Action, ActionTable
from previz.ui.controls import Segmented, ToolButton, action_button, push_button
from previz.ui.controls.buttons import Kind, set_words
from previz.ui.controls.labels import set_role
from previz.ui.desk import Desk
from previz.ui.rooms.wall import SIZES, USUAL, Wall
from previz.ui.rooms.wall_model import Order

FILTERS = (
    ("", "All"),
    ("stale", "Stale"),
    ("draft", "Draft"),
    ("review", "Review"),
    ("changes", "Changes"),
    ("approved", "Approved"),
    ("omitted", "Omitted"),
)
NARROW = "One scene, one person, or what drifted"
ORDERS: tuple[Order, ...] = ("script", "setup")
BUTTONS: tuple[tuple[str, str, Kind], ...] = (
    ("boards.play", "Play", "solid"),
    ("boards.review", "Review", "solid"),
    ("boards.approve", "Approve", "solid"),
    ("boards.draw", "Draw", "primary"),
)


class WallBar(QWidget):
    """Where it is narrow the order goes (it has a key), the filter becomes a menu, and last approval goes."""

    def __init__(self, desk: Desk, wall: Wall) -> None:
        super().__init__()
        self._desk, self._wall = desk, wall
        self._shown = [name for _, name in FILTERS]
        self._size_before = USUAL
        """Of the cards, before one was shown alone."""
        set_role(self, "bar")
        self.setFixedHeight(tokens.HEIGHT_TOOLBAR)
        tips = [size.name for size in SIZES]
        self.sizes = Segmented(("XS", "S", "M", "L", "1"), "Size", USUAL, tips=tips)
        self.sizes.chosen.connect(lambda index: wall.set_size(SIZES[index]))
        self.order = Segmented(("Script", "Set-ups"), "Order", 0, tips=["Script order", "Set-up order"])
        self.order.chosen.connect(self._set_order)
        self.filter = Segmented([name for _, name in FILTERS], "Show")
        self.filter.chosen.connect(self._show_only)
        self.filter_menu = push_button("", self._ask_filter, "solid", "caret-down")
        """In place of the filter where that has no room."""
        self.narrow = ToolButton("funnel-simple", NARROW, self._ask_narrow)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(12, 0, 12, 0)
        self._layout.setSpacing(8)
        for part in (self.sizes, self.order, self.filter, self.filter_menu, self.narrow):
            self._layout.addWidget(part)
        self._layout.addStretch(1)
        self._buttons: dict[str, QWidget] = {}

    def actions(self, row: Callable[..., Action]) -> list[Action]:
        return [
            row("order", "Script order, or set-up order", "U", self.other_order, "list"),
            row("alone", "The panel alone, or the wall", "F", self.show_alone, "corners-out"),
        ]

    def show_alone(self) -> None:
        """One card as large as it gets; once more brings the wall back as it was."""
        alone = len(SIZES) - 1
        now = self.sizes.current
        size = self._size_before if now == alone else alone
        self._size_before = now if now != alone else USUAL
        self.sizes.set_current(size)
        self._wall.set_size(SIZES[size])

    def fill(self, table: ActionTable) -> None:
        """When the rows of the room are in the table."""
        if self._buttons:
            return
        for name, text, kind in BUTTONS:
            self._buttons[name] = action_button(table, name, kind, text)
            self._layout.addWidget(self._buttons[name])
        self._fold()

    def show_counts(self) -> None:
        counts = self._wall.wall.counts()
        self._shown = [f"{name} {counts.get(status, 0)}" for status, name in FILTERS]
        self.filter.set_words(self._shown)
        set_words(self.filter_menu, self._shown[self.filter.current])
        self.filter_menu.setAccessibleName(f"Show {self._shown[self.filter.current]}")
        self._fold()
        showing = self._wall.wall.showing
        scene = next((s for s in self._desk.rows.scenes if s.id == showing.scene_id), None)
        drifted = "what drifted" if showing.drifted else ""
        words = ", ".join(filter(None, (f"scene {scene.number}" if scene else "", showing.who, drifted)))
        self.narrow.setToolTip(f"Only {words}" if words else NARROW)
        self.narrow.setCheckable(showing.narrowed)
        self.narrow.setChecked(showing.narrowed)

    def _show_only(self, index: int) -> None:
        self._wall.wall.show_only(FILTERS[index][0])
        self.show_counts()

    def _ask_filter(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for index, words in enumerate(self._shown):
            entry = menu.addAction(words)
            entry.setCheckable(True)
            entry.setChecked(index == self.filter.current)
            entry.triggered.connect(partial(self._take_filter, index))
        menu.popup(self.filter_menu.mapToGlobal(QPoint(0, self.filter_menu.height())))

    def _take_filter(self, index: int) -> None:
        self.filter.set_current(index)
        self._show_only(index)

    def other_order(self) -> None:
        self.order.set_current(1 - self.order.current)
        self._set_order(self.order.current)

    def _set_order(self, index: int) -> None:
        model = self._wall.wall
        model.show_what(replace(model.showing, order=ORDERS[index]))

    def _ask_narrow(self) -> None:
        self.narrow_menu().popup(self.narrow.mapToGlobal(QPoint(0, self.narrow.height())))
        self.show_counts()

    def narrow_menu(self) -> QMenu:
        """Every scene, everybody who is seen, and what models did not keep."""
        menu, model = QMenu(self), self._wall.wall
        showing = model.showing
        for scene_id, words in [
            ("", "All scenes"),
            *((s.id, f"{s.number}  {s.heading}") for s in self._desk.rows.scenes),
        ]:
            entry = menu.addAction(words.replace("&", "&&"))
            entry.setCheckable(True)
            entry.setChecked(scene_id == showing.scene_id)
            entry.triggered.connect(lambda _=False, id=scene_id: self._narrow(scene_id=id))
        menu.addSeparator()
        people = dict.fromkeys(name for shot in self._desk.rows.rows for name in shot.who)
        for who in ("", *people):
            entry = menu.addAction((who or "Everybody").replace("&", "&&"))
            entry.setCheckable(True)
            entry.setChecked(who == showing.who)
            entry.triggered.connect(lambda _=False, name=who: self._narrow(who=name))
        menu.addSeparator()
        count = sum(bool(panel.drifted) for shot in self._desk.rows.rows for panel in shot.panels)
        entry = menu.addAction(f"What drifted from the blocking, worst first: {count}")
        entry.setCheckable(True)
        entry.setChecked(showing.drifted)
        entry.setEnabled(bool(count) or showing.drifted)
        entry.triggered.connect(lambda on: self._narrow(drifted=on))
        return menu

    def _narrow(self, **what: Any) -> None:
        model = self._wall.wall
        model.show_what(replace(model.showing, **what))
        self.show_counts()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._fold()

    def _fold(self) -> None:
        """The first of these that fits."""
        approve = self._buttons.get("boards.approve")
        foldable = [self.order, self.filter, self.filter_menu, *filter(None, (approve,))]
        always = [self.sizes, self.narrow, *(one for one in self._buttons.values() if one is not approve)]
        forms: tuple[tuple[QWidget | None, ...], ...] = (
            (self.order, self.filter, approve),
            (self.filter, approve),
            (self.order, self.filter_menu, approve),
            (self.filter_menu, approve),
            (self.filter_menu,),
        )
        form = next((one for one in forms if self._fits([*always, *filter(None, one)])), forms[-1])
        for part in foldable:
            part.setVisible(part in form)

    def _fits(self, parts: Sequence[QWidget]) -> bool:
        return sum(part.sizeHint().width() + 8 for part in parts) + 24 <= self.width()
