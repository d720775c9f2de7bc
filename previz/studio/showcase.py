"""The demo film from nothing to paper: what `previz demo` and `make demo` do."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

from previz import demo
from previz.errors import FileNotWritable, GenerationError
from previz.export.presets import PLAIN
from previz.scene import model
from previz.scene.document import Document
from previz.scene.package import default_package
from previz.scene.store import Store
from previz.studio.making import Making
from previz.studio.studio import Studio
from previz.studio.workshop import Tell

APPROVED = ("1", "1B", "1C", "2", "2D", "3")
"""Shots that the demo's director has signed, so that the paper shows more than drafts."""


def stage_demo(path: Path) -> Path:
    """The demo film as a project without pictures, for a window to open. Raises FileError."""
    document = Document([model.Project(id=model.PROJECT_ID, package=default_package())])
    demo.stage_film(document)
    Store.create(path, document).close()
    return path


def stage_demo_aside(path: Path) -> Path:
    """As `stage_demo`, in a process of its own: it is seconds of plain Python. Raises GenerationError."""
    process = multiprocessing.get_context("spawn").Process(target=stage_demo, args=(path,), daemon=True)
    process.start()
    process.join()
    if process.exitcode != 0:
        raise GenerationError("The demo film could not be staged; try again, or run `previz demo`.")
    return path


def make_demo(folder: Path, style: str | None, tell: Tell) -> list[Path]:
    """Stage, draw, sign and print the demo film; returns what was written.

    An older demo in the folder is replaced. Raises FileError, GenerationError, ExportError.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileNotWritable(
            f"The folder {folder} cannot be made: {error.strerror}; choose another."
        ) from error
    project = folder / "the-spare-key.previz"
    boards, shot_list = folder / "the-spare-key-boards.pdf", folder / "the-spare-key-shot-list.pdf"
    tell(0.0, "Staging the film")
    with Studio.create(project, demo.TITLE, overwrite=True) as studio:
        demo.stage_film(studio.document)
        outcome = studio.generate(
            studio.shots(), Making(style=style), lambda done, text: tell(0.05 + 0.8 * done, text)
        )
        if outcome.failed:
            number, reason = outcome.failed[0]
            raise GenerationError(
                f"{len(outcome.failed)} of {outcome.asked} frames failed; shot {number}: {reason}"
            )
        for number in APPROVED:
            studio.approve(studio.find(number), "A. Director", "For the demo")
        tell(0.88, "Printing the boards")
        studio.export_boards(boards, PLAIN.board_layout())
        tell(0.95, "Printing the shot list")
        studio.export_shot_list(shot_list, PLAIN.list_layout())
    return [project, boards, shot_list]
