"""`previz choices`, `vary`, `layers`, `marks`: how a frame is drawn, what it could be, what is over it."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from previz import studio
from previz.cli.terminal import Commands, Ticker, complain, size_px, whole_number
from previz.errors import BadProject
from previz.studio import LAYER_FORMATS, MARK_FORMATS, Making, Studio
from previz.studio.motion_marks import arrows_from_motion


def register(commands: Commands) -> None:
    what = "say what the draughtsman decided for a shot, and what else it may be"
    choices = commands.add("choices", _choices, what)
    choices.add_argument("--shot", required=True, metavar="N", help="shot number, e.g. 1A")
    choices.add_argument("--json", action="store_true", help="as data")

    vary = commands.add("vary", _vary, "draw a contact sheet of a shot along one choice, keeping none of it")
    vary.add_argument("choice", metavar="CHOICE", help="light, scheme, hatch, weight…; see `previz choices`")
    vary.add_argument("--shot", required=True, metavar="N")
    vary.add_argument("--sheet", type=Path, required=True, metavar="PNG")
    vary.add_argument(
        "--count", type=whole_number(2), default=6, metavar="K", help="how many, of a number (default: 6)"
    )
    vary.add_argument("--style", default=None, help="default: that of the selected take")
    vary.add_argument("--seed", type=whole_number(0), default=None, help="default: the selected take's plan")
    vary.add_argument("--size", type=size_px, default=None, metavar="WxH", help="default: 960 wide")
    add_choices(vary)

    layers = commands.add("layers", _layers, "write a shot's frames in layers for other drawing programs")
    layers.add_argument("--shot", required=True, metavar="N")
    layers.add_argument("--out", type=Path, required=True, metavar="DIR")
    layers.add_argument(
        "--format", choices=(*LAYER_FORMATS, "all"), nargs="+", default=["all"], help="default: all"
    )

    marks = commands.add("marks", _marks, "write the selected takes with what people drew over them")
    marks.add_argument("--shots", nargs="+", default=[], metavar="N", help="shot numbers (default: all)")
    marks.add_argument("--out", type=Path, required=True, metavar="DIR")
    marks.add_argument(
        "--format",
        choices=(*MARK_FORMATS, "all"),
        nargs="+",
        default=["all"],
        help="png, svg: picture and marks; marks: the marks alone, transparent (default: all)",
    )
    motion_help = "first draw the arrows and frames that the motion implies, as marks"
    marks.add_argument("--from-motion", action="store_true", help=motion_help)


def add_choices(parser: argparse.ArgumentParser) -> None:
    """``--set NAME=VALUE``, once or more."""
    parser.add_argument(
        "--set",
        dest="choices",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="make a choice of the drawing by hand, e.g. weight=0.7; see `previz choices`",
    )


def made_choices(options: argparse.Namespace) -> dict[str, str]:
    """What ``--set`` says. Raises NotSupported for another form or an unknown choice."""
    return dict(studio.chosen(text) for text in options.choices)


def _choices(options: argparse.Namespace) -> None:
    with Studio.open(options.file, read_only=True) as project:
        rows = project.drawing_choices(project.find(options.shot))
    if options.json:
        print(json.dumps([row.as_data() for row in rows], indent=2, ensure_ascii=False))
        return
    for row in rows:
        state = "not used" if not row.used else "locked" if row.locked else ""
        print(f"{row.name:<10} {row.words:<30} {state:<9} {row.limits}")


def _vary(options: argparse.Namespace) -> None:
    making = Making(
        style=options.style, seed=options.seed, choices=made_choices(options), size_px=options.size
    )
    with Studio.open(options.file, read_only=True) as project, Ticker() as ticker:
        shot = project.find(options.shot)
        count = project.vary(shot, options.choice, making, options.count, options.sheet, ticker.told)
    print(f"{options.sheet}: {count} drawings.")


def _layers(options: argparse.Namespace) -> None:
    formats = LAYER_FORMATS if "all" in options.format else tuple(dict.fromkeys(options.format))
    with Studio.open(options.file, read_only=True) as project:
        written = project.export_layers(project.find(options.shot), options.out, formats)
    for path in written.paths:
        print(path)
    for warning in written.warnings:
        complain(warning)


def _marks(options: argparse.Namespace) -> None:
    formats = MARK_FORMATS if "all" in options.format else tuple(dict.fromkeys(options.format))
    with Studio.open(options.file, read_only=not options.from_motion) as project:
        shots = [project.find(number) for number in options.shots] or project.shots()
        if options.from_motion:
            for take in project.overlays.selected(shots).values():
                try:
                    arrows_from_motion(project.document, project.shooting, project.listing, take.id)
                except BadProject as error:
                    complain(str(error))
        numbers = project.listing.numbers().shots
        for path in project.overlays.write_selected(shots, numbers, options.out, formats):
            print(path)
