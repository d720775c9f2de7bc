"""Notes: pinned, following people through shots, answered, settled, outliving their subject, printed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest

from previz.errors import BadProject, NotFound
from previz.export.boards import BoardLayout
from previz.grammar.naming import eye
from previz.scene import model
from previz.scene.transform import look_at
from previz.studio import Studio
from previz.studio.noting import about, add_note, chosen, on_panel, reply, settle, threads
from previz.studio.pinning import pin_at
from tests.films import CLOSE, FULL, record_take

PLACE = model.NotePin(place=(0.4, 0.2))


@pytest.fixture
def studio(small_film: Path) -> Iterator[Studio]:
    with Studio.open(small_film) as opened:
        record_take(opened, FULL, (960, 402))
        record_take(opened, CLOSE, (960, 402))
        yield opened


def panel(studio: Studio, shot_id: str) -> model.Panel:
    return studio.document.need(f"{shot_id}-p", model.Panel)


def head_of_ada(studio: Studio) -> tuple[float, float]:
    """Where shot 1 shows Ada's eyes, in widths of the picture."""
    sight = studio.shooting.sight(FULL)
    ada = next(one for one in sight.company if one.id == "ada")
    x, y, _ = eye(sight.camera.transform, sight.camera.view).project(ada.landmarks_m["eyes"])
    return (float(x) + 1) / 2, (1 - float(y)) / 2 / sight.camera.view.aspect


def test_a_note_on_a_person_follows_her_into_another_shot(studio: Studio) -> None:
    document, place = studio.document, head_of_ada(studio)
    take = document.children(panel(studio, FULL).id, model.Take)[0]
    pin = pin_at(document, studio.shooting, take, place)
    assert (pin.target_id, pin.target_name) == ("ada", "Ada")
    note = add_note(document, panel(studio, FULL).id, "R. Okafor", "Eyeline: she should look at Ben.", pin)
    (here,) = on_panel(document, studio.shooting, panel(studio, FULL))
    assert here.place == pytest.approx(place, abs=0.004)
    (there,) = on_panel(document, studio.shooting, panel(studio, CLOSE))
    assert there.thread.note == note
    assert there.place is not None
    assert 0.3 < there.place[0] < 0.7
    with document.edit("Move Ada") as edit:
        edit.update("t-ada", keys=(model.ActorKey(position_m=(0.6, 0.0, 0.0)),))
    (kept,) = on_panel(document, studio.shooting, panel(studio, FULL))
    assert kept.place == pin.place, "on its own picture she stands where she stood"
    record_take(studio, FULL, (960, 402))
    (moved,) = on_panel(document, studio.shooting, panel(studio, FULL))
    assert moved.place is not None
    assert moved.place[0] > place[0] + 0.05
    assert about(document, note) == "On Ada"


def test_a_note_on_a_thing_goes_with_it_and_out_of_the_picture(studio: Studio) -> None:
    document = studio.document
    sight = studio.shooting.sight(FULL)
    chair = next(item for item in sight.world.items if item.id == "chair")
    assert sight.shares[chair.object_id] > 0
    pin = model.NotePin(place=(0.7, 0.3), target_id="chair", target_name="chair", offset_m=(0, 0.5, 0))
    add_note(document, panel(studio, FULL).id, "Ines", "Older chair?", pin)
    (one,) = on_panel(document, studio.shooting, panel(studio, FULL))
    assert one.place is not None
    with document.edit("Turn away") as edit:
        away = model.CameraKey(transform=look_at((0.0, 1.3, 6.0), (0.0, 0.9, 12.0)))
        edit.update("c-full", keys=(away,))
    (gone,) = on_panel(document, studio.shooting, panel(studio, FULL))
    assert gone.place is None
    assert on_panel(document, studio.shooting, panel(studio, CLOSE)) == []


def test_a_note_outlives_the_person_that_it_is_about(studio: Studio) -> None:
    document = studio.document
    pin = model.NotePin(place=(0.4, 0.2), target_id="ben", target_name="Ben", part="eyes")
    note = add_note(document, panel(studio, FULL).id, "Ines", "Younger?", pin)
    with document.edit("Remove Ben") as edit:
        edit.remove_tree("ben")
    (kept,) = on_panel(document, studio.shooting, panel(studio, FULL))
    assert (kept.thread.note, kept.place) == (note, (0.4, 0.2))
    assert about(document, note) == "On Ben, who is gone"
    assert document.problems() == []
    document.undo()
    assert threads(document)[0].note == note, "what was said is no step of undo"


def test_replies_names_and_what_is_settled(studio: Studio) -> None:
    document, panel_id = studio.document, panel(studio, FULL).id
    first = add_note(document, panel_id, "R. Okafor", "Too dark? @ines have a look", time_s=1.5)
    second = add_note(document, panel_id, "Ines Lindqvist", "Hair reads as one shape.")
    answer = reply(document, first.id, "Ines Lindqvist", "Lighter in take 2.")
    settle(document, answer.id, "R. Okafor")
    one, two = threads(document)
    assert (one.number, one.note, one.replies[0], one.resolved) == (1, first, answer, True)
    assert (two.number, two.note, two.resolved) == (2, second, False)
    assert about(document, first) == "at 1.5 s"
    pinned = on_panel(document, studio.shooting, panel(studio, FULL))
    assert [one.thread.number for one in chosen(pinned, "open")] == [2]
    assert [one.thread.number for one in chosen(pinned, "resolved")] == [1]
    settle(document, first.id, "R. Okafor", open_again=True)
    pinned = on_panel(document, studio.shooting, panel(studio, FULL))
    assert [one.thread.number for one in chosen(pinned, "mine", "Ines Lindqvist")] == [1, 2]
    assert [one.thread.number for one in chosen(pinned, "mine", "Somebody Else")] == []


def test_what_is_no_note_is_refused(studio: Studio) -> None:
    document, panel_id = studio.document, panel(studio, FULL).id
    with pytest.raises(BadProject, match="needs a name"):
        add_note(document, panel_id, " ", "Hello")
    with pytest.raises(BadProject, match="needs words"):
        add_note(document, panel_id, "Ines", "\n")
    with pytest.raises(NotFound, match="not in this film"):
        reply(document, "nothing", "Ines", "Yes")
    bad = model.NotePin(place=(float("nan"), 0.1))
    with pytest.raises(BadProject, match="finite"):
        add_note(document, panel_id, "Ines", "Here", bad)
    assert threads(document) == []


def test_notes_are_printed_with_their_numbers(studio: Studio, tmp_path: Path) -> None:
    document, panel_id = studio.document, panel(studio, FULL).id
    note = add_note(document, panel_id, "R. Okafor", "Eyeline <b>past</b> him.", PLACE)
    reply(document, note.id, "Ines", "Turned her head.")
    settled = add_note(document, panel_id, "Ines", "Chair is too new.")
    settle(document, settled.id, "R. Okafor")
    assert studio.export_boards(tmp_path / "boards.pdf", BoardLayout(per_page=2, cover=False)) == []
    pages = [page.extract_text() for page in pypdf.PdfReader(tmp_path / "boards.pdf").pages]
    text = " ".join("\n".join(pages).split())
    assert "Eyeline <b>past</b> him." in text
    assert "Turned her head." in text
    assert "Resolved" in text
    assert "R. Okafor" in text
