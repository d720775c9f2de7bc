"""Copy the fonts that Previz ships into assets/fonts. Build time only; needs fontTools.

    pip download --no-deps fontpkg-inter manimgx-fonts     # unpack both wheels
    npm pack @expo-google-fonts/courier-prime               # unpack the tarball
    python tools/make_fonts.py FOLDER_WITH_ALL_THREE

Everything is copied as it is, but Noto Emoji, whose weight axis is fixed at 400 to halve its size. None of
the families reserves its name, so the fixed one may keep it.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

OUT = Path(__file__).resolve().parent.parent / "assets" / "fonts"

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
    for name in NOTO:
        shutil.copyfile(find(source, f"{name}[wght].ttf"), OUT / f"{name}.ttf")
    for name, target in COURIER.items():
        shutil.copyfile(find(source, f"CourierPrime_{name}.ttf"), OUT / f"{target}.ttf")
    emoji = TTFont(find(source, "NotoEmoji[wght].ttf"), recalcTimestamp=False)
    instantiateVariableFont(emoji, {"wght": 400}, inplace=True)
    emoji.save(OUT / "NotoEmoji.ttf")


if __name__ == "__main__":
    main()
