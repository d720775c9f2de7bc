"""The boards in time: how long each panel stands, and how the frame moves over it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from previz.errors import PrevizError
from previz.export.rows import Box, PanelRow, ShotRow
from previz.scene import blocking
from previz.scene.blocking import CameraState
from previz.scene.document import Document
from previz.studio.panel_marks import start_end

WHOLE: Box = (0.0, 0.0, 1.0, 1.0)


@dataclass(frozen=True)
class Beat:
    """One panel on the screen."""

    shot: ShotRow
    panel: PanelRow
    start_s: float
    """From the start of the reel."""
    seconds: float
    start: Box = WHOLE
    """What is seen of the picture at first, as shares of it."""
    end: Box = WHOLE
    """And at last: the frame that the camera ends on, where it lies within this picture."""

    @property
    def end_s(self) -> float:
        return self.start_s + self.seconds

    def box(self, time_s: float) -> Box:
        """What is seen at a time of the reel; the move eases in and out."""
        share = min(max((time_s - self.start_s) / self.seconds, 0.0), 1.0) if self.seconds else 1.0
        eased = share * share * (3 - 2 * share)
        x, y, w, h = (a + (b - a) * eased for a, b in zip(self.start, self.end, strict=True))
        return x, y, w, h


def reel(document: Document, shots: Sequence[ShotRow]) -> list[Beat]:
    """Every panel of these shots that is not omitted, in order, one after another."""
    beats: list[Beat] = []
    time_s = 0.0
    for shot in shots:
        if shot.status == "omitted":
            continue
        for place, panel in enumerate(shot.panels):
            if panel.status == "omitted" or panel.duration_s <= 0:
                continue
            after = shot.panels[place + 1] if place + 1 < len(shot.panels) else None
            until_s = after.time_s if after is not None else shot.duration_s
            start, end = _move(document, shot.id, panel.time_s, until_s)
            beats.append(Beat(shot, panel, time_s, panel.duration_s, start, end))
            time_s += panel.duration_s
    return beats


def _move(document: Document, shot_id: str, from_s: float, to_s: float) -> tuple[Box, Box]:
    """How the frame goes over the picture of ``from_s``; it stands where the end lies outside of it."""
    try:
        first, last = (_camera(document, shot_id, time_s) for time_s in (from_s, to_s))
    except PrevizError:
        return WHOLE, WHOLE
    if first is None or last is None or to_s <= from_s:
        return WHOLE, WHOLE
    found = start_end(first, last)
    return (found.start, found.end) if found else (WHOLE, WHOLE)


def _camera(document: Document, shot_id: str, time_s: float) -> CameraState | None:
    return blocking.resolve(document, shot_id, time_s).camera
