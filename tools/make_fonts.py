"""Copy the fonts that Previz ships into assets/fonts. Build time only; needs fontTools.

    pip download --no-deps fontpkg-inter manimgx-fonts     # unpack both wheels
    npm pack @expo-google-fonts/courier-prime               # unpack the tarball
    python tools/make_fonts.py FOLDER_WITH_ALL_THREE

Everything is copied as it is, but Noto Emoji, whose weight axis is fixed at 400 to halve its size, and the
three weights of Inter for the window, cut out of the variable font (Qt does not turn its axis) without the
letters of rare languages. None of the families reserves its name, so the cut ones may keep it.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter, parse_unicodes
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

OUT = Path(__file__).resolve().parent.parent / "assets" / "fonts"
WINDOW = OUT.parent / "window"
"""Not among the others: typesetting would find two Inters."""

NOTO = (
    "NotoSans", "NotoSansArabic", "NotoSansArmenian", "NotoSansBengali", "NotoSansDevanagari",
    "NotoSansGeorgian", "NotoSansGujarati", "NotoSansGurmukhi", "NotoSansHebrew", "NotoSansKannada",
    "NotoSansLao", "NotoSansMalayalam", "NotoSansTamil", "NotoSansTelugu", "NotoSansThai", "NotoSansSymbols",
)  # fmt: skip
COURIER = {
    "400Regular": "CourierPrime-Regular",
    "400Regular_Italic": "CourierPrime-Italic",
    "700Bold": "CourierPrime-Bold",
    "700Bold_Italic": "CourierPrime-BoldItalic",
}


WINDOW_WEIGHTS = (400, 500, 600)
WINDOW_LETTERS = "U+0020-024F,U+0259,U+02B0-036F,U+0370-03FF,U+0400-052F,U+1E00-1EFF,U+2000-22FF,U+25A0-25FF"


def cut_window_fonts(source: Path) -> None:
    """Inter-400.ttf, Inter-500.ttf and Inter-600.ttf, one family to Qt."""
    for weight in WINDOW_WEIGHTS:
        font = TTFont(source, recalcTimestamp=False)
        instantiateVariableFont(font, {"wght": weight, "opsz": 14}, inplace=True, updateFontNames=True)
        options = Options(layout_features=["*"], name_IDs=["*"], notdef_outline=True, glyph_names=False)
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=parse_unicodes(WINDOW_LETTERS))
        subsetter.subset(font)
        font.save(WINDOW / f"Inter-{weight}.ttf")


def find(folder: Path, name: str) -> Path:
    """The one file of that name (brackets are literal) below the folder."""
    for path in folder.rglob("*"):
        if path.name == name:
            return path
    raise SystemExit(f"{name} is not below {folder}")


def main() -> None:
    source = Path(sys.argv[1])
    OUT.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(find(source, "Inter[opsz,wght].ttf"), OUT / "Inter.ttf")
    cut_window_fonts(OUT / "Inter.ttf")
    for name in NOTO:
        shutil.copyfile(find(source, f"{name}[wght].ttf"), OUT / f"{name}.ttf")
    for name, target in COURIER.items():
        shutil.copyfile(find(source, f"CourierPrime_{name}.ttf"), OUT / f"{target}.ttf")
    emoji = TTFont(find(source, "NotoEmoji[wght].ttf"), recalcTimestamp=False)
    instantiateVariableFont(emoji, {"wght": 400}, inplace=True)
    emoji.save(OUT / "NotoEmoji.ttf")


if __name__ == "__main__":
    main()
