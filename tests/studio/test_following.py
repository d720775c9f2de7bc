"""What a request follows of cast and look sheets: by region where a family can, in words where it cannot."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from previz.gen.models.settings import FOLDER
from previz.scene import model
from previz.studio import Making, Studio
from previz.studio.following import Pictures, followed
from previz.studio.looks import change_look
from previz.studio.reference_pictures import set_lora
from previz.studio.trained import Trained
from previz.studio.wardrobe import put_costume
from previz.studio.workshop import Prepared
from tests.films import FULL
from tests.gen.models.shelf import add_base, add_lora, add_net


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shelf = tmp_path / "models"
    monkeypatch.setenv(FOLDER, str(shelf))
    add_base(shelf, "xl", "StableDiffusionXLPipeline", 2048)
    add_net(shelf, "union", "ControlNetUnionModel", 2048)
    add_base(shelf, "dit", "ZImagePipeline", 64)
    add_net(shelf, "dit-net", "ZImageControlNetModel", 64)
    return shelf


@pytest.fixture
def studio(small_film: Path) -> Iterator[Studio]:
    with Studio.open(small_film) as opened:
        with opened.document.edit("Describe Ada") as edit:
            edit.update("ada", words="a woman of thirty")
        yield opened


def sent(studio: Studio, generator: str = "diffusers", name: str = "xl") -> Prepared:
    by = Trained.held(generator, name, "faithful")
    with studio._workshop() as workshop:
        (frame,) = workshop.plan([studio.find("1")], {FULL: "1"}, Making(size_px=(240, 100)), by)
        return workshop.prepare(frame)


def test_who_is_described_is_told_in_their_region(studio: Studio) -> None:
    put_costume(studio.document, "Ada", model.Costume(name="Rain", words="a wet coat"), ["s1"])
    told = sent(studio)
    (region,) = told.request.regions
    assert region.name == "Ada"
    assert "a woman of thirty wearing a wet coat" in region.words
    ids = np.asarray(told.guides["regions"])
    assert 0.02 < (ids == region.object_id).mean() < 0.3
    assert "on the left" not in told.request.prompt
    assert told.judge is not None
    assert told.judge.left_out == ()
    server = sent(studio, "comfyui", "")
    assert server.request.regions == told.request.regions


@pytest.mark.parametrize(("generator", "name"), [("diffusers", "dit"), ("comfyui", "workflow:mine")])
def test_a_model_without_regions_is_told_where_people_are(generator: str, name: str, studio: Studio) -> None:
    told = sent(studio, generator, name)
    assert told.request.regions == ()
    assert "regions" not in told.guides
    assert "on the left Ben standing" in told.request.prompt
    assert "in the centre a woman of thirty standing" in told.request.prompt
    assert told.judge is not None
    assert "takes none; places are said in words" in told.judge.left_out[0]


def test_who_is_too_small_is_left_out_and_it_is_said(studio: Studio) -> None:
    sight = studio.shooting.sight(FULL)
    far = replace(sight, shares=dict.fromkeys(sight.shares, 0.01))
    g = studio.shooting.capture(sight, (120, 50))
    found = followed(
        far, g, "ink", Pictures(), Trained.held("diffusers", "xl", "strict").setup(), "xl", Path()
    )
    assert found.regions == ()
    assert found.left_out == ("words of Ada by region: too small in the frame (1.0%)",)


def test_a_lora_of_a_person_goes_where_it_fits_and_says_where_not(studio: Studio, folder: Path) -> None:
    add_lora(folder, "ada-xl", 2048)
    add_lora(folder, "ada-old", 768)
    before = sent(studio).fingerprint["look"]
    set_lora(studio.document, "Ada", model.CharacterLora(file="ada-xl", weight=0.7))
    fits = sent(studio)
    assert fits.request.loras == {"ada-xl": 0.7}
    assert fits.fingerprint["look"].hash != before.hash
    for lora, reason in (
        (
            model.CharacterLora(file="ada-old"),
            "LoRA of Ada: made for another family than xl (width 768, not 2048)",
        ),
        (model.CharacterLora(file="ada-xl", family="sd15"), "LoRA of Ada: made for sd15, and xl is sdxl"),
        (model.CharacterLora(file="gone"), f"LoRA of Ada: there is none in {folder}"),
    ):
        set_lora(studio.document, "Ada", lora)
        told = sent(studio)
        assert told.request.loras == {}
        assert told.judge is not None
        assert told.judge.left_out == (reason,)
    stranger = sent(studio, name="dit")
    assert stranger.judge is not None
    set_lora(studio.document, "Ada", model.CharacterLora(file="ada", family="sd15"))
    server = sent(studio, "comfyui", "").request
    assert (server.loras, server.lora_families) == ({"ada": 0.8}, {"ada": "sd15"})


def test_words_of_a_style_reach_every_model(studio: Studio) -> None:
    picture = model.ReferencePicture(image="0" * 64, rights="us", words="gouache in ochre")
    change_look(studio.document, {"pictures": (picture,)}, "s1")
    look = studio.reviewing.look(studio.find("1"))
    assert look.pictures == (picture,)
    words = studio.reviewing.fingerprint(
        studio.find("1"), 0.0, look=model.Look(generator="comfyui", pictures=(picture,))
    )["words"]
    assert "gouache in ochre" in str(words.values)
