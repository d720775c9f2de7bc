"""Words of kept set-ups: the lines of whoever is seen, and no sentence cut in its middle."""

from __future__ import annotations

import pytest

from previz.grammar.coverage import Setup
from previz.scene import model
from previz.scene.document import Document
from previz.scene.model import PROJECT_ID, Project
from previz.scene.words import Covered, Passage, Script
from previz.studio.setup_words import opening, words_of_setup

SPEECHES = (("INES", "You looked up nobody?"), ("TEO", "Ninety days."), ("INES (V.O.)", "Read me the label."))


@pytest.fixture
def film() -> Document:
    script = Script(id="script", name="pages", source="")
    action = (
        "A long room under an arch. Desks, screens, cabinets. " + "And on every flat surface, things " * 6
    )
    words = [("action", "", action), *(("speech", cue, text) for cue, text in SPEECHES)]
    passages = [
        Passage(id=f"p{n}", script_id="script", order=f"a{n}", type=kind, cue=cue, text=text)
        for n, (kind, cue, text) in enumerate(words)
    ]
    people = [model.Character(id=name, name=name.title()) for name in ("ines", "teo")]
    return Document([Project(id=PROJECT_ID), script, *passages, *people])


def run(film: Document) -> tuple[Covered, ...]:
    return tuple(Covered(passage_id=one.id, was=one.text) for one in film.of(Passage))


def setup(role: str, *subjects: str) -> Setup:
    return Setup(role=role, name=f"The {role}", framing=model.Framing(subjects=subjects), focal_length_mm=50)  # type: ignore[arg-type]


@pytest.mark.parametrize("role", ["single", "over"])
def test_a_set_up_of_one_face_has_its_lines(film: Document, role: str) -> None:
    action, dialogue = words_of_setup(film, setup(role, "ines", "teo"), run(film))
    assert action == f"The {role}, from “You looked up nobody?” to “Read me the label”"
    assert dialogue == (("INES", "You looked up nobody?"), ("INES", "Read me the label."))


def test_a_master_says_how_the_scene_begins_in_whole_sentences(film: Document) -> None:
    action, dialogue = words_of_setup(film, setup("master", "ines", "teo"), run(film))
    assert action.endswith(". A long room under an arch. Desks, screens, cabinets.")
    assert dialogue == ()


def test_what_covers_little_says_it_word_by_word(film: Document) -> None:
    _, dialogue = words_of_setup(film, setup("master", "ines", "teo"), run(film)[1:3])
    assert [line for _, line in dialogue] == ["You looked up nobody?", "Ninety days."]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("One. Two. Three.", "One. Two."),
        (
            "A first sentence that is far too long for that.",
            "A first sentence that is far too long for that.",
        ),
        ("He waits... and waits. Goes.", "He waits... and waits."),
        ("They wait for Mr. Brown. He is late.", "They wait for Mr. Brown."),
        ("MRS. HALE and J. R. Ewing at St. Paul’s. Rain.", "MRS. HALE and J. R. Ewing at St. Paul’s."),
        ("The storm. Thunder.", "The storm."),
        ("", ""),
    ],
)
def test_an_opening_is_never_cut_in_a_sentence(words: str, told: str) -> None:
    assert opening(words, 10) == told
