"""Marks as SVG, and as PNG with and without the picture under them."""

from __future__ import annotations

import base64
import io
import tempfile
from collections.abc import Sequence
from html import escape
from pathlib import Path

import numpy as np
import typst
from PIL import Image

from previz.errors import ExportError
from previz.export.fonts import families_for, fonts_for
from previz.export.paint import CAPITAL_SHARE, Fill, Letters, Line, Paint
from previz.export.wording import plain
from previz.scene.strokes import Floats

SHAPED_SCALE = 2
"""How many times finer than the picture words are that are put on paper as a picture."""


def marks_svg(
    paint: Sequence[Paint],
    size_px: tuple[int, int],
    picture: bytes | None = None,
    families: Sequence[str] = (),
) -> str:
    """One SVG of the picture's size in pixels.

    ``picture`` is the file that lies under the marks, ``families`` those of fonts beyond the shipped ones.
    """
    width, height = size_px
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
    ]
    if picture is not None:
        lines.append(_image(picture, size_px))
    lines += [_element(part, width, families) for part in paint]
    return "\n".join([*lines, "</svg>", ""])


def overlay_svg(paint: Sequence[Paint], size_px: tuple[int, int]) -> str:
    """Marks to lie over a printed picture. Raises ExportError.

    Words that need a shaper are in it as a picture: as text of a font they would not be fit for PDF/A.
    """
    width, height = size_px
    shaped = [part for part in paint if isinstance(part, Letters)]
    svg = marks_svg([part for part in paint if not isinstance(part, Letters)], size_px)
    if not shaped:
        return svg
    file = io.BytesIO()
    marks_png(shaped, (width * SHAPED_SCALE, height * SHAPED_SCALE)).save(file, "PNG")
    return svg.replace("</svg>", _image(file.getvalue(), size_px) + "\n</svg>")


def marks_png(paint: Sequence[Paint], size_px: tuple[int, int]) -> Image.Image:
    """The marks alone on nothing, RGBA. Raises ExportError."""
    width, height = size_px
    texts = [part.text for part in paint if isinstance(part, Letters)]
    with tempfile.TemporaryDirectory(prefix="previz-marks-") as name:
        folder = Path(name)
        (folder / "fonts").mkdir()
        fonts = fonts_for(texts, "en", folder / "fonts")
        (folder / "marks.svg").write_text(
            marks_svg(paint, size_px, families=fonts.families), encoding="utf-8"
        )
        page = f"width: {width}pt, height: {height}pt"
        (folder / "marks.typ").write_text(
            f'#set page({page}, margin: 0pt, fill: none)\n#place(image("marks.svg", {page}))\n'
        )
        try:
            png = typst.compile(
                folder / "marks.typ", root=folder, font_paths=fonts.fonts, format="png", ppi=72.0
            )
        except typst.TypstError as error:
            raise ExportError(f"The marks cannot be painted: {error.message}") from error
    assert isinstance(png, bytes)
    with Image.open(io.BytesIO(png)) as painted:
        return painted.convert("RGBA")


def drawn_over(picture: bytes, paint: Sequence[Paint]) -> bytes:
    """The picture with the marks on it, as PNG. Raises ExportError."""
    with Image.open(io.BytesIO(picture)) as below:
        under = below.convert("RGBA")
    over = Image.alpha_composite(under, marks_png(paint, under.size)).convert("RGB")
    file = io.BytesIO()
    over.save(file, "PNG")
    return file.getvalue()


def _image(picture: bytes, size_px: tuple[int, int]) -> str:
    data = base64.b64encode(picture).decode("ascii")
    return (
        f'<image width="{size_px[0]}" height="{size_px[1]}" preserveAspectRatio="none" '
        f'xlink:href="data:{_media_type(picture)};base64,{data}"/>'
    )


def _media_type(picture: bytes) -> str:
    if picture.startswith(b"\x89PNG"):
        return "image/png"
    return "image/webp" if picture[8:12] == b"WEBP" else "image/jpeg"


def _element(part: Paint, width: int, families: Sequence[str]) -> str:
    if isinstance(part, Fill):
        fill = f'fill="{part.colour}"{_opacity("fill", part.opacity)}'
        return f'<path d="{_path(part.rings, width, True)}" {fill}/>'
    if isinstance(part, Line):
        dash = f' stroke-dasharray="{" ".join(f"{x * width:.2f}" for x in part.dash)}"' if part.dash else ""
        cap = "butt" if part.dash else "round"
        return (
            f'<path d="{_path(part.paths, width, part.closed)}" fill="none" stroke="{part.colour}" '
            f'stroke-width="{part.width * width:.2f}" stroke-linejoin="round" stroke-linecap="{cap}"'
            f"{dash}{_opacity('stroke', part.opacity)}/>"
        )
    return _text(part, width, families)


def _text(part: Letters, width: int, families: Sequence[str]) -> str:
    names = ", ".join((*families_for(part.text, families), "sans-serif"))
    x, y = part.at[0] * width, part.at[1] * width
    font_size = part.size / CAPITAL_SHARE * width
    halo = ""
    if part.halo:
        halo = (
            f' stroke="#FFFFFF" stroke-width="{part.halo * width:.2f}" paint-order="stroke"'
            ' stroke-linejoin="round"'
        )
    return (
        f'<text x="{x:.2f}" y="{y:.2f}" transform="rotate({part.turn_deg:.2f} {x:.2f} {y:.2f})" '
        f'font-family="{names}" font-weight="600" font-size="{font_size:.2f}" '
        f'fill="{part.colour}"{_opacity("fill", part.opacity)}{halo}>{escape(plain(part.text))}</text>'
    )


def _path(paths: Sequence[Floats], width: int, closed: bool) -> str:
    """Whole hundredths of a pixel, each point as its step from the one before: half as long as places are."""
    end = "z" if closed else ""
    parts = []
    for path in paths:
        places = (path * (width * 100)).round().astype(np.int64)
        steps = np.diff(places, axis=0)
        x, y = places[0].tolist()
        moves = " ".join(f"{dx / 100:g} {dy / 100:g}" for dx, dy in steps.tolist())
        parts.append(f"M{x / 100:g} {y / 100:g}l{moves}{end}" if moves else f"M{x / 100:g} {y / 100:g}{end}")
    return "".join(parts)


def _opacity(what: str, opacity: float) -> str:
    return f' {what}-opacity="{opacity:.3g}"' if opacity < 1 else ""
