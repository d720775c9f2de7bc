"""Hands of the shot list that no window is needed for."""

from __future__ import annotations

import pytest

from previz.errors import BadProject
from previz.export.fields import BY_KEY
from previz.scene import model
from previz.scene.document import Document
from previz.studio.list_edits import add_column, as_block, block_of, put_cells, set_tint
from tests.films import CLOSE, FULL, put_small_film


@pytest.fixture
def document() -> Document:
    made = Document()
    put_small_film(made)
    return made


def test_cells_of_several_shots_are_one_step(document: Document) -> None:
    cells = [(FULL, BY_KEY["props"], "Key"), (FULL, BY_KEY["notes"], "Rain"), (CLOSE, BY_KEY["props"], "Key")]
    assert put_cells(document, cells, "Paste") == 2
    assert document.need(FULL, model.Shot).notes == "Rain"
    document.undo()
    assert document.need(FULL, model.Shot).notes == ""


def test_all_or_nothing(document: Document) -> None:
    with pytest.raises(BadProject, match="cannot be read"):
        put_cells(document, [(FULL, BY_KEY["props"], "Key"), (CLOSE, BY_KEY["duration_s"], "long")], "Paste")
    assert document.need(FULL, model.Shot).props == ""


def test_a_number_that_is_shown_anyway_is_not_locked(document: Document) -> None:
    assert put_cells(document, [(FULL, BY_KEY["number"], "1")], "Paste", {(FULL, "number"): "1"}) == 0
    assert document.need(FULL, model.Shot).label is None
    assert put_cells(document, [(FULL, BY_KEY["setup"], "1A")], "Paste", {(FULL, "setup"): "1A"}) == 0
    assert document.need(FULL, model.Shot).setup_group == ""


def test_blocks_go_to_a_clipboard_and_back() -> None:
    block = [["a", "b\nc"], ['say "x"', ""]]
    assert block_of(as_block(block)) == block
    assert block_of("a\r\n\r\nb") == [["a"], [""], ["b"]]


def test_heads_are_not_taken_twice(document: Document) -> None:
    assert add_column(document, " Mood  board ") == "Mood board"
    for head in ("mood BOARD", "Action", " "):
        with pytest.raises(BadProject):
            add_column(document, head)


def test_only_known_colours(document: Document) -> None:
    with pytest.raises(BadProject, match="choose one of red"):
        set_tint(document, [FULL], "mauve")
