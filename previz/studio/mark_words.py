"""Marks and layers in words, for somebody who decides between two of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from previz.scene.marks import LAYERS, Arrow, Box, Frames, Ink, LayerLook, Measure, Point, Words
from previz.scene.model import Entity, FrameMark, MarkSheet
from previz.scene.strokes import unpack


def both_words(mine: Entity | None, other: Entity | None, aspect: float) -> tuple[str, str]:
    """What one side has and what the other, never the same words for both; "removed" for None.

    ``aspect`` of the picture: width by height.
    """
    here, there = (_told(one, beside, aspect) for one, beside in ((mine, other), (other, mine)))
    return here, f"{there}, drawn a little otherwise" if there == here else there


def _told(one: Entity | None, beside: Entity | None, aspect: float) -> str:
    if isinstance(one, FrameMark):
        return _mark_words(one, beside if isinstance(beside, FrameMark) else None, aspect)
    return _sheet_words(one) if isinstance(one, MarkSheet) else "removed"


def _mark_words(mark: FrameMark, beside: FrameMark | None, aspect: float) -> str:
    """What it is, what it says and where it lies; of its looks those that differ from ``beside``."""
    told = [_shape_words(mark, aspect)]
    if beside is not None:
        told += [mine for mine, other in zip(_looks(mark), _looks(beside), strict=True) if mine != other]
    return ", ".join(told)


def _sheet_words(sheet: MarkSheet) -> str:
    """What is not as usual with its layers: "arrows hidden, notes 40 % and locked"."""
    told = [
        f"{name} {' and '.join(words)}"
        for name in ("picture", *LAYERS)
        if (words := list(_layer_words(sheet.layers.get(name, LayerLook()))))
    ]
    return ", ".join(told) or "all layers shown"


def _shape_words(mark: FrameMark, aspect: float) -> str:
    shape = mark.shape
    match shape:
        case Ink(pen=pen):
            touches = unpack(shape.touches)[:, :2]
            ends = [(float(x), float(y)) for x, y in (touches[0], touches[-1])] if len(touches) else []
            return f"stroke of the {pen}{_between(ends, aspect)}"
        case Arrow(points=points, label=label, means=means):
            return f"{means} arrow{_said(label)}{_between((points[0], points[-1]), aspect)}"
        case Frames(start=start, end=end, label=label):
            return f"frames{_said(label)}{_between((_middle(start), _middle(end)), aspect)}"
        case Words(text=text, at=at):
            return f"words{_said(text)} at {_place(at, aspect)}"
        case Box(corners=corners, filled=filled):
            return f"{'highlight' if filled else 'box'}{_between((corners[0], corners[2]), aspect)}"
        case Measure(start=one, end=other, label=label):
            return f"measure{_said(label)}{_between((one, other), aspect)}"


def _said(text: str) -> str:
    return f" “{' '.join(text.split())}”" if text.strip() else ""


def _between(ends: Sequence[Point], aspect: float) -> str:
    return f" from {_place(ends[0], aspect)} to {_place(ends[-1], aspect)}" if ends else ""


def _place(at: Point, aspect: float) -> str:
    """From the top left corner, in shares of the picture."""
    return f"{100 * at[0]:.0f} % across, {100 * at[1] * aspect:.0f} % down"


def _middle(corners: Sequence[Point]) -> Point:
    x, y = np.mean(np.array(corners), axis=0)
    return float(x), float(y)


def _looks(mark: FrameMark) -> tuple[str, ...]:
    return (
        f"colour {mark.colour}",
        f"line {100 * mark.size:.2g} % of the picture's width",
        f"{100 * mark.opacity:.0f} % opaque",
        f"on the layer {mark.layer}",
        "as the motion has it" if mark.from_motion else "by hand",
    )


def _layer_words(look: LayerLook) -> list[str]:
    words = [] if look.visible else ["hidden"]
    words += [f"{100 * look.opacity:.0f} %"] if look.opacity != 1.0 else []
    return words + (["locked"] if look.locked else [])
