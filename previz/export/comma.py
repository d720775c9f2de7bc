"""The shot list as CSV that a spreadsheet opens as it is: UTF-8 with a mark, and no cell is a formula."""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Sequence
from pathlib import Path

from previz.export.fields import Field
from previz.export.rows import SceneRow, ShotRow
from previz.export.targets import check_target, replace_file

_ACTS = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""The last four are the wide forms of the first, which spreadsheets in East Asia take for them."""
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")


def write_csv(
    path: str | os.PathLike[str],
    scenes: Sequence[SceneRow],
    shots: Sequence[ShotRow],
    fields: Sequence[Field],
) -> int:
    """One line a shot below the heads; returns how many. Raises ExportError."""
    target = Path(path)
    check_target(target)
    known = {scene.id: scene for scene in scenes}
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([guarded(field.head) for field in fields])
    for shot in shots:
        scene = known.get(shot.scene_id)
        writer.writerow([guarded(field.text(shot, scene)) for field in fields])
    replace_file(target, out.getvalue().encode("utf-8-sig"))
    return len(shots)


def guarded(text: str) -> str:
    """With an apostrophe before what a spreadsheet would work out; plain numbers stay as they are."""
    return f"'{text}" if text.startswith(_ACTS) and not _NUMBER.fullmatch(text) else text


def unguarded(text: str) -> str:
    """What was written, without the apostrophe that `guarded` puts before it."""
    return text[1:] if text[:1] == "'" and text[1:].startswith(_ACTS) else text
