"""Frames that were asked for survive a restart."""

from __future__ import annotations

from pathlib import Path

import pytest

from previz.errors import NotFound
from previz.scene.store import Store

from .films import small_film


def test_pending_jobs_survive_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "film.previz"
    with Store.create(path, small_film()) as store:
        request = store.put_blob(b'{"seed": 7}', "requests/job.json")
        for id in ("a", "b", "c", "d"):
            store.jobs.add(id, "panel-one", request)
        store.jobs.change("b", "running")
        store.jobs.change("c", "failed", "out of memory")
        store.jobs.change("d", "done")
    store, _ = Store.open(path)
    with store:
        assert [(job.id, job.state) for job in store.jobs.pending()] == [("a", "queued"), ("b", "running")]
        assert [id for id in ("a", "b", "c", "d", "nobody") if store.jobs.is_pending(id)] == ["a", "b"]
        assert store.blob(store.jobs.pending()[0].request) == b'{"seed": 7}'


def test_what_is_over_is_forgotten_with_its_request_when_the_file_closes(tmp_path: Path) -> None:
    path = tmp_path / "film.previz"
    with Store.create(path, small_film()) as store:
        waits, failed = (store.put_blob(one, f"requests/{one.decode()}.json") for one in (b'"a"', b'"b"'))
        store.jobs.add("a", "panel-one", waits)
        store.jobs.add("b", "panel-one", failed)
        told = store.jobs.change("b", "failed", "out of memory")
        assert (told.reason, store.jobs.all()[1]) == ("out of memory", told)
        assert told.made_at <= told.changed_at
    store, _ = Store.open(path)
    with store:
        assert [job.id for job in store.jobs.all()] == ["a"]
        assert (store.has_blob(waits), store.has_blob(failed)) == (True, False)


def test_what_cannot_be_is_refused(tmp_path: Path) -> None:
    with Store.create(tmp_path / "film.previz", small_film()) as store:
        store.jobs.add("a", "panel-one", "r")
        with pytest.raises(ValueError, match="exists already"):
            store.jobs.add("a", "panel-one", "r")
        with pytest.raises(NotFound, match="job 'z'"):
            store.jobs.change("z", "done")
        with pytest.raises(ValueError, match="lost"):
            store.jobs.change("a", "lost")  # type: ignore[arg-type]
        assert [job.state for job in store.jobs.all()] == ["queued"]


def test_what_waits_comes_back_in_the_order_that_somebody_gave_it(tmp_path: Path) -> None:
    path = tmp_path / "film.previz"
    with Store.create(path, small_film()) as store:
        for id in ("a", "b", "c", "d"):
            store.jobs.add(id, "panel-one", "r")
        store.jobs.change("a", "running")
        store.jobs.arrange(["d", "nobody", "a", "b", "c"])
        store.jobs.add("e", "panel-one", "r")
    store, _ = Store.open(path)
    with store:
        assert [job.id for job in store.jobs.pending()] == ["a", "d", "b", "c", "e"]
