"""A letter that turns the line round does not come into a project, by whichever door."""

from __future__ import annotations

import msgspec
import pytest

from previz.scene.document import Document
from previz.scene.model import Character, Scene
from previz.scene.upright import upright, upright_json

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
