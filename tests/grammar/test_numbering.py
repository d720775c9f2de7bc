"""Labels as a script supervisor would give them, and never two alike."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from previz.grammar.numbering import LETTERS, letters, number_project, number_scenes, number_shots
from previz.scene.model import Project, Scene, Shot


def _scenes(*numbers: str | None) -> list[Scene]:
    """A locked scene for each text, an unlocked one for each None."""
    return [
        Scene(id=f"s{i}", order=f"{i:04}", number=number or "", number_locked=number is not None)
        for i, number in enumerate(numbers)
    ]


def _shots(scene: Scene, *labels: str | None) -> list[Shot]:
    return [
        Shot(id=f"{scene.id}/{i}", scene_id=scene.id, order=f"{i:04}", label=label, label_locked=bool(label))
        for i, label in enumerate(labels)
    ]


def _labels(scenes: list[Scene], shots: list[Shot], **settings: str) -> list[str]:
    numbers = number_scenes(scenes)
    return list(number_shots(scenes, shots, numbers, **settings).values())  # type: ignore[arg-type]


def test_letters_skip_i_and_o_and_go_on_after_z() -> None:
    first = [letters(i) for i in range(50)]
    assert "".join(first[:24]) == LETTERS == "ABCDEFGHJKLMNPQRSTUVWXYZ"
    assert first[23:27] == ["Z", "AA", "AB", "AC"]
    assert first[47:50] == ["AZ", "BA", "BB"]
    assert not any("I" in name or "O" in name for name in first)


@pytest.mark.parametrize(
    ("locked", "expected"),
    [
        ([None, None, None], ["1", "2", "3"]),
        (["10", None, "11"], ["10", "10A", "11"]),
        (["10", None, None, "11", None], ["10", "10A", "10B", "11", "12"]),
        (["10", None, "10A"], ["10", "10aA", "10A"]),
        (["10", "10aA", None, "10A"], ["10", "10aA", "10bA", "10A"]),
        (["10", None, "10aA", "10A"], ["10", "10aaA", "10aA", "10A"]),
        (["10A", None, "11"], ["10A", "10B", "11"]),
        (["3", None, None, "7"], ["3", "4", "5", "7"]),
        ([None, "1"], ["A1", "1"]),
        ([None, "2"], ["1", "2"]),
        (["TEASER", None, "1"], ["TEASER", "TEASER-A", "1"]),
    ],
)
def test_inserted_scenes_leave_locked_numbers_alone(locked: list[str | None], expected: list[str]) -> None:
    assert list(number_scenes(_scenes(*locked)).values()) == expected


@pytest.mark.parametrize(
    ("locked", "expected"),
    [
        (["10", None, None, "11"], ["10", "A11", "B11", "11"]),
        (["10", None, "A11", "11"], ["10", "aA11", "A11", "11"]),
        (["10", "A11", None, "11"], ["10", "A11", "B11", "11"]),
    ],
)
def test_prefix_style_names_after_the_next_scene(locked: list[str | None], expected: list[str]) -> None:
    assert list(number_scenes(_scenes(*locked), "prefix").values()) == expected


def test_omitted_scenes_keep_their_number() -> None:
    scenes = [
        Scene(id="a", order="a", number="1", number_locked=True),
        Scene(id="b", order="b", number="2", number_locked=True, omitted=True),
        Scene(id="c", order="c", number=""),
    ]
    assert number_scenes(scenes) == {"a": "1", "b": "2", "c": "3"}


def test_us_master_is_the_bare_number_or_a() -> None:
    scenes = _scenes("12")
    assert _labels(scenes, _shots(scenes[0], None, None, None)) == ["12", "12A", "12B"]
    assert _labels(scenes, _shots(scenes[0], None, None), master="A") == ["12A", "12B"]


def test_us_setups_run_past_z() -> None:
    scenes = _scenes("5")
    labels = _labels(scenes, _shots(scenes[0], *[None] * 26), master="A")
    assert labels[23:] == ["5Z", "5AA", "5AB"]


def test_us_inserted_setup_takes_the_next_free_letter() -> None:
    scenes = _scenes("10")
    labels = _labels(scenes, _shots(scenes[0], "10", "10A", None, "10B", None))
    assert labels == ["10", "10A", "10C", "10B", "10D"]


def test_us_inserted_scene_does_not_meet_its_neighbours_setups() -> None:
    scenes = _scenes("10", None, "11")
    shots = [*_shots(scenes[0], None, None), *_shots(scenes[1], None, None)]
    assert _labels(scenes, shots) == ["10", "10A", "10A-A", "10A-B"]


def test_uk_slates_run_through_and_inserts_hang_on_the_one_before() -> None:
    scenes = _scenes("1", "2")
    shots = [*_shots(scenes[0], None, None), *_shots(scenes[1], None)]
    assert _labels(scenes, shots, numbering="uk") == ["1", "2", "3"]
    locked = [*_shots(scenes[0], "1", None, "2"), *_shots(scenes[1], None)]
    assert _labels(scenes, locked, numbering="uk") == ["1", "1A", "2", "3"]


def test_of_two_equal_labels_the_first_is_kept() -> None:
    scenes = _scenes("1")
    assert _labels(scenes, _shots(scenes[0], None, "1C", "1C")) == ["1", "1C", "1A"]


def test_project_settings_rule() -> None:
    scenes = [
        Scene(id="b", order="b", number="11", number_locked=True),
        Scene(id="x", order="ab", number=""),
        Scene(id="a", order="a", number="10", number_locked=True),
    ]
    shots = [
        Shot(id="2", scene_id="x", order="a"),
        Shot(id="1", scene_id="a", order="a"),
        Shot(id="3", scene_id="gone", order="a"),
    ]
    project = Project(id="project", insert_number="prefix", master_number="A")
    numbers = number_project(project, scenes, shots)
    assert numbers.scenes == {"a": "10", "x": "A11", "b": "11"}
    assert numbers.shots == {"1": "10A", "2": "A11A", "3": "0A"}


_NUMBERS = st.one_of(st.none(), st.from_regex(r"[AB]?[1-9][0-9]?[ab]?[ABC]?|TEASER", fullmatch=True))
_SHOT_LABELS = st.one_of(st.none(), st.none(), st.from_regex(r"[1-9][AB]?(-A)?", fullmatch=True))


@settings(max_examples=300, deadline=None)
@given(
    st.lists(_NUMBERS, max_size=12),
    st.lists(st.lists(_SHOT_LABELS, max_size=30), max_size=12),
    st.sampled_from(["us", "uk"]),
    st.sampled_from(["bare", "A"]),
    st.sampled_from(["suffix", "prefix"]),
)
def test_labels_are_unique_complete_and_locks_hold(
    numbers: list[str | None], labels: list[list[str | None]], numbering: str, master: str, insert: str
) -> None:
    scenes = _scenes(*numbers)
    shots = [s for scene, given in zip(scenes, labels, strict=False) for s in _shots(scene, *given)]
    project = Project(id="project", numbering=numbering, master_number=master, insert_number=insert)  # type: ignore[arg-type]
    found = number_project(project, scenes, shots)
    assert set(found.scenes) == {s.id for s in scenes}
    assert set(found.shots) == {s.id for s in shots}
    assert all(found.scenes.values())
    assert all(found.shots.values())
    assert len(set(found.scenes.values())) == len(scenes)
    assert len(set(found.shots.values())) == len(shots)
    kept: set[str] = set()
    for scene in scenes:
        if scene.number_locked and scene.number not in kept:
            assert found.scenes[scene.id] == scene.number
            kept.add(scene.number)


@settings(max_examples=100, deadline=None)
@given(st.lists(_NUMBERS, min_size=1, max_size=10), st.integers(0, 10), st.sampled_from(["suffix", "prefix"]))
def test_locking_everything_then_inserting_changes_nothing(
    numbers: list[str | None], where: int, insert: str
) -> None:
    first = number_scenes(_scenes(*numbers), insert)  # type: ignore[arg-type]
    locked = [Scene(id=i, order=i, number=n, number_locked=True) for i, n in first.items()]
    locked.insert(where, Scene(id="new", order="?", number=""))
    second = number_scenes(locked, insert)  # type: ignore[arg-type]
    assert {k: v for k, v in second.items() if k != "new"} == first
