"""The life of a project: new, opened, saved under a name, recovered, closed. One is open at a time.

Every edit is on disk when it is over, so closing never asks. A project without a name lives in the user's
data folder (`previz.scene.recovery`) until it gets one; one in which nothing was done is thrown away.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from previz.errors import PrevizError
from previz.scene import recovery
from previz.scene.document import Document
from previz.scene.store import Store
from previz.scene.store_versions import Version
from previz.ui import preferences
from previz.ui.message import Message
from previz.ui.tasks import Tasks

if TYPE_CHECKING:
    from previz.studio import Studio
    from previz.ui.session import Session

# What a film needs loads with the first one: the page without a film is shown before.

UNTITLED = "Untitled film"


class Projects(QObject):
    opened = Signal(object)
    """A `Session`: show it."""
    closing = Signal(object)
    """The `Session` that ends: let go of it."""
    saved = Signal()
    """The name of the file, or the list of versions, is another."""
    told = Signal(object)
    """A `Message`."""
    staging_changed = Signal(bool)
    """The demo film is being staged, or is not any more."""

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self.session: Session | None = None
        self._version_revision = 0
        self.staging = False
        """The demo film is being staged."""

    # -------------------------------------------------------------------------------------- beginning
    def new(self, fill: Callable[[Document], object] | None = None) -> bool:
        """An untitled project; ``fill`` puts something into it."""

        from previz.studio import Studio

        def make() -> Studio:
            studio = Studio.create(recovery.new_path(), UNTITLED)
            if fill is not None:
                fill(studio.document)
            return studio

        return self._show(make)

    def new_on_set(self, key: str) -> bool:
        """An untitled project on a starter set."""
        from previz.studio.scenery import add_set

        return self.new(lambda document: add_set(document, key))

    def new_demo(self) -> None:
        """The demo film as a project of one's own; staged in the background, then opened."""
        if self.staging:
            return
        try:
            path = recovery.new_path()
        except PrevizError as error:
            self._complain(error)
            return
        self._show_staging(True)
        self._tasks.run(
            "Staging the demo film",
            lambda tell: _stage_demo(path),
            self._staged,
            self._not_staged,
            outlives_film=True,
        )

    def _staged(self, path: Path) -> None:
        self._show_staging(False)
        self.open(path)

    def _not_staged(self, error: PrevizError) -> None:
        self._show_staging(False)
        self._complain(error)

    def _show_staging(self, staging: bool) -> None:
        self.staging = staging
        self.staging_changed.emit(staging)

    def open(self, path: Path) -> bool:
        """Another project in place of this one. One that another window holds is opened to look at."""

        from previz.studio import Studio

        def make() -> Studio:
            store, document = Store.open(path, fallback=True)
            return Studio(store, document)

        if self.session is not None and path.resolve() == self.session.studio.store.path:
            return True
        return self._show(make)

    def _show(self, make: Callable[[], Studio]) -> bool:
        from previz.ui.session import Session

        try:
            studio = make()
        except PrevizError as error:
            self._complain(error)
            return False
        self.close()
        store = studio.store
        if store.readonly:
            studio.document.refusal = f"{store.path.name} is open to look at only; save a copy to change it."
        self.session = Session(studio, self)
        self._version_revision = studio.document.revision
        if not recovery.is_untitled(store.path):
            preferences.remember_recent(store.path)
            preferences.remember_folder(store.path.parent)
        self.opened.emit(self.session)
        return True

    # ----------------------------------------------------------------------------------------- keeping
    @property
    def untitled(self) -> bool:
        return self.session is not None and recovery.is_untitled(self.session.studio.store.path)

    @property
    def changed(self) -> bool:
        """Something was done since the last named version, or since it was opened."""
        session = self.session
        return session is not None and session.document.revision != self._version_revision

    def save_version(self, name: str) -> Version | None:
        """Keep the state of now under a name."""
        session = self.session
        if session is None:
            return None
        version = session.attempt(lambda: session.studio.store.save_version(name))
        if version is not None:
            self._version_revision = session.document.revision
            self.saved.emit()
        return version

    def versions(self) -> list[Version]:
        """The latest first."""
        return list(reversed(self.session.studio.store.versions())) if self.session else []

    def return_to(self, number: int) -> None:
        """Make the project what it was in a version; that is an edit like any other."""
        session = self.session
        if session is not None:
            session.attempt(lambda: session.studio.store.restore_version(session.document, number))

    def save_as(self, path: Path, overwrite: bool = True) -> bool:
        """Go on under another name. What was untitled has one now, and so has its film where nobody gave it a
        title; what was read-only can be changed."""
        session = self.session
        if session is None:
            return False
        store, document = session.studio.store, session.document
        before, was_untitled, was_readonly = store.path, self.untitled, store.readonly
        try:
            store.save_as(path, document, overwrite)
            if was_readonly:
                document.refusal = ""
                store.attach(document)
            if was_untitled:
                recovery.discard(before)
                _name_film(session, path)
        except PrevizError as error:
            self._complain(error)
            return False
        self._version_revision = document.revision
        preferences.remember_recent(path)
        preferences.remember_folder(path.parent)
        self.saved.emit()
        return True

    def close(self) -> None:
        """End the open project; harmless without one."""
        session, self.session = self.session, None
        if session is None:
            return
        store = session.studio.store
        untouched = recovery.is_untitled(store.path) and not session.document.history and _bare(session)
        self.closing.emit(session)
        session.close()
        session.deleteLater()
        if untouched:
            recovery.discard(store.path)

    def _complain(self, error: PrevizError) -> None:
        self.told.emit(Message(str(error), "error"))


def _name_film(session: Session, path: Path) -> None:
    from previz.studio.screenplay import NAMELESS

    title = title_of(path)
    if title and session.project.title.strip() in NAMELESS and title.casefold() != UNTITLED.casefold():
        with session.edit(f"Name the film {title}") as edit:
            edit.update(session.project.id, title=title)


def title_of(path: Path) -> str:
    """What a film in this file is called: the-letter.previz → The Letter; capitals that are there stay."""
    words = " ".join(re.split(r"[-_\s]+", path.stem)).strip()
    return " ".join(word.capitalize() for word in words.split()) if words == words.lower() else words


def _stage_demo(path: Path) -> Path:
    from previz.studio.showcase import stage_demo_aside

    return stage_demo_aside(path)


def _bare(session: Session) -> bool:
    """Nothing but the row of the project is in it."""
    return len(session.document) == 1
