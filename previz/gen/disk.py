"""Why the disk refused, in words for the user."""

from __future__ import annotations

import errno

_FULL = (errno.ENOSPC, errno.EDQUOT)


def reason(error: OSError) -> str:
    """No capital, no full stop: "the disk is full; free some space". Never empty, never "None"."""
    if error.errno in _FULL:
        return "the disk is full; free some space"
    return " ".join((error.strerror or str(error) or type(error).__name__).split())
