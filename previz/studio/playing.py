"""The boards in time: how long each panel stands, and how the frame moves over it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from previz.errors import PrevizError
from previz.export.rows import Box, PanelRow, ShotRow
from previz.scene import blocking
from previz.scene.blocking import CameraState
from previz.scene.document import Document
from previz.studio.panel_marks import end_beyond, start_end

WHOLE: Box = (0.0, 0.0, 1.0, 1.0)
MOST_FRAMES = 3.0
"""Further than this nobody follows a slide: the pictures of start and end are faded into each other."""
MOST_ALONE = 0.5
"""Of a frame: how far a picture slides out where there is none of the end."""
STANDS = 0.02
"""A frame that differs by less from the first one stands."""


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
    """And at last: the frame that the camera ends on, within this picture, beside it or around it."""
    after: PanelRow | None = None
    """The panel whose picture stands in that frame, where there is one; it is faded in."""

    @property
    def end_s(self) -> float:
        return self.start_s + self.seconds

    def box(self, time_s: float) -> Box:
        """What is seen at a time of the reel; the move eases in and out."""
        eased = self.done(time_s)
        x, y, w, h = (a + (b - a) * eased for a, b in zip(self.start, self.end, strict=True))
        return x, y, w, h

    def done(self, time_s: float) -> float:
        """How much of the move is behind it at a time of the reel: 0…1."""
        share = min(max((time_s - self.start_s) / self.seconds, 0.0), 1.0) if self.seconds else 1.0
        return share * share * (3 - 2 * share)


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
            shown = after is not None and bool(after.image) and after.status != "omitted"
            end, fades = _move(document, shot.id, panel.time_s, until_s, shown)
            beats.append(Beat(shot, panel, time_s, panel.duration_s, WHOLE, end, after if fades else None))
            time_s += panel.duration_s
    return beats


def _move(document: Document, shot_id: str, from_s: float, to_s: float, shown: bool) -> tuple[Box, bool]:
    """Where the frame goes from that of ``from_s``, and whether the picture of its end is faded in.

    ``shown``: there is one.
    """
    try:
        first, last = (_camera(document, shot_id, time_s) for time_s in (from_s, to_s))
    except PrevizError:
        return WHOLE, False
    if first is None or last is None or to_s <= from_s:
        return WHOLE, False
    inside = start_end(first, last)
    if inside is not None:
        return inside.end, False
    end = end_beyond(first, last, MOST_FRAMES)
    if end is None:
        return WHOLE, shown  # a turn to somewhere else
    if max(abs(a - b) for a, b in zip(end, WHOLE, strict=True)) < STANDS:
        return WHOLE, False
    return (end, True) if shown else (_near(end), False)


def _near(end: Box) -> Box:
    """As much of that way as leaves the picture of the start in sight."""
    x, y, w, h = end
    far = max(abs(x + w / 2 - 0.5), abs(y + h / 2 - 0.5), abs(w - 1), abs(h - 1))
    part = min(1.0, MOST_ALONE / far)
    x, y, w, h = (a + (b - a) * part for a, b in zip(WHOLE, end, strict=True))
    return x, y, w, h


def _camera(document: Document, shot_id: str, time_s: float) -> CameraState | None:
    return blocking.resolve(document, shot_id, time_s).camera
