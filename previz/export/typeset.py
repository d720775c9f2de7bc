"""From a template and its words to a PDF on disk: nothing is half-written, nothing asks the network.

typst sees one temporary folder: the templates, the pictures and `doc.json`.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal, TypeAlias

import msgspec
import typst
from PIL import Image, UnidentifiedImageError

from previz.assets import asset
from previz.errors import ExportError, NotFound
from previz.export.fonts import fonts_for, led_by, shipped_folder
from previz.export.pictures import scale
from previz.export.targets import check_target, replace_file
from previz.export.wording import Text, directed, plain, shown, substitute

Standard: TypeAlias = Literal["ua-1", "a-2a"]

STANDARDS: tuple[Standard, ...] = ("ua-1", "a-2a")
"""PDF/UA-1 (readable by screen readers) and PDF/A-2a (fit for archives)."""

Payload = dict[str, Any]
LOGO_PX = 500


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What was written."""

    path: str
    pages: int
    warnings: tuple[str, ...] = ()
    standards: tuple[Standard, ...] = STANDARDS
    """Kept standards; empty where the file had to be written without."""


class Raw(msgspec.Struct, frozen=True):
    """Words of a row on their way to the page, with the name of their field for reports."""

    text: str
    field: str
    lines: bool = True
    """Keep line breaks."""
    empty: str = ""
    """Printed when nothing is left: a heading without words is no heading."""


def write_pdf(
    path: str | os.PathLike[str],
    template: str,
    payload: Payload,
    *,
    language: str,
    place: Callable[[Path], Mapping[str, str]],
    made_at_s: int | None = None,
    extra_fonts: Sequence[Path] = (),
) -> Report:
    """Typeset ``payload`` (JSON-able; its words as `Raw`) with ``assets/paper/<template>``.

    ``place`` puts the pictures into a folder and returns name → file; the payload names them.
    ``made_at_s`` is the date inside the file (Unix seconds): the same data and date give the same bytes.
    Raises ExportError.
    """
    target = Path(path)
    check_target(target)
    with _folder() as root:
        files = place(root / "pics")
        return _typeset(target, root, template, payload, files, language, made_at_s, extra_fonts)


@contextmanager
def _folder() -> Iterator[Path]:
    try:
        root = tempfile.mkdtemp(prefix="previz-paper-")
    except OSError as error:
        raise ExportError(f"No temporary folder can be made: {error.strerror}.") from error
    try:
        yield Path(root)
    except OSError as error:
        raise ExportError(f"The pages cannot be prepared in {root}: {error.strerror}.") from error
    finally:
        shutil.rmtree(root, ignore_errors=True)


def _typeset(
    target: Path,
    root: Path,
    template: str,
    payload: Payload,
    files: Mapping[str, str],
    language: str,
    made_at_s: int | None,
    extra_fonts: Sequence[Path],
) -> Report:
    for source in asset("paper").glob("*.typ"):
        shutil.copyfile(source, root / source.name)
    for name in ("fonts", "no-packages"):
        (root / name).mkdir()
    fonts = fonts_for((raw.text for raw in _raws(payload)), language, root / "fonts", extra_fonts)
    warnings: list[str] = []
    if payload.get("font"):
        try:
            fonts = led_by(payload["font"], fonts, (shipped_folder(), root / "fonts"))
        except NotFound as error:
            warnings.append(f"{error}; the pages are set in {fonts.families[0]}.")
    document = _worded(payload, _Wording(fonts.covers, language, warnings), files)
    document["fonts"] = list(fonts.families)
    document["logo"] = _logo(document.get("logo") or b"", root)
    (root / "doc.json").write_bytes(msgspec.json.encode(document))
    pdf, standards, more = _compile(root, template, fonts.fonts, _seconds(made_at_s))
    replace_file(target, pdf)
    return Report(path=str(target), pages=count_pages(pdf), warnings=(*warnings, *more), standards=standards)


def _logo(data: bytes, root: Path) -> str:
    """The logo of the running head beside the pages. Raises ExportError when it is no picture."""
    if not data:
        return ""
    try:
        (root / "logo.jpg").write_bytes(scale(data, LOGO_PX))
    except (UnidentifiedImageError, Image.DecompressionBombError, SyntaxError, ValueError) as error:
        raise ExportError("The logo is no picture that can be read; give a PNG or JPEG.") from error
    return "/logo.jpg"


def _compile(
    root: Path, template: str, fonts: typst.Fonts, made_at_s: int
) -> tuple[bytes, tuple[Standard, ...], list[str]]:
    why = ""
    attempts: tuple[tuple[Standard, ...], ...] = (STANDARDS, ())
    for standards in attempts:
        try:
            pdf, notes = typst.compile_with_warnings(
                root / template,
                root=root,
                font_paths=fonts,
                pdf_standards=list(standards),
                timestamp=made_at_s,
                package_path=root / "no-packages",
                package_cache_path=root / "no-packages",
            )
        except typst.TypstError as error:
            why = " ".join(str(error.message).split("\n")[0].split())[:300]
            continue
        warnings = [f"Typesetting: {note.message}" for note in notes]
        if not standards:
            warnings.append(f"Written as an ordinary PDF, not as PDF/A and PDF/UA: {why}")
        return pdf, standards, warnings
    raise ExportError(f"The pages cannot be typeset: {why}")


def _seconds(made_at_s: int | None) -> int:
    """The given date, else SOURCE_DATE_EPOCH (reproducible builds), else now."""
    if made_at_s is not None:
        return made_at_s
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return int(epoch) if epoch.isdigit() else int(time.time())


def count_pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


# ------------------------------------------------------------------------------------------------ words
class _Wording:
    """Cleans words, and collects per field what no font shows."""

    def __init__(self, covers: Callable[[str], bool], language: str, warnings: list[str]) -> None:
        self._covers, self._language, self._warnings = covers, language, warnings
        self._missing: dict[str, list[str]] = {}
        self._known: dict[Raw, Text] = {}

    def text(self, raw: Raw) -> Text:
        if raw not in self._known:
            words = plain(raw.text) or raw.empty
            if not raw.lines:
                words = " ".join(words.split("\n"))
            words, missing = substitute(words, self._covers)
            if missing:
                self._missing.setdefault(raw.field, []).extend(missing)
            self._known[raw] = directed(words, self._language)
        return self._known[raw]

    def close(self) -> None:
        for field, missing in self._missing.items():
            self._warnings.append(f"No font shows {shown(missing)} in {field}; printed as □.")


def _raws(value: Any) -> Iterator[Raw]:
    stack = [value]
    while stack:
        part = stack.pop()
        if isinstance(part, Raw):
            yield part
        elif isinstance(part, dict):
            stack.extend(part.values())
        elif isinstance(part, (list, tuple)):
            stack.extend(part)


def _worded(payload: Payload, wording: _Wording, files: Mapping[str, str]) -> Payload:
    def walk(value: Any) -> Any:
        if isinstance(value, Raw):
            return wording.text(value)
        if isinstance(value, dict):
            return {k: (f"/pics/{files[v]}" if k == "img" and v else walk(v)) for k, v in value.items()}
        if isinstance(value, (list, tuple)):
            return [walk(part) for part in value]
        return value

    document: Payload = walk(payload)
    wording.close()
    return document


# ------------------------------------------------------------------------------------------------- disk
