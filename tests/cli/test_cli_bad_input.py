"""Bad input: one clear line that says what to do, exit code 1, and the file as it was."""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader

from previz.assets import asset
from previz.scene import model
from previz.scene.transform import look_at
from previz.studio import Studio
from tests.cli.command import alter, assert_fails, digest, inside, nearly_full_disk, previz
from tests.films import CLOSE, FULL
from tests.scene.disks import NOBODY, as_anybody, is_root


def test_not_a_project(tmp_path: Path) -> None:
    path = tmp_path / "notes.previz"
    path.write_text("INT. KITCHEN")
    assert_fails(inside("info", path), "notes.previz", "not a Previz project")
    assert path.read_text() == "INT. KITCHEN"


def test_truncated_file(small_film: Path) -> None:
    small_film.write_bytes(small_film.read_bytes()[:9000])
    before = digest(small_film)
    assert_fails(inside("shots", small_film), "small.previz")
    checked = inside("verify", small_film)
    assert_fails(checked, "return to a backup")
    assert "verify" not in checked.stderr, "nobody is sent to where they are"
    assert digest(small_film) == before


def test_missing_file(tmp_path: Path) -> None:
    assert_fails(inside("info", tmp_path / "gone.previz"), "gone.previz")


def test_newer_version_is_read_but_not_written(small_film: Path) -> None:
    alter(small_film, "PRAGMA user_version = 99")
    before = digest(small_film)
    assert_fails(previz("generate", small_film, "--size", "96x40"), "newer")
    assert inside("info", small_film).returncode == 0
    assert digest(small_film) == before


def test_locked_by_another_process(small_film: Path) -> None:
    with Studio.open(small_film):
        assert_fails(previz("generate", small_film, "--size", "96x40"), "small.previz")
        assert inside("shots", small_film).returncode == 0


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


def damage(film: Path, id: str, old: str, new: str) -> None:
    """Change the text of a row behind the program's back."""
    with sqlite3.connect(film) as connection:
        (data,) = connection.execute("SELECT data FROM entity WHERE id = ?", (id,)).fetchone()
        changed = re.sub(old, new, data)
        assert changed != data
        connection.execute("UPDATE entity SET data = ? WHERE id = ?", (changed, id))
    connection.close()


@pytest.mark.parametrize("command", ["passes", "generate"])
@pytest.mark.parametrize(
    ("id", "old", "new", "words"),
    [
        ("c-full", r'"position_m":\[0.0,1.3', '"position_m":[NaN,1.3', ()),
        ("c-full", r'"position_m":\[0.0,1.3', '"position_m":[1e999,1.3', ()),
        ("t-ben", r'"position_m":\[-0.9', '"position_m":[1e999', ()),
        ("chair", r'"position_m":\[1.2', '"position_m":[-1e999', ()),
        ("c-full", r'"focal_length_mm":35(\.0)?', '"focal_length_mm":0.0', ("focal length",)),
        ("c-full", r'"focal_length_mm":35(\.0)?', '"focal_length_mm":-35.0', ("focal length",)),
    ],
)
def test_numbers_that_cannot_be(
    small_film: Path, command: str, id: str, old: str, new: str, words: tuple[str, ...]
) -> None:
    damage(small_film, id, old, new)
    before = digest(small_film)
    out = small_film.parent / "out"
    what = {
        "passes": ("--shot", "1", "--out", out),
        "generate": ("--shots", "1", "--size", "96x40"),
    }[command]
    assert_fails(inside(command, small_film, *what), *words)
    assert digest(small_film) == before
    assert not out.exists()


def test_pages_are_printed_with_what_can_be_seen(small_film: Path, tmp_path: Path) -> None:
    """One shot that cannot be does not keep the others from the crew, but it is told."""
    damage(small_film, "c-full", r'"focal_length_mm":35(\.0)?', '"focal_length_mm":0.0')
    ran = inside("export", small_film, "--boards", tmp_path / "b.pdf", "--shot-list", tmp_path / "s.pdf")
    assert ran.returncode == 0
    (line,) = ran.stderr.splitlines()
    assert line.startswith("previz: 1: ")
    assert "focal length" in line


def test_a_shot_without_camera_or_subject(small_film: Path, tmp_path: Path) -> None:
    ran = previz("generate", small_film, "--shots", "1B", "--size", "96x40")
    assert_fails(ran, "no camera", "frame it")
    assert_fails(inside("passes", small_film, "--shot", "1B", "--out", tmp_path / "p"), "no camera")
    assert_fails(inside("approve", small_film, "--shot", "1B", "--by", "Ada"), "no frame")


