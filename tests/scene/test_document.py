"""Labelled edits: all or nothing, undo, gestures, history that stays, relations that hold."""

from __future__ import annotations

import numpy as np
import pytest

from previz.errors import BadProject, FileNotWritable, NotFound
from previz.scene.document import Document
from previz.scene.edit import Edit
from previz.scene.model import (
    CameraKey,
    Character,
    Item,
    ItemKey,
    Panel,
    Scene,
    Shot,
    Stage,
    Track,
    Transform,
)

from .films import a_take, change_lens, lens, small_film, state


# ---------------------------------------------------------------------------------------------- edits
def test_an_edit_says_what_changed() -> None:
    document = small_film()
    heard: list[Edit] = []
    document.listen(heard.append)
    change_lens(document, 50)
    (edit,) = heard
    before, after = edit.changes["cam-one"]
    assert (edit.label, edit.cause, list(edit.changes)) == ("Change lens", "edit", ["cam-one"])
    assert before != after == document["cam-one"]
    assert edit.touches(Track)
    assert not edit.touches(Shot)


def test_an_exception_puts_everything_back() -> None:
    document = small_film()
    before, children = state(document), document.children("s1", Shot)

    def fail() -> None:
        with document.edit("Fail") as edit:
            edit.update("one", action="x", order="z")
            edit.put(Shot(id="three", scene_id="s1", order="c"))
            edit.remove_tree("two")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert state(document) == before
    assert document.children("s1", Shot) == children
    assert len(document.history) == 1


def test_a_refused_edit_puts_everything_back() -> None:
    document = small_film()
    before = state(document)

    def fail() -> None:
        with document.edit("Fail") as edit:
            edit.update("one", action="x")
            edit.put(Shot(id="three", scene_id="nowhere", order="c"))

    with pytest.raises(BadProject, match="nowhere"):
        fail()
    assert state(document) == before
    change_lens(document, 85)
    assert lens(document) == 85


def test_nothing_changes_outside_an_edit() -> None:
    document = small_film()
    with document.edit("Move") as edit:
        edit.update("one", action="x")
    with pytest.raises(RuntimeError, match="not open"):
        edit.update("one", action="y")
    with pytest.raises(RuntimeError, match="not open"):
        edit.remove("one")
    with pytest.raises(AttributeError):
        document["one"].order = "z"  # type: ignore[attr-defined]
    with pytest.raises(RuntimeError, match="over"), edit:
        pass


def test_edits_do_not_nest() -> None:
    document = small_film()
    with document.edit("Outer"):
        with pytest.raises(RuntimeError, match="nest"):
            document.edit("Inner")
        with pytest.raises(RuntimeError, match="undo inside"):
            document.undo()
        with pytest.raises(RuntimeError, match="inside edit"):
            document.record(a_take(), "Take")


def test_an_edit_that_changes_nothing_is_no_step() -> None:
    document = small_film()
    with document.edit("Nothing") as edit:
        edit.update("one", action="x")
        edit.update("one", action="")
        edit.put(Stage(id="brief", name="Brief", order="b"))
        edit.remove("brief")
    assert edit.made is not None
    assert not edit.made.changes
    assert len(document.history) == 1


def test_ids_are_injected_and_never_taken_twice() -> None:
    document = Document(ids=lambda kind: f"{kind}-1")
    with document.edit("Add") as edit:
        edit.put(Scene(id=document.new_id(Scene), order="a", number="1"))
    with pytest.raises(ValueError, match="repeats"):
        document.new_id(Scene)
    plain = Document()
    made = {plain.new_id(Shot) for _ in range(200)}
    assert len(made) == 200
    assert all(id.startswith("shot-") and len(id) == 13 for id in made)


def test_an_id_comes_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        Document([Stage(id="x", name="A"), Stage(id="x", name="B")])


def test_numpy_numbers_and_lists_become_plain() -> None:
    document = small_film()
    position = np.array([1.0, 2.0, 3.0])
    with document.edit("Move") as edit:
        key = CameraKey(transform=Transform(position_m=tuple(position)), focal_length_mm=np.float32(0.5))  # type: ignore[arg-type]
        kept = edit.put(Track(id="cam-one", owner_id="one", target_id="one", keys=[key]))  # type: ignore[arg-type]
    assert kept is document["cam-one"]
    (plain,) = kept.keys
    assert isinstance(plain, CameraKey)
    assert type(plain.focal_length_mm) is float
    assert [type(x) for x in plain.transform.position_m] == [float] * 3


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"keys": "none"}, TypeError),
        ({"nonsense": 1}, TypeError),
        ({"id": "other"}, ValueError),
        ({"owner_id": object()}, TypeError),
    ],
)
def test_mistakes_of_the_caller_are_no_project_errors(
    change: dict[str, object], error: type[Exception]
) -> None:
    document = small_film()
    before = state(document)
    with pytest.raises(error), document.edit("Wrong") as edit:
        edit.update("cam-one", **change)
    assert state(document) == before


