"""Write the tables of docs/kit.md from the catalogue: `python tools/make_kit_table.py`."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from previz.kit.catalogue import CATALOGUE, GROUPS, Choice, Param, Piece, Switch, Text

PAGE = Path(__file__).resolve().parents[1] / "docs" / "kit.md"
START, END = "Bold is the default. Shares have no unit.\n", "## A new piece\n"
_UNITS = {"m": " m", "deg": "°"}


def main() -> None:
    text = PAGE.read_text(encoding="utf-8")
    head, _, rest = text.partition(START)
    _, _, tail = rest.partition(END)
    tables = "\n".join(_table(group) for group in GROUPS)
    PAGE.write_text(f"{head}{START}\n{tables}\n{END}{tail}", encoding="utf-8")


def _table(group: str) -> str:
    rows = [_row(piece) for piece in CATALOGUE.values() if piece.group == group]
    head = [
        f"### {GROUPS[group]}",
        "",
        "| Piece | Size w × h × d, m | Settings: default (range) | Parts to colour | Spots |",
        "|---|---|---|---|---|",
    ]
    return "\n".join([*head, *rows, ""])


def _row(piece: Piece) -> str:
    size = " × ".join(f"{side:.2f}" for side in piece.size_m)
    settings = "; ".join(_setting(param) for param in piece.params)
    kinds = Counter(spot.kind for spot in piece.spots(piece.values({})))
    spots = ", ".join(kind if count == 1 else f"{count} {kind}" for kind, count in kinds.items())
    return f"| `{piece.key}` | {size} | {settings} | {', '.join(piece.colours)} | {spots} |"


def _setting(param: Param | Choice | Switch | Text) -> str:
    if isinstance(param, Param):
        unit = _UNITS.get(param.unit, "")
        return f"`{param.name}` {param.default:g}{unit} ({param.minimum:g}–{param.maximum:g})"
    if isinstance(param, Choice):
        words = " · ".join(f"**{word}**" if word == param.default else word for word in param.options)
        return f"`{param.name}` {words}"
    if isinstance(param, Switch):
        return f"`{param.name}` {'yes' if param.default else 'no'}"
    return f"`{param.name}` {'names' if param.name == 'flown' else 'text'}"


if __name__ == "__main__":
    main()
