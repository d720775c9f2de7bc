"""`previz reference`: pictures of people that a model follows, with the right to use them."""

from __future__ import annotations

import argparse
from pathlib import Path

from previz.cli.terminal import Commands, say
from previz.scene import model
from previz.studio import Studio
from previz.studio.reference_pictures import bring_picture, remove_pictures


def register(commands: Commands) -> None:
    what = "keep pictures of people that a model follows, or list them"
    made = commands.add("reference", _reference, what)
    made.add_argument("--character", default="", metavar="NAME")
    made.add_argument("--picture", type=Path, default=None, metavar="PNG", help="add this one (most: 4)")
    rights = "who is shown or made it, and who agreed to what; needed with --picture"
    made.add_argument("--rights", default="", metavar="TEXT", help=rights)
    made.add_argument("--remove", action="store_true", help="remove all pictures of this person")


def _reference(options: argparse.Namespace) -> None:
    changes = options.remove or options.picture is not None
    with Studio.open(options.file, read_only=not changes) as project:
        if options.remove:
            remove_pictures(project.document, options.character)
        if options.picture is not None:
            store, name = project.store, options.character
            bring_picture(project.document, store, name, options.picture, options.rights)
        for character in project.document.of(model.Character):
            for picture in character.pictures:
                say(f"{character.name:<16} {picture.image[:12]}  {picture.rights}")
