"""Takes once more, in layers: drawn again from the stored request and written for other programs."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args

import numpy as np
from PIL import Image

from previz.errors import BadProject, ExportError
from previz.export.psd import to_psd
from previz.export.stack import png_files, to_openraster
from previz.export.targets import file_name
from previz.gen.provenance import Origin, packet
from previz.gen.request import FrameRequest, from_json
from previz.gen.sketch import plan_of
from previz.gen.sketch.redraw import Redrawn, redraw
from previz.review.status import stale_reasons
from previz.scene import model
from previz.scene.document import Document
from previz.scene.store import Store
from previz.studio.making import build_request
from previz.studio.paper_over import kept_marks
from previz.studio.reviewing import Reviewing
from previz.studio.shooting import Shooting

LayerFormat = Literal["png", "svg", "ora", "psd"]
FORMATS: tuple[LayerFormat, ...] = get_args(LayerFormat)


@dataclass
class Layered:
    """What was written, and what the reader should know about it."""

    paths: list[Path] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


class Layering:
    def __init__(self, document: Document, store: Store, shooting: Shooting, reviewing: Reviewing) -> None:
        self._document = document
        self._store = store
        self._shooting = shooting
        self._reviewing = reviewing

    def write(
        self, shot: model.Shot, number: str, folder: Path, formats: Sequence[LayerFormat] = FORMATS
    ) -> Layered:
        """The selected take of every panel of a shot as layers.

        Raises BadProject when a panel has no take, or one that was not drawn here; RenderError,
        GenerationError, and ExportError when the folder cannot be written.
        """
        panels = self._document.children(shot.id, model.Panel)
        takes = [self._drawn(number, panel) for panel in panels]
        result = Layered()
        for index, (panel, take) in enumerate(zip(panels, takes, strict=True), start=1):
            self._add(result, shot, panel, take, f"{file_name(number)}-{index}", number, folder, formats)
        return result

    def write_panel(
        self, panel: model.Panel, number: str, folder: Path, formats: Sequence[LayerFormat]
    ) -> Layered:
        """The selected take of one panel, under the number of shot, panel and take. Raises as `write`."""
        shot, take, result = (
            self._document.need(panel.shot_id, model.Shot),
            self._drawn(number, panel),
            Layered(),
        )
        index = 1 + [one.id for one in self._document.children(shot.id, model.Panel)].index(panel.id)
        stem = f"{file_name(number)}-{index}-take-{take.number}"
        self._add(result, shot, panel, take, stem, number, folder, formats)
        return result

    def _add(
        self,
        result: Layered,
        shot: model.Shot,
        panel: model.Panel,
        take: model.Take,
        stem: str,
        number: str,
        folder: Path,
        formats: Sequence[LayerFormat],
    ) -> None:
        request, made, warnings = self._again(shot, number, panel, take)
        result.warnings += warnings
        xmp = packet(Origin.of(request, trained=False))
        for path, data in _files(made, stem, formats, xmp).items():
            result.paths.append(_written(folder / path, data))

    def _drawn(self, number: str, panel: model.Panel) -> model.Take:
        take = self._reviewing.selected(panel)
        if take is None:
            raise BadProject(f"Shot {number} has no frame for every panel yet; generate it first.")
        if take.imported or take.generator != "sketch":
            raise BadProject(
                f"Take {take.number} of shot {number} was not drawn by the sketch generator, so it has no "
                "layers; generate a drawing and select it."
            )
        return take

    def _again(
        self, shot: model.Shot, number: str, panel: model.Panel, take: model.Take
    ) -> tuple[FrameRequest, Redrawn, list[str]]:
        """The request that was drawn, the drawing, and how it differs from the take."""
        stored = from_json(self._store.blob(take.request))
        sight = self._shooting.sight(shot.id, panel.time_s)
        marks = kept_marks(self._store, stored)
        look = self._reviewing.look(shot)
        fresh, guides = build_request(
            sight, self._shooting, look, shot, plan_of(stored), stored.size_px, marks
        )
        same = fresh.guides == stored.guides
        request = stored if same else fresh
        made = redraw(request, guides)
        if same and np.array_equal(made.frame, self._picture(take)):
            return request, made, []
        reasons = stale_reasons(take, self._reviewing.fingerprint(shot, panel.time_s, take))
        if reasons:
            why = f"the shot has changed since take {take.number} ({'; '.join(reasons)})"
        else:
            why = f"another version drew take {take.number}"
        return request, made, [f"Shot {number}: {why}, so the layers show a new drawing, not that take."]

    def _picture(self, take: model.Take) -> np.ndarray:
        with Image.open(io.BytesIO(self._store.blob(take.image))) as picture:
            return np.asarray(picture.convert("RGB"))


def _files(made: Redrawn, stem: str, formats: Sequence[LayerFormat], xmp: str) -> dict[str, bytes]:
    """Path inside the folder → content."""
    files: dict[str, bytes] = {}
    if "png" in formats:
        pngs = png_files(made.layers, xmp)
        files |= {f"{stem}-layers/{name}": data for name, data in pngs.items()}
    if "svg" in formats:
        files[f"{stem}.svg"] = made.svg.encode()
    if "ora" in formats:
        files[f"{stem}.ora"] = to_openraster(made.layers, made.frame, xmp)
    if "psd" in formats:
        files[f"{stem}.psd"] = to_psd(made.layers, made.frame, xmp)
    return files


def _written(path: Path, data: bytes) -> Path:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as error:
        raise ExportError(
            f"The layers cannot be written to {path.parent}: {error.strerror}; choose another folder."
        ) from error
    return path
