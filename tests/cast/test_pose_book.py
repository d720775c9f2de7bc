"""Poses that people keep for themselves."""

from pathlib import Path

import msgspec
import pytest

from previz.cast.pose_book import LARGEST_BYTES, PoseBook
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


def test_renaming(tmp_path: Path) -> None:
    book = PoseBook(tmp_path / "poses.json")
    book.keep("a", Pose(preset="run"), group="mine")
    book.keep("b", Pose())
    book.rename("a", "  on the  run")
    assert {name: leaf.pose.preset for name, leaf in book.leaves.items()} == {
        "b": "stand",
        "on the run": "run",
    }
    assert book.leaves["on the run"].group == "mine"
    book.rename("b", "b")
    with pytest.raises(BadProject, match="already"):
        book.rename("b", "on the run")
    with pytest.raises(BadProject, match="no kept pose"):
        book.rename("zz", "c")


def test_what_a_newer_version_noted_is_written_back(tmp_path: Path) -> None:
    path = tmp_path / "poses.json"
    path.write_text('{"old": {"pose": {"preset": "sit", "breath": 0.3}, "stars": 5}}')
    book = PoseBook(path)
    assert book.pose("old") == Pose(preset="sit")
    book.keep("new", Pose())
    book.rename("old", "older")
    assert msgspec.json.decode(path.read_bytes())["older"] == {
        "pose": {"preset": "sit", "breath": 0.3},
        "stars": 5,
    }


def test_hostile_books_are_one_clear_line(tmp_path: Path) -> None:
    path = tmp_path / "poses.json"
    deep = b'{"a": {"pose": ' + b'{"blend": ' * 20000 + b"{}" + b"}" * 20001 + b"}"
    huge = b'{"a": {"pose": {"strength": 1e999}}}'
    for content in (deep, huge, b" " * (LARGEST_BYTES + 1), b'{"a": {"pose": {"preset": ["x"]}}}'):
        path.write_bytes(content)
        with pytest.raises(FileDamaged) as caught:
            PoseBook(path)
        assert "\n" not in str(caught.value)
        assert path.read_bytes() == content
    path.unlink()
    path.mkdir()
    with pytest.raises(FileDamaged):
        PoseBook(path)
