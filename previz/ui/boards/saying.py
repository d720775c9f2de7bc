"""What a person says of the chosen cards without a review: approved, in review, omitted, back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from previz.scene import model
from previz.ui.actions import Action
from previz.ui.boards.say_line import Said, SayLine
from previz.ui.desk import Desk
from previz.ui.rooms.wall import Wall


class Saying:
    def __init__(self, desk: Desk, wall: Wall) -> None:
        self._desk, self._session, self._wall = desk, desk.session, wall
        self.line = SayLine(self._give, wall)
        """Asks for the name; the room puts it under its toolbar."""

    def actions(self, row: Callable[..., Action]) -> list[Action]:
        whole: dict[str, Any] = {"enabled": self._whole, "why_disabled": "Draw the whole shot first."}
        whole["hint"] = "approve"
        taken: dict[str, Any] = {"enabled": self._taken, "why_disabled": "Draw the panel first."}
        icon = "prohibit"
        return [
            row("approve", "Approve the chosen boards…", "A", self._ask_approval, "check", **whole),
            row("put_in_review", "Put the chosen panels in review…", "V", self._ask_review, "eye", **taken),
            row("omit", "Omit the panel, or bring it back…", "Shift+O", self._ask_omission, icon, **taken),
        ]

    def _whole(self) -> bool:
        shots = [self._desk.rows.row(id) for id in self._wall.chosen_shots()]
        whole = all(row is not None and row.panels and all(p.image for p in row.panels) for row in shots)
        return bool(shots) and whole and not self._session.read_only

    def _taken(self) -> bool:
        cards = self._wall.chosen_cards()
        return bool(cards) and all(card.panel.image for card in cards) and not self._session.read_only

    def _ask_approval(self) -> None:
        self.line.ask("approved", self._wall.chosen_shots(), "shot")

    def _ask_review(self) -> None:
        self.line.ask("review", self._wall.chosen_panels(), "panel")

    def _ask_omission(self) -> None:
        gone = all(card.panel.status == "omitted" for card in self._wall.chosen_cards())
        self.line.ask("back" if gone else "omitted", self._wall.chosen_panels(), "panel")

    def _give(self, said: Said, ids: list[str], who: str) -> None:
        if said == "approved":
            self._approve(ids, who)
        else:
            self._judge(ids, "omitted" if said == "omitted" else "review", who)
        self._desk.rows.refresh()

    def _approve(self, shot_ids: list[str], who: str) -> None:
        for id in shot_ids:
            shot = self._session.document.need(id, model.Shot)
            self._session.attempt(lambda shot=shot: self._session.studio.approve(shot, who))  # type: ignore[misc]

    def _judge(self, panel_ids: list[str], state: Literal["review", "omitted"], who: str) -> None:
        """The ledger keeps who said so; the first that cannot be judged ends it."""
        reviewing = self._session.studio.reviewing
        for id in panel_ids:
            panel = self._session.document.need(id, model.Panel)
            given = self._session.attempt(lambda panel=panel: reviewing.judge(panel, state, who))  # type: ignore[misc]
            if given is None:
                return
