"""The command line. Exit codes: 0 done, 1 failed with one clear line on stderr, 2 usage.

One module per family of commands. Each has a ``register(commands)`` that adds its own; a new family is a
new module and one word in ``FAMILIES``.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

import previz
from previz.cli import boards, cast, demo, drawings, kit, models, paper, project, styles
from previz.cli.terminal import DONE, FAILED, USAGE, Commands, complain
from previz.errors import PrevizError

__all__ = ["DONE", "FAILED", "FAMILIES", "USAGE", "build_parser", "main"]

STOPPED = 130
# In the order in which --help lists them.
FAMILIES = (demo, project, cast, kit, models, boards, drawings, styles, paper)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = build_parser()
    options = parser.parse_args(arguments)
    if not hasattr(options, "run"):
        parser.print_help(sys.stderr)
        return USAGE
    try:
        return int(options.run(options) or DONE)
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


def build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="previz", description=previz.__doc__)
    parser.add_argument("--version", action="version", version=f"previz {previz.__version__}")
    commands = Commands(parser)
    for family in FAMILIES:
        family.register(commands)
    return parser
