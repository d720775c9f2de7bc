"""A pack goes to an artist and comes back: what is new is added, what both changed is asked."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from previz.errors import BadProject
from previz.scene import model
from previz.studio import Studio
from previz.studio.captions import set_caption
from previz.studio.merging import take_theirs
from previz.studio.noting import add_note, open_notes, reply, settle, threads
from previz.studio.packs import write_pack
from tests.films import BARE, CLOSE, FULL, record_take

PANEL = f"{CLOSE}-p"


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "drawing.png"
    Image.new("RGB", (96, 40), "white").save(path)
    return path


def test_a_pack_is_a_small_film_that_keeps_its_numbers(
    small_film: Path, tmp_path: Path, picture: Path
) -> None:
    pack = tmp_path / "pack.previz"
    with Studio.open(small_film) as home:
        home.exchange.add_picture(home.document.need(PANEL, model.Panel), picture)
        assert home.exchange.write_pack([PANEL], pack) == 1
        with pytest.raises(BadProject, match="Choose the panels"):
            home.exchange.write_pack([], tmp_path / "none.previz")
    with Studio.open(pack) as away:
        assert [shot.id for shot in away.document.of(model.Shot)] == [CLOSE]
        assert away.find("1A").id == CLOSE
        assert len(away.document.children(PANEL, model.Take)) == 1
        assert away.verify() == []
        assert away.shot_rows()[0].size


def test_what_comes_back_is_added_and_nothing_is_overwritten(
    small_film: Path, tmp_path: Path, picture: Path
) -> None:
    pack = tmp_path / "pack.previz"
    with Studio.open(small_film) as home:
        first, _ = home.exchange.add_picture(home.document.need(PANEL, model.Panel), picture)
        home.exchange.write_pack([PANEL], pack)
        home.exchange.add_picture(home.document.need(PANEL, model.Panel), picture)
        set_caption(home.document, PANEL, camera="Slow push")
    with Studio.open(pack) as away:
        Image.new("RGB", (96, 40), "red").save(picture)
        away.exchange.add_picture(away.document.need(PANEL, model.Panel), picture)
        add_note(away.document, PANEL, "Mina", "Her hand is new.")
        with away.document.edit("Words") as edit:
            edit.update(PANEL, camera="Fast push", sound="Rain")
    with Studio.open(small_film) as home:
        merged = home.exchange.merge_pack(pack)
        assert (merged.takes, merged.notes, merged.changes) == (1, 1, 1)
        assert [take.number for take in home.document.children(PANEL, model.Take)] == [1, 2, 3]
        assert home.document.children(PANEL, model.Take)[0].id == first.id
        panel = home.document.need(PANEL, model.Panel)
        assert (panel.sound, panel.camera) == ("Rain", "Slow push")
        (conflict,) = merged.conflicts
        assert (conflict.field, conflict.ours, conflict.theirs) == ("camera", "Slow push", "Fast push")
        take_theirs(home.document, conflict)
        assert home.document.need(PANEL, model.Panel).camera == "Fast push"
        home.document.undo()
        assert home.document.need(PANEL, model.Panel).camera == "Slow push"
        again = home.exchange.merge_pack(pack)
        assert (again.takes, again.notes, again.changes) == (0, 0, 0)
        assert home.verify() == []


def test_another_film_and_a_film_that_is_no_pack_are_refused(small_film: Path, tmp_path: Path) -> None:
    other, pack = tmp_path / "other.previz", tmp_path / "pack.previz"
    Studio.create(other, "Other").close()
    with Studio.open(small_film) as home:
        home.exchange.write_pack([f"{FULL}-p", f"{BARE}-p"], pack)
        with pytest.raises(BadProject, match="no hand-off pack"):
            home.exchange.merge_pack(other)
    with Studio.open(other) as stranger, pytest.raises(BadProject, match="another film"):
        stranger.exchange.merge_pack(pack)


def test_a_pack_that_is_there_stays_until_the_new_one_is_whole(
    small_film: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The film closes, or a picture is missing, while a pack is written over an older one."""
    pack = tmp_path / "pack.previz"
    with Studio.open(small_film) as home:
        record_take(home, CLOSE)
        home.exchange.write_pack([f"{CLOSE}-p"], pack)
        before = pack.read_bytes()

        def closed(hash: str) -> bytes:
            raise BadProject("gone")

        monkeypatch.setattr(home.store, "blob", closed)
        stands = home.reviewing.statuses()
        with pytest.raises(BadProject):
            write_pack(home.document, home.store, {CLOSE: "1A"}, [f"{CLOSE}-p"], pack, stands, overwrite=True)
    assert pack.read_bytes() == before


def test_what_was_decided_is_told_in_the_pack_and_decides_nothing_there(
    small_film: Path, tmp_path: Path
) -> None:
    pack, panels = tmp_path / "pack.previz", [f"{CLOSE}-p", f"{FULL}-p", f"{BARE}-p"]
    why = "Eyeline: At the key, not past him."
    with Studio.open(small_film) as home:
        for shot_id, state, words in ((CLOSE, "changes", why), (FULL, "approved", "")):
            record_take(home, shot_id)
            panel = home.document.need(f"{shot_id}-p", model.Panel)
            home.reviewing.judge(panel, state, "R. Okafor", words)  # type: ignore[arg-type]
        home.exchange.write_pack(panels, pack)
        assert home.document.of(model.Note) == []
    with Studio.open(pack) as away:
        asked, signed = threads(away.document)
        assert (asked.note.author, asked.note.text) == ("R. Okafor", f"Take 1, changes requested: {why}")
        assert (signed.note.text, signed.resolved) == ("Take 1, approved", True)
        assert open_notes(away.document) == {f"{CLOSE}-p": 1}
        assert away.store.ledger.verdicts() == []
        assert {stand.status for stand in away.reviewing.statuses().values()} == {"draft"}
        assert away.info()["decided_at_home"] == (
            f"1A: R. Okafor: Take 1, changes requested: {why}",
            "1: R. Okafor: Take 1, approved",
        )
        reply(away.document, asked.note.id, "Mina", "It was locked; see take 2.")
        settle(away.document, asked.note.id, "Mina")
        assert open_notes(away.document) == {}
    with Studio.open(small_film) as home:
        merged = home.exchange.merge_pack(pack)
        (answer,) = threads(home.document)
        assert (merged.notes, answer.note.author, answer.note.panel_id) == (1, "Mina", f"{CLOSE}-p")
        assert answer.note.text == f"To “Take 1, changes requested: {why}”: It was locked; see take 2."
        assert home.exchange.merge_pack(pack).notes == 0
        assert len(home.store.ledger.verdicts()) == 2
        assert home.info()["decided_at_home"] == ()
