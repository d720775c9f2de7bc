from __future__ import annotations

import json
from pathlib import Path

import pytest

from previz.cli import main


def test_notes_are_written_answered_settled_and_listed(
    small_film: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    film = str(small_film)
    assert main(["note", film, "--shot", "1A", "--by", "R. Okafor", "--say", "Too dark @ines"]) == 0
    assert main(["note", film, "--shot", "1", "--by", "Max", "--say", "Chair is new"]) == 0
    assert main(["note", film, "--answer", "1", "--by", "Ines", "--say", "Lighter now"]) == 0
    assert main(["note", film, "--resolve", "2", "--by", "Max", "--say", "It went"]) == 0
    capsys.readouterr()
    assert main(["notes", film]) == 0
    told = capsys.readouterr().out
    assert "1  1A  R. Okafor: Too dark @ines" in told
    assert "     Ines: Lighter now" in told
    assert "2  1  Max: Chair is new (resolved)\n     Max: It went" in told
    assert main(["notes", film, "--open", "--json"]) == 0
    assert [row["number"] for row in json.loads(capsys.readouterr().out)] == [1]
    assert main(["notes", film, "--mine", "Ines Lindqvist", "--json"]) == 0
    assert [row["number"] for row in json.loads(capsys.readouterr().out)] == [1]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--answer", "7", "--by", "Ines", "--say", "Yes"], "There is no note 7"),
        (["--shot", "1", "--by", "Ines"], "needs words"),
        (["--shot", "1", "--by", " ", "--say", "Hm"], "needs a name"),
    ],
)
def test_what_is_no_note_is_one_clear_line(
    small_film: Path, words: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["note", str(small_film), *words]) == 1
    assert told in capsys.readouterr().err
