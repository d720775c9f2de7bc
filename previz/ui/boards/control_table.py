"""The numbers behind the dial: of each control its strength and when it holds; one's own are marked."""

from __future__ import annotations

from functools import partial

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from previz.gen.controls import CONTROLS, Control
from previz.scene.model import ControlHold, Look
from previz.studio.outlook import Number, Outlook
from previz.studio.sent import NAMES
from previz.ui.controls import Field, ToolButton
from previz.ui.controls.labels import label
from previz.ui.session import Session

COLUMNS = ("strength", "start", "end")
HEADS = ("", "Strength", "From, %", "Until, %", "")


class ControlTable(QWidget):
    """Hands out the look's own numbers; whoever shows it keeps them."""

    edited = Signal(object, object)
    """(the look's own numbers: control → `ControlHold`, the gesture or None)"""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._look, self._told = Look(), Outlook()
        self._gesture: str | None = None
        self.fields: dict[tuple[Control, str], Field] = {}
        self.resets: dict[Control, ToolButton] = {}
        self._names: dict[Control, QWidget] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        for place, words in enumerate(HEADS):
            grid.addWidget(label(words, "cap", "3"), 0, place)
        for line, control in enumerate(CONTROLS, 1):
            name = self._names[control] = label(NAMES[control], tone="2")
            name.setFixedWidth(92)
            grid.addWidget(name, line, 0)
            for place, column in enumerate(COLUMNS, 1):
                grid.addWidget(self._field(control, column), line, place)
            reset = ToolButton("arrow-counter-clockwise", f"{NAMES[control]} as the dial has it",
                               partial(self._reset, control))  # fmt: skip
            policy = reset.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            reset.setSizePolicy(policy)
            self.resets[control] = reset
            grid.addWidget(reset, line, 4)

    def _field(self, control: Control, column: str) -> Field:
        if column == "strength":
            field = Field("", minimum=0.0, maximum=2.0, step=0.05, decimals=2, slider=(0.0, 1.5))
        else:
            field = Field("", minimum=0.0, maximum=100.0, step=5.0, decimals=0)
        field.setAccessibleName(f"{NAMES[control]}, {column}")
        field.began.connect(partial(self._begin, control))
        field.edited.connect(partial(self._edit, control, column))
        field.ended.connect(self._end)
        self.fields[control, column] = field
        return field

    # ----------------------------------------------------------------------------------------- showing
    def show_look(self, look: Look) -> None:
        """What the next change is a change of; at once, while the numbers are looked up."""
        self._look = look

    def show_numbers(self, look: Look, told: Outlook) -> None:
        self._look, self._told = look, told
        for control, number in told.numbers.items():
            sent = number.strength > 0
            values = {"strength": number.strength, "start": 100 * number.start, "end": 100 * number.end}
            for column in COLUMNS:
                field = self.fields[control, column]
                field.set_value(values[column])
                field.set_default(self._usual(told.dial[control], column))
                field.setEnabled(not self._session.read_only and (sent or column == "strength"))
                own = ", your own" if number.own else ""
                field.setAccessibleName(f"{NAMES[control]}, {column}{own}: {field.text}")
            self.resets[control].setVisible(number.own and not self._session.read_only)
            name = self._names[control]
            name.setProperty("weight", "strong" if number.own else "")
            name.setToolTip("Numbers of your own" if number.own else "As the dial has it")
            name.style().unpolish(name)
            name.style().polish(name)

    @staticmethod
    def _usual(number: Number, column: str) -> float:
        value = float(getattr(number, column))
        return value if column == "strength" else 100 * value

    # ---------------------------------------------------------------------------------------- changing
    def _begin(self, control: Control) -> None:
        self._gesture = self._session.new_gesture(f"control {control}")

    def _edit(self, control: Control, column: str, value: float) -> None:
        number = self._told.numbers.get(control)
        if number is None:
            return
        now = self._look.controls.get(control, ControlHold(strength=number.strength))
        start, end = now.start, now.end
        if column == "strength":
            changed = msgspec.structs.replace(now, strength=round(value, 3))
        elif column == "start":
            start = min(value / 100, (end if end is not None else number.end) - 0.01)
            changed = msgspec.structs.replace(now, start=round(max(0.0, start), 3))
        else:
            end = max(value / 100, (start if start is not None else number.start) + 0.01)
            changed = msgspec.structs.replace(now, end=round(min(1.0, end), 3))
        self.edited.emit({**self._look.controls, control: changed}, self._gesture)

    def _end(self) -> None:
        self._gesture = None
        self._session.end_gesture()

    def _reset(self, control: Control) -> None:
        own = {name: hold for name, hold in self._look.controls.items() if name != control}
        self.edited.emit(own, None)
