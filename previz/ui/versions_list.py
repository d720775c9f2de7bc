"""Named versions: keep one, see them, return to one."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QScrollArea, QWidget

from previz.scene.store_versions import Version
from previz.ui.controls import Keycaps, push_button
from previz.ui.controls.labels import column, label, row, rule
from previz.ui.overlay import Overlay
from previz.ui.projects import Projects

if TYPE_CHECKING:
    from previz.ui.session import Session


def file_name(title: str) -> str:
    """A file's name for a film: "The Letter" → the-letter.previz."""
    stem = re.sub(r"[^\w]+", "-", title.strip().lower()).strip("-")
    return f"{stem or 'film'}.previz"


class VersionsList(Overlay):
    def __init__(self, window: QWidget, projects: Projects, session: Session) -> None:
        super().__init__(window, "Versions", 560, top=96, height=520)
        self._projects, self._session = projects, session
        self.name = QLineEdit()
        self.name.setPlaceholderText("Name of the version, e.g. “Sent to the producer”")
        self.name.setAccessibleName("Name of the version")
        self.name.textChanged.connect(self._typed)
        self.name.returnPressed.connect(self._keep)
        self.keep = push_button("Keep version", self._keep, "primary")
        self.keep.setEnabled(False)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        why = "Every change is on disk already. A version is a state that you can return to."
        self.body.addWidget(row(label("Versions", "title"), None, Keycaps("Esc"), margins=(16, 12, 16, 4)))
        self.body.addWidget(row(label(why, tone="3", wrap=True), margins=(16, 0, 16, 8)))
        if session.read_only:
            self.name.setEnabled(False)
            self.name.setPlaceholderText("This film is open to look at only")
        self.body.addWidget(row(self.name, self.keep, margins=(16, 4, 16, 12)))
        self.body.addWidget(rule())
        self.body.addWidget(self._area, 1)
        self._fill()

    def open(self, focus: QWidget | None = None) -> None:
        super().open(focus or self.name)

    def _fill(self) -> None:
        versions = self._projects.versions()
        lines: list[QWidget] = [self._line(version) for version in versions]
        if not lines:
            lines = [row(label("No version yet.", tone="3"), margins=(16, 12, 16, 0))]
        self._area.setWidget(column(*lines, None, gap=0, margins=(0, 4, 0, 4)))

    def _line(self, version: Version) -> QWidget:
        when = datetime.fromisoformat(version.at).astimezone()
        words = column(
            label(version.name, weight="medium"),
            label(f"{version.who}, {when.day} {when:%B %Y, %H:%M}", "cap", "3"),
            gap=0,
        )
        back = push_button("Return to it", lambda: self._return(version), "solid")
        back.setAccessibleName(f"Return to {version.name}")
        back.setEnabled(not self._session.read_only)
        return row(words, None, back, margins=(16, 8, 16, 8))

    def _typed(self, text: str) -> None:
        self.keep.setEnabled(bool(text.strip()))

    def _keep(self) -> None:
        name = self.name.text().strip()
        if name and self._projects.save_version(name) is not None:
            self.leave()
            self._session.tell(f"Version “{name}” is kept.", "fact")

    def _return(self, version: Version) -> None:
        self.leave()
        self._projects.return_to(version.number)
        self._session.tell(
            f"The film is again as it was in “{version.name}”.", "fact", "Undo", self._session.undo
        )
