"""Pictures on the look sheet of a film or a scene, whose style a model follows."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image

from previz.errors import BadProject
from previz.export.wording import one_line
from previz.scene import model
from previz.scene.document import Document
from previz.scene.store import Store
from previz.studio.looks import change_look, sheet_of
from previz.studio.reference_pictures import SIDE_PX, picture_png

MOST = 4
"""Pictures of style in one look."""


def bring_style(
    document: Document, store: Store, path: Path, rights: str, words: str = "", scene_id: str = ""
) -> model.Look:
    """Add a picture whose style is followed. ``words``: what a model is told of it, seen or not.

    Raises ImportFailed, and BadProject without a word on rights and beyond `MOST`.
    """
    look, rights = sheet_of(document, scene_id), one_line(rights)
    if not rights:
        raise BadProject("Say who made this picture and who agreed to its use for the look.")
    if len(look.pictures) == MOST:
        raise BadProject(f"This look has {MOST} pictures, which is the most; remove them first.")
    image = store.put_blob(picture_png(path), f"references/style-{path.stem}.png")
    made = model.ReferencePicture(image=image, rights=rights, words=one_line(words))
    return change_look(document, {"pictures": (*look.pictures, made)}, scene_id)


def keep_look(
    document: Document, store: Store, take: model.Take, number: str, scene_id: str = ""
) -> model.Look:
    """Let a take be the picture whose style the film, or a scene, follows from now on, in place of others.

    Raises BadProject for a picture that was brought in: only a person can say who made it.
    """
    if take.imported:
        raise BadProject(
            f"Take {take.number} was brought in from a file. Add its picture to the look itself, with who "
            "made it and who agreed (Add a picture, or `previz look --picture FILE --rights WORDS`)."
        )
    with Image.open(io.BytesIO(store.blob(take.image))) as opened:
        small = opened.convert("RGB")
    small.thumbnail((SIDE_PX, SIDE_PX), Image.Resampling.LANCZOS)
    file = io.BytesIO()
    small.save(file, "PNG")
    image = store.put_blob(file.getvalue(), f"references/style-{number}-take-{take.number}.png")
    kept = model.ReferencePicture(image=image, rights=f"made in this film: shot {number}, take {take.number}")
    return change_look(document, {"pictures": (kept,)}, scene_id)


def remove_styles(document: Document, scene_id: str = "") -> model.Look:
    return change_look(document, {"pictures": ()}, scene_id)
