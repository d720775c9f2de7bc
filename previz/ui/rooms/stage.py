"""Stage: the viewport in the middle, panels that dock, float and remember themselves around it."""

from __future__ import annotations

import importlib
from typing import Any

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from previz.ui import preferences, tokens
from previz.ui.actions import Action
from previz.ui.controls import EmptyState, ToolButton
from previz.ui.controls.labels import label, set_role
from previz.ui.desk import Desk
from previz.ui.rooms.room import Room
from previz.ui.status_bar import Hint

LAYOUT = "stage"
VERSION = 1
"""Grows when panels come or go: older layouts are then not restored."""
NARROW = 1400
"""Below this width the library starts folded away."""


class _Title(QWidget):
    """A panel's header: its name, and buttons to float and to close it. Dragging it moves the panel."""

    def __init__(self, dock: QDockWidget, name: str) -> None:
        super().__init__(dock)
        set_role(self, "panel")
        self.setFixedHeight(32)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 0, 4, 0)
        layout.setSpacing(0)
        layout.addWidget(label(name, weight="strong"), 1)
        layout.addWidget(ToolButton("arrow-square-out", f"Float {name.lower()}", lambda: _float(dock)))
        layout.addWidget(ToolButton("x", f"Close {name.lower()}", dock.close))


def _float(dock: QDockWidget) -> None:
    dock.setFloating(not dock.isFloating())


class StageRoom(Room):
    name = "Stage"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._parts: list[QWidget] = []
        self._area = QMainWindow()
        self._area.setWindowFlags(Qt.WindowType.Widget)
        self._area.setDockOptions(QMainWindow.DockOption.AllowTabbedDocks)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._area)
        self._area.setCentralWidget(self._middle())
        self.docks: dict[str, QDockWidget] = {}
        self._dock("Library", self._part("library", "Library"), Qt.DockWidgetArea.LeftDockWidgetArea)
        self._dock("Plan", self._part("plan", "PlanView"), Qt.DockWidgetArea.RightDockWidgetArea)
        self._dock("Inspector", self._part("inspector", "Inspector"), Qt.DockWidgetArea.RightDockWidgetArea)
        self._dock("Shots", self._part("strip", "ShotStrip"), Qt.DockWidgetArea.BottomDockWidgetArea)
        self._area.setCorner(Qt.Corner.BottomRightCorner, Qt.DockWidgetArea.RightDockWidgetArea)
        self._area.setCorner(Qt.Corner.BottomLeftCorner, Qt.DockWidgetArea.BottomDockWidgetArea)
        self._laid_out = False
        self.setFocusProxy(self.view)

    # ----------------------------------------------------------------------------------------- building
    def _part(self, module: str, kind: str) -> QWidget:
        """A panel of the stage."""
        try:
            made: QWidget = getattr(importlib.import_module(f"previz.ui.{module}"), kind)(self.session)
        except ModuleNotFoundError as error:
            if error.name != f"previz.ui.{module}":
                raise
            made = EmptyState("layout", kind, "This panel is not in this version yet.")
        self._parts.append(made)
        return made

    def _middle(self) -> QWidget:
        middle = QWidget()
        layout = QVBoxLayout(middle)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.view: Any = self._part("viewport", "StageView")
        layout.addWidget(self.view, 1)
        for module, kind in (("prime_strip", "PrimeStrip"), ("timeline", "Timeline")):
            layout.addWidget(self._part(module, kind))
        return middle

    def _dock(self, name: str, part: QWidget, area: Qt.DockWidgetArea) -> None:
        dock = QDockWidget(name, self._area)
        dock.setObjectName(name)
        dock.setTitleBarWidget(_Title(dock, name))
        dock.setWidget(part)
        self._area.addDockWidget(area, dock)
        self.docks[name] = dock

    # ------------------------------------------------------------------------------------------- layout
    def shown(self) -> None:
        """The first time the panels go where they were left, or where they belong."""
        if self._laid_out:
            return
        self._laid_out = True
        kept = preferences.layout(LAYOUT)
        if kept.isEmpty() or not self._area.restoreState(kept, VERSION):
            self.reset_layout()

    def reset_layout(self) -> None:
        areas = {
            "Library": Qt.DockWidgetArea.LeftDockWidgetArea,
            "Plan": Qt.DockWidgetArea.RightDockWidgetArea,
            "Inspector": Qt.DockWidgetArea.RightDockWidgetArea,
            "Shots": Qt.DockWidgetArea.BottomDockWidgetArea,
        }
        narrow = self.width() < NARROW
        for name, dock in self.docks.items():
            dock.setFloating(False)
            self._area.addDockWidget(areas[name], dock)
            dock.setVisible(not (narrow and name == "Library"))
        right = 288 if narrow else tokens.WIDTH_RIGHT
        across, upright = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
        docks = self.docks
        self._area.resizeDocks([docks["Library"], docks["Plan"]], [tokens.WIDTH_LEFT, right], across)
        self._area.resizeDocks([docks["Plan"], docks["Inspector"]], [300, 600], upright)
        self._area.resizeDocks([docks["Shots"]], [120 if narrow else 150], upright)

    def close_room(self) -> None:
        if self._laid_out:
            preferences.remember_layout(LAYOUT, QByteArray(self._area.saveState(VERSION)))
        for part in self._parts:
            part.close()

    # ------------------------------------------------------------------------------------------ actions
    def actions_by_home(self) -> list[tuple[QWidget, list[Action]]]:
        """Rows of the context "Stage" work in the whole room, whichever panel brings them."""
        own, homes = self._own(), list[tuple[QWidget, list[Action]]]()
        for part in self._parts:
            rows = [row for row in part.actions() if isinstance(row, Action)]
            own += [row for row in rows if row.context == self.name]
            homes.append((part, [row for row in rows if row.context != self.name]))
        return [(self, own), *homes]

    def _own(self) -> list[Action]:
        rows = [
            Action(
                f"panel.{name.lower()}",
                f"Panel {name}",
                context=self.name,
                run=lambda dock=dock: dock.setVisible(not dock.isVisible()),  # type: ignore[misc]
                checked=dock.isVisible,
                icon="layout",
                words="show hide dock",
            )
            for name, dock in self.docks.items()
        ]
        draw = Action(
            "stage.draw",
            "Draw the boards of this shot",
            "G",
            self._draw,
            self.name,
            lambda: self.session.shot is not None and not self.session.read_only,
            "Look at a shot first, in a film that may be changed.",
            "magic-wand",
            hint="draw boards",
            words="generate",
        )
        return [*rows, draw]

    def _draw(self) -> None:
        if self.session.shot is not None:
            self.desk.drawing.draw([self.session.shot.id])

    def hints(self) -> list[Hint]:
        found = getattr(self.view, "hints", None)
        return list(found()) if found else []
