"""A contact sheet is a PNG with every picture on it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from previz.errors import ExportError
from previz.export.contact import PAPER, Section, Tile, lay_out, write_contact_sheet


def tile(colour: tuple[int, int, int], name: str = "Thing", size: int = 60) -> Tile:
    return Tile(np.full((size, size, 3), colour, np.uint8), name, "1 × 1 × 1 m")


COLOURS = [(200 - 12 * i, 20 + 15 * i, 40 + 9 * i) for i in range(13)]


def test_every_picture_is_on_the_sheet(tmp_path: Path) -> None:
    path = tmp_path / "new" / "sheet.png"
    sections = [
        Section("First", [tile(colour) for colour in COLOURS[:8]]),
        Section("Empty", []),
        Section("Second", [tile(colour) for colour in COLOURS[8:]]),
    ]
    write_contact_sheet(path, "Title", "A note", sections, columns=4)
    with Image.open(path) as sheet:
        pixels = np.asarray(sheet.convert("RGB"))
    for colour in COLOURS:
        assert (pixels == colour).all(axis=2).sum() == 60 * 60
    assert tuple(pixels[0, 0]) == PAPER
    assert not [part for part in path.parent.iterdir() if part != path]


def test_a_long_name_stays_in_its_column() -> None:
    long = tile((10, 200, 10), "An extraordinarily long name for so small a thing")
    alone = np.asarray(lay_out("T", "n", [Section("S", [long, tile((200, 10, 10), "")])], 2))
    dark = (alone < 90).all(axis=2)
    second = np.argwhere((alone == (200, 10, 10)).all(axis=2))
    below = dark[
        second[:, 0].max() + 1 : second[:, 0].max() + 24, second[:, 1].min() : second[:, 1].max() + 1
    ]
    assert not below.any()


def test_nothing_to_show_is_said(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="nothing to put on the sheet"):
        write_contact_sheet(tmp_path / "s.png", "T", "", [Section("S", [])])


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ExportError, match="cannot be written"):
        write_contact_sheet(tmp_path / "file" / "s.png", "T", "", [Section("S", [tile((1, 2, 3))])])


def test_a_longer_note_takes_two_lines() -> None:
    """Nothing is cut that two lines hold."""

    def lines_below(note: str) -> int:
        picture = np.full((160, 160, 3), (10, 200, 10), np.uint8)
        sheet = np.asarray(lay_out("T", "n", [Section("S", [Tile(picture, "Thing", note)])], 1), int)
        here = np.argwhere((sheet == (10, 200, 10)).all(axis=2))
        below = sheet[here[:, 0].max() + 1 :, here[:, 1].min() : here[:, 1].max() + 1]
        inked = (below.sum(axis=2) < 560).any(axis=1)
        return int((inked[1:] & ~inked[:-1]).sum())

    assert lines_below("oak") == 2
    assert lines_below("oak and acorn or macaron on a scaw man era") == 3
