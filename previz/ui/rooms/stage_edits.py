"""What is done to the things and people that are selected on the stage, as rows of the room."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from PySide6.QtGui import QGuiApplication

from previz.scene import model
from previz.studio import arranging, clipboard, stagehands, tracks
from previz.ui.actions import Action
from previz.ui.panels import has_focus
from previz.ui.session import Session
from previz.ui.strip import ShotStrip

CONTEXT = "Stage"
NOBODY = "Select somebody or something first."
NO_SHOT_COPIED = "Shots are not copied; Ctrl+D puts another one like it behind it."
NO_SHOT = "Look at a shot first, in a film that may be changed."
PASTE_STEP_M = (0.3, 0.0, 0.3)

MENU = (
    "view.frame", "pose.joints", "pose.by_picture", "pose.mirror", "pose.keep", "pose.keep_own", "-",
    "edit.cut", "edit.copy", "edit.paste", "edit.duplicate", "edit.delete", "-",
    "edit.group", "edit.ungroup", "edit.align_x", "edit.align_z", "edit.spread_x", "edit.spread_z", "-",
    "edit.lock", "edit.hide", "edit.show_all", "wall.fly", "wall.back", "-",
    "shot.new", "view.camera_here", "view.at_camera",
)  # fmt: skip
"""Of the right button in the view."""


class StageEdits:
    """Everything goes through the session's document, as one edit each."""

    def __init__(self, session: Session, strip: ShotStrip | None = None) -> None:
        self._session = session
        self._strip = strip

    # --------------------------------------------------------------------------------------- the table
    def actions(self) -> list[Action]:
        return [*self._selecting(), *self._copying(), *self._arranging()]

    def _row(
        self, name: str, label: str | Callable[[], str], keys: str, run: Callable[[], object], **more: Any
    ) -> Action:
        more.setdefault("enabled", self._may_edit)
        more.setdefault("why_disabled", NOBODY)
        return Action(name, label, keys, run, CONTEXT, **more)

    def _selecting(self) -> Iterator[Action]:
        has_shot: Any = {"enabled": self._has_shot, "why_disabled": NO_SHOT}
        chosen: Any = {"enabled": lambda: bool(self._session.selection)}
        all_words = lambda: "Select all shots" if self._on_a_shot() else "Select everything"  # noqa: E731
        yield self._row("edit.select_all", all_words, "Ctrl+A", self._select_all, **has_shot)
        yield self._row(
            "edit.select_none", "Select nothing", "Ctrl+Shift+A", lambda: self._session.select([]), **chosen
        )

    def _copying(self) -> Iterator[Action]:
        row = self._row
        held: Any = {"enabled": self._may_paste, "why_disabled": "Copy something from a stage first."}
        word = lambda: "Duplicate shot" if self._on_a_shot() else "Duplicate"  # noqa: E731
        able = lambda: self._may_edit() or self._on_a_shot()  # noqa: E731
        yield row("edit.duplicate", word, "Ctrl+D", self._duplicate, enabled=able, icon="copy",
                  hint="duplicate")  # fmt: skip
        why = lambda: NO_SHOT_COPIED if self._on_a_shot() else NOBODY  # noqa: E731
        copies = lambda: self._has_selection() and not self._on_a_shot()  # noqa: E731
        cuts = lambda: self._may_edit() and not self._on_a_shot()  # noqa: E731
        yield row("edit.copy", "Copy", "Ctrl+C", self._copy, enabled=copies, why_disabled=why,
                  icon="clipboard")  # fmt: skip
        yield row("edit.cut", "Cut", "Ctrl+X", self._cut, enabled=cuts, why_disabled=why,
                  icon="scissors")  # fmt: skip
        yield row("edit.paste", "Paste", "Ctrl+V", self._paste, icon="clipboard", **held)
        remove = lambda: "Remove shot" if self._on_a_shot() else "Remove"  # noqa: E731
        yield row("edit.delete", remove, "Delete; Backspace", self._delete, enabled=able, icon="trash")

    def _arranging(self) -> Iterator[Action]:
        row, group = self._row, partial(self._on_items, arranging.group)
        ungroup = partial(self._on_items, arranging.ungroup)
        several: Any = {"enabled": lambda: self._may_edit(2), "why_disabled": "Select two or more first."}
        three: Any = {"enabled": lambda: self._may_edit(3), "why_disabled": "Select three or more first."}
        hidden: Any = {"enabled": self._has_hidden, "why_disabled": "Nothing is hidden on this stage."}
        pair: Any = {"enabled": lambda: self._has_items() and len(self._items()) > 1,
                     "why_disabled": "Select two things or more, not people."}  # fmt: skip
        grouped: Any = {"enabled": lambda: self._has_items() and any(item.group for item in self._items()),
                        "why_disabled": "Select things that are grouped."}  # fmt: skip
        yield row("edit.group", "Group", "Ctrl+Shift+G", group, icon="bounding-box", **pair)
        yield row("edit.ungroup", "Ungroup", "Ctrl+Alt+G", ungroup, **grouped)
        yield row("edit.align_x", "Align east to west", "", partial(self._align, "x"), **several)
        yield row("edit.align_z", "Align north to south", "", partial(self._align, "z"), **several)
        yield row("edit.spread_x", "Space evenly east to west", "", partial(self._spread, "x"), **three)
        yield row("edit.spread_z", "Space evenly north to south", "", partial(self._spread, "z"), **three)
        yield row("edit.lock", self._lock_word, "Ctrl+L", self._lock, icon="lock-simple")
        yield row("edit.hide", "Hide", "H", self._hide, icon="eye-slash")
        yield row("edit.show_all", "Show what is hidden", "Shift+H", self._show_all, icon="eye", **hidden)

    # ----------------------------------------------------------------------------------------- possible
    def _has_shot(self) -> bool:
        return self._session.shot is not None and not self._session.read_only

    def _has_selection(self) -> bool:
        return bool(self._things()) and self._session.shot is not None

    def _may_edit(self, count: int = 1) -> bool:
        return self._has_shot() and len(self._things()) >= count

    def _has_items(self) -> bool:
        return self._has_shot() and bool(self._items())

    def _may_paste(self) -> bool:
        return self._has_shot() and clipboard.can_paste(QGuiApplication.clipboard().text())

    def _has_hidden(self) -> bool:
        return self._has_shot() and bool(self._hidden())

    def _things(self) -> list[str]:
        """Items and people that are selected."""
        kinds = (model.Item, model.Character)
        return [id for id in self._session.selection if isinstance(self._session.document[id], kinds)]

    def _items(self) -> list[model.Item]:
        found = (self._session.document.get(id, model.Item) for id in self._session.selection)
        return [item for item in found if item is not None]

    def _hidden(self) -> list[str]:
        document, stage, scene = self._session.document, self._session.stage, self._session.scene
        items = document.children(stage.id, model.Item) if stage else []
        people = scene.hidden_people if scene else ()  # some may have left the cast since
        return [*(item.id for item in items if item.hidden), *(id for id in people if id in document)]

    def _lock_word(self) -> str:
        session, shot = self._session, self._session.shot
        things = self._things() if shot is not None else []
        locked = [shot is not None and tracks.is_locked(session.document, shot.id, id) for id in things]
        return "Unlock" if locked and all(locked) else "Lock"

    # -------------------------------------------------------------------------------------------- doing
    def _shot_id(self) -> str:
        shot = self._session.shot
        assert shot is not None
        return shot.id

    def _select_all(self) -> None:
        if self._strip is not None and self._on_a_shot():
            self._strip.select_all()
            return
        world = self._session.world()
        if world is not None:
            self._session.select([*(a.id for a in world.actors), *(i.id for i in world.items)])

    def _on_a_shot(self) -> bool:
        """The keys belong to the strip of shots: what is done is done to a shot."""
        return self._has_shot() and self._strip is not None and has_focus(self._strip)

    def _duplicate(self) -> None:
        if self._strip is not None and self._on_a_shot():
            self._strip.duplicate()
            return
        session = self._session
        shot_id, things, shelf = self._shot_id(), self._things(), session.studio.dressing.shelf
        made = session.attempt(
            lambda: stagehands.duplicate(
                session.document, shot_id, things, time_s=session.time_s, shelf=shelf
            )
        )
        session.select(made or session.selection)

    def _copy(self) -> None:
        session = self._session
        text = session.attempt(
            lambda: clipboard.copy(session.document, self._shot_id(), self._things(), session.time_s)
        )
        if text:
            QGuiApplication.clipboard().setText(text)

    def _cut(self) -> None:
        self._copy()
        self._delete()

    def _paste(self) -> None:
        session, text = self._session, QGuiApplication.clipboard().text()
        made = session.attempt(lambda: clipboard.paste(session.document, self._shot_id(), text, PASTE_STEP_M))
        if made:
            session.select(made)

    def _delete(self) -> None:
        if self._strip is not None and self._on_a_shot():
            self._strip.remove()
            return
        session = self._session
        session.attempt(lambda: stagehands.remove(session.document, self._shot_id(), self._things()))

    def _on_items(self, act: Callable[[Any, list[str]], object]) -> None:
        session = self._session
        session.attempt(lambda: act(session.document, [item.id for item in self._items()]))

    def _align(self, axis: arranging.Axis) -> None:
        session = self._session
        when = _when(session, self._things())
        session.attempt(
            lambda: arranging.align(session.document, self._shot_id(), self._things(), axis, **when)
        )

    def _spread(self, axis: arranging.Axis) -> None:
        session = self._session
        when = _when(session, self._things())
        session.attempt(
            lambda: arranging.spread(session.document, self._shot_id(), self._things(), axis, **when)
        )

    def _lock(self) -> None:
        session, locked = self._session, self._lock_word() == "Lock"
        session.attempt(
            lambda: arranging.set_locked(session.document, self._shot_id(), self._things(), locked)
        )

    def _hide(self) -> None:
        session = self._session
        session.attempt(lambda: arranging.set_hidden(session.document, self._shot_id(), self._things(), True))

    def _show_all(self) -> None:
        session = self._session
        session.attempt(
            lambda: arranging.set_hidden(session.document, self._shot_id(), self._hidden(), False)
        )


def _when(session: Session, ids: list[str]) -> dict[str, Any]:
    """The moment and the blocking that are arranged, and what goes along."""
    shot = session.shot
    assert shot is not None
    places = {id: tracks.placing(session.document, shot.id, id, session.time_s) for id in ids}
    load = session.carrying.load({id: place for id, place in places.items() if place is not None})
    return {"time_s": session.time_s, "scope": session.scope, "load": load}
