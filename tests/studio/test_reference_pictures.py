"""Pictures of people: with the right to use them, and sent for whoever is seen well enough."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from previz.cli import main
from previz.errors import BadProject, ImportFailed, NotFound
from previz.gen.models.settings import FOLDER
from previz.scene import model
from previz.studio import Making, Studio
from previz.studio.following import NO_ADAPTER
from previz.studio.reference_pictures import (
    bring_picture,
    pictures_at_hand,
    pictures_for,
    remove_pictures,
    set_lora,
    shown_loras,
)
from previz.studio.trained import Trained
from tests.films import FULL
from tests.gen.models.shelf import add_base, add_net

RIGHTS = "A. Actor, consent for this film, 3 May"


@pytest.fixture
def face(tmp_path: Path) -> Path:
    Image.new("RGB", (900, 600), (200, 120, 90)).save(tmp_path / "face.png")
    return tmp_path / "face.png"


def test_a_picture_goes_with_whoever_is_seen_and_says_whose_it_is(
    small_film: Path, face: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FOLDER, str(tmp_path / "models"))
    add_base(tmp_path / "models", "xl", "StableDiffusionXLPipeline", 2048)
    add_net(tmp_path / "models", "union", "ControlNetUnionModel", 2048)
    with Studio.open(small_film) as studio:
        bring_picture(studio.document, studio.store, "ada", face, RIGHTS)
        by = Trained.held("diffusers", "xl", "strict")
        with studio._workshop() as workshop:
            making = Making(size_px=(240, 100))
            (frame,) = workshop.plan([studio.find("1")], {FULL: "1"}, making, by)
            sent = workshop.prepare(frame)
            away = Trained.held("comfyui", "", "strict")
            (elsewhere,) = workshop.plan([studio.find("1")], {FULL: "1"}, making, away)
            judge = workshop.prepare(elsewhere).judge
        assert judge is not None
        assert judge.left_out == (f"reference pictures: {NO_ADAPTER}",)
        (reference,) = sent.request.references
        picture = np.asarray(sent.guides[reference.guide])
        assert picture.shape == (341, 512, 3)
        ada = np.asarray(sent.guides["regions"]) == reference.object_id
        assert 0.02 < ada.mean() < 0.3
        sight = studio.shooting.sight(FULL)
        shares = dict.fromkeys(sight.shares, 0.01)
        far = type(sight)(**{**vars(sight), "shares": shares})
        told = pictures_for(studio.document, studio.store, far, model.Look(), None)
        assert (told.faces, told.left_out) == ({}, ("pictures of Ada: too small in the frame (1.0%)",))
        assert remove_pictures(studio.document, "Ada").pictures == ()


def test_pictures_at_hand_are_those_of_whoever_stands_in_the_shot(small_film: Path, face: Path) -> None:
    with Studio.open(small_film) as studio:
        document, shots = studio.document, studio.shots()
        assert {pictures_at_hand(document, one) for one in shots} == {0}
        for name in ("Ada", "Ada", "Ben"):
            bring_picture(document, studio.store, name, face, RIGHTS)
        assert max(pictures_at_hand(document, one) for one in shots) == 3
        with document.edit("Ben stays away") as edit:
            for track in document.of(model.Track):
                if track.target_id == "ben":
                    edit.remove(track.id)
        assert max(pictures_at_hand(document, one) for one in shots) == 2


def test_bad_pictures_and_missing_rights_are_refused(small_film: Path, face: Path, tmp_path: Path) -> None:
    (tmp_path / "words.png").write_text("no picture")
    with Studio.open(small_film) as studio:
        document, store = studio.document, studio.store
        with pytest.raises(BadProject, match="who agreed"):
            bring_picture(document, store, "Ada", face, " \n")
        with pytest.raises(NotFound, match="this project has Ada, Ben"):
            bring_picture(document, store, "Zoe", face, RIGHTS)
        with pytest.raises(ImportFailed, match="no picture that can be read"):
            bring_picture(document, store, "Ada", tmp_path / "words.png", RIGHTS)
        for _ in range(4):
            bring_picture(document, store, "Ada", face, RIGHTS)
        with pytest.raises(BadProject, match="remove one first"):
            bring_picture(document, store, "Ada", face, RIGHTS)


def test_on_the_command_line(small_film: Path, face: Path, capsys: pytest.CaptureFixture[str]) -> None:
    film = str(small_film)
    assert main(["reference", film, "--character", "Ben", "--picture", str(face), "--rights", RIGHTS]) == 0
    assert RIGHTS in capsys.readouterr().out
    assert main(["reference", film, "--character", "Ben", "--remove"]) == 0
    assert capsys.readouterr().out == ""
    assert main(["reference", film, "--character", "Ben", "--lora", "ben=0.7", "--family", "sdxl"]) == 0
    assert "LoRA ben=0.7  sdxl" in capsys.readouterr().out
    assert main(["reference", film, "--character", "Ben", "--lora", ""]) == 0
    assert capsys.readouterr().out == ""
    assert main(["reference", film, "--character", "ben", "--words", "a man of sixty,\n grey"]) == 0
    assert capsys.readouterr().out == f"{'Ben':<16} a man of sixty, grey\n"
    with Studio.open(small_film, read_only=True) as studio:
        assert all(not one.pictures for one in studio.document.of(model.Character))


def test_namesakes_are_told_apart_by_id(small_film: Path, face: Path) -> None:
    with Studio.open(small_film) as studio:
        document = studio.document
        with document.edit("Another Ada") as edit:
            edit.update("ben", name="Ada")
        with pytest.raises(BadProject, match="2 people are called Ada; say which by id: ada or ben"):
            bring_picture(document, studio.store, "Ada", face, RIGHTS)
        assert bring_picture(document, studio.store, "ben", face, RIGHTS).id == "ben"
        assert document.need("ada", model.Character).pictures == ()
        for id, file in (("ada", "one.safetensors"), ("ben", "two.safetensors")):
            set_lora(document, id, model.CharacterLora(file=file))
        found = shown_loras(document, studio.shooting.sight(FULL))
        assert sorted(one.file for one in found.values()) == ["one.safetensors", "two.safetensors"]
        assert sorted(found) == ["Ada", "Ada 2"]
