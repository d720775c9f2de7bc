"""What was handed out, and what is different since."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from previz.errors import BadProject
from previz.grammar.numbering import number_project
from previz.scene import model
from previz.scene.document import Document
from previz.scene.order import between
from previz.studio import Studio
from previz.studio.issuing import (
    Changes,
    changes_since,
    issue_list,
    last_issue,
    next_revision,
    printed_fields,
)
from tests.export.film import SCENES, shots

ROWS = shots()


def issued() -> Document:
    document = Document()
    issue_list(document, ROWS, SCENES)
    return document


def compare(document: Document, rows: tuple[object, ...]) -> Changes:
    return changes_since(last_issue(document), rows, SCENES, printed_fields(document))  # type: ignore[arg-type]


def test_revisions_count_and_change_their_paper() -> None:
    document = Document()
    assert next_revision(document) == ("Rev 1", "white")
    issue_list(document, ROWS, SCENES)
    assert document.project.revision == "Rev 1 (white)"
    assert next_revision(document) == ("Rev 2", "blue")
    with pytest.raises(BadProject, match="no paper in mauve"):
        issue_list(document, ROWS, SCENES, colour="mauve")
    document.undo()
    assert last_issue(document) is None


def test_nothing_is_marked_before_an_issue_and_right_after() -> None:
    assert compare(Document(), ROWS).count == 0
    assert compare(issued(), ROWS).count == 0


def test_words_new_gone_and_omitted_shots_are_told_and_verdicts_are_not() -> None:
    first, second, third, fourth, *rest = ROWS
    rows = (
        replace(first, action="Otherwise."),
        replace(second, status="omitted"),
        replace(third, status="approved", stale=("moved",)),
        *rest,
        replace(fourth, id="new"),
    )
    found = compare(issued(), rows)
    assert found.cells[first.id] == {"action"}
    assert found.cells[second.id] >= {"omitted"}
    assert third.id not in found.cells
    assert found.new == {"new"}
    assert found.gone == (fourth.number,)
    assert found.count == 4


def test_a_column_of_their_own_counts() -> None:
    document = issued()
    with document.edit("Column") as edit:
        edit.update(model.PROJECT_ID, list_columns=("Mood",))
    rows = (replace(ROWS[0], fields={"Mood": "grim"}), *ROWS[1:])
    assert compare(document, rows).cells == {ROWS[0].id: frozenset({"own:Mood"})}


def test_numbers_on_paper_hold(small_film: Path) -> None:
    with Studio.open(small_film) as film:
        document = film.document
        before = film.listing.numbers()
        issue_list(document, film.listing.shots(), film.listing.scenes())
        scene, first = document.of(model.Scene)[0], document.children("s1", model.Shot)[0]
        with document.edit("Put another shot and scene before them") as edit:
            edit.put(replace(first, id="new", order=between(None, first.order), label=None, covers=()))
            early = between(None, scene.order)
            edit.put(replace(scene, id="early", order=early, number_locked=False))
        after = number_project(document.project, document.of(model.Scene), document.of(model.Shot))
        assert {id: after.shots[id] for id in before.shots} == before.shots
        assert after.scenes["s1"] == before.scenes["s1"]
        assert after.shots["new"] not in before.shots.values()
        assert after.scenes["early"] not in before.scenes.values()
        document.undo()
        document.undo()
        assert not document.need("s1", model.Scene).number_locked
