"""One range of depth for several shots, so that the same distance is equally bright in all their frames."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from previz.errors import BadProject
from previz.render.passes import NEAREST_SHARE
from previz.scene.document import Document
from previz.scene.model import Panel, Shot
from previz.studio.shooting import Shooting

WIDTH_PX = 240
MOST_M = 1000.0

Range = tuple[float, float]
"""(near, far) in metres."""


def proved(near_m: float, far_m: float) -> Range:
    """Raises BadProject for what is no range of depth."""
    if not (math.isfinite(near_m) and math.isfinite(far_m) and 0 < near_m < far_m <= MOST_M):
        raise BadProject(
            f"A range of depth from {near_m:g} to {far_m:g} m cannot be used; say near and far in metres, "
            f"e.g. 0.8,12, at most {MOST_M:g}."
        )
    return near_m, far_m


def measured(document: Document, shooting: Shooting, shots: Sequence[Shot]) -> Range:
    """From the nearest to the farthest that any panel of ``shots`` shows, rounded outwards.

    Shots that have no camera yet are left out. Raises BadProject when nothing is seen, RenderError.
    """
    near, far = math.inf, 0.0
    for shot in shots:
        times = {panel.time_s for panel in document.children(shot.id, Panel)} or {0.0}
        for time_s in sorted(times):
            try:
                sight = shooting.sight(shot.id, time_s)
            except BadProject:
                continue  # no camera
            size = (WIDTH_PX, max(2, round(WIDTH_PX / sight.camera.view.aspect)))
            depth = shooting.capture(sight, size, passes=("depth_m", "ids")).depth_m
            seen = depth[np.isfinite(depth)].astype(np.float64)
            if seen.size:
                near = min(near, float(1 / np.percentile(1 / seen, NEAREST_SHARE)))
                far = max(far, float(seen.max()))
    if not math.isfinite(near):
        raise BadProject("None of these shots shows anything whose depth could be measured.")
    rounded = math.floor(near * 100) / 100, math.ceil(far * 10) / 10
    return proved(max(0.01, rounded[0]), min(MOST_M, max(rounded[1], rounded[0] + 0.1)))
