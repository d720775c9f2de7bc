"""The file: what is put in comes out, autosave, takes, versions, copies."""

from __future__ import annotations

import hashlib
import sqlite3
import subprocess
import threading
from pathlib import Path

import pytest

from previz.errors import BadProject, FileError, FileNotWritable, NotFound
from previz.scene import model
from previz.scene.document import Document
from previz.scene.model import Note, Panel, Shot, Take, Track
from previz.scene.store import Store
from previz.scene.store_check import verify

from .films import PNG, a_take, change_lens, small_film, state


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "film.previz"


def on_disk(path: Path) -> dict[str, object]:
    """What somebody else finds in the file now."""
    store, document = Store.open(path, readonly=True)
    store.close()
    return state(document)


def test_what_is_put_in_comes_out(path: Path) -> None:
    document = small_film()
    Store.create(path, document).close()
    store, again = Store.open(path)
    with store:
        assert state(again) == state(document)
        assert not store.readonly
        assert store.notice == ""
        assert store.verify() == []
    assert sorted(p.name for p in path.parent.iterdir()) == ["film.previz"]


def test_every_edit_is_on_disk_when_it_is_over(path: Path) -> None:
    document = small_film()
    with Store.create(path, document) as store:
        store.attach(document)
        change_lens(document, 50)
        assert on_disk(path) == state(document)
        with document.edit("Remove") as edit:
            edit.remove_tree("two")
        assert on_disk(path) == state(document)
        document.undo()
        document.undo()
        assert on_disk(path) == state(document)
        document.redo()
        document.record(Note(id="n", panel_id="panel-one", author="Ada", text="Closer", at="2025"), "Note")
        assert on_disk(path) == state(document)
        assert not store.modified


def test_a_save_touches_only_the_rows_of_the_edit(path: Path) -> None:
    document = small_film()
    with Store.create(path, document) as store:
        with sqlite3.connect(path) as other:
            other.execute("CREATE TABLE seen(id TEXT)")
            for event, row in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD")):
                other.execute(
                    f"CREATE TRIGGER seen_{event} AFTER {event} ON entity "
                    f"BEGIN INSERT INTO seen VALUES ({row}.id); END"
                )
        store.attach(document)
        change_lens(document, 50)
        with sqlite3.connect(path) as other:
            assert other.execute("SELECT id FROM seen").fetchall() == [("cam-one",)]


