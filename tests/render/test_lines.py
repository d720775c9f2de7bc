from __future__ import annotations

import cv2
import numpy as np

from previz.render.passes import line_guide
from previz.render.renderer import Renderer

from .solids import at, box, camera, stage

SIZE = (300, 200)
AHEAD = camera((0, 1, 3), (0, 1, 0))


class TestLines:
    def test_borders_of_objects_patches_and_depths(self, renderer: Renderer) -> None:
        above = camera((1.5, 2.5, 3), (0, 0.5, 0))
        g = renderer.capture(
            stage((box((6, 0.1, 6)), at(0, -0.05, 0)), (box((1, 1, 1)), at(0, 0.5, 0))), above, SIZE
        )
        lines = line_guide(g)
        assert set(np.unique(lines)) <= {0, 110, 255}
        for axis in (0, 1):
            changed = np.nonzero(np.diff(g.ids.astype(np.int64), axis=axis))
            strongest = np.maximum(lines[changed], np.roll(lines, -1, axis)[changed])
            assert (strongest == 255).all(), "every border of the box and the floor is a line"
        floor = (g.ids == (1 << 16 | 3)).astype(np.uint8)
        inside = cv2.erode(floor, np.ones((5, 5), np.uint8)).astype(bool)
        assert inside.sum() > 10_000
        assert not lines[inside].any(), "and the floor itself has none"

    def test_a_floor_running_away_has_no_lines(self, renderer: Renderer) -> None:
        g = renderer.capture(stage((box((400, 0.1, 400)), at(0, -0.05, 0))), AHEAD, SIZE)
        lines = line_guide(g)
        horizon = np.nonzero(g.ids.any(axis=1))[0].min()
        assert not lines[horizon + 3 :].any()

    def test_coplanar_seams_are_no_lines_but_materials_on_people_are(self, renderer: Renderer) -> None:
        halves = stage((box((1, 1, 0.1)), at(0, 1, 0)))
        g = renderer.capture(halves, AHEAD, SIZE)
        g.ids[:, 150:][g.ids[:, 150:] > 0] += 1
        seam = np.s_[90:110, 145:155]
        assert not line_guide(g)[seam].any()
        assert line_guide(g, figures=[1])[seam].any()

    def test_lines_grow_with_the_picture(self, renderer: Renderer) -> None:
        scene = stage((box((1, 1, 0.1)), at(0, 1, 0)))
        large = line_guide(renderer.capture(scene, AHEAD, (3240, 2160)))
        small = line_guide(renderer.capture(scene, AHEAD, (324, 216)))
        assert (large[1080] > 0).sum() > (small[108] > 0).sum()
