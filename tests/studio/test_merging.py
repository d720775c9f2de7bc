"""What an artist did in a pack comes home whole: words, time, new panels, notes; nothing is lost unsaid."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from previz.errors import BadProject
from previz.scene import model
from previz.scene.document import Document
from previz.scene.marks import Arrow, Box, LayerLook, Words
from previz.studio import Studio
from previz.studio.captions import set_caption
from previz.studio.frame_marks import draw, set_layer
from previz.studio.merging import Merged, read_pack, take_theirs
from previz.studio.noting import add_note, reply, threads
from previz.studio.shot_book import new_panel, remove_panels
from tests.films import CLOSE, FULL, record_take

PANEL = f"{CLOSE}-p"
BOX = Box(corners=((0.1, 0.1), (0.3, 0.1), (0.3, 0.2), (0.1, 0.2)))


def test_words_and_time_that_are_kept_by_the_shot_come_home(small_film: Path, tmp_path: Path) -> None:
    pack = tmp_path / "pack.previz"
    with Studio.open(small_film) as home:
        home.exchange.write_pack([PANEL], pack)
    with Studio.open(pack) as away:
        said = (("ADA", "Out!"),)
        set_caption(away.document, PANEL, action="Ada turns.", dialogue=said, sound="Slam", duration_s=7.0)
    with Studio.open(small_film) as home:
        set_caption(home.document, PANEL, duration_s=4.5)
        merged = home.exchange.merge_pack(pack)
        shot = home.document.need(CLOSE, model.Shot)
        assert (shot.action, shot.dialogue, shot.sound) == ("Ada turns.", said, "Slam")
        (conflict,) = merged.conflicts
        assert (conflict.what, conflict.ours, conflict.theirs) == ("shot 1A: time", "4.5 s", "7 s")
        take_theirs(home.document, conflict)
        assert home.document.need(CLOSE, model.Shot).duration_s == 7.0


def test_a_part_of_a_shot_is_asked_before_it_speaks_for_the_whole(small_film: Path, tmp_path: Path) -> None:
    pack = tmp_path / "pack.previz"
    with Studio.open(small_film) as home:
        second = new_panel(home.document, CLOSE, 1.5)
        home.exchange.write_pack([second], pack)
    with Studio.open(pack) as away:
        set_caption(away.document, second, action="Ada, nearer.", sound="Rain", camera="Push", duration_s=1.0)
    with Studio.open(small_film) as home:
        merged = home.exchange.merge_pack(pack)
        assert home.document.need(second, model.Panel).camera == "Push"
        assert home.document.need(CLOSE, model.Shot).action == "Ada."
        assert home.document.need(CLOSE, model.Shot).duration_s == 3.0
        assert {one.field for one in merged.conflicts} == {"action", "sound", "duration_s"}
        assert merged.conflicts[0].what == "shot 1A: action (the pack has a part of the shot)"
        assert "3 are for you to decide and stayed as here" in merged.line()


def test_a_panel_that_the_artist_added_comes_with_its_take_and_note(small_film: Path, tmp_path: Path) -> None:
    pack = tmp_path / "pack.previz"
    with Studio.open(small_film) as home:
        home.exchange.write_pack([PANEL, f"{FULL}-p"], pack)
    with Studio.open(pack) as away:
        added = new_panel(away.document, CLOSE, 2.0)
        record_take(away, FULL)
        take = record_take(away, CLOSE)
        own = away.store.add_take(
            away.document,
            model.Take(
                id="own",
                panel_id=added,
                number=1,
                image=take.image,
                request="",
                generator="sketch",
                style="pencil",
                seed=1,
                size_px=take.size_px,
                imported=True,
            ),
            image=away.store.blob(take.image),
            request=b"{}",
        )
        with away.document.edit("Select it") as edit:
            edit.update(added, selected_take_id=own.id)
        add_note(away.document, added, "Mina", "A beat more.")
    with Studio.open(small_film) as home:
        here = new_panel(home.document, CLOSE, 2.5)  # in the same place of the order
        instead = new_panel(home.document, FULL, 1.0)
        remove_panels(home.document, [f"{FULL}-p"])
        merged = home.exchange.merge_pack(pack)
        assert (merged.panels, merged.takes, merged.notes, merged.lost) == (1, 2, 1, 1)
        assert "with 1 new panel; what is new on 1 panel that this film does not have" in merged.line()
        assert {one.id for one in home.document.children(CLOSE, model.Panel)} == {PANEL, added, here}
        assert [one.id for one in home.document.children(FULL, model.Panel)] == [instead]
        assert home.document.need(added, model.Panel).selected_take_id == "own"
        assert home.verify() == []


def test_notes_that_come_home_get_new_numbers_and_keep_their_order(small_film: Path, tmp_path: Path) -> None:
    pack = tmp_path / "pack.previz"
    with Studio.open(small_film) as home:
        home.exchange.write_pack([PANEL, f"{FULL}-p"], pack)
    with Studio.open(pack) as away:
        first = add_note(away.document, PANEL, "Mina", "First away.")
        add_note(away.document, f"{FULL}-p", "Mina", "Second away.")
        reply(away.document, first.id, "Mina", "Done.")
    with Studio.open(small_film) as home:
        add_note(home.document, f"{FULL}-p", "Ada", "At home, later.")
        home.exchange.merge_pack(pack)
        found = threads(home.document)
        assert [(one.number, one.note.text) for one in found] == [
            (1, "At home, later."),
            (2, "First away."),
            (3, "Second away."),
        ]
        assert [answer.text for answer in found[1].replies] == ["Done."]


def test_both_sides_draw_on_one_take_and_both_drawings_stay(small_film: Path, tmp_path: Path) -> None:
    """The same key of the order here and there, and layers set on both sides."""
    pack = tmp_path / "pack.previz"
    with Studio.open(small_film) as home:
        take = record_take(home, CLOSE)
        home.exchange.write_pack([PANEL], pack)
    with Studio.open(pack) as away:
        (theirs,) = draw(away.document, take.id, [BOX], "Theirs")
        set_layer(away.document, take.id, "arrows", LayerLook(visible=False), "Layers")
        with away.document.edit("Words") as edit:
            edit.update(PANEL, caption="The artist's words.")
    with Studio.open(small_film) as home:
        (ours,) = draw(home.document, take.id, [BOX], "Ours")
        set_layer(home.document, take.id, "notes", LayerLook(visible=False), "Layers")
        merged = home.exchange.merge_pack(pack)
        here = home.document.children(take.id, model.FrameMark)
        assert [one.id for one in here] == [ours, theirs], "the artist's lies on top"
        assert home.document.need(PANEL, model.Panel).caption == "The artist's words."
        (conflict,) = merged.conflicts
        assert isinstance(conflict.value, model.MarkSheet)
        assert conflict.what == "layers over take 1 of shot 1A"
        assert (conflict.ours, conflict.theirs) == ("notes hidden", "arrows hidden")
        assert conflict.id == home.document.children(take.id, model.MarkSheet)[0].id
        assert home.verify() == []
        assert home.exchange.merge_pack(pack).changes == 0


def test_a_pack_with_one_bad_mark_changes_nothing_at_home(small_film: Path, tmp_path: Path) -> None:
    pack = tmp_path / "pack.previz"
    with Studio.open(small_film) as home:
        record_take(home, CLOSE)
        home.exchange.write_pack([PANEL], pack)
    with Studio.open(pack) as away:
        take = record_take(away, CLOSE)
        add_note(away.document, PANEL, "A. Artist", "Nearer?")
        set_caption(away.document, PANEL, action="Ada turns.")
        (mark,) = draw(away.document, take.id, [BOX], "Box")
    with Studio.open(small_film) as home:
        returned = read_pack(pack, home.document.ids())
        bad = msgspec.structs.replace(returned.theirs.need(mark, model.FrameMark), opacity=7.0)
        theirs = Document([one if one.id != mark else bad for one in returned.theirs])
        before = list(home.document)
        with pytest.raises(BadProject, match="nothing of it was"):
            home.exchange.merge(replace(returned, theirs=theirs))
        assert list(home.document) == before
        assert home.exchange.merge(returned).takes == 1, "the same pack without it comes in whole"


def test_a_mark_that_both_changed_says_what_each_side_has(small_film: Path, tmp_path: Path) -> None:
    pack = tmp_path / "pack.previz"
    with Studio.open(small_film) as home:
        take = record_take(home, CLOSE)
        arrow = Arrow(points=((0.1, 0.1), (0.5, 0.2)), label="Ada goes")
        moved, gone = draw(home.document, take.id, [arrow, Words(at=(0.2, 0.2), text="Now")], "Arrow, words")
        home.exchange.write_pack([PANEL], pack)
    with Studio.open(pack) as away, away.document.edit("Turn it, take the words away") as edit:
        edit.update(moved, shape=msgspec.structs.replace(arrow, label="Ada stays"), colour="#1565C0")
        edit.remove(gone)
    with Studio.open(small_film) as home:
        with home.document.edit("Longer") as edit:
            edit.update(moved, shape=msgspec.structs.replace(arrow, points=((0.1, 0.1), (0.9, 0.2))))
            edit.update(gone, shape=Words(at=(0.2, 0.2), text="Not now"))
        told = {one.id: (one.ours, one.theirs) for one in home.exchange.merge_pack(pack).conflicts}
        here, there = told[moved]
        assert here.startswith(
            "subject arrow “Ada goes” from 10 % across, 24 % down to 90 % across, 48 % down"
        )
        assert there.startswith("subject arrow “Ada stays” from 10 % across, 24 % down to 50 % across")
        assert there.endswith(", colour #1565C0")
        assert told[gone] == ("words “Not now” at 20 % across, 48 % down", "removed")


def test_what_came_in_is_counted_as_people_count() -> None:
    assert (
        Merged(takes=1, notes=2, changes=1).line()
        == "1 take, 2 notes and 1 change of marks or words came in."
    )
