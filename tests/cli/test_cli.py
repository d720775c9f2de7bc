"""The command line as its user meets it: exit codes, one clear line, files that are whole."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pypdf import PdfReader

from previz.cli import build_parser
from previz.scene import model
from previz.studio import Studio
from tests.films import CLOSE


def previz(*arguments: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command as a user does, in a process of its own."""
    command = [sys.executable, "-m", "previz", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, cwd=cwd, check=False)


def assert_fails(ran: subprocess.CompletedProcess[str], *words: str) -> None:
    """Exit code 1, nothing but one line on stderr, and that line says it."""
    assert ran.returncode == 1, ran.stderr
    lines = ran.stderr.strip().splitlines()
    assert len(lines) == 1, ran.stderr
    assert lines[0].startswith("previz: ")
    for word in words:
        assert word in lines[0], lines[0]


def digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def alter(path: Path, sql: str, *values: object) -> None:
    """Change a file behind the program's back."""
    with sqlite3.connect(path) as connection:
        connection.execute(sql, values)
    connection.close()


# ------------------------------------------------------------------------------------------ the way through
def test_the_whole_way_from_an_empty_file_to_paper(small_film: Path, tmp_path: Path) -> None:
    made = previz(
        "generate", small_film, "--shots", "1", "1a", "--size", "480x200", "--takes", "2", "--seed", "5"
    )
    assert made.returncode == 0, made.stderr
    assert "4 of 4 frames drawn" in made.stdout

    approved = previz("approve", small_film, "--shot", "1A", "--by", "D. Rector", "--why", "That is it.")
    assert approved.returncode == 0, approved.stderr

    rows = {row["number"]: row for row in json.loads(previz("shots", small_film, "--json").stdout)}
    assert rows["1"]["status"] == "draft"
    assert (rows["1A"]["status"], rows["1A"]["approved_by"]) == ("approved", "D. Rector")
    assert rows["1A"]["movement"] == "push in"
    assert rows["1A"]["stale"] == []
    assert rows["1B"]["status"] == "draft"
    assert "no camera" in rows["1B"]["notes"]

    boards, shot_list, frames = tmp_path / "b.pdf", tmp_path / "s.pdf", tmp_path / "frames"
    ran = previz("export", small_film, "--boards", boards, "--shot-list", shot_list, "--frames", frames)
    assert ran.returncode == 0, ran.stderr
    for path in (boards, shot_list):
        text = "".join(page.extract_text() for page in PdfReader(path).pages)
        assert "Small film".casefold() in text.casefold()
        assert "1A" in text
    assert sorted(p.name for p in frames.iterdir()) == ["1-1.png", "1A-1.png"]
    with Image.open(frames / "1A-1.png") as picture:
        assert picture.size == (480, 200)
        assert np.asarray(picture.convert("L")).std() > 10
    verified = previz("verify", small_film)
    assert (verified.returncode, verified.stdout) == (0, "Nothing is wrong.\n")


def test_passes_are_written_in_metres(small_film: Path, tmp_path: Path) -> None:
    ran = previz("passes", small_film, "--shot", "1", "--out", tmp_path / "p", "--size", "480x200")
    assert ran.returncode == 0, ran.stderr
    depth_m = np.load(tmp_path / "p" / "depth_m.npy")
    assert depth_m.shape == (200, 480)
    middle = float(depth_m[80:120, 230:250].min())
    assert middle == pytest.approx(6.0, abs=0.35)  # Ada stands 6 m before the lens
    assert {"beauty.png", "depth_16.png", "openpose.png"} <= {p.name for p in (tmp_path / "p").iterdir()}


def test_new_info_and_the_empty_project(tmp_path: Path) -> None:
    path = tmp_path / "new film.previz"
    assert previz("new", path, "--title", "Überfahrt — 渡し船 🎬").returncode == 0
    facts = json.loads(previz("info", path, "--json").stdout)
    assert (facts["title"], facts["shots"], facts["takes"]) == ("Überfahrt — 渡し船 🎬", 0, 0)
    assert previz("shots", path).returncode == 0
    assert_fails(previz("generate", path), "nothing to draw")


