"""How the timeline looks: the clock, the ticks, a row for each track with its keys, the playhead."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from previz.studio import tracks
from previz.ui import tokens
from previz.ui.icons import draw_icon
from previz.ui.session import Session
from previz.ui.theme import colour, font, plate
from previz.ui.timeline_rows import Row

if TYPE_CHECKING:
    from previz.ui.timeline import Timeline

HEADER, ROW, LEFT, RIGHT = 26, 21, 132, 16
ROW_HEIGHT = 18
BAR_PX = 4.0


class TimelineFace:
    """Paints once."""

    def __init__(self, painter: QPainter, timeline: Timeline, session: Session) -> None:
        self._painter = painter
        self._line = timeline
        self._session = session
        self._width = timeline.width()

    def draw(self) -> None:
        line, painter = self._line, self._painter
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(line.rect(), colour("panel"))
        painter.fillRect(QRectF(0, 0, self._width, 1), colour("hair"))
        self._clock()
        self._ticks()
        for number, row in enumerate(line.rows):
            self._row(number, row)
        self._bar()
        if self._session.shot is not None:
            self._playhead()
        if line.hasFocus():
            plate(painter, QRectF(line.rect()), None, "accent", 0, 1)

    def _clock(self) -> None:
        line, painter = self._line, self._painter
        draw_icon(painter, "pause" if line.player.playing else "play", QRectF(12, 4, 18, 18), "text")
        painter.setFont(font(tokens.TEXT_BODY, 600, tabular=True))
        painter.setPen(colour("text"))
        painter.drawText(QPointF(38, 18), f"{self._session.time_s:.2f}")
        width = painter.fontMetrics().horizontalAdvance(f"{self._session.time_s:.2f}")
        painter.setFont(font(tokens.TEXT_CAP))
        painter.setPen(colour("text3"))
        painter.drawText(QPointF(44 + width, 18), f"/ {line.duration_s:.2f} s")

    def _ticks(self) -> None:
        line, painter = self._line, self._painter
        step = next(s for s in (0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 600, 6000)
                    if line.x_of(s) - line.x_of(0) >= 8)  # fmt: skip
        for n in range(int(line.duration_s / step) + 1):
            x, big = line.x_of(n * step), n % 5 == 0
            painter.fillRect(
                QRectF(x, 14 if big else 18, 1, 8 if big else 4), colour("off" if big else "line")
            )
            if big and line.x_of((n + 5) * step) - x > 30 and x + 34 < self._width:
                painter.drawText(QPointF(x + 4, 18), f"{n * step:g} s")

    def _row(self, number: int, row: Row) -> None:
        line, painter = self._line, self._painter
        top = line.y_of(number) - ROW_HEIGHT / 2
        painter.fillRect(QRectF(LEFT, top, self._width - LEFT - RIGHT, ROW_HEIGHT), colour("window"))
        draw_icon(painter, row.icon, QRectF(14, top + 2, 14, 14), "text3")
        painter.setFont(font(tokens.TEXT_CAP, 500))
        painter.setPen(colour("text2"))
        name = painter.fontMetrics().elidedText(row.name, Qt.TextElideMode.ElideRight, LEFT - 44)
        painter.drawText(QPointF(34, top + 13), name)
        for start, end in pairwise(row.times_s):
            box = QRectF(line.x_of(start), top + 2, line.x_of(end) - line.x_of(start), ROW_HEIGHT - 4)
            plate(painter, box, "accent_lo" if row.is_camera else "press", radius=2)
        for letter, time_s in zip(row.letters, row.times_s, strict=True):
            self._diamond(row, time_s, line.y_of(number), letter)

    def _diamond(self, row: Row, time_s: float, y: float, letter: str) -> None:
        line, painter = self._line, self._painter
        x = min(max(line.x_of(time_s), LEFT + 6), self._width - RIGHT - 6)
        held = line.chosen
        chosen = held is not None and held[0] == row.target_id and abs(held[1] - time_s) < tracks.SAME_TIME_S
        painter.setPen(QPen(colour("text" if chosen else "void"), 1.5 if chosen else 1))
        painter.setBrush(colour(row.token))
        corners = (QPointF(x, y - 7), QPointF(x + 7, y), QPointF(x, y + 7), QPointF(x - 7, y))
        painter.drawPolygon(QPolygonF(list(corners)))
        if letter:
            painter.setFont(font(tokens.TEXT_CAP, 600))
            painter.setPen(colour("text"))
            painter.drawText(QPointF(x + 10 if x < self._width - 60 else x - 18, y + 4), letter)

    def _bar(self) -> None:
        """Where one is among more rows than there is room for, and how many there are."""
        line, painter = self._line, self._painter
        above, below = line.scrolled
        if not above and not below:
            return
        seen = len(line.rows) - 1
        top, room = HEADER + ROW, ROW * seen
        length, start = room * seen / (seen + above + below), room * above / (seen + above + below)
        track = QRectF(self._width - RIGHT / 2 - BAR_PX / 2, top, BAR_PX, room)
        plate(painter, track, "window", radius=2)
        thumb = QRectF(track.x(), top + start, BAR_PX, length)
        plate(painter, thumb, "bound", radius=2)

    def _playhead(self) -> None:
        line, painter = self._line, self._painter
        x = line.x_of(self._session.time_s)
        painter.fillRect(QRectF(x - 0.5, 6, 1.5, line.height() - 8), colour("text"))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("text"))
        tip = [(-5, 4), (5.5, 4), (5.5, 9), (0.25, 14), (-5, 9)]
        painter.drawPolygon(QPolygonF([QPointF(x + dx, y) for dx, y in tip]))
