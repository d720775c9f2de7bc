"""What leaves a film for other people and comes back: pictures, review pages, packs."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from pathlib import Path

from previz.errors import PrevizError
from previz.scene import model
from previz.scene.document import Document
from previz.scene.store import Store
from previz.studio.bringing import add_picture
from previz.studio.listing import Listing
from previz.studio.merging import Merged, Returned, merge, merge_steps, read_pack
from previz.studio.packs import write_pack
from previz.studio.printing import Printing
from previz.studio.reviewing import Reviewing
from previz.studio.shooting import Shooting
from previz.studio.suggestions import Suggested, bring_suggestions


class Exchange:
    def __init__(
        self,
        document: Document,
        store: Store,
        shooting: Shooting,
        reviewing: Reviewing,
        listing: Listing,
        printing: Printing,
    ) -> None:
        self._document, self._store = document, store
        self._shooting, self._reviewing = shooting, reviewing
        self._listing, self._printing = listing, printing

    def add_picture(self, panel: model.Panel, path: Path) -> tuple[model.Take, list[str]]:
        """A picture from outside as a new take, and what happened to it on the way.

        Raises ImportFailed, FileError.
        """
        shot = self._document.need(panel.shot_id, model.Shot)
        try:
            seen = self._reviewing.fingerprint(shot, panel.time_s)
            aspect = self._shooting.sight(shot.id, panel.time_s).camera.view.aspect
        except PrevizError:
            seen, aspect = {}, None  # a board may come before its camera
        return add_picture(self._document, self._store, panel, path, seen, aspect)

    def write_review_page(self, path: Path) -> int:
        """One HTML file to look at and comment on; how many frames. Raises ExportError."""
        return self._printing.review_page(path)

    def bring_suggestions(self, path: Path) -> Suggested:
        """Comments from a review page as notes. Raises ImportFailed."""
        return bring_suggestions(self._document, path)

    def write_pack(self, panel_ids: Sequence[str], path: Path) -> int:
        """Chosen panels as a film to hand off; how many. Raises as `packs.write_pack`."""
        numbers, stands = self._listing.numbers().shots, self._reviewing.statuses()
        return write_pack(self._document, self._store, numbers, panel_ids, path, stands)

    def merge_pack(self, path: Path) -> Merged:
        """What came back of a pack. Raises as `merging.read_pack` and `merge`."""
        return self.merge(read_pack(path, self._document.ids()))

    def merge(self, pack: Returned) -> Merged:
        """As `merge_pack`, of a pack that was read in another thread."""
        return merge(self._document, self._store, pack)

    def merge_steps(self, pack: Returned) -> Generator[float, None, Merged]:
        """As `merge`, bit by bit."""
        return merge_steps(self._document, self._store, pack)
