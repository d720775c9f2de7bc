"""Takes: seeds, numbers, what is kept beside them, and work that an interruption left behind."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from previz.errors import BadProject
from previz.gen.request import from_json
from previz.scene import model
from previz.studio import Making, Studio
from previz.studio.trained import Trained
from previz.studio.workshop import Workshop
from tests.films import FULL

SMALL = (96, 40)


def takes_of(studio: Studio, shot_id: str) -> list[model.Take]:
    return [
        take
        for panel in studio.document.children(shot_id, model.Panel)
        for take in studio.document.children(panel.id, model.Take)
    ]


def pixels(studio: Studio, take: model.Take) -> np.ndarray:
    with Image.open(io.BytesIO(studio.store.blob(take.image))) as picture:
        return np.asarray(picture.convert("L"), float)


def test_takes_differ_keep_their_request_and_never_replace_one_another(small_film: Path) -> None:
    with Studio.open(small_film) as studio:
        shot = studio.find("1")
        told: list[float] = []
        studio.generate([shot], Making(takes=2, size_px=SMALL), lambda done, _: told.append(done))
        studio.generate([shot], Making(size_px=SMALL, style="ink"), lambda *_: None)
        takes = takes_of(studio, FULL)
        assert [take.number for take in takes] == [1, 2, 3]
        assert len({take.seed for take in takes}) == 3
        assert [take.style for take in takes] == ["pencil", "pencil", "ink"]
        panel = studio.document.need(takes[0].panel_id, model.Panel)
        assert panel.selected_take_id == takes[0].id, (
            "the first take selects itself, later ones wait for a person"
        )
        assert told[-1] == pytest.approx(1.0)
        assert told == sorted(told)
    with Studio.open(small_film, read_only=True) as studio:
        for take in takes_of(studio, FULL):
            data = studio.store.blob(take.image)
            assert hashlib.sha256(data).hexdigest() == take.image
            request = from_json(studio.store.blob(take.request))
            assert (request.seed, request.style, request.size_px) == (take.seed, take.style, SMALL)
            assert request.hash() == take.request
        a, b, _ = (pixels(studio, take) for take in takes_of(studio, FULL))
        assert np.abs(a - b).mean() > 4, "another seed is another drawing"


def test_the_same_seed_draws_the_same_bytes_in_another_process(small_film: Path) -> None:
    with Studio.open(small_film) as studio:
        for _ in range(2):  # each call starts a worker process of its own
            studio.generate([studio.find("1")], Making(seed=11, size_px=SMALL), lambda *_: None)
        first, second = takes_of(studio, FULL)
        assert first.seed == second.seed
        assert first.image == second.image


def test_work_left_behind_is_finished_later(small_film: Path) -> None:
    with Studio.open(small_film) as studio:
        numbers = studio.listing.numbers().shots
        workshop = Workshop(studio.document, studio.store, studio.shooting, studio.reviewing)
        with workshop:
            frame = workshop.plan([studio.find("1")], numbers, Making(seed=3, size_px=SMALL))[0]
            running: dict = {}
            workshop._start(frame, running, outcome=None)  # type: ignore[arg-type]
        # the workshop is gone before the frame was heard of: the row in the file remains
        assert [job.id for job in studio.store.jobs.pending()] == [frame.job_id]
        assert takes_of(studio, FULL) == []
    with Studio.open(small_film) as studio:
        outcome = studio.resume(lambda *_: None)
        assert (outcome.asked, outcome.made) == (1, 1)
        take = takes_of(studio, FULL)[0]
        assert (take.id, take.seed) == (frame.job_id, 3)
        assert studio.store.jobs.pending() == []


def test_one_frame_that_fails_does_not_stop_the_others(small_film: Path) -> None:
    with Studio.open(small_film) as studio:
        with studio.document.edit("Break a shot's look") as edit:
            edit.update(FULL, look=model.Look(generator="oracle"))
        outcome = studio.generate(
            [studio.find("1"), studio.find("1A")], Making(size_px=SMALL), lambda *_: None
        )
        assert outcome.made == 1
        assert outcome.failed[0][0] == "1"
        assert "oracle" in outcome.failed[0][1]
        assert studio.store.jobs.pending() == []


def test_nothing_to_draw_is_said(tmp_path: Path) -> None:
    with (
        Studio.create(tmp_path / "empty.previz", "Empty") as studio,
        pytest.raises(BadProject, match="nothing"),
    ):
        studio.generate(studio.shots(), Making(), lambda *_: None)


def test_the_draughtsman_draws_though_the_film_names_a_model(small_film: Path) -> None:
    with Studio.open(small_film) as studio:
        with studio.document.edit("The film is made by another") as edit:
            edit.update(model.PROJECT_ID, look=model.Look(generator="oracle"))
        shots, numbers = [studio.find("1")], studio.listing.numbers().shots
        by = Trained(generator="sketch")
        with Workshop(studio.document, studio.store, studio.shooting, studio.reviewing) as workshop:
            (frame,) = workshop.plan(shots, numbers, Making(size_px=SMALL), by)
            prepared = workshop.prepare(frame)
            assert prepared.request.generator == "sketch"
            assert prepared.fingerprint["look"].values["generator"] == "sketch"
            with pytest.raises(BadProject, match="oracle makes shot 1;"):
                workshop.plan(shots, numbers, Making(choices={"weight": 0.7}))
