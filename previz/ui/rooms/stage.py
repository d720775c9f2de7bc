"""Stage: the viewport in the middle, panels that dock, float and remember themselves around it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDockWidget,
    QHBoxLayout,
    QMainWindow,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from previz.scene.model import CameraKey
from previz.studio.shot_book import Flown
from previz.ui import preferences, tokens
from previz.ui.actions import Action
from previz.ui.camera_panel import CameraPanel
from previz.ui.controls import Segmented, ToolButton
from previz.ui.controls.labels import label, set_role
from previz.ui.desk import Desk
from previz.ui.frame_it import FrameIt
from previz.ui.inspector import Inspector
from previz.ui.library import Library
from previz.ui.plan import PlanBar, PlanView
from previz.ui.prime_strip import MENU as LENS_MENU
from previz.ui.prime_strip import PrimeStrip
from previz.ui.rooms.model_import import ModelImport
from previz.ui.rooms.room import Room
from previz.ui.rooms.stage_bar import StageBar
from previz.ui.rooms.stage_edits import MENU, StageEdits
from previz.ui.rooms.stage_rail import StageRail
from previz.ui.status_bar import Hint
from previz.ui.strip import ShotStrip
from previz.ui.timeline import MENU as TIME_MENU
from previz.ui.timeline import Timeline
from previz.ui.viewport import StageView

LAYOUT = "stage"
VERSION = 1
"""Grows when panels come or go: older layouts are then not restored."""
NARROW = 1400
"""Below this width the library starts folded away."""
LEFT, RIGHT, BOTTOM = (
    Qt.DockWidgetArea.LeftDockWidgetArea,
    Qt.DockWidgetArea.RightDockWidgetArea,
    Qt.DockWidgetArea.BottomDockWidgetArea,
)
PANELS = {
    "Library": ("stack", LEFT),
    "Plan": ("map-trifold", RIGHT),
    "Inspector": ("sliders-horizontal", RIGHT),
    "Shots": ("film-strip", BOTTOM),
}


class _Title(QWidget):
    """A panel's header: its name or its pages, a button to float and one to close it. Drag it to move it."""

    def __init__(self, dock: QDockWidget, name: str, head: QWidget) -> None:
        super().__init__(dock)
        set_role(self, "panel")
        self.setFixedHeight(36)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 0, 4, 0)
        layout.setSpacing(0)
        layout.addWidget(head, 1)
        layout.addSpacing(4)
        layout.addWidget(ToolButton("arrow-square-out", f"Float {name.lower()}", lambda: _float(dock)))
        layout.addWidget(ToolButton("x", f"Close {name.lower()}", dock.close))


def _float(dock: QDockWidget) -> None:
    dock.setFloating(not dock.isFloating())


class _Pages(QStackedWidget):
    """Several panels in one place; it is as large as the one that is seen."""

    turning = Signal(int, int)
    """From this page to that one, before it is seen."""

    def __init__(self, name: str, pages: dict[str, QWidget]) -> None:
        super().__init__()
        set_role(self, "panel")
        self.tabs = Segmented(tuple(pages), name)
        self._pages = tuple(pages.values())
        for page in self._pages:
            self.addWidget(page)
        self.tabs.chosen.connect(self.turn_to)
        self.turn_to(0)

    def turn_to(self, index: int) -> None:
        if index != self.currentIndex():
            self.turning.emit(self.currentIndex(), index)
        self.tabs.set_current(index)
        for place, page in enumerate(self._pages):
            seen = QSizePolicy.Policy.Preferred if place == index else QSizePolicy.Policy.Ignored
            page.setSizePolicy(seen, seen)
        self.setCurrentIndex(index)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return self._pages[self.currentIndex()].minimumSizeHint()


