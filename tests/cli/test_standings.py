"""How panels stand, from the command line: what the file holds afterwards."""

from __future__ import annotations

from pathlib import Path

from previz.scene import model
from previz.studio import Studio
from tests.cli.command import assert_fails, inside
from tests.films import CLOSE, FULL, record_take


def statuses(film: Path) -> dict[str, str]:
    with Studio.open(film, read_only=True) as studio:
        return {panel: stand.status for panel, stand in studio.reviewing.statuses().items()}


def test_panels_are_put_in_review_omitted_and_brought_back(small_film: Path) -> None:
    with Studio.open(small_film) as studio:
        record_take(studio, FULL)
        record_take(studio, CLOSE)
    ran = inside("in-review", small_film, "--shots", "1", "1A", "--by", "Ann Artist")
    assert ran.returncode == 0, ran.stderr
    assert "2 panels in review by Ann Artist." in ran.stdout
    assert statuses(small_film)[f"{FULL}-p"] == statuses(small_film)[f"{CLOSE}-p"] == "review"
    ran = inside("omit", small_film, "--shots", "1A", "--panel", "1", "--by", "Di Rector", "--why", "Cut.")
    assert "1 panel omitted by Di Rector." in ran.stdout
    assert statuses(small_film)[f"{CLOSE}-p"] == "omitted"
    assert statuses(small_film)[f"{FULL}-p"] == "review"
    assert inside("in-review", small_film, "--shots", "1A", "--by", "Di Rector").returncode == 0
    assert statuses(small_film)[f"{CLOSE}-p"] == "review"
    assert inside("verify", small_film).returncode == 0, "the ledger holds"


def test_a_lock_keeps_the_take_that_stands(small_film: Path) -> None:
    with Studio.open(small_film) as studio:
        record_take(studio, FULL)
    assert "1 panel locked." in inside("lock", small_film, "--shots", "1").stdout
    with Studio.open(small_film, read_only=True) as studio:
        assert studio.document.need(f"{FULL}-p", model.Panel).locked
    assert "1 panel unlocked." in inside("lock", small_film, "--shots", "1", "--off").stdout
    with Studio.open(small_film, read_only=True) as studio:
        assert not studio.document.need(f"{FULL}-p", model.Panel).locked


def test_what_cannot_be_done_says_why(small_film: Path) -> None:
    assert_fails(inside("lock", small_film, "--shots", "1"), "no take to lock yet")
    assert_fails(inside("omit", small_film, "--shots", "9", "--by", "Di"), "9")
    assert_fails(inside("omit", small_film, "--shots", "1", "--panel", "4", "--by", "Di"), "no panel 4")
    assert_fails(inside("in-review", small_film, "--shots", "1", "--by", " "), "name")
