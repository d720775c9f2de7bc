"""`previz generators`, and what `generate` is told about them: who makes the frames, and what is missing."""

from __future__ import annotations

import argparse
import getpass
import json
from collections.abc import Sequence
from pathlib import Path

from previz.cli.terminal import Commands, number, say
from previz.errors import BadProject
from previz.scene.model import Look
from previz.studio import generators
from previz.studio.reviewing import DRAWN
from previz.studio.trained import DEFAULT, Trained, known_adherence


def register(commands: Commands) -> None:
    what = "say who can make frames here: what each has, takes and lacks"
    listed = commands.add("generators", _generators, what, file=False)
    listed.add_argument("--json", action="store_true", help="as data")
    where = "keep the address of a ComfyUI server, e.g. http://gpu-box:8188; an empty one is this machine"
    listed.add_argument("--server", default=None, metavar="URL", help=where)
    login = "ask for the server's token, user:password or headers, for the keyring; an empty one is forgotten"
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


def trained(options: argparse.Namespace, looks: Sequence[Look]) -> Trained | None:
    """None for whatever the film says; one named "sketch" draws.

    ``looks``: of the shots to be made; what is not said is as they have it. Raises BadProject for options
    that the other kind of generator does not take, ModelMissing.
    """
    of_models = [name for name in ("model", "adherence", "colours", "lora") if getattr(options, name)]
    maker = options.generator or (_their_maker(looks, of_models[0]) if of_models else None)
    if maker is None:
        return None
    if maker == DRAWN:
        if of_models:
            raise BadProject(
                f"--{of_models[0]} is for models, and the sketch generator has no models; "
                "add --generator diffusers or comfyui."
            )
        return Trained(generator=DRAWN)
    hand = {
        "--set": options.choices,
        "--lock": options.lock,
        "--marks": options.marks,
        "--drawn": options.drawn,
    }
    used = [name for name, value in hand.items() if value]
    if used:
        raise BadProject(f"{' and '.join(used)} belong to drawings; {maker} does not use them.")
    return _held(options, maker, [look for look in looks if look.generator == maker])


def _their_maker(looks: Sequence[Look], asked: str) -> str:
    """Who makes these frames, as the film says. Raises BadProject where it says more than one."""
    makers = list(dict.fromkeys(look.generator for look in looks)) or [DRAWN]
    if len(makers) > 1:
        raise BadProject(
            f"--{asked} does not say whose: these shots are made by {' and '.join(makers)}; add --generator."
        )
    return makers[0]


def _held(options: argparse.Namespace, maker: str, looks: Sequence[Look]) -> Trained:
    """As the options say, and where they are silent as all ``looks`` do."""
    models, dials = {look.model for look in looks}, {look.adherence for look in looks}
    model = options.model or (models.pop() if len(models) == 1 else "")
    dial = options.adherence or (dials.pop() if len(dials) == 1 else DEFAULT)
    made = Trained.held(maker, model, known_adherence(dial), options.colours, dict(options.lora))
    kept = looks[0].controls if looks and all(look.controls == looks[0].controls for look in looks) else {}
    return made if options.adherence else made.by_hand(kept)


def _generators(options: argparse.Namespace) -> None:
    if options.server is not None or options.login:
        token = getpass.getpass("Token, user:password or headers: ").strip() if options.login else None
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
