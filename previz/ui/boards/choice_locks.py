"""What the draughtsman decided for the frame that stands, each with a lock: the next drawings keep it."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from previz.gen.sketch.choices import CHOICES, listed
from previz.gen.sketch.plan import Plan
from previz.scene import model
from previz.studio.planning import lock_choice, locked_choices
from previz.ui.controls import ToolButton
from previz.ui.controls.labels import label
from previz.ui.icons import icon
from previz.ui.session import Session


class ChoiceLocks(QWidget):
    """A row for every choice; the locks are the panel's and stay with the film."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.locks: dict[str, LockButton] = {}
        self._words: dict[str, QLabel] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 1)
        for line, one in enumerate(CHOICES):
            name = label(one.label, tone="2")
            name.setToolTip(one.about[:1].upper() + one.about[1:])
            self._words[one.name] = label()
            self.locks[one.name] = LockButton(session, one.name, one.label)
            for place, part in enumerate((name, self._words[one.name], self.locks[one.name])):
                grid.addWidget(part, line, place)

    def show_drawing(self, panel: model.Panel, plan: Plan) -> None:
        for one in listed(plan):
            self._words[one.choice.name].setText(one.words if one.used else "not used in this style")
            self.locks[one.choice.name].show_panel(panel)


class LockButton(ToolButton):
    """Locks one choice of a panel, or unlocks it."""

    def __init__(self, session: Session, name: str, title: str) -> None:
        super().__init__("lock-simple-open", f"Lock {title}", self._press, checkable=True)
        self._session, self._name, self._title = session, name, title
        self._panel_id = ""

    def show_choice(self, name: str, title: str) -> None:
        self._name, self._title = name, title

    def show_panel(self, panel: model.Panel) -> None:
        self._panel_id = panel.id
        locked = self._name in locked_choices(panel)
        self.setChecked(locked)
        self.setIcon(icon("lock-simple" if locked else "lock-simple-open", "accent" if locked else "text3"))
        told = "is locked: the next drawings keep it" if locked else "may change; lock it to keep it"
        self.setToolTip(f"{self._title} {told}")
        self.setAccessibleName(f"{self._title}, {'locked' if locked else 'not locked'}")
        self.setEnabled(not self._session.read_only)

    def _press(self) -> None:
        document = self._session.document
        self._session.attempt(partial(lock_choice, document, self._panel_id, self._name, self.isChecked()))
        self.show_panel(document.need(self._panel_id, model.Panel))
