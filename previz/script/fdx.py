"""Final Draft .fdx: XML of paragraphs.

Scene numbers, dual dialogue, styled text, revisions and omitted scenes, which no library reads whole. Files
come from anywhere, so document types and entities are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Literal
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from msgspec.structs import replace

from previz.errors import ImportFailed
from previz.scene.upright import upright
from previz.scene.words import Emphasis, PassageType, Stress
from previz.script.screenplay import OMITTED, Paragraph, Screenplay

_TYPES: dict[str, PassageType] = {
    "Scene Heading": "heading",
    "Action": "action",
    "General": "action",
    "Shot": "action",
    "Cast List": "action",
    "New Act": "centred",
    "End of Act": "centred",
    "Singing": "lyrics",
    "Lyrics": "lyrics",
    "Transition": "transition",
}
_SPOKEN = ("Dialogue", "Parenthetical", "Singing", "Lyrics")
Side = Literal["", "left", "right"]


def read(name: str, data: bytes) -> Screenplay:
    """Raises ImportFailed naming the line of what is broken or refused."""
    root = _root(name, data)
    content = root.find("Content")
    if content is None:
        raise ImportFailed(f"{name}: it has no pages; save it again from Final Draft.")
    revisions = {
        one.get("ID", ""): one.get("Name") or one.get("Color") or ""
        for one in root.iterfind("Revisions/Revision")
    }
    for tab in content.iter("Tab"):
        tab.text = "\t"
    reader = _Reader(revisions)
    return Screenplay(_title(root), list(reader.paragraphs(content)), [])


def _root(name: str, data: bytes) -> Element:
    if data[:2] == b"PK":
        raise ImportFailed(f"{name}: this is a zip archive; unpack it and import the .fdx that is in it.")
    try:
        root: Element = fromstring(data, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    except ParseError as error:
        line, column = error.position
        what = str(error).partition(":")[0]
        raise ImportFailed(
            f"{name}, line {line}: the file is cut off or damaged ({what}, column {column + 1}); "
            "save it again from Final Draft."
        ) from error
    except DefusedXmlException as error:
        line = _line_of(data, b"<!DOCTYPE")
        raise ImportFailed(
            f"{name}, line {line}: it declares a document type or entities, which no script needs; "
            "take the declaration out."
        ) from error
    except (LookupError, ValueError) as error:
        raise ImportFailed(f"{name}, line 1: its encoding is not known; save it again as UTF-8.") from error
    if root.tag != "FinalDraft":
        raise ImportFailed(f"{name}, line 1: this is no Final Draft script but <{root.tag[:40]}>.")
    return root


def _line_of(data: bytes, what: bytes) -> int:
    place = data.upper().find(what)
    return data.count(b"\n", 0, max(place, 0)) + 1


def _title(root: Element) -> dict[str, str]:
    """The lines of the title page; the first is the title, the one after "by" the author."""
    found = [_text(p)[0].strip() for p in root.iterfind("TitlePage/Content/Paragraph")]
    lines = [line for line in found if line]
    title = {"Title": lines[0]} if lines else {}
    for by, author in pairwise(lines):
        if re.fullmatch(r"(written |screenplay |story )*by", by.casefold()):
            title["Author"] = author
            break
    return title


class _Reader:
    def __init__(self, revisions: dict[str, str]) -> None:
        self._revisions = revisions
        self._count = 0
        self._omits = False

    def paragraphs(self, content: Element) -> Iterator[Paragraph]:
        yield from self._run(list(content.iterfind("Paragraph")))

    def _run(self, rows: list[Element], dual: Side = "", inside: bool = False) -> Iterator[Paragraph]:
        """``inside`` a dual dialogue, paragraphs of one within it are among ``rows`` already."""
        place = 0
        while place < len(rows):
            row = rows[place]
            place += 1
            self._count += 1
            both = row.find("DualDialogue")
            if both is not None and not inside:
                yield from self._dual(list(both.iter("Paragraph")))
            kind = row.get("Type") or "Action"
            if kind == "Character":
                said = []
                while place < len(rows) and rows[place].get("Type") in _SPOKEN:
                    said.append(rows[place])
                    place += 1
                self._count += len(said)
                yield self._speech(row, said, dual)
            elif (made := self._plain(row, kind)) is not None:
                scene = row.find("OmittedScene") if made.omitted and not self._omits else None
                yield from (made,) if scene is None else self._omitted(made, scene)

    def _omitted(self, heading: Paragraph, scene: Element) -> Iterator[Paragraph]:
        """The heading as it was before it said OMITTED, then the words of the scene."""
        self._omits = True  # one within it is read no deeper
        words = list(self._run(list(scene.iterfind("Paragraph"))))
        self._omits = False
        if words and words[0].type == "heading" and heading.text.upper() == OMITTED:
            was = words.pop(0)
            heading = replace(
                heading, text=was.text, stress=was.stress, synopsis=heading.synopsis or was.synopsis
            )
        yield heading
        for one in words:
            yield replace(one, omitted=True, type="action" if one.type == "heading" else one.type)

    def _dual(self, rows: list[Element]) -> Iterator[Paragraph]:
        """The first cue with what follows stands left, the second right; what has no cue comes before."""
        starts = [place for place, row in enumerate(rows) if row.get("Type") == "Character"]
        if not starts:
            yield from self._run(rows, inside=True)
            return
        yield from self._run(rows[: starts[0]], inside=True)
        for side, (start, end) in enumerate(zip(starts, [*starts[1:], len(rows)], strict=True)):
            yield from self._run(rows[start:end], "right" if side % 2 else "left", inside=True)

    def _speech(self, row: Element, said: list[Element], dual: Side) -> Paragraph:
        text, stress = "", list[Stress]()
        for part in said:
            text += "\n" if text else ""
            words, spans = _text(part)
            if part.get("Type") == "Parenthetical" and not words.strip().startswith("("):
                words, spans = f"({words.strip()})", ()
            stress += [Stress(start=s.start + len(text), end=s.end + len(text), style=s.style) for s in spans]
            text += words
        revised = [self._revision(part) for part in (row, *said)]
        return Paragraph(
            type="speech",
            text=text,
            line=self._count,
            cue=_text(row)[0].strip(),
            dual=dual,
            stress=tuple(stress),
            revision=next(filter(None, revised), ""),
        )

    def _plain(self, row: Element, kind: str) -> Paragraph | None:
        text, stress = _text(row)
        heading = kind == "Scene Heading"
        omitted = heading and (row.find("OmittedScene") is not None or text.strip().upper() == OMITTED)
        if not text.strip() and not omitted:
            return None
        return Paragraph(
            type=_TYPES.get(kind, "action"),
            text=text.strip() or OMITTED,
            line=self._count,
            stress=_stripped(text, stress),
            revision=self._revision(row),
            number=row.get("Number", "") if heading else "",
            synopsis=_summary(row) if heading else "",
            omitted=omitted,
        )

    def _revision(self, row: Element) -> str:
        found = (run.get("RevisionID", "") for run in row.iterfind("Text"))
        return next((self._revisions.get(id, f"Rev {id}") for id in found if id and id != "0"), "")


def _text(row: Element) -> tuple[str, tuple[Stress, ...]]:
    """All runs of a paragraph, and which letters are set apart."""
    text, spans = "", list[Stress]()
    for run in row:
        if run.tag not in ("Text", "Tab"):
            continue
        words = upright("".join(run.itertext()).replace("\u2028", "\n"))
        styles = run.get("Style", "").split("+")
        if words:
            end = len(text) + len(words)
            spans += [Stress(start=len(text), end=end, style=style) for style in _emphases(set(styles))]
        text += words.upper() if "AllCaps" in styles else words
    return text, tuple(spans)


def _emphases(given: set[str]) -> list[Emphasis]:
    """Bold and italic are one emphasis; a line below or through goes with any."""
    found: list[Emphasis] = []
    if "Bold" in given:
        found.append("bold_italic" if "Italic" in given else "bold")
    elif "Italic" in given:
        found.append("italic")
    lines: tuple[tuple[str, Emphasis], ...] = (("Underline", "underline"), ("Strikeout", "strikeout"))
    return found + [style for name, style in lines if name in given]


def _stripped(text: str, stress: tuple[Stress, ...]) -> tuple[Stress, ...]:
    """The same letters in the text without the blanks around it."""
    lead, size = len(text) - len(text.lstrip()), len(text.strip())
    moved = ((max(one.start - lead, 0), min(one.end - lead, size), one.style) for one in stress)
    return tuple(Stress(start=start, end=end, style=style) for start, end, style in moved if start < end)


def _summary(row: Element) -> str:
    rows = row.iterfind("SceneProperties/Summary/Paragraph")
    return " ".join(_text(one)[0].strip() for one in rows).strip()
