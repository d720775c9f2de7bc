"""What makes a frame stale, with its reason, and what leaves it fresh."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from previz.review import PARTS, compare, fingerprint, hashes
from previz.review.fingerprint import part, turn_deg
from previz.review.reasons import turn_between_deg
from previz.scene.blocking import World
from previz.scene.model import Beam, Body, Light, Look, Outfit, Pose, PrintPart, Transform
from previz.scene.optics import View
from previz.scene.transform import axis_angle, look_at, rotation_matrix, rotation_quat

from .stage import (
    ALL_SEEN,
    CAMERA,
    CAMERA_AT,
    LAMP,
    LIT,
    LOOK,
    MAYA,
    NIGHT,
    SOFA,
    TOM,
    WORLD,
    with_actor,
    with_camera,
    with_item,
)

Prints = dict[str, PrintPart]


def prints(
    world: World = WORLD,
    seen: Mapping[int, float] = ALL_SEEN,
    look: Look = LOOK,
    words: str = "a room",
) -> Prints:
    """A fingerprint as it comes back from the file."""
    made = fingerprint(world, seen, look, words)
    return msgspec.json.decode(msgspec.json.encode(made), type=Prints)


def lit(**about: Any) -> World:
    return replace(WORLD, light=Light(**about))


OLD = prints()
GAZING = with_actor(gaze_id="tom")
HIDDEN_TOM = {**ALL_SEEN, 2: 0.0}


def turned(degrees: float) -> Any:
    left = rotation_matrix(axis_angle((0, 1, 0), degrees)) @ rotation_matrix(CAMERA.rotation)
    return rotation_quat(left)


STALE: list[tuple[str, World, World, str, list[str]]] = [
    ("camera moves", WORLD, with_camera(position_m=(0.0, 1.5, 4.6)), "camera", ["camera moved 0.4 m"]),
    ("1 mm", WORLD, with_camera(position_m=(0.0, 1.501, 5.0)), "camera", ["camera moved 1 mm"]),
    ("pan", WORLD, with_camera(rotation=turned(12.0)), "camera", ["camera turned 12°"]),
    ("0.02°", WORLD, with_camera(rotation=turned(0.02)), "camera", ["camera turned 0.02°"]),
    (
        "lens",
        WORLD,
        with_camera(focal_length_mm=50.0, view=View(0.28, 0.28 / 1.78, 28.0, 15.7)),
        "camera",
        ["lens 35 → 50 mm"],
    ),
    (
        "sensor",
        WORLD,
        with_camera(view=View(0.3, 0.3 / 1.78, 21.0, 11.8)),
        "camera",
        ["angle of view 44° → 33°"],
    ),
    ("frame", WORLD, with_camera(view=View(0.4, 0.4 / 2.39, 28.0, 11.7)), "camera", ["frame 1.78 → 2.39"]),
    (
        "top",
        WORLD,
        with_camera(view=replace(CAMERA.view, shift_y=0.1)),
        "camera",
        ["frameline moved on the sensor"],
    ),
    ("squeeze", WORLD, with_camera(squeeze=2.0), "camera", ["squeeze 1 → 2"]),
    ("focus", WORLD, with_camera(focus_distance_m=2.5), "camera", ["focus 5 m → 2.5 m"]),
    ("infinity", WORLD, with_camera(focus_distance_m=float("inf")), "camera", ["focus 5 m → ∞"]),
    ("stop", WORLD, with_camera(t_stop=4.0), "camera", ["stop T2.8 → T4"]),
    ("no camera", WORLD, replace(WORLD, camera=None), "camera", ["the camera is gone"]),
    ("a camera", replace(WORLD, camera=None), WORLD, "camera", ["the camera was placed"]),
    ("walk", WORLD, with_actor(position_m=(0.0, 0.0, 0.4)), "blocking", ["Maya moved 0.4 m"]),
    ("shift", WORLD, with_actor(position_m=(0.04, 0.0, 0.0)), "blocking", ["Maya moved 4 cm"]),
    ("turn", WORLD, with_actor(who="tom", heading_deg=20.0), "blocking", ["Tom turned 30°"]),
    ("pose", WORLD, with_actor(pose=Pose(preset="sit")), "blocking", ["Maya: pose stand → sit"]),
    ("mirror", WORLD, with_actor(pose=Pose(mirror=True)), "blocking", ["Maya: pose adjusted"]),
    ("half", WORLD, with_actor(pose=Pose(strength=0.5)), "blocking", ["Maya: pose adjusted"]),
    (
        "joint",
        WORLD,
        with_actor(pose=Pose(joints={"spine": (0.9, 0.4, 0.0, 0.0)})),
        "blocking",
        ["Maya: pose adjusted"],
    ),
    ("hand", WORLD, with_actor(pose=Pose(hand_left="fist")), "blocking", ["Maya: left hand as posed → fist"]),
    ("head", WORLD, with_actor(pose=Pose(head_deg=(0.0, 0.0, 20.0))), "blocking", ["Maya: head turned"]),
    ("smile", WORLD, with_actor(pose=Pose(expression="smile")), "blocking", ["Maya: neutral → smile"]),
    (
        "broad smile",
        with_actor(pose=Pose(expression="smile")),
        with_actor(pose=Pose(expression="smile", expression_strength=1.3)),
        "blocking",
        ["Maya: smile 100% → 130%"],
    ),
    (
        "hat",
        WORLD,
        with_actor(body=Body(sex=0.0, outfit=Outfit(hat="fedora"))),
        "blocking",
        ["Maya: clothes changed"],
    ),
    ("beard", WORLD, with_actor(body=Body(sex=0.0, beard="beard")), "blocking", ["Maya: body changed"]),
    ("seat", WORLD, with_actor(seat_height_m=0.45), "blocking", ["Maya: seat none → 0.45 m"]),
    ("gaze", WORLD, with_actor(gaze_m=(1.0, 1.5, 1.0)), "blocking", ["Maya looks elsewhere"]),
    ("body", WORLD, with_actor(body=Body(sex=0.0, age_years=60.0)), "blocking", ["Maya: body changed"]),
    (
        "clothes",
        WORLD,
        with_actor(body=Body(sex=0.0, outfit=Outfit(top=(1.0, 0.0, 0.0)))),
        "blocking",
        ["Maya: clothes changed"],
    ),
    (
        "two at once",
        WORLD,
        with_actor(with_actor(position_m=(0.0, 0.0, 1.0)), "tom", pose=Pose(preset="sit")),
        "blocking",
        ["Maya moved 1.0 m", "Tom: pose stand → sit"],
    ),
    ("sofa", WORLD, with_item(transform=Transform(position_m=(0.0, 0.0, -1.3))), "set", ["Sofa moved 0.3 m"]),
    (
        "sofa turns",
        WORLD,
        with_item(transform=Transform(position_m=(0, 0, -1), rotation=axis_angle((0, 1, 0), 90))),
        "set",
        ["Sofa turned 90°"],
    ),
    (
        "sofa grows",
        WORLD,
        with_item(transform=Transform(position_m=(0, 0, -1), scale=(1.0, 1.2, 1.0))),
        "set",
        ["Sofa: size changed"],
    ),
    ("width", WORLD, with_item(params={**SOFA.params, "width": 2.4}), "set", ["Sofa: width 2 → 2.4"]),
    ("arms", WORLD, with_item(params={**SOFA.params, "arms": False}), "set", ["Sofa: arms on → off"]),
    (
        "choice",
        WORLD,
        with_item(params={**SOFA.params, "cloth": "plaid"}),
        "set",
        ["Sofa: cloth plain → plaid"],
    ),
    (
        "default",
        WORLD,
        with_item(params={"width": 2.0, "arms": True}),
        "set",
        ["Sofa: cloth plain → default"],
    ),
    ("colour", WORLD, with_item(colours={"cloth": (0.1, 0.2, 0.5)}), "set", ["Sofa: colour changed"]),
    ("piece", WORLD, with_item(piece="bench", params={}, colours={}), "set", ["Sofa: sofa → bench"]),
    ("outside", WORLD, replace(WORLD, interior=False), "set", ["interior → exterior"]),
    ("night", WORLD, replace(WORLD, light=Light(time="night")), "light", ["light day → night"]),
    ("sun", WORLD, replace(WORLD, light=Light(azimuth_deg=90.0)), "light", ["light direction free → 90°"]),
    ("noon", WORLD, replace(WORLD, light=Light(elevation_deg=70.0)), "light", ["light height free → 70°"]),
    (
        "moon",
        NIGHT,
        replace(NIGHT, light=Light(time="night", azimuth_deg=9.0)),
        "light",
        ["light Lamp → moon"],
    ),
    ("golden", WORLD, lit(time="golden hour"), "light", ["light day → golden hour"]),
    (
        "dusk in rain",
        WORLD,
        lit(time="dusk", weather="rain"),
        "light",
        ["light day → dusk", "weather clear → rain"],
    ),
    ("fog", WORLD, lit(visibility_m=40.0), "light", ["visibility its own → 40 m"]),
    ("dimmed", WORLD, lit(strength=0.5), "light", ["light strength 1 → 0.5"]),
    ("tungsten", lit(kelvin=5600.0), lit(kelvin=3200.0), "light", ["light colour 5600 K → 3200 K"]),
    ("silk", WORLD, lit(softness=1.0), "light", ["light softness its own → 1"]),
    ("fill", WORLD, lit(fill=Beam(azimuth_deg=40.0)), "light", ["fill light added"]),
    ("rim", lit(rim=Beam(azimuth_deg=140.0)), lit(), "light", ["rim light removed"]),
    (
        "fill up",
        lit(fill=Beam(azimuth_deg=40.0)),
        lit(fill=Beam(azimuth_deg=40.0, strength=0.8)),
        "light",
        ["fill light changed"],
    ),
]


@pytest.mark.parametrize(
    ("old", "new", "part", "reasons"), [row[1:] for row in STALE], ids=[r[0] for r in STALE]
)
def test_stale_with_its_reason(old: World, new: World, part: str, reasons: list[str]) -> None:
    before, after = prints(old), prints(new)
    assert compare(before, after) == reasons
    assert [name for name in PARTS if before[name].hash != after[name].hash] == [part]


def test_every_part_can_make_stale() -> None:
    assert {row[3] for row in STALE} | {"look", "words"} == set(PARTS) == set(OLD)


@pytest.mark.parametrize(
    ("look", "reasons"),
    [
        (Look(style="ink"), ["style pencil → ink"]),
        (Look(generator="diffusion"), ["generator sketch → diffusion"]),
    ],
)
def test_look_makes_stale(look: Look, reasons: list[str]) -> None:
    assert compare(OLD, prints(look=look)) == reasons


def test_words_make_stale_and_spaces_do_not() -> None:
    assert compare(OLD, prints(words="a large room")) == ["words changed"]
    assert compare(OLD, prints(words=" a \n room")) == []


# ------------------------------------------------------------------------------------------------ fresh
COPY = with_actor(body=msgspec.json.decode(msgspec.json.encode(MAYA.body), type=Body))
FRESH: list[tuple[str, World, World, Mapping[int, float]]] = [
    ("nothing", WORLD, WORLD, ALL_SEEN),
    ("a copy of the values", WORLD, COPY, ALL_SEEN),
    ("Tom walks off screen", WORLD, with_actor(who="tom", position_m=(9.0, 0.0, 9.0)), HIDDEN_TOM),
    (
        "Tom changes off screen",
        WORLD,
        with_actor(who="tom", body=Body(), pose=Pose(preset="sit")),
        HIDDEN_TOM,
    ),
    (
        "sofa off screen",
        WORLD,
        with_item(transform=Transform(position_m=(9.0, 0.0, 9.0)), piece="bench"),
        {**ALL_SEEN, 10: 0.0009},
    ),
    ("removed off screen", WORLD, replace(WORLD, actors=(MAYA,)), HIDDEN_TOM),
    ("new off screen", replace(WORLD, items=(SOFA,)), WORLD, {**ALL_SEEN, 11: 0.0}),
    ("renamed", WORLD, with_actor(with_item(name="Couch"), name="Maja"), ALL_SEEN),
    ("described", WORLD, with_actor(words="tall"), ALL_SEEN),
    ("renumbered", WORLD, with_actor(object_id=7), {**ALL_SEEN, 7: 0.1}),
    ("other time of the shot", WORLD, replace(WORLD, time_s=2.0, stage_name="x", stage_words="y"), ALL_SEEN),
    (
        "same joint, other sign",
        with_actor(pose=Pose(joints={"spine": (0.9, 0.4, 0.0, 0.0)})),
        with_actor(pose=Pose(joints={"spine": (-0.9, -0.4, 0.0, 0.0)})),
        ALL_SEEN,
    ),
    ("0.4 mm", WORLD, with_actor(position_m=(0.0004, 0.0, 0.0)), ALL_SEEN),
    ("0.004°", WORLD, with_actor(heading_deg=0.004), ALL_SEEN),
    ("360°", WORLD, with_actor(heading_deg=360.0), ALL_SEEN),
    ("0.004 mm of lens", WORLD, with_camera(focal_length_mm=35.004), ALL_SEEN),
    ("same turn, other sign", WORLD, with_camera(rotation=tuple(-q for q in CAMERA.rotation)), ALL_SEEN),
    ("other label", WORLD, with_camera(body_label="B", sensor_name="x", lens_series="y"), ALL_SEEN),
    ("lamp by day", WORLD, replace(WORLD, light=Light(lamp_id="lamp")), ALL_SEEN),
    (
        "sun at night by a lamp",
        NIGHT,
        replace(NIGHT, light=Light(time="night", lamp_id="lamp", azimuth_deg=9.0)),
        ALL_SEEN,
    ),
    ("order", WORLD, replace(WORLD, actors=(TOM, MAYA), items=(LAMP, SOFA)), ALL_SEEN),
]


@pytest.mark.parametrize(("old", "new", "seen"), [row[1:] for row in FRESH], ids=[row[0] for row in FRESH])
def test_stays_fresh(old: World, new: World, seen: Mapping[int, float]) -> None:
    before, after = prints(old, seen), prints(new, seen)
    assert compare(before, after) == []
    assert hashes(before) == hashes(after)


# ---------------------------------------------------------------------------------------- coming and going
def test_lamps_beside_the_key_are_told_apart() -> None:
    """By day a lit lamp in a room gives some light; it may stand off screen."""
    unseen = {**ALL_SEEN, 11: 0.0}
    assert compare(prints(WORLD, unseen), prints(LIT, unseen)) == ["Lamp now gives light"]
    assert compare(prints(LIT, unseen), prints(WORLD, unseen)) == ["Lamp no longer gives light"]
    moved = with_item(LIT, "lamp", transform=Transform(position_m=(1.0, 0.0, 0.0)))
    assert compare(prints(LIT, unseen), prints(moved, unseen)) == ["light of Lamp moved 1.0 m"]
    outside, dark = replace(LIT, interior=False), replace(WORLD, interior=False)
    assert compare(prints(outside, unseen), prints(dark, unseen)) == [], "the sun drowns it"


def test_takes_of_older_versions_are_not_stale_for_what_they_did_not_note() -> None:
    known = {"time", "azimuth_deg", "elevation_deg"}
    older = {name: value for name, value in OLD["light"].values.items() if name in known}
    new = prints(replace(LIT, light=Light(weather="rain", strength=0.3)))
    assert compare({"light": part(older)}, {"light": new["light"]}) == []


def test_coming_and_going_are_told() -> None:
    assert compare(OLD, prints(seen=HIDDEN_TOM)) == ["Tom is no longer seen"]
    assert compare(prints(seen=HIDDEN_TOM), OLD) == ["Tom is now seen"]
    assert compare(OLD, prints(seen={1: 0.1, 2: 0.05})) == ["Sofa and Lamp are no longer seen"]
    many = replace(
        WORLD, items=tuple(replace(LAMP, id=f"l{i}", name=f"L{i}", object_id=20 + i) for i in range(5))
    )
    assert compare(OLD, prints(many, ALL_SEEN | {20 + i: 0.1 for i in range(5)})) == [
        "L0, L1 and 3 more are now seen",
        "Sofa and Lamp are no longer seen",
    ]
    assert compare(OLD, prints(replace(WORLD, actors=(MAYA,)))) == ["Tom is no longer seen"]


def test_flip_at_the_threshold_is_no_change() -> None:
    above, below = prints(seen={**ALL_SEEN, 11: 0.00104}), prints(seen={**ALL_SEEN, 11: 0.00096})
    assert hashes(above) != hashes(below)
    assert compare(above, below) == compare(below, above) == []


def test_moved_out_of_sight_at_the_threshold_is_a_change() -> None:
    above, gone = prints(seen={**ALL_SEEN, 11: 0.00104}), prints(seen={**ALL_SEEN, 11: 0.00002})
    assert compare(above, gone) == ["Lamp is no longer seen"]


def test_whoever_was_seen_before_or_is_seen_now_counts() -> None:
    moved = with_actor(who="tom", position_m=(2.0, 0.0, -0.5))
    assert compare(prints(seen={**ALL_SEEN, 2: 0.001}), prints(moved, {**ALL_SEEN, 2: 0.2})) == [
        "Tom moved 1.0 m"
    ]


# ------------------------------------------------------------------------------ shown from off screen
def test_eyes_follow_somebody_off_screen() -> None:
    """Maya is seen looking at Tom, who is not."""
    before = prints(GAZING, HIDDEN_TOM)
    walked = with_actor(GAZING, "tom", position_m=(1.0, 0.0, 2.0))
    assert compare(before, prints(walked, HIDDEN_TOM)) == ["Maya looks elsewhere"]
    sat = with_actor(GAZING, "tom", pose=Pose(preset="sit"), seat_height_m=0.45)
    assert compare(before, prints(sat, HIDDEN_TOM)) == ["Maya looks elsewhere"]
    swayed = with_actor(GAZING, "tom", position_m=(1.005, 0.0, -0.5))
    assert compare(before, prints(swayed, HIDDEN_TOM)) == []
    redressed = with_actor(GAZING, "tom", body=Body(outfit=Outfit(top=(1.0, 1.0, 0.0))))
    assert compare(before, prints(redressed, HIDDEN_TOM)) == []
    at_lamp = with_actor(gaze_id="lamp")
    assert compare(before, prints(at_lamp, HIDDEN_TOM)) == ["Maya looks elsewhere"]
    assert compare(prints(with_actor(gaze_id="maya")), OLD) == []


def test_lamp_lights_from_off_screen() -> None:
    unseen = {**ALL_SEEN, 11: 0.0}
    moved = with_item(NIGHT, "lamp", transform=Transform(position_m=(1.0, 0.0, 0.0)))
    assert compare(prints(NIGHT, unseen), prints(moved, unseen)) == ["light: Lamp moved 1.0 m"]
    by_day = with_item(WORLD, "lamp", transform=Transform(position_m=(1.0, 0.0, 0.0)))
    assert compare(prints(WORLD, unseen), prints(by_day, unseen)) == []


# ------------------------------------------------------------------------------------------- other versions
def test_missing_parts_and_fields_are_not_compared() -> None:
    new = prints(with_actor(position_m=(1.0, 0.0, 0.0)))
    assert compare({}, new) == compare(OLD, {}) == []
    assert compare({"camera": OLD["camera"]}, new) == []
    older = {
        name: PrintPart(
            hash="older", values={k: v for k, v in one.values.items() if k.endswith((" name", " pose"))}
        )
        for name, one in OLD.items()
    }
    assert [r for r in compare(older, new) if "Maya" in r] == []


@settings(deadline=None)
@given(pan=st.floats(-180, 180), tilt=st.floats(-90, 90), roll=st.floats(-180, 180), minus=st.booleans())
def test_turns_are_readable_and_lose_nothing(pan: float, tilt: float, roll: float, minus: bool) -> None:
    rotation = rotation_matrix(axis_angle((0, 1, 0), pan))
    rotation = (
        rotation @ rotation_matrix(axis_angle((1, 0, 0), tilt)) @ rotation_matrix(axis_angle((0, 0, 1), roll))
    )
    quat = rotation_quat(rotation)
    twice = turn_deg(tuple(-q for q in quat), looks_along_minus_z=minus)  # type: ignore[arg-type]
    told: Any = turn_deg(quat, looks_along_minus_z=minus)
    assert turn_between_deg(told, twice) < 0.05  # type: ignore[arg-type]
    extra = rotation_matrix(axis_angle((0, 1, 0), 30.0)) @ rotation
    further: Any = turn_deg(rotation_quat(extra), looks_along_minus_z=minus)
    assert turn_between_deg(told, further) == pytest.approx(30.0, abs=0.05)


def test_turn_in_words() -> None:
    assert turn_deg(CAMERA_AT.rotation, looks_along_minus_z=True) == pytest.approx(
        [176.57, -3.43, 0.0], abs=0.01
    )
    ahead = look_at((0, 1, 0), (1, 1, 0), roll_deg=10)
    assert turn_deg(ahead.rotation, looks_along_minus_z=True) == pytest.approx([90.0, 0.0, 10.0], abs=0.01)
    down = look_at((0, 3, 0), (0, 0, 0))
    assert turn_deg(down.rotation, looks_along_minus_z=True)[1] == -90.0
    assert np.allclose(turn_deg(axis_angle((0, 1, 0), 90)), [90, 0, 0])
