"""The index knows every kind of entity."""

from __future__ import annotations

import pytest

from previz.scene.document import Document
from previz.scene.index import _BELOW
from previz.scene.model import KINDS, PoseEntry, Scene, Shot


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_its_place_in_the_order(kind: str) -> None:
    assert kind in _BELOW
    assert set(_BELOW[kind]) <= set(KINDS)


def test_kept_poses_come_and_go_in_their_order() -> None:
    document = Document()
    with document.edit("Keep") as edit:
        edit.put(PoseEntry(id="b", name="B", order="b"))
        edit.put(PoseEntry(id="a", name="A", order="a"))
    assert [entry.id for entry in document.of(PoseEntry)] == ["a", "b"]
    document.undo()
    assert document.of(PoseEntry) == []


def test_the_last_of_its_siblings_is_known_whatever_came_before_or_went() -> None:
    document = Document()
    with document.edit("Scene") as edit:
        edit.put(Scene(id="s", order="a", number="1"))
    for id, place in (("one", "b"), ("two", "d"), ("between", "c"), ("first", "a")):
        with document.edit("Shot") as edit:
            edit.put(Shot(id=id, scene_id="s", order=place))
        shots = document.children("s", Shot)
        assert [shot.order for shot in shots] == sorted(shot.order for shot in shots)
        assert document.next_order(Shot, "s") > shots[-1].order
    assert [shot.id for shot in document.of(Shot)] == ["first", "one", "between", "two"]
    with document.edit("Remove") as edit:
        edit.remove("two")
    assert document.next_order(Shot, "s") == "d"
