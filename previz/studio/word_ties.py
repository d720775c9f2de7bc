"""Shots follow their words through a new draft, and find those that they quote."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import msgspec

from previz.scene import model
from previz.scene.document import Document, EditBlock
from previz.scene.words import Covered, Passage
from previz.script import covering
from previz.script.changes import relocated
from previz.script.screenplay import speaker

TELLING_WORDS = 3
"""A paragraph of fewer ("No.") is not looked for within others."""


def follow_words(document: Document, edit: EditBlock, before: Mapping[str, Passage]) -> None:
    """Covers move with their words, also to where words that were cut stand elsewhere in the scene, or again.

    ``before``: the passages of the former draft, by id.
    """
    words = covering.passages_by_scene(document, omitted=True)
    for shot in document.of(model.Shot):
        covers = []
        for one in shot.covers:
            passage, was = document.get(one.passage_id, Passage), before.get(one.passage_id)
            if passage is None:
                one = _returned(one, _alike(words.get(shot.scene_id, ()), was))
            elif was is not None and one.end is not None and was.text != passage.text:
                start, end = relocated(one.start, one.end, was.text, passage.text)
                one = msgspec.structs.replace(one, start=start, end=end)
            covers.append(one)
        if tuple(covers) != shot.covers:
            edit.update(shot.id, covers=tuple(covers))


def _alike(passages: Sequence[Passage], was: Passage | None) -> Sequence[Passage]:
    """Where words of a passage can be: what happens is nobody's line, and Ada's lines are not Ben's."""
    if was is None:
        return passages
    who = speaker(was.cue)
    return [one for one in passages if one.type == was.type and speaker(one.cue) == who]


def _returned(one: Covered, passages: Sequence[Passage]) -> Covered:
    """As it is where its words are nowhere; a whole paragraph may be part of another one now."""
    if not one.was.strip():
        return one
    for passage in passages if one.end is None else ():
        if passage.text == one.was:
            return covering.cover(passage)
    if one.end is None and len(one.was.split()) < TELLING_WORDS:
        return one
    whole_words = re.compile(rf"(?<!\w){re.escape(one.was)}(?!\w)")
    for passage in passages:
        found = whole_words.search(passage.text)
        if found is not None:
            return covering.cover(passage, found.start(), found.end())
    return one


def tie_quotes(document: Document, edit: EditBlock) -> int:
    """Tie shots that have no words yet to those of their scene which they quote."""
    words, tied = covering.passages_by_scene(document), 0
    for shot in document.of(model.Shot):
        if shot.covers or not (shot.dialogue or shot.action):
            continue
        covers = quoted(words.get(shot.scene_id, ()), shot)
        if covers:
            edit.update(shot.id, covers=covers)
            tied += 1
    return tied


def quoted(passages: Sequence[Passage], shot: model.Shot) -> tuple[model.Covered, ...]:
    """Passages whose words a shot already carries as its action or dialogue, in order."""
    lines = {_bare(line) for _, line in shot.dialogue}
    action = _bare(shot.action)
    covers = []
    for one in passages:
        if one.type == "heading" or not one.text.strip():
            continue
        said = _bare(covering.words_of_text(one))
        whole = said in lines if one.type == "speech" else said in action
        if said and whole:
            covers.append(covering.cover(one))
        elif one.type == "action" and action and action in said:
            start = one.text.casefold().find(shot.action.casefold())
            if start >= 0:
                covers.append(covering.cover(one, start, start + len(shot.action)))
    return tuple(covers)


def _bare(text: str) -> str:
    """For comparison: letters alone."""
    return " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())
