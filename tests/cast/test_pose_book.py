"""Poses that people keep for themselves."""

from pathlib import Path

import pytest

from previz.cast.pose_book import PoseBook
from previz.errors import BadProject, FileDamaged, FileNotWritable
from previz.scene.model import Pose


def test_a_kept_pose_is_there_the_next_time(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "poses.json"
    pose = Pose(preset="sit+phone", head_deg=(5, 0, 10), joints={"head": (1, 0, 0, 0)})
    PoseBook(path).keep("  On the   line ", pose, group="mine")
    book = PoseBook(path)
    assert book.pose("On the line") == pose
    assert book.leaves["On the line"].group == "mine"


def test_two_windows_do_not_lose_each_others_poses(tmp_path: Path) -> None:
    first, second = PoseBook(tmp_path / "poses.json"), PoseBook(tmp_path / "poses.json")
    first.keep("b", Pose())
    second.keep("A", Pose(preset="run"))
    assert list(PoseBook(tmp_path / "poses.json").leaves) == ["A", "b"]


def test_dropping(tmp_path: Path) -> None:
    book = PoseBook(tmp_path / "poses.json")
    book.keep("a", Pose())
    book.drop("a")
    assert not PoseBook(tmp_path / "poses.json").leaves
    assert [file.name for file in tmp_path.iterdir()] == ["poses.json"]


@pytest.mark.parametrize("name", ["", "   ", "x" * 200])
def test_names(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadProject, match="needs a name"):
        PoseBook(tmp_path / "poses.json").keep(name, Pose())


def test_bad_poses_and_unknown_names(tmp_path: Path) -> None:
    book = PoseBook(tmp_path / "poses.json")
    with pytest.raises(BadProject, match="did you mean sit"):
        book.keep("a", Pose(preset="sitt"))
    book.keep("At the bar", Pose())
    with pytest.raises(BadProject, match="did you mean At the bar"):
        book.pose("at the bar")


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"[1]", b'{"a": {"pose": 3}}'])
def test_a_damaged_book_says_so_and_stays(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "poses.json"
    path.write_bytes(content)
    with pytest.raises(FileDamaged, match="cannot be read"):
        PoseBook(path)
    assert path.read_bytes() == content


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    book = PoseBook.__new__(PoseBook)
    book.path, book._leaves = tmp_path / "file" / "poses.json", {}
    with pytest.raises((FileNotWritable, FileDamaged)):
        book.keep("a", Pose())
