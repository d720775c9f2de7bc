"""Undo and redo, drags that are one step, and takes that no undo takes away."""

from __future__ import annotations

import pytest

from previz.errors import BadProject
from previz.scene.edit import Edit
from previz.scene.model import Note, Panel, Stage, Take

from .films import a_take, change_lens, lens, small_film, state


# ----------------------------------------------------------------------------------------------- undo
def test_undo_and_redo_walk_the_history() -> None:
    document = small_film()
    for focal_length_mm in (50, 85):
        change_lens(document, focal_length_mm)
    undone = document.undo()
    assert undone is not None
    assert (undone.cause, undone.label, lens(document)) == ("undo", "Change lens", 50)
    assert [edit.label for edit in document.history] == ["Set up", "Change lens"]
    assert [edit.label for edit in document.undone] == ["Change lens"]
    document.redo()
    assert lens(document) == 85
    document.undo()
    change_lens(document, 24)
    assert document.redo() is None
    assert lens(document) == 24


def test_undo_of_everything_leaves_the_beginning() -> None:
    document = small_film()
    full = state(document)
    document.undo()
    assert document.undo() is None
    assert document.ids() == ("project",)
    document.redo()
    assert state(document) == full
    assert not document.problems()


def test_a_drag_of_200_steps_is_one_undo() -> None:
    document = small_film()
    heard: list[Edit] = []
    document.listen(heard.append)
    for step in range(200):
        change_lens(document, 36 + step, gesture="drag-7")
    assert len(heard) == 200
    assert [edit.label for edit in document.history] == ["Set up", "Change lens"]
    document.undo()
    assert lens(document) == 35
    document.redo()
    assert lens(document) == 235


def test_gestures_merge_only_with_themselves() -> None:
    document = small_film()
    change_lens(document, 40, gesture="a")
    change_lens(document, 41, gesture="b")
    change_lens(document, 42)
    change_lens(document, 43, gesture="b")
    assert len(document.history) == 5
    change_lens(document, 44, gesture="b")
    assert len(document.history) == 5
    document.end_gesture()
    change_lens(document, 45, gesture="b")
    assert len(document.history) == 6


def test_a_drag_that_returns_to_its_start_is_no_step() -> None:
    document = small_film()
    for focal_length_mm in (36, 37, 35):
        change_lens(document, focal_length_mm, gesture="drag")
    assert [edit.label for edit in document.history] == ["Set up"]
    assert lens(document) == 35


def test_a_drag_that_is_broken_off_has_not_been() -> None:
    document = small_film()
    before, heard = state(document), list[Edit]()
    document.listen(heard.append)
    for step in range(3):
        change_lens(document, 40 + step, gesture="drag")
    document.end_gesture(broken_off="drag")
    assert state(document) == before
    assert heard[-1].cause == "undo"
    assert [edit.label for edit in document.history] == ["Set up"]
    assert document.undone == ()
    change_lens(document, 50, gesture="another drag")
    document.end_gesture(broken_off="drag")
    assert lens(document) == 50
    assert [edit.label for edit in document.history] == ["Set up", "Change lens"]


def test_what_could_be_redone_can_be_again_after_a_drag_that_is_broken_off() -> None:
    document = small_film()
    change_lens(document, 50)
    document.undo()
    for step in range(3):
        change_lens(document, 40 + step, gesture="drag")
    assert document.undone == ()
    heard: list[int] = []
    document.listen(lambda _: heard.append(len(document.undone)))
    document.end_gesture(broken_off="drag")
    assert heard == [1], "whoever hears of it can tell"
    document.redo()
    assert lens(document) == 50
    document.undo()
    change_lens(document, 40, gesture="another")
    with document.edit("Meanwhile") as edit:
        edit.put(Stage(id="other", name="Other", order="z"))
    document.end_gesture(broken_off="another")
    assert document.undone == (), "another step was made since"


