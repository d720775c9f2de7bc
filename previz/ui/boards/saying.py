"""What a person says of the chosen cards without a review: approved, in review, omitted, back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from previz.scene import model
from previz.studio.choosing import select_take
from previz.ui.actions import Action
from previz.ui.boards.say_line import Said, SayLine
from previz.ui.desk import Desk
from previz.ui.rooms.room import READ_ONLY
from previz.ui.rooms.wall import Wall
from previz.ui.rooms.wall_model import title


class Saying:
    def __init__(self, desk: Desk, wall: Wall) -> None:
        self._desk, self._session, self._wall = desk, desk.session, wall
        self.line = SayLine(self._give, wall)
        """Asks for the name; the room puts it under its toolbar."""
        self._new_id = ""
        """The new take that it asks about."""

    def actions(self, row: Callable[..., Action]) -> list[Action]:
        taken: dict[str, Any] = {
            "enabled": self._taken,
            "why_disabled": self._why_not,
        }
        chosen: dict[str, Any] = {
            "enabled": self._chosen,
            "why_disabled": self._why_not,
        }
        icon = "prohibit"
        return [
            row(
                "approve",
                "Approve the chosen boards…",
                "A",
                self._ask_approval,
                "check",
                hint="approve",
                **taken,
            ),
            row("put_in_review", "Put the chosen panels in review…", "V", self._ask_review, "eye", **taken),
            row("omit", "Omit the panel, or bring it back…", "Shift+O", self._ask_omission, icon, **chosen),
        ]

    def _why_not(self) -> str:
        if self._session.read_only:
            return READ_ONLY
        return "Draw the panel first." if self._wall.chosen_cards() else "Choose a panel first."

    def _chosen(self) -> bool:
        return bool(self._wall.chosen_cards()) and not self._session.read_only

    def _taken(self) -> bool:
        return self._chosen() and all(card.panel.image for card in self._wall.chosen_cards())

    def _ask_approval(self) -> None:
        cards = self._wall.chosen_cards()
        panel = cards[0].panel
        if len(cards) == 1 and (panel.new_take or panel.status == "changes"):
            self._new_id = panel.new_take_id
            self.line.ask_which(panel)
        else:
            self.line.ask("approved", [card.panel.id for card in cards])

    def _ask_review(self) -> None:
        self.line.ask("review", self._wall.chosen_panels())

    def _ask_omission(self) -> None:
        gone = all(card.panel.status == "omitted" for card in self._wall.chosen_cards())
        self.line.ask("back" if gone else "omitted", self._wall.chosen_panels())

    def _give(self, said: Said, ids: list[str], who: str) -> None:
        if said == "taken":
            self._take_new(ids[0], who)
        elif said == "approved" and len(ids) > 1:
            self._approve(ids, who)
        elif said == "approved":
            self._judge(ids, "approved", who)
        else:
            self._judge(ids, "omitted" if said == "omitted" else "review", who)
        self._desk.rows.refresh()

    def _approve(self, panel_ids: list[str], who: str) -> None:
        """Several at once overrule nobody; one that is chosen by itself is judged as it is said."""
        waiting = {
            card.panel.id: f"{title(card).partition(' · ')[0]} has a new take: A on it alone asks which"
            for card in self._wall.wall.cards
            if card.panel.new_take
        }
        panels = [self._session.document.need(id, model.Panel) for id in panel_ids]
        reviewing = self._session.studio.reviewing
        approval = self._session.attempt(lambda: reviewing.approve_panels(panels, who, waiting=waiting))
        if approval is not None and approval.left_out:
            self._session.tell(f"{approval.line()} Choose one by itself to approve it all the same.")

    def _take_new(self, panel_id: str, who: str) -> None:
        """The take that was new when it was asked about; one that came since is another question."""
        take = self._session.document.need(self._new_id, model.Take)
        self._session.attempt(lambda: select_take(self._session.document, take))
        if self._session.document.need(panel_id, model.Panel).selected_take_id == take.id:
            self._judge([panel_id], "approved", who)

    def _judge(self, panel_ids: list[str], state: Literal["approved", "review", "omitted"], who: str) -> None:
        """The ledger keeps who said so; the first that cannot be judged ends it."""
        reviewing = self._session.studio.reviewing
        for id in panel_ids:
            panel = self._session.document.need(id, model.Panel)
            given = self._session.attempt(lambda panel=panel: reviewing.judge(panel, state, who))  # type: ignore[misc]
            if given is None:
                return
