"""A shot that plays: the moment of the session follows the clock until the shot is over."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from previz.ui.session import Session

FRAME_MS = 33
END_S = 0.02
"""Nearer to its end than this, a shot plays from its start."""


class Player(QObject):
    """Its timer runs while it plays, and at no other time."""

    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._clock = QElapsedTimer()
        self._started_at_s = 0.0
        self._ticker = QTimer(self)
        self._ticker.setInterval(FRAME_MS)
        self._ticker.timeout.connect(self._tick)

    @property
    def playing(self) -> bool:
        return self._ticker.isActive()

    def play_or_stop(self) -> None:
        shot = self._session.shot
        if self.playing:
            self.stop()
        elif shot is not None:
            now = self._session.time_s
            self._started_at_s = 0.0 if now >= shot.duration_s - END_S else now
            self._clock.start()
            self._ticker.start()
            self.changed.emit()

    def stop(self) -> None:
        if self.playing:
            self._ticker.stop()
            self.changed.emit()

    def _tick(self) -> None:
        shot = self._session.shot
        now = self._started_at_s + self._clock.elapsed() / 1000.0
        self._session.go_to(now)
        if shot is None or now >= shot.duration_s:
            self.stop()
