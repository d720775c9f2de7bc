"""The handbook's tables tell the truth about the catalogue."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from previz.kit.catalogue import CATALOGUE, Choice, Param

TEXT = (Path(__file__).parents[2] / "docs" / "kit.md").read_text(encoding="utf-8")
ROWS = {match[1]: match[0] for match in re.finditer(r"^\| `(\w+)` \|.*$", TEXT, re.MULTILINE)}


def test_every_piece_has_its_row():
    assert set(ROWS) == set(CATALOGUE)


@pytest.mark.parametrize("key", CATALOGUE)
def test_the_row_names_settings_parts_and_size(key):
    piece, row = CATALOGUE[key], ROWS[key]
    assert " × ".join(f"{size:.2f}" for size in piece.size_m) in row
    assert f"| {', '.join(piece.colours)} |" in row
    for param in piece.params:
        assert f"`{param.name}`" in row
        if isinstance(param, Param):
            assert re.search(
                rf"`{param.name}` {param.default:g}( m|°)? \({param.minimum:g}–{param.maximum:g}\)", row
            )
        if isinstance(param, Choice):
            assert f"**{param.default}**" in row
            assert all(option in row for option in param.options)
