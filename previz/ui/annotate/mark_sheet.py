"""What can be changed of the marks that are selected."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from previz.scene.marks import Arrow, Frames, Measure, Words
from previz.scene.model import FrameMark
from previz.studio.frame_marks import replace
from previz.ui import tokens
from previz.ui.annotate.canvas import Canvas
from previz.ui.annotate.kit import PX
from previz.ui.annotate.layers_list import NAMES
from previz.ui.controls import Choice, Field, label, row
from previz.ui.controls import Measure as Unit
from previz.ui.session import Session

MEANS = (("subject", "Subject moves"), ("camera", "Camera moves"))
FORMS = (("line", "Line"), ("block", "In space"))
Change = Callable[[FrameMark, Any], FrameMark]


class MarkSheet(QWidget):
    def __init__(self, session: Session, canvas: Canvas, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._canvas = session, canvas
        self._gesture = ""
        self.means = Choice("Means", MEANS)
        self.form = Choice("Form", FORMS)
        self.layer = Choice("Layer", [(layer, NAMES[layer]) for layer in ("drawing", "arrows", "notes")])
        self.label = QLineEdit()
        self.label.setAccessibleName("Label")
        self.label.editingFinished.connect(self._reword)
        words = label("Label", tone="2")
        words.setFixedWidth(tokens.WIDTH_LABEL)
        self.label_row = row(words, self.label, gap=0, margins=(0, 0, tokens.WIDTH_GUTTER, 0))
        self.size_field = Field("Width", Unit.NUMBER, 1, 400, 1, 1, slider=(1, 80))
        self.opacity = Field("Opacity", Unit.PERCENT, 0, 100, 5, 0, default=100, slider=(0, 100))
        self.taper = Field("Taper", Unit.NUMBER, 0, 1, 0.05, 2, default=0.65, slider=(0, 1))
        self.turn = Field("Turn", Unit.ANGLE, -80, 80, 1, 0, default=0, slider=(-80, 80))
        self._bind()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 8)
        layout.setSpacing(4)
        for part in self._parts():
            layout.addWidget(part)
        canvas.selection_changed.connect(self.refresh)
        canvas.sheet.changed.connect(lambda area: self.refresh())
        self.refresh()

    def _parts(self) -> tuple[QWidget, ...]:
        return (
            self.means,
            self.form,
            self.label_row,
            self.size_field,
            self.opacity,
            self.taper,
            self.turn,
            self.layer,
        )

    def _bind(self) -> None:
        for field, change, words in (
            (self.size_field, lambda mark, v: _with(mark, size=v * PX), "Width of marks"),
            (self.opacity, lambda mark, v: _with(mark, opacity=v / 100), "Opacity of marks"),
            (self.taper, lambda mark, v: _shaped(mark, taper=v), "Taper of arrows"),
            (self.turn, lambda mark, v: _shaped(mark, turn_deg=v), "Turn arrows"),
        ):
            field.began.connect(self._begin)
            field.edited.connect(lambda value, change=change, words=words: self._put(change, value, words))
            field.ended.connect(self._session.end_gesture)
        for choice, change, words in (
            (self.means, lambda mark, v: _shaped(mark, means=v), "What arrows mean"),
            (self.form, lambda mark, v: _shaped(mark, form=v), "Form of arrows"),
            (self.layer, lambda mark, v: _with(mark, layer=v), "Move marks to a layer"),
        ):
            choice.chosen.connect(
                lambda value, change=change, words=words: self._put(change, value, words, once=True)
            )

    # ------------------------------------------------------------------------------------------ reading
    @property
    def marks(self) -> list[FrameMark]:
        known = self._canvas.sheet.marks
        return [known[id] for id in self._canvas.selected if id in known]

    @property
    def title(self) -> tuple[str, str]:
        """What the section is called, and how many marks it is about."""
        marks = self.marks
        kinds = {type(mark.shape).__name__ for mark in marks}
        names = {"Ink": "Stroke", "Words": "Text", "Box": "Rectangle"}
        kind = kinds.pop() if len(kinds) == 1 else "Marks"
        return names.get(kind, kind), str(len(marks)) if len(marks) > 1 else ""

    def refresh(self) -> None:
        marks = self.marks
        arrows = [mark.shape for mark in marks if isinstance(mark.shape, Arrow)]
        only_arrows = bool(marks) and len(arrows) == len(marks)
        block = only_arrows and all(arrow.form == "block" for arrow in arrows)
        lettered = len(marks) == 1 and isinstance(marks[0].shape, Arrow | Frames | Measure | Words)
        for widget, shown in (
            (self.means, only_arrows),
            (self.form, only_arrows),
            (self.taper, block),
            (self.turn, block),
            (self.label_row, lettered),
        ):
            widget.setVisible(shown)
        self.setVisible(bool(marks))
        if not marks:
            return
        self.size_field.set_value(_one([mark.size / PX for mark in marks]))
        self.opacity.set_value(_one([mark.opacity * 100 for mark in marks]))
        self.layer.set_value(_one([mark.layer for mark in marks]))
        if only_arrows:
            self.means.set_value(_one([arrow.means for arrow in arrows]))
            self.form.set_value(_one([arrow.form for arrow in arrows]))
            self.taper.set_value(_one([arrow.taper for arrow in arrows]))
            self.turn.set_value(_one([arrow.turn_deg for arrow in arrows]))
        if lettered and not self.label.hasFocus():
            self.label.setText(_words_of(marks[0]))
            self.label.setCursorPosition(0)  # long words are read from their beginning

    # ------------------------------------------------------------------------------------------ writing
    def _begin(self) -> None:
        self._gesture = self._session.new_gesture("marks")

    def _put(self, change: Change, value: Any, words: str, once: bool = False) -> None:
        changed = [change(mark, value) for mark in self.marks]
        refusal = next(filter(None, (self._canvas.sheet.refusal(mark.layer) for mark in changed)), "")
        if refusal:
            self._session.tell(refusal, "warning")
            self.refresh()
            return
        gesture = None if once else self._gesture
        if changed and not self._session.read_only:
            self._session.attempt(lambda: replace(self._session.document, changed, words, gesture))

    def recolour(self, value: str) -> None:
        """What is selected takes a colour."""
        self._put(lambda mark, v: _with(mark, colour=v), value, "Colour marks", once=True)

    def _reword(self) -> None:
        marks, text = self.marks, self.label.text()
        if len(marks) == 1 and text != _words_of(marks[0]):
            field = "text" if isinstance(marks[0].shape, Words) else "label"
            self._put(lambda mark, v: _shaped(mark, **{field: v}), text, "Label a mark", once=True)


def _with(mark: FrameMark, **changes: Any) -> FrameMark:
    return msgspec.structs.replace(mark, from_motion=False, **changes)


def _shaped(mark: FrameMark, **changes: Any) -> FrameMark:
    return _with(mark, shape=msgspec.structs.replace(mark.shape, **changes))


def _words_of(mark: FrameMark) -> str:
    shape = mark.shape
    return shape.text if isinstance(shape, Words) else getattr(shape, "label", "")


def _one(values: Sequence[Any]) -> Any:
    """The common value; None when they differ."""
    return values[0] if all(value == values[0] for value in values) else None
