"""Takes, verdicts and whether a frame is still true."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec

from previz.errors import BadProject, FileDamaged, PrevizError
from previz.export.wording import one_line, plain
from previz.review.fingerprint import Fingerprint, fingerprint, hashes
from previz.review.status import AFFIRMED, Standing, affirmation, decision, latest, standing
from previz.scene import model
from previz.scene.document import Document
from previz.scene.store import Store
from previz.script.covering import changed_words
from previz.studio.following import follows_pictures, lora_lines
from previz.studio.looks import look_of
from previz.studio.reference_pictures import shown_loras, shown_pictures
from previz.studio.shooting import Shooting
from previz.studio.trained import told

DRAWN = "sketch"
"""The generator that draws from geometry alone: words cannot make its frames stale."""


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
        verdicts = self.verdicts()
        found: dict[str, Standing] = {}
        for shot in self._document.of(model.Shot):
            found |= self.standings_of(shot, verdicts)
        return found

    def standings_of(self, shot: model.Shot, verdicts: Sequence[model.Verdict]) -> dict[str, Standing]:
        """As `standings`, of one shot's panels."""
        found: dict[str, Standing] = {}
        for panel in self._document.children(shot.id, model.Panel):
            take = self.selected(panel)
            try:
                now = self.fingerprint(shot, panel.time_s, take) if take is not None else {}
            except PrevizError as error:
                found[panel.id] = Standing(
                    status=standing(panel, None, verdicts, {}).status, verdict=None, reasons=(str(error),)
                )
                continue
            found[panel.id] = standing(panel, self._affirmed(take, verdicts), verdicts, now)
        return found

    def _affirmed(self, take: model.Take | None, verdicts: Sequence[model.Verdict]) -> model.Take | None:
        """The take with the fingerprint that a person last found true of it, else its own."""
        said = affirmation(take, verdicts) if take is not None else None
        if take is None or said is None:
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
        found = self.standings_of(shot, self.verdicts())
        return list(dict.fromkeys(reason for standing in found.values() for reason in standing.reasons))

    def statuses(self) -> dict[str, Standing]:
        """Panel id → what people decided, without a look whether the frames are still true."""
        verdicts, found = self.verdicts(), {}
        for panel in self._document.of(model.Panel):
            take = self.selected(panel)
            verdict = latest(panel, verdicts, take)
            state = verdict.state if verdict is not None else "draft"
            found[panel.id] = Standing(state, verdict, decided=decision(panel, verdicts, take))
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

        Raises BadProject without a name or a take, and where changes are asked for without a reason.
        """
        who, why = one_line(who), plain(why).strip()
        if not who:
            raise BadProject("A verdict needs a name: say who speaks.")
        if state == "changes" and not why:
            raise BadProject("Say what should change: a reason, or words.")
        return self._write(panel, state, who, why, {})

    def affirm(self, panel: model.Panel, who: str, why: str) -> model.Verdict:
        """A person says that a stale frame is still true: its status stays, its stale mark goes.

        It goes until the shot changes again. Raises BadProject without a name, a reason, a take, or where
        nothing has changed.
        """
        who, why = one_line(who), plain(why).strip()
        if not who or not why:
            raise BadProject("“Still true” needs a name and a reason.")
        shot = self._document.need(panel.shot_id, model.Shot)
        stand = self.standings_of(shot, self.verdicts())[panel.id]
        if not stand.stale and changed_words(self._document, shot):
            raise BadProject("The script was rewritten here; accept the new words in the Script room.")
        if not stand.stale:
            raise BadProject("This frame is true as it is; there is nothing to affirm.")
        now = self.fingerprint(shot, panel.time_s, self.selected(panel))
        data = msgspec.json.encode(now, order="sorted")
        blob = self._store.put_blob(data, f"affirmed/{panel.id}.json")
        state = stand.status if stand.status != "draft" else "review"
        return self._write(panel, state, who, f"Still true: {why}", {AFFIRMED: blob})

    def _write(
        self, panel: model.Panel, state: str, who: str, why: str, more: dict[str, str]
    ) -> model.Verdict:
        panel = self._document.need(panel.id, model.Panel)  # as it is now
        take = self.selected(panel)
        if take is None:
            raise BadProject(
                f"{self._document.describe(panel.shot_id)} has no frame here yet; draw it first."
            )
        try:
            seen = self.fingerprint(self._document.need(panel.shot_id, model.Shot), panel.time_s, take)
        except PrevizError:
            seen = {}  # a shot without camera or stage: the pixels alone were judged
        return self._store.ledger.append(
            panel_id=panel.id,
            take_id=take.id,
            image=take.image,
            state=state,
            who=who,
            why=why,
            fingerprint=hashes(seen) | more,
        )

    def approve(self, shot: model.Shot, who: str, why: str = "") -> int:
        """A person approves the selected take of every panel of a shot; returns how many.

        Raises BadProject without a name, and for a panel that has no take yet: then nothing is approved.
        """
        who = one_line(who)
        if not who:
            raise BadProject("An approval needs a name: say who approves with --by NAME.")
        panels = self._document.children(shot.id, model.Panel)
        takes = [self.selected(panel) for panel in panels]
        if not panels or not all(takes):
            raise BadProject(
                f"{self._document.describe(shot.id)} has no frame for every panel yet; generate it first."
            )
        for panel in panels:
            self.judge(panel, "approved", who, why)
        return len(panels)
