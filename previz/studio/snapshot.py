"""The film as it is now, for a thread to look at while people go on working."""

from __future__ import annotations

from dataclasses import dataclass

from previz.kit.shelf import Shelf
from previz.scene import model
from previz.scene.document import Document
from previz.scene.store import Store
from previz.studio.listing import Listing
from previz.studio.overlays import Overlays
from previz.studio.printing import Printing
from previz.studio.reports import Reports
from previz.studio.reviewing import Reviewing
from previz.studio.shooting import Shooting


@dataclass(frozen=True)
class Snapshot:
    """Nothing in it ever changes. Pictures are read from the store, which allows that from any thread."""

    document: Document
    shooting: Shooting
    reviewing: Reviewing
    listing: Listing
    printing: Printing
    reports: Reports


def snapshot(document: Document, store: Store, shooting: Shooting) -> Snapshot:
    """Take it in the thread to which document and store belong."""
    frozen = Document(document)
    eyes = shooting.of(frozen, Shelf(lambda: frozen.of(model.Model), store.blob))
    reviewing = Reviewing(frozen, store, eyes, tuple(store.ledger.verdicts()))
    listing = Listing(frozen, eyes, reviewing)
    printing = Printing(listing, store, Overlays(frozen, store, eyes))
    return Snapshot(frozen, eyes, reviewing, listing, printing, Reports(frozen, eyes, listing, store))
