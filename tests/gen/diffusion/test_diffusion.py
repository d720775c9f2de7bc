"""The whole way of a film's frame through a model on this machine: asked for, made, kept, judged, stale."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import msgspec
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from previz.errors import BadProject, ModelMissing, NotFound
from previz.gen.models.settings import FOLDER
from previz.gen.request import FrameRequest, from_json
from previz.scene import model
from previz.studio import Making, Studio
from previz.studio.choosing import select_take
from previz.studio.engine import Engine
from previz.studio.looks import change_look
from previz.studio.reference_pictures import bring_picture
from previz.studio.refining import Wish, refine
from previz.studio.trained import Trained
from previz.studio.workshop import Prepared, Workshop
from tests.films import FULL

pytest.importorskip("torch", reason="the diffusion extra is not installed")
SMALL = Making(size_px=(240, 100))


@pytest.fixture(scope="module", autouse=True)
def folder(models: Path) -> Iterator[None]:
    """Also for a worker that is started anew between two tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(FOLDER, str(models))
        yield


@pytest.fixture(scope="module")
def engine(folder: None) -> Iterator[Engine]:
    """The worker of all these tests, as a window keeps it: the libraries are imported once."""
    made = Engine()
    yield made
    made.close()


@pytest.fixture
def studio(small_film: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Studio]:
    with Studio.open(small_film) as opened:

        def shop() -> Workshop:
            return Workshop(opened.document, opened.store, opened.shooting, opened.reviewing, engine=engine)

        monkeypatch.setattr(opened, "_workshop", shop)
        yield opened


def stale(studio: Studio) -> list[str]:
    return studio.reviewing.stale_of(studio.document.need(FULL, model.Shot))


def test_a_film_names_its_model_and_a_frame_knows_when_it_is_no_longer_true(
    studio: Studio, tmp_path: Path
) -> None:
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

    Image.new("RGB", (40, 60), (200, 150, 120)).save(tmp_path / "face.png")
    bring_picture(studio.document, studio.store, "Ada", tmp_path / "face.png", "nobody, a test")
    assert stale(studio) == ["reference pictures changed"]


def request_folder(take: model.Take) -> str:
    return take.unused[0].rpartition(" in ")[2]


def pixels(studio: Studio, take: model.Take) -> NDArray[np.uint8]:
    with Image.open(io.BytesIO(studio.store.blob(take.image))) as picture:
        return np.asarray(picture.convert("RGB"))


def prepared(studio: Studio, by: Trained) -> Prepared:
    """What would be sent, without the sending."""
    with studio._workshop() as workshop:
        (frame,) = workshop.plan([studio.find("1")], {FULL: "1"}, SMALL, by)
        return workshop.prepare(frame)


def test_a_drawing_is_gone_on_from_and_only_one_person_is_made_anew(studio: Studio) -> None:
    studio.generate([studio.find("1")], SMALL, lambda *_: None)
    (drawn,) = studio.document.of(model.Take)
    outcome = refine(studio, drawn, Wish(region="ada", words="in a red coat", keep=0.1), lambda *_: None)
    assert outcome.failed == []
    made = next(take for take in studio.document.of(model.Take) if take.id != drawn.id)
    assert (made.from_take, made.seed, made.style) == (1, drawn.seed, drawn.style)
    request = from_json(studio.store.blob(made.request))
    assert request.prompt.endswith("in a red coat")
    assert set(request.guides) == {"depth", "line", "init", "mask"}
    mask = prepared(studio, Trained.of(request) or Trained(generator="none")).guides["mask"]
    before, after = pixels(studio, drawn), pixels(studio, made)
    np.testing.assert_array_equal(after[mask == 0], before[mask == 0])
    assert (after[mask == 255] != before[mask == 255]).mean() > 0.5
    select_take(studio.document, made)
    assert stale(studio) == []
    with studio.document.edit("Say what happens") as edit:
        edit.update(FULL, action="Ada leaves.")
    assert stale(studio) == ["words changed"]
    with pytest.raises(NotFound, match="it shows Ada, Ben"):
        prepared(studio, replaced(request, region="Zoe"))
    with pytest.raises(BadProject, match="not both at once"):
        refine(studio, drawn, Wish(region="Ada", light="one candle"), lambda *_: None)


def replaced(request: FrameRequest, **changes: str) -> Trained:
    by = Trained.of(request)
    assert by is not None
    assert by.refine is not None
    return msgspec.structs.replace(by, refine=msgspec.structs.replace(by.refine, **changes))


def test_the_staged_picture_is_sent_when_its_colours_are_to_stay(studio: Studio) -> None:
    by = Trained.held("diffusers", "tiny-sd15", "faithful", colours=0.4)
    assert by.unused() == ()
    sent = prepared(studio, by)
    assert set(sent.guides) == {"depth", "line", "init"}
    assert np.asarray(sent.guides["init"]).shape == (100, 240, 3)
    assert sent.request.strengths["init"] == 0.4


def test_a_model_that_is_not_there_is_said_before_anything_runs(studio: Studio) -> None:
    with pytest.raises(ModelMissing, match=r"it has tiny-flux, .*tiny-sd15"):
        Trained.held("diffusers", "fluxus", "strict")
    change_look(studio.document, {"generator": "diffusers", "model": "fluxus"})
    outcome = studio.generate([studio.find("1")], SMALL, lambda *_: None)
    assert "no model 'fluxus'" in outcome.failed[0][1]
    assert studio.store.jobs.pending() == []
