"""Whether what rests on a piece is moved with it, and what that is in the gesture under way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from previz.errors import PrevizError
from previz.scene.model import Item, Transform
from previz.studio.carrying import Load, load_of, way_load_of
from previz.ui import preferences

if TYPE_CHECKING:
    from previz.ui.session import Session


class Carrying:
    """A choice of the person at the desk; it holds in every film."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._gesture = ""
        self._load: Load | None = None
        self.on = preferences.carries()

    def switch(self) -> None:
        self.on = not self.on
        preferences.remember_carries(self.on)
        goes = "What rests on a piece goes along with it."
        self._session.tell(goes if self.on else "Pieces go alone; what rests on them stays where it is.")

    def load(
        self, placings: Mapping[str, Transform], *, time_s: float | None = None, gesture: str | None = None
    ) -> Load | None:
        """What goes along with pieces that stand at ``placings``; in a gesture, what did when it began."""
        session, shot = self._session, self._session.shot
        if not self.on or shot is None or not placings:
            return None
        if gesture and gesture == self._gesture:
            return self._load
        found = self._found(
            lambda: load_of(
                session.document,
                shot.id,
                placings,
                time_s=session.time_s if time_s is None else time_s,
                scope=session.scope,
                shelf=session.studio.dressing.shelf,
            )
        )
        self._gesture, self._load = gesture or "", found
        return found

    def way_load(self, id: str) -> Load | None:
        """What goes along with the whole way of a piece; on people and cameras nothing rests."""
        session, shot = self._session, self._session.shot
        if not self.on or shot is None or session.document.get(id, Item) is None:
            return None
        shelf = session.studio.dressing.shelf
        return self._found(
            lambda: way_load_of(session.document, shot.id, id, scope=session.scope, shelf=shelf)
        )

    def _found(self, find: Callable[[], Load]) -> Load | None:
        try:
            return find()
        except PrevizError:  # a lost model: the piece itself can be moved all the same
            return None