def test_an_id_keeps_its_kind_and_the_project_stays() -> None:
    document = small_film()
    with pytest.raises(ValueError, match="cannot become"), document.edit("Wrong") as edit:
        edit.put(Stage(id="one", name="One", order="b"))
    with pytest.raises(ValueError, match="cannot be removed"), document.edit("Wrong") as edit:
        edit.remove("project")


# --------------------------------------------------------------------------------------------- events
def test_a_listener_can_leave() -> None:
    document = small_film()
    heard: list[Edit] = []
    stop = document.listen(heard.append)
    change_lens(document, 50)
    stop()
    stop()
    change_lens(document, 60)
    assert len(heard) == 1


def test_a_save_that_fails_is_told_after_everybody_heard() -> None:
    document = small_film()
    heard: list[Edit] = []

    def full(edit: Edit) -> None:
        raise FileNotWritable("the disk is full")

    document.listen(full)
    document.listen(heard.append)
    with pytest.raises(FileNotWritable):
        change_lens(document, 50)
    assert lens(document) == 50
    assert len(heard) == len(document.history) - 1 == 1


# -------------------------------------------------------------------------------------------- reading
def test_of_and_children_are_in_the_order_of_the_film() -> None:
    document = small_film()
    with document.edit("Add") as edit:
        edit.put(Scene(id="s0", order="1", number="0"))
        edit.put(Shot(id="zero", scene_id="s0", order="z"))
        edit.put(Panel(id="panel-zero", shot_id="zero", order="a"))
    assert [scene.id for scene in document.of(Scene)] == ["s0", "s1"]
    assert [shot.id for shot in document.of(Shot)] == ["zero", "one", "two"]
    assert [panel.id for panel in document.of(Panel)] == ["panel-zero", "panel-one", "panel-two"]
    with document.edit("Reorder") as edit:
        edit.update("s0", order="z")
        edit.update("two", order="1")
        assert [shot.id for shot in document.of(Shot)] == ["two", "one", "zero"]
    assert [panel.id for panel in document.of(Panel)] == ["panel-two", "panel-one", "panel-zero"]
    document.undo()
    assert [shot.id for shot in document.children("s1", Shot)] == ["one", "two"]
    assert [shot.id for shot in document.of(Shot)] == ["zero", "one", "two"]


def test_queries_know_absent_and_wrong() -> None:
    document = small_film()
    assert document.get("one", Shot) == document["one"]
    assert document.get("one", Scene) is None
    assert document.get(None, Shot) is None
    assert "one" in document
    assert len(document) == len(document.ids()) == len(list(document))
    assert document.track("one", "one") == "cam-one"
    assert document.track("one", "ada") is None
    assert set(document.referrers("one")) == {"cam-one", "panel-one"}
    with pytest.raises(NotFound, match="nobody"):
        document["nobody"]
    with pytest.raises(NotFound, match="a shot, not a scene"):
        document.need("one", Scene)
    with pytest.raises(ValueError, match="no parent"):
        document.children("s1", Character)


def test_the_next_order_is_behind_the_last() -> None:
    document = small_film()
    assert document.next_order(Shot, "s1") == "c"
    assert document.next_order(Item, "room") == "c"
    assert document.next_order(Scene) == "b"
    assert document.next_order(Panel, "nowhere") == "a"
    with pytest.raises(ValueError, match="parent"):
        document.next_order(Shot)


def test_a_document_always_has_a_project() -> None:
    assert Document().project.title == "Untitled"
    assert small_film().project.title == "Small film"


def test_removing_a_stage_lets_go_of_its_scenes() -> None:
    document = small_film()
    with document.edit("Place") as edit:
        edit.put(Track(id="t", owner_id="one", target_id="chair", keys=(ItemKey(),)))
    with document.edit("Remove set") as edit:
        edit.remove_tree("room")
    assert "t" not in document
    assert document.need("s1", Scene).stage_id is None
    assert not document.of(Item)
    assert not document.problems()
    document.undo()
    assert document.need("s1", Scene).stage_id == "room"


def test_describe_speaks_as_people_do() -> None:
    document = small_film()
    assert document.describe("s1") == "scene 1"
    assert document.describe("chair") == "item “Chair”"
    assert document.describe("cam-one") == "the camera of shot one"
    assert document.describe("ada-s1") == "character “Ada” in scene 1"
    assert document.describe("project") == "the project"
