"""The user's own poses, kept beside all projects as one JSON file that can be read, mailed and merged."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

import msgspec
import platformdirs

from previz.cast.names import check
from previz.cast.solve import check as check_pose
from previz.errors import BadProject, FileDamaged, FileNotWritable
from previz.scene.model import Pose, Value

LONGEST_NAME = 80
LARGEST_BYTES = 16_000_000
"""Thousands of poses; a larger file is none of ours."""


class Leaf(Value, frozen=True, kw_only=True):
    """One kept pose."""

    pose: Pose
    group: str = ""


class PoseBook:
    """Poses by name. Every change is written at once, whole or not at all."""

    def __init__(self, path: Path | None = None) -> None:
        """``path`` None is the user's own book. Raises FileDamaged for a file that is no book."""
        self.path = path or platformdirs.user_data_path("previz", appauthor=False) / "poses.json"
        self._leaves = self._read()

    @property
    def leaves(self) -> Mapping[str, Leaf]:
        """Name → pose, in the order of names."""
        return dict(sorted(self._leaves.items(), key=lambda item: item[0].casefold()))

    def pose(self, name: str) -> Pose:
        """Raises BadProject for a name that is not in the book."""
        return self._leaves[check(name, self._leaves, "kept pose")].pose

    def keep(self, name: str, pose: Pose, group: str = "") -> None:
        """Write a pose down, in place of one of that name. Raises BadProject, FileNotWritable."""
        name = tidy(name)
        check_pose(pose, None, ())
        self._write({**self._pages(), name: Leaf(pose=pose, group=group)})

    def rename(self, name: str, new_name: str) -> None:
        """Raises BadProject for a name that is not in the book or that another pose has."""
        pages, new_name = self._pages(), tidy(new_name)
        check(name, pages, "kept pose")
        if new_name != name and new_name in pages:
            raise BadProject(f"There is a kept pose “{new_name}” already; give it another name.")
        self._write({new_name if old == name else old: page for old, page in pages.items()})

    def drop(self, name: str) -> None:
        """Raises BadProject for a name that is not in the book, FileNotWritable."""
        pages = self._pages()
        check(name, pages, "kept pose")
        self._write({other: page for other, page in pages.items() if other != name})

    def _pages(self) -> dict[str, Leaf | msgspec.Raw]:
        """As they stand in the file, so that what a newer version noted with a pose is written back."""
        self._leaves = self._read()
        return {**msgspec.json.decode(self._bytes(), type=dict[str, msgspec.Raw])}

    def _read(self) -> dict[str, Leaf]:
        try:
            return msgspec.json.decode(self._bytes(), type=dict[str, Leaf])
        except (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            why = str(error) or "it is nested too deeply"
            raise FileDamaged(
                f"The book of poses {self.path} cannot be read ({why}); mend it or move it away."
            ) from error

    def _bytes(self) -> bytes:
        try:
            if self.path.stat().st_size > LARGEST_BYTES:
                raise FileDamaged(f"The book of poses {self.path} is no book: it is too large; move it away.")
            return self.path.read_bytes()
        except FileNotFoundError:
            return b"{}"

    def _write(self, pages: Mapping[str, Leaf | msgspec.Raw]) -> None:
        data = msgspec.json.format(msgspec.json.encode(dict(sorted(pages.items()))), indent=1)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            number, beside = tempfile.mkstemp(dir=self.path.parent, prefix=".poses-")
            with os.fdopen(number, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.replace(beside, self.path)
        except OSError as error:
            raise FileNotWritable(
                f"The pose could not be kept in {self.path} ({error.strerror}); free or allow the folder."
            ) from error
        self._leaves = self._read()


def tidy(name: str) -> str:
    """A name in one line. Raises BadProject for one that is empty or too long."""
    name = " ".join(name.split())
    if not 0 < len(name) <= LONGEST_NAME:
        raise BadProject(f"A kept pose needs a name of 1 to {LONGEST_NAME} letters; give it another.")
    return name
