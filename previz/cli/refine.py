"""`previz refine`: a model goes on from a take: one region anew, another light, a drawing finished."""

from __future__ import annotations

import argparse

from previz.cli.boards import report
from previz.cli.generators import share
from previz.cli.terminal import Commands, Ticker, whole_number
from previz.errors import BadProject
from previz.scene import model
from previz.studio import Studio, generators
from previz.studio.choosing import take_of
from previz.studio.refining import MAKERS, Wish, refine


def register(commands: Commands) -> None:
    made = commands.add("refine", _refine, "go on from a take with a model on this machine, as a new take")
    made.add_argument("--shot", required=True, metavar="N")
    made.add_argument("--take", type=whole_number(1), default=None, metavar="K", help="default: the selected")
    panel_help = "which panel of the shot, counted from 1 (default: its only one)"
    made.add_argument("--panel", type=whole_number(1), default=1, metavar="P", help=panel_help)
    region = "make only this person or thing anew, by name; all other pixels stay"
    made.add_argument("--region", default="", metavar="NAME", help=region)
    made.add_argument("--light", default="", metavar="TEXT", help="change only the light, e.g. 'one candle'")
    made.add_argument("--words", default="", metavar="TEXT", help="what the model is told beside the look")
    keep = "how much of the picture stays, 0 to 1 (default: 0.35; 0.5 with --light)"
    made.add_argument("--keep", type=share, default=None, metavar="SHARE", help=keep)
    who = "diffusers or comfyui (default: that of the take, or the models on this machine)"
    made.add_argument("--generator", choices=MAKERS, default="", help=who)
    made.add_argument("--model", default="", metavar="NAME", help="default: that of the take, or the first")
    firm = "how firmly it holds to the blocking (default: faithful; strict with --light)"
    made.add_argument("--adherence", choices=generators.ADHERENCES, default=None, help=firm)
    made.add_argument("--new-seed", action="store_true", help="another seed than that of the take")


def _refine(options: argparse.Namespace) -> int:
    wish = Wish(
        region=options.region,
        light=options.light,
        words=options.words,
        keep=options.keep,
        generator=options.generator,
        model=options.model,
        adherence=options.adherence,
        same_seed=not options.new_seed,
    )
    with Studio.open(options.file) as project, Ticker() as ticker:
        take = _take(project, options)
        outcome = refine(project, take, wish, ticker.told)
    return report(outcome)


def _take(project: Studio, options: argparse.Namespace) -> model.Take:
    panels = project.document.children(project.find(options.shot).id, model.Panel)
    if options.panel > len(panels):
        raise BadProject(
            f"{options.shot} has {len(panels)} panels; there is no panel {options.panel} to refine."
        )
    panel = panels[options.panel - 1]
    if options.take is not None:
        return take_of(project.document, panel, options.take)
    selected = project.reviewing.selected(panel)
    if selected is None:
        raise BadProject(f"{options.shot} has no take yet; `previz generate` makes the first.")
    return selected
