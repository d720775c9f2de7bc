"""The boards in time: each stands as long as it lasts, moves go over the picture, one scrubs and loops."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QElapsedTimer, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from previz.export.rows import Box, PanelRow
from previz.studio.playing import WHOLE, Beat, reel
from previz.ui import tokens
from previz.ui.boards.frame_words import FrameWords
from previz.ui.boards.page import Page
from previz.ui.controls import Keycaps, ToolButton, push_button
from previz.ui.controls.labels import column, label, row, rule
from previz.ui.desk import Desk
from previz.ui.icons import icon
from previz.ui.pictures import picture_name
from previz.ui.theme import colour, font

FRAME_MS = 33


class Screen(QWidget):
    """The picture of a beat as it is seen at a moment."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.beat: Beat | None = None
        self.time_s = 0.0
        self.setMinimumSize(240, 120)
        # A method, not a lambda: Qt lets go of it with the widget.
        desk.pictures.ready.connect(self._came)

    def _came(self, blob: str) -> None:
        self.update()

    def show_moment(self, beat: Beat | None, time_s: float) -> None:
        self.beat, self.time_s = beat, time_s
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour("void"))
        if self.beat is not None:
            self._picture(painter, self.beat)
        painter.end()

    def _picture(self, painter: QPainter, beat: Beat) -> None:
        room = QRectF(self.rect())
        pixels = max(64, round(room.width() * self.devicePixelRatioF() / 64) * 64)
        image = self._of(beat.panel, pixels)
        if image is None:
            image = self._desk.rows.still(beat.shot.id)
        if image is None or image.isNull():
            painter.setPen(colour("text3"))
            painter.setFont(font(tokens.TEXT_BASE))
            words = "" if beat.panel.image and image is None else "Not drawn yet"  # it is on its way
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, words)
            return
        width = min(room.width(), room.height() * image.width() / image.height())
        frame = QRectF(0, 0, width, width * image.height() / image.width())
        frame.moveCenter(room.center())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setClipRect(frame)
        moving = bool(beat.panel.image)
        seen = beat.box(self.time_s) if moving else WHOLE
        painter.drawImage(_placed(frame, WHOLE, seen), image)
        after = self._of(beat.after, pixels) if beat.after is not None and moving else None
        if after is not None and not after.isNull():
            first, last = _placed(frame, WHOLE, seen), _placed(frame, beat.end, seen)
            painter.drawImage(last, after)
            painter.setClipRect(frame.intersected(last))  # beside it the first picture stays as it is
            painter.setOpacity(1.0 - beat.done(self.time_s))
            painter.drawImage(first, image)

    def _of(self, panel: PanelRow, pixels: int) -> QImage | None:
        name = picture_name(panel.image, panel.take_id)
        return self._desk.pictures.nearest(name, pixels) if name else None


def _placed(frame: QRectF, picture: Box, seen: Box) -> QRectF:
    """Where on the screen a picture lies, while its frame shows what is ``seen``; both in shares of one
    picture."""
    across, down = frame.width() / seen[2], frame.height() / seen[3]
    left = frame.left() + (picture[0] - seen[0]) * across
    top = frame.top() + (picture[1] - seen[1]) * down
    return QRectF(left, top, picture[2] * across, picture[3] * down)


