from pathlib import Path

import pytest

from previz.cli import DONE, FAILED, main
from tests.films import make_small_film


def test_numbers_are_listed_locked_and_counted_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    film = str(make_small_film(tmp_path / "a.previz"))

    def told(*words: str) -> list[str]:
        assert main(["numbers", film, *words]) == DONE
        return [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]

    assert told() == ["1", "1", "1A", "1B"]
    assert told("--lock", "--shots", "1a") == [
        "1 number is locked; what is put between them is named after its neighbours.",
        "1",
        "1A locked",
    ]
    assert told() == ["1", "1", "1A locked", "1B"]
    assert told("--lock")[0].startswith("3 numbers are locked")
    assert told("--unlock", "--scenes", "1") == ["1 number is unlocked and counted again.", "1"]
    assert told("--unlock")[0].startswith("3 numbers are unlocked")
    assert main(["numbers", film, "--lock", "--scenes", "9"]) == FAILED
    assert "There is no scene 9; this film has 1." in capsys.readouterr().err
