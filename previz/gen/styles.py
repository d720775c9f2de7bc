"""The looks that a frame can have, in words for people and for models.

A generator that draws (`sketch`) knows a style by its name and has its own numbers for it; a model is
told ``words``. A new style is a new row.
"""

from __future__ import annotations

import msgspec

from previz.errors import NotSupported


class Style(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    """What a look stores; never shown."""
    label: str
    description: str
    """One line for the person who chooses."""
    words: str
    """How a prompt asks for it."""
    negative: str = ""
    """What a prompt should rule out."""
    colour: bool = False


STYLES: dict[str, Style] = {
    style.name: style
    for style in (
        Style(
            name="pencil",
            label="Pencil",
            description="Soft graphite on toothy paper: construction lines, hatching, rubbed tone.",
            words="pencil storyboard frame, graphite on paper, loose construction lines, hatching",
            negative="colour, photograph, 3d render, text, watermark, frame border",
        ),
        Style(
            name="ink",
            label="Ink",
            description="Pen and brush: firm outlines, solid blacks, no grey.",
            words="ink storyboard frame, black brush and pen on white paper, bold outlines, solid shadows",
            negative="colour, grey wash, photograph, 3d render, text, watermark, frame border",
        ),
    )
}


def style(name: str) -> Style:
    """The row named ``name``. NotSupported, naming those that exist, for any other."""
    if name not in STYLES:
        raise NotSupported(f"There is no style {name!r}; choose one of {', '.join(STYLES)}.")
    return STYLES[name]
