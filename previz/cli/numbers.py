"""`previz numbers`: what scenes and shots are called, and which of it holds."""

from __future__ import annotations

import argparse

from previz.cli.terminal import Commands, say
from previz.errors import NotFound
from previz.scene import model
from previz.studio import Studio
from previz.studio.number_locks import is_number_locked, numbered, set_numbers_locked, told


def register(commands: Commands) -> None:
    numbers = commands.add(
        "numbers", _numbers, "list the numbers of scenes and shots; lock them, or have them counted again"
    )
    what = numbers.add_mutually_exclusive_group()
    what.add_argument(
        "--lock", action="store_true", help="they hold; what comes between is named after its neighbours"
    )
    what.add_argument("--unlock", action="store_true", help="the scheme of the film counts them again")
    numbers.add_argument("--scenes", nargs="+", default=[], metavar="N", help="these scenes")
    numbers.add_argument(
        "--shots", nargs="+", default=[], metavar="N", help="these shots (default: everything)"
    )


def _numbers(options: argparse.Namespace) -> None:
    changes = options.lock or options.unlock
    with Studio.open(options.file, read_only=not changes) as project:
        ids = _chosen(project, options)
        if changes:
            count = set_numbers_locked(project.document, ids, options.lock)
            say(told(count, options.lock))
        document, now = project.document, project.listing.numbers()
        for scene in document.of(model.Scene):
            shots = [shot.id for shot in document.children(scene.id, model.Shot) if shot.id in ids]
            if scene.id in ids or shots:
                say(f"{now.scenes[scene.id]:<6} {_mark(project, scene.id)}")
            for id in shots:
                say(f"    {now.shots[id]:<6} {_mark(project, id)}")


def _mark(project: Studio, id: str) -> str:
    return "locked" if is_number_locked(project.document, id) else ""


def _chosen(project: Studio, options: argparse.Namespace) -> list[str]:
    """Raises NotFound."""
    if not (options.scenes or options.shots):
        return numbered(project.document)
    by_number = {number: id for id, number in project.listing.numbers().scenes.items()}
    for number in options.scenes:
        if number not in by_number:
            raise NotFound(f"There is no scene {number}; this film has {', '.join(by_number) or 'none yet'}.")
    return [by_number[number] for number in options.scenes] + [project.find(n).id for n in options.shots]
