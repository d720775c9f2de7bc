"""The command line. Exit codes: 0 done, 1 failed with one clear line on stderr, 2 usage."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

import previz
from previz import studio
from previz.errors import ImportFailed, PrevizError
from previz.studio import Making, Studio

DONE, FAILED, USAGE = 0, 1, 2
BOARD_COUNTS = (1, 2, 3, 4, 6, 9)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = build_parser()
    options = parser.parse_args(arguments)
    if not hasattr(options, "run"):
        parser.print_help()
        return USAGE
    try:
        return int(options.run(options) or DONE)
    except PrevizError as error:
        _complain(str(error))
        return FAILED
    except BrokenPipeError:
        # The reader of our output went away (`previz shots f | head`); that is not our failure.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        _complain("Stopped; what was finished is saved.")
        return 130


def _complain(text: str) -> None:
    print(f"previz: {' '.join(text.split())}", file=sys.stderr)


# ------------------------------------------------------------------------------------------ arguments
def build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="previz", description=previz.__doc__)
    parser.add_argument("--version", action="version", version=f"previz {previz.__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")

    def command(
        name: str, run: Callable[[argparse.Namespace], int | None], what: str, file: bool = True
    ) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=what, description=f"{what[0].upper()}{what[1:]}.")
        made.set_defaults(run=run)
        if file:
            made.add_argument("file", type=Path, metavar="FILE", help="a .previz project")
        return made

    demo = command("demo", run_demo, "stage the demo film, draw its boards, print both PDFs", file=False)
    demo.add_argument("--out", type=Path, default=Path("demo-out"), metavar="DIR", help="default: demo-out")
    demo.add_argument("--style", default=None, help="pencil or ink (default: the film's own)")

    new = command("new", run_new, "start an empty project with a camera package")
    new.add_argument("--title", default="", help="default: the file's name")

    info = command("info", run_info, "say what is in a project")
    info.add_argument("--json", action="store_true", help="as data")

    shots = command("shots", run_shots, "print the shot list")
    shots.add_argument("--json", action="store_true", help="as data, every column")

    passes = command("passes", run_passes, "write what the camera sees as depth, normals, lines, poses, ids")
    passes.add_argument("--shot", required=True, metavar="N", help="shot number, e.g. 1A")
    passes.add_argument("--out", type=Path, required=True, metavar="DIR")
    passes.add_argument("--size", type=_size, default=None, metavar="WxH", help="default: 1920 wide")

    generate = command("generate", run_generate, "draw frames")
    generate.add_argument("--resume", action="store_true", help="finish what an interrupted run left behind")
    generate.add_argument("--shots", nargs="+", default=[], metavar="N", help="shot numbers (default: all)")
    generate.add_argument("--style", default=None, help="pencil or ink (default: the shot's look)")
    generate.add_argument("--seed", type=_whole(0), default=None, help="first seed (default: 1)")
    generate.add_argument(
        "--takes", type=_whole(1), default=1, metavar="K", help="takes a panel (default: 1)"
    )
    generate.add_argument("--size", type=_size, default=None, metavar="WxH", help="default: 1920 wide")

    bring = command("import", run_import, "bring a 3D model in (GLB, glTF, OBJ, PLY, STL, DAE)")
    bring.add_argument("model", type=Path, metavar="MODEL")
    bring.add_argument("--unit", choices=tuple(studio.UNITS_M), help="what one unit of the model is")
    bring.add_argument("--up", choices=("y", "z"), help="which axis of the model is up")
    bring.add_argument("--simplify", type=_whole(100), metavar="N", help="to about so many faces")
    bring.add_argument("--name", default="", help="default: the model's file name")
    bring.add_argument(
        "--stage", default="", metavar="NAME", help="where it is to stand (default: the only one)"
    )
    bring.add_argument("--credit", default="", metavar="TEXT", help="who made it")
    bring.add_argument("--licence", default="", metavar="TEXT", help="under which terms, e.g. CC BY 4.0")
    bring.add_argument("--yes", action="store_true", help="take what is guessed")

    approve = command("approve", run_approve, "approve the selected take of every panel of a shot")
    approve.add_argument("--shot", required=True, metavar="N")
    approve.add_argument("--by", required=True, metavar="NAME", help="who decides")
    approve.add_argument("--why", default="", metavar="TEXT")

    export = command("export", run_export, "print boards and shot list, copy frames out")
    export.add_argument("--boards", type=Path, metavar="PDF")
    export.add_argument("--shot-list", type=Path, metavar="PDF")
    export.add_argument("--frames", type=Path, metavar="DIR", help="the selected take of every panel as PNG")
    export.add_argument("--props", type=Path, metavar="GLB", help="everything on a stage as a 3D file")
    export.add_argument("--stage", default="", metavar="NAME", help="of the props (default: the only one)")
    export.add_argument(
        "--per-page", type=int, choices=BOARD_COUNTS, default=6, help="panels a page (default: 6)"
    )
    export.add_argument("--portrait", action="store_true", help="boards on upright pages")
    export.add_argument("--paper", choices=("a4", "us-letter"), default=None, help="default: the project's")
    export.add_argument(
        "--columns", choices=("director", "dp", "ad", "all"), default="director", help="of the shot list"
    )
    export.add_argument("--order", choices=("script", "setup"), default="script", help="of the shot list")

    command("verify", run_verify, "check the file, its ledger and its pictures")
    return parser


def _size(text: str) -> tuple[int, int]:
    width, cross, height = text.lower().partition("x")
    if not (cross and width.isdigit() and height.isdigit()):
        raise argparse.ArgumentTypeError(f"{text!r} is not a size; write WIDTHxHEIGHT, e.g. 1920x804")
    return int(width), int(height)


def _whole(minimum: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not text.isdigit() or int(text) < minimum:
            raise argparse.ArgumentTypeError(f"{text!r} must be a whole number from {minimum}")
        return int(text)

    return read


# ----------------------------------------------------------------------------------------- what they do
def run_demo(options: argparse.Namespace) -> None:
    started = time.monotonic()
    with _Ticker() as ticker:
        written = studio.make_demo(options.out, style=options.style, tell=ticker.told)
    for path in written:
        print(path)
    print(f"The demo film is ready in {time.monotonic() - started:.0f} s.")


def run_new(options: argparse.Namespace) -> None:
    Studio.create(options.file, title=options.title or options.file.stem).close()
    print(f"{options.file} is ready.")


def run_info(options: argparse.Namespace) -> None:
    with Studio.open(options.file, read_only=True) as project:
        facts = project.info()
    if options.json:
        print(json.dumps(facts, indent=2, ensure_ascii=False))
        return
    for name, value in studio.as_lines(facts):
        print(f"{name:<14} {value}")


def run_shots(options: argparse.Namespace) -> None:
    with Studio.open(options.file, read_only=True) as project:
        rows = project.shot_rows()
    if options.json:
        print(json.dumps([studio.plain(row) for row in rows], indent=2, ensure_ascii=False))
        return
    for line in studio.as_table(rows):
        print(line)


def run_passes(options: argparse.Namespace) -> None:
    with Studio.open(options.file, read_only=True) as project:
        for path in project.write_passes(project.find(options.shot), options.out, options.size):
            print(path)


def run_generate(options: argparse.Namespace) -> int:
    with Studio.open(options.file) as project, _Ticker() as ticker:
        if options.resume:
            outcome = project.resume(ticker.told)
        else:
            outcome = _generate(project, options, ticker.told)
    print(f"{outcome.made} of {outcome.asked} frames drawn.")
    for number, reason in outcome.failed:
        _complain(f"{number}: {reason}")
    return FAILED if outcome.failed else DONE


def _generate(project: Studio, options: argparse.Namespace, tell: studio.Tell) -> studio.Outcome:
    shots = [project.find(number) for number in options.shots] or project.shots()
    making = Making(style=options.style, seed=options.seed, takes=options.takes, size_px=options.size)
    return project.generate(shots, making, tell)


def run_import(options: argparse.Namespace) -> None:
    wanted = studio.Wanted(
        unit=options.unit,
        up=options.up,
        faces=options.simplify,
        name=options.name,
        credit=options.credit,
        licence=options.licence,
        stage=options.stage,
    )
    with Studio.open(options.file) as project, studio.read_model(options.model) as reader:
        for line in studio.preview(reader, wanted):
            print(line)
        questions = {} if options.yes else studio.open_questions(reader, wanted)
        if questions:
            wanted = _asked(options.model.name, questions, wanted, reader.guess.up)
        kept, item = project.add_model(reader, wanted)
        for warning in reader.survey.warnings:
            _complain(f"{options.model.name}: {warning}.")
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


def run_approve(options: argparse.Namespace) -> None:
    with Studio.open(options.file) as project:
        count = project.approve(project.find(options.shot), options.by, options.why)
    print(f"{options.shot}: {count} {'panel' if count == 1 else 'panels'} approved by {options.by}.")


def run_export(options: argparse.Namespace) -> int:
    if not (options.boards or options.shot_list or options.frames or options.props):
        _complain("Say what to export: --boards PDF, --shot-list PDF, --frames DIR, --props GLB.")
        return USAGE
    with Studio.open(options.file, read_only=True) as project:
        warnings: list[str] = []
        if options.boards:
            layout = studio.board_layout(options.per_page, options.portrait, options.paper)
            warnings += project.export_boards(options.boards, layout)
            print(options.boards)
        if options.shot_list:
            list_layout = studio.list_layout(options.columns, options.order, options.paper)
            warnings += project.export_shot_list(options.shot_list, list_layout)
            print(options.shot_list)
        if options.frames:
            for path in project.export_frames(options.frames):
                print(path)
        if options.props:
            project.export_props(options.props, options.stage)
            print(options.props)
    for warning in dict.fromkeys(warnings):
        _complain(warning)
    return DONE


def run_verify(options: argparse.Namespace) -> int:
    with Studio.open(options.file, read_only=True) as project:
        problems = project.verify()
    for problem in problems:
        _complain(problem)
    print(
        "Nothing is wrong." if not problems else f"{len(problems)} problems found; the file was not changed."
    )
    return FAILED if problems else DONE


class _Ticker:
    """One line of progress that rewrites itself; silent when nobody looks at a terminal."""

    def __init__(self) -> None:
        self._on = sys.stderr.isatty()
        self._width = 0

    def __enter__(self) -> _Ticker:
        return self

    def __exit__(self, *_: object) -> None:
        if self._on and self._width:
            print("\r" + " " * self._width + "\r", end="", file=sys.stderr, flush=True)

    def told(self, done: float, text: str) -> None:
        """``done`` is the share of the whole, 0…1."""
        if not self._on:
            return
        line = f"[{round(done * 100):3d} %] {text}"[: os.get_terminal_size(sys.stderr.fileno()).columns - 1]
        print("\r" + line.ljust(self._width), end="", file=sys.stderr, flush=True)
        self._width = len(line)
