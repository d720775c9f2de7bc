"""A posed body as the rules of framing see it."""

from __future__ import annotations

import numpy as np
import pytest

from previz.grammar.subject import CHAIN, thing
from tests.grammar.people import person


def test_landmarks_stand_where_the_actor_stands() -> None:
    here, there = person("man"), person("man", position_m=(3.0, 0.5, -2.0), heading_deg=90)
    # heading 90 faces +X: forward (0, 0, z) becomes (z, 0, 0), left (x, 0, 0) becomes (0, 0, −x)
    turned = here.chain_m[:, [2, 1, 0]] * [1, 1, -1] + [3.0, 0.5, -2.0]
    assert there.chain_m == pytest.approx(turned, abs=1e-6)
    assert there.chain_m.shape == (len(CHAIN), 3)


@pytest.mark.parametrize("pose", ["stand", "lie", "sit", "bow"])
def test_head_axes_are_a_rotation_and_face_the_nose(pose: str) -> None:
    figure = person("woman", pose, heading_deg=30)
    axes = figure.head_axes
    assert axes @ axes.T == pytest.approx(np.eye(3), abs=1e-9)
    assert np.linalg.det(axes) == pytest.approx(1)
    assert axes[2] @ (figure.landmarks_m["nose"] - figure.eyes_m) > 0
    assert axes[0] @ (figure.landmarks_m["ear_l"] - figure.landmarks_m["ear_r"]) > 0


def test_crown_is_the_top_of_the_hair() -> None:
    figure = person("woman")
    rise = figure.crown_m[1] - figure.chain_m[0, 1]
    assert 0.0 <= rise < 0.12
    raised = person("woman", "hands_up")
    assert raised.crown_m[1] - raised.chain_m[0, 1] < 0.12
    assert raised.outline_m[:, 1].max() > raised.crown_m[1] - 0.2


def test_gaze_is_the_point_looked_at_or_straight_ahead() -> None:
    ahead = person("man", heading_deg=90)
    assert ahead.looks[0] > 0.9
    at = person("man", heading_deg=90, gaze_m=(0.0, 1.0, 9.0))
    target = np.array([0.0, 1.0, 9.0]) - at.eyes_m
    assert at.looks == pytest.approx(target / np.linalg.norm(target))


def test_a_thing_is_its_points() -> None:
    cup = thing("cup", "Cup", [(0, 1, 0), (2, 3, 4)])
    assert not cup.is_person
    assert cup.centre_m == pytest.approx([1, 2, 2])
