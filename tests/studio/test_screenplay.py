from pathlib import Path

import pytest

from previz.errors import NotFound
from previz.scene import model
from previz.scene.document import Document
from previz.scene.ids import counted_ids
from previz.script import covering, reading
from previz.studio import Studio
from previz.studio.draft_changes import changes_by_scene
from previz.studio.lining import script_pages
from previz.studio.number_locks import set_numbers_locked
from previz.studio.screenplay import Imported, export_script, import_script
from tests.films import CLOSE, FULL, put_small_film

SCRIPT = """INT. ROOM - DAY

Ada and Ben. The window is open.

ADA
Shut it.

EXT. STREET - NIGHT #7#

Nobody.
"""


def bring(document: Document, text: str) -> Imported:
    return import_script(document, reading.read_bytes("a.fountain", text.encode(), "fountain"))


@pytest.fixture
def film() -> Document:
    document = Document(ids=counted_ids())
    put_small_film(document)
    return document


def test_the_scenes_of_the_film_get_their_words(film: Document) -> None:
    made = bring(film, SCRIPT)
    assert (made.scenes, made.pages, made.tied) == (2, 1, 1)
    scenes = film.of(model.Scene)
    assert [(s.id == "s1", s.number, s.place, s.time) for s in scenes] == [
        (True, "1", "Room", "DAY"),
        (False, "7", "Street", "NIGHT"),
    ]
    assert scenes[0].eighths == 1
    tied = film.need(FULL, model.Shot).covers[0]
    assert tied.was == "Ada and Ben."
    words = covering.passages_by_scene(film)["s1"]
    shots = film.children("s1", model.Shot)
    assert [gap.words for gap in covering.gaps(words, shots)] == ["The window is open.", "Shut it."]
    assert film.problems() == []


TITLE_PAGE = "Title:\n    _**Lost\n    Property**_\nCredit: by\nAuthor: A. Duarte\n\n"


@pytest.mark.parametrize("title", ["Untitled", "Untitled film", " "])
def test_a_title_page_names_a_film_without_a_title(film: Document, title: str) -> None:
    with film.edit("Title") as edit:
        edit.update(model.PROJECT_ID, title=title)
    bring(film, TITLE_PAGE + SCRIPT)
    assert (film.project.title, film.project.writer) == ("Lost Property", "A. Duarte")
    film.undo()
    assert (film.project.title, film.project.writer) == (title, "")


def test_a_title_that_people_gave_stays(film: Document) -> None:
    with film.edit("Title") as edit:
        edit.update(model.PROJECT_ID, title="The Low House", writer="Somebody")
    bring(film, TITLE_PAGE + SCRIPT)
    assert (film.project.title, film.project.writer) == ("The Low House", "Somebody")


def test_words_that_change_make_their_shots_stale_and_nothing_else(film: Document) -> None:
    bring(film, SCRIPT)
    speech = next(one for one in covering.passages_of(film) if one.type == "speech")
    with film.edit("Tie") as edit:
        edit.update(CLOSE, covers=(covering.cover(speech),))
    made = bring(film, SCRIPT.replace("Shut it.", "Shut it, Ben.").replace("Ada and", "In rain, Ada and"))
    assert made.stale == (CLOSE,)
    assert [one.kind for one in made.changes] == ["action", "dialogue"]
    shot = film.need(CLOSE, model.Shot)
    assert covering.changed_words(film, shot) == ("script: “Shut it.” is now “Shut it, Ben.”",)
    assert covering.changed_words(film, covering.tied_anew(film, shot)) == ()
    full = film.need(FULL, model.Shot).covers[0]
    assert covering.passages_of(film)[1].text[full.start : full.end] == "Ada and Ben."


def test_a_staged_scene_without_shots_is_omitted_and_comes_back_with_its_stage(film: Document) -> None:
    bring(film, SCRIPT)
    street = film.of(model.Scene)[-1].id
    with film.edit("Stage the street") as edit:
        edit.update(street, stage_id=film.need("s1", model.Scene).stage_id)
    room = SCRIPT[: SCRIPT.index("EXT.")]
    bring(film, room)
    assert film.need(street, model.Scene).omitted
    bring(film, SCRIPT)
    back = film.need(street, model.Scene)
    assert (back.omitted, back.number) == (False, "7")
    assert back.stage_id is not None


