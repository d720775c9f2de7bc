from __future__ import annotations

from dataclasses import replace
from typing import Any

import msgspec
import pytest

from previz.review import fingerprint, latest, stale_reasons, standing, status
from previz.review.status import by_panel, newcomer
from previz.scene.model import Panel, Take, Verdict

from .stage import ALL_SEEN, LOOK, WORLD, with_actor

PRINT = fingerprint(WORLD, ALL_SEEN, LOOK, "")
MOVED = fingerprint(with_actor(position_m=(0.0, 0.0, 0.4)), ALL_SEEN, LOOK, "")
TAKE = Take(
    id="t1", panel_id="p", number=1, image="aa", request="bb", generator="sketch", style="pencil", seed=1,
    size_px=(9, 9), fingerprint=PRINT,
)  # fmt: skip
PANEL = Panel(id="p", shot_id="s", order="a", selected_take_id="t1")
DEFAULTS: dict[str, Any] = {
    "panel_id": "p", "take_id": "t1", "image": "aa", "who": "Ada", "why": "", "at": "2026-01-01T00:00:00Z",
}  # fmt: skip


def ledger(*rows: dict[str, Any] | str) -> list[Verdict]:
    told = [{"state": row} if isinstance(row, str) else row for row in rows]
    return [Verdict(number=number, **{**DEFAULTS, **row}) for number, row in enumerate(told, 1)]


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        ([], "draft"),
        (ledger("review"), "review"),
        (ledger("review", "changes"), "changes"),
        (ledger("approved", "changes", "approved"), "approved"),
        (ledger("approved", "omitted"), "omitted"),
        (ledger("approved", "omitted", "review"), "review"),
        (ledger({"state": "approved", "take_id": "t0"}), "draft"),
        (ledger("review", {"state": "approved", "take_id": "t0"}), "review"),
        (ledger({"state": "approved", "panel_id": "other"}), "draft"),
        (ledger("approved", {"state": "omitted", "take_id": "t0"}), "omitted"),
        (ledger("approved", {"state": "omitted", "panel_id": "other"}), "approved"),
        (ledger("omitted", {"state": "review", "take_id": "t0"}), "draft"),
    ],
)
def test_status_is_the_latest_verdict_about_the_selected_take(verdicts: list[Verdict], expected: str) -> None:
    assert status(PANEL, verdicts) == expected
    assert status(PANEL, reversed(verdicts)) == expected


def test_panel_without_a_take_is_a_draft_until_omitted() -> None:
    empty = msgspec.structs.replace(PANEL, selected_take_id=None)
    assert status(empty, ledger("approved")) == "draft"
    assert status(empty, ledger("approved", {"state": "omitted", "take_id": ""})) == "omitted"


def test_verdict_about_other_pixels_does_not_count() -> None:
    approved = ledger("approved")
    assert status(PANEL, approved, TAKE) == "approved"
    assert status(PANEL, approved, msgspec.structs.replace(TAKE, image="cc")) == "draft"
    assert latest(PANEL, approved, TAKE) is approved[0]


def test_stale_is_a_mark_beside_the_status() -> None:
    fresh = standing(PANEL, TAKE, ledger("approved"), PRINT)
    assert (fresh.status, fresh.stale, fresh.reasons) == ("approved", False, ())
    stale = standing(PANEL, TAKE, ledger("approved"), MOVED)
    assert (stale.status, stale.stale, stale.reasons) == ("approved", True, ("Maya moved 0.4 m",))
    assert stale.verdict is not None
    assert stale.verdict.who == "Ada"
    assert standing(PANEL, TAKE, ledger("approved"), PRINT).reasons == ()


def test_moving_back_makes_fresh_again() -> None:
    back = fingerprint(replace(WORLD), ALL_SEEN, LOOK, "")
    assert stale_reasons(TAKE, MOVED)
    assert stale_reasons(TAKE, back) == []


def test_imported_and_missing_takes_are_never_stale() -> None:
    assert stale_reasons(None, MOVED) == []
    assert stale_reasons(msgspec.structs.replace(TAKE, imported=True), MOVED) == []
    assert stale_reasons(msgspec.structs.replace(TAKE, fingerprint={}), MOVED) == []


NEWER = msgspec.structs.replace(TAKE, id="t2", number=2, image="cc", made_at="2026-01-02T00:00:00Z")


@pytest.mark.parametrize(
    ("takes", "verdicts", "now", "expected"),
    [
        ((TAKE, NEWER), ledger("changes"), PRINT, "t2"),
        ((TAKE, NEWER), [], MOVED, "t2"),
        ((TAKE, NEWER), ledger("approved"), MOVED, "t2"),
        ((TAKE, NEWER), ledger("approved"), PRINT, ""),
        ((TAKE, NEWER), ledger("changes", {"state": "approved", "at": "2026-01-03T00:00:00Z"}), MOVED, ""),
        ((TAKE, NEWER), ledger({"state": "changes", "at": "2026-01-03T00:00:00Z"}), PRINT, ""),
        ((TAKE, NEWER), ledger("omitted"), MOVED, ""),
        ((TAKE,), ledger("changes"), PRINT, ""),
        ((msgspec.structs.replace(NEWER, number=0), TAKE), ledger("changes"), PRINT, ""),
    ],
)  # fmt: skip
def test_a_newer_take_waits_beside_what_was_sent_back_or_is_stale_until_somebody_decides(
    takes: tuple[Take, ...], verdicts: list[Verdict], now: dict[str, Any], expected: str
) -> None:
    found = newcomer(PANEL, takes, verdicts, standing(PANEL, TAKE, verdicts, now))
    assert (found.id if found else "") == expected


def test_the_verdicts_of_a_film_are_grouped_by_panel_in_their_order() -> None:
    first, other, second = ledger("review", {"state": "approved", "panel_id": "other"}, "approved")
    grouped = by_panel(iter([first, other, second]))
    assert grouped == {"p": [first, second], "other": [other]}
    assert standing(PANEL, TAKE, grouped["p"], PRINT) == standing(PANEL, TAKE, [first, other, second], PRINT)
