"""What canvases share: squares of ids, the pace of a machine, pixels of a coarser picture."""

from __future__ import annotations

import itertools

import numpy as np
from PySide6.QtCore import QRect

from previz.render.drawlist import DrawList
from previz.render.viewer import Glance
from previz.scene.blocking import CameraState
from previz.scene.optics import View
from previz.ui.viewport.canvas import QUICK_MS, SHARES, SLOW_MS, Pace, Pane, around, nearest


def test_the_nearest_object_counts() -> None:
    ids = np.zeros((9, 9), np.uint32)
    ids[2, 2], ids[4, 5] = 7 << 16 | 3, 9 << 16
    assert nearest(around(ids, 4, 4, 3)) == 9
    assert nearest(around(ids, 2, 2, 1)) == 7
    assert nearest(around(ids, 8, 0, 1)) == 0


def test_beyond_the_edge_there_is_nothing() -> None:
    ids = np.full((4, 4), 5 << 16, np.uint32)
    square = around(ids, 0, 3, 2)
    assert square.shape == (5, 5)
    assert (square[:3, 2:] == 5 << 16).all()
    assert not square[:, :2].any()
    assert not square[3:].any()
    assert not around(ids, 40, 40, 2).any()


def test_a_slow_machine_moves_with_fewer_pixels_and_recovers() -> None:
    pace = Pace()
    pace.took(20.0)
    assert pace.share == 1.0
    pace.took(90.0)
    assert pace.share == SHARES[1]
    pace.took(25.0)
    assert pace.share == SHARES[1], "it does not swing to and fro"
    for _ in range(3):
        pace.took(50.0)
    assert pace.share == SHARES[-1], "there is a last step"
    pace.took(5.0)
    assert pace.share == SHARES[1]
    pace.took(5.0)
    assert pace.share == 1.0


def test_no_step_leads_from_too_slow_to_too_quick() -> None:
    for finer, coarser in itertools.pairwise(SHARES):
        assert SLOW_MS * (coarser / finer) ** 2 > QUICK_MS
        assert QUICK_MS * (finer / coarser) ** 2 < SLOW_MS


def test_pixels_of_a_coarser_picture() -> None:
    camera = CameraState((0, 0, 0), (1, 0, 0, 0), View(0.5, 0.5, 36, 36), 35, 3, 2.8)
    fine = Pane(QRect(10, 0, 200, 100), Glance(DrawList({}), camera, (200, 100)))
    rough = Pane(QRect(10, 0, 200, 100), Glance(DrawList({}), camera, (120, 60)))
    assert fine.slot_suffix == ""
    assert fine.pixel(199, 99) == (199, 99)
    assert rough.slot_suffix
    assert rough.pixel(199, 99) == (119, 59)
