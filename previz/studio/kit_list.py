"""What the kit has, as rows for people and programs and as contact sheets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from previz.errors import NotFound
from previz.export.contact import Section, Tile, write_contact_sheet
from previz.kit.catalogue import CATALOGUE, GROUPS, Choice, Param, Piece, Switch, find
from previz.scene.model import Vec3
from previz.sets import SETS
from previz.sets.dressing import StarterSet
from previz.studio.portraits import Portraits

Tell = Callable[[float, str], None]
"""(share done 0…1, what is going on)"""

Row = dict[str, Any]
"""Plain data, as JSON takes it."""
Draw = Callable[[Tell], None]

TILE_PX = (240, 240)
SET_WIDTH_PX = 880
_PIECE_COLUMNS, _SET_COLUMNS = 12, 3


def pieces(words: str = "") -> list[Piece]:
    """Those that ``words`` find, best first; without words all, by group. Raises NotFound for none."""
    found = list(find(words)) if words.strip() else list(CATALOGUE.values())
    if not found:
        raise NotFound(
            f"Nothing in the kit is called “{words}”; try one word, e.g. chair, street or hospital."
        )
    return found


def starter_sets(words: str = "") -> list[StarterSet]:
    """Those whose key, name and description hold every one of ``words``. Raises NotFound for none."""
    wanted = words.casefold().split()
    made = [dressed() for dressed in SETS.values()]
    found = [one for one in made if all(word in _told(one) for word in wanted)]
    if not found:
        raise NotFound(f"No starter set is called “{words}”; there are {', '.join(SETS)}.")
    return found


def _told(made: StarterSet) -> str:
    return f"{made.key} {made.name} {made.about} {made.stage.words} {made.time}".casefold()


def piece_row(piece: Piece) -> Row:
    """A piece as plain data."""
    return {
        "key": piece.key,
        "name": piece.name,
        "group": piece.group,
        "size_m": list(piece.size_m),
        "settings": [_setting(param) for param in piece.params],
        "parts": {part: list(colour) for part, colour in piece.colours.items()},
        "spots": [spot.kind for spot in piece.spots(piece.values({}))],
        "role": piece.role,
        "ade20k": piece.ade20k,
        "words": piece.words,
        "tags": list(piece.tags),
    }


def _setting(param: object) -> Row:
    fields = {name: value for name, value in vars(param).items() if name != "read"}
    kinds = {Param: "number", Choice: "choice", Switch: "switch"}
    return {"kind": kinds.get(type(param), "text"), **fields}


def set_row(made: StarterSet) -> Row:
    """A starter set as plain data."""
    return {
        "key": made.key,
        "name": made.name,
        "about": made.about,
        "interior": made.interior,
        "time": made.time,
        "pieces": len(made.items),
        "marks": [mark.name for mark in made.marks],
        "words": made.stage.words,
    }


def kit_lines(found: Iterable[Piece]) -> Iterator[str]:
    """One line a piece under the heading of its group: key, name, size."""
    groups = _by_group(found)
    wide = max((len(piece.key) for piece in found), default=0)
    named = max((len(piece.name) for piece in found), default=0)
    for group, members in groups.items():
        yield f"{GROUPS[group]} ({len(members)})"
        for piece in members:
            yield f"  {piece.key:<{wide}}  {piece.name:<{named}}  {size_words(piece.size_m)}"


def set_lines(found: Iterable[StarterSet]) -> Iterator[str]:
    """One line a set: key, heading, what it is."""
    for made in found:
        yield f"{made.key:<10} {made.interior:<8} {made.time:<6} {made.about}"


def size_words(size_m: Vec3) -> str:
    """ "0.44 × 0.88 × 0.50 m", what fits in a hand in centimetres: "8 × 30 × 8 cm"."""
    if max(size_m) >= 0.5:
        return " × ".join(f"{side:.2f}" for side in size_m) + " m"
    return " × ".join(f"{100 * side:.0f}" if side >= 0.02 else f"{100 * side:.1f}" for side in size_m) + " cm"


def _by_group(found: Iterable[Piece]) -> dict[str, list[Piece]]:
    members: dict[str, list[Piece]] = {}
    for piece in found:
        members.setdefault(piece.group, []).append(piece)
    return members


def write_kit_sheet(path: Path, found: list[Piece], tell: Tell) -> None:
    """Draw every piece with its default settings onto one PNG. Raises RenderError, ExportError."""
    with Portraits() as portraits:
        sections = []
        done = 0
        for group, members in _by_group(found).items():
            tiles = []
            for piece in members:
                tell(done / len(found), f"drawing {piece.name.lower()}")
                drawing = portraits.piece(piece.key, size_px=TILE_PX)
                tiles.append(Tile(drawing, piece.name, size_words(piece.size_m)))
                done += 1
            sections.append(Section(GROUPS[group], tiles))
    note = f"{len(found)} pieces, every one with its own settings · width × height × depth"
    write_contact_sheet(path, "The kit", note, sections, _PIECE_COLUMNS)


def write_set_sheet(path: Path, found: list[StarterSet], tell: Tell) -> None:
    """Draw every set through its own camera onto one PNG. Raises RenderError, ExportError."""
    with Portraits() as portraits:
        tiles = []
        for done, made in enumerate(found):
            tell(done / len(found), f"drawing {made.name.lower()}")
            drawing = portraits.starter_set(made, SET_WIDTH_PX)
            tiles.append(Tile(drawing, made.name, f"{made.interior} · {made.time} · {made.about}"))
    note = f"{len(found)} places, dressed and lit, with marks for people"
    write_contact_sheet(
        path, "Starter sets", note, [Section("Through their own cameras", tiles)], _SET_COLUMNS
    )
