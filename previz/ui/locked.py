"""Why a hand moves nothing: what it took hold of is locked."""

from __future__ import annotations

from previz.studio.tracks import is_locked, told
from previz.ui.session import Session


def tell_locked(session: Session, id: str) -> None:
    """Say so where it is; to be called once a drag. Who only reads has been told another reason."""
    shot = session.shot
    if shot is not None and not session.read_only and is_locked(session.document, shot.id, id):
        session.tell(f"{told(session.document, [id])} is locked; Ctrl+L unlocks what is selected.")
