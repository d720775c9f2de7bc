"""The fixed words of documents in the languages that a crew reads: heads of columns, status, totals, keys.

The table is ``assets/paper/words.json``: English → German, French, Spanish. What somebody wrote is never
translated; words of the trade that geometry puts down (moves, angles) are, part by part.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Literal, TypeAlias, get_args

import msgspec

from previz.assets import asset

PaperLanguage: TypeAlias = Literal["en", "de", "fr", "es"]
LANGUAGES: dict[PaperLanguage, str] = {"en": "English", "de": "Deutsch", "fr": "Français", "es": "Español"}

_MONTHS: dict[PaperLanguage, str] = {
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    "de": "Jan. Feb. März Apr. Mai Juni Juli Aug. Sept. Okt. Nov. Dez.",
    "fr": "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
    "es": "ene feb mar abr may jun jul ago sep oct nov dic",
}
_POINT = re.compile(r"(?<=\d)\.(?=\d)")
_BETWEEN = re.compile(r"( \+ |, | · )")


@lru_cache
def words(language: PaperLanguage) -> Mapping[str, str]:
    """English → the language; empty for English."""
    if language == "en":
        return {}
    rows = msgspec.json.decode(
        asset("paper", "words.json").read_bytes(), type=dict[str, tuple[str, str, str]]
    )
    place = get_args(PaperLanguage).index(language) - 1
    return {english: row[place] for english, row in rows.items()}


def say(language: PaperLanguage, english: str, *values: object) -> str:
    """A fixed phrase with its values in place of "{}"."""
    return words(language).get(english, english).format(*values)


def count(language: PaperLanguage, number: int, one: str, many: str) -> str:
    """ "1 shot", "3 shots"."""
    return f"{number} {say(language, one if number == 1 else many)}"


def figures(language: PaperLanguage, number: str) -> str:
    """A measure as the language writes it: "2.47 m", "2,47 m". What is engraved or named (stops, focal
    lengths, sensors) keeps its point."""
    return number if language == "en" else _POINT.sub(",", number)


def terms(language: PaperLanguage, english: str) -> str:
    """Words of the trade joined by commas or plus signs: "pan left, then push in". What is not in the table
    stays as it is: somebody typed it."""
    known = words(language)
    if not known:
        return english
    return "".join(_term(known, part) for part in _BETWEEN.split(english))


def _term(known: Mapping[str, str], part: str) -> str:
    if part.startswith("then "):
        return f"{known['then']} {_term(known, part.removeprefix('then '))}"
    found = known.get(part) or known.get(part[:1].lower() + part[1:])
    if found is None or part in ("", ", "):
        return part
    return found[:1].upper() + found[1:] if part[:1].isupper() else found


def day(when: date, language: PaperLanguage = "en") -> str:
    """ "26 Nov 2026", "26. Nov. 2026": the one form of dates on paper."""
    month = _MONTHS[language].split()[when.month - 1]
    return f"{when.day}{'.' if language == 'de' else ''} {month} {when.year}"


def date_of(at: str, language: PaperLanguage = "en") -> str:
    """The day of a moment, ISO 8601, where this is printed; what is no moment stays."""
    when = here(at)
    return day(when.date(), language) if when is not None else at


def moment(at: str, language: PaperLanguage = "en") -> str:
    """A moment of the film's history, ISO 8601, as the clock shows it where this is printed: "26 Nov 2026
    18:05"; what is no moment stays."""
    when = here(at)
    return f"{day(when.date(), language)} {when:%H:%M}" if when is not None else at


def here(at: str) -> datetime | None:
    """A moment, ISO 8601, in local time; None for what is no moment."""
    try:
        return datetime.fromisoformat(at).astimezone()
    except (ValueError, OverflowError, OSError):  # written by hand, or by another program
        return None
