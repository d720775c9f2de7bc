"""A change that is offered mends the cut that it is offered for."""

from __future__ import annotations

import dataclasses
from itertools import chain

import numpy as np
import pytest

from previz.grammar.continuity import check_cut, check_frame
from previz.grammar.findings import Finding, Frame, Said
from previz.grammar.mending import Mend, mends
from previz.grammar.naming import eye, name_frame
from previz.scene.model import CameraKey
from previz.scene.transform import look_at
from tests.grammar.people import lens, person
from tests.grammar.test_continuity import SIDES, pair, single, taken

FOCAL = 75.0


def key_of(
    frame: Frame, eye_m: tuple[float, float, float], target_m: tuple[float, float, float]
) -> CameraKey:
    return CameraKey(transform=look_at(eye_m, target_m), focal_length_mm=frame.focal_length_mm)


def after(frame: Frame, key: CameraKey, change: Mend) -> Frame:
    """The frame from where the change puts the camera."""
    assert change.shot_id == frame.shot_id
    changed = change.change(key)
    made = eye(changed.transform, lens(changed.focal_length_mm))
    name = name_frame(frame.people, made, principal=frame.name.principal)
    return dataclasses.replace(frame, lens=made, focal_length_mm=changed.focal_length_mm, name=name)


def found(rule: str, findings: list[Finding]) -> Finding:
    return next(one for one in findings if one.rule == rule)


def place(frame: Frame) -> tuple[float, float, float]:
    return tuple(float(v) for v in frame.lens.position_m)  # type: ignore[return-value]


@pytest.mark.parametrize("side", SIDES)
def test_across_the_line_the_camera_is_mirrored_back(side: int) -> None:
    two = pair()
    out, into = single(two, "anna", side), single(two, "ben", -side)
    key = key_of(into, place(into), tuple(map(float, two[1].eyes_m)))  # type: ignore[arg-type]
    (change,) = mends(out, into, found("line", check_cut(out, into)))
    mended = after(into, key, change)
    assert {one.rule for one in check_cut(out, mended)} <= {"match"}
    assert mended.name.size == into.name.size
    assert np.isclose(mended.lens.position_m[2], -into.lens.position_m[2], atol=0.01)
    assert abs(mended.lens.roll_deg) < 1e-6


@pytest.mark.parametrize("side", SIDES)
def test_a_jump_is_parted_or_taken_longer(side: int) -> None:
    anna = person("woman", "stand", (0.0, 0.0, 0.0), 0.0, "anna")
    far = person("man", "stand", (30.0, 0.0, 0.0), 0.0, "ben")
    height = float(anna.eyes_m[1])
    aim = (0.0, height - 0.1, 0.0)
    spots = [(side * 2.0 * np.sin(a), height, 2.0 * np.cos(a)) for a in np.radians((20.0, 30.0))]
    out, into = (taken((anna, far), spot, aim, 50) for spot in spots)
    finding = found("jump", check_cut(out, into))
    key = key_of(into, place(into), aim)
    labels = []
    for change in mends(out, into, finding):
        labels.append(change.label)
        assert "jump" not in {one.rule for one in check_cut(out, after(into, key, change))}
    assert labels == ["Take 1 on 120 mm", "Move camera 1 23° round Anna"]


@pytest.mark.parametrize("side", SIDES)
def test_a_reverse_is_matched_to_its_twin(side: int) -> None:
    two = pair()
    out = single(two, "anna", side)
    eyes = two[1].eyes_m
    away = np.array([-1.75, 0.0, side * 1.2]) * 100 / 75
    into = taken(two, tuple(map(float, eyes + away)), tuple(map(float, eyes)), 100.0, "ben")  # type: ignore[arg-type]
    finding = found("match", check_cut(out, into))
    (change,) = mends(out, into, finding)
    mended = after(into, key_of(into, place(into), tuple(map(float, eyes))), change)  # type: ignore[arg-type]
    assert mended.focal_length_mm == out.focal_length_mm
    assert "match" not in {one.rule for one in check_cut(out, mended)}


