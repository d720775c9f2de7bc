"""`previz FILE` with a file that is no film says in one line what to do with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.command import inside


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("pages.fountain", "previz script import FILM.previz {path}"),
        ("pages.FDX", "previz script import FILM.previz {path}"),
        ("two words.glb", "is a 3D model; bring it into a film: previz import FILM.previz '{path}'"),
        ("board.png", "previz import-take FILM.previz --shot N {path}"),
        ("list.xlsx", "“Import a shot list…”"),
        ("data.bin", "is no film, its name would end in .previz"),
    ],
)
def test_a_file_that_is_no_film_is_named(name: str, says: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(b"something")
    ran = inside(path)
    assert (ran.returncode, ran.stderr.count("\n")) == (2, 1)
    assert says.format(path=path) in ran.stderr


def test_a_film_of_another_name_is_to_be_renamed(small_film: Path) -> None:
    other = small_film.rename(small_film.with_suffix(".bak"))
    assert "does not end in .previz; rename it" in inside(other).stderr


def test_a_command_is_a_command_whatever_lies_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "styles").touch()
    assert inside("styles").returncode == 0
    assert "no command 'none.fountain'" in inside("none.fountain").stderr
