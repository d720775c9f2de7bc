"""The ledger of verdicts: append-only, each row hashing the one before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

import msgspec

from previz.errors import FileDamaged
from previz.scene.model import Verdict
from previz.scene.store_database import Database, now

_COLUMNS = "number, panel_id, take_id, image, state, who, why, at, fingerprint, previous, hash"


_HEAD = (
    "CREATE TABLE IF NOT EXISTS ledger_head("
    "place INTEGER PRIMARY KEY CHECK (place = 1), number INTEGER NOT NULL, hash TEXT NOT NULL)"
)
"""Files from before it have none until their next verdict."""


def verdict_hash(verdict: Verdict) -> str:
    """sha256 over canonical JSON (sorted names, no spaces, UTF-8) of every field but ``hash``."""
    fields = {name: getattr(verdict, name) for name in verdict.__struct_fields__ if name != "hash"}
    text = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


class Ledger:
    """The only store of verdicts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def append(
        self,
        *,
        panel_id: str,
        take_id: str,
        image: str,
        state: str,
        who: str,
        why: str = "",
        at: str | None = None,
        fingerprint: Mapping[str, str] | None = None,
    ) -> Verdict:
        """Write down what a person decided about a take, for good.

        Raises ValueError for an unknown state or a field of the wrong type.
        """
        with self._database.transaction():
            last = self._database.row("SELECT number, hash FROM ledger ORDER BY number DESC LIMIT 1")
            number, previous = last or (0, "")
            verdict = msgspec.convert(
                {
                    "number": number + 1,
                    "panel_id": panel_id,
                    "take_id": take_id,
                    "image": image,
                    "state": state,
                    "who": who,
                    "why": why,
                    "at": at or now(),
                    "fingerprint": dict(fingerprint or {}),
                    "previous": previous,
                },
                Verdict,
            )
            verdict = msgspec.structs.replace(verdict, hash=verdict_hash(verdict))
            row = msgspec.structs.asdict(verdict) | {"fingerprint": _json(verdict.fingerprint)}
            places = ", ".join("?" * len(row))
            self._database.run(
                f"INSERT INTO ledger({_COLUMNS}) VALUES ({places})",
                tuple(row[name] for name in _COLUMNS.split(", ")),
            )
            self._database.run(_HEAD)
            self._database.run(
                "INSERT OR REPLACE INTO ledger_head(place, number, hash) VALUES (1, ?, ?)",
                (verdict.number, verdict.hash),
            )
            return verdict

    def verdicts(self) -> list[Verdict]:
        """All of them, the oldest first. Raises FileDamaged for a row that cannot be read."""
        found = []
        for row in self._database.rows(f"SELECT {_COLUMNS} FROM ledger ORDER BY number"):
            fields = dict(zip(_COLUMNS.split(", "), row, strict=True))
            try:
                fields["fingerprint"] = json.loads(fields["fingerprint"])
                found.append(msgspec.convert(fields, Verdict))
            except (ValueError, TypeError) as error:
                name = self._database.path.name
                raise FileDamaged(f"{name}: verdict {row[0]} cannot be read; return to a backup") from error
        return found

    def latest(self) -> dict[str, Verdict]:
        """Take id → its last verdict."""
        return {verdict.take_id: verdict for verdict in self.verdicts()}

    def problems(self) -> list[str]:
        """One line for each row that was changed, and each gap; empty when the chain holds."""
        try:
            verdicts = self.verdicts()
        except FileDamaged as error:
            return [str(error)]
        found: list[str] = []
        previous = ""
        for place, verdict in enumerate(verdicts, 1):
            if verdict.number != place:
                return [*found, f"ledger: verdict {place} is missing; somebody removed it"]
            if verdict.previous != previous:
                found.append(
                    f"ledger: verdict {place} does not follow the one before; one of them was replaced"
                )
            if verdict_hash(verdict) != verdict.hash:
                found.append(f"ledger: verdict {place} was changed after it was given")
            previous = verdict.hash
        return [*found, *self._headless(verdicts)]

    def _headless(self, verdicts: list[Verdict]) -> list[str]:
        """What the newest verdict as it was written down beside the chain does not find in it.

        More verdicts than that are no fault: an older program writes them without it.
        """
        if not self._database.row("SELECT 1 FROM sqlite_master WHERE name = 'ledger_head'"):
            return []
        number, hash = self._database.row("SELECT number, hash FROM ledger_head") or (0, "")
        if number > len(verdicts):
            gone = (
                f"{len(verdicts) + 1}" if number == len(verdicts) + 1 else f"{len(verdicts) + 1} to {number}"
            )
            return [f"ledger: verdict {gone} is missing; somebody removed the newest"]
        if number and verdicts[number - 1].hash != hash:
            return [f"ledger: verdict {number} is not the one that was given; it was replaced"]
        return []


def _json(value: object) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
