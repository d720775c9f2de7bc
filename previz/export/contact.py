"""Contact sheets: pictures with their names, in sections, on one tall page as PNG."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from previz.assets import asset
from previz.errors import ExportError
from previz.export.targets import not_written, spare_project

Picture = NDArray[np.uint8]
Colour = tuple[int, int, int]

PAPER: Colour = (252, 251, 248)
_INK: Colour = (28, 28, 30)
_GREY: Colour = (122, 120, 116)
_RULE: Colour = (214, 210, 203)
_LARGEST_SIDE_PX = 60_000


@dataclass(frozen=True, eq=False)
class Tile:
    """``picture`` (h, w, 3) sRGB on paper; all of one sheet have one size."""

    picture: Picture
    name: str
    note: str = ""


@dataclass(frozen=True, eq=False)
class Section:
    heading: str
    tiles: Sequence[Tile]


@dataclass(frozen=True)
class _Type:
    """Fonts of a sheet, sized by the width of its tiles."""

    title: ImageFont.FreeTypeFont
    heading: ImageFont.FreeTypeFont
    name: ImageFont.FreeTypeFont
    note: ImageFont.FreeTypeFont


def write_contact_sheet(
    path: Path, title: str, note: str, sections: Sequence[Section], columns: int = 10
) -> None:
    """Lay the pictures out as a PNG. Raises ExportError when there are none or it cannot be written."""
    spare_project(path)
    sheet = lay_out(title, note, sections, columns)
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        sheet.save(part, "PNG")
        part.replace(path)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise not_written(path, error) from error


def lay_out(title: str, note: str, sections: Sequence[Section], columns: int) -> Image.Image:
    """The sheet as a picture. Raises ExportError when there is nothing to lay out, or too much."""
    full = [section for section in sections if section.tiles]
    if not full:
        raise ExportError("There is nothing to put on the sheet; look for something else.")
    tall, wide = full[0].tiles[0].picture.shape[:2]
    columns = min(columns, max(len(section.tiles) for section in full))
    columns = max(columns, -(-640 // wide))
    gap = round(0.09 * wide)
    fonts = _fonts(wide)
    line = round(1.35 * fonts.name.size)
    noted = {tile.note: _wrapped(tile.note, fonts.note, wide) for section in full for tile in section.tiles}
    row = tall + round((1.6 + max(len(lines) for lines in noted.values())) * line) + gap // 2
    head, top = round(3.2 * fonts.heading.size), round(5.2 * fonts.title.size)
    width = columns * (wide + gap) + gap + 2 * gap
    height = top + sum(head + -(-len(section.tiles) // columns) * row for section in full) + 2 * gap
    if max(width, height) > _LARGEST_SIDE_PX:
        raise ExportError(f"The sheet would be {width} × {height} px; ask for fewer things.")
    sheet = Image.new("RGB", (width, height), PAPER)
    pen = ImageDraw.Draw(sheet)
    left = 2 * gap
    pen.text((left, round(1.2 * fonts.title.size)), title, _INK, fonts.title)
    for number, words in enumerate(_wrapped(note, fonts.name, width - 2 * left)):
        pen.text((left, round(2.7 * fonts.title.size) + number * line), words, _GREY, fonts.name)
    y = top
    for section in full:
        pen.line([(left, y), (width - left, y)], _RULE, max(1, wide // 160))
        count = str(len(section.tiles))
        pen.text((left, y + round(0.7 * fonts.heading.size)), section.heading, _INK, fonts.heading)
        pen.text(
            (width - left, y + round(0.8 * fonts.heading.size)), count, _GREY, fonts.heading, anchor="ra"
        )
        y += head
        for index, tile in enumerate(section.tiles):
            x = left + (wide + gap) * (index % columns)
            place = y + row * (index // columns)
            sheet.paste(Image.fromarray(tile.picture), (x, place))
            below = place + tall + line // 3
            pen.text((x, below), _cut(tile.name, fonts.name, wide), _INK, fonts.name)
            for number, words in enumerate(noted[tile.note], 1):
                pen.text((x, below + number * line), words, _GREY, fonts.note)
        y += -(-len(section.tiles) // columns) * row
    return sheet


def _wrapped(text: str, font: ImageFont.FreeTypeFont, width_px: int) -> list[str]:
    """One or two lines; the second is cut when there is more to say."""
    words = text.split()
    count = len(words)
    while count > 1 and font.getlength(" ".join(words[:count])) > width_px:
        count -= 1
    rest = " ".join(words[count:])
    first = _cut(" ".join(words[:count]), font, width_px)
    return [first, _cut(rest, font, width_px)] if rest else [first]


def _cut(text: str, font: ImageFont.FreeTypeFont, width_px: int) -> str:
    """The text, or as much of it as fits and an ellipsis."""
    if font.getlength(text) <= width_px:
        return text
    while text and font.getlength(f"{text}…") > width_px:
        text = text[:-1].rstrip()
    return f"{text}…"


def _fonts(wide: int) -> _Type:
    def font(share: float, weight: int) -> ImageFont.FreeTypeFont:
        made = ImageFont.truetype(str(asset("fonts/Inter.ttf")), max(11, round(share)))
        made.set_variation_by_axes([14, weight])
        return made

    base = 8 + 0.034 * wide
    return _Type(
        title=font(2.6 * base, 650),
        heading=font(1.5 * base, 600),
        name=font(base, 500),
        note=font(0.88 * base, 400),
    )
