"""The look of a film: who makes its frames, in which style, told what."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from previz.gen.styles import style
from previz.scene import model
from previz.scene.document import Document


def change_look(document: Document, changes: Mapping[str, str]) -> model.Look:
    """The film's look with ``changes``, one undo step. NotSupported for a style that does not exist."""
    look = msgspec.structs.replace(document.project.look, **dict(changes))
    style(look.style)
    if look != document.project.look:
        with document.edit("Change the look") as edit:
            edit.update(model.PROJECT_ID, look=look)
    return look
