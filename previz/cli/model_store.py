"""`previz models`: what makes frames on this machine, what else can be had, and getting it."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from previz.cli.terminal import DONE, Commands, Ticker, say
from previz.errors import GenerationError
from previz.studio import model_list


def register(commands: Commands) -> None:
    what = "list the models that make frames on this machine, and download them"
    store = commands.add("models", _models, what, file=False)
    store.add_argument("--json", action="store_true", help="as data")
    store.add_argument("--get", default="", metavar="ID", help="download a model, or what is missing of it")
    store.add_argument("--yes", action="store_true", help="with --get: its licences are accepted")
    store.add_argument("--folder", type=Path, default=None, metavar="DIR", help="keep models in this folder")
    store.add_argument("--offline", choices=("yes", "no"), default=None, help="never download, or allow it")


def _models(options: argparse.Namespace) -> int:
    if options.folder is not None:
        model_list.choose_folder(options.folder)
    if options.offline is not None:
        model_list.choose_offline(options.offline == "yes")
    if options.get:
        return _get(options)
    rows, chosen = model_list.model_rows(), model_list.settings()
    if options.json:
        data = {"folder": chosen.folder, "offline": chosen.offline}
        told = {**data, "models": [model_list.as_data(row) for row in rows]}
        print(json.dumps(told, indent=2, ensure_ascii=False))
        return DONE
    for row in rows:
        for line in row.lines():
            say(line)
    say(f"Folder: {chosen.folder}{' (off the network)' if chosen.offline else ''}")
    return DONE


def _get(options: argparse.Namespace) -> int:
    row = next((row for row in model_list.model_rows() if row.id == options.get), None)
    if row is not None and row.state == "installed":
        say(f"{row.id} is here already.")
        return DONE
    if row is not None and not options.yes:
        for line in (*row.licences, *row.sums):
            say(line)
        _agreed(row)
    with Ticker() as ticker:

        def told(share: float, what: str) -> bool:
            ticker.told(share, what)
            return True

        model_list.get_model(options.get, told)
    say(f"{options.get} is here.")
    return DONE


def _agreed(row: model_list.ModelRow) -> None:
    """GenerationError unless whoever sits at the terminal says yes."""
    if not sys.stdin.isatty():
        raise GenerationError(f"Read the licences of {row.id} above, then say --yes to download it.")
    question = f"Download {row.missing_bytes / 1e9:.1f} GB under these licences, y/n? "
    try:
        answer = input(question).strip().lower()
    except EOFError:
        answer = ""
    if answer not in ("y", "yes"):
        raise GenerationError("Nothing was downloaded.")
