"""Says that a take which was asked for has come beside the one that stands, and waits for a person."""

from __future__ import annotations

from PySide6.QtCore import QObject

from previz.export.rows import PanelRow, ShotRow, part_of
from previz.ui.boards.picture_view import PictureView
from previz.ui.desk import Desk
from previz.ui.pictures import picture_name


class Newcomers(QObject):
    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._asked: set[str] = set()
        """Panels that were drawn in this window, and of whose new take nothing was said yet."""
        self._known: dict[str, str] = self._waiting()
        desk.drawing.changed.connect(self._hear)
        desk.rows.changed.connect(self._hear)

    def _waiting(self) -> dict[str, str]:
        """Panel id → its new take."""
        return {panel.id: panel.new_take_id for _, panel in self._beside()}

    def _beside(self) -> list[tuple[ShotRow, PanelRow]]:
        return [(shot, one) for shot in self._desk.rows.rows for one in shot.panels if one.new_take]

    def _hear(self) -> None:
        self._asked |= self._desk.drawing.panels
        if self._desk.drawing.busy or not self._desk.rows.looked:
            return  # said once, when all of them are there
        fresh = [
            (shot, panel)
            for shot, panel in self._beside()
            if panel.id in self._asked and self._known.get(panel.id) != panel.new_take_id
        ]
        if fresh:
            self._asked -= {panel.id for _, panel in fresh}
            self._desk.session.tell(_words(fresh), "warning")
        self._known = self._waiting()


def why_beside(panel: PanelRow) -> str:
    """Why the take that stands is in question: "Take 1 was sent back by R. Okafor"."""
    why = f"was sent back by {panel.said_by}" if panel.status == "changes" else "is stale"
    return f"Take {panel.take} {why}"


def show_standing(view: PictureView, panel: PanelRow) -> None:
    """The take that stands; beside it a new one that waits."""
    shown = picture_name(panel.image, panel.take_id)
    if not panel.new_take:
        view.show_one(shown, "", 16 / 9)
        return
    why = "sent back" if panel.status == "changes" else "stale"
    names = (f"Take {panel.take}, {why}", f"Take {panel.new_take}, new")
    view.show_two(shown, picture_name(panel.new_image, panel.new_take_id), names, "side")


def _words(fresh: list[tuple[ShotRow, PanelRow]]) -> str:
    if len(fresh) > 1:
        return (
            f"{len(fresh)} new takes lie beside boards that were sent back or are stale, and wait for you; "
            "A on each of them takes it."
        )
    shot, panel = fresh[0]
    number = f"{shot.number} {part_of(panel.index, panel.count)}".strip()
    return (
        f"{number}: take {panel.new_take} is new. {why_beside(panel)} and still stands; A takes the new one."
    )
