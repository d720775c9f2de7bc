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


_NO = "photograph, 3d render, text, watermark, frame border"
_GREY = f"colour, {_NO}"

STYLES: dict[str, Style] = {
    style.name: style
    for style in (
        Style(
            name="pencil",
            label="Pencil",
            description="Soft graphite on toothy paper: construction lines, hatching, rubbed tone.",
            words="pencil storyboard frame, graphite on paper, loose construction lines, hatching",
            negative=_GREY,
        ),
        Style(
            name="ink",
            label="Ink",
            description="Pen and brush: firm outlines, solid blacks, no grey.",
            words="ink storyboard frame, black brush and pen on white paper, bold outlines, solid shadows",
            negative=f"colour, grey wash, {_NO}",
        ),
        Style(
            name="marker",
            label="Marker",
            description="Fineliner and cool grey markers: quick flat tones in bands on white.",
            words="marker storyboard frame, black fineliner, flat cool grey alcohol markers, streaks",
            negative=_GREY,
        ),
        Style(
            name="wash",
            label="Wash",
            description="Pen and diluted warm ink: soft graded tones, edges where the water dried.",
            words="ink wash storyboard frame, diluted sepia ink on cold-pressed paper, pen lines",
            negative=_GREY,
        ),
        Style(
            name="charcoal",
            label="Charcoal",
            description="Charcoal and white chalk on toned paper: masses before lines.",
            words="charcoal storyboard frame, smudged charcoal and white chalk on toned paper, broad masses",
            negative=_GREY,
        ),
        Style(
            name="noir",
            label="Noir",
            description="Black and white alone: shadows swallow what they fall on.",
            words="film noir storyboard frame, high contrast black and white ink, chiaroscuro, solid shadows",
            negative=f"colour, grey, {_NO}",
        ),
        Style(
            name="clean",
            label="Clean line",
            description="One even line and pale flat greys: calm, for plans and presentations.",
            words="clean line storyboard frame, even black outlines, flat pale grey tints, ligne claire",
            negative=f"colour, hatching, texture, sketchy lines, {_NO}",
        ),
        Style(
            name="blueprint",
            label="Blueprint",
            description="White on blue: construction lines and edges, for sets and technical shots.",
            words="blueprint storyboard frame, white technical lines on blue paper, construction lines",
            negative=f"shading, {_NO}",
        ),
        Style(
            name="colour",
            label="Colour",
            description="Gouache in the colours of the set, under the light of the hour.",
            words="colour storyboard frame, gouache key frame, flat brushwork, coloured outlines",
            negative=_NO,
            colour=True,
        ),
    )
}


def style(name: str) -> Style:
    """The row named ``name``. NotSupported, naming those that exist, for any other."""
    if name not in STYLES:
        raise NotSupported(f"There is no style {name!r}; choose one of {', '.join(STYLES)}.")
    return STYLES[name]
