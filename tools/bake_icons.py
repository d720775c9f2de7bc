"""Cut the icons that the window uses out of the Phosphor font, one SVG each. Build time; needs fontTools.

    pip download --no-deps QtAwesome        # unpack the wheel
    python tools/bake_icons.py FOLDER_WITH_PHOSPHOR_TTF_AND_CHARMAP

The font is Phosphor Regular 1.3 (MIT, `assets/icons/LICENSE`).
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from fontTools.misc.transform import Transform
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

from previz.ui.tokens import COLOUR

OUT = Path(__file__).resolve().parent.parent / "assets" / "icons"
HEAD = 'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 256 256"'
BOX = 256.0
"""Side of the view box: the grid Phosphor is drawn on."""

NAMES = tuple(
    """
    activity align-bottom align-center-horizontal align-center-vertical align-left align-right
    align-top anchor aperture app-window armchair arrow-bend-up-left arrow-clockwise
    arrow-counter-clockwise arrow-down arrow-elbow-down-right arrow-left arrow-right
    arrow-square-out arrow-u-up-left arrow-up arrows-clockwise arrows-down-up arrows-in
    arrows-left-right arrows-out arrows-out-cardinal article bookmark-simple bounding-box calendar
    camera caret-down caret-left caret-right caret-up chat-text check circle clipboard clock
    clock-counter-clockwise columns command copy corners-in corners-out crop crosshair
    crosshair-simple cube cursor diamond door dots-six-vertical dots-three dots-three-vertical
    download-simple drop-half equals eraser export eye eye-slash eyedropper faders faders-horizontal
    file file-pdf file-plus film-strip flag floppy-disk folder folder-open frame-corners
    funnel-simple gauge gear grid-four hand hand-grabbing hourglass house-line image image-square
    info keyboard lamp layout lightbulb line-segment link list lock-simple lock-simple-open
    magic-wand magnet magnifying-glass magnifying-glass-minus magnifying-glass-plus map-trifold
    minus monitor moon note-pencil paint-brush palette path pause pencil-simple person person-simple
    person-simple-run person-simple-walk play play-circle plus polygon printer prohibit push-pin
    question rectangle repeat rows ruler scissors selection selection-all share-network skip-back
    skip-forward sliders-horizontal sparkle square squares-four stack stop sun swap swatches table
    tag target text-t timer trash tray tree user user-focus user-plus users video-camera wall
    warning warning-circle x pen-nib marker-circle highlighter-circle arrow-up-right arrow-bend-up-right
    arrow-fat-right chat-circle-text at
    """.split()  # noqa: SIM905
)

IN_SHEET = {"caret-down": "text3", "check": "on_accent"}
"""Icons that the style sheet places itself, and so cannot tint; their token."""


def bake(folder: Path) -> list[str]:
    """Write every icon; returns the names that the font does not have."""
    font = TTFont(next(folder.rglob("phosphor-1.3.0.ttf")))
    charmap = json.loads(next(folder.rglob("phosphor-charmap-1.3.0.json")).read_text(encoding="utf-8"))
    glyphs, by_code = font.getGlyphSet(), font.getBestCmap()
    scale = BOX / font["head"].unitsPerEm
    flip = Transform(scale, 0, 0, -scale, 0, font["hhea"].ascent * scale)
    (OUT / "sheet").mkdir(parents=True, exist_ok=True)
    missing = []
    for name in NAMES:
        if name not in charmap:
            missing.append(name)
            continue
        glyph = by_code[int(charmap[name], 16)]
        pen = SVGPathPen(glyphs, ntos=lambda value: f"{value:.2f}".rstrip("0").rstrip("."))
        glyphs[glyph].draw(TransformPen(pen, flip))
        svg = f'<svg {HEAD}><path d="{pen.getCommands()}"/></svg>\n'
        (OUT / f"{name}.svg").write_text(svg, encoding="utf-8")
        if name in IN_SHEET:
            tinted = svg.replace("<path ", f'<path fill="{COLOUR[IN_SHEET[name]]}" ')
            (OUT / "sheet" / f"{name}.svg").write_text(tinted, encoding="utf-8")
    return missing


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    if absent := bake(Path(sys.argv[1])):
        raise SystemExit(f"not in the font: {', '.join(absent)}")
