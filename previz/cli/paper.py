"""`previz export`: what leaves the house."""

from __future__ import annotations

import argparse
from pathlib import Path

from previz import studio
from previz.cli.terminal import DONE, USAGE, Commands, complain, say
from previz.studio import Studio

BOARD_COUNTS = (1, 2, 3, 4, 6, 9)


def register(commands: Commands) -> None:
    export = commands.add("export", _export, "print boards and shot list, copy frames out")
    export.add_argument("--boards", type=Path, metavar="PDF")
    export.add_argument("--shot-list", type=Path, metavar="PDF")
    export.add_argument(
        "--camera-report", type=Path, metavar="PDF", help="a page a set-up, with a plan to scale"
    )
    export.add_argument("--schedule", type=Path, metavar="PDF", help="one line a scene, day by day")
    export.add_argument("--continuity", type=Path, metavar="PDF", help="findings, frames, plans and waivers")
    export.add_argument("--xlsx", type=Path, metavar="XLSX", help="the shot list as a workbook with pictures")
    export.add_argument("--csv", type=Path, metavar="CSV", help="the shot list for any spreadsheet")
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
    export.add_argument(
        "--order", choices=("script", "setup", "day"), default="script", help="of the shot list"
    )

    bring = commands.add(
        "import-list", _import_list, "bring in a shot list: known shots get its words, others are made"
    )
    bring.add_argument("list", type=Path, metavar="LIST", help="CSV or XLSX, with a row of heads")


def _import_list(options: argparse.Namespace) -> int:
    with Studio.open(options.file) as project:
        done = project.import_list(options.list)
    for note in done.notes:
        complain(note)
    say(done.tell())
    return DONE


def _export(options: argparse.Namespace) -> int:
    reports = (options.camera_report, options.schedule, options.continuity)
    lists = (options.boards, options.shot_list, options.xlsx, options.csv)
    files = [one for one in (*lists, *reports) if one]
    if not (files or options.frames or options.props):
        complain(
            "Say what to export: --boards PDF, --shot-list PDF, --camera-report PDF, --schedule PDF, "
            "--continuity PDF, --xlsx XLSX, --csv CSV, --frames DIR, --props GLB."
        )
        return USAGE
    if len(set(files)) < len(files):
        complain("Two documents cannot be the same file; give each its own name.")
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
        for path, report in (
            (options.camera_report, project.reports.camera),
            (options.schedule, project.reports.schedule),
            (options.continuity, project.reports.continuity),
        ):
            if path:
                warnings += report(path, options.paper)
                print(path)
        for path, write in ((options.xlsx, project.printing.workbook), (options.csv, project.printing.csv)):
            if path:
                warnings += write(path)
                print(path)
        if options.frames:
            for path in project.export_frames(options.frames):
                print(path)
        if options.props:
            project.export_props(options.props, options.stage)
            print(options.props)
    for warning in dict.fromkeys(warnings):
        complain(warning)
    return DONE
