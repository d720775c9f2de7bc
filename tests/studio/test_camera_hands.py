"""Hands on the camera: which way they go, what they keep, and that a shot keeps what they did."""

from __future__ import annotations

import math

import numpy as np
import pytest

from previz.errors import BadProject, NotFound
from previz.scene import model
from previz.scene.document import Document
from previz.scene.model import CameraKey
from previz.scene.package import camera_state, default_package
from previz.scene.transform import apply, look_at, matrix, rigid_inverse
from previz.studio import camera_hands as hands
from tests.films import BARE, CLOSE, FULL, put_small_film

SUBJECT = (0.2, 1.5, 0.0)
KEY = CameraKey(
    transform=look_at((0.5, 1.9, 4.0), (0.0, 1.4, 0.0), roll_deg=6.0),
    focal_length_mm=50.0,
    focus_distance_m=3.9,
)
POLE_UP = CameraKey(transform=look_at((0.0, 3.0, 0.0), (0.0, 0.0, 0.0)))


def framed(key: CameraKey, point: tuple[float, float, float]) -> np.ndarray:
    """Where a point lies in the frame: ndc x, ndc y, depth."""
    project = model.Project(id="p", package=default_package())
    state = camera_state(project, model.Shot(id="s", scene_id="x", order="a"), key)
    return state.view.project(apply(rigid_inverse(matrix(state.transform)), point))


def test_dolly_and_truck_stay_on_the_floor_and_pedestal_leaves_it() -> None:
    forward = np.subtract(hands.dolly(KEY, 1.5).transform.position_m, KEY.transform.position_m)
    right = np.subtract(hands.truck(KEY, 0.7).transform.position_m, KEY.transform.position_m)
    assert forward[1] == right[1] == 0
    assert np.linalg.norm(forward) == pytest.approx(1.5)
    assert np.linalg.norm(right) == pytest.approx(0.7)
    assert forward @ right == pytest.approx(0, abs=1e-9)
    assert forward[2] < 0 < right[0], "forwards is into the scene, right is to the operator's right"
    assert hands.pedestal(KEY, 0.3).transform.position_m == pytest.approx((0.5, 2.2, 4.0))
    assert hands.pedestal(KEY, 0.3).transform.rotation == KEY.transform.rotation


def test_pan_right_moves_the_subject_left_and_keeps_tilt_and_roll() -> None:
    panned = hands.pan(KEY, 5.0)
    assert framed(panned, SUBJECT)[0] < framed(KEY, SUBJECT)[0]
    assert hands.tilt_deg(panned) == pytest.approx(hands.tilt_deg(KEY))
    assert hands.roll_deg(panned) == pytest.approx(6.0)
    assert hands.heading_deg(KEY) - hands.heading_deg(panned) == pytest.approx(5.0)


def test_tilt_up_moves_the_subject_down_and_stops_before_the_pole() -> None:
    tilted = hands.tilt(KEY, 4.0)
    assert framed(tilted, SUBJECT)[1] < framed(KEY, SUBJECT)[1]
    assert hands.tilt_deg(tilted) - hands.tilt_deg(KEY) == pytest.approx(4.0)
    assert hands.tilt_deg(hands.tilt(KEY, 500.0)) == pytest.approx(hands.STEEPEST_DEG)
    assert hands.roll_deg(hands.roll(KEY, -4.0)) == pytest.approx(2.0)


@pytest.mark.parametrize("heading", [-170.0, 0.0, 35.0, 90.0])
@pytest.mark.parametrize("pitch", [-60.0, 0.0, 25.0])
@pytest.mark.parametrize("lean", [0.0, -12.0])
def test_aim_is_the_inverse_of_its_readings(heading: float, pitch: float, lean: float) -> None:
    key = CameraKey(transform=model.Transform(rotation=hands.aim(heading, pitch, lean)))
    assert hands.heading_deg(key) == pytest.approx(heading)
    assert hands.tilt_deg(key) == pytest.approx(pitch)
    assert hands.roll_deg(key) == pytest.approx(lean)


@pytest.mark.parametrize("focal", [18.0, 40.0, 135.0])
def test_matching_the_framing_keeps_the_subject_where_and_as_large_as_it_is(focal: float) -> None:
    changed = hands.match_framing(KEY, focal, SUBJECT)
    assert changed.focal_length_mm == focal
    assert framed(changed, SUBJECT)[:2] == pytest.approx(framed(KEY, SUBJECT)[:2])
    above = (SUBJECT[0], SUBJECT[1] + 0.01, SUBJECT[2])
    size = [framed(k, above)[1] - framed(k, SUBJECT)[1] for k in (KEY, changed)]
    assert size[1] == pytest.approx(size[0], rel=0.01)
    moved = hands.depth_m(changed, SUBJECT) - hands.depth_m(KEY, SUBJECT)
    assert changed.focus_distance_m - KEY.focus_distance_m == pytest.approx(moved), "focus follows"


