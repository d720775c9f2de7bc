"""Under the toolbar: who says what the ledger writes down. The name is asked for once and stays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from previz.export.rows import PanelRow
from previz.ui import preferences
from previz.ui.boards.newcomers import why_beside
from previz.ui.controls import push_button
from previz.ui.controls.labels import label, row, set_role

Said = Literal["approved", "taken", "review", "omitted", "back"]
"""What is said; "back": what was omitted is in review again; "taken": the new take stands and is approved."""
_WORDS: dict[str, tuple[str, str]] = {
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
        self.all_the_same = push_button("", self._insist)
        """Approves the take that stands, beside one that is new."""
        cancel = push_button("Cancel", self._leave)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 6, 12, 6)
        layout.addWidget(row(self.words, self.name, self.button, self.all_the_same, cancel, None))
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
        self.all_the_same.hide()
        self._open()

    def ask_which(self, panel: PanelRow) -> None:
        """The take that stands was sent back, or another is new: nobody approves that by habit."""
        self._said, self._ids = ("taken" if panel.new_take else "approved"), [panel.id]
        told = f"Take {panel.new_take} is new: Enter takes and approves it." if panel.new_take else ""
        self.words.setText(f"{why_beside(panel)}. {told}".strip())
        self.name.setAccessibleName(f"{self.words.text()} Who approves?")
        insist = f"Approve take {panel.take} all the same"
        self.button.setText(f"Take {panel.new_take} and approve" if panel.new_take else insist)
        self.all_the_same.setText(insist)
        self.all_the_same.setVisible(bool(panel.new_take))
        self._open()

    def _open(self) -> None:
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

    def _insist(self) -> None:
        self._said = "approved"
        self.take()

    def _leave(self) -> None:
        self.hide()
        self._back_to.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)
