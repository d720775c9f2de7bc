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
        name = " ".join(name.split())
        if not 0 < len(name) <= LONGEST_NAME:
            raise BadProject(f"A kept pose needs a name of 1 to {LONGEST_NAME} letters; give it another.")
        check_pose(pose, None, ())
        self._write({**self._read(), name: Leaf(pose=pose, group=group)})

    def drop(self, name: str) -> None:
        """Raises BadProject for a name that is not in the book, FileNotWritable."""
        leaves = self._read()
        check(name, leaves, "kept pose")
        self._write({other: leaf for other, leaf in leaves.items() if other != name})

    def _read(self) -> dict[str, Leaf]:
        try:
            return msgspec.json.decode(self.path.read_bytes(), type=dict[str, Leaf])
        except FileNotFoundError:
            return {}
        except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
            raise FileDamaged(
                f"The book of poses {self.path} cannot be read ({error}); mend it or move it away."
            ) from error

    def _write(self, leaves: dict[str, Leaf]) -> None:
        data = msgspec.json.format(msgspec.json.encode(leaves, order="sorted"), indent=1)
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
        self._leaves = leaves
