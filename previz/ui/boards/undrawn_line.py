"""Above a wall on which nothing is drawn yet: one button that draws all of it."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from previz.ui.controls import Keycaps, push_button
from previz.ui.controls.labels import label, row, set_role
from previz.ui.desk import Desk


class UndrawnLine(QWidget):
    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        set_role(self, "panel")
        self.words = label(weight="medium")
        self.button = push_button(
            "Draw all boards", lambda: desk.actions.trigger("boards.draw_all"), "primary", "squares-four"
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 6, 12, 6)
        layout.addWidget(row(self.words, self.button, Keycaps("Ctrl+G"), None))
        desk.rows.changed.connect(self.look)
        desk.drawing.changed.connect(self.look)
        self.look()

    def look(self) -> None:
        panels = [panel for shot in self._desk.rows.rows for panel in shot.panels if shot.status != "omitted"]
        undrawn = bool(panels) and not any(panel.image for panel in panels)
        self.setVisible(undrawn and not self._desk.drawing.busy and not self._desk.session.read_only)
        count = len(panels)
        none = "The board of this film is not" if count == 1 else f"None of the {count} boards is"
        self.words.setText(f"{none} drawn yet.")
