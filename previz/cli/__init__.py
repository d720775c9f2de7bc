"""The command line. Exit codes: 0 done, 1 failed with one clear line on stderr, 2 usage.

One module per family of commands. Each has a ``register(commands)`` that adds its own; a new family is a
new module and one word in ``FAMILIES``.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path

import previz
from previz.cli.terminal import DONE, FAILED, USAGE, Commands, complain
from previz.errors import PrevizError

__all__ = ["DONE", "FAILED", "USAGE", "build_parser", "main"]

STOPPED = 130
FAMILIES = (
    "demo", "project", "scripts", "numbers", "cast", "kit", "models", "boards", "reviews", "standings",
    "looks", "generators", "model_store", "references", "wardrobe", "refine", "receipts", "coverage",
    "checks", "notes", "drawings", "styles", "paper",
)  # fmt: skip
"""In the order in which --help lists them. They load with the first command: a window needs none."""


def main(
    arguments: Sequence[str] | None = None, open_window: Callable[[Path | None], int] | None = None
) -> int:
    """``open_window`` is called for no arguments at all, and for a project file alone."""
    arguments = sys.argv[1:] if arguments is None else arguments
    run: Callable[[], int | None]
    if open_window is not None and _names_no_command(arguments):
        run = partial(open_window, Path(arguments[0]) if arguments else None)
    else:
        from previz.cli.strangers import stranger

        if why := stranger(arguments):
            complain(why)
            return USAGE
        parser, commands = build_parser()
        if why := commands.unknown(arguments):
            complain(why)
            return USAGE
        options = parser.parse_args(arguments)
        if not hasattr(options, "run"):
            parser.print_help(sys.stderr)
            return USAGE
        run = partial(options.run, options)
    try:
        return int(run() or DONE)
    except PrevizError as error:
        complain(str(error))
        return FAILED
    except BrokenPipeError:
        # The reader of our output went away (`previz shots f | head`); that is not our failure.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        complain("Stopped; what was finished is saved.")
        return STOPPED


def _names_no_command(arguments: Sequence[str]) -> bool:
    """Nothing, or one word that can only be a project file."""
    if not arguments:
        return True
    if len(arguments) != 1 or arguments[0].startswith("-"):
        return False
    return Path(arguments[0]).suffix.lower() == ".previz"


def build_parser() -> tuple[argparse.ArgumentParser, Commands]:
    about = f"{previz.__doc__} Without a command, or with a FILE alone, the window opens."
    parser = argparse.ArgumentParser(prog="previz", description=about)
    parser.add_argument("--version", action="version", version=f"previz {previz.__version__}")
    commands = Commands(parser)
    for family in FAMILIES:
        import_module(f"{__name__}.{family}").register(commands)
    return parser, commands
