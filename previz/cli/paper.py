"""`previz export`: what leaves the house."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from previz.cli.terminal import DONE, FAILED, USAGE, Commands, complain, say
from previz.errors import PrevizError
from previz.export.phrases import LANGUAGES
from previz.export.presets import (
    BUILT_IN,
    ENDING,
    PLAIN,
    PaperPreset,
    find_preset,
    read_logo,
    save_preset,
)
from previz.export.targets import check_target
from previz.script import covering
from previz.studio import Studio

BOARD_COUNTS = (1, 2, 3, 4, 6, 9)


def register(commands: Commands) -> None:
    export = commands.add("export", _export, "print boards and shot list, copy frames out")
    export.add_argument("--boards", type=Path, metavar="PDF")
    export.add_argument("--shot-list", type=Path, metavar="PDF")
    export.add_argument(
        "--camera-report", type=Path, metavar="PDF", help="a page a set-up, with a plan to scale"
    )
    export.add_argument("--lined-script", type=Path, metavar="PDF", help="the pages, a line a set-up")
    export.add_argument("--schedule", type=Path, metavar="PDF", help="one line a scene, day by day")
    export.add_argument("--continuity", type=Path, metavar="PDF", help="findings, frames, plans and waivers")
    export.add_argument("--xlsx", type=Path, metavar="XLSX", help="the shot list as a workbook with pictures")
    export.add_argument("--csv", type=Path, metavar="CSV", help="the shot list for any spreadsheet")
    export.add_argument("--frames", type=Path, metavar="DIR", help="selected takes as PNG, with their marks")
    export.add_argument("--svg", action="store_true", help="frames as SVG, their marks as vectors")
    export.add_argument("--bare", action="store_true", help="frames without marks")
    export.add_argument("--props", type=Path, metavar="GLB", help="everything on a stage as a 3D file")
    export.add_argument("--stage", default="", metavar="NAME", help="of the props (default: the only one)")
    _register_look(export)
    bring = commands.add(
        "import-list", _import_list, "bring in a shot list: known shots get its words, others are made"
    )
    bring.add_argument("list", type=Path, metavar="LIST", help="CSV or XLSX, with a row of heads")


def _register_look(export: argparse.ArgumentParser) -> None:
    """How documents look: a preset, and what differs from it."""
    look = export.add_argument_group("how they look")
    names = ", ".join(BUILT_IN)
    look.add_argument("--preset", metavar="NAME", help=f"{names}, one's own, or a {ENDING} file")
    look.add_argument("--save-preset", metavar="NAME", help="keep what is chosen here under a name")
    look.add_argument("--per-page", type=int, choices=BOARD_COUNTS, help="panels a page (default: 6)")
    look.add_argument("--portrait", action="store_true", default=None, help="upright pages")
    look.add_argument("--paper", choices=("a4", "us-letter"), help="default: the project's")
    look.add_argument(
        "--columns",
        metavar="NAME",
        help="of the shot list: director, dp, ad, all, or an arrangement that is kept in the film",
    )
    look.add_argument("--order", choices=("script", "setup", "day"), help="of the shot list")
    look.add_argument(
        "--language", choices=tuple(LANGUAGES), help="of heads, status and totals (default: the film's)"
    )
    look.add_argument("--font", metavar="FAMILY", help="that is shipped or installed (default: Inter)")
    look.add_argument("--title", help="instead of the film's own")
    look.add_argument("--watermark", metavar="WORDS", help="pale across every page")
    look.add_argument("--logo", type=Path, metavar="PICTURE", help="in the head of every page")


def _preset(options: argparse.Namespace) -> PaperPreset:
    """The named preset, or the plain one, with what else was said. Raises NotFound, ExportError."""
    names = ("per_page", "portrait", "paper", "order", "title", "watermark", "language", "font")
    said = {name: value for name in names if (value := getattr(options, name)) is not None}
    if options.logo is not None:
        said["logo"] = read_logo(options.logo)
    start = find_preset(options.preset) if options.preset else PLAIN
    return msgspec.structs.replace(start, **said)


def _import_list(options: argparse.Namespace) -> int:
    with Studio.open(options.file) as project:
        done = project.import_list(options.list)
    say(done.tell())
    for note in done.notes:
        complain(note)
    return DONE


def _export(options: argparse.Namespace) -> int:
    reports = (options.camera_report, options.lined_script, options.schedule, options.continuity)
    lists = (options.boards, options.shot_list, options.xlsx, options.csv)
    files = [one for one in (*lists, *reports) if one]
    if not (files or options.frames or options.props or options.save_preset):
        complain(
            "Say what to export: --boards PDF, --shot-list PDF, --camera-report PDF, "
            "--lined-script PDF, --schedule PDF, --continuity PDF, "
            "--xlsx XLSX, --csv CSV, --frames DIR, --props GLB."
        )
        return USAGE
    if (options.bare or options.svg) and not options.frames:
        complain("--bare and --svg say how --frames DIR are written; name a folder.")
        return USAGE
    if len(set(files)) < len(files):
        complain("Two documents cannot be the same file; give each its own name.")
        return USAGE
    preset = _preset(options)
    with Studio.open(options.file, read_only=True) as project:
        if options.columns is not None:
            preset = preset.with_columns(options.columns, project.document.project.column_sets)
        _check(project, options, files)
        if options.save_preset:
            print(save_preset(options.save_preset, preset))
        warnings, failures = _write(project, options, preset)
    for warning in dict.fromkeys([*warnings, *failures]):
        complain(warning)
    return FAILED if failures else DONE


def _check(project: Studio, options: argparse.Namespace, files: Sequence[Path]) -> None:
    """What can be known before anything is written. Raises NotFound, ExportError."""
    if options.lined_script:
        covering.need_passages(project.document)
    for path in files:
        check_target(path)


def _write(project: Studio, options: argparse.Namespace, preset: PaperPreset) -> tuple[list[str], list[str]]:
    """Everything that was asked for; what the reader should know, and what could not be written."""
    warnings: list[str] = []
    failures: list[str] = []
    for path, write in _writers(project, options, preset):
        if path:
            try:
                warnings += write(path)
            except PrevizError as error:  # the others are good without this one
                told = str(path) in str(error)
                failures.append(str(error) if told else f"{path} cannot be written: {error}")
            else:
                if path != options.frames:
                    print(path)
    return warnings, failures


def _writers(
    project: Studio, options: argparse.Namespace, preset: PaperPreset
) -> tuple[tuple[Path | None, Callable[[Path], list[str]]], ...]:
    """Where something goes, None for what was not asked for, and who writes it and returns warnings."""
    boards, shot_list = preset.board_layout(), preset.list_layout()

    def frames(folder: Path) -> list[str]:
        for path in project.export_frames(folder, options.bare, "svg" if options.svg else "png"):
            print(path)
        return []

    def props(path: Path) -> list[str]:
        project.export_props(path, options.stage)
        return []

    return (
        (options.boards, lambda path: project.export_boards(path, boards, preset)),
        (options.shot_list, lambda path: project.export_shot_list(path, shot_list, preset)),
        (options.camera_report, lambda path: project.reports.camera(path, preset)),
        (options.lined_script, lambda path: project.reports.lined(path, preset)),
        (options.schedule, lambda path: project.reports.schedule(path, preset)),
        (options.continuity, lambda path: project.reports.continuity(path, preset)),
        (options.xlsx, project.printing.workbook),
        (options.csv, project.printing.csv),
        (options.frames, frames),
        (options.props, props),
    )
