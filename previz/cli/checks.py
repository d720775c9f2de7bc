"""`previz check`: does the film hold together where it is cut?"""

from __future__ import annotations

import argparse
import dataclasses
import json

from previz.cli.terminal import DONE, FAILED, Commands, complain, say
from previz.grammar.continuity import RULES
from previz.studio import Studio
from previz.studio.checking import Checking


def register(commands: Commands) -> None:
    what = "check the cuts: line, direction, 30°, eyelines, pairs, room; exit code 1 when one breaks a rule"
    check = commands.add("check", _check, what)
    check.add_argument("--scenes", nargs="+", default=[], metavar="N", help="scene numbers (default: all)")
    check.add_argument("--json", action="store_true", help="as data, with lines for the plan")


def _check(options: argparse.Namespace) -> int:
    with Studio.open(options.file, read_only=True) as project:
        checking = Checking(project)
        found = checking.film(options.scenes)
    for line in checking.unseen:
        complain(line)
    if options.json:
        print(json.dumps([dataclasses.asdict(one) for one in found], indent=2, ensure_ascii=False))
    else:
        for one in found:
            say(f"{one.cut:<14} {RULES[one.rule]:<17} {one.text}.")
        if not found:
            say("Every cut holds.")
    return FAILED if found else DONE
