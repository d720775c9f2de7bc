"""What the draughtsman decided for a frame and shall decide so again, whatever else the next take varies."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from previz.gen.sketch.choices import CHOICES
from previz.ui.controls import push_button
from previz.ui.controls.buttons import set_words

NOTHING = "Nothing"
TIP = "Choices of the take that stands, such as its light or hatching, that the next drawings keep"


class KeepChoices(QWidget):
    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kept: set[str] = set()
        self.button = push_button(NOTHING, self._ask, icon_name="lock-simple-open", tip=TIP)
        self.button.setAccessibleName(f"Keep of the last take: {NOTHING}")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.button)

    @property
    def names(self) -> tuple[str, ...]:
        """Of the choices that are kept, in their usual order."""
        return tuple(one.name for one in CHOICES if one.name in self._kept)

    def keep(self, name: str, on: bool) -> None:
        (self._kept.add if on else self._kept.discard)(name)
        labels = [one.label for one in CHOICES if one.name in self._kept]
        words = ", ".join(labels) if len(labels) < 3 else f"{len(labels)} choices"
        set_words(self.button, words or NOTHING)
        self.button.setAccessibleName(f"Keep of the last take: {', '.join(labels) or NOTHING}")
        self.changed.emit()

    def menu(self) -> QMenu:
        """A row for every choice, ticked when it is kept."""
        made = QMenu(self)
        made.setToolTipsVisible(True)
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for one in CHOICES:
            row = made.addAction(one.label)
            row.setCheckable(True)
            row.setChecked(one.name in self._kept)
            row.setToolTip(one.about)
            row.toggled.connect(partial(self.keep, one.name))
        return made

    def _ask(self) -> None:
        self.menu().popup(self.button.mapToGlobal(QPoint(0, self.button.height())))
