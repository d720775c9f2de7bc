"""`previz coverage`: the set-ups that film a scene so that it cuts, solved on its stage."""

from __future__ import annotations

import argparse

from previz.cli.terminal import DONE, USAGE, Commands, complain, say
from previz.errors import NotFound
from previz.studio import Studio
from previz.studio.coverage import Coverer, Proposed, accept


def register(commands: Commands) -> None:
    what = (
        "propose master, two-shot, reverses, singles and inserts for a staged scene, in the order of shooting"
    )
    coverage = commands.add("coverage", _coverage, what)
    coverage.add_argument("scene", metavar="SCENE", help="the scene's number")
    coverage.add_argument(
        "--keep",
        nargs="+",
        default=[],
        metavar="N",
        help="keep these as shots, in this order: the numbers in the list, or “all”",
    )
    coverage.add_argument(
        "--across",
        action="store_true",
        help="from the other side of the line than the shots so far, or than is proposed first",
    )


def _coverage(options: argparse.Namespace) -> int:
    with Studio.open(options.file, read_only=not options.keep) as project:
        numbers = project.listing.numbers()
        scene_id = next((id for id, number in numbers.scenes.items() if number == options.scene), None)
        if scene_id is None:
            known = ", ".join(numbers.scenes.values()) or "none yet"
            raise NotFound(f"There is no scene {options.scene}; this film has {known}.")
        coverer = Coverer(project.document, scene_id, project.dressing.shelf)
        if not _can_be(options.keep, coverer.most):  # before a search that takes its time
            complain(f"--keep takes numbers from 1, here to {coverer.most} at most, or “all”.")
            return USAGE
        rows = coverer.propose(options.across)
        made = [row for row in rows if row.camera]
        kept = _kept(made, options.keep)
        if kept is None:
            complain(f"--keep takes numbers from 1 to {len(made)}, or “all”.")
            return USAGE
        _tell(rows, project.document.project.size_names)
        if kept:
            ids = accept(project.document, scene_id, kept)
            numbers = project.listing.numbers()
            say(f"Kept as {', '.join(numbers.shots[id] for id in ids)}.")
    return DONE


def _kept(made: list[Proposed], wanted: list[str]) -> list[Proposed] | None:
    if wanted == ["all"]:
        return made
    if not _can_be(wanted, len(made)):
        return None
    return [made[place] for place in dict.fromkeys(int(one) - 1 for one in wanted)]


def _can_be(wanted: list[str], most: int) -> bool:
    return wanted == ["all"] or all(one.isdigit() and 1 <= int(one) <= most for one in wanted)


def _tell(rows: list[Proposed], size_names: str) -> None:
    group = ""
    count = 0
    for row in rows:
        if row.camera is None:
            say(f" --  {row.name:<34} {row.setup.reason}")
            continue
        count += 1
        if row.group != group:
            group = row.group
            say(f"{group}:")
        place = row.setup.placement
        assert place is not None
        reads = place.name.label("us" if size_names == "us" else "uk")
        say(f"{count:>3}  {row.name:<34} {reads:<12} {row.setup.focal_length_mm:g} mm")
    say("1 set-up." if count == 1 else f"{count} set-ups.")