def test_a_drag_is_written_at_its_end_at_the_latest(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document = small_film()
    clock = [1000.0]
    monkeypatch.setattr("previz.scene.store.time.monotonic", lambda: clock[0])
    with Store.create(path, document) as store:
        store.attach(document)
        change_lens(document, 36, "drag")
        assert on_disk(path) == state(document)
        change_lens(document, 37, "drag")
        assert store.modified
        assert on_disk(path) != state(document)
        clock[0] += 1.0
        change_lens(document, 38, "drag")
        assert on_disk(path) == state(document)
        change_lens(document, 39, "drag")
        document.end_gesture()
        assert not store.modified
        assert on_disk(path) == state(document)
        change_lens(document, 40, "drag 2")
        with document.edit("Other") as edit:
            edit.update("one", action="x")
        assert on_disk(path) == state(document)
        change_lens(document, 41, "drag 3")
    assert on_disk(path) == state(document)


def test_edits_before_attaching_are_not_lost(path: Path) -> None:
    document = small_film()
    with Store.create(path, document) as store:
        change_lens(document, 50)
        with document.edit("Remove") as edit:
            edit.remove_tree("two")
        store.attach(document)
        assert on_disk(path) == state(document)
        store.detach()
        change_lens(document, 60)
        assert on_disk(path) != state(document)
        store.attach(document)
        assert on_disk(path) == state(document)


def test_a_failed_save_keeps_the_edit_and_is_made_good(path: Path) -> None:
    document = small_film()
    with Store.create(path, document) as store:
        store.attach(document)
        path.rename(path.with_name("elsewhere.previz"))
        with pytest.raises(FileError, match="moved or replaced"):
            change_lens(document, 50)
        assert store.modified
        path.with_name("elsewhere.previz").rename(path)
        with document.edit("Other") as edit:
            edit.update("one", action="x")
        assert not store.modified
        assert on_disk(path) == state(document)


# ---------------------------------------------------------------------------------------------- takes
def test_a_take_is_on_disk_before_anybody_hears_of_it(path: Path) -> None:
    document = small_film()
    with Store.create(path, document) as store:
        store.attach(document)
        store.jobs.add("job-1", "panel-one", "r")
        found = []
        document.listen(lambda edit: found.append((edit.cause, on_disk(path).get("take-panel-one-1"))))
        take = store.add_take(
            document, a_take(), image=PNG, request=b'{"seed": 1}', name="1A take 1", job_id="job-1"
        )
        assert found == [("record", take)]
        assert document["take-panel-one-1"] == take
        assert store.blob(take.image) == PNG
        assert store.blob(take.request) == b'{"seed": 1}'
        assert store.has_blob(take.image)
        assert not store.has_blob("0" * 64)
        assert store.jobs.pending() == []
        assert store.verify() == []
    assert on_disk(path) == state(document)


def test_a_take_that_cannot_be_writes_nothing(path: Path) -> None:
    document = small_film()
    with Store.create(path, document) as store:
        store.attach(document)
        before = store.info()
        wrong = Take(**{**{f: getattr(a_take(), f) for f in a_take().__struct_fields__}, "image": "0" * 64})
        with pytest.raises(ValueError, match="bytes say"):
            store.add_take(document, wrong, image=PNG, request=b"{}")
        with pytest.raises(BadProject, match="panel"):
            store.add_take(document, a_take(1, "gone"), image=PNG, request=b"{}")
        with pytest.raises(NotFound, match="job"):
            store.add_take(document, a_take(), image=PNG, request=b"{}", job_id="nobody")
        assert store.info() == before
        assert document.of(Take) == []


def test_a_picture_that_the_file_holds_already_becomes_a_take_by_its_hash(path: Path) -> None:
    document = small_film()
    with Store.create(path, document) as store:
        with pytest.raises(ValueError, match="holds no picture"):
            store.add_take(document, a_take(), image="0" * 64, request=b"{}")
        assert document.of(Take) == []
        kept = store.put_blob(PNG, "takes/1A-a-take-1.png")
        take = store.add_take(document, a_take(), image=kept, request=b"{}")
        assert store.blob(take.image) == PNG
        assert store.verify() == []
    assert on_disk(path) == state(document)


def test_a_take_brings_a_waiting_drag_with_it(path: Path) -> None:
    document = small_film()
    with Store.create(path, document) as store:
        store.attach(document)
        change_lens(document, 36, "drag")
        change_lens(document, 37, "drag")
        store.add_take(document, a_take(), image=PNG, request=b"{}")
        assert not store.modified
        assert on_disk(path) == state(document)


def test_pictures_may_be_read_from_another_thread(path: Path) -> None:
    document = small_film()
    with Store.create(path, document) as store:
        hash = store.put_blob(PNG, "x.png")
        found: list[bytes] = []
        thread = threading.Thread(target=lambda: found.append(store.blob(hash)))
        thread.start()
        thread.join()
        assert found == [PNG]


# ------------------------------------------------------------------------------------------- versions
def test_one_can_return_to_a_version_and_undo_that(path: Path) -> None:
    document = small_film()
    with Store.create(path, document) as store:
        store.attach(document)
        change_lens(document, 50)
        first = state(document)
        version = store.save_version("First pass")
        with document.edit("Change all") as edit:
            edit.remove_tree("two")
            edit.put(Shot(id="three", scene_id="s1", order="b"))
            edit.put(Panel(id="panel-three", shot_id="three", order="a"))
        take = store.add_take(document, a_take(1, "panel-three"), image=PNG, request=b"{}")
        second = state(document)
        assert state(store.open_version(store.save_version("Second pass").number)) == second

        then = store.open_version(version.number)
        assert state(then) == {**first, take.id: take}
        assert state(document) == second

        edit_made = store.restore_version(document, version.number)
        assert edit_made.label == "Return to “First pass”"
        assert state(document) == {**first, take.id: take} == on_disk(path)
        document.undo()
        assert state(document) == second == on_disk(path)
        assert [(v.number, v.name) for v in store.versions()] == [(1, "First pass"), (2, "Second pass")]
        with pytest.raises(NotFound):
            store.open_version(7)
    again, _ = Store.open(path)
    with again:
        assert [v.name for v in again.versions()] == ["First pass", "Second pass"]


# --------------------------------------------------------------------------------------------- copies
def test_save_as_goes_on_in_the_new_file(path: Path) -> None:
    document = small_film()
    target = path.with_name("other.previz")
    with Store.create(path, document) as store:
        store.attach(document)
        store.add_take(document, a_take(), image=PNG, request=b"{}")
        before = state(document)
        store.save_as(target)
        change_lens(document, 85)
        assert store.path == target
        assert on_disk(path) == before
        assert on_disk(target) == state(document)
        Store.open(path)[0].close()  # nobody holds the old file
        assert store.verify() == []
    assert sorted(p.name for p in path.parent.iterdir()) == ["film.previz", "other.previz"]


def test_save_as_from_a_read_only_file_takes_the_changes_along(path: Path) -> None:
    Store.create(path, small_film()).close()
    store, document = Store.open(path, readonly=True)
    with store:
        with pytest.raises(FileNotWritable, match="read-only"):
            store.attach(document)
        change_lens(document, 85)
        store.save_as(path.with_name("mine.previz"), document)
        store.attach(document)
        change_lens(document, 100)
    assert on_disk(path.with_name("mine.previz")) == state(document)
    assert on_disk(path) == state(small_film())


def test_a_copy_leaves_the_store_where_it_is(path: Path) -> None:
    document = small_film()
    with Store.create(path, document) as store:
        store.attach(document)
        change_lens(document, 36, "drag")
        change_lens(document, 37, "drag")
        copy = path.with_name("copy.previz")
        store.save_copy(copy)
        assert on_disk(copy) == state(document)
        with pytest.raises(FileError, match="exists already"):
            store.save_copy(copy)
        store.save_copy(copy, overwrite=True)
        with pytest.raises(FileError, match="is a folder"):
            store.save_copy(path.parent, overwrite=True)
        assert store.path == path


def test_compact_gives_room_back(path: Path) -> None:
    document = small_film()
    with Store.create(path, document) as store:
        store.attach(document)
        for n in range(50):
            with document.edit("Words") as edit:
                edit.update("one", action=f"{n} " * 50_000)
        with document.edit("Words") as edit:
            edit.update("one", action="")
        before = path.stat().st_size
        store.compact()
        store.save_as(path)
        assert path.stat().st_size < before / 2
        change_lens(document, 77)
    assert on_disk(path) == state(document)


def test_a_file_is_not_replaced_unasked(path: Path) -> None:
    Store.create(path, small_film()).close()
    with pytest.raises(FileError, match="exists already"):
        Store.create(path, Document())
    assert on_disk(path) == state(small_film())
    Store.create(path, Document(), overwrite=True).close()
    assert list(on_disk(path)) == ["project"]


# ---------------------------------------------------------------------------------------------- sqlar
def test_stock_tools_unpack_every_picture(path: Path, tmp_path: Path) -> None:
    document = small_film()
    request = b'{"words": "' + b"rain " * 200 + b'"}'
    with Store.create(path, document) as store:
        take = store.add_take(document, a_take(), image=PNG, request=request, name="1A take 1")
    with sqlite3.connect(path) as connection:
        rows = connection.execute("SELECT name, mode, mtime, sz, data FROM sqlar ORDER BY name").fetchall()
    (request_name, _, _, request_size, packed), (image_name, mode, mtime, size, data) = rows
    assert image_name == f"takes/1A-take-1-{take.image[:12]}.png"
    assert request_name == f"requests/1A-take-1-{take.request[:12]}.json"
    assert (mode, size, data) == (0o100644, len(PNG), PNG)
    assert mtime > 1_700_000_000
    assert request_size == len(request) > len(packed)
    try:
        found = subprocess.run(
            ["sqlite3", str(path), "-Axv"], cwd=tmp_path, capture_output=True, check=True, text=True
        )
    except FileNotFoundError:
        return  # the layout was checked above; the tool itself is not on this machine
    assert image_name in found.stdout
    assert (tmp_path / image_name).read_bytes() == PNG
    assert (tmp_path / request_name).read_bytes() == request


def test_info_counts(path: Path) -> None:
    document = small_film()
    with Store.create(path, document) as store:
        store.add_take(document, a_take(), image=PNG, request=b"{}")
        info = store.info()
    assert info["entities"]["shot"] == 2
    assert info["entities"]["take"] == 1
    assert (info["blobs"], info["verdicts"], info["pending_jobs"], info["format"]) == (2, 0, 0, 1)
    assert info["blob_bytes"] == len(PNG) + 2


def test_verify_finds_what_is_broken(path: Path) -> None:
    document = small_film()
    with Store.create(path, document) as store:
        store.attach(document)
        for number in (1, 2, 3):
            store.add_take(document, a_take(number), image=PNG + bytes([number]), request=b"%d" % number)
    assert verify(path) == []
    with sqlite3.connect(path) as other:
        names = [
            row[0] for row in other.execute("SELECT name FROM sqlar WHERE name LIKE '%.png' ORDER BY name")
        ]
        other.execute("DELETE FROM sqlar WHERE name = ?", (names[0],))
        other.execute("UPDATE sqlar SET data = zeroblob(sz) WHERE name = ?", (names[1],))
        other.execute("DELETE FROM blob WHERE name = ?", (names[2],))
        other.execute("DELETE FROM entity WHERE id = 'room'")
    lines = verify(path)
    assert any(f"picture {names[0]} is missing" in line for line in lines)
    assert any(f"picture {names[1]} was changed" in line for line in lines)
    assert any("take take-panel-one-3" in line and "not in the file" in line for line in lines)
    assert sum("'room' is not in the project" in line for line in lines) == 3
    assert len(lines) == 6
    assert all("\n" not in line for line in lines)
    assert document.need("cam-one", Track)


def test_verify_misses_a_reference_picture(path: Path) -> None:
    document = small_film()
    lost = model.ReferencePicture(image="0" * 64, rights="nobody")
    with Store.create(path, document) as store:
        store.attach(document)
        kept = model.ReferencePicture(image=store.put_blob(PNG, "references/here.png"), rights="nobody")
        with document.edit("Give them faces") as edit:
            edit.put(model.Character(id="extra", name="Extra", order="z", pictures=(kept, lost)))
            edit.update(model.PROJECT_ID, look=model.Look(pictures=(lost,)))
    assert sorted(verify(path)) == [
        "a reference picture of character “Extra” is not in the file; add it again",
        "a reference picture of the project is not in the file; add it again",
    ]


def test_what_is_written_together_comes_as_one_or_not_at_all(path: Path) -> None:
    with Store.create(path, Document()) as store:

        def twice() -> None:
            with store.jobs.together():
                store.put_blob(b"plan", "requests/plan.json")
                store.jobs.add("j", "p", "hash")
                store.jobs.add("j", "p", "hash")

        with pytest.raises(ValueError, match="exists already"):
            twice()
        assert not store.jobs.all()
        assert not store.has_blob(hashlib.sha256(b"plan").hexdigest())
        with store.jobs.together():
            kept = store.put_blob(b"plan", "requests/plan.json")
            store.jobs.add("j", "p", kept)
        assert [job.request for job in store.jobs.all()] == [kept]
        assert store.blob(kept) == b"plan"
