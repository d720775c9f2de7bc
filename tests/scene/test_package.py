"""From a shot and a key to a camera."""

from __future__ import annotations

import math

import msgspec
import pytest

from previz.errors import BadProject
from previz.scene.model import CameraKey, CameraPackage, Frameline, Project, Shot, Transform
from previz.scene.package import camera_state, covers, default_package, nearest_focal

PROJECT = Project(id="project", package=default_package())
SHOT = Shot(id="shot", scene_id="scene", order="a")


def _shot(**changes: str) -> Shot:
    return msgspec.structs.replace(SHOT, **changes)


def test_defaults_are_the_first_of_each() -> None:
    state = camera_state(PROJECT, SHOT, CameraKey(focal_length_mm=35, t_stop=2.0))
    assert state.sensor_name == "ARRI ALEXA 35, 4.6K 3:2 Open Gate"
    assert state.lens_series == "Leitz Summilux-C"
    assert (state.body_label, state.squeeze, state.aspect, state.t_stop) == ("A", 1.0, 2.39, 2.0)
    # 27.99 mm wide, 35 mm long: 2·atan(13.995/35) is 43.6°, worked by hand
    assert state.view.hfov_deg == pytest.approx(43.59, abs=0.02)
    assert state.circle_of_confusion_mm == pytest.approx(math.hypot(27.99, 27.99 / 2.39) / 1500)


def test_anamorphic_lenses_meet_the_anamorphic_mode() -> None:
    state = camera_state(PROJECT, _shot(lens_set_id="anamorphic"), CameraKey(focal_length_mm=50))
    assert "6:5" in state.sensor_name
    assert state.squeeze == 2.0
    assert state.view.aspect == pytest.approx(2.39)
    assert state.view.used_width_mm == pytest.approx(20.22)
    # a 2x 50 mm sees as wide as a spherical 25 mm on that gate
    assert math.tan(math.radians(state.view.hfov_deg / 2)) == pytest.approx(20.22 / 50)


def test_a_named_body_is_obeyed() -> None:
    state = camera_state(PROJECT, _shot(lens_set_id="anamorphic", body_id="body-a"), CameraKey())
    assert "Open Gate" in state.sensor_name


def test_framelines_and_protection_reach_the_view() -> None:
    wide = camera_state(PROJECT, _shot(frameline_id="frame-178"), CameraKey())
    assert wide.view.aspect == pytest.approx(16 / 9)
    frame = Frameline(id="f", name="2.39 common top", aspect=2.39, common_top=True, protection_pct=5)
    package = msgspec.structs.replace(PROJECT.package, framelines=(frame,))
    state = camera_state(msgspec.structs.replace(PROJECT, package=package), SHOT, CameraKey())
    assert state.view.used_width_mm == pytest.approx(27.99 * 0.95)
    assert state.view.shift_y > 0.3


def test_default_lenses_cover_the_default_framelines() -> None:
    package = default_package()
    for frame in package.framelines:
        assert covers(package.lens_sets[0], package.bodies[0], frame)
    assert covers(package.lens_sets[1], package.bodies[1], package.framelines[0])
    assert all(b.sensor.confidence != "C" for b in package.bodies)
    assert all(s.confidence != "C" for s in package.lens_sets)
    full = msgspec.structs.replace(package.framelines[0], aspect=1.456)
    assert covers(package.lens_sets[0], package.bodies[0], full) is False
    unknown = msgspec.structs.replace(package.lens_sets[0], image_circle_mm=None)
    assert covers(unknown, package.bodies[0], full) is None


