"""What moves, as the camera sees it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from previz import cast
from previz.render.motion import motion
from previz.scene.blocking import Actor, CameraState, Placed, World
from previz.scene.model import Pose, Transform, Vec3
from previz.scene.optics import framed_view
from previz.scene.transform import look_at


def _camera(eye: Vec3, at: Vec3) -> CameraState:
    where = look_at(eye, at)
    view = framed_view(24.89, 18.66, 2.39, 40)
    return CameraState(where.position_m, where.rotation, view, 40, 4.0, 2.8, aspect=2.39)


def _world(camera: CameraState | None, walker: Vec3 = (0, 0, 0), box: Vec3 = (1, 0, 0)) -> World:
    actor = Actor("a", "A", cast.PEOPLE["man"], Pose(), walker, 0.0, 100)
    item = Placed("b", "b", "box", {}, {}, Transform(position_m=box), 1)
    return World((item,), (actor,), camera)


SIDE = _camera((5.0, 1.5, 0.0), (0.0, 1.5, 0.0))
"""Looks along −X, so world −Z is to its right."""


def test_a_walker_moves_in_metres_a_second_of_camera_space() -> None:
    found = motion(_world(SIDE), _world(SIDE, walker=(0, 0, -0.3)), 0.2)
    assert found["motion"].shape == (1, 4)
    assert found["motion"][0] == pytest.approx([100, 1.5, 0, 0], abs=1e-5)
    assert np.allclose(found["passing"], np.eye(4), atol=1e-6)


def test_looking_back_in_time_gives_the_same_velocity() -> None:
    found = motion(_world(SIDE), _world(SIDE, walker=(0, 0, 0.3)), -0.2)
    assert found["motion"][0] == pytest.approx([100, 1.5, 0, 0], abs=1e-5)


def test_a_camera_that_moves_in_brings_the_set_nearer() -> None:
    near = _camera((4.8, 1.5, 0.0), (0.0, 1.5, 0.0))
    found = motion(_world(SIDE), _world(near), 0.2)
    assert found["motion"].shape == (0, 4)
    assert found["passing"] @ [0, 0, -5, 1] == pytest.approx([0, 0, -4, 1], abs=1e-5)


def test_where_nothing_moves_there_is_nothing_to_say() -> None:
    assert motion(_world(SIDE), _world(SIDE, walker=(0, 0, 0.01)), 0.2) == {}
    assert motion(_world(None), _world(SIDE), 0.2) == {}
    assert motion(_world(SIDE), replace(_world(SIDE), items=(), actors=()), 0.2) == {}