def test_a_second_new_never_overwrites(small_film: Path) -> None:
    before = digest(small_film)
    assert_fails(previz("new", small_film), "exists already")
    assert digest(small_film) == before


@pytest.mark.parametrize(
    "command", ["demo", "new", "info", "shots", "passes", "generate", "approve", "export", "verify"]
)
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        build_parser().parse_args([command, "--help"])
    assert ended.value.code == 0
    assert f"previz {command}" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [("film",), ("passes", "f.previz"), ("generate", "f.previz", "--takes", "0"), ("export", "f.previz")],
)
def test_wrong_use_ends_with_2(arguments: tuple[str, ...]) -> None:
    assert previz(*arguments).returncode == 2


@pytest.mark.parametrize("arguments", [(), ("film.previz",)])
def test_a_window_without_a_display_is_one_clear_line(
    arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert_fails(previz(*arguments), "no display", "--help")


# ------------------------------------------------------------------------------------------------ bad input
def test_not_a_project(tmp_path: Path) -> None:
    path = tmp_path / "notes.previz"
    path.write_text("INT. KITCHEN")
    assert_fails(previz("info", path), "notes.previz", "not a Previz project")
    assert path.read_text() == "INT. KITCHEN"


def test_truncated_file(small_film: Path) -> None:
    small_film.write_bytes(small_film.read_bytes()[:9000])
    before = digest(small_film)
    assert_fails(previz("shots", small_film), "small.previz")
    assert digest(small_film) == before


def test_missing_file(tmp_path: Path) -> None:
    assert_fails(previz("info", tmp_path / "gone.previz"), "gone.previz")


def test_newer_version_is_read_but_not_written(small_film: Path) -> None:
    alter(small_film, "PRAGMA user_version = 99")
    before = digest(small_film)
    assert_fails(previz("generate", small_film, "--size", "96x40"), "newer")
    assert previz("info", small_film).returncode == 0
    assert digest(small_film) == before


def test_read_only_folder(small_film: Path, tmp_path: Path) -> None:
    folder = tmp_path / "locked"
    folder.mkdir()
    inside = folder / "film.previz"
    inside.write_bytes(small_film.read_bytes())
    inside.chmod(0o444)
    folder.chmod(0o555)
    try:
        ran = previz("info", inside)
        assert ran.returncode == 0, ran.stderr
        if os.geteuid() != 0:  # root may write anywhere
            assert_fails(previz("generate", inside, "--size", "96x40"), "film.previz")
    finally:
        folder.chmod(0o755)
    assert digest(inside) == digest(small_film)


def test_locked_by_another_process(small_film: Path) -> None:
    with Studio.open(small_film):
        assert_fails(previz("generate", small_film, "--size", "96x40"), "small.previz")
        assert previz("shots", small_film).returncode == 0


def test_missing_blob_is_named_and_found_by_verify(small_film: Path, tmp_path: Path) -> None:
    assert previz("generate", small_film, "--shots", "1", "--size", "96x40").returncode == 0
    alter(small_film, "DELETE FROM sqlar WHERE name LIKE 'takes/%'")
    before = digest(small_film)
    ran = previz("verify", small_film)
    assert ran.returncode == 1
    assert "previz: " in ran.stderr
    assert_fails(previz("export", small_film, "--frames", tmp_path / "out"))
    assert digest(small_film) == before


def test_a_changed_verdict_breaks_the_chain(small_film: Path) -> None:
    assert previz("generate", small_film, "--shots", "1", "--size", "96x40").returncode == 0
    assert previz("approve", small_film, "--shot", "1", "--by", "Ada").returncode == 0
    alter(small_film, "DROP TRIGGER IF EXISTS ledger_is_append_only_update")
    with sqlite3.connect(small_film) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f'DROP TRIGGER "{name}"')
        connection.execute("UPDATE ledger SET who = 'Eve'")
    connection.close()
    ran = previz("verify", small_film)
    assert ran.returncode == 1
    assert "verdict 1 was changed" in ran.stderr


