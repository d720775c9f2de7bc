"""Pictures and requests by their content: an SQLite archive (sqlar) that stock tools unpack."""

from __future__ import annotations

import hashlib
import re
import time
import zlib
from pathlib import PurePosixPath

from previz.errors import FileDamaged
from previz.scene.store_database import Database

_MODE = 0o100644
_COMPRESSED = frozenset({".json", ".txt", ".svg"})
"""What is worth deflating; pictures are stored as they are."""


def blob_hash(data: bytes) -> str:
    """sha256, hex."""
    return hashlib.sha256(data).hexdigest()


class Blobs:
    """The ``sqlar`` table, and ``blob`` which finds a name by hash."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, data: bytes, name: str) -> str:
        """Keep bytes; the same bytes are kept once. ``name`` is what people see when they unpack.

        Call it inside a transaction. Returns the hash.
        """
        hash = blob_hash(data)
        if self.name(hash) is not None:
            return hash
        path = archive_name(name, hash)
        packed = zlib.compress(data) if PurePosixPath(path).suffix in _COMPRESSED else data
        self._database.run(
            "INSERT INTO sqlar(name, mode, mtime, sz, data) VALUES (?, ?, ?, ?, ?)",
            (path, _MODE, int(time.time()), len(data), packed if len(packed) < len(data) else data),
        )
        self._database.run("INSERT INTO blob(hash, name) VALUES (?, ?)", (hash, path))
        return hash

    def rename(self, hash: str, name: str) -> None:
        """Call a picture otherwise, without its suffix. Call it inside a transaction."""
        before = self.name(hash)
        if before is None:
            return
        after = archive_name(f"{name}{PurePosixPath(before).suffix}", hash)
        if after != before:
            self._database.run("UPDATE sqlar SET name = ? WHERE name = ?", (after, before))
            self._database.run("UPDATE blob SET name = ? WHERE hash = ?", (after, hash))

    def name(self, hash: str) -> str | None:
        """Its path in the archive; None when the file does not hold it."""
        found: str | None = self._database.value("SELECT name FROM blob WHERE hash = ?", (hash,))
        return found

    def get(self, hash: str) -> bytes:
        """The bytes; raises FileDamaged when they are missing or not what they were."""
        found = self._database.row(
            "SELECT sz, data FROM sqlar WHERE name = (SELECT name FROM blob WHERE hash = ?)", (hash,)
        )
        file = self._database.path.name
        if found is None:
            raise FileDamaged(
                f"{file}: picture {hash[:12]} is missing; generate it again or return to a backup"
            )
        data = unpacked(*found)
        if data is None or blob_hash(data) != hash:
            raise FileDamaged(
                f"{file}: picture {hash[:12]} is damaged; generate it again or return to a backup"
            )
        return data

    def hashes(self) -> list[str]:
        return [row[0] for row in self._database.rows("SELECT hash FROM blob ORDER BY rowid")]


def unpacked(size: int, data: object) -> bytes | None:
    """The content of a sqlar row, deflated when shorter than its size; None when it cannot be."""
    if not isinstance(data, bytes):
        return None
    if len(data) == size:
        return data
    try:
        return zlib.decompress(data)
    except zlib.error:
        return None


def archive_name(name: str, hash: str) -> str:
    """ "takes/12A 1.png" → "takes/12A-1-0a1b2c3d4e5f.png": safe to unpack anywhere, unique by content."""
    parts = [re.sub(r"[^\w.-]+", "-", part).strip(".-") for part in re.split(r"[/\\]+", name)]
    path = PurePosixPath(*[part for part in parts if part] or ["file"])
    return str(path.with_name(f"{path.stem}-{hash[:12]}{path.suffix}"))
