"""`previz passes`, `generate`, `approve`: from what the camera sees to a board somebody signed."""

from __future__ import annotations

import argparse
from pathlib import Path

from previz import studio
from previz.cli.drawings import add_choices, made_choices
from previz.cli.generators import add_generator, trained
from previz.cli.reviews import panel_of
from previz.cli.terminal import DONE, FAILED, Commands, Ticker, complain, say, size_px, whole_number
from previz.scene import model
from previz.studio import STYLE_NAMES, Making, Studio, generators
from previz.studio.choosing import select_take, take_lines, take_of
from previz.studio.outlook import unused_by
from previz.studio.reference_pictures import pictures_at_hand
from previz.studio.reviewing import Approval
from previz.studio.trained import Trained


def register(commands: Commands) -> None:
    what = "write what the camera sees as depth, normals, lines, poses, ids"
    passes = commands.add("passes", _passes, what)
    passes.add_argument("--shot", required=True, metavar="N", help="shot number, e.g. 1A")
    passes.add_argument("--out", type=Path, required=True, metavar="DIR")
    passes.add_argument("--size", type=size_px, default=None, metavar="WxH", help="default: 1920 wide")

    generate = commands.add("generate", _generate, "draw frames")
    generate.add_argument("--resume", action="store_true", help="finish what an interrupted run left behind")
    generate.add_argument("--shots", nargs="+", default=[], metavar="N", help="shot numbers (default: all)")
    generate.add_argument("--style", default=None, help=f"{STYLE_NAMES} (default: the shot's look)")
    generate.add_argument("--seed", type=whole_number(0), default=None, help="first seed (default: 1)")
    takes_help = "takes a panel (default: 1)"
    generate.add_argument("--takes", type=whole_number(1), default=1, metavar="K", help=takes_help)
    generate.add_argument("--size", type=size_px, default=None, metavar="WxH", help="default: 1920 wide")
    add_generator(generate)
    add_choices(generate)
    keep_help = "choices that stay as in the selected take, e.g. light"
    generate.add_argument("--lock", nargs="+", default=[], metavar="NAME", help=keep_help)
    marks_help = "draw an artist's marks into the frames: a picture with transparency, of the frame's shape"
    generate.add_argument("--marks", type=Path, default=None, metavar="PNG", help=marks_help)
    drawn_help = "new frames of the panels that people drew over, with what they drew in them"
    generate.add_argument("--drawn", action="store_true", help=drawn_help)
    as_is_help = "with --marks or --drawn: in their own colours, not with the style's pen"
    generate.add_argument("--as-is", action="store_true", help=as_is_help)

    takes = commands.add("takes", _takes, "list the takes of shots; * stands before those that are selected")
    takes.add_argument("--shots", nargs="+", default=[], metavar="N", help="shot numbers (default: all)")

    select = commands.add("select", _select, "let another take stand for a panel")
    select.add_argument("--shot", required=True, metavar="N")
    select.add_argument("--take", type=whole_number(1), required=True, metavar="K")
    panel_help = "which panel of the shot, counted from 1 (default: its only one)"
    select.add_argument("--panel", type=whole_number(1), default=None, metavar="P", help=panel_help)

    approve = commands.add("approve", _approve, "approve the selected takes of a shot")
    approve.add_argument("--shot", required=True, metavar="N")
    approve.add_argument(
        "--panel",
        type=whole_number(1),
        default=None,
        metavar="P",
        help="this one alone, also if it is omitted or sent back (default: all that are drawn and neither)",
    )
    approve.add_argument("--by", required=True, metavar="NAME", help="who decides")
    approve.add_argument("--why", default="", metavar="TEXT")


def _passes(options: argparse.Namespace) -> None:
    with Studio.open(options.file, read_only=True) as project:
        for path in project.write_passes(project.find(options.shot), options.out, options.size):
            print(path)


