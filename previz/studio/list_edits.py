"""The hands of the shot list: cells typed, filled and pasted, columns added and kept. One edit each."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

import msgspec

from previz.errors import BadProject
from previz.export.fields import BY_KEY, EVERYTHING, LIST_SETS, TINTS, Field
from previz.scene import model
from previz.scene.document import Document
from previz.studio.list_cells import changed

Cell = tuple[str, Field, str]
"""Shot's id, column, what is typed."""


def put_cells(
    document: Document, cells: Sequence[Cell], label: str, shown: Mapping[tuple[str, str], str] | None = None
) -> int:
    """Write cells as one edit; returns how many shots changed. Raises BadProject and writes nothing then.

    ``shown``: what stands in computed cells, by shot and column; one that says so again changes nothing.
    """
    rate = document.project.package.frame_rate
    shots: dict[str, model.Shot] = {}
    for shot_id, field, text in cells:
        shot = shots.get(shot_id) or document.need(shot_id, model.Shot)
        if shown and text.strip() == shown.get((shot_id, field.key)):
            continue
        shots[shot_id] = msgspec.structs.replace(shot, **changed(shot, field, text, rate))
    wanted = [shot for shot in shots.values() if shot != document[shot.id]]
    if wanted:
        with document.edit(label) as edit:
            for shot in wanted:
                edit.put(shot)
    return len(wanted)


def block_of(text: str) -> list[list[str]]:
    """What a spreadsheet puts on the clipboard, as rows of cells."""
    rows = csv.reader(io.StringIO(text, newline=""), delimiter="\t")
    return [[cell.strip() for cell in row] or [""] for row in rows]


def as_block(rows: Sequence[Sequence[str]]) -> str:
    """For the clipboard of a spreadsheet."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter="\t", lineterminator="\n").writerows(rows)
    return out.getvalue()


def set_tint(document: Document, shot_ids: Sequence[str], tint: str) -> None:
    """The colour of rows, "" for none. Raises BadProject for a colour that there is not."""
    if tint and tint not in TINTS:
        raise BadProject(f"There is no row colour {tint}; choose one of {', '.join(TINTS)}.")
    with document.edit("Colour rows" if len(shot_ids) > 1 else "Colour row") as edit:
        for shot_id in shot_ids:
            edit.update(shot_id, tint=tint)


# --------------------------------------------------------------------------------------------- columns
def add_column(document: Document, head: str) -> str:
    """A column of the production's own. Raises BadProject for a head that is empty or taken."""
    head = " ".join(head.split())
    own = document.project.list_columns
    taken = {one.head.casefold() for one in BY_KEY.values()} | {one.casefold() for one in own}
    if not head or head.casefold() in taken:
        raise BadProject(f"There is a column “{head}” already." if head else "Give the column a name.")
    with document.edit(f"Add column {head}") as edit:
        edit.update(model.PROJECT_ID, list_columns=(*own, head))
    return head


def remove_column(document: Document, head: str) -> None:
    """Take a column of the production's own away, with what stands in it."""
    with document.edit(f"Remove column {head}") as edit:
        kept = tuple(one for one in document.project.list_columns if one != head)
        edit.update(model.PROJECT_ID, list_columns=kept)
        for shot in document.of(model.Shot):
            if head in shot.fields:
                fields = {name: said for name, said in shot.fields.items() if name != head}
                edit.update(shot.id, fields=fields)


def save_set(document: Document, name: str, keys: Sequence[str]) -> None:
    """Keep an arrangement of columns under a name; an older one of that name is replaced."""
    if not name.strip():
        raise BadProject("Give the arrangement a name.")
    if name.strip() in (*LIST_SETS, EVERYTHING):
        raise BadProject(f"{name.strip()} is there in every film; choose another name.")
    sets = {**document.project.column_sets, name.strip(): tuple(keys)}
    with document.edit(f"Keep columns as {name.strip()}") as edit:
        edit.update(model.PROJECT_ID, column_sets=sets)


def forget_set(document: Document, name: str) -> None:
    sets = {kept: keys for kept, keys in document.project.column_sets.items() if kept != name}
    with document.edit(f"Forget columns {name}") as edit:
        edit.update(model.PROJECT_ID, column_sets=sets)
