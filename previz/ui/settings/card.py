"""The settings of the project on one card, a page at a time."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QButtonGroup, QScrollArea, QWidget

from previz.scene.model import Project
from previz.ui.controls import Keycaps, column, label, push_button, row, rule
from previz.ui.overlay import Overlay
from previz.ui.palette import Entry
from previz.ui.session import Session
from previz.ui.settings.downloads import Downloads
from previz.ui.settings.models import ModelsPage
from previz.ui.settings.pages import PAGES

MODELS = "Models"


class SettingsCard(Overlay):
    def __init__(
        self, window: QWidget, session: Session, downloads: Downloads, page: str = "Film", wanted: str = ""
    ) -> None:
        """``wanted``: the model that the page of models shall show."""
        super().__init__(window, "Project settings", 880, height=640)
        self._session, self._downloads, self._wanted = session, downloads, wanted
        self.page = page
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._tabs = QButtonGroup(self)
        buttons = []
        for name in (*PAGES, MODELS):
            button = push_button(name)
            button.setCheckable(True)
            button.setChecked(name == page)
            button.setStyleSheet("text-align: left;")
            button.clicked.connect(lambda _=False, name=name: self.turn_to(name))
            self._tabs.addButton(button)
            buttons.append(button)
        side = column(*buttons, None, margins=(12, 12, 12, 12), gap=2)
        side.setFixedWidth(160)
        head = row(label("Project settings", "title"), None, Keycaps("Esc"), margins=(24, 14, 16, 12))
        self.body.addWidget(head)
        self.body.addWidget(rule())
        self.body.addWidget(row(side, rule(upright=True), self._area, gap=0), 1)
        session.changed.connect(self._changed)
        self.turn_to(page)

    def turn_to(self, page: str) -> None:
        self.page = page
        inside = (
            ModelsPage(self._session, self._downloads, self._wanted)
            if page == MODELS
            else PAGES[page](self._session)
        )
        made = column(inside, margins=(24, 20, 24, 20))
        made.setEnabled(page == MODELS or not self._session.read_only)
        self._area.setWidget(made)

    def _changed(self, edit: object) -> None:
        """Show it anew, once the control that wrote it has done its work."""
        scroll = self._area.verticalScrollBar().value()

        def again() -> None:
            if self.page in ("Camera", "Frames"):
                self.turn_to(self.page)
                self._area.verticalScrollBar().setValue(scroll)

        QTimer.singleShot(0, self, again)


def setting_entries(project: Project, show: Callable[[str], object]) -> list[Entry]:
    """Every setting for the palette, with its value; a choice opens its page."""
    package = project.package
    first_body = package.bodies[0].sensor.name if package.bodies else "none"
    first_lenses = (
        f"{package.lens_sets[0].maker} {package.lens_sets[0].series}" if package.lens_sets else "none"
    )
    values = (
        ("Title", project.title, "Film"),
        ("Director", project.director, "Film"),
        ("Units", "metres" if project.units == "metric" else "feet", "Film"),
        ("Frames per second", f"{package.frame_rate:g}", "Film"),
        ("Paper", project.paper, "Film"),
        ("Camera body", first_body, "Camera"),
        ("Lenses", first_lenses, "Camera"),
        ("Framelines", ", ".join(frame.name for frame in package.framelines), "Frames"),
        ("Deliveries", ", ".join(one.name for one in package.deliveries), "Frames"),
        ("Numbering of shots", project.numbering.upper(), "Numbering"),
        ("Style of the boards", project.look.style, "Look"),
        ("Who makes the frames", project.look.generator, "Generators"),
        ("Models on this machine", "", MODELS),
    )
    return [
        Entry("Settings", name, partial(show, page), value, icon="gear", words=f"setting {page}")
        for name, value, page in values
    ]
