"""Words made fit for paper: no control characters, nothing without a glyph, a direction and a language.

Text never is markup: it travels to the page as JSON strings. What the page cannot show becomes "□" and is
counted per field, so that the report can say where.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import TypeAlias

Text: TypeAlias = "str | dict[str, str | bool]"
"""A left-to-right string in the film's language, or {"t": text, "rtl": bool, "lang": tag}."""

MISSING = "□"
LONG_RUN = 26
"""Latin runs of this many letters get soft hyphens: no column is wider than such a word is long."""

_DROPPED = re.compile(r"[\ufe00-\ufe0f\u20e3\U000e0100-\U000e01ef]")
_LONG = re.compile(rf"[A-Za-z0-9\u00c0-\u024f_./\\-]{{{LONG_RUN},}}")
_RTL = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_SCRIPTS = (
    (re.compile(r"[\u3040-\u30ff]"), "ja"),
    (re.compile(r"[\uac00-\ud7af\u1100-\u11ff]"), "ko"),
    (re.compile(r"[\u0900-\u097f]"), "hi"),
    (re.compile(r"[\u0590-\u05ff]"), "he"),
    (re.compile(r"[\u0600-\u06ff]"), "ar"),
    (re.compile(r"[\u0e00-\u0e7f]"), "th"),
    (re.compile(r"[\u3400-\u9fff]"), "zh"),
)


def plain(text: str) -> str:
    """Without control and format characters; NFC; line ends as "\\n" without blank lines, tabs as spaces.

    Zero-width joiners stay (Arabic and Devanagari need them), bidirectional overrides go.
    """
    if text.isascii() and text.isprintable():
        return text.strip()
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = re.sub(r"[\u2028\u2029\u0085]", "\n", text).replace("\t", " ")
    text = _DROPPED.sub("", re.sub(r"\s*\n\s*", "\n", text))
    if not text.isprintable():  # isprintable knows no Cc, Cf, Cs
        text = "".join(_kept(text))
    return text.strip()


def one_line(text: str) -> str:
    """For a name or a terminal: `plain`, with every line break a space."""
    return " ".join(plain(text).split())


def _kept(text: str) -> Iterator[str]:
    for c in text:
        category = unicodedata.category(c)
        if c in "\n\u200c\u200d\u00ad" or category not in ("Cc", "Cf", "Cs"):
            yield c
        elif category == "Cs":
            yield MISSING


def clusters(text: str) -> Iterator[str]:
    """Letters with the marks that sit on them."""
    cluster = ""
    for c in text:
        if cluster and unicodedata.category(c)[0] == "M":
            cluster += c
        else:
            if cluster:
                yield cluster
            cluster = c
    if cluster:
        yield cluster


def substitute(text: str, covers: Callable[[str], bool]) -> tuple[str, list[str]]:
    """The text with "□" for what no font shows, and what that was. Private-use characters mean nothing
    outside the font that they were typed in, and PDF/A refuses them."""
    if text.isascii():
        return text, []
    missing: list[str] = []
    out: list[str] = []
    for cluster in clusters(text):
        if cluster.isascii() or (covers(cluster) and unicodedata.category(cluster[0]) != "Co"):
            out.append(cluster)
            continue
        missing.append(cluster)
        alone = len(cluster) > 1 and covers(cluster[0])
        out.append(cluster[0] if alone else MISSING)
    return "".join(out), missing


def directed(text: str, language: str) -> Text:
    """The text as the page wants it: a bare string, or with direction and language where they differ."""
    text = _LONG.sub(lambda m: "\u00ad".join(m[0][i : i + 9] for i in range(0, len(m[0]), 9)), text)
    if text.isascii():
        return text
    rtl = first_strong_is_rtl(text)
    lang = next((tag for pattern, tag in _SCRIPTS if pattern.search(text)), language)
    if lang == "zh" and language.partition("-")[0] in ("ja", "ko", "zh"):
        lang = language
    lang = lang.partition("-")[0]
    return {"t": text, "rtl": rtl, "lang": lang} if rtl or lang != language else text


def first_strong_is_rtl(text: str) -> bool:
    """Rule P2 of the Unicode bidirectional algorithm (UAX 9)."""
    for c in text:
        direction = unicodedata.bidirectional(c)
        if direction in ("R", "AL"):
            return True
        if direction == "L":
            return False
    return bool(_RTL.search(text))


def shown(clusters: list[str]) -> str:
    """Characters that are missing, for a report: each once, with its number."""
    names = dict.fromkeys(f"{c} (U+{ord(c[0]):04X})" for c in clusters)
    return ", ".join(list(names)[:8]) + (f" and {len(names) - 8} more" if len(names) > 8 else "")


def sentence(words: str) -> str:
    """The first letter large, as on a line of its own: "push in" → "Push in"."""
    return words[:1].upper() + words[1:]
