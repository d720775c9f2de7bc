"""What stands where nothing is yet: a picture of what would be there, one sentence, one thing to do."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from previz.ui.controls.buttons import push_button
from previz.ui.controls.labels import label
from previz.ui.icons import draw_icon


class _Sign(QWidget):
    def __init__(self, icon_name: str) -> None:
        super().__init__()
        self._icon = icon_name
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(40, 40)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        draw_icon(painter, self._icon, QRectF(self.rect()), "off")
        painter.end()


class EmptyState(QWidget):
    """``act`` with its ``button`` is the one way on; ``more`` are further ways, quiet."""

    def __init__(
        self,
        icon_name: str,
        title: str,
        text: str = "",
        button: str = "",
        act: Callable[[], object] | None = None,
        more: tuple[tuple[str, Callable[[], object]], ...] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        layout.addStretch(1)
        centre = Qt.AlignmentFlag.AlignHCenter
        layout.addWidget(_Sign(icon_name), 0, centre)
        heading = label(title, "base", weight="strong", wrap=True)
        heading.setAlignment(centre)
        layout.addWidget(heading)
        if text:
            words = label(text, tone="3", wrap=True)
            words.setAlignment(centre)
            layout.addWidget(words)
        if button and act is not None:
            layout.addSpacing(4)
            self.button = push_button(button, act, "primary")
            layout.addWidget(self.button, 0, centre)
        for wording, run in more:
            layout.addWidget(push_button(wording, run), 0, centre)
        layout.addStretch(1)
        self.setAccessibleName(f"{title}. {text}".strip())
