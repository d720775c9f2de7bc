"""`previz kit` and `previz build`: what a stage can be dressed with, and starter sets into a project."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from previz.cli.terminal import Commands, Ticker
from previz.studio import Studio, kit_list


def register(commands: Commands) -> None:
    kit = commands.add("kit", _kit, "list pieces, props and starter sets, or draw them", file=False)
    kit.add_argument("words", nargs="*", metavar="WORD", help="only what fits, e.g. chair, street, hospital")
    kit.add_argument("--find", default="", metavar="WORDS", help="the same as words, in one")
    kit.add_argument("--sets", action="store_true", help="starter sets instead of pieces")
    kit.add_argument("--json", action="store_true", help="as data")
    kit.add_argument("--sheet", type=Path, metavar="PNG", help="draw a contact sheet")

    build = commands.add("build", _build, "build a starter set in a project, with a scene and a shot in it")
    build.add_argument("set", metavar="SET", help="its key, as `previz kit --sets` lists them")
    build.add_argument("--no-scene", action="store_true", help="the stage alone")


def _kit(options: argparse.Namespace) -> None:
    words = " ".join([*options.words, options.find]).strip()
    if options.sets:
        found = kit_list.starter_sets(words)
        rows, lines, draw = map(kit_list.set_row, found), kit_list.set_lines(found), kit_list.write_set_sheet
        _show(options, list(rows), list(lines), lambda tell: draw(options.sheet, found, tell))
    else:
        pieces = kit_list.pieces(words)
        rows, lines = map(kit_list.piece_row, pieces), kit_list.kit_lines(pieces)
        sheet = kit_list.write_kit_sheet
        _show(options, list(rows), list(lines), lambda tell: sheet(options.sheet, pieces, tell))


def _show(
    options: argparse.Namespace,
    rows: list[kit_list.Row],
    lines: list[str],
    draw: kit_list.Draw,
) -> None:
    if options.sheet:
        with Ticker() as ticker:
            draw(ticker.told)
        if not options.json:
            print(options.sheet)
    if options.json:
        print(json.dumps(rows, indent=2, ensure_ascii=False))
    elif not options.sheet:
        for line in lines:
            print(line)


def _build(options: argparse.Namespace) -> None:
    with Studio.open(options.file) as project:
        made = project.add_set(options.set, scene=not options.no_scene)
        number = project.listing.numbers().scenes[made.scene.id] if made.scene else ""
    where = f", where scene {number} plays" if number else ""
    marks = len(made.stage.marks)
    print(f"“{made.stage.name}” stands with {len(made.items)} pieces and {marks} marks{where}.")
