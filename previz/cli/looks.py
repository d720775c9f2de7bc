"""`previz look`: how frames of a film or of a scene are made: by whom, in which style, told what."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from previz.cli.terminal import Commands, say, whole_number
from previz.errors import BadProject
from previz.scene import model
from previz.studio import STYLE_NAMES, Studio, depth_ranges, generators
from previz.studio.choosing import take_of
from previz.studio.look_sheet import bring_style, keep_look, remove_styles
from previz.studio.looks import change_look, sheet_of
from previz.studio.wardrobe import scene_ids_of

WORDS = ("generator", "model", "adherence", "style", "words", "negative")


def register(commands: Commands) -> None:
    look = commands.add("look", _look, "say how a film's frames are made, or change it")
    look.add_argument("--scene", default="", metavar="N", help="of this scene alone (default: the film)")
    look.add_argument("--generator", choices=generators.NAMES, default=None, help="who makes the frames")
    look.add_argument("--model", default=None, metavar="NAME", help="part of the name of its model")
    firm = "how firmly a model holds to the blocking"
    look.add_argument("--adherence", choices=generators.ADHERENCES, default=None, help=firm)
    look.add_argument("--style", default=None, help=STYLE_NAMES)
    look.add_argument("--words", default=None, metavar="TEXT", help="what a model is told of every frame")
    look.add_argument("--negative", default=None, metavar="TEXT", help="what no frame may show")
    ends = (
        "metres that are white and black in the depth a model is given: NEAR,FAR; “shots” measures all "
        "that it counts for, so that their frames agree; “shot”: each its own (default)"
    )
    look.add_argument("--depth-range", type=depth_range, default=None, metavar="RANGE", help=ends)
    picture = "add a picture whose style a model follows (most: 4)"
    look.add_argument("--picture", type=Path, default=None, metavar="PNG", help=picture)
    rights = "with --picture: who made it, and who agreed to its use"
    look.add_argument("--rights", default="", metavar="TEXT", help=rights)
    say_it = "with --picture: its style in words, which every model is told"
    look.add_argument("--picture-words", default="", metavar="TEXT", help=say_it)
    keep = "keep this look: the selected take of this shot is the picture of style from now on"
    look.add_argument("--keep", default="", metavar="SHOT", help=keep)
    which = "with --keep: this take of the first panel"
    look.add_argument("--take", type=whole_number(1), default=None, metavar="K", help=which)
    look.add_argument("--no-pictures", action="store_true", help="remove all pictures of style")


def depth_range(text: str) -> str | tuple[float, float]:
    """ "shot", "shots" or (near, far) in metres."""
    if text in ("shot", "shots"):
        return text
    near, comma, far = text.partition(",")
    try:
        return depth_ranges.proved(float(near), float(far if comma else "nan"))
    except (ValueError, BadProject) as error:
        raise argparse.ArgumentTypeError(f"{text!r} must be shot, shots or NEAR,FAR in metres") from error


def _look(options: argparse.Namespace) -> None:
    changes: dict[str, Any] = {name: value for name in WORDS if (value := getattr(options, name)) is not None}
    writes = (
        bool(changes)
        or options.depth_range is not None
        or options.picture is not None
        or bool(options.keep)
        or options.no_pictures
    )
    with Studio.open(options.file, read_only=not writes) as project:
        document, scene_id = project.document, ""
        if options.scene:
            (scene_id,) = scene_ids_of(project.listing.numbers().scenes, [options.scene])
        if options.depth_range is not None:
            changes["depth_range_m"] = _range(project, scene_id, options.depth_range)
        if changes:
            change_look(document, changes, scene_id)
        if options.no_pictures:
            remove_styles(document, scene_id)
        if options.keep:
            keep_look(document, project.store, _kept(project, options), options.keep, scene_id)
        if options.picture is not None:
            path, words = options.picture, options.picture_words
            bring_style(document, project.store, path, options.rights, words, scene_id)
        look = sheet_of(document, scene_id)
    for name in WORDS:
        say(f"{name:<10} {getattr(look, name)}".rstrip())
    for control, hold in look.controls.items():
        start = f", from {hold.start:.0%} of the steps" if hold.start is not None else ""
        end = f", to {hold.end:.0%} of the steps" if hold.end is not None else ""
        say(f"{control:<10} {hold.strength:g}{start}{end}")
    if look.depth_range_m is not None:
        say("depth      white at {:g} m, black at {:g} m".format(*look.depth_range_m))
    for picture in look.pictures:
        told = f"; {picture.words}" if picture.words else ""
        say(f"{'picture':<10} {picture.image[:12]}  {picture.rights}{told}")


def _range(project: Studio, scene_id: str, wish: str | tuple[float, float]) -> tuple[float, float] | None:
    if not isinstance(wish, str):
        return wish
    if wish == "shot":
        return None
    shots = [shot for shot in project.shots() if not scene_id or shot.scene_id == scene_id]
    return depth_ranges.measured(project.document, project.shooting, shots)


def _kept(project: Studio, options: argparse.Namespace) -> model.Take:
    panels = project.document.children(project.find(options.keep).id, model.Panel)
    take = project.reviewing.selected(panels[0]) if panels else None
    if panels and options.take is not None:
        return take_of(project.document, panels[0], options.take)
    if take is None:
        raise BadProject(f"{options.keep} has no take yet whose look could be kept; generate one first.")
    return take
