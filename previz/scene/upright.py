"""Words that stay in their own line: no letter in them turns round or breaks what is shown behind them.

Names, headings and titles are drawn in dozens of places, on screen and on paper; here those letters stop.
"""

from __future__ import annotations

import re

_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Embeddings, overrides and isolates. The marks for one letter (LRM, RLM, ALM) and the joiners stay."""
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]")
"""All but tab and line ends."""
_BREAKS = re.compile("[\t\n\r]")
_ESCAPED = re.compile(r"(?<!\\)((?:\\\\)*)\\(?:u00[01][0-9a-f]|[bf])")
"""The same in JSON, which escapes what ASCII has of them."""
_SUSPECT = re.compile(rb"\xe2\x80[\xa8-\xae]|\xe2\x81[\xa6-\xa9]|\xc2[\x80-\x9f]|\x7f|\\[ubf]")


def upright(text: str) -> str:
    """``text`` without letters that turn, and with a space for every other control character."""
    return text if text.isprintable() else _CONTROLS.sub(" ", _TURNING.sub("", text))


def on_one_line(text: str) -> str:
    """``text`` with single blanks where it has tabs or line ends; else as it is: somebody may be typing."""
    return " ".join(text.split()) if _BREAKS.search(text) else text


def upright_json(data: bytes) -> bytes:
    """As `upright`, for all strings of a JSON value at once."""
    if not _SUSPECT.search(data):
        return data
    return _ESCAPED.sub(r"\1 ", upright(data.decode())).encode()
