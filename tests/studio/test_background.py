"""Boards drawn while the film goes on: snapshots, stops, failures, and what ends up in the file."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from previz.errors import FileError
from previz.gen.comfy.server import URL
from previz.gen.models.settings import FOLDER
from previz.scene import model
from previz.studio import Making, Studio
from previz.studio.background import Background
from previz.studio.engine import Engine
from previz.studio.looks import change_look, set_look
from previz.studio.trained import Trained
from previz.studio.workshop import Frame, Prepared
from tests.films import BARE, CLOSE, FULL
from tests.gen.comfy.fake_comfyui import FakeComfyUI

SMALL = (478, 200)
PATIENCE_S = 120.0


@pytest.fixture
def studio(small_film: Path) -> Iterator[Studio]:
    with Studio.open(small_film) as made:
        yield made


class Bell:
    """Wakes the one who turns, as a window's event loop does."""

    def __init__(self) -> None:
        self.rung = threading.Event()

    def __call__(self) -> None:
        self.rung.set()


def run(batch: Background, bell: Bell, until_s: float = PATIENCE_S) -> None:
    """Turn whenever something came, until it is over."""
    end = time.monotonic() + until_s
    while not batch.over and time.monotonic() < end:
        bell.rung.wait(0.2)
        bell.rung.clear()
        batch.turn()
    assert batch.over


@pytest.fixture
def started(studio: Studio) -> Iterator[tuple[Background, Bell]]:
    bell = Bell()
    batch = Background(studio, [FULL, CLOSE], Making(size_px=SMALL), bell)
    batch.start()
    yield batch, bell
    batch.close()


def takes(studio: Studio, shot_id: str) -> list[model.Take]:
    return studio.document.children(f"{shot_id}-p", model.Take)


def test_every_panel_gets_its_take(studio: Studio, started: tuple[Background, Bell]) -> None:
    run(*started)
    batch = started[0]
    assert (batch.outcome.asked, batch.outcome.made, batch.outcome.failed) == (2, 2, [])
    assert batch.share == 1.0
    assert len(takes(studio, FULL)) == len(takes(studio, CLOSE)) == 1
    assert studio.store.jobs.pending() == []
    assert studio.verify() == []


def test_pictures_are_in_the_file_before_anybody_turns(small_film: Path) -> None:
    """Megabytes are not written by whoever answers at the window."""
    with Studio.open(small_film) as studio:
        bell = Bell()
        batch = Background(studio, [FULL], Making(size_px=SMALL, takes=2), bell)
        put, writers = studio.store.put_blob, []

        def watched(data: bytes, name: str) -> str:
            writers.extend([threading.current_thread()] * name.startswith("takes/"))
            return put(data, name)

        studio.store.put_blob = watched  # type: ignore[method-assign]
        batch.start()
        run(batch, bell)
        batch.close()
        assert len(writers) == 2
        assert threading.main_thread() not in writers
        assert studio.verify() == []
    assert archived(small_film) == ["takes/1-a-take-1", "takes/1-a-take-2"]


def archived(film: Path) -> list[str]:
    """Pictures of takes in the file, without the digits of their hashes."""
    with contextlib.closing(sqlite3.connect(film)) as file:
        names = [row[0] for row in file.execute("SELECT name FROM sqlar WHERE name LIKE 'takes/%'")]
    return sorted(name.rsplit("-", 1)[0] for name in names)


