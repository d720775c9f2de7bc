"""Takes, verdicts and whether a frame is still true."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import msgspec

from previz.errors import BadProject, FileDamaged, PrevizError
from previz.export.rows import panel_part
from previz.export.wording import one_line, plain
from previz.grammar.numbering import number_project
from previz.review.fingerprint import Fingerprint, fingerprint, hashes
from previz.review.status import (
    AFFIRMED,
    Standing,
    affirmation,
    by_panel,
    decision,
    latest,
    newcomer,
    stale_reasons,
    standing,
)
from previz.scene import model
from previz.scene.document import Document
from previz.scene.store import Store
from previz.script.covering import changed_words
from previz.studio.following import follows_pictures, lora_lines
from previz.studio.looks import look_of
from previz.studio.reference_pictures import shown_loras, shown_pictures
from previz.studio.shooting import Shooting
from previz.studio.stage_since import stage_since
from previz.studio.trained import told

DRAWN = "sketch"
"""The generator that draws from geometry alone: words cannot make its frames stale."""


@dataclass(frozen=True)
class Approval:
    """What came of approving several panels at once."""

    count: int
    """Panels that are approved."""
    left_out: tuple[str, ...] = ()
    """Which ones are not, and why: "panel 2 is omitted"."""

    def line(self) -> str:
        done = f"{self.count} panel{'' if self.count == 1 else 's'} approved"
        return f"{done}; left out: {', '.join(self.left_out)}." if self.left_out else f"{done}."


class Reviewing:
    def __init__(
        self,
        document: Document,
        store: Store,
        shooting: Shooting,
        verdicts: Sequence[model.Verdict] | None = None,
    ) -> None:
        """``verdicts``: those of the ledger, for a snapshot in another thread; None reads them each time."""
        self._verdicts = verdicts
        self._document = document
        self._store = store
        self._shooting = shooting

    def look(self, shot: model.Shot) -> model.Look:
        return look_of(self._document, shot)[0]

    def look_for(self, shot: model.Shot, take: model.Take | None) -> model.Look:
        """The shot's look, as the generator of ``take`` would follow it.

        While the film has its boards drawn, a frame that somebody had a model make is measured against that
        model; a film that names a generator means it for every frame.
        """
        look = self.look(shot)
        if take is None or look.generator != DRAWN or take.generator == DRAWN:
            return look
        part = take.fingerprint.get("look")
        adherence = part.values.get("adherence", look.adherence) if part else look.adherence
        return msgspec.structs.replace(
            look, generator=take.generator, model=take.model, adherence=str(adherence)
        )

    def fingerprint(
        self,
        shot: model.Shot,
        time_s: float,
        take: model.Take | None = None,
        look: model.Look | None = None,
    ) -> Fingerprint:
        """What a frame of this instant would be made from now, by the generator of ``take``, or by ``look``.

        Raises as `Shooting.sight`.
        """
        sight = self._shooting.sight(shot.id, time_s)
        look = look or self.look_for(shot, take)
        words = "" if look.generator == DRAWN else " / ".join(told(sight, self._shooting, look, shot))
        pictures = shown_pictures(self._document, sight, look) if follows_pictures(look) else []
        loras = [] if look.generator == DRAWN else lora_lines(shown_loras(self._document, sight))
        return fingerprint(sight.world, sight.shares, look, words, pictures, loras)

    def selected(self, panel: model.Panel) -> model.Take | None:
        return self._document.get(panel.selected_take_id, model.Take)

    def verdict(self, panel: model.Panel) -> model.Verdict | None:
        """The one that counts now; None for a draft."""
        return latest(panel, self.verdicts(), self.selected(panel))

    def decision(self, panel: model.Panel) -> model.Verdict | None:
        """As `verdict`, without those that only found the frame still true."""
        return decision(panel, self.verdicts(), self.selected(panel))

    def verdicts(self) -> Sequence[model.Verdict]:
        return self._store.ledger.verdicts() if self._verdicts is None else self._verdicts

    def standings(self) -> dict[str, Standing]:
        """Panel id → how it stands now. A shot that cannot be seen any more makes its frames stale."""
        said = by_panel(self.verdicts())
        found: dict[str, Standing] = {}
        for shot in self._document.of(model.Shot):
            found |= self.standings_of(shot, said)
        return found

    def standings_of(
        self, shot: model.Shot, said: dict[str, list[model.Verdict]] | None = None
    ) -> dict[str, Standing]:
        """As `standings`, of one shot's panels. ``said``: verdicts by panel, None reads them."""
        said = by_panel(self.verdicts()) if said is None else said
        found: dict[str, Standing] = {}
        for panel in self._document.children(shot.id, model.Panel):
            take, verdicts = self.selected(panel), said.get(panel.id, [])
            try:
                now = self.fingerprint(shot, panel.time_s, take) if take is not None else {}
            except PrevizError as error:
                found[panel.id] = Standing(
                    status=standing(panel, None, verdicts, {}).status, verdict=None, reasons=(str(error),)
                )
                continue
            found_true = self.affirmed(take, verdicts) if take is not None else None
            stand = standing(panel, found_true, verdicts, now)
            newer = self._newcomer(panel, stand, verdicts)
            if newer is not None and stand.status != "changes":  # beside a stale take only a true one is news
                if self.look_for(shot, newer) != self.look_for(shot, take):
                    now = self.fingerprint(shot, panel.time_s, newer)
                newer = newer if _shows(newer, now) else None
            since = stage_since(found_true, now) if found_true is not None and found_true.imported else None
            found[panel.id] = replace(stand, newer=newer, since=since.changes() if since is not None else ())
        return found

    def _newcomer(
        self, panel: model.Panel, stand: Standing, verdicts: Sequence[model.Verdict]
    ) -> model.Take | None:
        return newcomer(panel, self._document.children(panel.id, model.Take), verdicts, stand)

    def affirmed(self, take: model.Take, verdicts: Sequence[model.Verdict] | None = None) -> model.Take:
        """The take with the fingerprint that a person last found true of it, else its own.

        ``verdicts``: None = all that there are.
        """
        said = affirmation(take, self.verdicts() if verdicts is None else verdicts)
        if said is None:
            return take
        kept = self._store.blob(said.fingerprint[AFFIRMED])
        try:
            prints = msgspec.json.decode(kept, type=dict[str, model.PrintPart])
        except msgspec.DecodeError as error:
            raise FileDamaged(
                f"What verdict {said.number} found true cannot be read; affirm anew."
            ) from error
        return msgspec.structs.replace(take, fingerprint=prints)

    def stale_of(self, shot: model.Shot) -> list[str]:
        """Why frames of a shot are no longer true, each reason once; empty when they are."""
        found = self.standings_of(shot)
        return list(dict.fromkeys(reason for standing in found.values() for reason in standing.reasons))

    def statuses(self) -> dict[str, Standing]:
        """Panel id → what people decided, without a look whether the frames are still true."""
        said, found = by_panel(self.verdicts()), {}
        for panel in self._document.of(model.Panel):
            take, verdicts = self.selected(panel), said.get(panel.id, [])
            verdict = latest(panel, verdicts, take)
            state = verdict.state if verdict is not None else "draft"
            stand = Standing(state, verdict, decided=decision(panel, verdicts, take))
            found[panel.id] = replace(stand, newer=self._newcomer(panel, stand, verdicts))
        return found

    # ------------------------------------------------------------------------------------- deciding
    def judge(
        self,
        panel: model.Panel,
        state: Literal["review", "changes", "approved", "omitted"],
        who: str,
        why: str = "",
    ) -> model.Verdict:
        """A person decides about the selected take of a panel; the ledger keeps it with what was seen.

        A panel may be omitted, and brought back, before it is drawn. Raises BadProject without a name, for
        any other verdict without a take, and where changes are asked for without a reason.
        """
        who, why = one_line(who), plain(why).strip()
        if not who:
            raise BadProject("A verdict needs a name: say who speaks.")
        if state == "changes" and not why:
            raise BadProject("Say what should change: a reason, or words.")
        undrawn = state == "omitted" or (state == "review" and self.statuses()[panel.id].status == "omitted")
        return self._write(panel, state, who, why, {}, undrawn)

    def affirm(self, panel: model.Panel, who: str, why: str) -> model.Verdict:
        """A person says that a stale frame is still true: its status stays, its stale mark goes. So they say
        of a picture from a file whose stage has changed since.

        It holds until the shot changes again. Raises BadProject without a name, a reason, a take, or where
        nothing has changed.
        """
        who, why = one_line(who), plain(why).strip()
        if not who or not why:
            raise BadProject("“Still true” needs a name and a reason.")
        shot = self._document.need(panel.shot_id, model.Shot)
        stand = self.standings_of(shot)[panel.id]
        changed = stand.stale or stand.since
        if not changed and changed_words(self._document, shot):
            raise BadProject("The script was rewritten here; accept the new words in the Script room.")
        if not changed:
            raise BadProject("This frame is true as it is; there is nothing to affirm.")
        now = self.fingerprint(shot, panel.time_s, self.selected(panel))
        data = msgspec.json.encode(now, order="sorted")
        blob = self._store.put_blob(data, f"affirmed/{panel.id}.json")
        state = stand.status if stand.status != "draft" else "review"
        return self._write(panel, state, who, f"Still true: {why}", {AFFIRMED: blob})

    def _write(
        self,
        panel: model.Panel,
        state: str,
        who: str,
        why: str,
        more: dict[str, str],
        undrawn: bool = False,
    ) -> model.Verdict:
        """``undrawn``: also where there is no picture to speak of."""
        panel = self._document.need(panel.id, model.Panel)  # as it is now
        take = self.selected(panel)
        if take is None and not undrawn:
            raise BadProject("This panel has no frame yet; draw it first.")
        try:
            seen = self.fingerprint(self._document.need(panel.shot_id, model.Shot), panel.time_s, take)
        except PrevizError:
            seen = {}  # a shot without camera or stage: the pixels alone were judged
        return self._store.ledger.append(
            panel_id=panel.id,
            take_id=take.id if take else "",
            image=take.image if take else "",
            state=state,
            who=who,
            why=why,
            fingerprint=hashes(seen) | more,
        )

    def approve(self, shot: model.Shot, who: str, why: str = "") -> Approval:
        """A person approves a shot, as `approve_panels` does with all of its panels."""
        return self.approve_panels(self._document.children(shot.id, model.Panel), who, why)

    def approve_panels(
        self,
        panels: Sequence[model.Panel],
        who: str,
        why: str = "",
        waiting: Mapping[str, str] | None = None,
    ) -> Approval:
        """A person approves the selected take of several panels at once.

        That overrules nobody: what is omitted stays so, and a take of which somebody asked for changes waits
        until it is judged by itself. ``waiting``: panels that wait for another reason, and how that is told:
        panel id → "12B has a new take". Raises BadProject without a name, and where no panel is left.
        """
        if not one_line(who):
            raise BadProject("An approval needs a name: say who approves with --by NAME.")
        statuses = self.statuses()
        left_out: list[str] = []
        free: list[model.Panel] = []
        for panel in panels:
            reason = self._left_out(panel, statuses[panel.id])
            if panel.id in (waiting or {}):
                left_out.append((waiting or {})[panel.id])
            elif reason:
                left_out.append(f"{self.panel_name(panel)} {reason}")
            else:
                free.append(panel)
        if not free:
            reasons = ", ".join(left_out) or "there is no panel; make one and draw it first"
            raise BadProject(f"Nothing is approved: {reasons}.")
        for panel in free:
            self.judge(panel, "approved", who, why)
        return Approval(len(free), tuple(left_out))

    def panel_name(self, panel: model.Panel) -> str:
        """ "12B A", as on the boards."""
        document = self._document
        numbers = number_project(document.project, document.of(model.Scene), document.of(model.Shot))
        siblings = [other.id for other in document.children(panel.shot_id, model.Panel)]
        return numbers.shots[panel.shot_id] + panel_part(siblings.index(panel.id) + 1, len(siblings))

    def _left_out(self, panel: model.Panel, now: Standing) -> str:
        """Why a panel is not approved together with others; empty for one that is."""
        if now.status == "omitted":
            return "is omitted"
        if self.selected(panel) is None:
            return "has no frame yet; draw it first"
        if now.status == "changes" and now.decided is not None:
            newer = f"; take {now.newer.number} is new beside it" if now.newer is not None else ""
            return f"waits for the changes that {now.decided.who} asked for{newer}"
        return ""


def _shows(take: model.Take, now: Mapping[str, model.PrintPart]) -> bool:
    """Whether a take is true. A picture from a file is never stale, but one that came before the stage
    changed is no answer to the change."""
    since = stage_since(take, now)
    return (since.recorded and not since.changes()) if take.imported else not stale_reasons(take, now)
