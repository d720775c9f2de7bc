"""Rows to paper and frames to folders."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from previz.export.boards import BoardLayout, write_boards
from previz.export.camera_words import lens_words, size_words
from previz.export.comma import write_csv
from previz.export.fields import Field, all_fields, field_of
from previz.export.presets import PLAIN, PaperPreset
from previz.export.review_page import write_review_page
from previz.export.rows import FilmFacts, ShotRow
from previz.export.shotlist import ListLayout, write_shot_list
from previz.export.targets import file_name, not_written
from previz.export.workbook import write_workbook
from previz.scene.store import Store
from previz.studio.listing import Listing
from previz.studio.overlays import FrameFormat, Overlays

ENGLISH = msgspec.structs.replace(PLAIN, language="en")
"""Of what is read back by its heads, and of pages that know no other language."""


class Printing:
    def __init__(self, listing: Listing, store: Store, overlays: Overlays) -> None:
        self._listing = listing
        self._store = store
        self._overlays = overlays

    def boards(self, path: Path, layout: BoardLayout, dress: PaperPreset = PLAIN) -> list[str]:
        """Write the storyboard; returns what the reader should know (missing glyphs…). Raises ExportError."""
        listing = self._listing
        report = write_boards(
            path,
            self._film(dress),
            listing.scenes(),
            listing.shots(),
            layout,
            notes=listing.notes(),
            verdicts=listing.verdicts(),
            ledger_trouble=self._store.ledger.problems(),
            pictures=self._overlays.picture,
        )
        return [*listing.troubles(), *report.warnings]

    def _film(self, dress: PaperPreset) -> FilmFacts:
        return dress.dressed(self._listing.film(), date.today())

    def review_page(self, path: Path) -> int:
        """One HTML file to look at and comment on; how many frames. Raises ExportError."""
        listing = self._listing
        return write_review_page(
            path,
            self._film(ENGLISH),
            listing.scenes(),
            listing.shots(),
            self._overlays.painted,
            listing.notes(),
        )

    def shot_list(self, path: Path, layout: ListLayout, dress: PaperPreset = PLAIN) -> list[str]:
        """Write the list, with a mark at what changed since it was issued."""
        listing = self._listing
        report = write_shot_list(
            path,
            self._film(dress),
            listing.scenes(),
            listing.marked(listing.shots()),
            layout,
            pictures=self._overlays.picture,
        )
        return [*listing.troubles(), *report.warnings]

    def workbook(self, path: Path, chosen: Sequence[str] = (), thumbnails: bool = True) -> list[str]:
        """The shot list as XLSX; ``chosen`` are keys of columns, none for all. Raises ExportError."""
        listing, film = self._listing, self._film(ENGLISH)
        write_workbook(
            path,
            film,
            listing.scenes(),
            listing.shots(),
            self.fields(chosen),
            thumbnails=thumbnails,
            pictures=self._store.blob,
        )
        return listing.troubles()

    def csv(self, path: Path, chosen: Sequence[str] = ()) -> list[str]:
        listing = self._listing
        write_csv(path, listing.scenes(), listing.shots(), self.fields(chosen))
        return listing.troubles()

    def fields(self, chosen: Sequence[str] = ()) -> tuple[Field, ...]:
        """Columns by their keys, none for all; what is no column of words ("board") is left out."""
        own = self._listing.own_columns()
        return tuple(filter(None, map(field_of, chosen))) if chosen else all_fields(own)

    def frames(
        self,
        folder: Path,
        bare: bool = False,
        form: FrameFormat = "png",
        panel_ids: Collection[str] | None = None,
    ) -> list[Path]:
        """The selected take of every panel, or of those given, named after shot and panel, with what is drawn
        and pinned over it (as vectors in an SVG), or ``bare``. Raises ExportError."""
        made = self._overlays.vectors if form == "svg" else self._overlays.painted
        written = []
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for shot in self._listing.shots():
                for panel in shot.panels:
                    if panel.image and (panel_ids is None or panel.id in panel_ids):
                        path = folder / f"{file_name(shot.number)}-{panel.index}.{form}"
                        shown = panel.image if bare else panel.overlay or panel.image
                        path.write_bytes(made(shown))
                        written.append(path)
        except OSError as error:
            raise not_written(folder, error) from error
        return written


def plain(row: ShotRow) -> dict[str, object]:
    """A row as JSON types."""
    built = msgspec.to_builtins(row)
    assert isinstance(built, dict)
    return built


def as_lines(facts: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What `info` says, for people: (name, value), without what is empty; a tuple has a line a part."""
    lines = []
    for name, value in facts.items():
        if isinstance(value, tuple):
            lines += [("" if place else name.replace("_", " "), part) for place, part in enumerate(value)]
            continue
        if name.endswith("bytes"):
            value = f"{value / 1e6:.1f} MB"
        elif isinstance(value, Mapping):
            value = ", ".join(f"{count} {kind}" for kind, count in value.items())
        elif isinstance(value, bool):
            value = "yes" if value else "no"
        elif isinstance(value, list):
            value = ", ".join(map(str, value))
        if value != "":
            lines.append((name.removesuffix("_bytes").replace("_", " "), str(value)))
    return lines


def as_table(rows: Sequence[ShotRow]) -> list[str]:
    """The shot list for a terminal: the columns that a director reads first."""
    head = ("SHOT", "SIZE", "LENS", "ANGLE", "LEVEL", "MOVE", "WHO", "TIME", "STATUS")
    lines = [head, *(_cells(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    ]


def _cells(row: ShotRow) -> tuple[str, ...]:
    status = row.status + (" (stale)" if row.stale else "")
    return (
        row.number,
        size_words(row),
        lens_words(row),
        row.angle,
        row.level,
        row.movement,
        ", ".join(row.who),
        f"{row.duration_s:.1f} s",
        status,
    )
