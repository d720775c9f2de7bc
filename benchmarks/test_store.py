"""Saving and opening. Aims: one edit saved in less than 5 ms, 2,000 shots with 20,000 takes open in 0.5 s.

A save is four waits for the disk (journal twice, folder, file). "memory" leaves out the disk where there is
/dev/shm, and so shows what the program itself costs.
"""

from __future__ import annotations

import itertools
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from film import long_film
from pytest_benchmark.fixture import BenchmarkFixture

from previz.scene.document import Document
from previz.scene.model import CameraKey, Panel, Shot, Take
from previz.scene.store import Store

MEMORY = Path("/dev/shm")
PICTURE = os.urandom(400_000)


@pytest.fixture(scope="module", params=["disk", "memory"])
def work(request: pytest.FixtureRequest) -> Iterator[tuple[Store, Document]]:
    """A film of 2,000 shots, attached."""
    place = MEMORY if request.param == "memory" and MEMORY.is_dir() else None
    with tempfile.TemporaryDirectory(dir=place) as folder:
        document = long_film(takes_per_shot=0)
        with Store.create(Path(folder) / "film.previz", document) as store:
            store.attach(document)
            yield store, document


def test_save_one_edit(benchmark: BenchmarkFixture, work: tuple[Store, Document]) -> None:
    _, document = work
    focal_lengths_mm = itertools.cycle([24.0, 35.0, 50.0])

    def move_camera() -> None:
        with document.edit("Move camera") as edit:
            edit.update("track-20-25-c", keys=(CameraKey(focal_length_mm=next(focal_lengths_mm)),))

    benchmark(move_camera)


def test_add_a_take(benchmark: BenchmarkFixture, work: tuple[Store, Document]) -> None:
    """A picture of 400 kB, its request and its row."""
    store, document = work
    numbers = itertools.count(1)

    def add() -> None:
        n = next(numbers)
        take = Take(
            id=f"new-{n}",
            panel_id="panel-20-25",
            number=n,
            image="",
            request="",
            generator="sketch",
            style="ink",
            seed=n,
            size_px=(1280, 720),
        )
        store.add_take(document, take, image=b"%d" % n + PICTURE, request=b'{"seed":%d}' % n)

    benchmark.pedantic(add, rounds=50)


def test_read_a_picture(benchmark: BenchmarkFixture, work: tuple[Store, Document]) -> None:
    store, _ = work
    hash = store.put_blob(PICTURE, "picture.png")
    assert benchmark(store.blob, hash) == PICTURE


def test_save_a_version(benchmark: BenchmarkFixture, work: tuple[Store, Document]) -> None:
    store, _ = work
    benchmark.pedantic(store.save_version, args=("Version",), rounds=5)


def test_open_2000_shots_with_20000_takes(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    path = tmp_path / "film.previz"
    Store.create(path, long_film()).close()

    def open_film() -> Document:
        store, document = Store.open(path)
        store.close()
        return document

    document = benchmark.pedantic(open_film, rounds=10)
    assert (len(document.of(Shot)), len(document.of(Panel)), len(document.of(Take))) == (2000, 2000, 20_000)
