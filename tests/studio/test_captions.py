"""Words and times of panels: where they are kept, and that time is the shot's."""

from __future__ import annotations

import pytest

from previz.errors import BadProject
from previz.scene import model
from previz.scene.document import Document
from previz.studio.captions import dialogue_of, dialogue_text, set_caption
from previz.studio.shot_book import panels_at_keys
from tests.films import CLOSE, FULL, put_small_film


@pytest.fixture
def document() -> Document:
    made = Document([model.Project(id="project")])
    put_small_film(made)
    return made


def test_the_first_panel_shows_its_shots_words_and_others_have_their_own(document: Document) -> None:
    set_caption(document, f"{FULL}-p", action="They wait.", dialogue=(("ADA", "Well?"),), sound="Rain")
    shot = document.need(FULL, model.Shot)
    assert (shot.action, shot.dialogue, shot.sound) == ("They wait.", (("ADA", "Well?"),), "Rain")
    assert document.history[-1].label == "Caption panel"
    (second,) = panels_at_keys(document, CLOSE)
    set_caption(document, second, action="Closer.", camera="Ends on her eyes")
    panel = document.need(second, model.Panel)
    assert (panel.caption, panel.camera) == ("Closer.", "Ends on her eyes")
    assert document.need(CLOSE, model.Shot).action == "Ada."


def test_time_of_a_panel_is_time_of_its_shot(document: Document) -> None:
    (second,) = panels_at_keys(document, CLOSE)
    set_caption(document, second, duration_s=4.0)
    assert document.need(CLOSE, model.Shot).duration_s == 5.5
    lengths = [panel.duration_s for panel in document.children(CLOSE, model.Panel)]
    assert lengths == [1.5, 4.0]
    document.undo()
    assert document.need(CLOSE, model.Shot).duration_s == 3.0


def test_a_panel_shows_another_moment_and_hangs_in_its_place(document: Document) -> None:
    (second,) = panels_at_keys(document, CLOSE)
    first = f"{CLOSE}-p"

    def hang() -> list[tuple[str, float]]:
        return [(panel.id, panel.time_s) for panel in document.children(CLOSE, model.Panel)]

    set_caption(document, second, time_s=1.25)
    assert hang() == [(first, 0.0), (second, 1.25)]
    set_caption(document, first, time_s=2.0, action="Ada.")
    assert hang() == [(second, 1.25), (first, 2.0)]
    assert document.history[-1].label == "Time panel"
    document.undo()
    assert hang() == [(first, 0.0), (second, 1.25)]
    for wrong in (-0.1, 3.1):
        with pytest.raises(BadProject, match="within its shot, 0 to 3 s"):
            set_caption(document, second, time_s=wrong)
    set_caption(document, second, duration_s=4.0, time_s=5.0)
    assert hang() == [(first, 0.0), (second, 5.0)], "the shot is longer by then"


def test_an_only_panel_with_a_time_of_its_own_gets_the_new_one(document: Document) -> None:
    with document.edit("Time it") as edit:
        edit.update(f"{FULL}-p", duration_s=3.0)
    set_caption(document, f"{FULL}-p", duration_s=5.0)
    assert document.need(f"{FULL}-p", model.Panel).duration_s == 5.0
    assert document.need(FULL, model.Shot).duration_s == 5.0


def test_what_is_as_it_was_makes_no_step(document: Document) -> None:
    before = len(document.history)
    set_caption(document, f"{FULL}-p", action="Ada and Ben.", duration_s=3.0)
    assert len(document.history) == before


def test_a_move_has_a_panel_at_each_end_once(document: Document) -> None:
    (second,) = panels_at_keys(document, CLOSE)
    assert [panel.time_s for panel in document.children(CLOSE, model.Panel)] == [0.0, 3.0]
    assert document.need(second, model.Panel).time_s == 3.0
    assert panels_at_keys(document, CLOSE) == []
    assert panels_at_keys(document, FULL) == [], "a camera that stands has no end"


def test_dialogue_goes_to_text_and_back() -> None:
    said = (("MAYA", "You knew: all this time."), ("", "(silence)"))
    assert dialogue_of(dialogue_text(said)) == said
