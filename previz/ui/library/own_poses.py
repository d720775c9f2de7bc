"""Poses that somebody made: kept from who is selected, renamed, copied between film and book, deleted."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QMenu, QWidget

from previz.scene import model
from previz.studio.pose_library import KeptPose, Where
from previz.ui import questions
from previz.ui.actions import Action
from previz.ui.session import Session

PLACES: dict[Where, str] = {"project": "this film", "user": "my book of poses"}


class OwnPoses:
    def __init__(self, window: QWidget, session: Session, look_again: Callable[[], object]) -> None:
        """``look_again`` is called when the user's book has changed, of which no edit tells."""
        self._window, self._session, self._look_again = window, session, look_again

    # ------------------------------------------------------------------------------------------ keeping
    def _person(self) -> model.Character | None:
        """The one who is selected."""
        document = self._session.document
        found = [document.get(id, model.Character) for id in self._session.selection]
        people = [person for person in found if person is not None]
        return people[0] if len(people) == 1 else None

    def keep(self, where: Where) -> None:
        """Ask for a name and keep how the selected person stands now."""
        session, person, shot = self._session, self._person(), self._session.shot
        if person is None or shot is None:
            return
        name = questions.name_for(self._window, "Keep the pose", f"Name of {person.name}'s pose")
        if name:
            with session.reporting():
                session.poses.keep_of(name, shot.id, person.id, session.time_s, where)
                session.tell(f"“{name}” is kept in {PLACES[where]}; it lies on the shelf of poses.")
            self._look_again()

    # ----------------------------------------------------------------------------------------- the menu
    def fill_menu(self, menu: QMenu, key: str) -> None:
        """What can be done with a pose that somebody made; nothing for a preset."""
        kept = self._session.poses.at(key)
        if kept.where == "preset":
            return
        where: Where = kept.where
        other: Where = "user" if where == "project" else "project"
        may_write = {"project": not self._session.read_only, "user": True}
        menu.addSeparator()
        for words, act, place in (
            ("Rename…", partial(self.rename, kept), where),
            (f"Copy to {PLACES[other]}", partial(self.copy, kept, other), other),
            ("Delete", partial(self.drop, kept), where),
        ):
            menu.addAction(words, act).setEnabled(may_write[place])

    def rename(self, kept: KeptPose) -> None:
        name = questions.name_for(self._window, "Rename the pose", "Its name", kept.name)
        if name and kept.where != "preset":
            with self._session.reporting():
                self._session.poses.rename(kept.name, name, kept.where)
            self._look_again()

    def copy(self, kept: KeptPose, goal: Where) -> None:
        if kept.where != "preset":
            with self._session.reporting():
                self._session.poses.copy(kept.name, kept.where, goal)
            self._look_again()

    def drop(self, kept: KeptPose) -> None:
        if kept.where != "preset":
            with self._session.reporting():
                self._session.poses.drop(kept.name, kept.where)
            self._look_again()

    def actions(self) -> list[Action]:
        one = lambda: self._person() is not None and self._session.shot is not None  # noqa: E731
        mine = lambda: one() and not self._session.read_only  # noqa: E731
        why = "Select one person first."
        more: Any = {"icon": "bookmark-simple", "words": "save pose library"}
        return [
            Action("pose.keep", "Keep this pose in the film…", "", partial(self.keep, "project"), "Stage",
                   mine, why, **more),
            Action("pose.keep_own", "Keep this pose in my book…", "", partial(self.keep, "user"), "Stage",
                   one, why, **more),
        ]  # fmt: skip
