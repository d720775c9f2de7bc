"""The command line as its user meets it: exit codes, one clear line, files that are whole."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pypdf import PdfReader

from previz.cli import build_parser
from previz.scene.model import Transform
from previz.studio import Studio, stagehands
from tests.cli.command import assert_fails, digest, previz


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
    assert "no camera" in rows["1B"]["trouble"]

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
    lines = previz("info", path).stdout.splitlines()
    assert "writable       yes" in lines, "though it is opened to look at only"
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
        build_parser()[0].parse_args([command, "--help"])
    assert ended.value.code == 0
    assert f"previz {command}" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [("film",), ("passes", "f.previz"), ("generate", "f.previz", "--takes", "0"), ("export", "f.previz")],
)
def test_wrong_use_ends_with_2(arguments: tuple[str, ...]) -> None:
    assert previz(*arguments).returncode == 2


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (
            ("exprt", "film.previz"),
            "There is no command 'exprt'; did you mean export? --help lists them all.",
        ),
        (("script", "imprt", "film.previz"), "There is no command 'imprt'; did you mean import?"),
        (("zzz",), "There is no command 'zzz'; --help lists them all."),
    ],
)
def test_a_mistyped_command_is_one_line(words: tuple[str, ...], meant: str) -> None:
    made = previz(*words)
    assert made.returncode == 2
    assert made.stderr.startswith(f"previz: {meant}")
    assert made.stderr.count("\n") == 1


@pytest.mark.parametrize("arguments", [(), ("film.previz",)])
def test_a_window_without_a_display_is_one_clear_line(
    arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert_fails(previz(*arguments), "no display", "--help")


@pytest.mark.skipif(sys.platform != "linux", reason="X is asked on Linux alone")
def test_a_display_that_does_not_answer_is_one_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DISPLAY", ":7077")
    assert_fails(previz(), ":7077 does not answer", "--help")


def test_a_take_is_chosen_and_a_stale_frame_is_told(small_film: Path) -> None:
    made = previz("generate", small_film, "--shots", "1", "--size", "480x200", "--takes", "2")
    assert made.returncode == 0, made.stderr
    assert "1 lies beside" in made.stdout
    listed = previz("takes", small_film, "--shots", "1").stdout.splitlines()
    assert ["* take 1" in line for line in listed] == [True, False]
    assert previz("select", small_film, "--shot", "1", "--take", "2").returncode == 0
    listed = previz("takes", small_film, "--shots", "1").stdout.splitlines()
    assert ["* take 2" in line for line in listed] == [False, True]
    assert_fails(previz("select", small_film, "--shot", "1", "--take", "9"), "it has 1, 2")
    assert_fails(previz("select", small_film, "--shot", "1", "--take", "1", "--panel", "4"), "no panel 4")
    with Studio.open(small_film) as studio:
        stagehands.move(studio.document, "full", {"ada": Transform(position_m=(0.6, 0.0, 0.0))})
    approved = previz("approve", small_film, "--shot", "1", "--by", "Ann")
    assert approved.returncode == 0
    assert "approved, but stale" in approved.stderr
    assert "Ada moved 0.6 m" in approved.stderr
    back = previz("send-back", small_film, "--shot", "1", "--by", "Ann", "--why", "Lower.")
    assert back.returncode == 0
    refused = previz("approve", small_film, "--shot", "1", "--by", "Bo")
    assert refused.returncode != 0
    assert "waits for the changes that Ann asked for" in refused.stderr
    assert previz("approve", small_film, "--shot", "1", "--panel", "1", "--by", "Bo").returncode == 0
