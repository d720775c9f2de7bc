"""Where the shipped files are: `assets/` of a source tree, `previz/_assets/` of an installed wheel."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


@cache
def _root() -> Path:
    for folder in (_PACKAGE / "_assets", _PACKAGE.parent / "assets"):
        if (folder / "cameras.csv").is_file():
            return folder
    raise FileNotFoundError(f"Previz's assets are missing beside {_PACKAGE}; install the package again.")


def asset(*parts: str) -> Path:
    """Path of a shipped file or folder, e.g. ``asset("mannequin", "poses.json")``."""
    return _root().joinpath(*parts)
