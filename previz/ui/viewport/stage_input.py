"""Mouse and keys of the stage view: which gesture is whose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent

from previz.scene import model
from previz.ui.viewport.navigation import Held

if TYPE_CHECKING:
    from previz.ui.viewport.stage_view import StageView

Button = Qt.MouseButton
Modifier = Qt.KeyboardModifier
Kind = QEvent.Type

CLICK_PX = 4.0


class StageInput(QObject):
    """Stands before the view's own events."""

    def __init__(self, view: StageView) -> None:
        super().__init__(view)
        self._view = view
        self._right: QPointF | None = None
        view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if isinstance(event, QMouseEvent):
            self._view.navigator.slow = bool(event.modifiers() & Modifier.ShiftModifier)
            act = {
                Kind.MouseButtonPress: self._press,
                Kind.MouseMove: self._move,
                Kind.MouseButtonRelease: self._release,
                Kind.MouseButtonDblClick: self._double,
            }.get(event.type())
            if act is not None:
                act(event)
                return True
        if isinstance(event, QWheelEvent):
            self._wheel(event)
            return True
        if isinstance(event, QKeyEvent):
            return self._key(event)
        if event.type() == Kind.Leave:
            self._hover(None)
        return False

    # ------------------------------------------------------------------------------------------- mouse
    def _held_at(self, at: QPointF | None) -> Held | None:
        """The view under a pixel, or the main one, as something to move."""
        seeing = self._view.seeing
        seen = seeing.sighting_at(at) if at is not None else None
        slot = seen[0] if seen else self._view.showing.main
        return seeing.held("lens" if slot == "lens" else "free")

    def _press(self, event: QMouseEvent) -> None:
        view, at = self._view, event.position()
        alt = bool(event.modifiers() & Modifier.AltModifier)
        view.setFocus(Qt.FocusReason.MouseFocusReason)
        if event.button() == Button.RightButton and (view.pointer.cancel() or view.posing.busy):
            if view.posing.busy:
                view.posing.cancel()
            return
        if event.button() != Button.LeftButton or alt:
            held = self._held_at(at)
            if held is None:
                return
            view.showing.preview = None
            kind = "orbit" if event.button() == Button.LeftButton else "pan"
            if event.button() == Button.RightButton:
                kind, self._right = "look", at
            view.navigator.grab(held, kind, at)
            return
        view.navigator.finish()
        seen = view.seeing.sighting_at(at)
        if seen is not None and view.posing.press(seen[1], at):
            return
        shot_id = view.seeing.camera_at(at)
        if shot_id is not None:
            view.session.look_at(shot_id)
            view.session.select([shot_id])
            return
        more = event.modifiers() & (Modifier.ShiftModifier | Modifier.ControlModifier)
        view.pointer.press(at, extend=bool(more))

    def _move(self, event: QMouseEvent) -> None:
        view, at = self._view, event.position()
        if view.navigator.busy:
            if not self._is_click(at):
                view.navigator.drag(at)
        elif view.posing.busy:
            seen = view.seeing.sighting_at(at)
            if seen is not None:
                view.posing.move(seen[1], at)
        elif view.pointer.busy:
            held = event.modifiers()
            view.pointer.move(
                at,
                snap_flip=bool(held & Modifier.ControlModifier),
                leave=bool(held & Modifier.AltModifier),
            )
        else:
            seen = view.seeing.sighting_at(at)
            view.pointer.at = at
            view.walls.point(None)
            if view.posing.hover(seen[1] if seen else None, at):
                self._hover(None)
                return
            view.pointer.hover(at)
            self._hover(None if view.pointer.hot else view.seeing.id_at(at))

    def _release(self, event: QMouseEvent) -> None:
        view, at = self._view, event.position()
        if event.button() == Button.LeftButton and view.posing.busy:
            view.posing.release()
            return
        if event.button() == Button.LeftButton and view.pointer.busy:
            view.pointer.release(at)
            if view.posing.person is not None:
                self._pose_selected()
            return
        clicked = event.button() == Button.RightButton and self._is_click(at)
        self._right = None
        view.navigator.finish()
        if clicked:
            id = view.seeing.id_at(at)
            if id and id not in view.session.selection:
                view.session.select([id])
            view.walls.point(at)
            view.menu_wanted.emit(event.globalPosition().toPoint())

    def _is_click(self, at: QPointF) -> bool:
        """Whether the right button has neither moved the mouse nor flown since it went down."""
        start = self._right
        if start is None or self._view.navigator.has_moved:
            return False
        return (at - start).manhattanLength() < CLICK_PX

    def _double(self, event: QMouseEvent) -> None:
        view = self._view
        if event.button() != Button.LeftButton:
            return
        if view.seeing.camera_at(event.position()) is not None:
            view.set_mode("lens")
            return
        id = view.seeing.id_at(event.position())
        if id and view.session.document.get(id, model.Character):
            view.session.select([id])
            view.pose(id)

    def _pose_selected(self) -> None:
        """While somebody is posed a click on somebody else poses them, and one on nothing leaves."""
        view = self._view
        people = [id for id in view.session.selection if view.session.document.get(id, model.Character)]
        view.pose(people[-1] if people else None)

    def _wheel(self, event: QWheelEvent) -> None:
        view, held = self._view, self._held_at(event.position())
        # Alt turns a vertical wheel into a horizontal one.
        notches = (event.angleDelta().y() or event.angleDelta().x()) / 120
        view.navigator.slow = bool(event.modifiers() & Modifier.ShiftModifier)
        if held is not None and notches:
            view.showing.preview = None
            view.navigator.wheel(held, notches)
        event.accept()

    def _hover(self, id: str | None) -> None:
        view = self._view
        if id is not None and view.seeing.is_set(id):
            id = None
        if id != view.hovered:
            view.hovered = id
            view.refresh()

    # -------------------------------------------------------------------------------------------- keys
    def _key(self, event: QKeyEvent) -> bool:
        if event.type() == Kind.ShortcutOverride:
            return self._claim(event)
        if event.type() == Kind.KeyPress:
            return self._key_down(event)
        if event.type() == Kind.KeyRelease and not event.isAutoRepeat():
            return self._view.navigator.release(Qt.Key(event.key()))
        return False

    def _claim(self, event: QKeyEvent) -> bool:
        """Letters that fly, or are typed during a drag, are nobody's shortcuts then."""
        view = self._view
        pad = bool(event.modifiers() & Modifier.KeypadModifier)
        if view.navigator.flying or view.pointer.busy or view.posing.busy or pad:
            event.accept()
            return True
        return False

    def _key_down(self, event: QKeyEvent) -> bool:
        view, key = self._view, Qt.Key(event.key())
        view.navigator.slow = bool(event.modifiers() & Modifier.ShiftModifier)
        if key == Qt.Key.Key_Escape and (view.pointer.cancel() or view.posing.cancel()):
            if view.posing.person is None:
                view.pose_wanted.emit("")
            return True
        if view.pointer.drag is not None and view.pointer.type(_typed(event)):
            return True
        if view.navigator.flying and (event.isAutoRepeat() or view.navigator.press(key)):
            view.showing.preview = None
            return True
        held = self._held_at(None)
        pad = bool(event.modifiers() & Modifier.KeypadModifier)
        return pad and held is not None and view.navigator.nudge(held, key)


def _typed(event: QKeyEvent) -> str:
    """What a key means to somebody who types a number."""
    special = {Qt.Key.Key_Return: "\r", Qt.Key.Key_Enter: "\r", Qt.Key.Key_Backspace: "\b"}
    return special.get(Qt.Key(event.key()), event.text())
