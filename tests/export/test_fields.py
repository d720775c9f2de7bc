"""The list of columns."""

from __future__ import annotations

import msgspec
import pytest

from previz.export.fields import ALSO, BY_KEY, FIELDS, LIST_SETS, all_fields, field_of, match_head
from previz.scene.model import Shot

from .film import SCENES, shots

SHOTS = shots()


def test_keys_and_heads_are_unique_and_typed_fields_exist() -> None:
    assert len(BY_KEY) == len(FIELDS) == len({one.head.casefold() for one in FIELDS})
    known = {one.name for one in msgspec.structs.fields(Shot)}
    assert {one.typed for one in FIELDS if one.typed} <= known
    assert not [one.key for one in FIELDS if one.computed and one.typed]
    assert set(ALSO) <= set(BY_KEY)
    for keys in LIST_SETS.values():
        assert set(keys) - {"board"} <= set(BY_KEY)


def test_no_two_columns_answer_to_one_head() -> None:
    heads = [head for one in FIELDS for head in {one.head.casefold(), *ALSO.get(one.key, ())}]
    assert sorted(heads) == sorted(set(heads))


@pytest.mark.parametrize(
    ("head", "key"),
    [("SHOT #", "number"), ("Description", "action"), ("focal_length", "lens"), ("Day/Night", "time"),
     ("Est. Time:", "setup_time_min"), ("Shot  Size", "size"), ("Mood", None)],
)  # fmt: skip
def test_heads_of_other_programs_are_known(head: str, key: str | None) -> None:
    found = match_head(head)
    assert (found.key if found else None) == key


def test_own_columns_stand_before_the_verdicts() -> None:
    keys = [one.key for one in all_fields(("Mood",))]
    assert keys.index("own:Mood") == keys.index("status") - 1
    own = field_of("own:Mood")
    assert own is not None
    assert own.text(msgspec.structs.replace(SHOTS[0], fields={"Mood": "grim"})) == "grim"
    assert field_of("board") is None


def test_every_column_says_something_of_every_shot() -> None:
    scenes = {scene.id: scene for scene in SCENES}
    said = {one.key for shot in SHOTS for one in FIELDS if one.text(shot, scenes[shot.scene_id])}
    assert {"number", "heading", "lens", "camera_height_m", "duration_s", "priority", "status"} <= said
