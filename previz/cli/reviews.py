"""`previz review-page`, `import-review`, `send-back`, `import-take`, `pack`, `merge`: work with others."""

from __future__ import annotations

import argparse
from pathlib import Path

from previz.cli.terminal import Commands, complain, say, whole_number
from previz.errors import BadProject
from previz.review.pushback import REASONS, written
from previz.scene import model
from previz.studio import Studio
from previz.studio.merging import take_theirs
from previz.studio.picks import PickBook
from previz.studio.steering import asked_for


def register(commands: Commands) -> None:
    page = commands.add("review-page", _page, "one HTML file on which others look and comment, offline")
    page.add_argument("--out", type=Path, required=True, metavar="HTML")

    bring = commands.add("import-review", _import_review, "what others said on a review page, as notes")
    bring.add_argument("review", type=Path, metavar="JSON", help="the file that the page saved")

    back = commands.add("send-back", _send_back, "ask for changes of the selected take of a panel")
    _panel_options(back)
    back.add_argument("--by", required=True, metavar="NAME", help="who decides")
    keys = [reason.key for reason in REASONS]
    back.add_argument("--reason", nargs="+", default=[], choices=keys, metavar="R", help=", ".join(keys))
    back.add_argument("--why", default="", metavar="TEXT", help="in words")

    pack = commands.add("pack", _pack, "hand shots off: a small film for an artist elsewhere")
    pack.add_argument("--shots", nargs="+", required=True, metavar="N")
    pack.add_argument("--out", type=Path, required=True, metavar="PACK")

    merge = commands.add("merge", _merge, "take in what came back of a pack; nothing is overwritten")
    merge.add_argument("pack", type=Path, metavar="PACK")
    merge.add_argument(
        "--theirs", action="store_true", help="where both sides changed something, take theirs"
    )

    picks = commands.add("picks", _picks, "picks between takes: keep them, tell what was learnt")
    switch = picks.add_mutually_exclusive_group()
    switch.add_argument("--on", action="store_true", help="keep picks in this film (default: none)")
    switch.add_argument("--off", action="store_true", help="keep no more")
    switch.add_argument("--forget", action="store_true", help="remove those that were kept")
    picks.add_argument("--out", type=Path, default=None, metavar="JSONL", help="write them and all verdicts")

    take = commands.add("import-take", _import_take, "a drawing or a photograph as a take of a panel")
    _panel_options(take)
    take.add_argument("picture", type=Path, metavar="PICTURE")


def _panel_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--shot", required=True, metavar="N")
    which = "which panel of the shot, counted from 1 (default: its only one)"
    parser.add_argument("--panel", type=whole_number(1), default=None, metavar="P", help=which)


def panel_of(project: Studio, shot: str, place: int | None) -> model.Panel:
    """Raises NotFound, and BadProject where it is not clear which panel is meant."""
    panels = project.document.children(project.find(shot).id, model.Panel)
    if place is None and len(panels) != 1:
        raise BadProject(f"{shot} has {len(panels)} panels; say which one with --panel.")
    if (place or 1) > len(panels):
        raise BadProject(f"{shot} has {len(panels)} panels; there is no panel {place}.")
    return panels[(place or 1) - 1]


def _page(options: argparse.Namespace) -> None:
    with Studio.open(options.file, read_only=True) as project:
        count = project.exchange.write_review_page(options.out)
    say(f"{options.out}: {count} frames to look at.")


def _import_review(options: argparse.Namespace) -> None:
    with Studio.open(options.file) as project:
        say(project.exchange.bring_suggestions(options.review).line())


def _send_back(options: argparse.Namespace) -> None:
    with Studio.open(options.file) as project:
        panel = panel_of(project, options.shot, options.panel)
        project.reviewing.judge(panel, "changes", options.by, written(options.reason, options.why))
        steers = asked_for(project.store, project.reviewing, panel)
    say(f"{options.shot}: sent back by {options.by}.")
    for steer in steers:
        say(f"  {steer.line()}")


def _pack(options: argparse.Namespace) -> None:
    with Studio.open(options.file, read_only=True) as project:
        shots = [project.find(number) for number in options.shots]
        panels = [panel.id for shot in shots for panel in project.document.children(shot.id, model.Panel)]
        count = project.exchange.write_pack(panels, options.out)
    say(f"{options.out}: {count} {'panel' if count == 1 else 'panels'} to hand off.")


def _merge(options: argparse.Namespace) -> None:
    with Studio.open(options.file) as project:
        merged = project.exchange.merge_pack(options.pack)
        for conflict in merged.conflicts if options.theirs else ():
            take_theirs(project.document, conflict)
    say(merged.line())
    for conflict in merged.conflicts:
        taken = "theirs taken" if options.theirs else "ours kept"
        complain(f"{conflict.what}: here “{conflict.ours}”, there “{conflict.theirs}”; {taken}.")


def _picks(options: argparse.Namespace) -> None:
    changes = options.on or options.off or options.forget
    with Studio.open(options.file, read_only=not changes) as project:
        book = PickBook(project.document, project.store)
        if options.forget:
            say(f"{book.forget()} picks forgotten.")
        elif changes:
            book.turn(options.on)
        say(book.told())
        if options.out is not None:
            say(f"{options.out}: {book.export(options.out)} lines.")


def _import_take(options: argparse.Namespace) -> None:
    with Studio.open(options.file) as project:
        panel = panel_of(project, options.shot, options.panel)
        take, notes = project.exchange.add_picture(panel, options.picture)
    say(f"{options.shot}: {options.picture.name} is take {take.number}.")
    for note in notes:
        complain(f"{options.picture.name}: {note}")
