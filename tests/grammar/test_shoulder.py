"""Every over-the-shoulder that is found shows the back of a head and a shoulder, on the side it names."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from previz.errors import CannotFrame
from previz.grammar.framing import place
from previz.grammar.naming import eye, in_frame
from previz.grammar.subject import Subject
from previz.scene.model import Framing, Vec3
from tests.grammar.people import lens, person

STAGINGS: dict[str, tuple[tuple[str, Vec3, float], tuple[str, Vec3, float]]] = {
    "both stand": (("stand", (0, 0, 0), 90), ("stand", (1.5, 0, 0), -90)),
    "both sit": (("sit", (0, 0, 0), 60), ("sit", (1.9, 0, 0.4), -60)),
    "one sits before who stands": (("sit", (0, 0, 0), 90), ("stand", (1.4, 0, 0), -90)),
    "who stands before one who sits": (("stand", (0, 0, 0), 90), ("sit", (1.4, 0, 0), -90)),
    "a room apart": (("stand", (0, 0, 0), 90), ("sit", (3.0, 0, 0.5), -90)),
}
SIZES = ("CU", "MCU", "MS", "MLS")


def staged(name: str) -> tuple[Subject, Subject]:
    anna, ben = (
        person(who, pose, at, turn, id)
        for (who, id), (pose, at, turn) in zip(
            (("woman", "anna"), ("man", "ben")), STAGINGS[name], strict=True
        )
    )
    return anna, ben


@pytest.mark.parametrize("name", STAGINGS)
def test_head_and_shoulder_are_in_the_frame_on_the_named_side(name: str) -> None:
    found = 0
    anna, ben = staged(name)
    for size, focal, composition, (chief, front) in product(
        SIZES, (35.0, 50.0, 75.0), ("OTS-L", "OTS-R"), ((anna, ben), (ben, anna))
    ):
        view = lens(focal)
        try:
            made = place([chief, front], Framing(size=size, composition=composition), view)
        except CannotFrame:
            continue
        found += 1
        assert (made.name.size, made.name.composition) == (size, composition)
        seen = eye(made.transform, view)
        side = 1 if composition == "OTS-L" else -1  # his left shoulder is seen at the right edge
        head = seen.project(front.head_m)
        held = float((in_frame(head) & (side * head[:, 0] > 0)).mean())
        shoulder = seen.project(front.landmarks_m["shoulder_l" if side > 0 else "shoulder_r"])
        beside = bool(in_frame(shoulder)) and side * shoulder[0] > 0
        assert held >= (0.2 if beside else 0.5), (size, focal, composition, chief.id)
        assert (seen.position_m - front.eyes_m) @ front.head_axes[2] < 0, "the near face is turned away"
        assert abs(made.name.pitch_deg) < 35
    assert found >= 12, "most of these stagings have an over-the-shoulder either way"


@pytest.mark.parametrize("name", STAGINGS)
@pytest.mark.parametrize("composition", ["OTS-L", "OTS-R"])
def test_whoever_is_framed_first_has_a_reverse(name: str, composition: str) -> None:
    """In one lens, from the same side of the line."""
    anna, ben = staged(name)
    reverse = "OTS-R" if composition == "OTS-L" else "OTS-L"
    made = []
    for size in SIZES:
        try:
            one = place([anna, ben], Framing(size=size, composition=composition), lens(50))
            other = place([ben, anna], Framing(size=size, composition=reverse), lens(50))
        except CannotFrame:
            continue
        made.append((one, other))
    assert made
    for pair in made:
        sides = [
            np.cross(ben.eyes_m - anna.eyes_m, one.transform.position_m - anna.eyes_m)[1] for one in pair
        ]
        assert sides[0] * sides[1] > 0


def test_who_faces_the_lens_frames_nothing() -> None:
    anna, ben = (
        person("woman", "stand", (0, 0, 0), 90, "anna"),
        person("man", "stand", (1.5, 0, 0), 90, "ben"),
    )
    with pytest.raises(CannotFrame, match="Ben faces the lens, not Anna; choose “Looks at Anna” for Ben"):
        place([anna, ben], Framing(size="MCU", composition="OTS-L"), lens(50))
