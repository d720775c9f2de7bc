"""Fonts for paper: the shipped families, and for other scripts an extra package or the system's fonts.

Shipped (assets/fonts): Inter, Noto Sans for twenty scripts, Noto Emoji, Courier Prime. Chinese, Japanese
and Korean are too big to ship: they come from the `manimgx-fonts-cjk` package when it is installed, else
from a few well-known system fonts. A document that needs neither is the same on every machine.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import typst

from previz.assets import asset
from previz.errors import NotFound
from previz.export.cmap import NotAFont, characters

FAMILIES = (
    "Inter", "Noto Sans", "Noto Sans Arabic", "Noto Sans Hebrew", "Noto Sans Devanagari", "Noto Sans Thai",
    "Noto Sans Bengali", "Noto Sans Tamil", "Noto Sans Telugu", "Noto Sans Kannada", "Noto Sans Malayalam",
    "Noto Sans Gujarati", "Noto Sans Gurmukhi", "Noto Sans Armenian", "Noto Sans Georgian", "Noto Sans Lao",
    "Noto Sans Symbols", "Noto Emoji",
)  # fmt: skip
"""Text families that are always there, in order of preference."""

CHOSEN_FIRST = ("Inter", "Noto Sans", "Courier Prime")
"""Families with Latin letters that are shipped."""

_SYSTEM_NAMES = (
    "notosanscjk", "sourcehansans", "hiragino sans gb", "pingfang", "yugoth", "msgothic", "msyh", "simsun",
    "malgun", "applesdgothicneo", "applegothic", "wqy-", "droidsansfallback", "ipag", "takaogothic",
    "nanumgothic", "notosans", "notosanssymbols2", "dejavusans", "segoeui", "seguisym", "arial unicode",
)  # fmt: skip
"""Beginnings of file names (lower case) worth opening, best first."""

_HAN_FACE = {"ja": "JP", "ko": "KR", "zh-tw": "TC", "zh-hk": "HK", "zh-hant": "TC", "zh": "SC"}


@dataclass(frozen=True)
class FontSet:
    """Fonts for one document. ``families`` in order of preference; ``faces`` what each file covers."""

    families: tuple[str, ...]
    fonts: typst.Fonts
    faces: tuple[frozenset[int], ...]

    def covers(self, cluster: str) -> bool:
        """One face has every character of the cluster (typst takes a cluster from one face)."""
        codes = [ord(c) for c in cluster if c not in "\u200c\u200d\u00ad\n"]
        return any(all(code in face for code in codes) for face in self.faces)


@lru_cache(maxsize=1)
def installed() -> tuple[str, ...]:
    """Families that a person can choose: those that are always there for Latin text, and this machine's."""
    here = typst.Fonts(include_system_fonts=True, include_embedded_fonts=False, font_paths=[])
    return tuple(dict.fromkeys((*CHOSEN_FIRST, *sorted(here.families()))))


def shipped_folder() -> Path:
    return asset("fonts")


@lru_cache(maxsize=1)
def shipped() -> FontSet:
    """The fonts that come with Previz (Courier Prime is there by name, never as a fallback)."""
    folder = shipped_folder()
    files = [path for path in sorted(folder.glob("*.ttf")) if not path.name.startswith("CourierPrime")]
    return FontSet(FAMILIES, _load(folder), tuple(characters(path) for path in files))


def families_for(text: str, more: Sequence[str] = ()) -> tuple[str, ...]:
    """Families, those first that show most of a text: for where one face is asked for alone.

    ``more`` come first where no shipped family has all of it.
    """
    missing: dict[str, int] = {}
    for family in FAMILIES:
        known = characters(shipped_folder() / f"{family.replace(' ', '')}.ttf")
        missing[family] = sum(ord(letter) not in known for letter in text)
    shipped_first = sorted(FAMILIES, key=lambda family: missing[family])
    others = [family for family in more if family not in missing]
    if missing[shipped_first[0]]:
        return (*others, *shipped_first)
    return (*shipped_first, *others)


def led_by(family: str, fonts: FontSet, folders: Sequence[Path]) -> FontSet:
    """The set with a family before all others. Raises NotFound when neither Previz nor this machine has it.

    ``folders`` are those that the set was loaded from.
    """
    known = {one.casefold(): one for one in installed()}
    name = known.get(family.strip().casefold())
    if name is None:
        raise NotFound(f"The font “{family}” is not on this machine")
    families = (name, *(one for one in fonts.families if one != name))
    if name in CHOSEN_FIRST:
        return replace(fonts, families=families)
    loaded = typst.Fonts(include_system_fonts=True, include_embedded_fonts=False, font_paths=list(folders))
    return replace(fonts, families=families, fonts=loaded)


def fonts_for(text: Iterable[str], language: str, folder: Path, extra: Sequence[Path] = ()) -> FontSet:
    """The shipped fonts, and those found on this machine that show what the shipped ones cannot.

    ``folder`` is an empty folder that lives as long as the set is used; found files are linked into it.
    ``extra`` are folders or files to look into first.
    """
    base = shipped()
    letters = set().union(*(line for line in text if not line.isascii()))
    missing = {ord(c) for c in letters if ord(c) > 0x2FF} - frozenset().union(*base.faces)
    found: list[Path] = []
    faces = list(base.faces)
    for path in _candidates(extra) if missing else ():
        try:
            face = characters(path)
        except (NotAFont, OSError):
            continue
        if face & missing:
            found.append(path)
            faces.append(face)
            missing -= face
        if not missing:
            break
    if not found:
        return base
    for i, path in enumerate(found):
        _link(path, folder / f"{i}-{path.name}")
    names = sorted(_load(folder).families(), key=lambda name: (not _fits(name, language), name))
    return FontSet((*FAMILIES, *names), _load(shipped_folder(), folder), tuple(faces))


def _load(*folders: Path) -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(folders))


def _fits(family: str, language: str) -> bool:
    """A collection holds one family per country: the film's own comes first."""
    tag = language.lower()
    face = _HAN_FACE.get(tag) or _HAN_FACE.get(tag.partition("-")[0], "JP")
    return family.endswith(f" {face}")


def _link(source: Path, target: Path) -> None:
    try:
        target.symlink_to(source)
    except OSError:  # Windows without the right to make links
        shutil.copyfile(source, target)


def _candidates(extra: Sequence[Path]) -> Iterator[Path]:
    yield from _files(extra)
    spec = importlib.util.find_spec("manimgx_fonts_cjk")
    for place in (spec.submodule_search_locations or ()) if spec else ():
        yield from _files((Path(place),))
    named = [(rank, path) for path in _files(_system_folders()) if (rank := _rank(path)) is not None]
    yield from (path for _, path in sorted(named))


def _rank(path: Path) -> int | None:
    name = path.name.lower()
    return next((i for i, start in enumerate(_SYSTEM_NAMES) if name.startswith(start)), None)


def _files(places: Iterable[Path]) -> Iterator[Path]:
    for place in places:
        if place.is_file():
            yield place
        elif place.is_dir():
            yield from sorted(p for p in place.rglob("*") if p.suffix.lower() in (".ttf", ".otf", ".ttc"))


def _system_folders() -> tuple[Path, ...]:
    home = Path.home()
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA", str(home))
        windows = Path(os.environ.get("WINDIR", r"C:\Windows"))
        return (windows / "Fonts", Path(local) / "Microsoft" / "Windows" / "Fonts")
    if sys.platform == "darwin":
        return (Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library" / "Fonts")
    return (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), home / ".local" / "share" / "fonts")
