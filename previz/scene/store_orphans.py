"""Pictures, and requests, written for a take that never came: a frame was given up, or a panel removed.

A finished frame is written before the project says that it is a take (see `Store.put_blob`). What nothing
names is taken out when the file is closed, and only then: until then an undo may name it again.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from previz.scene.store_blobs import unpacked
from previz.scene.store_database import Database

_CANDIDATES = """
SELECT hash FROM blob WHERE (name LIKE 'takes/%' OR name LIKE 'requests/%') AND hash NOT IN (
    SELECT coalesce(json_extract(data, '$.image'), '') FROM entity WHERE kind = 'take'
    UNION SELECT coalesce(json_extract(data, '$.request'), '') FROM entity WHERE kind = 'take'
    UNION SELECT request FROM job)
"""


def remove_orphans(database: Database) -> int:
    """How many there were. Raises FileError; of a file in which not all can be read nothing is taken."""
    orphans = {str(hash) for (hash,) in database.rows(_CANDIDATES)}
    try:
        for text in _texts(database) if orphans else ():
            orphans = {hash for hash in orphans if hash not in text}
    except (zlib.error, TypeError):
        return 0
    if not orphans:
        return 0
    with database.transaction():
        for hash in orphans:
            database.run("DELETE FROM sqlar WHERE name = (SELECT name FROM blob WHERE hash = ?)", (hash,))
            database.run("DELETE FROM blob WHERE hash = ?", (hash,))
    return len(orphans)


def _texts(database: Database) -> Iterator[str]:
    """Everything that may name a picture, whatever it is and whichever version wrote it."""
    for (data,) in database.rows("SELECT data FROM entity"):
        yield str(data)
    for image, fingerprint in database.rows("SELECT image, fingerprint FROM ledger"):
        yield f"{image} {fingerprint}"
    for (data,) in database.rows("SELECT data FROM version"):
        yield zlib.decompress(data).decode(errors="replace")
    for size, data in database.rows("SELECT sz, data FROM sqlar WHERE name LIKE '%.json'"):
        found = unpacked(size, data)
        if found is None:
            raise TypeError("a request that cannot be read")
        yield found.decode(errors="replace")
