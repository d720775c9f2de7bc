"""`previz check` as its user meets it."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from previz import cli
from previz.scene import model
from previz.scene.transform import look_at
from previz.studio import Studio
from tests.films import BARE, CLOSE

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def crossed(small_film: Path) -> Path:
    key = model.CameraKey(transform=look_at((-0.4, 1.5, -2.6), (-0.2, 1.5, -0.1)), focal_length_mm=50)
    with Studio.open(small_film) as studio, studio.document.edit("Across the line") as edit:
        edit.update("c-close", keys=(key,))
        edit.update(CLOSE, framing=model.Framing(subjects=("ben",)))
    return small_film


def test_findings_are_lines_with_their_number(crossed: Path, capsys: Captured) -> None:
    before = crossed.read_bytes()
    assert cli.main(["check", str(crossed)]) == cli.FAILED
    out, err = capsys.readouterr()
    line = next(line for line in out.splitlines() if "180° line" in line)
    assert line.startswith("1 → 1A")
    assert "° over it." in line
    assert "has no camera" in err
    assert crossed.read_bytes() == before, "looking changes nothing"


def test_as_data(crossed: Path, capsys: Captured) -> None:
    assert cli.main(["check", str(crossed), "--json"]) == cli.FAILED
    found = json.loads(capsys.readouterr().out)
    (line,) = [one for one in found if one["rule"] == "line"]
    assert line["value"] > line["limit"]
    assert len(line["lines_m"]) == 2


def test_no_such_file_is_said(tmp_path: Path, capsys: Captured) -> None:
    assert cli.main(["check", str(tmp_path / "none.previz")]) == cli.FAILED
    assert capsys.readouterr().err.count("\n") == 1


def test_a_cut_is_waived_told_and_held_again(crossed: Path, capsys: Captured) -> None:
    waive = ["waive", str(crossed), "1", "1A", "--rule", "line"]
    rest = [["waive", str(crossed), *words] for words in _others(crossed, capsys)]
    assert cli.main([*waive, "--reason", "Her world turns round."]) == cli.DONE
    for words in rest:
        assert cli.main(words) == cli.DONE
    assert cli.main(["check", str(crossed)]) == cli.FAILED
    assert "Nothing else breaks a rule; some shots could not be looked at." in capsys.readouterr().out
    with Studio.open(crossed) as studio, studio.document.edit("Leave out what has no camera") as edit:
        edit.update(BARE, omitted=True)
    assert cli.main(["check", str(crossed)]) == cli.DONE
    out = capsys.readouterr().out
    assert "Waived: Her world turns round." in out
    assert "Every cut holds, or may break its rule." in out
    assert cli.main([*waive, "--undo"]) == cli.DONE
    assert cli.main(["check", str(crossed)]) == cli.FAILED


def test_what_is_nearer_than_the_lens_focuses_is_told_with_both_distances(
    small_film: Path, capsys: Captured
) -> None:
    def focus(focus_m: float) -> list[str]:
        with Studio.open(small_film) as studio, studio.document.edit("Lens") as edit:
            package = studio.document.project.package
            lenses = msgspec.structs.replace(package.lens_sets[0], close_focus_m=0.45)
            edit.update(model.PROJECT_ID, package=msgspec.structs.replace(package, lens_sets=(lenses,)))
            key = studio.document.need("c-full", model.Track).keys[0]
            edit.update("c-full", keys=(msgspec.structs.replace(key, focus_distance_m=focus_m),))
        assert cli.main(["check", str(small_film)]) == cli.FAILED
        return [line for line in capsys.readouterr().out.splitlines() if "lens focuses" in line]

    (line,) = focus(0.31)
    assert line.startswith("1 ")
    assert "0.31 m; the lens focuses from 0.45 m" in line
    assert focus(0.46) == []


def _others(film: Path, capsys: Captured) -> list[list[str]]:
    """Arguments that waive whatever else the check finds."""
    cli.main(["check", str(film), "--json"])
    found = json.loads(capsys.readouterr().out)
    return [
        [*filter(None, (one["before"], one["after"])), "--rule", one["rule"], "--reason", "Meant."]
        for one in found
        if one["rule"] != "line"
    ]


def test_what_breaks_nothing_cannot_be_waived(crossed: Path, capsys: Captured) -> None:
    assert cli.main(["waive", str(crossed), "1", "1A", "--rule", "eyeline", "--reason", "x"]) == cli.FAILED
    assert "Nothing breaks “eyelines” at 1 → 1A" in capsys.readouterr().err
