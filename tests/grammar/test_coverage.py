import numpy as np
import pytest

from previz.grammar.coverage import Facing, Scene, main_pair, shooting_order, side_deg
from previz.grammar.subject import CHAIN, Subject


def person(id: str, x: float, z: float) -> Subject:
    landmarks = {name: np.array([x, 1.8 - 0.2 * place, z]) for place, name in enumerate(CHAIN)}
    landmarks |= {"eye_l": np.array([x + 0.03, 1.6, z]), "eye_r": np.array([x - 0.03, 1.6, z])}
    return Subject(id, id, landmarks, np.array([[x, 0.0, z], [x, 1.8, z]]))


def scene(lines: list[str]) -> Scene:
    people = [person("ada", 0, 0), person("ben", 0, 2), person("cleo", 2, 0)]
    return Scene(people, lines, (), (50.0,), lambda mm: None, None, None)  # type: ignore[arg-type,return-value]


@pytest.mark.parametrize(
    ("lines", "pair"),
    [
        (["ben", "cleo", "ben", "cleo", "ada", "ben"], ("ben", "cleo")),
        (["cleo"], ("cleo", "ada")),
        ([], ("ada", "ben")),
    ],
)
def test_the_pair_who_speak_with_each_other_most(lines: list[str], pair: tuple[str, str]) -> None:
    found = main_pair(scene(lines))
    assert found is not None
    assert tuple(one.id for one in found) == pair


def test_the_sides_of_a_line() -> None:
    ada, ben = person("ada", 0, 0), person("ben", 0, 2)
    left, right = np.array([3.0, 1.5, 1.0]), np.array([-3.0, 1.5, 1.0])
    assert side_deg(left, ada, ben) > 0
    assert side_deg(right, ada, ben) < 0
    assert side_deg(left, ben, ada) < 0


def test_the_room_is_turned_round_once_and_inserts_come_last() -> None:
    looks = [
        (0.0, "single", "Ada"),
        (5.0, "master", "Ada"),
        (160.0, "over", "Ben"),
        (90.0, "insert", "key"),
        (-170.0, "single", "Ben"),
    ]
    assert shooting_order(looks) == [  # type: ignore[arg-type]
        Facing("From the master", (1, 0)),
        Facing("Turn round, to Ben", (2, 4)),
        Facing("Inserts", (3,)),
    ]
