"""What is drawn, what waits, what failed: each with its own ×, or another try."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from previz.studio.background import JobRow
from previz.ui import tokens
from previz.ui.boards.large_picture import fitted
from previz.ui.controls import ToolButton
from previz.ui.controls.labels import label, row, set_role
from previz.ui.desk import Desk
from previz.ui.tasks import time_left
from previz.ui.theme import colour, font

SHOWN = 8
"""Rows on the panel; the rest is a number."""
ROW_HEIGHT = 44
PREVIEW_WIDTH = 72
_WORDS = {"waiting": "waits", "drawing": "", "failed": "Failed"}


class _Row(QWidget):
    """One frame: which, how, how far. Kept and filled anew, so that buttons do not flee the mouse."""

    def __init__(self, act: Callable[[str, str], None]) -> None:
        super().__init__()
        self._job: JobRow | None = None
        self._preview, self._picture = b"", QImage()
        self.setFixedHeight(ROW_HEIGHT)
        self.again = ToolButton("arrow-clockwise", "Try again", lambda: act("retry", self._id))
        self.cancel = ToolButton("x", "Not this one", lambda: act("dismiss", self._id))
        self.models = ToolButton("download-simple", "Show the models", lambda: act("models", self._model))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(row(None, self.models, self.again, self.cancel, gap=0))

    @property
    def _id(self) -> str:
        return self._job.job_id if self._job else ""

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
        self.setToolTip(job.text if job.state == "failed" else "")
        self.update()

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
        left = 0.0
        if not self._picture.isNull() and job.state == "drawing":
            picture = fitted(QRectF(0, 0, PREVIEW_WIDTH, ROW_HEIGHT - 8), self._picture)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(picture, self._picture)
            left = PREVIEW_WIDTH + 8
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
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(below.width()))
        painter.drawText(below, Qt.AlignmentFlag.AlignVCenter, shown)
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
        self._rows = [_Row(self._act) for _ in range(SHOWN)]
        self._more = label(tone="3", size="cap")
        self._idle = label("Nothing is being drawn.", tone="3")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 8)
        layout.setSpacing(4)
        layout.addWidget(
            row(label("Queue", "base", weight="strong"), self._told, None, self.waiting, self.all, height=36)
        )
        for one in self._rows:
            layout.addWidget(one)
        layout.addWidget(self._more)
        layout.addWidget(self._idle)
        self._drawing.changed.connect(self.show_rows)
        self._drawing.progressed.connect(self.show_rows)
        self.show_rows()

    def show_rows(self) -> None:
        jobs = self._drawing.rows
        live = [job for job in jobs if job.state != "failed"]
        first = next((job.job_id for job in live if job.state == "waiting"), "")
        for place, widget in enumerate(self._rows):
            widget.setVisible(place < len(jobs))
            if place < len(jobs):
                widget.show_job(jobs[place], jobs[place].job_id == first)
        self._more.setVisible(len(jobs) > SHOWN)
        self._more.setText(f"and {len(jobs) - SHOWN} more")
        self._idle.setVisible(not jobs)
        busy = self._drawing.busy
        self._idle.setText("Looking at the shots." if busy else "Nothing is being drawn.")
        left_s = self._drawing.left_s
        count = f"{len(live)} frame{'s' if len(live) != 1 else ''}" if live else ""
        self._told.setText(" · ".join(filter(None, (count, time_left(left_s) if left_s else ""))))
        self.waiting.setVisible(any(job.state == "waiting" for job in live))
        self.all.setVisible(bool(live) or busy)

    def _act(self, what: str, about: str) -> None:
        acts = {
            "retry": self._drawing.retry,
            "dismiss": self._drawing.dismiss,
            "models": self._drawing.show_models,
        }
        acts[what](about)
