"""What of a stage view can be switched: guides, focus aids, live sketch, snapping."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal

from previz.render.live import LiveLook
from previz.ui.viewport.pointer import Pointer
from previz.ui.viewport.showing import Showing


class StageLooks:
    """The part of the view that keeps its switches."""

    showing: Showing
    pointer: Pointer
    looks_changed: Any
    refresh: Any

    def set_focus_aid(self, aid: Literal["", "blur", "peaking"]) -> None:
        """Depth of field, focus peaking, or neither."""
        self.showing.focus = aid
        self.looks_changed.emit()
        self.refresh()

    def set_sketch(self, look: LiveLook | None) -> None:
        """Draw what the lens sees as a live sketch, or show it lit."""
        self.showing.sketch = look
        self.looks_changed.emit()
        self.refresh()

    def set_guides(self, **shown: bool) -> None:
        """By the names of `Guides`."""
        self.showing.guides = replace(self.showing.guides, **shown)
        self.looks_changed.emit()
        self.refresh()

    def set_snaps(self, on: bool) -> None:
        """Do drags come to rest on grid, surfaces, walls and seats?"""
        self.pointer.snaps = on
        self.looks_changed.emit()
