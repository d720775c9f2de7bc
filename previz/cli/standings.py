"""`previz in-review`, `omit`, `affirm`, `lock`: how panels stand, without the window."""

from __future__ import annotations

import argparse
from functools import partial
from typing import Literal

from previz.cli.reviews import panel_of
from previz.cli.terminal import Commands, complain, say, whole_number
from previz.errors import BadProject
from previz.scene import model
from previz.studio import Studio
from previz.studio.shot_book import set_locked


def register(commands: Commands) -> None:
    review = commands.add(
        "in-review", partial(_judge, "review"), "put panels before whoever decides; brings omitted ones back"
    )
    omit = commands.add("omit", partial(_judge, "omitted"), "leave panels out of the boards; nothing is lost")
    for parser in (review, omit):
        _which(parser)
        parser.add_argument("--by", required=True, metavar="NAME", help="who decides")
        parser.add_argument("--why", default="", metavar="TEXT")
    true = commands.add(
        "affirm", _affirm, "say that stale frames are still true: what was decided stays, the stale mark goes"
    )
    _which(true)
    true.add_argument("--by", required=True, metavar="NAME", help="who says so")
    true.add_argument("--why", required=True, metavar="TEXT")
    lock = commands.add("lock", _lock, "keep the takes that stand: nothing draws these panels anew")
    _which(lock)
    lock.add_argument("--off", action="store_true", help="let them be drawn again")


def _which(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--shots", nargs="+", required=True, metavar="N")
    which = "one panel of one shot, counted from 1 (default: all of them)"
    parser.add_argument("--panel", type=whole_number(1), default=None, metavar="P", help=which)


def _panels(project: Studio, options: argparse.Namespace) -> list[model.Panel]:
    """Raises NotFound, and BadProject for a panel that is not there."""
    if options.panel is not None:
        return [panel_of(project, number, options.panel) for number in options.shots]
    shots = [project.find(number) for number in options.shots]
    return [panel for shot in shots for panel in project.document.children(shot.id, model.Panel)]


def _judge(state: Literal["review", "omitted"], options: argparse.Namespace) -> None:
    with Studio.open(options.file) as project:
        panels = _panels(project, options)
        for panel in panels:
            project.reviewing.judge(panel, state, options.by, options.why)
    say(f"{_counted(panels)} {'in review' if state == 'review' else 'omitted'} by {options.by}.")


def _affirm(options: argparse.Namespace) -> None:
    affirmed, refused = list[model.Panel](), dict[str, str]()
    with Studio.open(options.file) as project:
        for panel in _panels(project, options):
            try:
                project.reviewing.affirm(panel, options.by, options.why)
            except BadProject as error:
                refused[project.reviewing.panel_name(panel)] = str(error)
            else:
                affirmed.append(panel)
    if not affirmed:
        raise BadProject(" ".join(dict.fromkeys(refused.values())))
    for name, reason in refused.items():
        complain(f"{name}: {reason}")
    say(f"{_counted(affirmed)} found still true by {options.by}.")


def _lock(options: argparse.Namespace) -> None:
    with Studio.open(options.file) as project:
        panels = _panels(project, options)
        set_locked(project.document, [panel.id for panel in panels], not options.off)
    say(f"{_counted(panels)} {'unlocked' if options.off else 'locked'}.")


def _counted(panels: list[model.Panel]) -> str:
    return f"{len(panels)} panel{'' if len(panels) == 1 else 's'}"
