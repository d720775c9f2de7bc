"""What people decided about a panel, read from the ledger, and whether its frame is still true.

The ledger is the only store of verdicts. A verdict is about one take, named by the hash of its pixels, so
a new take starts as a draft again. Stale is an extra mark beside any status and never changes it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from previz.review.reasons import compare
from previz.scene.model import Panel, PrintPart, Take, Verdict

Status = Literal["draft", "review", "changes", "approved", "omitted"]

AFFIRMED = "affirmed"
"""In a verdict's fingerprint: the blob with the whole fingerprint that a person found still true."""


@dataclass(frozen=True)
class Standing:
    """How a panel stands: its status, the verdict that says so, and why its frame is no longer true."""

    status: Status
    verdict: Verdict | None
    reasons: tuple[str, ...] = ()
    decided: Verdict | None = None
    """The verdict that decided so, see `decision`; `verdict` may have found the frame still true since."""
    newer: Take | None = None
    """A take that waits for an eye: see `newcomer`."""
    since: tuple[str, ...] = ()
    """What of the stage changed since a picture came from a file: that makes none stale, but nobody goes on
    from it."""

    @property
    def stale(self) -> bool:
        return bool(self.reasons)


def by_panel(verdicts: Iterable[Verdict]) -> dict[str, list[Verdict]]:
    """Panel id → verdicts about it; a panel of which nobody spoke has none. For a look at a whole film."""
    found: defaultdict[str, list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        found[verdict.panel_id].append(verdict)
    return found


def latest(panel: Panel, verdicts: Iterable[Verdict], take: Take | None = None) -> Verdict | None:
    """The verdict that counts, by its number in the ledger.

    That is the newest about the selected take; but while the newest about the panel at all says omitted,
    it is that one. With ``take``, verdicts about other pixels than its own do not count. Of a panel that was
    never drawn only "omitted" counts; once it is brought back, it is a draft.
    """
    ours = sorted((v for v in verdicts if v.panel_id == panel.id), key=lambda v: v.number)
    if ours and ours[-1].state == "omitted":
        return ours[-1]
    if not panel.selected_take_id:
        return None
    about = [
        verdict
        for verdict in ours
        if verdict.take_id == panel.selected_take_id and (take is None or verdict.image == take.image)
    ]
    return about[-1] if about and about[-1].state != "omitted" else None


def decision(panel: Panel, verdicts: Iterable[Verdict], take: Take | None = None) -> Verdict | None:
    """As `latest` without those that only found a frame still true: who decided, and what was asked for."""
    return latest(panel, [verdict for verdict in verdicts if AFFIRMED not in verdict.fingerprint], take)


def affirmation(take: Take, verdicts: Iterable[Verdict]) -> Verdict | None:
    """The newest verdict by which a person said that the picture is still true, though the shot changed."""
    return max(
        (v for v in verdicts if v.take_id == take.id and v.image == take.image and AFFIRMED in v.fingerprint),
        key=lambda verdict: verdict.number,
        default=None,
    )


def newcomer(
    panel: Panel, takes: Iterable[Take], verdicts: Iterable[Verdict], stand: Standing
) -> Take | None:
    """The newest take of a panel whose take that stands was sent back or is stale; None where nobody waits.

    Nothing that is made takes the place of what stands; so somebody has to be told that it is there. Whatever
    a person says of the panel afterwards, also of the take that stands, settles it.
    """
    newest = max(takes, key=lambda take: take.number, default=None)
    if newest is None or panel.selected_take_id in (None, newest.id):
        return None
    if stand.status != "changes" and not (stand.stale and stand.status != "omitted"):
        return None
    said = max((v for v in verdicts if v.panel_id == panel.id), key=lambda v: v.number, default=None)
    return newest if said is None or said.at <= newest.made_at else None


def status(panel: Panel, verdicts: Iterable[Verdict], take: Take | None = None) -> Status:
    """draft, review, changes, approved or omitted; see `latest`."""
    verdict = latest(panel, verdicts, take)
    return verdict.state if verdict is not None else "draft"


def stale_reasons(take: Take | None, now: Mapping[str, PrintPart]) -> list[str]:
    """Why the take no longer shows what the shot is now; empty for a fresh, imported or missing take."""
    return compare(take.fingerprint, now) if take is not None and not take.imported else []


def standing(
    panel: Panel, take: Take | None, verdicts: Iterable[Verdict], now: Mapping[str, PrintPart]
) -> Standing:
    """Status, verdict and staleness of a panel with its selected ``take``."""
    known = list(verdicts)
    verdict = latest(panel, known, take)
    return Standing(
        status=verdict.state if verdict is not None else "draft",
        verdict=verdict,
        reasons=tuple(stale_reasons(take, now)),
        decided=decision(panel, known, take),
    )
