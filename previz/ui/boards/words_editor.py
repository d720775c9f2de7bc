"""What a model is told: what the shot says by itself, with where it comes from, and a person's own words."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QGridLayout, QPlainTextEdit, QVBoxLayout, QWidget

from previz.gen.prompt import WILDCARD
from previz.scene.model import Look
from previz.studio.sent import Sent
from previz.ui.controls.labels import label

WILD = "{rain|fog|snow} takes one of them by the seed: another take, another weather."


class WordsEditor(QWidget):
    edited = Signal(str, str)
    """(field of the look: words or negative, what it shall be)"""

    def __init__(self, read_only: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(3)
        self._grid.setColumnMinimumWidth(0, 92)
        self._grid.setColumnStretch(1, 1)
        self.words = Words("Words of your own", "rain on the window, {dusk|night}")
        self.negative = Words("Never", "text, watermark")
        for box in (self.words, self.negative):
            box.setReadOnly(read_only)
        self.words.said.connect(lambda text: self.edited.emit("words", text))
        self.negative.said.connect(lambda text: self.edited.emit("negative", text))
        self._avoided = label(tone="3", size="cap", wrap=True)
        self.whole = label(tone="2", wrap=True)
        self.whole.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._whole_head = label("As it is sent", "cap", "3")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(label("The shot says by itself", "cap", "3"))
        layout.addLayout(self._grid)
        layout.addSpacing(4)
        layout.addWidget(label("Words of your own", "cap", "3"))
        layout.addWidget(self.words)
        layout.addWidget(label(WILD, "cap", "3", wrap=True))
        layout.addWidget(label("Never", "cap", "3"))
        layout.addWidget(self.negative)
        layout.addWidget(self._avoided)
        layout.addSpacing(4)
        layout.addWidget(self._whole_head)
        layout.addWidget(self.whole)

    def show_look(self, look: Look) -> None:
        """What a person wrote; at once, while the rest is looked up."""
        self.words.show_text(look.words)
        self.negative.show_text(look.negative)

    def show_sent(self, sent: Sent) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for line, (source, words) in enumerate(sent.generated):
            self._grid.addWidget(label(_headed(source), tone="3"), line, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(label(words, tone="2", wrap=True), line, 1)
        self._avoided.setText(f"And by the style: {sent.avoided}" if sent.avoided else "")
        self._avoided.setVisible(bool(sent.avoided))
        wild = WILDCARD.search(self.words.toPlainText()) is not None
        self._whole_head.setText(f"As it is sent, seed {sent.request.seed}" if wild else "As it is sent")
        self.whole.setText(sent.request.prompt)


class Words(QPlainTextEdit):
    """Several lines; said when the box is left, or with Ctrl+Enter."""

    said = Signal(str)

    def __init__(self, name: str, example: str) -> None:
        super().__init__()
        self._kept = ""
        self.setAccessibleName(name)
        self.setPlaceholderText(example)
        self.setTabChangesFocus(True)
        self.setFixedHeight(56)

    def show_text(self, text: str) -> None:
        """Leaves alone what somebody is writing."""
        if text != self._kept or not self.hasFocus():
            self._kept = text
            if text != self.toPlainText():
                self.setPlainText(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._say()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusOutEvent(event)
        self._say()

    def _say(self) -> None:
        text = " ".join(self.toPlainText().split())
        if text != self._kept:
            self._kept = text
            self.said.emit(text)


def _headed(source: str) -> str:
    return f"{source[:1].upper()}{source[1:]}"