class Reel(QWidget):
    """The whole reel as a line: panels by their length, scenes set apart, where one is."""

    scrubbed = Signal(float)

    def __init__(self, beats: Sequence[Beat], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.beats = list(beats)
        self.time_s = 0.0
        self.loop: tuple[float, float] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Time")

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(400, 44)

    @property
    def length_s(self) -> float:
        return self.beats[-1].end_s if self.beats else 0.0

    def x_at(self, time_s: float) -> float:
        return 8 + (self.width() - 16) * time_s / max(self.length_s, 1e-6)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour("panel"))
        painter.setFont(font(tokens.TEXT_CAP))
        for place, beat in enumerate(self.beats):
            left, right = self.x_at(beat.start_s), self.x_at(beat.end_s)
            now = beat.start_s <= self.time_s < beat.end_s
            inside = self.loop is None or self.loop[0] <= beat.start_s < self.loop[1]
            fill = "accent_lo" if now else "press" if inside else "raised"
            painter.fillRect(QRectF(left, 18, max(1.0, right - left - 1), 18), colour(fill))
            before = self.beats[place - 1] if place else None
            if before is None or before.shot.scene_id != beat.shot.scene_id:
                painter.setPen(colour("text3"))
                painter.drawText(
                    QRectF(left, 2, 120, 14), Qt.AlignmentFlag.AlignVCenter, f"Scene {beat.shot.scene_number}"
                )
        painter.setPen(QPen(colour("accent"), 2))
        x = self.x_at(self.time_s)
        painter.drawLine(QPointF(x, 16), QPointF(x, 40))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self._scrub(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._scrub(event)

    def _scrub(self, event: QMouseEvent) -> None:
        share = (event.position().x() - 8) / max(1, self.width() - 16)
        self.scrubbed.emit(min(max(share, 0.0), 1.0) * self.length_s)


class Play(Page):
    """``start_id``: the panel to begin with."""

    def __init__(self, window: QWidget, desk: Desk, start_id: str | None) -> None:
        super().__init__(window, "Boards in time")
        self._desk = desk
        self.beats = reel(desk.session.document, desk.rows.rows)
        self.time_s = next((beat.start_s for beat in self.beats if beat.panel.id == start_id), 0.0)
        self.screen_ = Screen(desk)
        self.words = FrameWords()
        self._told: Beat | None = None
        """Whose words are shown."""
        self.reel = Reel(self.beats)
        self._clock = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setInterval(FRAME_MS)
        self._timer.timeout.connect(lambda: self.advance(self._clock.restart() / 1000))
        self._place = label(tone="2", size="base")
        self._button = ToolButton("play", "Play or pause  (Space)", self.toggle)
        self._loop = push_button("Loop scene", self.toggle_loop, "solid", "repeat")
        self._loop.setCheckable(True)
        header = row(
            label("Boards in time", "title", weight="strong"),
            self._place,
            None,
            push_button("Close", self.leave, "solid"),
            Keycaps("Esc"),
            role="bar",
            margins=(24, 0, 16, 0),
            gap=12,
            height=48,
        )
        look = column(self.screen_, self.words, role="void", margins=(56, 24, 56, 16), gap=12)
        look.layout().setStretch(0, 1)  # type: ignore[union-attr]
        bar = row(
            ToolButton("skip-back", "The panel before  (←)", lambda: self.step(-1)),
            self._button,
            ToolButton("skip-forward", "The next panel  (→)", lambda: self.step(1)),
            self.reel,
            self._loop,
            Keycaps("L"),
            role="bar",
            margins=(24, 0, 24, 0),
            height=64,
        )
        page = column(header, rule(), look, rule(), bar, gap=0)
        page.layout().setStretch(2, 1)  # type: ignore[union-attr]
        self.body.addWidget(page)
        self.reel.scrubbed.connect(self.go_to)
        self.go_to(self.time_s)

    def start(self) -> None:
        self.open()
        self.play()

    @property
    def playing(self) -> bool:
        return self._timer.isActive()

    @property
    def beat(self) -> Beat | None:
        return next(
            (beat for beat in self.beats if self.time_s < beat.end_s), self.beats[-1] if self.beats else None
        )

    def play(self) -> None:
        if self.beats:
            if self.time_s >= self.reel.length_s - 0.05:
                self.go_to(0.0)
            self._clock.start()
            self._timer.start()
            self._button.setIcon(icon("pause"))

    def pause(self) -> None:
        self._timer.stop()
        self._button.setIcon(icon("play"))

    def toggle(self) -> None:
        (self.pause if self.playing else self.play)()

    def advance(self, seconds: float) -> None:
        """Some time has passed; a loop goes on at its start, the end of the reel pauses."""
        loop, wanted = self.reel.loop, self.time_s + seconds
        if loop is not None and wanted >= loop[1]:
            wanted = loop[0] + (wanted - loop[1]) % max(loop[1] - loop[0], 1e-6)
        elif wanted >= self.reel.length_s:
            wanted = self.reel.length_s
            self.pause()
        self.go_to(wanted)

    def go_to(self, time_s: float) -> None:
        self.time_s = min(max(time_s, 0.0), self.reel.length_s)
        beat = self.beat
        self.screen_.show_moment(beat, self.time_s)
        self.reel.time_s = self.time_s
        self.reel.update()
        self._place.setText(f"{_clock(self.time_s)} of {_clock(self.reel.length_s)}")
        if beat is None:
            self.words.clear()
        elif beat is not self._told:
            self.words.show_frame((beat.shot, beat.panel))
        self._told = beat

    def step(self, by: int) -> None:
        """To the start of the panel before or behind."""
        beat = self.beat
        if beat is not None:
            place = min(max(self.beats.index(beat) + by, 0), len(self.beats) - 1)
            self.go_to(self.beats[place].start_s)

    def toggle_loop(self) -> None:
        """Play the scene of now over and over, or the whole reel again."""
        beat = self.beat
        if self.reel.loop is not None or beat is None:
            self.reel.loop = None
        else:
            scene = [other for other in self.beats if other.shot.scene_id == beat.shot.scene_id]
            self.reel.loop = scene[0].start_s, scene[-1].end_s
        self._loop.setChecked(self.reel.loop is not None)
        self.reel.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        acts: dict[int, Callable[[], object]] = {
            Qt.Key.Key_Space: self.toggle,
            Qt.Key.Key_Right: lambda: self.step(1),
            Qt.Key.Key_Left: lambda: self.step(-1),
            Qt.Key.Key_Home: lambda: self.go_to(0.0),
            Qt.Key.Key_L: self.toggle_loop,
        }
        if event.key() in acts:
            acts[event.key()]()
            event.accept()
        else:
            super().keyPressEvent(event)

    def leave(self) -> None:
        self.pause()
        super().leave()


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60}:{seconds % 60:04.1f}"
