"""The toolbar of the stage: which view, which tool, what is shown, which panels are open."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QContextMenuEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QToolButton, QWidget

from previz.ui import tokens
from previz.ui.actions import ActionTable
from previz.ui.controls import Segmented, ToolButton, action_button
from previz.ui.controls.labels import rule, set_role
from previz.ui.viewport.showing import Mode

if TYPE_CHECKING:
    from previz.ui.rooms.stage import StageRoom

MODES: tuple[Mode, ...] = ("lens", "free", "split")
TOOLS = ("tool.select", "tool.move", "tool.turn", "tool.scale")
SIGHT = ("tool.snap", "pose.joints", "view.blur", "view.sketch")
GUIDES = ("guide.burn_in", "guide.framelines", "guide.safe", "guide.thirds", "guide.centre", "guide.focus")
PANELS = ("panel.library", "panel.plan", "panel.inspector", "panel.shots", "-", "view.reset")
LAST_FOLDED = (*TOOLS, *SIGHT, "guides")
"""What goes into the menu behind » where there is little room, the last of these first. The views, the
panels and the primary button never do."""


class StageBar(QWidget):
    """Fill it when the rows of the room are in the table."""

    def __init__(self, room: StageRoom) -> None:
        super().__init__()
        self._room = room
        set_role(self, "bar")
        self.setFixedHeight(tokens.HEIGHT_STAGE_TOOLBAR)
        self._parts: dict[str, QWidget] = {}
        """Of `LAST_FOLDED`, those that stand in the bar or would."""
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(8, 0, 8, 0)
        self._layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._layout.setSpacing(4)
        tips = ["Through the lens", "From anywhere", "Both, side by side  (Shift+Space)"]
        self.modes = Segmented(("Lens", "Free", "Split"), "View", 0, tips=tips)
        self.modes.chosen.connect(lambda index: room.view.set_mode(MODES[index]))
        room.view.mode_changed.connect(self._show_mode)
        self._show_mode(room.view.mode)
        self._draw: QWidget | None = None

    def fill(self, table: ActionTable) -> None:
        if self._draw is not None:
            return
        self._layout.addWidget(self.modes)
        self._layout.addSpacing(4)
        for name in TOOLS:
            self._put(name, action_button(table, name))
        self._rule()
        for name in SIGHT:
            self._put(name, action_button(table, name))
        what = "Guides: framelines, safe areas, thirds, burn-in"
        self._put("guides", self._menu_button(table, "frame-corners", what, lambda: GUIDES))
        self.more = self._menu_button(table, "caret-double-right", "More tools", self.folded)
        self._layout.addWidget(self.more)
        self._layout.addStretch(1)
        self._layout.addWidget(self._menu_button(table, "layout", "Panels", lambda: PANELS))
        self._layout.addSpacing(4)
        self._draw = action_button(table, "stage.draw", "primary", "Draw board")
        self._layout.addWidget(self._draw)
        self._fold()

    def _put(self, name: str, part: QWidget) -> None:
        self._parts[name] = part
        self._layout.addWidget(part)

    def folded(self) -> tuple[str, ...]:
        """Names of the rows that have no room in the bar, as the menu behind » has them."""
        names = [name for name in LAST_FOLDED if self._parts[name].isHidden()]
        return tuple(name for one in names for name in (("-", *GUIDES) if one == "guides" else (one,)))

    def _fold(self) -> None:
        """The least needed go first, until the others fit."""
        if not self._parts:
            return
        parts = [self._parts[name] for name in LAST_FOLDED]
        for part in (*parts, self.more):
            part.setVisible(True)
        self.more.setVisible(self._needs() - self._step(self.more) > self.width())
        while parts and not self.more.isHidden() and self._needs() > self.width():
            parts.pop().setVisible(False)

    def _needs(self) -> int:
        self._layout.invalidate()
        return max(self._layout.sizeHint().width(), self._layout.totalMinimumSize().width())

    def _step(self, part: QWidget) -> int:
        return part.sizeHint().width() + self._layout.spacing()

    def _menu_button(
        self, table: ActionTable, picture: str, what: str, names: Callable[[], tuple[str, ...]]
    ) -> QToolButton:
        button = ToolButton(picture, what)

        def show() -> None:
            menu = table.menu(self, names())
            menu.popup(button.mapToGlobal(QPoint(0, button.height())))

        button.clicked.connect(show)
        return button

    def _rule(self) -> None:
        line = rule(upright=True)
        line.setFixedHeight(18)
        self._layout.addSpacing(4)
        self._layout.addWidget(line)
        self._layout.addSpacing(4)

    def _show_mode(self, mode: Mode) -> None:
        self.modes.set_current(MODES.index(mode))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(420, tokens.HEIGHT_STAGE_TOOLBAR)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        self._room.desk.actions.menu(self, PANELS).popup(event.globalPos())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._fold()
