"""A picture that no take came of leaves with the file's next close; one that anything names stays."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from previz.scene.model import Character, ReferencePicture
from previz.scene.store import Store

from .films import PNG, a_take, small_film

OTHER = PNG + b"other"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "film.previz"


def archive(path: Path) -> list[str]:
    """Names without the digits of the hash."""
    with closing(sqlite3.connect(path)) as file:
        names = [name for (name,) in file.execute("SELECT name FROM sqlar ORDER BY name")]
    return [name.rpartition("-")[0] for name in names]


def test_a_picture_without_a_take_is_there_until_the_file_is_closed(path: Path) -> None:
    document = small_film()
    with Store.create(path, document) as store:
        store.add_take(document, a_take(), image=PNG, request=b"{}", name="1A-1-take-1")
        lost = store.put_blob(OTHER, "takes/1A-1-take-2.png")
        beside = store.put_blob(b"a face", "references/ada-1.png")
        store.flush()
        assert store.has_blob(lost)
    assert archive(path) == ["references/ada-1", "requests/1A-1-take-1", "takes/1A-1-take-1"]
    store, _ = Store.open(path)
    with store:
        assert store.blob(beside) == b"a face", "only pictures of takes are judged"
        assert store.verify() == []
    store.close()


def by_a_version(store: Store, lost: str) -> None:
    """Somebody's reference picture may be the very bytes of a take."""
    document = small_film()
    with document.edit("Keep") as edit:
        edit.put(
            Character(id="zoe", name="Zoe", order="z", pictures=(ReferencePicture(image=lost, rights="us"),))
        )
    store.save(document)
    store.save_version("With Zoe")
    store.save(small_film())


def by_a_job(store: Store, lost: str) -> None:
    request = store.put_blob(json.dumps({"refine": {"blob": lost}}).encode() * 40, "requests/job.json")
    store.jobs.add("job-1", "panel-one", request)


def by_a_verdict(store: Store, lost: str) -> None:
    told = {"panel_id": "panel-one", "take_id": "gone", "state": "approved", "who": "Ada", "why": ""}
    store.ledger.append(**told, image=lost, fingerprint={})  # type: ignore[arg-type]


def by_a_newer_version(store: Store, lost: str) -> None:
    with store._database.transaction():
        row = ("x", "hologram", 1, json.dumps({"id": "x", "picture": lost}))
        store._database.run("INSERT INTO entity(id, kind, version, data) VALUES (?, ?, ?, ?)", row)


@pytest.mark.parametrize("name", [by_a_version, by_a_job, by_a_verdict, by_a_newer_version])
def test_what_anything_names_stays(name: Callable[[Store, str], None], path: Path) -> None:
    with Store.create(path, small_film()) as store:
        kept = store.put_blob(OTHER, "takes/1A-1-take-2.png")
        store.put_blob(PNG, "takes/1A-1-take-3.png")
        name(store, kept)
    assert "takes/1A-1-take-2" in archive(path)
    assert "takes/1A-1-take-3" not in archive(path)


def test_of_a_file_that_cannot_be_read_whole_nothing_is_taken(path: Path) -> None:
    with Store.create(path, small_film()) as store:
        store.put_blob(OTHER, "takes/1A-1-take-2.png")
        store.save_version("Then")
        with store._database.transaction():
            store._database.run("UPDATE version SET data = x'00'")
    assert archive(path) == ["takes/1A-1-take-2"]


def test_a_picture_is_called_by_the_number_that_its_take_got(path: Path) -> None:
    document = small_film()
    with Store.create(path, document) as store:
        early = store.put_blob(PNG, "takes/1A-1-take-7.png")
        store.add_take(document, a_take(1), image=early, request=b"{}", name="1A-1-take-1")
        assert store.blob(early) == PNG
        store.add_take(document, a_take(2), image=early, request=b"{}", name="1A-1-take-2")
        assert store.verify() == []
    assert archive(path) == ["requests/1A-1-take-1", "takes/1A-1-take-1"]
