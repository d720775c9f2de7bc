"""What can be done to the picture under the plan, as rows for menus and palette."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from previz.scene.underlay import Underlay
from previz.studio import underlays
from previz.ui import questions
from previz.ui.actions import Action
from previz.ui.plan.drafting import Drafting
from previz.ui.session import Session

MENU = (
    "plan.underlay", "plan.scale", "plan.shift", "-",
    "plan.underlay_more", "plan.underlay_less", "plan.underlay_hide", "plan.underlay_lock", "-",
    "plan.underlay_remove",
)  # fmt: skip
PICTURES = f"Pictures ({' '.join('*' + kind for kind in underlays.KINDS)})"
OPACITY_STEP = 0.2


class UnderlayActions:
    def __init__(self, session: Session, drafting: Drafting, home: QWidget) -> None:
        self._session = session
        self._drafting = drafting
        self._home = home

    def rows(self) -> Iterator[Action]:
        def row(name: str, label: str | Callable[[], str], run: Callable[[], object], icon: str = "",
                bring: bool = False, checked: Callable[[], bool] | None = None) -> Action:  # fmt: skip
            enabled, why = self._has_one, "Lay a picture under the plan first."
            if bring:
                enabled, why = self._may, "Look at a shot on a set first, in a film that may be changed."
            return Action(f"plan.{name}", label, "", run, "Plan", enabled, why, icon, checked,
                          words="underlay floor plan photo location trace background")  # fmt: skip

        drafting = self._drafting
        yield row("underlay", "Picture under the plan…", self._ask, "image", bring=True)
        yield row("scale", "Scale the picture by two points", lambda: self._take("scale"), "ruler",
                  checked=lambda: drafting.tool == "scale")  # fmt: skip
        yield row("shift", "Move and turn the picture", lambda: self._take("shift"), "arrows-out-cardinal",
                  checked=lambda: drafting.tool == "shift")  # fmt: skip
        yield row("underlay_more", "Picture stronger", lambda: self._fade(OPACITY_STEP))
        yield row("underlay_less", "Picture fainter", lambda: self._fade(-OPACITY_STEP))
        yield row("underlay_hide", self._hide_word, self._hide, "eye-slash")
        yield row("underlay_lock", self._lock_word, self._lock, "lock-simple")
        yield row("underlay_remove", "Remove the picture", self._remove, "trash")

    # --------------------------------------------------------------------------------------- possible
    def _may(self) -> bool:
        return self._session.stage is not None and not self._session.read_only

    def _has_one(self) -> bool:
        return self._may() and self._now() is not None

    def _now(self) -> Underlay | None:
        stage = self._session.stage
        return stage.underlay if stage is not None else None

    def _hide_word(self) -> str:
        now = self._now()
        return "Show the picture" if now is not None and now.hidden else "Hide the picture"

    def _lock_word(self) -> str:
        now = self._now()
        return "Unlock the picture" if now is not None and now.locked else "Lock the picture"

    # ------------------------------------------------------------------------------------------ doing
    def _ask(self) -> None:
        path = questions.file_to_open(self._home.window(), "Picture under the plan", PICTURES)
        if path is not None:
            self.bring(path)

    def bring(self, path: Path) -> bool:
        """Lay a file under the set that is looked at, ready to be scaled; False when it cannot be."""
        session, stage = self._session, self._session.stage
        if stage is None:
            return False
        made = session.attempt(
            lambda: underlays.bring_underlay(session.document, session.studio.store, stage.id, path)
        )
        if made is not None:
            self._drafting.set_tool("scale")
            self._home.setFocus()
        return made is not None

    def _take(self, tool: str) -> None:
        self._drafting.set_tool("select" if self._drafting.tool == tool else tool)  # type: ignore[arg-type]
        self._home.setFocus()

    def _change(self, label: str, **changes: Any) -> None:
        session, stage = self._session, self._session.stage
        if stage is not None:
            session.attempt(lambda: underlays.change_underlay(session.document, stage.id, label, **changes))

    def _fade(self, by: float) -> None:
        now = self._now()
        if now is not None:
            self._change("Fade the underlay", opacity=round(min(max(now.opacity + by, 0.1), 1.0), 2))

    def _hide(self) -> None:
        now = self._now()
        if now is not None:
            self._change(f"{'Show' if now.hidden else 'Hide'} the underlay", hidden=not now.hidden)

    def _lock(self) -> None:
        now = self._now()
        if now is not None:
            self._change(f"{'Unlock' if now.locked else 'Lock'} the underlay", locked=not now.locked)

    def _remove(self) -> None:
        session, stage = self._session, self._session.stage
        if stage is not None:
            session.attempt(lambda: underlays.remove_underlay(session.document, stage.id))
            self._drafting.set_tool("select")