def test_a_camera_that_looks_at_nobody_is_listed_without_a_size(small_film: Path, tmp_path: Path) -> None:
    """An empty frame is a legal shot; what cannot be named is left empty."""
    with Studio.open(small_film) as studio, studio.document.edit("Turn round") as edit:
        key = model.CameraKey(transform=look_at((0.0, 1.3, 6.0), (0.0, 1.3, 12.0)))
        edit.update("c-full", keys=(key,))
    row = json.loads(inside("shots", small_film, "--json").stdout)[0]
    assert (row["size"], row["who"]) == ("", [])
    ran = inside("passes", small_film, "--shot", "1", "--out", tmp_path / "p", "--size", "96x40")
    assert ran.returncode == 0, ran.stderr


@pytest.mark.parametrize("size", ["0x40", "40x0", "20000x8000", "8193x10"])
def test_impossible_sizes(small_film: Path, tmp_path: Path, size: str) -> None:
    before = digest(small_film)
    assert_fails(inside("passes", small_film, "--shot", "1", "--out", tmp_path / "p", "--size", size), "px")
    assert not (tmp_path / "p").exists()
    assert_fails(inside("generate", small_film, "--shots", "1", "--size", size), "px")
    assert digest(small_film) == before


def test_a_picture_of_another_shape_is_refused_with_the_right_one(small_film: Path, tmp_path: Path) -> None:
    words = ("2.39", "use 500x210")
    assert_fails(previz("generate", small_film, "--shots", "1", "--size", "500x500"), *words)
    ran = previz("passes", small_film, "--shot", "1", "--out", tmp_path / "p", "--size", "500x500")
    assert_fails(ran, *words)


def test_which_of_several_panels_is_asked(small_film: Path) -> None:
    with Studio.open(small_film) as studio, studio.document.edit("Another panel") as edit:
        edit.put(model.Panel(id="second", shot_id=FULL, order="b"))
    for command in (("refine",), ("select", "--take", "1")):
        told = inside(command[0], small_film, "--shot", "1", *command[1:])
        assert_fails(told, "1 has 2 panels; say which one with --panel")


def test_an_unknown_style_and_shot(small_film: Path) -> None:
    ran = previz("generate", small_film, "--shots", "1", "--style", "crayon", "--size", "96x40")
    assert_fails(ran, "crayon", "pencil")
    assert_fails(previz("generate", small_film, "--shots", "77"), "77")


def test_names_that_no_page_expects(small_film: Path, tmp_path: Path) -> None:
    """500 characters, right-to-left text, emoji, control characters: all is shown, nothing breaks."""
    long_name = ("Maximiliane " * 42)[:500]
    with Studio.open(small_film) as studio, studio.document.edit("Rename") as edit:
        edit.update("ada", name=long_name)
        edit.update("ben", name="בן‏ 🎭\x07")
        edit.update(CLOSE, action="قال: «لا» then <b>#include</b> \x00\x1b[31m *star* @ref 👩‍👩‍👧")
        edit.update(model.PROJECT_ID, title="שלום 🎬")
    before = digest(small_film)
    out = tmp_path / "odd.pdf"
    ran = inside("export", small_film, "--boards", out, "--shot-list", tmp_path / "list.pdf")
    assert ran.returncode == 0, ran.stderr
    text = "".join(page.extract_text() for page in PdfReader(out).pages)
    assert "#include" in text
    assert "*star* @ref" in text
    assert "שלום" in text
    for command in ("shots", "info"):
        ran = inside(command, small_film)
        assert ran.returncode == 0
        assert all(line.isprintable() or "\u200f" in line for line in ran.stdout.splitlines())
        assert "Maximiliane" in ran.stdout
    rows = json.loads(inside("shots", small_film, "--json").stdout)
    assert long_name in rows[0]["who"]
    assert digest(small_film) == before


def test_a_verdict_by_an_odd_name_is_one_clean_line(small_film: Path) -> None:
    assert previz("generate", small_film, "--shots", "1", "--size", "96x40").returncode == 0
    for name in ("", " ", "\x1b\n"):
        assert_fails(inside("approve", small_film, "--shot", "1", "--by", name), "needs a name")
    ran = inside("approve", small_film, "--shot", "1", "--by", "\x1b[31mEve\nX", "--why", "שלום\x00 🎬")
    assert ran.stdout == "1: 1 panel approved by [31mEve X.\n"
    with Studio.open(small_film, read_only=True) as studio:
        (verdict,) = studio.store.ledger.verdicts()
    assert (verdict.who, verdict.why) == ("[31mEve X", "שלום 🎬")


