"""Receipts of takes: what each picture kept of the blocking that its shot has now."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from previz.errors import ExportError, FileDamaged
from previz.export.rows import panel_part
from previz.export.targets import file_name
from previz.gen.fidelity import Receipt, heat, receipt
from previz.scene import model
from previz.scene.store import Store
from previz.studio.shooting import Shooting
from previz.studio.studio import Studio

PASSES = ("beauty", "depth_m", "ids")


@dataclass(frozen=True)
class TakeReceipt:
    """One take of a panel, judged."""

    number: str
    """Shot number, with the panel's letter where there are several."""
    take: model.Take
    receipt: Receipt

    def line(self) -> str:
        """ "1A     take 2  score  87.3  kept"."""
        told = "; ".join(self.receipt.reasons) or "kept"
        return f"{self.number:<6} take {self.take.number:<3} score {self.receipt.score:5.1f}  {told}"

    def as_data(self) -> dict[str, Any]:
        data: dict[str, Any] = msgspec.to_builtins(self.receipt)
        return {"shot": self.number, "take": self.take.number, "drifted": self.receipt.drifted, **data}


class TakeReceipts:
    """Judges the takes of an open project. Captures each panel once a picture size."""

    def __init__(self, project: Studio) -> None:
        self._project = project
        self._numbers = project.listing.numbers().shots

    def of(
        self, shots: Sequence[model.Shot], every_take: bool = False, heat_folder: Path | None = None
    ) -> Iterator[TakeReceipt]:
        """The selected take of each panel, or ``every_take``; heat maps as ``<shot>-take-<n>.png``.

        Raises BadProject for a shot without a camera, GenerationError for a picture too small to compare,
        ExportError when a heat map cannot be written.
        """
        for shot in shots:
            panels = self._project.document.children(shot.id, model.Panel)
            for place, panel in enumerate(panels):
                letter = panel_part(place + 1, len(panels))
                for take in self._takes(panel, every_take):
                    pixels, guides, people = _compared(
                        self._project.shooting, self._project.store, panel, take
                    )
                    judged = TakeReceipt(
                        self._numbers[shot.id] + letter, take, receipt(pixels, guides, people)
                    )
                    if heat_folder is not None:
                        name = f"{file_name(judged.number)}-take-{take.number}.png"
                        _save(heat(pixels, guides), heat_folder / name)
                    yield judged

    def _takes(self, panel: model.Panel, every_take: bool) -> list[model.Take]:
        if every_take:
            return self._project.document.children(panel.id, model.Take)
        selected = self._project.reviewing.selected(panel)
        return [selected] if selected else []


def heated(
    shooting: Shooting, store: Store, panel: model.Panel, take: model.Take
) -> tuple[Receipt, NDArray[np.uint8]]:
    """A take against the shot as it is now: what it kept, and the heat map over it, (h, w, 3).

    Raises BadProject, FileDamaged, and GenerationError for a picture that is too small to compare.
    """
    pixels, guides, people = _compared(shooting, store, panel, take)
    return receipt(pixels, guides, people), heat(pixels, guides)


def _compared(
    shooting: Shooting, store: Store, panel: model.Panel, take: model.Take
) -> tuple[NDArray[np.uint8], dict[str, NDArray[Any]], dict[int, str]]:
    """The picture, its guides as the shot is now, and who may be in it."""
    pixels = _pixels(store, take)
    sight = shooting.sight(panel.shot_id, panel.time_s)
    g = shooting.capture(sight, (pixels.shape[1], pixels.shape[0]), passes=PASSES)
    names = sight.world.names()
    people = {figure.object_id: names[figure.object_id] for figure in sight.draw_list.figures}
    return pixels, {name: getattr(g, name) for name in PASSES}, people


def _pixels(store: Store, take: model.Take) -> NDArray[np.uint8]:
    try:
        with Image.open(io.BytesIO(store.blob(take.image))) as picture:
            return np.asarray(picture.convert("RGB"))
    except OSError as error:
        raise FileDamaged(f"The picture of take {take.number} cannot be read; generate it again.") from error


def _save(pixels: NDArray[np.uint8], path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(pixels).save(path, format="PNG")
    except OSError as error:
        raise ExportError(f"{path} cannot be written: {error.strerror}; choose another place.") from error
