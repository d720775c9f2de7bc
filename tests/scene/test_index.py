"""The index knows every kind of entity."""

from __future__ import annotations

import pytest

from previz.scene.document import Document
from previz.scene.index import _BELOW
from previz.scene.model import KINDS, PoseEntry


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
