"""Everything a person can do, once: menus, palette, shortcut sheet, status bar and buttons read this table.

A widget offers its rows with ``actions() -> list[Action]``; the window adds them to its table with the widget
as their home, so that keys fire only while the focus is inside it (context "Window": anywhere in the window).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from weakref import ref

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from previz.ui.icons import icon

WINDOW = "Window"
"""The context of what works everywhere."""


def always() -> bool:
    return True


@dataclass(frozen=True)
class Action:
    """One thing that a person can do.

    ``name`` is for programs and never changes ("shot.duplicate"). ``label`` is a few words in sentence case,
    or what makes them ("Undo Move Maya"). ``keys`` are Qt's names, alternatives after "; "
    ("Ctrl+Shift+Z; Ctrl+Y"). ``context`` is the panel or room whose keys these are, as the shortcut sheet
    heads them. ``why_disabled`` says what to do first. ``checked`` makes it a switch. ``hint`` is the word in
    the status bar, for the few that stand there. ``words`` help the palette to find it.
    """

    name: str
    label: str | Callable[[], str]
    keys: str = ""
    run: Callable[[], object] = lambda: None
    context: str = WINDOW
    enabled: Callable[[], bool] = always
    why_disabled: str | Callable[[], str] = ""
    icon: str = ""
    checked: Callable[[], bool] | None = None
    hint: str = ""
    words: str = ""

    @property
    def title(self) -> str:
        return self.label if isinstance(self.label, str) else self.label()

    @property
    def sequences(self) -> list[QKeySequence]:
        return QKeySequence.listFromString(self.keys) if self.keys else []

    @property
    def shown_keys(self) -> str:
        """The first key as people write it, "Ctrl+D"; empty without one."""
        return shown(self.keys)

    @property
    def tooltip(self) -> str:
        """Label, keys and, when it cannot be done, why."""
        text = f"{self.title}  ({self.shown_keys})" if self.keys else self.title
        return text if self.enabled() or not self.why_not else f"{text}\n{self.why_not}"

    @property
    def why_not(self) -> str:
        """What to do first, where it cannot be done now."""
        return self.why_disabled if isinstance(self.why_disabled, str) else self.why_disabled()


def shown(keys: str) -> str:
    """The first of some keys in the form of this machine."""
    sequences = QKeySequence.listFromString(keys) if keys else []
    return sequences[0].toString(QKeySequence.SequenceFormat.NativeText) if sequences else ""


class ActionTable(QObject):
    """All rows of one window."""

    refreshed = Signal()
    """What is possible may have changed: buttons look again."""
    started = Signal()
    """Somebody asks for something else: what went wrong before is history."""
    refused = Signal(object)
    """An `Action` was asked for that is not possible now."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._actions: dict[str, Action] = {}
        self._homes: dict[str, ref[QWidget]] = {}
        self._bound: dict[str, QAction] = {}

    def __iter__(self) -> Iterator[Action]:
        return iter(list(self._actions.values()))

    def __contains__(self, name: object) -> bool:
        return name in self._actions

    def __getitem__(self, name: str) -> Action:
        """Raises KeyError."""
        return self._actions[name]

    def add(self, home: QWidget, actions: Iterable[Action]) -> None:
        """Take rows in; their keys work while the focus is inside ``home``.

        Raises ValueError for a name that is taken, or keys that mean something else at the same place.
        """
        for action in actions:
            if action.name in self._actions:
                raise ValueError(f"two actions are called {action.name!r}")
            self._refuse_clash(home, action)
            self._actions[action.name] = action
            self._homes[action.name] = ref(home)
            self._bound[action.name] = self._bind(home, action)
        self.refreshed.emit()

    def remove(self, home: QWidget) -> None:
        """Take out what ``home`` brought."""
        for name, held in list(self._homes.items()):
            if held() is home:
                bound = self._bound.pop(name)
                home.removeAction(bound)
                bound.deleteLater()
                del self._homes[name], self._actions[name]
        self.refreshed.emit()

    def home(self, name: str) -> QWidget | None:
        held = self._homes.get(name)
        return held() if held else None

    def within(self, widget: QWidget | None) -> list[Action]:
        """The rows whose keys work while ``widget`` has the focus; the nearest home first."""
        chain = []
        while widget is not None:
            chain.append(widget)
            widget = widget.parentWidget()
        place = {id(member): depth for depth, member in enumerate(chain)}
        reachable = [
            (place[id(home)], action)
            for name, action in self._actions.items()
            if (home := self.home(name)) is not None and id(home) in place
        ]
        return [action for _, action in sorted(reachable, key=lambda pair: pair[0])]

    def trigger(self, name: str) -> bool:
        """Do it, unless it cannot be done now; True when it was done."""
        action = self._actions[name]
        if not action.enabled():
            self.refused.emit(action)
            return False
        self.started.emit()
        action.run()
        self.refreshed.emit()
        return True

    def menu(self, parent: QWidget, names: Iterable[str]) -> QMenu:
        """A menu of rows as they are now; "-" draws a line. What is not in the table is left out."""
        menu = QMenu(parent)
        menu.setToolTipsVisible(True)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name in names:
            if name == "-":
                menu.addSeparator()
            elif name in self._actions:
                menu.addAction(self._entry(menu, self._actions[name]))
        return menu

    def _entry(self, menu: QMenu, action: Action) -> QAction:
        entry = QAction(action.title.replace("&", "&&"), menu)
        if action.icon:
            entry.setIcon(icon(action.icon))
        if action.keys:
            # Shown, not bound: the key itself belongs to the row.
            entry.setText(f"{entry.text()}\t{action.shown_keys}")
        if action.checked is not None:
            entry.setCheckable(True)
            entry.setChecked(action.checked())
        entry.setEnabled(action.enabled())
        entry.setToolTip(action.tooltip)
        entry.triggered.connect(lambda: self.trigger(action.name))
        return entry

    def _bind(self, home: QWidget, action: Action) -> QAction:
        bound = QAction(home)
        bound.setObjectName(action.name)
        bound.setShortcuts(action.sequences)
        bound.setShortcutContext(
            Qt.ShortcutContext.WindowShortcut
            if action.context == WINDOW
            else Qt.ShortcutContext.WidgetWithChildrenShortcut
        )
        bound.setAutoRepeat(False)
        bound.triggered.connect(lambda: self.trigger(action.name))
        home.addAction(bound)
        return bound

    def _refuse_clash(self, home: QWidget, action: Action) -> None:
        """A key that means two things at one place fires neither in Qt."""
        for name, other in self._actions.items():
            held = self._homes[name]()
            nested = held is not None and (held is home or held.isAncestorOf(home) or home.isAncestorOf(held))
            if not (nested or WINDOW in (action.context, other.context)):
                continue
            both = {key.toString() for key in action.sequences} & {key.toString() for key in other.sequences}
            if both:
                raise ValueError(f"{action.name} and {other.name} both have {', '.join(sorted(both))}")