@pytest.mark.parametrize("side", SIDES)
def test_a_reverse_is_brought_to_the_angle_of_its_twin(side: int) -> None:
    two = pair()
    frames = []
    for who, ahead, turn in zip(two, (1.0, -1.0), (20, 70), strict=True):
        x, y, _ = (float(one) for one in who.eyes_m)
        way = np.radians(turn)
        at = (x + ahead * 1.75 * float(np.cos(way)), y, side * 1.75 * float(np.sin(way)))
        frames.append(taken(two, at, (x, y, 0.0), 75, who.id))
    out, into = frames
    finding = found("match", check_cut(out, into))
    (change,) = mends(out, into, finding)
    eyes = tuple(map(float, two[1].eyes_m))
    mended = after(into, key_of(into, place(into), eyes), change)  # type: ignore[arg-type]
    assert not check_cut(out, mended)


@pytest.mark.parametrize("side", SIDES)
def test_across_the_gaze_of_somebody_alone_the_camera_is_mirrored_back(side: int) -> None:
    anna = person("woman", "stand", (-0.85, 0.0, 0.0), 90.0, "anna")
    eyes = (-0.85, 1.6, 0.0)
    out, into = (taken((anna,), (0.9, 1.6, z), eyes, 75, "anna") for z in (side * 1.2, -side * 1.4))  # type: ignore[arg-type]
    finding = found("line", check_cut(out, into))
    (change,) = mends(out, into, finding)
    mended = after(into, key_of(into, place(into), eyes), change)
    assert "line" not in {one.rule for one in check_cut(out, mended)}


@pytest.mark.parametrize("lift", [0.1, -0.15])
def test_head_room_is_tilted_right(lift: float) -> None:
    anna = person("woman", "stand", (0.0, 0.0, 0.0), 0.0, "anna")
    far = person("man", "stand", (30.0, 0.0, 0.0), 0.0, "ben")
    height = float(anna.eyes_m[1]) - 0.12 + lift
    made = taken((anna, far), (0.0, height, 2.9), (0.0, height, 0.0), 50)
    (change,) = mends(None, made, found("head-room", check_frame(made)))
    mended = after(made, key_of(made, place(made), (0.0, height, 0.0)), change)
    assert not [one for one in check_frame(mended) if one.rule == "head-room"]


@pytest.mark.parametrize("side", SIDES)
def test_look_room_is_panned(side: int) -> None:
    anna = person("woman", "stand", (0.0, 0.0, 0.0), 90.0 * side, "anna")
    far = person("man", "stand", (30.0, 0.0, 0.0), 0.0, "ben")
    height = float(anna.eyes_m[1])
    made = taken((anna, far), (0.0, height, 2.0), (0.0, height - 0.05, 0.0), 75)
    (change,) = mends(None, made, found("look-room", check_frame(made)))
    mended = after(made, key_of(made, place(made), (0.0, height - 0.05, 0.0)), change)
    assert not [one for one in check_frame(mended) if one.rule == "look-room"]


def test_a_point_of_view_is_put_before_the_eyes() -> None:
    two = pair()
    eyes = two[0].eyes_m
    start = (float(eyes[0]) - 0.8, float(eyes[1]), 0.0)
    made = taken(two, start, (0.85, 1.6, 0.0), 50, "ben", wish="POV")
    (change,) = mends(None, made, found("pov", check_frame(made)))
    assert not check_frame(after(made, key_of(made, start, (0.85, 1.6, 0.0)), change))


def test_what_no_camera_mends_is_left_alone() -> None:
    two = pair()
    frame = single(two, "anna", 1)
    trace = Finding("trace", "1", "2", Said("far"), 0.6, 0.4)
    assert not list(chain(mends(frame, frame, trace), mends(None, frame, trace)))
