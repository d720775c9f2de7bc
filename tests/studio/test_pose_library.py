"""Poses on offer: presets, the project's, the user's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from previz.cast import POSES
from previz.cast.pose_book import PoseBook
from previz.errors import BadProject, FileDamaged, NotFound
from previz.scene import model
from previz.scene.document import Document
from previz.scene.ids import counted_ids
from previz.scene.model import Pose, PoseEntry
from previz.scene.package import default_package
from previz.scene.store import Store
from previz.studio import tracks
from previz.studio.pose_library import PoseLibrary, Where
from tests.films import CLOSE, FULL, put_small_film

SULK = Pose(preset="sit", head_deg=(25.0, 0.0, 10.0), hand_left="fist")
WHERES: tuple[Where, ...] = ("project", "user")


@pytest.fixture
def film() -> Iterator[Document]:
    made = Document([model.Project(id=model.PROJECT_ID, package=default_package())], counted_ids())
    put_small_film(made)
    yield made
    assert made.problems() == []


@pytest.fixture
def library(film: Document, tmp_path: Path) -> PoseLibrary:
    return PoseLibrary(film, PoseBook(tmp_path / "poses.json"))


def names(library: PoseLibrary, where: str) -> list[str]:
    return [one.name for one in library.poses() if one.where == where]


def test_every_preset_is_on_offer_in_its_group(library: PoseLibrary) -> None:
    assert set(names(library, "preset")) == set(POSES)
    assert all(one.group for one in library.poses())


@pytest.mark.parametrize("where", WHERES)
def test_keep_rename_and_drop(where: Where, library: PoseLibrary) -> None:
    library.keep(" the  Sulk", SULK, where, group="moods")
    kept = library.find("the Sulk", where)
    assert (kept.pose, kept.group) == (SULK, "moods")
    library.keep("the Sulk", Pose(preset="sit_crossed"), where)
    assert names(library, where) == ["the Sulk"]
    library.rename("the Sulk", "Pout", where)
    assert library.find("Pout", where).pose.preset == "sit_crossed"
    library.keep("Other", SULK, where)
    with pytest.raises(BadProject, match="already"):
        library.rename("Other", "Pout", where)
    library.drop("Pout", where)
    assert names(library, where) == ["Other"]
    with pytest.raises(NotFound, match="did you mean Other"):
        library.drop("Othr", where)


@pytest.mark.parametrize("where", WHERES)
@pytest.mark.parametrize("name", ["", " ", "x" * 81])
def test_names_that_are_none(name: str, where: Where, library: PoseLibrary) -> None:
    with pytest.raises(BadProject, match="needs a name"):
        library.keep(name, SULK, where)


@pytest.mark.parametrize("where", WHERES)
def test_poses_that_nobody_can_make(where: Where, library: PoseLibrary) -> None:
    with pytest.raises(BadProject, match="did you mean sit"):
        library.keep("a", Pose(preset="sitt"), where)
    assert names(library, where) == []


def test_the_projects_poses_travel_in_its_file(library: PoseLibrary, film: Document, tmp_path: Path) -> None:
    library.keep("Sulk", SULK)
    path = tmp_path / "film.previz"
    Store.create(path, film).close()
    store, again = Store.open(path)
    with store:
        (entry,) = again.of(PoseEntry)
    assert (entry.name, entry.pose) == ("Sulk", SULK)


def test_the_users_poses_are_there_in_the_next_film(library: PoseLibrary, tmp_path: Path) -> None:
    library.keep("Sulk", SULK, "user")
    other = PoseLibrary(Document([model.Project(id=model.PROJECT_ID)]), PoseBook(tmp_path / "poses.json"))
    assert other.find("Sulk", "user").pose == SULK


def test_copying_between_the_shelves(library: PoseLibrary) -> None:
    library.keep("Sulk", SULK, "user", group="moods")
    library.copy("Sulk", "user", "project")
    assert library.find("Sulk", "project").pose == SULK
    assert library.find("Sulk", "project").group == "moods"


@pytest.mark.parametrize("where", WHERES)
def test_a_pose_taken_from_somebody_is_given_to_another(
    where: Where, library: PoseLibrary, film: Document
) -> None:
    key = tracks.actor_key(film, FULL, "ada")
    assert key is not None
    taken = library.keep_of("As Ada", FULL, "ada", 0.0, where)
    assert taken == key.pose
    steps = len(film.history)
    library.give(library.find("As Ada", where), FULL, "ada")
    library.keep("Sulk", SULK, where)
    library.give(library.find("Sulk", where), CLOSE, "ada", scope="shot")
    close, full = (tracks.actor_key(film, shot, "ada") for shot in (CLOSE, FULL))
    assert close is not None
    assert full is not None
    assert (close.pose, full.pose) == (SULK, key.pose)
    assert film.history[-1].label == "Ada: Sulk"
    assert len(film.history) > steps
    library.drop("Sulk", where)
    again = tracks.actor_key(film, CLOSE, "ada")
    assert again is not None
    assert again.pose == SULK, "who stands in it keeps it"


def test_keeping_is_undone_like_any_edit(library: PoseLibrary, film: Document) -> None:
    library.keep("Sulk", SULK)
    assert film.history[-1].label == "Keep pose Sulk"
    film.undo()
    assert names(library, "project") == []


def test_somebody_who_is_not_in_the_shot(library: PoseLibrary, film: Document) -> None:
    with film.edit("Cast") as edit:
        edit.put(model.Character(id="zoe", name="Zoe", order=film.next_order(model.Character)))
    with pytest.raises(NotFound, match="Zoe"):
        library.keep_of("x", FULL, "zoe", 0.0, "project")


def test_a_damaged_book_is_one_line_and_nothing_is_lost(
    film: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("platformdirs.user_data_path", lambda *_, **__: tmp_path)
    (tmp_path / "poses.json").write_bytes(b"\x00 garbage")
    library = PoseLibrary(film)
    assert "poses.json cannot be read" in library.trouble
    assert "\n" not in library.trouble
    library.keep("Sulk", SULK)
    assert names(library, "project") == ["Sulk"]
    assert len(names(library, "preset")) == len(POSES)
    with pytest.raises(FileDamaged):
        library.keep("Sulk", SULK, "user")
    assert (tmp_path / "poses.json").read_bytes() == b"\x00 garbage"


def test_a_pose_of_a_newer_version_is_listed_and_refused(library: PoseLibrary, tmp_path: Path) -> None:
    (tmp_path / "poses.json").write_text('{"Moonwalk": {"pose": {"preset": "moonwalk"}}}')
    newer = PoseLibrary(library._document, PoseBook(tmp_path / "poses.json"))
    kept = newer.find("Moonwalk", "user")
    with pytest.raises(BadProject, match="moonwalk"):
        newer.give(kept, FULL, "ada")