def test_a_dolly_zoom_goes_in_and_widens() -> None:
    changed = hands.dolly_zoom(KEY, 1.0, SUBJECT)
    assert hands.depth_m(KEY, SUBJECT) - hands.depth_m(changed, SUBJECT) == pytest.approx(1.0)
    assert changed.focal_length_mm < KEY.focal_length_mm
    assert framed(changed, SUBJECT)[:2] == pytest.approx(framed(KEY, SUBJECT)[:2])
    with pytest.raises(BadProject, match="behind the camera"):
        hands.dolly_zoom(KEY, 1.0, (0.5, 1.9, 9.0))


def test_orbiting_keeps_the_pivot_in_its_place_of_the_frame() -> None:
    turned = hands.orbit(KEY, SUBJECT, 30.0, 10.0)
    assert framed(turned, SUBJECT) == pytest.approx(framed(KEY, SUBJECT), abs=1e-6)
    assert turned.transform.position_m[0] > KEY.transform.position_m[0], "to the right"
    assert turned.transform.position_m[1] > KEY.transform.position_m[1], "and up"
    over = hands.orbit(KEY, SUBJECT, 0.0, 170.0)
    assert hands.tilt_deg(over) == pytest.approx(-hands.STEEPEST_DEG), "it does not go over the top"


def test_every_hand_works_straight_down() -> None:
    down = hands.dolly(POLE_UP, 1.0)
    assert down.transform.position_m[1] == 3.0
    assert math.dist(down.transform.position_m, POLE_UP.transform.position_m) == pytest.approx(1.0)
    for key in (
        hands.truck(POLE_UP, 1.0),
        hands.pan(POLE_UP, 9.0),
        hands.orbit(POLE_UP, (0, 0, 0), 9.0, 9.0),
    ):
        hands.check_key(key)


def test_focus_is_pulled_to_the_depth_not_to_the_slant() -> None:
    aside = (3.0, 1.5, 0.0)
    assert hands.focus_on(KEY, aside).focus_distance_m == pytest.approx(hands.depth_m(KEY, aside))
    with pytest.raises(BadProject, match="behind the camera"):
        hands.focus_on(KEY, (0.5, 1.9, 9.0))
    assert hands.zoom(KEY, 9000.0).focal_length_mm == hands.FOCAL_MM[1]


# -------------------------------------------------------------------------------------------- the shot
@pytest.fixture
def film() -> Document:
    document = Document()
    put_small_film(document)
    return document


def test_a_standing_camera_is_where_it_was_put_at_every_moment(film: Document) -> None:
    hands.set_camera(film, FULL, KEY, time_s=1.2, label="Dolly")
    for moment in (0.0, 1.2, 3.0):
        found = hands.shot_key(film, FULL, moment)
        assert found is not None
        assert found.transform == KEY.transform
    assert film.history[-1].label == "Dolly"
    film.undo()
    assert hands.camera_keys(film, FULL)[0].focal_length_mm == 35


def test_a_moving_camera_gets_the_key_of_that_moment(film: Document) -> None:
    first, last = hands.camera_keys(film, CLOSE)
    hands.set_camera(film, CLOSE, KEY, time_s=3.0)
    assert [key.time_s for key in hands.camera_keys(film, CLOSE)] == [0.0, 3.0]
    assert hands.camera_keys(film, CLOSE)[0] == first
    hands.set_camera(film, CLOSE, last, time_s=1.5)
    assert [key.time_s for key in hands.camera_keys(film, CLOSE)] == [0.0, 1.5, 3.0]
    found = hands.shot_key(film, CLOSE, 1.5)
    assert found is not None
    assert found.transform == last.transform


def test_a_shot_without_a_camera_gets_one(film: Document) -> None:
    assert hands.shot_key(film, BARE) is None
    hands.set_camera(film, BARE, KEY, time_s=2.0)
    assert hands.camera_keys(film, BARE) == (KEY,)
    with pytest.raises(NotFound):
        hands.set_camera(film, "nowhere", KEY)


def test_one_gesture_is_one_step_of_undo(film: Document) -> None:
    steps = len(film.history)
    for step in range(40):
        hands.set_camera(film, FULL, hands.dolly(KEY, step * 0.01), label="Dolly", gesture="drag-1")
    film.end_gesture()
    assert len(film.history) == steps + 1
    film.undo()
    assert hands.camera_keys(film, FULL)[0].focal_length_mm == 35


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (CameraKey(focal_length_mm=0.0), "no lens"),
        (CameraKey(focus_distance_m=0.01), "cannot focus"),
        (CameraKey(t_stop=-1.0), "T-stop"),
        (CameraKey(transform=model.Transform(position_m=(math.nan, 0.0, 0.0))), "not a number"),
    ],
)
def test_impossible_numbers_are_refused_in_a_line(film: Document, broken: CameraKey, words: str) -> None:
    with pytest.raises(BadProject, match=words):
        hands.set_camera(film, FULL, broken)
