"""Frames from a ComfyUI server on the command line, from asking what is there to the take in the file."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from PIL import Image

from previz.gen.comfy.server import URL
from previz.gen.models.settings import FOLDER
from previz.gen.request import from_json
from previz.scene import model
from previz.studio import Making, Studio
from previz.studio.following import NO_ADAPTER
from previz.studio.outlook import unused_by
from previz.studio.reference_pictures import bring_picture
from previz.studio.trained import Trained
from tests.films import FULL, record_take
from tests.gen.comfy.fake_comfyui import FakeComfyUI
from tests.gen.comfy.test_login import Pocket, pocket
from tests.gen.models.shelf import add_base, add_net

from .command import inside
from .test_cli import assert_fails, previz

__all__ = ["pocket"]
"""A fixture."""
GENERATE = ("--shots", "1", "--generator", "comfyui", "--size", "480x200")


def test_frames_are_made_and_kept_with_what_made_them(
    small_film: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with FakeComfyUI() as fake:
        monkeypatch.setenv(URL, fake.url)
        for adherence in ("strict", "loose"):
            said = previz(
                "generate", small_film, *GENERATE, "--model", "juggernaut", "--adherence", adherence
            )
            assert said.returncode == 0, said.stderr
    strict, loose = fake.prompts.values()
    assert "Ada" in strict["words"]["inputs"]["text"]
    assert strict["depth hold"]["inputs"]["strength"] == 1.0
    assert loose["depth hold"]["inputs"]["strength"] == 0.4
    assert "line hold" in strict
    assert "line hold" not in loose
    with Studio.open(small_film, read_only=True) as project:
        takes = project.document.of(model.Take)
        requests = [from_json(project.store.blob(take.request)) for take in takes]
        pictures = [project.store.blob(take.image) for take in takes]
    assert {(take.generator, take.model) for take in takes} == {("comfyui", "juggernaut")}
    assert {request.strengths["depth"] for request in requests} == {1.0, 0.4}
    assert pictures[0] != pictures[1]
    for picture in pictures:
        with Image.open(io.BytesIO(picture)) as image:
            assert image.size == (480, 200)


def test_what_a_server_has_no_controlnet_for_is_said_before_the_run(
    small_film: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    by = Trained.held("comfyui", "v1-5", "strict").by_hand({"openpose": model.ControlHold(strength=0.5)})
    with FakeComfyUI() as fake:
        monkeypatch.setenv(URL, fake.url)
        (told,) = unused_by([(by, 0, 0)])
        assert told.startswith("openpose: the ComfyUI server has no ControlNet for openpose")
        assert unused_by([(Trained.held("comfyui", "juggernaut", "strict"), 0, 0)]) == []
    assert unused_by([(by, 0, 0)]) == [], "the frame says that nobody is there"


def test_pictures_of_one_shot_are_not_told_of_the_model_of_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FOLDER, str(tmp_path))
    add_base(tmp_path, "xl", "StableDiffusionXLPipeline", 2048)
    add_net(tmp_path, "union", "ControlNetUnionModel", 2048)
    drawn, trained = (None, 1, 2), Trained.held("diffusers", "xl", "strict").loose()
    assert unused_by([drawn, (trained, 0, 0)]) == []
    (told,) = unused_by([drawn, (trained, 0, 0), (trained, 1, 0)])
    assert told.startswith("reference pictures: there is no IP-Adapter")


def test_pictures_of_people_that_a_server_does_not_follow_are_said_before_the_run(
    small_film: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Image.new("RGB", (90, 60), (200, 120, 90)).save(tmp_path / "ada.png")
    said = f"not used: reference pictures: {NO_ADAPTER}"
    with Studio.open(small_film) as studio:
        bring_picture(studio.document, studio.store, "ada", tmp_path / "ada.png", "us")
        record_take(studio, FULL, (240, 100))
    with FakeComfyUI() as fake:
        monkeypatch.setenv(URL, fake.url)
        made = inside("generate", small_film, *GENERATE, "--model", "juggernaut")
        assert said in made.stderr
        refined = inside("refine", small_film, "--shot", "1", "--generator", "comfyui", "--words", "rain")
        assert said in refined.stderr


def test_a_run_that_lost_its_server_is_said(small_film: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(URL, "http://127.0.0.1:9")
    assert_fails(previz("generate", small_film, *GENERATE), "cannot be reached")


def test_a_login_is_asked_for_the_server_that_is_kept(
    pocket: Pocket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("getpass.getpass", lambda asks: " secret ")
    assert inside("generators", "--server", "gpu-box:8188").returncode == 0
    assert pocket.held == {}
    told = inside("generators", "--login")
    assert (told.returncode, told.stdout) == (0, "ComfyUI: http://gpu-box:8188\n")
    assert {place[1]: secret for place, secret in pocket.held.items()} == {"http://gpu-box:8188": "secret"}


def test_what_belongs_to_the_other_kind_is_refused(small_film: Path) -> None:
    assert_fails(previz("generate", small_film, "--model", "x"), "no models")
    assert_fails(previz("generate", small_film, *GENERATE, "--set", "weight=1.5"), "belong to drawings")


def test_a_model_of_the_film_takes_the_options_of_models(
    small_film: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Studio.open(small_film) as project, project.document.edit("Look") as edit:
        edit.update(model.PROJECT_ID, look=model.Look(generator="comfyui", model="v1-5", adherence="loose"))
    wish = ("generate", small_film, "--shots", "1", "--size", "480x200", "--colours", "0.4")
    assert_fails(inside(*wish, "--drawn"), "--drawn belong to drawings; comfyui does not use them")
    with FakeComfyUI() as fake:
        monkeypatch.setenv(URL, fake.url)
        said = previz(*wish)
        assert said.returncode == 0, said.stderr
    (graph,) = fake.prompts.values()
    assert graph["sample"]["inputs"]["denoise"] == pytest.approx(0.6)
    assert graph["depth hold"]["inputs"]["strength"] == 0.4
    assert "v1-5" in graph["model"]["inputs"]["ckpt_name"]


def test_generators_say_what_they_have_and_lack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FOLDER, str(tmp_path))
    add_base(tmp_path, "old", "StableDiffusionPipeline", 768)
    add_net(tmp_path, "old-depth", "ControlNetModel", 768)
    with FakeComfyUI() as fake:
        monkeypatch.setenv(URL, fake.url)
        said = previz("generators", "--json")
    sketch, comfy, here = json.loads(said.stdout)
    assert sketch["ready"]
    assert comfy["where"] == fake.url
    xl, old = comfy["models"]
    assert xl["controls"] == ["depth", "line", "normal", "openpose", "segmentation"]
    assert old["controls"] == ["depth", "line"]
    assert any("normal" in lack and "models/controlnet" in lack for lack in old["missing"])
    assert [(model["name"], model["controls"]) for model in here["models"]] == [("old", ["depth"])]
    assert any("line: there is no ControlNet" in lack for lack in here["models"][0]["missing"])
    monkeypatch.setenv(URL, "http://127.0.0.1:9")
    plain = previz("generators")
    assert plain.returncode == 0
    assert "comfyui    not ready  http://127.0.0.1:9" in plain.stdout
    assert "cannot be reached" in plain.stdout


def test_an_interrupted_run_is_finished_with_the_model_that_it_had(
    small_film: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with FakeComfyUI() as fake:
        monkeypatch.setenv(URL, fake.url)
        with Studio.open(small_film) as project:
            trained = Trained.held("comfyui", "juggernaut", "loose")
            with project.document.edit("Look") as edit:
                look = model.Look(words="{heavy rain|thick fog}")
                edit.update(model.PROJECT_ID, look=look)
            shots, numbers = [project.find("1")], project.listing.numbers().shots
            with project._workshop() as workshop:
                making = Making(seed=5, size_px=(480, 200))
                (frame,) = workshop.plan(shots, numbers, making, trained)
                prepared = workshop.prepare(frame)
                workshop.write_down(prepared)
        said = previz("generate", small_film, "--resume")
        assert said.returncode == 0, said.stderr
    (graph,) = fake.prompts.values()
    assert graph["sample"]["inputs"]["seed"] == 5
    said_words = graph["words"]["inputs"]["text"]
    assert ("heavy rain" in said_words) != ("thick fog" in said_words)
    assert "{" not in said_words
    assert graph["depth hold"]["inputs"]["strength"] == 0.4
    with Studio.open(small_film, read_only=True) as project:
        (take,) = project.document.of(model.Take)
        assert project.store.blob(take.request) == prepared.request.to_json()
