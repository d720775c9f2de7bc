"""`previz generators`, and what `generate` is told about them: who makes the frames, and what is missing."""

from __future__ import annotations

import argparse
import json

from previz.cli.terminal import Commands, say
from previz.errors import BadProject
from previz.studio import generators
from previz.studio.trained import Trained


def register(commands: Commands) -> None:
    what = "say who can make frames here: what each has, takes and lacks"
    listed = commands.add("generators", _generators, what, file=False)
    listed.add_argument("--json", action="store_true", help="as data")


def add_generator(parser: argparse.ArgumentParser) -> None:
    """``--generator``, ``--model`` and ``--adherence``."""
    who = "sketch draws (default); comfyui asks the server at $PREVIZ_COMFYUI_URL"
    parser.add_argument("--generator", choices=generators.NAMES, default="sketch", help=who)
    parser.add_argument(
        "--model", default="", metavar="NAME", help="part of the name of a model on the server"
    )
    firm = "how firmly a model holds to the blocking (default: faithful)"
    parser.add_argument("--adherence", choices=generators.ADHERENCES, default=None, help=firm)


def trained(options: argparse.Namespace) -> Trained | None:
    """None for a drawing. BadProject for options that the other kind of generator does not take."""
    if options.generator == "sketch":
        if options.model or options.adherence:
            raise BadProject(
                "The sketch generator has no models; add --generator comfyui, or leave them out."
            )
        return None
    hand = {"--set": options.choices, "--lock": options.lock, "--marks": options.marks}
    used = [name for name, value in hand.items() if value]
    if used:
        raise BadProject(f"{' and '.join(used)} belong to drawings; {options.generator} does not use them.")
    return Trained.held(options.generator, options.model, options.adherence or "faithful")


def _generators(options: argparse.Namespace) -> None:
    rows = generators.standings()
    if options.json:
        print(json.dumps([generators.as_data(row) for row in rows], indent=2, ensure_ascii=False))
        return
    for row in rows:
        say(f"{row.name:<10} {'ready' if row.ready else 'not ready':<10} {row.where}")
        for model in row.models:
            say(f"{'':<10} {model.name}: {', '.join(model.controls) or 'no controls'}")
            for lack in model.missing:
                say(f"{'':<12} not used: {lack}")
        if row.reason:
            say(f"{'':<10} {row.reason}")
