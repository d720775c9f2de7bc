"""Why a frame goes back: the trade's short list of reasons, and how they are written into the ledger.

A verdict has one text, `why`, that people read and the ledger's hash covers. The reasons stand at its
front, so that a program finds them again: "Eyeline, Expression: He should look at the letter."
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec


class Reason(msgspec.Struct, frozen=True):
    """A reason that a director gives in one word."""

    key: str
    label: str
    about: str
    """What is wrong then, for a tooltip."""


REASONS: tuple[Reason, ...] = (
    Reason("eyeline", "Eyeline", "somebody looks at the wrong person, thing or side"),
    Reason("size", "Size", "the shot is too wide or too close"),
    Reason("lens", "Lens", "the perspective is wrong: too wide or too long a lens"),
    Reason("geography", "Geography", "one cannot tell where things are, or they stand elsewhere"),
    Reason("expression", "Expression", "the face says something else"),
    Reason("wardrobe", "Wardrobe", "clothes, hair or make-up are wrong"),
    Reason("light", "Light", "wrong hour, direction, mood"),
    Reason("performance", "Performance", "the body says something else: pose, gesture, weight"),
    Reason("legibility", "Legibility", "one cannot read at once what matters"),
)
"""In the order of the keys 1 to 9."""

_BY_KEY = {reason.key: reason for reason in REASONS}
_BY_LABEL = {reason.label: reason for reason in REASONS}


def written(keys: Iterable[str], words: str = "") -> str:
    """The text of a verdict: the reasons in the order of the list, then the words.

    Raises ValueError for a reason that is not on the list.
    """
    wanted = set(keys)
    if unknown := wanted - set(_BY_KEY):
        raise ValueError(f"no such reason: {', '.join(sorted(unknown))}")
    labels = ", ".join(reason.label for reason in REASONS if reason.key in wanted)
    return ": ".join(filter(None, (labels, words.strip())))


def read(why: str) -> tuple[tuple[Reason, ...], str]:
    """Reasons and words of a verdict's text. A text that does not begin with reasons is words alone."""
    head, colon, rest = why.partition(":")
    names = [name.strip() for name in head.split(",")]
    if all(name in _BY_LABEL for name in names):
        return tuple(_BY_LABEL[name] for name in names), rest.strip() if colon else ""
    return (), why.strip()
