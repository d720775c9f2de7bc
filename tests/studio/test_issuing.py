"""What was handed out, and what is different since."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from previz.errors import BadProject
from previz.scene import model
from previz.scene.document import Document
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