def test_an_export_that_cannot_be_written_leaves_nothing(small_film: Path, tmp_path: Path) -> None:
    wall = tmp_path / "wall"
    wall.write_text("a file where a folder should be")
    assert_fails(previz("export", small_film, "--boards", wall / "b.pdf"), "wall")
    assert_fails(previz("export", small_film, "--frames", wall / "f"))
    assert wall.read_text() == "a file where a folder should be"


def test_an_export_never_replaces_a_project(small_film: Path, tmp_path: Path) -> None:
    other = Path(shutil.copy(small_film, tmp_path / "other.pdf"))
    before = digest(small_film)
    for path in (small_film, other):
        for kind in ("--boards", "--shot-list", "--props"):
            assert_fails(inside("export", small_film, kind, path), "is a project", "another name")
    assert digest(small_film) == digest(other) == before
    same = tmp_path / "same.pdf"
    assert inside("export", small_film, "--boards", same, "--shot-list", same).returncode == 2


# --------------------------------------------------------------------------------------- rights and disks
@pytest.fixture
def public() -> Iterator[Path]:
    """A folder that anybody may reach."""
    with tempfile.TemporaryDirectory() as name:
        if is_root():
            os.chown(name, NOBODY, NOBODY)
        yield Path(name)
        os.chmod(name, 0o700)


def anybody_may_read(folder: Path) -> bool:
    return all(place.stat().st_mode & 0o005 == 0o005 for place in (folder, *folder.parents))


def test_read_only_folder(small_film: Path, public: Path) -> None:
    inner = public / "locked"
    inner.mkdir()
    film = Path(shutil.copy(small_film, inner / "film.previz"))
    inner.chmod(0o555)
    assert (
        inside("info", film).returncode == 0
    )  # everything that it imports is loaded before rights are laid down
    # In a checkout that nobody else may enter, it is the templates that cannot be read.
    words = ("no permission",) if anybody_may_read(asset("paper")) else ("ermission",)
    with as_anybody():
        assert inside("info", film).returncode == 0
        assert_fails(inside("generate", film, "--size", "96x40"), "film.previz", "may not be written")
        assert_fails(
            inside("approve", film, "--shot", "1", "--by", "Ada"), "film.previz", "may not be written"
        )
        assert_fails(inside("new", inner / "new.previz"), "new.previz")
        assert_fails(inside("export", film, "--boards", inner / "b.pdf"), *words)
        assert_fails(inside("export", film, "--frames", inner / "frames"), "frames")
        assert_fails(inside("passes", film, "--shot", "1", "--out", inner / "p", "--size", "96x40"), "p")
    assert [path.name for path in inner.iterdir()] == ["film.previz"]
    assert digest(film) == digest(small_film)


def test_full_disk(small_film: Path, tmp_path: Path) -> None:
    """Frames, pages and passes that do not fit: the film keeps what was finished, nothing is half-written."""
    size_kb = small_film.stat().st_size // 1024
    with nearly_full_disk(tmp_path / "small", size_kb + 48) as disk:
        film = Path(shutil.copy(small_film, disk.folder / "film.previz"))
        limit = disk.largest_file
        ran = previz("generate", film, "--shots", "1", "--size", "960x402", largest_file=limit)
        assert_fails(ran, "disk is full" if limit is None else "film.previz")
        assert inside("verify", film).stdout == "Nothing is wrong.\n"
        with Studio.open(film, read_only=True) as studio:
            assert studio.document.of(model.Take) == []
            assert studio.document.need(FULL, model.Shot).action == "Ada and Ben."
        disk.fill()
        small = disk.largest_file and 1_000
        for command, out in (("export", ("--boards", "b.pdf")), ("passes", ("--shot", "1", "--out", "p")),
                             ("new", ("n.previz",))):  # fmt: skip
            *options, name = out
            project = () if command == "new" else (film,)
            ran = previz(command, *project, *options, disk.folder / name, largest_file=small)
            assert_fails(ran)
        assert {path.name for path in disk.folder.iterdir() if path.is_file()} <= {"film.previz", "filler"}
