"""Named versions: the whole state of the project, to which one can return."""

from __future__ import annotations

import zlib

import msgspec

from previz.errors import FileDamaged, NotFound
from previz.scene.model import HISTORY_KINDS, Value
from previz.scene.store_database import Database, now
from previz.scene.store_lock import user_name
from previz.scene.store_rows import Raw

_ROWS = msgspec.json.Decoder(list[tuple[str, str, int, str]])


class Version(Value, frozen=True, kw_only=True):
    number: int
    name: str
    who: str
    at: str


class Versions:
    """The ``version`` table: rows of the entity table (takes and notes excepted), deflated."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save(self, name: str, rows: list[Raw]) -> Version:
        kept = [row for row in rows if row[1] not in HISTORY_KINDS]
        data = zlib.compress(msgspec.json.encode(kept), 6)
        with self._database.transaction():
            number = self._database.value("SELECT coalesce(max(number), 0) + 1 FROM version")
            version = Version(number=number, name=name, who=user_name(), at=now())
            self._database.run(
                "INSERT INTO version(number, name, who, at, data) VALUES (?, ?, ?, ?, ?)",
                (*msgspec.structs.astuple(version), data),
            )
        return version

    def all(self) -> list[Version]:
        """The oldest first."""
        found = self._database.rows("SELECT number, name, who, at FROM version ORDER BY number")
        return [Version(number=number, name=name, who=who, at=at) for number, name, who, at in found]

    def one(self, number: int) -> Version:
        for version in self.all():
            if version.number == number:
                return version
        raise NotFound(f"version {number} is not in {self._database.path.name}")

    def rows(self, number: int) -> list[Raw]:
        """Raises NotFound, FileDamaged."""
        data = self._database.value("SELECT data FROM version WHERE number = ?", (number,))
        name = self._database.path.name
        if data is None:
            raise NotFound(f"version {number} is not in {name}")
        try:
            return _ROWS.decode(zlib.decompress(data))
        except (zlib.error, msgspec.DecodeError, TypeError) as error:
            raise FileDamaged(
                f"{name}: version {number} is damaged; use another version or a backup"
            ) from error