def test_a_scene_of_mere_words_goes_with_them(film: Document) -> None:
    bring(film, SCRIPT)
    street = film.of(model.Scene)[-1].id
    bring(film, SCRIPT[: SCRIPT.index("EXT.")])
    assert film.get(street, model.Scene) is None


def test_a_scene_that_one_draft_cut_and_the_next_has_again_has_returned(film: Document) -> None:
    room, street = SCRIPT[: SCRIPT.index("EXT.")], SCRIPT[SCRIPT.index("EXT.") :]
    bring(film, SCRIPT)
    bring(film, room)
    assert [str(one) for one in bring(film, SCRIPT).changes] == ["scene 7: returned (EXT. STREET - NIGHT)"]
    bring(film, street)
    assert film.need("s1", model.Scene).omitted
    assert [str(one) for one in bring(film, SCRIPT).changes] == ["scene 1: returned (INT. ROOM - DAY)"]
    other = bring(film, SCRIPT + "\nEXT. STREET - NIGHT\n\nA dog, a cart, a man in a hat.\n")
    assert [one.kind for one in other.changes] == ["scene added"]


def test_a_scene_of_the_film_that_gets_its_first_words_is_told(film: Document) -> None:
    bring(film, SCRIPT[SCRIPT.index("EXT.") :])
    assert [str(one) for one in bring(film, SCRIPT).changes] == ["scene 1: added (INT. ROOM - DAY)"]


def test_changes_are_told_with_the_numbers_that_the_scenes_have(film: Document) -> None:
    plain = SCRIPT.replace(" #7#", "")
    bring(film, plain)
    street = film.of(model.Scene)[-1].id
    set_numbers_locked(film, ["s1", street], True)
    hall = "INT. HALL - DAY\n\nA coat on a hook.\n\n"
    made = bring(
        film, plain.replace("EXT. STREET", f"{hall}EXT. STREET").replace("Nobody.", "Nobody at all.")
    )
    assert [str(one) for one in made.changes] == [
        "scene 1A: added (INT. HALL - DAY)",
        "scene 2: action changed: “Nobody.” → “Nobody at all.”",
    ]


def test_a_locked_number_that_the_script_changes_is_told(film: Document) -> None:
    bring(film, SCRIPT)
    made = bring(film, SCRIPT.replace("#7#", "#9#"))
    assert [str(one) for one in made.changes] == ["scene 9: renumbered, was 7"]
    assert made.changes[0].shown_id
    counted = bring(film, "INT. HALL - DAY\n\nA coat on a hook.\n\n" + SCRIPT.replace("#7#", "#9#"))
    assert [one.kind for one in counted.changes] == ["scene added"], "scene 1 was counted, and is again"


def test_changes_know_their_scene_their_words_and_where_one_sees_them(film: Document) -> None:
    bring(film, SCRIPT)
    ids = [one.id for one in covering.passages_of(film)]
    made = bring(
        film, SCRIPT.replace("Ada and Ben. The window is open.\n\n", "").replace("Shut it.", "Shut it, Ben.")
    )
    edited, cut = made.changes
    assert (cut.scene_id, cut.passage_id, cut.before) == ("s1", ids[1], "Ada and Ben. The window is open.")
    assert edited.passage_id == edited.shown_id == ids[2]
    assert cut.shown_id == ids[2], "what is gone is seen where the next words stand"
    assert [(one.number, one.shot_ids) for one in changes_by_scene(film, made.changes)] == [
        ("1", ((), (FULL,)))
    ]
    gone = bring(film, SCRIPT[SCRIPT.index("EXT.") :])
    assert [one.shot_ids for one in changes_by_scene(film, gone.changes)] == [((FULL,),)]


def test_a_scene_cut_from_the_script_is_omitted_where_shots_hang_on_it(film: Document) -> None:
    bring(film, SCRIPT)
    made = bring(film, "EXT. STREET - NIGHT #7#\n\nNobody.\n")
    assert [str(one) for one in made.changes] == ["scene 1: removed (INT. ROOM - DAY)"]
    assert made.stale == (FULL,)
    assert film.need("s1", model.Scene).omitted
    film.undo()
    assert not film.need("s1", model.Scene).omitted
    assert covering.passages_of(film)[0].text == "INT. ROOM - DAY"


