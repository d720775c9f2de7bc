"""Waivers and issued lists in a document."""

from __future__ import annotations

import pytest

from previz.errors import BadProject
from previz.scene.document import Document
from previz.scene.model import Shot
from previz.scene.paperwork import Issue, Waiver
from tests.films import CLOSE, FULL, put_small_film


@pytest.fixture
def document() -> Document:
    made = Document()
    put_small_film(made)
    return made


def waive(document: Document, id: str, **more: str) -> None:
    wanted = {"before_id": FULL, "cut_to": CLOSE, "rule": "line", "reason": "He turns his world round."}
    with document.edit("Waive") as edit:
        edit.put(Waiver(id=id, **(wanted | more)))


def test_a_waiver_needs_a_reason(document: Document) -> None:
    with pytest.raises(BadProject, match="say why the rule may be broken"):
        waive(document, "w", reason=" ")


def test_a_cut_is_waived_once_for_each_rule(document: Document) -> None:
    waive(document, "one")
    waive(document, "two", rule="jump")
    with pytest.raises(BadProject, match="waived twice"):
        waive(document, "three")


def test_a_waiver_goes_with_its_shot_and_comes_back_with_it(document: Document) -> None:
    waive(document, "one")
    with document.edit("Remove shot") as edit:
        edit.remove_tree(FULL)
    assert document.of(Waiver) == []
    document.undo()
    assert [one.reason for one in document.of(Waiver)] == ["He turns his world round."]


def test_an_issued_list_outlives_its_shots(document: Document) -> None:
    with document.edit("Issue") as edit:
        edit.put(Issue(id="i", order="a", name="Rev 1", columns=("number",), rows={FULL: ("1",)}))
    with document.edit("Remove shot") as edit:
        edit.remove_tree(FULL)
    assert document.need("i", Issue).rows[FULL] == ("1",)
    assert document.get(FULL, Shot) is None
