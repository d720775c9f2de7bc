"""`previz look`: how the frames of a film are made: by whom, in which style, with which words."""

from __future__ import annotations

import argparse

from previz.cli.terminal import Commands, say
from previz.studio import STYLE_NAMES, Studio, generators
from previz.studio.looks import change_look

SAID = ("generator", "style", "words", "negative", "model", "adherence")
"""What is said in words; numbers and pictures are given in the window."""


def register(commands: Commands) -> None:
    look = commands.add("look", _look, "say how a film's frames are made, or change it")
    look.add_argument("--generator", choices=generators.NAMES, default=None, help="who makes the frames")
    look.add_argument("--model", default=None, metavar="NAME", help="part of the name of its model")
    firm = "how firmly a model holds to the blocking"
    look.add_argument("--adherence", choices=generators.ADHERENCES, default=None, help=firm)
    look.add_argument("--style", default=None, help=STYLE_NAMES)
    look.add_argument("--words", default=None, metavar="TEXT", help="what a model is told of every frame")
    look.add_argument("--negative", default=None, metavar="TEXT", help="what no frame may show")


def _look(options: argparse.Namespace) -> None:
    wanted = {name: getattr(options, name) for name in SAID}
    changes = {name: value for name, value in wanted.items() if value is not None}
    with Studio.open(options.file, read_only=not changes) as project:
        look = change_look(project.document, changes) if changes else project.document.project.look
    for name in SAID:
        say(f"{name:<10} {getattr(look, name)}".rstrip())
    for control, hold in look.controls.items():
        start = f", from {hold.start:.0%} of the steps" if hold.start is not None else ""
        end = f", to {hold.end:.0%} of the steps" if hold.end is not None else ""
        say(f"{control:<10} {hold.strength:g}{start}{end}")
    for picture in look.pictures:
        say(f"{'picture':<10} {picture.rights}")
