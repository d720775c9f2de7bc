"""What stands behind a place of a picture: a point of the stage, and how far two of them are apart."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from previz.errors import PrevizError
from previz.export import measures
from previz.grammar.naming import eye
from previz.scene.document import Document
from previz.scene.marks import Point
from previz.scene.model import Panel, Take
from previz.studio.shooting import Shooting, Sight

Floats = NDArray[np.float64]

WIDTH_PX = 960


class Backdrop:
    """The stage as a shot's camera sees it, asked place by place. Looks once; raises RenderError."""

    def __init__(self, shooting: Shooting, sight: Sight) -> None:
        self._sight = sight
        height = max(2, round(WIDTH_PX / sight.camera.view.aspect))
        seen = shooting.capture(sight, (WIDTH_PX, height), passes=("depth_m", "ids"))
        self._depth_m, self._objects = seen.depth_m, seen.objects

    def at(self, place: Point) -> tuple[Floats | None, int]:
        """(world point, object id) behind a place in widths of the picture; (None, 0) where nothing is."""
        height, width = self._depth_m.shape
        column = int(np.clip(place[0] * width, 0, width - 1))
        line = int(np.clip(place[1] * width, 0, height - 1))
        depth_m = float(self._depth_m[line, column])
        if not np.isfinite(depth_m):
            return None, 0
        view = self._sight.camera.view
        x, y = (column + 0.5) / width * 2 - 1, 1 - (line + 0.5) / height * 2
        camera = np.array([x * depth_m * view.tan_x, (y + view.shift_y) * depth_m * view.tan_y, -depth_m])
        lens = eye(self._sight.camera.transform, view)
        return lens.position_m + lens.axes @ camera, int(self._objects[line, column])


def measured(document: Document, shooting: Shooting, take: Take, start: Point, end: Point) -> str:
    """How far two places of a take's picture are apart: on the stage behind it, else on the picture.

    The stage is that of now; a stale take may show it otherwise.
    """
    panel = document.get(take.panel_id, Panel)
    if panel is not None:
        try:
            backdrop = Backdrop(shooting, shooting.sight(panel.shot_id, panel.time_s))
        except PrevizError:
            pass  # a shot without a camera or a machine without OpenGL still has a picture to measure
        else:
            one, other = backdrop.at(start)[0], backdrop.at(end)[0]
            if one is not None and other is not None:
                return measures.length(float(np.linalg.norm(one - other)), document.project.units)
    return f"{float(np.hypot(end[0] - start[0], end[1] - start[1])) * 100:.0f} % of the width"