def test_what_comes_in_during_a_drag_is_a_step_of_its_own_below_it() -> None:
    """As the take of a frame that is drawn meanwhile; the drag is one step, and can be broken off."""
    for broken_off in (False, True):
        document = small_film()
        change_lens(document, 40, gesture="drag")
        with document.edit("Select take 2") as edit:
            edit.put(Stage(id="other", name="Other", order="z"))
        if not broken_off:
            change_lens(document, 41, gesture="drag")
        document.end_gesture(broken_off="drag" if broken_off else "")
        steps = ["Set up", "Select take 2"] if broken_off else ["Set up", "Select take 2", "Change lens"]
        assert [edit.label for edit in document.history] == steps
        assert lens(document) == (35 if broken_off else 41)
        assert "other" in document
        assert all(edit.gesture is None for edit in document.history)
        while document.undo():
            pass
        assert document.ids() == ("project",)


def test_a_drag_does_not_reach_over_a_change_of_the_same() -> None:
    document = small_film()
    change_lens(document, 40, gesture="drag")
    change_lens(document, 50)
    change_lens(document, 41, gesture="drag")
    assert [edit.label for edit in document.history] == ["Set up", *["Change lens"] * 3]
    document.undo()
    assert lens(document) == 50


def test_a_gesture_after_an_undo_is_a_new_step() -> None:
    document = small_film()
    change_lens(document, 40, gesture="a")
    change_lens(document, 50)
    document.undo()
    change_lens(document, 41, gesture="a")
    document.undo()
    assert lens(document) == 40


# -------------------------------------------------------------------------------------------- history
def test_takes_are_recorded_and_never_undone() -> None:
    document = small_film()
    change_lens(document, 50)
    made = document.record(a_take(), "Take 1")
    assert made.cause == "record"
    assert len(document.history) == 2
    document.undo()
    assert lens(document) == 35
    assert [take.number for take in document.children("panel-one", Take)] == [1]
    document.redo()
    assert lens(document) == 50


def test_history_is_only_ever_added_to() -> None:
    document = small_film()
    document.record(a_take(), "Take 1")
    before = state(document)
    for entity, error in (
        (a_take(), ValueError),  # again
        (Stage(id="x", name="X"), ValueError),  # not history
        (a_take(2, "nowhere"), BadProject),
        (a_take(1, id="another"), BadProject),  # the number is taken
    ):
        with pytest.raises(error):
            document.record(entity, "Wrong")
    with pytest.raises(ValueError, match="record it"), document.edit("Wrong") as edit:
        edit.put(a_take(9))
    with pytest.raises(ValueError, match="record it"), document.edit("Wrong") as edit:
        edit.update(a_take().id, seed=9)
    with pytest.raises(ValueError, match="cannot be removed"), document.edit("Wrong") as edit:
        edit.remove(a_take().id)
    assert state(document) == before


def test_takes_outlive_their_panel_and_are_there_after_a_redo() -> None:
    document = small_film()
    with document.edit("Add panel") as edit:
        edit.put(Panel(id="p3", shot_id="two", order="b"))
    document.record(a_take(1, "p3"), "Take 1")
    document.record(Note(id="note-1", panel_id="p3", author="Ada", text="Closer", at="2025-01-01"), "Note")
    with document.edit("Select take") as edit:
        edit.update("p3", selected_take_id="take-p3-1")
    document.undo()
    document.undo()
    assert "p3" not in document
    assert [entity.id for entity in document.orphans()] == ["take-p3-1", "note-1"]
    assert [take.id for take in document.of(Take)] == ["take-p3-1"]
    assert not document.problems()
    document.redo()
    document.redo()
    assert document.need("p3", Panel).selected_take_id == "take-p3-1"
    assert not document.orphans()


def test_a_shot_with_takes_can_be_removed_and_brought_back() -> None:
    document = small_film()
    document.record(a_take(), "Take 1")
    before = state(document)
    with document.edit("Remove shot") as edit:
        edit.remove_tree("one")
    assert set(before) - set(state(document)) == {"one", "cam-one", "panel-one"}
    document.undo()
    assert state(document) == before
    assert document.children("panel-one", Take)
