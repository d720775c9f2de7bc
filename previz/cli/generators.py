"""`previz generators`, and what `generate` is told about them: who makes the frames, and what is missing."""

from __future__ import annotations

import argparse
import getpass
import json
from pathlib import Path

from previz.cli.terminal import Commands, number, say
from previz.errors import BadProject
from previz.studio import generators
from previz.studio.trained import DEFAULT, Trained


def register(commands: Commands) -> None:
    what = "say who can make frames here: what each has, takes and lacks"
    listed = commands.add("generators", _generators, what, file=False)
    listed.add_argument("--json", action="store_true", help="as data")
    where = "keep the address of a ComfyUI server, e.g. http://gpu-box:8188; an empty one is this machine"
    listed.add_argument("--server", default=None, metavar="URL", help=where)
    login = "with --server: ask for its token and keep it in the system's keyring; an empty one is forgotten"
    listed.add_argument("--login", action="store_true", help=login)
    own = "add a ComfyUI workflow (API export) whose nodes are called “previz: prompt”, “previz: depth”…"
    listed.add_argument("--workflow", type=Path, default=None, metavar="JSON", help=own)


def add_generator(parser: argparse.ArgumentParser) -> None:
    """``--generator``, ``--model``, ``--adherence`` and ``--colours``."""
    who = "sketch draws; diffusers is a model here, comfyui one on a server (default: as the film says)"
    parser.add_argument("--generator", choices=generators.NAMES, default=None, help=who)
    what = "part of the name of a model; see `previz models` and `previz generators`"
    parser.add_argument("--model", default="", metavar="NAME", help=what)
    firm = "how firmly a model holds to the blocking (default: faithful)"
    parser.add_argument("--adherence", choices=generators.ADHERENCES, default=None, help=firm)
    made = "a LoRA in the models folder, with its strength: NAME or NAME=0.7; may be repeated"
    parser.add_argument("--lora", type=lora, action="append", default=[], metavar="NAME", help=made)
    colours = "how much of the staged colours and light a model keeps, 0 to 1 (default: 0)"
    parser.add_argument("--colours", type=share, default=0.0, metavar="SHARE", help=colours)


def lora(text: str) -> tuple[str, float]:
    name, equals, strength = text.partition("=")
    return name.strip(), number(2.0)(strength) if equals else 1.0


def share(text: str) -> float:
    value = number(1.0)(text)
    if value < 0:
        raise argparse.ArgumentTypeError(f"{text!r} must be a number from 0 to 1")
    return value


def trained(options: argparse.Namespace) -> Trained | None:
    """None for whatever the film says; one named "sketch" draws.

    Raises BadProject for options that the other kind of generator does not take, ModelMissing.
    """
    of_models = [name for name in ("model", "adherence", "colours", "lora") if getattr(options, name)]
    if options.generator in (None, "sketch"):
        if of_models:
            raise BadProject(
                f"--{of_models[0]} is for models, and the sketch generator has no models; "
                "add --generator diffusers or comfyui."
            )
        return Trained(generator="sketch") if options.generator else None
    hand = {"--set": options.choices, "--lock": options.lock, "--marks": options.marks}
    used = [name for name, value in hand.items() if value]
    if used:
        raise BadProject(f"{' and '.join(used)} belong to drawings; {options.generator} does not use them.")
    adherence = options.adherence or DEFAULT
    return Trained.held(options.generator, options.model, adherence, options.colours, dict(options.lora))


def _generators(options: argparse.Namespace) -> None:
    if options.server is not None:
        token = getpass.getpass("Token: ").strip() if options.login else None
        say(f"ComfyUI: {generators.choose_server(options.server, token) or 'this machine'}")
        return
    if options.workflow is not None:
        say(f"--generator comfyui --model {generators.keep_workflow(options.workflow)}")
        return
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