def _generate(options: argparse.Namespace) -> int:
    with Studio.open(options.file) as project, Ticker() as ticker:
        if options.resume:
            outcome = project.resume(ticker.told)
        else:
            outcome = _draw(project, options, ticker.told)
    return report(outcome)


def report(outcome: studio.Outcome) -> int:
    """Say what was made, kept and failed; the exit code."""
    print(f"{outcome.made} of {outcome.asked} frames drawn.")
    if outcome.beside:
        lie = "lies" if outcome.beside == 1 else "lie"
        print(f"{outcome.beside} {lie} beside the selected takes; `previz select` chooses another.")
    for number, kept in outcome.receipts:
        say(f"{number}: kept {kept.score:.0f} of 100 of the blocking{told(kept.reasons)}.")
    for number, reason in outcome.failed:
        complain(f"{number}: {reason}")
    return FAILED if outcome.failed else DONE


def told(reasons: tuple[str, ...]) -> str:
    return f"; {'; '.join(reasons)}" if reasons else ""


def _draw(project: Studio, options: argparse.Namespace, tell: studio.Tell) -> studio.Outcome:
    shots = [project.find(number) for number in options.shots] or project.shots()
    looks = [project.reviewing.look(shot) for shot in shots]
    by = trained(options, looks)
    over = project.overlays.paper_overs(shots, not options.as_is) if options.drawn else {}
    making = Making(
        panel_marks=over,
        panel_ids=frozenset(over) or None,
        style=options.style,
        seed=options.seed,
        takes=options.takes,
        choices=made_choices(options),
        locked=tuple(options.lock),
        marks=project.bring_marks(options.marks, not options.as_is) if options.marks else None,
        size_px=options.size,
    )
    if by is not None and (pace := generators.pace_s(project.document, by.generator, by.model)) is not None:
        say(f"About {pace:.3g} s a frame, as the last ones took.")
    makers = [by] * len(looks) if by is not None else Trained.by_looks(looks)
    frames = [
        (maker, len(look.pictures), pictures_at_hand(project.document, shot))
        for shot, look, maker in zip(shots, looks, makers, strict=True)
    ]
    for reason in unused_by(frames):
        complain(f"not used: {reason}")
    return project.generate(shots, making, tell, by)


def _approve(options: argparse.Namespace) -> None:
    with Studio.open(options.file) as project:
        shot, reviewing = project.find(options.shot), project.reviewing
        before = reviewing.standings_of(shot)  # a verdict settles what waits for one
        if options.panel is None:
            panels = project.document.children(shot.id, model.Panel)
            approval = project.approve(shot, options.by, options.why)
        else:
            panels = [panel_of(project, options.shot, options.panel)]
            reviewing.judge(panels[0], "approved", options.by, options.why)
            approval = Approval(1)
        now = reviewing.statuses()
        new = {
            reviewing.panel_name(panel): newer.number
            for panel in panels
            if (newer := before[panel.id].newer) is not None and now[panel.id].status == "approved"
        }
        reasons = reviewing.stale_of(shot)
    for reason in reasons:
        complain(f"{options.shot} is approved, but stale: {reason}")
    for name, number in new.items():
        complain(
            f"{name}: take {number} is new beside the one that is approved; `previz select` lets it stand."
        )
    for reason in approval.left_out:
        complain(f"left out: {reason}")
    count = approval.count
    say(f"{options.shot}: {count} {'panel' if count == 1 else 'panels'} approved by {options.by}.")


def _takes(options: argparse.Namespace) -> None:
    with Studio.open(options.file, read_only=True) as project:
        numbers = project.listing.numbers().shots
        for shot in [project.find(number) for number in options.shots] or project.shots():
            for line in take_lines(project.document, project.store, shot, numbers[shot.id]):
                say(line)


def _select(options: argparse.Namespace) -> None:
    with Studio.open(options.file) as project:
        panel = panel_of(project, options.shot, options.panel)
        select_take(project.document, take_of(project.document, panel, options.take))
    say(f"{options.shot}: take {options.take} stands now.")
