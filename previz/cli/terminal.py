"""What every command shares with its user's terminal: how it is declared, complains and shows progress."""

from __future__ import annotations

import argparse
import math
import os
import sys
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from pathlib import Path

from previz.export.wording import one_line

DONE, FAILED, USAGE = 0, 1, 2

Run = Callable[[argparse.Namespace], int | None]


class Commands:
    """The commands of one parser."""

    def __init__(self, parser: argparse.ArgumentParser) -> None:
        self._parsers = parser.add_subparsers(title="commands", metavar="COMMAND")
        self._families: dict[str, Commands] = {}

    def family(self, name: str, what: str) -> Commands:
        """Commands under one word: ``previz name COMMAND``."""
        made = self._parsers.add_parser(name, help=what, description=f"{what[0].upper()}{what[1:]}.")

        def explain(_: argparse.Namespace) -> int:
            made.print_help(sys.stderr)
            return USAGE

        made.set_defaults(run=explain)
        self._families[name] = Commands(made)
        return self._families[name]

    def unknown(self, words: Sequence[str]) -> str:
        """What is wrong where the first of ``words`` is neither a command nor an option; else ""."""
        word = words[0] if words else "-"
        if word in self._families:
            return self._families[word].unknown(words[1:])
        if word.startswith("-") or word in self._parsers.choices:
            return ""
        near = get_close_matches(word, self._parsers.choices, 1)
        hint = f"did you mean {near[0]}? " if near else ""
        return f"There is no command {word!r}; {hint}--help lists them all."

    def add(self, name: str, run: Run, what: str, file: bool = True) -> argparse.ArgumentParser:
        """A command ``previz name`` that calls ``run(options)``; with ``file`` its first word is a project.

        ``run`` returns an exit code, or None for done, and raises PrevizError for what its user can mend.
        """
        made = self._parsers.add_parser(name, help=what, description=f"{what[0].upper()}{what[1:]}.")
        made.set_defaults(run=run)
        if file:
            made.add_argument("file", type=Path, metavar="FILE", help="a .previz project")
        return made


def say(text: str) -> None:
    """One line on stdout. A project's words never steer the terminal; columns keep their spaces."""
    print("".join(c if c.isprintable() else " " if c.isspace() else one_line(c) for c in text))


def complain(text: str) -> None:
    """One line on stderr."""
    print(f"previz: {one_line(text)}", file=sys.stderr)


# -------------------------------------------------------------------------------------------- arguments
def size_px(text: str) -> tuple[int, int]:
    width, cross, height = text.lower().partition("x")
    if not (cross and width.isdigit() and height.isdigit()):
        raise argparse.ArgumentTypeError(f"{text!r} is not a size; write WIDTHxHEIGHT, e.g. 1920x804")
    return int(width), int(height)


def whole_number(minimum: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not text.isdigit() or int(text) < minimum:
            raise argparse.ArgumentTypeError(f"{text!r} must be a whole number from {minimum}")
        return int(text)

    return read


def number(most: float) -> Callable[[str], float]:
    """Of either sign, no further from zero than ``most``."""

    def read(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not abs(value) <= most:
            raise argparse.ArgumentTypeError(f"{text!r} must be a number from {-most:g} to {most:g}")
        return value

    return read


class Ticker:
    """One line of progress that rewrites itself; silent when nobody looks at a terminal."""

    def __init__(self) -> None:
        self._on = sys.stderr.isatty()
        self._width = 0

    def __enter__(self) -> Ticker:
        return self

    def __exit__(self, *_: object) -> None:
        if self._on and self._width:
            print("\r" + " " * self._width + "\r", end="", file=sys.stderr, flush=True)

    def told(self, done: float, text: str) -> None:
        """``done`` is the share of the whole, 0…1."""
        if not self._on:
            return
        line = f"[{round(done * 100):3d} %] {text}"[: os.get_terminal_size(sys.stderr.fileno()).columns - 1]
        print("\r" + line.ljust(self._width), end="", file=sys.stderr, flush=True)
        self._width = len(line)
