"""A letter that turns the line round does not come into a project, by whichever door."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from previz.scene.document import Document
from previz.scene.model import PROJECT_ID, Character, Item, Scene, Stage
from previz.scene.upright import upright, upright_json
from previz.studio import Studio

OVERRIDE, ISOLATE, JOINER, MARK = "\u202e", "\u2066", "\u200d", "\u200f"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("INT. KITCHEN", "INT. KITCHEN"),
        (f"Lost {OVERRIDE}Property", "Lost Property"),
        (f"{ISOLATE}Ada\u2069", "Ada"),
        ("Ada\x07\x00Lee\x85", "Ada  Lee "),
        ("two\nlines\tand\r\nmore", "two\nlines\tand\r\nmore"),
        (f"\u0639{JOINER}\u0644{MARK}", f"\u0639{JOINER}\u0644{MARK}"),
        ("C:\\base\\u0007\\f", "C:\\base\\u0007\\f"),
        ("\\\x08", "\\ "),
    ],
)
def test_words_stay_upright_in_text_and_in_json(given: str, kept: str) -> None:
    assert upright(given) == kept
    assert msgspec.json.decode(upright_json(msgspec.json.encode({"name": given}))) == {"name": kept}


def test_an_edit_keeps_names_and_headings_upright() -> None:
    document = Document()
    with document.edit("Names") as edit:
        edit.put(Character(id="ada", name=f"A{OVERRIDE}da\x01", order="a"))
        edit.put(Scene(id="s1", number="1", place=f"{OVERRIDE}OFFICE", order="a"))
        edit.update("ada", words=f"tall{ISOLATE}\nthin")
    ada = document.need("ada", Character)
    assert (ada.name, ada.words) == ("Ada ", "tall\nthin")
    assert document.need("s1", Scene).place == "OFFICE"


def test_what_people_call_it_by_is_one_line_by_an_edit_as_in_a_new_film(tmp_path: Path) -> None:
    said, kept = "The\r\n  Lamp\t(two)\n", "The Lamp (two)"
    with Studio.create(tmp_path / "film.previz", said) as made:
        assert made.document.project.title == kept
    document = Document()
    with document.edit("Names") as edit:
        edit.update(PROJECT_ID, title=said)
        edit.put(Character(id="ada", name=said, order="a"))
        edit.put(Scene(id="s1", number="1", place=said, order="a", synopsis="two\nlines"))
        edit.put(Stage(id="set", name=said))
        edit.put(Item(id="lamp", stage_id="set", name=said, piece="lamp"))
    assert document.project.title == kept
    assert document.need("ada", Character).name == kept
    assert document.need("s1", Scene).place == kept
    assert document.need("set", Stage).name == document.need("lamp", Item).name == kept
    assert document.need("s1", Scene).synopsis == "two\nlines", "words may have lines"
    with document.edit("While it is typed") as edit:
        edit.update(PROJECT_ID, title="The ")
    assert document.project.title == "The "
