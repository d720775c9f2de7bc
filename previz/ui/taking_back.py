"""What the Undo button of a message does, however late it is clicked."""

from __future__ import annotations

from previz.scene.edit import Edit
from previz.ui.session import Session


def take_back(session: Session, step: Edit) -> None:
    """Undo this step while it is the newest; else say how to come to it."""
    history = session.document.history
    if history and history[-1] is step:
        session.undo()
    else:
        session.tell(f"Other steps were made since; the history (Ctrl+H) leads back to “{step.label}”.")