def test_scenes_that_are_not_in_the_script_stay_behind_what_they_stood_behind(film: Document) -> None:
    with film.edit("Scenes of the film") as edit:
        for id, order in (("s0", "5"), ("s2", "b"), ("s3", "c")):
            edit.put(model.Scene(id=id, order=order, number=id, place=id))
            edit.put(model.Shot(id=f"shot of {id}", scene_id=id, order="a"))
    bring(film, SCRIPT)
    street = film.of(model.Scene)[-1].id
    assert [one.id for one in film.of(model.Scene)] == ["s0", "s1", "s2", "s3", street]
    bring(film, "EXT. STREET - NIGHT #7#\n\nNobody.\n\n" + SCRIPT[: SCRIPT.index("EXT.")])
    assert [one.id for one in film.of(model.Scene)] == ["s0", street, "s1", "s2", "s3"]


def test_coming_again_unchanged_touches_nothing(film: Document) -> None:
    bring(film, SCRIPT)
    steps = len(film.history)
    made = bring(film, SCRIPT)
    assert made.again
    assert made.changes == ()
    assert len(film.history) == steps


def test_it_goes_out_as_it_came_and_is_kept_in_the_file(tmp_path: Path) -> None:
    data = SCRIPT.replace("\n", "\r\n").encode("utf-16")
    with Studio.create(tmp_path / "a.previz", "A") as project:
        with pytest.raises(NotFound, match="no script"):
            export_script(project.document, tmp_path / "b.fountain")
        import_script(project.document, reading.read_bytes("a.fountain", data, "fountain"))
    with Studio.open(tmp_path / "a.previz", read_only=True) as project:
        export_script(project.document, tmp_path / "b.fountain")
        assert project.verify() == []
    assert (tmp_path / "b.fountain").read_bytes() == data


FDX = (
    '<FinalDraft DocumentType="Script"><Content>'
    '<Paragraph Type="Scene Heading" Number="1"><Text>INT. ROOM - DAY</Text></Paragraph>'
    '<Paragraph Type="Action"><Text>Ada and Ben.</Text></Paragraph>{}</Content></FinalDraft>'
)
QUAY = (
    '<Paragraph Type="Scene Heading" Number="2"><Text>EXT. QUAY - DAWN</Text></Paragraph>'
    '<Paragraph Type="Action"><Text>A gull on a post.</Text></Paragraph>'
)
OMITTED_QUAY = (
    '<Paragraph Type="Scene Heading" Number="2">'
    f"<OmittedScene>{QUAY}</OmittedScene><Text>OMITTED</Text></Paragraph>"
)


def test_words_of_an_omitted_scene_are_kept_and_on_no_page(film: Document) -> None:
    def take(scene: str) -> Imported:
        file = reading.read_bytes("a.fdx", FDX.format(scene).encode(), "fdx")
        return import_script(film, file)

    take(QUAY)
    quay = film.of(model.Scene)[-1].id
    heading, gull = covering.passages_by_scene(film)[quay]
    with film.edit("A shot of it") as edit:
        edit.put(model.Shot(id="gull", scene_id=quay, order="a", covers=(covering.cover(gull),)))
    made = take(OMITTED_QUAY)
    assert [str(one) for one in made.changes] == ["scene 2: omitted (EXT. QUAY - DAWN)"]
    assert made.stale == ()
    scene = film.need(quay, model.Scene)
    assert (scene.omitted, scene.place) == (True, "Quay")
    assert [one.id for one in covering.passages_by_scene(film)[quay]] == [heading.id]
    assert [one.id for one in covering.passages_by_scene(film, omitted=True)[quay]] == [heading.id, gull.id]
    lines = [line.text for line in script_pages(film)[0].lines if line.kind]
    assert lines == ["INT. ROOM - DAY", "Ada and Ben.", "OMITTED"]
    again = take(QUAY.replace("A gull on", "Two gulls on"))
    assert [str(one) for one in again.changes] == [
        "scene 2: returned (EXT. QUAY - DAWN)",
        "scene 2: action changed: “A gull on a post.” → “Two gulls on a post.”",
    ]
    assert again.stale == ("gull",)
    assert not film.need(quay, model.Scene).omitted