def test_lenses_that_leave_the_corners_dark_are_told_with_the_numbers() -> None:
    package = default_package()
    sensor = msgspec.structs.replace(package.bodies[0].sensor, width_mm=36.7, height_mm=25.54)
    large = msgspec.structs.replace(package.bodies[0], id="large", label="B", sensor=sensor)
    both = msgspec.structs.replace(
        PROJECT, package=msgspec.structs.replace(package, bodies=(*package.bodies, large))
    )
    assert camera_state(both, SHOT, CameraKey()).uncovered == ""
    named = camera_state(both, _shot(body_id="large"), CameraKey())
    assert named.uncovered == "covers 33.0 of 39.8 mm"
    unknown = msgspec.structs.replace(package.lens_sets[0], image_circle_mm=None)
    blank = msgspec.structs.replace(both.package, lens_sets=(unknown,))
    state = camera_state(msgspec.structs.replace(both, package=blank), _shot(body_id="large"), CameraKey())
    assert state.uncovered == "", "nobody knows"


def test_of_the_modes_of_a_camera_one_is_taken_that_anamorphic_lenses_cover() -> None:
    package = default_package()
    sensor = msgspec.structs.replace(package.bodies[1].sensor, width_mm=30.0, height_mm=25.1)
    wide = msgspec.structs.replace(package.bodies[1], id="too-large", sensor=sensor)
    bodies = (package.bodies[0], wide, package.bodies[1])
    project = msgspec.structs.replace(PROJECT, package=msgspec.structs.replace(package, bodies=bodies))
    state = camera_state(project, _shot(lens_set_id="anamorphic"), CameraKey())
    assert state.sensor_name == package.bodies[1].sensor.name
    assert state.view.used_width_mm < 25


def test_nearest_focal_is_one_of_the_set() -> None:
    primes, _ = default_package().lens_sets
    assert nearest_focal(primes, 34) == 35
    assert nearest_focal(primes, 1000) == 135
    zoom = msgspec.structs.replace(
        primes, lenses=(msgspec.structs.replace(primes.lenses[0], focal_mm=24, focal_max_mm=75),)
    )
    assert nearest_focal(zoom, 33.3) == 33.3
    assert nearest_focal(zoom, 100) == 75
    assert nearest_focal(msgspec.structs.replace(primes, lenses=()), 33) == 33


@pytest.mark.parametrize(
    ("shot", "key", "says"),
    [
        (_shot(body_id="gone"), CameraKey(), "camera body “gone” is not in the camera package"),
        (_shot(lens_set_id="gone"), CameraKey(), "choose Summilux-C, Master Anamorphic"),
        (_shot(frameline_id="gone"), CameraKey(), "choose 2.39, 1.85, 1.78"),
        (SHOT, CameraKey(focal_length_mm=0), "focal length is 0"),
        (SHOT, CameraKey(focal_length_mm=-35), "focal length is -35"),
        (SHOT, CameraKey(focal_length_mm=math.nan), "focal length is nan"),
        (SHOT, CameraKey(t_stop=math.inf), "T-stop is inf"),
        (SHOT, CameraKey(focus_distance_m=math.nan), "focus distance is nan"),
        (SHOT, CameraKey(transform=Transform(position_m=(0, math.nan, 0))), "position is not a number"),
        (SHOT, CameraKey(transform=Transform(rotation=(0, 0, 0, 0))), "rotation is not a rotation"),
    ],
)
def test_impossible_cameras_are_refused_in_one_line(shot: Shot, key: CameraKey, says: str) -> None:
    with pytest.raises(BadProject) as caught:
        camera_state(PROJECT, shot, key)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("part", ["bodies", "lens_sets", "framelines"])
def test_an_empty_package_says_what_to_add(part: str) -> None:
    package: CameraPackage = msgspec.structs.replace(PROJECT.package, **{part: ()})
    with pytest.raises(BadProject, match="add one to the production's camera package"):
        camera_state(msgspec.structs.replace(PROJECT, package=package), SHOT, CameraKey())


def test_focus_at_infinity_is_allowed() -> None:
    state = camera_state(PROJECT, SHOT, CameraKey(focus_distance_m=math.inf))
    assert math.isinf(state.focus_distance_m)
