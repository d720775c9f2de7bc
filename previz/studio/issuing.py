"""Issued revisions: the shot list as it was handed out, and what is different since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from previz.errors import BadProject
from previz.export.fields import FIELDS, Field, own_field
from previz.export.rows import SceneRow, ShotRow
from previz.grammar.numbering import scene_numbers
from previz.scene import model
from previz.scene.document import Document
from previz.scene.paperwork import REVISION_COLOURS
from previz.studio.number_locks import hold_scenes, hold_shots

UNPRINTED = frozenset(("status", "stale", "approved_by", "approved_at"))
"""Verdicts change daily and are no change of the list."""

OMITTED = Field(
    "omitted", "Omitted", "person", lambda row, _: "OMITTED" if row.status == "omitted" else "", "", None, 60
)
"""No column of the list: an omitted shot is a struck row."""


@dataclass(frozen=True)
class Changes:
    """What a list says otherwise than it did when it was last issued."""

    issue: model.Issue | None
    cells: dict[str, frozenset[str]]
    """Shot's id → keys of the columns that say something else; all of them for a new shot."""
    new: frozenset[str]
    gone: tuple[str, ...]
    """Numbers of shots that are not there any more."""

    @property
    def count(self) -> int:
        """Shots that are new, other, or gone."""
        return len(self.cells) + len(self.gone)


NOTHING = Changes(None, {}, frozenset(), ())


def last_issue(document: Document) -> model.Issue | None:
    issues = document.of(model.Issue)
    return issues[-1] if issues else None


def next_revision(document: Document) -> tuple[str, str]:
    """(name, colour) that a next issue would have: Rev 3, pink."""
    count = len(document.of(model.Issue))
    return f"Rev {count + 1}", REVISION_COLOURS[count % len(REVISION_COLOURS)]


def issue_list(
    document: Document,
    rows: Sequence[ShotRow],
    scenes: Sequence[SceneRow],
    name: str = "",
    colour: str = "",
) -> model.Issue:
    """Hand the list out: keep what it says, lock its numbers, and give the film this revision, as one edit.

    Numbers that stand on paper hold: what is put between them later is named after its neighbours.
    Raises BadProject for a colour that no paper has.
    """
    next_name, next_colour = next_revision(document)
    colour = colour or next_colour
    if colour not in REVISION_COLOURS:
        raise BadProject(f"There is no paper in {colour}; choose one of {', '.join(REVISION_COLOURS)}.")
    fields = printed_fields(document)
    known = {scene.id: scene for scene in scenes}
    made = model.Issue(
        id=document.new_id(model.Issue),
        order=document.next_order(model.Issue),
        name=name.strip() or next_name,
        colour=colour,
        at=datetime.now(UTC).isoformat(timespec="seconds"),
        columns=tuple(one.key for one in fields),
        rows={row.id: tuple(one.text(row, known.get(row.scene_id)) for one in fields) for row in rows},
    )
    with document.edit(f"Issue shot list {made.name}") as edit:
        edit.put(made)
        edit.update(model.PROJECT_ID, revision=f"{made.name} ({colour})")
        hold_shots(document, edit, {row.id: row.number for row in rows})
        numbers = scene_numbers(document)
        hold_scenes(document, edit, {row.scene_id: numbers.get(row.scene_id, "") for row in rows})
    return made


def printed_fields(document: Document) -> tuple[Field, ...]:
    """What an issue keeps of a row: what is printed, and whether it was omitted."""
    own = tuple(own_field(head) for head in document.project.list_columns)
    return (*(one for one in FIELDS if one.key not in UNPRINTED), *own, OMITTED)


def changes_since(
    issue: model.Issue | None, rows: Sequence[ShotRow], scenes: Sequence[SceneRow], fields: Sequence[Field]
) -> Changes:
    """Compare rows with what was issued; nothing has changed while nothing was."""
    if issue is None:
        return NOTHING
    places = {key: place for place, key in enumerate(issue.columns)}
    known = {scene.id: scene for scene in scenes}
    cells: dict[str, frozenset[str]] = {}
    new = set()
    for row in rows:
        said = issue.rows.get(row.id)
        if said is None:
            new.add(row.id)
            cells[row.id] = frozenset(one.key for one in fields)
            continue
        scene = known.get(row.scene_id)
        other = frozenset(
            one.key
            for one in fields
            if one.text(row, scene) != (said[places[one.key]] if one.key in places else "")
        )
        if other:
            cells[row.id] = other
    there = {row.id for row in rows}
    at = places.get("number")
    gone = tuple(said[at] for id, said in issue.rows.items() if id not in there) if at is not None else ()
    return Changes(issue, cells, frozenset(new), gone)
