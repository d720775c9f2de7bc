"""`previz receipt`: did the frames keep the blocking?"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from previz.cli.terminal import DONE, FAILED, Commands, say
from previz.errors import BadProject
from previz.studio import Studio
from previz.studio.receipts import TakeReceipts


def register(commands: Commands) -> None:
    what = "score how well takes keep the blocking, and say who drifted; exit code 1 when one did"
    receipt = commands.add("receipt", _receipt, what)
    receipt.add_argument("--shots", nargs="+", default=[], metavar="N", help="shot numbers (default: all)")
    receipt.add_argument("--all-takes", action="store_true", help="not only the selected takes")
    receipt.add_argument("--worst-first", action="store_true", help="sort by score")
    receipt.add_argument("--json", action="store_true", help="as data, with all parts of the score")
    heat_help = "a folder for heat maps: kept outlines green, lost ones red, over each take"
    receipt.add_argument("--heat", type=Path, default=None, metavar="DIR", help=heat_help)


def _receipt(options: argparse.Namespace) -> int:
    with Studio.open(options.file, read_only=True) as project:
        judge = TakeReceipts(project)
        shots = [project.find(number) for number in options.shots] or project.shots()
        rows = list(judge.of(shots, options.all_takes, options.heat))
        if not rows:
            raise BadProject("There is no take to judge yet; `previz generate` draws the first.")
    if options.worst_first:
        rows.sort(key=lambda row: row.receipt.score)
    if options.json:
        print(json.dumps([row.as_data() for row in rows], indent=2, ensure_ascii=False))
    else:
        for row in rows:
            say(row.line())
    return FAILED if any(row.receipt.drifted for row in rows) else DONE