def test_a_picture_that_could_not_be_brought_in_still_becomes_a_take(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = studio.store.put_blob

    def busy(data: bytes, name: str) -> str:
        if name.startswith("takes/"):
            raise FileError("the disk is busy")
        return put(data, name)

    monkeypatch.setattr(studio.store, "put_blob", busy)
    bell = Bell()
    batch = Background(studio, [FULL], Making(size_px=SMALL), bell)
    batch.start()
    run(batch, bell)
    batch.close()
    (take,) = takes(studio, FULL)
    assert studio.store.blob(take.image).startswith(b"\x89PNG")


def test_a_board_shows_the_film_as_it_was_when_it_was_asked_for(
    studio: Studio, started: tuple[Background, Bell]
) -> None:
    with studio.document.edit("Move Ada") as edit:
        edit.update("t-ada", keys=(model.ActorKey(position_m=(0.6, 0.0, 0.0)),))
    run(*started)
    standing = studio.reviewing.standings()[f"{FULL}-p"]
    assert standing.stale
    assert any("Ada" in reason for reason in standing.reasons)


def test_a_panel_removed_meanwhile_takes_no_picture(small_film: Path) -> None:
    with Studio.open(small_film) as studio:
        bell = Bell()
        batch = Background(studio, [FULL, CLOSE], Making(size_px=SMALL), bell)
        batch.start()
        with studio.document.edit("Remove shot") as edit:
            edit.remove_tree(CLOSE)
        run(batch, bell)
        batch.close()
        assert [take.panel_id for take in studio.document.of(model.Take)] == [f"{FULL}-p"]
        assert studio.store.jobs.pending() == []
        assert studio.verify() == []
    assert archived(small_film) == ["takes/1-a-take-1"], "the picture that was written for it has gone, too"


def test_it_stops_when_it_is_told(studio: Studio) -> None:
    bell = Bell()
    batch = Background(studio, [FULL, CLOSE], Making(size_px=SMALL, takes=8), bell)
    batch.start()
    while batch.outcome.asked == 0:
        bell.rung.wait(0.2)
        batch.turn()
    batch.cancel()
    run(batch, bell)
    batch.close()
    assert batch.cancelled
    assert batch.outcome.made < 16
    assert batch.outcome.failed == []
    assert studio.store.jobs.pending() == []


def test_a_shot_without_a_camera_says_so(studio: Studio) -> None:
    bell = Bell()
    batch = Background(studio, [BARE], Making(size_px=SMALL), bell)
    batch.start()
    run(batch, bell)
    batch.close()
    assert "no camera" in batch.outcome.failed[0][1]


def test_what_closing_cut_off_is_drawn_the_next_time(small_film: Path) -> None:
    bell = Bell()
    with Studio.open(small_film) as studio:
        batch = Background(studio, [FULL], Making(size_px=SMALL, takes=4), bell)
        batch.start()
        while not studio.store.jobs.pending():
            bell.rung.wait(0.2)
            batch.turn()
        batch.close()
    with Studio.open(small_film) as again:
        left = len(again.store.jobs.pending())
        assert left
        batch = Background(again, [], Making(), bell)
        batch.start()
        run(batch, bell)
        batch.close()
        assert batch.outcome.made == left
        assert again.store.jobs.pending() == []
        assert again.verify() == []


def test_what_others_make_already_is_not_made_as_left_behind(studio: Studio) -> None:
    """Somebody asks for a frame before they go on with what was cut off."""
    with studio._workshop() as workshop:
        close = studio.document.need(CLOSE, model.Shot)
        workshop.write_plans(workshop.plan([close], {CLOSE: "1A"}, Making(size_px=SMALL)))
    bell, engine = Bell(), Engine()
    asked = Background(studio, [FULL], Making(size_px=SMALL), bell, engine=engine)
    asked.start(hold=True)
    while not asked.rows:
        assert bell.rung.wait(PATIENCE_S)
        bell.rung.clear()
        asked.turn()
    ours = {row.job_id for row in asked.rows}
    assert len(studio.store.jobs.pending()) == 2
    left = Background(studio, [], Making(), bell, engine=engine, besides=ours)
    left.start()
    run(left, bell)
    left.close()
    assert (left.outcome.asked, left.outcome.made) == (1, 1)
    none = Background(studio, [], Making(), bell, engine=engine, besides=ours)
    none.start()
    run(none, bell)
    none.close()
    assert none.outcome.failed == [("", "Everything that was left is drawn, or being drawn.")]
    asked.go()
    run(asked, bell)
    asked.close()
    engine.close()
    assert [len(takes(studio, shot)) for shot in (FULL, CLOSE)] == [1, 1]


def test_everything_asked_for_is_written_down_before_the_first_is_drawn(small_film: Path) -> None:
    bell = Bell()
    with Studio.open(small_film) as studio:
        batch = Background(studio, [FULL], Making(size_px=SMALL, takes=6), bell)
        batch.start(hold=True)
        while not batch.rows:
            bell.rung.wait(0.2)
            batch.turn()
        assert len(studio.store.jobs.pending()) == 6
        assert [row.what for row in batch.rows] == ["pencil · draft"] * 6
        batch.close()
    with Studio.open(small_film) as again:
        assert len(again.store.jobs.pending()) == 6
        assert again.document.of(model.Take) == []


def test_one_frame_is_cancelled_and_the_others_go_on(studio: Studio) -> None:
    bell = Bell()
    batch = Background(studio, [FULL], Making(size_px=SMALL, takes=3), bell)
    batch.start(hold=True)
    while not batch.rows:
        bell.rung.wait(0.2)
        batch.turn()
    batch.cancel_one(batch.rows[1].job_id)
    batch.go()
    run(batch, bell)
    batch.close()
    assert [row.state for row in batch.rows] == ["done", "cancelled", "done"]
    assert len(takes(studio, FULL)) == 2
    assert batch.outcome.failed == []
    assert studio.store.jobs.pending() == []
    assert studio.verify() == []


def test_a_film_that_names_a_server_has_its_boards_made_there_and_judged(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    change_look(studio.document, {"generator": "comfyui", "model": "juggernaut", "adherence": "strict"})
    bell = Bell()
    with FakeComfyUI() as fake:
        monkeypatch.setenv(URL, fake.url)
        batch = Background(studio, [FULL], Making(size_px=SMALL), bell)
        batch.start()
        run(batch, bell)
        batch.close()
    (take,) = takes(studio, FULL)
    assert (take.generator, take.model) == ("comfyui", "juggernaut")
    assert take.fidelity is not None
    assert batch.outcome.receipts == [("1", take.fidelity)]
    assert studio.reviewing.stale_of(studio.find("1")) == []
    change_look(studio.document, {"words": "rain"})
    assert studio.reviewing.stale_of(studio.find("1")) == ["words changed"]
    change_look(studio.document, {"words": ""})
    own = msgspec.structs.replace(
        studio.document.project.look, controls={"depth": model.ControlHold(strength=0.5)}
    )
    set_look(studio.document, FULL, own)
    assert studio.reviewing.stale_of(studio.find("1")) == ["numbers of the controls changed"]


def test_a_receipt_that_fails_costs_no_take(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise ValueError("something inside a library")

    change_look(studio.document, {"generator": "comfyui", "model": "juggernaut"})
    monkeypatch.setattr("previz.studio.trained.receipt", fails)
    bell = Bell()
    with FakeComfyUI() as fake:
        monkeypatch.setenv(URL, fake.url)
        batch = Background(studio, [FULL], Making(size_px=SMALL), bell)
        batch.start()
        run(batch, bell, 30)
        batch.close()
    (take,) = takes(studio, FULL)
    assert take.fidelity is None


def test_a_frame_that_cannot_be_prepared_holds_up_no_other(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    bell = Bell()
    batch = Background(studio, [FULL, CLOSE], Making(size_px=SMALL), bell)
    prepare = batch._workshop.prepare

    def fails(frame: Frame) -> Prepared:
        if frame.shot.id == FULL:
            raise ValueError("something inside a library")
        return prepare(frame)

    monkeypatch.setattr(batch._workshop, "prepare", fails)
    batch.start()
    run(batch, bell, 30)
    batch.close()
    ((number, reason),) = batch.outcome.failed
    assert number == "1"
    assert "ValueError: something inside a library" in reason
    assert len(takes(studio, CLOSE)) == 1


def test_numbers_of_ones_own_go_before_the_dial(studio: Studio) -> None:
    own = {
        "depth": model.ControlHold(strength=0.7, end=0.5),
        "line": model.ControlHold(strength=0.0),
        "openpose": model.ControlHold(strength=0.4),
    }
    held = Trained.by_look(model.Look(generator="comfyui", controls=own))
    assert held is not None
    assert held.strengths == {"depth": 0.7, "line": 0.0, "openpose": 0.4}
    assert held.spans == {"depth": (0.0, 0.5)}


def test_a_model_that_is_not_there_fails_its_frame_and_says_so(
    studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FOLDER, str(tmp_path / "none"))
    change_look(studio.document, {"generator": "diffusers", "model": "sdxl-lightning"})
    bell = Bell()
    batch = Background(studio, [FULL], Making(size_px=SMALL), bell)
    batch.start()
    run(batch, bell)
    batch.close()
    (row,) = batch.rows
    assert (row.state, row.model, row.lacks_model) == ("failed", "sdxl-lightning", True)


def test_two_batches_are_made_by_the_same_workers(studio: Studio) -> None:
    engine, bell = Engine(), Bell()
    lane = engine._queue._lanes["sketch"]
    pids = []
    for _ in range(2):
        batch = Background(studio, [FULL], Making(size_px=SMALL), bell, engine=engine)
        batch.start()
        run(batch, bell)
        batch.close()
        assert lane._process is not None
        pids.append(lane._process.pid)
    assert pids[0] == pids[1]
    assert len(takes(studio, FULL)) == 2
    engine.close()


def test_a_batch_that_is_closed_leaves_the_workers_to_the_next(studio: Studio) -> None:
    engine, bell = Engine(), Bell()
    batch = Background(studio, [FULL], Making(size_px=SMALL, takes=4), bell, engine=engine)
    batch.start()
    while not any(row.state == "drawing" for row in batch.rows):
        bell.rung.wait(0.2)
        bell.rung.clear()
        batch.turn()
    batch.close()
    left = len(studio.store.jobs.pending())
    assert left
    batch = Background(studio, [], Making(), bell, engine=engine)
    batch.start()
    run(batch, bell)
    batch.close()
    assert batch.outcome.made == left
    assert studio.verify() == []
    engine.close()


def test_what_waits_is_drawn_in_the_order_it_was_moved_into(studio: Studio) -> None:
    bell = Bell()
    batch = Background(studio, [FULL], Making(size_px=(96, 40), takes=3, seed=5), bell)
    batch.start(hold=True)
    try:
        while not batch.rows:
            assert bell.rung.wait(PATIENCE_S)
            bell.rung.clear()
            batch.turn()
        first, second, third = (row.job_id for row in batch.rows)
        assert batch.move(third, first)
        assert batch.move(first, "")
        assert not batch.move("nobody", first)
        assert [row.job_id for row in batch.rows] == [third, second, first]
        batch.go()
        run(batch, bell)
        takes = studio.document.children(f"{FULL}-p", model.Take)
        assert sorted(takes, key=lambda take: take.number)[0].id == third
        assert not batch.move(third, first), "what is over waits no more"
    finally:
        batch.close()
