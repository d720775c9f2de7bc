"""`previz check`: does the film hold together where it is cut? `previz waive`: and why it need not."""

from __future__ import annotations

import argparse
import dataclasses
import json

from previz.cli.terminal import DONE, FAILED, Commands, complain, say
from previz.errors import NotFound
from previz.grammar.findings import RULES, Finding
from previz.studio import Studio
from previz.studio.checking import Checking, unwaive, waive


def register(commands: Commands) -> None:
    what = "check the cuts: line, direction, 30°, eyelines, pairs, room; exit code 1 unless every one holds"
    check = commands.add("check", _check, what)
    check.add_argument("--scenes", nargs="+", default=[], metavar="N", help="scene numbers (default: all)")
    check.add_argument("--json", action="store_true", help="as data, with lines for the plan")
    excuse = commands.add("waive", _waive, "let a cut break a rule, for a reason that is kept and printed")
    excuse.add_argument("before", metavar="SHOT", help="that is cut from")
    excuse.add_argument(
        "after", metavar="SHOT", nargs="?", default="", help="that is cut to; none for one shot"
    )
    excuse.add_argument("--rule", required=True, choices=tuple(RULES))
    why = excuse.add_mutually_exclusive_group(required=True)
    why.add_argument("--reason", metavar="WORDS")
    why.add_argument("--undo", action="store_true", help="hold it to the rule again")
    excuse.add_argument("--who", default="", metavar="NAME")


def _check(options: argparse.Namespace) -> int:
    with Studio.open(options.file, read_only=True) as project:
        checking = Checking(project)
        found = checking.film(options.scenes)
    for line in checking.unseen:
        complain(line)
    broken = [one for one in found if not one.waived]
    if options.json:
        print(json.dumps([dataclasses.asdict(one) for one in found], indent=2, ensure_ascii=False))
    else:
        for one in broken:
            say(_line(one))
        for one in found:
            if one.waived:
                say(f"{_line(one)} Waived: {one.waived}")
        if not broken:
            say(_verdict(bool(found), bool(checking.unseen)))
    return FAILED if broken or checking.unseen else DONE


def _verdict(waived: bool, unseen: bool) -> str:
    if unseen:
        return f"Nothing {'else ' if waived else ''}breaks a rule; some shots could not be looked at."
    return "Every cut holds, or may break its rule." if waived else "Every cut holds."


def _line(one: Finding) -> str:
    return f"{one.cut:<14} {RULES[one.rule]:<17} {one.text}."


def _waive(options: argparse.Namespace) -> int:
    with Studio.open(options.file) as project:
        before = project.find(options.before).id
        after = project.find(options.after).id if options.after else ""
        wanted = before, after, options.rule
        found = Checking(project).film()
        finding = next((one for one in found if (one.before_id, one.after_id, one.rule) == wanted), None)
        if finding is None:
            cut = f"{options.before} → {options.after}" if after else options.before
            raise NotFound(f"Nothing breaks “{RULES[options.rule]}” at {cut}; `previz check` says what does.")
        if not options.undo:
            waive(project.document, finding, options.reason, options.who)
        elif not unwaive(project.document, finding):
            raise NotFound("Nobody had waived it.")
    return DONE
