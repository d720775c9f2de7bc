"""Takes with what was drawn over them: as SVG over the printed board, and as files for others."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal, get_args

from PIL import Image

from previz.errors import BadProject
from previz.export.arrows import LABEL_SIZE
from previz.export.mark_files import drawn_over, marks_png, marks_svg, overlay_svg
from previz.export.mark_paint import corner_paint, layer_look, paint_sheet, pin_paint
from previz.export.paint import Paint
from previz.export.targets import file_name, not_written
from previz.scene import model
from previz.scene.document import Document
from previz.scene.marks import LAYERS, Layer, Words
from previz.scene.store import Store
from previz.studio.frame_marks import marks_of, sheet_of
from previz.studio.noting import chosen, on_panel
from previz.studio.paper_over import PaperOver
from previz.studio.shooting import Shooting

MarkFormat = Literal["png", "svg", "marks"]
FORMATS: tuple[MarkFormat, ...] = get_args(MarkFormat)
"""The picture with its marks as PNG or SVG; the marks alone on nothing as PNG."""
PIN_COLOUR = "#FF7A66"
PRINTED_PIN, PRINTED_LABEL = 0.02, 0.017
"""Radius of a pin and height of capitals on paper, in widths of the picture: readable at six a page."""
FrameFormat = Literal["png", "svg"]
OVERLAY = "over:"
"""A name that begins so is the overlay of the take with the id that follows, not a blob."""


class Overlays:
    def __init__(self, document: Document, store: Store, shooting: Shooting) -> None:
        self._document = document
        self._shooting = shooting
        self._store = store

    def paint(
        self, take: model.Take, layers: Sequence[Layer] = LAYERS, label_size: float = LABEL_SIZE
    ) -> list[Paint]:
        """Everything over a take that is shown, from below upwards."""
        marks, sheet = marks_of(self._document, take.id), sheet_of(self._document, take.id)
        return paint_sheet(marks, sheet, layers, label_size)

    def picture(self, name: str) -> bytes:
        """A blob, or the SVG of an overlay: what the boards ask for by name.

        Raises FileError, NotFound, ExportError.
        """
        if not name.startswith(OVERLAY):
            return self._store.blob(name)
        take = self._document.need(name.removeprefix(OVERLAY), model.Take)
        return overlay_svg(self._printed(take), take.size_px).encode()

    def painted(self, name: str) -> bytes:
        """A blob, or for the name of an overlay its take with everything over it, as one picture.

        Raises FileError, NotFound, ExportError.
        """
        if not name.startswith(OVERLAY):
            return self._store.blob(name)
        take = self._document.need(name.removeprefix(OVERLAY), model.Take)
        paint, picture = self._printed(take), self._store.blob(take.image)
        return drawn_over(picture, paint) if paint else picture

    def vectors(self, name: str) -> bytes:
        """As `painted`, as an SVG that holds the picture, with what lies over it as vectors.

        Raises FileError, NotFound.
        """
        if name.startswith(OVERLAY):
            take = self._document.need(name.removeprefix(OVERLAY), model.Take)
            return marks_svg(self._printed(take), take.size_px, self._store.blob(take.image)).encode()
        picture = self._store.blob(name)
        with Image.open(io.BytesIO(picture)) as opened:
            return marks_svg([], opened.size, picture).encode()

    def _printed(self, take: model.Take) -> list[Paint]:
        """With letters and pins as large as paper needs them."""
        return [*self.paint(take, label_size=PRINTED_LABEL), *self.pins(take)]

    def pins(self, take: model.Take) -> list[Paint]:
        """The numbers of the open notes that were made on a take's panel: where they point, or in the corner.

        On paper a note stands once; on the screen it follows its person into other panels, too.
        """
        panel = self._document.get(take.panel_id, model.Panel)
        pinned = on_panel(self._document, self._shooting, panel, take=take) if panel is not None else []
        made_here = [one for one in chosen(pinned, "open") if one.thread.note.panel_id == take.panel_id]
        paint = [
            part
            for place, one in enumerate(one for one in made_here if one.place is None)
            for part in corner_paint(place, one.thread.number, PIN_COLOUR, PRINTED_PIN)
        ]
        for one in made_here:
            if one.place is not None:
                paint += pin_paint(one.place, one.thread.number, PIN_COLOUR, PRINTED_PIN)
        return paint

    def write(
        self, stem: str, take: model.Take, folder: Path, formats: Sequence[MarkFormat] = FORMATS
    ) -> list[Path]:
        """Files of one take. Raises ExportError, FileError."""
        paint, picture = self.paint(take), self._store.blob(take.image)
        made: dict[str, bytes] = {}
        if "png" in formats:
            made[f"{stem}.png"] = drawn_over(picture, paint) if paint else picture
        if "svg" in formats:
            made[f"{stem}.svg"] = marks_svg(paint, take.size_px, picture).encode()
        if "marks" in formats:
            made[f"{stem}-marks.png"] = _png(paint, take.size_px)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for name, data in made.items():
                (folder / name).write_bytes(data)
        except OSError as error:
            raise not_written(folder, error) from error
        return [folder / name for name in made]

    def selected(self, shots: Sequence[model.Shot]) -> dict[str, model.Take]:
        """Panel id → the take that stands for it."""
        panels = [panel for shot in shots for panel in self._document.children(shot.id, model.Panel)]
        takes = {panel.id: self._document.get(panel.selected_take_id, model.Take) for panel in panels}
        return {panel_id: take for panel_id, take in takes.items() if take is not None}

    def write_selected(
        self,
        shots: Sequence[model.Shot],
        numbers: Mapping[str, str],
        folder: Path,
        formats: Sequence[MarkFormat] = FORMATS,
    ) -> list[Path]:
        """Files of the selected takes, named after shot and panel. Raises BadProject, and as `write`."""
        paths: list[Path] = []
        for shot in shots:
            takes = self.selected([shot])
            for index, panel in enumerate(self._document.children(shot.id, model.Panel), start=1):
                if panel.id in takes:
                    stem = f"{file_name(numbers[shot.id])}-{index}"
                    paths += self.write(stem, takes[panel.id], folder, formats)
        if not paths:
            raise BadProject("No take is selected for these shots; generate them first.")
        return paths

    def paper_overs(self, shots: Sequence[model.Shot], medium: bool = True) -> dict[str, PaperOver]:
        """Panel id → what was drawn over its selected take, for `Making.panel_marks`.

        Raises BadProject when nothing is drawn over any of them.
        """
        found = {}
        for panel_id, take in self.selected(shots).items():
            if self.paint(take, ("drawing",)):
                found[panel_id] = self.paper_over(take, medium)
        if not found:
            raise BadProject("Nothing is drawn over these takes; draw on them in the boards, then try again.")
        return found

    def paper_over(self, take: model.Take, medium: bool = True) -> PaperOver:
        """What was drawn on the drawing layer of a take, kept in the project for its next takes.

        Raises BadProject when nothing is drawn there.
        """
        paint = self.paint(take, ("drawing",))
        if not paint:
            raise BadProject(
                f"Nothing is drawn over take {take.number}; draw on its drawing layer, and let it be seen."
            )
        png = _png(paint, take.size_px)
        return PaperOver(self._store.put_blob(png, f"marks/take-{take.number}.png"), png, medium)


def words_over(document: Document, take_id: str) -> str:
    """What is written over a take, for those who cannot see it: "leans in; PUSH IN"."""
    shapes = (mark.shape for mark in marks_of(document, take_id))
    texts = (shape.text if isinstance(shape, Words) else getattr(shape, "label", "") for shape in shapes)
    return "; ".join(" ".join(text.split()) for text in texts if text.strip())


def has_overlay(document: Document, take: model.Take) -> bool:
    """Whether anything may lie over a take: marks, or notes on its panel."""
    return bool(marks_of(document, take.id) or document.children(take.panel_id, model.Note))


def has_arrows(document: Document, take_id: str) -> bool:
    """Whether somebody drew arrows over a take that are shown: then no others are printed."""
    look = layer_look(sheet_of(document, take_id), "arrows")
    return look.visible and any(mark.layer == "arrows" for mark in marks_of(document, take_id))


def _png(paint: Sequence[Paint], size_px: tuple[int, int]) -> bytes:
    file = io.BytesIO()
    marks_png(paint, size_px).save(file, "PNG")
    return file.getvalue()
