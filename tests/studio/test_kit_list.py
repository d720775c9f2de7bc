"""What there is in the kit, for people and for programs."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from previz.errors import NotFound
from previz.kit.catalogue import CATALOGUE, GROUPS
from previz.sets import SETS
from previz.studio.kit_list import (
    kit_lines,
    piece_row,
    pieces,
    set_lines,
    set_row,
    size_words,
    starter_sets,
    write_kit_sheet,
    write_set_sheet,
)


def silent(share: float, text: str) -> None:
    assert 0 <= share <= 1
    assert text


def test_every_piece_has_a_line_under_its_group() -> None:
    lines = list(kit_lines(pieces()))
    assert len(lines) == len(CATALOGUE) + len(GROUPS)
    assert sum(not line.startswith(" ") for line in lines) == len(GROUPS)
    assert "  chair " in "\n".join(lines)


def test_words_find_pieces_and_sets() -> None:
    assert pieces("armchair")[0].key == "armchair"
    assert [made.key for made in starter_sets("night motel")] == ["motel"]
    assert len(starter_sets()) == len(SETS)
    with pytest.raises(NotFound, match="Nothing in the kit is called “dragon”"):
        pieces("dragon")
    with pytest.raises(NotFound, match="No starter set is called “moon”; there are apartment"):
        starter_sets("moon")


def test_rows_are_plain_data() -> None:
    rows = json.loads(json.dumps([piece_row(piece) for piece in pieces()]))
    chair = next(row for row in rows if row["key"] == "chair")
    assert chair["group"] == "furniture"
    assert chair["spots"] == ["sit"]
    style = next(setting for setting in chair["settings"] if setting["name"] == "style")
    assert style["kind"] == "choice"
    assert style["default"] in style["options"]
    sets = json.loads(json.dumps([set_row(made) for made in starter_sets()]))
    assert all(row["marks"] and row["pieces"] for row in sets)
    assert len(list(set_lines(starter_sets()))) == len(sets)


def test_small_things_are_told_in_centimetres() -> None:
    assert size_words((0.44, 0.88, 0.5)) == "0.44 × 0.88 × 0.50 m"
    assert size_words((0.076, 0.3, 0.008)) == "8 × 30 × 0.8 cm"


def test_a_sheet_of_pieces_shows_them_drawn(tmp_path: Path) -> None:
    path = tmp_path / "kit.png"
    write_kit_sheet(path, pieces("armchair"), silent)
    with Image.open(path) as sheet:
        pixels = np.asarray(sheet.convert("RGB")).astype(int)
    ink = (pixels.max(axis=2) < 110).mean()
    teal = ((pixels[..., 2] - pixels[..., 0]) > 12).mean()
    assert ink > 0.001, "lines"
    assert teal > 0.004, "a wash in the colour of its cloth"


def test_a_sheet_of_sets_shows_them_through_their_cameras(tmp_path: Path) -> None:
    path = tmp_path / "sets.png"
    write_set_sheet(path, starter_sets("church"), silent)
    with Image.open(path) as sheet:
        assert sheet.width > 880
        assert len(sheet.getcolors(1 << 24) or ()) > 500
