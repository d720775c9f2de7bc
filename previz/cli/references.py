"""`previz reference`: what a model goes by for people: words, pictures with the right to use them, a LoRA."""

from __future__ import annotations

import argparse
from pathlib import Path

from previz.cli.generators import lora
from previz.cli.terminal import Commands, say
from previz.scene import model
from previz.studio import Studio
from previz.studio.reference_pictures import FAMILY_NAMES, bring_picture, describe, remove_pictures, set_lora


def register(commands: Commands) -> None:
    what = "keep words, pictures and LoRAs of people that a model follows, or list them"
    made = commands.add("reference", _reference, what)
    made.add_argument("--character", default="", metavar="NAME")
    say_it = "how a model is told of this person, e.g. 'a woman of sixty, grey hair'"
    made.add_argument("--words", default=None, metavar="TEXT", help=say_it)
    made.add_argument("--picture", type=Path, default=None, metavar="PNG", help="add this one (most: 4)")
    rights = "who is shown or made it, and who agreed to what; needed with --picture"
    made.add_argument("--rights", default="", metavar="TEXT", help=rights)
    made.add_argument("--remove", action="store_true", help="remove all pictures of this person")
    trained = "a LoRA that was trained on this person: NAME or NAME=0.7; an empty one is forgotten"
    made.add_argument("--lora", type=lora, default=None, metavar="NAME", help=trained)
    family = "with --lora: the family of models for which it was made (default: as its file shows)"
    made.add_argument("--family", choices=FAMILY_NAMES, default="", help=family)


def _reference(options: argparse.Namespace) -> None:
    asked = (options.picture, options.lora, options.words)
    changes = options.remove or any(one is not None for one in asked)
    with Studio.open(options.file, read_only=not changes) as project:
        if options.remove:
            remove_pictures(project.document, options.character)
        if options.picture is not None:
            store, name = project.store, options.character
            bring_picture(project.document, store, name, options.picture, options.rights)
        if options.words is not None:
            describe(project.document, options.character, options.words)
        if options.lora is not None:
            file, weight = options.lora
            made = model.CharacterLora(file=file, weight=weight, family=options.family)
            set_lora(project.document, options.character, made if file else None)
        for character in project.document.of(model.Character):
            if character.words:
                say(f"{character.name:<16} {character.words}")
            if character.lora is not None:
                one = character.lora
                say(f"{character.name:<16} LoRA {one.file}={one.weight:g}  {one.family}".rstrip())
            for picture in character.pictures:
                say(f"{character.name:<16} {picture.image[:12]}  {picture.rights}")
