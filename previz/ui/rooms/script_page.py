"""A scene as lines of a script page: what each line says, where it stands, which shot it belongs to."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

from previz.export.rows import SceneRow, ShotRow

SPEAKER, SPEECH, SPEECH_WIDTH = 22, 11, 36
"""Columns of the screenplay form, from the action's left edge."""


@dataclass(frozen=True)
class Line:
    text: str
    shot_id: str = ""
    number: str = ""
    indent: int = 0
    bold: bool = False


def lines_of(scene: SceneRow, shots: list[ShotRow], columns: int) -> list[Line]:
    """``columns``: letters that fit into a line of action."""
    heading = textwrap.wrap(f"{scene.number}  {scene.heading}", columns)
    lines = [*(Line(text, bold=True) for text in heading), Line("")]
    if scene.synopsis:
        lines += [Line(text) for text in textwrap.wrap(scene.synopsis, columns)]
        lines.append(Line(""))
    if not shots:
        lines.append(Line("No shot of this scene yet."))
    for shot in shots:
        lines += _of_shot(shot, columns)
        lines.append(Line(""))
    return lines


def _of_shot(shot: ShotRow, columns: int) -> list[Line]:
    def line(text: str, indent: int = 0) -> Line:
        return Line(text, shot.id, shot.number, indent)

    made = [line(text) for text in textwrap.wrap(shot.action, columns)]
    for speaker, words in shot.dialogue:
        if made:
            made.append(line(""))
        made.append(line(speaker.upper(), SPEAKER))
        made += [line(text, SPEECH) for text in textwrap.wrap(words, SPEECH_WIDTH)]
    return made or [line("(nothing written yet)")]
