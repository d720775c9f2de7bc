"""Shots and the words of the script, tied by hand. Each call is one labelled edit."""

from __future__ import annotations

from collections.abc import Sequence

from previz.errors import BadProject, NotFound
from previz.scene import model
from previz.scene.document import Document
from previz.scene.words import Covered, Passage
from previz.script import covering
from previz.script.breakdown import CATEGORIES
from previz.studio.coverage import running_time_s
from previz.studio.shot_book import FIRST_CAMERA, camera_of, put_shot


def shot_of_words(document: Document, covers: Sequence[Covered]) -> str:
    """A new shot that covers words of one scene, among the shots of the scene where the words stand.

    Raises BadProject for words of no scene, or of two.
    """
    scene_ids = {document.need(one.passage_id, Passage).scene_id for one in covers}
    if len(scene_ids) != 1 or None in scene_ids:
        raise BadProject("A shot covers words of one scene; select fewer of them.")
    scene_id = scene_ids.pop()
    assert scene_id is not None
    before = _before(document, scene_id, covers)
    camera = camera_of(document, before) if before else None
    action, dialogue = covering.words_of(document, covers)
    with document.edit("New shot from words") as edit:
        made = put_shot(document, edit, scene_id, before, camera or FIRST_CAMERA)
        edit.update(
            made,
            covers=tuple(covers),
            action=action,
            dialogue=dialogue,
            duration_s=running_time_s(document, covers),
        )
    return made


def _before(document: Document, scene_id: str, covers: Sequence[Covered]) -> str | None:
    """The last shot whose first words stand before these; the last of the scene where none has words."""
    order = {one.id: place for place, one in enumerate(covering.passages_of(document))}
    first = min(order.get(one.passage_id, 0) for one in covers)
    found = None
    for shot in document.children(scene_id, model.Shot):
        starts = [order[one.passage_id] for one in shot.covers if one.passage_id in order]
        if not starts or min(starts) <= first:
            found = shot.id
    return found


def extend_shot(document: Document, shot_id: str, covers: Sequence[Covered]) -> None:
    """Let a shot cover more words; what it covers already stays as it is tied."""
    shot = document.need(shot_id, model.Shot)
    new = [one for one in covers if not _within(one, shot.covers)]
    order = {one.id: place for place, one in enumerate(covering.passages_of(document))}
    rows = sorted((*shot.covers, *new), key=lambda one: (order.get(one.passage_id, -1), one.start))
    with document.edit("Cover more words") as edit:
        edit.update(shot_id, covers=tuple(rows))


def _within(one: Covered, others: Sequence[Covered]) -> bool:
    return any(
        other.passage_id == one.passage_id
        and other.start <= one.start
        and (other.end is None or (one.end is not None and one.end <= other.end))
        for other in others
    )


def accept_words(document: Document, shot_ids: Sequence[str]) -> None:
    """The new words are the shots' now: they are no longer stale for them, and say them. One edit."""
    with document.edit("Accept the new words") as edit:
        for shot_id in shot_ids:
            shot = document.need(shot_id, model.Shot)
            tied = covering.tied_anew(document, shot)
            action, dialogue = covering.words_of(document, tied.covers)
            was = " ".join(" ".join(one.was.split()) for one in shot.covers)
            edit.update(
                shot_id,
                covers=tied.covers,
                dialogue=dialogue if shot.dialogue else (),
                action=action if shot.action and shot.action in was else shot.action,
            )


def tag(document: Document, word: str, category: str) -> None:
    """Put a word into a category of the breakdown, "" for none.

    Raises NotFound without a script and for a category that there is not, BadProject for no word.
    """
    script = covering.script_of(document)
    if script is None:
        raise NotFound("This film has no script; import one first.")
    if category and category not in CATEGORIES:
        raise NotFound(f"There is no category {category}; use one of {', '.join(CATEGORIES)}.")
    plain = " ".join(word.upper().split()).strip('.,;:!?"“”()')
    if not plain:
        raise BadProject("Select a word to tag.")
    with document.edit(f"Tag {plain}") as edit:
        edit.update(script.id, elements={**script.elements, plain: category})
