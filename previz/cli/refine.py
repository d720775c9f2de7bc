"""`previz refine`: go on from a take: an area anew, other light, paint made real, larger, final."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from previz.cli.boards import report
from previz.cli.generators import share
from previz.cli.reviews import panel_of
from previz.cli.terminal import USAGE, Commands, Ticker, complain, number, whole_number
from previz.errors import BadProject
from previz.scene import model
from previz.studio import Studio, generators
from previz.studio.choosing import take_of
from previz.studio.outlook import unused_by
from previz.studio.paper_over import bring_marks
from previz.studio.refining import (
    MAKERS,
    TIMES,
    Asked,
    Wish,
    enlarged,
    finished,
    go_on,
    is_drawing,
    refined,
    since,
    to_follow,
)

DRAWN = "drawn"
"""``--paint`` without a file: what is drawn over the take in the boards."""
PLACES = ("--region", "--lasso", "--paint")
"""Where something is made anew; together they are cut."""
FOR_A_MODEL = ("--words", "--keep", "--generator", "--model", "--adherence", "--new-seed")
FOR_A_BORDER = ("--feather", "--everywhere")


def register(commands: Commands) -> None:
    made = commands.add(
        "refine", _refine, "go on from a take with a model, or at another size, as a new take"
    )
    made.add_argument("--shot", required=True, metavar="N")
    made.add_argument("--take", type=whole_number(1), default=None, metavar="K", help="default: the selected")
    panel_help = "which panel of the shot, counted from 1 (default: its only one)"
    made.add_argument("--panel", type=whole_number(1), default=None, metavar="P", help=panel_help)
    _add_wishes(made)
    made.add_argument("--words", default="", metavar="TEXT", help="what the model is told beside the look")
    keep = (
        "how much of the picture stays, 0 to 1 (default: 0.35; more for --light, --paint, --final, --enlarge)"
    )
    made.add_argument("--keep", type=share, default=None, metavar="SHARE", help=keep)
    who = "diffusers or comfyui (default: that of the take, or the models on this machine)"
    made.add_argument("--generator", choices=MAKERS, default="", help=who)
    made.add_argument("--model", default="", metavar="NAME", help="default: that of the take, or the first")
    firm = "how firmly it holds to the blocking (default: faithful; strict with --light)"
    made.add_argument("--adherence", choices=generators.ADHERENCES, default=None, help=firm)
    made.add_argument("--new-seed", action="store_true", help="another seed than that of the take")


def _add_wishes(made: argparse.ArgumentParser) -> None:
    region = (
        "make only this person or thing anew, by name (of two chairs: 'chair (left)'), or by its id; "
        "all other pixels stay"
    )
    made.add_argument("--region", default="", metavar="NAME", help=region)
    lasso = "make only this area anew: its corners in pixels of the take"
    made.add_argument("--lasso", type=_corner, nargs="+", default=[], metavar="X,Y", help=lasso)
    fade = "share of the width over which the border of what is made anew fades (default: 0.006)"
    made.add_argument("--feather", type=share, default=None, metavar="SHARE", help=fade)
    paint = "make real what was painted over the take: a picture with transparency, or what the boards hold"
    made.add_argument("--paint", nargs="?", const=DRAWN, default=None, metavar="PNG", help=paint)
    everywhere = "with --paint: all of the picture may change, not only what is close to the paint"
    made.add_argument("--everywhere", action="store_true", help=everywhere)
    made.add_argument("--light", default="", metavar="TEXT", help="change only the light, e.g. 'one candle'")
    large = "the same picture so many times as large each way, for print"
    made.add_argument("--enlarge", type=int, choices=TIMES, default=None, help=large)
    made.add_argument("--final", action="store_true", help="a draft at its final size, with the same seed")


def _refine(options: argparse.Namespace) -> int:
    with Studio.open(options.file) as project, Ticker() as ticker:
        take = _take(project, options)
        refused = _refused(options, take)
        if refused:
            complain(refused)
            return USAGE
        asked, stage = _asked(project, take, options), since(project, take)
        if why := stage.why_not(only_light=bool(options.light)):
            raise BadProject(why)
        if note := stage.note():
            complain(note)
        for reason in unused_by([(asked[1], *to_follow(project, take, asked))]):
            complain(f"not used: {reason}")
        outcome = go_on(project, take, asked, ticker.told)
    return report(outcome)


def _refused(options: argparse.Namespace, take: model.Take) -> str:
    """Which of the given options the chosen way would leave out, in a line; "" = it takes them all."""
    steps = [way for way in ("--light", "--enlarge", "--final") if _given(options, way)]
    if len(steps) > 1 or (steps and any(_given(options, place) for place in PLACES)):
        both = (*steps, *(place for place in PLACES if _given(options, place)))
        return f"{' and '.join(both)} are two steps; take one after the other."
    way, taken, instead = _taken(options, take, steps[0] if steps else "")
    spare = [name for name in (*FOR_A_MODEL, *FOR_A_BORDER) if _given(options, name) and name not in taken]
    return f"{way} takes no {' or '.join(spare)}; {instead}." if spare else ""


def _taken(options: argparse.Namespace, take: model.Take, step: str) -> tuple[str, Sequence[str], str]:
    """The way in words, the options that it honours, and what to do about others."""
    placed, out = [place for place in PLACES if _given(options, place)], "leave that out"
    if step == "--enlarge" and is_drawing(take) and not options.generator:
        way = f"--enlarge draws take {take.number} again exactly and"
        return way, (), "leave that out, or let a --generator work it over"
    if step == "--enlarge":
        return step, [name for name in FOR_A_MODEL if name != "--new-seed"], out
    if step == "--final":
        way = f"--final makes take {take.number} as it was asked for and"
        return way, () if is_drawing(take) else ("--keep",), "leave that out, and go on from the final take"
    if placed == ["--paint"] and options.everywhere:
        return "--paint --everywhere", (*FOR_A_MODEL, "--everywhere"), out
    if placed:
        border = ("--feather", "--everywhere") if placed == ["--paint"] else ("--feather",)
        return " ".join(placed), (*FOR_A_MODEL, *border), out
    if step:
        return step, FOR_A_MODEL, out
    return (
        "Going over the whole picture",
        FOR_A_MODEL,
        "name a --region, --lasso or --paint, or leave that out",
    )


def _given(options: argparse.Namespace, name: str) -> bool:
    value = getattr(options, name[2:].replace("-", "_"))
    return value is not None and value is not False and value not in ("", [])  # 0 is a value that was given


def _asked(project: Studio, take: model.Take, options: argparse.Namespace) -> Asked:
    wish = _wish(project, take, options)
    if options.enlarge:
        return enlarged(project.store, take, options.enlarge, wish)
    return finished(project.store, take, options.keep) if options.final else refined(take, wish)


def _wish(project: Studio, take: model.Take, options: argparse.Namespace) -> Wish:
    paint = ""
    if options.paint == DRAWN:
        paint = project.overlays.paper_over(take).blob
    elif options.paint is not None:
        paint = bring_marks(project.store, Path(options.paint)).blob
    width = take.size_px[0]
    return Wish(
        region=options.region,
        lasso=tuple((x / width, y / width) for x, y in options.lasso),
        feather=options.feather,
        paint=paint,
        everywhere=options.everywhere,
        light=options.light,
        words=options.words,
        keep=options.keep,
        generator=options.generator,
        model=options.model,
        adherence=options.adherence,
        same_seed=not options.new_seed,
    )


def _corner(text: str) -> tuple[float, float]:
    x, comma, y = text.partition(",")
    if not comma:
        raise argparse.ArgumentTypeError(f"{text!r} is no corner; write X,Y in pixels, e.g. 120,80")
    return number(1e5)(x), number(1e5)(y)


def _take(project: Studio, options: argparse.Namespace) -> model.Take:
    panel = panel_of(project, options.shot, options.panel)
    if options.take is not None:
        return take_of(project.document, panel, options.take)
    selected = project.reviewing.selected(panel)
    if selected is None:
        raise BadProject(f"{options.shot} has no take yet; `previz generate` makes the first.")
    return selected
