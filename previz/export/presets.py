"""Paper presets: title, logo, watermark, sheet and columns under a name, in a file that can be handed on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Literal, Self

import msgspec
import platformdirs

from previz.errors import ExportError, NotFound
from previz.export import phrases
from previz.export.boards import BoardLayout
from previz.export.columns import ColumnSet
from previz.export.phrases import LANGUAGES, PaperLanguage
from previz.export.rows import FilmFacts
from previz.export.shotlist import NAMES, ListLayout
from previz.export.targets import check_target, replace_file

Document = Literal["list", "boards", "camera", "lined", "schedule", "continuity"]
DOCUMENTS: dict[Document, str] = {
    "list": "Shot list",
    "boards": "Storyboard",
    "camera": "Camera report",
    "lined": "Lined script",
    "schedule": "One-line schedule",
    "continuity": "Continuity report",
}
ENDING = ".previzpaper"
LARGEST_LOGO = 4_000_000


class PaperPreset(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=False):
    """How documents are printed. The same file serves every film; what is empty is the film's own."""

    document: Document = "list"
    title: str = ""
    watermark: str = ""
    logo: bytes = b""
    """A picture file; base64 in the preset's file."""
    paper: Literal["a4", "us-letter"] | None = None
    portrait: bool = False
    columns: ColumnSet = "director"
    fields: tuple[str, ...] = ()
    """Columns that somebody chose, in place of a set: the preset carries them to other films."""
    fields_name: str = ""
    order: Literal["script", "setup", "day"] = "script"
    thumbnails: bool = True
    per_page: Literal[1, 2, 3, 4, 6, 9] = 6
    cover: bool = True
    font: str = ""
    """Family that the pages are set in; empty for the usual one, which also stands in where it is missing."""
    language: PaperLanguage | None = None
    """Of what is not the film's own: heads, status, totals. None: the film's, or English."""

    def dressed(self, film: FilmFacts, on: date) -> FilmFacts:
        """The film's facts as this preset prints them on a day."""
        known: dict[str, PaperLanguage] = {one: one for one in LANGUAGES}
        words = self.language or known.get(film.language.partition("-")[0].lower(), "en")
        return msgspec.structs.replace(
            film,
            title=self.title or film.title,
            watermark=self.watermark,
            logo=self.logo,
            words=words,
            font=self.font,
            date=phrases.day(on, words),
        )

    def with_columns(self, name: str, own: Mapping[str, tuple[str, ...]]) -> Self:
        """With a set of columns, or an arrangement of a film by its name. Raises NotFound."""
        if name in NAMES:
            return msgspec.structs.replace(self, columns=name, fields=(), fields_name="")
        if name not in own:
            raise NotFound(f"There are no columns {name!r}; there are {', '.join((*NAMES, *own))}.")
        return msgspec.structs.replace(self, fields=own[name], fields_name=name)

    def list_layout(self) -> ListLayout:
        return ListLayout(
            columns=self.columns,
            fields=self.fields,
            fields_name=self.fields_name,
            order=self.order,
            thumbnails=self.thumbnails,
            orientation="portrait" if self.portrait else "landscape",
            paper=self.paper,
        )

    def board_layout(self) -> BoardLayout:
        return BoardLayout(
            per_page=self.per_page,
            orientation="portrait" if self.portrait else "landscape",
            paper=self.paper,
            cover=self.cover,
        )


PLAIN = PaperPreset()
BUILT_IN = {
    "Director": PLAIN,
    "Camera": PaperPreset(columns="dp", order="setup"),
    "1st AD, by day": PaperPreset(columns="ad", order="day", thumbnails=False),
    "Boards, six a page": PaperPreset(document="boards"),
    "Boards for notes": PaperPreset(document="boards", per_page=3, portrait=True),
    "Camera report": PaperPreset(document="camera"),
    "Lined script": PaperPreset(document="lined"),
}
"""Presets that everybody has."""


def preset_folder() -> Path:
    return platformdirs.user_data_path("previz", appauthor=False) / "paper"


def preset_names() -> list[str]:
    """Built in, then one's own."""
    own = sorted(path.stem for path in preset_folder().glob(f"*{ENDING}"))
    return [*BUILT_IN, *(name for name in own if name not in BUILT_IN)]


def find_preset(name: str) -> PaperPreset:
    """By name, or the file that is called so. Raises NotFound, ExportError."""
    path = Path(name)
    if path.suffix == ENDING and path.exists():
        return read_preset(path)
    own = preset_folder() / f"{_stem(name)}{ENDING}"
    if own.exists():
        return read_preset(own)
    if name in BUILT_IN:
        return BUILT_IN[name]
    raise NotFound(f"There is no paper preset {name!r}; there are {', '.join(preset_names())}.")


def read_preset(path: Path) -> PaperPreset:
    """Raises ExportError for a file that is none."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=PaperPreset)
    except OSError as error:
        raise ExportError(f"{path} cannot be read: {error.strerror}.") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ExportError(f"{path.name} is no paper preset: {error}.") from error


def save_preset(name: str, preset: PaperPreset) -> Path:
    """Keep it for all of one's films; returns the file, which can be handed on. Raises ExportError."""
    stem = _stem(name)
    if not stem:
        raise ExportError("Give the preset a name.")
    folder = preset_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ExportError(f"{folder} cannot be made: {error.strerror}.") from error
    path = folder / f"{stem}{ENDING}"
    write_preset(path, preset)
    return path


def write_preset(path: Path, preset: PaperPreset) -> None:
    """As a file that can be handed on. Raises ExportError."""
    check_target(path)
    replace_file(path, msgspec.json.format(msgspec.json.encode(preset)))


def read_logo(path: Path) -> bytes:
    """Raises ExportError for a picture that is too large or cannot be read."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ExportError(f"The logo {path} cannot be read: {error.strerror}.") from error
    if len(data) > LARGEST_LOGO:
        raise ExportError(f"The logo has {len(data) / 1e6:.0f} MB; 4 MB are the most.")
    return data


def _stem(name: str) -> str:
    return re.sub(r"[^\w ,.-]+", "_", name).strip(" .")[:80]
