"""Pins: on the very skin that was meant, in every pose, shot and take."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import numpy as np
import pytest

from previz.grammar.naming import eye
from previz.scene import model
from previz.scene.transform import apply, axis_angle, heading_matrix
from previz.studio import Studio
from previz.studio.noting import add_note, on_panel
from previz.studio.pinning import pin_at, place_of
from previz.studio.shooting import Sight
from tests.films import CLOSE, FULL, record_take


@pytest.fixture
def studio(small_film: Path) -> Iterator[Studio]:
    with Studio.open(small_film) as opened:
        yield opened


def shown(sight: Sight, point: np.ndarray) -> tuple[float, float]:
    """Of a world point, in widths of the picture."""
    x, y, _ = eye(sight.camera.transform, sight.camera.view).project(point)
    return (float(x) + 1) / 2, (1 - float(y)) / 2 / sight.camera.view.aspect


def joint(sight: Sight, who: str, bone: str) -> np.ndarray:
    figure = next(one for one in sight.draw_list.figures if one.actor.id == who)
    return apply(figure.world_from_figure, figure.posed.joints_m[bone])


def take_of_now(studio: Studio, shot_id: str) -> model.Take:
    """As drawn now: with the fingerprint of what is seen."""
    bare = record_take(studio, shot_id, (960, 402))
    shot = studio.document.need(shot_id, model.Shot)
    made = msgspec.structs.replace(
        bare,
        id=f"{bare.id}-seen",
        number=bare.number + 1,
        fingerprint=studio.reviewing.fingerprint(shot, 0.0),
    )
    studio.document.record(made, "Take")
    with studio.document.edit("Select") as edit:
        edit.update(bare.panel_id, selected_take_id=made.id)
    return made


def stand(studio: Studio, *, x: float = 0.0, heading: float = 0.0, preset: str = "stand") -> None:
    key = model.ActorKey(position_m=(x, 0.0, 0.0), heading_deg=heading, pose=model.Pose(preset=preset))
    with studio.document.edit("Move Ada") as edit:
        edit.update("t-ada", keys=(key,))


def test_a_pin_on_a_hand_goes_with_the_hand_whatever_the_pose(studio: Studio) -> None:
    take = take_of_now(studio, FULL)
    before = studio.shooting.sight(FULL)
    hand = shown(before, joint(before, "ada", "middle_01_l"))
    pin = pin_at(studio.document, studio.shooting, take, hand)
    assert pin.target_id == "ada"
    assert pin.part.startswith("bone:")
    assert place_of(pin, before, None) == pytest.approx(hand, abs=0.0015), "a pixel of the depth pass"
    stand(studio, x=0.3, heading=30, preset="hands_up")
    after = studio.shooting.sight(FULL)
    there, follows = shown(after, joint(after, "ada", "middle_01_l")), place_of(pin, after, None)
    assert follows is not None
    assert np.hypot(there[0] - hand[0], there[1] - hand[1]) > 0.05, "the hand is elsewhere"
    assert follows == pytest.approx(there, abs=0.012), "on the hand, a few centimetres from its joint"


def test_each_take_has_the_pin_where_the_person_stood_and_the_camera_looked_then(studio: Studio) -> None:
    first = take_of_now(studio, FULL)
    before = studio.shooting.sight(FULL)
    head = shown(before, joint(before, "ada", "head"))
    pin = pin_at(studio.document, studio.shooting, first, head)
    add_note(studio.document, first.panel_id, "R. Okafor", "Chin up.", pin)
    second = take_of_now(studio, FULL)
    stand(studio, x=0.7, heading=40)
    with studio.document.edit("Pan") as edit:
        (key,) = studio.document.need("c-full", model.Track).keys
        assert isinstance(key, model.CameraKey)
        turned = msgspec.structs.replace(
            key.transform, position_m=(0.4, 1.5, 5.0), rotation=axis_angle((0.0, 1.0, 0.0), 4.0)
        )
        edit.update("c-full", keys=(msgspec.structs.replace(key, transform=turned),))
    third = take_of_now(studio, FULL)
    panel = studio.document.need(first.panel_id, model.Panel)

    def place(take: model.Take) -> tuple[float, float] | None:
        (one,) = on_panel(studio.document, studio.shooting, panel, take=take)
        return one.place

    now = studio.shooting.sight(FULL)
    assert place(first) == pin.place
    assert place(second) == pytest.approx(pin.place, abs=0.002), "nothing had moved yet"
    assert place(third) == pytest.approx(place_of(pin, now, None), abs=0.001)
    assert place(third) == pytest.approx(shown(now, joint(now, "ada", "head")), abs=0.03)
    assert place(third) != pytest.approx(pin.place, abs=0.05)


def test_a_pin_on_a_thing_is_at_the_same_spot_of_it_in_a_take_of_before(studio: Studio) -> None:
    take = take_of_now(studio, FULL)
    sight = studio.shooting.sight(FULL)
    chair = next(
        one for one in sight.draw_list.instances if sight.draw_list.names.get(one.object_id) == "chair"
    )
    spot = shown(sight, apply(chair.world_from_local, np.array([0.0, 0.45, 0.2])))
    pin = pin_at(studio.document, studio.shooting, take, spot)
    assert (pin.target_id, pin.part) == ("chair", "")
    second = take_of_now(studio, FULL)
    with studio.document.edit("Turn the chair") as edit:
        edit.update(
            "chair",
            transform=model.Transform(position_m=(0.6, 0.0, 0.2), rotation=axis_angle((0.0, 1.0, 0.0), 50.0)),
        )
    now = studio.shooting.sight(FULL)
    assert place_of(pin, now, second) == pytest.approx(pin.place, abs=0.002)
    moved = place_of(pin, now, None)
    assert moved is not None
    assert abs(moved[0] - pin.place[0]) > 0.03
    close = studio.shooting.sight(CLOSE)
    assert place_of(pin, close, None) is None, "the close-up does not show the chair"
    local = np.array(pin.offset_m)
    turn = heading_matrix(50.0)
    assert shown(now, np.array((0.6, 0.0, 0.2)) + turn @ local) == pytest.approx(moved, abs=1e-6)
