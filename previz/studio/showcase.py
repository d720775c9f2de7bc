"""The demo film from nothing to paper: what `previz demo` and `make demo` do."""

from __future__ import annotations

from pathlib import Path

from previz import demo
from previz.errors import FileNotWritable, GenerationError
from previz.studio.making import Making
from previz.studio.printing import board_layout, list_layout
from previz.studio.studio import Studio
from previz.studio.workshop import Tell

APPROVED = ("1", "1B", "1C", "2", "2D", "3")
"""Shots that the demo's director has signed, so that the paper shows more than drafts."""


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
        studio.export_boards(boards, board_layout(6, portrait=False, paper=None))
        tell(0.95, "Printing the shot list")
        studio.export_shot_list(shot_list, list_layout("director", "script", None))
    return [project, boards, shot_list]
