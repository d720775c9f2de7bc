"""What is done to panels and shots on the wall: another order, panels for a move, a panel taken down."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from previz.scene import model
from previz.scene.blocking import camera_track
from previz.studio.captions import set_caption
from previz.studio.shot_book import move_shots, new_panel, panels_at_keys, remove_panels, set_locked
from previz.ui.actions import Action
from previz.ui.rooms.wall import Wall
from previz.ui.rooms.wall_model import title
from previz.ui.session import Session
from previz.ui.taking_back import take_back

CAMERA_STANDS = "The camera stands: there is no start and no end of a move to show."
ENDS_HANG = "Start and end of the move have their panels already."
BY_TIME = (
    "Panels of one shot hang in the order of their moments. F2 writes another moment, or go to one on the "
    "stage and choose “Show this moment in the panel”."
)


class WallEdits:
    """Everything goes through the session's document, as one edit each."""

    def __init__(self, session: Session, wall: Wall) -> None:
        self._session, self._wall = session, wall

    def actions(self, row: Callable[..., Action], chosen: dict[str, Any]) -> list[Action]:
        return [
            row(
                "earlier",
                "Move the shot forward",
                "Alt+Left",
                lambda: self._shift(-1),
                "arrow-left",
                **chosen,
            ),
            row("later", "Move the shot back", "Alt+Right", lambda: self._shift(1), "arrow-right", **chosen),
            row("ends", "Panels at start and end of the move", "B", self._ends, "frame-corners", **chosen),
            row("lock", "Lock the panel, or unlock it", "L", self._lock, "lock-simple", **chosen),
        ]

    def on_the_wall(self, row: Callable[..., Action], chosen: dict[str, Any]) -> list[Action]:
        """Keys that mean something else, or nothing, beside the wall: among the takes, say."""
        return [
            row("panel", "Another panel at this moment", "Ctrl+D", self._panel, "plus", **chosen),
            row("moment", "Show this moment in the panel", "", self._move, "clock", **chosen),
            row("unhang", "Take the panel down", "Delete; Backspace", self._unhang, "minus", **chosen),
            row("all", "Choose all panels", "Ctrl+A", self._wall.selectAll, "selection-all"),
        ]

    def may_move(self) -> bool:
        """In the order of the script, where an order can be seen."""
        return not self._session.read_only and self._wall.wall.showing.in_film_order

    def drop(self, shot_ids: Sequence[str], panel_id: str, behind: bool) -> None:
        """Put shots before or behind the shot of a card; nothing happens when they stand there already."""
        document = self._session.document
        target = document.need(document.need(panel_id, model.Panel).shot_id, model.Shot)
        siblings = [shot.id for shot in document.children(target.scene_id, model.Shot)]
        staying = [id for id in siblings if id not in shot_ids]
        if target.id in shot_ids:
            if panel_id not in self._wall.chosen_panels():
                self._session.tell(BY_TIME)
            return
        place = staying.index(target.id) + (1 if behind else 0)
        wanted = [*staying[:place], *(id for id in shot_ids), *staying[place:]]
        if wanted != siblings:
            after_id = staying[place - 1] if place else None
            self._session.attempt(lambda: move_shots(document, shot_ids, target.scene_id, after_id))

    def _shift(self, by: int) -> None:
        """One place along its scene."""
        shot = self._session.shot
        if shot is None:
            return
        siblings = [other.id for other in self._session.document.children(shot.scene_id, model.Shot)]
        place = siblings.index(shot.id) + by
        if 0 <= place < len(siblings):
            panels = self._session.document.children(siblings[place], model.Panel)
            self.drop([shot.id], panels[0].id, by > 0)

    def _ends(self) -> None:
        shots = self._wall.chosen_shots()
        made = self._session.attempt(lambda: panels_at_keys(self._session.document, *shots))
        if made == []:
            tracks = (camera_track(self._session.document, shot_id) for shot_id in shots)
            moves = any(track is not None and len(track.keys) > 1 for track in tracks)
            self._session.tell(ENDS_HANG if moves else CAMERA_STANDS, "fact")

    def _panel(self) -> None:
        shot = self._session.shot
        if shot is not None:
            self._session.attempt(lambda: new_panel(self._session.document, shot.id, self._session.time_s))

    def _move(self) -> None:
        """The panel in front shows the moment that the stage shows."""
        card, session = self._wall.card(self._wall.currentIndex()), self._session
        if card is None:
            return
        if session.document.need(card.panel.id, model.Panel).time_s == session.time_s:
            session.tell("The panel shows this moment already; go to another one on the stage.")
            return
        session.attempt(lambda: set_caption(session.document, card.panel.id, time_s=session.time_s))

    def _lock(self) -> None:
        """All of the chosen panels; where each is locked already, they are unlocked."""
        document, ids = self._session.document, self._wall.chosen_panels()
        locked = all(document.need(id, model.Panel).locked for id in ids)
        self._session.attempt(lambda: set_locked(document, ids, not locked))

    def _unhang(self) -> None:
        cards, document = self._wall.chosen_cards(), self._session.document
        ids = [card.panel.id for card in cards]
        removed = self._session.attempt(lambda: remove_panels(document, ids))
        if not removed:
            return
        hang_again = partial(take_back, self._session, document.history[-1])
        gone = [card for card in cards if card.panel.id in removed]
        signed = [card for card in gone if card.panel.status == "approved"]
        names = ", ".join(title(card).partition(" · ")[0] for card in signed or gone)
        was, is_ = ("was", "is") if len(signed or gone) == 1 else ("were", "are")
        kept = f"{was} approved and {is_} taken down; the ledger keeps the verdict."
        told = f"{names} {kept if signed else f'{is_} taken down.'}"
        if len(removed) < len(ids):
            told += " A shot keeps one panel; remove or omit the shot instead."
        self._session.tell(told, "warning" if signed else "fact", "Undo", hang_again)
