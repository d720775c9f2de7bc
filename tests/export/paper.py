"""Reading PDFs back, and pictures to put into them."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw
from pypdf import PdfReader


def text_of(path: Path) -> str:
    """All words of the PDF, by poppler where it is installed."""
    if shutil.which("pdftotext"):
        run = subprocess.run(["pdftotext", "-raw", str(path), "-"], capture_output=True, check=True)
        return run.stdout.decode("utf-8", "replace")
    return "\n".join(page.extract_text() for page in PdfReader(path).pages)


def lines_of(path: Path) -> list[tuple[float, float, float, str]]:
    """Left, top and bottom (points from the top of the sheet) and words of every line of the first page."""
    run = subprocess.run(
        ["pdftotext", "-bbox-layout", "-l", "1", str(path), "-"], capture_output=True, check=True
    )
    tags = r'<line xMin="([\d.]+)" yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">(.*?)</line>'
    found = re.findall(tags, run.stdout.decode(), re.DOTALL)
    return [
        (float(x), float(y), float(y1), " ".join(re.findall(r">([^<]+)</word>", inside)))
        for x, y, y1, inside in found
    ]


def gaps_of(path: Path, first: str, second: str) -> list[float]:
    """How many heights of a word lie between these two where one follows the other, on all pages."""
    run = subprocess.run(["pdftotext", "-bbox", str(path), "-"], capture_output=True, check=True)
    tags = r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>'
    found = [(*map(float, one[:4]), one[4]) for one in re.findall(tags, run.stdout.decode())]
    pairs = [pair for pair in pairwise(found) if (pair[0][4], pair[1][4]) == (first, second)]
    return [(right[0] - left[2]) / (left[3] - left[1]) for left, right in pairs]


def words(text: str) -> set[str]:
    """Latin words and numbers; hyphenation, ligatures and other scripts' reading order left out."""
    text = unicodedata.normalize("NFKC", text)
    return set(re.findall(r"[A-Za-z0-9]+", text))


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u00ad]", "", unicodedata.normalize("NFKC", text))


def outline_of(path: Path) -> list[tuple[int, str]]:
    """(depth, title) of every bookmark."""

    def walk(items: Iterable[Any], depth: int) -> Iterator[tuple[int, str]]:
        for item in items:
            if isinstance(item, list):
                yield from walk(item, depth + 1)
            else:
                yield depth, str(item.title)

    return list(walk(PdfReader(path).outline, 0))


def links_of(path: Path) -> list[int]:
    """Target page index of every link inside the document."""
    reader = PdfReader(path)
    pages = {page.indirect_reference.idnum: i for i, page in enumerate(reader.pages)}  # type: ignore[union-attr]
    targets = []
    for page in reader.pages:
        for note in page.get("/Annots", []):
            note = note.get_object()
            target = note.get("/Dest") or note.get("/A", {}).get("/D")
            if isinstance(target, (str, bytes)):
                target = reader.named_destinations[str(target)].dest_array
            if target:
                targets.append(pages[target[0].idnum])
    return targets


def alts_of(path: Path) -> list[str]:
    """Alternative texts of all figures in the structure tree."""
    found = []
    reader = PdfReader(path)
    for number in range(1, len(reader.xref[0]) + len(getattr(reader, "xref_objStm", {})) + 2):
        thing = reader.get_object(number)
        if isinstance(thing, dict) and "/Alt" in thing:
            found.append(str(thing["/Alt"]))
    return found


def picture_bytes(i: int = 0, size: tuple[int, int] = (320, 134)) -> bytes:
    """A small picture that differs with i."""
    image = Image.new("RGB", size, (240, 238, 230))
    draw = ImageDraw.Draw(image)
    draw.line([(0, i * 7 % size[1]), (size[0], size[1] - 1)], fill=(20, 20, 20), width=3)
    draw.text((10, 10), str(i), fill=(0, 0, 0))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def pictures(name: str) -> bytes:
    """A picture source: any name is a number."""
    return picture_bytes(int(name))
