"""Under the toolbar: who says what the ledger writes down. The name is asked for once and stays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from previz.ui import preferences
from previz.ui.controls import push_button
from previz.ui.controls.labels import label, row, set_role

Said = Literal["approved", "review", "omitted", "back"]
"""What is said; "back": what was omitted is in review again."""
_WORDS: dict[Said, tuple[str, str]] = {
    "approved": ("who approves {}", "Approve"),
    "review": ("who puts {} in review", "Put in review"),
    "omitted": ("who omits {}", "Omit"),
    "back": ("who brings {} back", "Bring back"),
}


class SayLine(QWidget):
    def __init__(self, give: Callable[[Said, list[str], str], None], back_to: QWidget) -> None:
        """``give``: (what, panel ids it is about, who). The focus goes ``back_to`` the wall."""
        super().__init__()
        self._give, self._back_to = give, back_to
        self._said: Said = "approved"
        self._ids: list[str] = []
        set_role(self, "panel")
        self.words = label(weight="medium")
        self.name = QLineEdit()
        self.name.setPlaceholderText("Your name")
        self.name.setFixedWidth(220)
        self.name.returnPressed.connect(self.take)
        self.button = push_button("", self.take, "solid")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 6, 12, 6)
        layout.addWidget(row(self.words, self.name, self.button, push_button("Cancel", self._leave), None))
        self.hide()

    def ask(self, said: Said, ids: Sequence[str]) -> None:
        """``ids``: of the panels that it is about."""
        self._said, self._ids = said, list(ids)
        who, button = _WORDS[said]
        what = "this panel" if len(ids) == 1 else f"{len(ids)} panels"
        told = who.format(what)
        self.words.setText(f"The ledger writes down {told}:")
        self.name.setAccessibleName(told[:1].upper() + told[1:])
        self.button.setText(button)
        self.name.setText(preferences.person())
        self.show()
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)
        self.name.selectAll()

    def take(self) -> None:
        who = self.name.text().strip()
        if who:
            preferences.remember_person(who)
            self._leave()
            self._give(self._said, self._ids, who)

    def _leave(self) -> None:
        self.hide()
        self._back_to.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)
