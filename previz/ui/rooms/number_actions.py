"""Locks of numbers, as the window and every room that lists scenes or shots offer them.

The window has its rows on the first page already, so what numbers are is loaded when one of them is used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from previz.ui.actions import Action

if TYPE_CHECKING:
    from previz.ui.session import Session


def lock_numbers(session: Session, ids: Sequence[str], locked: bool) -> None:
    from previz.studio.number_locks import set_numbers_locked, told

    count = session.attempt(lambda: set_numbers_locked(session.document, ids, locked))
    if count is not None:
        session.tell(told(count, locked))


def toggle_numbers(session: Session, ids: Sequence[str]) -> None:
    """Lock the numbers of scenes or shots; when all of them are locked, have them counted again."""
    lock_numbers(session, ids, not _all_locked(session, ids))


def lock_word(session: Session, ids: Sequence[str]) -> str:
    which = "number" if len(ids) == 1 else "numbers"
    return f"Unlock the {which}" if _all_locked(session, ids) else f"Lock the {which}"


def _all_locked(session: Session, ids: Sequence[str]) -> bool:
    from previz.studio.number_locks import is_number_locked

    return bool(ids) and all(is_number_locked(session.document, id) for id in ids)


def film_actions(session: Callable[[], Session | None]) -> Iterator[Action]:
    """Lock and unlock the numbers of the whole film."""

    def run(locked: bool) -> None:
        from previz.studio.number_locks import numbered

        film = session()
        if film is not None:
            lock_numbers(film, numbered(film.document), locked)

    def may() -> bool:
        film = session()
        return film is not None and not film.read_only

    for name, title, locked, icon in (
        ("lock_numbers", "Lock all numbers", True, "lock-simple"),
        ("unlock_numbers", "Unlock all numbers", False, "lock-simple-open"),
    ):
        yield Action(
            f"project.{name}",
            title,
            run=lambda locked=locked: run(locked),  # type: ignore[misc]
            enabled=may,
            why_disabled="Open a film that one may change first.",
            icon=icon,
            words="scenes shots renumber hold",
        )
