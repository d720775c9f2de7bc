"""`previz FILE` for a file that is no film: what it is, and how it comes into one."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path

from previz.script.reading import FORMATS as SCRIPTS

MODELS = (".glb", ".gltf", ".obj", ".ply", ".stl", ".dae")
PICTURES = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp", ".gif", ".bmp", ".psd", ".ora")
LISTS = (".csv", ".tsv", ".xlsx")
SQLITE = b"SQLite format 3\0"
"""How a film begins, whatever it is called."""


def stranger(arguments: Sequence[str]) -> str:
    """What to do with the one file that is named, in a line; "" where no file is, but a command."""
    path = Path(arguments[0]) if len(arguments) == 1 else Path()
    ending, named = path.suffix.lower(), shlex.quote(str(path))
    if not ending or not path.is_file():
        return ""
    if _is_film(path):
        return f"{path.name} may be a film, but its name does not end in .previz; rename it."
    if ending in SCRIPTS:
        return f"{path.name} is no film; for a screenplay: previz script import FILM.previz {named}"
    if ending in MODELS:
        return f"{path.name} is a 3D model; bring it into a film: previz import FILM.previz {named}"
    if ending in PICTURES:
        how = f"previz import-take FILM.previz --shot N {named}"
        return f"{path.name} is a picture; make it a take of a shot: {how}"
    if ending in LISTS:
        return (
            f"{path.name} is no film; for a shot list: previz FILM.previz, and there “Import a shot list…”."
        )
    return f"{path.name} is no film, its name would end in .previz; previz --help lists the commands."


def _is_film(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(SQLITE)) == SQLITE
    except OSError:
        return False