class StageRoom(Room):
    name = "Stage"
    paper = "camera"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        session = self.session
        self.view = StageView(session)
        self.library, self.plan, self.inspector = Library(session), PlanView(session), Inspector(session)
        self.frame_it, self.camera = FrameIt(session, self._try), CameraPanel(session)
        self.primes, self.timeline, self.strip = PrimeStrip(session), Timeline(session), ShotStrip(desk)
        self._edits = StageEdits(session, self.strip)
        self._models = ModelImport(desk, self, self.library.place_before)
        self.view.model_dropped.connect(lambda path, place: self._models.bring(Path(path), place))
        self.bar = StageBar(self)
        self._area = QMainWindow()
        self._area.setWindowFlags(Qt.WindowType.Widget)
        self._area.setDockOptions(QMainWindow.DockOption.AllowTabbedDocks)
        self.rail = StageRail({name: icon for name, (icon, _) in PANELS.items()})
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.rail)
        layout.addWidget(self._area, 1)
        self._area.setCentralWidget(self._middle())
        self.left = _Pages("Left panel", {"Library": self.library, "Frame it": self.frame_it})
        hands = QScrollArea()
        hands.setWidgetResizable(True)
        hands.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        hands.setWidget(self.camera)
        self.right = _Pages("Right panel", {"Inspector": self.inspector, "Camera hands": hands})
        self.docks: dict[str, QDockWidget] = {}
        panels: tuple[QWidget, ...] = (self.left, self.plan, self.right, self.strip)
        self._plan_bar = PlanBar()
        heads = {"Plan": self._plan_bar, "Library": self.left.tabs, "Inspector": self.right.tabs}
        for name, part in zip(PANELS, panels, strict=True):
            self._dock(name, part, heads.get(name) or label(name, weight="strong"))
        self.rail.follow(self.docks)
        self._left_px: dict[int, int] = {}
        self.left.turning.connect(self._keep_width)
        self.plan.drafting.tool_changed.connect(self.desk.actions.refreshed)
        self._area.setCorner(Qt.Corner.BottomRightCorner, RIGHT)
        self._area.setCorner(Qt.Corner.BottomLeftCorner, BOTTOM)
        self._laid_out = False
        self.front = self.view
        self.view.menu_wanted.connect(self._show_menu)
        self.view.pose_wanted.connect(self.library.show_poses)
        self.session.poses_wanted.connect(self._show_poses)
        self.plan.pose_wanted.connect(self._pose)
        self.plan.menu_wanted.connect(self._show_plan_menu)
        self.timeline.menu_wanted.connect(lambda at: self.desk.actions.menu(self, TIME_MENU).popup(at))
        self.primes.menu_wanted.connect(lambda at: self.desk.actions.menu(self, LENS_MENU).popup(at))

    # ----------------------------------------------------------------------------------------- building
    def _middle(self) -> QWidget:
        middle = QWidget()
        layout = QVBoxLayout(middle)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.primes)
        layout.addWidget(self.timeline)
        return middle

    def _dock(self, name: str, part: QWidget, head: QWidget) -> None:
        dock = QDockWidget(name, self._area)
        dock.setObjectName(name)
        dock.setTitleBarWidget(_Title(dock, name, head))
        dock.setWidget(part)
        dock.visibilityChanged.connect(lambda: self.desk.actions.refreshed.emit())
        self._area.addDockWidget(PANELS[name][1], dock)
        self.docks[name] = dock

    def panels(self) -> list[QWidget]:
        middle = [self.bar, self.view, self.primes, self.timeline]
        return [*middle, self.docks["Plan"], self.docks["Inspector"], self.docks["Library"], self.strip]

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Space flips the view wherever it means nothing else, as after a click on a shot or on the plan."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self.desk.actions.trigger("view.flip")
        else:
            super().keyPressEvent(event)

    # ------------------------------------------------------------------------------------------- layout
    def shown(self) -> None:
        """The first time the panels go where they were left, or where they belong."""
        if self._laid_out:
            return
        self._laid_out = True
        self.bar.fill(self.desk.actions)
        self._plan_bar.fill(self.desk.actions)
        kept = preferences.layout(LAYOUT)
        if kept.isEmpty() or not self._area.restoreState(kept, VERSION):
            self.reset_layout()

    def reset_layout(self) -> None:
        narrow = self.width() < NARROW
        for name, dock in self.docks.items():
            dock.setFloating(False)
            self._area.addDockWidget(PANELS[name][1], dock)
            dock.setVisible(not (narrow and name == "Library"))
        right = 288 if narrow else tokens.WIDTH_RIGHT
        across, upright = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
        docks = self.docks
        self._area.resizeDocks([docks["Library"], docks["Plan"]], [tokens.WIDTH_LEFT, right], across)
        self._area.resizeDocks([docks["Plan"], docks["Inspector"]], [300, 600], upright)
        self._area.resizeDocks([docks["Shots"]], [150 if narrow else 186], upright)

    def _keep_width(self, page: int, following: int) -> None:
        """Each page of the left panel is as wide as it was left: what needs more room gives it back."""
        dock = self.docks["Library"]
        if dock.isVisible() and not dock.isFloating():
            self._left_px[page] = dock.width()
            QTimer.singleShot(0, self, lambda: self._give_back(following))

    def _give_back(self, page: int) -> None:
        wide = self._left_px.get(page)
        if wide is not None:
            self._area.resizeDocks([self.docks["Library"]], [wide], Qt.Orientation.Horizontal)

    def bring(self, path: Path) -> None:
        self._models.bring(path)

    def close_room(self) -> None:
        if self._laid_out:
            self.left.turn_to(0)
            self._give_back(0)
            preferences.remember_layout(LAYOUT, QByteArray(self._area.saveState(VERSION)))
        parts: list[QWidget] = [self.view, self.library, self.plan, self.inspector, self.frame_it]
        for part in (*parts, self.camera, self.primes, self.timeline, self.strip):
            part.close()
        self.view.close_pictures()

    # ------------------------------------------------------------------------------------------ actions
    def actions_by_home(self) -> list[tuple[QWidget, list[Action]]]:
        """Rows of the context "Stage" work in the whole room, whichever panel brings them."""
        own = [*self._own(), *self._edits.actions(), *self._models.actions()]
        homes: list[tuple[QWidget, list[Action]]] = [(self, own)]
        for part, rows in (
            (self.view, StageView.actions(self.view)),
            (self.library, self.library.actions()),
            (self.plan, self.plan.actions()),
            (self.inspector, self.inspector.actions()),
            (self.camera, self.camera.actions()),
            (self.primes, self.primes.actions()),
            (self.timeline, self.timeline.actions()),
            (self.strip, self.strip.actions()),
        ):
            own += [row for row in rows if row.context == self.name]
            homes.append((part, [row for row in rows if row.context != self.name]))
        return homes

    def _own(self) -> list[Action]:
        rows = [
            Action(
                f"panel.{name.lower()}",
                name,
                context=self.name,
                run=lambda dock=dock: dock.setVisible(not dock.isVisible()),  # type: ignore[misc]
                checked=lambda dock=dock: not dock.isHidden(),  # type: ignore[misc]
                icon=PANELS[name][0],
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
            hint="draw board",
            words="generate storyboard frame picture",
        )
        frame = Action(
            "stage.frame_it",
            "Frame it…",
            "Shift+W",
            self._frame_it,
            self.name,
            icon="frame-corners",
            words="size composition angle over the shoulder close up wide",
        )
        hands = Action(
            "stage.hands",
            "Camera hands",
            "Shift+E",
            self._hands,
            self.name,
            icon="video-camera",
            words="dolly truck pan",
        )
        poses = Action(
            "pose.by_picture",
            "Poses by picture",
            context=self.name,
            run=self._show_poses,
            icon="person-simple",
            words="preset stand sit lie walk library",
        )
        return [*rows, draw, frame, hands, poses]

    def _draw(self) -> None:
        if self.session.shot is not None:
            self.desk.drawing.draw([self.session.shot.id])

    def _frame_it(self) -> None:
        self.docks["Library"].show()
        self.left.turn_to(1)
        self.frame_it.setFocus(Qt.FocusReason.OtherFocusReason)

    def _try(self, camera: CameraKey | None, flown: Flown | None) -> None:
        """See a camera in the view and on the plan before it is taken."""
        self.view.preview(camera, flown)
        self.plan.preview(camera)

    def _pose(self, id: str) -> None:
        """Where the joints are pulled."""
        self.view.pose(id)
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_poses(self) -> None:
        self.docks["Library"].show()
        self.left.turn_to(0)
        self.library.turn_to("pose")

    def _hands(self) -> None:
        self.docks["Inspector"].show()
        self.right.turn_to(1)

    def _show_menu(self, at: QPoint) -> None:
        self.desk.actions.menu(self, MENU).popup(at)

    def _show_plan_menu(self, at: QPoint) -> None:
        self.view.walls.point(None)
        self._show_menu(at)

    def hints(self) -> list[Hint]:
        return [("Right mouse", "look"), ("W A S D", "fly"), ("Alt", "orbit"), ("Wheel", "dolly")]
