"""The page of verdicts behind a storyboard: who decided what, when and why, with the ledger's hashes."""

from __future__ import annotations

from collections.abc import Sequence

from previz.export import phrases
from previz.export.rows import FilmFacts, VerdictRow
from previz.export.typeset import Payload, Raw

WORDS = {
    "review": "In review",
    "changes": "Changes",
    "approved": "Approved",
    "omitted": "Omitted",
}
HASH_LENGTH = 12
"""Characters of a hash on paper: enough to tell two ledgers apart, short enough to read aloud."""


def approvals(film: FilmFacts, verdicts: Sequence[VerdictRow], trouble: Sequence[str] = ()) -> Payload | None:
    """For `storyboard.typ`; None where nobody has decided anything.

    ``trouble``: what is wrong with the chain of the ledger, one line a row; printed above the table.
    """
    if not verdicts:
        return None
    last = verdicts[-1]
    chain = film.say("{} verdicts; the hash of the last begins {}.", len(verdicts), last.hash[:HASH_LENGTH])
    return {
        "chain": Raw(chain, "the ledger", False),
        "trouble": [Raw(line, "the ledger", False) for line in trouble],
        "rows": [_row(film, verdict) for verdict in verdicts],
    }


def _row(film: FilmFacts, verdict: VerdictRow) -> Payload:
    field = f"verdict {verdict.number}"
    about = {"stands": "", "superseded": "superseded", "removed": "panel removed"}[verdict.standing]
    return {
        "n": verdict.number,
        "no": Raw(verdict.shot, field, False, "—"),
        "take": film.say("Take {}", verdict.take) if verdict.take else "—",
        "state": verdict.state,
        "word": film.say(WORDS[verdict.state]),
        "about": film.say(about),
        "stale": verdict.stale,
        "who": Raw(verdict.who, field, False, "—"),
        "at": phrases.moment(verdict.at, film.words),
        "why": Raw(verdict.why, field),
        "hash": verdict.hash[:HASH_LENGTH],
    }
