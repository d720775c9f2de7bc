"""The film itself: what is wanted most often of its settings, and the way to the others."""

from __future__ import annotations

from typing import Any

from previz.scene import model
from previz.ui.controls import push_button
from previz.ui.inspector.sheet import Sheet
from previz.ui.session import Session


class FilmSheet(Sheet):
    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.text("Title", self._reads("title"), self._writes("title"))
        self.text("Revision", self._reads("revision"), self._writes("revision"), "Rev 2…")
        self.choice("Units", lambda: [("metric", "Metres"), ("imperial", "Feet and inches")],
                    self._reads("units"), self._writes("units"))  # fmt: skip
        more = push_button(
            "All settings of the film…", lambda: session.settings_wanted.emit("Film"), "solid", "gear"
        )
        more.setToolTip("People, frame rate, camera package, framelines, numbering and look  (Ctrl+,)")
        self.add(more)

    def _reads(self, field: str) -> Any:
        return lambda: [getattr(self.session.project, field)]

    def _writes(self, field: str) -> Any:
        def write(value: Any, gesture: str | None) -> None:
            with self.session.edit(f"Project: {field}", gesture) as edit:
                edit.update(model.PROJECT_ID, **{field: value})

        return write
