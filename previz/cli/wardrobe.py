"""`previz wardrobe`: what people wear in which scenes."""

from __future__ import annotations

import argparse

from previz.cli.terminal import Commands, say
from previz.errors import BadProject
from previz.scene import model
from previz.studio import Studio
from previz.studio.reference_pictures import character_named
from previz.studio.wardrobe import (
    costume_lines,
    costume_named,
    outfit,
    put_costume,
    remove_costume,
    scene_ids_of,
)


def register(commands: Commands) -> None:
    what = "list what people wear in which scenes, or dress somebody"
    made = commands.add("wardrobe", _wardrobe, what)
    made.add_argument("--character", default="", metavar="NAME")
    made.add_argument("--costume", default="", metavar="NAME", help="add it, or change the one of this name")
    made.add_argument("--words", default=None, metavar="TEXT", help="how a model is told of it")
    worn = "numbers of the scenes where it is worn; none at all: nowhere"
    made.add_argument("--scenes", nargs="*", default=None, metavar="N", help=worn)
    wear = "dress the figure: cut=trench-coat hat=fedora glasses=round top=#6b4a2f…; see `previz cast`"
    made.add_argument("--wear", nargs="+", default=[], metavar="WHAT=VALUE", help=wear)
    made.add_argument("--remove", action="store_true", help="take the costume off the list")


def _wardrobe(options: argparse.Namespace) -> None:
    with Studio.open(options.file, read_only=not options.costume) as project:
        numbers = project.listing.numbers().scenes
        if options.costume and options.remove:
            remove_costume(project.document, options.character, options.costume)
        elif options.costume:
            _change(project, options)
        elif options.character or options.remove:
            raise BadProject("Say which one: --character NAME --costume NAME.")
        for line in costume_lines(project.document, numbers):
            say(line)


def _change(project: Studio, options: argparse.Namespace) -> None:
    character = character_named(project.document, options.character)
    before = costume_named(character, options.costume) or model.Costume(name=options.costume)
    clothes = before.outfit
    if options.wear:
        clothes = outfit(clothes or character.body.outfit, dict(_pair(text) for text in options.wear))
    costume = model.Costume(
        name=before.name,
        words=before.words if options.words is None else options.words,
        outfit=clothes,
    )
    worn = None
    if options.scenes is not None:
        worn = scene_ids_of(project.listing.numbers().scenes, options.scenes)
    put_costume(project.document, options.character, costume, worn)


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise BadProject(f"{text!r} dresses nobody; write WHAT=VALUE, e.g. cut=coat.")
    return name.strip(), value.strip()
