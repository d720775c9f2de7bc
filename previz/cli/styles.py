"""`previz styles`: the hands that can draw, listed, or side by side on the shots of a film."""

from __future__ import annotations

import argparse
from pathlib import Path

from previz.cli.terminal import USAGE, Commands, Ticker, complain, whole_number
from previz.studio import Studio, style_sheet


def register(commands: Commands) -> None:
    what = "list the styles of drawing, or draw a film's shots in all of them, keeping none"
    styles = commands.add("styles", _styles, what, file=False)
    styles.add_argument("file", type=Path, nargs="?", metavar="FILE", help="a .previz project, for --sheet")
    styles.add_argument("--sheet", type=Path, metavar="PNG", help="draw a contact sheet")
    styles.add_argument(
        "--shots", nargs="+", metavar="N", help=f"shot numbers (default: {style_sheet.SHOTS} of the film)"
    )
    styles.add_argument(
        "--width",
        type=whole_number(64),
        default=style_sheet.CELL_PX,
        metavar="PX",
        help=f"of each drawing (default: {style_sheet.CELL_PX})",
    )


def _styles(options: argparse.Namespace) -> int | None:
    if options.sheet is None:
        for line in style_sheet.style_lines():
            print(line)
        return None
    if options.file is None:
        complain("A sheet needs a film: previz styles --sheet styles.png film.previz")
        return USAGE
    with Studio.open(options.file, read_only=True) as project, Ticker() as ticker:
        shots = [project.find(number) for number in options.shots or ()] or style_sheet.spread(
            project.shots()
        )
        count = project.draw_styles(shots, options.sheet, options.width, ticker.told)
    print(f"{options.sheet}: {count} drawings.")
    return None
