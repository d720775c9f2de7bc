"""The first line: menu, title and state; the rooms; undo, commands, export."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from previz.ui import tokens
from previz.ui.actions import ActionTable
from previz.ui.controls import Segmented, ToolButton, action_button, push_button
from previz.ui.controls.keycap import draw_keycaps, keycaps_width
from previz.ui.controls.labels import set_role
from previz.ui.icons import draw_icon
from previz.ui.theme import colour, font, plate

ROOMS = ("Script", "Stage", "Boards", "Shot list")
NARROW = 1180
"""Below this width words fold away before controls do."""


class _Title(QAbstractButton):
    """The film's title with a dot and a word for its state; a click asks for the project's settings."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.state, self.token = "", "text3"

    def show_state(self, title: str, state: str, token: str, tip: str) -> None:
        self.setText(title)
        self.state, self.token = state, token
        self.setToolTip(tip)
        self.setAccessibleName(f"{title}, {state}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        title = QFontMetricsF(font(tokens.TEXT_BASE, 600)).horizontalAdvance(self.text())
        state = QFontMetricsF(font(tokens.TEXT_CAP)).horizontalAdvance(self.state)
        return QSize(min(round(title + state) + 40, 360), tokens.HEIGHT_CONTROL)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(60, tokens.HEIGHT_CONTROL)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse():
            plate(painter, QRectF(self.rect()), "hover")
        face, small = font(tokens.TEXT_BASE, 600), font(tokens.TEXT_CAP)
        state = QFontMetricsF(small).horizontalAdvance(self.state)
        room = max(20.0, self.width() - state - 32)
        title = QFontMetricsF(face).elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        line = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.setFont(face)
        painter.setPen(colour("text"))
        painter.drawText(QRectF(8, 0, self.width(), self.height()), line, title)
        x = 8 + QFontMetricsF(face).horizontalAdvance(title) + 10
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(self.token))
        painter.drawEllipse(QRectF(x, self.height() / 2 - 2.5, 5, 5))
        painter.setFont(small)
        painter.setPen(colour("text3"))
        painter.drawText(QRectF(x + 10, 0, self.width(), self.height()), line, self.state)
        painter.end()


class _Commands(QAbstractButton):
    """Looks like a line to type into; opens the palette."""

    def __init__(self, keys: str) -> None:
        super().__init__()
        self._keys = keys
        self.folded = False
        self.setAccessibleName("Commands")
        self.setToolTip(f"Find an action, a shot or a setting  ({keys})")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def fold(self, folded: bool) -> None:
        if folded != self.folded:
            self.folded = folded
            self.updateGeometry()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(28 if self.folded else 224, tokens.HEIGHT_CONTROL)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        plate(painter, QRectF(self.rect()), "hover" if self.underMouse() else "raised", "line")
        draw_icon(painter, "magnifying-glass", QRectF(6 if self.folded else 8, 6, 16, 16), "text3")
        if not self.folded:
            painter.setFont(font())
            painter.setPen(colour("text2"))
            line = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            painter.drawText(QRectF(32, 0, self.width(), self.height()), line, "Commands")
            draw_keycaps(painter, self.width() - keycaps_width(self._keys) - 6, 5, self._keys)
        painter.end()


class TopBar(QWidget):
    room_chosen = Signal(int)
    menu_asked = Signal(object)
    """The button below which the menu belongs."""

    def __init__(self, table: ActionTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "bar")
        self.setFixedHeight(tokens.HEIGHT_TOP_BAR)
        self._menu = ToolButton("list", "Menu", lambda: self.menu_asked.emit(self._menu))
        self.title = _Title()
        self.title.clicked.connect(lambda: table.trigger("project.settings"))
        keys = ("1", "2", "3", "4")
        tips = [f"{name}  ({key})" for name, key in zip(ROOMS, keys, strict=True)]
        self.rooms = Segmented(ROOMS, "Room", 1, keys, tips, tokens.TEXT_BASE)
        self.rooms.chosen.connect(self.room_chosen)
        self._commands = _Commands(table["help.commands"].shown_keys)
        self._commands.clicked.connect(lambda: table.trigger("help.commands"))
        self._export = push_button("Export", None, "solid", "export", "Boards, shot list, frames")
        self._export.clicked.connect(lambda: self.export_asked(self._export))
        self.export_asked: Callable[[QWidget], None] = lambda button: None
        self._left, self._right = QWidget(), QWidget()
        left, right = QHBoxLayout(self._left), QHBoxLayout(self._right)
        for layout in (left, right):
            layout.setContentsMargins(8, 0, 8, 0)
            layout.setSpacing(4)
        left.addWidget(self._menu)
        left.addWidget(self.title)
        left.addStretch(1)
        right.addStretch(1)
        for name in ("edit.undo", "edit.redo"):
            right.addWidget(action_button(table, name))
        right.addSpacing(4)
        right.addWidget(self._commands)
        right.addSpacing(4)
        right.addWidget(self._export)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        grid.addWidget(self._left, 0, 0)
        grid.addWidget(self.rooms, 0, 1, Qt.AlignmentFlag.AlignCenter)
        grid.addWidget(self._right, 0, 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(2, 1)

    def show_project(self, there: bool) -> None:
        """Without a project only the menu and the commands mean anything."""
        for part in (self.title, self.rooms, self._export):
            part.setVisible(there)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        narrow = event.size().width() < NARROW
        self._commands.fold(narrow)
        self._export.setText("" if narrow else "\u2009Export")

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour("panel"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, colour("hair"))
        painter.end()
