"""From where to where the depth picture goes from white to black: each picture its own, or one range."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from previz.errors import BadProject
from previz.studio.depth_ranges import MOST_M, Range, proved
from previz.ui.controls import Field, Measure, Toggle
from previz.ui.controls.labels import row
from previz.ui.controls.measure import length_units
from previz.ui.session import Session


class DepthRange(QWidget):
    edited = Signal(object, object)
    """((near, far) in metres or None, the gesture or None)"""
    measured_wanted = Signal()
    """A range of its own begins with what the scene shows."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._range: Range | None = None
        self._gesture: str | None = None
        self.own = Toggle("One range of depth")
        self.own.setToolTip("Off: each picture goes from its own nearest to its own farthest")
        self.own.clicked.connect(self._turn)
        self.near, self.far = (self._field(place, words) for place, words in enumerate(("White", "Black")))
        self._ends = row(self.near, self.far, gap=8)
        self._ends.setToolTip("Equally bright at the same distance in every frame that has this range")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.own)
        layout.addWidget(self._ends)
        self.setEnabled(not session.read_only)

    def _field(self, place: int, words: str) -> Field:
        field = Field(f"{words} at", Measure.LENGTH, 0.01, MOST_M, step=0.1, slider=(0, 0))
        field.set_units(length_units(self._session.project))
        field.began.connect(self._begin)
        field.edited.connect(partial(self._edit, place))
        field.ended.connect(self._end)
        return field

    def show_range(self, range_m: Range | None) -> None:
        self._range = range_m
        self.own.setChecked(range_m is not None)
        self._ends.setVisible(range_m is not None)
        if range_m is not None:
            self.near.set_value(range_m[0])
            self.far.set_value(range_m[1])

    def _turn(self, on: bool) -> None:
        if on:
            self.measured_wanted.emit()
        else:
            self.edited.emit(None, None)

    def _begin(self) -> None:
        self._gesture = self._session.new_gesture("depth range")

    def _edit(self, place: int, value: float) -> None:
        if self._range is None:
            return
        near, far = self._range
        try:
            wanted = proved(*((value, far) if place == 0 else (near, value)))
        except BadProject as error:
            self._session.tell(str(error), "warning")
            self.show_range(self._range)
            return
        self.edited.emit(wanted, self._gesture)

    def _end(self) -> None:
        self._gesture = None
        self._session.end_gesture()
