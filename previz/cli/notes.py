"""`previz notes`: what people said about the boards, and `previz note`: saying something."""

from __future__ import annotations

import argparse
import json

import msgspec

from previz.cli.terminal import Commands, say, whole_number
from previz.errors import BadProject, NotFound
from previz.scene import model
from previz.studio import Studio
from previz.studio.noting import add_note, reply, settle, threads


def register(commands: Commands) -> None:
    notes = commands.add("notes", _notes, "list what people said about the boards, with answers")
    notes.add_argument("--open", action="store_true", help="only what is not resolved")
    notes.add_argument(
        "--mine", default="", metavar="NAME", help="only what NAME wrote or is called in with @"
    )
    notes.add_argument("--json", action="store_true", help="as data")

    note = commands.add("note", _note, "say something about a shot's board, answer a note or resolve one")
    about = note.add_mutually_exclusive_group(required=True)
    about.add_argument("--shot", metavar="N", help="a note on the first panel of this shot")
    about.add_argument("--answer", type=whole_number(1), metavar="K", help="an answer to note K")
    about.add_argument(
        "--resolve",
        type=whole_number(1),
        metavar="K",
        help="note K is settled; what is said answers it first",
    )
    note.add_argument("--by", required=True, metavar="NAME", help="who says it")
    note.add_argument("--say", default="", metavar="TEXT", help="the words; @NAME calls somebody")


def _notes(options: argparse.Namespace) -> None:
    with Studio.open(options.file, read_only=True) as project:
        kept = {
            thread.number
            for thread in threads(project.document)
            if not (options.open and thread.resolved) and (not options.mine or thread.concerns(options.mine))
        }
        rows = [row for row in project.listing.notes() if row.number in kept]
    if options.json:
        print(json.dumps([msgspec.to_builtins(row) for row in rows], indent=2, ensure_ascii=False))
        return
    for row in rows:
        state = " (resolved)" if row.resolved else ""
        where = f", {row.about[0].lower()}{row.about[1:]}" if row.about else ""
        say(f"{row.number}  {row.shot}{where}  {row.author}: {row.text}{state}")
        for author, text in row.replies:
            say(f"     {author}: {text}")


def _note(options: argparse.Namespace) -> None:
    with Studio.open(options.file) as project:
        document, words = project.document, options.say
        if options.shot is not None:
            panels = document.children(project.find(options.shot).id, model.Panel)
            if not panels:
                raise BadProject(f"Shot {options.shot} has no panel to say something about.")
            add_note(document, panels[0].id, options.by, words)
        elif options.answer is not None:
            reply(document, _numbered(project, options.answer), options.by, words)
        else:
            note_id = _numbered(project, options.resolve)
            if words.strip():
                reply(document, note_id, options.by, words)
            settle(document, note_id, options.by)


def _numbered(project: Studio, number: int) -> str:
    known = {thread.number: thread.note.id for thread in threads(project.document)}
    if number not in known:
        raise NotFound(f"There is no note {number}; `previz notes` lists them.")
    return known[number]
