"""Ways to harm a file or its disk, and what an error may look like."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NOBODY = 65534


@contextmanager
def as_anybody() -> Iterator[None]:
    """No rights of an administrator inside."""
    if is_root():
        os.seteuid(NOBODY)
        try:
            yield
        finally:
            os.seteuid(0)
    else:
        yield


def is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def one_line(error: BaseException) -> str:
    line = str(error)
    assert line
    assert "\n" not in line
    assert "Traceback" not in line
    return line


HOT = """
import os, sqlite3, sys
c = sqlite3.connect(sys.argv[1], isolation_level=None)
for line in ("PRAGMA cache_size = 1", "PRAGMA cache_spill = 1", "BEGIN IMMEDIATE", "DELETE FROM entity"):
    c.execute(line)
for n in range(99):
    c.execute("INSERT INTO job VALUES (?, 'p', ?, 'queued', '', '', '')", (str(n), "y" * 3000))
os._exit(0)
"""


def leave_hot_journal(path: Path) -> None:
    """As a process killed while it wrote leaves it: changed pages, and the journal to take them back."""
    subprocess.run([sys.executable, "-c", HOT, str(path)], check=True)
    journal = path.with_name(path.name + "-journal")
    assert journal.stat().st_size > 0
