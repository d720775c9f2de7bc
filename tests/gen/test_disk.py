from __future__ import annotations

import errno

import pytest

from previz.gen.disk import reason


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "the disk is full; free some space"),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), "the disk is full; free some space"),
        (OSError(errno.EACCES, "Permission denied", "/a/b"), "Permission denied"),
        (OSError("100 requested and\n7 written"), "100 requested and 7 written"),
        (PermissionError(), "PermissionError"),
    ],
)
def test_reason_is_one_line_and_never_none(error: OSError, words: str) -> None:
    assert reason(error) == words
