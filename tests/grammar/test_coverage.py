from types import SimpleNamespace

import numpy as np
import pytest

from previz.errors import CannotFrame
from previz.grammar import coverage
from previz.grammar.coverage import Scene, main_pair, side_deg
from previz.grammar.subject import CHAIN, Subject
from previz.scene.model import Framing


def person(id: str, x: float, z: float) -> Subject:
    landmarks = {name: np.array([x, 1.8 - 0.2 * place, z]) for place, name in enumerate(CHAIN)}
    landmarks |= {"eye_l": np.array([x + 0.03, 1.6, z]), "eye_r": np.array([x - 0.03, 1.6, z])}
    return Subject(id, id, landmarks, np.array([[x, 0.0, z], [x, 1.8, z]]))


def room() -> Scene:
    view = SimpleNamespace(tan_y=0.2)
    return Scene((), (), (), (50.0,), lambda mm: view, None, None)  # type: ignore[arg-type,return-value]


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


def test_each_reverse_is_refused_for_a_reason_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(subjects: list[Subject], *rest: object, **more: object) -> None:
        raise CannotFrame(f"A wall hides {subjects[0].name}.")

    monkeypatch.setattr(coverage, "place", refuse)
    ada, ben = person("ada", 0, 0), person("ben", 0, 2)
    asked = [
        coverage.Asked("over", f"Over on {one.name}", Framing(subjects=(one.id,), size="MCU"), (one, other))
        for one, other in ((ada, ben), (ben, ada))
    ]
    monkeypatch.setattr(coverage, "_ways", lambda *_: [coverage.Way(50.0)])
    found = coverage._matched(room(), asked, (ada, ben))
    assert [(one.name, one.reason) for one in found] == [
        ("Over on ada", "A wall hides ada."),
        ("Over on ben", "A wall hides ben."),
    ]


def test_the_second_reverse_is_made_where_only_the_first_cannot_be(monkeypatch: pytest.MonkeyPatch) -> None:
    made = object()

    def half(subjects: list[Subject], *rest: object, **more: object) -> object:
        if subjects[0].name == "ada":
            raise CannotFrame("A wall hides ada.")
        return made

    monkeypatch.setattr(coverage, "place", half)
    monkeypatch.setattr(coverage, "_ways", lambda *_: [coverage.Way(50.0)])
    monkeypatch.setattr(coverage, "_clear", lambda one: one.placement is not None)
    ada, ben = person("ada", 0, 0), person("ben", 0, 2)
    asked = [coverage.Asked("single", one.name, Framing(subjects=(one.id,)), (one,)) for one in (ada, ben)]
    found = coverage._matched(room(), asked, (ada, ben))
    assert [one.placement for one in found] == [None, made]
