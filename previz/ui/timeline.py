"""A shot in time: who moves, where the camera's keys A and B lie, and the moment that is shown."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
from PySide6.QtCore import QEvent, QPoint, QPointF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from previz.scene.model import CameraKey
from previz.studio import camera_hands, tracks
from previz.ui.actions import Action
from previz.ui.playing import Player
from previz.ui.session import Session
from previz.ui.timeline_face import HEADER, LEFT, RIGHT, ROW, TimelineFace
from previz.ui.timeline_rows import Row, rows_of

MOST_ROWS = 8
GRAB_PX = 8.0
NO_KEY = "Click a key first."
MENU = ("time.play", "-", "time.key_camera", "time.key", "time.remove_key")
REMOVES = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


@dataclass
class _Drag:
    row: Row | None
    """None: the playhead."""
    time_s: float
    gesture: str = ""
    start_s: float = 0.0


class Timeline(QWidget):
    accessible_role = QAccessible.Role.Slider
    menu_wanted = Signal(QPoint)
    """Where on the screen; the key or the moment under it is gone to."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._all: list[Row] = []
        self._rows: list[Row] = []
        self._first = 0
        self._drag: _Drag | None = None
        self._chosen: tuple[Row, float] | None = None
        self.player = Player(session, self)
        self.player.changed.connect(self.update)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Timeline")
        self.setMinimumWidth(280)
        session.staged.connect(self._read)
        session.shot_changed.connect(self._other_shot)
        session.time_changed.connect(lambda _: self.update())
        session.selection_changed.connect(self._show_selected)
        self._read()

    # -------------------------------------------------------------------------------------------- rows
    @property
    def rows(self) -> list[Row]:
        """Those that are seen: the camera's, and as many others as there is room for."""
        return self._rows

    def _other_shot(self) -> None:
        self.player.stop()
        self._chosen = self._drag = None
        self._read()

    def _read(self, *_: object) -> None:
        self._all = rows_of(self._session)
        self.scroll_to(self._first)
        self.setFixedHeight(self.sizeHint().height())

    def scroll_to(self, first: int) -> None:
        """Which of the rows under the camera's is the first that is seen; kept within what there is."""
        self._first = min(max(first, 0), self._last_first)
        self._rows = [*self._all[:1], *self._all[1 + self._first : MOST_ROWS + self._first]]
        self.update()

    @property
    def _last_first(self) -> int:
        return max(0, len(self._all) - MOST_ROWS)

    def _show_selected(self) -> None:
        """The row of who was selected last comes into view."""
        chosen = self._session.selection[-1:]
        places = [n for n, row in enumerate(self._all[1:]) if row.target_id in chosen]
        if places and not self._first <= places[0] < self._first + MOST_ROWS - 1:
            self.scroll_to(places[0] if places[0] < self._first else places[0] - MOST_ROWS + 2)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(600, HEADER + ROW * max(2, len(self._rows)) + 4)

    @property
    def scrolled(self) -> tuple[int, int]:
        """(rows above what is seen, rows below it)."""
        return self._first, self._last_first - self._first

    @property
    def chosen(self) -> tuple[str, float] | None:
        """Whose key was clicked last, and when it is."""
        return (self._chosen[0].target_id, self._chosen[1]) if self._chosen is not None else None

    # -------------------------------------------------------------------------------------- geometry
    @property
    def duration_s(self) -> float:
        shot = self._session.shot
        return shot.duration_s if shot else 1.0

    def x_of(self, time_s: float) -> float:
        """Where a moment lies."""
        return LEFT + (self.width() - LEFT - RIGHT) * time_s / self.duration_s

    def time_at(self, x: float) -> float:
        """The moment at a place, on a whole frame, within the shot."""
        share = (x - LEFT) / max(self.width() - LEFT - RIGHT, 1)
        rate = self._session.project.package.frame_rate or 24.0
        return min(max(round(share * self.duration_s * rate) / rate, 0.0), self.duration_s)

    def y_of(self, row: int) -> float:
        """The middle of a row."""
        return HEADER + ROW * row + ROW / 2

    def _key_at(self, at: QPointF) -> tuple[Row, float] | None:
        for number, row in enumerate(self._rows):
            if abs(at.y() - self.y_of(number)) <= ROW / 2:
                near = [t for t in row.times_s if abs(self.x_of(t) - at.x()) <= GRAB_PX]
                if near:
                    return row, min(near, key=lambda t: abs(self.x_of(t) - at.x()))
        return None

    # ----------------------------------------------------------------------------------------- picture
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        TimelineFace(QPainter(self), self, self._session).draw()

    # ------------------------------------------------------------------------------------------- mouse
    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() != Qt.MouseButton.LeftButton or self._session.shot is None:
            return
        at = event.position()
        if at.x() < LEFT - GRAB_PX:
            if at.y() < HEADER and at.x() < 36:
                self.player.play_or_stop()
            elif HEADER <= at.y() < HEADER + ROW * len(self._rows):
                self._session.select([self._rows[int((at.y() - HEADER) // ROW)].target_id])
            return
        self.player.stop()
        self._chosen = self._key_at(at)
        if self._chosen is not None:
            row, time_s = self._chosen
            self._drag = _Drag(row, time_s, self._session.new_gesture("key"), time_s)
            self._session.go_to(time_s)
        else:
            self._drag = _Drag(None, 0.0)
            self._session.go_to(self.time_at(at.x()))
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        drag = self._drag
        if drag is None:
            return
        time_s = self.time_at(event.position().x())
        if drag.row is None:
            self._session.go_to(time_s)
        elif (
            time_s != drag.time_s
            and not self._session.read_only
            and self._free(drag.row, drag.time_s, time_s)
        ):
            self._retime(drag, time_s)

    def _free(self, row: Row, old_s: float, new_s: float) -> bool:
        """Keys never pass each other."""
        others = [t for t in row.times_s if abs(t - old_s) >= tracks.SAME_TIME_S]
        return all((t < old_s) == (t < new_s) and abs(t - new_s) >= tracks.SAME_TIME_S for t in others)

    def _retime(self, drag: _Drag, time_s: float) -> None:
        row, session = drag.row, self._session
        assert row is not None
        old = min(row.times_s, key=lambda t: abs(t - drag.time_s))
        with session.reporting():
            tracks.retime(session.document, row.owner_id, row.target_id, {old: time_s}, drag.gesture)
            drag.time_s = time_s
            drag.row = next((r for r in self._rows if r.target_id == row.target_id), row)
            self._chosen = (drag.row, time_s)
            session.go_to(time_s)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if self._drag is not None and self._drag.row is not None:
            self._session.end_gesture()
        self._drag = None

    def _cancel(self) -> None:
        """The key in hand goes back to where it was."""
        drag, self._drag = self._drag, None
        if drag is not None and drag.row is not None:
            if drag.time_s != drag.start_s:
                self._retime(drag, drag.start_s)
            self._session.end_gesture()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        if not self._last_first:
            event.ignore()
            return
        self.scroll_to(self._first - round(event.angleDelta().y() / 120))
        event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        if self._drag is not None or self._session.shot is None:
            return
        at = QPointF(event.pos())
        key = self._key_at(at)
        self._chosen = key
        if key is not None or at.x() >= LEFT:
            self._session.go_to(key[1] if key is not None else self.time_at(at.x()))
        self.update()
        self.menu_wanted.emit(event.globalPos())

    # ---------------------------------------------------------------------------------------- keyboard
    def event(self, event: QEvent) -> bool:
        """Here Delete takes away keys, never what is selected on the stage; in a drag all keys wait."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
            if self._drag is not None or (plain and event.key() in REMOVES):
                event.accept()
                return True
        return bool(super().event(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if self._drag is not None:
            if event.key() == Qt.Key.Key_Escape:
                self._cancel()
            return
        frame = 1.0 / (self._session.project.package.frame_rate or 24.0)
        steps = {Qt.Key.Key_Left: -frame, Qt.Key.Key_Right: frame}
        if event.key() in steps:
            self._session.go_to(self._session.time_s + steps[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self._last_first:
            self.scroll_to(self._first + (1 if event.key() == Qt.Key.Key_Down else -1))
        elif event.key() == Qt.Key.Key_Home:
            self._session.go_to(0.0)
        elif event.key() == Qt.Key.Key_End:
            self._session.go_to(self.duration_s)
        elif event.key() in REMOVES and self._chosen is None:
            self._session.tell(NO_KEY, "warning")
        elif event.key() in REMOVES:
            self.remove_key()
        else:
            event.ignore()

    # -------------------------------------------------------------------------------------------- keys
    def set_camera_key(self) -> None:
        """Hold the camera where it is at this moment: what comes before becomes a move to here."""
        session, shot = self._session, self._session.shot
        key = camera_hands.shot_key(session.document, shot.id, session.time_s) if shot else None
        if shot is None or key is None:
            return
        kept = camera_hands.camera_keys(session.document, shot.id)
        others = [k for k in kept if abs(k.time_s - session.time_s) >= tracks.SAME_TIME_S]
        keys: list[CameraKey] = [*others, msgspec.structs.replace(key, time_s=session.time_s)]
        ordered = tuple(sorted(keys, key=lambda k: k.time_s))
        session.attempt(
            lambda: camera_hands.set_camera_keys(session.document, shot.id, ordered, "Key the camera")
        )

    def set_keys(self) -> None:
        """Hold everything that is selected where it is at this moment."""
        session, shot = self._session, self._session.shot
        if shot is None:
            return
        for id in session.selection:
            if id == shot.id:
                self.set_camera_key()
            else:
                session.attempt(
                    lambda id=id: tracks.set_key(session.document, shot.id, id, session.time_s, session.scope)
                )

    def remove_key(self) -> None:
        if self._chosen is not None and not self._session.read_only:
            row, time_s = self._chosen
            self._chosen = None
            self._session.attempt(
                lambda: tracks.remove_keys(self._session.document, row.owner_id, row.target_id, [time_s])
            )

    def actions(self) -> list[Action]:
        able = lambda: self._session.shot is not None and not self._session.read_only  # noqa: E731
        return [
            Action("time.play", "Play the shot", "P", self.player.play_or_stop, "Stage",
                   lambda: self._session.shot is not None, icon="play", hint="Play"),
            Action("time.play_here", "Play or stop", "Space", self.player.play_or_stop, "Timeline",
                   lambda: self._session.shot is not None, icon="play"),
            Action("time.key_camera", "Key the camera here", "K", self.set_camera_key, "Stage", able,
                   icon="diamond", words="A B move"),
            Action("time.key", "Key what is selected here", "Shift+K", self.set_keys, "Stage",
                   lambda: able() and bool(self._session.selection), "Select somebody or something first."),
            Action("time.remove_key", "Remove the key", "", self.remove_key, "Timeline",
                   lambda: self._chosen is not None, NO_KEY),
        ]  # fmt: skip