@pytest.mark.parametrize(
    ("id", "old", "new", "words"),
    [
        ("c-full", r'"position_m":\[0.0,1.3', '"position_m":[1e999,1.3', ()),
        ("c-full", r'"focal_length_mm":35(\.0)?', '"focal_length_mm":0.0', ("focal length",)),
    ],
)
def test_numbers_that_cannot_be(
    small_film: Path, id: str, old: str, new: str, words: tuple[str, ...]
) -> None:
    with sqlite3.connect(small_film) as connection:
        (data,) = connection.execute("SELECT data FROM entity WHERE id = ?", (id,)).fetchone()
        changed = re.sub(old, new, data)
        assert changed != data
        connection.execute("UPDATE entity SET data = ? WHERE id = ?", (changed, id))
    connection.close()
    before = digest(small_film)
    assert_fails(previz("passes", small_film, "--shot", "1", "--out", small_film.parent / "p"), *words)
    assert digest(small_film) == before


def test_a_shot_without_camera_or_subject(small_film: Path) -> None:
    ran = previz("generate", small_film, "--shots", "1B", "--size", "96x40")
    assert_fails(ran, "no camera")
    assert_fails(previz("approve", small_film, "--shot", "1B", "--by", "Ada"), "no frame")


@pytest.mark.parametrize("size", ["0x40", "20000x8000", "8193x10"])
def test_impossible_sizes(small_film: Path, tmp_path: Path, size: str) -> None:
    assert_fails(previz("passes", small_film, "--shot", "1", "--out", tmp_path / "p", "--size", size), "px")
    ran = previz("generate", small_film, "--shots", "1", "--size", size)
    assert ran.returncode == 1
    assert "px" in ran.stderr


def test_a_picture_of_another_shape_is_refused_with_the_right_one(small_film: Path, tmp_path: Path) -> None:
    words = ("2.39", "use 500x210")
    assert_fails(previz("generate", small_film, "--shots", "1", "--size", "500x500"), *words)
    ran = previz("passes", small_film, "--shot", "1", "--out", tmp_path / "p", "--size", "500x500")
    assert_fails(ran, *words)


def test_an_unknown_style_and_shot(small_film: Path) -> None:
    ran = previz("generate", small_film, "--shots", "1", "--style", "crayon", "--size", "96x40")
    assert_fails(ran, "crayon", "pencil")
    assert_fails(previz("generate", small_film, "--shots", "77"), "77")


def test_names_that_no_page_expects(small_film: Path, tmp_path: Path) -> None:
    """A name of 500 characters, right-to-left text, emoji, control characters."""
    long_name = "Maximiliane " * 42
    with Studio.open(small_film) as studio, studio.document.edit("Rename") as edit:
        edit.update("ada", name=long_name)
        edit.update("ben", name="בן‏ 🎭\x07")
        edit.update(CLOSE, action="قال: «لا» then <b>#include</b> \x00\x1b[31m *star* @ref 👩‍👩‍👧")
        edit.update(model.PROJECT_ID, title="שלום 🎬")
    out = tmp_path / "odd.pdf"
    ran = previz("export", small_film, "--boards", out, "--shot-list", tmp_path / "list.pdf")
    assert ran.returncode == 0, ran.stderr
    text = "".join(page.extract_text() for page in PdfReader(out).pages)
    assert "#include" in text
    assert "*star* @ref" in text
    assert previz("shots", small_film).returncode == 0


def test_an_export_that_cannot_be_written_leaves_nothing(small_film: Path, tmp_path: Path) -> None:
    wall = tmp_path / "wall"
    wall.write_text("a file where a folder should be")
    assert_fails(previz("export", small_film, "--boards", wall / "b.pdf"), "wall")
    assert_fails(previz("export", small_film, "--frames", wall / "f"))
    assert wall.read_text() == "a file where a folder should be"
