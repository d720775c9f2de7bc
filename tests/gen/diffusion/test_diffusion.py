"""The whole way of a film's frame through a model on this machine: asked for, made, kept, judged, stale."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from previz.errors import ModelMissing
from previz.gen.models.settings import FOLDER
from previz.gen.queue import Queue
from previz.gen.request import Failed, from_json
from previz.scene import model
from previz.studio import Making, Studio
from previz.studio.looks import change_look
from previz.studio.trained import Trained
from tests.films import FULL
from tests.gen.stand import Ear

from .asking import GUIDES, ask

pytest.importorskip("torch", reason="the diffusion extra is not installed")
SMALL = Making(size_px=(240, 100))


@pytest.fixture(autouse=True)
def folder(models: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(FOLDER, str(models))
    return models


@pytest.fixture
def studio(small_film: Path) -> Iterator[Studio]:
    with Studio.open(small_film) as opened:
        yield opened


def stale(studio: Studio) -> list[str]:
    return studio.reviewing.stale_of(studio.document.need(FULL, model.Shot))


def test_a_film_names_its_model_and_a_frame_knows_when_it_is_no_longer_true(studio: Studio) -> None:
    look = {"generator": "diffusers", "model": "tiny-sdxl", "adherence": "strict", "words": "{rain|fog}"}
    change_look(studio.document, look)
    outcome = studio.generate([studio.find("1")], SMALL, lambda *_: None)
    assert outcome.failed == []
    (take,) = studio.document.of(model.Take)
    assert (take.generator, take.model) == ("diffusers", "tiny-sdxl")
    data = studio.store.blob(take.image)
    assert b"compositeWithTrainedAlgorithmicMedia" in data
    with Image.open(io.BytesIO(data)) as picture:
        assert np.asarray(picture).shape == (100, 240, 3)
        assert np.asarray(picture).std() > 5
    request = from_json(studio.store.blob(take.request))
    assert request.adherence == "strict"
    assert len(request.model_hash) == 64
    assert ("rain" in request.prompt) != ("fog" in request.prompt)
    assert take.unused == (f"line: there is no ControlNet for it in {request_folder(take)}",)
    assert take.fidelity is not None
    assert outcome.receipts == [("1", take.fidelity)]
    assert stale(studio) == []
    for change, reason in (
        ({"words": "snow"}, "words changed"),
        ({"words": look["words"], "adherence": "loose"}, "adherence strict → loose"),
        ({"adherence": "strict", "model": "tiny-sd15"}, "model tiny-sdxl → tiny-sd15"),
        ({"model": "tiny-sdxl"}, None),
    ):
        change_look(studio.document, change)
        assert stale(studio) == ([reason] if reason else [])


def request_folder(take: model.Take) -> str:
    return take.unused[0].rpartition(" in ")[2]


def test_one_frame_by_a_model_in_a_film_that_is_drawn(studio: Studio) -> None:
    by = Trained.held("diffusers", "tiny-sd15", "faithful", colours=0.4)
    assert by.unused() == ()
    assert studio.generate([studio.find("1")], SMALL, lambda *_: None, by).made == 1
    (take,) = studio.document.of(model.Take)
    request = from_json(studio.store.blob(take.request))
    assert set(request.guides) == {"depth", "line", "init"}
    assert take.unused == ()
    assert stale(studio) == []
    change_look(studio.document, {"words": "at night, in the rain"})
    assert stale(studio) == ["words changed"]
    change_look(studio.document, {"words": ""})
    with studio.document.edit("Say what happens") as edit:
        edit.update(FULL, action="Ada leaves.")
    assert stale(studio) == ["words changed"]


def test_a_model_that_is_not_there_is_said_before_anything_runs(studio: Studio) -> None:
    with pytest.raises(ModelMissing, match="it has tiny-sd15"):
        Trained.held("diffusers", "fluxus", "strict")
    change_look(studio.document, {"generator": "diffusers", "model": "fluxus"})
    outcome = studio.generate([studio.find("1")], SMALL, lambda *_: None)
    assert "no model 'fluxus'" in outcome.failed[0][1]
    assert studio.store.jobs.pending() == []


def test_a_frame_that_nobody_wants_stops_while_the_libraries_start(tmp_path: Path) -> None:
    ear = Ear()
    with Queue(tmp_path, on_event=ear) as queue:
        queue.submit("unwanted", ask("tiny-sd15"), {"depth": GUIDES["depth"]})
        ear.wait_for("unwanted", "Starting the model libraries")
        queue.cancel("unwanted")
        stopped = queue.wait(["unwanted"], 60)["unwanted"]
    assert isinstance(stopped, Failed)
    assert stopped.kind == "Cancelled"
