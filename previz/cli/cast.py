"""`previz cast`: who can be cast, what they wear and how they can stand."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from previz.cli.terminal import Commands, Ticker
from previz.studio.cast_list import casting, casting_lines, casting_rows, write_casting_sheet


def register(commands: Commands) -> None:
    cast = commands.add("cast", _cast, "list people, outfits, hair and poses, or draw them", file=False)
    cast.add_argument("words", nargs="*", metavar="WORD", help="only what fits, e.g. woman, sit, coat, hands")
    cast.add_argument("--json", action="store_true", help="as data")
    cast.add_argument("--sheet", type=Path, metavar="PNG", help="draw a contact sheet")


def _cast(options: argparse.Namespace) -> None:
    found = casting(" ".join(options.words))
    if options.sheet:
        with Ticker() as ticker:
            write_casting_sheet(options.sheet, found, ticker.told)
        if not options.json:
            print(options.sheet)
    if options.json:
        print(json.dumps(casting_rows(found), indent=2, ensure_ascii=False))
    elif not options.sheet:
        for line in casting_lines(found):
            print(line)
