"""The shot list as a workbook (XLSX), with its pictures. What people wrote is text, and never a formula."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image, UnidentifiedImageError

from previz.errors import ExportError
from previz.export.fields import Field
from previz.export.pictures import MAX_PIXELS, Pictures, read_file, scale, short
from previz.export.rows import FilmFacts, SceneRow, ShotRow
from previz.export.targets import check_target, replace_file

if TYPE_CHECKING:
    import xlsxwriter

THUMB_PX = 320
THUMB_WIDTH = 150
"""In the pixels of a spreadsheet."""
LONGEST = 32_000
"""Letters of one cell; Excel takes 32,767."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def write_workbook(
    path: str | os.PathLike[str],
    film: FilmFacts,
    scenes: Sequence[SceneRow],
    shots: Sequence[ShotRow],
    fields: Sequence[Field],
    *,
    thumbnails: bool = True,
    pictures: Pictures | None = None,
) -> int:
    """Write one sheet, a row a shot in the order given; returns how many rows. Raises ExportError."""
    target = Path(path)
    check_target(target)
    out = io.BytesIO()
    safe = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    import xlsxwriter  # late: the window need not wait for it

    book = xlsxwriter.Workbook(out, {**safe, "in_memory": True})
    book.set_properties({"title": film.title, "author": film.director or film.producer})
    _Sheet(book, film, fields, thumbnails, pictures or read_file).fill(scenes, shots)
    book.close()
    replace_file(target, out.getvalue())
    return len(shots)


class _Sheet:
    def __init__(
        self,
        book: xlsxwriter.Workbook,
        film: FilmFacts,
        fields: Sequence[Field],
        thumbnails: bool,
        pictures: Pictures,
    ) -> None:
        self._film, self._fields, self._source = film, fields, pictures
        self._sheet = book.add_worksheet("Shot list")
        plain = {"valign": "top", "text_wrap": True, "font_name": "Calibri", "font_size": 10}
        self._head = book.add_format({**plain, "bold": True, "bottom": 2, "num_format": "@"})
        self._words = book.add_format({**plain, "num_format": "@"})
        self._gone = book.add_format({**plain, "num_format": "@", "font_strikeout": True})
        self._bold = book.add_format({**plain, "bold": True, "num_format": "@"})
        self._numbers = {
            digits: book.add_format({**plain, "num_format": "0" + ("." + "0" * digits if digits else "")})
            for digits in range(4)
        }
        self._rate = book.add_format({**plain, "num_format": "0.###"})
        self._first = 1 if thumbnails else 0
        self._thumb: dict[str, tuple[bytes, float]] = {}
        self._pictured = thumbnails

    def fill(self, scenes: Sequence[SceneRow], shots: Sequence[ShotRow]) -> None:
        known = {scene.id: scene for scene in scenes}
        self._heads(len(shots))
        for place, shot in enumerate(shots, start=1):
            self._row(place, shot, known.get(shot.scene_id))

    def _heads(self, count: int) -> None:
        sheet = self._sheet
        sheet.freeze_panes(1, self._first + 1)
        sheet.set_landscape()
        sheet.set_paper(9 if self._film.paper == "a4" else 1)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        if self._pictured:
            sheet.set_column_pixels(0, 0, THUMB_WIDTH + 8)
            sheet.write_string(0, 0, "Frame", self._head)
        for place, field in enumerate(self._fields, start=self._first):
            sheet.set_column_pixels(place, place, field.width + 20)
            sheet.write_string(0, place, _clean(field.head), self._head)
        sheet.autofilter(0, 0, max(count, 1), self._first + len(self._fields) - 1)

    def _row(self, place: int, shot: ShotRow, scene: SceneRow | None) -> None:
        sheet = self._sheet
        if self._pictured:
            sheet.set_row_pixels(place, round(THUMB_WIDTH / self._film.aspect) + 8)
            self._picture(place, shot)
        for column, field in enumerate(self._fields, start=self._first):
            value = field.read(shot, scene)
            if value is None or value == "":
                continue
            if isinstance(value, str):
                look = self._bold if field.key == "number" else self._words
                look = self._gone if shot.status == "omitted" else look
                sheet.write_string(place, column, _clean(value), look)
            else:
                look = self._rate if field.key == "frame_rate" else self._numbers[field.digits or 0]
                sheet.write_number(place, column, round(value, 4), look)

    def _picture(self, place: int, shot: ShotRow) -> None:
        panel = next((panel for panel in shot.panels if panel.image), None)
        if panel is None:
            return
        data, factor = self._scaled(panel.image)
        # floating on the cell: pictures *in* cells are #VALUE! wherever the program is not Excel 365
        sheet_options: Mapping[str, object] = {
            "image_data": io.BytesIO(data),
            "x_scale": factor,
            "y_scale": factor,
            "x_offset": 4,
            "y_offset": 4,
            "object_position": 1,
            "description": _clean(f"Shot {shot.number}: {panel.action or shot.action}")[:250],
        }
        self._sheet.insert_image(place, 0, f"{panel.image[:12]}.jpg", sheet_options)

    def _scaled(self, name: str) -> tuple[bytes, float]:
        if name not in self._thumb:
            try:
                data = scale(self._source(name), THUMB_PX)
            except (KeyError, OSError, ValueError, UnidentifiedImageError, SyntaxError) as error:
                raise ExportError(f"The picture {short(name)} is damaged; make the frame again.") from error
            with Image.open(io.BytesIO(data)) as picture:
                assert picture.width * picture.height <= MAX_PIXELS
                self._thumb[name] = data, THUMB_WIDTH / picture.width
        return self._thumb[name]


def _clean(text: str) -> str:
    return _CONTROL.sub("", text)[:LONGEST]
