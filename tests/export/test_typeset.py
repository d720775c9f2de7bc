from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest
import typst
from pypdf import PdfReader

from previz.errors import ExportError
from previz.export import typeset
from previz.export.boards import write_boards
from previz.export.shotlist import write_shot_list

from . import film
from .paper import picture_bytes, pictures


def write(path: Path, **more: Any) -> Any:
    return write_boards(path, film.FILM, film.SCENES, film.shots(), **more)


def refusal(message: str) -> typst.TypstError:
    error = typst.TypstError(message)
    error.message = message
    return error


def test_an_old_file_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(b"old")
    write(path)
    assert path.read_bytes().startswith(b"%PDF-")
    assert [p.name for p in tmp_path.iterdir()] == ["x.pdf"]


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="is a folder"):
        write(tmp_path)


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="does not exist"):
        write(tmp_path / "no" / "x.pdf")


def test_an_unwritable_folder_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with pytest.raises(ExportError, match="no permission"):
        write(tmp_path / "x.pdf")


def test_a_full_disk_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(b"old")

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ExportError, match="the disk is full; make room") as told:
        write(path)
    assert "\n" not in str(told.value)
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["x.pdf"]


def test_a_missing_or_damaged_picture_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    shots = film.shots(lambda i: str(tmp_path / "gone.png"))
    with pytest.raises(ExportError, match=r"gone\.png is missing"):
        write_boards(tmp_path / "x.pdf", film.FILM, film.SCENES, shots)
    bad = picture_bytes()[:200]
    with pytest.raises(ExportError, match="is damaged"):
        write_shot_list(
            tmp_path / "x.pdf", film.FILM, film.SCENES, film.shots(str), pictures=lambda name: bad
        )
    assert list(tmp_path.iterdir()) == []


def test_pictures_may_be_files(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(picture_bytes())
    shots = film.shots(lambda i: str(tmp_path / "a.png"))
    write_boards(tmp_path / "x.pdf", film.FILM, film.SCENES, shots)
    assert any(len(page.images) for page in PdfReader(tmp_path / "x.pdf").pages)


def test_no_temporary_folder_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(typeset.tempfile, "tempdir", str(tmp_path / "tmp"))
    write(tmp_path / "x.pdf")
    with pytest.raises(ExportError):
        write_boards(tmp_path / "x.pdf", film.FILM, film.SCENES, film.shots(lambda i: "gone"))
    assert list((tmp_path / "tmp").iterdir()) == []


def test_a_refused_standard_falls_back_with_a_warning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = typst.compile_with_warnings

    def refuse(*args: Any, **kwargs: Any) -> Any:
        if kwargs["pdf_standards"]:
            raise refusal("PDF/A-2a error: no way")
        return real(*args, **kwargs)

    monkeypatch.setattr(typst, "compile_with_warnings", refuse)
    report = write(tmp_path / "x.pdf")
    assert report.standards == ()
    assert report.warnings == ("Written as an ordinary PDF, not as PDF/A and PDF/UA: PDF/A-2a error: no way",)
    assert len(PdfReader(tmp_path / "x.pdf").pages) == report.pages


def test_a_template_that_fails_is_an_export_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: Any, **kwargs: Any) -> Any:
        raise refusal("broken\nvery")

    monkeypatch.setattr(typst, "compile_with_warnings", fail)
    with pytest.raises(ExportError, match=r"^The pages cannot be typeset: broken$"):
        write(tmp_path / "x.pdf")


def test_the_date_inside_comes_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    write(tmp_path / "x.pdf")
    made = PdfReader(tmp_path / "x.pdf").metadata
    assert made is not None
    assert made.creation_date is not None
    assert made.creation_date.timestamp() == 1_000_000_000


def test_pdf_has_the_claimed_standards(tmp_path: Path) -> None:
    write(tmp_path / "x.pdf", pictures=pictures)
    data = PdfReader(tmp_path / "x.pdf").xmp_metadata
    assert data is not None
    xml = data.stream.get_data().decode()
    assert "pdfaid" in xml
    assert "pdfuaid" in xml
