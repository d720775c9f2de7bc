"""Clothes scene by scene: the figure wears them, the words name them, and only their scenes change."""

from __future__ import annotations

from pathlib import Path

import pytest

from previz.cli import main
from previz.errors import BadProject, NotFound
from previz.scene import model
from previz.scene.blocking import resolve
from previz.scene.document import Document
from previz.scene.package import default_package
from previz.studio import Studio
from previz.studio.trained import told
from previz.studio.wardrobe import costume_lines, outfit, put_costume, remove_costume, scene_ids_of
from tests.films import FULL, put_small_film

LOOK = model.Look(generator="comfyui", style="ink")


@pytest.fixture
def document() -> Document:
    document = Document([model.Project(id="project", package=default_package())])
    put_small_film(document)
    with document.edit("Another scene") as edit:
        edit.put(model.Scene(id="s2", order="b", number="2", stage_id="room"))
        edit.put(model.Shot(id="later", scene_id="s2", order="a"))
        edit.put(model.Track(id="t2", owner_id="s2", target_id="ada", keys=(model.ActorKey(),)))
    return document


def worn(document: Document, shot_id: str) -> tuple[str, str]:
    ada = next(actor for actor in resolve(document, shot_id).actors if actor.id == "ada")
    return ada.body.outfit.cut, ada.wearing


def test_a_costume_is_worn_in_its_scenes_and_nowhere_else(document: Document) -> None:
    coat = model.Costume(name="Funeral", words="a black coat", outfit=model.Outfit(cut="coat"))
    put_costume(document, "ada", coat, ["s2"])
    assert worn(document, FULL) == ("shirt-trousers", "")
    assert worn(document, "later") == ("coat", "a black coat")
    put_costume(document, "ada", model.Costume(name="Party", words="a red dress"), ["s1", "s2"])
    assert worn(document, FULL) == worn(document, "later") == ("shirt-trousers", "a red dress")
    assert list(costume_lines(document, {"s1": "1", "s2": "2"})) == [
        f"{'Ada':<16} {'Funeral':<16} {'no scene':<16} a black coat; coat",
        f"{'Ada':<16} {'Party':<16} {'scenes 1, 2':<16} a red dress",
    ]
    put_costume(document, "ada", model.Costume(name="funeral", words="a coat"), ["s1"])
    assert worn(document, FULL) == ("shirt-trousers", "a coat")
    remove_costume(document, "Ada", "party")
    assert worn(document, "later") == ("shirt-trousers", "")
    document.undo()
    assert worn(document, "later")[1] == "a red dress"


def test_clothes_that_there_are_not_are_refused(document: Document) -> None:
    plain = model.Outfit()
    assert outfit(plain, {"top": "#ff0080", "hat": ""}).top == (1.0, 0.0, 0.502)
    with pytest.raises(BadProject, match="did you mean"):
        outfit(plain, {"cut": "coot"})
    with pytest.raises(BadProject, match="no colour"):
        outfit(plain, {"shoes": "brown"})
    with pytest.raises(BadProject, match="nothing called 'boots'"):
        outfit(plain, {"boots": "x"})
    with pytest.raises(BadProject, match="a name"):
        put_costume(document, "Ada", model.Costume(name=" "))
    with pytest.raises(NotFound, match="there is none yet"):
        remove_costume(document, "Ada", "Funeral")
    with pytest.raises(NotFound, match="this film has 1, 2"):
        scene_ids_of({"s1": "1", "s2": "2"}, ["7"])


def test_on_the_command_line_it_reaches_the_words_and_makes_the_scene_stale(
    small_film: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    film = str(small_film)
    dress = ["--scenes", "1", "--wear", "cut=coat", "top=#102030"]
    says = ["--costume", "Rain", "--words", "a wet, torn coat"]
    with Studio.open(small_film) as studio:
        before = studio.reviewing.fingerprint(studio.find("1"), 0.0)["blocking"].hash
    assert main(["wardrobe", film, "--character", "Ada", *says, *dress]) == 0
    assert "scenes 1" in capsys.readouterr().out
    with Studio.open(small_film, read_only=True) as studio:
        sight = studio.shooting.sight(FULL)
        words, _ = told(sight, studio.shooting, LOOK, studio.find("1"))
        assert "Ada wearing a wet, torn coat standing facing the camera" in words
        assert studio.reviewing.fingerprint(studio.find("1"), 0.0)["blocking"].hash != before
    assert main(["wardrobe", film, "--character", "Ada", "--costume", "Rain", "--remove"]) == 0
    assert capsys.readouterr().out == ""
    assert main(["wardrobe", film, "--character", "Ada"]) == 1
    assert "--costume NAME" in capsys.readouterr().err
