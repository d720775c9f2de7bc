"""The frame of the panel in front while it is made: the picture so far, what goes on, how far it is."""

from __future__ import annotations

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QVBoxLayout, QWidget

from previz.studio.background import JobRow
from previz.ui.boards.large_picture import LargePicture, Thumbnail
from previz.ui.controls.labels import label, row
from previz.ui.drawing import Drawing


class LiveFrame(QWidget):
    """Hidden while nothing is made for the panel."""

    def __init__(self, drawing: Drawing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drawing = drawing
        self._panel_id = ""
        self._shown = b""
        self.picture = Thumbnail("The frame so far")
        self.picture.clicked.connect(self._enlarge)
        self.told = label(tone="2", size="cap")
        self._share = label(tone="3", size="cap")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 4)
        layout.setSpacing(4)
        layout.addWidget(self.picture)
        layout.addWidget(row(self.told, None, self._share))
        drawing.progressed.connect(self.refresh)
        drawing.changed.connect(self.refresh)
        self.hide()

    def show_panel(self, panel_id: str) -> None:
        self._panel_id = panel_id
        self.refresh()

    def refresh(self) -> None:
        job = self._job()
        self.setVisible(job is not None)
        if job is None:
            self._shown = b""
            self.picture.set_image(QImage())
            return
        self.told.setText(job.text or "Starting")
        self._share.setText(f"{round(100 * job.share)} %")
        if job.preview != self._shown:
            self._shown = job.preview
            self.picture.set_image(QImage.fromData(QByteArray(job.preview)))
        self.picture.setVisible(not self.picture.image.isNull())

    def _job(self) -> JobRow | None:
        mine = (job for job in self._drawing.rows if job.panel_id == self._panel_id)
        return next((job for job in mine if job.state == "drawing"), None)

    def _enlarge(self) -> None:
        LargePicture(self.window(), [("The frame so far", self.picture.image)]).start()
