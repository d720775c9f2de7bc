"""How panels stand, from the command line: what the file holds afterwards."""

from __future__ import annotations

import json
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


def step_aside(studio: Studio) -> None:
    with studio.document.edit("Ben steps aside") as edit:
        edit.update("t-ben", keys=(model.ActorKey(position_m=(-1.3, 0.0, -0.3), heading_deg=60),))


def listed(film: Path) -> dict[str, tuple[str, bool]]:
    """Number → (status, is it stale?), as `previz shots` says it."""
    ran = inside("shots", film, "--json")
    return {row["number"]: (row["status"], bool(row["stale"])) for row in json.loads(ran.stdout)}


def test_a_stale_frame_is_found_still_true_and_the_rest_is_left_alone(small_film: Path) -> None:
    with Studio.open(small_film) as studio:
        record_take(studio, FULL, imported=False, printed=True)
        record_take(studio, CLOSE, imported=False, printed=True)
        studio.approve(studio.find("1"), "Ann Artist")
        step_aside(studio)
    assert (listed(small_film)["1"], listed(small_film)["1A"][1]) == (("approved", True), False)
    asked = ("--shots", "1", "1A", "--by", "Di Rector", "--why", "Nobody sees it.")
    ran = inside("affirm", small_film, *asked)
    assert (ran.returncode, ran.stdout) == (0, "1 panel found still true by Di Rector.\n")
    assert ran.stderr == "previz: 1A: This frame is true as it is; there is nothing to affirm.\n"
    assert listed(small_film)["1"] == ("approved", False)
    with Studio.open(small_film, read_only=True) as studio:
        assert [verdict.who for verdict in studio.store.ledger.verdicts()] == ["Ann Artist", "Di Rector"]
    assert_fails(inside("affirm", small_film, *asked), "nothing to affirm")
    assert_fails(inside("affirm", small_film, *asked[:-1], " "), "needs a name and a reason")
    assert inside("verify", small_film).returncode == 0


def test_whoever_approves_a_stale_take_hears_of_the_new_one_beside_it(small_film: Path) -> None:
    with Studio.open(small_film) as studio:
        record_take(studio, FULL, imported=False, printed=True)
        step_aside(studio)
        record_take(studio, FULL, imported=False, printed=True)
    said = "previz: 1: take 2 is new beside the one that is approved; `previz select` lets it stand.\n"
    assert inside("select", small_film, "--shot", "1", "--take", "1").returncode == 0
    approve = ("approve", small_film, "--shot", "1", "--by", "Ann")
    for more in ((), ("--panel", "1")):
        ran = inside(*approve, *more)
        assert (ran.returncode, said in ran.stderr) == (0, not more), "the first verdict settled it"
        assert "1 is approved, but stale" in ran.stderr
    inside("select", small_film, "--shot", "1", "--take", "2")
    assert inside(*approve).stderr == ""


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
