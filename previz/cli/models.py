"""`previz import`: 3D models of others."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path
from typing import Literal

from previz import studio
from previz.cli.terminal import Commands, complain, number, whole_number
from previz.errors import ImportFailed
from previz.studio import Studio


def register(commands: Commands) -> None:
    bring = commands.add("import", _import, "bring a 3D model in (GLB, glTF, OBJ, PLY, STL, DAE)")
    bring.add_argument("model", type=Path, metavar="MODEL")
    bring.add_argument("--unit", choices=tuple(studio.UNITS_M), help="what one unit of the model is")
    bring.add_argument("--up", choices=("y", "z"), help="which axis of the model is up")
    bring.add_argument("--simplify", type=whole_number(100), metavar="N", help="to about so many faces")
    bring.add_argument("--name", default="", help="default: the model's file name")
    bring.add_argument(
        "--stage", default="", metavar="NAME", help="where it is to stand (default: the only one)"
    )
    bring.add_argument(
        "--at", nargs=3, type=number(1e4), default=(0.0, 0.0, 0.0), metavar=("X", "Y", "Z"),
        help="where its foot stands, in metres: east, up, south (default: in the middle of the floor)",
    )  # fmt: skip
    bring.add_argument("--turn", type=number(360.0), default=0.0, metavar="DEG", help="turned to the left by")
    bring.add_argument("--credit", default="", metavar="TEXT", help="who made it")
    bring.add_argument("--licence", default="", metavar="TEXT", help="under which terms, e.g. CC BY 4.0")
    bring.add_argument("--yes", action="store_true", help="take what is guessed")


def _import(options: argparse.Namespace) -> None:
    wanted = studio.Wanted(
        unit=options.unit,
        up=options.up,
        faces=options.simplify,
        name=options.name,
        credit=options.credit,
        licence=options.licence,
        stage=options.stage,
        position_m=tuple(options.at),
        turn_deg=options.turn,
    )
    with Studio.open(options.file) as project, studio.read_model(options.model) as reader:
        for line in studio.preview(reader, wanted):
            print(line)
        questions = {} if options.yes else studio.open_questions(reader, wanted)
        if questions:
            wanted = _asked(options.model.name, questions, wanted, reader.guess.up)
        kept, item = project.add_model(reader, wanted)
        for warning in reader.survey.warnings:
            complain(f"{options.model.name}: {warning}.")
    where = "stands on the stage" if item else "is in the project, which has no stage yet"
    print(f"“{kept.name}” {where} with {kept.faces:,} faces.")


def _asked(
    file: str, questions: dict[str, str], wanted: studio.Wanted, up: Literal["y", "z"]
) -> studio.Wanted:
    """The answers of whoever sits at the terminal; Enter takes the guess. Nobody there: ImportFailed."""
    if not sys.stdin.isatty():
        options = " ".join(f"--{option}" for option in questions)
        raise ImportFailed(f"{file}: {', '.join(questions.values())}; say {options}, or --yes.")
    for option, why in questions.items():
        if option == "unit":
            answer = _choice(f"{file}: {why}. Unit, {'/'.join(studio.UNITS_M)}", tuple(studio.UNITS_M))
            wanted = replace(wanted, unit=answer or wanted.unit)
        elif option == "up":
            wanted = replace(wanted, up="z" if (_choice(f"{why}. Up, y/z", ("y", "z")) or up) == "z" else "y")
        elif _choice(f"{why}. Simplify to {studio.ADVISED_FACES:,}, y/n", ("y", "n")) == "y":
            wanted = replace(wanted, faces=studio.ADVISED_FACES)
    return wanted


def _choice(question: str, answers: tuple[str, ...]) -> str:
    """One of ``answers``, or "" for Enter."""
    while True:
        try:
            answer = input(f"{question[0].upper()}{question[1:]} (Enter: as it is): ").strip().lower()
        except EOFError:
            raise ImportFailed("Nothing was imported.") from None
        if answer in ("", *answers):
            return answer
