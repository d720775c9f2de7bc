"""The chosen boards as pictures in a folder, the way that they stand on the wall."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtWidgets import QWidget

from previz.errors import PrevizError
from previz.ui.actions import Action
from previz.ui.desk import Desk
from previz.ui.printing import frames_are_in
from previz.ui.questions import folder_to_write
from previz.ui.tasks import Tell

if TYPE_CHECKING:
    from previz.studio.overlays import FrameFormat


class FrameExport:
    def __init__(self, desk: Desk, room: QWidget, chosen: Callable[[], list[str]]) -> None:
        """``chosen`` panels."""
        self._desk, self._room, self._chosen = desk, room, chosen

    def actions(self, row: Callable[..., Action], needs: dict[str, Any]) -> list[Action]:
        return [
            row("png", "Export the chosen frames as PNG…", "", partial(self.ask, "png"), "image", **needs),
            row("svg", "Export the chosen frames as SVG…", "", partial(self.ask, "svg"), "image", **needs),
        ]

    def ask(self, form: FrameFormat) -> None:
        folder = folder_to_write(self._room, "Frames go to")
        if folder is not None:
            self.write(folder, form)

    def write(self, folder: Path, form: FrameFormat) -> None:
        """In the background, with what is drawn and pinned over them."""
        printing, panels = self._desk.session.studio.snapshot().printing, self._chosen()

        def work(tell: Tell) -> list[Path]:
            return printing.frames(folder, form=form, panel_ids=panels)

        self._desk.tasks.run("Copying frames", work, partial(self._tell, folder, len(panels)), self._failed)

    def _tell(self, folder: Path, chosen: int, written: list[Path]) -> None:
        kind: Literal["fact", "warning"] = "fact" if len(written) == chosen else "warning"
        self._desk.session.tell(frames_are_in(folder, written, chosen), kind)

    def _failed(self, error: PrevizError) -> None:
        self._desk.session.tell(str(error), "error")
