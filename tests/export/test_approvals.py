"""The page of verdicts, as a reader gets it."""

from __future__ import annotations

from pathlib import Path

from pypdf import PdfReader

from previz.export.boards import BoardLayout, write_boards
from previz.export.rows import VerdictRow

from . import film
from .paper import pictures, text_of

VERDICTS = (
    VerdictRow(number=1, shot="12B A", take=3, state="changes", who="R. Okafor",
               at="2026-11-22T09:41:00Z", why="Eyeline: To the letter.", hash="ab" * 32,
               standing="superseded"),
    VerdictRow(number=2, shot="12B A", take=4, state="approved", who="R. Okafor", at="2026-11-23T10:00:00Z",
               hash="cd" * 32, stale=True),
    VerdictRow(number=3, state="approved", who="<b>A. Nother</b>", at="2026-11-23T10:01:00Z", hash="ef" * 32,
               standing="removed"),
)  # fmt: skip


def write(path: Path, **more: object) -> str:
    report = write_boards(
        path,
        film.FILM,
        film.SCENES[:1],
        [],
        BoardLayout(cover=False),
        pictures=pictures,
        **more,  # type: ignore[arg-type]
    )
    assert report.warnings == ()
    assert report.standards == ("ua-1", "a-2a")
    assert report.pages == len(PdfReader(path).pages)
    return " ".join(text_of(path).split())


def test_who_decided_what_when_and_why_with_the_hash(tmp_path: Path) -> None:
    text = write(tmp_path / "a.pdf", verdicts=VERDICTS)
    for words in (
        "Approvals",
        "12B A",
        "Take 3",
        "R. Okafor",
        "22 Nov 2026 09:41",
        "Eyeline: To the letter.",
    ):
        assert words in text
    for words in ("abababababab", "cdcdcdcdcdcd", "superseded", "stale", "panel removed", "<b>A. Nother</b>"):
        assert words in text
    assert "3 verdicts; the hash of the last begins efefefefefef." in text


def test_an_edited_ledger_is_told_on_paper(tmp_path: Path) -> None:
    trouble = ["ledger: verdict 2 was changed after it was given"]
    assert trouble[0] in write(tmp_path / "b.pdf", verdicts=VERDICTS, ledger_trouble=trouble)


def test_without_a_verdict_there_is_no_page(tmp_path: Path) -> None:
    assert "Approvals" not in write(tmp_path / "c.pdf")
