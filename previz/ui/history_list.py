"""Every step of this session by name; a click goes there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QListView, QWidget

from previz.ui.controls import Keycaps
from previz.ui.controls.labels import label, row, rule
from previz.ui.overlay import Overlay
from previz.ui.theme import colour

if TYPE_CHECKING:
    from previz.ui.session import Session

Index = QModelIndex | QPersistentModelIndex


class Steps(QAbstractListModel):
    """The film as it was opened, the steps that can be undone, then those that were undone."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        document = session.document
        self.done = len(document.history)
        self._labels = ["As it was opened", *(step.label for step in document.history)]
        self._labels += [step.label for step in document.undone]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008
        return 0 if parent.isValid() else len(self._labels)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        undone = index.row() > self.done
        if role == Qt.ItemDataRole.DisplayRole:
            return self._labels[index.row()] + ("  (undone)" if undone else "")
        if role == Qt.ItemDataRole.ForegroundRole and undone:
            return colour("text3")
        return None


class HistoryList(Overlay):
    def __init__(self, window: QWidget, session: Session) -> None:
        super().__init__(window, "History", 420, top=64, height=560)
        self._session = session
        self._steps = Steps(session, self)
        self.list = QListView()
        self.list.setAccessibleName("Steps, the latest last")
        self.list.setModel(self._steps)
        self.list.setUniformItemSizes(True)
        self.list.setStyleSheet(
            "QListView { background: transparent; padding: 4px; } QListView::item { height: 28px; }"
        )
        self.list.setCurrentIndex(self._steps.index(self._steps.done, 0))
        self.list.clicked.connect(self._go)
        self.list.activated.connect(self._go)
        self.body.addWidget(row(label("History", "title"), None, Keycaps("Esc"), margins=(16, 12, 16, 12)))
        self.body.addWidget(rule())
        self.body.addWidget(self.list, 1)

    def open(self, focus: QWidget | None = None) -> None:
        super().open(focus or self.list)
        self.list.scrollTo(self.list.currentIndex())

    def _go(self, index: QModelIndex) -> None:
        """Undo or redo until the step is the last one done."""
        steps = index.row() - self._steps.done
        self.leave()
        for _ in range(abs(steps)):
            if steps < 0:
                self._session.undo()
            else:
                self._session.redo()
