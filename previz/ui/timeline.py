"""A shot in time: who moves, where the camera's keys A and B lie, and the moment that is shown."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import msgspec
from PySide6.QtCore import QElapsedTimer, QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from previz.scene import blocking, model
from previz.scene.model import CameraKey
from previz.studio import camera_hands, tracks
from previz.ui import tokens
from previz.ui.actions import Action
from previz.ui.icons import draw_icon
from previz.ui.session import Session
from previz.ui.theme import colour, font, plate

HEADER, ROW, LEFT, RIGHT = 26, 21, 132, 16
MOST_ROWS = 8
GRAB_PX = 8.0
FRAME_MS = 33
ROW_HEIGHT = 18


@dataclass(frozen=True)
class Row:
    """One track: whose, and when its keys are."""

    owner_id: str
    target_id: str
    name: str
    token: str
    times_s: tuple[float, ...]

    @property
    def is_camera(self) -> bool:
        return self.owner_id == self.target_id


@dataclass
class _Drag:
    row: Row | None
    """None: the playhead."""
    time_s: float
    gesture: str = ""


class Timeline(QWidget):
    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._rows: list[Row] = []
        self._left_out = 0
        self._drag: _Drag | None = None
        self._chosen: tuple[Row, float] | None = None
        self._clock = QElapsedTimer()
        self._started_at_s = 0.0
        self._ticker = QTimer(self)
        self._ticker.setInterval(FRAME_MS)
        self._ticker.timeout.connect(self._tick)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Timeline")
        self.setMinimumWidth(280)
        session.changed.connect(self._read)
        session.shot_changed.connect(self._other_shot)
        session.time_changed.connect(lambda _: self.update())
        self._read()

    # -------------------------------------------------------------------------------------------- rows
    @property
    def rows(self) -> list[Row]:
        return self._rows

    def _other_shot(self) -> None:
        self.stop()
        self._chosen = None
        self._read()

    def _read(self, *_: object) -> None:
        session, shot = self._session, self._session.shot
        rows: list[Row] = []
        if shot is not None:
            document = session.document
            camera = camera_hands.camera_keys(document, shot.id)
            rows.append(Row(shot.id, shot.id, "Camera", "accent", tuple(k.time_s for k in camera)))
            order = {c.id: n for n, c in enumerate(document.of(model.Character))}
            standing = blocking.tracks(document, shot.scene_id, shot.id)
            for target, track in standing.items():
                if target == shot.id or len(track.keys) < 2:
                    continue
                number = order.get(target, 0)
                token = tokens.PEOPLE_COLOURS[number % 5] if target in order else "text3"
                name = tracks.told(document, [target])
                rows.append(Row(track.owner_id, target, name, token, tuple(k.time_s for k in track.keys)))
        self._rows, self._left_out = rows[:MOST_ROWS], max(0, len(rows) - MOST_ROWS)
        self.setFixedHeight(self.sizeHint().height())
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(600, HEADER + ROW * max(2, len(self._rows)) + 4)

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
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), colour("panel"))
        painter.fillRect(QRectF(0, 0, self.width(), 1), colour("hair"))
        self._header(painter)
        for number, row in enumerate(self._rows):
            self._row(painter, number, row)
        if self._session.shot is not None:
            self._playhead(painter)
        if self.hasFocus():
            plate(painter, QRectF(self.rect()), None, "accent", 0, 1)

    def _header(self, painter: QPainter) -> None:
        draw_icon(painter, "pause" if self.playing else "play", QRectF(12, 4, 18, 18), "text")
        painter.setFont(font(tokens.TEXT_BODY, 600, tabular=True))
        painter.setPen(colour("text"))
        painter.drawText(QPointF(38, 18), f"{self._session.time_s:.2f}")
        width = painter.fontMetrics().horizontalAdvance(f"{self._session.time_s:.2f}")
        painter.setFont(font(tokens.TEXT_CAP))
        painter.setPen(colour("text3"))
        painter.drawText(QPointF(44 + width, 18), f"/ {self.duration_s:.2f} s")
        if self._left_out:
            more = f"{self._left_out} more move"
            right = self.width() - RIGHT - painter.fontMetrics().horizontalAdvance(more)
            painter.drawText(QPointF(right, 11), more)
        step = next(s for s in (0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 600, 6000)
                    if self.x_of(s) - self.x_of(0) >= 8)  # fmt: skip
        for n in range(int(self.duration_s / step) + 1):
            x, big = self.x_of(n * step), n % 5 == 0
            painter.fillRect(
                QRectF(x, 14 if big else 18, 1, 8 if big else 4), colour("off" if big else "line")
            )
            if big and self.x_of((n + 5) * step) - x > 30 and x + 34 < self.width():
                painter.drawText(QPointF(x + 4, 18), f"{n * step:g} s")

    def _row(self, painter: QPainter, number: int, row: Row) -> None:
        top = self.y_of(number) - ROW_HEIGHT / 2
        painter.fillRect(QRectF(LEFT, top, self.width() - LEFT - RIGHT, ROW_HEIGHT), colour("window"))
        draw_icon(painter, "video-camera" if row.is_camera else "user", QRectF(14, top + 2, 14, 14), "text3")
        painter.setFont(font(tokens.TEXT_CAP, 500))
        painter.setPen(colour("text2"))
        name = painter.fontMetrics().elidedText(row.name, Qt.TextElideMode.ElideRight, LEFT - 44)
        painter.drawText(QPointF(34, top + 13), name)
        for start, end in pairwise(row.times_s):
            box = QRectF(self.x_of(start), top + 2, self.x_of(end) - self.x_of(start), ROW_HEIGHT - 4)
            plate(painter, box, "accent_lo" if row.is_camera else "press", radius=2)
        for place, time_s in enumerate(row.times_s):
            letter = chr(ord("A") + place) if row.is_camera and len(row.times_s) <= 26 else ""
            self._diamond(painter, row, time_s, self.y_of(number), letter)

    def _diamond(self, painter: QPainter, row: Row, time_s: float, y: float, letter: str) -> None:
        x = min(max(self.x_of(time_s), LEFT + 6), self.width() - RIGHT - 6)
        chosen = self._chosen is not None and self._chosen[0].target_id == row.target_id
        chosen = chosen and self._chosen is not None and abs(self._chosen[1] - time_s) < tracks.SAME_TIME_S
        painter.setPen(QPen(colour("text" if chosen else "void"), 1.5 if chosen else 1))
        painter.setBrush(colour(row.token))
        corners = (QPointF(x, y - 7), QPointF(x + 7, y), QPointF(x, y + 7), QPointF(x - 7, y))
        painter.drawPolygon(QPolygonF(list(corners)))
        if letter:
            painter.setFont(font(tokens.TEXT_CAP, 600))
            painter.setPen(colour("text"))
            painter.drawText(QPointF(x + 10 if x < self.width() - 60 else x - 18, y + 4), letter)

    def _playhead(self, painter: QPainter) -> None:
        x = self.x_of(self._session.time_s)
        painter.fillRect(QRectF(x - 0.5, 6, 1.5, self.height() - 8), colour("text"))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("text"))
        tip = [(-5, 4), (5.5, 4), (5.5, 9), (0.25, 14), (-5, 9)]
        painter.drawPolygon(QPolygonF([QPointF(x + dx, y) for dx, y in tip]))

    # ------------------------------------------------------------------------------------------- mouse
    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() != Qt.MouseButton.LeftButton or self._session.shot is None:
            return
        at = event.position()
        if at.x() < LEFT - GRAB_PX:
            if at.y() < HEADER and at.x() < 36:
                self.play_or_stop()
            elif at.y() >= HEADER:
                self._select_row(int((at.y() - HEADER) // ROW))
            return
        self.stop()
        self._chosen = self._key_at(at)
        if self._chosen is not None:
            row, time_s = self._chosen
            self._drag = _Drag(row, time_s, self._session.new_gesture("key"))
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

    def _select_row(self, number: int) -> None:
        if number < len(self._rows):
            self._session.select([self._rows[number].target_id])

    # ---------------------------------------------------------------------------------------- keyboard
    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        frame = 1.0 / (self._session.project.package.frame_rate or 24.0)
        steps = {Qt.Key.Key_Left: -frame, Qt.Key.Key_Right: frame}
        if event.key() in steps:
            self._session.go_to(self._session.time_s + steps[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Home:
            self._session.go_to(0.0)
        elif event.key() == Qt.Key.Key_End:
            self._session.go_to(self.duration_s)
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove_key()
        else:
            event.ignore()

    # ---------------------------------------------------------------------------------------- playing
    @property
    def playing(self) -> bool:
        return self._ticker.isActive()

    def play_or_stop(self) -> None:
        if self.playing:
            self.stop()
        elif self._session.shot is not None:
            now = self._session.time_s
            self._started_at_s = 0.0 if now >= self.duration_s - 0.02 else now
            self._clock.start()
            self._ticker.start()
            self.update()

    def stop(self) -> None:
        if self.playing:
            self._ticker.stop()
            self.update()

    def _tick(self) -> None:
        now = self._started_at_s + self._clock.elapsed() / 1000.0
        self._session.go_to(now)
        if now >= self.duration_s:
            self.stop()

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
            Action("time.play", "Play the shot", "P", self.play_or_stop, "Stage",
                   lambda: self._session.shot is not None, icon="play", hint="Play"),
            Action("time.key_camera", "Key the camera here", "K", self.set_camera_key, "Stage", able,
                   icon="diamond", words="A B move"),
            Action("time.key", "Key what is selected here", "Shift+K", self.set_keys, "Stage",
                   lambda: able() and bool(self._session.selection), "Select somebody or something first."),
            Action("time.remove_key", "Remove the key", "", self.remove_key, "Timeline",
                   lambda: self._chosen is not None, "Click a key first."),
        ]  # fmt: skip
