"""The look sheet: pictures of style with rights, and a take whose look is kept, for the film or a scene."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from previz.cli import main
from previz.errors import BadProject
from previz.scene import model
from previz.studio import Studio
from previz.studio.look_sheet import bring_style, keep_look
from tests.films import CLOSE, FULL, record_take


@pytest.fixture
def painting(tmp_path: Path) -> Path:
    Image.new("RGB", (900, 500), (180, 140, 60)).save(tmp_path / "painting.png")
    return tmp_path / "painting.png"


def test_a_take_becomes_the_style_of_a_scene_or_of_the_film(
    small_film: Path, painting: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    film = str(small_film)
    with Studio.open(small_film) as studio:
        record_take(studio, FULL, imported=False)
        record_take(studio, CLOSE, imported=False)
    own = ["--picture", str(painting), "--rights", "B. Painter, 3 May", "--picture-words", "ochre gouache"]
    assert main(["look", film, *own]) == 0
    assert "B. Painter, 3 May; ochre gouache" in capsys.readouterr().out
    assert main(["look", film, "--scene", "1", "--keep", "1", "--words", "fog"]) == 0
    assert "made in this film: shot 1, take 1" in capsys.readouterr().out
    with Studio.open(small_film, read_only=True) as studio:
        project, scene = studio.document.project, studio.document.need("s1", model.Scene)
        assert [picture.words for picture in project.look.pictures] == ["ochre gouache"]
        assert scene.look is not None
        assert (scene.look.words, project.look.words) == ("fog", "")
        (kept,) = scene.look.pictures
        assert studio.store.blob(kept.image).startswith(b"\x89PNG")
    assert main(["look", film, "--keep", "1A", "--take", "1"]) == 0
    assert main(["look", film, "--scene", "1", "--no-pictures"]) == 0
    with Studio.open(small_film, read_only=True) as studio:
        assert "shot 1A" in studio.document.project.look.pictures[0].rights
        assert studio.reviewing.look(studio.find("1")).pictures == ()
    assert main(["look", film, "--keep", "1B"]) == 1
    assert "no take yet" in capsys.readouterr().err
    assert main(["look", film, "--scene", "9"]) == 1


def test_a_frame_knows_when_its_style_has_changed(small_film: Path, painting: Path) -> None:
    with Studio.open(small_film) as studio:
        document, shot = studio.document, studio.find("1")
        take = model.Take(
            id="t", panel_id="full-p", number=1, image="", request="", generator="diffusers", style="pencil",
            seed=1, size_px=(10, 10), model="xl",
        )  # fmt: skip
        here = model.Look(generator="diffusers", model="xl")
        before = studio.reviewing.fingerprint(shot, 0.0, look=here)
        bring_style(document, studio.store, painting, "us")
        look = studio.reviewing.look_for(shot, take)
        after = studio.reviewing.fingerprint(shot, 0.0, take)
        assert (look.generator, len(look.pictures)) == ("diffusers", 1)
        assert after["look"].values["pictures"] == [look.pictures[0].image]
        assert before["look"].hash != after["look"].hash
        drawn = studio.reviewing.fingerprint(shot, 0.0)["look"]
        assert "pictures" not in drawn.values
        with pytest.raises(BadProject, match="who agreed"):
            bring_style(document, studio.store, painting, " ")
        for _ in range(3):
            bring_style(document, studio.store, painting, "us")
        with pytest.raises(BadProject, match="remove them first"):
            bring_style(document, studio.store, painting, "us")


def test_a_picture_from_a_file_is_not_said_to_be_made_in_this_film(small_film: Path) -> None:
    with Studio.open(small_film) as project:
        take = record_take(project, CLOSE)
        with pytest.raises(BadProject, match="brought in from a file"):
            keep_look(project.document, project.store, take, "1A")
