"""A take goes out in layers to a painting program; the edited picture comes back as a take of its panel."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from previz.errors import PrevizError
from previz.scene import model
from previz.studio.choosing import select_take
from previz.studio.layering import Layered, LayerFormat, Layering
from previz.ui.desk import Desk
from previz.ui.questions import file_to_open, folder_to_write
from previz.ui.tasks import Tell

FORMATS: tuple[LayerFormat, ...] = ("psd", "ora", "svg")
KINDS = "Edited pictures (*.psd *.ora *.png *.tif *.tiff)"


class LayerTrip:
    """Of the panel in front; the files of each panel are remembered while the film is open."""

    def __init__(self, desk: Desk, room: QWidget) -> None:
        self._desk, self._session, self._room = desk, desk.session, room
        self._panel_id: str | None = None
        self._out: dict[str, Path] = {}
        """Panel id → folder that its layers went to last."""

    def show_panel(self, panel_id: str | None) -> None:
        self._panel_id = panel_id

    def menu(self, under: QPushButton) -> QMenu:
        """Both ways, below the button."""
        menu = QMenu(under)
        out = menu.addAction("Export as layers (PSD, OpenRaster, SVG)…", self.ask_out)
        out.setEnabled(self.drawn())
        back = menu.addAction("Bring the edited picture back…", self.ask_back)
        back.setEnabled(self._panel_id is not None and not self._session.read_only)
        menu.popup(under.mapToGlobal(QPoint(0, under.height())))
        return menu

    def drawn(self) -> bool:
        """Whether the take that stands has layers: only a drawing does."""
        panel = self._session.document.get(self._panel_id, model.Panel)
        take = self._session.document.get(panel.selected_take_id, model.Take) if panel else None
        return take is not None and take.generator == "sketch" and not take.imported

    def ask_out(self) -> None:
        folder = folder_to_write(self._room, "Layers go to")
        if folder is not None:
            self.write(folder)

    def write(self, folder: Path) -> None:
        """The take that stands, in the background; it is drawn once more in its layers."""
        panel = self._session.document.get(self._panel_id, model.Panel)
        if panel is None:
            return
        now, store = self._session.studio.snapshot(), self._session.studio.store

        def work(tell: Tell) -> Layered:
            layering = Layering(now.document, store, now.shooting, now.reviewing)
            number = now.listing.numbers().shots[panel.shot_id]
            return layering.write_panel(panel, number, folder, FORMATS)

        def done(layered: Layered) -> None:
            self._out[panel.id] = folder
            names = ", ".join(path.name for path in layered.paths)
            told = [f"{names} are in {folder.name}; edit one, save it, and bring it back.", *layered.warnings]
            self._session.tell(" ".join(told), "warning" if layered.warnings else "fact")

        self._desk.tasks.run("Layers", work, done, self._failed)

    def ask_back(self) -> None:
        folder = self._out.get(self._panel_id or "")
        path = file_to_open(self._room, "Bring the edited picture back", KINDS, folder)
        if path is not None:
            self.bring(path)

    def bring(self, path: Path) -> None:
        """The picture as a new take beside the one that went out; it stands where no other does."""
        panel = self._session.document.get(self._panel_id, model.Panel)
        if panel is None:
            return
        brought = self._session.attempt(lambda: self._session.studio.exchange.add_picture(panel, path))
        if brought is None:
            return
        take, notes = brought
        if panel.selected_take_id is None:
            self._session.attempt(lambda: select_take(self._session.document, take))
        told = f": {'; '.join(notes)}" if notes else ""
        self._session.tell(f"{path.name} is take {take.number}{told}.")

    def _failed(self, error: PrevizError) -> None:
        self._session.tell(str(error), "error")
