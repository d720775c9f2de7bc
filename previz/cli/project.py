"""`previz new`, `info`, `shots`, `verify`: a project as a whole."""

from __future__ import annotations

import argparse
import json

from previz import studio
from previz.cli.terminal import DONE, FAILED, Commands, complain, say
from previz.studio import Studio


def register(commands: Commands) -> None:
    new = commands.add("new", _new, "start an empty project with a camera package")
    new.add_argument("--title", default="", help="default: the file's name")

    info = commands.add("info", _info, "say what is in a project")
    info.add_argument("--json", action="store_true", help="as data")

    shots = commands.add("shots", _shots, "print the shot list")
    shots.add_argument("--json", action="store_true", help="as data, every column")

    commands.add("verify", _verify, "check the file, its ledger and its pictures")


def _new(options: argparse.Namespace) -> None:
    Studio.create(options.file, title=options.title or options.file.stem).close()
    print(f"{options.file} is ready.")


def _info(options: argparse.Namespace) -> None:
    with Studio.open(options.file, read_only=True) as project:
        facts = project.info()
    if options.json:
        print(json.dumps(facts, indent=2, ensure_ascii=False))
        return
    for name, value in studio.as_lines(facts):
        say(f"{name:<14} {value}")


def _shots(options: argparse.Namespace) -> None:
    with Studio.open(options.file, read_only=True) as project:
        rows = project.shot_rows()
    if options.json:
        print(json.dumps([studio.plain(row) for row in rows], indent=2, ensure_ascii=False))
        return
    for line in studio.as_table(rows):
        say(line)


def _verify(options: argparse.Namespace) -> int:
    with Studio.open(options.file, read_only=True) as project:
        problems = project.verify()
    for problem in problems:
        complain(problem)
    print(
        "Nothing is wrong." if not problems else f"{len(problems)} problems found; the file was not changed."
    )
    return FAILED if problems else DONE
