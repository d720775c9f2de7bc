"""Every key, grouped by where it works. Read from the action table, so it is never wrong."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QScrollArea, QWidget

from previz.ui.actions import WINDOW, Action, ActionTable, shown
from previz.ui.controls import Keycaps, SearchLine
from previz.ui.controls.labels import column, label, row, rule
from previz.ui.overlay import Overlay

COLUMNS = 3


def groups(table: ActionTable, query: str = "") -> dict[str, list[Action]]:
    """Context → its rows that have keys; what works everywhere comes first."""
    found: dict[str, list[Action]] = {WINDOW: []}
    words = query.casefold().split()
    for action in table:
        text = f"{action.title} {action.keys} {action.context}".casefold()
        if action.keys and all(word in text for word in words):
            found.setdefault(action.context, []).append(action)
    return {context: actions for context, actions in found.items() if actions}


class ShortcutsSheet(Overlay):
    def __init__(self, window: QWidget, table: ActionTable) -> None:
        super().__init__(window, "Keys", 1080, height=680)
        self._table = table
        self.search = SearchLine("Find a key")
        self.search.setFixedWidth(240)
        self.search.textChanged.connect(self._fill)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        head = row(label("Keys", "head"), None, self.search, Keycaps("Esc"), margins=(24, 16, 24, 16))
        self.body.addWidget(head)
        self.body.addWidget(rule())
        self.body.addWidget(self._area, 1)
        self._fill("")

    def open(self, focus: QWidget | None = None) -> None:
        super().open(focus or self.search)

    def _fill(self, query: str) -> None:
        columns: list[list[QWidget]] = [[] for _ in range(COLUMNS)]
        heights = [0] * COLUMNS
        for context, actions in groups(self._table, query).items():
            shortest = heights.index(min(heights))
            columns[shortest].append(_group(context, actions))
            heights[shortest] += len(actions) + 3
        if not any(columns):
            columns[0].append(label("No key is called that.", tone="3"))
        parts = [column(*members, None, gap=24) for members in columns]
        self._area.setWidget(row(*parts, margins=(24, 20, 24, 20), gap=40))


def _group(context: str, actions: list[Action]) -> QWidget:
    box = QWidget()
    grid = QGridLayout(box)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(0, 1)
    grid.addWidget(label("Everywhere" if context == WINDOW else context, "base", weight="strong"), 0, 0)
    for line, action in enumerate(actions, start=1):
        grid.addWidget(label(action.title, tone="2", wrap=True), line, 0)
        keys = row(*(Keycaps(shown(keys)) for keys in action.keys.split("; ")), gap=8)
        grid.addWidget(keys, line, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
    return box
