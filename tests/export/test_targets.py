"""Nothing that is exported harms what is there."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import numpy as np
import pytest

from previz.errors import ExportError
from previz.export.contact import Section, Tile, write_contact_sheet
from previz.export.targets import check_target, not_written, replace_file, spare_project


def test_a_project_is_spared_under_any_name(small_film: Path, tmp_path: Path) -> None:
    other = tmp_path / "boards.pdf"
    other.write_bytes(small_film.read_bytes())
    for path in (small_film, other):
        with pytest.raises(ExportError, match="is a project; give the export another name"):
            check_target(path)
    tile = Tile(np.full((40, 60, 3), 200, np.uint8), "grey")
    with pytest.raises(ExportError, match="is a project"):
        write_contact_sheet(other, "Sheet", "", [Section("All", [tile])])
    assert other.read_bytes() == small_film.read_bytes()


def test_what_is_no_project_may_be_replaced(tmp_path: Path) -> None:
    spare_project(tmp_path / "not there.pdf")
    old = tmp_path / "old.pdf"
    old.write_bytes(b"%PDF-1.7 old")
    check_target(old)
    replace_file(old, b"%PDF-1.7 new")
    assert old.read_bytes() == b"%PDF-1.7 new"
    assert [path.name for path in tmp_path.iterdir()] == ["old.pdf"]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "the disk is full; make room"),
        (errno.EROFS, "no permission; choose another folder"),
        (errno.EISDIR, "(Is a directory); choose another place"),
    ],
)
def test_a_failure_says_what_to_do(number: int, words: str) -> None:
    assert words in str(not_written(Path("a.pdf"), OSError(number, os.strerror(number))))
