"""The lined script of a film: its pages, and for every set-up whether who speaks is on screen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np

from previz.errors import PrevizError
from previz.export.lined import write_lined
from previz.export.presets import PLAIN, PaperPreset
from previz.grammar.numbering import scene_numbers
from previz.grammar.terms import view_angle
from previz.scene import blocking, model
from previz.scene.document import Document
from previz.scene.words import Passage
from previz.script import covering
from previz.script.lining import LinedPage, line_pages
from previz.script.pages import LINES, Page, paginate
from previz.script.screenplay import is_off, speaker
from previz.studio.listing import Listing
from previz.studio.shooting import Shooting

LOOKS = 4
"""A shot in which something moves is looked at so often while its words run."""

FACE_DEG = 110.0
"""Seen from further round than this somebody speaks with their back to us: a shoulder is no speaker."""


class Lining:
    """Looks at shots as far as needed, and remembers while neither words nor world change."""

    def __init__(self, document: Document, shooting: Shooting) -> None:
        self._document = document
        self._shooting = shooting
        self._names = {one.name.casefold(): one.id for one in document.of(model.Character)}
        self._shares: dict[str, dict[str, float]] = {}

    def pages(self, scene_ids: Sequence[str] = (), lines_per_page: int | None = None) -> list[LinedPage]:
        """The pages of the script; with ``scene_ids`` only those on which these scenes stand.

        Raises NotFound without a script.
        """
        document = self._document
        passages = covering.need_passages(document)
        laid_out = script_pages(document, lines_per_page)
        wanted = {one.id for one in passages if one.scene_id in scene_ids}
        if scene_ids:
            laid_out = [page for page in laid_out if any(line.passage_id in wanted for line in page.lines)]
        self._shares = {}
        return line_pages(laid_out, passages, document.of(model.Shot), self.on_screen)

    def on_screen(self, shot_id: str, passage_id: str) -> bool:
        """Whether the face of who speaks is in the picture of a shot while the words are said."""
        passage = self._document.need(passage_id, Passage)
        who = self._names.get(speaker(passage.cue).casefold())
        if is_off(passage.cue) or who is None:
            return False
        shot = self._document.need(shot_id, model.Shot)
        try:
            sight = self._shooting.sight(shot_id, self._moment_s(shot, passage_id))
        except PrevizError:  # no camera yet: what was asked for stands for what will be seen
            return who in shot.framing.subjects
        person = next((one for one in sight.company if one.id == who), None)
        if person is None or not any(one.id == who and one.size for one in sight.name.seen):
            return False
        turned = view_angle(person, np.asarray(sight.camera.position_m, float))
        return turned is None or abs(turned) <= FACE_DEG

    def _moment_s(self, shot: model.Shot, passage_id: str) -> float:
        """When in a shot the words of a passage are said, by their share of all its words; a shot that stands
        still is looked at once."""
        if not self._moves(shot):
            return 0.0
        if shot.id not in self._shares:
            self._shares[shot.id] = self._places(shot)
        share = self._shares[shot.id].get(passage_id, 0.0)
        return round(share * LOOKS) / LOOKS * shot.duration_s

    def _places(self, shot: model.Shot) -> dict[str, float]:
        lengths = {}
        for one in shot.covers:
            passage = self._document.get(one.passage_id, Passage)
            if passage is not None:
                start, end = covering.span(one, passage)
                lengths[passage.id] = max(end - start, 1)
        whole, at, found = sum(lengths.values()), 0, {}
        for id, length in lengths.items():
            found[id] = (at + length / 2) / whole
            at += length
        return found

    def _moves(self, shot: model.Shot) -> bool:
        tracks = blocking.tracks(self._document, shot.scene_id, shot.id).values()
        camera = blocking.camera_track(self._document, shot.id)
        return any(len(track.keys) > 1 for track in (*tracks, *([camera] if camera else [])))


def script_pages(document: Document, lines_per_page: int | None = None) -> list[Page]:
    """As the paper of the project has them."""
    lines = lines_per_page or LINES[document.project.paper]
    return paginate(covering.passages_of(document), lines, scene_numbers(document))


def write_lined_script(
    path: Path,
    listing: Listing,
    lining: Lining,
    scene_ids: Sequence[str] = (),
    dress: PaperPreset = PLAIN,
) -> list[str]:
    """The PDF; returns what the reader should know. Raises NotFound, ExportError."""
    film, paper = dress.dressed(listing.film(), date.today()), dress.paper
    pages = lining.pages(scene_ids, LINES[paper or film.paper])
    drawn = {strip.shot_id for page in pages for strip in page.strips}
    rows = {row.id: row for row in listing.each() if row.id in drawn}
    return list(write_lined(path, film, pages, rows, paper).warnings)
