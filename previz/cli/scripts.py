"""`previz script`: a screenplay into the film and out again."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from previz.cli import checks, coverage
from previz.cli.terminal import DONE, USAGE, Commands, complain, say
from previz.errors import NotFound
from previz.export.presets import PLAIN, find_preset
from previz.scene import model
from previz.script import covering
from previz.script.breakdown import CATEGORIES, break_down
from previz.script.reading import read
from previz.studio import Studio
from previz.studio.casting import cast_of_scene, cast_or_name, player, roles, stage_scene
from previz.studio.draft_changes import SceneChanges, changes_by_scene
from previz.studio.lining import Lining, write_lined_script
from previz.studio.newcomers import Standing, newcomers, standing, told
from previz.studio.screenplay import Imported, export_script, import_script
from previz.studio.wording import accept_words


def register(commands: Commands) -> None:
    script = commands.family("script", "bring a screenplay in, see what it says, write it out")
    bring = script.add(
        "import", _import, "read a Fountain or Final Draft script; again when it was rewritten"
    )
    bring.add_argument("script", type=Path, metavar="SCRIPT", help=".fountain, .txt or .fdx")
    bring.add_argument("--json", action="store_true", help="as data, every change with its shots")
    out = script.add("export", _export, "write the script as it came, byte for byte")
    out.add_argument("script", type=Path, metavar="SCRIPT")
    script.add("breakdown", _breakdown, "list what every scene needs, by category")
    cast = script.add(
        "cast", _cast, "give roles bodies, of the casting shelf or of the film; without any list the roles"
    )
    roles_help = "e.g. NADIA=woman (see previz cast), or NADIA=Waitress: somebody of the film, by name or id"
    cast.add_argument("roles", nargs="*", metavar="ROLE=BODY", help=roles_help)
    stage = script.add("stage", _stage, "put scenes on starter sets by their headings, the cast on its marks")
    stage.add_argument(
        "--scenes", nargs="+", default=[], metavar="N", help="scene numbers (default: all unstaged)"
    )
    stage.add_argument(
        "--set", default=None, metavar="KEY", dest="set_key", help="this set, whatever the heading"
    )
    lined = script.add("lined", _lined, "write the lined script as a PDF: which set-up covers which words")
    lined.add_argument("pdf", type=Path, metavar="PDF")
    lined.add_argument("--scenes", nargs="+", default=[], metavar="N", help="their pages only")
    lined.add_argument("--paper", choices=("a4", "us-letter"), default=None, help="default: the project's")
    lined.add_argument(
        "--preset", metavar="NAME", help="title, logo, watermark and sheet of a preset (see previz export)"
    )
    take = script.add(
        "accept",
        _accept,
        "let shots take the words as they read now; without any, list what changed under them",
    )
    which = take.add_mutually_exclusive_group()
    which.add_argument("--shots", nargs="+", default=[], metavar="N", help="these shots")
    which.add_argument("--scenes", nargs="+", default=[], metavar="N", help="all shots of these scenes")
    which.add_argument("--all", action="store_true", help="all shots of the film")
    coverage.register(script)
    checks.register(script)
    script.add("scenes", _scenes, "list scenes with pages, cast and how much of their words is covered")


def _import(options: argparse.Namespace) -> int:
    file = read(options.script)
    with Studio.open(options.file) as project:
        made = import_script(project.document, file)
        numbers = project.listing.numbers().shots
        changed = changes_by_scene(project.document, made.changes)
    if options.json:
        print(json.dumps(_as_data(made, options.script.name, changed, numbers), indent=2, ensure_ascii=False))
        return DONE
    for warning in made.warnings:
        complain(f"{options.script.name}, {warning}.")
    _tell(made, options.script.name, numbers)
    return DONE


def _as_data(
    made: Imported, name: str, changed: Sequence[SceneChanges], numbers: dict[str, str]
) -> dict[str, Any]:
    return {
        "script": name,
        "scenes": made.scenes,
        "pages": made.pages,
        "again": made.again,
        "tied": made.tied,
        "changes": [
            {
                "kind": one.kind,
                "scene": scene.number,
                "heading": scene.heading,
                "who": one.who,
                "before": one.before,
                "after": one.after,
                "shots": [numbers[id] for id in shot_ids],
                "scene_id": one.scene_id,
                "passage_id": one.passage_id,
            }
            for scene in changed
            for one, shot_ids in zip(scene.changes, scene.shot_ids, strict=True)
        ],
        "stale": [numbers[id] for id in made.stale],
        "warnings": list(made.warnings),
    }


def _tell(made: Imported, name: str, numbers: dict[str, str]) -> None:
    pages = "1 page" if made.pages == 1 else f"{made.pages} pages"
    scenes = "1 scene" if made.scenes == 1 else f"{made.scenes} scenes"
    say(f"{name}: {scenes}, {pages}.")
    if made.tied:
        say(f"{made.tied} shots are tied to the words that they quote.")
    for change in made.changes:
        say(f"{change}")
    if made.again and not made.changes:
        say("Nothing has changed.")
    if made.stale:
        say(f"Words changed under shots {', '.join(numbers[id] for id in made.stale)}.")


def _export(options: argparse.Namespace) -> int:
    with Studio.open(options.file, read_only=True) as project:
        export_script(project.document, options.script)
    print(options.script)
    return DONE


def _lined(options: argparse.Namespace) -> int:
    dress = find_preset(options.preset) if options.preset else PLAIN
    if options.paper:
        dress = msgspec.structs.replace(dress, paper=options.paper)
    with Studio.open(options.file, read_only=True) as project:
        numbers = project.listing.numbers().scenes
        for one in options.scenes:
            if one not in numbers.values():
                raise NotFound(f"There is no scene {one}; this film has {', '.join(numbers.values())}.")
        scene_ids = [id for id, number in numbers.items() if number in options.scenes]
        lining = Lining(project.document, project.shooting)
        warnings = write_lined_script(options.pdf, project.listing, lining, scene_ids, dress)
    print(options.pdf)
    for warning in warnings:
        complain(warning)
    return DONE


def _scenes(options: argparse.Namespace) -> int:
    with Studio.open(options.file, read_only=True) as project:
        document = project.document
        words = covering.passages_by_scene(document)
        for row in project.listing.scenes():
            passages = words.get(row.id, [])
            shots = document.children(row.id, model.Shot)
            cast = ", ".join(f"{name} {count}" for name, count in covering.cast_of(passages).items())
            share = f"{covering.share_covered(passages, shots):.0%}" if passages else "no words"
            pages = f"{row.eighths // 8} {row.eighths % 8}/8" if row.eighths else ""
            mark = "OMITTED" if row.omitted else row.heading
            say(f"{row.number:<6} {mark:<44} {pages:>6} {len(shots):>3} shots {share:>9}  {cast}")
    return DONE


def _accept(options: argparse.Namespace) -> int:
    asked = bool(options.shots or options.scenes or options.all)
    with Studio.open(options.file, read_only=not asked) as project:
        document, numbers = project.document, project.listing.numbers()
        wanted = {project.find(number).id for number in options.shots}
        for number in options.scenes:
            if number not in numbers.scenes.values():
                raise NotFound(
                    f"There is no scene {number}; this film has {', '.join(numbers.scenes.values())}."
                )
        changed = {
            shot.id: reasons
            for shot in document.of(model.Shot)
            if not (options.shots or options.scenes)
            or shot.id in wanted
            or numbers.scenes[shot.scene_id] in options.scenes
            if (reasons := covering.changed_words(document, shot))
        }
        if asked and changed:
            accept_words(document, list(changed))
    for id, reasons in changed.items():
        for reason in reasons:
            say(f"{numbers.shots[id]:<6} {reason}")
    count = "1 shot" if len(changed) == 1 else f"{len(changed)} shots"
    if not changed:
        say("No words changed under these shots.")
    elif asked:
        say(f"{count} took the new words.")
    else:
        say(f"Words changed under {count}; --shots, --scenes or --all lets them take the new ones.")
    return DONE


def _breakdown(options: argparse.Namespace) -> int:
    with Studio.open(options.file, read_only=True) as project:
        document = project.document
        words = covering.passages_by_scene(document)
        script = covering.script_of(document)
        for row in project.listing.scenes():
            found = break_down(words.get(row.id, []), roles(document), script.elements if script else {})
            if not row.omitted:
                say(f"{row.number}  {row.heading}")
            for category in CATEGORIES:
                names = [one.name for one in found if one.category == category]
                if names:
                    say(f"    {category:<10} {', '.join(names)}")
    return DONE


def _cast(options: argparse.Namespace) -> int:
    with Studio.open(options.file, read_only=not options.roles) as project:
        document = project.document
        before = standing(document)
        for pair in options.roles:
            role, equals, body = pair.partition("=")
            if not equals:
                complain(f"{pair!r} gives no body; write ROLE=BODY, or ROLE=PERSON for somebody of the film.")
                return USAGE
            cast_or_name(document, role, body)
        for role, cues in roles(document).items():
            who = player(document, role)
            say(f"{role:<20} {cues:>4} cues  {'cast' if who else 'no body yet'}")
        _tell_newcomers(project, before)
    return DONE


def _tell_newcomers(project: Studio, before: Standing) -> None:
    """Which shots hold whom now, and which of their frames are stale for it."""
    document, numbers = project.document, project.listing.numbers().shots
    found = newcomers(document, before)
    if not found:
        return
    say(told(found, numbers))
    for id in dict.fromkeys(id for one in found for id in one.shot_ids):
        reasons = project.reviewing.stale_of(document.need(id, model.Shot))
        if reasons:
            say(f"The frame of {numbers[id]} is stale: {'; '.join(reasons)}.")


def _stage(options: argparse.Namespace) -> int:
    with Studio.open(options.file) as project:
        document, numbers = project.document, project.listing.numbers().scenes
        before = standing(document)
        unknown = [one for one in options.scenes if one not in numbers.values()]
        if unknown:
            raise NotFound(f"There is no scene {unknown[0]}; this film has {', '.join(numbers.values())}.")
        for scene in document.of(model.Scene):
            number = numbers[scene.id]
            asked = number in options.scenes
            if scene.omitted or (options.scenes and not asked) or (scene.stage_id and not asked):
                continue
            try:
                stage = stage_scene(document, scene.id, options.set_key)
            except NotFound as error:
                if asked:
                    raise
                complain(f"Scene {number}: {error}")
                continue
            cast = cast_of_scene(document, scene.id)
            people = ", ".join(one.title() for one in cast if player(document, one)) or "nobody"
            missing = ", ".join(one.title() for one in cast if not player(document, one))
            without = f"; not cast yet: {missing}" if missing else ""
            say(f"{number:<6} {scene.place:<32} {stage.name}, with {people}{without}")
        waiting = [role for role in roles(document) if player(document, role) is None]
        _tell_newcomers(project, before)
    if waiting:
        say(
            f"No body yet: {', '.join(waiting)}; `previz script cast FILE {waiting[0]}=woman` brings them on."
        )
    return DONE
