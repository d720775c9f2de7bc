"""`previz script`: a screenplay into the film and out again."""

from __future__ import annotations

import argparse
from pathlib import Path

from previz.cli.terminal import DONE, Commands, complain, say
from previz.scene import model
from previz.script import covering
from previz.script.reading import read
from previz.studio import Studio
from previz.studio.screenplay import Imported, export_script, import_script


def register(commands: Commands) -> None:
    script = commands.family("script", "bring a screenplay in, see what it says, write it out")
    bring = script.add(
        "import", _import, "read a Fountain or Final Draft script; again when it was rewritten"
    )
    bring.add_argument("script", type=Path, metavar="SCRIPT", help=".fountain, .txt or .fdx")
    out = script.add("export", _export, "write the script as it came, byte for byte")
    out.add_argument("script", type=Path, metavar="SCRIPT")
    script.add("scenes", _scenes, "list scenes with pages, cast and how much of their words is covered")


def _import(options: argparse.Namespace) -> int:
    file = read(options.script)
    with Studio.open(options.file) as project:
        made = import_script(project.document, file)
        numbers = project.listing.numbers().shots
    for warning in made.warnings:
        complain(f"{options.script.name}, {warning}.")
    _tell(made, options.script.name, numbers)
    return DONE


def _tell(made: Imported, name: str, numbers: dict[str, str]) -> None:
    pages = "1 page" if made.pages == 1 else f"{made.pages} pages"
    scenes = "1 scene" if made.scenes == 1 else f"{made.scenes} scenes"
    say(f"{name}: {scenes}, {pages}.")
    if made.tied:
        say(f"{made.tied} shots are tied to the words that they quote.")
    for change in made.changes:
        say(f"{change}")
    if made.again and not made.changes:
        say("Nothing has changed.")
    if made.stale:
        say(f"Words changed under shots {', '.join(numbers[id] for id in made.stale)}.")


def _export(options: argparse.Namespace) -> int:
    with Studio.open(options.file, read_only=True) as project:
        export_script(project.document, options.script)
    print(options.script)
    return DONE


def _scenes(options: argparse.Namespace) -> int:
    with Studio.open(options.file, read_only=True) as project:
        document = project.document
        words = covering.passages_by_scene(document)
        for row in project.listing.scenes():
            passages = words.get(row.id, [])
            shots = document.children(row.id, model.Shot)
            cast = ", ".join(f"{name} {count}" for name, count in covering.cast_of(passages).items())
            share = f"{covering.share_covered(passages, shots):.0%}" if passages else "no words"
            pages = f"{row.eighths // 8} {row.eighths % 8}/8" if row.eighths else ""
            mark = "OMITTED" if row.omitted else row.heading
            say(f"{row.number:<6} {mark:<44} {pages:>6} {len(shots):>3} shots {share:>9}  {cast}")
    return DONE
