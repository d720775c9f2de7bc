"""What is drawn, what waits, what failed: each with its picture and its own ×, or another try.

What waits is dragged into another order, or moved with Alt and the arrows; what does not fit is scrolled to.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QByteArray, QPoint, QRectF, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QScrollBar, QVBoxLayout, QWidget

from previz.scene import model
from previz.studio.background import JobRow
from previz.ui import tokens
from previz.ui.boards.large_picture import fitted
from previz.ui.controls import ToolButton
from previz.ui.controls.labels import column, label, row, set_role
from previz.ui.desk import Desk
from previz.ui.pictures import picture_name
from previz.ui.tasks import time_left
from previz.ui.theme import colour, font, plate

SHOWN = 8
"""Rows on the panel; the others are scrolled to."""
ROW_HEIGHT = 44
PREVIEW_WIDTH = 72
MOVE = "Drag it, or Alt+Up and Alt+Down, to have it drawn earlier or later"
_WORDS = {"waiting": "waits", "drawing": "", "failed": "Failed"}


class _Row(QWidget):
    """One frame: which, how, how far. Kept and filled anew, so that buttons do not flee the mouse."""

    moved = Signal(str, int)
    """(job, places down) with the keys"""
    dragged = Signal(str, QPoint, bool)
    """(job, where on this row, let go)"""

    def __init__(self, act: Callable[[str, str], None], look: Callable[[JobRow], QImage | None]) -> None:
        super().__init__()
        self._job: JobRow | None = None
        self._look = look
        self._pressed: QPoint | None = None
        self._held = ""
        """The job that was taken hold of: meanwhile the row may have come to show another."""
        self._dragging = False
        self._preview, self._picture = b"", QImage()
        self.setFixedHeight(ROW_HEIGHT)
        self.again = ToolButton("arrow-clockwise", "Try again", lambda: act("retry", self.job_id))
        self.cancel = ToolButton("x", "Not this one", lambda: act("dismiss", self.job_id))
        self.models = ToolButton("download-simple", "Show the models", lambda: act("models", self._model))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(row(None, self.models, self.again, self.cancel, gap=0))

    @property
    def job_id(self) -> str:
        return self._job.job_id if self._job else ""

    @property
    def _waits(self) -> bool:
        return self._job is not None and self._job.state == "waiting"

    @property
    def _model(self) -> str:
        return self._job.model if self._job else ""

    def show_job(self, job: JobRow, first: bool) -> None:
        self._job, self._first = job, first
        if job.preview != self._preview:
            self._preview, self._picture = job.preview, QImage.fromData(QByteArray(job.preview))
        self.again.setVisible(job.state == "failed")
        self.models.setVisible(job.state == "failed" and job.lacks_model)
        self.cancel.setToolTip("Forget it" if job.state == "failed" else "Not this one")
        self.setAccessibleName(f"{job.number}, {job.what}, {self._state(job)}")
        self.setToolTip(job.text if job.state == "failed" else MOVE if self._waits else "")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if self._waits else Qt.FocusPolicy.NoFocus)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        left = event.button() == Qt.MouseButton.LeftButton
        self._pressed = event.position().toPoint() if left and self._waits else None
        self._held = self.job_id

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        at = event.position().toPoint()
        if self._pressed is None:
            return
        far = (at - self._pressed).manhattanLength() >= QApplication.startDragDistance()
        self._dragging = self._dragging or far
        if self._dragging:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.dragged.emit(self._held, at, False)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        dragging, self._dragging, self._pressed = self._dragging, False, None
        self.unsetCursor()
        if dragging:
            self.dragged.emit(self._held, event.position().toPoint(), True)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        places = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if places and self._waits and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.moved.emit(self.job_id, places)
        else:
            super().keyPressEvent(event)

    def _state(self, job: JobRow) -> str:
        if job.state == "drawing":
            return f"{round(100 * job.share)} %"
        return "next" if job.state == "waiting" and self._first else _WORDS.get(job.state, job.state)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        job = self._job
        if job is None:
            return
        painter = QPainter(self)
        buttons = 1 + (1 + job.lacks_model if job.state == "failed" else 0)
        right = self.width() - 8 - 26 * buttons
        place = QRectF(0, 0, PREVIEW_WIDTH, ROW_HEIGHT - 8)
        painter.fillRect(place, colour("void"))
        shown = self._picture if job.state == "drawing" and not self._picture.isNull() else self._look(job)
        if shown is not None and not shown.isNull():
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(fitted(place, shown), shown)
        if self.hasFocus():
            plate(painter, QRectF(0.5, -0.5, self.width() - 9, ROW_HEIGHT - 6), None, "accent", 3, 1)
        left = PREVIEW_WIDTH + 8.0
        line = QRectF(left, 2, right - left, 18)
        failed = job.state == "failed"
        painter.setFont(font(tokens.TEXT_BODY, 600))
        painter.setPen(colour("text" if job.state == "drawing" or failed else "text2"))
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, job.number)
        painter.setFont(font(tokens.TEXT_CAP))
        painter.setPen(colour("changes" if failed else "text3"))
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self._state(job))
        below = line.translated(0, 17)
        words = job.text if failed or (job.state == "drawing" and job.text) else job.what
        told = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(below.width()))
        painter.drawText(below, Qt.AlignmentFlag.AlignVCenter, told)
        if job.state == "drawing":
            bar = QRectF(0, ROW_HEIGHT - 5, self.width() - 8, 3)
            painter.fillRect(bar, colour("press"))
            painter.fillRect(QRectF(bar.left(), bar.top(), bar.width() * job.share, 3), colour("accent"))
        painter.end()


class QueuePanel(QWidget):
    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drawing = desk.drawing
        set_role(self, "panel")
        self._told = label(tone="3", size="cap")
        self.waiting = ToolButton("pause", "Finish this one, begin no other", self._drawing.cancel_waiting)
        self.all = ToolButton("prohibit", "Stop everything", self._drawing.stop)
        self._desk = desk
        self._line: int | None = None
        """Where what is dragged would go, px from the top."""
        self._rows = [_Row(self._act, self._picture) for _ in range(SHOWN)]
        for one in self._rows:
            one.moved.connect(self._move)
            one.dragged.connect(partial(self._drag, one))
        self._more = label(tone="3", size="cap")
        self._idle = label("Nothing is being drawn.", tone="3")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 8)
        layout.setSpacing(4)
        layout.addWidget(
            row(label("Queue", "base", weight="strong"), self._told, None, self.waiting, self.all, height=36)
        )
        self.bar = QScrollBar(Qt.Orientation.Vertical)
        self.bar.setAccessibleName("Rows of the queue")
        self.bar.setPageStep(SHOWN)
        self.bar.valueChanged.connect(self.show_rows)
        shown = row(column(*self._rows, gap=4), self.bar, gap=0)
        shown.layout().setStretch(0, 1)  # type: ignore[union-attr]
        layout.addWidget(shown)
        layout.addWidget(self._more)
        layout.addWidget(self._idle)
        self._drawing.changed.connect(self.show_rows)
        self._drawing.progressed.connect(self.show_rows)
        desk.pictures.ready.connect(self._repaint)
        desk.rows.still_changed.connect(self._repaint)
        self.show_rows()

    def show_rows(self) -> None:
        jobs = self._drawing.rows
        live = [job for job in jobs if job.state != "failed"]
        first = next((job.job_id for job in live if job.state == "waiting"), "")
        with QSignalBlocker(self.bar):
            self.bar.setRange(0, max(0, len(jobs) - SHOWN))
        self.bar.setVisible(len(jobs) > SHOWN)
        top = self.bar.value()
        for place, widget in enumerate(self._rows, top):
            widget.setVisible(place < len(jobs))
            if place < len(jobs):
                widget.show_job(jobs[place], jobs[place].job_id == first)
        self._more.setVisible(len(jobs) > SHOWN)
        self._more.setText(f"{top + 1} to {min(top + SHOWN, len(jobs))} of {len(jobs)}")
        self._idle.setVisible(not jobs)
        busy = self._drawing.busy
        self._idle.setText("Looking at the shots." if busy else "Nothing is being drawn.")
        left_s = self._drawing.left_s
        count = f"{len(live)} frame{'s' if len(live) != 1 else ''}" if live else ""
        self._told.setText(" · ".join(filter(None, (count, time_left(left_s) if left_s else ""))))
        self.waiting.setVisible(any(job.state == "waiting" for job in live))
        self.all.setVisible(bool(live) or busy)

    # ---------------------------------------------------------------------------------------- moving
    def _waiting(self) -> list[str]:
        return [job.job_id for job in self._drawing.rows if job.state == "waiting"]

    def _move(self, job_id: str, places: int) -> None:
        """With the keys; the focus goes along."""
        ids = self._waiting()
        if job_id not in ids:
            return
        place = ids.index(job_id) + places
        rest = [id for id in ids if id != job_id]
        if 0 <= place <= len(rest):
            self._drawing.move(job_id, rest[place] if place < len(rest) else "")
            self._scroll_to(job_id)
            row = next((one for one in self._rows if one.isVisible() and one.job_id == job_id), None)
            if row is not None:
                row.setFocus(Qt.FocusReason.OtherFocusReason)

    def _scroll_to(self, job_id: str) -> None:
        place = next((n for n, job in enumerate(self._drawing.rows) if job.job_id == job_id), None)
        if place is not None:
            self.bar.setValue(min(max(self.bar.value(), place - SHOWN + 1), place))

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """Scrolls the rows where there are more than fit, else the whole side."""
        if self.bar.isVisible():
            QApplication.sendEvent(self.bar, event)
            event.accept()
        else:
            event.ignore()

    def _drag(self, source: _Row, job_id: str, at: QPoint, over: bool) -> None:
        """``at`` on ``source``, where it was taken hold of; what is dragged out of the rows scrolls them."""
        ids = self._waiting()
        y = source.mapTo(self, at).y()
        rows = [one for one in self._rows if one.isVisible() and one.job_id in ids]
        if not over and rows:
            self._scroll_by(-1 if y < self._top_of(self._rows[0]) else int(y > self._end_of(rows[-1])))
            rows = [one for one in self._rows if one.isVisible() and one.job_id in ids]
        below = next((one for one in rows if y < self._top_of(one) + ROW_HEIGHT / 2), None)
        wanted = not over and bool(rows) and job_id in ids
        self._line = None
        if wanted:
            self._line = self._top_of(below) - 3 if below else self._end_of(rows[-1]) + 1
        self.update()
        if over and job_id in ids and (below is None or below.job_id != job_id):
            last = ids.index(rows[-1].job_id) + 1 if rows else len(ids)
            self._drawing.move(job_id, below.job_id if below else "".join(ids[last : last + 1]))

    def _scroll_by(self, rows: int) -> None:
        if rows:
            self.bar.setValue(self.bar.value() + rows)

    def _top_of(self, one: _Row) -> int:
        return one.mapTo(self, QPoint(0, 0)).y()

    def _end_of(self, one: _Row) -> int:
        return self._top_of(one) + ROW_HEIGHT - 1

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        super().paintEvent(event)
        if self._line is not None:
            painter = QPainter(self)
            painter.fillRect(QRectF(0, self._line, self.width() - 8, 2), colour("accent"))
            painter.end()

    # -------------------------------------------------------------------------------------- pictures
    def _picture(self, job: JobRow) -> QImage | None:
        """The take that stands for the panel, else what the stage shows of its shot."""
        document = self._desk.session.document
        panel = document.get(job.panel_id, model.Panel)
        take = document.get(panel.selected_take_id, model.Take) if panel is not None else None
        if take is None:
            return self._desk.rows.still(job.shot_id)
        name = picture_name(take.image, take.id)
        return self._desk.pictures.nearest(name, round(PREVIEW_WIDTH * self.devicePixelRatioF()))

    def _repaint(self, name: str) -> None:
        for one in self._rows:
            one.update()

    def _act(self, what: str, about: str) -> None:
        acts = {
            "retry": self._drawing.retry,
            "dismiss": self._drawing.dismiss,
            "models": self._drawing.show_models,
        }
        acts[what](about)
